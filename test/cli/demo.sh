#!/bin/sh
# The example operation: its figures are those of the reports (test/data/figures.csv), whatever clock and
# zone the machine has, and they come from its files and not from the program.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

table=$SRC/test/data/figures.csv
days=$(sed 1d "$table" | cut -d, -f1 | sort -u)
demo=$work/demo

# text_of DATA DAY COMMAND: the figures of a day as lines code,place,detail,period,value,qualifier
figures()
{
	exits 0 --data "$1" --json bulletin "$3" --at "$2" &&
		sed -nE 's/^\{"type":"figure","code":"([^"]*)","place":"([^"]*)","place_code":"[^"]*","detail":(null|"([^"]*)"),"period":"([^"]*)","value":([0-9-]+),"qualifier":"([^"]*)",.*/\1,\2,\4,\5,\6,\7/p' \
			"$work/out"
}

# every_row DATA COMMAND: each row of the table is among the figures of its day.
every_row()
{
	for day in $days; do
		figures "$1" "$day" "$2" >"$work/have" || return 1
		sed -n "s/^$day,//p" "$table" >"$work/want"
		[ -s "$work/want" ] || return 1
		while read -r row; do
			if ! grep -qxF -e "$row" "$work/have"; then
				echo "$day: no figure $row" >>"$work/diff"
			fi
		done <"$work/want"
	done
	[ ! -e "$work/diff" ]
}

line_format()
{
	qualifiers='exact|over|at_least|almost|at_most|as_many_as|about'
	json 0 --data "$demo" bulletin show --at 2016-12-09 || return 1
	sed '$d' "$work/out" >"$work/lines"
	[ "$(wc -l <"$work/lines")" -gt 50 ] || return 1
	! grep -vE '^\{"type":"figure","code":"[A-Z][0-9]{1,2}[a-z]?","place":"[^"]+","place_code":"[A-Z0-9-]+","detail":(null|"[^"]+"),"period":"(h24|d3|total|now)","value":-?[0-9]+,"qualifier":"('"$qualifiers"')","unit":"[a-z0-9 -]+","entries":[0-9]+(,"stated":[0-9]+)?(,"asserted":true)?\}$' \
		"$work/lines" >"$work/diff"
}

one_line_each()
{
	cut -d, -f2,4-6 "$work/lines" | sort | uniq -d >"$work/diff"
	[ ! -s "$work/diff" ]
}

example_line()
{
	grep -qE '^\{"type":"figure","code":"P4","place":"Aleppo","place_code":"[^"]+","detail":null,"period":"total","value":953,"qualifier":"exact","unit":"person","entries":953\}$' \
		"$work/lines"
}

counted_twice()
{
	for day in $days; do
		json 0 --data "$demo" bulletin draft --at "$day" || return 1
		tail -n 1 "$work/out" | grep -q '"agrees":true' || return 1
	done
}

# But for what was restated since.
signed_as_drafted()
{
	exits 0 --data "$demo" --json log show hq --count 100000 && mv "$work/out" "$work/hq" || return 1
	for day in $(sed -n 's/^bulletin \([0-9-]*\) .*/\1/p' "$example/script"); do
		figures "$demo" "$day" show >/dev/null && mv "$work/out" "$work/signed" &&
			figures "$demo" "$day" draft >/dev/null && mv "$work/out" "$work/draft" &&
			python3 "$SRC/test/data/restated.py" "$day" "$work/signed" "$work/draft" "$work/hq" 2>"$work/diff" || return 1
	done
}

says_signed() # DAY true|false
{
	json 0 --data "$demo" bulletin show --at "$1" && tail -n 1 "$work/out" | grep -q "\"signed\":$2"
}

# The same operation elsewhere and at another time: signed bulletins equal but for what is random.
elsewhere()
{
	for day in $days; do
		figures "$demo" "$day" show >"$work/here"
		figures "$tokyo" "$day" show >"$work/there"
		[ -s "$work/here" ] && cmp -s "$work/here" "$work/there" || return 1
	done
}

# Numbers of three digits or more that the table holds, in no source of the program. A limit on the length of a
# text is no figure, a number beside a digest neither, and a round number may be a limit of anything.
no_number_in() # FILE...
{
	sed 1d "$table" | cut -d, -f6 | grep -E '^[0-9]{3,}$' | grep -vE '^[1-9]0+$' | sort -u >"$work/numbers"
	[ "$(wc -l <"$work/numbers")" -ge 15 ] || return 1
	sed -E 's/\.max = [0-9]+//; s/[{] 0x[0-9a-f]+, [0-9]+ [}]//g; s/([0-9])[_'"'"',]([0-9]{3})/\1\2/g' "$@" |
		grep -nwF -f "$work/numbers" >"$work/diff"
	[ ! -s "$work/diff" ]
}

grep_finds()
{
	echo 'static const int64_t granted = 953;' >"$work/cheat.c"
	! no_number_in "$work/cheat.c"
}

