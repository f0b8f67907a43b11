#!/bin/sh
# What ties papers, acts and people to one case, and what must not be told by it: each was accepted once, or said
# more than it should.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
small "$base" || { cat "$work/err"; exit 1; }
fresh() # NAME: a copy of the small register, in $r
{
	r=$work/$1
	cp -r "$base" "$r"
}
add()
{
	run --data "$r" add "$@" --log aleppo
}
no() # PATTERN KIND FIELD=VALUE...: refused with these words
{
	pattern=$1
	shift
	refused "$pattern" --data "$r" add "$@" --log aleppo
}
cuts() # PLACES SEALED WAITING: what the cut of aleppo says
{
	json 0 --data "$r" cut --log aleppo && grep -q "\"places\":$1,\"persons\":$2,\"waiting\":$3[,}]" "$work/out"
}
someone() # [FIELD=VALUE...]: the number of a new case in $case_
{
	person "$r" "$@" && case_=$(case_of)
}
registered() # NAME...: a new case in each of these variables
{
	for name_; do
		someone || return 1
		eval "$name_=\$case_"
	done
}
grants() # CASE
{
	granted "$r" "$1"
}
hash_of() # DIGIT
{
	printf '%064d' 0 | tr 0 "$1"
}
paper() # CASE INDEX SERIAL DIGIT [FIELD=VALUE...]
{
	case_=$1
	index_=$2
	serial_=$3
	hash_=$(hash_of "$4")
	shift 4
	echo certificate "case=$case_" "status_index=$index_" "serial=$serial_" "paper_hash=$hash_" name_on_paper=no \
		provisional=no issued_on=2016-10-10 "$@"
}
certified() # as paper: accepted
{
	# shellcheck disable=SC2046 # words without blanks
	add $(paper "$@") 'as=Layla Haddad,Yusuf Kanaan'
}
not_certified() # PATTERN, then as paper: refused
{
	pattern_=$1
	shift
	# shellcheck disable=SC2046 # words without blanks
	no "$pattern_" $(paper "$@") 'as=Layla Haddad,Yusuf Kanaan'
}
suspends='as=Tawfiq Saleh,Zeina Homsi,Rana Qassab'
stands() # CASE INDEX ACT REASON OFFICERS
{
	add standing "case=$1" "status_index=$2" "act=$3" "reason_code=$4" "as=$5"
}
not_stands() # PATTERN CASE INDEX ACT REASON
{
	no "$1" standing "case=$2" "status_index=$3" "act=$4" "reason_code=$5" "$suspends"
}
same() # rebuilt, every row is as before
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-1" && json 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-2" && diff "$work/rows-1" "$work/rows-2" >"$work/diff"
}

# A paper belongs to one case.
fresh papers
at 2016-10-10T10:00:00Z
ok "three are registered" registered one two three
for c in "$one" "$two" "$three"; do
	ok "$c is granted" grants "$c"
done
ok "the first gets a paper" certified "$one" 7 SX000001 1
ok "its index is not given to another case" not_certified '"field":"status_index"' "$two" 7 SX000002 2
ok "nor its serial" not_certified '"field":"serial"' "$two" 8 SX000001 2
ok "nor its digest" not_certified '"field":"paper_hash"' "$two" 8 SX000002 1
ok "nor all of them" not_certified '"field":"(paper_hash|serial|status_index)"' "$two" 7 SX000001 1
ok "the second gets its own" certified "$two" 8 SX000002 2
ok "a case has one valid paper" not_certified '"field":"case","value":"valid"' "$one" 9 SX000003 3
ok "also where it says what it would replace, while that is valid" not_certified '"field":"case","value":"valid"' "$one" 9 \
	SX000003 3 replaces_index=7
ok "a paper that replaces none does not say so" not_certified '"field":"replaces_index"' "$three" 9 SX000003 3 \
	replaces_index=7
