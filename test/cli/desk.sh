#!/bin/sh
# What a registrar and a protection officer found at the desk: people held by one signature, files closed by one,
# papers that hide that nobody searched, transfers nobody chose, children who are found by name.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

# Nobody is held by one officer, no child and nobody with a grant is held at all, and who is held has chosen nothing.
held() # FIELD=VALUE...
{
	echo stay "case=$case_" free_to_leave=no basis=security until=2016-10-20 "$@"
}
both='as=Samar Dabbagh,Rana Qassab'
ok "somebody is registered" comes one "full_name=ism Ziad, family Najm" born=1960
# shellcheck disable=SC2046 # words without blanks
ok "reception alone holds nobody" no '"field":"as"' add $(held act=hold) 'as=Samar Dabbagh'
# shellcheck disable=SC2046
ok "nor does it by saying that somebody arrives" no '"field":"as"' add $(held act=arrive) 'as=Samar Dabbagh'
# shellcheck disable=SC2046
ok "nor by two of reception" no '"field":"as"' add $(held act=arrive) 'as=Samar Dabbagh,Jihad Qabbani'
# shellcheck disable=SC2046
ok "the chief signs it, too" add $(held act=arrive) "$both"
long() # PATTERN DAY [FIELD=VALUE...]: not so long
{
	pattern_=$1 day_=$2
	shift 2
	no "$pattern_" add stay "case=$case_" act=hold free_to_leave=no basis=security "$both" "until=$day_" "$@"
}
ok "for a fortnight at most" long '"field":"until","value":"2016-10-25".*2016-10-24: 14 days' 2016-10-25
ok "a court has a month, and has to order it anew then" eval \
	'no "\"field\":\"until\"" add stay "case=$case_" act=hold free_to_leave=no basis=court_order until=2016-11-10 "$both"'
ok "who is held so does not withdraw" no 'not held' add closing "case=$case_" how=withdrew_after asked_alone=yes \
	'as=Rula Masri,Nadia Karam'
ok "reception alone releases" add stay "case=$case_" act=release free_to_leave=yes 'as=Samar Dabbagh'
ok "who then withdraws" add closing "case=$case_" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam'
ok "somebody else has a grant" granted two
# shellcheck disable=SC2046
ok "and is not held" no 'not held|grant' add $(held act=hold) "$both"
ok "a child is referred" comes child "full_name=ism Ziad, family Najm"
ok "who is handed to no party but a child protection body" no '"field":"handed_to","value":"state".*child_protection' add child_referral "case=$case_" \
	age_ground=doubt handed_to=STATE handed_on=2016-10-10 'as=Nadia Karam,Huda Zein'
ok "by two of protection" add child_referral "case=$case_" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 \
	'as=Nadia Karam,Huda Zein'
# shellcheck disable=SC2046
ok "and not held, whatever the stay is called" no "child" add $(held act=arrive) "$both"

# A registration opened in error: two who did not register, and in words why.
wrong() # FIELD=VALUE...
{
	add closing "case=$case_" how=error asked_alone=no "$@"
}
ok "a registration is nobody's" comes three
ok "the person asked for something" add request "case=$case_" right=access lodged_on=2016-10-10 answer_due=2016-11-09 \
	'as=Wafa Bitar'
ok "one does not close it" no '"field":"as"' add closing "case=$case_" how=error asked_alone=no reason=twice 'as=Rula Masri'
ok "nor two without saying why" no '"field":"reason"' add closing "case=$case_" how=error asked_alone=no \
	'as=Rula Masri,Nadia Karam'
ok "two who say why do" wrong reason=twice 'as=Rula Masri,Nadia Karam'
ok "the request is answered all the same" add request "case=$case_" right=access lodged_on=2016-10-10 \
	answer_due=2016-11-09 answer=done 'as=Jamil Haffar'

