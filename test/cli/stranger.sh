#!/bin/sh
# Strangers' programs read what we publish and seal: a verifier in Python that was written from doc/format.md, the Go
# project's notes and tiles, age.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
export PYTHONDONTWRITEBYTECODE=1

demo=$work/demo
public=$work/public
at 2016-12-14T17:30:00Z
example_in "$demo" && run --data "$demo" publish "$public" || { cat "$work/err"; exit 1; }

# strangers NAME COMMAND...: what is in the hands of a program in another language alone: no sanitizer sees into it.
said_once=
strangers()
{
	if ! sanitized; then
		ok "$@"
	elif [ -z "$said_once" ]; then
		said_once=yes
		skip "strangers refuse what is altered" "once, in the release build"
	fi
}
recompute() # FOLDER
{
	python3 "$SRC/test/stranger/recompute.py" "$1" >"$work/out" 2>"$work/err"
}
# refuses PATTERN COMMAND...: after the command, in a copy of the folder, the stranger says no, and why.
refuses()
{
	pattern=$1
	shift
	rm -rf "$work/copy" && cp -rp "$public" "$work/copy" && (cd "$work/copy" && "$@") || return 1
	! diff -r "$public" "$work/copy" >/dev/null || return 1
	recompute "$work/copy"
	[ $? -eq 1 ] && says "$pattern"
}
other_byte() # FILE: its last byte becomes another
{
	size=$(wc -c <"$1")
	last=$(tail -c 1 "$1" | od -An -tu1)
	head -c $((size - 1)) "$1" >"$1.new" || return 1
	# shellcheck disable=SC2059 # the format is the byte
	printf "\\$(printf %03o $(((last + 1) % 256)))" >>"$1.new" && mv "$1.new" "$1"
}
# The first delta of 1 registered person becomes 2: same length, other sum.
other_delta()
{
	python3 - <<'END'
name = "aleppo/tile/entries/000"
data = open(name, "rb").read()
old, new = (bytes([0x84, 0x62]) + b"P2\x60" + bytes([n]) + b"\x65exact" for n in (1, 2))
assert old in data
open(name, "wb").write(data.replace(old, new, 1))
END
}

ok "a stranger counts every figure of every bulletin and gets the same" recompute "$public"
ok "all of them" says "$(find "$public/bulletin" -type f | wc -l) bulletins, [0-9]{4} figures"
strangers "a figure of the JSON that is altered is refused" \
	refuses '^recompute: bulletin/2016-12-09.json' sed -i 's/"value":953,/"value":954,/' bulletin/2016-12-09.json
strangers "a qualifier that is altered is refused" \
	refuses 'bulletin/2016-12-09.json' sed -i '0,/"qualifier":"over"/s//"qualifier":"exact"/' bulletin/2016-12-09.json
strangers "a delta that is altered is refused" refuses 'log aleppo, entry' other_delta
strangers "a tile that is altered is refused" refuses 'tile/0/000' other_byte aleppo/tile/0/000
strangers "a root that is altered is refused" refuses 'checkpoint|root' sed -i '3s/^./+/' hq/checkpoint
strangers "a definition that is altered is refused" refuses 'table of figures' sed -i 's/kitchens/kitchen/' definitions
strangers "a bulletin that is gone is refused" refuses 'No such file' rm bulletin/2016-12-01.json
strangers "a claim of the press that is altered is refused" refuses 'press.json' sed -i 's/"outlet":"/"outlet":"x/' press.json
strangers "a file that does not belong is refused" refuses 'do not belong' touch hq/note
strangers "what repeats a statement is said so" refuses 'bulletin/2016-12-01.json' sed -i '0,/,"stated":1/s///' bulletin/2016-12-01.json
strangers "what two officers assert is said so" refuses 'bulletin/2017-03-06.json' sed -i '0,/,"asserted":true/s///' bulletin/2017-03-06.json

# The document is what it counts by: with another rule in it the figures are others.
other_page() # SED-SCRIPT
{
	mkdir -p "$work/page/test" "$work/page/doc" && cp -r "$SRC/test/stranger" "$work/page/test" || return 1
	sed "$1" "$SRC/doc/format.md" >"$work/page/doc/format.md" || return 1
	! cmp -s "$SRC/doc/format.md" "$work/page/doc/format.md" || return 1
	python3 "$work/page/test/stranger/recompute.py" "$public" >"$work/out" 2>"$work/err"
	[ $? -eq 1 ] && says '^recompute: '
}
strangers "another condition in format.md gives other figures" other_page '/^| H7 /s/state=open/state=planned/'
strangers "another delta list in format.md fits no entry" other_page 's/^| register | P2 +1,/| register | P2 +2,/'
strangers "another check in format.md is not that of a bulletin" other_page 's/^| H7 >= 0 | 0 <= H7/| H7 >= 1 | 1 <= H7/'

