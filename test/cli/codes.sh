#!/bin/sh
# Exit codes, each by a real situation, and the form of every answer with --json.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-19T10:00:00Z
run --data "$r" cut || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
in_r() # CODE ARGUMENTS
{
	code=$1
	shift
	json "$code" --data "$r" "$@"
}
copy() # the register as `other`
{
	rm -rf "$work/other"
	cp -rp "$r" "$work/other"
}
result() # MEMBER...: members of the result, in that order
{
	tail -n 1 "$work/out" >"$work/last"
	for member; do
		grep -q "\"$member\":" "$work/last" || return 1
	done
}
printf '%s\n' 'wrong phrase' >"$work/wrong"

# 0, each command.
ok "bulletin draft" in_r 0 bulletin draft --at 2016-10-19
ok "bulletin sign" in_r 0 bulletin sign --at 2016-10-19 --as 'Ziad Mansour,Noor Khoury'
ok "its number is in the result" result number
ok "help" json 0 help
# Each command by its own words, or with the three others of its family.
whole_words()
{
	exits 0 help && says '^  grant add  *grant an officer access' && says '^  weapon  *weapons, .*\(add, list, show, correct\)$' &&
		says '^  decree  *a decree'
}
ok "help says each command in whole words" whole_words
ok "help of a command" json 0 help 'bulletin show'
ok "help of a kind" json 0 help registration
ok "--version" json 0 --version
ok "init" json 0 --pass-file "$work/pass" init "$work/new" --operation test
ok "log add" json 0 --data "$work/new" --pass-file "$work/pass" log add one
ok "its origin is in the result" grep -q '"origin":"one.test/log/1"' "$work/out"
ok "add" in_r 0 add corridor corridor_no=5 for=both state=planned 'place=Aleppo city' log=aleppo 'as=Karim Jabbour'
ok "import" in_r 0 import "$example/corridor.csv" --commit
ok "its counts are in the result" result rows refused again committed
ok "officer enrol" in_r 0 officer enrol 'Anna Nova' --roles registrar --from 2016-10-20 --as 'Rana Qassab,Samir Attar'
ok "show drafts" in_r 0 show drafts
ok "cut" in_r 0 cut
ok "a line for each log" test "$(grep -c '"type":"cut"' "$work/out")" -eq 4
ok "show a kind" in_r 0 show corridor
ok "show a thing" in_r 0 show corridor 5
ok "show an entry" in_r 0 show hq/0
ok "show cases, though there are none" in_r 0 show cases
ok "log head" in_r 0 log head
ok "log show" in_r 0 log show aleppo --from 1 --count 2
ok "two lines" test "$(grep -c '"type":"entry"' "$work/out")" -eq 2
ok "log prove" in_r 0 log prove aleppo 1
ok "publish" in_r 0 publish "$work/out-folder"
ok "verify" json 0 verify "$work/out-folder"
ok "its claim and its counts are in the result" result claim keys entries bulletins figures
ok "its first line for people claims no more than is true" exits 0 verify "$work/out-folder"
ok "namely" sh -c 'head -n 1 "$1" | grep -qE "does not show that each entry is a person"' - "$work/out"
ok "rebuild" in_r 0 rebuild

# 1: the machine failed.
"$sulh" --data "$r" --json log head >/dev/full 2>"$work/err" </dev/null
got=$?
ok "1: standard output takes no more" test "$got" -eq 1
ok "and it says so" grep -q 'standard output' "$work/err"
told() # what fills a pipe
{
	exits 0 --data "$r" --json log show hq --from 0 --count 1000 && [ "$(wc -c <"$work/out")" -gt 70000 ] && cp "$work/out" "$work/whole"
}
ok "a long answer" told
holed() # what does not fit on the disk for a moment only leaves no hole behind which it goes on
{
	mkdir -p "$work/to" || return 1
	env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$work/to" FAULT_DO=once FAULT_AT=1 \
		"$sulh" --data "$r" --json log show hq --from 0 --count 1000 >"$work/to/out" 2>"$work/err" </dev/null
	[ $? -eq 1 ] && says 'standard output' && ! [ -s "$work/to/out" ]
}
if sanitized; then
	skip "1: nor for a moment" "a sanitizer is no other's to be preloaded"