# Whoever screened before an appeal sent a case back does not screen it again.
ok "a case is not covered" proposed four
says_what()
{
	refused '"field":"proposed_outcome","value":"not_covered","want":"granted, which was proposed last' --data "$r" add decision \
		"case=$case_" outcome=not_covered proposed_outcome=not_covered article=1 grounds=x 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' \
		appeal_until=2016-11-09 'as=Iman Rayes,Yusuf Kanaan,Maya Salloum' --log aleppo && grep -q '"want":"a person who was heard' "$work/out"
}
ok "whoever decides says what was proposed, and heard the person" says_what
ok "what is proposed against somebody says why" refused '"field":"grounds"' --data "$r" add step "case=$case_" event=propose \
	outcome=not_covered why=other 'as=Iman Rayes' --log aleppo
ok "what is no proposal proposes nothing" refused '"field":"outcome"' --data "$r" add step "case=$case_" event=hear \
	outcome=granted why=other 'as=Iman Rayes' --log aleppo
ok "after a hearing" heard "$case_"
ok "by three" add decision "case=$case_" outcome=not_covered proposed_outcome=granted article=1 grounds=x \
	'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' appeal_until=2016-11-09 'as=Iman Rayes,Yusuf Kanaan,Maya Salloum'
ok "an appeal" add appeal "case=$case_" against=not_covered by=person lodged_on=2016-10-10 'as=Rula Masri'
ok "sends it back" add appeal "case=$case_" against=not_covered by=person lodged_on=2016-10-10 outcome=returned \
	'panel=Zeina Homsi,Tawfiq Saleh' decided_on=2016-10-10 'as=Zeina Homsi,Tawfiq Saleh'
ok "who screened before does not check" no '"field":"as".*Iman Rayes' add check "case=$case_" check=court_record source=COURT \
	asked_what=name result=clear 'as=Iman Rayes'
ok "nor propose" no '"field":"as".*Iman Rayes' add step "case=$case_" event=propose why=other 'as=Iman Rayes'
ok "another screener checks" add check "case=$case_" check=court_record source=COURT asked_what=name result=clear \
	'as=Ghassan Daher'
ok "and proposes" add step "case=$case_" event=propose why=other 'as=Ghassan Daher'

waits() # PATTERN: a line of the queue
{
	json 0 --data "$r" queue && grep -qE -e "$1" "$work/out"
}
no_wait()
{
	json 0 --data "$r" queue && ! grep -qE -e "$1" "$work/out"
}

# A paper says when nobody searched, until somebody has.
papers() # INDEX PROVISIONAL [FIELD=VALUE...]
{
	echo certificate "case=$case_" "status_index=$1" "serial=S$1" "paper_hash=$(printf '%064d' "$1")" name_on_paper=no \
		"provisional=$2" "issued_on=${issued:-2016-10-10}"
}
issues='as=Layla Haddad,Yusuf Kanaan'
grants() # NAME [FIELD=VALUE...]: as granted, registered with these
{
	comes "$@" && add step "case=$case_" event=open_checks why=other 'as=Iman Rayes' &&
		add pledge "case=$case_" text_version=PL-2 language=ara "given_on=$(today)" 'as=Lina Darwish' &&
		add step "case=$case_" event=propose why=other 'as=Iman Rayes' &&
		add decision "case=$case_" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
			'as=Iman Rayes,Yusuf Kanaan'
}
link() # VERDICT [FIELD=VALUE...]
{
	other_=$1
	shift
	add dedup_link "case=$case_" "other=$other_" score=900 fields=name 'as=Elias Hanna,Mona Fattal' "$@"
}
confirmed_since_searched()
{
	run --data "$r" show case "$five" --json && grep -q '"event":"confirm"' "$work/out"
}
ok "somebody has a grant who was looked for at one centre of three" grants alone search_done=this_centre
# shellcheck disable=SC2046
ok "a paper on that is not valid at once" no '"field":"provisional".*registrations of all centres' add $(papers 41 no) "$issues"
# shellcheck disable=SC2046
ok "but provisional" add $(papers 41 yes) provisional_until=2016-11-09 "$issues"
ok "somebody has a grant whom nobody searched" grants five search_done=offline
# shellcheck disable=SC2046
ok "the paper is not valid at once" no '"field":"provisional".*registrations of all centres' add $(papers 5 no) "$issues"
# shellcheck disable=SC2046
ok "but provisional" add $(papers 5 yes) provisional_until=2016-11-09 "$issues"
ok "which waits for somebody to search" waits '"what":"search".*"case":"'"$five"
ok "nothing is confirmed before" json 0 --data "$r" due
ok "somebody searches" add correction "case=$five" field=search_done new_value=all_centres why=duplicate 'as=Lina Darwish'
ok "which changes nothing before the paper is in the log" json 0 --data "$r" due
at 2016-10-18T10:00:00Z
ok "where it is in the log" exits 0 --data "$r" cut
ok "then nobody is asked to search" no_wait '"what":"search".*"case":"'"$five"
ok "the program confirms it at once" json 0 --data "$r" due
ok "which is in the file" confirmed_since_searched
ok "the paper waits no more" no_wait '"what":"search".*"case":"'"$five"
ok "of somebody else two might be the same" grants six
ok "as one of them" link "$alone"
ok "and another" link "$five"
# shellcheck disable=SC2046
ok "which keeps the paper provisional" no '"field":"provisional".*duplicate' add $(papers 6 no) "$issues"
ok "one is judged" link "$five" verdict=different 'by_1=Elias Hanna' 'by_2=Mona Fattal'
# shellcheck disable=SC2046
ok "the other still keeps it so" no '"field":"provisional".*duplicate' add $(papers 6 no) "$issues"
ok "and waits" waits '"what":"judge".*"case":"'"$six"
ok "that is judged, too" link "$alone" verdict=different 'by_1=Elias Hanna' 'by_2=Mona Fattal'
ok "a grant without a paper waits for one" waits '"what":"issue".*"case":"'"$six"

