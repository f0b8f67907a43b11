#!/bin/sh
# Names and lists are matched without a register: what is found is counted, what is one person is proposed, and a file that is
# none says where.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

tab=$(printf '\t')
# tsv FILE LINE...: columns between |
tsv()
{
	file=$1
	shift
	printf '%s\n' "$@" | tr '|' '\t' >"$file"
}
tsv "$work/names" '1|Samir Aqqad|1980-03-04' '2|خالد عمر بركات|1962-02-11' '3|Khalid Omar Barakat|1990-07-09' \
	'4|عبد الرحمن قنديل|' '5|Yousef Qassab|1999-12-31' '6|Rana Darwish|1988~' '7|Munira Talas'
tsv "$work/asked" '0|4|other_script|Abdurrahman Kandil|' '1|5|spelling|Yusuf Kassab|' '2|3|birth|Khaled Omar Barakat|1990-07-09' \
	'3|2|birth|Khaled Omar Barakat|1962' '4|7|typo|Munira Tlas'

look() # ARGUMENTS: a look-up
{
	json "$1" match lookup --index "$work/names" --queries "$work/asked" --out "$work/ranked"
}
finds_all()
{
	look 0 && tail -n 1 "$work/out" | grep -q '"type":"result","ok":true,"exit":0,"recall@1":1.0000,"recall@10":1.0000,"p50_ms":' &&
		grep -q '"type":"category","category":"birth","n":2,"recall@1":1.0000' "$work/out"
}
ok "names are found in either script, by spelling and by birth" finds_all
ranks()
{
	[ "$(wc -l <"$work/ranked")" -eq 5 ] && head -n 1 "$work/ranked" | grep -q "^0${tab}4" && sed -n 3p "$work/ranked" | grep -q "^2${tab}3${tab}2"
}
ok "the ids found are written, best first" ranks
people()
{
	run match lookup --index "$work/names" --queries "$work/asked" && grep -q '^all: 5, recall@1 1.0000' "$work/out" &&
		grep -q 'bytes a person' "$work/out"
}
ok "people read the same in words" people

refused() # PATTERN: the look-up is refused, and says so
{
	run match lookup --index "$work/names" --queries "$work/asked"
	[ "$?" -eq 5 ] && grep -q "$1" "$work/err"
}
# bad_look CODE WANT FILE ROW COLUMN [VALUE]: refused with what is said in members of their own, and in words
bad_look()
{
	look "$1" && grep '"type":"error"' "$work/out" |
		grep -q "\"where\":\"[^\"]*$3, row $4, column $5\",\"field\":\"[a-z]*\",\"value\":\"${6-}\",\"want\":\"[^\"]*$2" || return 1
	run match lookup --index "$work/names" --queries "$work/asked"
	[ "$?" -eq "$1" ] && says "$3, row $4, column $5: " && says "right would be: .*$2"
}
cp "$work/names" "$work/good"
tsv "$work/names" '1|Samir Aqqad|1980' '2||1980'
ok "a row without a name says which" bad_look 5 'id, name and birth' names 2 name
tsv "$work/names" '1|Samir Aqqad|last year'
ok "a birth that is none says so" bad_look 5 'a birth as EDTF' names 1 birth 'last year'
tsv "$work/names" '1|Samir Aqqad|1980' '|Omar Talas|1980'
ok "a row without an id says which" bad_look 5 'id, name and birth' names 2 id
printf '1\tSamir\n2\tOmar\303\n' >"$work/names"
ok "bytes that are not UTF-8 are refused where they stand" bad_look 5 'UTF-8' names 2 name
printf '1\tSamir\t1980\n2\tOm\000ar\t1980\n' >"$work/names"
ok "so is a NUL" bad_look 5 'NUL' names 2 name
printf '1\tSamir\t1980\tx\ty\000\n' >"$work/names"
ok "also in a column that is not looked at" bad_look 5 'NUL' names 1 5
: >"$work/names"
ok "an empty list is said to be one" refused 'no names in it'
cp "$work/good" "$work/names"
tsv "$work/asked" '0|4'
ok "a query without a name says which" bad_look 5 'query, true id' asked 1 name
tsv "$work/asked" '0|4|sort|Samir|1963-02-'
ok "so does one with a birth that is none" bad_look 5 'a birth as EDTF' asked 1 birth '1963-02-'
printf '0\t4\t\377\tSamir\n' >"$work/asked"
ok "bytes of a query that are not UTF-8 are refused" bad_look 5 'UTF-8' asked 1 category

