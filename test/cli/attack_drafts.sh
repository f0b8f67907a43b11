#!/bin/sh
# Attack: drafts that are too large, torn or made to break what reads them: huge values, deep JSON, zero and control
# bytes, marks that turn text around, huge numbers, fields twice or unknown, too many rows, SQL, shell and paths.
# Control: limits and types before anything is looked at. Each is refused with an error that names the field or the
# file's place, nothing is kept, and not a byte of the register changes.
# shellcheck disable=SC2317,SC2016 # functions that ok calls; what no shell shall expand
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
ok "somebody is registered" comes known
sums "$r" >"$work/all"

usual='log=aleppo
full_name=ism Samir, family Aqqad
sex=m
born=1980
age_doubt=no
status_sought=associated
search_done=offline
as=Lina Darwish'
reg() # PATTERN FIELD=VALUE...
{
	pattern_=$1
	shift
	merged refused "$pattern_" --data "$r" add registration "$@"
}
field() # NAME VALUE: refused with an error that names the field
{
	reg "\"field\":\"$1" "$1=$2"
}
# file NAME TEXT-MAKER... : imported as registration; refused with an error
python()
{
	python3 - "$work/in.$1" "$2" <<'END'
import json, sys
path, what = sys.argv[1:]
row = {"log": "aleppo", "full_name": "ism Samir, family Aqqad", "sex": "m", "born": "1980", "age_doubt": "no",
       "status_sought": "associated", "search_done": "offline", "as": "Lina Darwish"}
big = "x" * (16 << 20)
if what == "value":
    text = json.dumps({**row, "contact": big}) + "\n"
elif what == "name":
    text = json.dumps({**row, big: "x"}) + "\n"
elif what == "code":
    text = json.dumps({**row, "sex": big}) + "\n"
elif what == "officers":
    text = json.dumps({**row, "as": ",".join(["Lina Darwish"] * 100000)}) + "\n"
elif what == "deep":
    text = '{"full_name":' + "[" * 100000 + "]" * 100000 + "}\n"
elif what == "objects":
    text = '{"full_name":' * 5000 + "1" + "}" * 5000 + "\n"
elif what == "list":
    text = json.dumps({**row, "contact": ["a"]}) + "\n"
elif what == "null":
    text = json.dumps({**row, "sex": None}) + "\n"
elif what == "twice":
    text = json.dumps(row)[:-1] + ', "sex": "f"}\n'
elif what == "zero":
    text = json.dumps({**row, "contact": "a\0b"}) + "\n"
elif what == "surrogate":
    text = json.dumps(row)[:-1] + ', "contact": "\\ud800"}\n'
elif what == "number":
    text = json.dumps(row)[:-1] + ', "relatives_here": 1e400}\n'
elif what == "cut":
    text = json.dumps(row)[:-20]
elif what == "csv_value":
    text = ",".join([*row, "contact"]) + "\n" + ",".join('"%s"' % v for v in [*row.values(), big]) + "\n"
elif what == "csv_twice":
    text = ",".join([*row, "sex"]) + "\n" + ",".join('"%s"' % v for v in [*row.values(), "f"]) + "\n"
elif what == "csv_zero":
    text = ",".join([*row, "contact"]) + "\n" + ",".join('"%s"' % v for v in [*row.values(), "a\0b"]) + "\n"
elif what == "csv_quote":
    text = ",".join([*row, "contact"]) + "\n" + ",".join('"%s"' % v for v in row.values()) + ',"never closed\n'
elif what == "csv_cells":
    text = ",".join(row) + "\n" + ",".join('"%s"' % v for v in row.values()) + ",x" * 50000 + "\n"
elif what == "csv_columns":
    text = ",".join([*row, *["c%d" % i for i in range(20000)]]) + "\n"
open(path, "w", encoding="utf-8").write(text)
END
}
file() # FORM WHAT [PATTERN]
{
	python "$1" "$2" && run --json --data "$r" import "$work/in.$1" --kind registration --commit
	code_=$?
	{ [ "$code_" -eq 5 ] || [ "$code_" -eq 2 ]; } && grep '"type":"error"' "$work/out" | grep -qE -e "${3:-.}" &&
		! grep -q Sanitizer "$work/err" && [ "$(wc -c <"$work/out")" -lt 100000 ] || { echo "exit $code_" >"$work/diff"; return 1; }
}

