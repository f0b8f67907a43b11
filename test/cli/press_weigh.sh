#!/bin/sh
# What reports copied from each other is found at its place.
# shellcheck disable=SC2317,SC3045 # functions that ok calls; ulimit -v, which dash has
set -u
. "$SRC/test/cli/lib"

# at_bytes FILE START END: what stands there
at_bytes()
{
	tail -c "+$(($2 + 1))" "$1" | head -c "$(($3 - $2))"
}
# member NAME: its value on the line that is read
member()
{
	sed -n 's/.*"'"$1"'":\("[^"]*"\|[0-9-]*\).*/\1/p' | tr -d '"'
}

mkdir "$work/r"
cat >"$work/r/first.txt" <<'END'
Ostvale, 3 May. The council of Ostvale has opened three kitchens by the old mill, the mayor’s office said, and each of
them will serve four hundred meals a day until the road over the pass is clear.

Nobody was hurt on the way there.
END
cat >"$work/r/second.txt" <<'END'
Élan Gazette — the Council of Ostvale has opened three kitchens by the old mill, the mayors office said, and each of them
will serve 400 meals a day until the road over the pass is clear.
END
cat >"$work/r/third.txt" <<'END'
Sixty-two riders came down to the ford at dawn, the ferryman said. The water was high.
Nobody else saw them. Sixty two riders came down to the ford at dawn, the ferryman said.
END

finds_passage()
{
	json 0 press reuse "$work/r/first.txt" "$work/r/second.txt" || return 1
	line=$(grep '"type":"run"' "$work/out" | head -n 1)
	a=$(at_bytes "$work/r/first.txt" "$(echo "$line" | member a_bstart)" "$(echo "$line" | member a_bend)")
	b=$(at_bytes "$work/r/second.txt" "$(echo "$line" | member b_bstart)" "$(echo "$line" | member b_bend)")
	[ "$(echo "$a" | tr '\n' ' ')" = "The council of Ostvale has opened three kitchens by the old mill, the mayor’s office said, and each of them will serve " ] &&
		[ "$(echo "$b" | tr '\n' ' ')" = "the Council of Ostvale has opened three kitchens by the old mill, the mayors office said, and each of them will serve " ]
}
ok "a passage is found in both, whatever its capitals and quotation marks" finds_passage
counts_characters() # É and the dash are one character each
{
	line=$(grep '"type":"run"' "$work/out" | head -n 1)
	[ "$(($(echo "$line" | member b_bstart) - $(echo "$line" | member b_start)))" -eq 3 ]
}
ok "places are told in characters and in bytes" counts_characters
contained()
{
	grep '"type":"copy"' "$work/out" | grep -q '"doc":"second","copy_of":"first","source":"first","how":"containment"'
}
ok "of two of one day the copy is the one that lies in the other" contained
twice()
{
	json 0 press reuse "$work/r/third.txt" && [ "$(grep -c '"type":"run"' "$work/out")" -eq 1 ] &&
		grep -q '"a":"third".*"b":"third".*"words":13' "$work/out" && ! grep -q '"type":"copy"' "$work/out"
}
ok "what is pasted twice in one report is found" twice
folder()
{
	run press reuse "$work/r" && says '^3 reports, 2 sources, [0-9]+ passages shared$' && says 'third.*13 words, twice in one report: Sixty' &&
		run press reuse "$work/r" --least 13 && says '^3 reports, 2 sources, 2 passages shared$'
}
ok "a folder is read, and reports with one source count once" folder
hostile() # the same word a hundred thousand times, bytes that are no text, a file of nothing
{
	mkdir "$work/h" && : >"$work/h/empty" && printf '\377\376\300la la la la la la\300 la la' >"$work/h/bytes" &&
		yes 'la' | head -n 100000 >"$work/h/la" && json 0 press reuse "$work/h" && tail -n 1 "$work/out" | grep -q '"left_out":[1-9]'
}
ok "texts made to cost much end soon" hostile
ok "without a report the usage is said" exits 2 press reuse
ok "a file that is not there is named" exits 2 press reuse "$work/none.txt"

