#!/bin/sh
# The year of the officers' keys: two chiefs keep a register going, and what is left when they did not.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
rana='Rana Qassab'
samir='Samir Attar'
ok "a register of two who may enrol others" small "$r"
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
ok "it ends" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
mv "$work/held" "$r/pass"
still()
{
	at 2017-09-01T07:00:00Z && exits 0 --data "$r" officer enrol 'Third Keeper' --roles operator --as "$rana,$samir" &&
		exits 0 --data "$r" cut --log hq && exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public"
}
ok "when the first keys are over, the register lives, and strangers find it right" still
finish