mark=$(printf '\357\273\277')
tsv "$work/names" "${mark}1|Samir Aqqad|1980-03-04" '2|Omar Talas|'
tsv "$work/asked" "${mark}0|1|mark|Samir Akkad|1980-03-04"
marked()
{
	look 0 && grep -q '"category":"mark","n":1,"recall@1":1.0000' "$work/out" && grep -q "^0${tab}1" "$work/ranked"
}
ok "a byte-order mark at the beginning is no part of an id" marked

tsv "$work/names" '1|Samir Aqqad|1980' '2|Omar Talas|1975' '1|Abu Ziad al-Aqqad|' '7|...|'
tsv "$work/asked" '0|1|also|Abu Ziyad Akkad|' '1|1|first|Samir Akkad|1980'
aliases()
{
	json 0 match lookup --index "$work/names" --queries "$work/asked" --out "$work/ranked" --asked &&
		tail -n 1 "$work/out" | grep -q '"recall@1":1.0000.*"asked":.*"persons":3,"names":4,"without_letters":1' &&
		[ "$(cut -f 2- "$work/ranked" | tr '\t' '\n' | grep -c '^1$')" -eq 2 ] && run help match lookup &&
		grep -q 'lines of one id are names of one person' "$work/out"
}
ok "an id on several lines is one person with several names, and said to be" aliases
spoken() { run match lookup --index "$work/names" --queries "$work/asked" && says '4 names of 3 persons' && says '1 names have no letter'; }
ok "people read so in words" spoken

cp "$work/good" "$work/names"
ln "$work/names" "$work/other"
ln -s names "$work/link"
cp "$work/names" "$work/half.tmp"
spares() # OUT: refused before anything is written
{
	json 2 match lookup --index "$work/names" --queries "$work/asked" --out "$1" &&
		grep -q '"field":"out","value":"[^"]*","want":"another file than those that are read' "$work/out" &&
		cmp "$work/good" "$work/names" && [ -L "$work/link" ]
}
mkdir -p "$work/sub"
ok "what is read is not written over: the index" spares "$work/names"
ok "by another path" spares "$work/sub/../names"
ok "by another name" spares "$work/other"
ok "by a link" spares "$work/link"
ok "what is read is not written over: the queries" spares "$work/asked"
halfway()
{
	json 2 match lookup --index "$work/half.tmp" --queries "$work/asked" --out "$work/half" && cmp "$work/good" "$work/half.tmp"
}
ok "nor by what is written first" halfway
no_file() # OUT: no file can be written there, which is said before anything is read
{
	json 2 match lookup --index "$work/names" --queries "$work/none" --out "$1" &&
		grep -q '"field":"out",.*"want":"a file, new or to be replaced, in a folder that is there"' "$work/out"
}
ok "a folder is no file to write" no_file .
ok "nor is another one" no_file "$work/sub/"
ok "nor is one in a folder that is missing" no_file "$work/gone/ranked"
ok "nor is a device" no_file /dev/null
ok "nor is nothing" no_file ''
ok "without both files the usage is said" sh -c '"$BUILD/clock_tool" match lookup --index "$1" 2>"$2"; [ "$?" -eq 2 ] && grep -q "give --index" "$2"' \
	sh "$work/names" "$work/err"

