#!/bin/sh
# Attack: a program of the key holder's own user, without the passphrase, that writes to the folder and asks the key holder
# for what an honest command asks. Control: the key holder makes no digest and opens no object that its asker has no
# business with, remembers by itself what it signed, and signs no more of a log than entries that it looked at.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r

start() # the key holder, and nothing else has the passphrase
{
	rm -f "$r/pass" && keyd_starts --pass-file "$work/pass"
}
stop()
{
	run --data "$r" keyd stop && keyd_ended 0
}
forge() # WHAT ARGUMENT...: the hostile program
{
	python3 "$SRC/test/data/keyd_forge.py" "$r" "$@" >"$work/out" 2>"$work/err"
}
password() # NAME
{
	sed -n "s/^$1	//p" "$SULH_OFFICERS_FILE"
}

small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
crowd()
{
	for name_ in Amir Badr Chadi Dima Emad; do
		person "$r" "full_name=ism $name_, family Halabi" || return 1
	done
	at_cut 2016-08-02 && run --data "$r" publish "$work/shown"
}
ok "five are registered, and it is published" crowd
# Who has a new key signs with either: one person all the same.
ok "an officer has a new key" run --data "$r" officer renew 'Lina Darwish' --as 'Rana Qassab,Samir Attar'
kin() # two keepers who are relatives; the second has a new key
{
	exits 0 --data "$r" officer enrol 'Kin One' --roles operator --as 'Rana Qassab,Samir Attar' &&
		exits 0 --data "$r" officer enrol 'Kin Two' --roles operator --relative-of 'Kin One' --as 'Rana Qassab,Samir Attar' && exits 0 --data "$r" cut --log hq &&
		exits 0 --data "$r" officer renew 'Kin Two' --as 'Rana Qassab,Samir Attar'
}
ok "two relatives are enrolled" kin
ok "the key holder has the keys" start
keepers() # NAME NAME: what they do together, with a program of their own
{
	forge two "$1" "$(password "$1")" "$2" "$(password "$2")"
}
not_two()
{
	keepers 'Kin One' 'Kin Two'
	says '^error 11: .*no relatives' || return 1
	keepers 'Kin Two' 'Kin Two'
	says '^error 11: ' && keepers 'Rana Qassab' 'Kin Two' && says done && keepers 'Kin One' 'Samir Attar' && says done
}
ok "two relatives do not change the keyring together, nor one with two keys; each does with another" not_two

digests()
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" digests >"$work/out" && grep -qxE 'error 11( error 11)+' "$work/out"
}
ok "no digest is made of what was erased, of a list of erasures, of an audit" digests

# An officer who may read, with a program of his or her own.
others()
{
	exits 0 --data "$r" keyd journal --as 'Wafa Bitar' && grep -c case_work "$work/out" >"$work/lines"
	forge read_other 'Iman Rayes' "$(password 'Iman Rayes')" aleppo &&
		printf 'error 4\nerror 4\nerror 2\nok\ndone\n' >"$work/want" && sed 's/:.*//' "$work/out" | diff "$work/want" - >"$work/diff" &&
		exits 0 --data "$r" keyd journal --as 'Wafa Bitar' && [ "$(grep -c case_work "$work/out")" -eq $(($(cat "$work/lines") + 1)) ]
}
ok "nobody's object opens under another's number, under nobody's, or uncounted; and that is no line of the journal" others
counted()
{
	at_cut 2016-08-03 && run --data "$r" --json log show aleppo --from 0 --count 1000 && grep '"kind":"cut"' "$work/out" | tail -n 1 |
		grep -q '"opened":"\?1\b'
}
ok "what opened is counted in public" counted

