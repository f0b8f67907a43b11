#!/bin/sh
# Children and testimony (compartment T): no question after the referral, a record of its own, who loses access; consent
# for each use, and who is never to have it.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
two='as=Nadia Karam,Huda Zein'

add()
{
	run --data "$r" add "$@" log=aleppo
}
no() # PATTERN KIND FIELD...
{
	pattern=$1
	shift
	refused "$pattern" --data "$r" add "$@" log=aleppo
}
index_of() # PATTERN: the entry of aleppo that matches last
{
	run --data "$r" --json log show aleppo --count 10000 &&
		sed -n "s/.*\"index\":\([0-9]*\),.*$1.*/\1/p" "$work/out" | tail -n 1
}
case_entry() # CASE KIND: log/index of its last act of this kind
{
	run --data "$r" --json show case "$1" &&
		sed -n "s|.*\"kind\":\"$2\".*\"entry\":\"\(aleppo/[0-9]*\)\".*|\1|p" "$work/out" | tail -n 1
}

# A child among five who are registered.
five()
{
	for name in Zayn Badr Tariq Munir Salim; do
		person "$r" "full_name=ism $name, family Aqqad" || return 1
		eval "case_$name=$(case_of)"
	done
}
ok "five are registered" five
child=$case_Zayn
ok "and in the log" exits 0 --data "$r" cut
object() # ENTRY [OPTION...]
{
	entry_=$1
	shift
	rm -f "$work/object"
	run --data "$r" object "$entry_" --out "$work/object" "$@"
}
registration=$(case_entry "$child" registration)
ok "a registration is handed out at the person's request" object "$registration"
ok "one looks like a child: two protection officers refer him" add child_referral "case=$child" age_ground=doubt handed_to=CHILD \
	handed_on=2016-07-28 "$two"
stops() # KIND FIELD...: refused because of the state
{
	! add "$@" && says 'child_referred|case_state'
}
ok "no check of the child is recorded any more" stops check "case=$child" check=court_record source=COURT asked_what=x result=clear \
	'as=Iman Rayes'
ok "nor a pledge" stops pledge "case=$child" text_version=P-1 language=ara given_on=2016-07-28 signature=mark 'as=Yusuf Kanaan'
ok "nor that the pledge was broken" stops pledge_case "case=$child" alleged_by=LOCAL what=x finding=breach heard_on=2016-07-28 'as=Yusuf Kanaan'
ok "nor a step" stops step "case=$child" event=hear why=other 'as=Iman Rayes'
ok "nor a decision on amnesty" stops decision "case=$child" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x \
	'panel_1=Yusuf Kanaan' appeal_until=2016-09-01 'as=Yusuf Kanaan,Maya Salloum'
