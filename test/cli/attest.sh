#!/bin/sh
# Cuts are attested by two officers within three days; what is not is shown, and holds up nothing.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
two='Rana Qassab,Samar Dabbagh'
ok "a register is made" small "$r"
heads() # LOG TO-ATTEST NOT-ATTESTED
{
	json 0 --data "$r" log head && python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    x = json.loads(line)
    if x.get("log") == sys.argv[2]:
        sys.exit([x["to_attest"], x["not_attested"]] != [int(sys.argv[3]), int(sys.argv[4])])
sys.exit(1)' "$work/out" "$@"
}
verified() # CUTS ATTESTED NOT-ATTESTED of hq
{
	rm -rf "$work/public" && exits 0 --data "$r" publish "$work/public" && json 0 verify "$work/public" && grep -q \
		"\"log\":\"hq\".*\"cuts\":$1,\"attested\":$2,\"not_attested\":$3}" "$work/out"
}
cuts=$("$sulh" --data "$r" --json log show hq --count 1000 2>"$work/err" | grep -c '"kind":"cut"')
ok "its cuts are to be attested" heads hq "$cuts" 0
ok "the queue says so" sh -c '"$1" --data "$2" --json queue | grep -q "\"what\":\"attest\""' - "$sulh" "$r"
ok "the doctor says so" sh -c '"$1" --data "$2" doctor >"$3" 2>&1; grep -qE "attest [1-9][0-9]* .*did not attest 0 in time" "$3"' - "$sulh" "$r" "$work/out"
ok "a stranger sees it" verified "$cuts" 0 0
ok "one does not attest" refused 'signatures' --data "$r" cut attest --as 'Rana Qassab'
ok "nor two of another trade" refused 'chief,panel,reception' --data "$r" cut attest --as 'Omar Zahed,Ruba Nahhas'
ok "two on duty do, at once for all" exits 0 --data "$r" cut attest --log hq --as "$two"
ok "which is known before the cut" heads hq 0 0
again()
{
	exits 0 --data "$r" cut attest --log hq --as "$two" && says 'No cut'
}
ok "nothing is attested twice" again
ok "the cut that brings it is another one to attest" sh -c '"$1" --data "$2" cut --log hq' - "$sulh" "$r"
ok "and it alone" heads hq 1 0
ok "strangers see both" verified $((cuts + 1)) "$cuts" 0
late()
{
	at 2016-07-31T07:00:00Z && exits 0 --data "$r" cut --log aleppo && heads hq 1 0 && at 2016-08-01T07:00:00Z &&
		exits 0 --data "$r" cut --log aleppo && heads hq 0 1
}
ok "after three days it is too late" late
ok "what is late is never attested" sh -c '"$1" --data "$2" --json cut attest --log hq --as "$3" | grep -q "\"attested\":0"' - "$sulh" "$r" "$two"
ok "which strangers see, and find nothing wrong" verified $((cuts + 1)) "$cuts" 1
refused_late()
{
	index=$("$sulh" --data "$r" --json log show hq --count 1000 | grep '"kind":"cut"' | tail -n 1 | grep -o '"index":[0-9]*' | cut -d: -f2)
	refused 'of this day or of the 3 days' --data "$r" add attest cut="hq/$index" log=hq as="$two"
}
ok "nor by hand" refused_late
custody()
{
	grep -q '"type":"four_eyes","kind":"officer","entries":[0-9]*,"custody":1' "$work/out" && exits 0 verify "$work/public" &&
		says 'lowest custody 1: .*officer'
}
verified $((cuts + 1)) "$cuts" 1
ok "verify says where the keys of four-eyes acts are kept" custody
finish
