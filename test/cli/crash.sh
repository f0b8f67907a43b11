#!/bin/sh
# kill -9 at random points of every operation that writes (records of each form, cut, publish, rebuild, import,
# backup, restore, restatement, export, bulletin, officers, logs, proofs, places, lists, erasure, init): nothing acknowledged is
# lost, the log is verifiable, no size is signed twice, nothing half stands under its name. The same when the power
# goes, and where memory is out. tools/crash --runs 1000 does it for longer.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

runs=18
cuts=12
if sanitized; then
	runs=9
	cuts=6
fi
# The tool itself: what it takes for lost and for unverifiable it must be able to see.
survived()
{
	python3 "$SRC/tools/crash" --runs "$1" --op "$2" ${3:+--seed "$3"} --do "${4:-kill}" >"$work/out" 2>"$work/err" &&
		grep -q "^$1 runs, 0 lost, 0 unverifiable" "$work/out" && return 0
	# What was found, and the seed with which it is found again.
	grep -E '^run |^[0-9]+ runs, ' "$work/out" >"$work/diff"
	return 1
}
# in_place_of_sulh CASES: a program that does otherwise in these cases of a shell's `case`.
in_place_of_sulh()
{
	mkdir -p "$work/build" && cp "$BUILD"/shim_*.so "$work/build/" || return 1
	cat >"$work/build/clock_tool" <<END
#!/bin/sh
case " \$* " in
$1
*) exec "$BUILD/clock_tool" "\$@" ;;
esac
END
	chmod +x "$work/build/clock_tool"
}
# It says "accepted" and keeps nothing.
forgetful()
{
	# shellcheck disable=SC2016 # words of that program
	in_place_of_sulh '*" corrects="*) exec "'"$BUILD"'/clock_tool" "$@" ;;
		*" add registration "* | *" add corridor_count "* | *" add tracing "* | *" add weapon_item "*)
			exec "'"$BUILD"'/clock_tool" "$@" --dry-run |
				sed '"'"'s/.*"ok":true/{"type":"accepted","draft":"00","leaf":"00"}\n&/'"'"' ;;'
	! BUILD=$work/build survived 3 accept 1 && grep -qE '^3 runs, [1-3] lost, 0 unverifiable' "$work/out"
}
# Its backup lacks what was cut last.
stale()
{
	# shellcheck disable=SC2016 # words of that program
	in_place_of_sulh '*" backup "*) for last; do :; done
		cp -R "${last%.new}.backup" "$last" 2>/dev/null && echo "{\"type\":\"result\",\"ok\":true,\"exit\":0}" ||
			exec "'"$BUILD"'/clock_tool" "$@" ;;
		*" restore "*) "'"$BUILD"'/clock_tool" "$@" && for last; do :; done &&
			python3 -c "import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db: db.execute(\"DELETE FROM draft\")" "$last/sulh.db" ;;'
	! BUILD=$work/build survived 2 backup 1 && grep -qE '^2 runs, 2 lost, 0 unverifiable' "$work/out"
}

ok "records_that_are_acknowledged_and_not_kept_are_seen" forgetful
ok "a_backup_that_lacks_something_is_seen" stale
# What a killed writer left in the memory of the machine only is durable before it is signed: a power cut would take
# entries away that a checkpoint names. (It did, once.)
settled()
{
	python3 "$SRC/test/data/settled.py" >"$work/out" 2>"$work/err"
}

ok "killed_$runs times, nothing acknowledged is lost and the log is verifiable" survived "$runs" all
ok "nor where the power goes $cuts times, and what was not synced is lost in part" survived "$cuts" all "" power
ok "what a killed writer left is durable before anything is signed" settled
if sanitized; then
	skip "where memory is out it is said and nothing is lost" "a sanitizer has memory of its own"
else
	ok "where memory is out it is said and nothing is lost" survived 9 cut,import,export "" memory
fi
finish