ok "the file is not handed out without a name" exits 5 --data "$r" object "$registration" --out "$work/object"
screener()
{
	rm -f "$work/object"
	exits 5 --data "$r" object "$registration" --out "$work/object" --as 'Iman Rayes' && says "child's file" && [ ! -e "$work/object" ]
}
ok "nor to a screener" screener
case_worker()
{
	exits 5 --data "$r" person file "$child" --as 'Rula Masri' --purpose request_of_person && ! grep -q Zayn "$work/out"
}
ok "nor is the whole file to a case worker" case_worker
ok "nor to nobody in particular" exits 5 --data "$r" person file "$child"
reads_not() { exits 5 --data "$r" case read "$child" --as "$1" --purpose "$2" && says "child's file" && ! grep -q Zayn "$work/out"; }
ok "nor does who works on the case read it any more" reads_not 'Iman Rayes' case_work
ok "nor an adjudicator" reads_not 'Elias Hanna' duplicate
ok "a protection officer reads it" exits 0 --data "$r" case read "$child" --as 'Nadia Karam'
opened()
{
	python3 - "$r/sulh.db" <<'PY'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT sum(value) FROM state WHERE name LIKE 'opened/%'").fetchone()[0])
PY
}
before=$(opened)
ok "and gives it" exits 0 --data "$r" person file "$child" --as 'Nadia Karam' --purpose request_of_person
ok "which is one opening: the referral, sealed apart, stays closed" [ "$(opened)" = $((before + 1)) ]
ok "a protection officer opens it" object "$registration" --as 'Nadia Karam'
doctor() # STATE PATTERN [OPTION...]: of children's files
{
	state_=$1 pattern_=$2
	shift 2
	run --json --data "$r" "$@" doctor
	grep '"name":"children"' "$work/out" | grep "\"state\":\"$state_\"" | grep -qE -e "$pattern_"
}
# The key holder knows it itself: an officer with a program of his or her own gets no further.
own_program() # EXPECTED NAME CASE
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" opens "$2" "$(sed -n "s/^$2	//p" "$SULH_OFFICERS_FILE")" "$r/sulh.db" "$3" \
		>"$work/out" 2>"$work/err"
	grep -qx "$1" "$work/out"
}
ok "a key holder starts" keyd_starts --pass-file "$work/pass"
ok "by it the doctor cannot compare so few, and says so" doctor skipped 'not compared: of fewer than 5 .*without a key holder'
ok "by it a case worker opens a grown-up's record" own_program ok 'Rula Masri' "$case_Badr"
ok "and not the child's" own_program 'error 5' 'Rula Masri' "$child"
ok "which a protection officer does" own_program ok 'Nadia Karam' "$child"
own_find() # EXPECTED NAME QUERY PURPOSE
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" finds "$2" "$(sed -n "s/^$2	//p" "$SULH_OFFICERS_FILE")" "$r/sulh.db" "$3" "$4" \
		>"$work/out" 2>"$work/err"
	grep -qx "$1" "$work/out"
}
names()
{
	own_find shown 'Rula Masri' Badr case_work && own_find hidden 'Rula Masri' Zayn case_work && own_find shown 'Nadia Karam' Zayn case_work
}
ok "nor is the child's name found by a program of one's own, but by protection" names
ok "it stops" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
own()
{
	python3 - "$r/sulh.db" "$child" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
kinds = db.execute("SELECT kind, count(*) FROM act WHERE case_no = ? GROUP BY kind", (sys.argv[2],)).fetchall()
assert dict(kinds).get(54) == 1, kinds
PY
}
ok "the referral stands in the case by kind alone" own

# Testimony: three of them, agreed to in three ways; with five others something goes to the log.
tells() # USES DO-NOT-SHARE STORY
{
	add testimony given_on=2016-07-28 about=captivity "story=$3" "uses=$1" ${2:+"do_not_share=$2"} again_allowed=no 'as=Nadia Karam'
}
ok "one agrees to a court" tells 'court' STATE 'Qxvaldorn told'
ok "one to nothing" tells none '' 'Qxvaldorn kept'
at 2016-08-05T07:00:00Z
ok "a week later all is in the log" exits 0 --data "$r" cut
testimony() # N: log/index of the nth testimony
{
	python3 - "$r/sulh.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
rows = db.execute("SELECT a.seq FROM act a WHERE a.kind = 55 AND a.seq IS NOT NULL ORDER BY a.seq").fetchall()
print('aleppo/%d' % rows[int(sys.argv[2]) - 1][0])
PY
}
share() # ENTRY USE TO [AS]
{
	rm -f "$work/shared"
	run --data "$r" testimony share "$1" --use "$2" --to "$3" --as "${4:-Nadia Karam}" --out "$work/shared"
}
# They lie in the order of their hashes: the one that a court may have is found by trying.
if share "$(testimony 1)" court COURT; then agreed=$(testimony 1) kept=$(testimony 2); else agreed=$(testimony 2) kept=$(testimony 1); fi
given()
{
	share "$agreed" court COURT && grep -q 'Qxvaldorn told' "$work/shared" && [ "$(stat -c %a "$work/shared")" = 600 ] &&
		! grep -q 'STATE\|do_not_share\|again_allowed' "$work/shared"
}
not_shared() # WHAT-IS-SAID ENTRY USE TO [AS]
{
	said_=$1
	shift
	! share "$@" && says "$said_" && [ ! -e "$work/shared" ] && ! says Qxvaldorn
}
ok "the court gets what was agreed to, and not whom its giver does not trust" given
ok "another use was not agreed to" not_shared 'agreed to' "$agreed" un COURT
ok "who is on the list gets nothing" not_shared 'does not want' "$agreed" court STATE
ok "a party that the register does not know is no receiver" not_shared 'party' "$agreed" court STATEX
ok "what nobody may use stays" not_shared 'agreed to' "$kept" court COURT
ok "a screener shares nothing" not_shared 'roles protection|roles dpo' "$agreed" court COURT 'Iman Rayes'
ok "the object itself is not handed out without a name" exits 5 --data "$r" object "$agreed" --out "$work/object"
ok "something else is no testimony" not_shared 'no testimony' "$registration" court COURT
ok "its giver changes his mind" add testimony given_on=2016-08-05 about=captivity uses=none again_allowed=no "consent_to=$agreed" \
	'as=Nadia Karam'
