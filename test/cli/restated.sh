#!/bin/sh
# That a figure of a day was restated stands with its bulletin, however many bulletins came between.
# shellcheck disable=SC2317 # functions that ok calls
set -u
# shellcheck source=test/cli/lib
. "$SRC/test/cli/lib"

r=$work/r
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
small "$r" || { cat "$work/err"; exit 1; }
pair='Ziad Mansour,Noor Khoury'
count() # DAY PERSONS
{
	run --data "$r" add corridor_count corridor=1 direction=out "persons=$2" method=stated "from_hour=${1}T12:00+03:00" \
		"day=$1" log=aleppo 'as=Dina Farhat,Adel Maalouf' && run --data "$r" cut
}
sign() # DAY
{
	at "${1}T16:30:00Z" && run --data "$r" bulletin sign --at "$1" --as "$pair"
}
days() # from the first one on
{
	at 2016-10-20T10:00:00Z
	count 2016-10-20 10 && sign 2016-10-20 || return 1
	for i in $(seq 61); do
		of=$(date -u -d "2016-10-20 + $i days" +%F)
		at "${of}T10:00:00Z"
		run --data "$r" cut && sign "$of" || return 1
	done
}
ok "two months of bulletins are signed" days
late()
{
	at 2016-12-21T10:00:00Z
	count 2016-10-20 7 && at 2016-12-21T16:30:00Z && run --data "$r" bulletin restate --as "$pair" --reason late_entry && sign 2016-12-21 &&
		run --data "$r" publish "$r/public"
}
ok "then the first of them is restated" late
tells()
{
	: >"$work/said"
	"$sulh" --data "$r" serve --port 0 >"$work/said" 2>"$work/said.err" &
	server=$!
	for _ in $(seq 300); do
		url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
		[ -n "$url" ] && break
		kill -0 "$server" 2>/dev/null || return 1
		sleep 0.1
	done
	curl -s -m 60 "$url/en/bulletin/2016-10-20" >"$work/out"
	kill "$server"
	wait "$server"
	server=
	grep -q 'figures\{0,1\} of this day w[a-z]* restated later' "$work/out" && grep -q 'href="/en/log/hq/[0-9]*"' "$work/out"
}
ok "its page says so, and by which entry" tells
finish
