#!/bin/sh
# Records out and in again in every form of file: what another register reads is what this one wrote. What is
# wrong in a file is said by its line, feature or cell.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-28T10:00:00Z
csv "$work/facility.csv" 'facility_no,kind,area,state,places_n,services,org,point,log,day,as' \
	'K-001,kitchen,Aleppo city,open,,"hot_meals,water",AID,,aleppo,2016-10-20,Tarek Hallaq' \
	'H-001,accommodation,Mahalej,open,about 200,,,"36.183200,37.117900",aleppo,2016-10-20,Tarek Hallaq' \
	'K-001,kitchen,Aleppo city,closed,0,,AID,,aleppo,2016-10-27,Tarek Hallaq' \
	'H-002,accommodation,Mahalej,planned,over 1000,,AID,,aleppo,2016-10-27,Tarek Hallaq'
run --data "$r" import "$work/facility.csv" --commit && import_all "$r" decree-2 && run --data "$r" cut ||
	{ cat "$work/out" "$work/err"; exit 1; }

# export KIND FORMAT FILE [ARGUMENTS]
export_()
{
	kind=$1
	format=$2
	file=$3
	shift 3
	exits 0 --data "$r" export "$kind" --format "$format" --out "$file" "$@"
}
no() # PATTERN FILE [ARGUMENTS]: an import that is refused with these words
{
	pattern=$1
	file=$2
	shift 2
	refused "$pattern" --data "$r" import "$file" --as 'Tarek Hallaq' --log aleppo "$@"
}
kinds='party place decree corridor facility'
ends='csv hxl jsonl geojson xlsx'
of_form() # FORMAT: the end of its files
{
	case $1 in hxl) echo csv ;; *) echo "$1" ;; esac
}

# What it holds.
ok "a kind goes to the standard output as CSV" exits 0 --data "$r" export facility
ok "with its columns" says '^log,index,day,from_day,place,place_name,place_pcode,corrects,corrected,facility_no,kind,area,state,places_n,services,org'
ok "without what is sealed" sh -c '! grep -q "37[.]1\|point" "$1"' - "$work/out"
ok "with qualifiers" says ',H-001,accommodation,SY-[A-Z-]*,open,about 200,'
ok "rows as an import reads them" exits 0 --data "$r" export decree
ok "in a cell" says 'category=carrying_arms months=3 from=2016-10-28 last_day=2017-01-27; category=fugitive'
ok "references by their keys" says ',15/2016-1,2016-10-27,15/2016,'
ok "a window of days" exits 0 --data "$r" export facility --from 2016-10-21 --to 2016-10-27
ok "leaves out the others" test "$(wc -l <"$work/out")" -eq 3
ok "a log" exits 0 --data "$r" export facility --log al-tall
ok "that has none gives a header" test "$(wc -l <"$work/out")" -eq 1
ok "a log that there is not" json 3 --data "$r" export facility --log nowhere
ok "hxl has tags below the header" exits 0 --data "$r" export facility --format hxl
ok "for each column" says '^#meta\+log,#meta\+id,#date\+entry,.*#service\+code,#service\+type,#loc\+area\+code,#status,'
ok "and numbers that are numbers, qualifiers beside them" says ',open,200,about,'
ok "--json gives a line a record" json 0 --data "$r" export facility
ok "as JSON" says '"type":"record","log":"aleppo".*"services":\["hot_meals","water"\]'
ok "GeoJSON has no positions" exits 0 --data "$r" export facility --format geojson
ok "and says why" says '"geometry":null,.*"geometry_note":"positions are sealed'
ok "3w says who does what where" exits 0 --data "$r" export 3w
ok "as it stands" says '^aleppo,[0-9]*,facility,[^,]*,AID,Food Security,kitchen,Aleppo,SY02,SY-HL-C,Aleppo city,[^,]*,2016-10-27,,closed'
ok "once for each thing" test "$(grep -c ,kitchen, "$work/out")" -eq 1
ok "a format that there is not" json 2 --data "$r" export facility --format pdf
ok "a kind that there is not" json 2 --data "$r" export motto
ok "a part" json 2 --data "$r" export aid_item
ok "a spreadsheet needs a file" json 2 --data "$r" export facility --format xlsx
ok "tags are for tables" json 2 --data "$r" export facility --format jsonl --tags
unchanged() # COMMAND...
{
	sums "$r" >"$work/before"
	"$@" && sums "$r" >"$work/after" && diff "$work/before" "$work/after" >"$work/diff"
}
ok "an export changes nothing" unchanged exits 0 --data "$r" export 3w --format xlsx --out "$work/3w.xlsx"

