#!/bin/sh
# The pages of logs, entries and what a figure rests on, and how to check it all: over HTTP, compared to the
# published files by other means (test/data/logpages.py).
# shellcheck disable=SC2317 # functions that ok calls
set -u

# shellcheck source=test/cli/lib
. "$SRC/test/cli/lib"

server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
dir=$work/reg

start() # sets server and url
{
	"$SULH" --data "$dir" serve --port 0 >"$work/said" 2>"$work/said.err" &
	server=$!
	for _ in $(seq 300); do
		url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
		[ -n "$url" ] && break
		kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	[ -n "$url" ]
}

gives() # STATUS PATH: body in $work/out
{
	status=$(curl -s --path-as-is -m 60 -o "$work/out" -w '%{http_code}' "$url$2")
	[ "$status" = "$1" ]
}

asks() # QUESTION of test/data/logpages.py
{
	: >"$work/out"
	python3 -BP "$SRC/test/data/logpages.py" "$url" "$dir/public" "$1" 2>"$work/err"
}

none() # PATH...: no such page, and what was asked for is not in the answer as markup
{
	for path in "$@"; do
		if ! gives 404 "$path" && ! gives 400 "$path"; then
			echo "$path: $status" >"$work/err"
			return 1
		fi
		! grep -q '<script>x' "$work/out" || return 1
	done
}

sh "$SRC/test/data/example" "$dir" >/dev/null 2>"$work/err" &&
	"$SULH" --data "$dir" publish "$dir/public" >/dev/null 2>"$work/err"
ok "the example is published and served" start

ok "each log's size, root and key are those of its files" asks heads
ok "every entry of every log stands on one page, the newest first" asks all_entries
ok "links lead from the newest entry to the first" asks older_links
ok "an entry's bytes are those of the tiles, and its leaf hash is theirs" asks raw
ok "its proof leads to the signed root: as a file, as JSON and step by step" asks proofs
ok "the entries that a figure rests on add up to it, and are as many" asks sums
ok "officers have keys and roles, and no names" asks names
ok "tags match, in both languages, and no page holds script or style" asks markup
ok "the keys' fingerprint and the checkpoints are those of the files" asks verify

size=$(sed -n 2p "$dir/public/hq/checkpoint")
ok "the newest entry has a page" gives 200 "/en/log/hq/$((size - 1))"
ok "behind the published size there is none" none "/en/log/hq/$size" "/en/log/hq/$size.cbor" \
	"/en/log/hq/$size.proof" "/en/log/hq/from/$size" /en/log/hq/9223372036854775807 /en/log/hq/99999999999999999999
ok "an index has one spelling" none /en/log/hq/01 /en/log/hq/+1 /en/log/hq/-1 /en/log/hq/1.0 /en/log/hq/ /en/log/hq/from/ \
	/en/log/hq/%31
ok "other logs, figures and places have no page" none /en/log/nobody /en/log/nobody/1 /en/log/.. /en/log/HQ \
	'/en/log/%3Cscript%3Ex' /en/rests/P2 /en/rests/XX/SY /en/rests/P2/NOWHERE '/en/rests/P2/%3Cscript%3Ex' \
	/en/rests/P2/SY/before/nobody/1 /en/rests/P2/SY/before/aleppo/999999999 /en/rests/P2/SY/before/hq /en/rests/P2/SY/before/hq/-1
ok "a search goes on from where its address says" gives 200 /en/rests/P2/SY/before/hq/0
ok "a detail that is markup is shown as text" gives 200 '/en/rests/T7/SY/%3Cscript%3Ex'
ok "and is not followed" sh -c "! grep -q '<script>x' '$work/out'"
lines() # PATH: how many entries there are on its JSON page
{
	curl -s "$url$1" | grep -o '"index"' | wc -l
}
ok "a detail rests on fewer entries than its figure, and on some" sh -c \
	"[ $(lines /rests/V4/SY/killed%20girls.json) -gt 0 ] && [ $(lines /rests/V4/SY/killed%20girls.json) -lt $(lines /rests/V4/SY.json) ]"

# An entry is public once it is published, not before.

shown() # PATH, at most some seconds from now
{
	for _ in $(seq 100); do
		gives 200 "$1" && return
		sleep 0.1
	done
	return 1
}
at 2017-03-07T12:00Z
size=$(sed -n 2p "$dir/public/aleppo/checkpoint")
corrects()
{
	run --data "$dir" aid correct medical "aleppo/$1" consultations=80 children=20 --as 'Tarek Hallaq' &&
		run --data "$dir" cut
}
between() # PATH: how many numbers of days without a bulletin the chart of a figure has
{
	curl -s "$url$1" | tr -d '\n' | sed 's|<tr>|\n<tr>|g' | grep -c '<bdi class="num">.*<td[^>]*>–</td></tr>'
}
ok "between bulletins a chart has what the published logs give" [ "$(between /en/figure/H5)" -gt 20 ]
chart() # CODE: day and total of the days without a bulletin, as the chart's table says
{
	curl -s "$url/en/figure/$1" | tr -d '\n,' | sed 's|<tr>|\n<tr>|g' | sed -n \
		's|^<tr><th scope="row">\([^<]*\)</th>.*<bdi class="num">\([^<]*\)</bdi></td><td[^>]*>–</td></tr>.*|\1 \2|p'
}
counted() # CODE: the same by the command
{
	"$SULH" --data "$dir" --json figure "$1" --period total --from 2017-02-04 --to 2017-03-05 |
		sed -n 's/.*"day":"\([^"]*\)".*"detail":null.*"value":\([-0-9]*\),.*"signed":false.*/\1 \2/p' |
		while read -r day value; do
			echo "$(date -u -d "$day" '+%-d %B %Y') $value"
		done
}
same() # CODE...
{
	for code in "$@"; do
		chart "$code" | sort >"$work/out"
		counted "$code" | sort >"$work/err"
		[ -s "$work/out" ] || return 1
		diff "$work/out" "$work/err" >"$work/diff" || return 1
	done
}
ok "the same as the command counts, with all that it reads" same P2 P4 H5 W1
medical=$(curl -s "$url/rests/H5/SY.json" | sed 's/.*"log":"aleppo","index":\([0-9]*\),"kind":"medical_count".*/\1/')
ok "an entry is corrected" corrects "$medical"
sleep 1.5
ok "what is not published is not shown" none "/en/log/aleppo/$size"
ok "nor counted between the bulletins of a chart" [ "$(between /en/figure/H5/SY)" -eq 0 ]
ok "nor marked as corrected" sh -c "! curl -s '$url/en/log/aleppo/$medical' | grep -q 'counts zero'"
ok "it is published" run --data "$dir" publish "$dir/public"
ok "and then shown" shown "/en/log/aleppo/$size"
ok "and counted" [ "$(between /en/figure/H5/SY)" -gt 20 ]
ok "what was corrected says so, and so does the correction" asks corrected

kill "$server"
wait "$server"
code=$?
server=
ok "the server ends well" [ "$code" -eq 0 ]
ok "and had nothing to complain about" sh -c "! grep . '$work/said.err'"
finish
