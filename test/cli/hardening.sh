#!/bin/sh
# The executable has what makes a mistake harder to exploit. Looks at it with readelf and objdump.
# shellcheck disable=SC2317 # functions that ok calls
set -u

n=0
bad=0
ok() # NAME COMMAND...
{
	n=$((n + 1))
	name=$1
	shift
	if "$@"; then
		echo "ok $n - $name"
	else
		bad=1
		echo "not ok $n - $name"
	fi
}
has() # FILE PATTERN
{
	grep -qE -e "$2" "$1"
}
hasnt()
{
	[ -s "$1" ] && ! grep -qE -e "$2" "$1"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readelf -hW "$SULH" >"$work/header"
readelf -lW "$SULH" >"$work/segments"
readelf -dW "$SULH" >"$work/dynamic"
readelf -W --dyn-syms "$SULH" >"$work/symbols"
objdump -d --disassemble=main "$SULH" >"$work/main"

ok "it_is_loaded_at_a_random_address" has "$work/dynamic" 'FLAGS_1.*PIE'
ok "it_is_position_independent" has "$work/header" 'Type:.*DYN'
ok "relocations_become_read_only" has "$work/segments" 'GNU_RELRO'
ok "all_symbols_are_bound_at_start" has "$work/dynamic" 'BIND_NOW|FLAGS_1.*NOW'
ok "the_stack_is_not_executable" has "$work/segments" 'GNU_STACK.* RW +0x'
ok "nothing_is_writable_and_executable" hasnt "$work/segments" ' RWE '
ok "no_relocations_in_the_code" hasnt "$work/dynamic" 'TEXTREL'
ok "no_library_path_is_built_in" hasnt "$work/dynamic" 'RPATH|RUNPATH'
ok "buffers_on_the_stack_are_guarded" has "$work/symbols" '__stack_chk_fail'
ok "copies_and_formats_are_fortified" has "$work/symbols" '__v?snprintf_chk|__mem(cpy|move|set)_chk'
if [ "$(uname -m)" = x86_64 ]; then
	ok "functions_are_marked_as_targets_of_jumps" has "$work/main" 'endbr64'
fi
# Of two in the library the program would take the one that it meets first, wherever the other is meant.
once()
{
	nm -g --defined-only "$BUILD/libsulh.a" 2>/dev/null | awk 'NF == 3 && $2 ~ /[TDBR]/ && $3 !~ /^_/ { print $3 }' | sort >"$work/names"
	[ -s "$work/names" ] && ! uniq -d "$work/names" | grep .
}
ok "nothing_is_defined_twice" once
echo "1..$n"
exit "$bad"