found() # CASE: a reason to suspend its paper
{
	add check "case=$1" check=identity source=STATE asked_what=x result=hit evidence=document 'as=Ghassan Daher'
}
ok "something is found of the first" found "$one"
ok "the standing of another's paper is not changed" not_stands '"field":"status_index"' "$one" 8 suspend fraud
ok "nor that of one that was never issued" not_stands '"field":"status_index"' "$one" 99 suspend fraud
ok "the first is lost" stands "$one" 7 replace lost 'Layla Haddad,Yusuf Kanaan'
ok "another paper is not the one that takes its place" not_certified '"field":"replaces_index"' "$one" 9 SX000003 3 \
	replaces_index=8
ok "the new one is" certified "$one" 9 SX000003 3 replaces_index=7
ok "which is the valid one now" not_certified '"field":"case","value":"valid"' "$one" 10 SX000004 4 replaces_index=7
ok "and may be suspended" stands "$one" 9 suspend fraud "${suspends#as=}"
ok "rebuilt, every row is as before" same
ok "digests are among them" grep -q '^mark [1-9]' "$work/rows-1"
ok "the index is taken still" not_certified '"field":"status_index"' "$three" 7 SX000005 5
ok "all are cut" exits 0 --data "$r" cut
ok "rebuilt from the log, too" same
ok "the index is taken still, in the log" not_certified '"field":"status_index"' "$three" 9 SX000005 5
fourth() { someone 'full_name=ism Omar, family Najjar' "born=${1:-1980}" && four=$case_; }
ok "a fourth is registered" fourth
ok "and granted" grants "$four"
ok "and no index stands twice in a file" sh -c '
	printf "case,serial,status_index,name_on_paper,provisional,issued_on,paper_hash\n%s,SX000006,20,no,no,2016-10-10,%s\n%s,SX000007,20,no,no,2016-10-10,%s\n" \
		"$3" "$5" "$4" "$6" >"$7/certificate.csv"
	"$1" --data "$2" import "$7/certificate.csv" --as "Layla Haddad,Yusuf Kanaan" 2>&1 </dev/null | grep -q "row 3, column status_index"' - \
	"$sulh" "$r" "$three" "$four" "$(hash_of 6)" "$(hash_of 7)" "$work"

# A batch hides people, not acts.
fresh crowd
presents()
{
	add presentation reception_no=RX01 in_group=no triage=safe language=ara 'as=Samar Dabbagh' && case_=$(case_of)
}
reads() # CASE
{
	add notice "case=$1" notice_version=N-1 language=ara read_aloud=yes legal_basis=public_interest agreed=none \
		given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish'
}
ok "somebody presents himself" presents
alone=$case_
ok "hears the notice" reads "$alone"
ok "is registered" person "$r" "case=$alone" 'as=Fadi Rifai'
ok "granted" grants "$alone"
ok "certified" certified "$alone" 7 SX000001 1
ok "and discharged" add discharge "case=$alone" transport=own 'as=Rula Masri'
ok "ten acts of one person are no crowd" cuts 0 0 10
ok "three more people are none either" registered a b c
ok "they wait" cuts 0 0 13
ok "the fifth person" registered d
ok "lets all of it go" cuts 0 14 0
for _ in 1 2 3 4 5; do
	reads "$a"
done
ok "five notices read to one person wait, too" cuts 0 0 5

