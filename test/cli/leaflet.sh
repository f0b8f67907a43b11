#!/bin/sh
# The pages of a figure and the leaflet: what they say is what is signed and published, and what is over is over.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
small "$r" || { cat "$work/err"; exit 1; }
pair='Ziad Mansour,Noor Khoury'

count() # DAY PERSONS [FIELD...]
{
	of=$1 persons=$2
	shift 2
	run --data "$r" add corridor_count corridor=1 direction=out "persons=$persons" method=stated \
		"from_hour=${of}T12:00+03:00" "day=$of" log=aleppo 'as=Dina Farhat,Adel Maalouf' "$@"
}
day() # DAY COMMAND...: at ten the command and the cut, then the bulletin
{
	of=$1
	shift
	at "${of}T10:00:00Z"
	"$@" && run --data "$r" cut && at "${of}T16:30:00Z" && run --data "$r" bulletin sign --at "$of" --as "$pair"
}
restate_late() # DAY PERSONS: of an earlier day
{
	at 2016-10-22T10:00:00Z
	count "$1" "$2" && run --data "$r" cut && at 2016-10-22T16:30:00Z &&
		run --data "$r" bulletin restate --as "$pair" --reason late_entry &&
		run --data "$r" bulletin sign --at 2016-10-22 --as "$pair"
}
publish()
{
	run --data "$r" publish "$r/public"
}
start() # sets server and url
{
	"$sulh" --data "$r" serve --port 0 >"$work/said" 2>"$work/said.err" &
	server=$!
	for _ in $(seq 300); do
		url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
		[ -n "$url" ] && return 0
		kill -0 "$server" || return 1
		sleep 0.1
	done
	return 1
}
gives() # STATUS PATH: body in $work/out
{
	[ "$(curl -s --path-as-is -m 60 -o "$work/out" -w '%{http_code}' "$url$2")" = "$1" ]
}
has() # PATH PATTERN...: a page on which each of them stands
{
	gives 200 "$1" || return 1
	shift
	for pattern; do
		grep -qE -e "$pattern" "$work/out" || return 1
	done
}
becomes() # PATH PATTERN: soon: the server looks at the publication about once a second
{
	for _ in $(seq 100); do
		has "$@" && return 0
		sleep 0.1
	done
	return 1
}

# Entries are signed and published before the first bulletin is.
before_the_first()
{
	publish && start || return 1
	has /en/ 'No bulletin has been signed and published yet' '[0-9]+ entries in the logs' &&
		has /en/bulletins 'No bulletin has been signed' && has /ar/ 'لم تُوقَّع أي نشرة ولم تُنشر بعد'
	was=$?
	kill -INT "$server" && wait "$server" && : >"$work/said" && return "$was"
}
ok "before_the_first_bulletin_no_more_is_said_than_that" before_the_first

if ! day 2016-10-20 count 2016-10-20 10 children=4 || ! day 2016-10-21 count 2016-10-21 5 ||
	! restate_late 2016-10-20 7 || ! publish || ! start; then
	cat "$work/out" "$work/err"
	echo "Bail out! nothing to look at"
	exit 1
fi

# Figures.