# There and back.
other() # FORMAT: a register made of what this one wrote
{
	t=$work/t-$1
	end=$(of_form "$1")
	echo 'a phrase for tests' >"$work/pass"
	at 2016-07-28T06:00:00Z
	run --pass-file "$work/pass" init "$t" --operation aleppo-2016 || return 1
	echo 'pass_file = pass' >>"$t/sulh.conf"
	cp "$work/pass" "$t/pass"
	run --data "$t" officer enrol --file "$example/officers.csv" --as 'Rana Qassab,Samir Attar' && run --data "$t" cut || return 1
	at 2016-10-28T10:00:00Z
	mkdir -p "$work/$1"
	for part in $kinds; do
		export_ "$part" "$1" "$work/$1/$part.$end" || return 1
	done
	# A decree that extends another needs that one in the log: two files.
	export_ decree "$1" "$work/$1/decree.$end" --to 2016-10-27 &&
		export_ decree "$1" "$work/$1/decree-2.$end" --from 2016-10-28 || return 1
	take() # KIND OFFICERS
	{
		exits 0 --data "$t" import "$work/$form/$1.$end" --as "$2" --commit
	}
	form=$1
	take party 'Omar Zahed' && run --data "$t" cut || return 1
	import_all "$t" operation && take place 'Omar Zahed' && run --data "$t" cut || return 1
	for log in aleppo khan-al-shih al-tall; do
		run --data "$t" log add "$log" || return 1
	done
	import_all "$t" centre && run --data "$t" cut || return 1
	take decree 'Hala Nouri,Rana Qassab' && run --data "$t" cut && take decree-2 'Hala Nouri,Rana Qassab' &&
		take corridor 'Karim Jabbour' && take facility 'Tarek Hallaq' && run --data "$t" cut
}
same() # FORMAT: both registers write the same, but for where in the log it stands
{
	for part in $kinds; do
		for at_ in r t-"$1"; do
			exits 0 --data "$work/$at_" export "$part" || return 1
			cut -d, -f1,3- "$work/out" >"$work/$at_.said"
		done
		[ "$(wc -l <"$work/r.said")" -gt 1 ] && diff "$work/r.said" "$work/t-$1.said" >"$work/diff" || return 1
	done
}
for form in $ends; do
	ok "$form: another register takes what this one wrote" other "$form"
	ok "$form: and writes the same" same "$form"
	ok "$form: the same file again is known" exits 0 --data "$work/t-$form" --json import \
		"$work/$form/facility.$(of_form "$form")" --as 'Tarek Hallaq' --commit
	ok "$form: each row" says '"rows":4,"refused":0,"again":4'
done

# Files of others: tags instead of names, positions, lists.
at 2016-10-29T10:00:00Z
head='#service +code,#service+type,#loc+area,#Status,#capacity+num,#meta+qualifier+places_n,#date+entry'
csv "$work/facility-hxl.csv" 'No.,Type,Where,State,Beds,,Date' "$head" 'H-9,accommodation,Aleppo city,open,30,almost,2016-10-28'
ok "columns with other names are known by their tags" exits 0 --data "$r" import "$work/facility-hxl.csv" --as 'Tarek Hallaq' --log aleppo
csv "$work/facility-tags.csv" "$head" 'H-9,accommodation,Aleppo city,open,30,almost,2016-10-28'
ok "also where nothing stands above them" exits 0 --data "$r" --json import "$work/facility-tags.csv" --as 'Tarek Hallaq' --log aleppo
ok "the tags are no row" says '"rows":1,"refused":0'
sed 's/accommodation/tent/' "$work/facility-hxl.csv" >"$work/facility-bad.csv"
ok "a refused row keeps its place in the file" no '"where":"row 3, column kind"' "$work/facility-bad.csv" --out "$work/back.csv"
ok "and comes back under the fields' names" grep -q '^facility_no,kind,area,state,places_n,places_n_qualifier,day,reason' "$work/back.csv"
sed '2s/#Status/#sta-tus/' "$work/facility-hxl.csv" >"$work/facility-h1.csv"
ok "a tag that is none is refused" no '"where":"row 2, column 4","field":"tag","value":"#sta-tus"' "$work/facility-h1.csv"
sed '2s/#Status/#crisis/' "$work/facility-hxl.csv" >"$work/facility-h2.csv"
ok "a tag that names no field is refused" no '"field":"tag","value":"#crisis"' "$work/facility-h2.csv"
sed '1s/State/area/; 1s/Where/x/' "$work/facility-hxl.csv" >"$work/facility-h3.csv"
ok "a column that is called one thing and tagged as another is refused" no '"value":"#Status","want":"the tag of area' "$work/facility-h3.csv"
sed '2s/,#meta[^,]*//' "$work/facility-hxl.csv" >"$work/facility-h4.csv"
ok "a row of tags that is too short is refused" no 'the row of tags has 6 cells' "$work/facility-h4.csv"
csv "$work/facility-h5.csv" 'facility_no,kind,area,state,places_n_qualifier' 'H-9,accommodation,Aleppo city,open,over'
ok "a qualifier without its number is refused" no '"value":"places_n_qualifier"' "$work/facility-h5.csv"

