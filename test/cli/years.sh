#!/bin/sh
# The year of the officers' keys: two chiefs keep a register going, and what is left when they did not.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
rana='Rana Qassab'
samir='Samir Attar'
ok "a register of two who may enrol others" small "$r"
waits() # NUMBER [WHAT]: lines in the queue of the chiefs
{
	run --data "$r" queue --role chief && [ "$(grep -cE " (${2-renew|keepers}) +(until|OVERDUE|no limit)" "$work/out")" -eq "$1" ]
}
warns() # PATTERN: the doctor
{
	exits 6 --data "$r" doctor && says "^warning +officers +$1"
}
# A third one, who leaves, so that two are left.
fewer()
{
	waits 0 && exits 0 --data "$r" doctor && says '3 may enrol others; no key ends soon' &&
		exits 0 --data "$r" officer retire 'Nidal Sabri' --as "$rana,$samir" && exits 0 --data "$r" cut --log hq &&
		at 2016-07-29T07:00:00Z && run --data "$r" cut
}
ok "three may enrol others, and one leaves" fewer
ok "the queue says that two are few" waits 1 keepers
ok "and the doctor" warns '2 serve who may enrol'
soon()
{
	at 2017-06-01T07:00:00Z && waits 0 renew && at 2017-06-02T07:00:00Z && run --data "$r" cut && waits 51 renew && says '^2017-06-02 .*hq .*until 2017-07-01' &&
		says 'the key [0-9a-f]{8} \(chief\) ends' && warns '51 keys end within 30 days, or ended \(0\)'
}
ok "from 30 days before a key ends both say so of each" soon
state() # NAME: how many keys, and what the newest is
{
	run --data "$r" --json officer list && python3 -c '
import json, sys
with open(sys.argv[2], encoding="utf-8") as f:
    mine = [x for x in map(json.loads, f) if x.get("name") == sys.argv[1]]
print(len(mine), mine[-1]["state"], mine[-1]["roles"])' "$1" "$work/out"
}
is() # NAME STATE
{
	[ "$(state "$1")" = "$2" ] || { state "$1" >"$work/diff"; return 1; }
}
renew() # CODE NAME AS [OPTION...]
{
	code=$1
	whom=$2
	by=$3
	shift 3
	exits "$code" --data "$r" officer renew "$whom" --as "$by" "$@"
}

# Who keeps the machine and who audits see no names, so they hold no role that does.
apart() # ROLES
{
	refused '"field":"roles"' --data "$r" officer enrol 'Multi' --roles "$1" --as "$rana,$samir"
}
ok "who audits holds no other role" apart auditor,registrar
ok "nor keeps the machine" apart auditor,operator
ok "who keeps the machine registers nobody" apart operator,chief,registrar
ok "nor does somebody get so by other roles" refused '"field":"roles"' --data "$r" officer roles 'Sami Najm' --roles auditor,panel \
	--as "$rana,$samir"
ok "the chief may keep the machine" exits 0 --data "$r" officer enrol 'Multi' --roles chief,operator --from 2017-06-20 --until 2017-06-20 \
	--as "$rana,$samir"

# While both keys hold, two renew each other: the one who goes on signs with the key of before.
at 2017-06-20T07:00:00Z
ok "nobody goes on alone" refused 'signatures' --data "$r" officer renew "$rana" --as "$rana"
ok "nor with one alone who is another" refused 'signatures' --data "$r" officer renew "$rana" --as "$samir"
ok "nor with somebody who may not" refused '"field":"as"' --data "$r" officer renew "$rana" --as "$rana,Omar Zahed"
ok "nor with more roles than before" refused 'other than' --data "$r" officer renew "$rana" --as "$rana,$samir" --roles chief,dpo
ok "a lost password is not vouched for by who lost it" refused 'other than' --data "$r" officer recover "$rana" --as "$rana,$samir"
ok "nobody retires with one other" refused 'other than' --data "$r" officer retire "$rana" --as "$rana,$samir"
one_goes_on()
{
	renew 0 "$rana" "$rana,$samir" && exits 0 --data "$r" cut --log hq && is "$rana" '2 serves chief'
}
ok "with one other who may, on a day when both keys hold" one_goes_on
ok "the key of before is over from tomorrow" sh -c '"$1" --data "$2" officer list | grep "$3" | head -n 1 | grep -q " retires "' - \
	"$sulh" "$r" "$rana"

# The same through the key holder, which has it from nobody but the two.
password_of() # NAME
{
	sed -n "s/^$1	//p" "$SULH_OFFICERS_FILE"
}
gives() # ANSWER ROLES UNTIL: two officers with a program of their own set what one of them may do
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" gives "$samir" "$(password_of "$samir")" "$rana" "$(password_of "$rana")" "$2" "$3" \
		>"$work/out" 2>"$work/err" && [ "$(cat "$work/out")" = "$1" ]
}
mv "$r/pass" "$work/held"
ok "a key holder starts" keyd_starts --pass-file "$work/pass"
ok "it gives nobody on his own word more than he holds" gives 'error 11' chief,operator,dpo "$CLOCK"
ok "nor for longer" gives 'error 11' chief 99999999999
ok "nor with another's alone" renew 5 "$samir" "$rana"
other_goes_on()
{
	renew 0 "$samir" "$samir,$rana" && exits 0 --data "$r" cut --log hq && is "$samir" '2 serves chief,operator' &&
		exits 0 --data "$r" log add south --as "$rana,$samir" && gives ok chief "$CLOCK"
}
ok "the other renews through it, and goes on" other_goes_on
ok "but not past the year of the new key" gives 'error 5' chief "$((CLOCK + 600 * 86400))"
ok "nor does what is over come back" gives 'error 5' chief "$((CLOCK + 86400))"
ok "of whom the queue says no more" waits 50 renew
ok "it ends" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
mv "$work/held" "$r/pass"
still()
{
	at 2017-09-01T07:00:00Z && exits 0 --data "$r" officer enrol 'Third Keeper' --roles operator --as "$rana,$samir" &&
		exits 0 --data "$r" cut --log hq && exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public"
}
ok "when the first keys are over, the register lives, and strangers find it right" still
ok "the keys of all others are overdue" sh -c '[ "$("$1" --data "$2" queue --overdue | grep -cE " renew +OVERDUE")" -eq 50 ]' - "$sulh" "$r"

