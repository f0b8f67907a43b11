#!/bin/sh
# kill -9 at random points of every operation that writes (records of each form, cut, publish, rebuild, import,
# backup, restore, restatement, export): nothing acknowledged is lost, the log is verifiable, no size is signed
# twice, nothing half stands under its name. tools/crash --runs 1000 does the same for longer.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

runs=50
if sanitized; then
	runs=20
fi
# The tool itself: what it takes for lost and for unverifiable it must be able to see.
survived()
{
	python3 "$SRC/tools/crash" --runs "$1" --op "$2" ${3:+--seed "$3"} >"$work/out" 2>"$work/err" &&
		grep -q "^$1 runs, 0 lost, 0 unverifiable" "$work/out"
}
# in_place_of_sulh CASES: a program that does otherwise in these cases of a shell's `case`.
in_place_of_sulh()
{
	mkdir -p "$work/build" && cp "$BUILD/shim_fault.so" "$work/build/" || return 1
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
ok "killed_$runs times, nothing acknowledged is lost and the log is verifiable" survived "$runs" all
finish
