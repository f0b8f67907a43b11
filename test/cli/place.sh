#!/bin/sh
# Places: gazetteers of others come in whole or with a reason for each place that does not; a place is found however
# it is spelled; nothing that a file holds is believed.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-07-28T08:00:00Z
as='Omar Zahed'
data=$SRC/examples/places

# take CODE FILE [ARGUMENTS]: place import
take()
{
	code=$1
	file=$2
	shift 2
	json "$code" --data "$r" place import "$file" --as "$as" "$@"
}
# counts ROWS REFUSED AGAIN COMMITTED
counts()
{
	grep -q "\"type\":\"result\".*\"rows\":$1,\"refused\":$2,\"again\":$3,\"committed\":$4" "$work/out"
}
drafts() # N: so many places wait
{
	run --data "$r" --json show drafts && [ "$(grep -c '"kind":"place"' "$work/out")" -eq "$1" ]
}
# found TEXT CODE: the nearest place is this one
found()
{
	json 0 --data "$r" place find "$1" && head -n 1 "$work/out" | grep -q "\"code\":\"$2\""
}
# bad PATTERN FILE [ARGUMENTS]: refused with --commit, too, says so, and keeps nothing
bad()
{
	pattern=$1
	shift
	sums "$r" >"$work/before"
	take 5 "$@" --commit && grep '"type":"error"' "$work/out" >"$work/said" &&
		grep -qE -e "$pattern" "$work/said" && sums "$r" >"$work/after" &&
		diff "$work/before" "$work/after" >"$work/diff"
}
# feature NAME GEOMETRY [PROPERTIES]: $work/NAME.geojson with one community of this geometry
feature()
{
	printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"level":"community","parent":"SY-ID","name_en":"%s","name_ar":"قرية"%s},"geometry":%s}]}\n' \
		"$1" "${3:-}" "$2" >"$work/$1.geojson"
}
ring() # POSITIONS: a polygon of them
{
	printf '{"type":"Polygon","coordinates":[[%s]]}' "$1"
}

steers_nothing() # no escape was printed
{
	! grep -q "$(printf '\033')" "$work/out" "$work/err"
}

ok "a dry run says that governorates are right" take 0 "$data/governorates.geojson"
ok "and knows those that are recorded" counts 14 0 4 false
ok "nothing waits" drafts 0
ok "--commit keeps them" take 0 "$data/governorates.geojson" --commit
ok "and says so" counts 14 0 4 true
ok "ten wait" drafts 10
ok "the same file again records nothing" take 0 "$data/governorates.geojson" --commit
ok "and knows all" counts 14 0 14 true
ok "ten wait still" drafts 10
ok "names that are taken are refused, with one that is free" bad 'Homs is the governorate SY04; this one could be \\"Homs city\\"' "$data/geonames.csv" --level city
ok "--rename takes that one" take 0 "$data/geonames.csv" --level city --rename --commit
ok "a city known under another spelling is not recorded again" counts 40 0 3 true
ok "nor are all, when the file comes again" take 0 "$data/geonames.csv" --level city --rename --commit
ok "though they were renamed" counts 40 0 40 true
ok "what was imported goes into the log" exits 0 --data "$r" cut