# Who leaves has a paper and what was taken, or it is said why not.
leaves() # [FIELD=VALUE...]
{
	echo discharge "case=$six" transport=own "$@"
}
# shellcheck disable=SC2046
ok "nobody leaves without a paper" no '"field":"why_not".*paper' add $(leaves) 'as=Rula Masri'
ok "things are taken in" add belongings "case=$six" items=watch receipt=B-1 'as=Hanan Sabouni,Samar Dabbagh'
# shellcheck disable=SC2046
ok "nobody signs a paper in place of who approved the grant" no '"field":"as".*who approved this grant' add $(papers 6 no) \
	'as=Layla Haddad,Noor Khoury'
issued=$(today)
# shellcheck disable=SC2046
ok "the paper is valid" add $(papers 6 no) "$issues"
# shellcheck disable=SC2046
ok "nor without what was taken" no '"field":"why_not".*returned' add $(leaves) 'as=Rula Masri'
ok "which is given back" add belongings "case=$six" items=watch receipt=B-1 returned_on=2016-10-10 \
	'as=Hanan Sabouni,Samar Dabbagh'
# shellcheck disable=SC2046
ok "then the person leaves" add $(leaves) 'as=Rula Masri'
ok "another leaves without a paper" granted seven
ok "and it is said why" add discharge "case=$case_" transport=own why_not='would not take one' 'as=Rula Masri'
ok "the queue does not forget the paper" waits '"what":"issue".*"case":"'"$seven"

# A hold ends when somebody says so: any of those whom the queue asks.
sits() # NAME: somebody is registered and held for two days
{
	comes "$1" && add stay "case=$case_" act=hold free_to_leave=no basis=security until=2016-10-20 "$both"
}
freed() # OFFICER
{
	add stay "case=$case_" act=release free_to_leave=yes "as=$1"
}
hold_ends() # LIMIT: those who can end the hold are asked to by this day
{
	waits '"role":"reception,chief,protection","what":"end_hold","case":"'"$case_"'".*"limit":"'"$1"'"'
}
ok "somebody is held" sits minor
ok "who is a child" add child_referral "case=$case_" age_ground=doubt handed_to=CHILD handed_on=2016-10-18 'as=Nadia Karam,Huda Zein'
ok "whom somebody lets go today" hold_ends 2016-10-18
ok "no case worker" no '"field":"as"' add stay "case=$case_" act=release free_to_leave=yes 'as=Rula Masri'
ok "but protection" freed 'Nadia Karam'
ok "then nobody is asked to" no_wait '"what":"end_hold"'
ok "somebody who is held" proposed ten
ok "by reception and the chief" add stay "case=$case_" act=hold free_to_leave=no basis=security until=2016-10-29 "$both"
ok "has a grant" add decision "case=$case_" outcome=granted notified_on=2016-10-18 proposed_outcome=granted article=1 grounds=x \
	'panel_1=Yusuf Kanaan' 'as=Iman Rayes,Yusuf Kanaan'
