#!/bin/sh
# backup, restore, doctor: what is copied is whole, what is altered is not restored, what is restored does not sign a
# second history, what is wrong is said.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
r=$work/r
python3 "$SRC/tools/crash" --make "$base" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
at 2016-12-09T15:30:00Z
fresh()
{
	rm -rf "$r" "$r.b" "$r.n" && cp -R "$base" "$r"
}
same_figures() # DIR DIR
{
	run --data "$1" bulletin show --at 2016-12-09 --json && cp "$work/out" "$work/one" &&
		run --data "$2" bulletin show --at 2016-12-09 --json && cmp -s "$work/one" "$work/out"
}
backs_up()
{
	fresh && exits 0 --data "$r" backup "$r.b" && [ -e "$r.b/backup.manifest" ] && [ ! -e "$r.b.partial" ] &&
		! find "$r.b" -name signed.hwm -o -name '*.pass' | grep -q . &&
		[ -z "$(find "$r.b" -type f -perm /077)" ] && exits 0 restore "$r.b" "$r.n" && same_figures "$r" "$r.n" && exits 11 --data "$r.n" cut &&
		cp "$r/pass" "$r.n/pass"
}
reads_only()
{
	exits 6 --data "$r.n" cut && says 'log resume' && exits 6 --data "$r.n" publish "$work/p" && says 'log resume' &&
		exits 0 --data "$r.n" show drafts
}
resumes()
{
	for log in hq aleppo; do
		exits 0 --data "$r.n" log resume "$log" --checkpoint "$base.out/$log/checkpoint" || return 1
	done
	exits 0 --data "$r.n" cut && exits 0 --data "$r.n" publish "$work/p" && exits 0 verify "$work/p" &&
		python3 "$SRC/tools/crash" --extends "$base.out" "$work/p"
}
not_over()
{
	exits 5 --data "$r" backup "$r.b" && says 'exists' && exits 5 restore "$r.b" "$r" && says 'exists' &&
		exits 2 restore "$work" "$work/x" && says 'no backup' && exits 2 backup && exits 2 restore "$r.b"
}
altered() # every file of the backup, one after the other: changed, shorter, missing, one more
{
	count=0
	find "$r.b" -type f | while IFS= read -r file; do
		cp -p "$file" "$work/kept"
		printf x | dd of="$file" bs=1 seek=3 conv=notrunc 2>/dev/null
		cmp -s "$file" "$work/kept" || exits 4 restore "$r.b" "$work/alt" || { echo "$file" >"$work/diff"; exit 1; }
		[ ! -e "$work/alt" ] && [ ! -e "$work/alt.partial" ] || exit 1
		rm "$file"
		run restore "$r.b" "$work/alt" && exit 1
		cp -p "$work/kept" "$file"
		count=$((count + 1))
		[ "$count" -lt 40 ] || break
	done || return 1
	echo x >"$r.b/log/extra" && exits 4 restore "$r.b" "$work/alt" && says 'does not name' && rm "$r.b/log/extra" &&
		ln -s /etc/passwd "$r.b/log/link" && ! run restore "$r.b" "$work/alt" && rm "$r.b/log/link" &&
		exits 0 restore "$r.b" "$work/alt" && rm -rf "$work/alt"
}
outside() # a manifest that names files elsewhere
{
	cp -R "$r.b" "$work/evil" && sed -i '2s| [^ ]*$| ../evil|' "$work/evil/backup.manifest" &&
		exits 4 restore "$work/evil" "$work/alt" && says 'line 2' && [ ! -e "$work/alt" ]
}
# on_disk NAME COMMAND...: what the command made under NAME was waited for: each file and folder, then the name itself.
on_disk()
{
	made=$1
	shift
	ASAN_OPTIONS=detect_leaks=0 strace -f -y -e trace=fsync,fdatasync,rename,renameat,renameat2 -o "$work/trace" \
		"$sulh" "$@" </dev/null >"$work/out" 2>"$work/err" || return 1
	(cd "$made" && find . -mindepth 1 -type f -o -mindepth 1 -type d) | while IFS= read -r file; do
		grep -qE "sync\([0-9]+<$made.partial/${file#./}(\.tmp)?>\) += 0" "$work/trace" || echo "not synced: $file"
	done >"$work/diff"
	awk -v to="\"$made\"" -v folder="<${made%/*}>)" '
		/^[0-9]+ +rename/ && index($0, to) { named = 1 }
		named && /fsync/ && index($0, folder) { synced = 1 }
		END { if (!synced) print "the name is not synced" }' "$work/trace" >>"$work/diff"
	[ ! -s "$work/diff" ]
}
# no_memory COMMAND...: at any call that asks for memory it is refused: it is said, and nothing is left of what was begun.
# Where one can do without, as SQLite at times, all is well.
no_memory()
{
	for k in 0 1 2 3 4 5 6 7 8 9; do
		rm -rf "$work/m"
		at_call=$((k * ${calls:-0} / 10 + 1))
		[ $k -ne 0 ] || at_call=0
		LD_PRELOAD=$BUILD/shim_memory.so MEMORY_AT=$at_call MEMORY_COUNT=$work/count "$sulh" "$@" </dev/null \
			>"$work/out" 2>"$work/err"
		code=$?
		if [ $k -eq 0 ]; then
			[ $code -eq 0 ] && calls=$(cat "$work/count") && [ "$calls" -gt 5 ] || return 1
		elif [ $code -ne 0 ] && { [ $code -ne 1 ] || ! says '[Mm]emory' || [ -e "$work/m" ] || [ -e "$work/m.partial" ]; }; then
			echo "call $at_call of $calls: exit $code: $*; $(ls -d "$work"/m*)" >"$work/diff"
			return 1
		fi
	done
	calls=
}
opens() # the database itself wants memory at one of these calls
{
	for at_call in $(seq 5 5 120); do
		LD_PRELOAD=$BUILD/shim_memory.so MEMORY_AT=$at_call MEMORY_DO=once "$sulh" --data "$r" log head </dev/null >"$work/out" 2>"$work/err"
		code=$?
		[ $code -eq 0 ] || { [ $code -eq 1 ] && says '[Mm]emory'; } || return 1
	done
}
begun()
{
	no_memory --data "$r" backup "$work/m" && no_memory restore "$r.b" "$work/m"
}
ok "a_backup_is_whole_and_restores_the_same_figures" backs_up
if sanitized; then
	skip "where_memory_is_out_nothing_is_left_of_a_backup_or_a_restored_register" "a sanitizer has memory of its own"
	skip "where_it_is_out_while_the_database_opens_it_is_said" "a sanitizer has memory of its own"
