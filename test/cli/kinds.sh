#!/bin/sh
# kinds.lock: codes and tags are for ever.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

allowed() # OLD NEW
{
	[ -s "$1" ] && "$SRC/tools/lock" --check "$1" "$2" >"$work/out" 2>"$work/err"
}
forbidden() # OLD NEW
{
	! allowed "$1" "$2" && [ -s "$work/out" ]
}
edited() # COMMAND of sed: the committed file with a change
{
	sed -E "$1" "$SRC/kinds.lock" >"$work/edited" && ! cmp -s "$SRC/kinds.lock" "$work/edited"
}
refuses() # COMMAND of sed
{
	edited "$1" && forbidden "$SRC/kinds.lock" "$work/edited"
}
accepts()
{
	edited "$1" && allowed "$SRC/kinds.lock" "$work/edited"
}

"$BUILD/lock_tool" >"$work/now" || exit 1
diff "$SRC/kinds.lock" "$work/now" >"$work/diff"
ok "kinds.lock says what the program does (else: ninja lock, and commit it)" cmp -s "$SRC/kinds.lock" "$work/now"
ok "nothing that is locked has changed" allowed "$SRC/kinds.lock" "$work/now"

ok "a changed tag is refused" refuses 's/^(decree,20,number),10,/\1,30,/'
ok "a changed code is refused" refuses 's/^decree,20,/decree,21,/'
ok "a changed type is refused" refuses 's/^(decree,20,number,10),text/\1,code/'
ok "a sealed field that becomes public is refused" refuses 's/^(registration,.*),S$/\1,P/'
ok "a renamed field is refused" refuses 's/^decree,20,number,/decree,20,no,/'
ok "a field that is gone is refused" refuses '/^decree,20,number,/d'
ok "the last field of a kind that is gone is refused" refuses '/^decree,20,appeal_days,/d'
ok "two fields in another order are refused" refuses '/^decree,20,number,/{N;s/(.*)\n(.*)/\2\n\1/}'
ok "a kind that is gone is refused" refuses '/^decree,/d'
ok "a field put before others is refused" refuses 's/^(decree,20,)number,.*/\1motto,9,text,P\n&/'
ok "a tag used again is refused" refuses 's/^decree,20,appeal_days.*/&\ndecree,20,motto,10,text,P/'
ok "a code used again is refused" refuses '$s/$/\nmotto,20,text,10,text,P/'
ok "another delta list is refused" refuses 's/outcome register P2\+1 P3\+1/outcome register P2+1/'
ok "a new field behind the others is accepted" accepts 's/^decree,20,appeal_days.*/&\ndecree,20,motto,19,text,P/'
ok "a new kind is accepted" accepts '$s/$/\nmotto,2000,text,10,text,P/'
ok "a new outcome is accepted" accepts 's/^(registration,32),outcome take_up.*/&\n\1,outcome again P2+1/'
ok "one put before others is refused" refuses 's/^(registration,32),outcome take_up.*/\1,outcome again P2+1\n&/'
finish
