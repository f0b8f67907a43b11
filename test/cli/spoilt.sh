#!/bin/sh
# A published file that stands there and cannot be read is neither a log, a bulletin or a claim less nor a 0: it is told to
# whoever runs the server, and no page says less than what is signed.
# shellcheck disable=SC2317 # functions that ok calls
set -u

# shellcheck source=test/cli/lib
. "$SRC/test/cli/lib"

server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
dir=$work/reg
public=$dir/public

start() # sets server and url
{
	: >"$work/said"
	url=
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
stop()
{
	kill "$server" 2>/dev/null
	wait "$server"
	server=
}
get() # PATH: body in $work/out, status in $status
{
	: >"$work/out"
	status=$(curl -s -m 60 -o "$work/out" -w '%{http_code}' "$url$1")
}
folder() # FILE: a folder stands in its place
{
	mv "$public/$1" "$work/away" && mkdir "$public/$1"
}
back() # FILE
{
	rm -r "${public:?}/$1" && mv "$work/away" "$public/$1"
}

sh "$SRC/test/data/example" "$dir" >/dev/null 2>"$work/err" &&
	"$SULH" --data "$dir" publish "$public" >/dev/null 2>"$work/err" || echo "Bail out! no example to serve"

not_served() # FILE: with a folder in its place no server starts, and what cannot be read is named
{
	folder "$1"
	"$SULH" --data "$dir" serve --port 0 >"$work/out" 2>"$work/err" &
	server=$!
	for _ in $(seq 300); do
		kill -0 "$server" 2>/dev/null || break
		grep -q '^Serving' "$work/out" && break
		sleep 0.1
	done
	kill "$server" 2>/dev/null
	wait "$server"
	code=$?
	server=
	back "$1"
	[ "$code" -eq 1 ] && grep -q "$1" "$work/err"
}
ok "a log whose checkpoint cannot be read is not a log less" not_served aleppo/checkpoint
ok "nor one whose key cannot be read" not_served aleppo/vkey
ok "a bulletin that cannot be read is not a bulletin less" not_served bulletin/2016-12-09.json

kept() # while it serves, what it had stands, and what is wrong is told
{
	folder aleppo/checkpoint
	get /log/aleppo.json
	sleep 1.2
	get /log/aleppo.json
	back aleppo/checkpoint
	[ "$status" -eq 200 ] && grep -q 'aleppo/checkpoint' "$work/said.err"
}
start || echo "Bail out! not served"
ok "while it is served, what was published before stands" kept

unread() # a register that can no longer be opened, when something new is published: that is said, and what was published stands
{
	: >"$work/said.err"
	mv "$dir/sulh.db" "$work/db" && echo 'no database' >"$dir/sulh.db"
	touch "$public/policy"
	sleep 1.2
	get /log.json
	rm -f "$dir/sulh.db"* && mv "$work/db" "$dir/sulh.db"
	[ "$status" -eq 200 ] && grep -q 'sulh.db' "$work/said.err"
}
ok "a register that cannot be opened for what is new is told of" unread
stop

spoilt() # SCRIPT: the newest bulletin so changed gives no page with its figures, no JSON of them, and is told of
{
	last=$(cd "$public/bulletin" && printf '%s\n' *.json | sort | tail -n 1)
	cp "$public/bulletin/$last" "$work/away"
	start || return 1
	sed "$1" "$work/away" >"$public/bulletin/$last"
	! cmp -s "$work/away" "$public/bulletin/$last"
	changed=$?
	get /en/figure/P2
	of_figure=$status
	get "/figure/P2.json"
	of_json=$status
	cp "$work/away" "$public/bulletin/$last"
	stop
	[ "$changed" -eq 0 ] && [ "$of_figure" -eq 500 ] && [ "$of_json" -eq 500 ] && grep -q "bulletin/$last" "$work/said.err"
}
ok "a value that is no number is no 0" spoilt 's/\("code":"P2".*"value":\)\([0-9]*\)/\1"\2"/'
ok "nor is one that is missing" spoilt 's/\("code":"P2".*\)"value":[0-9]*,/\1/'
ok "figures that are missing are not none" spoilt 's/"figures":/"figurez":/'
ok "nor are corrections" spoilt 's/"corrections":\[[^]]*\]/"corrections":null/'

claims() # with a folder in the place of press.json: neither page nor files say that there are none
{
	folder press.json
	start || return 1
	all=
	for path in /en/press /press.json /press.csv; do
		get "$path"
		all=$all$status
	done
	back press.json
	stop
	[ "$all" = 500500500 ] && grep -q 'press.json' "$work/said.err"
}
ok "claims that cannot be read are not none" claims

opened() # a file that cannot be opened, as no more files may be, is not missing
{
	start || return 1
	python3 - "${url##*:}" "$server" >"$work/out" 2>"$work/err" <<-'END'
		import http.client, os, resource, sys
		site, server = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1])), int(sys.argv[2])
		def status(path):
		    site.request("GET", path)
		    answer = site.getresponse()
		    answer.read()
		    return answer.status
		paths = "/public/policy", "/bulletin/2016-12-09.json", "/public/bulletin/2016-12-08.json"
		print(*map(status, paths))
		used, free = {int(n) for n in os.listdir(f"/proc/{server}/fd")}, 0
		while free in used:
		    free += 1
		old = resource.prlimit(server, resource.RLIMIT_NOFILE)
		resource.prlimit(server, resource.RLIMIT_NOFILE, (free, old[1]))
		print(*map(status, paths))
		resource.prlimit(server, resource.RLIMIT_NOFILE, old)
		print(*map(status, paths))
	END
	stop
	[ "$(tr '\n' ' ' <"$work/out")" = "200 200 404 500 500 500 200 200 404 " ] && grep -q 'bulletin/2016-12-09.json' "$work/said.err"
}
ok "a file that cannot be opened is not one that is missing" opened
finish