# A day later: a count corrected, one that says another person's words taken back, a centre that is silent.
index_of() # KIND DAY: of an entry in log aleppo
{
	PYTHONPATH=$SRC/test/stranger python3 - "$public" "$1" "$2" <<'END'
import datetime
import sys
from recompute import Publication
p = Publication(sys.argv[1])
p.logs = p.policy()
for log in p.logs:
    p.take_log(log)
day = (datetime.date.fromisoformat(sys.argv[3]) - datetime.date(1970, 1, 1)).days
print(next(i for log in p.logs if log.name == "aleppo" for i, r in log.records.items()
           if r.kind.name == sys.argv[2] and r.day == day))
END
}
correct() # KIND DAY FIELD=VALUE...: takes the place of the first entry of this kind and day in log aleppo
{
	kind=$1
	day=$2
	shift 2
	index=$(index_of "$kind" "$day") && exits 0 --data "$demo" add "$kind" "corrects=aleppo/$index" "day=$day" log=aleppo "$@"
}
corrections()
{
	at 2017-03-07T15:00:00Z
	correct corridor_count 2016-12-09 corridor=1 direction=out 'persons=over 9500' 'children=over 3500' method=estimate \
		from_hour=2016-12-09T12:00+02:00 'as=Dina Farhat,Adel Maalouf' &&
		correct return_count 2016-12-01 place_of=Syria 'persons=about 90000' from_abroad=no method=list period_days=279 \
			from_day=2016-02-27 net=no verified=published_by_others 'as=Omar Zahed' &&
		exits 0 --data "$demo" cut --log aleppo && exits 0 --data "$demo" cut --log hq
}
restated()
{
	at 2017-03-07T16:05:00Z
	exits 0 --data "$demo" bulletin restate --reason counting_error --as 'Ziad Mansour,Noor Khoury' &&
		exits 0 --data "$demo" bulletin sign --at 2017-03-07 --late al-tall,khan-al-shih --as 'Ziad Mansour,Noor Khoury' &&
		rm -rf "$public" && exits 0 --data "$demo" publish "$public" && exits 0 verify "$public"
}
ok "entries are corrected" corrections
ok "what changes in earlier bulletins is restated" restated
ok "a stranger counts corrections, restatements and silent centres the same" recompute "$public"
ok "the bulletin names them" grep -qE '"late":\["[^]]*,[^]]*"\],"corrections":\["' "$public/bulletin/2017-03-07.json"
strangers "a correction that is not listed is refused" \
	refuses 'bulletin/2017-03-07.json' sed -i 's/"corrections":\[[^]]*\]/"corrections":[]/' bulletin/2017-03-07.json
strangers "a silent centre that is not listed is refused" \
	refuses 'bulletin/2017-03-07.json' sed -i 's/"late":\[[^]]*\]/"late":[]/' bulletin/2017-03-07.json

# Go: notes, tiles and proofs of the checksum database's own packages.
proof()
{
	exits 0 --data "$demo" log prove aleppo 1500 --out "$work/proof" --entry "$work/entry" &&
		"$work/client" -proof "$work/proof" -vkey "$public/aleppo/vkey" -entry "$work/entry" >"$work/out" 2>"$work/err"
}
other_entry()
{
	other_byte "$work/entry" &&
		! "$work/client" -proof "$work/proof" -vkey "$public/aleppo/vkey" -entry "$work/entry" >"$work/out" 2>"$work/err"
}
build_client()
{
	GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/go" GOFLAGS='' \
		go build -o "$work/client" "$SRC/test/stranger/client.go" >"$work/out" 2>"$work/err"
}
client()
{
	"$work/client" "$1" >"$work/out" 2>"$work/err"
}
client_refuses()
{
	rm -rf "$work/copy" && cp -rp "$public" "$work/copy" && other_byte "$work/copy/aleppo/tile/0/000" && ! client "$work/copy"
}
if command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod ]; then
	ok "the Go client builds" build_client
	ok "it accepts every published log" client "$public"
	ok "it refuses a tile that is altered" client_refuses
	ok "it accepts an inclusion proof" proof
	ok "it refuses the proof of another entry" other_entry
else
	skip "the Go client accepts every published log" "go or golang-golang-x-mod-dev is not installed"
fi

# age: the person's own object, with nothing but the key.
opened()
{
	exits 0 --data "$demo" object aleppo/1500 --out "$work/object" --identity "$work/identity" &&
		age -d -i "$work/identity" "$work/object" >"$work/frame" 2>"$work/err"
}
# Length, a map with subject, salt, fields and head, zeros up to a padded size.
framed()
{
	PYTHONPATH=$SRC/test/stranger python3 - "$work/frame" >"$work/out" 2>&1 <<'END'
import sys
from recompute import cbor_read
frame = open(sys.argv[1], "rb").read()
length = int.from_bytes(frame[:4], "big")
body = cbor_read(frame[4:4 + length])
assert len(frame) in (512, 1024, 2048, 4096) and not any(frame[4 + length:]), len(frame)
assert set(body) - {9} == {1, 7, 10, 12, 17} and len(body[1]) == 16 and len(body[12]) == 32, sorted(body)
assert body[10], "no fields"
END
}
other_key()
{
	age-keygen -o "$work/other" 2>/dev/null && ! age -d -i "$work/other" "$work/object" >/dev/null 2>&1
}
if command -v age >/dev/null; then
	ok "age opens a person's object with that person's key" opened
	ok "it holds the CBOR that format.md describes" framed
	ok "age opens it with no other key" other_key
else
	skip "age opens a person's object with that person's key" "age is not installed"
fi
finish