# Values.
long=$(head -c 100000 /dev/zero | tr '\0' x)
ok "a text of 100,000 letters" field contact "$long"
ok "a name of 100,000 letters" field full_name "ism $long"
ok "a code of 100,000 letters" field sex "$long"
ok "a case number of 100,000 letters" field case "$long"
ok "a log of 100,000 letters" field log "$long"
ok "a note of 100,000 letters" field note "$long"
ok "a key of 100,000 letters" field idempotency_key "$long"
ok "an officer of 100,000 letters" field as "$long"
ok "a time of 100,000 digits" field occurred_at "$(printf '%0100000d' 1)"
ok "a value of 16 MiB in JSON" file jsonl value '"field":"contact'
ok "a code of 16 MiB in JSON" file jsonl code '"field":"sex'
ok "a column of 16 MiB in JSON" file jsonl name
ok "a value of 16 MiB in CSV" file csv csv_value "column 9"
ok "100,000 officers" file jsonl officers '"field":"as'
# Bytes.
for bytes in '\001' '\033[2J' '\007' '\177' '\302\205' '\342\200\256' '\342\201\246' '\342\200\250' '\357\273\277' '\377' '\300\257' \
	'\355\240\200' '\364\220\200\200' '\n' '\r' '\t'; do
	ok "the bytes $bytes in a text" field contact "$(printf "a${bytes}b")"
	ok "the bytes $bytes in a name" field full_name "$(printf "ism a${bytes}b")"
done
ok "a zero byte in JSON" file jsonl zero '"field":"contact|JSON|line'
ok "half a character in JSON" file jsonl surrogate
ok "a zero byte in CSV" file csv csv_zero
# Shapes.
ok "JSON 100,000 deep" file jsonl deep
ok "objects within objects" file jsonl objects
ok "a list where there is a text" file jsonl list '"field":"contact'
ok "nothing where there is a code" file jsonl null '"field":"sex'
ok "a field twice in JSON" file jsonl twice
ok "a field twice in CSV" file csv csv_twice 'sex'
twice()
{
	merged json 2 --data "$r" add registration sex=m sex=f && grep -q '"field":"argument","value":"sex"' "$work/out"
}
ok "a field twice in a call" twice
ok "JSON that ends too soon" file jsonl cut
ok "a number beyond all" file jsonl number
ok "a quote that is never closed" file csv csv_quote
ok "a row of 50,000 cells" file csv csv_cells
ok "20,000 columns" file csv csv_columns
# Numbers, days.
usual='log=aleppo
corridor=1
direction=out
method=stated
from_hour=2016-08-01T09:00+03:00
as=Dina Farhat,Adel Maalouf'
count() # VALUE
{
	merged refused '"field":"persons' --data "$r" add corridor_count "persons=$1"
}
for number in 1000000000001 9223372036854775808 -9223372036854775809 99999999999999999999999999 -1 1e9 0x10 1.5 ३ ٣x +3 ' ' nan; do
	ok "$number people" count "$number"
done
day() # VALUE
{
	merged refused '"field":"day' --data "$r" add corridor_count persons=1 "day=$1"
}
for day in 2016-02-30 9999-12-31 0000-00-00 -1-01-01 2016-8-1 20160801 99999999999-01-01 2200-01-01; do
	ok "the day $day" day "$day"
done
# Rows.
usual='log=aleppo
full_name=ism Samir, family Aqqad
sex=m
born=1980
age_doubt=no
status_sought=associated
search_done=offline
as=Lina Darwish'
# A row short enough for one argument.
rows=$(i=0; while [ $i -lt 5000 ]; do printf 'ism A,'; i=$((i + 1)); done)
ok "a name of 5,000 parts" field full_name "${rows%,}"
needs=$(i=0; while [ $i -lt 5000 ]; do printf 'SM,'; i=$((i + 1)); done)
ok "5,000 codes in a list" field needs "${needs%,}"
ok "the same code twice in a list" field needs SM,SM
# What others might take for a command.
for text in "'; DROP TABLE entry; --" '" OR 1=1 --' '$(touch /tmp/x)' '`id`' '../../etc/passwd' '/dev/stdin' '%s%s%n' '<script>' '{{7*7}}' \
	'=HYPERLINK("x")' '-1 UNION SELECT 1'; do
	ok "$text as a case" field case "$text"
	ok "$text as a log" field log "$text"
	ok "$text as an officer" field as "$text"
	ok "$text as a place" field origin "$text"
	ok "$text as a code" field sex "$text"
done
unknown()
{
	merged json 5 --data "$r" add registration "$1=x" && grep -qF "\"field\":\"$1\"" "$work/out"
}
for name in rowid seq leaf s c mac signatures system subject 'full_name;' FULL_NAME ' sex' 'sex[0]' __proto__ '../sex'; do
	ok "a field $name" unknown "$name"
done
nothing()
{
	sums "$r" | diff "$work/all" - >"$work/diff"
}
ok "nothing of all that is kept" nothing
as_text()
{
	usual="$usual
case="
	person "$r" "contact='; DROP TABLE entry; --" 'latin_names=$(touch x)|<b>' && run --data "$r" add correction "case=$(case_of)" field=contact "new_value='; DROP TABLE act; --" why=typing log=aleppo 'as=Lina Darwish' &&
		run --data "$r" rebuild && at_cut 2016-08-09 && exits 0 --data "$r" doctor
}
ok "in a text it is text, and does nothing" as_text
finish
