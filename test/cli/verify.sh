#!/bin/sh
# verify reads a folder as hostile bytes: whatever is changed, missing, added, swapped or old is found, and nothing
# but reading is done.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

demo=$work/demo
public=$work/public
at "$(day_after 0)T17:30:00Z"
bulletins=$(grep -c '^bulletin ' "$example/script")
example_in "$demo" && run --data "$demo" publish "$public" || { cat "$work/err"; exit 1; }

good()
{
	json 0 verify "$public" "$@"
}
# spoilt COMMAND...: after the command verify ends with 4 and says why; with the folder as it was, with 0.
spoilt()
{
	rm -rf "$work/kept" && cp -rp "$public" "$work/kept" && (cd "$public" && "$@") && json 4 verify "$public"
	status=$?
	rm -rf "$public" && mv "$work/kept" "$public"
	return "$status"
}

ok "what was published is accepted" good
ok "with $bulletins bulletins and their figures" grep -qE "\"bulletins\":$bulletins,\"figures\":[0-9]{3,}" "$work/out"
ok "keys taken from the folder itself: said" grep -q '"keys":"keys taken from the folder itself"' "$work/out"

# Reads only.
before()
{
	(cd "$public" && find . -printf '%p %m %T@ %s\n' | sort) >"$work/$1"
}
before stat-1
chmod -R a-w "$public"
ok "a folder that nobody may write to is accepted" good
chmod -R u+w "$public"
before stat-2
ok "nothing in it was touched" cmp -s "$work/stat-1" "$work/stat-2"
reads_only()
{
	ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=file,network -o "$work/trace" "$SULH" verify "$public" \
		>"$work/out" 2>"$work/err" && grep -q checkpoint "$work/trace" &&
		! grep -E 'O_WRONLY|O_RDWR|O_CREAT|mkdir|rename|unlink|socket|\.db[-"]' "$work/trace" >"$work/diff"
}
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	ok "no file is opened for writing, no database, no network" reads_only
else
	skip "no file is opened for writing, no database, no network" "strace is not installed or may not trace"
fi

# Keys.
cp "$public/policy" "$work/keys"
ok "with the right keys it is accepted" good --keys "$work/keys"
ok "and says that they are given" sh -c '! grep -q "taken from the folder" "$1"' - "$work/out"
run init "$work/none" --operation aleppo-2016 --pass-file "$demo/demo.pass" &&
	run --data "$work/none" --pass-file "$demo/demo.pass" publish "$work/strange"
ok "with the keys of somebody else it is not" json 4 verify "$public" --keys "$work/strange/policy"
sed '/aleppo\.aleppo/d' "$work/keys" >"$work/less"
ok "nor with the keys of fewer logs" json 4 verify "$public" --keys "$work/less"
: >"$work/empty"
ok "an empty file is no policy" exits 2 verify "$public" --keys "$work/empty"
tr -d '\n' <"$work/keys" >"$work/one-line"
ok "nor is another spelling of one" exits 2 verify "$public" --keys "$work/one-line"

# One bit anywhere.
flips=100
sanitized && flips=20
ok "$flips flipped bits are all found" sh -c 'python3 "$1" "$2" "$3" "$4" >"$5"' - "$SRC/test/data/flips.py" "$SULH" \
	"$public" "$flips" "$work/diff"
ok "and the folder is as before" good

# Every sort of file: gone, shorter, longer, empty, a link to itself elsewhere, a folder.
as_link()
{
	mv "$1" "$work/elsewhere" && ln -s "$work/elsewhere" "$1"
}
as_folder()
{
	rm "$1" && mkdir "$1"
}
shorter()
{
	truncate -s -1 "$1"
}
longer()
{
	printf '\0' >>"$1"
}
empty()
{
	: >"$1"
}
last() # FOLDER: the last file in it
{
	(cd "$public" && find "$1" -type f | sort | tail -n 1)
}
entries=$(last aleppo/tile/entries)
hashes=$(last aleppo/tile/0)
for file in policy definitions bulletin/2016-12-09.json aleppo/vkey aleppo/checkpoint aleppo/tile/0/000 \
	aleppo/tile/entries/000 "$entries" "$hashes"; do
	[ -f "$public/$file" ] || exit 1
	ok "$file gone" spoilt rm "$file"
	ok "$file a byte shorter" spoilt shorter "$file"
	ok "$file a byte longer" spoilt longer "$file"
	ok "$file empty" spoilt empty "$file"
	ok "$file a symbolic link" spoilt as_link "$file"
	ok "$file a folder" spoilt as_folder "$file"
done

# What does not belong.
stray()
{
	echo x >"$1"
}
for file in stray .stray aleppo/stray aleppo/tile/stray aleppo/tile/0/stray aleppo/tile/entries/999 \
	aleppo/tile/0/x999 bulletin/2016-12-10.json bulletin/stray aleppo/checkpoint~ index.html; do
	ok "a stray $file" spoilt stray "$file"
done
ok "a stray folder" spoilt mkdir motto
ok "a folder of a log that policy does not name" spoilt cp -r aleppo motto
ok "a partial tile that a full one has superseded" spoilt sh -c 'mkdir aleppo/tile/0/000.p && head -c 320 aleppo/tile/0/000 >aleppo/tile/0/000.p/10'
ok "a stray socket or pipe" spoilt mkfifo aleppo/pipe
ok "a folder that is a link" spoilt sh -c 'mv bulletin "$1/b" && ln -s "$1/b" bulletin' - "$work"

