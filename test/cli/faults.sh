#!/bin/sh
# A disk that is full or fails, a folder that is read-only, too little memory, too few descriptors, a clock that
# is wrong, signals, two at once: nothing acknowledged is lost, and what is wrong is said in words.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
# In a name space of its own, so that no mount outlives the test, even where it is killed.
if [ -z "${MOUNTS:-}" ]; then
	for MOUNTS in -m -rm; do
		export MOUNTS
		unshare $MOUNTS true 2>/dev/null && exec unshare $MOUNTS sh "$0"
	done
fi
. "$SRC/test/cli/lib"

base=$work/base
r=$work/r
python3 "$SRC/tools/crash" --make "$base" >"$work/out" 2>"$work/err" || {
	cat "$work/err" >&2
	exit 1
}
now=2016-12-09T15:30:00Z
at "$now"
mounted=
# shellcheck disable=SC2086 # a list
trap '[ -z "$mounted" ] || umount $mounted; rm -rf "$work"' EXIT

fresh()
{
	rm -rf "$r" "$r.out" && cp -R "$base" "$r" && cp -R "$base.out" "$r.out"
}
sulh_r()
{
	want=$1
	shift
	exits "$want" --data "$r" "$@"
}
records='corridor=1 direction=out persons=5 method=stated from_hour=2016-12-09T10:00+02:00 day=2016-12-09 log=aleppo'
add() # CODE: a record about a place
{
	# shellcheck disable=SC2086 # words
	sulh_r "$1" add corridor_count $records 'as=Dina Farhat,Adel Maalouf'
}
drafts() # [DIR]: how many wait
{
	run --data "${1:-$r}" show drafts && wc -l <"$work/out"
}
had=$(drafts "$base")
# whole [N]: all is there that was, N records more; it can be cut, published and verified.
whole()
{
	sulh_r 0 rebuild && [ "$(drafts)" -eq $((had + ${1:-0})) ] && sulh_r 0 cut && sulh_r 0 publish "$r.out" &&
		exits 0 verify "$r.out" && python3 "$SRC/tools/crash" --extends "$base.out" "$r.out" >"$work/diff" &&
		rm "$work/diff"
}

# Every place where something is written.

# A few points of each, other ones every day; tools/crash --every --do WHAT hits every one.
day=$(date +%Y%j)
struck() # RUNS WHAT [OPERATIONS]
{
	python3 "$SRC/tools/crash" --runs "$1" --do "$2" --seed "$day" --op "${3:-all}" >"$work/out" 2>"$work/err" &&
		grep -q ' 0 lost, 0 unverifiable' "$work/out" && return 0
	grep -E '^run |^[0-9]+ runs, ' "$work/out" >"$work/diff"
	return 1
}
few=5
thorough=12
sanitized && thorough=6
ok "a_disk_that_is_full_from_any_write_on" struck $thorough full
# The others share the operations out: to find out where an operation writes takes as long as several runs.
ok "a_write_that_takes_half_and_then_the_disk_is_full" struck $few short publish,import,backup,sign
ok "a_disk_that_fails_from_any_write_on" struck $few io accept,cut,restore,export,enrol
ok "a_disk_that_fails_once" struck $few once day,rebuild,places,correct
if sanitized; then
	# Nothing of the program runs after the signal, and what it left is what a kill leaves (test/cli/crash.sh).
	skip "SIGTERM_and_SIGINT_at_any_write" "once, in the release build"
else
	ok "SIGTERM_at_any_write" struck $few term import,publish,rebuild,restore
	ok "SIGINT_at_any_write" struck $few int accept,cut,sign,backup,logadd
fi

no_space='No space left|disk is full|cannot be read or written'
echo 'a phrase for tests' >"$work/pass"
init()
{
	failing full 0 "$work/new" --pass-file "$work/pass" init "$work/new" --operation one || return 1
	calls=$(cat "$work/count") && [ "$calls" -gt 500 ] || return 1
	for k in 1 2 3 4 300 700 $((calls - 80)) $((calls - 70)) $((calls - 50)) $((calls - 33)) \
		$((calls - 20)) "$calls"; do
		rm -rf "$work/new"
		failing full "$k" "$work/new" --pass-file "$work/pass" init "$work/new" --operation one
		code=$?
		# All is durable; what comes last is SQLite tidying up.
		[ "$code" -eq 0 ] && [ "$k" -gt $((calls - 63)) ] && exits 0 --data "$work/new" log head &&
			says '^hq' && continue
		[ "$code" -eq 1 ] && says "$no_space" && says "$work/new" || return 1
		# Made now, or as the message says.
		if says 'log add hq'; then
			# The last write may have come through although its sync failed: then the log is there.
			exits 0 --data "$work/new" --pass-file "$work/pass" log add hq || says 'is there already' || return 1
		else
			exits 0 --pass-file "$work/pass" init "$work/new" --operation one || return 1
		fi
		exits 0 --data "$work/new" log head && says '^hq' || return 1
	done
}
demo()
{
	for k in 5 900; do
		failing full "$k" "$work/demo" demo "$work/demo"
		[ $? -eq 1 ] && says "$no_space" && [ ! -e "$work/demo" ] || return 1
	done
	# With nothing there it is made anew, as test/cli/demo.sh sees to the end.
}
ok "init_on_a_full_disk_says_so_and_can_be_given_again" init
ok "demo_on_a_full_disk_leaves_no_register" demo

