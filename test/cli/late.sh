#!/bin/sh
# Libraries that few commands need are taken up when one does: one that is broken stops what needs it, and says which it is, and
# nothing else; whoever holds the keys has none of them in its process.
# shellcheck disable=SC2317,SC2154,SC2016 # functions that ok calls; variables of the library of the tests; eval expands
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z

mkdir "$work/broken" || exit 1
breaks() # NAME: only this one
{
	rm -f "$work/broken"/*
	: >"$work/broken/$("$SRC/tools/soname" "$1")"
}
without() # CODE COMMAND...: where a library is broken
{
	wanted=$1
	shift
	LD_LIBRARY_PATH=$work/broken "$sulh" "$@" </dev/null >"$work/out" 2>"$work/err"
	[ $? -eq "$wanted" ]
}
named() # LIBRARY
{
	grep -q "take up the library lib$1\.so\.[0-9]*: " "$work/err"
}

ok "places go into a workbook" exits 0 --data "$r" export place --format xlsx --out "$work/place.xlsx"
before=$(sums "$r")
unchanged()
{
	[ "$(sums "$r")" = "$before" ]
}
breaks xlsxwriter
ok "without the writer they do not" without 1 --data "$r" export place --format xlsx --out "$work/again.xlsx"
ok "it says which library" named xlsxwriter
ok "and leaves no file" [ ! -e "$work/again.xlsx" ]
ok "other forms are written" without 0 --data "$r" export place --format csv --out "$work/place.csv"
breaks zip
ok "without the reader of zips no workbook is read" without 1 --data "$r" import "$work/place.xlsx" --as 'Tarek Hallaq'
ok "it says which library, too" named zip
ok "and nothing came into the register" unchanged
breaks uchardet
printf 'On Monday 60 people left Ardun.\n' >"$work/a.txt"
printf '\317\356\345\347\344 60\n' >"$work/b.txt"
ok "without a guesser UTF-8 is read" without 0 press read "$work/a.txt" --json
ok "another encoding is not" without 1 press read "$work/b.txt"
ok "it says which library, as well" named uchardet
breaks microhttpd
ok "without a web server nothing is served" without 1 --data "$r" serve --port 0 --staff
ok "it says which library, in the end" named microhttpd

# Of the libraries and of what they bring: GnuTLS and OpenSSL, C++.
light()
{
	cat "/proc/$keyd/maps" >"$work/maps" && grep -q libsodium "$work/maps" &&
		! grep -E 'lib(microhttpd|zip|uchardet|xlsxwriter|gnutls|crypto|stdc\+\+)[.-]' "$work/maps" >"$work/out"
}
ok "a key holder starts" keyd_starts --pass-file "$work/pass"
if sanitized; then
	skip "it has none of them in its process" "a sanitizer brings libraries of its own"
else
	ok "it has none of them in its process" light
fi
finish
