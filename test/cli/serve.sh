#!/bin/sh
# sulh serve: pages and public files, to readers and to those who mean harm.
# shellcheck disable=SC2317 # functions that ok calls
set -u

# shellcheck source=test/cli/lib
. "$SRC/test/cli/lib"

server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
dir=$work/reg

start() # sets server, port and url; what it says stands in $work/said
{
	# Emptied first: an old address must not be taken for the new one.
	: >"$work/said"
	"$SULH" --data "$dir" serve --port 0 >"$work/said" 2>"$work/said.err" &
	server=$!
	for _ in $(seq 300); do
		url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
		[ -n "$url" ] && break
		kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	port=${url##*:}
	[ -n "$url" ]
}

stop() # SIGNAL: it ends with 0 and says nothing wrong
{
	kill "-$1" "$server" && wait "$server"
	code=$?
	server=
	[ "$code" -eq 0 ] && grep -q '^Stopped' "$work/said" && ! grep -q . "$work/said.err"
}

get() # PATH [CURL ARGUMENTS]: body in $work/out, head in $work/head, status in $status
{
	path=$1
	shift
	: >"$work/head"
	: >"$work/out"
	status=$(curl -s --path-as-is -m 60 -D "$work/head" -o "$work/out" -w '%{http_code}' "$@" "$url$path")
}
gives() # STATUS PATH [CURL ARGUMENTS]
{
	want=$1
	shift
	get "$@"
	[ "$status" = "$want" ]
}
head_has() # PATTERN
{
	grep -qiE -e "$1" "$work/head"
}
http() # WHAT [ARGUMENT...]
{
	python3 "$SRC/test/data/http.py" "$port" "$server" "$@" 2>"$work/err"
}

code() # N COMMAND...: it ends with N
{
	want=$1
	shift
	"$@" >"$work/out" 2>"$work/err"
	[ $? -eq "$want" ]
}

"$SULH" demo "$dir" >"$work/out" 2>&1 || echo "Bail out! no example to serve"

tells_to_publish()
{
	code 6 "$SULH" --data "$dir" serve --port 0 && grep -q "sulh --data $dir publish $dir/public" "$work/err"
}
ok "nothing_published_yet_is_said_with_what_to_do" tells_to_publish
ok "a_folder_that_is_no_register_is_told_apart" code 10 "$SULH" --data "$work" serve --port 0
ok "a_port_beyond_all_ports_is_a_wrong_call" code 2 "$SULH" --data "$dir" serve --port 65536

"$SULH" --data "$dir" publish "$dir/public" >"$work/out" 2>&1 || echo "Bail out! publish"
# What serving must never give out.
cp -P "$dir/demo.pass" "$work/secret"
ln -s ../demo.pass "$dir/public/linked"
ln -s ../keyring "$dir/public/linked-folder"
cp "$work/secret" "$dir/public/half.tmp"
mkfifo "$dir/public/pipe"

ok "it_starts_on_a_free_port_and_says_which" start
ok "it_listens_on_this_machine_only" http alone
ok "a_second_one_on_the_same_port_is_refused" code 1 "$SULH" --data "$dir" serve --port "$port"

newest()
{
	gives 200 / && grep -q '<html lang="en">' "$work/out" && grep -q "<title>Bulletin of $(day_after 0)" "$work/out" &&
		head_has '^content-type: text/html; charset=utf-8' && grep -q 'lang="ar" dir="rtl"' "$work/out"
}
ok "the_front_page_is_the_newest_bulletin" newest
rows() # every row of the signed bulletin is a row of its page
{
	"$SULH" --data "$dir" bulletin show --at 2016-12-09 --json >"$work/json" || return 1
	get /bulletin/2016-12-09
	[ "$(grep -c '<tr><th scope="row">.*<td class="number">.*<td class="number">' "$work/out")" = \
		"$(grep -c '"type":"figure"' "$work/json")" ] &&
		grep -q '>Jebel Saman</th><td></td><td>total</td><td class="number">953</td>' "$work/out" &&
		grep -q '<td class="number">over 10,500<br><small>repeats a statement</small></td>' "$work/out"
}
ok "a_bulletins_page_has_each_of_its_rows" rows
linked() # every address on the page is there
{
	get /
	grep -o 'href="/[^"]*' "$work/out" | cut -c 7- | sort -u >"$work/links"
	[ "$(wc -l <"$work/links")" -gt 10 ] || return 1
	while read -r link; do
		gives 200 "$link" || return 1
	done <"$work/links"
}
ok "every_link_on_the_page_leads_somewhere" linked
strict()
{
	for path in / /style.css /public/policy /nothing; do
		get "$path"
		head_has "^content-security-policy: default-src 'none'; style-src 'self'" &&
			head_has '^x-content-type-options: nosniff' && head_has '^referrer-policy: no-referrer' || return 1
	done
	get /
	! grep -qiE '<script|<style| (style|src|on[a-z]+)=' "$work/out"
}
ok "pages_hold_no_script_and_allow_none" strict
same_files()
{
	count=0
	for file in $(cd "$dir/public" && find . -type f ! -name '*.tmp' | cut -c 3-); do
		gives 200 "/public/$file" && cmp -s "$work/out" "$dir/public/$file" || return 1
		count=$((count + 1))
	done
	[ "$count" -gt 50 ]
}
ok "every_public_file_comes_byte_for_byte" same_files
as_json()
{
	gives 200 /bulletin/2016-12-09.json && cmp -s "$work/out" "$dir/public/bulletin/2016-12-09.json" &&
		head_has '^content-type: application/json'
}
ok "a_bulletin_comes_as_its_public_json" as_json
types()
{
	get /public/hq/checkpoint && head_has '^content-type: text/plain; charset=utf-8' &&
		get /public/definitions && head_has '^content-type: text/csv' &&
		get "/public/hq/$(cd "$dir/public/hq" && find tile/0 -type f | head -n 1)" &&
		head_has '^content-type: application/octet-stream'
}
ok "files_say_what_they_are" types

not_again() # PATH: known bytes are not sent again
{
	get "$1"
	etag=$(sed -n 's/^[Ee][Tt]ag: \(.*\)\r$/\1/p' "$work/head")
	[ -n "$etag" ] && gives 304 "$1" -H "If-None-Match: $etag" && [ ! -s "$work/out" ] || return 1
	gives 304 "$1" -H "If-None-Match: \"x\", W/$etag" && gives 200 "$1" -H 'If-None-Match: "x"'
}
ok "a_page_that_is_known_is_not_sent_again" not_again /
ok "a_file_that_is_known_is_not_sent_again" not_again /public/hq/checkpoint
headed()
{
	get /public/policy && length=$(sed -n 's/^[Cc]ontent-[Ll]ength: //p' "$work/head") && rm -f "$work/out" &&
		gives 200 /public/policy -I && [ "$(sed -n 's/^[Cc]ontent-[Ll]ength: //p' "$work/head")" = "$length" ]
}
ok "head_gives_the_head_alone" headed
read_only()
{
	for method in POST PUT DELETE PATCH OPTIONS TRACE PROPFIND; do
		gives 405 / -X "$method" && head_has '^allow: GET, HEAD' || return 1
	done
	gives 405 /public/policy -T "$work/said"
}
ok "no_method_changes_anything" read_only
ok "a_name_of_another_host_is_refused" gives 421 / -H 'Host: elsewhere.example'
ok "a_body_with_a_question_is_refused" gives 400 / -X GET -d a=b
ok "what_is_not_there_is_said_to_be_not_there" gives 404 /nothing
ok "a_day_without_a_bulletin_is_not_there" gives 404 /bulletin/2016-12-10
ok "no_spelling_of_a_path_leaves_the_folder" http refuses "$work/secret"
ok "requests_on_one_connection_are_answered_in_order" http pipeline
ok "garbage_does_not_stop_it" http garbage
ok "slow_readers_keep_nobody_out" http slow
ok "more_connections_than_it_takes_do_not_lock_it" http full

nobody() # no name of the example's persons and no case number is on a page
{
	get /
	cp "$work/out" "$work/page"
	"$SULH" --data "$dir" show cases | cut -d' ' -f1 | head -n 200 >"$work/cases"
	[ -s "$work/cases" ] && ! grep -qFf "$work/cases" "$work/page" || return 1
	tail -n +2 "$SRC/examples/aleppo-2016/officers.csv" | cut -d, -f1 >"$work/names"
	[ -s "$work/names" ] && ! grep -qFf "$work/names" "$work/page"
}
ok "a_page_names_no_person" nobody
writes()
{
	code 0 "$SULH" --data "$dir" cut
}
ok "the_register_is_written_to_meanwhile" writes
published() # what is published meanwhile is served
{
	rm -f "$dir/public/linked" "$dir/public/linked-folder" "$dir/public/half.tmp" "$dir/public/pipe"
	code 0 "$SULH" --data "$dir" publish "$dir/public" && gives 200 /public/hq/checkpoint &&
		cmp -s "$work/out" "$dir/public/hq/checkpoint"
}
ok "what_is_published_meanwhile_is_served" published
while_writing() # old pages are shown, new ones wait
{
	# It looks at most once a second.
	sleep 1.2
	get /
	sleep 1.2
	flock "$dir/lock" sleep 30 &
	writer=$!
	sleep 0.5
	gives 200 / && gives 503 /bulletin/2016-12-01 && head_has '^retry-after: 1'
	was=$?
	# The lock is held by what flock started, too.
	pkill -P "$writer"
	wait "$writer" 2>/dev/null
	[ "$was" -eq 0 ] && gives 200 /bulletin/2016-12-01
}
if command -v flock >/dev/null && command -v pkill >/dev/null; then
	ok "while_somebody_writes_the_last_page_is_shown" while_writing
else
	skip "while_somebody_writes_the_last_page_is_shown" "flock and pkill are not installed"
fi

ok "it_ends_with_0_when_told_to_stop" stop TERM
again()
{
	start && stop INT
}
ok "it_ends_with_0_when_interrupted" again
finish
