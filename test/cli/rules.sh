#!/bin/sh
# The rules as the program says them are those of the master (test/data/states.csv), and what is made of them is fresh.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

as_master() # the rows of the master, each with code, from, to, event and four eyes as there, and no other C or K
{
	python3 - "$SRC/test/data/states.csv" "$work/out" >"$work/diff" <<'END'
import csv, json, sys
want = {r["code"]: (r["from"], r["to"], r["event"], r["four_eyes"])
        for r in csv.DictReader(open(sys.argv[1], encoding="utf-8"))}
got, names = {}, []
for line in open(sys.argv[2], encoding="utf-8"):
    x = json.loads(line)
    if x["type"] != "rule":
        continue
    names.append(x["code"])
    if x["code"][0] != "X":
        got[x["code"]] = (x["from"], x["to"], x["event"], x["four_eyes"])
for code in sorted(set(want) | set(got)):
    if want.get(code) != got.get(code):
        print(code, want.get(code), got.get(code))
if len(names) != len(set(names)) or len(want) != 66:
    print("a code twice, or a row missing:", len(names), len(want))
END
	[ ! -s "$work/diff" ]
}
publishes() # CODE LISTS: the delta lists of a row
{
	grep "\"code\":\"$1\"" "$work/out" | grep -qF "\"deltas\":$2,"
}
fresh()
{
	exits 0 rules --page && diff "$SRC/doc/rules.md" "$work/out" >"$work/diff"
}
helps() # KIND LINE...: as the table says who signs, not as the kind does, which most rows overrule
{
	exits 0 help "$1" && ! grep -q '^[0-9] signatures' "$work/out" || return 1
	shift
	for line; do
		grep -qxF "  $line" "$work/out" || { echo "# no line: $line"; return 1; }
	done
}

ok "rules are printed" json 0 rules
ok "as the master has them" as_master
ok "a grant publishes its change" publishes C16 '[["P3-1","P4+1"]]'
ok "a revocation that of the case" publishes C43 '[["P4-1","P13+1"]]'
ok "and that of the paper" publishes K05 '[["P10:revoked+1"]]'
ok "a child who was open is closed, one who came is nothing" publishes C07 '[[],["P3-1","P13+1"]]'
ok "no row asks for a weapon" sh -c '! grep -v "\"event\":\"hand_in_weapon\"" "$1" | grep "\"when\":[^,]*weapon"' - "$work/out"
ok "they take no arguments" exits 2 rules C16
ok "doc/rules.md is fresh (else: sulh rules --page >doc/rules.md)" fresh
ok "the manual has them" sh -c '"$1" help --man | grep -q "^.fBK07.fR lapse"' - "$sulh"
ok "help says who signs a stay" helps stay 'leave (act=leave_free) of not_covered: 1 signature: case_worker' \
	'stay (act=release): 1 signature: reception' 'stay (act=release): 1 signature: chief' 'hold (free_to_leave=no): 2 signatures: reception + chief'
ok "a closing, by how" helps closing 'withdraw_before (how=withdrew_before) of presented: 1 signature: reception' \
	'withdraw_after (how=withdrew_after): 2 signatures: case_worker + protection' \
	'lost_contact (how=absent): the program itself, when the day has come'
ok "a standing, by the paper" helps standing \
	'replace (act=replace) of cert.valid|cert.provisional: 2 signatures: certificate_officer + approver' \
	'suspend (act=suspend) of cert.valid|cert.provisional: 3 signatures: panel + panel + chief; nobody who was registrar,proposer,approver in the case'
ok "a handover and an appeal" sh -c '"$1" help handover | grep -q "3 signatures: panel + chief + protection" &&
	! "$1" help appeal | grep "0 signatures"' - "$sulh"
ok "a request and its answer" helps request 'request_answered (answer=done|partly right=access|rectify|object|erase|copy|withdraw_agreement): 0 signatures; written by dpo' \
	'request_answered (answer right=complain): 1 signature: dpo; nobody who was answerer in the case'
ok "a kind beside the table as ever" sh -c '"$1" help belongings | grep -q "^2 signatures; written by storekeeper,reception"' - "$sulh"
finish