json_lines() # LINE...
{
	printf '%s\n' "$@" >"$work/facility.jsonl"
}
json_lines '{"facility_no":"H-7","kind":"accommodation","area":"Aleppo city","state":"open","places_n":40,"services":["medical","water"],"day":"2016-10-28"}' '' \
	'{"facility_no":"H-8","state":"open","kind":"kitchen","area":"Aleppo city","org":null,"point":"36.2,37.1"}'
ok "an object a line, keys in any order" exits 0 --data "$r" import "$work/facility.jsonl" --as 'Tarek Hallaq' --log aleppo
json_lines '{"facility_no":"H-7","kind":"kitchen","area":"Aleppo city","state":"burnt"}' '{"facility_no":"H-8","kind":"x"}'
ok "what is wrong is said by its line" no '"where":"line 1, state","field":"state","value":"burnt"' "$work/facility.jsonl"
ok "each" says '"where":"line 2, kind"'
json_lines '{"facility_no":"H-7","facility_no":"H-8"}'
ok "a key twice is refused" no '"where":"line 1' "$work/facility.jsonl"
json_lines '{"facility_no":"H-7"}' '{"facility_no":"H-7"'
ok "a line that is cut off is refused" no '"where":"line 2' "$work/facility.jsonl"
json_lines '{"facility_no":"H-7","motto":1}'
ok "a key that is no field is refused" no '"where":"key motto"' "$work/facility.jsonl"
json_lines '["H-7"]'
ok "a list is no record" no 'where an object is expected","where":"line 1"' "$work/facility.jsonl"
json_lines '{"facility_no":"H-7","services":[["a"]]}'
ok "a list within a list is refused" no '"where":"line 1, services"' "$work/facility.jsonl"
json_lines '{"facility_no":["H-7"]}'
ok "a list where one value belongs is refused" no '"where":"line 1, facility_no"' "$work/facility.jsonl"
printf '{"facility_no":"H-\351"}\n' >"$work/facility.jsonl"
ok "text that is not UTF-8 is refused" no '"where":"line 1' "$work/facility.jsonl"
printf '%0100d' 0 | sed 's/0/[/g' >"$work/facility.jsonl"
ok "a hundred lists in each other are refused" no 'deeper' "$work/facility.jsonl"
: >"$work/facility.jsonl"
ok "an empty file is refused" no 'empty' "$work/facility.jsonl"
json_lines '{"area":"Aleppo city","on":"2016-10-28","org":"AID","items":[{"kind":"bread","amount":"about 500"},{"kind":"cash","amount":3}],"persons":900,"method":"queue","conditions":"none","witness":"STATE","as":["Tarek Hallaq","Salma Idris"]}'
mv "$work/facility.jsonl" "$work/distribution.jsonl"
ok "objects in a list are the rows within a record" exits 0 --data "$r" import "$work/distribution.jsonl" --log aleppo --commit
run --data "$r" cut
ok "as they came in" exits 0 --data "$r" export distribution --format jsonl
ok "they go out" says '"items":\[\{"kind":"bread","amount":"about 500"\},\{"kind":"cash","amount":3\}\]'
ok "each kind of aid is an activity" exits 0 --data "$r" export 3w
ok "in its sector" says ',distribution,[^,]*,AID,Multi-purpose Cash,cash,'
json_lines '{"area":"Aleppo city","items":[{"kind":"bread; kind=cash","amount":1}]}'
mv "$work/facility.jsonl" "$work/distribution-2.jsonl"
ok "a value cannot make a row of its own" no '"where":"line 1, items"' "$work/distribution-2.jsonl"

geojson() # GEOMETRY
{
	printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"facility_no":"H-6","kind":"medical","area":"Aleppo city","state":"open"},"geometry":%s}]}' \
		"$1" >"$work/facility.geojson"
}
geojson '{"type":"Point","coordinates":[37.15,36.2]}'
ok "a position goes into its field" exits 0 --data "$r" import "$work/facility.geojson" --as 'Tarek Hallaq' --log aleppo
geojson '{"type":"Point","coordinates":[36.2,137.15]}'
ok "latitude and longitude the wrong way round are refused" no '"where":"feature 1, geometry"' "$work/facility.geojson"
geojson '{"type":"GeometryCollection","geometries":[]}'
ok "a geometry that no field holds is refused" no 'GeometryCollection' "$work/facility.geojson"
geojson null
sed 's/"features"/"crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features"/' "$work/facility.geojson" >"$work/facility-crs.geojson"
ok "another system of positions is refused" no '"value":"EPSG:3857"' "$work/facility-crs.geojson"
sed 's/open/burnt/' "$work/facility.geojson" >"$work/facility-state.geojson"
ok "what is wrong is said by its feature" no '"where":"feature 1, state"' "$work/facility-state.geojson"
printf '{"type":"Feature"}' >"$work/facility-one.geojson"
ok "a feature alone is refused" no 'FeatureCollection' "$work/facility-one.geojson"