same_as_published() # every row of every bulletin is in the JSON of its figure, and no other
{
	python3 - "$r/public/bulletin" "$url" <<'END' 2>"$work/diff"
import glob, json, sys, urllib.parse, urllib.request
seen = {}
for name in sorted(glob.glob(sys.argv[1] + "/*.json")):
    bulletin = json.load(open(name))
    for row in bulletin["figures"]:
        key = (row["code"], row["place_code"], row["detail"])
        seen.setdefault(key, {}).setdefault(bulletin["day"], {})[row["period"]] = (row["value"], row["qualifier"], row["entries"])
assert len(seen) > 9, seen
for key, days in seen.items():
    path = "/figure/" + "/".join(urllib.parse.quote(part) for part in key if part) + ".json"
    page = json.load(urllib.request.urlopen(sys.argv[2] + path))
    got = {b["day"]: {p: (b[p]["value"], b[p]["qualifier"], b[p]["entries"]) for p in ("h24", "d3", "total", "now") if p in b}
           for b in page["bulletins"]}
    assert {day: rows for day, rows in got.items() if rows} == days, (path, got, days)
END
}
ok "what_the_pages_of_figures_say_is_what_each_bulletin_says" same_as_published
ok "a_figure_says_what_it_means_in_both_languages" has /en/figure/T1 'Left by corridor' 'خرجوا عبر الممرات' 'counted out at a post'
ok "and_in_arabic" has /ar/figure/T1 'lang="ar" dir="rtl"' '<h1>خرجوا عبر الممرات' 'left by corridor' 'عُدّوا خارجين'
ok "a_statement_is_said_to_be_one" has /en/figure/T1 'repeats a statement'
ok "it_leads_to_the_entries_it_rests_on" has /en/figure/T1 'href="/en/rests/T1/[A-Z]*">It rests on 3 entries'
ok "places_and_details_lead_on" has /en/figure/T1 'href="/en/figure/T1/[A-Z-]+">Aleppo' 'href="/en/rests/T1/'
restated()
{
	has "/en/figure/T1/SY" 'restated later' 'an entry came late' 'href="/en/log/hq/[0-9]+"' &&
		gives 200 /figure/T1/SY.json &&
		grep -q '"restated":\[.*"day":"2016-10-20","period":"h24","old":10,"new":17,"reason":"late_entry"' "$work/out"
}
ok "a_past_number_that_was_restated_says_so" restated
not_restated()
{
	has /en/figure/T1c 'In each signed bulletin' && ! grep -q 'restated later' "$work/out"
}
ok "one_that_was_not_does_not" not_restated
ok "a_figure_that_nothing_counts_yet_has_its_meaning" has /en/figure/M8 'Mine and ordnance accidents' 'killed or injured in accidents'
ok "all_figures_are_listed_with_their_values" has /en/figures '/en/figure/Q6"' '/en/figure/T1c"' 'id="mines"' '>22</bdi>'
all_in_arabic()
{
	has /ar/figures 'أشخاص مختلفون سُجّلوا' && ! grep -q '<td[^>]* lang="en"' "$work/out"
}
ok "each_has_its_meaning_in_arabic" all_in_arabic
unknown()
{
	gives 404 /en/figure/XX && gives 404 /en/figure/T1/NOWHERE && gives 404 /en/figure/T1/SY/nothing &&
		gives 404 '/en/figure/%3Cscript%3E' && ! grep -q '<script>' "$work/out"
}
ok "there_is_no_page_of_a_figure_place_or_detail_that_is_not" unknown

# The leaflet.

ok "the_leaflet_says_who_until_when_and_what_is_over" has /en/leaflet 'as of 22 October 2016' '27 October 2016' '5 days left' '27 August 2016' 'it is over'
ok "that_a_weapon_is_no_condition_and_a_child_is_not_registered" has /en/leaflet 'You need no weapon to come' 'you count as a child and cannot be registered'
ok "what_is_not_covered_and_how_long_one_can_appeal" has /en/leaflet '>torture<' '>killing captives<' 'The decree gives you at least 30 days for an appeal'
# Limits that the program keeps (test/cli/due.sh, decree.sh).
ok "how_long_checks_may_take_and_a_suspension_holds" has /en/leaflet 'They may last 60 days from your registration' \
	'put off twice at most' 'ends by itself after 30 days' 'is in time, even if it is written down later' 'The answer is due within 30 days'
