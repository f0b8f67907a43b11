#!/bin/sh
# The desk for the press: claims are kept as short quotations, held against signed bulletins, and shown in public.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
run --data "$r" add corridor_count corridor=1 direction=out persons=412 method=stated \
	from_hour=2016-10-20T12:00+03:00 day=2016-10-20 log=aleppo 'as=Dina Farhat,Adel Maalouf' &&
	run --data "$r" cut && at 2016-10-20T16:30:00Z &&
	run --data "$r" bulletin sign --at 2016-10-20 --as 'Ziad Mansour,Noor Khoury' || { cat "$work/err"; exit 1; }
at 2016-10-21T08:00:00Z

cat >"$work/wire.txt" <<'END'
Aleppo, 20 October 2016.

Over the past 24 hours, 430 people left Aleppo, General Hadi Sorani said. Many of them, among them families who had
waited since the summer in the cellars of the quarter by the old bridge, where neither bread nor fuel had come for weeks
and where the well had run dry, were met on the other side by drivers, by cooks, by two physicians and by a clerk who
wrote down 412 people who left Aleppo in the past 24 hours, and were brought on to the halls that had been made ready for
them in the evening before the rain came down on the road and on the fields beside it.

Next week 5,000 people will be evacuated from Aleppo.
END
sed 's/430 people/430 people in all/' "$work/wire.txt" >"$work/copy.txt"

id() # SURFACE: of the claim with these words
{
	"$sulh" press read "$work/wire.txt" --json | sed -n 's/.*"id":"\([^"]*\)".*"surface":"'"$1"'".*/\1/p'
}
keep() # CODE SURFACE ARGUMENTS
{
	code=$1 claim=$(id "$2")
	shift 2
	json "$code" --data "$r" press keep "$work/wire.txt" --claim "$claim" --as 'Dalia Sukkar' outlet='Orontes Wire' "$@"
}
named()
{
	keep 5 430 && says '"Hadi Sorani"' && says 'name of a private person' && keep 0 430 --named 'Hadi Sorani' --dry-run
}
ok "a name in a quotation is refused until somebody has looked at it" named
words()
{
	keep 5 430 quote='430 persons left' && keep 0 430 quote='430 people left Aleppo' --dry-run && says '"quote":"430 people left Aleppo"'
}
ok "a quotation stands so in the report" words
long() # the sentence is longer: what is kept has 300 characters at most, whole words, and the number
{
	keep 0 412 --dry-run && python3 - "$work/out" "$work/wire.txt" <<'END'
import json, sys
quote = [json.loads(l) for l in open(sys.argv[1])][-1]["quote"]
text = " ".join(open(sys.argv[2]).read().split())
sys.exit(not (200 < len(quote) <= 300 and "412" in quote and quote[0] == quote[-1] == "…" and " " + quote.strip("…") + " " in text))
END
}
ok "of a long sentence no more than 300 characters are kept" long
too_long()
{
	keep 5 412 "quote=$(sed -n 3,7p "$work/wire.txt" | tr '\n' ' ' | cut -c 1-400)" --named 'Hadi Sorani' && says '300'
}
ok "a longer choice is refused, and so the article" too_long
far_too_long()
{
	keep 5 412 "quote=$(head -c 100000 /dev/zero | tr '\0' a)" --named 'Hadi Sorani' && says 'at most 300'
}
ok "a choice of 100,000 letters is not even sought" far_too_long
ok "a claim that the report does not make is named" exits 3 --data "$r" press keep "$work/wire.txt" --claim wire-99 --as 'Dalia Sukkar'
ok "somebody else's officer keeps nothing" refused 'role' --data "$r" press keep "$work/wire.txt" --claim "$(id 5,000)" \
	outlet='Orontes Wire' --as 'Omar Zahed'
