#!/bin/sh
# A file that goes on in another register: it closes here, on the day on which that is said, when the other office confirmed that the file
# there goes on; nothing that was published is restated by it, and it is taken back as any merge.
# shellcheck disable=SC2154,SC2317,SC2016 # cases of merging, functions that ok calls; eval expands
set -u
. "$SRC/test/cli/lib"

. "$SRC/test/cli/merging"

told='confirmed=the registry of Tartus, by telephone, on 11 October'

number() # CASE: of the person there
{
	case $1 in
	"$case_2") echo 22222222222222222222222222222222 ;;
	"$case_5") echo 55555555555555555555555555555555 ;;
	*) echo 66666666666666666666666666666666 ;;
	esac
}
given() # what another register gave of three of them is taken, and compared with who is here
{
	run --data "$r" exchange key --out "$work/key" || return 1
	for i in 2 5 6; do
		eval "number_=\$(number \"\$case_$i\")"
		echo "$number_ 1980 Samir $(family $((i - 1)))"
	done | "$BUILD/exchange_tool" "$work/key" 30 "$work/given" "$work/key-there" &&
		run --data "$r" exchange take "$work/given" --from "$work/key-there" --as 'Rana Qassab,Wafa Bitar' &&
		run --data "$r" exchange compare --as 'Elias Hanna' && says '; 3 possible duplicates'
}
is_there() # CASE [VERDICT]
{
	add dedup_link "case=$1" "other=$(number "$1")" score=900 fields=name "verdict=${2:-same}" 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal'
}
link()
{
	case_entry "$1" dedup_link
}
away() # CASE [FIELD=VALUE...]
{
	away_=$1
	shift
	run --data "$r" --json add merge "case=$away_" "link=$(link "$away_")" log=aleppo "$@"
}
goes() # CASE [FIELD=VALUE...]: act=merge_away as it should be, but for what is said
{
	goes_=$1
	shift
	for usual_ in act=merge_away "keep=$(number "$goes_")" "$told" 'as=Elias Hanna,Mona Fattal'; do
		case " $*" in
		*" ${usual_%%=*}="*) ;;
		*) set -- "$@" "$usual_" ;;
		esac
	done
	away "$goes_" "$@"
}
comes_back() # CASE [OFFICERS]
{
	away "$1" act=unmerge_away "keep=$(number "$1")" "as=${2:-Raed Halabi,Abir Shahin}"
}
no() # WORDS COMMAND...
{
	words=$1
	shift
	sums "$r" >"$work/before"
	! "$@" && says "$words" && sums "$r" >"$work/after" && diff "$work/before" "$work/after" >"$work/diff"
}
state() # CASE STATE
{
	run --data "$r" --json show case "$1" && says "\"type\":\"result\".*\"state\":\"$2\""
}

at 2016-10-10T08:00:00Z
ok "six are registered, of whom four may be two" six
ok "nobody says of them that they are somebody of whom nobody heard" no 'other is not right' is_there "$case_5"
ok "of three of them another register gave names" given
ok "of a fifth somebody else has a file" is_there "$case_5"
ok "and of the second" is_there "$case_2"
ok "of the sixth it is not said" is_there "$case_6" unsure
ok "they are in the log" day 2016-10-10
ok "a bulletin counts them" sign 0 2016-10-10
ok "of six" figure 2016-10-10 show P2 total 6

at 2016-10-11T08:00:00Z
ok "nobody closes a file that nobody said goes on" no '"field":"confirmed"' goes "$case_5" confirmed=
ok "whose person is another" no '"field":"keep"' goes "$case_5" keep=ff112233445566778899aabbccddeeff
ok "or has a case here" no '"field":"keep".*act=merge: the person' goes "$case_5" "keep=$(subject "$case_4")"
ok "of whom it is not certain" no '"field":"link"' goes "$case_6"
ok "alone" no '"field":"as"' goes "$case_5" 'as=Elias Hanna'
ok "or who decides of something else" no '"field":"as"' goes "$case_5" 'as=Rana Qassab,Wafa Bitar'
ok "an ordinary merge says what it is instead" no 'merge_away' away "$case_5" act=merge "keep=$(number "$case_5")" 'as=Elias Hanna,Mona Fattal'
ok "and confirms nothing" no '"field":"confirmed"' away "$case_1" act=merge "keep=$(subject "$case_2")" "$told" 'as=Elias Hanna,Mona Fattal'
ok "what was never merged is not taken apart" no '"field":"case"' comes_back "$case_5"

ok "one file goes into another, and waits" merges "$case_1" "$case_2"
ok "another into another" merges "$case_3" "$case_4"
ok "that other does not close while a merge into it waits" no "no merge waits for the cut, or is taken back: that of $case_1" goes "$case_2"
back() { saved && merges "$case_1" "$case_2" unmerge 'Raed Halabi,Abir Shahin' && no "no merge waits for the cut, or is taken back: that of $case_1" goes "$case_2"; got_=$?; saved_back; [ $got_ -eq 0 ]; }
saved() { rm -rf "$work/saved" && cp -a "$r" "$work/saved"; }
saved_back() { rm -rf "$r" && cp -a "$work/saved" "$r"; }
ok "nor while one waits that was taken back, and waits as well" back
ok "the fifth does" goes "$case_5"
ok "the file says so" state "$case_5" merged_into
ok "nothing is recorded in it any more" no '"field":"case"' run --data "$r" --json add step "case=$case_5" event=open_checks why=other 'as=Iman Rayes' log=aleppo
ok "of the sixth it is said now" is_there "$case_6"
ok "they wait for others" eval 'day 2016-10-11 && sign 0 2016-10-11 && figure 2016-10-11 show P2 total 6'
ok "after seven days they are in the log" eval 'day 2016-10-18 && [ -n "$(case_entry "$case_5" merge)" ]'
ok "two are owed a word" owes '2 '
ok "which is said" restate 0
ok "of the day before, by as many as were merged here" said 2016-10-11 P2 total 6 4
ok "with their names" eval 'names "$(case_entry "$case_1" merge)" && names "$(case_entry "$case_3" merge)"'
ok "and none that went elsewhere" eval '! names "$(case_entry "$case_5" merge)"'
ok "nothing is owed any more" owes_nothing
ok "a bulletin counts three" eval 'sign 0 2016-10-18 && figure 2016-10-18 show P2 total 3'
ok "who are under checks" figure 2016-10-18 show P3 now 3
ok "one of them less on the day itself" figure 2016-10-18 show P2 h24 -3
ok "the one before stands as it was" figure 2016-10-11 show P2 total 6
ok "strangers count the same" verifies

