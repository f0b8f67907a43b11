#!/bin/sh
# Attack: an officer replays an act, or dates one back. Control: idempotency keys, MACs of what waits, leaf hashes and
# seals that occur once, days of cuts that never go back, a clock that does not, and for what is dated back because paper
# arrives late the time that was given beside the time at which it was recorded.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
sql() # STATEMENT...
{
	python3 - "$r/sulh.db" "$@" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
n = 0
for statement in sys.argv[2:]:
    n += max(db.execute(statement).rowcount, 0)
db.commit()
sys.exit(not n)
END
}
drafts()
{
	run --data "$r" show drafts && wc -l <"$work/out"
}
kept()
{
	rm -rf "$work/kept" && cp -a "$r" "$work/kept"
}
back()
{
	rm -rf "$r" && cp -a "$work/kept" "$r"
}

# The same act once more.
count="add corridor_count corridor=1 direction=out persons=40 method=stated from_hour=2016-08-01T09:00+03:00 --log aleppo --as"
twice()
{
	# shellcheck disable=SC2086 # words without blanks
	json 0 --data "$r" $count 'Dina Farhat,Adel Maalouf' idempotency_key=one && cp "$work/out" "$work/first" &&
		before_=$(drafts) && json 0 --data "$r" $count 'Dina Farhat,Adel Maalouf' idempotency_key=one &&
		grep -q '"again":true' "$work/out" && [ "$(drafts)" -eq "$before_" ]
}
ok "an act with a key is recorded once" twice
other()
{
	no '"field":"idempotency_key"' add corridor_count corridor=1 direction=out persons=41 method=stated \
		from_hour=2016-08-01T09:00+03:00 idempotency_key=one --log aleppo --as 'Dina Farhat,Adel Maalouf'
}
ok "nothing else is recorded under its key" other
other_officer()
{
	# shellcheck disable=SC2086 # words without blanks
	no '"field":"idempotency_key"' $count 'Adel Maalouf,Dina Farhat' idempotency_key=one
}
ok "nor the same by others" other_officer
ok "somebody has a proposal" proposed one
decide()
{
	# shellcheck disable=SC2154 # set by eval
	add decision "case=$one" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
		'as=Iman Rayes,Yusuf Kanaan' idempotency_key=two
}
ok "a decision is recorded" decide
again()
{
	before_=$(drafts) && decide && says '^accepted before' && [ "$(drafts)" -eq "$before_" ]
}
ok "and once more is the same one" again
ok "without its key it is refused: decided already" no '"field":"case".*decided already' add decision "case=${one:-}" outcome=granted "notified_on=$(today)" \
	proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' 'as=Iman Rayes,Yusuf Kanaan' --log aleppo

