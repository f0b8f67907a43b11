#!/bin/sh
# Audit by lot: the auditor's seed draws, the centre opens, the auditor signs; what was changed is found.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
seed=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
begins() # eight persons, and a grant to read them for an audit
{
	at 2016-10-10T10:00:00Z
	for i in 1 2 3 4 5 6 7 8; do
		person "$r" || return 1
	done
	run --data "$r" grant add log=aleppo 'reader=Wafa Bitar' scope=kind purpose=audit basis=public_interest \
		expires_on=2016-12-31 'as=Jamil Haffar,Rana Qassab' || return 1
	at 2016-10-18T10:00:00Z
	run --data "$r" cut && run --data "$r" grant list && grant=$(sed -n 's/^\(aleppo\/[0-9]*\)  for audit.*/\1/p' "$work/out") && [ -n "$grant" ]
}
ok "eight are registered, and somebody may read them for an audit" begins
draws()
{
	exits 0 --data "$r" audit draw --seed $seed --count 5 && cp "$work/out" "$work/one" && [ "$(wc -l <"$work/one")" -eq 5 ] &&
		exits 0 --data "$r" audit draw --seed $seed --count 5 && cmp "$work/one" "$work/out" >"$work/diff" &&
		exits 0 --data "$r" audit draw --seed 1${seed#0} --count 5 && ! cmp -s "$work/one" "$work/out"
}
ok "a seed draws the same again, another seed others" draws
recomputed() # from the public files alone
{
	exits 0 --data "$r" publish "$work/public" && exits 0 --data "$r" --json log show aleppo --from 0 --count 1000 &&
		python3 - "$work/out" "$work/one" $seed <<'END'
import hashlib, json, sys
leaves = []
for line in open(sys.argv[1]):
    x = json.loads(line)
    if x.get("kind") == "registration":
        leaves.append(x["leaf"])
rank = lambda leaf: hashlib.sha256(b"sulh/audit/v1\0" + bytes.fromhex(sys.argv[3]) + bytes.fromhex(leaf)).digest()
want = sorted(leaves, key=rank)[:5]
have = [line.split()[1] for line in open(sys.argv[2])]
sys.exit(want != have)
END
}
ok "whoever has the public entries draws the same" recomputed
root()
{
	exits 0 --data "$r" --json log head && root_=$(sed -n 's/.*"name":"aleppo".*"root":"\([0-9a-f]*\)".*/\1/p;s/.*"log":"aleppo".*"root":"\([0-9a-f]*\)".*/\1/p' "$work/out" | head -n 1) &&
		[ -n "$root_" ] && exits 5 --data "$r" audit draw --seed "$root_" && says 'root'
}
ok "the root of a log is no random seed" root
ok "no seed, no lot" exits 2 --data "$r" audit draw
ok "without a grant nothing is opened" exits 2 --data "$r" audit open --seed $seed --count 5 --as 'Wafa Bitar' --out "$work/result"
ok "nor by another reader" exits 5 --data "$r" audit open --seed $seed --count 5 --as 'Huda Zein' --grant "$grant" --out "$work/result"
opens()
{
	exits 0 --data "$r" audit open --seed $seed --count 5 --as 'Wafa Bitar' --auditor 'Sami Najm' --grant "$grant" --out "$work/result" &&
		says '^5 drawn, 5 opened, 0 absent, 0 at fault'
}
ok "five are opened, and are as they should be" opens

# The key holder ends midway: after so many asks nobody answers any more.
ends_after() # COUNT COMMAND...
{
	rm -f "$work/asked" "$work/listens"
	python3 - "$r/keyd.sock" "$1" "$work/asked" "$work/listens" <<'END' &
import os, socket, sys
path, last, asked, listens = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
def take(s, n):
    b = b""
    while len(b) < n:
        got = s.recv(n - len(b))
        if not got:
            raise EOFError
        b += got
    return b
def frame(s):
    head = take(s, 4)
    return head + take(s, int.from_bytes(head, "big"))
os.rename(path, path + ".1")
try:
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    server.settimeout(20)
    with open(listens, "w") as f:
        print("listens", file=f)
    one, holder, n = server.accept()[0], socket.socket(socket.AF_UNIX), 0
    holder.connect(path + ".1")
    try:
        while n < last:
            holder.sendall(frame(one))
            n += 1
            one.sendall(frame(holder))
    except EOFError:
        pass
    with open(asked, "w") as f:
        print(n, file=f)
finally:
    os.rename(path + ".1", path)
END
	between=$!
	shift
	waits_for listens "$work/listens" "$between" && "$@"
	set -- $?
	wait "$between"
	return "$1"
}

# The key holder ends midway: what was not looked at is no fault of a record, nor is a grant missing that could not be read.
ended()
{
	cp -R "$r" "$work/keep" || return 1
	for asks in 36 37 38 39 40 41 42; do
		rm -rf "$work/ends" && cp -R "$work/keep" "$work/ends" && r=$work/ends && keyd_starts --pass-file "$work/pass" || return 1
		ends_after "$asks" exits 1 --data "$r" audit open --seed $seed --count 5 --as 'Wafa Bitar' --auditor 'Sami Najm' --grant "$grant" \
			--out "$work/none" && says 'the key holder: it ended' && ! says 'does not open' && ! says 'is not right' &&
			[ ! -e "$work/none" ]
		code=$?
		kill "$keyd" && wait "$keyd"
		keyd=
		[ $code -eq 0 ] || { echo "after $asks asks" >>"$work/diff"; return 1; }
	done
}
ok "a key holder that ends midway makes no record a faulty one" ended
r=$work/r
events()
{
	[ "$(python3 -c 'import sqlite3, sys; print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT count(*) FROM act WHERE kind = 8").fetchone()[0])' "$r/sulh.db")" -eq 5 ]
}
ok "each opening is recorded" events
ok "who is no auditor does not sign" exits 5 --data "$r" audit sign "$work/result" --as 'Wafa Bitar'
other_auditor()
{
	exits 0 --data "$r" officer enrol 'Second Auditor' --roles auditor --as 'Rana Qassab,Samir Attar' && exits 0 --data "$r" cut &&
		refused 'was there' --data "$r" audit sign "$work/result" --as 'Second Auditor'
}
ok "nor an auditor who was not there" other_auditor
ok "without an auditor nothing is opened" refused '"field":"auditor"' --data "$r" audit open --seed $seed --count 5 --as 'Wafa Bitar' \
	--grant "$grant" --out "$work/nobody"