ok "and is let go today, too" hold_ends 2016-10-18
ok "before anybody writes that the person left" no 'stay with act=release' add discharge "case=$case_" transport=own why_not=none \
	'as=Rula Masri'
ok "which the chief can sign" freed 'Rana Qassab'
ok "and the person leaves" add discharge "case=$case_" transport=own why_not=none 'as=Rula Masri'
ok "another is held for two days" sits eleven

# Nobody is transferred who did not choose a seat on a convoy that was counted at both ends.
moves()
{
	echo closing "case=$case_" how=transferred asked_alone=yes
}
goes='as=Maher Tinawi,Dina Farhat'
convoy() # NO STATE
{
	add convoy "convoy_no=$1" 'from=Aleppo city' to=Idlib planned=5 planned_on=2016-10-10 "state=$2" plan_published_by=NEWS \
		'as=Karim Jabbour,Rana Qassab'
}
counts() # NO END
{
	add convoy_count "convoy=$1" "end=$2" total=5 'two_counts=counter="Dina Farhat" persons=5; counter="Adel Maalouf" persons=5' \
		'as=Dina Farhat,Adel Maalouf'
}
seat() # CHOICE
{
	add passenger "case=$case_" convoy=1 "choice=$1" to=Idlib no_names_to_escort=yes 'as=Karim Jabbour'
}
ok "somebody wants to go elsewhere" comes eight
ok "convoys are planned" convoy 1 planned
ok "two of them" convoy 2 planned
ok "and in the log" exits 0 --data "$r" cut
# shellcheck disable=SC2046
ok "nobody goes without a seat" no 'passenger' add $(moves) "$goes"
ok "a seat is kept" seat unsure
# shellcheck disable=SC2046
ok "nor unsure" no 'chose' add $(moves) "$goes"
ok "it is chosen" seat chosen
# shellcheck disable=SC2046
ok "the convoy has not arrived" no '"value":"planned".*arrived' add $(moves) "$goes"
ok "another has, and was counted" convoy 2 arrived
ok "out" counts 2 departure
ok "and in" counts 2 arrival
# shellcheck disable=SC2046
ok "which is not the person's" no '"value":"planned".*arrived' add $(moves) "$goes"
ok "then it arrives" convoy 1 arrived
ok "is counted in" counts 1 arrival
# shellcheck disable=SC2046
ok "but not out" no 'both ends' add $(moves) "$goes"
ok "and out" counts 1 departure
ok "the person is held" add stay "case=$case_" free_to_leave=no basis=security until=2016-10-20 act=hold "$both"
# shellcheck disable=SC2046
ok "and has no choice" no 'held' add $(moves) "$goes"
ok "nor is moved to another centre" no 'not held' add closing "case=$case_" how=moved_centre asked_alone=yes 'as=Rula Masri'
ok "is free" add stay "case=$case_" act=release free_to_leave=yes 'as=Samar Dabbagh'
# shellcheck disable=SC2046
ok "and is transferred" add $(moves) "$goes"

# Of a death in its hands the centre does not judge alone.
dies()
{
	add closing "case=$case_" how=deceased 'sources=hospital|brother' asked_alone=no date_known=2016-10-09 family_told=2016-10-10 'as=Rula Masri,Nadia Karam'
}
answers() # OFFICERS
{
	echo step "case=$case_" event=enquiry_answered why=other
}
ok "somebody is here" comes nine
# shellcheck disable=SC2046
ok "of the living there is no enquiry" no '"field":"case"' add $(answers) 'as=Rana Qassab,Nadia Karam'
ok "and dies" dies
ok "the outside enquiry waits for its answer, with a limit" waits \
	'"role":"chief,protection","what":"outside_enquiry","case":"'"$nine"'".*"since":"2016-10-18","limit":"2016-11-17"'