cat >"$work/a.csv" <<'A'
rec_id, given_name, surname, street_number, address_1, suburb, postcode, date_of_birth, soc_sec_id
a1, samir, aqqad, 12, olive lane, northgate, 1204, 19800304, 1
a2, khalid, barakat, 7, station road, harbour, 1388, 19900709, 2
a3, rana, darwish, 90, mill street, northgate, 1204, 19880505, 3
a4, yousef, qassab, 31, garden way, hillside, 1501, 19991231, 4
a5, munira, talas, 4, long bridge, harbour, 1388, 19751122, 5
a6, omar, talas, 4, long bridge, harbour, 1388, 19751122, 6
A
cat >"$work/b.csv" <<'B'
rec_id,given_name,surname,street_number,address_1,suburb,postcode,date_of_birth,soc_sec_id
b1,samir,akkad,12,olive lane,northgate,1204,19800304,9
b2,barakat,khalid,7,station rd,harbour,1388,19900709,9
b3,rana,darwish,90,mill street,,1204,19880506,9
b9,hala,nouri,2,high street,valley,1777,19690115,4
b5,munira,tallas,4,long bridge,harbour,1388,19751122,9
B
pairs() # A B: that they were proposed
{
	grep -q "\"type\":\"pair\",\"a\":\"$1\",\"b\":\"$2\",\"score\":" "$work/out"
}
links()
{
	json 0 match link "$work/a.csv" "$work/b.csv" && pairs a1 b1 && pairs a2 b2 && pairs a3 b3 && pairs a5 b5 &&
		[ "$(grep -c '"type":"pair"' "$work/out")" -eq 4 ]
}
ok "two lists: one person is found through slips, swaps and what is missing, and nobody else" links
ok "how fields agree is said" grep -q '"a":"a1","b":"b1",.*"surname":"like","birth":"same"' "$work/out"
twins()
{
	json 0 match link "$work/a.csv" && ! grep -q '"type":"pair"' "$work/out"
}
ok "within one list twins of one house are not one person" twins

# Tables of costs are made by a tool; here of the few spellings that are in the repository.
trains()
{
	"$BUILD/train_tool" --weight habit=20 --weight known=0 --hold 7 "$SRC/tools/match_habits.tsv" >"$work/cost.c" 2>"$work/err" &&
		[ "$(tr -cd ',' <"$work/cost.c" | wc -c)" -eq "$(tr -cd ',' <"$SRC/src/match/cost.c" | wc -c)" ] &&
		[ "$(sed 's/[0-9]*,/N,/g' "$work/cost.c" | cksum)" = "$(sed 's/[0-9]*,/N,/g' "$SRC/src/match/cost.c" | cksum)" ]
}
ok "tables of costs are made of spellings, in the form in which they stand" trains
# A model that learned says spellings that it never saw nearly as well as those it saw.
held() { awk '/^learned/ { a = $5 } /^held/ { b = $5 } END { exit !(a > 1 && b > a * 0.8) }' "$work/err"; }
ok "and hold for words that were kept out" held
known() { "$BUILD/train_tool" --known "$SRC/tools/match_habits.tsv" "$SRC/tools/match_near.tsv" | cmp - "$SRC/src/match/known.c"; }
ok "the table of known names is what its lists of names say" known
printf 'x\tخالد\n' >"$work/few.tsv"
ok "a spelling without a word says where" sh -c '! "$BUILD/train_tool" "$1" 2>&1 | grep -q "^$" && "$BUILD/train_tool" "$1" 2>&1 | grep -q "row 1: source, word and spelling"' \
	sh "$work/few.tsv"

cat >"$work/two.csv" <<'C'
id,name_ar,name_la,dob,village,shoe
p1,خالد عمر بركات,Khaled Omar Barakat,1984-03-04,Kfar Salam,44
p2,,Halit Ömer Berekat,1984-03-04,Kfar Salam,41
p3,سمير العقاد,,1951,Tell Aswad,40
p4,خالد عمر بركات,,1984-03,Kfar Salam,
C
clusters()
{
	json 0 match link "$work/two.csv" && grep -q '"type":"cluster","ids":\["p1","p2","p4"\]' "$work/out" && pairs p1 p2 &&
		tail -n 1 "$work/out" | grep -q '"clusters":1,'
}
ok "rows of one person hang together in a cluster, through two scripts" clusters