changed()
{
	sed '3s/^5 5 0 0/5 5 0 1/' "$work/result" >"$work/changed" && ! cmp -s "$work/result" "$work/changed" &&
		exits 4 --data "$r" audit sign "$work/changed" --as 'Sami Najm' && exits 4 --data "$r" audit sign "$work/one" --as 'Sami Najm'
}
ok "a result that was changed is not signed" changed
signs()
{
	exits 0 --data "$r" audit sign "$work/result" --as 'Sami Najm' && exits 0 --data "$r" audit sign "$work/result" --as 'Sami Najm' && says 'accepted before' &&
		exits 0 --data "$r" cut && exits 0 --data "$r" audit sign "$work/result" --as 'Sami Najm' && says 'accepted before' && exits 0 --data "$r" publish "$work/public" &&
		exits 0 verify "$work/public" && exits 0 --data "$r" --json log show hq --from 0 --count 1000 && says '"kind":"audit".*"drawn":"?5' &&
		[ "$(grep -c '"kind":"audit"' "$work/out")" -eq 1 ]
}
ok "the auditor signs, and it is published and verified; signed again, it is the same audit" signs

# What an insider changed.
faulty() # SQL PATTERN
{
	rm -rf "$work/bad" && cp -R "$r" "$work/bad" && python3 - "$work/bad/sulh.db" "$1" <<'END' || return 1
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute(sys.argv[2]).rowcount > 0
db.commit()
END
	exits 0 --data "$work/bad" audit open --seed $seed --count 8 --as 'Wafa Bitar' --auditor 'Sami Najm' --grant "$grant" --out "$work/bad.result" && says "$2"
}
first="(SELECT min(e.rowid_) FROM (SELECT seq AS rowid_ FROM rec WHERE kind = 32) e)"
ok "objects of another person are found" faulty \
	"UPDATE entry SET s = (SELECT s FROM entry WHERE log = 2 AND seq = (SELECT max(seq) FROM rec WHERE kind = 32)) WHERE seq = $first AND log = (SELECT log FROM rec WHERE kind = 32 LIMIT 1)" \
	'not those of its seal'
