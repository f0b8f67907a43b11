#!/bin/sh
# The commands by family: record, list, show, correct in the words of the work; figures over days, what differs
# between days, the bulletin as a file.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

op=$work/op
example_in "$op" || { cat "$work/err" >&2; exit 1; }
at 2017-03-07T09:00:00Z
sulh_op()
{
	want=$1
	shift
	exits "$want" --data "$op" "$@"
}
value() # DAY CODE PLACE DETAIL PERIOD: value and qualifier, as computed now
{
	run --data "$op" figure "$2" --from "$1" --to "$1" --place "$3" --period "$5" --json || return 1
	python3 -c 'import json, sys
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x["type"] == "value" and (x["detail"] or "") == sys.argv[2]:
        print(x["value"], x["qualifier"])' "$work/out" "$4"
}

# Each family adds, lists and shows.

lists()
{
	for words in 'weapon move' corridor 'corridor count' convoy 'convoy count' 'convoy event' truce 'truce sheet' \
		settlement quarter mine 'mine report' 'mine check' 'mine team' 'mine accident' aid 'aid medical' \
		'aid service' facility 'facility count' return 'return captives' violation site leaflet; do
		family=${words%% *}
		word=${words#"$family"}
		# shellcheck disable=SC2086 # words
		sulh_op 0 "$family" list $word && [ -s "$work/out" ] || return 1
		# shellcheck disable=SC2086 # words
		json 0 --data "$op" "$family" list $word && grep -q '"records":[1-9]' "$work/out" || return 1
	done
}
weapons_listed() # the public entries of a day, never the items
{
	sulh_op 0 weapon list && grep -q 'W1 ' "$work/out" && ! grep -qi 'serial\|rifle\|EX-1' "$work/out"
}
by_day()
{
	sulh_op 0 mine list check --from 2016-12-09 --to 2016-12-09 && grep -q M6 "$work/out" &&
		sulh_op 3 mine list check --from 2016-01-01 --to 2016-01-02 && says 'no clearance_qa'
}
newest_only()
{
	sulh_op 0 convoy list && newest=$(grep -c convoy_no "$work/out") && sulh_op 0 convoy list --all &&
		[ "$(grep -c convoy_no "$work/out")" -gt "$newest" ]
}
shown()
{
	sulh_op 0 facility show A-1 && grep -q Jibrin "$work/out" || grep -q SY-HL-JIB "$work/out" || return 1
	sulh_op 0 corridor show 1 && grep -q 'state: open' "$work/out" && sulh_op 3 corridor show 99 &&
		says 'no corridor 99' && sulh_op 2 corridor show
}
adds()
{
	sulh_op 0 corridor add count corridor=1 direction=out persons=40 children=15 method=stated \
		from_hour=2017-03-07T10:00+02:00 log=aleppo 'as=Dina Farhat,Adel Maalouf' &&
		sulh_op 0 aid add medical consultations=21 children=4 place=Jibrin log=aleppo 'as=Tarek Hallaq' &&
		sulh_op 0 facility add facility_no=K-900 kind=kitchen area=Jibrin state=open log=aleppo \
			'as=Tarek Hallaq' && sulh_op 2 corridor add && says 'sulh help corridor' &&
		sulh_op 5 corridor add count corridor=1 log=aleppo 'as=Dina Farhat,Adel Maalouf' && says 'persons' && sulh_op 0 cut
}
ok "each_family_lists_what_there_is" lists
ok "a_day_of_weapons_is_listed_as_a_sum_only" weapons_listed
ok "lists_are_bounded_by_days" by_day
ok "of_things_the_newest_state_is_listed_unless_all_are_asked_for" newest_only
ok "one_is_shown_by_its_key" shown
ok "records_are_added_in_the_words_of_the_work" adds

# Corrections.

thing_corrected()
{
	before=$(value 2017-03-07 H7 Jibrin '' now) &&
		sulh_op 0 facility correct K-900 state=closed log=aleppo 'as=Tarek Hallaq' && sulh_op 0 cut &&
		sulh_op 0 facility show K-900 && grep -q 'state: closed' "$work/out" || return 1
	[ "$before" = '1 exact' ] && [ "$(value 2017-03-07 H7 Jibrin '' now)" != '1 exact' ]
}
count_corrected()
{
	[ "$(value 2017-03-07 T1 'Aleppo city' '' h24)" = '40 exact' ] &&
		sulh_op 0 corridor list count --from 2017-03-07 --to 2017-03-07 || return 1
	entry=$(sed -n 's|^\(aleppo/[0-9]*\) .*|\1|p' "$work/out")
	sulh_op 0 corridor correct count "$entry" persons=44 children=16 from_hour=2017-03-07T10:00+02:00 \
		'as=Dina Farhat,Adel Maalouf' && sulh_op 0 cut &&
		[ "$(value 2017-03-07 T1 'Aleppo city' '' h24)" = '44 exact' ] &&
		[ "$(value 2017-03-07 T1c 'Aleppo city' '' h24)" = '16 exact' ]
}
state_corrected() # a typing mistake in what a convoy's arrival adds: replaced, not added
{
	sulh_op 0 convoy add convoy_no=77 from=Al-Tall to=Idlib planned=40 planned_on=2017-03-06 state=arrived \
		vehicles=900 log=al-tall 'as=Karim Jabbour,Rana Qassab' && sulh_op 0 cut &&
		[ "$(value 2017-03-07 T6 Al-Tall '' h24)" = '900 exact' ] &&
		sulh_op 0 convoy correct 77 vehicles=9 'as=Karim Jabbour,Rana Qassab' && sulh_op 0 cut &&
		[ "$(value 2017-03-07 T6 Al-Tall '' h24)" = '9 exact' ] &&
		[ "$(value 2017-03-07 T6 Al-Tall convoys h24)" = '1 exact' ]
}
many_corrected() # one entry about many settlements
{
	sulh_op 0 settlement add act=join agreement=CH-2016-02-27 governorate=Syria count=10 log=hq \
		'as=Omar Zahed,Rana Qassab' && sulh_op 0 cut && [ "$(value 2017-03-07 S1 Syria '' h24)" = '10 exact' ] &&
		sulh_op 0 settlement list --from 2017-03-07 || return 1
	many=$(sed -n 's|^\(hq/[0-9]*\) .*|\1|p' "$work/out")
	sulh_op 0 settlement correct "$many" count=11 'as=Omar Zahed,Rana Qassab' && sulh_op 0 cut &&
		[ "$(value 2017-03-07 S1 Syria '' h24)" = '11 exact' ]
}
once()
{
	sulh_op 5 corridor correct count "$entry" persons=45 from_hour=2017-03-07T10:00+02:00 \
		'as=Dina Farhat,Adel Maalouf' && says corrected
}
nothing_sealed()
{
	sulh_op 0 log show aleppo --from 0 --count 100000 --json &&
		index=$(sed -n 's|.*"index":\([0-9]*\),"kind":"registration".*|\1|p' "$work/out" | head -n 1) &&
		sulh_op 5 corridor correct "aleppo/$index" state=open && says 'not a public record'
}
both_ways()
{
	sulh_op 0 bulletin draft --at 2017-03-07 && says 'Counted twice'
}
ok "the_newest_record_of_a_thing_is_replaced" thing_corrected
ok "a_count_is_corrected_by_an_entry_that_takes_its_place" count_corrected
ok "an_entry_is_corrected_once" once
ok "what_a_state_added_is_replaced" state_corrected
ok "an_entry_about_many_is_replaced" many_corrected
ok "what_is_sealed_is_not_corrected_here" nothing_sealed
ok "the_two_ways_of_counting_agree_afterwards" both_ways

# The file of a case, and help.

case_shown()
{
	sulh_op 0 show cases && number=$(sed -n 's/^\([0-9A-Z-]*\)  referred .*/\1/p;s/^\([0-9A-Z-]*\)  handed_over .*/\1/p' \
		"$work/out" | head -n 1) && [ -n "$number" ] && sulh_op 0 show case "$number" &&
		grep -q '  check ' "$work/out" && grep -q '  decision ' "$work/out" && json 0 --data "$op" show case "$number" &&
		grep -q '"kind":"check","event":"[a-z_]*","day":"2016-12-20","entry":"al-tall/[0-9]*"' "$work/out" &&
		sulh_op 3 show case XXXX-XXXX && sulh_op 3 show decision && says 'show case NUMBER'
}
referred_to() # an act of its file, by case and step
{
	sulh_op 0 show case "$number" || return 1
	step=$(sed -n 's/^ *\([0-9]*\)  check .*/\1/p' "$work/out" | head -n 1)
	sulh_op 5 add decision case="$number" outcome=referred proposed_outcome=referred article=1 grounds=x \
		acts_named=torture "evidence=$number/$step,$number/99" panel_1='Yusuf Kanaan' panel_2='Maya Salloum' \
		chief='Rana Qassab' appeal_until=2017-03-01 'as=Yusuf Kanaan,Maya Salloum,Rana Qassab' &&
		says "$number/99" && ! says "\"$number/$step\""
}
helps()
{
	exits 0 help && grep -q '^  convoy  *convoys.*(add, list, show, correct)$' "$work/out" &&
		! grep -q 'convoy list' "$work/out" && exits 0 help convoy add && grep -q 'sulh help convoy_count' "$work/out" &&
		exits 0 help weapon && grep -q ammo_lot "$work/out" && exits 0 help count_pair && grep -q counter "$work/out" &&
		exits 0 help corridor_count && grep -q 'two_counts=counter=... persons=...;' "$work/out" &&
		exits 2 convoy && says 'convoy add, convoy list' && exits 0 completion && grep -q 'complete ' "$work/out" &&
		sulh_op 5 convoy list passenger && says sealed
}
ok "the_file_of_a_case_is_listed" case_shown
ok "its_acts_are_referred_to_by_case_and_step" referred_to
ok "help_knows_families_words_and_rows" helps

# Figures over days, differences, files.

series()
{
	json 0 --data "$op" figure P4 --place Aleppo --from 2016-11-29 --to 2016-12-09 --period total &&
		python3 - "$work/out" <<'PY'
import json, sys
rows = [json.loads(x) for x in open(sys.argv[1])]
values = [r['value'] for r in rows if r['type'] == 'value']
assert len(values) == 11 and values == sorted(values) and values[-1] == 953, values
assert rows[-1]['values'] == 11
assert [r['day'] for r in rows if r.get('signed')] == ['2016-12-01', '2016-12-09']
PY
}
series_refused()
{
	sulh_op 2 figure && sulh_op 2 figure Z9 && says 'code of a figure' && sulh_op 3 figure P4 --place Nowhere &&
		sulh_op 2 figure P4 --from 2016-12-09 --to 2016-12-01 && sulh_op 2 figure P4 --period week
}
diff()
{
	json 0 --data "$op" bulletin diff 2016-12-01 2016-12-09 && python3 - "$work/out" <<'PY'
import json, sys
d = {(x['code'], x['place'], x['detail'], x['period']): (x.get('a'), x.get('b'))
     for x in map(json.loads, open(sys.argv[1])) if x['type'] == 'difference'}
assert d['P4', 'Aleppo', None, 'total'] == (630, 953)
assert d['T1', 'Aleppo', None, 'total'][0] == 18000
assert ('S2', 'Syria', 'CH-2016-02-27', 'total') in d
PY
	sulh_op 3 bulletin diff 2016-12-09 2016-12-09 && sulh_op 2 bulletin diff 2016-12-09
}
exported()
{
	for lang in en ar; do
		for format in text html csv hxl json; do
			sulh_op 0 bulletin export --at 2016-12-09 --format "$format" --lang "$lang" \
				--out "$work/b.$lang.$format" && [ -s "$work/b.$lang.$format" ] || return 1
			grep -q 953 "$work/b.$lang.$format" || return 1
		done
	done
	python3 - "$work" <<'PY'
import csv, json, re, sys
work = sys.argv[1]
read = lambda n: open(f'{work}/b.{n}', encoding='utf-8', newline='').read()
rows = list(csv.reader(read('en.csv').splitlines()))
hxl = list(csv.reader(read('en.hxl').splitlines()))
assert hxl[0] == rows[0] and hxl[2:] == rows[1:]
tag = re.compile(r'^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$')
assert len(set(hxl[1])) == len(hxl[1]) and all(tag.match(t) for t in hxl[1]), hxl[1]
figures = [json.loads(x) for x in read('en.json').splitlines()][1:]
assert len(figures) == len(rows) - 1
ar = [json.loads(x) for x in read('ar.json').splitlines()][1:]
assert [f['value'] for f in ar] == [f['value'] for f in figures]
arabic = re.compile('[\u0600-\u06ff]')
assert all(arabic.search(f['label']) for f in ar)
latin = [f['detail'] for f in ar if f['detail'] and not arabic.search(f['detail'])]
assert all(re.match(r'[A-Z0-9-]+$', x) for x in latin), latin
assert '<html lang="ar" dir="rtl">' in read('ar.html') and '<script' not in read('ar.html')
assert 'repeats a statement' in read('en.text')
PY
}
ok "a_figure_over_days" series
ok "what_no_figure_is_is_refused" series_refused
ok "what_differs_between_two_days" diff
ok "the_bulletin_as_a_file_in_two_languages" exported
finish
