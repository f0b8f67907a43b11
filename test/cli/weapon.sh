#!/bin/sh
# Weapons one by one: classes and serials, two signatures, storage, destruction before witnesses, a balance that always
# holds, tasks for what must not be stored, receipts that are of no use to a buyer, hand-in without a name.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
two='as=Bashir Tawil,Hanan Sabouni'
keepers='as=Hanan Sabouni,Kamal Shami'

add() # KIND FIELD...
{
	run --data "$r" add "$@" log=aleppo
}
no() # PATTERN KIND FIELD...: refused, with what would be right
{
	pattern=$1
	shift
	refused "$pattern" --data "$r" add "$@" log=aleppo
}
item() # NO [FIELD=VALUE...]
{
	no_=$1
	shift
	usual="item_no=$no_
group=W1
class=1.2 rifle
condition=serviceable
$two"
	merged add weapon_item "$@"
}
items() # NO...: each handed in
{
	for it; do
		item "$it" || return 1
	done
}
cut()
{
	exits 0 --data "$r" cut
}
move() # ACT ITEMS-WITH-BARS [FIELD=VALUE...]
{
	act_=$1 list_=$2
	shift 2
	usual="act=$act_
items=$(printf '%s\n' "$list_" | tr '|' '\n' | grep -c .)
item_nos=$list_
group=W1
witnesses=Hanan Sabouni,Kamal Shami
$keepers"
	merged add stock_move "$@"
}
destroys() # ITEMS [FIELD=VALUE...]
{
	to_=$1
	shift
	usual='method=cutting
witnesses=Kamal Shami,Nadia Karam
as=Hanan Sabouni,Kamal Shami,Nadia Karam'
	merged move destroy "$to_" "$@"
}
said() # PATTERN COMMAND...: not done, and it is said why
{
	pattern=$1
	shift
	! "$@" && says "$pattern"
}
book() # WHAT HANDED-IN STORE TRANSFERRED LOST DESTROYED
{
	json 0 --data "$r" weapon book && python3 - "$work/out" "$@" <<'PY'
import json, sys
want = [int(x) for x in sys.argv[3:]]
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x['type'] == 'stock' and x['what'] == sys.argv[2]:
        got = [x[k] for k in ('handed_in', 'store', 'transferred', 'lost', 'destroyed')]
        assert got == want and x['even'] and got[0] == sum(got[1:]), x
        sys.exit(0)
sys.exit('no line ' + sys.argv[2])
PY
}
rebuilt() # the book and every row are as they were
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/before" && exits 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/after" && cmp -s "$work/before" "$work/after"
}

# Two sign; a serial stands in the book once.
ok "the weapons officer does not take one in alone" no '"field":"as"' weapon_item item_no=X group=W1 'class=1.2 rifle' \
	condition=serviceable 'as=Bashir Tawil'
ok "nor do two who keep the store" no '"field":"as"' weapon_item item_no=X group=W1 'class=1.2 rifle' \
	condition=serviceable "$keepers"
ok "a weapon with a serial is handed in" item A1 serial=ab-1234
serial_again()
{
	said 'looked? at both|look at both' item A9 'serial=AB 1234' && ! says 'AB 1234'
}
ok "the same serial again is refused, and not repeated" serial_again
ok "one of another class is another weapon" item A2 serial=AB1234 'class=1.3 smg'
ok "somebody looked at both" item A3 serial=AB1234 serial_seen=yes
ok "more are handed in" items A4 A5 A6
ok "the book has them before they are in the log" book W1 6 6 0 0 0
ok "but nothing moves before that" said 'waits for its cut' move store A1 to_store=North
ok "cut" cut