else
	ok "1: nor for a moment" holed
fi
slow() # a pipe that does not wait, read late
{
	python3 - "$work/whole" "$sulh" --data "$r" --json log show hq --from 0 --count 1000 <<'END' >"$work/diff" 2>&1 && rm "$work/diff"
import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(w, False)
p = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=w)
os.close(w)
time.sleep(1)
got = b""
while piece := os.read(r, 1 << 16):
    got += piece
assert p.wait() == 0 and got == open(sys.argv[1], "rb").read(), (p.returncode, len(got))
END
}
ok "a pipe that does not wait gets all of it" slow
copy
printf 'no database' | dd of="$work/other/sulh.db" conv=notrunc status=none
ok "1: the database is damaged" json 1 --data "$work/other" log head
ok "and a backup is advised" says 'backup'
copy
: >"$work/other/sulh.conf"
ok "1: sulh.conf is empty" json 1 --data "$work/other" log head
copy
head -c 100 "$work/other/keyring/head" >"$work/head" && cp "$work/head" "$work/other/keyring/head"
run --data "$work/other" log add two
got=$?
ok "1: the keyring is damaged" test "$got" -eq 1
: >"$work/file"
ok "1: publish into what is no folder" in_r 1 publish "$work/file/x"

# 2: the call is wrong, or a path is no such thing.
ok "2: no such command" json 2 motto
ok "2: no such option" in_r 2 log head --motto
ok "2: an option without its value" in_r 2 cut --day
ok "2: an option that takes none" json 2 --json=yes help
ok "2: a day that does not exist" in_r 2 cut --day 2016-02-30
ok "2: a number that is none" in_r 2 log show hq --from x
ok "2: a number out of range" in_r 2 log show hq --count 0
ok "2: no such kind" in_r 2 show motto
ok "2: show without what" in_r 2 show
ok "2: too many words" in_r 2 log head x
ok "2: verify of a path that is not there" json 2 verify "$work/nowhere"
ok "2: verify of a file" json 2 verify "$work/file"
ok "2: keys from a file that is not there" json 2 verify "$work/out-folder" --keys "$work/nowhere"
ok "2: import of a file that is not there" in_r 2 import "$work/registration.csv"
ok "2: an operation with a name that is none" json 2 --pass-file "$work/pass" init "$work/x1" --operation 'No Name'
ok "2: a log with a name that is none" in_r 2 log add '../up'
ok "2: a reserved name of a log" in_r 2 log add bulletin
ok "2: port 65536" in_r 2 serve --port 65536
ok "2: an argument that is not UTF-8" in_r 2 show "$(printf 'x\377')"

# 3: nothing found.
ok "3: a corridor that is not there" in_r 3 show corridor 99
ok "3: a kind of which there is none" in_r 3 show convoy
ok "3: an entry beyond the end" in_r 3 show hq/100000
ok "3: entries beyond the end" in_r 3 log show hq --from 100000
ok "3: a log that is not there" in_r 3 log show damascus
ok "3: a proof beyond the end" in_r 3 log prove hq 100000
ok "3: a cut of a log that is not there" in_r 3 cut --log damascus
ok "3: figures before there were any" in_r 3 bulletin show --at 2016-01-01

# 4: verification failed.
printf x >>"$work/out-folder/hq/checkpoint"
ok "4: a checkpoint with a byte too many" json 4 verify "$work/out-folder"

# 5: refused.
ok "5: a record against the rules" in_r 5 add corridor corridor_no=x
ok "5: a demo into what exists" json 5 demo "$r"
ok "5: init into what exists" json 5 --pass-file "$work/pass" init "$r" --operation test
printf 'short\n' >"$work/short"
ok "5: a passphrase of five letters" json 5 --pass-file "$work/short" init "$work/x2" --operation test
ok "5: a cut for an earlier day" in_r 5 cut --day 2016-10-19
ok "5: a cut for a day to come" in_r 5 cut --day 2016-10-21
ok "5: a second bulletin of a day" in_r 5 bulletin sign --at 2016-10-19 --as 'Ziad Mansour,Noor Khoury'
ok "5: a bulletin signed by one" in_r 5 bulletin sign --at 2016-10-19 --as 'Ziad Mansour'

