#!/bin/sh
# A disk that cannot be read, or reads short, and files that are torn: what is wrong is said with the name of the
# file, nothing counts as zero, and what can be made again is mended by running the command again.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
r=$work/r
python3 "$SRC/tools/crash" --make "$base" >"$work/out" 2>"$work/err" || {
	cat "$work/err" >&2
	exit 1
}
at 2016-12-09T15:30:00Z
fresh() # the register as it was, and what it had published
{
	rm -rf "$r" "$r.out" "$r.new" && cp -R "$base" "$r" && cp -R "$base.out" "$r.out"
}
# From the first read to the last: it ends with an error that names a file, and prints no figure.
every_read() # WHAT DIR COMMAND...
{
	what=$1 dir=$2
	shift 2
	failing "$what" 0 "$dir" "$@" && reads=$(cat "$work/count") && [ "$reads" -gt 1 ] || return 1
	i=0
	while [ $i -le 8 ]; do
		k=$((1 + (reads - 1) * i / 8))
		failing "$what" "$k" "$dir" "$@"
		code=$?
		# The last reads may be of what nothing rests on: SQLite looks once more at its log as it closes.
		if [ $code -eq 0 ] && [ $i -eq 8 ]; then
			i=$((i + 1))
			continue
		fi
		if [ $code -lt 1 ] || [ $code -gt 12 ] || ! says "$dir" || grep -q '"type":"figure"' "$work/out"; then
			echo "read $k of $reads ($what): exit $code: $*" >"$work/diff"
			return 1
		fi
		i=$((i + 1))
	done
}
reading() # WHAT
{
	fresh && every_read "$1" "$r" --data "$r" --json bulletin show --at 2016-12-09 &&
		every_read "$1" "$r" --data "$r" log head && every_read "$1" "$r" --data "$r" rebuild &&
		every_read "$1" "$r" --data "$r" export corridor_count || return 1
	# A reading that failed changed nothing.
	exits 0 --data "$r" rebuild && exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
published() # WHAT
{
	fresh && exits 0 --data "$r" publish "$r.out" && every_read "$1" "$r.out" verify "$r.out" &&
		every_read "$1" "$r.out" --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
ok "where_the_register_cannot_be_read_the_file_is_named_and_no_figure_printed" reading read
ok "where_the_publication_cannot_be_read_the_file_is_named" published read
ok "a_publication_that_reads_short_is_not_accepted" published less

# tear FILE BYTES: cuts it to so many
tear()
{
	[ -f "$1" ] && [ "$(wc -c <"$1")" -gt "$2" ] && head -c "$2" "$1" >"$work/torn" && cat "$work/torn" >"$1"
}
lengths() # FILE
{
	size=$(wc -c <"$1")
	printf '%s\n' 0 1 $((size / 3)) $((size / 2)) $((size - 1)) | sort -nu
}
holds() # what of the register can be asked for, after all of it was read once more
{
	exits 0 --data "$r" rebuild || return 1
	for what in 'log head' 'show drafts' 'show cases' 'bulletin show --at 2016-12-09'; do
		# shellcheck disable=SC2086 # words
		exits 0 --data "$r" --json $what && cat "$work/out" || return 1
	done
}
as_it_was()
{
	holds >"$work/holds" && mv "$r" "$r.torn" && cp -R "$base" "$r" && holds >"$work/held" &&
		rm -rf "$r" && mv "$r.torn" "$r" && cmp "$work/holds" "$work/held"
}
# What a register cannot do without: the file is named, and nothing is signed.
torn_register()
{
	for file in keyring/head log/aleppo/key log/aleppo/signed.hwm sulh.conf sulh.db; do
		for length in $(lengths "$base/$file"); do
			# Its last line may lack its end.
			[ "$file" != sulh.conf ] || [ "$length" -lt 60 ] || continue
			fresh && tear "$r/$file" "$length" || return 1
			run --data "$r" publish "$r.out"
			code=$?
			# A page at the end that publishing has no need of: what was signed is right, and doctor sees it, or
			# nothing was lost (what is free, what a rebuild makes anew).
			[ "$file $code" != 'sulh.db 0' ] || { exits 0 verify "$r.out" && { exits 6 --data "$r" doctor &&
				grep -q '^bad *database' "$work/out" || as_it_was; } && continue; }
			if [ $code -eq 0 ] || [ $code -gt 12 ] || ! says "$file|$r" || ! says 'damaged|shorter|not |no |missing|otherwise'; then
				echo "$file cut to $length: exit $code" >"$work/diff"
				return 1
			fi
		done
	done
	fresh && tear "$r/keyring/officers" 50 && exits 1 --data "$r" import "$base.csv" --kind registration --commit &&
		says 'keyring/officers' || return 1
	# A bucket of keys that is cut is said where it is needed.
	for bucket in "$base"/keyring/slots-*; do
		fresh && tear "$r/keyring/${bucket##*/}" 100 && exits 1 --data "$r" import "$base.csv" --kind registration \
			--commit && says "${bucket##*/}" && return 0
	done
	return 1
}
# What was published is made again.
torn_publication()
{
	for file in aleppo/checkpoint aleppo/vkey policy definitions hq/tile/0/000.p/* hq/tile/entries/000.p/*; do
		# shellcheck disable=SC2086 # a pattern
		file=$(cd "$base.out" && echo $file)
		for length in $(lengths "$base.out/$file"); do
			fresh && tear "$r.out/$file" "$length" || return 1
			run verify "$r.out"
			code=$?
			if [ $code -eq 0 ] || [ $code -gt 12 ] || ! says "${file%%/*}"; then
				echo "$file cut to $length: verify ends with $code" >"$work/diff"
				return 1
			fi
			exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out" || return 1
		done
	done
	# What was signed once is not written over: it is removed first, as the message says.
	fresh && tear "$r.out/bulletin/2016-12-08.json" 100 && ! run verify "$r.out" && says '2016-12-08.json' &&
		rm "$r.out/bulletin/2016-12-08.json" && exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
ok "a_torn_file_of_the_register_is_named_and_nothing_is_signed" torn_register
ok "torn_files_of_a_publication_are_seen_and_written_again" torn_publication

# The server: what cannot be read or made is said, and it lives on.
server=
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
serving() # [NAME=VALUE...]: sets server and url
{
	: >"$work/said"
	env "$@" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0:exitcode=99 "$sulh" --data "$r" serve --port 0 \
		>"$work/said" 2>"$work/err" </dev/null &
	server=$!
	for _ in $(seq 300); do
		url=$(sed -n 's|^Serving \(http://127.0.0.1:[0-9]*\)/ .*|\1|p' "$work/said")
		[ -z "$url" ] || return 0
		kill -0 "$server" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}
stopped() # it was there to the end
{
	kill -INT "$server" && wait "$server"
	code=$?
	server=
	[ "$code" -eq 0 ]
}
get() # PATH: status in $status, body in $work/out
{
	: >"$work/out"
	status=$(curl -s -m 60 -o "$work/out" -w '%{http_code}' "$url$1")
}
# pages STATUS... -- PATH...: all of these answer with one of those; what is no 200 says why, and no figure.
pages()
{
	may=
	while [ "$1" != -- ]; do
		may="$may $1"
		shift
	done
	shift
	others=0
	for page; do
		get "$page"
		case "$may " in
		*" $status "*) ;;
		*)
			echo "$page: $status, not one of$may" >"$work/diff"
			return 1
			;;
		esac
		[ "$status" != 200 ] || continue
		others=$((others + 1))
		if ! grep -qE 'cannot be read|being made|sulh doctor' "$work/out" || grep -qE '<td|"value"' "$work/out"; then
			echo "$page: $status without a sentence" >"$work/diff"
			return 1
		fi
	done
}
some='/bulletin/2016-12-08 /bulletin/2016-12-08.csv /figure/P1 /rests/P1/SY-HL /log/aleppo/3 /log/aleppo /log/hq/2.json
	/verify /figure/P4.json /leaflet /ar/bulletin/2016-12-08 /ar/figure/P2'
# What stands in no memory yet, while nothing can be read; and again when it can.
unread_pages()
{
	# shellcheck disable=SC2086 # words
	fresh && exits 0 --data "$r" publish "$r/public" && rm -f "$work/now" &&
		serving LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_DO="$1" FAULT_AT=1 FAULT_WHILE="$work/now" &&
		pages 200 -- / && touch "$work/now" && pages 500 503 -- $some && rm "$work/now" && pages 200 -- / $some &&
		stopped
}
# Of a file that cannot be sent the reader gets less than was said, and knows.
unread_file()
{
	rm -f "$work/now" && serving LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_DO=read FAULT_AT=1 FAULT_WHILE="$work/now" &&
		touch "$work/now" && ! curl -sf -m 60 -o "$work/out" "$url/public/hq/checkpoint" &&
		! curl -sf -m 60 -o "$work/out" "$url/bulletin/2016-12-08.json" && rm "$work/now" &&
		curl -sf -m 60 -o "$work/out" "$url/public/hq/checkpoint" && cmp -s "$work/out" "$r/public/hq/checkpoint" && stopped
}
# A public file that is gone, and will not come by itself: no reader waits for it, and who runs the server is told which.
gone_file() # FILE PAGE
{
	# shellcheck disable=SC2086 # a pattern
	file=$(cd "$r/public" && echo $1)
	mv "$r/public/$file" "$work/gone" && serving && pages 500 -- "$2" && grep -q "sulh doctor" "$work/out" &&
		grep -qF "$file" "$work/err" && mv "$work/gone" "$r/public/$file" && pages 200 -- "$2" && stopped
}
# An entry of the published log that does not read: what may belong to a figure is told of, and not left out as if it were not there.
unread_entry() # LOG FIGURE
{
	fresh && exits 0 --data "$r" publish "$r/public" &&
		python3 - "$r/public/$1/tile/entries" "$2" <<'END' &&
import os, sys
edited = 0
for folder, _, files in os.walk(sys.argv[1]):
    for path in (os.path.join(folder, f) for f in files):
        with open(path, "rb") as f:
            data = bytearray(f.read())
        at = 0
        while at < len(data):
            n = int.from_bytes(data[at:at + 2], "big")
            if b"b" + sys.argv[2].encode() in data[at + 2:at + 2 + n]:
                data[at + 2] = 0xff
                edited += 1
                break
            at += 2 + n
        with open(path, "wb") as f:
            f.write(data)
assert edited
END
		serving && pages 200 -- "/rests/$2/SY.json" && grep -q '"entries_not_read":1[,}]' "$work/out" && pages 200 -- "/en/rests/$2/SY" &&
		grep -q '1 entry that may belong here does not read' "$work/out" && stopped
}
# So much address space more than it has, in KiB: pages that need more are not made, and all are when there is more.
little_room()
{
	serving && pages 200 -- / || return 1
	refused_once=0
	for more in 0 256 1024 8192; do
		has=$(sed -n 's/^VmSize:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$server/status")
		# shellcheck disable=SC2086 # words
		prlimit --pid "$server" --as=$(((has + more) * 1024)):unlimited && pages 200 500 503 -- $some || return 1
		refused_once=$((refused_once + others))
	done
	# shellcheck disable=SC2086 # words
	prlimit --pid "$server" --as=unlimited:unlimited && pages 200 -- / $some && [ $refused_once -gt 0 ] && stopped
}
if command -v curl >/dev/null; then
	ok "pages_that_cannot_be_read_say_so_and_show_no_figure" unread_pages read
	ok "so_do_pages_whose_files_end_early" unread_pages less
	ok "a_public_file_that_cannot_be_read_is_not_sent_as_a_whole_one" unread_file
	ok "an_entry_of_a_figure_that_does_not_read_is_told_of" unread_entry aleppo P2
	ok "a_tile_that_is_gone_is_said_to_who_runs_the_server" gone_file 'aleppo/tile/entries/000*/*' /log/aleppo/3
	ok "so_is_a_policy_that_is_gone" gone_file policy /verify
	if command -v prlimit >/dev/null && ! sanitized; then
		ok "a_server_whose_memory_is_out_says_so_and_lives_on" little_room
	else
		skip "a_server_whose_memory_is_out_says_so_and_lives_on" "no prlimit, or a sanitizer has memory of its own"
	fi
else
	for what in pages_that_cannot_be_read_say_so_and_show_no_figure so_do_pages_whose_files_end_early \
		a_public_file_that_cannot_be_read_is_not_sent_as_a_whole_one \
		an_entry_of_a_figure_that_does_not_read_is_told_of \
		a_tile_that_is_gone_is_said_to_who_runs_the_server so_is_a_policy_that_is_gone a_server_whose_memory_is_out_says_so_and_lives_on; do
		skip $what "curl is not installed"
	done
fi
finish