# Nobody renewed in time. What is left of the keys decides; the passphrase alone does nothing while two may enrol others.
anew() # CODE NAME [OPTION...]
{
	code=$1
	whom=$2
	shift 2
	exits "$code" --data "$r" officer anew "$whom" --roles chief "$@"
}
ok "while two may enrol others nobody is vouched for anew" refused 'while two' --data "$r" officer anew 'Nova' --roles chief
ok "nor by them" refused 'while two' --data "$r" officer anew 'Nova' --roles chief --as "$rana,$samir"
one_left()
{
	at 2018-06-21T07:00:00Z && is "$rana" '2 expired chief' && is 'Third Keeper' '1 serves operator' &&
		exits 5 --data "$r" officer enrol 'Nova' --roles chief --as 'Third Keeper'
}
ok "a year later one is left" one_left
ok "not without the one" refused '"field":"as"' --data "$r" officer anew "$rana" --roles chief
ok "nor with one whose key is over" refused 'serves' --data "$r" officer anew "$rana" --roles chief --as "$samir"
ok "nor for who may enrol nobody" refused '"field":"roles"' --data "$r" officer anew "$rana" --roles aid --as 'Third Keeper'
mv "$r/pass" "$work/held"
ok "a key holder starts again" keyd_starts --pass-file "$work/pass"
ok "it does not do this" anew 11 "$rana" --as 'Third Keeper'
ok "it ends again" exits 0 --data "$r" keyd stop
ok "as before" keyd_ended 0
mv "$work/held" "$r/pass"
with_one()
{
	anew 0 "$rana" --as 'Third Keeper' && exits 0 --data "$r" cut --log hq && is "$rana" '3 serves chief'
}
ok "with the passphrase and the one it is done" with_one
ok "and then no more" refused 'while two' --data "$r" officer anew "$samir" --roles operator --as "$rana,Third Keeper"
ok "but as ever" exits 0 --data "$r" officer recover "$samir" --as "$rana,Third Keeper"
not_through_it()
{
	mv "$r/pass" "$work/held" && keyd_starts --pass-file "$work/pass" && exits 6 --data "$r" publish "$work/public" && says 'vouched for anew' &&
		exits 0 --data "$r" keyd stop && keyd_ended 0 && mv "$work/held" "$r/pass" && exits 0 --data "$r" publish "$work/public"
}
ok "a key holder does not sign that, the passphrase does" not_through_it
told() # HOW MANY
{
	exits 0 --data "$r" publish "$work/public" && exits 0 --json verify "$work/public" && grep -q "\"anew\":$1[,}]" "$work/out" &&
		exits 0 verify "$work/public" && [ "$(grep -c 'vouched for with the passphrase' "$work/out")" -eq "$1" ] &&
		python3 "$SRC/test/stranger/recompute.py" "$work/public" >"$work/out" 2>"$work/err"
}
ok "every reader is told for ever" told 1
nobody_left()
{
	at 2020-01-01T07:00:00Z && exits 5 --data "$r" officer renew "$rana" --as "$rana,$samir" && anew 5 "$rana" --as "$samir"
}
ok "when all keys are over, nobody enrols" nobody_left
begins_again()
{
	exits 0 --data "$r" cut --log hq && anew 0 "$rana" && refused 'waits for the cut' --data "$r" officer anew 'New Chief' --roles chief &&
		exits 0 --data "$r" cut --log hq && anew 0 'New Chief' --as "$rana" && exits 0 --data "$r" cut --log hq &&
		exits 0 --data "$r" officer enrol 'New Registrar' --roles registrar --as "$rana,New Chief" && exits 0 --data "$r" cut --log hq &&
		is 'New Registrar' '1 serves registrar'
}
ok "with the passphrase one begins again, with her the next, and both as ever" begins_again
ok "which every reader is told, too" told 3
goes_on()
{
	mv "$r/pass" "$work/held" && keyd_starts --pass-file "$work/pass" && exits 0 --data "$r" officer enrol 'New Panel' --roles panel \
		--as "$rana,New Chief" && exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/public" && exits 0 --data "$r" keyd stop &&
		keyd_ended 0 && mv "$work/held" "$r/pass" && exits 6 --data "$r" doctor --deep && ! grep -q '^bad' "$work/out"
}
ok "the key holder goes on with them, and the doctor finds nothing false" goes_on
same()
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/one" && exits 0 --data "$r" rebuild && python3 "$SRC/test/data/dump.py" "$r" >"$work/two" &&
		cmp "$work/one" "$work/two"
}
ok "the projection folds to the same" same
# Exits 6 for what else is said of such years.
right() { run --data "$r" doctor --deep; grep -q '^ok *acts .* each as officers signed it' "$work/out"; }
ok "and the doctor has nothing against who signed" right
finish
