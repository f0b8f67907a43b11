#!/bin/sh
# The passphrase: the same text from a file, a descriptor and a terminal, and a terminal that is left as it was.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
echo ' a phrase with blanks ' >"$work/pass"
at 2016-07-28T06:00:00Z
ok "a register is made" exits 0 --pass-file "$work/pass" init "$r" --operation test
opens() # CODE ARGUMENTS: a command that needs the keyring
{
	code=$1
	shift
	exits "$code" --data "$r" "$@" officer enrol --file "$example/officers.csv" --as 'Nobody,Nobody'
}
printf ' a phrase with blanks \r\n' >"$work/crlf"
printf ' a phrase with blanks ' >"$work/plain"
printf 'a phrase with blanks\n' >"$work/trimmed"
printf ' a phrase with blanks \r\r\n' >"$work/twice"
ok "it opens" opens 5 --pass-file "$work/pass"
ok "a carriage return at the end of the line is no part of it" opens 5 --pass-file "$work/crlf"
ok "a line need not end" opens 5 --pass-file "$work/plain"
ok "a second carriage return is" opens 12 --pass-file "$work/twice"
ok "so are blanks" opens 12 --pass-file "$work/trimmed"
by_descriptor()
{
	"$sulh" --data "$r" --pass-fd 3 officer enrol --file "$example/officers.csv" --as 'Nobody,Nobody' \
		3<"$work/crlf" >"$work/out" 2>"$work/err"
	[ $? -eq 5 ]
}
ok "the same by a descriptor" by_descriptor

# As doc/format.md says of the head: passes at 16, KiB at 20. What tests make is cheap to open.
costs() # PROGRAM FOLDER BYTES
{
	"$1" --pass-file "$work/pass" init "$2" --operation test >"$work/out" 2>"$work/err" &&
		[ "$(od -An -tu1 -j16 -N8 "$2/keyring/head" | tr -s ' ')" = " $3" ]
}
ok "it is hashed with 3 passes over 64 MiB" costs "$SULH" "$work/dear" '0 0 0 3 0 1 0 0'
ok "and in tests, which open it again and again, with 1 over 8 KiB" costs "$sulh" "$work/cheap" '0 0 0 1 0 0 0 8'

terminal() # ACTION
{
	python3 "$SRC/test/data/terminal.py" "$1" "$sulh" --data "$r" officer enrol --file "$example/officers.csv" \
		--as 'Nobody,Nobody' >"$work/out" 2>"$work/err"
}
if python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
	ok "the same by a terminal" terminal type
	ok "what is typed is not shown" sh -c '! grep -q "with blanks" "$1"' - "$work/out"
	ok "Ctrl-C ends it, and the terminal shows again what is typed" terminal INT
	ok "so does Ctrl-\\" terminal QUIT
	ok "so does a signal from elsewhere" terminal TERM
	ok "Ctrl-Z stops it with the terminal as it was, and it asks again" terminal TSTP
else
	skip "the same by a terminal" "there are no terminals here"
fi
finish