# Weapons: a number of each group is a crowd by itself.
fresh arms
weapon() # NO GROUP CLASS
{
	add weapon_item "item_no=$1" "group=$2" "class=$3" condition=serviceable 'as=Bashir Tawil,Hanan Sabouni'
}
arms() # N GROUP CLASS
{
	i=0
	while [ "$i" -lt "$1" ]; do
		many=$((${many:-0} + 1))
		weapon "N$many" "$2" "$3" || return 1
		i=$((i + 1))
	done
}
last() # FIELD-PATTERN: of the entries of aleppo
{
	run --data "$r" --json log show aleppo --count 1000 && grep -q -e "$1" "$work/out"
}
none()
{
	! last "$@"
}
ok "four tanks are handed in" arms 4 W3 'u1 tank'
ok "and a pistol" arms 1 W1 '1.1 pistol'
ok "the pistol does not go with the tanks" cuts 0 0 5
ok "a fifth tank" arms 1 W3 'u1 tank'
ok "lets the tanks go, sealed" cuts 0 1 1
ok "under the code of what is veiled" last '"kind_code":99'
ok "and none of weapons" none '"kind":"weapon_item"'
ok "four launchers" arms 4 W2 '2.2 grenade_launcher'
ok "are no crowd with the pistol" cuts 0 0 5
ok "a tank more" arms 1 W3 'u1 tank'
ok "four pistols" arms 4 W1 '1.1 pistol'
ok "the pistols go, with the tank; the launchers wait" cuts 0 1 4
ok "five small arms" last '"kind":"weapon_item".*"deltas":\[[^a-z]*"W1",[^a-z]*5.*"W7"'
ok "and nothing of the launchers" none '"kind":"weapon_item".*"W2"'
lot() # UNIT
{
	add ammo_lot "unit=$1" amount=1200 calibre=762x39 condition=safe 'as=Bashir Tawil,Hanan Sabouni'
}
for unit in round round round round kg; do
	lot $unit
done
ok "lots by rounds and by weight are two crowds" cuts 0 0 9
lot round
ok "five by rounds go" cuts 0 1 5
ok "a number of an item stands once" no '"field":"item_no"' weapon_item item_no=N1 group=W1 'class=1.1 pistol' \
	condition=serviceable 'as=Bashir Tawil,Hanan Sabouni'
ok "a tank more" arms 1 W3 'u1 tank'
ok "rebuilt, every row is as before" same
ok "the number stands once still" no '"field":"item_no"' weapon_item item_no=N1 group=W1 'class=1.1 pistol' \
	condition=serviceable 'as=Bashir Tawil,Hanan Sabouni'
tanks=$(sed -n 's/.*"index":\([0-9]*\),.*"kind_code":99.*/aleppo\/\1/p' "$work/out" | head -n 1)
at 2016-10-17T10:00:00Z
ok "a week later nothing waits: launchers and lots; the tank goes with the launchers" cuts 0 2 0
run --data "$r" --json log show aleppo --count 1000
tanks=$(sed -n 's/.*"index":\([0-9]*\),.*"kind_code":99.*/aleppo\/\1/p' "$work/out" | head -n 1)
ok "the sealed tanks are no evidence" no '"field":"granted"' access_event 'reader=Lina Darwish' \
	subject_opened=00000000000000000000000000000000 purpose=audit "granted=$tanks" break_glass=no 'as=Wafa Bitar'
ok "one more tank alone" arms 1 W3 'u1 tank'
ok "waits" cuts 0 0 1
at 2016-10-24T10:00:00Z
ok "seven days, and goes sealed" cuts 0 1 0
ok "rebuilt, every row is as before" same
ok "it is cut" exits 0 --data "$r" cut
ok "the register is sound" exits 0 --data "$r" doctor
ok "and published" json 0 --data "$r" publish "$work/public-arms"
ok "and verifies" json 0 verify "$work/public-arms"

# The day of a count is that of its hour.
fresh hours
at 2016-10-10T10:00:00Z
counts() # FROM-HOUR [FIELD=VALUE...]
{
	hour_=$1
	shift
	echo corridor_count corridor=1 direction=out persons=40 method=stated "from_hour=$hour_" "$@"
}
# shellcheck disable=SC2046 # words without blanks
ok "a count of the day before yesterday" add $(counts 2016-10-08T09:00+03:00) 'as=Dina Farhat,Adel Maalouf'
ok "it is cut" cuts 1 0 0
ok "with the day of its hour" last '"kind":"corridor_count".*"day":"2016-10-08"\|"day":"2016-10-08".*"kind":"corridor_count"'
# shellcheck disable=SC2046 # words without blanks
ok "another day is refused" no '"field":"day"' $(counts 2016-10-08T09:00+03:00 day=2016-10-09) 'as=Dina Farhat,Adel Maalouf'
# shellcheck disable=SC2046 # words without blanks
ok "also by the time of the act" no '"field":"day"' $(counts 2016-10-08T09:00+03:00 occurred_at=2016-10-09T09:00+03:00) \
	'as=Dina Farhat,Adel Maalouf'
