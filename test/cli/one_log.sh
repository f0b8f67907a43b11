#!/bin/sh
# --log: what is listed is of that log alone, and a log that is not there is no empty one.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
begins() # a case and a draft in one log
{
	person "$r" && run --data "$r" add restoration 'area=Aleppo city' what=water state=working log=aleppo day=2016-10-20 'as=Tarek Hallaq'
}
ok "a person and a service in Aleppo" begins
lines() # COUNT ARGUMENTS
{
	count_=$1
	shift
	exits 0 --data "$r" "$@" && [ "$(wc -l <"$work/out")" -eq "$count_" ]
}
of_it() # WHAT: as many as without the option
{
	run --data "$r" show "$1" && [ -s "$work/out" ] && lines "$(wc -l <"$work/out")" show "$1" --log aleppo
}
of_another() { lines 0 show cases --log al-tall && lines 0 show drafts --log al-tall; }
ok "cases of a log" of_it cases
ok "what waits in a log" of_it drafts
ok "states of things in a log" of_it corridor
ok "of another log there are none" of_another
no_thing() { exits 3 --data "$r" show corridor --log al-tall && says 'no corridor is in the log'; }
ok "nor things" no_thing
by_key() { exits 0 --data "$r" show corridor 1 --log aleppo && exits 3 --data "$r" show corridor 1 --log al-tall; }
ok "nor the one with a key" by_key
none_such()
{
	for what in 'show cases' 'show drafts' 'show corridor' 'show corridor 1' 'weapon book' 'mine list'; do
		# shellcheck disable=SC2086 # words
		exits 3 --data "$r" $what --log alepo && says 'no log is named alepo' || return 1
	done
}
ok "a log that is not there is named" none_such

finish
