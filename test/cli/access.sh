#!/bin/sh
# Opening what is sealed: each opening is recorded before it, some need a grant that fits, and who breaks the glass is
# looked at by another officer.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z
entry_of() # CASE: its first entry and the person's number
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print("%s/%d %s" % db.execute(
    "SELECT l.name, a.seq, lower(hex(a.subject)) FROM act a JOIN log l ON l.id = a.log WHERE case_no = ? ORDER BY step LIMIT 1",
    (sys.argv[2],)).fetchone())
END
}
rows() # openings that were recorded
{
	python3 -c 'import sqlite3, sys; print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT count(*) FROM act WHERE kind = 8").fetchone()[0])' "$r/sulh.db"
}
table() # all of what is known of grants and openings
{
	python3 -c 'import sqlite3, sys; print(*sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT * FROM access ORDER BY draft").fetchall(), sep="\n")' "$r/sulh.db"
}
five()
{
	for i in 1 2 3 4 5; do
		person "$r" || return 1
		eval "case_$i=\$(case_of)"
	done
	run --data "$r" cut || return 1
	one=$(entry_of "$case_1") && number=${one#* } && one=${one% *}
	two=$(entry_of "$case_2") && two=${two% *}
}
opens() # CODE ENTRY ARGUMENTS
{
	code_=$1
	shift
	rm -f "$work/key"
	exits "$code_" --data "$r" object "$@" --out "$work/object" --identity "$work/key" &&
		if [ "$code_" -eq 0 ]; then [ -s "$work/key" ]; else [ ! -e "$work/key" ]; fi
}
grant() # FIELD=VALUE...
{
	usual='log=aleppo
reader=Huda Zein
scope=one_person
purpose=medical
basis=vital_interest
expires_on=2016-11-01
as=Wafa Bitar,Rana Qassab'
	merged run --data "$r" grant add "$@"
}

ok "five are registered" five
recorded()
{
	before=$(rows) && opens 0 "$one" && [ "$(rows)" -eq $((before + 1)) ]
}
ok "an opening is recorded, also by whoever has the passphrase" recorded
ok "a purpose that is none opens nothing" opens 5 "$one" --as 'Huda Zein' --purpose curiosity
not_recorded()
{
	before=$(rows) && opens 5 "$one" --as 'Huda Zein' --purpose medical && says grant && [ "$(rows)" -eq "$before" ]
}
ok "medical records open by a grant only, and what is refused is no opening" not_recorded
own() { ! grant 'reader=Wafa Bitar' "subject_granted=$number" && says 'reader'; }
ok "nobody grants it to himself" own
kin() # in a copy: a relative of one who signs, and one of the two under an older key
{
	rm -rf "$work/kin" && cp -R "$r" "$work/kin" || return 1
	exits 0 --data "$work/kin" --json officer list || return 1
	old=$(grep '"Wafa Bitar"' "$work/out" | grep -o '"kid":"[0-9a-f]*"' | cut -d'"' -f4)
	exits 0 --data "$work/kin" officer enrol 'Nour Bitar' --roles protection --relative-of 'Wafa Bitar' --from 2016-07-20 \
		--as 'Samir Attar,Rana Qassab' && exits 0 --data "$work/kin" officer renew 'Wafa Bitar' --as 'Samir Attar,Rana Qassab' &&
		exits 0 --data "$work/kin" cut --log hq
}
ok "a relative is enrolled, and a key renewed" kin
kin_granted() # READER
{
	(r=$work/kin && ! grant "reader=$1" "subject_granted=$number" && says '(another|other) .*sign')
}
ok "nor to a relative" kin_granted 'Nour Bitar'
ok "nor to his own older key" kin_granted "$old"
ok "two officers grant it" grant "subject_granted=$number"
in_log()
{
	at 2016-10-18T10:00:00Z
	exits 0 --data "$r" cut && exits 0 --data "$r" grant list && sed -n 's/^\(aleppo\/[0-9]*\)  for medical.*/\1/p' "$work/out" >"$work/grant" &&
		granted=$(cat "$work/grant") && [ -n "$granted" ]
}
ok "after the cut it is in the log, and listed" in_log
ok "the reader opens the person's record with it" opens 0 "$one" --as 'Huda Zein' --purpose medical --grant "$granted"
sealed() # CODE AS GRANT: the person's key, sealed to the reader's
{
	cp "$work/key" "$work/kept"
	exits "$1" --data "$r" grant export "$3" --as "$2" --out "$work/sealed"
}
ok "or takes the person's key out, sealed to his own" sealed 0 'Huda Zein' "$granted"
inside()
{
	! grep -qi 'age-secret' "$work/sealed" && head -n 1 "$work/sealed" | grep -qx 'age-encryption.org/v1' &&
		exits 4 --data "$r" grant open "$work/sealed" --as 'Nadia Karam' --out "$work/theirs" && [ ! -e "$work/theirs" ] &&
		exits 0 --data "$r" grant open "$work/sealed" --as 'Huda Zein' --out "$work/theirs" && cmp "$work/theirs" "$work/kept"
}
ok "which nobody else opens" inside
rm -f "$work/sealed"
ok "another reader gets none" sealed 5 'Nadia Karam' "$granted"
ok "nor does anybody for what is no grant" sealed 3 'Huda Zein' "$two"
not_sealed() { [ ! -e "$work/sealed" ]; }
ok "and nothing is left of that" not_sealed
ok "not another person's" opens 5 "$two" --as 'Huda Zein' --purpose medical --grant "$granted"
ok "not for another purpose" opens 5 "$one" --as 'Huda Zein' --purpose family --grant "$granted"
ok "another reader does not" opens 5 "$one" --as 'Nadia Karam' --purpose medical --grant "$granted"
ok "what is no grant grants nothing" opens 5 "$one" --as 'Huda Zein' --purpose medical --grant "$two"
too_long() { ! grant "subject_granted=$number" expires_on=2017-10-01 && says '90 days'; }
ok "a grant is of 90 days at most" too_long

breaks()
{
	opens 0 "$two" --as 'Huda Zein' --break-glass && receipt=$(sed -n 's/.*glass confirm \([0-9a-f]*\) .*/\1/p' "$work/out") &&
		[ -n "$receipt" ] && exits 0 --data "$r" glass list && says "$receipt" && ! says late
}
ok "without grant the glass is broken, and that waits for another officer" breaks
ok "who has no name does not break it" exits 2 --data "$r" object "$two" --out "$work/object" --break-glass
ok "the same officer does not look at it" exits 5 --data "$r" glass confirm "$receipt" --as 'Huda Zein'
desk() { exits 5 --data "$r" glass confirm "$receipt" --as 'Samar Dabbagh' && says 'one of the roles'; }
ok "nor one who reads nothing" desk
other() # in a copy: who broke it under another key, and a relative
{
	two_='Samir Attar,Rana Qassab'
	rm -rf "$work/other" && cp -R "$r" "$work/other" && exits 0 --data "$work/other" officer renew 'Huda Zein' --as "$two_" &&
		exits 0 --data "$work/other" officer enrol 'Nour Zein' --roles protection --relative-of 'Huda Zein' --from 2016-10-10 \
			--as "$two_" && exits 0 --data "$work/other" cut --log hq
}
ok "a key is renewed, and a relative enrolled" other
akin() { exits 5 --data "$work/other" glass confirm "$receipt" --as "$1" && says 'than who broke it, and no relative'; }
ok "the same officer does not under a new key" akin 'Huda Zein'
ok "nor a relative" akin 'Nour Zein'
at 2016-10-19T11:00:00Z
late() { exits 0 --data "$r" glass list && says late; }
ok "after a day it is late" late
waits() # ROLE WHAT: whether somebody of this role finds it in the queue
{
	exits 0 --data "$r" --json queue --role "$1" && says "\"$2\""
}
overdue() { waits dpo confirm_glass && grep confirm_glass "$work/out" | grep "$receipt" | grep -q '"overdue":true'; }
ok "and in the queue of who could look at it" overdue
again() { rm -f "$work/key"; exits 5 --data "$r" object "$one" --out "$work/object" --as 'Huda Zein' --break-glass && says 'glass confirm'; }
ok "who broke it breaks it no more" again
ok "another officer may" opens 0 "$one" --as 'Nadia Karam' --break-glass
other_one=$(sed -n 's/.*glass confirm \([0-9a-f]*\) .*/\1/p' "$work/out")
ok "which another looks at" exits 0 --data "$r" glass confirm "$other_one" --as 'Wafa Bitar'
ok "another officer looks at it" exits 0 --data "$r" glass confirm "$receipt" --as 'Wafa Bitar'
none() { exits 0 --data "$r" glass list && ! says "$receipt"; }
ok "then it waits no more" none
ok "and who broke it may again" opens 0 "$one" --as 'Huda Zein' --break-glass
third=$(sed -n 's/.*glass confirm \([0-9a-f]*\) .*/\1/p' "$work/out")
ok "that is looked at, too" exits 0 --data "$r" glass confirm "$third" --as 'Wafa Bitar'
ok "nobody looks at it twice" exits 5 --data "$r" glass confirm "$receipt" --as 'Rana Qassab'
ok "nor at what is none" exits 3 --data "$r" glass confirm 00112233445566778899aabbccddeeff --as 'Rana Qassab'

ok "a grant is completed" grant "subject_granted=$number" "completes=$granted"
ok "then it gives no key" sealed 5 'Huda Zein' "$granted"
ok "then it grants nothing" opens 5 "$one" --as 'Huda Zein' --purpose medical --grant "$granted"
gone_from_list() { exits 0 --data "$r" grant list && ! says "$granted"; }
ok "and is open no more" gone_from_list
not_twice() { ! grant "subject_granted=$number" "completes=$granted" && says 'not completed'; }
ok "it is not completed twice" not_twice
opened() # how many openings the cut published
{
	at 2016-10-26T10:00:00Z
	exits 0 --data "$r" cut && exits 0 --data "$r" --json log show aleppo --from 0 --count 1000 &&
		python3 - "$work/out" <<'END'
import json, sys
n = 0
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x.get("kind") == "cut":
        n += int(x["fields"]["opened"])
sys.exit(n != 6)
END
}
ok "the cuts say how many were opened" opened
rebuilt()
{
	table >"$work/one" && exits 0 --data "$r" rebuild && table >"$work/two" && [ -s "$work/one" ] && cmp "$work/one" "$work/two" >"$work/diff"
}
ok "a rebuild knows the same" rebuilt
expired()
{
	grant "subject_granted=$number" expires_on=2016-11-20 || return 1
	at 2016-11-03T10:00:00Z
	run --data "$r" cut && exits 0 --data "$r" grant list && granted=$(sed -n 's/^\(aleppo\/[0-9]*\)  for medical.*/\1/p' "$work/out") &&
		opens 0 "$one" --as 'Huda Zein' --purpose medical --grant "$granted" || return 1
	at 2016-11-21T10:00:00Z
	sealed 5 'Huda Zein' "$granted" && says 'expired' &&
		opens 5 "$one" --as 'Huda Zein' --purpose medical --grant "$granted" && says 'expired' &&
		exits 0 --data "$r" grant list && says 'outstanding' && waits dpo complete_grant
}
ok "a grant expires, and is outstanding until it is completed" expired
# How often the glass was broken is public when the month is over: three times in October.
glass_sum() # CODE AMOUNT
{
	exits "$1" --data "$r" add delayed_sum figure=Q5 "detail=break glass" month=2016-10 "amount=$2" scope=Syria log=hq 'as=Wafa Bitar,Nadia Karam'
}
due() { waits dpo sum_glass && says 2016-10; }
ok "when the month is over the queue asks for the sum of broken glass" due
hides() { glass_sum 5 2 && says '3 at least'; }
ok "less than was broken is not said" hides
ok "three are, which are fewer than small_cell" glass_sum 0 3
told() { exits 0 --data "$r" cut && exits 0 --data "$r" --json queue --role dpo && ! says sum_glass; }
ok "then nothing waits" told
public()
{
	exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public" && exits 0 --data "$r" --json figure Q5 --detail "break glass" &&
		says 'break glass.*3'
}
ok "it is a figure of its own in public" public
finish