# A file system that is really full.

nothing_new()
{
	[ -z "$(find "$work/small" -maxdepth 1 -name 'new*')" ]
}
really_full()
{
	r=$work/small/r
	cp -R "$base" "$r" && cp -R "$base.out" "$r.out" || return 1
	cat /dev/zero >"$work/small/filler" 2>/dev/null
	for command in cut rebuild "publish $work/small/r.out" "publish $work/small/other"; do
		# shellcheck disable=SC2086 # words
		sulh_r 1 $command && says "$no_space" || return 1
	done
	for command in "backup $work/small/new" "export corridor_count --format xlsx --out $work/small/new"; do
		# shellcheck disable=SC2086 # words
		sulh_r 1 $command && says "$no_space" && nothing_new || return 1
	done
	exits 1 restore "$base.backup" "$work/small/new" && says "$no_space" && nothing_new || return 1
	sulh_r 1 bulletin restate --as 'Ziad Mansour,Noor Khoury' --reason late_entry && says "$no_space" || return 1
	add 1 && says "$no_space" && sulh_r 1 import "$base.csv" --kind registration --commit &&
		says "$no_space" || return 1
	# Reading needs no room.
	exits 0 verify "$r.out" || return 1
	rm "$work/small/filler" && add 0 && whole 1
}
mkdir "$work/small" "$work/ro"
if mount -t tmpfs -o size=12m sulh-test "$work/small" 2>/dev/null; then
	mounted=$work/small
	ok "on_a_file_system_that_is_full_nothing_is_lost_and_it_goes_on_when_there_is_room" really_full
	r=$work/r
	umount "$work/small" && mounted=
else
	skip "on_a_file_system_that_is_full_nothing_is_lost_and_it_goes_on_when_there_is_room" "cannot mount one here"
fi

# Read-only.

only_read() # PATTERN
{
	for command in 'log head' 'show drafts' 'show cases' 'bulletin show --at 2016-12-09' 'log show aleppo'; do
		# shellcheck disable=SC2086 # words
		sulh_r 0 $command || return 1
	done
	for command in cut rebuild "publish $work/elsewhere" 'log add other' 'log prove aleppo 1'; do
		# shellcheck disable=SC2086 # words
		sulh_r 1 $command && says "$1" && says "$r" || return 1
	done
	add 1 && says "$1" && [ ! -e "$work/elsewhere" ]
}
unmount()
{
	r=$work/r
	[ -z "$mounted" ] || umount "$mounted"
	mounted=
}
read_only_mount()
{
	fresh && mount --bind "$r" "$work/ro" && mounted=$work/ro && mount -o remount,bind,ro "$work/ro" &&
		r=$work/ro && before=$(sums "$r") && only_read 'Read-only|read-only' && [ "$(sums "$r")" = "$before" ]
}
# As after a crash: what was committed last is in the write-ahead log only.
read_only_after_a_crash()
{
	for k in 30 28 26 24 22 20 18 16; do
		fresh || return 1
		# shellcheck disable=SC2086 # words
		failing kill $k "$r" --data "$r" add corridor_count $records 'as=Dina Farhat,Adel Maalouf'
		[ ! -s "$r/sulh.db-wal" ] || break
	done
	[ -s "$r/sulh.db-wal" ] || return 1
	cp -R "$r" "$work/copy" && kept=$(($(drafts "$work/copy") - had)) || return 1
	mount --bind "$r" "$work/ro" && mounted=$work/ro && mount -o remount,bind,ro "$work/ro" && r=$work/ro &&
		sulh_r 1 log head && says "$r/sulh.db.*interrupted: copy the whole folder" || return 1
	unmount
	drafts >/dev/null && whole "$kept"
}
if [ "$(id -u)" -eq 0 ] && mkdir "$work/a" "$work/b" && mount --bind "$work/a" "$work/b" 2>/dev/null; then
	umount "$work/b"
	ok "a_folder_on_a_read_only_file_system_can_be_read_and_says_that_it_is" read_only_mount
	unmount
	ok "so_does_one_whose_last_writer_was_killed" read_only_after_a_crash
	unmount
else
	skip "a_folder_on_a_read_only_file_system_can_be_read_and_says_that_it_is" "cannot mount one here"
	skip "so_does_one_whose_last_writer_was_killed" "cannot mount one here"
fi
no_permission()
{
	fresh && chmod -R a-w "$r" || return 1
	cat >"$work/as" <<END
#!/bin/sh
exec $unprivileged "$BUILD/clock_tool" "\$@"
END
	chmod +x "$work/as" && sulh=$work/as && only_read 'Permission denied|read-only'
	code=$?
	sulh=$BUILD/clock_tool
	chmod -R u+w "$r"
	return "$code"
}
unprivileged=
if [ "$(id -u)" -eq 0 ]; then
	unprivileged='setpriv --bounding-set -dac_override,-dac_read_search'
	touch "$work/closed" && chmod 0 "$work/closed"
