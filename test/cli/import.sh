#!/bin/sh
# CSV files through the front door: nothing of a file that is wrong is kept, and everything that is wrong is said,
# by row and column, and given back in a file that can be corrected and imported.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z

head='full_name,sex,born,age_doubt,status_sought,search_done,log,as'
row='"ism Samir, family Aqqad",m,1980,no,associated,offline,aleppo,Lina Darwish'

# import CODE FILE [ARGUMENTS]
import()
{
	code=$1
	file=$2
	shift 2
	json "$code" --data "$r" import "$file" "$@"
}
# counts ROWS REFUSED AGAIN COMMITTED: what the result says
counts()
{
	grep '"type":"result"' "$work/out" >"$work/result" &&
		grep -q "\"rows\":$1,\"refused\":$2,\"again\":$3,\"committed\":$4" "$work/result"
}
drafts() # N: so many wait
{
	exits 0 --data "$r" --json show drafts && [ "$(grep -c '"type":"draft"' "$work/out")" -eq "$1" ]
}
# unchanged COMMAND...: it succeeds and the register's files stay as they were.
unchanged()
{
	sums "$r" >"$work/before"
	"$@" && cp "$work/out" "$work/said" && sums "$r" >"$work/after" && diff "$work/before" "$work/after" >"$work/diff"
}
# no PATTERN FILE: refused with these words, with --commit too, and nothing is kept.
no()
{
	unchanged import 5 "$2" --commit && grep -qE "$1" "$work/out" && unchanged import 5 "$2" && grep -qE "$1" "$work/out"
}
f=$work/registration.csv

csv "$f" "$head" "$row" "$row" '"ism Adel, family Bustani",f,1975,no,associated,offline,aleppo,Lina Darwish'
ok "a dry run says that a file is right" unchanged import 0 "$f"
ok "and counts its rows" counts 3 0 0 false
ok "--commit keeps them, two equal rows as two records" import 0 "$f" --commit
ok "and says so" counts 3 0 0 true
ok "three wait for the cut, and that two of them may be one" drafts 4
ok "the same file again records nothing" import 0 "$f" --commit
ok "and knows all three" counts 3 0 3 true
ok "four wait still" drafts 4
echo "$row" >>"$f"
ok "a third equal row behind them is a new record" import 0 "$f" --commit
ok "one of four" counts 4 0 3 true
ok "it waits, and that it may be either of the two" drafts 7

sed '1s/log,as/log,as,idempotency_key/; 2,$s/$/,k-1/' "$f" | head -n 2 >"$work/registration-key.csv"
ok "a key of its own in a column is recognised too" import 0 "$work/registration-key.csv" --commit
ok "as new" counts 1 0 0 true
sed 's/1980/1981/' "$work/registration-key.csv" >"$work/registration-key2.csv"
ok "under which no other row is taken" import 5 "$work/registration-key2.csv" --commit
ok "and the same one not twice" import 0 "$work/registration-key.csv" --commit
ok "one known" counts 1 0 1 true

# Case numbers: one line a row, only for what is kept.
numbers() # N COMMAND: so many rows are answered with a case number, each its own
{
	lines=$1
	shift
	"$@" && grep '"type":"accepted"' "$work/out" >"$work/numbers"
	[ "$(sed -nE 's/^\{"type":"accepted","row":[0-9]+,"case":"([0-9A-Z]{4}-[0-9A-Z]{4})","draft":"[0-9a-f]{32}","seal":"[0-9a-f]{64}".*/\1/p' \
		"$work/out" | sort -u | wc -l)" -eq "$lines" ] && [ "$(wc -l <"$work/numbers")" -eq "$lines" ]
}
receipts() # the receipts say what the answers said, and nobody else reads them
{
	sed -nE 's/.*"row":([0-9]+),"case":"([^"]*)","draft":"([^"]*)","seal":"([^"]*)".*/\1,\2,\3,\4/p' "$work/numbers" |
		sed '1i row,case,draft,seal' | tr -d '\r' >"$work/said"
	tr -d '\r' <"$work/receipts" | diff - "$work/said" >"$work/diff" && [ "$(stat -c %a "$work/receipts")" = 600 ]
}
csv "$work/registration-no.csv" "$head" '"ism Rana",f,1971,no,associated,offline,aleppo,Lina Darwish' \
	'"ism Huda",f,1972,no,associated,offline,aleppo,Lina Darwish'