ok "found by code, in any case" found sy-id SY-ID
ok "by P-code" found SY04 SY04
ok "by name without accents and article" found 'qaryatayn' SY04-QAR
ok "by the name in the file, though it was renamed" found 'Homs city' SY04-HOM
ok "by alias" found Halab SY-HL
ok "by Arabic without article" found 'خان شيح' SY-RD-KS
ok "by Arabic with other letters" found 'ادلب' SY-ID
ok "by the table of aliases" found Jebreen SY-HL-JIB
ok "in Cyrillic" found 'Алеппо' SY-HL
ok "as one word" found 'Deirezzor' SY-DZ
ok "in words of another language" found 'Damascus countryside' SY-RD
ok "with a letter missing" found 'Kafr Nbl' SY-ID-KAF
ok "that is another spelling, with a score and what agrees" says '"match":"spelled otherwise","by":"[^"]*","score":[0-9]{3},"agrees":\["Kafr[^"]*","Nbl as [^"]*"\],"differs":\[\]'
ok "and what it lies in" says '"parents":\[\{"code":"SY-ID","level":"governorate","name_en":"Idlib","name_ar":"[^"]*"\},\{"code":"SY","level":"country"'
ok "where it lies may stand behind a comma" found 'Kafr Nabl, Idleb' SY-ID-KAF
ok "of another place it is said" json 0 --data "$r" place find 'Kafr Nabl, Aleppo'
ok "that it does not lie there" says '"code":"SY-ID-KAF".*"differs":\["not in .*Aleppo'
ok "the level may be said in words" found 'Homs city' SY04-HOM
ok "only of a level" json 0 --data "$r" place find Homs --level governorate
ok "no other is shown" eval 'says SY04 && ! says SY04-HOM'
ok "only in a place" json 3 --data "$r" place find Homs --within Halab
ok "a level that is none is a wrong call" json 2 --data "$r" place find Homs --level village
ok "a place that is none, too, and the nearest are named" json 2 --data "$r" place find Homs --within Allepo
ok "with code, level and what they lie in" says 'nearest: Aleppo \(SY-HL, governorate in Syria\)'
ok "by how it begins" found "khan al-shi" SY-RD-KS
ok "several words need no quotes" exits 0 --data "$r" place find Khan al-Shih
ok "what is not there is 3" json 3 --data "$r" place find Atlantis
ok "what only the table of aliases knows is said" json 3 --data "$r" place find Kallasa
ok "by its name" says 'Kalasseh .*quarter'
ok "nothing is no text" json 2 --data "$r" place find ' '
ok "the tree has levels, codes and P-codes" exits 0 --data "$r" place tree
ok "children under their parents" says '^  SY-HL  Aleppo  حلب  governorate  P-code SY02$'
ok "of one place" json 0 --data "$r" place tree idlib
ok "only what lies in it" eval '! says SY-HL && says SY-ID-KAF'
ok "an unknown one is 3" json 3 --data "$r" place tree Atlantis

ok "a place by hand gets a code of its parent's" exits 0 --data "$r" place add Saasaa سعسع --level community --in 'rural damascus' --as "$as"
ok "and says it" says 'accepted as SY-RD-SAA'
ok "fields can be given" exits 0 --data "$r" place add 'Al-Haidariya' الحيدرية --level quarter --in SY-HL-C --as "$as" area_m2=1200 'residents_before=over 18000' 'aliases=Haydariya'
ok "shown in the tree" exits 0 --data "$r" place tree SY-HL-C
ok "with residents and area, and that it waits" says 'residents over 18000  1200 m².*waits for the cut'
ok "a parent that is not there is refused, with the nearest" refused 'Kanaker \(SY-RD-KN, community in Rif Dimashq\)' --data "$r" place add X س --level post --in Kanakr --as "$as"
ok "or alone, where none is near" refused '"field":"in"' --data "$r" place add X س --level community --in Atlantis --as "$as"
ok "a name that waits for the cut is taken" refused '"field":"name_en"' --data "$r" place add Saasaa سعسع --level community --in SY-ID --as "$as"
ok "a name that is taken is refused" refused '"field":"name_en"' --data "$r" place add Kanaker كناكر --level community --in SY-ID --as "$as"
ok "a level that is none is refused" refused '"field":"level"' --data "$r" place add X س --level village --in SY-ID --as "$as"
ok "a call without level is wrong" json 2 --data "$r" place add X س --as "$as"

# In records.
stands() # AREA CODE: a facility there is accepted, and lies in this place
{
	csv "$work/facility.csv" 'facility_no,kind,area,state' "F-$2,kitchen,$1,open"
	exits 0 --data "$r" import "$work/facility.csv" --as 'Tarek Hallaq' --log aleppo --commit && run --data "$r" cut &&
		exits 0 --data "$r" export facility && says ",F-$2,kitchen,$2,open"
}
facility() # AREA [PATTERN]: one there is refused
{
	refused "\"field\":\"area\".*${2-}" --data "$r" add facility facility_no=F-0 kind=kitchen state=open log=aleppo "area=$1" 'as=Tarek Hallaq'
}
ok "a record may say a place by an alias of the table" stands Jebreen SY-HL-JIB
ok "by its Arabic name" stands 'كناكر' SY-RD-KN
ok "by an alias of its own" stands Haydariya SY-HL-C-HAI
ok "by its P-code" stands SY09 SY-DZ
ok "not by another spelling" facility Kanakr
ok "but the nearest are named" facility Kanakr 'nearest: Kanaker'
ok "nor by what no place is called" facility Atlantis
run --data "$r" place add Twin توأم --level community --in SY-ID --as "$as" aliases=Jebreen
ok "an alias of its own goes before one of the table" stands Jebreen SY-ID-TWI
run --data "$r" place add Twinned توأمة --level community --in SY-HL --as "$as" aliases=Jebreen && run --data "$r" cut
ok "an alias of two places is none" facility Jebreen
ok "the place of a record, too" exits 0 --data "$r" add corridor corridor_no=9 for=civilians state=planned place=Haydariya log=aleppo \
	'as=Karim Jabbour' --dry-run