left_alone()
{
	mkdir "$work/mine" && echo kept >"$work/mine/file" && sums "$work/mine" >"$work/before"
	json 5 demo "$work/mine" && sums "$work/mine" >"$work/after" && cmp -s "$work/before" "$work/after" &&
		[ ! -e "$work/mine.partial" ]
}

file_left_alone()
{
	echo kept >"$work/a-file" && json 5 demo "$work/a-file" && [ "$(cat "$work/a-file")" = kept ]
}

# Killed as soon as it has a folder beside the one asked for, and made anew over the remains.
interrupted() # FOLDER
{
	"$sulh" demo "$1" >"$work/out" 2>"$work/err" &
	pid=$!
	while [ ! -d "$1.partial/keyring" ] && kill -0 "$pid" 2>/dev/null; do
		sleep 0.02
	done
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	[ ! -e "$1" ] && json 10 --data "$1" bulletin show --at 2016-12-09
}

# A folder of that name that holds anything of somebody's is left as it is.
keeps_partial() # COMMAND...: fills the folder
{
	rm -rf "$work/new.partial" && mkdir "$work/new.partial" && (cd "$work/new.partial" && "$@") &&
		sums "$work/new.partial" >"$work/before" && json 5 demo "$work/new" &&
		sums "$work/new.partial" >"$work/after" && cmp -s "$work/before" "$work/after" && [ ! -e "$work/new" ]
}
a_register()
{
	rmdir "$work/new.partial" && run --pass-file "$work/phrase" init "$work/new.partial" --operation mine
}

only_names_invented() # nobody of the demo without a case number, everybody registered by the example's registrars
{
	json 0 --data "$demo" show cases && [ "$(grep -c '"type":"case"' "$work/out")" -gt 4000 ]
}

private()
{
	[ "$(stat -c %a "$tokyo" "$tokyo/demo.pass" "$tokyo/demo.officers" "$tokyo/keyring" "$tokyo/log" | tr '\n' ' ')" = '700 600 600 700 700 ' ]
}

# One is made by a clock of 2031 in Tokyo, over what another left that was killed; the figures below are of the one that
# all tests copy, made here and today.
tokyo=$work/tokyo
at 2031-05-17T03:00:00Z
export TZ=Asia/Tokyo
ok "a demo that is killed leaves no register behind" interrupted "$tokyo"
# Killed a moment later it would have left this, too: what SQLite begins a database with.
: >"$tokyo.partial/sulh.db-journal"
ok "its remains give way to the next one" json 0 demo "$tokyo"
ok "it says where the passphrase is" grep -q "\"pass_file\":\"$tokyo/demo.pass\"" "$work/out"
ok "folder and passphrase are the owner's only" private
unset TZ
at 2016-12-14T17:30:00Z
ok "the example is made" example_in "$demo"
ok "every row of the table is in the signed bulletin of its day" every_row "$demo" show
ok "every row of the table is in the draft of its day" every_row "$demo" draft
ok "the two ways of counting agree on each day" counted_twice
ok "what was signed is what is counted now" signed_as_drafted
ok "a figure line has the members of the specification in their order" line_format
ok "there is one line for each code, place, detail and period" one_line_each
ok "the line of the specification is printed" example_line
ok "a signed bulletin says so" says_signed 2016-12-09 true
ok "a day without a bulletin is computed and says so" says_signed 2016-12-10 false
ok "a day before everything has no figures" json 3 --data "$demo" bulletin show --at 2016-07-01
as_the_book() # what is said to be in store is there
{
	exits 0 --data "$demo" --json weapon book && in_book=$(sed -nE 's/.*"what":"W[123]".*"store":([0-9]+).*/\1/p' "$work/out" | awk '{ n += $1 } END { print n }') &&
		figures "$demo" 2017-03-06 show | grep -qx "W7,Syria,store,now,$in_book,exact"
}
ok "its stock is that of its book" as_the_book
ok "its persons are cases" only_names_invented

at 2031-05-17T03:00:00Z
export TZ=Asia/Tokyo
ok "that of Tokyo in 2031 has the same figures" elsewhere
unset TZ CLOCK

# shellcheck disable=SC2046 # names of sources have no blanks
ok "no number of the table stands in a source of the program" \
	no_number_in $(find "$SRC/src" -name '*.c')
ok "the search finds one that does" grep_finds

ok "a folder that exists is refused and left alone" left_alone
ok "so is a file" file_left_alone
ok "demo without a folder is a wrong call" json 2 demo
ok "a folder DIR.partial with a file of somebody is left alone" keeps_partial sh -c 'echo kept >letter'
ok "also beside what a demo leaves" keeps_partial sh -c 'touch lock demo.pass; echo kept >letter'
ok "and one that no demo began" keeps_partial sh -c 'echo kept >sulh.db'
echo 'a phrase for tests' >"$work/phrase"
ok "and a register" keeps_partial a_register
finish
