#!/bin/sh
# The documents are true: the tour of README.md runs as it stands there and says what it says there, format.md has
# every kind and field of kinds.lock, commands and files that the documents name exist.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

documents="README.md CODING.md doc/architecture.md doc/format.md doc/threats.md doc/operations.md doc/dependencies.md doc/exchange.md doc/rules.md"

# The tour's blocks as files: N.sh to be run, N.text what it must say.
blocks()
{
	mkdir "$work/tour" && awk -v to="$work/tour" '
		/^<!-- tour -->/ { on = 1 }
		/^<!-- \/tour -->/ { on = 0 }
		!on { next }
		/^```sh$/ { file = to "/" sprintf("%02d", ++n) ".sh"; next }
		/^```text$/ { file = to "/" sprintf("%02d", n) ".text"; next }
		/^```/ { close(file); file = ""; next }
		file != "" { print > file }' "$SRC/README.md"
	[ "$(find "$work/tour" -name '*.sh' | wc -l)" -ge 5 ] && [ "$(find "$work/tour" -name '*.text' | wc -l)" -ge 4 ]
}

# One shell, as for somebody who types: a block's function stays known to the next. A command that fails ends it.
tour()
{
	mkdir "$work/here" && ln -s "$SRC/test" "$work/here/test" && mkdir "$work/here/build" &&
		ln -s "$sulh" "$work/here/build/sulh" && ln -s "$sulh" "$work/here/build/clock_tool" && cd "$work/here" || return 1
	echo 'set -e; unset SULH_OFFICERS_FILE' >"$work/tour.sh"
	for block in "$work/tour"/*.sh; do
		printf 'exec >"%s" 2>&1\n' "${block%.sh}.out" >>"$work/tour.sh"
		cat "$block" >>"$work/tour.sh"
	done
	sh "$work/tour.sh" </dev/null
	status=$?
	cd "$work" || return 1
	cat "$work/tour"/*.out >"$work/out"
	[ "$status" -eq 0 ] || { tail -n 3 "$work/out" >"$work/diff"; return 1; }
}

# Each line stands in what the block said, in this order.
said_so()
{
	for text in "$work/tour"/*.text; do
		awk 'NR == FNR { want[++n] = $0; next }
			at < n && index($0, want[at + 1]) { at++ }
			END { if (at < n) { print "not said: " want[at + 1]; exit 1 } }' \
			"$text" "${text%.text}.out" >"$work/diff" || return 1
	done
}

# A row "| tag | name | type | sight |" below the heading of its kind.
fields_documented()
{
	awk -F'[|] *' '
		/^### / { split($0, w, /[ ()]+/); kind = w[2]; code = w[3] == "kind" ? w[4] : 0 }
		/^\| [0-9]+ \| [a-z]/ && kind != "" {
			gsub(/ +$/, "", $2); gsub(/[ *]+$/, "", $3); gsub(/ +$/, "", $4); gsub(/ +$/, "", $5)
			print kind "," code "," $3 "," $2 "," $4 "," $5
		}' "$SRC/doc/format.md" | sort >"$work/documented"
	grep -v ',outcome ' "$SRC/kinds.lock" | sort >"$work/locked"
	[ -s "$work/locked" ] && diff "$work/locked" "$work/documented" >"$work/diff"
}

outcomes_documented()
{
	sed -nE 's/^([a-z_]+),[0-9]+,outcome ([a-z_]+) (.*)/\1 \2 \3/p' "$SRC/kinds.lock" >"$work/locked"
	awk '/^### / { kind = $2 }
		/^\| [a-z_]+ \| [A-Z][0-9]+[.a-z]* [+-]/ { gsub(/[|,]/, ""); line = kind " " $1
			for (i = 2; i < NF; i += 2) line = line " " $i $(i + 1)
			print line }' "$SRC/doc/format.md" >"$work/documented"
	[ -s "$work/locked" ] && diff "$work/locked" "$work/documented" >"$work/diff"
}

# Commands in code: `sulh WORD ...` names a command, and its options are that command's.
commands_known()
{
	run help --json && sed -nE 's/^\{"type":"command","name":"([^"]*)".*/\1/p' "$work/out" >"$work/commands"
	[ -s "$work/commands" ] || return 1
	for document in $documents; do
		# shellcheck disable=SC2016 # backquotes of the text
		grep -ohE '(^|`|build/)sulh [a-z][^`|#)]*' "$SRC/$document"
	done | sed -E 's/^`|^build\///; s/^sulh //' | sort -u >"$work/named"
	[ "$(wc -l <"$work/named")" -ge 15 ] || return 1
	while read -r line; do
		first=${line%% *}
		rest=${line#"$first"}
		second=$(echo "$rest" | sed -E 's/^ *([a-z-]+).*/\1/')
		command=$first
		grep -qx "$first $second" "$work/commands" && command="$first $second"
		if ! grep -qx "$command" "$work/commands" || ! run help "$command"; then
			echo "no such command: sulh $line" >"$work/diff"
			return 1
		fi
		cp "$work/out" "$work/help"
		for option in $(echo "$line" | grep -oE -- '--[a-z-]+'); do
			case $option in --data | --json | --pass-file | --pass-fd) continue ;; esac
			grep -q -- "$option" "$work/help" || {
				echo "no such option: sulh $line" >"$work/diff"
				return 1
			}
		done
	done <"$work/named"
}

# Files in code: what begins with a folder of the sources stands there; NAME is anything.
files_there()
{
	for document in $documents; do
		# shellcheck disable=SC2016 # backquotes of the text
		grep -ohE '`(src|doc|test|tools|fuzz|examples)/[A-Za-z0-9_./*-]+`' "$SRC/$document" | tr -d '`' | sed 's/NAME/*/' | sort -u |
			while read -r name; do
				# A pattern is one word here: the shell lists what it matches.
				# shellcheck disable=SC2086
				ls -d $SRC/$name >/dev/null 2>&1 || echo "$document: $name"
			done
	done >"$work/diff"
	[ ! -s "$work/diff" ]
}

codes_listed() # FILE
{
	sed -nE 's/^\tERR_[A-Z_]+ = ([0-9]+).*/\1/p' "$SRC/src/base/err.h" | sort >"$work/codes"
	sed -nE 's/^\| ([0-9]+) \| .*/\1/p' "$SRC/$1" | sort -u >"$work/listed"
	[ -s "$work/codes" ] && diff "$work/codes" "$work/listed" >"$work/diff"
}

at 2026-03-01T09:00:00Z
ok "the tour of README.md is found" blocks
ok "the tour of README.md runs" tour
ok "the tour says what README.md says" said_so
ok "format.md has every field of kinds.lock" fields_documented
ok "format.md has every delta list of kinds.lock" outcomes_documented
ok "README.md lists every exit code" codes_listed README.md
ok "operations.md lists every exit code" codes_listed doc/operations.md
ok "commands and options that the documents name exist" commands_known
ok "files that the documents name exist" files_there
finish
