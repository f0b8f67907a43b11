#!/bin/sh
# Attack: a registrar who has other roles, too, approves a case that he or she registered: as who proposes, as one of
# the panel, through a file, through columns that nobody wants, under another key, through a colleague who is a
# relative, by having the registration done over, or by merging the person away. Control: the parts that an officer
# had in anything of this person. Each is refused, and not a byte of the register changes.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
csv "$work/hats.csv" name,roles,from,until,relative_of \
	'Many Hats,"registrar,screener,panel,chief,authority,certificate_officer,adjudicator,case_worker,protection",2016-07-28,,' \
	'Hats Brother,"screener,panel,authority",2016-07-28,,Many Hats'
run --data "$r" officer enrol --file "$work/hats.csv" --as 'Rana Qassab,Samir Attar' && run --data "$r" cut ||
	{ cat "$work/err"; exit 1; }

by_hats() # COMMAND...: what registers somebody, with Many Hats as the registrar
{
	registrar='Many Hats'
	"$@"
	code_=$?
	registrar='Lina Darwish'
	return $code_
}
mine='"field":"as","value":"(Many Hats|Hats Brother)","want":"an officer who did not act in this case before'
# decides PATTERN CASE OFFICERS PANEL [FIELD...]: refused with these words
decides()
{
	want_=$1
	case_=$2
	as_=$3
	panel_=$4
	shift 4
	no "$want_" add decision "case=$case_" outcome=granted "notified_on=${told:-$(today)}" proposed_outcome=granted article=1 grounds=x "panel_1=$panel_" "as=$as_" \
		--log aleppo "$@"
}
ok "Many Hats registers somebody, whom others check and propose" by_hats proposed own
# shellcheck disable=SC2154 # set by eval
ok "does not approve it beside who proposed" decides "$mine" "$own" 'Iman Rayes,Many Hats' 'Many Hats'
ok "nor in the other order" decides "$mine" "$own" 'Many Hats,Iman Rayes' 'Many Hats'
ok "nor as the third, whom nobody needs" decides "$mine" "$own" 'Iman Rayes,Yusuf Kanaan,Many Hats' 'Yusuf Kanaan' 'panel_2=Many Hats'
told=2016-07-31
ok "nor on the day before the registration" decides '"value":"Many Hats"' "$own" 'Iman Rayes,Many Hats' 'Many Hats' day=2016-07-31
told=
ok "nor does a brother" decides "$mine" "$own" 'Iman Rayes,Hats Brother' 'Hats Brother'
ok "who is named as the panel and lets another sign is refused" decides '"field":"panel_1"' "$own" 'Iman Rayes,Yusuf Kanaan' 'Many Hats'
another_name()
{
	# The own password, said to be another's.
	grep '^Iman Rayes' "$SULH_OFFICERS_FILE" >"$work/mine"
	grep '^Many Hats' "$SULH_OFFICERS_FILE" | sed 's/^Many Hats/Yusuf Kanaan/' >>"$work/mine"
	chmod 600 "$work/mine"
	exits 12 --data "$r" --officers-file "$work/mine" add decision "case=$own" outcome=granted "notified_on=$(today)" proposed_outcome=granted \
		article=1 grounds=x 'panel_1=Yusuf Kanaan' 'as=Iman Rayes,Yusuf Kanaan' --log aleppo
}
ok "another's name does not open with the own password" another_name

# The steps before a decision.
not_a_step() # CASE KIND FIELD...
{
	case_=$1
	shift
	no '"value":"Many Hats"' add "$@" "case=$case_" 'as=Many Hats' --log aleppo
}
ok "Many Hats registers another" by_hats comes fresh
# shellcheck disable=SC2154 # set by eval
ok "does not begin to check the own case" not_a_step "$fresh" step event=open_checks why=other
ok "nor checks it" not_a_step "$fresh" check check=court_record source=COURT asked_what=name result=clear

# Files.
header=case,outcome,notified_on,proposed_outcome,article,grounds,panel_1
row="$own,granted,$(today),granted,1,x,Many Hats"
imports() # PATTERN HEADER ROW [OPTION...]
{
	want_=$1
	csv "$work/decision.csv" "$2" "$3"
	shift 3
	no "$want_" import "$work/decision.csv" --commit --log aleppo "$@"
}
ok "through a file it is the same" imports "$mine" "$header,as" "$row,\"Iman Rayes,Many Hats\""
ok "also where the call says who signs" imports "$mine" "$header" "$row" --as 'Iman Rayes,Many Hats'
ok "and where the call says one and the file another" imports '"field":"(as|panel_1)"' "$header,as" "$row,\"Iman Rayes,Many Hats\"" \
	--as 'Iman Rayes,Yusuf Kanaan'
columns()
{
	for column in registrar officer officers signers signatures recorded_by operator kid step event state system four_eyes \
		founding subject past roles serving draft seq c s mac act class same strict; do
		csv "$work/decision.csv" "$header,as,$column" "$own,granted,$(today),granted,1,x,Yusuf Kanaan,\"Iman Rayes,Yusuf Kanaan\",1"
		json 5 --data "$r" import "$work/decision.csv" --commit --log aleppo &&
			grep '"type":"error"' "$work/out" | grep -q "\"$column\"" || { echo "column $column" >"$work/diff"; return 1; }
	done
}
ok "columns that say who registered, signs or serves are no columns" unchanged columns
lines()
{
	printf '{"case":"%s","outcome":"granted","notified_on":"%s","proposed_outcome":"granted","article":"1","grounds":"x","panel_1":"Many Hats","as":"Iman Rayes,Many Hats"}\n' \
		"$own" "$(today)" >"$work/decision.jsonl" && no "$mine" import "$work/decision.jsonl" --commit --log aleppo
}
ok "nor does JSON help" lines