# A table of pairs with the verdict that the definitions give.
pairs()
{
	json 0 press verdict "$1" && python3 - "$1" "$work/out" >"$work/diff" <<'END'
import csv, json, sys
pairs = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
said = [x for x in map(json.loads, open(sys.argv[2], encoding="utf-8")) if x["type"] == "verdict"]
bad = len(pairs) < 50 or len(pairs) != len(said)
for pair, v in zip(pairs, said):
    if (v["kind"], v["flag"]) != (pair["kind"], pair["flag"] == "yes"):
        bad = True
        print(pair["left"], "|", pair["right"], "| wanted", pair["kind"], pair["flag"], "| said", v["kind"], v["flag"], v["rule"])
sys.exit(bad)
END
}
ok "each pair of statements gets the verdict that its definition gives" pairs "$SRC/test/data/press_pairs.csv"
ok "so do pairs of other peace processes, half of which nobody has to look at" pairs "$SRC/test/data/press_pairs2.csv"
shows_spans()
{
	json 0 press verdict "Ostvale counts 1,284" "1,300 at most" && grep -q '"kind":"bound_holds","flag":false,"rule":"bound".*"a":\[15,20\],"b":\[0,5\]' "$work/out"
}
ok "a verdict shows the places of both figures, and its rule" shows_spans
other_way() # the pairs with their sides changed
{
	python3 - "$1" >"$work/turned.csv" <<'END'
import csv, sys
out = csv.writer(sys.stdout)
out.writerow(["date", "figure_kind", "left", "right"])
for p in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    out.writerow([p["date"], p["figure_kind"], p["right"], p["left"]])
END
	json 0 press verdict "$1" && grep -o '"kind":"[a-z_]*","flag":[a-z]*' "$work/out" >"$work/one" &&
		json 0 press verdict "$work/turned.csv" && grep -o '"kind":"[a-z_]*","flag":[a-z]*' "$work/out" >"$work/two" &&
		[ -s "$work/one" ] && diff "$work/one" "$work/two" >"$work/diff"
}
ok "so do statements in Arabic and Russian, and of one language against another" pairs "$SRC/test/data/press_pairs3.csv"
own_words() # a row of a spreadsheet, and the word is known
{
	mkdir -p "$work/packs/ru" && cp "$SRC/src/press/packs/ru/lexicon.tsv" "$work/packs/ru" && json 0 press verdict '412 лесовиков' '412 fighters' &&
		says '"kind":"same"' && printf 'said\tлесовик*\tcivilians\t\n' >>"$work/packs/ru/lexicon.tsv" &&
		json 0 press verdict '412 лесовиков' '412 fighters' --packs "$work/packs" && says '"kind":"different_kind"'
}
ok "a word that somebody adds to a pack is known in statements" own_words
ok "which of two comes first changes no verdict" other_way "$SRC/test/data/press_pairs.csv"
ok "nor in the other table" other_way "$SRC/test/data/press_pairs2.csv"
csv "$work/none.csv" 'a,b' '1,2'
ok "a table without left and right says so" refused 'left and right' press verdict "$work/none.csv"
csv "$work/day.csv" 'date,left,right' 'yesterday,1,2'
ok "a day that is none is named with its row" refused 'row 2' press verdict "$work/day.csv"
ok "one text alone is no pair" exits 2 press verdict "12 people"
long() # a statement of a hundred thousand signs and numbers
{
	json 0 press verdict "$(yes '7 = (9 + 3) -' | head -n 8000 | tr '\n' ' ')" "$(yes '(' | head -n 60000 | tr -d '\n')"
}
ok "statements made to cost much end soon" long
published() # the labelled pairs, where they are present
{
	pairs=$SRC/../shared/data/published/verdicts.csv
	[ -r "$pairs" ] || return 0
	json 0 press verdict "$pairs" || return 1
	for control in G01 G07 G23 G25 G43 G47; do
		grep -q '"id":"'"$control"'",.*"flag":false' "$work/out" || return 1
	done
	for kind in G03:flow_total G09:completion G11:differs G13:unit G15:unit G17:unit G19:sum_fails G27:different_scope G29:subset G35:different_kind G39:flow_stock; do
		grep -q '"id":"'"${kind%:*}"'","kind":"'"${kind#*:}"'","flag":true' "$work/out" || return 1
	done
}
ok "of the labelled pairs no control is flagged, and the others get their kind" published

