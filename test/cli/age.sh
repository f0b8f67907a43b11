#!/bin/sh
# The age files of ledger/age.c against stock age and age-keygen, in both directions.
# age.sh TOOL, where TOOL is the program made of test/age_tool.c. TAP; skipped where there is no age.
set -u

tool=${1:-${BUILD:-.}/age_tool}
case $tool in
*/*) ;;
*) tool=./$tool ;;
esac

if ! command -v age >/dev/null || ! command -v age-keygen >/dev/null; then
	echo "1..0 # SKIP age and age-keygen are not installed"
	exit 0
fi

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
count=0
failures=0

# check NAME COMMAND...: the command succeeds.
check() {
	name=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		failures=$((failures + 1))
	fi
}

ours_to_stock() {
	"$tool" encrypt "$stock" <"$dir/plain" >"$dir/sealed" &&
		age -d -i "$dir/stock" "$dir/sealed" >"$dir/out" && cmp -s "$dir/plain" "$dir/out"
}

stock_to_ours() {
	age -e -r "$ours" -o "$dir/sealed" "$dir/plain" &&
		"$tool" decrypt "$dir/ours" <"$dir/sealed" >"$dir/out" && cmp -s "$dir/plain" "$dir/out"
}

# refused FILE: our reader ends with 1 and prints nothing.
refused() {
	"$tool" decrypt "$dir/ours" <"$1" >"$dir/out" 2>/dev/null
	[ $? -eq 1 ] && [ ! -s "$dir/out" ]
}

# Every length short of the whole.
cut_refused() {
	size=$(wc -c <"$1")
	n=0
	while [ "$n" -lt "$size" ]; do
		head -c "$n" "$1" >"$dir/cut"
		refused "$dir/cut" || return 1
		n=$((n + 1))
	done
}

stock_refuses() {
	! age -d -i "$dir/stock" -o "$dir/out" "$1" 2>/dev/null
}

same_recipient() {
	[ "$(age-keygen -y "$dir/ours")" = "$ours" ]
}

age-keygen -o "$dir/stock" 2>/dev/null || exit 1
stock=$(age-keygen -y "$dir/stock") || exit 1
"$tool" new >"$dir/ours" || exit 1
ours=$(sed -n 's/^# public key: //p' "$dir/ours")

check "age-keygen finds the recipient of our identity" same_recipient
for size in 0 1 65535 65536 65537 131072 200000; do
	head -c "$size" /dev/urandom >"$dir/plain"
	check "age opens what we seal: $size bytes" ours_to_stock
	check "we open what age seals: $size bytes" stock_to_ours
done

printf 'a small file\n' >"$dir/plain"
age -e -r "$ours" -o "$dir/small" "$dir/plain" || exit 1
check "a file of age cut off anywhere is refused" cut_refused "$dir/small"

cp "$dir/small" "$dir/longer" && printf '\0' >>"$dir/longer"
check "a byte behind its end is refused" refused "$dir/longer"

age -e -r "$ours" -r "$stock" -o "$dir/two" "$dir/plain" || exit 1
check "a file for two recipients is refused" refused "$dir/two"

age -e -r "$stock" -o "$dir/other" "$dir/plain" || exit 1
check "a file for somebody else is refused" refused "$dir/other"

age -e -a -r "$ours" -o "$dir/armour" "$dir/plain" || exit 1
check "an armoured file is refused" refused "$dir/armour"

# Byte 125 is the second of the header's MAC; whatever stands there, one of the two differs.
for c in A B; do
	{
		head -c 125 "$dir/small"
		printf %s "$c"
		tail -c +127 "$dir/small"
	} >"$dir/mac-$c"
	cmp -s "$dir/small" "$dir/mac-$c" && continue
	check "a changed MAC ($c) is refused" refused "$dir/mac-$c"
	break
done

"$tool" encrypt "$stock" <"$dir/plain" >"$dir/sealed" || exit 1
cat "$dir/plain" >>"$dir/sealed"
check "age refuses our file with bytes behind its end" stock_refuses "$dir/sealed"

# no_recipient TEXT: we do not seal to it.
no_recipient() {
	! "$tool" encrypt "$1" </dev/null >/dev/null 2>&1
}

case $ours in
*q) other=${ours%?}p ;;
*) other=${ours%?}q ;;
esac
check "a recipient in upper case is refused" no_recipient "$(echo "$ours" | tr "[:lower:]" "[:upper:]")"
check "a recipient with its last character changed is refused" no_recipient "$other"

echo "1..$count"
[ "$failures" -eq 0 ]