second_root()
{
	run --data "$r" publish "$work/shown" && cp -a "$r/log/aleppo/signed.hwm" "$work/mark" || return 1
	forge second_root aleppo aleppo-2016
	says '^error 6: .*the keyring has signed .* another root' && ! says done
}
ok "no second root is signed for a size over a mark that was rewritten" second_root
tells()
{
	exits 6 --data "$r" doctor
	code_=$?
	[ $code_ -eq 0 ] && says 'bad *marks'
}
ok "doctor tells" tells
mark_gone()
{
	rm "$r/log/aleppo/signed.hwm" && exits 6 --data "$r" cut && says 'log resume' &&
		cp -a "$work/mark" "$r/log/aleppo/signed.hwm" && exits 0 --data "$r" publish "$work/shown" && exits 0 verify "$work/shown"
}
ok "without its mark a log is only read; with the right one it goes on" mark_gone
# LOG OPERATION MORE WHAT: it is not signed, and nothing of it is noted.
not_noted()
{
	cp -a "$r/keyring/signed" "$work/signed" && forge second_root "$1" "$2" "$3"
	says "^error .*$4" && cmp -s "$r/keyring/signed" "$work/signed"
}
wild()
{
	not_noted aleppo aleppo-2016 4611686018427387904 'those between were not shown' &&
		not_noted aleppo aleppo-2016 5 'those between were not shown' && cp -a "$work/mark" "$r/log/aleppo/signed.hwm" &&
		not_noted aleppo aleppo-2017 0 'does not know what was signed of it' &&
		not_noted nowhere aleppo-2016 0 'log/nowhere/key' || return 1
	rm -r "$r/log/nowhere" && cp -a "$work/mark" "$r/log/aleppo/signed.hwm" && exits 0 --data "$r" publish "$work/shown"
}
ok "nor a larger size for the asking, nor a log that is none: and nothing is noted of them" wild
memory_gone()
{
	cp -a "$r/keyring/signed" "$work/signed" && rm "$r/keyring/signed" && at 2016-08-04T08:00:00Z && ! run --data "$r" publish "$work/shown" &&
		says 'keyring/signed' && cp -a "$work/signed" "$r/keyring/signed" && exits 0 --data "$r" cut &&
		exits 0 --data "$r" publish "$work/shown" && cp -a "$r/keyring/signed" "$work/newest" &&
		cp -a "$work/signed" "$r/keyring/signed" && exits 6 --data "$r" publish "$work/shown" &&
		says 'keyring/signed says less' && cp -a "$work/newest" "$r/keyring/signed"
}
ok "nor is anything signed where what the keyring remembers was removed or set back" memory_gone