ok "from then on it waits" not_shared 'anew' "$agreed" court COURT
at 2016-08-13T07:00:00Z
ok "in the log" exits 0 --data "$r" cut
ok "and is shared no more" not_shared 'agreed to' "$agreed" court COURT
counted()
{
	run --data "$r" --json log show aleppo --count 10000 && grep -q '"kind":"cut".*"opened":"\{0,1\}[1-9]' "$work/out"
}
ok "openings were counted in public" counted
sealed()
{
	run --data "$r" publish "$work/p" && exits 0 verify "$work/p" && ! grep -rq 'Qxvaldorn\|testimony' "$work/p"/*/tile &&
		! grep -aq Qxvaldorn "$r/sulh.db" && exits 2 --data "$r" export testimony --out "$work/exported" && says 'nothing is public' 
}
ok "nothing of it is public or exported" sealed
sum() # FIGURE AMOUNT
{
	add delayed_sum figure="$1" month=2016-07 amount="$2" scope=Syria log=hq 'as=Wafa Bitar,Nadia Karam'
}
few()
{
	refused '"field":"amount"' --data "$r" add delayed_sum "figure=$1" month=2016-07 amount=4 scope=Syria log=hq \
		'as=Wafa Bitar,Nadia Karam'
}
at 2016-09-05T07:00:00Z
ok "fewer than five children are not told" few P11
ok "nor fewer than five testimonies" few L1
ok "the key holder starts once more" keyd_starts --pass-file "$work/pass"
as_file() # EXPECTED NAME
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" files "$2" "$(sed -n "s/^$2	//p" "$SULH_OFFICERS_FILE")" "$r/sulh.db" \
		>"$work/out" 2>"$work/err"
	grep -qx "$1" "$work/out"
}
ok "by it no testimony opens as somebody's file" as_file 'error 5' 'Rula Masri'
ok "but for protection officers" as_file told 'Nadia Karam'
found_adult()
{
	add child_referral "case=$child" age_ground=document handed_to=CHILD handed_on=2016-09-05 later_found_adult=yes "$two"
}
database() # SQL
{
	python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute(sys.argv[2])
db.commit()' "$r/sulh.db" "$1"
}
not_kept()
{
	add request "case=$child" right=rectify lodged_on=2016-09-05 answer_due=2016-10-05 'as=Wafa Bitar' &&
		database "CREATE TRIGGER no BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'no'); END" || return 1
	! found_adult && database 'DROP TRIGGER no' && own_program 'error 5' 'Rula Masri' "$child"
}
ok "where it could not be kept that it was no child, nobody else reads" not_kept
adult()
{
	found_adult && own_program ok 'Rula Masri' "$child"
}
ok "two protection officers find that it was no child, and others read again" adult
# As an opening that was broken off leaves it.
closed()
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" closes 'Nadia Karam' "$(sed -n 's/^Nadia Karam	//p' "$SULH_OFFICERS_FILE")" \
		"$r/sulh.db" "$child" | grep -qx ok && own_program 'error 5' 'Rula Masri' "$child"
}
ok "where the keyring did not follow, the file is closed" closed
ok "it stops" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
ok "rebuilding with the passphrase has it follow" exits 0 --data "$r" rebuild --pass-file "$work/pass"
ok "the key holder starts again" keyd_starts --pass-file "$work/pass"
ok "and others read" own_program ok 'Rula Masri' "$child"

# A file that is closed without a referral on record, and a child's that is open: the doctor says so, and how it is set right.
reopens() # EXPECTED CASE OFFICERS
{
	exits "$1" --data "$r" person reopen "$2" --as "$3"
}
ok "the doctor finds nothing" doctor ok 'and no other'
child=$case_Badr
ok "another file is closed by a program of an officer's own" closed
ok "which the doctor says, and by the key holder not of whom nor of how many" eval "doctor bad '\"the files that are closed.*with the passphrase' && ! says $case_Badr"
one_by_one() # a program of one's own asks of one number, then of another: it learns nothing of either
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" aparts "$r/sulh.db" "$case_Badr" >"$work/one" &&
		python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" aparts "$r/sulh.db" "$case_Tariq" >"$work/two" &&
		[ "$(tr ' ' '\n' <"$work/one" | grep -c '^a1038.0b')" -eq 4 ] && diff "$work/one" "$work/two"
}
ok "nor does a program that asks of one person after the other" one_by_one
ok "one officer does not open it" reopens 5 "$case_Badr" 'Nadia Karam'
ok "nor two of whom one is not of protection" reopens 5 "$case_Badr" 'Nadia Karam,Rula Masri'
ok "nor one under her name twice" reopens 5 "$case_Badr" 'Nadia Karam,Nadia Karam'
ok "so that nobody else reads" own_program 'error 5' 'Rula Masri' "$case_Badr"
lines=$(wc -l <"$r/keyring/journal")
ok "two protection officers do" reopens 0 "$case_Badr" 'Nadia Karam,Huda Zein'
ok "each of whom stands in the journal" [ "$(wc -l <"$r/keyring/journal")" -eq $((lines + 2)) ]
ok "then others read" own_program ok 'Rula Masri' "$case_Badr"
ok "and the doctor finds nothing" doctor ok 'and no other'
cp -r "$r/keyring" "$work/before"
ok "a child is referred" add child_referral "case=$case_Munir" age_ground=doubt handed_to=CHILD handed_on=2016-09-05 "$two"
ok "whose file is not opened so" eval "reopens 5 '$case_Munir' 'Nadia Karam,Huda Zein' && says \"a child's\""
ok "nor one that is not here" reopens 5 ZZZZ-ZZZZ 'Nadia Karam,Huda Zein'
child=$case_Badr
ok "another is closed once more" closed
ok "it stops" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
ok "with the passphrase the doctor says whose file it is" doctor warning "$case_Badr"
cp "$work/before/slots-"* "$r/keyring"
ok "of a keyring that was put back it says whose file others may read" doctor bad "1 of those.*$case_Munir"
ok "which rebuilding closes" exits 0 --data "$r" rebuild
ok "well again" doctor ok 'and no other'

# A merge opens a child's file to nobody: what was merged into it is closed as it is, whichever was first, and open again with it.
subject() # CASE
{
	python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex())' "$r/sulh.db" "$1"
}
same() # CASE OTHER
{
	add dedup_link "case=$1" "other=$(subject "$2")" score=900 fields=name verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal'
}
merges() # CASE INTO [ACT] [OFFICERS]
{
	add merge "case=$1" "act=${3:-merge}" "link=$(case_entry "$1" dedup_link)" "keep=$(subject "$2")" "as=${4:-Elias Hanna,Mona Fattal}"
}
doubles()
{
	for name in Wadih Habib Fadil Jamil; do
		person "$r" "full_name=ism $name, family Childish" || return 1
		eval "case_$name=$(case_of)"
	done
	same "$case_Wadih" "$case_Habib" && same "$case_Jamil" "$case_Wadih" && same "$case_Fadil" "$case_Habib" &&
		same "$case_Salim" "$case_Fadil"
}
ok "four come who are one, and one of them is another" doubles
at 2016-09-13T07:00:00Z
ok "in the log" exits 0 --data "$r" cut
ok "the key holder starts for merges" keyd_starts --pass-file "$work/pass"
first()
{
	merges "$case_Jamil" "$case_Wadih" && merges "$case_Wadih" "$case_Habib" &&
		add child_referral "case=$case_Habib" age_ground=doubt handed_to=CHILD handed_on=2016-09-13 "$two"
}
ok "two are merged, one after the other, into one who turns out to be a child" first
ok "another one is merged into the child's file after that" merges "$case_Fadil" "$case_Habib"
entry_Jamil=$(case_entry "$case_Jamil" registration)
closed_to_others() # NAME: the file of $case_NAME, by any way in
{
	eval "case_=\$case_$1"
	child=$case_
	reads_not 'Iman Rayes' case_work && reads_not 'Elias Hanna' duplicate && ! says "$1" && case_worker &&
		exits 5 --data "$r" person slip "$case_" --again --as 'Rula Masri' --out "$work/slip" &&
		own_program 'error 5' 'Rula Masri' "$case_" && own_find hidden 'Rula Masri' "$1" case_work &&
		exits 0 --data "$r" person find "$1" Childish --as 'Lina Darwish' && ! says "$case_Habib|$case_" &&
		exits 3 --data "$r" person find "$1" Childish --as 'Rula Masri' --purpose case_work &&
		exits 0 --data "$r" case read "$case_" --as 'Nadia Karam' && says "$1"
}
ok "who was merged first is found and read by protection alone" closed_to_others Wadih
ok "and who was merged into that one" closed_to_others Jamil
ok "and who was merged afterwards" closed_to_others Fadil
ok "nor is an entry of it opened" eval "exits 5 --data '$r' object '$entry_Jamil' --out '$work/object' --as 'Iman Rayes' && says \"child's file\""
ok "the doctor finds it right" doctor ok 'and no other'
one_adjudicator()
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" closes 'Elias Hanna' "$(sed -n 's/^Elias Hanna	//p' "$SULH_OFFICERS_FILE")" \
		"$r/sulh.db" "$case_Tariq" >"$work/out" && grep -q '^error' "$work/out" && own_program ok 'Rula Masri' "$case_Tariq"
}
ok "one adjudicator closes nothing by a program of one's own" one_adjudicator
open_to_others() # NAME
{
	eval "case_=\$case_$1"
	exits 0 --data "$r" case read "$case_" --as 'Iman Rayes' && own_program ok 'Rula Masri' "$case_" &&
		exits 0 --data "$r" person find "$1" Childish --as 'Lina Darwish' && says "$case_"
}
ok "it was another person after all: the merge is taken back" merges "$case_Fadil" "$case_Habib" unmerge 'Raed Halabi,Abir Shahin'
ok "and that file is open again" open_to_others Fadil
ok "the others are not" closed_to_others Jamil
cp -r "$r/keyring" "$work/before_age"
no_child()
{
	add request "case=$case_Habib" right=rectify lodged_on=2016-09-13 answer_due=2016-10-13 'as=Wafa Bitar' &&
		add child_referral "case=$case_Habib" age_ground=document handed_to=CHILD handed_on=2016-09-13 later_found_adult=yes "$two"
}
ok "two protection officers find that it was no child" no_child
all_open() { open_to_others Wadih && open_to_others Jamil; }
ok "which opens what was merged into the file, too" all_open
ok "the key holder stops" exits 0 --data "$r" keyd stop
ok "well this time" keyd_ended 0
ok "the doctor finds the keyring as it should be" doctor ok 'and no other'
cp "$work/before_age/slots-"* "$r/keyring"
ok "of a keyring that was put back the doctor names all three" doctor warning "$case_Wadih"
ok "which rebuilding opens" exits 0 --data "$r" rebuild
ok "as it should be" doctor ok 'and no other'

# Why a person may be in danger is never shown to whoever checks, issues papers or compares names (records.csv, safety_concern).
in_danger()
{
	person "$r" 'full_name=ism Adnan, family Qutb' 'safety_concern=reprisal_group,witness' && case_=$(case_of) &&
		add correction "case=$case_" field=safety_concern new_value=family_at_risk why=asked_by_person 'as=Lina Darwish' &&
		add check "case=$case_" check=victim_complaint source=LOCAL asked_what=Qxcomplained result=clear 'as=Iman Rayes' &&
		at 2016-09-21T07:00:00Z && exits 0 --data "$r" cut
}
ok "somebody may be in danger" in_danger
concern() { says 'reprisal_group' && says 'family_at_risk'; }
unseen() # OFFICER PURPOSE
{
	exits 0 --data "$r" --json case read "$case_" --as "$1" --purpose "$2" && says Adnan && ! says 'reprisal|witness|at_risk'
}
ok "a screener does not read why" unseen 'Iman Rayes' case_work
ok "nor one of the panel" unseen 'Zeina Homsi' case_work
ok "nor who issues papers" unseen 'Layla Haddad' case_work
ok "nor who compares names, who does not read either who complained" eval "unseen 'Elias Hanna' duplicate && ! says Qxcomplained"
seen() { exits 0 --data "$r" --json case read "$case_" --as "$1" && concern && says Qxcomplained; }
ok "a protection officer and a case worker do" eval "seen 'Nadia Karam' && seen 'Rula Masri'"
of_person() { exits 0 --data "$r" --json person file "$case_" --as 'Wafa Bitar' && concern; }
ok "and the person gets it" of_person
finish