fi
if [ -z "$unprivileged" ] || { $unprivileged true && ! $unprivileged cat "$work/closed"; } 2>/dev/null; then
	ok "a_folder_that_one_may_not_write_can_be_read_and_says_that_it_is" no_permission
else
	skip "a_folder_that_one_may_not_write_can_be_read_and_says_that_it_is" "root cannot give up its rights here"
fi

# Memory and descriptors.

# limited LIMIT COMMAND...: sulh under `ulimit LIMIT`.
limited()
{
	limit=$1
	shift
	# shellcheck disable=SC2086,SC3045 # words; every sh here has ulimit -v and -n
	(ulimit $limit && exec "$sulh" "$@") </dev/null >"$work/out" 2>"$work/err"
}
little_memory()
{
	# Its passphrase takes the memory that one of sulh's own takes.
	COST=normal python3 "$SRC/tools/crash" --make "$work/dear" >"$work/out" 2>"$work/err" || return 1
	base=$work/dear
	refused_once=0
	for kib in 10000 11000 12000 14000 64000 78000; do
		limited "-v $kib" help >/dev/null || continue
		for command in 'log head' cut rebuild "publish $r.out" "import $base.csv --kind registration --commit"; do
			fresh
			# shellcheck disable=SC2086 # words
			limited "-v $kib" --data "$r" $command
			code=$?
			[ "$code" -eq 0 ] && continue
			refused_once=1
			[ "$code" -eq 1 ] && says '[Mm]emory' || return 1
			[ "$(drafts)" -eq "$had" ] || return 1
		done
	done
	fresh && [ "$refused_once" -eq 1 ] && whole || return 1
	base=$work/base
}
few_descriptors()
{
	refused_once=0
	for files in 4 5 7 8; do
		limited "-n $files" help >/dev/null || continue
		for command in 'log head' cut rebuild "publish $r.out" "import $base.csv --kind registration --commit"; do
			fresh
			# shellcheck disable=SC2086 # words
			limited "-n $files" --data "$r" $command
			code=$?
			[ "$code" -eq 0 ] && continue
			refused_once=1
			[ "$code" -eq 1 ] && [ -s "$work/err" ] && [ "$(drafts)" -eq "$had" ] || return 1
		done
	done
	fresh && [ "$refused_once" -eq 1 ] && whole
}
if ! sanitized; then
	ok "with_too_little_memory_it_is_said_and_nothing_is_kept" little_memory
else
	skip "with_too_little_memory_it_is_said_and_nothing_is_kept" "a sanitizer needs more than there is"
fi
ok "with_too_few_descriptors_it_is_said_and_nothing_is_kept" few_descriptors

# The clock.

backwards()
{
	fresh && at 2016-12-08T15:30:00Z || return 1
	for command in cut 'import %'; do
		[ "$command" = cut ] || command="import $base.csv --kind registration --commit"
		# shellcheck disable=SC2086 # words
		sulh_r 6 $command && says '2016-12-08T15:30.*2016-12-09T15:30' || return 1
	done
	add 6 && says '2016-12-08T15:30.*2016-12-09T15:30' && sulh_r 0 log head && sulh_r 0 publish "$r.out" || return 1
	# A correction of some seconds is no matter.
	at 2016-12-09T15:29:00Z && add 0 && at "$now" && whole 1
}
forwards()
{
	fresh && at 2031-05-05T05:05:05Z && add 0 && whole 1 && at "$now" && add 6 && says '2016-12-09.*2031-05-05' &&
		sulh_r 6 cut && says '2016-12-09.*2031-05-05'
	code=$?
	at "$now"
	return "$code"
}
ok "a_clock_that_was_set_back_is_refused_with_both_times" backwards
ok "a_clock_in_2031_works_and_no_earlier_one_after_it" forwards

# Two at once.

together()
{
	fresh
	for i in 1 2 3 4 5 6; do
		# shellcheck disable=SC2086 # words
		"$sulh" --data "$r" add corridor_count $records 'as=Dina Farhat,Adel Maalouf' \
			>"$work/out.$i" 2>"$work/err.$i" </dev/null &
	done
	wait
	for i in 1 2 3 4 5 6; do
		if ! grep -q '^accepted' "$work/out.$i"; then
			cp "$work/err.$i" "$work/err"
			return 1
		fi
	done
	whole 6
}
held()
{
	fresh
	(exec 9<>"$r/lock" && flock 9 && exec sleep 60) &
	holder=$!
	sleep 1
	sulh_r 6 log head && says 'another sulh works on this folder'
	code=$?
	kill "$holder"
	wait "$holder" 2>/dev/null
	return "$code"
}
ok "six_at_once_wait_for_each_other_and_all_is_kept" together
ok "a_folder_that_stays_locked_is_said_to_be" held
finish