ok "a dry run gives no case number" numbers 0 import 0 "$work/registration-no.csv"
ok "receipts of a dry run are a wrong call" import 2 "$work/registration-no.csv" --receipts "$work/receipts"
ok "with --commit each row gets one" numbers 2 import 0 "$work/registration-no.csv" --commit --receipts "$work/receipts"
ok "rows are counted as in the file" grep -q '"row":3,' "$work/numbers"
ok "its receipts are in the file" receipts
cp "$work/receipts" "$work/receipts-1"
ok "the same file again gives the same numbers" numbers 2 import 0 "$work/registration-no.csv" --commit \
	--receipts "$work/receipts"
ok "and receipts" cmp -s "$work/receipts" "$work/receipts-1"
ok "also for people" exits 0 --data "$r" import "$work/registration-no.csv" --commit
ok "a line a row" says '^row 2, case [0-9A-Z]{4}-[0-9A-Z]{4}, as before$'
sed 's/197/196/' "$work/registration-no.csv" >"$work/registration-no2.csv"
ok "receipts that cannot be written are said" import 1 "$work/registration-no2.csv" --commit --receipts "$work/nowhere/x"
ok "with what was kept" says 'the rows are kept'

# The log and the officers of the call are part of what a row is.
csv "$work/registration-two.csv" 'full_name,sex,born,age_doubt,status_sought,search_done' \
	'"ism Farid",m,1962,no,associated,offline'
ok "a file for one log" import 0 "$work/registration-two.csv" --as 'Lina Darwish' --log aleppo --commit
ok "is new" counts 1 0 0 true
ok "for another officer" import 0 "$work/registration-two.csv" --as 'Fadi Rifai' --log aleppo --commit
ok "it is another import" counts 1 0 0 true
ok "the first one again" import 0 "$work/registration-two.csv" --as 'Lina Darwish' --log aleppo --commit
ok "is known" counts 1 0 1 true
run --data "$r" import "$work/registration-two.csv" --as 'Lina Darwish' --log al-tall --commit --json
ok "for another log it is not taken for known" sh -c '! grep -q "\"again\":1" "$1"' - "$work/out"

# What is wrong, by row and column.
csv "$work/registration-bad.csv" "$head" "$row" '"ism Adel",male,1975,no,associated,offline,aleppo,Lina Darwish' "$row" \
	'"ism Adel",f,1975-13,perhaps,associated,offline,aleppo,Nobody' \
	'"ism Adel",f,1975,no,associated,offline,aleppo'
ok "a file with wrong rows is refused and keeps nothing" \
	no '"where":"row 3, column sex","field":"sex","value":"male","want":"one of f,m,x"' "$work/registration-bad.csv"
ok "its other rows are said too" says '"where":"row 5, column born","field":"born","value":"1975-13"'
ok "with all their cells" says '"where":"row 5, column age_doubt","field":"age_doubt","value":"perhaps"'
ok "and a row that is too short" says '"where":"row 6.*"7 cells","want":"8 cells'
ok "three of five; the two others are known" counts 5 3 2 false
ok "the text for people says it as well" exits 5 --data "$r" import "$work/registration-bad.csv"
ok "with row, column, value and what would be right" \
	grep -q -E '^row 3, column sex: "male"' "$work/out"
ok "in words" says 'right would be: one of f,m,x'