# The balance.
ok "two go to a store" move store 'A1|A2' to_store=North
ok "one of them that is not there goes nowhere" said 'position 2 was not' move store 'A1|ZZ' to_store=North
ok "nor in another group" said 'weapons of this group' move store A1 group=W2 to_store=North
ok "a number of weapons without their numbers is refused" said item_nos move lost '' items=2
ok "storekeepers do not witness alone that they destroyed" said 'keeps' destroys A1 'witnesses=Hanan Sabouni,Kamal Shami' "$keepers"
ok "a witness signs" said 'witnesses' destroys A1 "$keepers"
ok "two weapons are destroyed before two witnesses" destroys 'A1|A2'
ok "once" said 'in store' destroys A1
ok "what is destroyed is not lost" said 'in store' move lost A1
ok "one is transferred" move transfer A3 to_store=Authority
ok "one is lost" move lost A4
ok "one that is in store is not found" said 'were lost' move found A5
ok "store, transferred, lost and destroyed are what was handed in" book W1 6 2 1 1 2
ok "a count that is not the book's is refused" said '3 counted, 2 in the book' move count '' item_nos= items=3 difference=0
ok "with its difference it is recorded" move count '' item_nos= items=3 difference=1
ok "it is cut" cut
differs() # NUMBER: a line of the queue, and of the book
{
	json 0 --data "$r" queue --role storekeeper && grep -q "\"what\":\"count_differs\",.*\"why\":\"$1 of W1" "$work/out" &&
		json 6 --data "$r" weapon book && grep -q "\"type\":\"count\".*\"what\":\"W1\",\"counted\":$1," "$work/out"
}
ok "and waits until it is found out" differs 3
ok "what was lost is found" move found A4
agrees() { json 0 --data "$r" queue --role storekeeper && ! grep -q count_differs "$work/out"; }
ok "then it waits no more" agrees
ok "and is in store again" book W1 6 3 1 0 2
ok "cut again" cut
ok "one is missing" move count '' item_nos= items=2 difference=-1
ok "that is cut" cut
ok "and waits, too" differs 2
ok "until all are there again" move count '' item_nos= items=3 difference=0
ok "which is cut" cut
ok "and nothing waits" agrees
ok "rebuilt, every row is as before" rebuilt
figures()
{
	json 0 --data "$r" bulletin draft && python3 - "$work/out" <<'PY'
import json, sys
rows = {}
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x.get('code') in ('W1', 'W5', 'W7') and  x.get('period') in ('total', 'now'):
        rows[x['code'], x.get('detail') or ''] = x['value']
assert rows['W1', ''] == 6 and rows['W5', 'small'] == 2, rows
assert rows['W7', 'store'] == 3 and rows['W7', 'transferred'] == 1 and rows.get(('W7', 'lost'), 0) == 0, rows
PY
}
ok "the public figures say the same, counted twice" figures

# A correction takes the place of a move, and of nothing later.
entry=$(run --data "$r" weapon list move && sed -n 's|^\(aleppo/[0-9]*\) .*|\1|p' "$work/out" | head -n 3 | tail -n 1)
transfer_undone()
{
	exits 0 --data "$r" weapon correct move "$entry" act=lost item_nos=A3 'witnesses=Hanan Sabouni,Kamal Shami' "$keepers" &&
		book W1 6 3 0 1 2
}
ok "a transfer that was none is corrected" transfer_undone
ok "cut" cut
ok "and rebuilt" rebuilt
found_since()
{
	move found A3 && refused moved --data "$r" weapon correct move "$(last_move)" act=transfer item_nos=A3 to_store=B \
		'witnesses=Hanan Sabouni,Kamal Shami' "$keepers"
}
last_move()
{
	run --data "$r" weapon list move && sed -n 's|^\(aleppo/[0-9]*\) .*|\1|p' "$work/out" | tail -n 1
}
ok "what was moved since is not corrected behind it" found_since

# What must not be stored.
ok "an unsafe one is handed in, too" item U1 condition=unsafe
ok "and a dangerous lot" add ammo_lot unit=kg amount=5 calibre=mine condition=dangerous item_no=L1 "$two"
without_task() # N
{
	json 0 --data "$r" weapon book && grep -q "\"without_task\":$1[,}]" "$work/out"
}
ok "both want a clearance task" without_task 2
ok "cut" items B1 B2 B3 B4
ok "in the log" cut
ok "an unsafe one is not stored" said 'clearance task' move store U1 to_store=North
task() # NO FOR-ITEMS [FIELD=VALUE]
{
	usual="task_no=$1
for_items=$2
kind=EO_spot
area=Aleppo city
org=CLEAR
from=2016-07-28
status=open
geo_safe=yes
as=Nabil Shaheen"
	shift 2
	merged add clearance_task "$@"
}
ok "a task for what is safe is refused" said 'unsafe or dangerous' task T0 A5
ok "a task for both" task T1 'U1|L1'
ok "then nothing wants one" without_task 0
ok "an area to be searched is no task for them" said EO_spot task T2 U1 kind=SHA
ok "it is destroyed where it lies" destroys U1 method=demolition