ok "the_limits_stand_in_arabic_too" has /ar/leaflet 'للتدقيق نهاية' '60 يومًا من تسجيلك' 'انتهى التعليق من تلقاء نفسه بعد 30 يومًا'
# It may be read or printed long after that day.
as_of_its_day()
{
	has /en/leaflet '<th scope="col">On 22 October 2016</th>' 'still open' && ! grep -q 'open now' "$work/out"
}
ok "a_deadline_is_counted_from_a_day_that_is_named" as_of_its_day
ok "a_time_zone_reads_from_left_to_right_in_arabic" has /ar/ '<bdi class="muted" dir="ltr">\([A-Za-z/, ]*UTC[+-][0-9:]+\)</bdi>'
# A number behind a word in the other script would else be drawn before it, away from what it counts.
ok "a_number_of_entries_stays_with_its_noun_in_arabic" has /ar/leaflet '<bdi>hq</bdi> · [0-9]+ قيد'
ok "also_behind_the_place_of_a_log" has /ar/log '<bdi>[^<]+</bdi> · [0-9]+ قيد'
promises_nothing_unbuilt() # no paper, receipt or notice that this program does not make
{
	has /en/leaflet 'id="rights"' && ! grep -qiE 'receipt|certificate|for ever|in writing|costs? money' "$work/out"
}
ok "it_promises_no_paper_that_nobody_makes_yet" promises_nothing_unbuilt
ok "where_to_come" has /en/leaflet 'Centre Al-Tall'
ok "the_same_in_arabic" has /ar/leaflet 'لا تحتاج إلى سلاح' '27 تشرين الأول 2016' 'يعطيك المرسوم 30 يومًا على الأقل للاعتراض' 'مركز التل'
windows() # CATEGORY FROM LAST STATE
{
	gives 200 /leaflet.json &&
		grep -q "{\"category\":\"$1\",\"from\":\"$2\",\"last_day\":\"$3\",\"state\":\"$4\"}" "$work/out"
}
ok "programs_read_the_same" windows captor 2016-07-28 2016-08-27 over

open_corridor()
{
	at 2016-10-23T10:00:00Z
	run --data "$r" add corridor corridor_no=1 for=civilians state=open opened_on=2016-10-23 'place=Aleppo city' \
		log=aleppo 'as=Karim Jabbour' && run --data "$r" cut
}
not_yet()
{
	open_corridor && sleep 1.5 && gives 200 /leaflet.json && ! grep -q '"state":"open","place"' "$work/out" &&
		grep -q '"corridor_no":1,"for":"civilians","state":"planned"' "$work/out"
}
ok "what_is_not_published_is_not_on_it" not_yet
now_it_is()
{
	publish && becomes /leaflet.json '"corridor_no":1,"for":"civilians","state":"open"'
}
ok "and_is_once_it_is" now_it_is
many() # of many ways each is on it
{
	at 2016-10-23T11:00:00Z
	{
		echo corridor_no,for,state,place,log,as
		for i in $(seq 101 310); do
			echo "$i,civilians,planned,Aleppo city,aleppo,Karim Jabbour"
		done
	} >"$work/corridor.csv"
	run --data "$r" import "$work/corridor.csv" --commit && run --data "$r" cut && publish && becomes /leaflet.json '"corridor_no":310,' &&
		[ "$(grep -o '"corridor_no":' "$work/out" | wc -l)" -eq 214 ] && grep -q '"corridor_no":1,"for":"civilians","state":"open"' "$work/out"
}
ok "none_is_left_out_however_many_there_are" many
extended()
{
	day 2016-10-27 import_all "$r" decree-2 && publish && becomes /en/leaflet 'extended by <bdi dir="ltr">15/2016-1<' &&
		windows carrying_arms 2016-07-28 2017-01-27 open && windows captor 2016-07-28 2016-08-27 over &&
		has /en/leaflet '92 days left'
}
ok "an_extension_makes_one_window_of_two" extended
over()
{
	day 2017-02-01 count 2017-02-01 5 && publish && becomes /en/leaflet 'On this day no window is open' &&
		! grep -q 'still open' "$work/out"
}
ok "when_all_is_over_it_says_that_first" over

finish
