#!/bin/sh
# Captives freed: announced, held back until the receiver has confirmed, then counted once; few of them wait.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }

release() # FIELD...
{
	usual='number=4
place_of=Aleppo
received_by=AID
release_no=R-1
state=announced
log=aleppo
as=Omar Zahed,Nadia Karam'
	merged run --data "$r" add captive_release "$@"
}
confirm() # FIELD...
{
	release state=confirmed "confirmed_on=$day" 'confirmed_by=a delegate' receipt=R-01 "$@"
}
entries() # N: so many of them are in the log
{
	run --data "$r" export captive_release --format jsonl &&
		[ "$(wc -l <"$work/out")" -eq "$1" ]
}
freed() # N: figure T7 in all
{
	run --data "$r" --json bulletin draft && python3 -c '
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
n = [x["value"] for x in rows if x.get("code") == "T7" and x.get("period") == "total" and not x.get("detail")]
sys.exit(sum(n[:1]) != int(sys.argv[2]))' "$work/out" "$1"
}
day=2016-08-01
at "${day}T08:00:00Z"
ok "four are announced" release
ok "a release is not confirmed by another number" refused '"field":"release_no"' --data "$r" add captive_release number=4 \
	place_of=Aleppo received_by=AID release_no=R-2 state=confirmed "confirmed_on=$day" 'confirmed_by=a delegate' receipt=R-01 \
	log=aleppo 'as=Omar Zahed,Nadia Karam'
at "${day}T15:05:00Z"
ok "the log is cut" exits 0 --data "$r" cut
ok "nothing of it is published" entries 0
day=2016-08-02
at "${day}T08:00:00Z"
ok "the receiver confirms" confirm
at "${day}T15:05:00Z"
ok "the next cut says that few wait" exits 0 --data "$r" cut
ok "and for what" says 'wait: a number below 5'
ok "four are few, though they stand in two records: both wait" entries 0
day=2016-08-03
at "${day}T08:00:00Z"
ok "two more are freed at once" run --data "$r" add captive_release number=2 place_of=Aleppo received_by=AID receipt=R-02 \
	log=aleppo 'as=Omar Zahed,Nadia Karam'
at "${day}T15:05:00Z"
ok "then all go" exits 0 --data "$r" cut
ok "in three records" entries 3
ok "and six are counted" freed 6
ok "a second confirmation is refused" refused 'confirmed' --data "$r" add captive_release number=4 place_of=Aleppo received_by=AID \
	release_no=R-1 state=confirmed "confirmed_on=$day" 'confirmed_by=a delegate' receipt=R-01 log=aleppo 'as=Omar Zahed,Nadia Karam'
finish
