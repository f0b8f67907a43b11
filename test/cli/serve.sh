#!/bin/sh
# sulh serve: pages and public files, to readers and to those who mean harm.
# long
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

sh "$SRC/test/data/example" "$dir" >"$work/out" 2>&1 || echo "Bail out! no example to serve"

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
	last=$(cd "$dir/public/bulletin" && printf '%s\n' *.json | sort | tail -n 1)
	gives 200 / && head_has '^content-type: text/html; charset=utf-8' && head_has '^content-language: en' &&
		head_has '^vary: .*accept-language' && grep -q '<html lang="en" dir="ltr">' "$work/out" &&
		grep -q "href=\"/bulletin/$last\"" "$work/out"
}
ok "the_front_page_is_the_newest_bulletin" newest
by_language()
{
	gives 200 / -H 'Accept-Language: ar-SY, en;q=0.5' && head_has '^content-language: ar' &&
		grep -q '<html lang="ar" dir="rtl">' "$work/out" && gives 200 /ar/ && ! head_has '^vary: .*accept-language' &&
		grep -q '<html lang="ar" dir="rtl">' "$work/out" && gives 200 /en/bulletins -H 'Accept-Language: ar' &&
		head_has '^content-language: en' && gives 404 /fr/ && gives 404 /en/nothing && head_has '^content-language: en'
}
ok "a_page_comes_in_the_readers_language_or_in_the_one_asked_for" by_language
rows() # every value of the signed bulletin is on its pages, with a way to its entries
{
	python3 - "$dir/public/bulletin/2016-12-09.json" "$url/en/bulletin/2016-12-09" <<-'END'
		import json, re, sys, urllib.request
		with open(sys.argv[1], encoding="utf-8") as f:
		    rows = json.load(f)["figures"]
		def get(address):
		    with urllib.request.urlopen(address, timeout=60) as answer:
		        return answer.read().decode()
		front = get(sys.argv[2])
		lines = {}
		for address in [sys.argv[2]] + [sys.argv[2] + "/" + place for place in
		        re.findall(r'href="/en/bulletin/2016-12-09/([^"]*)"', front)]:
		    for line in re.findall(r"<tr[^>]*>\s*<th scope=\"row\".*?</tr>", get(address), re.S):
		        at = re.search(r'href="/en/figure/([^"]*)"', line)
		        if at:
		            cells = re.findall(r'<td class="num[^>]*>(.*?)</td>', line, re.S)
		            cells = [" ".join(re.sub("<[^>]*>", "", c).split()) for c in cells]
		            lines[at.group(1).replace("%20", " ")] = cells, line
		for row in rows:
		    key = "/".join(x for x in (row["code"], row["place_code"], row["detail"]) if x)
		    cells, line = lines[key]
		    word = "" if row["qualifier"] == "exact" else row["qualifier"].replace("_", " ") + " "
		    shown = cells[["h24", "d3", "total", "now"].index(row["period"])]
		    if shown != word + format(row["value"], ","):
		        sys.exit("%s %s: %r" % (key, row["period"], shown))
		    if row.get("stated") and "repeats a statement" not in line:
		        sys.exit(key + " is stated")
		    if row.get("asserted") and "asserted by two officers" not in line:
		        sys.exit(key + " is asserted")
		    if row["entries"] and "/en/rests/" not in line:
		        sys.exit(key + " rests on nothing")
		sys.exit(0 if len(rows) > 300 else "few rows")
	END
}
ok "a_bulletins_page_has_each_of_its_values" rows
as_sheet()
{
	gives 200 /bulletin/2016-12-09.csv && head_has '^content-type: text/csv' &&
		[ "$(grep -c . "$work/out")" -gt 300 ] && gives 200 /ar/bulletin/2016-12-09.hxl &&
		sed -n 2p "$work/out" | grep -q '#' && gives 404 /bulletin/2016-12-10.csv
}
ok "a_bulletin_comes_as_a_table_with_and_without_hxl_tags" as_sheet
page_json()
{
	gives 200 /bulletins.json && head_has '^content-type: application/json' &&
		python3 -c 'import json, sys; sys.exit(len(json.load(sys.stdin)["bulletins"]) < 3)' <"$work/out" &&
		gives 200 /index.json && cmp -s "$work/out" "$dir/public/bulletin/$last" &&
		gives 404 /nothing.json && python3 -c 'import json, sys; json.load(sys.stdin)' <"$work/out"
}
ok "pages_come_as_json_too" page_json
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
	get /
	style=$(grep -o '/static/[^"]*css' "$work/out" | head -n 1)
	for path in / "$style" /public/policy /nothing; do
		get "$path"
		head_has "^content-security-policy: default-src 'none'; [^\"]*style-src 'self'" &&
			head_has '^x-content-type-options: nosniff' && head_has '^referrer-policy: no-referrer' || return 1
	done
	get /
	! grep -qiE '<style| (style|on[a-z]+)=' "$work/out" &&
		! grep -oiE '<script[^>]*>|</script>' "$work/out" | grep -v '^</script>' |
			grep -qv '^<script src="/static/[0-9a-f]*/sulh.js" defer>$'
}
ok "pages_hold_no_script_or_style_of_their_own" strict
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
since() # a file that did not change since is not sent again
{
	get /public/policy && modified=$(sed -n 's/^[Ll]ast-[Mm]odified: \(.*\)\r$/\1/p' "$work/head") && [ -n "$modified" ] &&
		gives 304 /public/policy -H "If-Modified-Since: $modified" &&
		gives 200 /public/policy -H 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT' &&
		gives 412 /public/policy -H 'If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT'
}
ok "a_file_that_did_not_change_since_is_not_sent_again" since
ok "pieces_of_a_file_make_the_file" http ranges /public/definitions
ok "pages_and_styles_come_packed" http encodings / /ar/ "$style"
for_ever()
{
	gives 200 "$style" && head_has '^cache-control: .*max-age=31536000, immutable' &&
		gives 404 "/static/000000000000000000000000/${style##*/}" && ! head_has '^cache-control: .*immutable'
}
ok "what_never_changes_is_kept_for_ever" for_ever
ok "a_first_visit_weighs_at_most_250_kb" http weight / 250000
ok "in_arabic_too" http weight /ar/ 250000
licensed() # fonts go nowhere without their licence
{
	get "$style" && gives 200 "$(grep -o '/static/[0-9a-f]*/licence.txt' "$work/out")" &&
		grep -q 'SIL OPEN FONT LICENSE' "$work/out" && grep -q 'Noto Sans Arabic' "$work/out"
}
ok "the_fonts_come_with_their_licence" licensed