unsaid() # "people" may be anybody: the nearest figure is named, and none is chosen
{
	keep 0 430 quote='430 people left Aleppo' --dry-run && says '"nearest_figure":"T1"' && ! says '"T1","place' && sh -c '"$@"' - "$sulh" --data "$r" press keep "$work/wire.txt" \
		--claim "$(id 430)" --as 'Dalia Sukkar' outlet='Orontes Wire' quote='430 people left Aleppo' --dry-run >"$work/out" && says 'figure=T1' && ! says '^  figure=' && ! says '^  place_of='
}
ok "of people who may be anybody no figure is proposed, the nearest is named" unsaid
passed() # TEXT: who left by a corridor is whom the register counts there
{
	printf '%s\n' "$1" >"$work/passed.txt"
	json 0 --data "$r" press compare "$work/passed.txt" && says '"kind":"differs","flag":true.*"code":"T1"' &&
		"$sulh" --data "$r" press keep "$work/passed.txt" --claim "$("$sulh" press read "$work/passed.txt" --json | sed -n 's/.*"id":"\([^"]*\)".*"surface":"430".*/\1/p')" \
			--as 'Dalia Sukkar' outlet='Orontes Wire' published_on=2016-10-20 --dry-run >"$work/out" && says '^  figure=T1' && says '^  place_of='
}
ok "who left by a corridor is held against who left by corridors" passed 'Aleppo, 20 October 2016.

Over the past 24 hours, 430 people left Aleppo through the humanitarian corridor.'
ok "so in Arabic" passed 'حلب، 20 تشرين الأول 2016.

غادر 430 شخصا حلب عبر الممر الإنساني خلال 24 ساعة.'
ok "and in Russian" passed 'Алеппо, 20 октября 2016.

За сутки 430 человек вышли из Алеппо по гуманитарному коридору.'
kept()
{
	keep 0 430 quote='430 people left Aleppo' figure=T1 place_of=Aleppo && keep 0 412 figure=T1 place_of=Aleppo && keep 0 5,000 && run --data "$r" cut &&
		json 0 --data "$r" press claims && [ "$(grep -c '"type":"claim"' "$work/out")" -eq 3 ] &&
		says '"outlet":"Orontes Wire".*"quote":"430 people left Aleppo","figure":"T1","period":"past24h","stance":"asserted","speaker":null,"value_at":"0-3","place_code":"SY-HL","value":430,"qualifier":"exact"' &&
		! grep -rq 'cellars of the quarter' "$r" && ! says 'Sorani'
}
ok "claims are in the log with what they say, and the report is not" kept
disputed() # what somebody disputes is not alleged
{
	printf 'Aleppo, 20 October 2016.\n\nThe council disputed that 300 people left Aleppo.\n' >"$work/disputed.txt"
	run --data "$r" press keep "$work/disputed.txt" --claim "$("$sulh" press read "$work/disputed.txt" --json | sed -n 's/.*"id":"\([^"]*\)".*"surface":"300".*/\1/p')" \
		--as 'Dalia Sukkar' outlet='Orontes Wire' --named Council --dry-run && says 'stance=disputed'
}
ok "a disputed claim is kept as disputed" disputed
waiting() # N
{
	json 0 --data "$r" queue && says '"role":"press,approver","what":"find_press"' && says "claims of the press that were not compared yet: $1 "
}
ok "those at the desk are told what was not compared yet" waiting 3
ok "the same claim is not kept twice" keep 5 430 quote='430 people left Aleppo'
entry() # PATTERN: the entry of the claim
{
	run --json --data "$r" press claims && sed -n 's|.*"entry":"\(hq/[0-9]*\)","published_on":[^{]*'"$1"'.*|\1|p' "$work/out" | head -n 1
}
first=$(entry '"value":430')
second=$(entry '"value":412')
plan=$(entry '"value":5000')
shown() # nothing is kept without officers
{
	json 0 --data "$r" press finding "$first" && says '"verdict":"differs"' && says '"register":412,"difference":18' &&
		says 'The register counts 412 for .*The report says 430: .18 \(4\.3%\)' && json 0 --data "$r" press finding "$plan" &&
		says '"verdict":"plan_not_done"' && json 0 --data "$r" press finding "$second" && says '"verdict":"same"' &&
		json 0 --data "$r" press claims && says '"open":3'
}
ok "a claim is held against the signed bulletin, and nothing is kept of it" shown
ok "one officer approves nothing" refused 'signature|officers' --data "$r" press finding "$first" --as 'Dalia Sukkar'
ok "two who report approve nothing" refused 'approver|role' --data "$r" press finding "$first" --as 'Dalia Sukkar,Omar Zahed'
unsigned() # FIELDS: a finding of the claim of 430 that no signed number gives
{
	json 5 --data "$r" press finding "$first" "$@" --as 'Dalia Sukkar,Noor Khoury' --dry-run && says '"difference"' && says 'a figure that the bulletin signed'
}
ok "what is the same as no signed number is not kept as the same" unsigned verdict=same difference=0
ok "nor without a difference" unsigned verdict=same
ok "a difference that no signed number gives is not kept" unsigned verdict=differs difference=1000000
no_bulletin()
{
	json 5 --data "$r" press finding "$first" against="$first" verdict=differs difference=18 --as 'Dalia Sukkar,Noor Khoury' --dry-run && says 'a bulletin that is in the log'
}
ok "nor one against another entry" no_bulletin
added() # CLAIM VERDICT...: past the command that compares
{
	json 5 --data "$r" add press_finding claim="$1" against="$against" "$2" ${3+"$3"} log=hq day=2016-10-21 'as=Dalia Sukkar,Noor Khoury' &&
		says '"field":"difference"' && says 'a figure that the bulletin signed'
}
against=$(run --json --data "$r" press finding "$first" && sed -n 's|.*"against":"\(hq/[0-9]*\)".*|\1|p' "$work/out")
ok "nor is it when it is added by hand" added "$first" verdict=differs difference=1000000
ok "nor the same as no number" added "$first" verdict=same
ok "nor a difference from a claim that says no number of this figure" added "$plan" verdict=differs difference=1
imported()
{
	printf 'claim,verdict,against,difference,log,day,as\n%s,differs,%s,999,hq,2016-10-21,"Dalia Sukkar,Noor Khoury"\n' "$first" "$against" >"$work/press_finding.csv"
	json 5 --data "$r" import "$work/press_finding.csv" --commit && says 'a figure that the bulletin signed' &&
		json 0 --data "$r" press claims && says '"open":3'
}
ok "nor when it is imported" imported
ok "another verdict with the number that was signed is kept" json 0 --data "$r" press finding "$first" verdict=rounded difference=18 --as 'Dalia Sukkar,Noor Khoury' --dry-run
ok "and one that needs no number" json 0 --data "$r" press finding "$first" verdict=different_scope --as 'Dalia Sukkar,Noor Khoury' --dry-run
found()
{
	json 0 --data "$r" press finding "$first" --reply --as 'Dalia Sukkar,Noor Khoury' &&
		json 0 --data "$r" press finding "$second" --as 'Dalia Sukkar,Noor Khoury' && run --data "$r" cut &&
		json 0 --data "$r" press claims --csv "$work/c.csv" --svg "$work/c.svg" && says '"open":1' &&
		says '"verdict":"differs","against":"2016-10-20","difference":18,"reply":"The register counts 412' &&
		python3 - "$work/c.csv" "$work/c.svg" <<'END'
import csv, sys, xml.dom.minidom
rows = list(csv.DictReader(open(sys.argv[1])))
xml.dom.minidom.parse(sys.argv[2])
sys.exit([r["verdict"] for r in rows] != ["differs", "same", ""] or rows[0]["difference"] != "18" or 'class="m"' not in open(sys.argv[2]).read())
END
}
ok "two officers sign what was found, with the reply, and it is exported" found
ok "a claim that is none is named" exits 3 --data "$r" press finding hq/0
copied()
{
	json 0 --data "$r" press keep "$work/copy.txt" --claim "$("$sulh" press read "$work/copy.txt" --json | sed -n 's/.*"id":"\([^"]*\)".*"surface":"430".*/\1/p')" \
		outlet='Gate Site' quote='430 people in all left Aleppo' figure=T1 place_of=Aleppo "copied_from=$first" --as 'Dalia Sukkar' && run --data "$r" cut &&
		json 0 --data "$r" press claims && says "\"copied_from\":\"$first\"" && says '"copies":1'
}
ok "a copy names the claim that it is copied from" copied
ok "what copies a claim that was compared does not wait" waiting 1
travelled() # a copy of the copy; and one of a claim that waits does wait
{
	second_hand=$(entry '"copied_from":"'"$first"'"') &&
		run --data "$r" add press_claim outlet='Third Site' published_on=2016-10-20 language=eng quote='430 people in all' figure=T1 place_of=Aleppo period=past24h value=430 \
			stance=asserted "copied_from=$second_hand" log=hq day=2016-10-21 'as=Dalia Sukkar' && run --data "$r" cut &&
		waiting 1 && json 0 --data "$r" press claims && says '"open":1'
}
ok "nor does a copy of a copy of it, for the desk and in the list" travelled

# What is published: a function of the entries, which a stranger makes again.
public=$work/public
published()
{
	run --data "$r" publish "$public" && python3 - "$public/press.json" <<'END'
import json, sys
claims = json.load(open(sys.argv[1]))["claims"]
found = {c["value"]: c["finding"] and (c["finding"]["verdict"], c["finding"]["register"] and c["finding"]["register"]["value"]) for c in claims}
copy = [c for c in claims if c["copied_from"]]
sys.exit(not (len(claims) == 5 and found[412] == ("same", 412) and found[5000] is None and len(copy) == 2 and
	copy[0]["source"] == copy[0]["copied_from"] == copy[1]["source"] and copy[1]["copied_from"] == copy[0]["entry"] and [c["finding"]["register"]["period"] for c in claims if c["finding"]] == ["h24", "h24"] and
	[c["finding"]["register"]["value"] for c in claims if c["finding"]] == [412, 412]))
END
}
ok "what was kept and found is published, with the number that was signed" published
again() # [NUMBERS]
{
	json 0 verify "$public" && says '"press_claims":5,"press_findings":2,"press_held":2,"press_alike":2,"press_otherwise":0' &&
		python3 -B "$SRC/test/stranger/recompute.py" "$public" >"$work/out" 2>&1
}
ok "a stranger makes it again, and compares again" again
spoilt() # COMMAND ARGUMENTS: in a copy of the folder
{
	rm -rf "$work/spoilt" && cp -r "$public" "$work/spoilt" && (cd "$work/spoilt" && "$@") && exits 4 verify "$work/spoilt" &&
		! python3 -B "$SRC/test/stranger/recompute.py" "$work/spoilt" >"$work/out" 2>&1
}
ok "a number of the register that is altered is seen" spoilt sed -i 's/"value":412,"qualifier":"exact"}}/"value":413,"qualifier":"exact"}}/' press.json
ok "words that are altered are seen" spoilt sed -i 's/people left/people fled/' press.json
ok "a claim that is left out is seen" spoilt sed -i '2d' press.json
ok "a missing file is seen" spoilt rm press.json
otherwise() # two officers may know better: told, and no fault
{
	json 0 --data "$r" press finding "$second" verdict=rounded --as 'Dalia Sukkar,Noor Khoury' && run --data "$r" cut &&
		run --data "$r" publish "$public" && json 0 verify "$public" && says '"press_alike":1,"press_otherwise":1'
}
ok "where two officers find otherwise than the program, it is told" otherwise
other() # 500 in all were signed, of which the claim of a day says nothing
{
	run --data "$r" add corridor_count corridor=1 direction=out persons=88 method=stated from_hour=2016-10-21T10:00+03:00 day=2016-10-21 log=aleppo \
		'as=Dina Farhat,Adel Maalouf' && run --data "$r" cut && at 2016-10-21T16:30:00Z && run --data "$r" bulletin sign --at 2016-10-21 --as 'Ziad Mansour,Noor Khoury' &&
		json 0 --data "$r" press finding "$first" --at 2016-10-21 && says '"difference":342' &&
		json 0 --data "$r" press finding "$first" --at 2016-10-21 verdict=differs difference=-70 --as 'Dalia Sukkar,Noor Khoury' &&
		run --data "$r" cut && run --data "$r" publish "$public" && json 0 verify "$public" && says '"press_held":1,"press_alike":0,"press_otherwise":2'
}
ok "a difference that is another than the program finds is told" other
russian() # the reply is in the language of the report
{
	printf 'Алеппо, 20 октября 2016.\n\nЗа сутки 430 человек вышли из Алеппо.\n' >"$work/ru.txt"
	json 0 --data "$r" press keep "$work/ru.txt" --claim "$("$sulh" press read "$work/ru.txt" --json | sed -n 's/.*"id":"\([^"]*\)".*"surface":"430".*/\1/p')" \
		outlet='Северный вестник' figure=T1 place_of=Aleppo published_on=2016-10-20 --as 'Dalia Sukkar' && run --data "$r" cut || return 1
	entry='hq/'$(run --json --data "$r" press claims && sed -n 's|.*"entry":"hq/\([0-9]*\)".*"language":"rus".*|\1|p' "$work/out" | head -n 1)
	json 0 --data "$r" press finding "$entry" && says 'В реестре значится 412' && says 'В сообщении сказано 430: разница .18'
}
ok "a reply is in the language of the report" russian

finish