# shellcheck disable=SC2046 # words without blanks
ok "and a period without it" no '"field":"day"' $(counts 2016-10-08T09:00+03:00 day=2016-10-10 from_day=2016-10-09) \
	'as=Dina Farhat,Adel Maalouf'
# shellcheck disable=SC2046 # words without blanks
ok "a period with it is right" add $(counts 2016-10-08T09:00+03:00 day=2016-10-10 from_day=2016-10-08) \
	'as=Dina Farhat,Adel Maalouf'
# shellcheck disable=SC2046 # words without blanks
ok "an hour to come is refused" no '"field":"day"' $(counts 2016-10-12T09:00+03:00) 'as=Dina Farhat,Adel Maalouf'

# Evidence, links and whoever is kept are of the right case.
fresh evidence
six_of_them() { registered one two three && fourth 1960 && registered five six; }
ok "six are registered" six_of_them
checked()
{
	add check "$@"
}
checks() # CASE [FIELD=VALUE...]
{
	usual="case=$1
check=court_record
source=COURT
asked_what=name
result=hit
evidence=court_file
as=Iman Rayes"
	shift
	merged checked "$@"
}
checks "$one"
checks "$one" source=LOCAL check=victim_complaint evidence=document
checks "$two"
# These say nothing, or say it again: of the first one's source, from hearsay, of the press, of another matter, nothing.
checks "$one" asked_what=birth
checks "$one" source=LOCAL evidence=hearsay
checks "$one" source=NEWS evidence=document
checks "$one" source=LOCAL check=identity evidence=document
checks "$one" source=LOCAL result=clear evidence=
for c in "$three" "$four" "$five"; do
	reads "$c"
done
ok "all of it is cut" exits 0 --data "$r" cut --log aleppo
acts() # the entries of veiled acts, in words of references: $c1 $c2 of case one, $weak of it, $c3 of another
{
	python3 - "$r/sulh.db" "$one" "$two" <<'END' >"$work/acts"
import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
for case in sys.argv[2:]:
    for (seq,) in d.execute("SELECT seq FROM act WHERE case_no = ? AND event = 'check' ORDER BY step", (case,)):
        print("aleppo/%d" % seq)
END
	c1=$(sed -n 1p "$work/acts")
	c2=$(sed -n 2p "$work/acts")
	weak=$(sed -n 3,7p "$work/acts")
	c3=$(sed -n 8p "$work/acts")
	[ -n "$c3" ]
}
ok "the checks are in the log" acts
refers() # CASE EVIDENCE
{
	echo decision "case=$1" outcome=referred proposed_outcome=granted article=4 grounds=x acts_named=torture \
		"evidence=$2" appeal_until=2016-11-09
}
panel='as=Iman Rayes,Yusuf Kanaan,Maya Salloum,Rana Qassab'
ok "a decision is proposed" proposed "$r" "$one"
# shellcheck disable=SC2046 # words without blanks
ok "nobody is referred unheard" no '"want":"a person who was heard' $(refers "$one" "$c1,$c2") 'panel_1=Yusuf Kanaan' \
	'panel_2=Maya Salloum' 'chief=Rana Qassab' "$panel"
ok "the person is heard" add step "case=$one" event=hear why=other 'as=Iman Rayes'
# shellcheck disable=SC2046 # words without blanks
ok "another's check is no evidence" no '"field":"evidence"' $(refers "$one" "$c1,$c3") 'panel_1=Yusuf Kanaan' \
	'panel_2=Maya Salloum' 'chief=Rana Qassab' "$panel"
