#!/bin/sh
# A record that is there and cannot be read is not one that is not there: what counts only where it was not so before would be
# counted a second time, a state would be counted as none, and a table would lack a row.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
r=$work/r
small "$base" || { cat "$work/err"; exit 1; }
restored() # CODE DAY: the water works
{
	exits "$1" --data "$r" add restoration 'area=Aleppo city' what=water state=working log=aleppo "day=$2" 'as=Tarek Hallaq'
}
first()
{
	at 2016-10-18T10:00:00Z
	r=$base
	restored 0 2016-10-18 && run --data "$r" cut
}
ok "a service is restored" first
at 2016-10-20T10:00:00Z
# edited FROM TO: the bytes of that record, in hex; a copy of the register
edited()
{
	rm -rf "$work/r" && cp -R "$base" "$work/r" && r=$work/r && python3 - "$r/sulh.db" "$@" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    of = "(log, seq) IN (SELECT log, seq FROM rec WHERE kind = 86)"
    (old,), = db.execute("SELECT bytes FROM entry WHERE " + of).fetchall()
    new = old.replace(*map(bytes.fromhex, sys.argv[2:]))
    assert new != old
    db.execute("UPDATE entry SET bytes = ? WHERE " + of, (new,))
END
}
once() # so many restored services are counted, and so many rows told
{
	exits 0 --data "$r" bulletin show --at 2016-10-20 --json && grep '"H10"' "$work/out" | grep water | grep -q '"value":1[,}]' &&
		exits 0 --data "$r" export restoration --format csv && [ "$(grep -c water "$work/out")" -eq "$1" ]
}
said_again() { rm -rf "$work/r" && cp -R "$base" "$work/r" && r=$work/r && once 1 && restored 0 2016-10-20 && run --data "$r" cut && once 2; }
ok "that is said again, and is one service" said_again
unread() # WORDS COMMAND...
{
	words=$1
	shift
	"$@" && says "$words"
}
# `state`, a text, as bytes: an entry by its form, whose fields are none. Then its number twice: no entry at all.
for how in '0c67776f726b 0c47776f726b fields.of.an.entry' '0c67776f726b 0b67776f726b keys.are.not.in.order'; do
	# shellcheck disable=SC2086 # words
	set -- $how
	code=6
	[ "$3" = fields.of.an.entry ] || code=4
	ok "$3: the record is damaged" edited "$1" "$2"
	ok "$3: what rests on it is not recorded, as if it were the first" unread "$3" restored $code 2016-10-20
	ok "$3: no figure is told without it" unread "$3" exits $code --data "$r" bulletin show --at 2016-10-20
	ok "$3: nor a table" unread "$3" exits $code --data "$r" export restoration --format csv
done
# A decree: what persons' acts were judged by is not a decree fewer.
no_decree()
{
	rm -rf "$work/r" && cp -R "$base" "$work/r" && r=$work/r && person "$r" && python3 - "$r/sulh.db" <<'END' &&
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    of = "(log, seq) IN (SELECT log, seq FROM rec WHERE kind = 20)"
    (old,), = db.execute("SELECT bytes FROM entry WHERE " + of).fetchall()
    new = old.replace(b"\x67" + b"15/2016", b"\x47" + b"15/2016")
    assert new != old
    db.execute("UPDATE entry SET bytes = ? WHERE " + of, (new,))
END
		unread 'fields of an entry .decree' exits 6 --data "$r" cut && says '^sulh: cut log aleppo: ' &&
		unread '^bad  *drafts .*fields of an entry .decree' exits 6 --data "$r" doctor
}
ok "no record is cut where a decree cannot be read" no_decree
# A draft by a number that is none.
cut_short() # HEX
{
	rm -rf "$work/r" && cp -R "$base" "$work/r" && r=$work/r && restored 0 2016-10-20 && python3 - "$r/sulh.db" "$1" <<'END' &&
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    assert db.execute("UPDATE draft SET id = ?", (bytes.fromhex(sys.argv[2]),)).rowcount == 1
END
		unread 'drafts: the database is damaged' exits 1 --data "$r" cut && unread 'drafts: the database is damaged' exits 1 --data "$r" show drafts
}
ok "a draft whose number is cut short is neither cut nor shown" cut_short 0102
ok "nor one without a number" cut_short ''

finish