export_ facility xlsx "$work/facility-2.xlsx" --tags --to 2016-10-20
ok "what is wrong in a workbook is said by its cell" refused '"where":"sheet facility, cell C3 .day.","field":"day"' \
	--data "$r" import "$work/facility-2.xlsx" --as 'Tarek Hallaq'
export_ facility xlsx "$work/facility-2.xlsx" --tags --from 2016-10-27
ok "the sheet may be named" exits 0 --data "$r" --json import "$work/facility-2.xlsx" --as 'Tarek Hallaq' --sheet facility
ok "its tags are no row" says '"rows":2,"refused":0'
ok "one that there is not is refused" refused '"field":"sheet","value":"other"' --data "$r" import "$work/facility-2.xlsx" --sheet other
ok "a sheet of CSV is a wrong call" json 2 --data "$r" import "$work/facility.csv" --sheet other
head -c 3000 "$work/facility-2.xlsx" >"$work/facility-cut.xlsx"
ok "a workbook that is cut off is refused" refused 'cut off' --data "$r" import "$work/facility-cut.xlsx"
cp "$work/facility.csv" "$work/facility-csv.xlsx"
ok "what is called one and is none, too" refused 'no zip' --data "$r" import "$work/facility-csv.xlsx"

# What is public of the sealed forms: which figures they change, and their seals.
person "$r" || cat "$work/out" "$work/err"
run --data "$r" add weapon_item item_no=WX1 group=W1 'class=1.4 assault_rifle' calibre=7.62 serial=EX-1 condition=serviceable origin_stated=issued \
	log=aleppo 'as=Bashir Tawil,Hanan Sabouni' || cat "$work/out" "$work/err"
at 2016-11-08T10:00:00Z
run --data "$r" cut || cat "$work/out" "$work/err"
ok "of persons, which figures they change" exits 0 --data "$r" export registration
ok "by columns of their own" says '^log,index,day,changes,seal,commit'
ok "and nothing else" says '^aleppo,[0-9]+,2016-11-08,P2 \+1; P3 \+1,[0-9a-f]{64},'
ok "not who it is" sh -c '! grep -qi "samir\|1980" "$1"' - "$work/out"
ok "of weapons, their sums" exits 0 --data "$r" export weapon_item --format hxl
ok "with tags" says '^#meta\+log,#meta\+id,#date\+entry,#indicator\+changes\+text,#meta\+seal,#meta\+commit'
ok "under their figures" says '^aleppo,[0-9]+,2016-11-08,W1 \+1; W7 store \+1,[0-9a-f]{64},'
ok "not which weapon" sh -c '! grep -q EX-1 "$1"' - "$work/out"
ok "as JSON, too" exits 0 --data "$r" --json export registration
ok "each change by itself" says '"changes":\[\{"figure":"P2","detail":"","n":1,"qualifier":"exact"\},'
ok "what is published as a decision is no export" json 2 --data "$r" export appeal
ok "and says where it is" says 'no entry says that it is appeal.*sulh export decision'
ok "nor what is veiled" json 2 --data "$r" export testimony
ok "which says why" says 'of testimony nothing is public'
ok "nor what is veiled by itself" json 2 --data "$r" export veiled

# What a file holds does not steer the terminal; a column of corrections takes what is not corrected.
printf 'facility_no,kind,area,state,corrected\nH-9,a\033[2J\302\233b,Aleppo city,open,no\n' >"$work/facility-steer.csv"
ok "a value that would steer the terminal is refused" exits 5 --data "$r" import "$work/facility-steer.csv" --as 'Tarek Hallaq' --log aleppo
ok "and printed without that" says '"a[?].2J[?]+b" is not right'
ok "nothing of it is left" sh -c '! grep -q "$(printf "\033\\|\302\233")" "$@"' - "$work/out" "$work/err"
csv "$work/facility-stands.csv" 'facility_no,kind,area,state,corrected' 'H-9,kitchen,Aleppo city,open,no' 'H-8,kitchen,Aleppo city,open,yes'
ok "a row that was corrected is refused" no '"where":"row 3, column corrected".*"want":"a record that stands' "$work/facility-stands.csv"
ok "the other is not" says '"rows":2,"refused":1'
finish
