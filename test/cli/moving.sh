#!/bin/sh
# What ends in the middle: somebody who dies, or is found to be a child, while the file is on its way to another centre, or
# while an appeal is open. The sums stay right, nobody takes up what ended, and no appeal waits for ever.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
at 2016-08-01T08:00:00Z
protection='as=Nadia Karam,Huda Zein'
one='' two='' three='' seven=''

moves() # NAME: is registered, and the file leaves for another centre
{
	comes "$1" && add closing "case=$case_" how=moved_centre asked_alone=yes 'as=Rula Masri'
}
takes_up() # CASE: by the other centre
{
	person "$r" "case=$1" status_sought=carrying_arms log=al-tall
}
not_taken_up() # PATTERN CASE
{
	no "$1" add registration "case=$2" 'full_name=ism Samir, family Aqqad' sex=m born=1980 age_doubt=no \
		status_sought=carrying_arms search_done=this_centre log=al-tall 'as=Lina Darwish'
}
child() # CASE [FIELD=VALUE...]: is one
{
	case_=$1
	shift
	run --data "$r" add child_referral "case=$case_" age_ground=document handed_to=CHILD "handed_on=$(today)" "$protection" "$@"
}
dies() # CASE
{
	run --data "$r" add closing "case=$1" how=deceased asked_alone=no date_known=2016-08 "family_told=$(today)" 'as=Rula Masri,Nadia Karam'
}
state() # CASE STATE
{
	run --data "$r" show case "$1" --json && grep -q "\"state\":\"$2\"" "$work/out"
}
waits() # CASE PATTERN: a line of the queue
{
	json 0 --data "$r" queue && grep "\"case\":\"$1\"" "$work/out" | grep -qE -e "$2"
}
no_wait()
{
	json 0 --data "$r" queue && ! { grep "\"case\":\"$1\"" "$work/out" | grep -qE -e "$2"; }
}
figure() # PLACE P2 P3 P13 P18: what is so in the whole operation, or at a place, on this day
{
	json 0 --data "$r" bulletin draft --at "$(today)" && tail -n 1 "$work/out" | grep -q '"agrees":true' || return 1
	place_=$1
	shift
	for want_ in "P2 total $1" "P3 now $2" "P13 now $3" "P18 now $4"; do
		# shellcheck disable=SC2086 # three words
		set -- $want_
		got_=$(sed -nE 's/.*"code":"'"$1"'","place":"'"$place_"'",.*"period":"'"$2"'","value":(-?[0-9]+),.*/\1/p' "$work/out")
		[ "${got_:-0}" = "$3" ] || { echo "$place_ $want_: $got_" >"$work/diff"; return 1; }
	done
}

# On the way: the one who is found is one of six whose files moved.
set_out()
{
	for name in one two three four five six; do
		moves "$name" || return 1
	done
}
ok "six files leave for another centre" set_out
at_cut 2016-08-09
ok "which is public" figure Syria 6 0 0 6
ok "in one of them is a child" child "$one"
ok "who is with protection at once" state "$one" child_referred
ok "no question is asked any more" no 'child_referred' add step "case=$one" event=hear why=other 'as=Iman Rayes'
ok "the other centre does not take the file up, and is told why" not_taken_up \
	'"value":"child_referred".*ended before any centre took it up.*protection decides' "$one"
ok "nor waits for it" no_wait "$one" take_up
ok "another dies on the way" dies "$two"
ok "the outside enquiry waits for its answer" waits "$two" '"what":"outside_enquiry"'
ok "nor is that file taken up" not_taken_up '"value":"deceased".*ended before any centre took it up.*how=error' "$two"
ok "a third is taken up" takes_up "$three"
ok "and found to be a child there, before it is public" child "$three"
ok "the centre that it left records nothing of it any more" no '"field":"log"' add closing "case=$three" how=deceased asked_alone=no \
	date_known=2016-08 "family_told=$(today)" log=aleppo 'as=Rula Masri,Nadia Karam'
at_cut 2016-08-20
ok "then all of it is counted: two on their way, three closed" figure Syria 6 0 3 3
at_cut 2016-09-01
ok "one asks for another age" add request "case=$one" right=rectify "lodged_on=$(today)" answer_due=2016-10-01 'as=Wafa Bitar'
ok "and was no child" child "$one" later_found_adult=yes
ok "where the file was, it goes on" state "$one" registered
ok "and leaves anew" add closing "case=$one" how=moved_centre asked_alone=yes 'as=Rula Masri'
ok "now it is taken up" takes_up "$one"
ok "the one who died lives" add closing "case=$two" how=error asked_alone=no reason=another 'as=Nadia Karam,Suha Barazi'
ok "at the centre that the file was leaving" state "$two" screening
at_cut 2016-09-10
at_cut 2016-09-11
ok "and is counted again" figure Syria 6 2 1 3
ok "one more file moves" moves seven
ok "is taken up" takes_up "$seven"
ok "and ends there" child "$seven"
at 2016-09-20T08:00:00Z
later()
{
	json 0 --data "$r" cut --log al-tall && grep -q '"persons":0,"waiting":2' "$work/out"
}
ok "what follows the taking up waits with it for the log that the file left" later
ok "so that nobody is under checks there less than no times" figure Al-Tall 0 1 1 -2
at_cut 2016-09-21
at_cut 2016-09-29
ok "then it is counted" figure Al-Tall 0 1 2 -3
ok "and in the whole operation" figure Syria 7 2 2 3
ok "all is published" exits 0 --data "$r" publish "$work/p"
ok "and adds up" exits 0 verify "$work/p"
finish