# The file back, corrected, imported.
csv "$work/registration-fix.csv" "$head" "$row" '"ism ""Abu"" Adel",male,1975,no,associated,offline,aleppo,Lina Darwish'
ok "refused rows come back in a file" import 5 "$work/registration-fix.csv" --out "$work/registration-back.csv"
ok "with their header and a reason" grep -qxF "$head,reason$(printf '\r')" "$work/registration-back.csv"
ok "only those" test "$(grep -c 'ism' "$work/registration-back.csv")" -eq 1
ok "with the reason in words" grep -qF '"sex: want one of f,m,x"' "$work/registration-back.csv"
ok "it is not for others to read" test "$(stat -c %a "$work/registration-back.csv")" = 600
sed 's/,male,/,f,/' "$work/registration-back.csv" >"$work/registration-corrected.csv"
ok "corrected, it is imported, its reasons left aside" import 0 "$work/registration-corrected.csv" --commit
ok "one row" counts 1 0 0 true

# Forms of a file.
same() # FILE: it reads as a row that is known
{
	import 0 "$1" && counts 1 0 1 false
}
csv "$work/registration-1.csv" "$head" "$row"
printf '\357\273\277%s\n%s\n' "$head" "$row" >"$work/registration-bom.csv"
ok "a byte-order mark is stepped over" same "$work/registration-bom.csv"
printf '%s\r\n%s\r\n' "$head" "$row" >"$work/registration-crlf.csv"
ok "lines may end with CR LF" same "$work/registration-crlf.csv"
printf '%s\n%s' "$head" "$row" >"$work/registration-end.csv"
ok "the last line need not end" same "$work/registration-end.csv"
printf '%s\n\n\n%s\n\n' "$head" "$row" >"$work/registration-empty-lines.csv"
ok "empty lines are stepped over" same "$work/registration-empty-lines.csv"
sed 's/,m,1980/,"m","1980"/' "$work/registration-1.csv" >"$work/registration-quoted.csv"
ok "quotes make no difference" same "$work/registration-quoted.csv"

: >"$work/registration-none.csv"
ok "an empty file is refused" no 'empty' "$work/registration-none.csv"
csv "$work/registration-head.csv" "$head"
ok "a header alone is a file without rows" import 0 "$work/registration-head.csv" --commit
ok "none" counts 0 0 0 true
csv "$work/registration-h1.csv" "$head,motto" "$row,x"
ok "a column that is no field is refused" no '"where":"row 1, column 9","field":"column","value":"motto"' \
	"$work/registration-h1.csv"
csv "$work/registration-h2.csv" "$head,sex" "$row,m"
ok "a column twice is refused" no '"field":"column","value":"sex","want":"each column once"' "$work/registration-h2.csv"
csv "$work/registration-h3.csv" "$head," "$row,"
ok "a column without a name is refused" no '"field":"column"' "$work/registration-h3.csv"
printf '%s\n"ism Sam\351r",m,1980,no,associated,offline,aleppo,Lina Darwish\n' "$head" >"$work/registration-latin1.csv"
ok "text that is not UTF-8 is refused" no '"where":"row 2, column 1"' "$work/registration-latin1.csv"
ok "with what to do" says 'UTF-8'
printf '%s\n"ism Samir,m,1980\n' "$head" >"$work/registration-open.csv"
ok "a quote that is never closed is refused" no 'never closed' "$work/registration-open.csv"
printf '%s\nism "Samir",m\n' "$head" >"$work/registration-inside.csv"
ok "a quote inside a cell is refused" no 'quote' "$work/registration-inside.csv"
seq -s, 201 >"$work/registration-wide.csv"
ok "201 columns are refused" no 'read CSV: more than 200 columns","where":"row 1, column 201"' "$work/registration-wide.csv"
{
	echo "$head,note"
	printf '%s,"%065537d"\n' "$row" 0
} >"$work/registration-cell.csv"
ok "a cell of more than 65,536 bytes is refused" no '65,536' "$work/registration-cell.csv"
printf '%s\n"ism Sa\000mir",m,1980,no,associated,offline,aleppo,Lina Darwish\n' "$head" >"$work/registration-nul.csv"
ok "a NUL is refused" no '"where":"row 2, column full_name","field":"full_name.text"' "$work/registration-nul.csv"
head -c 20000 /dev/urandom >"$work/registration-noise.csv"
ok "noise is refused" no '"type":"error"' "$work/registration-noise.csv"
ok "a file that is not there is a wrong call" import 2 "$work/registration-gone.csv"
ok "a folder is no file" import 2 "$work"
cp "$f" "$work/motto.csv"
ok "a name that is no kind is a wrong call" import 2 "$work/motto.csv"
ok "unless --kind says which" import 0 "$work/motto.csv" --kind registration
cp "$f" "$work/cut.csv"
ok "what the program writes itself is not imported" import 2 "$work/cut.csv"

