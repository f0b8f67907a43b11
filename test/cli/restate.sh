#!/bin/sh
# The past changes only where a restatement says so; a centre that says nothing is silent, not zero; figures
# that are too many for an entry have a body.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
pair='Ziad Mansour,Noor Khoury'

sign() # CODE DAY [OPTION...]
{
	code=$1 of=$2
	shift 2
	json "$code" --data "$r" bulletin sign --at "$of" --as "$pair" "$@"
}
restate() # CODE OFFICERS [REASON]
{
	json "$1" --data "$r" bulletin restate --as "$2" --reason "${3:-late_entry}"
}
count() # DAY PERSONS [FIELD...]
{
	of=$1 persons=$2
	shift 2
	json 0 --data "$r" add corridor_count corridor=1 direction=out "persons=$persons" method=stated \
		"from_hour=${of}T12:00+03:00" "day=$of" log=aleppo 'as=Dina Farhat,Adel Maalouf' "$@"
}
put_in() # [OPTION...]: cuts
{
	json 0 --data "$r" cut "$@"
}
figure() # DAY COMMAND CODE PERIOD VALUE [PLACE [DETAIL]]
{
	detail=null
	[ -z "${7:-}" ] || detail="\"$7\""
	run --data "$r" --json bulletin "$2" --at "$1" &&
		grep -q "\"code\":\"$3\",\"place\":\"${6:-Aleppo}\",.*\"detail\":$detail,\"period\":\"$4\",\"value\":$5," "$work/out"
}
qualified() # QUALIFIER: of that row
{
	grep "\"code\":\"$3\",\"place\":\"Aleppo\",.*\"period\":\"$4\"" "$work/out" | grep -q "\"qualifier\":\"$1\""
}
verifies()
{
	rm -rf "$work/public"
	json 0 --data "$r" publish "$work/public" && json 0 verify "$work/public"
}
entries() # LOG: how many
{
	run --data "$r" log head && sed -n "s/^$1 *\([0-9]*\) .*/\1/p" "$work/out"
}
index_of() # KIND LOG: of the last such entry
{
	run --data "$r" --json log show "$2" --count 100
	grep "\"kind\":\"$1\"" "$work/out" | tail -n 1 | sed 's/.*"index":\([0-9]*\).*/\1/'
}

# Two bulletins, and then what was recorded late.

at 2016-10-20T10:00:00Z
ok "people are counted" count 2016-10-20 10
ok "and cut" put_in
at 2016-10-20T15:30:00Z
ok "the first bulletin" sign 0 2016-10-20
ok "there is nothing to restate" restate 3 "$pair"
at 2016-10-21T10:00:00Z
ok "the next day is cut" put_in
at 2016-10-21T15:30:00Z
ok "the second bulletin" sign 0 2016-10-21
at 2016-10-22T10:00:00Z
ok "seven of the first day come late" count 2016-10-20 7
ok "they are cut" put_in
at 2016-10-22T15:30:00Z
ok "6: the next bulletin is not signed over it" sign 6 2016-10-22
ok "it says what changed, from what to what, and how to say so" says 'T1 at .*, h24, of 2016-10-20: it was 10 and is 17 now; run .sulh bulletin restate'
ok "5: one officer does not restate" restate 5 'Ziad Mansour'
ok "5: nor two editors" restate 5 'Ziad Mansour,Ziad Mansour'
ok "5: nor for a reason that is none" restate 5 "$pair" because
before=$(entries hq)
ok "nothing was kept of that" test "$(entries hq)" = "$before"
ok "2: it is no record that one adds" json 2 --data "$r" add restatement figure=T1 place_of=SY period=total of_day=2016-10-20 old=10 new=9 reason_code=late_entry as="$pair"
ok "editor and approver restate" restate 0 "$pair"
changes=$(grep -c '"type":"restatement"' "$work/out")
ok "each period of the first day, and what holds on of the second" test "$changes" -gt 5
ok "with old and new" says '"day":"2016-10-20","code":"T1","place":"Aleppo",.*"period":"total","old":10,"new":17'
ok "and those of the second day" says '"day":"2016-10-21","code":"T1","place":"Aleppo",.*"period":"d3","old":10,"new":17'
ok "nothing is left to restate" restate 3 "$pair"
ok "now it is signed" sign 0 2016-10-22
ok "it counts the corrections" figure 2016-10-22 show Q2 h24 "$changes" Syria
ok "the first bulletin still says what it said" figure 2016-10-20 show T1 h24 10
ok "the new one has all" figure 2016-10-22 show T1 total 17
ok "it verifies" verifies
ok "it lists the corrections" test "$(sed 's/.*"corrections":\[\([^]]*\)\].*/\1/;q' "$work/public/bulletin/2016-10-22.json" | tr ',' '\n' | wc -l)" = "$changes"

