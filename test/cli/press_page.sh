#!/bin/sh
# The public page of the desk for the press: what is signed and published is on it, and nothing else.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
run --data "$r" add corridor_count corridor=1 direction=out persons=412 method=stated \
	from_hour=2016-10-20T12:00+03:00 day=2016-10-20 log=aleppo 'as=Dina Farhat,Adel Maalouf' && run --data "$r" cut &&
	at 2016-10-20T16:30:00Z && run --data "$r" bulletin sign --at 2016-10-20 --as 'Ziad Mansour,Noor Khoury' || { cat "$work/err"; exit 1; }
at 2016-10-21T08:00:00Z

# Claim n of 120 says 300 + n.
python3 - >"$work/press_claim.csv" <<'END'
import csv, sys
out = csv.writer(sys.stdout)
out.writerow("outlet,published_on,language,quote,spans,figure,place_of,period,value,stance,log,day,as".split(","))
for n in range(120):
    quote = "<script>alert(%d)</script> %d people left & went on" % (n, 300 + n)
    at = quote.index(str(300 + n) + " people")
    out.writerow(["Wire %d <b>" % n, "2016-10-20", "eng", quote, "%d-%d" % (at, at + 3), "T1", "Aleppo", "past24h", 300 + n, "asserted", "hq",
                  "2016-10-21", "Dalia Sukkar"])
END
kept()
{
	run --data "$r" import "$work/press_claim.csv" --commit && run --data "$r" cut && run --data "$r" --json press claims &&
		[ "$(grep -c '"type":"claim"' "$work/out")" -eq 120 ]
}
ok "many claims are kept" kept
entry() # VALUE: the entry of the claim
{
	run --json --data "$r" press claims && sed -n 's|.*"entry":"\(hq/[0-9]*\)","published_on":[^{]*"value":'"$1"',.*|\1|p' "$work/out" | head -n 1
}
run --data "$r" press finding "$(entry 412)" --reply --as 'Dalia Sukkar,Noor Khoury' &&
	run --data "$r" press finding "$(entry 399)" --reply --as 'Dalia Sukkar,Noor Khoury' &&
	run --data "$r" add press_claim outlet='Gate <i>' published_on=2016-10-21 language=eng quote='399 people left' figure=T1 place_of=Aleppo period=past24h \
		value=399 stance=asserted "copied_from=$(entry 399)" log=hq day=2016-10-21 'as=Dalia Sukkar' && run --data "$r" cut &&
	run --data "$r" publish "$r/public" || { cat "$work/err"; exit 1; }
# Recorded and signed, but in no log yet.
run --data "$r" press finding "$(entry 419)" reply='not to be read yet' --as 'Dalia Sukkar,Noor Khoury' &&
	run --data "$r" add press_claim outlet='Early bird' published_on=2016-10-21 language=eng quote='Nobody left.' stance=denied log=hq day=2016-10-21 'as=Dalia Sukkar' ||
	{ cat "$work/err"; exit 1; }

"$SULH" --data "$r" serve --port 0 >"$work/said" 2>"$work/said.err" &
server=$!
url=
for _ in $(seq 300); do
	url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
	[ -n "$url" ] && break
	sleep 0.1
done
gives() # STATUS PATH [CURL ARGUMENTS]: body in $work/out, head in $work/head
{
	want=$1 path=$2
	shift 2
	[ "$(curl -s -m 60 -D "$work/head" -o "$work/out" -w '%{http_code}' "$@" "$url$path")" = "$want" ]
}
head_has() { grep -qi -e "$1" "$work/head"; }
page_has() { grep -qF -e "$1" "$work/out"; }

