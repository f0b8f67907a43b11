#!/bin/sh
# Erasing a person: no byte of key or text is left in any file, figures and proofs stay, a restored older backup forgets
# before it opens anything, and what is killed on the way ends.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
small "$base" || { cat "$work/err"; exit 1; }
five=no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit

# What only this person's record says.
cat >"$work/texts" <<'END'
Žuráwoğlu Qxzvyrian
أُسامةُ
آلقحطبيّ
زغضصثقبفظ
+963-5577-3184-29
HQ-7731-KLMX
Zjkvwqtms lives behind the old mill
END
someone() # FIELD=VALUE...: registered in $r; the number of the case in $case_
{
	person "$r" "$@" && case_=$(case_of)
}
withdraws() # CASE
{
	run --data "$r" add closing "case=$1" how=withdrew_after asked_alone=yes log=aleppo 'as=Rula Masri,Huda Zein'
}
entry_of() # CASE: the entry of its first act
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print("%s/%d %s" % db.execute(
    "SELECT l.name, a.seq, hex(a.subject) FROM act a JOIN log l ON l.id = a.log WHERE case_no = ? AND a.seq >= 0 "
    "ORDER BY step LIMIT 1", (sys.argv[2],)).fetchone())
END
}
begins() # five of whom one is $gone and another $stays, all withdrawn and in the log
{
	at 2016-10-10T10:00:00Z
	r=$base
	someone 'full_name=ism أُسامةُ, father زغضصثقبفظ, family آلقحطبيّ' 'latin_names=Žuráwoğlu Qxzvyrian' \
		'contact=+963-5577-3184-29' 'documents=type=national_id number=HQ-7731-KLMX country=SYR' \
		'note=Zjkvwqtms lives behind the old mill' idempotency_key=erased || return 1
	gone=$case_
	someone 'full_name=ism Samir, family Vbgtrsqwin' || return 1
	stays=$case_
	all="$gone $stays"
	for i in 1 2 3; do
		someone || return 1
		all="$all $case_"
	done
	run --data "$r" cut || return 1
	at 2016-10-11T10:00:00Z
	for i in $all; do
		withdraws "$i" || return 1
	done
	run --data "$r" cut || return 1
	entry=$(entry_of "$gone") && number=$(echo "${entry#* }" | tr A-F a-f) && entry=${entry% *} &&
		other=$(entry_of "$stays") && other=${other% *}
}
opens() # ENTRY: the object is taken out, and the person's key opens it
{
	rm -f "$work/object" "$work/key"
	run --data "$r" object "$1" --out "$work/object" --identity "$work/key" &&
		"$BUILD/age_tool" decrypt "$work/key" <"$work/object" >"$work/plain"
}
clean() # FOLDER...
{
	python3 "$SRC/test/data/erased.py" "$work/texts" "$work/identity" "$number" "$@" >"$work/diff"
}
erases() # CODE ARGUMENTS
{
	code=$1
	shift
	exits "$code" --data "$r" erase "$@"
}
rightly() # CODE ARGUMENTS: by the two who may, for a reason
{
	code=$1
	shift
	erases "$code" "$gone" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab' "$@"
}
figures() # NAME
{
	run --data "$r" bulletin show --at 2016-10-11 --json && cp "$work/out" "$work/figures-$1"
}
fresh()
{
	r=$work/r
	rm -rf "$r" && cp -R "$base" "$r"
}

ok "five are registered and withdraw" begins
fresh
ok "the record of the one opens" opens "$entry"
cp "$work/key" "$work/identity"
tells() # the search finds what is there
{
	! clean "$work" && grep -q 'the key as written' "$work/diff" && opens "$entry" && ! clean "$r" &&
		grep -q 'the number' "$work/diff"
}
ok "the search would find the person" tells
ok "figures before" figures before
named() # NAME CASE: this one is found by name, and nobody else
{
	exits 0 --data "$r" person find "$1" --json && [ "$(grep -c '"type":"person"' "$work/out")" -eq 1 ] && says "\"case\":\"$2\""
}
unnamed() { exits 3 --data "$r" person find "$1"; }
found() { named 'أسامة زغضصثقبفظ' "$gone" && named 'Zurawoglu Qxzvyrian' "$gone" && named Vbgtrsqwin "$stays"; }
ok "both are found by name" found