else
	ok "where_memory_is_out_nothing_is_left_of_a_backup_or_a_restored_register" begun
	ok "where_it_is_out_while_the_database_opens_it_is_said" opens
fi
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	ok "what_was_backed_up_is_on_the_disk" on_disk "$work/d" --data "$r" backup "$work/d"
	ok "so_is_what_was_restored" on_disk "$work/e" restore "$r.b" "$work/e"
else
	skip "what_was_backed_up_is_on_the_disk" "strace is not installed or may not trace"
	skip "so_is_what_was_restored" "strace is not installed or may not trace"
fi
ok "a_restored_register_is_only_read" reads_only
ok "log_resume_lets_it_sign_the_same_history_on" resumes
ok "nothing_is_written_over" not_over
ok "an_altered_backup_is_not_restored" altered
ok "a_manifest_names_files_of_the_backup_only" outside

well()
{
	fresh && exits 0 --data "$r" doctor && ! grep -q '^bad' "$work/out" && json 0 --data "$r" doctor --deep &&
		grep -q '"name":"figures","state":"ok"' "$work/out"
}
finds() # WHAT COMMAND...: after the command, doctor ends with 6 and says WHAT
{
	what=$1
	shift
	fresh && "$@" && exits 6 --data "$r" doctor --deep && grep -qE "^(bad|warning) +$what" "$work/out" ||
		{ cp "$work/out" "$work/diff"; return 1; }
}
db()
{
	python3 -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as db:
    db.execute(sys.argv[2])' "$r/sulh.db" "$1"
}
late()
{
	fresh && at 2016-12-25T15:30:00Z && exits 6 --data "$r" doctor && grep -q '^warning *log' "$work/out"
	code=$?
	at 2016-12-09T15:30:00Z
	return $code
}
back()
{
	fresh && at 2016-12-01T15:30:00Z && exits 6 --data "$r" doctor && grep -q '^bad *clock' "$work/out"
	code=$?
	at 2016-12-09T15:30:00Z
	return $code
}
ok "a_register_that_is_well" well
ok "files_that_others_can_read" finds files chmod 644 "$r/sulh.conf"
ok "a_missing_mark" finds marks rm "$r/log/aleppo/signed.hwm"
ok "a_missing_key" finds log rm "$r/log/aleppo/key"
ok "an_edited_entry" finds log db "UPDATE entry SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) ||
	CASE substr(bytes, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE seq = 3 AND log = 2"
ok "a_sealed_object_that_is_gone" finds log db "UPDATE entry SET c = zeroblob(600), s = NULL WHERE seq =
	(SELECT max(seq) FROM entry WHERE log = 2 AND s IS NOT NULL) AND log = 2"
ok "a_figure_that_the_records_do_not_give" finds figures db "UPDATE rollup SET n = n + 1"
not_backed_up() # in time it would take the place of the last good one
{
	rm -rf "$work/no" && fresh && db "$1" && exits 4 --data "$r" backup "$work/no" && says "$2.*restore a backup" && [ ! -e "$work/no" ] &&
		[ ! -e "$work/no.partial" ]
}
ok "an_edited_entry_is_not_backed_up" not_backed_up "UPDATE entry SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) ||
	CASE substr(bytes, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE seq = 3 AND log = 2" 'log .*entry 3 is not what was hashed'
ok "nor_is_one_that_took_the_place_of_another" not_backed_up "UPDATE entry SET (bytes, leaf, c, s) = (SELECT o.bytes, randomblob(32), o.c, o.s
	FROM entry o WHERE o.seq = 4 AND o.log = 2) WHERE seq = 3 AND log = 2" 'log .*entry 3 is not what was hashed'
ok "a_log_without_a_cut_for_days" late
ok "a_clock_that_runs_behind" back
finish