list_refused() # PATTERN FILE: the list is refused
{
	run match link "$2"
	[ "$?" -eq 5 ] && grep -q "$1" "$work/err"
}
printf 'given_name\nx\n' >"$work/c.csv"
ok "a list without ids says so" list_refused 'no column rec_id or id' "$work/c.csv"
printf 'id,shoe\n1,44\n' >"$work/c.csv"
ok "a list with nothing to compare says what could be" list_refused 'no column that could be compared' "$work/c.csv"
printf 'id,name\n1,Samir\n1,Omar\n' >"$work/c.csv"
ok "two rows of one id are named" list_refused 'the id 1 names two rows' "$work/c.csv"
printf 'id,name\n,Samir\n' >"$work/c.csv"
ok "a row without an id says which" list_refused 'row 2: no id' "$work/c.csv"
printf 'id,name\n1,"Samir\n' >"$work/c.csv"
ok "a quote that does not end says where" list_refused 'row 2' "$work/c.csv"
ok "a list that is not there is said so" sh -c '"$BUILD/clock_tool" match link "$1" 2>"$2"; [ "$?" -eq 2 ]' sh "$work/none.csv" "$work/err"

# A third spelling, a second village: a row has room for two names and one of all else.
third()
{
	printf 'id,name,name_ar,name_other,origin,village\nA1,Samir Omar Aqqad,سمير عمر عقاد,Rana Habib Darwish,Aleppo,Manbij\n' >"$work/x.csv"
	printf 'id,name,name_ar,name_other,origin,village\nB1,Samir Omar Aqqad,سمير عمر عقاد,samir omar aqqad,Aleppo,aleppo\n' >"$work/y.csv"
	json 0 match link "$work/x.csv" "$work/y.csv" && grep -q '"not_compared":2[,}]' "$work/out" &&
		json 0 match link "$work/y.csv" && grep -q '"not_compared":0[,}]' "$work/out" &&
		exits 0 match link "$work/x.csv" "$work/y.csv" && grep -q 'warning: 2 cells are not compared.*x.csv, row 2, column name_other' "$work/out"
}
ok "cells for which a row has no room are counted" third

# Births: what is none says nothing, and what cannot be read is counted.
births() # A B FILE: lists of two rows, with such births in each
{
	printf 'id,name,born\nA1,Samir Omar Aqqad,%s\nA2,Rana Habib Darwish,\n' "$1" >"$work/x.csv"
	printf 'id,name,born\nB1,Samir Omar Aqqad,%s\nB2,Hala Nouri Talas,\n' "$2" >"$work/y.csv"
	json 0 match link "$work/x.csv" "$work/y.csv" && pairs A1 B1
}
agree() # A B LEVEL: how they do
{
	births "$1" "$2" && grep -q "\"birth\":\"$3\"" "$work/out" && grep -q '"births_not_read":0' "$work/out"
}
silent() # A B NUMBER: they say nothing
{
	births "$1" "$2" && ! grep -q '"birth":' "$work/out" && grep -q "\"births_not_read\":$3[,}]" "$work/out"
}
ok "a birth without digits says nothing" silent unknown unknown 0
ok "nor does one in Arabic letters" silent 'غير معروف' 'غير معروف' 0
ok "one that cannot be read is no agreement, and is counted" silent 'garbage 7' 'garbage 7' 2
ok "nor is a month that there is not" silent 02/13/1957 02/13/1957 2
ok "nor are years of two digits" silent 02/06/57 02/06/57 2
ok "nor are zeros" silent 00000000 00000000 2
for born in 02/06/1957 2/6/1957 02.06.1957 02-06-1957 1957/6/2 ٠٢/٠٦/١٩٥٧ 1957-06-02 19570602; do
	ok "a day is one as $born" agree "$born" 1957-06-02 same
