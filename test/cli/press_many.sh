#!/bin/sh
# Very many findings about one bulletin: whoever checks a publication needs no more memory for it than for a few.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

if sanitized; then
	skip "many findings about one bulletin take no more memory than a few" "a sanitizer has memory of its own"
	finish
fi
r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z
run --data "$r" add corridor_count corridor=1 direction=out persons=412 method=stated \
	from_hour=2016-10-20T12:00+03:00 day=2016-10-20 log=aleppo 'as=Dina Farhat,Adel Maalouf' && run --data "$r" cut &&
	at 2016-10-20T16:30:00Z && run --data "$r" bulletin sign --at 2016-10-20 --as 'Ziad Mansour,Noor Khoury' || { cat "$work/err"; exit 1; }
at 2016-10-21T08:00:00Z
many=700
python3 - "$many" >"$work/press_claim.csv" <<'END'
import csv, sys
out = csv.writer(sys.stdout)
out.writerow("outlet,published_on,language,quote,spans,figure,place_of,period,value,stance,log,day,as".split(","))
for n in range(int(sys.argv[1])):
    quote = "%d people left" % (1000 + n)
    out.writerow(["Wire %d" % n, "2016-10-20", "eng", quote, "0-11", "T1", "Aleppo", "past24h", 1000 + n, "asserted", "hq",
                  "2016-10-21", "Dalia Sukkar"])
END
findings() # of every claim, about the bulletin that is signed
{
	run --data "$r" import "$work/press_claim.csv" --commit && run --data "$r" cut && run --data "$r" --json press claims &&
		cp "$work/out" "$work/claims" && run --data "$r" --json press finding "$(sed -n 's|.*"entry":"\(hq/[0-9]*\)".*|\1|p' "$work/claims" | head -n 1)" &&
		against=$(sed -n 's|.*"against":"\(hq/[0-9]*\)".*|\1|p' "$work/out" | head -n 1) && [ -n "$against" ] || return 1
	sed -n 's|.*"entry":"\(hq/[0-9]*\)".*|\1|p' "$work/claims" | sed "1i claim,verdict,against,log,day,as
s|.*|&,different_scope,$against,hq,2016-10-21,\"Dalia Sukkar,Noor Khoury\"|" >"$work/press_finding.csv"
	run --data "$r" import "$work/press_finding.csv" --commit && run --data "$r" cut && run --data "$r" publish "$work/public"
}
ok "$many findings about one bulletin are kept" findings
verified() # KIB of address space
{
	(ulimit -v "$1" && exec "$SULH" verify "$work/public") >"$work/out" 2>"$work/err" && says "$many"
}
ok "and checked in little memory" verified 120000
finish
