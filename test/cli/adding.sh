#!/bin/sh
# doc/adding-a-kind.md is true: the kind that it adds to a copy of the project is recorded, counted in both ways,
# published and verified, with nothing changed but what the page says.
# long
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

copy=$work/copy
apply() # carries out the page: files, lines, commands
{
	mkdir "$copy" && (cd "$SRC" && tar cf - --exclude='./build*' --exclude=./.git --exclude=./aleppo-2016 \
		--exclude=./node_modules .) | tar xf - -C "$copy" || return 1
	python3 - "$SRC/doc/adding-a-kind.md" "$copy" "$work" <<'PY'
import re, sys
page, copy, work = open(sys.argv[1]).read(), sys.argv[2], sys.argv[3]
blocks = re.findall(r'<!-- (\w+)(?: ([^\n]*?))? -->\n```\w*\n(.*?)```', page, re.S)
assert [b[0] for b in blocks] == ['file', 'line', 'line', 'run', 'says'], [b[0] for b in blocks]
for what, where, text in blocks:
    if what == 'file':
        open(f'{copy}/{where}', 'w').write(text)
    elif what == 'line':
        path, after = where.split(' after ', 1)
        lines = open(f'{copy}/{path}').read().split('\n')
        at = [i for i, x in enumerate(lines) if after in x]
        assert len(at) == 1, (path, after, at)
        if lines[at[0]].endswith('\\'):         # a macro goes on behind each line
            text = '\n'.join(x + ' \\' for x in text.rstrip('\n').split('\n')) + '\n'
        elif lines[at[0] - 1].endswith('\\'):   # the last line of one
            lines[at[0]] += ' \\'
        lines[at[0]] += '\n' + text.rstrip('\n')
        open(f'{copy}/{path}', 'w').write('\n'.join(lines))
    else:
        open(f'{work}/{what}', 'w').write(text)
PY
}
builds()
{
	# As fast as can be: without optimising, where _FORTIFY_SOURCE is a warning.
	meson setup "$copy/build" "$copy" -Doptimization=0 -Ddebug=false -Dwerror=false >"$work/out" 2>"$work/err" &&
		ninja -C "$copy/build" sulh lock >"$work/out" 2>"$work/err" ||
		{ grep -E 'error|FAILED' "$work/out" | head -n 5 >"$work/diff"; return 1; }
	grep -q '^visit,120,persons,11,qty,P$' "$copy/kinds.lock"
}
records()
{
	# A register from before there was the kind.
	sh "$SRC/test/data/example" "$work/op" >/dev/null 2>"$work/err" || return 1
	sed 's|^sulh |"$copy/build/sulh" --data "$work/op" |' "$work/run" >"$work/run.sh"
	# shellcheck disable=SC1091 # made above
	(set -e; . "$work/run.sh") >"$work/out" 2>"$work/err" || return 1
	while IFS= read -r line; do
		grep -qF -- "$line" "$work/out" || { echo "not said: $line" >"$work/diff"; return 1; }
	done <"$work/says"
}
refuses()
{
	! "$copy/build/sulh" --data "$work/op" add visit where=Jibrin persons=3 women=7 day=2017-01-02 log=aleppo \
		'as=Omar Zahed' >"$work/out" 2>"$work/err" && grep -q 'not more than persons' "$work/err"
}
verifies()
{
	"$copy/build/sulh" --data "$work/op" bulletin draft --at 2017-01-02 >"$work/out" 2>"$work/err" &&
		grep -q 'Counted twice' "$work/out" &&
		"$copy/build/sulh" --data "$work/op" publish "$work/pub" >"$work/out" 2>"$work/err" &&
		"$copy/build/sulh" verify "$work/pub" >"$work/out" 2>"$work/err"
}
if sanitized; then
	skip "the_page_is_carried_out" "once, in the release build"
	finish
fi
ok "the_page_can_be_carried_out_as_it_stands" apply
ok "the_copy_builds_with_the_file_and_the_line" builds
ok "the_new_kind_is_recorded_and_counted" records
ok "its_rule_refuses" refuses
ok "it_is_counted_in_both_ways_and_verified" verifies
finish