# shellcheck disable=SC2046 # words without blanks
ok "one act twice is one source" no '"field":"evidence"' $(refers "$one" "$c1,$c1") 'panel_1=Yusuf Kanaan' \
	'panel_2=Maya Salloum' 'chief=Rana Qassab' "$panel"
for other in ${weak:-}; do
	# shellcheck disable=SC2046 # words without blanks
	ok "nor is one that says nothing of its own a second source" no '"field":"evidence".*two sources' $(refers "$one" "$c1,$other") \
		'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' 'chief=Rana Qassab' "$panel"
done
# shellcheck disable=SC2046 # words without blanks
ok "nor is anybody referred for what no decree excludes" no '"field":"acts_named","value":"terror_against_civilians".*the decree' \
	$(refers "$one" "$c1,$c2" | sed 's/=torture/=torture,terror_against_civilians/') 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' \
	'chief=Rana Qassab' "$panel"
# shellcheck disable=SC2046 # words without blanks
ok "two of its own are" add $(refers "$one" "$c1,$c2") 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' \
	'chief=Rana Qassab' "$panel"

# Nobody is handed over while there is time for an appeal, which begins when he or she is told.
hands_over() # [FIELD=VALUE...]
{
	echo handover "case=$one" to=COURT risk_assessment=low counsel=yes family_told=yes receipt=H-01 "$@"
}
chief='as=Yusuf Kanaan,Rana Qassab,Nadia Karam'
at 2016-11-10T10:00:00Z
# shellcheck disable=SC2046 # words without blanks
ok "nobody is handed over, after the last day that was named, whom nobody told" no '"field":"case".*event=tell' $(hands_over) "$chief"
ok "which waits" sh -c '"$1" --data "$2" queue --json | grep "\"case\":\"$3\"" | grep -q "\"what\":\"tell\".*approve_referred"' - "$sulh" "$r" "$one"
ok "nor to anybody but a court, or the state" no '"field":"to","value":"aid_org".*court or state' handover "case=$one" to=LOCAL \
	risk_assessment=low counsel=yes family_told=yes receipt=H-01 "$chief"
ok "he is told" add step "case=$one" event=tell why=other 'as=Rula Masri'
at 2016-12-10T10:00:00Z
# shellcheck disable=SC2046 # words without blanks
ok "and has thirty days from then" no '"field":"day".*2016-12-10' $(hands_over) "$chief"
at 2016-12-11T10:00:00Z
ok "an appeal about an earlier ruling comes" add appeal "case=$one" against=child_ruling by=counsel lodged_on=2016-11-01 'as=Rula Masri'
# shellcheck disable=SC2046 # words without blanks
ok "which is open" no '"field":"case"' $(hands_over) "$chief"
ok "who decided before does not decide it" no '"field":"as".*Yusuf Kanaan' appeal "case=$one" against=child_ruling by=counsel \
	lodged_on=2016-11-01 outcome=rejected 'panel=Yusuf Kanaan,Tawfiq Saleh' decided_on=2016-12-11 'as=Yusuf Kanaan,Tawfiq Saleh'
ok "others do" add appeal "case=$one" against=child_ruling by=counsel lodged_on=2016-11-01 outcome=rejected \
	'panel=Zeina Homsi,Tawfiq Saleh' decided_on=2016-12-11 'as=Zeina Homsi,Tawfiq Saleh'
# shellcheck disable=SC2046 # words without blanks
ok "that it was rejected is told, too" no '"field":"case".*event=tell' $(hands_over) "$chief"
ok "and is" add step "case=$one" event=tell why=other 'as=Firas Sayegh'
ok "rebuilt, every row is as before" same
# shellcheck disable=SC2046 # words without blanks
ok "then the court gets the case" add $(hands_over) "$chief"

# Duplicates.
subject() # CASE
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
    "SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex())