# The registration done over, or taken back.
again() # PATTERN FIELD...
{
	want_=$1
	shift
	no "$want_" add registration log=aleppo 'full_name=ism Samir, family Aqqad' sex=m born=1980 age_doubt=no \
		status_sought=associated search_done=offline 'as=Lina Darwish' "$@"
}
ok "a colleague does not register the same case again" again '"field":"case"' "case=$own"
ok "it is cut" at_cut 2016-08-09
entry=$(python3 - "$r/sulh.db" "$own" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print("aleppo/%d" % db.execute("SELECT seq FROM act WHERE case_no = ? AND event = 'register'", (sys.argv[2],)).fetchone())
END
)
ok "no other entry takes the place of the registration" again '"field":"corrects"|"field":"case"' "corrects=$entry"
ok "nor within the case" again '"field":"corrects"|"field":"case"' "corrects=$entry" "case=$own"
fields()
{
	for field in as officer registrar signatures operator case; do
		refused '"field":"(field|case|new_value)"' --data "$r" add correction log=aleppo "case=$own" "field=$field" \
			'new_value=Lina Darwish' why=typing 'as=Lina Darwish' || return 1
	done
}
ok "a correction corrects what the person said, not who asked" unchanged fields
ok "a colleague corrects a day of birth" add correction "case=$own" field=born new_value=1981 why=typing 'as=Lina Darwish'
ok "and who registered does not approve after it" decides "$mine" "$own" 'Iman Rayes,Many Hats' 'Many Hats'
moved()
{
	add closing "case=$fresh" how=moved_centre asked_alone=yes 'as=Rula Masri' &&
		run --data "$r" add registration "case=$fresh" 'full_name=ism Samir, family Aqqad' sex=m born=1980 age_doubt=no \
			status_sought=carrying_arms search_done=offline 'as=Lina Darwish' --log al-tall
}
ok "the other case moves to another centre, where a colleague takes it up" moved
not_there()
{
	no '"value":"Many Hats"' add step "case=$fresh" event=open_checks why=other 'as=Many Hats' --log al-tall
}
ok "who registered it at first does not check it there" not_there

# Another key of the same officer.
renewed()
{
	run --data "$r" officer renew 'Many Hats' --as 'Rana Qassab,Samir Attar' && at_cut 2016-08-10 &&
		decides "$mine" "$own" 'Iman Rayes,Many Hats' 'Many Hats'
}
ok "who has a new key is who registered with the old one" renewed

# The person merged into a case that a colleague registered, and then decided there.
subject() # CASE
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex())
END
}
link() # CASE: the newest of its links
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
print("aleppo/%d" % sqlite3.connect(sys.argv[1]).execute(
    "SELECT seq FROM act WHERE case_no = ? AND event = 'dedup_link' ORDER BY step DESC", (sys.argv[2],)).fetchone()[0])
END
}
linked() # CASE OTHER: two adjudicators say that both are one person
{
	add dedup_link "case=$1" "other=$(subject "$2")" score=900 fields=name verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal'
}
twice()
{
	by_hats comes first && proposed other && linked "$first" "$other" && linked "$other" "$first" && at_cut 2016-08-17
}
ok "somebody whom Many Hats registered is registered once more, by another" twice
no_merge() # CASE OTHER
{
	no '"field":"as","value":"Many Hats"' add merge "case=$1" act=merge "link=$(link "$1")" "keep=$(subject "$2")" \
		'as=Many Hats,Mona Fattal' --log aleppo
}
# shellcheck disable=SC2154 # set by eval
ok "Many Hats does not merge a case that he or she registered" no_merge "$first" "$other"
ok "nor another one into it" no_merge "$other" "$first"
merges()
{
	add merge "case=$first" act=merge "link=$(link "$first")" "keep=$(subject "$other")" 'as=Elias Hanna,Mona Fattal'
}
ok "two others merge it into the other one" merges
ok "who registered the person there does not decide here" decides "$mine" "$other" 'Iman Rayes,Many Hats' 'Many Hats'
anew()
{
	run --data "$r" rebuild && decides "$mine" "$other" 'Iman Rayes,Many Hats' 'Many Hats'
}
ok "nor when all is folded anew" anew
grants() # CASE
{
	add decision "case=$1" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
		'as=Iman Rayes,Yusuf Kanaan'
}
ok "others do" grants "$other"
ok "and approve the first case" grants "$own"
signs_paper()
{
	no '"value":"Many Hats"' add certificate "case=$own" status_index=7 serial=S7 "paper_hash=$(printf '%064d' 7)" name_on_paper=no \
		provisional=no "issued_on=$(today)" 'as=Many Hats,Yusuf Kanaan' --log aleppo
}
ok "who registered does not issue the paper either" signs_paper
finish