# said KIND FLAG CLAIM...: this verdict on these claims
said()
{
	claims=$(printf '"%s",' "$3" "$4" ${5+"$5"})
	grep -q '"kind":"'"$1"'","flag":'"$2"',"claims":\['"${claims%,}"'\]' "$work/out"
}
compares()
{
	json 0 press compare "$SRC/test/data/press/claims.jsonl" && tail -n 1 "$work/out" | grep -q '"claims":29,"verdicts":15,"flags":7' &&
		said same false a-1 a-2 a-3 && said same false a-6 a-4 a-7 && said sum_fails true a-10 a-11 a-12 && said differs true a-8 a-9 &&
		said unit true b-3 a-15 && said differs true b-2 a-14 && said total_falls true a-14 c-1 && said date_slip true b-6 c-2 &&
		said denied true b-7 a-16 && said bound_holds false b-1 a-13 && said different_scope false a-10 b-5 &&
		said bound_holds false b-9 a-18 && said different_kind false a-4 a-5
}
ok "claims of reports are held against each other, with their parts" compares
# Two claims a row: DAY VALUE WHAT, places, way, period and what else is said; "-" where nothing is to be told of the two.
scopes()
{
	python3 - "$SRC/test/data/press_scopes.csv" "$BUILD/clock_tool" "$work" >"$work/diff" <<'END'
import csv, json, subprocess, sys
def claim(text, doc):
    day, value, what, *rest = text.split(" ")
    c = {"type": "claim", "doc": doc, "id": doc + "-1", "value": int(value), "what": what, "surface": value, "place": [], "stance": "asserted"}
    joined = []
    for w in rest:  # "@east Ostvale" is one word
        if joined and joined[-1][0] in "@<>" and w[0].isupper():
            joined[-1] += " " + w
        else:
            joined.append(w)
    for w in joined:
        if w[0] == "@":
            c["place"] = w[1:].split("+")
        elif w[0] in "<>":
            c["frm" if w[0] == "<" else "to"] = w[1:]
        elif "=" in w:
            c[w.split("=")[0]] = w.split("=")[1]
        elif w in ("planned", "denied", "superseded"):
            c["stance"] = w
        elif w in ("over", "about"):
            c["qual"] = w
        else:
            c["period"] = w
    return [{"type": "report", "doc": doc, "report_date": "2031-03-" + day}] * (day != "-") + [c]
bad = 0
pairs = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
for p in pairs:
    for left, right in ((p["left"], p["right"]), (p["right"], p["left"])):
        with open(sys.argv[3] + "/pair.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(x) + "\n" for x in claim(left, "a") + claim(right, "b"))
        out = subprocess.run([sys.argv[2], "press", "compare", sys.argv[3] + "/pair.jsonl", "--json"], capture_output=True, text=True).stdout
        said = [(v["kind"], "yes" if v["flag"] else "no", v["rule"]) for v in map(json.loads, out.splitlines()) if v["type"] == "verdict"]
        if [v[:2] for v in said] != [(p["kind"], p["flag"])] * (p["kind"] != "-"):
            bad += 1
            print(left, "|", right, "| wanted", p["kind"], p["flag"], "| said", said)
sys.exit(bad > 0 or len(pairs) < 50)
END
}
ok "claims contradict each other only where thing, place and time are shown to be one" scopes
mkdir "$work/d"
wire='Some 1,284 people left the town of Ostvale over the past 24 hours, the northern mediation office said on Sunday, and 320 fighters laid down their arms at the old mill.'
printf '%s\n' "OSTVALE, March 2, 2031. $wire" >"$work/d/one.txt"
printf '%s\n' "HARROW, March 4, 2031. $wire A local paper wrote that 230 fighters laid down their arms over the past 24 hours." >"$work/d/two.txt"
printf '%s\n' "HARROW, March 2, 2031. $wire The road was clear." >"$work/d/three.txt"
later()
{
	json 0 press reuse "$work/d" && grep -q '"doc":"two","copy_of":"one","source":"three","how":"time"' "$work/out" &&
		tail -n 1 "$work/out" | grep -q '"sources":1,'
}
ok "of two days the later report is the copy" later
texts()
{
	json 0 press compare "$work/d/one.txt" "$work/d/two.txt" "$work/d/three.txt" && said date_slip true one-01 two-01 &&
		said copied false one-01 three-01 && said differs true two-02 two-03
}
ok "texts are read and compared; a copy is one source, and one of a later day slips" texts
many() # many reports of one figure each: the list of days is read once
{
	for i in $(seq 1 4000); do
		printf '{"type":"report","doc":"d%s","report_date":"2031-03-04"}\n{"type":"claim","doc":"d%s","id":"d%s-1","value":%s,"what":"people.left","place":[]}\n' "$i" "$i" "$i" "$i"
	done >"$work/many.jsonl"
	(sanitized || ulimit -v 4000000; timeout 120 "$BUILD/clock_tool" press compare "$work/many.jsonl" --json >"$work/out" 2>"$work/err") &&
		tail -n 1 "$work/out" | grep -q '"claims":4000,' &&
		[ "$(wc -c <"$work/out")" -lt 20000000 ]
}
ok "thousands of reports are compared in bounded memory" many
csv "$work/list.jsonl" '{"type":"claim","doc":"a"}'
crowd() # of one thing and place there are more than are held against each other, and how many pairs that leaves is said
{
	{
		echo 'Ardun, 9 December 2016'
		for i in $(seq 30); do
			printf '\nThen %d civilians left Ardun on 9 December 2016.\n' $((100 + 7 * i))
		done
	} >"$work/crowd.txt"
	json 0 press compare "$work/crowd.txt" && tail -n 1 "$work/out" | grep -q '"claims":30,.*"not_held":15[,}]' &&
		exits 0 press compare "$work/crowd.txt" && grep -q '15 pairs of one thing and place' "$work/out" &&
		json 0 press compare "$SRC/test/data/press/claims.jsonl" && tail -n 1 "$work/out" | grep -q '"not_held":0[,}]'
}
ok "pairs that are not held against each other are counted" crowd
ok "a list of claims that is none says so" refused 'line 1' press compare "$work/list.jsonl"

ok "the example operation is there" example_in "$work/demo"
# holds CLAIM KIND FLAG [CODE PLACE PERIOD VALUE]: against the register
holds()
{
	grep '"type":"register"' "$work/out" | grep '"kind":"'"$2"'","flag":'"$3"',"claim":"'"$1"'"' |
		grep -q "${4+\"code\":\"$4\".*\"place\":\"$5\".*\"period\":\"$6\",\"day\":\"2016-12-09\",\"value\":$7,}"
}
register()
{
	json 0 press compare "$SRC/test/data/press/register.jsonl" --data "$work/demo" && tail -n 1 "$work/out" | grep -q '"undated":1,' &&
		holds d-1 same false P2 Aleppo total 1096 && holds d-2 bound_holds false P2 Aleppo total 1096 &&
		holds d-3 differs true P2 Aleppo total 1096 && holds d-4 same false T3 'Khan al-Shih' total 2079 &&
		holds d-5 differs true T3 'Khan al-Shih' total 2079 && holds d-6 same false H2 Aleppo total 270000 && holds d-7 plan_not_done false &&
		holds d-8 not_comparable false && holds d-9 different_scope false && holds d-10 same false S4 Aleppo now 93 &&
		holds d-11 differs true M6 Aleppo h24 21 && holds d-12 subset false M6 Aleppo h24 21 && grep -q '"entries":1096,"bulletin":' "$work/out"
}
ok "claims are held against the figures of the day they are about" register
ok "a folder that is no register is said to be none" exits 10 press compare "$SRC/test/data/press/register.jsonl" --data "$work/r"

csv "$work/series.csv" date,source,url,figure_kind,place,period,value,qualifier \
	2031-03-01,Office,,people_left,Ostvale,24h,412,exact 2031-03-01,Office,,people_left,Ostvale,total,1412,exact \
	2031-03-02,Office,,people_left,Ostvale,24h,388,exact 2031-03-02,Office,,people_left,Ostvale,total,1800,exact \
	2031-03-03,Office,,people_left,Ostvale,24h,350,exact 2031-03-03,Office,,people_left,Ostvale,total,2190,exact \
	2031-03-04,Gazette,,people_left,Ostvale,total,2100,over 2031-03-05,Office,,people_left,Ostvale,total,2010,exact \
	2031-03-06,Office,,people_left,Ostvale,total,201,exact \
	2031-03-02,Office,,people_left_children,Ostvale,24h,390,exact \
	2031-03-02,Gazette,,people_left,Ostvale,24h,88,exact \
	2031-03-01,Office,,aid_tonnes,Ostvale,24h,3.1,exact 2031-03-02,Office,,aid_tonnes,Ostvale,24h,2.8,exact \
	2031-03-03,Office,,aid_tonnes,Ostvale,24h,4100,exact 2031-03-04,Office,,aid_tonnes,Ostvale,24h,3.3,exact \
	2031-03-01,Office,,mines_found,Ostvale,event,12,exact '2031-03-01,Office,,mines_found,Ostvale,first batch,19,exact'
series()
{
	json 0 press series "$work/series.csv" --svg "$work/series.svg" && tail -n 1 "$work/out" | grep -q '"rows":17,"findings":7' &&
		grep -q '"kind":"differs","rule":"differs".*"a":{"row":4,.*"b":{"row":12,' "$work/out" &&
		grep -q '"kind":"flow_total","rule":"flow.difference".*the totals differ by 390, the daily figure is 350' "$work/out" &&
		grep -q '"kind":"total_falls".*from 2190 to 2010\|"kind":"total_falls".*"a":{"row":8,.*"b":{"row":9,' "$work/out" &&
		grep -q '"kind":"digits_lost".*"a":{"row":9,.*"b":{"row":10,' "$work/out" &&
		grep -q '"kind":"subset".*"a":{"row":4,.*"b":{"row":11,' "$work/out" &&
		grep -q '"kind":"unit","rule":"unit.thousand".*"a":{"row":15,' "$work/out"
}
ok "in a series is found what does not fit, and nothing else" series
drawn()
{
	python3 -c "import sys, xml.dom.minidom as m; d = m.parse(sys.argv[1]); sys.exit(len(d.getElementsByTagName('polyline')) != 1)" "$work/series.svg" &&
		grep -q 'class="m"' "$work/series.svg"
}
ok "the series are drawn, with a mark where somebody should look" drawn
csv "$work/twice.csv" date,source,figure_kind,place,period,value 2031-03-01,Office,people_left,Ostvale,24h,412 \
	2031-03-01,Gazette,people_left,Ostvale,24h,371 2031-03-01,Post,people_left,Ostvale,24h,412 2031-03-01,News,people_left,Ostvale,24h,371
once()
{
	json 0 press series "$work/twice.csv" && tail -n 1 "$work/out" | grep -q '"rows":4,"findings":1' && grep -q '"todo":"ask both sources' "$work/out"
}
ok "what many outlets repeat is found once, with what can be done about it" once
csv "$work/bad.csv" date,figure_kind,place,period,value 2031-02-30,people_left,Ostvale,24h,1
ok "a row that is none is named" refused 'row 2' press series "$work/bad.csv"
csv "$work/bad.csv" date,figure_kind,place,value 2031-02-20,people_left,Ostvale,1
ok "a table without a column says which" refused 'no column period' press series "$work/bad.csv"

finish