at 2016-11-18T10:00:00Z
ok "which passes" waits '"what":"outside_enquiry","case":"'"$nine"'".*"overdue":true'
# shellcheck disable=SC2046
ok "one alone does not say that it came" no '"field":"as"' add $(answers) 'as=Nadia Karam'
# shellcheck disable=SC2046
ok "chief and protection do" add $(answers) 'as=Rana Qassab,Nadia Karam'
ok "then nothing waits" no_wait '"what":"outside_enquiry"'
# shellcheck disable=SC2046
ok "and nothing is answered twice" no '"field":"case"' add $(answers) 'as=Rana Qassab,Nadia Karam'
ok "who withdrew and died elsewhere" test -n "$one"
case_=$one
ok "died" dies
ok "is no death in custody" no_wait '"what":"outside_enquiry"'

# A hold whose basis has run out is ended in words, too.
case_=$eleven
withdraws()
{
	echo closing "case=$case_" how=withdrew_after asked_alone=yes
}
ok "a hold has run out" hold_ends 2016-10-20
# shellcheck disable=SC2046
ok "and the register says what ends it" no 'stay with act=release.*reception, chief or protection' add $(withdraws) \
	'as=Rula Masri,Nadia Karam'
ok "which the chief signs" freed 'Rana Qassab'
# shellcheck disable=SC2046
ok "then the person withdraws" add $(withdraws) 'as=Rula Masri,Nadia Karam'

# A child's file is the protection officers'.
case_=$child
found() # OFFICER PURPOSE: by the name of somebody else who came here, too
{
	json 0 --data "$r" person find 'Ziad Najm' --as "$1" --purpose "$2"
}
hidden()
{
	found "$@" && ! grep -q "$child" "$work/out" && grep -q '"type":"person"' "$work/out"
}
ok "a registrar does not find a child by name" hidden 'Lina Darwish' family
ok "nor hears that one is there" says '"ask_protection":false'
ok "but is told to ask, who looks for duplicates" hidden 'Lina Darwish' duplicate
ok "and no more" says '"ask_protection":true'
ok "a protection officer finds the child" sh -c '"$1" --data "$2" --json person find "Ziad Najm" --as "Nadia Karam" </dev/null |
	grep -q "\"case\":\"$3\""' - "$sulh" "$r" "$child"
ok "whose file is asked for in small letters, too" exits 0 --data "$r" show case "$(echo "$child" | tr A-Z a-z)"
ok "a number is the same in small letters" add stay "case=$(echo "$child" | tr A-Z a-z)" act=arrive free_to_leave=yes \
	'as=Samar Dabbagh'
corrects() # FIELD VALUE
{
	echo correction "case=$case_" "field=$1" "new_value=$2" why=asked_by_person
}
# shellcheck disable=SC2046
ok "a registrar corrects nothing of a child" no '"field":"as".*protection' add $(corrects sex f) 'as=Lina Darwish'
# shellcheck disable=SC2046
ok "a protection officer does" add $(corrects sex f) 'as=Nadia Karam'
# shellcheck disable=SC2046
ok "but not the age" no '"field":"field".*later_found_adult' add $(corrects born 1985) 'as=Nadia Karam'
adult()
{
	echo child_referral "case=$case_" age_ground=document handed_to=CHILD handed_on=2016-10-10 later_found_adult=yes
}
# shellcheck disable=SC2046
ok "of that nobody speaks before the person asks" no 'rectify' add $(adult) 'as=Nadia Karam,Huda Zein'
ok "the person asks" add request "case=$case_" right=rectify lodged_on=2016-11-10 answer_due=2016-12-10 'as=Wafa Bitar'
# shellcheck disable=SC2046
ok "and is believed, with a document" add $(adult) 'as=Nadia Karam,Huda Zein'

# A refusal says which acts are missing and by whom, and only what a life goes through: nobody is told to close a case, to
# send it back, or to look at a child's age anew.
bare() # PATTERN COMMAND...: refused, and no act is asked for before
{
	no "$@" && ! says ' first'
}
decides()
{
	echo decision "case=$case_" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x
}
signs='as=Iman Rayes,Yusuf Kanaan'
at_reception()
{
	add presentation in_group=no triage=safe language=ara reception_no=eight 'as=Samar Dabbagh' && case_=$(case_of)
}
seek=associated
ok "somebody came" at_reception
# shellcheck disable=SC2046
ok "a decision needs all that comes before" no 'presented: record registration \(registrar\), then step event=open_checks \(screener\), then step event=propose \(screener\) first' \
	add $(decides) 'panel_1=Yusuf Kanaan' "$signs"
