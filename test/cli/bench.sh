#!/bin/sh
# sulh bench: every line is there and says what it says in whole numbers. How fast anything is, is not asked.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u

# shellcheck source=test/cli/lib
. "$SRC/test/cli/lib"

# It runs what other tests run, often: a sanitizer sees nothing new, for a minute.
if sanitized; then
	skip "it_measures_and_ends_with_0_whatever_falls_short" "once, in the release build"
	finish
fi
mkdir "$work/tmp"
sh "$SRC/test/data/example" "$work/example" || exit 1

lines()
{
	python3 - "$work/out" <<'END' 2>"$work/diff"
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    rows = [json.loads(line) for line in f]
assert rows[-1]["type"] == "result" and rows[-1]["ok"], rows[-1]
bench = rows[:-1]
assert len(bench) >= 7, len(bench)
for row in bench:
    assert row["type"] == "bench" and row["name"] and row["unit"] and row["against"], row
    assert row["ours"] > 0 and row["reference"] > 0, row
    assert row["ratio_milli"] == row["ours"] * 1000 // row["reference"], row
    if row["goal_milli"] is None:
        assert row["met"] is None, row
    else:
        reached = row["ratio_milli"] >= row["goal_milli"]
        at_most = row["unit"].startswith("us") or row["unit"] == "KiB"
        assert row["met"] == (row["ratio_milli"] <= row["goal_milli"] if at_most else reached), row
END
}

measured()
{
	TMPDIR=$work/tmp "$SULH" bench --json --example "$work/example" >"$work/out" 2>"$work/err"
}
ok "it_measures_and_ends_with_0_whatever_falls_short" measured
ok "each_line_has_both_sides_and_says_truly_whether_the_goal_is_met" lines
# Each group that is named where a name is wrong has lines in what was measured, and is named in the help.
groups()
{
	cp "$work/out" "$work/all"
	TMPDIR=$work/tmp "$SULH" bench --only nothing >"$work/out" 2>"$work/err"
	[ $? -eq 2 ] || return 1
	sed -n 's/.*the beginning of a line: //p' "$work/err" | sed 's/ or /, /; s/, /\n/g' >"$work/groups"
	[ "$(wc -l <"$work/groups")" -ge 10 ] && "$SULH" bench --help >"$work/help" || return 1
	while read -r group; do
		grep -q "\"name\":\"$group" "$work/all" && grep -qE "[ ,]$group(,|\$)" "$work/help" || return 1
	done <"$work/groups"
}
ok "a_name_that_no_line_has_is_refused_with_those_that_lines_begin_with" groups
nothing_left()
{
	[ -z "$(ls -A "$work/tmp")" ]
}
ok "nothing_is_left_of_what_it_measured_on" nothing_left
no_example()
{
	TMPDIR=$work/tmp "$SULH" bench --only rebuild --example "$work/none" >"$work/out" 2>"$work/err"
	[ $? -eq 1 ] && grep -q "$work/none" "$work/err" && [ -z "$(ls -A "$work/tmp")" ]
}
ok "an_example_that_is_not_there_is_said" no_example
nowhere()
{
	TMPDIR=$work/none "$SULH" bench >"$work/out" 2>"$work/err"
	[ $? -eq 1 ] && grep -q 'make a folder' "$work/err"
}
ok "a_folder_that_cannot_be_made_is_said" nowhere
finish