END
}
links() # CASE OTHER VERDICT
{
	add dedup_link "case=$1" "other=$2" score=900 fields=name "verdict=$3" 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal'
}
s3=$(subject "$three")
s4=$(subject "$four")
ok "four looks like three" links "$four" "$s3" same
ok "five does not" links "$five" "$s3" different
ok "three looks like four, says somebody" links "$three" "$s4" same
ok "six does not look like himself" no '"field":"other"' dedup_link "case=$six" "other=$(subject "$six")" score=900 fields=name \
	verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
ok "two does not look like nobody" no '"field":"other"' dedup_link "case=$two" other=00000000000000000000000000000000 score=900 fields=name \
	verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
ok "but like four" links "$two" "$s4" same
at 2016-12-18T10:00:00Z
ok "they are in the log" exits 0 --data "$r" cut --log aleppo
link() # CASE
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
print("aleppo/%d" % sqlite3.connect(sys.argv[1]).execute(
    "SELECT seq FROM act WHERE case_no = ? AND event = 'dedup_link'", (sys.argv[2],)).fetchone()[0])
END
}
both='as=Elias Hanna,Mona Fattal'
ok "another's link does not merge" no '"field":"link"' merge "case=$five" act=merge "link=$(link "$four")" "keep=$s3" "$both"
ok "nor one that says they differ" no '"field":"link"' merge "case=$five" act=merge "link=$(link "$five")" "keep=$s3" "$both"
ok "into nobody is nothing merged" no '"field":"keep"' merge "case=$two" act=merge "link=$(link "$two")" \
	keep=00000000000000000000000000000000 "$both"
ok "nor into somebody of whom the link says nothing" no '"field":"keep"' merge "case=$four" act=merge "link=$(link "$four")" \
	"keep=$(subject "$two")" "$both"
ok "four is merged into three" add merge "case=$four" act=merge "link=$(link "$four")" "keep=$s3" "$both"
whole() # CASE OTHER: the file of the one has that of the other, which the merge names
{
	run --data "$r" --json person file "$1" --as 'Wafa Bitar' && python3 - "$work/out" "$1" "$2" <<'END' 2>"$work/diff"
import json, sys
lines = [json.loads(x) for x in open(sys.argv[1])]
files = [x for x in lines if x["type"] == "file"]
assert [x["case"] for x in files] == sys.argv[2:4], files
assert files[0]["same_person"] == [sys.argv[3]] and files[1]["same_person"] == [sys.argv[2]]
merge, = (x for x in lines if x["type"] == "act" and x["kind"] == "merge")
assert merge["withheld"] == [] and merge["fields"]["keep"] in sys.argv[2:4], merge
links = [x["withheld"] for x in lines if x["type"] == "act" and x["kind"] == "dedup_link"]
assert links and all(x == ["other"] for x in links), links
END
}
ok "whoever asks for the file of the one gets both" whole "$three" "$four"
ok "and the other way round" whole "$four" "$three"
told() { run --data "$r" person file "$four" --as 'Wafa Bitar' && says "^the same person's other case / .*: $three\$"; }
ok "which the paper says" told
finds() { run --data "$r" --json person find Omar Najjar --as 'Lina Darwish' && says "\"case\":\"$four\",\"state\":\"merged_into\",\"merged_into\":\"$three\""; }
ok "a search says into which case it was merged" finds
ok "and three not into four, which is gone" no '"field":"keep"' merge "case=$three" act=merge "link=$(link "$three")" \
	"keep=$s4" "$both"
ok "rebuilt, every row is as before" same