ok "an object that was taken away is absent" faulty \
	"UPDATE entry SET s = NULL, c = NULL WHERE seq = $first AND log = (SELECT log FROM rec WHERE kind = 32 LIMIT 1)" ' 1 absent'
hidden() # a row that says that the first was erased; SQL that takes its objects away, or nothing
{
	rm -rf "$work/bad" && cp -R "$r" "$work/bad" && python3 - "$work/bad/sulh.db" "$first" "$1" <<'END' || return 1
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
where = " WHERE seq = %s AND log = (SELECT log FROM rec WHERE kind = 32 LIMIT 1)" % sys.argv[2]
assert db.execute("INSERT INTO gone SELECT log, seq, 32, 'register', 1, 0, zeroblob(32) FROM entry" + where).rowcount == 1
if sys.argv[3]:
    assert db.execute(sys.argv[3] + where).rowcount == 1
db.commit()
END
	exits 6 --data "$work/bad" audit draw --seed $seed --count 8 && says 'audit entry aleppo/' &&
		exits 6 --data "$work/bad" audit open --seed $seed --count 8 --as 'Wafa Bitar' --auditor 'Sami Najm' --grant "$grant" --out "$work/hidden" &&
		[ ! -e "$work/hidden" ]
}
ok "who says in the database that one was erased takes it out of no draw" hidden ''
ok "nor who takes its objects away as well" hidden 'UPDATE entry SET s = NULL, c = NULL'

# Nobody twice: two numbers with one name and birth; who came back is one.
again() # FAULTS: of all that is drawn
{
	exits 0 --data "$r" audit open --seed $seed --count 20 --as 'Wafa Bitar' --auditor 'Sami Najm' --grant "$grant" --out "$work/all.$1" &&
		says ", $1 at fault"
}
comes_back()
{
	at 2016-10-20T10:00:00Z
	add() { run --data "$r" add "$@" --log aleppo; }
	one_=$(run --data "$r" --json show cases && sed -n 's/.*"case":"\([0-9A-Z-]*\)".*"state":"registered".*/\1/p' "$work/out" | head -n 1)
	add closing "case=$one_" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam' &&
		person "$r" "case=$one_" 'as=Rula Masri' && at 2016-10-28T10:00:00Z && exits 0 --data "$r" cut
}
ok "one withdraws and comes back" comes_back
ok "who is not registered twice for that" again 0
namesakes()
{
	person "$r" 'full_name=ism Twin, family Same' born=1980-03-04 search_done=offline && one_=$(case_of) &&
		person "$r" 'full_name=ism twin, family SAME' born=1980-03-04 search_done=offline && two_=$(case_of) && at 2016-11-05T10:00:00Z && exits 0 --data "$r" cut
}
ok "two numbers have one name and birth" namesakes
ok "which is found" eval "again 1 && says 'nobody compared'"
compared()
{
	other_=$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex())' "$r/sulh.db" "$one_")
	run --data "$r" add dedup_link "case=$two_" "other=$other_" score=900 fields=name verdict=different 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal' --log aleppo
}
ok "two adjudicators compare them" compared
ok "then neither is at fault" again 0
finish