shown()
{
	gives 200 /en/press && cp "$work/out" "$work/first" && page_has '<mark>419</mark>' && page_has '121 claims' && page_has '120 sources' && page_has '1 source agrees' && page_has '1 source differs' &&
		page_has 'Page 1 of 3' && page_has 'href="/en/press/all/2"' && [ "$(grep -c '<tr id="claim-' "$work/out")" -eq 50 ]
}
ok "claims stand on the page, fifty at a time, with the figure marked" shown
differs()
{
	gives 200 /en/press/differs && [ "$(grep -c '<tr id="claim-' "$work/out")" -eq 2 ] && page_has '−13' && page_has 'as its source' && page_has '1 copy' &&
		page_has 'approved by two officers on 21 October 2016' && page_has 'The register counts 412' && page_has '/en/rests/T1/SY-HL' && page_has '/en/bulletin/2016-10-20' &&
		page_has 'class="tie"' && page_has 'class="claim v-bad"'
}
counted() # a copy differs with its source: the view has both, and the line above says of what it counts
{
	gives 200 /en/press && page_has '>Differs <span class="num">2</span>' && gives 200 /ar/press && page_has 'مصدر واحد متفق' && page_has 'مصدر واحد مختلف'
}
ok "sources that differ are called so beside the claims that do, in Arabic too" counted
ok "what differs is told with the number, its bulletin and its entries, a copy with its source" differs
pages() # every claim stands on one page of the view, and views have one address
{
	: >"$work/seen"
	for page in '' /2 /3; do
		gives 200 "/en/press/open$page" || return 1
		grep -o '<tr id="claim-[0-9]*' "$work/out" >>"$work/seen"
	done
	[ "$(wc -l <"$work/seen")" -eq 118 ] && [ "$(sort -u "$work/seen" | wc -l)" -eq 118 ] && gives 404 /en/press/open/4 && gives 404 /en/press/open/1 &&
		gives 404 /en/press/open/x && gives 404 /en/press/all && gives 404 /en/press/nothing && gives 200 /en/press/outside && page_has 'There is none of these'
}
ok "the pages of a view have each of its claims once" pages
ok "what a report says is text, not markup" sh -c '! grep -qE "<script>alert|Wire [0-9]* <b>" "$1" && grep -q "&lt;script&gt;" "$1"' - "$work/first"
unsigned()
{
	for path in /en/press /ar/press /en/press/open /press.json /press.csv; do
		gives 200 "$path" || return 1
		if page_has 'not to be read yet' || page_has 'Early bird'; then return 1; fi
	done
}
ok "what is not in the log is not there" unsigned
same() # the files, the table and the page say the same
{
	gives 200 /press.json && head_has '^content-type: application/json' && cmp -s "$work/out" "$r/public/press.json" && gives 200 /public/press.json &&
		cmp -s "$work/out" "$r/public/press.json" && gives 200 /press.csv && head_has '^content-type: text/csv' && cp "$work/out" "$work/csv" &&
		python3 - "$work/csv" "$r/public/press.json" <<'END'
import csv, json, sys
rows, claims = list(csv.DictReader(open(sys.argv[1]))), json.load(open(sys.argv[2]))["claims"]
for row, c in zip(rows, claims, strict=True):
    f = c["finding"] or {}
    assert [row[k] for k in ("entry", "outlet", "quote", "source", "verdict")] == [c["entry"], c["outlet"], c["quote"], c["source"], f.get("verdict", "")], row
    assert row["value"] == str(c["value"]) and row["register_value"] == str((f.get("register") or {}).get("value", "")), row
END
}
ok "JSON and CSV say the same as the published file" same
parts() # PATH: any part of it, and nothing of what is known
{
	gives 200 "$1" && cp "$work/out" "$work/whole" && etag=$(sed -n 's/^[Ee][Tt]ag: \(.*\)\r$/\1/p' "$work/head") && [ -n "$etag" ] &&
		gives 304 "$1" -H "If-None-Match: $etag" || return 1
	size=$(wc -c <"$work/whole")
	for from in 0 1 299 300 301 5000 $((size - 1)); do
		gives 206 "$1" -r "$from-$((from + 700))" && head_has '^content-range: bytes' && tail -c +$((from + 1)) "$work/whole" | head -c 701 | cmp -s - "$work/out" || return 1
	done
	gives 200 "$1" -I && head_has "^content-length: $size"
}
ok "parts of the file are given as of other files" parts /press.json
ok "and parts of the table" parts /press.csv
kept_well()
{
	gives 200 /en/press && head_has '^content-security-policy: default-src' && etag=$(sed -n 's/^[Ee][Tt]ag: \(.*\)\r$/\1/p' "$work/head") && [ -n "$etag" ] &&
		gives 304 /en/press -H "If-None-Match: $etag" && gives 200 /en/press -I && gives 200 /en/press -H 'Accept-Encoding: gzip' && head_has '^content-encoding: gzip'
}
ok "it is kept, compressed and asked for again like other pages" kept_well
arabic()
{
	gives 200 /ar/press && page_has 'lang="ar" dir="rtl"' && page_has 'مكتب الصحافة' && page_has 'lang="en" dir="auto"' && gives 200 / && page_has 'href="/en/press"'
}
ok "it is there in Arabic, and linked" arabic
later()
{
	run --data "$r" cut && run --data "$r" publish "$r/public" && sleep 2 && gives 200 /en/press && page_has 'Early bird' && page_has 'not to be read yet' &&
		curl -s "$url/public.tar" | tar -tf - | grep -qx public/press.json
}
ok "when it is published it is there, and in the archive of all files" later
unfounded() # as a program published it that did not look at the number
{
	python3 - "$r/public/press.json" <<'END'
import os, re, sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
for value, finding in ((398, '"verdict":"same","against":"2016-10-20","reply":null'), (397, '"verdict":"differs","against":"2016-10-20","difference":7654321,"reply":null')):
    text, n = re.subn(r'("value":%d,.*)"finding":null' % value, r'\1"finding":{"entry":"hq/1","found_on":"2016-10-21",%s,"register":null}' % finding, text)
    assert n == 1, (value, n)
open(path + ".new", "w", encoding="utf-8").write(text)
os.replace(path + ".new", path)
END
	sleep 2
	gives 200 /en/press && page_has '1 source agrees' && gives 200 /en/press/differs && page_has '>397<' && ! page_has '7,654,321'
}
ok "what stands beside no signed number does not agree, and its difference is not shown" unfounded
cat >"$work/many.py" <<'END'
import json, os, sys
path, n = sys.argv[1], int(sys.argv[2])
head, first, *_ = open(path, encoding="utf-8").read().split("\n")
one = json.loads(first.rstrip(","))
with open(path + ".new", "w", encoding="utf-8") as out:
    out.write(head + "\n")
    for i in range(n):
        entry = "hq/%d" % (1000 + i)
        # Each third from that before it; what is copied comes from one source, through however many copies.
        came = i % 3
        claim = dict(one, entry=entry, value=i, quote="%d people went on %s" % (i, "and on " * 30), value_at="0-%d" % len(str(i)), finding=None,
                     copied_from="hq/%d" % (999 + i) if came else None, source="hq/%d" % (1000 + i - came), copies=int(came < 2 and i + 1 < n))
        if i % 6 == 0:
            claim["finding"] = {"entry": "hq/2", "found_on": "2016-10-21", "verdict": "differs", "against": "2016-10-20", "difference": i - 412 or 1, "reply": None,
                                "register": {"bulletin": "2016-10-20", "entry": "hq/1", "place_code": "SY-HL", "detail": None, "period": "h24", "value": 412, "qualifier": "exact"}}
        out.write(json.dumps(claim, separators=(",", ":")) + (",\n" if i + 1 < n else "\n"))
    out.write("]}\n")
os.replace(path + ".new", path)
END
peak() { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$server/status"; }
many() # each page is of what it shows, not of all; a chart is of the newest
{
	python3 "$work/many.py" "$r/public/press.json" 20000 && sleep 3 && gives 200 /en/press && page_has '20,000 claims' && page_has '6,667 sources' && page_has '3,334 sources differ' &&
		page_has 'Page 1 of 400' && page_has 'Of 6,667 claims the newest 120 are shown here' && [ "$(grep -c '<tr id="claim-' "$work/out")" -eq 50 ] &&
		page_has 'id="claim-20999"' && gives 200 /en/press/all/400 && page_has 'id="claim-1000"' && page_has '2 copies' && page_has 'copy of a copy' && gives 404 /en/press/all/401 &&
		gives 200 /en/press/open/200 && gives 404 /en/press/open/201 && gives 200 /en/press/differs && page_has 'as its source' && gives 200 /en/press/copies && gives 200 /ar/press &&
		gives 200 /press.csv && [ "$(wc -l <"$work/out")" -eq 20001 ] && gives 200 /press.json && cmp -s "$work/out" "$r/public/press.json" && gives 200 /en/log
}
ok "of 20,000 claims each has its page" many
if sanitized; then
	skip "and the server takes 64 MB at most" "sanitizers take memory of their own"
else
	ok "and the server takes 64 MB at most" sh -c 'echo "$1 kB" >"$2"; [ "$1" -gt 0 ] && [ "$1" -le 65536 ]' - "$(peak)" "$work/out"
fi
broken()
{
	echo '{"sulh":"press/v1","claims":[' >"$r/public/press.json" && sleep 2 && gives 500 /en/press && gives 200 /en/log
}
ok "a file that is broken is said to be, and other pages stand" broken
finish