# A correction, twice before the next bulletin.

late=$(index_of corridor_count aleppo)
at 2016-10-23T10:00:00Z
ok "the late count is corrected" count 2016-10-20 9 "corrects=aleppo/$late"
ok "and cut" put_in
ok "that is restated" restate 0 "$pair" counting_error
late=$(index_of corridor_count aleppo)
ok "corrected again" count 2016-10-20 12 "corrects=aleppo/$late"
ok "and cut" put_in
at 2016-10-23T15:30:00Z
ok "6: what was restated before is not enough" sign 6 2016-10-23
ok "it goes on from there" says 'T1 at Syria, h24, of 2016-10-20: it was 19 and is 22 now'
ok "the rest is restated" restate 0 "$pair" counting_error
ok "and signed" sign 0 2016-10-23
ok "the total is what the last one said" figure 2016-10-23 show T1 total 22
ok "it verifies" verifies

# A centre that is silent.

at 2016-10-24T10:00:00Z
ok "a count of the day" count 2016-10-24 3
ok "headquarters has a cut" put_in --log hq
ok "so has one centre" put_in --log aleppo
ok "and another" put_in --log al-tall
at 2016-10-24T15:30:00Z
ok "6: the third has none" sign 6 2016-10-24
ok "it says which, and what to do" says 'khan-al-shih.*--late khan-al-shih'
ok "5: a log that is not late is not called so" sign 5 2016-10-24 --late al-tall,khan-al-shih
ok "5: nor one that there is not" sign 5 2016-10-24 --late khan-al-shih,nowhere
ok "with the centre named it is signed" sign 0 2016-10-24 --late khan-al-shih
ok "it says that one is silent" figure 2016-10-24 show Q3 now 1 Syria silent
ok "and that its last word is a day old" figure 2016-10-24 show Q3 now 24 Syria 'oldest hours'
ok "rising figures are at least what they say" figure 2016-10-24 show T1 h24 3
ok "as their qualifier has it" qualified at_least 2016-10-24 T1 h24
ok "stocks are not said" sh -c '! grep -q "\"code\":\"C1\"" "$1"' - "$work/out"
ok "those of headquarters are" grep -q '"code":"D1".*"qualifier":"exact"' "$work/out"
ok "it verifies" verifies
ok "the centre is named as late" grep -q '"late":\["[0-9a-f]*/[0-9]*"' "$work/public/bulletin/2016-10-24.json"
at 2016-10-25T10:00:00Z
ok "the day after the centre is heard again" put_in
at 2016-10-25T15:30:00Z
ok "nothing of the past has changed by that" sign 0 2016-10-25
ok "all report" figure 2016-10-25 show Q3 now 0 Syria silent
ok "stocks are back" grep -q '"code":"C1"' "$work/out"
ok "rising figures are exact" figure 2016-10-25 show T1 total 25
ok "as their qualifier has it" qualified exact 2016-10-25 T1 total
ok "it verifies" verifies

# Very many figures.

{
	echo 'place_no,level,parent,name_en,name_ar,as'
	i=0
	while [ $i -lt 300 ]; do
		echo "X-$i,community,SY-HL-JS,Community $i,مكان,Omar Zahed"
		i=$((i + 1))
	done
} >"$work/place.csv"
{
	echo 'area,on,org,items,persons,method,conditions,witness,log,day,as'
	i=0
	while [ $i -lt 300 ]; do
		echo "X-$i,2016-10-26,AID,kind=food_set amount=2 mass_kg=20,2,list,none,LOCAL,aleppo,2016-10-26,\"Tarek Hallaq,Salma Idris\""
		i=$((i + 1))
	done
} >"$work/distribution.csv"
at 2016-10-26T10:00:00Z
ok "many places are recorded" json 0 --data "$r" import "$work/place.csv" --commit
ok "and cut" put_in
ok "in each something was handed out" json 0 --data "$r" import "$work/distribution.csv" --commit
ok "and cut" put_in
at 2016-10-26T15:30:00Z
ok "so many figures are signed" sign 0 2016-10-26
ok "it verifies" verifies
body=$(ls "$work/public/body")
ok "they stand in one body" test "$(printf '%s\n' "$body" | wc -l)" = 1
ok "of its hash" test "$(sha256sum <"$work/public/body/$body" | cut -d ' ' -f 1)" = "$body"
ok "the last community has its row" grep -q '"place":"Community 299"' "$work/public/bulletin/2016-10-26.json"
ok "published again it is the same" json 0 --data "$r" publish "$work/public"
printf 'x' >>"$work/public/body/$body"
ok "4: a body that is longer" json 4 verify "$work/public"
rm "$work/public/body/$body"
ok "4: or missing" json 4 verify "$work/public"
finish
