#!/bin/sh
# The cut: small cells wait, closings by themselves, departures for the arrival; days do not go back.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

persons() # N: registers so many
{
	i=0
	while [ $i -lt "$1" ]; do
		person "$r" || return 1
		case_of >>"$work/cases"
		i=$((i + 1))
	done
}
withdraw() # N: so many of the cases
{
	head -n "$1" "$work/cases" >"$work/now"
	sed -i "1,$1d" "$work/cases"
	while read -r case_no; do
		run --data "$r" add closing "case=$case_no" how=withdrew_after asked_alone=yes \
			'as=Rula Masri,Huda Zein' || return 1
	done <"$work/now"
}
# cut PLACES PERSONS WAITING: what the cut of aleppo says
cuts()
{
	json 0 --data "$r" cut --log aleppo && grep -q "\"places\":$1,\"persons\":$2,\"waiting\":$3}" "$work/out"
}
size() # of aleppo
{
	run --data "$r" --json log head && sed -n 's/.*"log":"aleppo".*"size":\([0-9]*\).*/\1/p' "$work/out"
}
grows() # N COMMAND...: the log grows by so many entries
{
	before=$(size)
	by=$1
	shift
	"$@" && cp "$work/out" "$work/said" && [ $(($(size) - before)) -eq "$by" ]
}
entries() # FROM: kinds and deltas of the entries of aleppo from there on
{
	run --data "$r" --json log show aleppo --from "$1" --count 1000 &&
		sed -n 's/.*"kind":"\([a-z_]*\)".*"deltas":\(.*\),"fields".*/\1 \2/p' "$work/out"
}
closings_in() # of the last batch of persons
{
	entries "$at" | grep -c P13
}

ok "four are registered" persons 4
ok "they wait" cuts 0 0 4
at=$(size)
ok "the fifth is registered" persons 1
ok "it lets them go, with an entry that ends the batch" grows 6 cuts 0 5 0
ok "five registrations and a cut" sh -c 'test "$1" = 5' - "$(entries "$at" | grep -c '^registration')"
ok "a second cut on the day writes nothing more" grows 0 cuts 0 0 0
at 2016-10-11T10:00:00Z
ok "a day with nothing gets its cut" grows 1 cuts 0 0 0
ok "once" grows 0 cuts 0 0 0

ok "one is registered" persons 1
at 2016-10-17T10:00:00Z
ok "six days later it waits" cuts 0 0 1
at 2016-10-18T10:00:00Z
ok "after seven it goes alone" grows 2 cuts 0 1 0

at 2016-10-19T10:00:00Z
ok "five are registered and one is closed otherwise" persons 5
ok "the one" withdraw 1
at=$(size)
ok "the five go, the closing waits" cuts 0 5 1
ok "no closing is in the log" sh -c 'test "$1" = 0' - "$(closings_in)"
ok "four more are registered" persons 4
ok "wait, for they are four" cuts 0 0 5
ok "a registration is the fifth of the others" persons 1
ok "they go, the closing waits" cuts 0 5 1
ok "no closing is in the log yet" sh -c 'test "$1" = 0' - "$(closings_in)"
ok "four more are closed" withdraw 4
ok "five closings go together" cuts 0 5 0
ok "all five" sh -c 'test "$1" = 5' - "$(closings_in)"
at 2016-10-20T10:00:00Z
ok "a closing" withdraw 1
at=$(size)
ok "waits" cuts 0 0 1
at 2016-10-27T10:00:00Z
ok "seven days" cuts 0 1 0
ok "and is there" sh -c 'test "$1" = 1' - "$(closings_in)"

# Departures.
csv "$work/convoy.csv" 'convoy_no,from,to,planned,planned_on,state,plan_published_by,log,as' \
	'1,Aleppo city,Idlib,about 100,2016-10-27,moving,NEWS,aleppo,"Karim Jabbour,Rana Qassab"'
count() # END
{
	csv "$work/convoy_count.csv" 'convoy,end,total,two_counts,log,as' \
		"1,$1,100,\"counter=\"\"Dina Farhat\"\" persons=100; counter=\"\"Adel Maalouf\"\" persons=100\",aleppo,\"Dina Farhat,Adel Maalouf\""
	exits 0 --data "$r" import "$work/convoy_count.csv" --commit
}
ok "a convoy sets out" exits 0 --data "$r" import "$work/convoy.csv" --commit
ok "it is in the log" cuts 1 0 0
ok "it is counted as it leaves" count departure
ok "the count waits while it is on the road" cuts 0 0 1
ok "with the reason" exits 0 --data "$r" cut --log aleppo
ok "in words" says 'the convoy has not arrived'
ok "it is counted as it arrives" count arrival
ok "that goes, the departure waits for word of the convoy" cuts 1 0 1
sed -i 's/moving/arrived/' "$work/convoy.csv"
ok "it has arrived" exits 0 --data "$r" import "$work/convoy.csv" --commit
ok "now the departure goes too" cuts 2 0 0

