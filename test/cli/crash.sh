#!/bin/sh
# kill -9 at random points of accept, cut, publish, rebuild and import: nothing acknowledged is lost, the log
# is verifiable, no size is signed twice. tools/crash --runs 1000 does the same for longer.
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
# A program that says "accepted" and keeps nothing, in place of sulh.
forgetful()
{
	mkdir "$work/build" && cp "$BUILD/shim_fault.so" "$work/build/" || return 1
	cat >"$work/build/clock_tool" <<END
#!/bin/sh
case " \$* " in
*" add registration "* | *" add corridor_count "*) exec "$BUILD/clock_tool" "\$@" --dry-run | sed 's/.*"ok":true/{"type":"accepted","draft":"00","leaf":"00"}\n&/' ;;
*) exec "$BUILD/clock_tool" "\$@" ;;
esac
END
	chmod +x "$work/build/clock_tool"
	! BUILD=$work/build survived 3 accept 1 && grep -qE '^3 runs, [1-3] lost, 0 unverifiable' "$work/out"
}

ok "records_that_are_acknowledged_and_not_kept_are_seen" forgetful
ok "killed_$runs times, nothing acknowledged is lost and the log is verifiable" survived "$runs" all
finish