# Exchanged.
swap() # A B
{
	mv "$1" "$work/swap" && mv "$2" "$1" && mv "$work/swap" "$2"
}
ok "two logs exchanged" spoilt swap aleppo al-tall
ok "two checkpoints exchanged" spoilt swap aleppo/checkpoint al-tall/checkpoint
ok "two keys exchanged" spoilt swap aleppo/vkey al-tall/vkey
ok "two bulletins exchanged" spoilt swap bulletin/2016-12-01.json bulletin/2016-12-09.json
ok "two tiles exchanged" spoilt swap aleppo/tile/0/000 aleppo/tile/0/001
ok "two bundles of entries exchanged" spoilt swap aleppo/tile/entries/000 aleppo/tile/entries/001
ok "a bulletin under another date" spoilt mv bulletin/2016-12-09.json bulletin/2016-12-10.json
ok "a log gone" spoilt rm -r aleppo
ok "all bulletins gone" spoilt rm -r bulletin

# A checkpoint that claims more.
claim()
{
	sed -i "2s/.*/$1/" aleppo/checkpoint
}
size=$(sed -n 2p "$public/aleppo/checkpoint")
for size in 9223372036854775807 18446744073709551616 1000000000 0 -1 "0$size" "${size}x" ''; do
	ok "a checkpoint that claims size '$size'" spoilt claim "$size"
done
two_signatures()
{
	tail -n 1 aleppo/checkpoint >"$work/line" && cat "$work/line" >>aleppo/checkpoint
}
ok "a signature twice" spoilt two_signatures
other_signature()
{
	tail -n 1 al-tall/checkpoint >>aleppo/checkpoint
}
ok "a signature by a key that the policy does not name for it" spoilt other_signature
cr()
{
	sed -i 's/$/\r/' "$1"
}
for file in policy aleppo/checkpoint aleppo/vkey bulletin/2016-12-09.json definitions; do
	ok "$file with CR LF" spoilt cr "$file"
done
more_digits()
{
	sed -i 's/"value":953,/"value":953.0,/' bulletin/2016-12-09.json
}
blank()
{
	sed -i 's/,"value"/, "value"/' bulletin/2016-12-09.json
}
ok "the line of a figure is there to be changed" grep -q '"value":953,' "$public/bulletin/2016-12-09.json"
ok "another spelling of a number" spoilt more_digits
ok "another spelling of a line" spoilt blank

# Logs only: their files and hashes, and nothing said of the rest.
logs_only() # STATUS
{
	json "$1" verify --logs-only "$public"
}
spoilt_log() # COMMAND...: as spoilt, of what --logs-only looks at
{
	rm -rf "$work/kept" && cp -rp "$public" "$work/kept" && (cd "$public" && "$@") && logs_only 4
	status=$?
	rm -rf "$public" && mv "$work/kept" "$public"
	return "$status"
}
other_tile_byte() # FILE
{
	python3 -c 'import sys
name = sys.argv[1]
data = bytearray(open(name, "rb").read())
data[-1] ^= 1
open(name, "wb").write(data)' "$1"
}
other_figure_and_logs_only()
{
	cp -p "$public/bulletin/2016-12-09.json" "$work/bulletin" || return 1
	(cd "$public" && more_digits) && json 4 verify "$public" && logs_only 0
	status=$?
	cp -p "$work/bulletin" "$public/bulletin/2016-12-09.json"
	return "$status"
}
all_read()
{
	python3 - "$work/out" <<'END'
import json
import sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert rows[-1]["logs_only"] is True
assert rows[-1]["entries"] == sum(row["size"] for row in rows if row["type"] == "log") > 1000
END
}
# The last byte of the first tile is of the hash of entry 255.
names_it()
{
	spoilt_log other_tile_byte aleppo/tile/0/000 &&
		grep -q 'tile/0/000 does not hold the hashes of the entries: the first that differs is that of entry 255' \
			"$work/out" "$work/err"
}
ok "the logs alone are accepted" logs_only 0
ok "what was not looked at is said" grep -q '"claim":"signatures, tiles and roots only: .* figures and the bulletins were not looked at' "$work/out"
ok "and no number is given for it" sh -c '! grep -qE "\"(bulletins|figures|custody)\":[0-9]" "$1"' - "$work/out"
ok "every entry was read" all_read
ok "a bulletin that is altered is not found by it, and is by the whole" other_figure_and_logs_only
for file in aleppo/tile/entries/000 aleppo/tile/0/001 hq/checkpoint hq/vkey policy; do
	ok "logs only: another byte in $file" spoilt_log other_tile_byte "$file"
done
ok "logs only: the entry that differs is named" names_it
ok "logs only: a file more" spoilt_log touch aleppo/tile/0/x
ok "logs only: a tile less" spoilt_log rm aleppo/tile/0/000

# What was true before.
cp -rp "$public" "$work/old"
at "$(day_after 1)T15:30:00Z"
run --data "$demo" cut
at "$(day_after 1)T16:05:00Z"
ok "a bulletin is signed a day later" exits 0 --data "$demo" bulletin sign --at "$(day_after 1)" \
	--as 'Ziad Mansour,Noor Khoury'
run --data "$demo" publish "$public"
ok "a day later there is more" good
ok "a bulletin more" grep -q "\"bulletins\":$((bulletins + 1))," "$work/out"
back() # FILE: as it was the day before
{
	rm -rf "${public:?}/$1" && cp -rp "$work/old/$1" "$public/$1"
}
ok "a checkpoint of the day before" spoilt back aleppo/checkpoint
ok "a log of the day before, under a bulletin that counted more" spoilt back aleppo
ok "headquarters of the day before" spoilt back hq
ok "bulletins of the day before" spoilt back bulletin
ok "all of the day before is what was true then" json 0 verify "$work/old"

ok "a path that is not there is a wrong call" json 2 verify "$work/nowhere"
mkdir "$work/void"
ok "so is a folder without a publication" json 2 verify "$work/void"
finish