# Made-up persons, put among those who wait: sealed, and under the MAC that the key holder makes for any desk.
registered() # how many are in the log of aleppo
{
	run --data "$r" --json log show aleppo --from 0 --count 1000 && grep -c '"kind":"registration"' "$work/out"
}
waits() # five more, one of whom the hostile program takes for its pattern
{
	at 2016-08-05T08:00:00Z
	for name_ in Fadi,Halabi Ghaith,Mansur Hassan,Qabbani Imad,Zayyat Jad,Rihani; do
		person "$r" "full_name=ism ${name_%,*}, family ${name_#*,}" || return 1
	done
}
ok "five more wait" waits
# HOW WHY: the hostile program shows the key holder an entry more, and wants the log signed with it.
shown()
{
	cp -a "$r/log/aleppo/signed.hwm" "$work/mark" && cp -a "$r/keyring/signed" "$work/signed" || return 1
	forge show aleppo aleppo-2016 "$1"
	cp -a "$work/mark" "$r/log/aleppo/signed.hwm"
	says "^error 6: .*$2" && ! says done && cmp -s "$r/keyring/signed" "$work/signed"
}
unsigned_shown()
{
	shown nobody 'entry [0-9]*: nobody signed it; no cut makes such an entry' && shown stranger 'an officer whom the log does not know' &&
		shown another 'a signature of an officer is not right' && shown unbound 'object c belongs to another entry' &&
		shown bare 'its object c is not there' && shown erased 'its object c was erased: sign once with the passphrase' &&
		shown centre 'fewer officers signed it than the kind wants' && shown weapons 'of weapons, and its items are not there'
}
ok "no log is signed with an entry that officers did not sign, or of which the key holder does not see what they signed" unsigned_shown
# Once more what officers signed, and what is in the log: on another day it would count twice.
once_more()
{
	shown more 'entry [0-9]*: the log has this act already; no cut makes such an entry' &&
		shown other_seal 'its objects are not those of its seal' && shown cut 'a cut, and not that of the entries before it'
}
ok "nor with an act once more that it has, nor under a seal that is not of what is shown" once_more
acts_changed() # the files that say which it has: gone, then others
{
	missing_='keyring/acts-[0-9a-f]* is missing or damaged'
	mkdir "$work/acts" && mv "$r"/keyring/acts-* "$work/acts/" && shown more "$missing_" || return 1
	for file_ in "$work"/acts/*; do
		head -c "$(wc -c <"$file_")" /dev/zero >"$r/keyring/${file_##*/}" || return 1
	done
	shown more "$missing_" && mv "$work"/acts/* "$r/keyring/" && shown more 'the log has this act already'
}
ok "nor where what says so is gone, or another" acts_changed
others_shown()
{
	shown elsewhere 'does not go on from these' && shown root 'not shown, or are others' && says shown &&
		shown line 'not shown, or are others' && says shown
}
ok "nor behind other entries than those that were signed, nor with another root, nor for another than who showed it" others_shown
appended() # the same by the program itself, over a database in which such an entry stands
{
	mkdir "$work/db" && cp -a "$r"/sulh.db* "$work/db/" && forge append aleppo nobody && cp -a "$r/keyring/signed" "$work/signed" || return 1
	sums "$work/shown" >"$work/before"
	exits 6 --data "$r" publish "$work/shown" && says 'entry [0-9]*: nobody signed it; no cut makes such an entry' &&
		sums "$work/shown" | cmp -s - "$work/before" &&
		cmp -s "$r/log/aleppo/signed.hwm" "$work/mark" && cmp -s "$r/keyring/signed" "$work/signed" || return 1
	rm "$r"/sulh.db* && cp -a "$work"/db/* "$r/" && exits 0 --data "$r" publish "$work/shown" && exits 0 verify "$work/shown"
}
ok "nor where it stands in the database; without it the log goes on" appended
false_one() # HOW PATTERN: it is not cut, doctor names it, and it can be removed
{
	forge phantom "$1" 'Lina Darwish' "$(password 'Lina Darwish')" && draft_=$(sed -n 's/^draft //p' "$work/out") && [ -n "$draft_" ] || return 1
	had_=$(registered)
	exits 6 --data "$r" cut && says "draft $draft_: $2.*; it is not as officers signed it: find out" && [ "$(registered)" -eq $((had_ + $3)) ] &&
		exits 6 --data "$r" doctor && grep "^bad *drafts" "$work/out" | grep -q "$draft_.*$2" &&
		exits 0 --data "$r" cut discard "$draft_" && exits 0 --data "$r" cut
}
pattern() # one waits who shows what a draft looks like
{
	person "$r" "full_name=ism $1, family Halabi"
}
ok "a person whom nobody signed is not cut, while those who were are" false_one nobody 'nobody signed it' 5
pattern Karim
ok "nor one whom a made-up key signed" false_one stranger 'an officer whom the log does not know' 0
ok "nor one under the signature for somebody else" false_one another 'a signature of an officer is not right' 0
ok "nor the same once more as another record" false_one again 'a signature of an officer is not right' 0
ok "nor one whom one officer signed with an old key and a new one" false_one "own" 'one officer signed it twice' 0
ok "nor one that counts as more" false_one unbound 'object c belongs to another entry' 0
closed()
{
	case_=$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT case_no FROM act WHERE kind = 32 AND seq IS NOT NULL LIMIT 1").fetchone()[0])' "$r/sulh.db") &&
		forge clock "$case_" && draft_=$(sed -n 's/^draft //p' "$work/out") && exits 6 --data "$r" cut &&
		says "draft $draft_: nobody signed it, and its day has not come" && exits 0 --data "$r" cut discard "$draft_"
}
ok "nor does the clock close a case before its day" closed
ok "what is right is not removed" refused 'would not take' --data "$r" cut discard "$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT hex(id) FROM draft LIMIT 1").fetchone()[0].lower())' "$r/sulh.db")"
# What no cut took, in the place of an entry of the log: the old row is kept to be put back.
edits() # DRAFT [CASE]: whose own registration stays
{
	python3 - "$r/sulh.db" "$work/row" "$1" "${2-}" <<'END'
import hashlib, pickle, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
log, b, c, s = db.execute("SELECT log, bytes, c, s FROM draft WHERE id = ?", (bytes.fromhex(sys.argv[3]),)).fetchone()
row = db.execute("SELECT bytes, leaf, c, s, log, seq FROM entry WHERE log = ? AND (log, seq) IN (SELECT log, seq FROM act WHERE kind = 32 AND case_no <> ?)"
                 " ORDER BY seq DESC LIMIT 1", (log, sys.argv[4])).fetchone()
pickle.dump(row, open(sys.argv[2], "wb"))
db.execute("UPDATE entry SET bytes = ?, leaf = ?, c = ?, s = ? WHERE log = ? AND seq = ?", (b, hashlib.sha256(b"\0" + b).digest(), c, s) + row[4:])
db.commit()
END
}
put_back()
{
	python3 - "$r/sulh.db" "$work/row" <<'END'
import pickle, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE entry SET bytes = ?, leaf = ?, c = ?, s = ? WHERE log = ? AND seq = ?", pickle.load(open(sys.argv[2], "rb")))
db.commit()
END
}
# What several officers agree on, with programs of their own: their signatures are right, and the act is none of theirs.
cases()
{
	at 2016-08-06T08:00:00Z && exits 0 --data "$r" officer enrol 'Basil Rayes' --roles panel --relative-of 'Iman Rayes' --as 'Rana Qassab,Samir Attar' &&
		exits 0 --data "$r" officer enrol 'Sahar Nassar' --roles screener,panel --as 'Rana Qassab,Samir Attar' && at_cut 2016-08-07 &&
		proposed one && proposed two 'Sahar Nassar' && heard "$two" && add decision "case=$two" outcome=not_covered proposed_outcome=granted article=1 \
		grounds=x "notified_on=$(today)" appeal_until=2016-10-30 panel_1='Yusuf Kanaan' panel_2='Tawfiq Saleh' \
		'as=Sahar Nassar,Yusuf Kanaan,Tawfiq Saleh' && add appeal "case=$two" against=not_covered by=person "lodged_on=$(today)" \
		'as=Rula Masri' && at_cut 2016-08-14
}
ok "one case is proposed, another under appeal" cases
not_theirs() # WHAT CASE PATTERN OFFICER...: no cut takes it
{
	what_=$1 in_=$2 pattern_=$3
	shift 3
	for name_; do
		set -- "$@" "$name_" "$(password "$name_")" && shift
	done
	forge act "$what_" "$in_" "$@" && draft_=$(sed -n 's/^draft //p' "$work/out") && [ -n "$draft_" ] || return 1
	exits 6 --data "$r" cut && says "draft $draft_: $pattern_.* \\(case $in_\\); officers signed it so, and the rules do not allow it" &&
		exits 6 --data "$r" doctor &&
		grep "^bad *drafts" "$work/out" | grep -qE "$draft_.*$pattern_.*honestly is copied .* before sulh cut discard.*recorded anew" &&
		exits 0 --data "$r" cut discard "$draft_" && exits 0 --data "$r" cut
}
ok "no decision is cut that two screeners signed" not_theirs granted "$one" \
	'approve_granted: Ghassan Daher signed it, and the rules want an officer who is one of: who proposed last, panel' 'Iman Rayes' 'Ghassan Daher'
ok "nor one that two relatives signed" not_theirs granted "$one" \
	'approve_granted: .*signed it, and the rules want each officer once, and no two relatives' 'Iman Rayes' 'Basil Rayes'
ok "nor an appeal that is decided by who proposed in the case" not_theirs upheld "$two" \
	'appeal_upheld: Sahar Nassar signed it, and the rules want an officer who did not act in this case before.*was its (screener|proposer)' \
	'Sahar Nassar' 'Maya Salloum'
# Who holds no role that signs such an act, does not sign it, with whatever program.
unsigned() # KINDS OF ROLES HOW...: refused, and nothing is made of it
{
	roles_=$1
	shift
	forge "$@"
	says "^error 5: .*sign as an officer: not in this officer's roles; an officer with one of $roles_\"" && ! says '^draft' && ! says '^signed'
}
not_theirs_to_sign()
{
	unsigned 'screener,panel' act granted "$one" 'Lina Darwish' "$(password 'Lina Darwish')" 'Yusuf Kanaan' "$(password 'Yusuf Kanaan')" &&
		unsigned 'screener,panel' act granted "$one" 'Iman Rayes' "$(password 'Iman Rayes')" 'Lina Darwish' "$(password 'Lina Darwish')" &&
		unsigned chief signs 2 'Lina Darwish' "$(password 'Lina Darwish')"
}
ok "the key holder signs for nobody what his or her roles do not sign" not_theirs_to_sign
signs_place() # KIND OFFICER PATTERN
{
	forge signs "$1" "$2" "$(password "$2")"
	says "$3"
}
of_a_known_kind()
{
	signs_place 2 'Rana Qassab' '^signed' && signs_place 31999 'Rana Qassab' '^error 2: .*of a known kind' && signs_place 99 'Rana Qassab' '^error 5: '
}
ok "nor what is of no kind that is known" of_a_known_kind
refusals_noted()
{
	exits 0 --data "$r" keyd journal --as 'Wafa Bitar' && [ "$(grep -c ' sign_refused  *-  *-  ' "$work/out")" -eq 4 ]
}
ok "each refusal is a line of the journal, and no opening" refusals_noted
came_ago() # DAY RECORDED: said by one officer, with a program that leaves the second out
{
	forge came aleppo "$(date -u -d "$1" +%s)" "$(date -u -d "$2" +%s)" 'Samar Dabbagh' "$(password 'Samar Dabbagh')" &&
		draft_=$(sed -n 's/^draft //p' "$work/out") && [ -n "$draft_" ] || return 1
	exits 6 --data "$r" cut && says "draft $draft_: present: " && exits 6 --data "$r" doctor &&
		grep '^bad *drafts' "$work/out" | grep -q "$draft_" && exits 0 --data "$r" cut discard "$draft_" && exits 0 --data "$r" cut
}
ok "nor that somebody came long ago, as one officer says" came_ago 2016-07-28 2016-08-14
ok "nor where it says to be recorded then" came_ago 2016-07-28 2016-07-28
# The conditions, and what a sealed field says: asked again by what the act says to the rules.
unpledged()
{
	comes three && three=$case_ && add step "case=$three" event=open_checks why=other 'as=Iman Rayes' &&
		add step "case=$three" event=propose why=other 'as=Iman Rayes' && exits 0 --data "$r" cut
}
ok "a third is proposed, who gave no pledge" unpledged
ok "nobody is granted who did not pledge" not_theirs full "$three" \
	"approve_granted: the rules want a case with the person's pledge" 'Iman Rayes' 'Yusuf Kanaan'
ok "nor by a panel of whom the one who is named did not sign" not_theirs other_panel "$one" \
	'approve_granted: the rules want one of the officers who sign' 'Iman Rayes' 'Yusuf Kanaan'
ok "nor with a decision that says another thing to later ones" not_theirs other_code "$one" \
	'approve_granted: it says of itself what the rules do not' 'Iman Rayes' 'Yusuf Kanaan'
ok "nor is anybody refused who was not heard" not_theirs unheard "$one" \
	'approve_not_covered: the rules want a person who was heard' 'Iman Rayes' 'Yusuf Kanaan' 'Tawfiq Saleh'
no_sources()
{
	heard "$one" && exits 0 --data "$r" cut &&
		not_theirs referred "$one" 'approve_referred: it names evidence that is none of its case' \
			'Iman Rayes' 'Yusuf Kanaan' 'Tawfiq Saleh' 'Rana Qassab'
}
ok "nor is anybody referred by entries about places, as if each were a source" no_sources
complains()
{
	set -- "case=$one" "lodged_on=$(today)" answer_due=2016-09-13
	add request "$@" right=access 'as=Wafa Bitar' && add request "$@" right=access answer=refused reason_refused=x 'as=Wafa Bitar' &&
		add request "$@" right=complain 'as=Wafa Bitar' && exits 0 --data "$r" cut
}
ok "who was refused something complains" complains
ok "nor is a complaint answered by whoever refused" not_theirs answered "$one" \
	'request_answered: Wafa Bitar signed it, and the rules want an officer who did not act in this case before.*was its answerer' 'Wafa Bitar'
pledged() # the same, once nothing is missing
{
	add pledge "case=$three" text_version=PL-2 language=ara "given_on=$(today)" 'as=Lina Darwish' && exits 0 --data "$r" cut &&
		forge act full "$three" 'Iman Rayes' "$(password 'Iman Rayes')" 'Yusuf Kanaan' "$(password 'Yusuf Kanaan')" &&
		exits 0 --data "$r" cut && exits 0 --data "$r" rebuild && run --data "$r" show cases && grep "$three" "$work/out" | grep -q granted
}
ok "whoever did, is: with any program" pledged
# No officer signs when an act was recorded: in 2030 no key of today serves.
renewed()
{
	exits 0 --data "$r" officer renew 'Yusuf Kanaan' --as 'Rana Qassab,Samir Attar' && at_cut 2016-08-23 && exits 0 --data "$r" doctor
}
papers()
{
	paper printed 11 && granted bare && at_cut 2016-08-22
}
late_paper() # WHEN: by another of the panel than who approved
{
	forge paper "$bare" "$printed" "$1" 'Layla Haddad' "$(password 'Layla Haddad')" 'Tawfiq Saleh' "$(password 'Tawfiq Saleh')" &&
		draft_=$(sed -n 's/^draft //p' "$work/out") && [ -n "$draft_" ] || return 1
	exits 6 --data "$r" cut && says "draft $draft_: issue: Tawfiq Saleh signed it, and the rules want" && exits 6 --data "$r" doctor &&
		grep '^bad *drafts' "$work/out" | grep -q "$draft_" && exits 0 --data "$r" cut discard "$draft_" && exits 0 --data "$r" cut
}
ok "one has a paper, another is granted" papers
ok "no paper is cut that another of the panel signed than who approved" late_paper 1471852800
ok "nor where it says to be recorded when no key serves any more" late_paper 1900000000
ok "who approved has a new key" renewed
ok "and stays, with any key, who approved" late_paper 1471939200
# And where it stands in the log without a cut.
seen_there()
{
	forge act granted "$one" 'Iman Rayes' "$(password 'Iman Rayes')" 'Ghassan Daher' "$(password 'Ghassan Daher')" &&
		draft_=$(sed -n 's/^draft //p' "$work/out") && edits "$draft_" "$one" && exits 6 --data "$r" doctor --deep &&
		grep -q '^bad *acts  *entry aleppo/[0-9]*: approve_granted: Ghassan Daher signed it' "$work/out" &&
		grep -q '^bad *acts  *[1-9][0-9]* of [0-9]* in the logs officers signed so, and the rules do not allow' "$work/out" &&
		! grep -q 'not as officers signed them' "$work/out" && put_back &&
		exits 0 --data "$r" cut discard "$draft_" && exits 0 --data "$r" doctor --deep && grep -q '^ok *acts ' "$work/out"
}
ok "and the doctor finds it in the log" seen_there
ok "nor an act that makes more of a case than its rule says" not_theirs tell "$one" \
	'tell: the rules want an act that the rules know where the case is decision_proposed' 'Rula Masri'
in_log()
{
	forge phantom nobody && draft_=$(sed -n 's/^draft //p' "$work/out") && exits 6 --data "$r" doctor --deep &&
		grep -q '^ok *acts .* each as officers signed it' "$work/out" || return 1
	edits "$draft_" && exits 6 --data "$r" doctor --deep && grep -q '^bad *acts  *entry aleppo/[0-9]*: nobody signed it' "$work/out" &&
		grep -q '^bad *acts  *[1-9][0-9]* of [0-9]* in the logs are not as officers signed them' "$work/out" && put_back && exits 0 --data "$r" cut discard "$draft_"
}
pattern Laila
ok "what stands in the log without a cut, the doctor finds" in_log
well()
{
	exits 0 --data "$r" rebuild && exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/shown" && exits 0 verify "$work/shown"
}
ok "then all is well" well
# Whoever had a part in a case has it in the one into which that was merged, from then on.
sql() # QUERY VALUE
{
	python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2], (sys.argv[3],)).fetchone()[0])' "$r/sulh.db" "$1" "$2"
}
doubles()
{
	proposed five && heard "$five" && add decision "case=$five" outcome=not_covered proposed_outcome=granted article=1 grounds=x \
		"notified_on=$(today)" appeal_until=2016-10-30 panel_1='Yusuf Kanaan' panel_2='Tawfiq Saleh' \
		'as=Iman Rayes,Yusuf Kanaan,Tawfiq Saleh' && add appeal "case=$five" against=not_covered by=person "lodged_on=$(today)" \
		'as=Rula Masri' && comes six && add step "case=$six" event=open_checks why=other 'as=Sahar Nassar' &&
		add closing "case=$six" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam' &&
		add dedup_link "case=$six" "other=$(sql 'SELECT hex(subject) FROM act WHERE case_no = ?' "$five")" score=900 fields=name verdict=same \
			'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal' && at_cut 2016-08-31
}
merged_there()
{
	add merge "case=$six" act=merge "link=aleppo/$(sql "SELECT seq FROM act WHERE case_no = ? AND event = 'dedup_link'" "$six")" \
		"keep=$(sql 'SELECT hex(subject) FROM act WHERE case_no = ?' "$five")" 'as=Elias Hanna,Mona Fattal' && exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/shown"
}
ok "one under appeal has another case, which somebody else screened" doubles
ok "whose acts are no part in this one, before they are merged" not_theirs upheld "$five" 'appeal_upheld: the rules want' \
	'Sahar Nassar' 'Maya Salloum'
ok "they are" merged_there
ok "nor is an appeal decided by who screened the other case" not_theirs upheld "$five" \
	'appeal_upheld: Sahar Nassar signed it, and the rules want an officer who did not act in this case before.*was its screener' \
	'Sahar Nassar' 'Maya Salloum'
# What was signed for that program (a party, which nobody signs) stops the log: only who has the passphrase says which checkpoint holds.
resume() # EXIT LOG [OPTION]
{
	want_=$1 log_=$2
	shift 2
	exits "$want_" --data "$r" --pass-file "$work/pass" log resume "$log_" --checkpoint "$work/shown/$log_/checkpoint" "$@"
}
all_holds()
{
	exits 0 --data "$r" --pass-file "$work/pass" cut && exits 0 --data "$r" --pass-file "$work/pass" publish "$work/shown" &&
		exits 0 verify "$work/shown" && exits 0 --data "$r" --pass-file "$work/pass" doctor
}
stopped()
{
	cp -a "$r/log/aleppo/signed.hwm" "$work/mark" && forge show aleppo aleppo-2016 fork
	[ "$(grep -cx shown "$work/out")" -eq 1 ] && says '^error 6: .*does not go on from these' && ! says done &&
		cp -a "$work/mark" "$r/log/aleppo/signed.hwm" && exits 6 --data "$r" cut &&
		exits 11 --data "$r" log resume aleppo --checkpoint "$work/shown/aleppo/checkpoint" --nothing-newer &&
		says 'stop it .*passphrase' && exits 6 --data "$r" cut
}
ok "a log signed with what nobody has to sign is not signed with anything beside it, and stops; the key holder changes that for nobody" stopped
ok "the key holder ends" stop
resumed()
{
	resume 5 aleppo && says 'nothing-newer' && resume 0 aleppo --nothing-newer && all_holds
}
ok "with the passphrase it goes on from the newest checkpoint" resumed
without_memory()
{
	rm "$r/keyring/signed" && exits 1 --data "$r" --pass-file "$work/pass" cut && says 'keyring/signed' && resume 1 aleppo &&
		says 'nothing-newer' && resume 0 aleppo --nothing-newer && start && exits 6 --data "$r" publish "$work/shown" &&
		says 'does not know what was signed' && stop && resume 0 hq && all_holds && at 2016-09-02T08:00:00Z && start &&
		exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/shown" && shown more 'the log has this act already' && stop
}
ok "so it does without what the keyring remembered, each log by its own checkpoint, and no act twice" without_memory
acts_gone() # all entries are shown again, once
{
	rm "$r"/keyring/acts-* && at 2016-09-05T08:00:00Z && exits 0 --data "$r" --pass-file "$work/pass" cut &&
		exits 6 --data "$r" --pass-file "$work/pass" publish "$work/shown" && says 'keyring/acts-[0-9a-f]* is missing or damaged' || return 1
	for log_ in hq aleppo al-tall khan-al-shih; do
		resume 0 $log_ || return 1
	done
	all_holds && start && shown more 'the log has this act already' && stop
}
ok "and without the files that say which acts it has" acts_gone
finish