ok "if it is in the log" refused '"field":"place"' --data "$r" add corridor corridor_no=9 for=civilians state=planned place=Jebreen log=aleppo \
	'as=Karim Jabbour'

# Boundaries.
feature Good "$(ring '[36.70,36.00],[36.71,36.00],[36.71,36.01],[36.70,36.01],[36.70,36.00]')"
ok "a ring gives a point" take 0 "$work/Good.geojson"
sed 's/"community","parent":"SY-ID"/"quarter","parent":"SY-HL-C"/' "$work/Good.geojson" >"$work/Quarter.geojson"
ok "and a quarter its area" take 0 "$work/Quarter.geojson" --commit
ok "as geodesists find it: 0.01 by 0.01 degrees at 36 north" exits 0 --data "$r" --json place find Good
ok "to the square metre" says '"area_m2":1000385[,}]'
feature Open "$(ring '[36.70,36.00],[36.71,36.00],[36.71,36.01],[36.70,36.01]')"
ok "an open ring is refused" bad 'feature 1, ring 1.*closed ring' "$work/Open.geojson"
feature Short "$(ring '[36.70,36.00],[36.71,36.00],[36.70,36.00]')"
ok "a ring of three positions is refused" bad 'ring 1.*3 positions.*four positions' "$work/Short.geojson"
feature Bow "$(ring '[36.70,36.00],[36.71,36.01],[36.71,36.00],[36.70,36.01],[36.70,36.00]')"
ok "a boundary that crosses itself is refused" bad 'ring 1, position 1.*does not cross itself' "$work/Bow.geojson"
feature Line '{"type":"LineString","coordinates":[[36.7,36],[36.8,36]]}'
ok "a line is refused" bad 'LineString.*Polygon' "$work/Line.geojson"
feature Flat "$(ring '[36.70,36.00],[36.71,36.00],[36.72,36.00],[36.70,36.00]')"
ok "a boundary without area is refused" bad 'has an area' "$work/Flat.geojson"
feature Text '{"type":"Point","coordinates":["36.7","36.0"]}'
ok "a position of texts is refused" bad 'point.*longitude and latitude' "$work/Text.geojson"
feature Null null
ok "no geometry is no mistake" take 0 "$work/Null.geojson"

# Other reference systems, and exchanged coordinates.
feature Metres '{"type":"Point","coordinates":[4123456.7,4312345.1]}'
ok "metres are refused" bad 'projected' "$work/Metres.geojson"
feature North '{"type":"Point","coordinates":[36.2,137.1]}'
ok "a latitude beyond 90 is refused" bad 'exchanged' "$work/North.geojson"
feature Swapped '{"type":"Point","coordinates":[33.5,36.3]}'
ok "what lies in the country only when exchanged is refused" bad 'exchanged they lie in Syria' "$work/Swapped.geojson"
feature Paris '{"type":"Point","coordinates":[2.35,48.85]}'
ok "what lies elsewhere is refused" bad '48.850000,2.350000.*a point in Syria' "$work/Paris.geojson"
feature Huge '{"type":"Point","coordinates":[1e300,99999999999999999999.5]}'
ok "huge numbers are refused" bad 'numbers of degrees' "$work/Huge.geojson"
sed 's/"features"/"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32637"}},"features"/' "$work/Good.geojson" >"$work/utm.geojson"
ok "another reference system is refused" bad 'EPSG::32637.*CRS84' "$work/utm.geojson"
sed 's/EPSG::32637/OGC:1.3:CRS84/; s/Good/Good two/' "$work/utm.geojson" >"$work/crs84.geojson"
ok "CRS84 is not" take 0 "$work/crs84.geojson"
csv "$work/turned.csv" 'name_en,name_ar,level,parent,lat,lon' 'A one,ا,city,SY01,36.3,33.5' 'B two,ب,city,SY01,36.7,34.7' 'C three,ت,city,SY-HL,37.16,36.2'
ok "a file that is exchanged as a whole is refused, those near the diagonal, too" bad 'whole file: 2 places' "$work/turned.csv" --partial --out "$work/o.csv"

