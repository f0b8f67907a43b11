#!/bin/sh
# Two processes on one folder, and the ways of a passphrase.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z

# hold shared|exclusive: holds the lock until `let_go`, as another process would.
hold()
{
	python3 -c '
import fcntl, sys, time
lock = open(sys.argv[1], "r+")
fcntl.flock(lock, fcntl.LOCK_EX if sys.argv[2] == "exclusive" else fcntl.LOCK_SH)
open(sys.argv[3], "w").close()
time.sleep(float(sys.argv[4]))' "$r/lock" "$1" "$work/held" "$2" &
	holder=$!
	while [ ! -e "$work/held" ]; do sleep 0.05; done
}
let_go()
{
	kill "$holder" 2>/dev/null
	wait "$holder" 2>/dev/null
	rm -f "$work/held"
}

hold exclusive 300
sums "$r" >"$work/before"
ok "6: another process writes and does not stop" json 6 --data "$r" add corridor corridor_no=9 for=both state=planned \
	'place=Aleppo city' log=aleppo 'as=Karim Jabbour'
ok "it says which folder and what to do" says "$r/lock: another sulh works on this folder"
ok "a reader is told so too" json 6 --data "$r" log head
sums "$r" >"$work/after"
ok "nothing has changed" cmp -s "$work/before" "$work/after"
let_go
hold exclusive 1
ok "a process that stops soon is waited for" json 0 --data "$r" log head
let_go
hold shared 300
ok "readers do not disturb each other" json 0 --data "$r" log head
let_go

# Several that write at once: each waits for its turn, none is lost.
many()
{
	for i in 1 2 3 4 5 6 7 8; do
		"$sulh" --data "$r" --json add registration log=aleppo 'full_name=ism Samir' sex=m born=1980 age_doubt=no \
			status_sought=associated search_done=offline 'as=Lina Darwish' "idempotency_key=many-$i" \
			>"$work/many-$i" 2>"$work/many-$i.err" </dev/null &
	done
	for i in 1 2 3 4; do
		"$sulh" --data "$r" log head >"$work/head-$i" 2>&1 </dev/null &
		"$sulh" --data "$r" cut --log hq >"$work/cut-$i" 2>&1 </dev/null &
	done
	wait
	cat "$work"/many-*.err "$work"/head-* "$work"/cut-* >"$work/out"
	! grep -q '^sulh:' "$work/out" && [ "$(cat "$work"/many-? | grep -c '"type":"accepted"')" -eq 8 ] &&
		[ "$(cat "$work"/many-? | sed -n 's/.*"case":"\([^"]*\)".*/\1/p' | sort -u | wc -l)" -eq 8 ]
}
ok "eight records at once are eight records" many
ok "all wait for the cut" sh -c '"$1" --data "$2" show drafts | grep -c registration | grep -qx 8' - "$sulh" "$r"
ok "the register is in order" json 0 --data "$r" rebuild
ok "and can be cut" json 0 --data "$r" cut
ok "published" json 0 --data "$r" publish "$work/public"
ok "and verified" json 0 verify "$work/public"

# The passphrase.
sed -i '/pass_file/d' "$r/sulh.conf"
rm "$r/pass"
printf 'not the phrase\n' >"$work/wrong"
: >"$work/empty"
a_corridor() # CODE NUMBER OPTION...
{
	code=$1
	number=$2
	shift 2
	json "$code" "$@" --data "$r" add corridor "corridor_no=$number" for=both state=planned 'place=Aleppo city' \
		log=aleppo 'as=Karim Jabbour'
}
from_fd() # CODE NUMBER FILE: on descriptor 7
{
	a_corridor "$1" "$2" --pass-fd 7 7<"$3"
}
ok "11: none, and no terminal to ask at" a_corridor 11 10
ok "the options are named" says '--pass-file FILE or --pass-fd N'
ok "a file" a_corridor 0 11 --pass-file "$work/pass"
ok "a descriptor" from_fd 0 12 "$work/pass"
ok "12: a wrong one in a file" a_corridor 12 13 --pass-file "$work/wrong"
ok "12: a wrong one on a descriptor" from_fd 12 13 "$work/wrong"
ok "11: an empty file" a_corridor 11 13 --pass-file "$work/empty"
ok "11: an empty descriptor" from_fd 11 13 "$work/empty"
ok "11: a file that is not there" a_corridor 11 13 --pass-file "$work/nowhere"
ok "a descriptor that is not open is no success" sh -c '! "$@"' - "$sulh" --data "$r" --pass-fd 9 add corridor \
	corridor_no=13 for=both state=planned 'place=Aleppo city' log=aleppo 'as=Karim Jabbour' 2>"$work/err"
ok "2: a descriptor that is no number" a_corridor 2 13 --pass-fd x
printf 'a phrase for tests' >"$work/no-end"
ok "the line need not end" a_corridor 0 14 --pass-file "$work/no-end"
printf 'a phrase for tests\nand a second line\n' >"$work/two"
ok "only the first line counts" a_corridor 0 15 --pass-file "$work/two"
cp "$work/pass" "$r/pass"
echo 'pass_file = pass' >>"$r/sulh.conf"
ok "pass_file in sulh.conf, beside it" a_corridor 0 16
mv "$r" "$work/moved"
ok "also when the folder has moved" json 0 --data "$work/moved" cut
r=$work/moved
ok "an option goes before it" a_corridor 12 17 --pass-file "$work/wrong"
sed -i '/pass_file/d' "$r/sulh.conf"

# Reading needs none.
ok "log head needs no passphrase" json 0 --data "$r" log head
ok "nor log show" json 0 --data "$r" log show hq
ok "nor show" json 0 --data "$r" show place
ok "nor show drafts" json 0 --data "$r" show drafts
ok "nor show cases" json 0 --data "$r" show cases
ok "nor bulletin show" json 0 --data "$r" bulletin show --at 2016-10-20
ok "nor bulletin draft" json 0 --data "$r" bulletin draft --at 2016-10-20
ok "publishing does: it signs" json 11 --data "$r" publish "$work/public-2"
ok "and a proof too" json 11 --data "$r" log prove hq 1
finish