# Ammunition by rounds and by weight.
lot() # UNIT AMOUNT
{
	add ammo_lot "unit=$1" "amount=$2" calibre=762x39 condition=safe "$two"
}
lots()
{
	for _ in 1 2 3 4 5; do
		lot round 100 && lot kg 10 || return 1
	done
}
ok "lots by rounds and by weight" lots
ok "the book has them before they are in the log" book rounds 500 500 0 0 0
waits() { says '"what":"rounds".*"waiting":500'; }
ok "and says that they wait" waits
ok "in the log" cut
rounds() # ACT ROUNDS [FIELD=VALUE...]
{
	act_=$1 rounds_=$2
	shift 2
	move "$act_" '' items=0 item_nos= "rounds=$rounds_" "$@"
}
ok "more rounds than there are do not go" said '500 at most' rounds transfer 501 to_store=B
ok "some go" rounds transfer 200 to_store=B
ok "and then fewer are there" said '300 at most' rounds transfer 301 to_store=B
ok "none was lost that could be found" said '0 at most' rounds found 1
ok "the book says so" book rounds 500 300 200 0 0
ok "kilograms are apart" book kg 55 55 0 0 0

# Heavy materiel: no more moves in public than a delayed sum has told.
heavy()
{
	for i in 1 2 3 4 5; do
		item "H$i" group=W3 'class=u1 tank' || return 1
	done
	cut
}
ok "five tanks are handed in" heavy
ok "none is destroyed in public before a sum told of it" said 'delayed sums' destroys H1 group=W3
ok "nor counted" said 'delayed sums' move count '' group=W3 item_nos= items=5 difference=0
at 2016-09-05T07:00:00Z
due() { json 0 --data "$r" queue --role dpo && grep -q '"what":"sums".*2016-07.*: W3"' "$work/out"; }
ok "a month later the queue says that their sum is due" due
known() { json 0 --data "$r" sums --month 2016-07 && grep -q '"figure":"W3","detail":null,"month":"2016-07","known":5,"said":0,"amount":5,' "$work/out"; }
ok "and what it is" known
ok "no more is told than the book has" refused '5 at most' --data "$r" add delayed_sum figure=W3 month=2016-07 amount=6 scope=Syria \
	log=hq 'as=Wafa Bitar,Nadia Karam'
ok "two officers tell the sum" exits 0 --data "$r" add delayed_sum figure=W3 month=2016-07 amount=5 scope=Syria \
	log=hq 'as=Wafa Bitar,Nadia Karam'
ok "in the log" cut
told() { ! due && json 0 --data "$r" show delayed_sum && grep -q '"kind":"delayed_sum"' "$work/out"; }
ok "it is due no more, and shown" told
ok "one is destroyed" destroys H1 group=W3
ok "the book has it" book W3 5 4 0 0 1

# Without a name, by one, by many; receipts.
ok "somebody registers" person "$r"
one=$(case_of)
ok "somebody else does" person "$r" 'full_name=ism Badr, family Omari'
two_=$(case_of)
subject() # CASE: as on the person's own slip
{
	python3 - "$r/sulh.db" "$1" <<'PY'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute('SELECT subject FROM act WHERE case_no = ?', (sys.argv[2],)).fetchone()[0].hex())
PY
}
s1=$(subject "$one")
s2=$(subject "$two_")
ok "a weapon by one, known by the case" item P1 "handed_by=$(echo "$one" | tr A-Z a-z)"
ok "a weapon by both, by the number on the slip and by the case" item P2 "handed_by=$(echo "$s1" | sed 's/..../& /g')" \
	"handed_by_also=subject=$two_"
