#!/bin/sh
# A register that was damaged, set back or edited: what is wrong is said, nothing crashes, and what was signed
# once is never signed otherwise.
# long
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
sulh_r()
{
	want=$1
	shift
	exits "$want" --data "$r" "$@"
}
fresh() # the register as it was, and what it had published
{
	rm -rf "$r" "$r.out" "$r.new" && cp -R "$base" "$r" && cp -R "$base.out" "$r.out"
}
count_out() # DIR: adds one record about a place
{
	run --data "$1" add corridor_count corridor=1 direction=out persons=5 method=stated \
		from_hour=2016-12-09T10:00+02:00 day=2016-12-09 log=aleppo 'as=Dina Farhat,Adel Maalouf'
}
db() # FILE SQL...
{
	python3 -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as db:
    for sql in sys.argv[2:]:
        db.execute(sql)' "$@"
}
flip() # FILE PART: the byte at PART hundredths of the file
{
	python3 -c 'import sys
with open(sys.argv[1], "r+b") as f:
    b = bytearray(f.read())
    if b:
        b[(len(b) - 1) * int(sys.argv[2]) // 100] ^= 0x41
    f.seek(0)
    f.write(b)' "$@"
}
extends() # OLD NEW
{
	python3 "$SRC/tools/crash" --extends "$1" "$2" >"$work/diff" && rm "$work/diff"
}

# no_crash COMMAND...: it ends by itself, and not silently where it does not end well.
no_crash()
{
	run --data "$r" "$@"
	code=$?
	if [ "$code" -gt 12 ] || grep -q Sanitizer "$work/err"; then
		echo "exit $code: $*" >"$work/diff"
		return 1
	fi
	[ "$code" -eq 0 ] && return 0
	if ! grep -qE '^sulh: .{12}' "$work/err"; then
		echo "exit $code and no message: $*" >"$work/diff"
		return 1
	fi
	failed=1
}
# survives [COMMAND...]: all commands end well or with a message, and what is published is no second history.
survives()
{
	failed=0
	for command in 'log head' 'show drafts' 'show cases' 'bulletin show --at 2016-12-09' rebuild cut; do
		# shellcheck disable=SC2086 # words
		no_crash $command || return 1
	done
	no_crash add registration log=aleppo 'full_name=ism Samir, family Aqqad' sex=m born=1980 age_doubt=no \
		status_sought=carrying_arms search_done=offline day=2016-12-09 'as=Lina Darwish' || return 1
	no_crash publish "$r.new" || return 1
	if [ "$code" -eq 0 ]; then
		exits 0 verify "$r.new" && extends "$base.out" "$r.new" || return 1
	fi
	exits 0 verify "$r.out"
}
# every FILE: whatever is done to it. Nothing reads log/NAME/vkey: it is there for people.
every()
{
	for part in 0 37 71 100; do
		fresh && flip "$r/$1" "$part" && survives || return 1
	done
	for size in 0 1 -3; do
		fresh && truncate -s "$size" "$r/$1" && survives || return 1
	done
	fresh && echo 'and a line more' >>"$r/$1" && survives || return 1
	fresh && rm "$r/$1" && mkdir "$r/$1" && survives || return 1
	[ "$failed" -ne 0 ] || [ "$1" = log/aleppo/vkey ] || return 1
	fresh && rm "$r/$1" && survives
}
database_anywhere()
{
	for part in 1 3 9 16 23 31 44 52 58 66 74 83 91 97; do
		fresh && flip "$r/sulh.db" "$part" && survives || return 1
	done
}

fresh
sulh_r 0 publish "$r.out" && exits 0 verify "$r.out" && extends "$base.out" "$r.out"
ok "the_register_that_is_damaged_below_is_good" [ $? -eq 0 ]
for file in sulh.conf sulh.db keyring/head keyring/officers log/aleppo/key log/aleppo/vkey log/aleppo/signed.hwm \
	log/hq/signed.hwm lock; do
	ok "any_damage_to_$file is said, and no second root is signed" every "$file"
done
ok "a_changed_byte_anywhere_in_the_database_makes_no_second_history" database_anywhere

# At rest, with nothing in its write-ahead log, and cut at its end: by less than a page it is whole for SQLite, which
# reads zeroes there and would write the end anew.
at_rest()
{
	fresh && db "$r/sulh.db" 'PRAGMA wal_checkpoint(TRUNCATE)' && [ ! -s "$r/sulh.db-wal" ]
}
cut_within() # BYTES
{
	at_rest && truncate -s "-$1" "$r/sulh.db" && cp "$r/sulh.db" "$work/cut" &&
		sulh_r 6 doctor && grep -q '^bad *database *sulh.db is shorter than it was: it ends within a page; restore a backup$' \
		"$work/out" || return 1
	for command in cut rebuild "publish $r.new"; do
		# shellcheck disable=SC2086 # words
		sulh_r 1 $command && says 'sulh\.db: .*it is shorter than it was: it ends within a page; restore a backup' ||
			return 1
	done
	cmp "$r/sulh.db" "$work/cut"
}
cut_pages() # PAGES
{
	at_rest && truncate -s "-$((4096 * $1))" "$r/sulh.db" && cp "$r/sulh.db" "$work/cut" || return 1
	for command in doctor cut rebuild; do
		sulh_r 1 "$command" && says 'sulh\.db.*damaged.*restore a backup' || return 1
	done
	cmp "$r/sulh.db" "$work/cut"
}
cut_anywhere()
{
	for bytes in 1 2048 4095; do
		cut_within "$bytes" || return 1
	done
	for pages in 1 2 10; do
		cut_pages "$pages" || return 1
	done
}
ok "a_database_that_lost_its_end_is_said_to_have_and_not_written_on" cut_anywhere

header()
{
	fresh && flip "$r/sulh.db" 0 && sulh_r 1 log head && says 'sulh\.db.*damaged.*backup' &&
		sulh_r 1 rebuild && sulh_r 1 cut && sulh_r 1 publish "$r.new"
}
no_register()
{
	fresh && rm "$r/sulh.conf" && sulh_r 10 log head && says 'no register here' &&
		fresh && rm "$r/sulh.db" && sulh_r 1 log head && says 'database is missing.*backup' && sulh_r 1 cut &&
		[ ! -e "$r/sulh.db" ]
}
bad_setting()
{
	fresh && echo 'colour = green' >>"$r/sulh.conf" && sulh_r 1 log head && says "sulh\.conf, line $(wc -l <"$r/sulh.conf").*colour"
}
keyring()
{
	fresh && flip "$r/keyring/head" 99 && sulh_r 1 rebuild && says 'keyring/head.*backup' &&
		fresh && rm "$r/keyring/head" && sulh_r 10 rebuild && says 'open keyring'
}
slots()
{
	fresh
	for file in "$r"/keyring/slots-*; do
		truncate -s -7 "$file" || return 1
	done
	run --data "$r" add registration log=aleppo 'full_name=ism Samir, family Aqqad' sex=m born=1980 \
		age_doubt=no status_sought=carrying_arms search_done=offline day=2016-12-09 'as=Lina Darwish'
	[ $? -eq 1 ] && says 'keyring/slots-[0-9a-f]+.*damaged.*backup' && sulh_r 0 cut && sulh_r 0 publish "$r.out"
}
officers()
{
	fresh && flip "$r/keyring/officers" 50 && ! count_out "$r" && says 'keyring/officers'
}
key_damaged()
{
	fresh && flip "$r/log/aleppo/key" 50 && sulh_r 1 publish "$r.new" && says 'log/aleppo/key' &&
		[ ! -e "$r.new/aleppo/checkpoint" ] &&
		fresh && rm "$r/log/aleppo/key" && sulh_r 5 publish "$r.new" && says 'aleppo.*mirror'
}
ok "a_database_with_a_damaged_header_is_said_to_be_damaged" header
ok "without_settings_or_database_nothing_is_made_in_their_place" no_register
ok "an_unknown_setting_is_named_with_its_line" bad_setting
ok "a_damaged_keyring_is_named" keyring
ok "damaged_slots_are_named_and_the_log_goes_on" slots
ok "damaged_officers_are_named" officers
ok "a_log_with_a_damaged_key_is_not_signed" key_damaged

# Set back.

mark_missing()
{
	fresh && rm "$r/log/aleppo/signed.hwm" && sulh_r 6 publish "$r.out" && says 'aleppo.*log resume' &&
		sulh_r 6 cut && says 'log resume' && ! count_out "$r" && sulh_r 0 log head &&
		sulh_r 6 log prove aleppo 1 &&
		sulh_r 0 log resume aleppo --checkpoint "$base.out/aleppo/checkpoint" &&
		count_out "$r" && sulh_r 0 cut && sulh_r 0 publish "$r.out" && exits 0 verify "$r.out" &&
		extends "$base.out" "$r.out"
}
# Files that say which acts are in the logs: those of other logs stay, should keyring/signed come back.
acts_of() { ls "$r/keyring" | grep '^acts-'; }
resumed_alone() # EXIT COMMAND...: after which one log is resumed
{
	want_=$1
	shift
	fresh && acts_of >"$work/acts" && [ "$(wc -l <"$work/acts")" -gt 1 ] && cp -p "$r/keyring/signed" "$work/signed" && "$@" &&
		sulh_r "$want_" log resume aleppo --checkpoint "$base.out/aleppo/checkpoint" --nothing-newer &&
		acts_of | diff "$work/acts" - >"$work/diff"
}
list_gone()
{
	resumed_alone 0 rm "$r/keyring/signed" && cp -p "$work/signed" "$r/keyring/signed" && sulh_r 0 cut && sulh_r 0 publish "$r.out" &&
		exits 0 verify "$r.out"
}
list_damaged() { resumed_alone 0 flip "$r/keyring/signed" 60; }
list_unread() { resumed_alone 1 ln -sf signed "$r/keyring/signed" && says 'keyring/signed' && [ -L "$r/keyring/signed" ]; }
mark_unreadable()
{
	fresh && flip "$r/log/aleppo/signed.hwm" 50 && sulh_r 6 publish "$r.new" && says 'signed\.hwm|root|not those that were signed' &&
		[ ! -e "$r.new/aleppo/checkpoint" ]
}
set_back()
{
	fresh && sulh_r 0 cut && sulh_r 0 publish "$r.out" && cp "$r/sulh.db" "$work/newer.db" || return 1
	rm -f "$r"/sulh.db* && cp "$base/sulh.db" "$r/sulh.db" || return 1
	sulh_r 6 publish "$r.out" && says '[0-9]+ entries, but [0-9]+ were signed' && sulh_r 6 publish "$r.new" &&
		sulh_r 6 cut && ! count_out "$r" && says 'aleppo' && sulh_r 0 rebuild && sulh_r 0 show drafts &&
		sulh_r 6 log prove aleppo 1 || return 1
	sulh_r 6 log resume aleppo --checkpoint "$r.out/aleppo/checkpoint" &&
		says '[1-9][0-9]* entries, from [0-9]+ on, are published but not in this register' || return 1
	sulh_r 5 log resume aleppo --checkpoint "$base.out/aleppo/checkpoint" || return 1
	rm -f "$r"/sulh.db* && cp "$work/newer.db" "$r/sulh.db" && count_out "$r" && sulh_r 0 cut &&
		sulh_r 0 publish "$r.out" && exits 0 verify "$r.out" && extends "$base.out" "$r.out"
}
# The same register twice, each with a cut of its own; then the mark of the one beside the database of the other.
twice()
{
	fresh && cp -R "$r" "$work/twin" && sulh_r 0 cut && sulh_r 0 publish "$r.out" || return 1
	run --data "$work/twin" cut || return 1
	if [ "$1" -gt 0 ]; then
		count_out "$work/twin" && run --data "$work/twin" cut || return 1
	fi
	cp "$r/log/aleppo/signed.hwm" "$work/twin/log/aleppo/signed.hwm"
	exits 6 --data "$work/twin" publish "$r.new" && says "$2" && [ ! -e "$r.new/aleppo/checkpoint" ] &&
		exits 6 --data "$work/twin" log prove aleppo 1 &&
		exits 6 --data "$work/twin" log resume aleppo --checkpoint "$r.out/aleppo/checkpoint" &&
		says 'fork|not those' || return 1
	rm -rf "$work/twin"
}
resume_foreign()
{
	fresh && rm "$r/log/aleppo/signed.hwm" && sed '2s/.*/7/' "$r.out/aleppo/checkpoint" >"$work/edited" &&
		sulh_r 5 log resume aleppo --checkpoint "$work/edited" && says 'no checkpoint signed by log aleppo' &&
		sulh_r 5 log resume aleppo --checkpoint "$r.out/hq/checkpoint" && [ ! -e "$r/log/aleppo/signed.hwm" ]
}
newer()
{
	fresh && db "$r/sulh.db" 'PRAGMA user_version=99' && sulh_r 6 log head && says 'version 99.*newer sulh' &&
		sulh_r 6 cut && sulh_r 6 publish "$r.new" && sulh_r 6 rebuild &&
		fresh && db "$r/sulh.db" 'PRAGMA application_id=7' && sulh_r 1 log head && says 'no register of sulh'
}
ok "without_its_mark_a_log_is_only_read_until_log_resume" mark_missing
ok "a_mark_that_cannot_be_read_stops_signing" mark_unreadable
ok "without_the_list_of_what_was_signed_one_log_is_resumed_and_the_acts_of_others_stay" list_gone
ok "nor_are_they_removed_where_it_is_damaged" list_damaged
ok "a_list_that_cannot_be_read_is_not_an_empty_one" list_unread
ok "a_database_set_back_is_only_read_and_the_gap_is_stated" set_back
ok "a_second_root_for_a_size_is_not_signed" twice 0 'another root was signed'
ok "a_second_history_of_another_length_is_not_signed" twice 1 'not those that were signed'
ok "log_resume_takes_only_a_checkpoint_of_that_log" resume_foreign
ok "a_newer_schema_and_a_foreign_database_are_refused" newer

# Edited.

edited_entry()
{
	fresh && db "$r/sulh.db" "UPDATE entry SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) ||
		CASE substr(bytes, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE seq = 3 AND log = (SELECT id FROM log WHERE name = 'aleppo')" &&
		sulh_r 6 publish "$r.out" && says 'aleppo.*root' && sulh_r 6 publish "$r.new" &&
		[ ! -e "$r.new/aleppo/checkpoint" ] && sulh_r 6 log prove aleppo 3 && exits 0 verify "$r.out" &&
		extends "$base.out" "$r.out"
}
removed_entry()
{
	fresh && db "$r/sulh.db" 'DELETE FROM entry WHERE seq = 4 AND log = 2' && sulh_r 1 rebuild &&
		says 'missing.*backup' && ! run --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
swapped()
{
	fresh && db "$r/sulh.db" "CREATE TEMP TABLE t AS SELECT seq, c FROM entry WHERE log = 2 AND s IS NOT NULL
		ORDER BY seq DESC LIMIT 2" \
		"UPDATE entry SET c = (SELECT c FROM t WHERE t.seq <> entry.seq) WHERE log = 2 AND seq IN
		(SELECT seq FROM t)" && sulh_r 6 rebuild && says 'entry [0-9]+ of log aleppo.*seal' &&
		sulh_r 0 show cases
}
swapped_person()
{
	fresh && db "$r/sulh.db" "CREATE TEMP TABLE t AS SELECT id, s FROM draft WHERE s IS NOT NULL LIMIT 2" \
		"UPDATE draft SET s = (SELECT s FROM t WHERE t.id <> draft.id) WHERE id IN (SELECT id FROM t)" &&
		sulh_r 6 rebuild && says 'draft of log aleppo.*seal'
}
# What an entry names by its hash only.
edited_text()
{
	fresh && db "$r/sulh.db" "UPDATE body SET bytes = CAST('x' || substr(bytes, 2) AS BLOB)" &&
		sulh_r 6 publish "$r.new" && says 'text .*hash.*backup' && [ ! -e "$r.new/definitions" ]
}
ok "an_edited_entry_is_not_published" edited_entry
ok "nor_is_an_edited_text" edited_text
ok "a_removed_entry_is_missed" removed_entry
ok "an_object_put_in_place_of_another_is_found_by_rebuild" swapped
ok "a_person's_object_put_in_place_of_another_is_found_before_the_cut" swapped_person
finish