# Files of others: names of columns.
csv "$work/cod.csv" 'ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE' 'SY07,Harim,حارم,SY0703'
ok "COD-AB columns are known" take 0 "$work/cod.csv" --commit
printf 'admin2Pcode,admin3Name_en,admin3Name_ar,admin3Pcode,LONGITUDE,Y\r\nSY0703,Salqin sub,سلقين,SY070302,36.45,36.13\r\n' >"$work/cod3.csv"
ok "in other spellings, with CR LF, the P-code of the level above as parent" take 0 "$work/cod3.csv" --commit
ok "the code is the P-code" found SY070302 SY070302
csv "$work/odd.csv" 'NAZWA,ARABSKA,KOD' 'Odd name,غريب,SYX1'
ok "odd columns have to be named" bad 'name_en=COLUMN' "$work/odd.csv" --level community --parent Idlib
ok "by --map" take 0 "$work/odd.csv" --level community --parent Idlib --map name_en=NAZWA,name_ar=ARABSKA --map pcode=KOD
ok "a field that is none is a wrong call" take 2 "$work/odd.csv" --map nome=NAZWA
ok "a column that is none, too" take 2 "$work/odd.csv" --map name_en=NAME
ok "a level that is none, too" take 2 "$work/cod.csv" --level village
ok "a parent that is none, too" take 2 "$work/cod.csv" --parent Atlantis
csv "$work/child.csv" 'ADM3_PCODE,ADM4_EN,ADM4_AR,ADM4_PCODE' 'SY999999,Lost,ضائع,C1'
csv "$work/spelled.csv" 'level,parent,name_en,name_ar' 'community,Kanakr,Spelled,مكتوب'
ok "a parent in another spelling is refused, with the nearest" bad 'column parent.*nearest: Kanaker .SY-RD-KN' "$work/spelled.csv"
ok "a parent that is not recorded is refused, by its column" bad 'row 2, column ADM3_PCODE.*SY999999.*larger places first' "$work/child.csv"
csv "$work/tree.csv" 'place_no,level,parent,name_en,name_ar' 'T-2,community,T-1,Small one,صغير' 'T-1,district,SY-ID,Large one,كبير'
ok "children may stand before their parents" take 0 "$work/tree.csv"
csv "$work/odd2.csv" 'place_no,level,parent,name_en,name_ar' 'T-1,city,SY-RD-KS,Upside,مقلوب'
ok "a city in a community is refused" bad 'larger place than a city' "$work/odd2.csv"
csv "$work/same.csv" 'place_no,level,parent,name_en,name_ar' ',community,SY-ID,Double,مزدوج' ',community,SY-ID,Double,مزدوج'
ok "a place twice in a file is refused" bad 'row 3.*each place once: row 2' "$work/same.csv"
csv "$work/near.csv" 'level,parent,name_en,name_ar' 'city,SY,Manbij,منبج'
ok "what may be the same elsewhere in the branch is asked back" bad 'if it is Manbij in Aleppo' "$work/near.csv"
csv "$work/pcode.csv" 'level,parent,name_en,name_ar,pcode' 'district,SY-ID,Other,آخر,SY0703'
ok "a P-code that is another place's is refused" bad 'another pcode.*Harim' "$work/pcode.csv"