ok "nobody's case is none" said 'number of a case that is here' item P9 handed_by=0000-0000
ok "a weapon by nobody known" item P3
receipt() # FILE ARGUMENTS
{
	rm -f "$work/$1"
	file=$work/$1
	shift
	run --data "$r" weapon receipt "$@" --log aleppo --as 'Bashir Tawil,Hanan Sabouni' --out "$file"
}
good() # FILE ARGUMENTS
{
	paper=$work/$1
	shift
	exits 0 --data "$r" weapon check "$paper" "$@"
}
bad() # FILE ARGUMENTS
{
	paper=$work/$1
	shift
	exits 4 --data "$r" weapon check "$paper" "$@"
}
ok "one receipt for both weapons of one person" receipt one P1 P2 --case "$one"
ok "and one for the other, by the number on the slip" receipt two P2 --subject "$(echo "$s2" | sed 's/..../& /g')"
ok "it is good for whoever it was given to" good one --case "$one"
ok "as for the slip" good two --subject "$s2"
ok "and worth nothing to a buyer" bad one --case "$two_"
ok "nor to somebody without a name" bad one
ok "nobody gets one for what another handed in" said 'handed it in' receipt three P1 --case "$two_"
ok "nor a second one" said 'has one' receipt three P1 --case "$one"
ok "nor an anonymous one for what is somebody's" said 'handed it in' receipt three P1
ok "nobody makes what was handed in anonymously his" said 'nobody known' receipt three P3 --case "$one"
ok "who hands in without a name gets a receipt, too" receipt four P3
ok "it is as it was given" good four
ok "and is nobody's" bad four --case "$one"
ok "another by nobody known" item P5
over() # what stands there is kept, and nothing recorded
{
	cp "$work/four" "$work/kept" && refused '"field":"out"' --data "$r" weapon receipt P5 --log aleppo \
		--as 'Bashir Tawil,Hanan Sabouni' --out "$work/four" && cmp "$work/four" "$work/kept"
}
ok "a paper that is there is not written over" over
nowhere() # there is no second receipt for it: it stands on the screen
{
	exits 1 --data "$r" weapon receipt P5 --log aleppo --as 'Bashir Tawil,Hanan Sabouni' --out "$work/none/paper" &&
		says 'recorded, and stands above.*none/paper' && cp "$work/out" "$work/five"
}
ok "where the paper cannot be written it is printed, since it is recorded" nowhere
ok "and good" good five
# The paper is lost, or the program was killed before it was written: the same receipt is printed again.
again() # FILE ARGUMENTS
{
	rm -f "$work/$1"
	file=$work/$1
	shift
	run --data "$r" weapon receipt "$@" --again --as 'Hanan Sabouni' --out "$file"
}
drafts() { run --data "$r" show drafts --json && wc -l <"$work/out"; }
lost()
{
	before=$(drafts) && again copy P2 P1 --case "$one" && [ "$(head -n 7 "$work/copy")" = "$(head -n 7 "$work/one")" ] &&
		! cmp -s "$work/copy" "$work/one" && grep -q '^This is a copy' "$work/copy" && [ "$before" = "$(drafts)" ]
}
ok "a receipt that was lost is printed again, as a copy, and nothing is recorded" lost
copied() { good copy --case "$one" && says 'A copy' && bad copy --case "$two_" && good one --case "$one" && ! says copy; }
ok "which is as good as it, and no better" copied
ok "one that is nobody's, too" again copy4 P3
ok "as it was given" good copy4
not_again() # WORDS ARGUMENTS
{
	words=$1
	shift
	! run --data "$r" weapon receipt "$@" --again && says "$words"
}
ok "what has no receipt gets none so" not_again 'no receipt was given for P1' P1 --case "$two_" --as 'Hanan Sabouni'
ok "half of it is none" not_again 'all that are on it, and no others' P1 --case "$one" --as 'Hanan Sabouni'
ok "nor two in one" not_again 'all that are on it, and no others' P1 P5 --case "$one" --as 'Hanan Sabouni'
ok "who gives none prints none" not_again 'a weapons officer or a storekeeper' P1 --case "$one" --as 'Lina Darwish'
ok "nor does nobody" not_again 'a weapons officer or a storekeeper' P1 --case "$one"
# A serial is the same however it is spelled.
ok "a serial in other letters" item S4 'serial=SER-ÖZ-12/Щ'
spelled() # each the same serial: small, composed or not, digits of another keyboard, another dash
{
	for serial_ in 'ser öz 12 щ' "SER-O$(printf '\314\210')Z-12щ" 'ser–öz–١٢–Щ'; do
		said 'looked? at both|look at both' item S9 "serial=$serial_" || { echo "$serial_" >"$work/diff"; return 1; }
	done
}
ok "is the same however it is spelled" spelled
ok "and another with another letter" item S5 'serial=SER-OZ-12/Щ'
ok "signs alone are told apart" item S6 serial=---
ok "by what they are" item S7 serial=...
forged() # SED-COMMAND
{
	sed "$1" "$work/one" >"$work/forged" && ! cmp -s "$work/one" "$work/forged" && bad forged --case "$one"
}
ok "more things than were handed in are no receipt" forged 's/^things 2/things 3/'
ok "nor is another number" forged 's/^number ./number z/'
ok "nor one that was never given" forged 's/^number \(..\)\(..\)/number \2\1/'
ok "nor another text" forged 's/no use/some use/'
silent()
{
	! grep -qi "rifle\|P1\|$s1\|$one" "$work/one" && [ "$(stat -c %a "$work/one")" = 600 ]
}
ok "the paper names neither weapon nor person nor case" silent
unseen() # the case that the screener sees tells nothing of it
{
	run --data "$r" show case "$one" && ! grep -qi 'weapon\|receipt' "$work/out"
}
ok "nor does the case" unseen
ok "cut" cut
ok "rebuilt, every row is as before" rebuilt
ok "and receipts are good still" good one --case "$one"
same_copy() { mv "$work/copy" "$work/copy0" && again copy P1 P2 --case "$one" && cmp "$work/copy" "$work/copy0"; }
ok "and printed again as before, out of the log" same_copy
# The person's own file lists what he or she handed in, and nobody else's of it; who checks the person does not see it.
listed() # CASE [ARGUMENT...]: person file as JSON, its things in $work/things
{
	case_=$1
	shift
	json 0 --data "$r" person file "$case_" --as 'Rula Masri' "$@" && grep '"type":"thing"' "$work/out" >"$work/things"
}
things_are() # CASE PYTHON: true of x, its things by number
{
	listed "$1" && python3 - "$work/things" "$2" <<'PY'
import json, sys
x = {}
for line in open(sys.argv[1]):
    t = json.loads(line)
    x[t["fields"]["item_no"]] = t
assert eval("(" + sys.argv[2] + ")"), x
PY
}
receipt_of() { sed -n 's/^number //p' "$work/$1"; }
destroyed() { destroys P1; }
ok "one of them is destroyed" destroyed
ok "a person's file lists what he handed in, with receipts and what became of it" things_are "$one" "sorted(x) == ['P1', 'P2'] and
	x['P1']['state'] == 'destroy' and x['P2']['state'] == 'store' and x['P1']['receipt'] == x['P2']['receipt'] == '$(receipt_of one)' and
	x['P1']['fields']['class'] == '1.2 rifle' and 'handed_by' not in x['P1']['fields'] and x['P1']['withheld'] == [] and
	x['P2']['withheld'] == ['handed_by_also'] and x['P1']['entry'].startswith('aleppo/')"