done
ok "a year is near a day of it, in eight digits, too" agree 1957 19570602 near
ok "and near a decade" agree 195X 02/06/1957 near
apart()
{
	births 02/06/1957 11.02.1972
	! grep -q '"type":"pair"' "$work/out"
}
ok "of one name, other days are other persons" apart
warned()
{
	births 02/06/1957 'year 57'
	run match link "$work/x.csv" "$work/y.csv" && grep -q 'warning: 1 births cannot be read.*y.csv, row 2, column born: write 1957-06-02' "$work/out" &&
		! grep -q 'year 57' "$work/out"
}
ok "people are told how many, and where the first stands" warned

# Lists that are wrong are refused, with the place.
printf 'id;name;birth\n1;Samir;1980\n' >"$work/c.csv"
ok "a list between semicolons says what was read, and that a comma is wanted" list_refused 'columns read are: id;name;birth; write a comma' "$work/c.csv"
printf 'id\tname\tbirth\n1\tSamir\t1980\n' >"$work/c.csv"
ok "so does one between tabs" list_refused 'columns read are: id name birth; write a comma' "$work/c.csv"
printf 'number,name\n1,Samir\n' >"$work/c.csv"
ok "a list without ids says what it has" list_refused 'columns read are: number, name$' "$work/c.csv"
printf 'number\033[31m,name\n1,Samir\n' >"$work/c.csv"
escapes() { list_refused 'columns read are: ?, name' "$work/c.csv" && ! grep -q "$(printf '\033')" "$work/err"; }
ok "but nothing that a terminal would obey" escapes
printf 'id,name,birth\n1,Samir,1980\n2,Omar,1980,x\n' >"$work/c.csv"
ok "a row with a cell too many is refused" list_refused 'row 3: .*c.csv: .*4 cells where the header has 3' "$work/c.csv"
printf 'id,name,birth\n1,Samir\n' >"$work/c.csv"
ok "so is one with a cell too few" list_refused 'row 2: .*c.csv: .*2 cells where the header has 3' "$work/c.csv"
printf 'id,name,birth,name\n1,Samir,1980,Omar\n' >"$work/c.csv"
ok "a column that is there twice is refused" list_refused 'row 1, column 4: .*c.csv: .*columns 2 and 4' "$work/c.csv"
printf 'id,name,rec_id\n1,Samir,2\n' >"$work/c.csv"
ok "so are two columns of ids" list_refused 'row 1, column 3: .*columns 1 and 3' "$work/c.csv"
printf 'id,name,,\n1,Samir,,\n' >"$work/c.csv"
ok "columns without a name may be many" run match link "$work/c.csv"
printf 'id,name\n1,Samir\n2,Om\000ar\n' >"$work/c.csv"
ok "a NUL byte is refused where it stands" list_refused 'row 3, column 2: .*c.csv: .*NUL' "$work/c.csv"
printf 'id,na\000me\n1,Samir\n' >"$work/c.csv"
ok "in the first line, too" list_refused 'row 1, column 2: .*NUL' "$work/c.csv"
printf 'rec_id,given_name\n1,Samir\n' >"$work/x.csv"
printf 'rec_id,surname,shoe\n1,Aqqad,44\n' >"$work/y.csv"
apart_lists()
{
	run match link "$work/x.csv" "$work/y.csv"
	[ "$?" -eq 5 ] && grep -q 'no column in common.*x.csv has rec_id, given_name; .*y.csv has rec_id, surname, shoe' "$work/err"
}
ok "two lists with nothing in common are refused, and say what each has" apart_lists
printf 'rec_id,name\n1,Samir Aqqad\n' >"$work/x.csv"
ok "whole names and parts of names have something in common" run match link "$work/x.csv" "$work/y.csv"
finish