# As real files are.
csv "$work/semi.csv" 'name_en;name_ar;level;parent;lat;lon;aliases' 'Semi one;شبه أول;Sub-district;SY-ID;35,95;36,65;Semione, Semi 1'
ok "semicolons, a decimal comma, levels in words, aliases between commas" take 0 "$work/semi.csv" --commit
ok "found by an alias" found 'Semione' SY-ID-SEM
csv "$work/semi2.csv" 'name_en;name_ar;level;parent;point' 'Semi two;شبه ثان;ADM4;SY-ID;35,96 36,65' 'Semi three;شبه ثالث;Admin level 3;SY-ID;١٣٥,96; 36,65'
ok "and are refused by row and column" bad '6 cells where the header has 5.*row 3' "$work/semi2.csv"
printf 'sep=;\r\nname_en;name_ar;level;parent;point\r\nSemi two;شبه ثان;ADM4;SY-ID;35,96 36,65\r\nSemi three;شبه ثالث;قرية;SY-ID;٣٥,97 36.65\r\n' >"$work/sep.csv"
ok "what stands between cells may be said, degrees in one cell and in Arabic digits" take 0 "$work/sep.csv"
sed 's/35,96 36,65/135,96 36,65/' "$work/sep.csv" >"$work/sep2.csv"
ok "rows are counted as a spreadsheet shows them" bad 'row 3, column point.*exchanged' "$work/sep2.csv"
printf 'name_en,name_ar,level,parent\r\nWide,واسع,community,SY-ID\r\n' | iconv -t UTF-16LE >"$work/u16"
{ printf '\377\376'; cat "$work/u16"; } >"$work/wide.csv"
ok "UTF-16, as spreadsheets save it" take 0 "$work/wide.csv"
ok "without its mark, too" take 0 "$work/u16"
head -c 51 "$work/wide.csv" >"$work/wide2.csv"
ok "cut in a character, it is refused" bad 'UTF-16 that is cut.*line 1' "$work/wide2.csv"
printf 'name_en,name_ar,level,parent\nAnsi,عنزي,community,SY-ID\n' | iconv -t CP1256 >"$work/ansi.csv"
ok "an encoding that cannot be told is refused, and what to say is said" bad '.--encoding .*windows-1256.*row 2, column 2' "$work/ansi.csv"
ok "it is read where it is said" take 0 "$work/ansi.csv" --encoding windows-1256 --commit
ok "as it was meant" found 'Ansi, Idlib' SY-ID-ANS
ok "with its Arabic name" says '"name_ar":"عنزي"'
ok "an encoding that is none is a wrong call" take 2 "$work/ansi.csv" --encoding latin-9
csv "$work/years.csv" 'ADM1_PCODE,ADM2_EN_2015,ADM2_EN_2019,ADM2_AR_2019,ADM2_PCODE_20190301,ADM2_REF' 'SY07,Jisr Choghour,Jisr-Ash-Shugur,جسر الشغور,SY0704,Jisr'
ok "columns of years: the last holds" take 0 "$work/years.csv" --commit
ok "an older name finds it, too" found 'Jisr Choghour' SY0704
ok "as an alias" says '"name_en":"Jisr-Ash-Shugur".*"aliases":\["Jisr Choghour","Jisr"\]'
printf 'shapeName\302\240,الاسم بالعربية,shapeType,parent\nGeo\342\200\216  one\302\240,جيو,ADM3,SY0704\n' >"$work/unseen.csv"
ok "what is not seen in names and headers is left out" take 0 "$work/unseen.csv"
ok "in the name" says '"level":"subdistrict","name_en":"Geo one"'

# Arabic names, and keeping what is right.
csv "$work/latin.csv" 'level,parent,name_en,name_ar,lat,lon' 'community,SY-ID,Has none,Has none,36.1,36.6' 'community,SY-ID,Has one,له,36.1,36.7' 'governorate,SY,Aleppo,,,'
ok "a name that is not in Arabic is missing" bad 'row 2, column name_ar.*Arabic letters' "$work/latin.csv"
ok "--partial needs a file for the others" take 2 "$work/latin.csv" --partial --commit
ok "--partial keeps what is right and ends with 6" take 6 "$work/latin.csv" --partial --commit --out "$work/refused.csv"
ok "and knows what the table of aliases has in Arabic" counts 3 1 1 true
ok "the refused place stands in a file with the reason" grep -q '^.*Has none.*36.100000,36.600000,name_ar: want' "$work/refused.csv"
sed 's/Has none,,/Has none,ليس له,/' "$work/refused.csv" >"$work/mended.csv"
ok "which, mended, is imported" take 0 "$work/mended.csv" --commit
ok "at last" counts 1 0 0 true