# Rules apply as with add; rows may rest on earlier ones.
csv "$work/place.csv" 'place_no,level,parent,name_en,name_ar,as' 'SY-HM,governorate,SY,Hama,حماة,Omar Zahed' \
	'SY-HM-X,community,SY-HM,Halfaya,حلفايا,Omar Zahed'
ok "a place may lie in one of an earlier row" import 0 "$work/place.csv"
ok "also when it is kept" import 0 "$work/place.csv" --commit
csv "$work/place-twice.csv" 'place_no,level,parent,name_en,name_ar,as' 'SY-HO,governorate,SY,Homs,حمص,Omar Zahed' \
	'SY-HO,governorate,SY,Homs two,حمص,Omar Zahed'
ok "a key twice in a file is refused in the second row" no '"where":"row 3, column place_no".*SY-HO' "$work/place-twice.csv"
csv "$work/corridor_count.csv" 'corridor,direction,persons,method,from_hour,day,log,as' \
	'77,out,5,stated,2016-10-19T10:00+03:00,2016-10-19,aleppo,"Dina Farhat,Adel Maalouf"'
ok "a reference to what is not there is refused" \
	no '"where":"row 2, column corridor","field":"corridor","value":"77"' "$work/corridor_count.csv"
csv "$work/registration-day.csv" "$head,day,occurred_at" "$row,2016-10-21,"  "$row,2016-10-18,2016-10-17T10:00+03:00"
ok "a day to come is refused by its row" no '"where":"row 2, column day"' "$work/registration-day.csv"
ok "and a day that is not that of its time" says '"where":"row 3, column day"'

run --data "$r" --json show cases
c=$(sed -n '1s/.*"case":"\([^"]*\)".*/\1/p' "$work/out")
csv "$work/decision.csv" 'case,outcome,notified_on,proposed_outcome,article,grounds,panel_1,panel_2,as' \
	"$c,granted,$(today),granted,1,x,Yusuf Kanaan,Maya Salloum,\"Yusuf Kanaan,Maya Salloum\"" \
	"$c,granted,$(today),granted,1,y,Yusuf Kanaan,Maya Salloum,\"Yusuf Kanaan,Maya Salloum\""
ok "two decisions on a case in a file are refused, in a dry run too" \
	no '"where":"row 3, column case"' "$work/decision.csv"

# Defaults for rows that do not say.
csv "$work/registration-short.csv" 'full_name,sex,born,age_doubt,status_sought,search_done' \
	'"ism Mazen",m,1961,no,associated,offline'
ok "officer and log may stand in the call" import 0 "$work/registration-short.csv" --as 'Fadi Rifai' --log aleppo --commit
csv "$work/distribution.csv" 'area,on,org,items,persons,method,conditions,witness,log,day,as' \
	'Aleppo city,2016-10-19,STATE,"kind=food_set amount=""about 18000"" mass_kg=""over 270""; kind=bread amount=1",0,list,none,STATE,aleppo,2016-10-19,"Tarek Hallaq,Salma Idris"'
ok "rows within a cell are read" import 0 "$work/distribution.csv" --commit
sed 's/kind=bread amount=1/kind=bread count=1/' "$work/distribution.csv" >"$work/distribution-bad.csv"
ok "what such a row does not have is refused" no '"where":"row 2, column items"' "$work/distribution-bad.csv"
ok "all that was kept is cut and the register rebuilds" exits 0 --data "$r" cut
ok "as before" exits 0 --data "$r" rebuild
finish