ok "who only came is not to be registered to be let go" bare 'presented' add closing "case=$case_" how=withdrew_after \
	asked_alone=yes 'as=Rula Masri,Nadia Karam'
ok "a registration needs a notice" no 'record notice \(registrar\) first' add registration "case=$case_" 'full_name=ism Eight' sex=m \
	born=1990 age_doubt=no status_sought=associated search_done=all_centres log=aleppo 'as=Lina Darwish'
ok "another is registered" comes nine
ok "whose checks begin" add step "case=$case_" event=open_checks why=other 'as=Iman Rayes'
# shellcheck disable=SC2046
ok "a decision needs a proposal" no 'screening: record step event=propose \(screener\) first' add $(decides) 'panel_1=Yusuf Kanaan' "$signs"
case_=$nine
# shellcheck disable=SC2046
ok "a paper a grant" no 'record step event=propose \(screener\), then decision outcome=granted \(proposer and panel\) first' \
	add $(papers 9 no) "$issues"
ok "an appeal needs no act that is against somebody" bare 'screening' add appeal "case=$case_" against=not_covered by=person \
	"lodged_on=$(today)" 'as=Rula Masri'
ok "nor does a suspension need a grant" bare '"field":"case"' add standing "case=$case_" status_index=9 act=suspend \
	reason_code=breach_of_pledge 'as=Tawfiq Saleh,Zeina Homsi,Samir Attar'
ok "it is proposed" add step "case=$case_" event=propose why=other 'as=Iman Rayes'
ok "and not sent back to be proposed again" bare 'decision_proposed' add step "case=$case_" event=propose why=other 'as=Iman Rayes'
# shellcheck disable=SC2046
ok "a decision needs a pledge" no 'record pledge \([a-z_, ]* or [a-z_]*\) first' add $(decides) 'panel_1=Yusuf Kanaan' "$signs"
ok "a child is with protection" comes ten
ok "by two" add child_referral "case=$case_" age_ground=doubt handed_to=CHILD "handed_on=$(today)" 'as=Nadia Karam,Huda Zein'
# shellcheck disable=SC2046
ok "and nothing is asked for, to decide all the same" bare '"field":"case"' add $(decides) 'panel_1=Yusuf Kanaan' "$signs"
ok "nor to check" bare '"field":"case"' add step "case=$case_" event=open_checks why=other 'as=Iman Rayes'

# What else waits.
ok "captives are announced" add captive_release number=4 place_of=Aleppo received_by=AID release_no=R-1 state=announced \
	'as=Omar Zahed,Nadia Karam'
ok "and wait for their receiver" waits '"role":"liaison,protection","what":"confirm_release".*R-1'
ok "who signs" add captive_release number=4 place_of=Aleppo received_by=AID release_no=R-1 state=confirmed \
	confirmed_on=2016-11-10 'confirmed_by=a delegate' receipt=R-01 'as=Omar Zahed,Nadia Karam'
ok "then they do not" no_wait confirm_release
ok "a grenade is unsafe" add weapon_item item_no=N1 group=W2 'class=2.2 grenade_launcher' condition=unsafe \
	'as=Bashir Tawil,Hanan Sabouni'
ok "and waits for mine action" waits '"role":"mine_action","what":"clear".*"log":"aleppo".*1 unsafe'
ok "a task is made of it" add clearance_task task_no=EO-1 kind=EO_spot 'area=Aleppo city' org=CLEAR from=2016-11-10 status=open \
	geo_safe=yes for_items=N1 'as=Nabil Shaheen'
ok "then it does not" no_wait '"what":"clear"'

