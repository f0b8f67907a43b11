#!/bin/sh
# The projection is disposable: folded anew from entries, sealed objects and drafts it is the same, row by row, and
# so is every answer.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

# answers DIR: everything that can be asked, of these days
days="2016-07-28 2016-12-01 2016-12-09 2016-12-14 $(day_after 0) $(day_after 5)"
answers()
{
	for day in $days; do
		run --data "$1" --json bulletin show --at "$day"
		cat "$work/out"
		run --data "$1" --json bulletin draft --at "$day"
		cat "$work/out"
	done
	for kind in operation centre place party officer decree corridor convoy clearance_task facility agreement \
		district_status cases drafts; do
		run --data "$1" --json show "$kind"
		cat "$work/out"
	done
	run --data "$1" --json log head
	cat "$work/out"
}
# same DIR: rebuilt, all answers and all rows are as before.
same()
{
	answers "$1" >"$work/answers-1"
	python3 "$SRC/test/data/dump.py" "$1" >"$work/rows-1" || return 1
	json 0 --data "$1" rebuild || return 1
	python3 "$SRC/test/data/dump.py" "$1" >"$work/rows-2" || return 1
	answers "$1" >"$work/answers-2"
	[ -s "$work/answers-1" ] && diff "$work/rows-1" "$work/rows-2" >"$work/diff" &&
		diff "$work/answers-1" "$work/answers-2" >"$work/diff"
}

demo=$work/demo
at "$(day_after 2)T10:00:00Z"
example_in "$demo" || { cat "$work/err"; exit 1; }
ok "the example is the same" same "$demo"
ok "it has rows to compare" sh -c 'test "$(wc -l <"$1")" -gt 10000' - "$work/rows-1"
changed()
{
	sed '$s/.$/x/' "$work/rows-1" >"$work/rows-x" && ! cmp -s "$work/rows-1" "$work/rows-x"
}
ok "the comparison sees a change" changed

# Nothing below changes a day of the example: the rows, of all days, say so each time.
days="$(day_after 0) $(day_after 5)"

# What waits: persons, a closing of one who waits, a corridor, a departure.
person "$demo" "full_name=ism Samir, family Zarandi" || exit 1
c=$(case_of)
person "$demo" status_sought=carrying_arms 'note=something' "occurred_at=$(day_after 0)T11:00+02:00" || exit 1
run --data "$demo" add closing "case=$c" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' || exit 1
run --data "$demo" add corridor corridor_no=9 for=both state=planned 'place=Aleppo city' log=aleppo \
	'as=Karim Jabbour' || exit 1
run --data "$demo" add place place_no=SY-HM level=governorate parent=SY name_en=Hama name_ar=حماة 'as=Omar Zahed' || exit 1
ok "also with drafts that wait" same "$demo"
ok "which wait as before" sh -c 'test "$(grep -c "\"type\":\"draft\"" "$1")" = 5' - "$work/answers-2"
ok "they are cut" exits 0 --data "$demo" cut
ok "and are the same with some in the log and some not" same "$demo"

# An officer more, things with a new state, a centre that would take its old figures along to another place.
ok "an officer more" exits 0 --data "$demo" officer enrol 'Anna Nova' --roles registrar --from "$(day_after 2)" \
	--as 'Rana Qassab,Samir Attar'
csv "$work/centre.csv" 'centre_no,name_en,name_ar,seat,authority,opened_on,log_origin,as' \
	'1,Centre Aleppo (example),مركز حلب (مثال),Jibrin,CENTRE,2016-07-28,aleppo.aleppo-2016/log/1,Rana Qassab'
ok "a corridor closes" exits 0 --data "$demo" add corridor corridor_no=1 for=civilians state=closed \
	'place=Aleppo city' log=aleppo 'as=Karim Jabbour'
run --data "$demo" cut
ok "the same" same "$demo"
at "$(day_after 3)T10:00:00Z"
ok "a centre that would move is refused" refused '"field":"seat"' --data "$demo" import "$work/centre.csv" --commit

# Locked, nothing is lost.
sed -i '/pass_file/d' "$demo/sulh.conf"
sums "$demo" >"$work/before"
ok "without a passphrase rebuild is refused" json 11 --data "$demo" rebuild
sums "$demo" >"$work/after"
ok "and nothing has changed" cmp -s "$work/before" "$work/after"
finish