nobody() { exits 3 --data "$r" erase 0000-0000 --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab'; }
ok "nobody of that number" nobody
ok "one officer does not erase" erases 5 "$gone" --basis request --checked "$five" --as 'Wafa Bitar'
ok "two who are not the two do not" erases 5 "$gone" --basis request --checked "$five" --as 'Rula Masri,Huda Zein'
ok "four checks are not five" erases 5 "$gone" --basis request --checked "${five%,*}" --as 'Wafa Bitar,Rana Qassab'
open_case()
{
	someone && erases 5 "$case_" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab' && says 'case'
}
ok "an open case is not erased" open_case
ok "a try erases nothing" rightly 0 --dry-run
ok "the record opens still" opens "$entry"

# Through a key holder, which erases for nobody else.
keyd=
trap '[ -z "$keyd" ] || kill "$keyd" 2>/dev/null; rm -rf "$work"' EXIT
holds()
{
	r=$work/held
	cp -R "$base" "$r" || return 1
	# The leak checker of a sanitizer traces the process: the sandbox forbids that.
	ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" "$sulh" --data "$r" keyd start --pass-file "$work/pass" \
		</dev/null >"$work/keyd.out" 2>"$work/keyd.err" &
	keyd=$!
	for _ in $(seq 200); do
		if grep -q '^Holding' "$work/keyd.out"; then return 0; fi
		kill -0 "$keyd" 2>/dev/null || break
		sleep 0.05
	done
	cp "$work/keyd.err" "$work/err"
	return 1
}
ok "a key holder starts" holds
through() { rightly 11 && says 'sulh keyd stop'; }
ok "nobody is erased through it" through
ok "and the next who comes is registered" someone
released() { exits 0 --data "$r" keyd stop && wait "$keyd" && keyd= && opens "$entry" && rightly 0; }
ok "without it the record opens, and the person is erased" released
r=$work/r

backed_up() { exits 0 --data "$r" publish "$work/first" && exits 0 --data "$r" backup "$work/older"; }
ok "a backup is made" backed_up
needs_day() { rightly 2 && says 'backups-gone-on'; }
ok "then it is to be said when that is destroyed" needs_day
erased() { rightly 0 --backups-gone-on 2016-12-31 && says "2016-12-31" && says "$work/older"; }
ok "the person is erased, and it is said what remains until when" erased
ok "no file of the register has a key or a text of the person" clean "$r"
same_figures() { figures after && cmp "$work/figures-before" "$work/figures-after" >"$work/diff"; }
ok "the figures are as before" same_figures
closed() { exits 1 --data "$r" object "$entry" --out "$work/object" || exits 3 --data "$r" object "$entry" --out "$work/object" ||
	exits 5 --data "$r" object "$entry" --out "$work/object"; }
ok "the record does not open" closed
ok "another one does" opens "$other"
forgotten() { unnamed 'أسامة زغضصثقبفظ' && unnamed Qxzvyrian && named Vbgtrsqwin "$stays"; }
ok "by name the one is not found, the other is" forgotten
made_anew() { rm "$r"/keyring/index-* && forgotten; }
ok "nor when the index of names is made anew" made_anew
ok "there is no such case any more" nobody
again() { exits 3 --data "$r" erase "$gone" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab' --backups-gone-on 2016-12-31; }
ok "it is not erased twice" again
rebuilds() { exits 0 --data "$r" rebuild && same_figures && exits 0 --data "$r" doctor && says 'counted twice: equal'; }
ok "a rebuild without the objects counts the same, twice" rebuilds
ok "and leaves no trace" clean "$r"
at 2016-10-18T10:00:00Z
verifies()
{
	exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public" &&
		python3 "$SRC/tools/crash" --extends "$work/first" "$work/public"
}
ok "it is cut, published and verified" verifies
ok "the person is not in what is published" clean "$work/public"
no_tags() { ! grep -rqF "$(sed -n 's/^\([0-9a-f]*\) .*/\1/p' "$r/erasures")" "$work/public"; }
ok "nor the tag" no_tags
backs_up() { exits 0 --data "$r" backup "$work/newer" && clean "$work/newer"; }
ok "a newer backup has nothing of the person" backs_up
forged() # somebody without the keys deletes objects and says that they were erased
{
	cp -R "$r" "$work/forged" && python3 - "$work/forged/sulh.db" "$other" <<'END' && exits 6 --data "$work/forged" rebuild
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
log, seq = sys.argv[2].split("/")
log = db.execute("SELECT id FROM log WHERE name = ?", (log,)).fetchone()[0]
db.execute("UPDATE entry SET c = NULL, s = NULL WHERE log = ? AND seq = ?", (log, seq))
db.execute("INSERT INTO gone SELECT ?, ?, 32, 'register', 1, 0, mac FROM gone LIMIT 1", (log, seq))
db.commit()
END
}
ok "objects that somebody else took away are missed" forged
seed=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
audited() { exits 0 --data "$r" audit draw --seed $seed --count 99 && says erased; }
ok "an audit knows who was erased" audited
put_back()
{
	rm -rf "$work/forged" && cp -R "$r" "$work/forged" && python3 - "$work/forged/sulh.db" <<'END' || return 1
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("UPDATE entry SET c = x'00' WHERE EXISTS (SELECT 1 FROM gone g WHERE g.log = entry.log AND g.seq = entry.seq)").rowcount
db.commit()
END
	exits 6 --data "$work/forged" audit draw --seed $seed --count 99 && says 'objects are there'
}
ok "and misses nothing that is there again" put_back

# A backup from before.
restored() # ARGUMENTS of restore
{
	rm -rf "$work/old"
	exits 0 restore "$work/older" "$work/old" "$@" && cp "$work/r/pass" "$work/old/pass" || return 1
	for log in hq aleppo khan-al-shih al-tall; do
		exits 0 --data "$work/old" log resume $log --checkpoint "$work/first/$log/checkpoint" || return 1
	done
}
shut() # it opens nobody's record, and says why
{
	exits 6 --data "$work/old" object "$other" --out "$work/object" --identity "$work/key2" && says 'erase replay' &&
		[ ! -e "$work/key2" ]
}
ok "the older backup is restored" restored
r=$work/old
ok "nothing opens before it has forgotten" shut
replays() { exits 0 --data "$r" erase replay && says 'Forgotten: 1 '; }
ok "it forgets, by the list that was put beside it" replays
ok "no file of it has a key or a text of the person" clean "$r"
counts() { exits 0 --data "$r" rebuild && figures after && cmp "$work/figures-before" "$work/figures-after" >"$work/diff"; }
ok "it counts as before" counts
ok "a second time there is nothing to forget" exits 3 --data "$r" erase replay
rm "$work/older/erasures"
ok "without the list it is restored, too" restored
ok "but opens nothing" shut
ok "until it is said from where the list is, or that there is none" exits 2 --data "$work/old" erase replay
altered()
{
	sed 2d "$work/r/erasures" >"$work/fewer" && exits 4 --data "$work/old" erase replay "$work/fewer" &&
		sed '$d' "$work/r/erasures" >"$work/cut" && exits 4 --data "$work/old" erase replay "$work/cut" &&
		exits 4 --data "$work/old" erase replay "$work/texts"
}
ok "a list that was changed is not taken" altered
ok "the newest list is" exits 0 --data "$work/old" erase replay "$work/r/erasures"
ok "and the person is gone" clean "$work/old"
reopens() { r=$work/old && opens "$other" && exits 3 --data "$r" erase replay; }
ok "then the others open" reopens
at_once()
{
	rm -rf "$work/old" && exits 0 --pass-file "$work/pass" restore "$work/older" "$work/old" --erasures "$work/r/erasures" &&
		says 'Forgotten: 1' && clean "$work/old"
}
ok "with passphrase and list it forgets while it is restored" at_once
nobody_since()
{
	restored && shut && exits 0 --data "$work/old" erase replay --none && r=$work/old && opens "$entry"
}
ok "where nobody was erased since, that is said" nobody_since

# Killed anywhere.
killed() # COUNT: at so many points
{
	at 2016-10-11T10:00:00Z
	fresh
	env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_FAST=1 FAULT_DO=none FAULT_AT=0 FAULT_COUNT="$work/count" \
		"$sulh" --data "$r" erase "$gone" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab' \
		</dev/null >"$work/out" 2>"$work/err" || return 1
	calls=$(cat "$work/count")
	i=1
	both=0
	while [ "$i" -le "$1" ]; do
		k=$((i * calls / $1))
		fresh
		env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_FAST=1 FAULT_DO=kill FAULT_AT="$k" \
			"$sulh" --data "$r" erase "$gone" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab' \
			</dev/null >"$work/out" 2>"$work/err"
		run --data "$r" cut || { echo "call $k of $calls: no cut" >"$work/diff"; return 1; }
		run --data "$r" erase list
		if says '^1 erased'; then
			clean "$r" || { sed -i "s/^/call $k of $calls: /" "$work/diff"; return 1; }
			opens "$other" || return 1
			both=$((both | 1))
		else
			opens "$entry" || { echo "call $k of $calls: half erased" >"$work/diff"; return 1; }
			both=$((both | 2))
		fi
		run --data "$r" rebuild && figures after && cmp -s "$work/figures-before" "$work/figures-after" ||
			{ echo "call $k of $calls: figures" >"$work/diff"; return 1; }
		i=$((i + 1))
	done
	[ $both -eq 3 ] || { echo "all of one sort: $both" >"$work/diff"; return 1; }
}
if sanitized; then
	skip "killed at any point it ends, or never began" "a sanitizer has memory of its own"
else
	ok "killed at any point it ends, or never began" killed 16
fi
finish