# A grant does not end in a file without one (states.csv C51: the better outcome is kept for the person).
fresh better
at 2016-10-10T10:00:00Z
ok "two are registered" registered open better
ok "and five more" registered dead alive unheard child grown
ok "one is granted amnesty" grants "$better"
ok "both are the same, say two" links "$better" "$(subject "$open")" same
ok "from either side" links "$open" "$(subject "$better")" same
more_links()
{
	links "$alive" "$(subject "$dead")" same && links "$alive" "$(subject "$unheard")" same && links "$unheard" "$(subject "$child")" same &&
		links "$child" "$(subject "$grown")" same && links "$grown" "$(subject "$child")" same &&
		add closing "case=$dead" how=deceased 'sources=hospital|brother' asked_alone=no date_known=2016-10-09 family_told=2016-10-10 'as=Rula Masri,Nadia Karam' &&
		add closing "case=$unheard" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam' &&
		add appeal "case=$unheard" against=withdrawn_coerced by=person lodged_on=2016-10-10 'as=Rula Masri' &&
		add child_referral "case=$child" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 'as=Nadia Karam,Huda Zein'
}
ok "one of them dies, one withdraws and appeals, one is a child" more_links
at 2016-10-17T16:00:00Z
ok "they are in the log" exits 0 --data "$r" cut --log aleppo
ok "the grant is not merged into the file without one" no '"field":"keep".*has a grant' merge "case=$better" act=merge \
	"link=$(link "$better")" "keep=$(subject "$open")" "$both"
ok "the other way it is" add merge "case=$open" act=merge "link=$(link "$open")" "keep=$(subject "$better")" "$both"
no_worse() # PATTERN CASE OTHER [N]: the Nth link of the case
{
	link_=$(run --data "$r" --json show case "$2" && sed -n 's|.*"kind":"dedup_link".*"entry":"\(aleppo/[0-9]*\)".*|\1|p' "$work/out" | sed -n "${4:-1}p")
	no "$1" merge "case=$2" act=merge "link=$link_" "keep=$(subject "$3")" "$both"
}
ok "nobody who lives is merged into the file of the dead" no_worse '"field":"keep".*who lives' "$alive" "$dead"
ok "nor a case under checks into one that was closed" no_worse '"field":"keep".*better for the person' "$alive" "$unheard" 2
ok "nor one with an appeal that waits" no_worse '"field":"case".*appeal that waits' "$unheard" "$child"
ok "a case under checks is merged into a child's file" add merge "case=$grown" act=merge "link=$(link "$grown")" \
	"keep=$(subject "$child")" "$both"
examined() { run --data "$r" --json queue --role panel && grep "$open" "$work/out" | grep -q '"what":"examine"'; }
taken_back()
{
	! examined && add merge "case=$open" act=unmerge "link=$(link "$open")" "keep=$(subject "$better")" 'as=Raed Halabi,Abir Shahin' && examined
}
ok "of a merge that is taken back a panel looks at what was decided meanwhile" taken_back
ok "until the person is told what came of it" eval "add step 'case=$open' event=tell why=other 'as=Yusuf Kanaan' && ! examined"

# A sheet of counts on two days is two records; a person is one on any day.
fresh sheets
at 2016-10-10T10:00:00Z
csv "$work/medical_count.csv" 'consultations,log,as' '120,aleppo,Tarek Hallaq'
csv "$work/distribution.csv" 'area,on,org,items,persons,method,conditions,witness,log,as' \
	'Aleppo city,2016-10-09,STATE,kind=food_set amount=10 mass_kg=500,50,list,none,STATE,aleppo,"Tarek Hallaq,Salma Idris"'
csv "$work/registration.csv" 'full_name,sex,born,age_doubt,status_sought,search_done,log,as' \
	'ism Samir,m,1980,no,associated,offline,aleppo,Lina Darwish'
import() # CODE FILE AGAIN
{
	json "$1" --data "$r" import "$work/$2.csv" --commit && grep -q "\"rows\":1,\"refused\":0,\"again\":$3,\"committed\":true" "$work/out"
}
for file in medical_count distribution registration; do
	ok "a file of $file" import 0 $file 0
	ok "the same on the same day is known" import 0 $file 1
done
at 2016-10-11T10:00:00Z
ok "the next day the count is another one" import 0 medical_count 0
ok "what says its day is known" import 0 distribution 1
ok "and a person, for whom the file may be meant anew" import 6 registration 1
ok "which is said" says 'on another day'
finish