taken_home() # the whole publication is one file, and verifies
{
	gives 200 /public.tar && head_has '^content-type: application/x-tar' &&
		head_has "^content-length: $(wc -c <"$work/out" | tr -d ' ')" && rm -rf "$work/home" && mkdir "$work/home" &&
		tar -C "$work/home" -xf "$work/out" 2>"$work/diff" && [ ! -s "$work/diff" ] || return 1
	(cd "$dir/public" && find . -type f ! -name '*.tmp' -exec sha256sum {} + | sort) >"$work/there"
	(cd "$work/home/public" && find . ! -type d -exec sha256sum {} + | sort) >"$work/here"
	[ -s "$work/here" ] && diff "$work/there" "$work/here" >"$work/diff" && code 0 "$SULH" verify "$work/home/public"
}
ok "the_publication_can_be_taken_home_and_verified" taken_home
ok "a_tar_file_that_is_known_is_not_sent_again" not_again /public.tar
ok "pieces_of_it_make_the_file" http ranges /public.tar
ok "a_name_of_another_host_is_refused" gives 421 / -H 'Host: elsewhere.example'
ok "a_body_with_a_question_is_refused" gives 400 / -X GET -d a=b
ok "what_is_not_there_is_said_to_be_not_there" gives 404 /nothing
ok "a_day_without_a_bulletin_is_not_there" gives 404 /bulletin/2016-12-10
ok "no_spelling_of_a_path_leaves_the_folder" http refuses "$work/secret"
ok "requests_on_one_connection_are_answered_in_order" http pipeline
ok "garbage_does_not_stop_it" http garbage
ok "slow_readers_keep_nobody_out" http slow
ok "a_flood_of_headers_is_cut_off" http headers
# Sanitizers need memory of their own.
most=$((64 * 1024 * 1024))
sanitized && most=0
ok "600_who_drip_are_not_noticed" http drip $most
ok "600_who_say_nothing_are_not_noticed" http silent $most
ok "600_who_do_not_take_what_they_asked_for_are_not_noticed" http stalled /public.tar $most
ok "600_who_do_not_take_a_page_are_not_noticed" http stalled / $most
ok "300_who_ask_without_end_are_not_noticed" http flood $most

ok "24_who_ask_for_endless_addresses_are_not_noticed" http endless /ar/leaflet

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
ok "and_can_be_taken_home" taken_home
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
cramped() # it ends at once, and says what there is too little of
{
	# shellcheck disable=SC3045 # every sh here has ulimit -v
	(ulimit -v 64000 && exec timeout 60 "$SULH" --data "$dir" serve --port 0) </dev/null >"$work/out" 2>"$work/err"
	[ $? -eq 1 ] && says '[Mm]emory'
}
if ! sanitized; then
	ok "with_too_little_memory_it_says_so" cramped
else
	skip "with_too_little_memory_it_says_so" "a sanitizer needs more than there is"
fi
finish