same() # rebuilt, every row is as before
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-1" && json 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-2" && diff "$work/rows-1" "$work/rows-2" >"$work/diff"
}
ok "rebuilt, every row is as before" same
# Whatever is prolonged ends, and no hold begins anew by letting go for a day.
holds_on() # a fortnight, and another, to the end of sixty days
{
	comes again_ || return 1
	for day_ in 0 14 28 42; do
		at "$(date -u -d "$start_ + $day_ days" +%F)T12:00:00Z"
		add stay "case=$again_" act=hold free_to_leave=no basis=security "until=$(date -u -d "$start_ + $((day_ + 14)) days" +%F)" "$both" ||
			return 1
	done
	add stay "case=$again_" act=release free_to_leave=yes 'as=Samar Dabbagh'
}
again_='' start_=$(today)
ok "somebody is held again and again" holds_on
at "$(date -u -d "$start_ + 50 days" +%F)T12:00:00Z"
ok "but not beyond sixty days since the first time" refused '"field":"until".*60 in all' --data "$r" add stay "case=$again_" act=hold \
	free_to_leave=no basis=security "until=$(date -u -d "$start_ + 61 days" +%F)" --log aleppo "$both"

# What the person agreed to, and understood.
picture=photo=0101010101010101010101010101010101010101010101010101010101010101
asked='' new_=''
ok "of who did not agree there is no picture" eval '! comes asked "$picture" && says "agreed=photo"'
ok "nor by a correction" no '"field":"new_value".*agreed=photo' add correction "case=$again_" field=photo "new_value=${picture#*=}" why=typing \
	'as=Lina Darwish'
ok "nothing is pledged before the notice" no '"field":"given_on".*notice was read' add pledge "case=$again_" text_version=PL-2 language=ara \
	given_on=2016-01-08 'as=Lina Darwish'
ok "an empty number of a case makes nobody new" no '"field":"case","value":""' add registration case= 'full_name=ism Samir, family Aqqad' sex=m \
	born=1980 age_doubt=no status_sought=associated search_done=offline 'as=Lina Darwish'

# A picture goes with the agreement (records.csv, photo: only with the person's agreement, which may be withdrawn).
notices() # FIELD=VALUE...
{
	add notice "case=$pictured" notice_version=N-3 language=ara read_aloud=yes legal_basis=public_interest given_by=self \
		purposes=decision,duplicate_search told=who_sees,rights,limits_of_sealing 'as=Lina Darwish' "$@"
}
pictured()
{
	add presentation in_group=no triage=safe language=ara reception_no=pictured 'as=Samar Dabbagh' && pictured=$(case_of) &&
		notices agreed=photo && person "$r" "case=$pictured" "$picture" born=1981 contact=0944
}
shows_picture() # COMMAND...: the file that it gives
{
	exits 0 --data "$r" --json "$@" && says 01010101010101 && says Samir
}
ok "of who agreed there is one" pictured
worker() { shows_picture case read "$pictured" --as 'Rula Masri'; }
own_file() { shows_picture person file "$pictured" --as 'Wafa Bitar'; }
taking_out() { run --data "$r" --json queue --role dpo && grep "$pictured" "$work/out" | grep -q take_out_picture; }
ok "which who works on the case is shown" worker
ok "and nobody is asked to take it out" eval '! taking_out'
ok "the person agrees no more" notices agreed=none withdrawn=photo
ok "then it is not shown to who works on the case" eval '! worker && says Samir'
ok "the person's own file still has it" own_file
ok "and the queue asks to take it out" taking_out
ok "what a registration needs is not taken out" no '"field":"new_value".*a value' add correction "case=$pictured" field=sex why=asked_by_person \
	'as=Lina Darwish'
ok "the picture is" add correction "case=$pictured" field=photo why=asked_by_person 'as=Lina Darwish'
ok "then it is in no file" eval '! own_file && says Samir && ! worker && says Samir'
ok "and is asked for no more" eval '! taking_out'
no_contact()
{
	exits 0 --data "$r" --json case read "$pictured" --as 'Rula Masri' && says '"type":"datum","field":"contact"' &&
		add correction "case=$pictured" field=contact new_value= why=asked_by_person 'as=Lina Darwish' &&
		exits 0 --data "$r" --json case read "$pictured" --as 'Rula Masri' && ! says '"type":"datum","field":"contact"'
}
ok "what else a person need not say is taken out, too" no_contact
finish