# 6: a person has to look first.
ok "6: a bulletin of a day that has not ended" in_r 6 bulletin sign --at 2016-10-20 --as 'Ziad Mansour,Noor Khoury'
at 2016-10-19T10:00:00Z
ok "6: the clock was set back" in_r 6 cut
ok "6: also for a record" in_r 6 add corridor corridor_no=6 for=both state=planned 'place=Aleppo city' log=aleppo \
	'as=Karim Jabbour'
ok "what to do" says 'set the clock'
at 2200-01-01T00:00:00Z
ok "6: the clock shows a day that no entry can have" in_r 6 cut
ok "what to do then" says 'set the clock'
ok "6: nor is said what waits on such a day" in_r 6 queue
ok "and why" says 'set the clock'
ok "6: and doctor says it" in_r 6 doctor
ok "of the clock" says 'bad.*clock.*set the clock'
at 2016-10-20T10:00:00Z
ok "afterwards all is as it was" in_r 0 cut
copy
printf '\000\000\377\377' | dd of="$work/other/sulh.db" bs=1 seek=60 conv=notrunc status=none
ok "6: the database is of a newer program" json 6 --data "$work/other" log head
copy
rm "$work/other/log/aleppo/signed.hwm"
run --data "$work/other" --json publish "$work/out-6"
got=$?
ok "6: the mark of what was signed is gone" test "$got" -eq 6
ok "and nothing is published" test ! -e "$work/out-6/aleppo/checkpoint"

# 10, 11, 12: no register, locked, wrong key.
ok "10: a folder that is none" json 10 --data "$work" log head
ok "10: a folder that is not there" json 10 --data "$work/nowhere" log head
sed -i '/pass_file/d' "$r/sulh.conf"
corridor='corridor corridor_no=7 for=both state=planned log=aleppo'
# shellcheck disable=SC2086 # words
ok "11: no passphrase" in_r 11 add $corridor 'place=Aleppo city' 'as=Karim Jabbour'
ok "what to do about it" says 'pass-file'
ok "11: init without one" json 11 init "$work/x3" --operation test
ok "which leaves nothing" test ! -e "$work/x3"
# shellcheck disable=SC2086
ok "11: a passphrase file that is not there" json 11 --pass-file "$work/nowhere" --data "$r" add $corridor \
	'place=Aleppo city' 'as=Karim Jabbour'
# shellcheck disable=SC2086
ok "12: a wrong one" json 12 --pass-file "$work/wrong" --data "$r" add $corridor 'place=Aleppo city' 'as=Karim Jabbour'
ok "which does not stand in the answer" sh -c '! grep -q "wrong phrase" "$1" "$2"' - "$work/out" "$work/err"
ok "12: also for rebuild" json 12 --pass-file "$work/wrong" --data "$r" rebuild

# 2: a file that is not there, whichever command is given it.
no=$work/none/there
gone() # ARGUMENTS: 2, and the file is named
{
	json 2 --data "$r" "$@" && grep -q "none/there: No such file" "$work/out"
}
for call in 'import --kind corridor' 'place import' 'place outline' 'officer enrol --as A,B --file' 'weapon check' 'erase replay' \
	'grant open --as A --out out' 'list load --no 1 --source a --basis b --as A,B' 'exchange take x --as A,B --from' 'keyd unlock' \
	'press read' 'press series' 'press compare' 'press verdict' 'match link' 'match lookup --queries x --index'; do
	case $call in
	'match link' | 'keyd unlock') set -- "$no" "$no" ;;
	*) set -- "$no" ;;
	esac
	# shellcheck disable=SC2086 # words
	ok "2: no such file: $call" gone $call "$@"
done
finish