# A plan that nobody published, a site that nobody stated.
plan() # STATE
{
	exits 0 --data "$r" add convoy convoy_no=2 'from=Aleppo city' to=Idlib planned=100 planned_on=2016-10-27 "state=$1" \
		log=aleppo 'as=Karim Jabbour,Rana Qassab'
}
site()
{
	exits 0 --data "$r" add site site_no=S-1 kind=burial 'area=Aleppo city' log=aleppo 'as=Nabil Shaheen,Nadia Karam' "$@"
}
ok "a convoy is planned" plan planned
ok "nothing of it is in the log" grows 0 cuts 0 0 1
ok "for no party published the plan" exits 0 --data "$r" cut --log aleppo
ok "in words" says 'nobody published its plan'
ok "it sets out" plan moving
ok "and is not in the log either" grows 0 cuts 0 0 2
ok "a count has nothing to refer to" sh -c '"$1" --data "$2" add convoy_count log=aleppo convoy=2 end=departure total=100 \
	"two_counts=counter=\"Dina Farhat\" persons=100; counter=\"Adel Maalouf\" persons=100" "as=Dina Farhat,Adel Maalouf" \
	>"$3" 2>&1; test $? = 5' - "$sulh" "$r" "$work/out"
ok "and is told why" says 'comes into the log when it is over'
ok "it arrives" plan arrived
ok "all of it goes, in its order" grows 4 cuts 3 0 0
ok "a site is planned" site state=planned
ok "it waits" grows 0 cuts 0 0 1
ok "for nobody stated it" exits 0 --data "$r" cut --log aleppo
ok "which is said" says 'not examined yet'
ok "it is examined" site state=examined examined_on=2016-10-27
ok "then both are told" grows 3 cuts 2 0 0

# Days.
ok "a cut for an earlier day is refused" refused 'cut for 2016-10-27 already' --data "$r" cut --log aleppo --day 2016-10-26
ok "a cut for a day to come is refused" refused 'not there yet' --data "$r" cut --log aleppo --day 2016-10-28
before=$(size)
ok "a cut with a word too many is a wrong call" json 2 --data "$r" cut aleppo
ok "and cuts nothing" test "$(size)" = "$before"
at 2016-10-27T14:59:59Z
ok "before 18:00 it is the same day" grows 0 cuts 0 0 0
at 2016-10-27T15:00:00Z
ok "at 18:00 the next one begins" grows 1 cuts 0 0 0
ok "with its date" grep -q '"day":"2016-10-28"' "$work/said"
ok "what came of it verifies" exits 0 --data "$r" cut
ok "published" json 0 --data "$r" publish "$work/public"
ok "and accepted" json 0 verify "$work/public"

# Six of them withdrew: a delayed sum says so once, of whatever month and place, in the log or waiting for it.
at 2017-01-05T10:00:00Z
tells() # MONTH AMOUNT SCOPE [FIELD=VALUE...]
{
	month_=$1 amount_=$2 scope_=$3
	shift 3
	run --data "$r" add delayed_sum figure=P8 "month=$month_" "amount=$amount_" "scope=$scope_" log=hq 'as=Wafa Bitar,Nadia Karam' "$@"
}
twice() { ! tells "$@" && says '0 at most: of SY no more'; }
sums_say() { exits 0 --data "$r" sums --month "$1" && says "^P8 .*$2\$"; }
ok "six withdrew until November" sums_say 2016-11 'known *6  said *0  to say *6'
ok "that is told" tells 2016-11 6 Syria
ok "before the cut, too, it is said" sums_say 2016-11 'known *6  said *6  to say *0  said'
ok "not a second time for the month before" twice 2016-10 6 Syria
ok "nor of a place in it" twice 2016-11 6 Aleppo
ok "it is cut" exits 0 --data "$r" cut --log hq
ok "still not for the month before" twice 2016-10 6 Syria
ok "nor of a place in it then" twice 2016-11 6 Aleppo
sum_=$(exits 0 --data "$r" --json log show hq --count 1000 && sed -n 's/.*"index":\([0-9]*\),"kind":"delayed_sum".*/hq\/\1/p' "$work/out")
ok "it is corrected by one of fewer" tells 2016-11 5 Syria "corrects=$sum_"
ok "which waits in its place" sums_say 2016-11 'known *6  said *5  to say *1  .*'
ok "more than is known needs a word" tells 2016-10 9 Aleppo beyond=on_paper
ok "and stands as that" sums_say 2016-11 'known *6  said *14  to say *0  more was said than is known'
ok "in its own month, too" sums_say 2016-10 'known *6  said *9  to say *0  more was said than is known'
finish
