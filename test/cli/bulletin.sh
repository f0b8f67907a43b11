#!/bin/sh
# Who may sign a bulletin, when, and that what was signed stays what it was.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
sign() # CODE DAY OFFICERS
{
	json "$1" --data "$r" bulletin sign --at "$2" --as "$3"
}
pair='Ziad Mansour,Noor Khoury'
five()
{
	for i in 1 2 3 4 5; do
		person "$r" "$@" || return 1
	done
}
figure() # DAY COMMAND CODE PERIOD VALUE: of Aleppo
{
	run --data "$r" --json bulletin "$2" --at "$1" &&
		grep -q "\"code\":\"$3\",\"place\":\"Aleppo\",.*\"period\":\"$4\",\"value\":$5," "$work/out"
}

ok "five persons are registered" five
at 2016-10-20T15:30:00Z
ok "6: a day that was not cut is not signed" sign 6 2016-10-20 "$pair"
ok "it says so" says 'cut'
at 2016-10-20T10:00:00Z
ok "it is cut" json 0 --data "$r" cut
at 2016-10-20T14:59:59Z
ok "6: nor one that has not ended" sign 6 2016-10-20 "$pair"
ok "it says when it ends" says '2016-10-20T18:00:00[+]03:00'
at 2016-10-20T15:30:00Z
ok "one officer does not sign a bulletin" sign 5 2016-10-20 'Ziad Mansour'
ok "nor the same one twice" sign 5 2016-10-20 'Ziad Mansour,Ziad Mansour'
ok "nor an editor with somebody of another role" sign 5 2016-10-20 'Ziad Mansour,Lina Darwish'
ok "6: nor a day to come" sign 6 2016-10-21 "$pair"
ok "nothing was signed so far" sh -c '"$1" --data "$2" --json bulletin show --at 2016-10-20 | grep -q "\"signed\":false"' - "$sulh" "$r"
ok "editor and approver do" sign 0 2016-10-20 "$pair"
ok "it is number 1" grep -q '"number":1' "$work/out"
ok "it counts five" figure 2016-10-20 show P2 h24 5
ok "a day has one bulletin" sign 5 2016-10-20 "$pair"
at 2016-10-21T10:00:00Z
ok "five more" five
ok "are cut a day later" json 0 --data "$r" cut
at 2016-10-22T06:00:00Z
ok "and signed the next morning, without saying of which day" json 0 --data "$r" bulletin sign --as "$pair"
ok "number 2" grep -q '"number":2' "$work/out"
ok "five in 24 hours" figure 2016-10-21 show P2 h24 5
ok "ten in all" figure 2016-10-21 show P2 total 10
ok "ten under checks" figure 2016-10-21 show P3 now 10

# What is recorded later for an earlier day changes what is counted now, not what was signed.
count()
{
	json 0 --data "$r" add corridor_count corridor=1 direction=out persons=7 method=stated \
		from_hour=2016-10-20T12:00+03:00 day=2016-10-20 log=aleppo 'as=Dina Farhat,Adel Maalouf'
}
run --data "$r" --json bulletin show --at 2016-10-20
cp "$work/out" "$work/signed"
ok "people of the day before are counted late" count
ok "and cut" json 0 --data "$r" cut
run --data "$r" --json bulletin show --at 2016-10-20
ok "the signed bulletin stays as it was" cmp -s "$work/out" "$work/signed"
ok "the draft counts them" figure 2016-10-20 draft T1 h24 7
ok "not in today's 24 hours" sh -c '! "$1" --data "$2" --json bulletin draft --at 2016-10-21 | grep -q "\"T1\".*\"h24\",\"value\":7"' - "$sulh" "$r"
ok "but in the total" figure 2016-10-21 draft T1 total 7
ok "it is published" json 0 --data "$r" publish "$work/public"
ok "and verifies" json 0 verify "$work/public"
ok "with two bulletins" grep -q '"bulletins":2' "$work/out"
ok "the signed ones are files of their days" test -f "$work/public/bulletin/2016-10-20.json" -a -f "$work/public/bulletin/2016-10-21.json"
finish
