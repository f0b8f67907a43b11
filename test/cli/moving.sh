#!/bin/sh
# What ends in the middle, and what no centre takes up: somebody who dies, or is found to be a child, while the file is on its way to another centre, or
# while an appeal is open. The sums stay right, nobody takes up what ended, and no appeal waits for ever.
# shellcheck disable=SC2317,SC2016 # functions that ok calls; what eval reads
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
		status_sought=carrying_arms search_done=all_centres log=al-tall 'as=Lina Darwish'
}
child() # CASE [FIELD=VALUE...]: is one
{
	case_=$1
	shift
	run --data "$r" add child_referral "case=$case_" age_ground=document handed_to=CHILD "handed_on=$(today)" "$protection" "$@"
}
dies() # CASE
{
	run --data "$r" add closing "case=$1" how=deceased 'sources=hospital|brother' asked_alone=no date_known=2016-08 "family_told=$(today)" 'as=Rula Masri,Nadia Karam'
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

sum() # FIGURE: in the whole operation, now
{
	run --data "$r" --json bulletin draft --at "$(today)" &&
		sed -nE 's/.*"code":"'"$1"'","place":"Syria",.*"period":"(now|total)","value":(-?[0-9]+),.*/\2/p' "$work/out" | tail -n 1
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
ok "the centre that it left records nothing of it any more" no '"field":"log"' add closing "case=$three" how=deceased 'sources=hospital|brother' asked_alone=no \
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

# An appeal that is open when nobody can be asked any more: the panel decides it on what is there.
panel='panel=Maya Salloum,Hiba Kayali'
decides() # CASE AGAINST OUTCOME: the words of it
{
	echo appeal "case=$1" "against=$2" by=guardian "lodged_on=$lodged" "outcome=$3" "decided_on=$(today)"
}
appeals() # CASE AGAINST
{
	lodged=$(today)
	add appeal "case=$1" "against=$2" by=counsel "lodged_on=$lodged" 'as=Rula Masri'
}
not_covered() # NAME: and appeals
{
	proposed "$1" && heard "$case_" && add decision "case=$case_" outcome=not_covered proposed_outcome=granted article=1 grounds=x \
		'panel_1=Yusuf Kanaan' 'panel_2=Zeina Homsi' appeal_until=2016-11-30 'as=Iman Rayes,Yusuf Kanaan,Zeina Homsi' &&
		appeals "$case_" not_covered
}
stands() # CASE INDEX FIELD=VALUE...
{
	case_=$1 index_=$2
	shift 2
	add standing "case=$case_" "status_index=$index_" "$@"
}
suspended() # NAME INDEX: with a paper that is, for a breach
{
	paper "$1" "$2" && add pledge_case "case=$case_" alleged_by=LOCAL what=x "heard_on=$(today)" finding=breach 'as=Yusuf Kanaan' &&
		stands "$case_" "$2" act=suspend reason_code=breach_of_pledge 'as=Tawfiq Saleh,Zeina Homsi,Samir Attar'
}
breach() # CASE: the act, as evidence names it
{
	run --data "$r" show case "$1" --json &&
		sed -n 's/.*"step":\([0-9]*\),"kind":"pledge_case".*/\1/p' "$work/out" | sed "s|^|$1/|"
}
revoked() # CASE INDEX: told, heard, and has an appeal open
{
	add step "case=$1" event=tell why=other 'as=Rula Masri' && add step "case=$1" event=hear why=other 'as=Anwar Deeb' || return 1
	stands "$1" "$2" act=revoke reason_code=breach_of_pledge "hearing_on=$(today)" "evidence=$(breach "$1")" appeal_until=2016-11-30 \
		'as=Anwar Deeb,Salim Arnaout,Hala Nouri'
}
x1='' x2='' x3='' y1='' y2='' y3='' y4=''
nine=''
at 2016-09-30T08:00:00Z
ok "a file leaves while checks go on" eval 'comes nine && add step "case=$nine" event=open_checks why=other "as=Iman Rayes" &&
	add closing "case=$nine" how=moved_centre asked_alone=yes "as=Rula Masri"'
ok "it waits for the other centre, with a last day" waits "$nine" '"role":"registrar","what":"take_up".*"limit":"2016-10-30"'
ok "three are not covered, and appeal" eval 'not_covered x1 && not_covered x2 && not_covered x3'
ok "four are suspended" eval 'suspended y1 31 && suspended y2 32 && suspended y3 33 && suspended y4 34'
at_cut 2016-10-08
at_cut 2016-10-09
ok "and lose the grant" eval 'revoked "$y1" 31 && revoked "$y2" 32 && revoked "$y3" 33 && revoked "$y4" 34'
ok "three of them appeal" eval 'appeals "$y1" revoked && appeals "$y3" revoked && appeals "$y4" revoked'
ok "two who were not covered are children" eval 'child "$x1" && child "$x2"'
ok "so are two whose grant was revoked" eval 'child "$y1" && child "$y2"'
ok "others have died" eval 'dies "$x3" && dies "$y3"'
at_cut 2016-10-18
at_cut 2016-10-19
before=$(sum P4) closed=$(sum P13)
ok "the panel is to decide what the children appealed against" waits "$x1" '"role":"panel","what":"decide_appeal"'
ok "of a revocation, too" waits "$y1" '"role":"panel","what":"decide_appeal"'
ok "and what the dead did" waits "$x3" '"role":"panel","what":"decide_appeal"'
ok "nobody asks a child for it" no 'child_referred' add step "case=$x1" event=hear why=other 'as=Maya Salloum'
lodged=2016-09-30
# shellcheck disable=SC2046 # words without blanks
ok "one alone does not decide" no '"field":"as"' add $(decides "$x1" not_covered upheld) "$panel" 'as=Maya Salloum'
# shellcheck disable=SC2046
ok "nor who decided before" no '"field":"as".*Yusuf Kanaan' add $(decides "$x1" not_covered upheld) 'panel=Yusuf Kanaan,Hiba Kayali' \
	'as=Yusuf Kanaan,Hiba Kayali'
# shellcheck disable=SC2046
ok "the panel does" add $(decides "$x1" not_covered upheld) "$panel" "as=${panel#panel=}"
ok "the child stays with protection" state "$x1" child_referred
ok "and the panel is asked no more" no_wait "$x1" decide_appeal
# shellcheck disable=SC2046
ok "nor decides twice" no '"field":"against"' add $(decides "$x1" not_covered upheld) "$panel" "as=${panel#panel=}"
# shellcheck disable=SC2046
ok "of the dead, too" add $(decides "$x3" not_covered rejected) "$panel" "as=${panel#panel=}"
ok "which leaves them in peace" no_wait "$x3" decide_appeal
adult() # CASE
{
	add request "case=$1" right=rectify "lodged_on=$(today)" "answer_due=$(date -u -d "$(today) + 30 days" +%F)" 'as=Wafa Bitar' && child "$1" later_found_adult=yes
}
ok "who was no child, and is looked at anew" adult "$x2"
ok "has nothing to wait for" no_wait "$x2" decide_appeal

# Of a revocation, upheld gives back the grant, and the paper.
lodged=2016-10-09
ok "an adult waits for what gives the grant back" eval '! adult "$y1" && says "against the revocation"'
# shellcheck disable=SC2046
ok "the panel upholds what a child appealed" add $(decides "$y1" revoked upheld) "$panel" "as=${panel#panel=}"
forgets() # CASE
{
	exits 5 --data "$r" erase "$1" --basis retention_end --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit \
		--as 'Wafa Bitar,Rana Qassab' && says 'a person whose grant does not wait to be given back'
}
ok "before that nobody forgets the child" forgets "$y1"
ok "and is to reinstate" waits "$y1" '"role":"panel","what":"reinstate".*"limit":"2016-10-22"'
ok "who revoked does not" eval '! stands "$y1" 31 act=reinstate reason_code=appeal_upheld "as=Anwar Deeb,Hiba Kayali" && says revoke'
ok "the panel does so" stands "$y1" 31 act=reinstate reason_code=appeal_upheld "as=${panel#panel=}"
ok "the child stays a child" state "$y1" child_referred
ok "and nobody waits" no_wait "$y1" 'reinstate|decide_appeal|see_to'
ok "the grant is not given back twice" eval '! stands "$y1" 31 act=reinstate reason_code=appeal_upheld "as=${panel#panel=}"'
ok "another child's guardian may still appeal" appeals "$y2" revoked
lodged=2016-10-19
# shellcheck disable=SC2046
ok "the panel rejects it" add $(decides "$y2" revoked rejected) "$panel" "as=${panel#panel=}"
ok "and nobody waits" no_wait "$y2" 'reinstate|decide_appeal|see_to'
ok "nor reinstates" eval '! stands "$y2" 32 act=reinstate reason_code=appeal_upheld "as=${panel#panel=}" && says "is upheld"'
lodged=2016-10-09
# shellcheck disable=SC2046
ok "what the dead appealed is upheld" add $(decides "$y3" revoked upheld) "$panel" "as=${panel#panel=}"
ok "and reinstated" stands "$y3" 33 act=reinstate reason_code=appeal_upheld "as=${panel#panel=}"
ok "who lives, has the grant" eval 'add closing "case=$y3" how=error asked_alone=no reason=another "as=Nadia Karam,Suha Barazi" &&
	state "$y3" granted'
ok "whose appeal is open is lost to sight for nobody" waits "$y4" decide_appeal
at_cut 2016-10-29
at_cut 2016-10-30
given_back()
{
	[ "$(sum P4)" -eq $((before + 2)) ] && [ "$(sum P13)" -eq $((closed - 3)) ]
}
ok "two have their grant again, and one is under checks" given_back
ok "who was a child asks for another age" adult "$y1"
ok "and has what was given" state "$y1" granted
# A file that no centre takes up: the chief is told, and it goes back.
back() # CASE
{
	add closing "case=$1" how=error asked_alone=no "reason=no centre takes it up" 'as=Rula Masri,Rana Qassab'
}
ok "of which the chief is not told yet" no_wait "$nine" see_to
at_cut 2016-11-08
ok "after the last day the chief of the centre that it was leaving is" waits "$nine" '"role":"chief","what":"see_to".*"log":"aleppo".*left for another centre'
ok "which is recorded" eval 'run --data "$r" show case "$nine" --json && says escalate'
ok "one alone does not take it back" no '"field":"as"' add closing "case=$nine" how=error asked_alone=no reason=x 'as=Rula Masri'
ok "nor the centre to which it never came" no '"field":"log"' add closing "case=$nine" how=error asked_alone=no reason=x log=al-tall \
	'as=Rula Masri,Rana Qassab'
ok "two take it back" back "$nine"
ok "to where it was" state "$nine" screening
ok "nobody waits for the other centre" no_wait "$nine" 'take_up|see_to'
ok "which does not take it up any more" eval '! takes_up "$nine"'
on_way=$(sum P18) checked=$(sum P3)
at_cut 2016-11-16
at_cut 2016-11-17
ok "and it is under checks again" eval '[ "$(sum P18)" -eq $((on_way - 1)) ] && [ "$(sum P3)" -eq $((checked + 1)) ]'
same()
{
	run --data "$r" queue --json && cp "$work/out" "$work/one" && exits 0 --data "$r" rebuild && run --data "$r" queue --json &&
		cmp -s "$work/one" "$work/out"
}
ok "rebuilt, it is as before" same
ok "all is published" exits 0 --data "$r" publish "$work/p"
ok "and adds up" exits 0 verify "$work/p"
finish