# Hostile files.
printf '{"type":"FeatureCollection","features":[{"type":"Feature","prop' >"$work/cut.geojson"
ok "truncated JSON is refused, by line and column" bad 'read JSON.*line 1, column [0-9]+' "$work/cut.geojson"
i=0
while [ $i -lt 200 ]; do printf '{"a":['; i=$((i + 1)); done >"$work/deep.geojson"
ok "deep nesting is refused" bad 'deeper than 32 levels' "$work/deep.geojson"
printf '{"type":"FeatureCollection","type":"x","features":[]}' >"$work/twice.geojson"
ok "duplicate keys are refused" bad 'duplicate' "$work/twice.geojson"
printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":99999999999999999999},"geometry":null}]}' >"$work/big.geojson"
ok "an integer beyond 64 bits is refused" bad 'integer' "$work/big.geojson"
printf '{"type":"FeatureCollection",\0"features":[]}' >"$work/nul.geojson"
ok "a byte 0 is refused" bad 'byte 0' "$work/nul.geojson"
printf 'name_en,name_ar,level,parent\nA\0B,قرية,community,SY-ID\n' >"$work/nul.csv"
ok "in CSV, too" bad 'plain text' "$work/nul.csv"
feature Steer null ',"aliases":"a\u001b[2Jb"'
ok "what would steer a terminal is left out" exits 0 --data "$r" place import "$work/Steer.geojson" --as "$as"
feature 'Steer\u001b[2J' null
ok "or refused" exits 5 --data "$r" place import "$work"/Steer*2J.geojson --as "$as"
ok "and not printed" steers_nothing
printf '{"type":"Topology","objects":{}}' >"$work/topo.json"
ok "TopoJSON is refused" bad 'Topology.*FeatureCollection' "$work/topo.json"
# What is public is opened in spreadsheets, which run what begins so.
called() # NAME
{
	refused '"field":"name_en",.*formula' --data "$r" place add "$1" قرية --level community --in SY-ID --as "$as"
}
ok "a name that a spreadsheet would run is refused" called '=HYPERLINK("http://x.invalid","Idlib")'
ok "however it begins" called '@SUM(A1)'
ok "with a sign" called '+cmd|calc'
ok "and another" called '-1+HYPERLINK("x")'
printf 'name_en,name_ar,level,parent\n"=1+1",قرية,community,SY-ID\n' >"$work/formula.csv"
ok "also in a gazetteer" bad 'formula' "$work/formula.csv"
printf 'name_en,name_ar,level,as\n=1+1,قرية,community,%s\n' "$as" >"$work/place.csv"
ok "and in an import" refused 'formula' --data "$r" import "$work/place.csv"
printf 'PK\003\004xlsx' >"$work/x.xlsx"
ok "a spreadsheet is refused" bad 'neither CSV nor GeoJSON' "$work/x.xlsx"
: >"$work/empty.csv"
ok "an empty file is refused" bad 'empty' "$work/empty.csv"
printf '\357\273\277name_en,name_ar,level,parent\r\nMarked,مع,community,SY-ID\r\n' >"$work/bom.csv"
ok "a byte-order mark is stepped over" take 0 "$work/bom.csv"
{ printf '\357\273\277'; cat "$work/Null.geojson"; } >"$work/bom.geojson"
ok "in JSON, too" take 0 "$work/bom.geojson"
csv "$work/ragged.csv" 'name_en,name_ar,level,parent' 'A,ا'
ok "a row with too few cells is refused" bad '2 cells where the header has 4.*row 2' "$work/ragged.csv"
csv "$work/comma.csv" 'name_en,name_ar,level,parent,lat,lon' 'Comma,فاصلة,community,SY-ID,"36,1,5","36,6"'
ok "degrees with two commas are refused" bad 'row 2, column lat.*36,1,5.*36,201240' "$work/comma.csv"
ok "a file that is not there is a wrong call" take 2 "$work/none.csv"
ok "who records has to be said" json 5 --data "$r" place import "$work/bom.csv"

csv "$work/kafr.csv" 'name_en,name_ar,level,parent' 'Kafr Halab,كفر حلب,community,SY-ID' \
	'Upper Kafr Salam,كفر سلام الفوقا,community,SY-ID' 'Lower Kafr Salam,كفر سلام التحتا,community,SY-ID'
run --data "$r" place import "$work/kafr.csv" --as "$as" --commit
ok "all of it goes into the log" exits 0 --data "$r" cut
kafr() # NAME: both places of this name come first, and the other one is no spelling of it
{
	json 0 --data "$r" place find "$1" && sed -n '1,2p' "$work/out" | grep -c 'Kafr Salam"' | grep -qx 2 &&
		! grep -qE '"name_en":"Kafr Halab".*"score":([5-9]|1000)[0-9][0-9]' "$work/out"
}
ok "a place that has all words of a name comes before one that has another word" kafr 'Kafr Salam'
ok "in Arabic, too" kafr 'كفر سلام'
told_other() { run --data "$r" --json place find 'Kafr Salam' && grep '"name_en":"Kafr Halab"' "$work/out" | grep -q 'no \\"Salam\\" in its name'; }
ok "which is said of it" told_other
ok "and is folded anew to the same" exits 0 --data "$r" rebuild
ok "with the places found as before" found SY070302 SY070302
finish
