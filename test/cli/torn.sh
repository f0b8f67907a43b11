#!/bin/sh
# A disk that cannot be read, or reads short, and files that are torn: what is wrong is said with the name of the
# file, nothing counts as zero, and what can be made again is mended by running the command again.
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
fresh() # the register as it was, and what it had published
{
	rm -rf "$r" "$r.out" "$r.new" && cp -R "$base" "$r" && cp -R "$base.out" "$r.out"
}
# unreadable WHAT K DIR COMMAND...: the command when the K-th read below DIR fails (0: they are counted).
unreadable()
{
	what=$1 k=$2 dir=$3
	shift 3
	LD_PRELOAD=$BUILD/shim_fault.so FAULT_UNDER=$dir FAULT_DO=$what FAULT_AT=$k FAULT_COUNT=$work/count \
		ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0:exitcode=99 "$sulh" "$@" \
		</dev/null >"$work/out" 2>"$work/err"
}
# From the first read to the last: it ends with an error that names a file, and prints no figure.
every_read() # WHAT DIR COMMAND...
{
	what=$1 dir=$2
	shift 2
	unreadable "$what" 0 "$dir" "$@" && reads=$(cat "$work/count") && [ "$reads" -gt 1 ] || return 1
	i=0
	while [ $i -le 8 ]; do
		k=$((1 + (reads - 1) * i / 8))
		unreadable "$what" "$k" "$dir" "$@"
		code=$?
		# The last reads may be of what nothing rests on: SQLite looks once more at its log as it closes.
		if [ $code -eq 0 ] && [ $i -eq 8 ]; then
			i=$((i + 1))
			continue
		fi
		if [ $code -lt 1 ] || [ $code -gt 12 ] || ! says "$dir" || grep -q '"type":"figure"' "$work/out"; then
			echo "read $k of $reads ($what): exit $code: $*" >"$work/diff"
			return 1
		fi
		i=$((i + 1))
	done
}
reading() # WHAT
{
	fresh && every_read "$1" "$r" --data "$r" --json bulletin show --at 2016-12-09 &&
		every_read "$1" "$r" --data "$r" log head && every_read "$1" "$r" --data "$r" rebuild &&
		every_read "$1" "$r" --data "$r" export corridor_count || return 1
	# A reading that failed changed nothing.
	exits 0 --data "$r" rebuild && exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
published() # WHAT
{
	fresh && exits 0 --data "$r" publish "$r.out" && every_read "$1" "$r.out" verify "$r.out" &&
		every_read "$1" "$r.out" --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
ok "where_the_register_cannot_be_read_the_file_is_named_and_no_figure_printed" reading read
ok "where_the_publication_cannot_be_read_the_file_is_named" published read
ok "a_publication_that_reads_short_is_not_accepted" published less

# tear FILE BYTES: cuts it to so many
tear()
{
	[ -f "$1" ] && [ "$(wc -c <"$1")" -gt "$2" ] && head -c "$2" "$1" >"$work/torn" && cat "$work/torn" >"$1"
}
lengths() # FILE
{
	size=$(wc -c <"$1")
	printf '%s\n' 0 1 $((size / 3)) $((size / 2)) $((size - 1)) | sort -nu
}
# What a register cannot do without: the file is named, and nothing is signed.
torn_register()
{
	for file in keyring/head log/aleppo/key log/aleppo/signed.hwm sulh.conf sulh.db; do
		for length in $(lengths "$base/$file"); do
			# Its last line may lack its end.
			[ "$file" != sulh.conf ] || [ "$length" -lt 60 ] || continue
			fresh && tear "$r/$file" "$length" || return 1
			run --data "$r" publish "$r.out"
			code=$?
			# A page at the end that publishing has no need of: what was signed is right, and doctor sees it.
			[ "$file $code" != 'sulh.db 0' ] || { exits 0 verify "$r.out" && exits 6 --data "$r" doctor &&
				grep -q '^bad *database' "$work/out" && continue; }
			if [ $code -eq 0 ] || [ $code -gt 12 ] || ! says "$file|$r" || ! says 'damaged|shorter|not |no |missing|otherwise'; then
				echo "$file cut to $length: exit $code" >"$work/diff"
				return 1
			fi
		done
	done
	fresh && tear "$r/keyring/officers" 50 && exits 1 --data "$r" import "$base.csv" --kind registration --commit &&
		says 'keyring/officers' || return 1
	# A bucket of keys that is cut is said where it is needed.
	for bucket in "$base"/keyring/slots-*; do
		fresh && tear "$r/keyring/${bucket##*/}" 100 && exits 1 --data "$r" import "$base.csv" --kind registration \
			--commit && says "${bucket##*/}" && return 0
	done
	return 1
}
# What was published is made again.
torn_publication()
{
	for file in aleppo/checkpoint aleppo/vkey policy definitions hq/tile/0/000.p/* hq/tile/entries/000.p/*; do
		# shellcheck disable=SC2086 # a pattern
		file=$(cd "$base.out" && echo $file)
		for length in $(lengths "$base.out/$file"); do
			fresh && tear "$r.out/$file" "$length" || return 1
			run verify "$r.out"
			code=$?
			if [ $code -eq 0 ] || [ $code -gt 12 ] || ! says "${file%%/*}"; then
				echo "$file cut to $length: verify ends with $code" >"$work/diff"
				return 1
			fi
			exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out" || return 1
		done
	done
	# What was signed once is not written over: it is removed first, as the message says.
	fresh && tear "$r.out/bulletin/2016-12-08.json" 100 && ! run verify "$r.out" && says '2016-12-08.json' &&
		rm "$r.out/bulletin/2016-12-08.json" && exits 0 --data "$r" publish "$r.out" && exits 0 verify "$r.out"
}
ok "a_torn_file_of_the_register_is_named_and_nothing_is_signed" torn_register
ok "torn_files_of_a_publication_are_seen_and_written_again" torn_publication
finish