# On a day that has a bulletin nothing of it goes into the log. What was merged into it goes along.
at 2016-10-18T17:30:00Z
ok "the sixth closes after the bulletin of the day" eval 'goes "$case_6" && state "$case_6" merged_into'
ok "and one into which another was merged" eval 'goes "$case_2" && state "$case_2" merged_into'
at 2016-10-25T16:30:00Z
late() # the bulletin of that day is signed while their log is silent
{
	for log in hq khan-al-shih al-tall; do
		exits 0 --data "$r" cut --log "$log" --day 2016-10-25 || return 1
	done
	json 0 --data "$r" bulletin sign --at 2016-10-25 --late aleppo --as "$pair"
}
ok "a bulletin of the day on which they would go" late
waits_on() { exits 0 --data "$r" cut --log aleppo --day 2016-10-25 && says 'merged on a day that has a bulletin' && [ -z "$(case_entry "$case_6" merge)" ]; }
ok "they wait for the next" waits_on
ok "when that is cut they go" eval 'day 2016-10-26 && [ -n "$(case_entry "$case_6" merge)" ] && [ -n "$(case_entry "$case_2" merge)" ]'
ok "nothing is owed" owes_nothing
ok "with a bulletin of one" eval 'sign 0 2016-10-26 && figure 2016-10-26 show P2 total 1'
ok "strangers count the same" verifies

# Whoever comes back here.
found_there() { run --data "$r" person find "Samir $(family 5)" --as 'Lina Darwish' && says "$case_6 .*merged_into" && says 'goes on in another register'; }
ok "whoever looks for the name sees that it goes on elsewhere" found_there
ok "nobody is registered anew as the same" no 'unmerge_away' person "$r" log=aleppo "full_name=ism Samir, family $(family 5)" born=1980 \
	"answers=case=$case_6 answer=same reason=\"shows the same papers\""

# Taken back.
at 2016-10-27T08:00:00Z
ok "who merged it does not take it back" no '"field":"as"' comes_back "$case_5" 'Elias Hanna,Mona Fattal'
ok "what went elsewhere is not taken back as if it were here" no 'unmerge_away' away "$case_5" act=unmerge "keep=$(number "$case_5")" 'as=Raed Halabi,Abir Shahin'
ok "nor what is here, as if it were elsewhere" no '"field":"case"' away "$case_1" act=unmerge_away "keep=$(subject "$case_2")" 'as=Raed Halabi,Abir Shahin'
ok "others take it back" comes_back "$case_5"
ok "it stands where it was" state "$case_5" registered
ok "a panel looks at what was decided meanwhile" eval 'run --data "$r" --json queue --role panel && grep "\"what\":\"examine\"" "$work/out" | grep -q "$case_5"'
ok "nothing is owed for it" eval 'day 2016-11-03 && owes_nothing && sign 0 2016-11-03 && figure 2016-11-03 show P2 total 2'
ok "strangers count the same" verifies
shown() { for c in 1 2 3 4 5 6; do eval "run --data \"\$r\" --json show case \"\$case_$c\""; cat "$work/out"; done; }
shown >"$work/shown"
again() { exits 0 --data "$r" rebuild && shown >"$work/again" && diff "$work/shown" "$work/again" >"$work/diff"; }
ok "a register that is made anew from its log says the same" again
ok "it is sound" eval 'run --data "$r" doctor --deep || [ $? -eq 6 ]'

sums_of() { json 0 --data "$r" sums --month 2016-10 && grep '"figure":"Q1","detail":"merged"' "$work/out" | grep -q '"known":4'; }
ok "four were merged, and one was taken back" sums_of

# Erased: the file that closed alone, at the person's request.
asked()
{
	add request "case=$case_6" right=erase "lodged_on=2016-11-03" answer_due=2016-12-03 'as=Wafa Bitar'
}
erases() # CASE
{
	run --data "$r" erase "$1" --basis request --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit --as 'Wafa Bitar,Rana Qassab'
}
ok "somebody whose file went elsewhere asks to be erased" asked
whose=$(subject "$case_6")
ok "of somebody else two say that they are one" same "$case_4" "$case_6"
ok "and is, when that is in the log" eval 'day 2016-11-11 && erases "$case_6"'
ok "into the file of somebody erased here nothing is merged, as if it were elsewhere" no '"field":"keep"' away "$case_4" act=merge_away "keep=$whose" "$told" \
	'as=Elias Hanna,Mona Fattal'

# When its time is over: what is merged into it goes with it.
at 2022-11-11T08:00:00Z
kept() { run --data "$r" --json queue --role dpo && grep -q "\"case\":\"$1\".*sulh erase $1 --basis retention_end" "$work/out"; }
ok "years later a file that went elsewhere is to be erased" kept "$case_2"
ok "not by itself what was merged into it" eval '! kept "$case_1" && ! kept "$case_3"'
finish