# What waits, copied; what was cut, put back.
columns=$(python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
print(",".join(row[1] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA table_info(draft)") if row[1] not in ("id", "ord")))
END
)
copied() # KIND
{
	kept
	sql "INSERT INTO draft (id, ord, $columns) SELECT randomblob(16), ord + 1000, $columns FROM draft WHERE kind = $1 LIMIT 1" &&
		exits 6 --data "$r" cut && says 'draft [0-9a-f]{32} is not as it was accepted; nothing is cut'
	code_=$?
	back
	return $code_
}
ok "a count copied under another id is not cut" copied 71
ok "nor a decision" copied 38
altered() # what waits says another number, where it still reads as a record
{
	kept
	python3 - "$r/sulh.db" <<'END' && exits 6 --data "$r" cut && says 'draft [0-9a-f]{32} is not as it was accepted; nothing is cut'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
draft, was = db.execute("SELECT id, bytes FROM draft WHERE kind = 71").fetchone()
now = was.replace(b"\x18\x28", b"\x18\x29")  # 40 persons, 41
assert now != was
db.execute("UPDATE draft SET bytes = ? WHERE id = ?", (now, draft))
db.commit()
END
	code_=$?
	back
	return $code_
}
ok "a count that was changed while it waited is not cut" altered
put_back() # KIND: a draft that was cut waits once more
{
	kept
	python3 - "$r/sulh.db" save "$1" "$work/rows" <<'END' && at_cut 2016-08-09 && python3 - "$r/sulh.db" load "$1" "$work/rows" <<'END2' &&
import pickle, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
pickle.dump(db.execute("SELECT * FROM draft WHERE kind = ?", (int(sys.argv[3]),)).fetchall(), open(sys.argv[4], "wb"))
END
import pickle, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
rows = pickle.load(open(sys.argv[4], "rb"))
assert rows
for row in rows:
    db.execute("INSERT INTO draft VALUES (%s)" % ",".join("?" * len(row)), row)
db.commit()
END2
	at 2016-08-10T08:00:00Z && ! run --data "$r" cut && says 'in the log already|entry.leaf'
	code_=$?
	back
	at 2016-08-01T08:00:00Z
	return $code_
}
ok "a count that was cut does not go into the log once more" put_back 71
ok "nor does a decision" put_back 38
ok "it is cut" at_cut 2016-08-09
entry_again()
{
	kept
	exits 0 --data "$r" publish "$work/out.new" && size_=$(sed -n 2p "$work/out.new/aleppo/checkpoint") && rm -r "$work/out.new"
	# By default the index of leaves stands in the way; who writes to the folder can take it away.
	python3 - "$r/sulh.db" <<'END' && exits 0 --data "$r" publish "$work/out.new" && exits 0 verify "$work/out.new" &&
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
rest = ",".join(row[1] for row in db.execute("PRAGMA table_info(entry)") if row[1] not in ("log", "seq"))
again = ("INSERT INTO entry (log, seq, %s) SELECT log, (SELECT max(seq) + 1 FROM entry x WHERE x.log = entry.log), %s "
         "FROM entry WHERE log = (SELECT id FROM log WHERE name = 'aleppo') AND seq = 0" % (rest, rest))
try:
    db.execute(again)
    sys.exit("an entry stands there twice")
except sqlite3.IntegrityError as e:
    assert "entry.leaf" in str(e), e
db.execute("DROP INDEX entry_leaf")
assert db.execute(again).rowcount == 1
db.commit()
END
		[ "$(sed -n 2p "$work/out.new/aleppo/checkpoint")" = "$size_" ]
	code_=$?
	back
	return $code_
}
ok "the bytes of an entry once more behind the log are not signed" entry_again

# Dated back.
no_cut() # DAY PATTERN
{
	unchanged exits 5 --data "$r" cut --day "$1" && says "$2"
}
ok "a cut for a day before the last one is refused" no_cut 2016-08-08 'was cut for 2016-08-09 already; a later day'
ok "so is one for a day to come" no_cut 2016-08-20 'that day is not there yet'
clock_back()
{
	at 2016-08-08T08:00:00Z
	unchanged exits 6 --data "$r" add corridor_count corridor=1 direction=out persons=1 method=stated \
		from_hour=2016-08-01T09:00+03:00 --log aleppo --as 'Dina Farhat,Adel Maalouf' && says 'set the clock' &&
		unchanged exits 6 --data "$r" cut
	code_=$?
	at 2016-08-09T09:00:00Z
	return $code_
}
ok "with a clock set back nothing is recorded and nothing cut" clock_back
ok "a time to come is refused" no '"field":"day"' add registration log=aleppo 'full_name=ism Late' sex=m born=1980 age_doubt=no \
	status_sought=associated search_done=offline 'as=Lina Darwish' occurred_at=2016-08-10T23:00+03:00
ok "a day that is not that of the time is refused" no '"field":"day"' add registration log=aleppo 'full_name=ism Late' sex=m \
	born=1980 age_doubt=no status_sought=associated search_done=offline 'as=Lina Darwish' day=2016-08-02 \
	occurred_at=2016-08-03T10:00+03:00
ok "a time before the officer served is refused" no '"field":"as"' add registration log=aleppo 'full_name=ism Late' sex=m \
	born=1980 age_doubt=no status_sought=associated search_done=offline 'as=Lina Darwish' occurred_at=2016-06-01T10:00+03:00
late()
{
	add presentation in_group=no triage=safe language=ara reception_no=late 'as=Samar Dabbagh' occurred_at=2016-08-02T10:00+03:00 &&
		case_=$(case_of) && at_cut 2016-08-17 && json 0 --data "$r" person file "$case_" --as 'Wafa Bitar' &&
		grep '"kind":"presentation"' "$work/out" | grep -q '"day":"2016-08-17","at":"2016-08-02'
}
ok "paper that arrives late may say its own time: the file keeps it" late
finish
