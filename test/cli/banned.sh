#!/bin/sh
# Every function in src/base/banned.h stops the compiler, and the same lines without it do not.
set -u

n=0
bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compiles() # FILE
{
	"${CC:-cc}" -std=gnu17 -D_GNU_SOURCE -w -fsyntax-only -I"$SRC/src" "$1" 2>"$work/said"
}
report() # STATUS NAME
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		bad=1
		echo "not ok $n - $2"
		sed 's/^/# /' "$work/said"
	fi
}

sed -nE 's/^#define ([a-z]+)\((.*)\) BANNED.*/\1/p' "$SRC/src/base/banned.h" >"$work/names"
: >"$work/said"
[ "$(wc -l <"$work/names")" -ge 15 ]
report $? "the_list_of_banned_functions_is_read"
while read -r name; do
	case "$name" in
	sprintf) call='char b[8]; sprintf(b, "x")' ;;
	vsprintf) call='char b[8]; va_list ap; vsprintf(b, "x", ap)' ;;
	strncpy | strncat) call="char b[8]; $name(b, \"x\", 1)" ;;
	strcpy | strcat | strtok) call="char b[8]; $name(b, \"x\")" ;;
	atoi | atol | atof | system) call="$name(\"1\")" ;;
	gets) call='char b[8]; gets(b)' ;;
	gmtime | localtime | ctime) call="time_t t = 0; $name(&t)" ;;
	asctime | mktime) call="struct tm t; $name(&t)" ;;
	rand) call='rand()' ;;
	alloca) call='alloca(1)' ;;
	*) call="$name()" ;;
	esac
	for header in '' '#include "base/banned.h"'; do
		cat >"$work/try.c" <<END
#include <alloca.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
char *gets(char *); /* gone from the C library's header, not from the library */
$header
void try(void) { $call; }
END
		compiles "$work/try.c"
		status=$?
		if [ -z "$header" ]; then
			report "$status" "${name}_compiles_elsewhere"
		else
			[ "$status" -ne 0 ] && grep -q "sorry_" "$work/said"
			report $? "${name}_does_not_compile_here"
		fi
	done
done <"$work/names"
echo "1..$n"
exit "$bad"