ok "each who handed it in has it, without the others" things_are "$two_" "sorted(x) == ['P2'] and
	x['P2']['receipt'] == '$(receipt_of two)' and x['P2']['withheld'] == ['handed_by', 'handed_by_also']"
on_paper() { exits 0 --data "$r" person file "$one" --as 'Rula Masri' && tr -d '\342\201\247\251' <"$work/out" | grep -q 'where it is.*destroyed' &&
	grep -q '^3\. WHAT WAS HANDED IN' "$work/out"; }
ok "so does the paper" on_paper
not_for_work() { ! listed "$one" --purpose case_work && grep -q '"things_listed":false' "$work/out" &&
	exits 0 --data "$r" case read "$one" --as 'Iman Rayes' && ! says 'P1'; }
ok "for work on the case it is not told" not_for_work
# A sum is signed only as that of its items, which two officers signed.
counted_up()
{
	mkdir "$work/db" && cp -a "$r"/sulh.db* "$work/db/" && python3 "$SRC/test/data/keyd_forge.py" "$r" more_weapons aleppo >"$work/out" &&
		exits 6 --data "$r" publish "$work/out.d" && says 'entry [0-9]*: it is not the sum of its items; no cut makes such an entry' &&
		[ ! -e "$work/out.d" ] && rm "$r"/sulh.db* && cp -a "$work"/db/* "$r/"
}
ok "no log is signed in which there are more weapons than officers signed for" counted_up
last_bytes() # nothing sealed is in what is public
{
	run --data "$r" publish "$work/out.d" && ! grep -rqi 'AB1234\|ab-1234' "$work/out.d" "$r/sulh.db" && exits 0 verify "$work/out.d"
}
ok "no serial stands in the database or in what is published" last_bytes
broken_book()
{
	python3 - "$r/sulh.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE move SET items = items + 1 WHERE act = 'destroy' AND seq IN (SELECT min(seq) FROM move WHERE act = 'destroy')")
db.commit()
PY
	exits 6 --data "$r" weapon book && says 'does not add up' && exits 0 --data "$r" rebuild && exits 0 --data "$r" weapon book
}
ok "a book that was altered does not add up" broken_book
# More than one ask shows: their sum goes from one to the next.
many()
{
	r=$work/many
	small "$r" && at 2016-08-01T08:00:00Z || return 1
	{
		echo item_no,group,class,condition
		for n_ in $(seq 600); do echo "M$n_,W1,1.2 rifle,serviceable"; done
	} >"$work/many.csv"
	exits 0 --data "$r" import "$work/many.csv" --kind weapon_item --commit --log aleppo --as 'Bashir Tawil,Hanan Sabouni' && exits 0 --data "$r" cut &&
		rm "$r/pass" && keyd_starts --pass-file "$work/pass" && exits 0 --data "$r" publish "$work/many.out" && exits 0 verify "$work/many.out" &&
		exits 0 --data "$r" keyd stop && keyd_ended 0
}
ok "six hundred weapons of one cut are signed for through the key holder" many
finish
