#!/bin/sh
# Attack: somebody of the office, with the folder in hand, changes what was decided about a person: in the database,
# in a published tile, in a sealed object; or gives one person the file of another. Control: seals, leaf hashes, signed
# roots, MACs of what waits. What is changed is found, and nothing is signed over it.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
r=$work/r
at "$(day_after 2)T10:00:00Z"
example_in "$base" && run --data "$base" publish "$work/shown" || { cat "$work/err"; exit 1; }

fresh()
{
	rm -rf "$r" && cp -a "$base" "$r"
}
# sql DIR STATEMENT...
sql()
{
	python3 - "$@" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1] + "/sulh.db")
n = 0
for statement in sys.argv[2:]:
    n += max(db.execute(statement).rowcount, 0)
db.commit()
sys.exit(not n)
END
}
# Of somebody who was granted amnesty, and of whom nothing came after: the entry, by log and index.
grant="kind = 38 AND event = 'approve_granted' AND seq IS NOT NULL AND step = (SELECT max(step) FROM act b WHERE b.case_no = act.case_no)"
one="SELECT log, seq FROM act WHERE $grant ORDER BY log, seq LIMIT 1"

# The projection says that the person was refused: rebuild says what the sealed object says.
projection()
{
	fresh && run --data "$r" show cases --json && cp "$work/out" "$work/before" &&
		sql "$r" "UPDATE act SET event = 'approve_not_covered', state = 'not_covered', cls = 3 WHERE (log, seq) IN ($one)" &&
		run --data "$r" show cases --json && ! cmp -s "$work/out" "$work/before" &&
		exits 0 --data "$r" rebuild && run --data "$r" show cases --json && cmp "$work/out" "$work/before"
}
doctor()
{
	fresh && sql "$r" "UPDATE act SET event = 'approve_not_covered', state = 'not_covered', cls = 3 WHERE (log, seq) IN ($one)" &&
		exits 6 --data "$r" doctor && grep -q '^bad *figures' "$work/out"
}
# Figures are counted from the records and from the entries, and nothing is signed where they differ.
not_signed()
{
	fresh && at "$(day_after 3)T18:30:00Z" && run --data "$r" cut &&
		sql "$r" "UPDATE act SET event = 'approve_not_covered', state = 'not_covered', cls = 3 WHERE (log, seq) IN ($one)" &&
		! run --data "$r" bulletin sign --at "$(day_after 2)" --as "$editors" && says 'P4|P3|P13'
}
editors=$(sed -n 's/^bulletin [^ ]* //p' "$example/script" | tail -n 1)
# The entry itself: its leaf is not that under the root that was signed.
entry()
{
	fresh && sql "$r" "UPDATE entry SET bytes = CAST(replace(bytes, CAST('P4' AS BLOB), CAST('P2' AS BLOB)) AS BLOB) WHERE (log, seq) IN ($one)" &&
		! run --data "$r" publish "$r.new" && says 'root|leaf' && [ ! -e "$r.new/bulletin" ]
}
# With the leaf made to fit, the root does not.
entry_and_leaf()
{
	fresh && python3 - "$r/sulh.db" "$one" <<'END' && ! run --data "$r" publish "$r.new" && says 'root|leaf'
import hashlib, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
log, seq = db.execute(sys.argv[2]).fetchone()
b = db.execute("SELECT bytes FROM entry WHERE log = ? AND seq = ?", (log, seq)).fetchone()[0]
b = b.replace(b"P4", b"P2")
db.execute("UPDATE entry SET bytes = ?, leaf = ? WHERE log = ? AND seq = ?", (b, hashlib.sha256(b"\0" + b).digest(), log, seq))
db.commit()
END
}
# In the published tile of that entry.
tile()
{
	rm -rf "$work/public" && cp -a "$work/shown" "$work/public" &&
		python3 - "$work/public" <<'END' && exits 4 verify "$work/public"
import os, sys
for at, _, names in sorted(os.walk(sys.argv[1])):
    for name in sorted(names):
        path = os.path.join(at, name)
        if "/entries/" in path:
            b = open(path, "rb").read()
            if b"P4" in b:
                open(path, "wb").write(b.replace(b"P4", b"P2", 1))
                sys.exit(0)
sys.exit(1)
END
}
# A bit of the sealed object; the whole object of somebody else.
blob()
{
	fresh && sql "$r" "UPDATE entry SET c = CAST(substr(c, 1, length(c) - 1) || CASE substr(c, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE (log, seq) IN ($one)" &&
		exits 6 --data "$r" rebuild && says 'seal'
}
two="SELECT log, seq FROM act WHERE $grant AND log = (SELECT log FROM act WHERE $grant ORDER BY log, seq LIMIT 1) ORDER BY seq LIMIT 2"
swap() # COLUMNS
{
	fresh && sql "$r" "CREATE TEMP TABLE t AS SELECT log, seq, c, s FROM entry WHERE (log, seq) IN ($two)" \
		"UPDATE entry SET ($1) = (SELECT $1 FROM t WHERE t.seq <> entry.seq) WHERE (log, seq) IN (SELECT log, seq FROM t)" &&
		exits 6 --data "$r" rebuild && says 'seal'
}
doctor_blob()
{
	fresh && sql "$r" "CREATE TEMP TABLE t AS SELECT log, seq, c, s FROM entry WHERE (log, seq) IN ($two)" \
		"UPDATE entry SET s = (SELECT s FROM t WHERE t.seq <> entry.seq) WHERE (log, seq) IN (SELECT log, seq FROM t)" &&
		exits 6 --data "$r" doctor --deep && grep -q '^bad *log' "$work/out"
}
ok "a_decision_changed_in_the_projection_does_not_outlive_rebuild" projection
ok "doctor_finds_it" doctor
ok "no_bulletin_is_signed_over_it" not_signed
ok "a_decision_changed_in_the_log_is_not_published" entry
ok "nor_with_its_leaf_hash_made_to_fit" entry_and_leaf
ok "a_decision_changed_in_a_tile_is_found_by_a_stranger" tile
ok "a_changed_sealed_object_is_found" blob
ok "the_decisions_of_two_persons_cannot_be_exchanged" swap c,s
ok "nor_what_is_sealed_for_them" swap s
ok "doctor_finds_that_too" doctor_blob
finish
