#!/bin/sh
# A grant is not taken back on nothing: a suspension rests on something found since, is told, is not said twice on the
# same facts, ends when an appeal against it is upheld; a revocation is heard. Who comes back keeps the category; what a
# decree asks of a category is asked, and never a weapon.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
one='' two='' three='' captor='' back='' double='' young='' dead='' late=''

stands() # CASE INDEX ACT REASON OFFICERS [FIELD=VALUE...]: the words of a standing
{
	case_=$1 index_=$2 act_=$3 reason_=$4 as_=$5
	shift 5
	set -- standing "case=$case_" "status_index=$index_" "act=$act_" "reason_code=$reason_" "as=$as_" "$@"
	$how_ "$@"
}
panel='Tawfiq Saleh,Zeina Homsi'
does() { how_=add; stands "$@"; }
not() # PATTERN, as stands
{
	pattern=$1
	shift
	how_=refuses
	stands "$@"
}
refuses()
{
	refused "$pattern" --data "$r" add "$@" --log aleppo
}
suspends()
{
	does "$1" "$2" suspend "$3" "$panel,Samir Attar"
}
not_suspends() # PATTERN CASE INDEX REASON
{
	not "$1" "$2" "$3" suspend "$4" "$panel,Samir Attar"
}
checked()
{
	add check "$@"
}
found() # CASE [FIELD=VALUE...]: a check since the grant
{
	usual="case=$1
check=victim_complaint
source=LOCAL
asked_what=x
result=hit
evidence=document
as=Ghassan Daher"
	shift
	merged checked "$@"
}
act() # CASE EVENT [N]: the last act of the case with this event, or the Nth, as evidence names it
{
	python3 - "$r/sulh.db" "$1" "$2" "${3:-0}" <<'END2'
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT step FROM act WHERE case_no = ? AND event = ? ORDER BY step", (sys.argv[2], sys.argv[3])).fetchall()
print("%s/%d" % (sys.argv[2], rows[int(sys.argv[4]) - 1][0]))
END2
}
waits() # CASE PATTERN: a line of the queue
{
	json 0 --data "$r" queue && grep "\"case\":\"$1\"" "$work/out" | grep -qE -e "$2"
}
tells() # CASE
{
	add step "case=$1" event=tell why=other 'as=Rula Masri'
}

at 2016-08-01T08:00:00Z
early() # FIELD KIND FIELD=VALUE...: of a day before 1 August
{
	early_=$1
	shift
	no "\"field\":\"$early_\".*2016-08-01 or later" add "$@" "$early_=2016-07-31"
}
ok "somebody is proposed" proposed zero
ok "who was told of no grant before" early notified_on decision "case=$case_" outcome=granted proposed_outcome=granted article=1 grounds=x \
	'panel_1=Yusuf Kanaan' 'as=Iman Rayes,Yusuf Kanaan'
ok "and is granted" add decision "case=$case_" outcome=granted proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
	"notified_on=$(today)" 'as=Iman Rayes,Yusuf Kanaan'
ok "no paper is older" early issued_on certificate "case=$case_" status_index=10 serial=S10 "paper_hash=$(printf '%064d' 10)" name_on_paper=no \
	provisional=no 'as=Layla Haddad,Yusuf Kanaan'
papers()
{
	proposed one && found "$one" check=identity && add decision "case=$one" outcome=granted proposed_outcome=granted article=1 grounds=x \
		'panel_1=Yusuf Kanaan' "notified_on=$(today)" 'as=Iman Rayes,Yusuf Kanaan' &&
		add certificate "case=$one" status_index=11 serial=S11 "paper_hash=$(printf '%064d' 11)" name_on_paper=no provisional=no \
			"issued_on=$(today)" 'as=Layla Haddad,Yusuf Kanaan' && paper two 12 && paper three 13
}
ok "three have papers" papers
ok "what was known at the grant is no reason to suspend it" not_suspends '"field":"reason_code".*after the grant' "$one" 11 fraud
ok "nor is a word" not_suspends '"field":"reason_code".*after the grant' "$two" 12 new_facts
ok "hearsay comes" found "$one" evidence=hearsay
ok "and the press" found "$one" source=NEWS
ok "which are none either" not_suspends '"field":"reason_code".*hearsay' "$one" 11 fraud
ok "a breach is alleged" add pledge_case "case=$one" alleged_by=LOCAL what=x 'as=Tawfiq Saleh'
ok "which nobody found" not_suspends '"field":"reason_code".*panel found' "$one" 11 breach_of_pledge
linked() # VERDICT OTHER
{
	add dedup_link "case=$one" "other=$2" score=900 fields=name "verdict=$1" 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
}
pattern='"field":"other".*another case'
ok "nobody is a duplicate of himself" refuses dedup_link "case=$one" "other=$one" score=900 fields=name 'as=Elias Hanna'
ok "another one is" linked same "$two"
ok "whose grant is no other outcome" not_suspends '"field":"reason_code".*decided otherwise' "$one" 11 error
ok "something is found" found "$one"
ok "which is no breach of a pledge" not_suspends '"field":"reason_code".*panel found' "$one" 11 breach_of_pledge
at 2016-08-02T08:00:00Z
ok "but a reason to suspend" suspends "$one" 11 fraud

ok "the bearer is to be told within three days" waits "$one" '"role":"case_worker,panel","what":"tell".*"since":"2016-08-02","limit":"2016-08-05","overdue":false'
at_cut 2016-08-06
ok "who was not told in time" waits "$one" '"what":"tell".*"overdue":true'
revokes() # PATTERN HEARING EVIDENCE [REASON]
{
	not "$1" "$one" 11 revoke "${4:-fraud}" 'Anwar Deeb,Salim Arnaout,Hala Nouri' "hearing_on=$2" "evidence=$3" appeal_until=2016-10-30
}
hears() # CASE
{
	add step "case=$1" event=hear why=other 'as=Anwar Deeb'
}
ok "is heard of what nobody told" hears "$one"
at_cut 2016-08-10
ok "which is no hearing" revokes '"field":"case".*was told of the suspension' 2016-08-06 "$(act "$one" check)"
ok "is told" tells "$one"
ok "and waits no more" sh -c '! "$1" --data "$2" queue --json | grep "\"case\":\"$3\"" | grep "\"what\":\"tell\""' - "$sulh" "$r" "$one"

summoned() # CASE DAY: on a day, for one four days later
{
	at "${2}T08:00:00Z" && add step "case=$1" event=summon why=other "until=$(date -u -d "$2 + 4 days" +%F)" 'as=Tawfiq Saleh'
}
ok "nor is it now" revokes '"field":"hearing_on".*a hearing' 2016-08-06 "$(act "$one" check)"
ok "a day on which nobody was heard is no hearing" revokes '"field":"hearing_on".*a hearing' 2016-08-08 "$(act "$one" check)"
ok "nor is one before the suspension" revokes '"field":"hearing_on".*a hearing' 2016-08-01 "$(act "$one" check)"
ok "what the grant was judged with revokes nothing" revokes '"field":"evidence".*after the grant' 2016-08-03 "$(act "$one" approve_granted)"
ok "nor what was found before it" revokes '"field":"evidence".*after the grant' 2016-08-03 "$(act "$one" check 1)"
ok "nor beside what was found after it" revokes '"field":"evidence".*after the grant' 2016-08-03 "$(act "$one" check 1),$(act "$one" check)"
ok "nor hearsay" revokes '"field":"evidence".*after the grant' 2016-08-03 "$(act "$one" check 2)"
ok "nor for another reason than was found" revokes '"field":"reason_code"' 2016-08-03 "$(act "$one" check)" breach_of_pledge
at_cut 2016-09-01
lapsed()
{
	run --data "$r" show case "$one" --json && [ "$(grep -c '"event":"lapse"' "$work/out")" -eq 1 ]
}
ok "thirty days later it lapses" lapsed
ok "and is not said anew on the same" not_suspends '"field":"reason_code".*last suspension ended' "$one" 11 fraud
ok "something else is found" found "$one" asked_what=y
ok "on which it is" suspends "$one" 11 fraud
ok "which the bearer is told" tells "$one"
at_cut 2016-09-02
ok "and summoned about" summoned "$one" 2016-09-02
revoked() # COMMAND HEARING
{
	how_=$1
	stands "$one" 11 revoke fraud 'Anwar Deeb,Salim Arnaout,Hala Nouri' "hearing_on=$2" "evidence=$(act "$one" check)" appeal_until=2016-10-20
}
at_cut 2016-09-07
pattern='"field":"hearing_on".*3 days ahead'
ok "and again for the day after" add step "case=$one" event=summon why=other until=2016-09-08 'as=Tawfiq Saleh'
at_cut 2016-09-08
ok "which is not enough" revoked refuses 2016-09-06
ok "comes, is heard, and the grant revoked" eval 'hears "$one" && revoked add 2016-09-08'
ok "of which the person is told, too" waits "$one" '"what":"tell".*revoke'

broken()
{
	add pledge_case "case=$three" alleged_by=LOCAL what=x heard_on=2016-09-07 finding=breach 'as=Yusuf Kanaan' && suspends "$three" 13 breach_of_pledge
}
ok "a third one is suspended for a breach" broken
ok "told, and summoned" eval 'tells "$three" && summoned "$three" 2016-09-08'

# Whoever is to be told can be: a child by protection, the dead by nobody, of a suspension no more than it lasts.
suspended() # NAME INDEX: with a paper that is
{
	paper "$1" "$2" && found "$case_" && suspends "$case_" "$2" fraud
}
untold() # CASE: nobody is asked to tell this person
{
	json 0 --data "$r" queue && ! grep "\"case\":\"$1\"" "$work/out" | grep -q '"what":"tell"'
}
ok "three more are suspended" eval 'suspended young 21 && suspended dead 22 && suspended late 23'
ok "one is a child" add child_referral "case=$young" age_ground=doubt handed_to=CHILD handed_on=2016-09-08 'as=Nadia Karam,Huda Zein'
ok "whom protection tells" waits "$young" '"role":"protection","what":"tell"'
pattern='"field":"as".*protection'
ok "and not who asks questions" refuses step "case=$young" event=tell why=other 'as=Iman Rayes'
ok "so that a child is told" add step "case=$young" event=tell why=other 'as=Nadia Karam'
ok "and nobody waits" untold "$young"
ruling() # COMMAND [FIELD=VALUE...]: an appeal against the ruling of age
{
	ruling_=$1
	shift
	"$ruling_" appeal "case=$young" against=child_ruling by=counsel lodged_on=2016-09-08 "$@"
}
upholds() # COMMAND DAY OFFICERS
{
	ruling "$1" outcome=upheld "panel=$3" "decided_on=$2" "as=$3"
}
looks() # COMMAND OFFICERS: a child still
{
	"$1" step "case=$young" event=age_confirmed why=other "as=$2"
}
grown() # COMMAND: an adult
{
	"$1" child_referral "case=$young" age_ground=document handed_to=CHILD handed_on=2016-09-08 later_found_adult=yes \
		'as=Nadia Karam,Huda Zein'
}
pattern='"field":"against".*lodged'
ok "nobody upholds what nobody lodged" upholds refuses 2016-09-08 'Hiba Kayali,Nizar Jundi'
pattern='"field":"case".*child_ruling'
ok "counsel appeals against the ruling of age" ruling add 'as=Rula Masri'
ok "which alone lets nobody look at the age again" grown refuses
ok "nor say that it is right" looks refuses 'Lubna Azar,Suha Barazi'
pattern='"field":"as".*referrer'
ok "who ruled does not decide it" upholds refuses 2016-09-08 'Nadia Karam,Huda Zein'
ok "the panel upholds it" upholds add 2016-09-08 'Hiba Kayali,Nizar Jundi'
ok "then protection is to look" waits "$young" '"role":"protection","what":"look_at_age".*"since":"2016-09-08","limit":"2016-09-15","overdue":false'
ok "whoever ruled does not say alone that it was right" looks refuses 'Nadia Karam,Huda Zein'
ok "one is dead" add closing "case=$dead" how=deceased 'sources=hospital|brother' asked_alone=no date_known=2016-09-08 family_told=2016-09-08 'as=Rula Masri,Nadia Karam'
ok "and told nothing" untold "$dead"
pattern='"field":"case"'
once_each() # no state is named twice in what would be right
{
	refuses step "case=$dead" event=tell why=other 'as=Rula Masri' && [ "$(grep -o 'presented' "$work/out" | wc -l)" -eq 1 ]
}
ok "which the refusal says in few words" once_each
ok "the third is to be told" waits "$late" '"role":"case_worker,panel","what":"tell"'

# An appeal against a suspension.
breached()
{
	add pledge_case "case=$two" alleged_by=LOCAL what=x heard_on=2016-09-07 finding=breach 'as=Maya Salloum' && suspends "$two" 12 breach_of_pledge &&
		add appeal "case=$two" against=suspended by=person lodged_on=2016-09-08 'as=Rula Masri'
}
ok "a second one is suspended, and appeals" breached
ok "of a day on which there was nothing to appeal against" no '"field":"lodged_on".*or later' add appeal "case=$three" against=suspended by=person \
	lodged_on=2016-08-01 'as=Rula Masri'
upheld() # COMMAND
{
	"$@" appeal "case=$two" against=suspended by=person lodged_on=2016-09-08 outcome=upheld 'panel=Anwar Deeb,Salim Arnaout' \
		"decided_on=$(today)" 'as=Anwar Deeb,Salim Arnaout'
}
pattern='"field":"case".*cut it first'
ok "which waits until the suspension is in the log" unchanged upheld refuses
ok "the third is summoned on three days in all" eval 'summoned "$three" 2016-09-09 && summoned "$three" 2016-09-10'
at_cut 2016-09-15
ok "nobody says of a paper that an appeal was upheld when none was" not '"field":"reason_code".*was upheld' "$two" 12 lift appeal_upheld \
	'Anwar Deeb,Salim Arnaout'
pattern='"field":"outcome"'
ok "a suspension is not lifted in part" refuses appeal "case=$two" against=suspended by=person lodged_on=2016-09-08 outcome=partly \
	'panel=Anwar Deeb,Salim Arnaout' "decided_on=$(today)" 'as=Anwar Deeb,Salim Arnaout'
ok "the appeal is upheld" upheld add
pattern='"field":"act","value":"revoke".*\(lift\)'
ok "at once nothing is suspended that could be revoked" not "$pattern" "$two" 12 revoke breach_of_pledge 'Zeina Homsi,Tawfiq Saleh,Hala Nouri' \
	hearing_on=2016-09-15 "evidence=$(act "$two" pledge_case)" appeal_until=2016-10-30
at_cut 2016-09-16
lifted()
{
	run --data "$r" --json log show aleppo --count 1000 && grep '"act":"lift"' "$work/out" | grep -q appeal_upheld &&
		! waits "$two" revoke_or_lift
}
ok "and the log says so, signed by those two" lifted

ok "at an age at which nobody looked in seven days the chief does" waits "$young" '"role":"chief","what":"see_to".*ruling of age'
confirmed()
{
	looks add 'Lubna Azar,Suha Barazi' && json 0 --data "$r" queue && ! grep "\"case\":\"$young\"" "$work/out" | grep -qE 'look_at_age|see_to'
}
ok "others do, and find a child" confirmed
ok "who is told" waits "$young" '"role":"protection","what":"tell".*age_confirmed'
pattern='"field":"case".*upheld'
ok "once for each appeal" looks refuses 'Lubna Azar,Suha Barazi'
ok "so that nobody finds an adult any more" grown refuses
again_upheld()
{
	ruling add 'as=Rula Masri' && upholds add 2016-09-16 'Anwar Deeb,Salim Arnaout' && grown add
}
ok "unless another one is upheld" again_upheld

# A breach that the panel found.
takes() # how
{
	how_=$1
	shift
	stands "$three" 13 revoke breach_of_pledge 'Anwar Deeb,Salim Arnaout,Hala Nouri' hearing_on=2016-09-14 appeal_until=2016-10-30 "$@"
}
pattern='"field":"evidence".*breach that the panel found'
ok "the third is not revoked without evidence" takes refuses
ok "but with what the panel found, who came on none of them" takes add "evidence=$(act "$three" pledge_case)"

appeals() # [FIELD=VALUE...]
{
	add appeal "case=$three" against=revoked by=person lodged_on=2016-09-16 "$@"
}
ok "the third appeals" appeals 'as=Rula Masri'
ok "which the panel upholds" appeals outcome=upheld 'panel=Maya Salloum,Hiba Kayali' decided_on=2016-09-16 'as=Maya Salloum,Hiba Kayali'
ok "and is to reinstate within three days" waits "$three" '"role":"panel","what":"reinstate".*"since":"2016-09-16","limit":"2016-09-19","overdue":false'

# Possible duplicates.
ok "somebody comes who looks like another" comes double
pattern='"field":"other".*case that is here'
ok "but nobody of whom nobody knows" refuses dedup_link "case=$double" other=02020202020202020202020202020202 score=900 fields=name 'as=Elias Hanna'
ok "says an adjudicator" add dedup_link "case=$double" "other=$one" score=900 fields=name 'as=Elias Hanna'
pattern='"field":"case".*verdict'
ok "nobody is checked before that is judged" refuses step "case=$double" event=open_checks why=other 'as=Iman Rayes'
ok "two judge" add dedup_link "case=$double" "other=$one" score=900 fields=name verdict=different \
	'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
ok "then somebody is" add step "case=$double" event=open_checks why=other 'as=Iman Rayes'

# What a decree asks of one category.
decreed()
{
	run --data "$r" add decree number=9/2016 issued_on=2016-09-16 'text_source=a test' covered=captor \
		'windows=category=captor months=1 from=2016-09-16 last_day=2016-10-16 also=free_captive' \
		excluded_acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence required_acts=present_in_person,pledge \
		appeal_days=30 --log hq 'as=Hala Nouri,Rana Qassab' && run --data "$r" cut
}
ok "a decree asks captors to free captives" decreed
came()
{
	seek=captor
	comes captor && seek= && add step "case=$captor" event=open_checks why=other 'as=Iman Rayes' &&
		add pledge "case=$captor" text_version=PL-2 language=ara "given_on=$(today)" 'as=Lina Darwish' &&
		add step "case=$captor" event=propose why=other 'as=Iman Rayes'
}
ok "one comes" came
grant() # COMMAND
{
	"$@" decision "case=$captor" outcome=granted proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
		"notified_on=$(today)" 'as=Iman Rayes,Yusuf Kanaan'
}
freed() # [FIELD=VALUE...]
{
	usual="number=6
place_of=Aleppo
received_by=AID
receipt=R-1
as=Omar Zahed,Nadia Karam"
	merged add captive_release "$@"
}
pattern='"field":"case".*captive_release'
ok "who has freed none" grant refuses
at_cut 2016-09-24
ok "others free some" freed
ok "he announces it" freed release_no=R-9 state=announced receipt= "captor_case=$captor/0"
ok "which is not enough" grant refuses
ok "the receiver has them" freed receipt=R-2 "captor_case=$captor/0"
ok "then he is granted, without a weapon anywhere" grant add
same_after_rebuild()
{
	run --data "$r" queue --json && cp "$work/out" "$work/one" && exits 0 --data "$r" rebuild && run --data "$r" queue --json && cmp -s "$work/one" "$work/out"
}
ok "rebuilt, it is as before" same_after_rebuild

ok "whom the panel did not reinstate in time the chief sees to" waits "$three" '"role":"chief","what":"see_to".*appeal against the revocation upheld'
reinstated()
{
	does "$three" 13 reinstate appeal_upheld 'Maya Salloum,Hiba Kayali' && run --data "$r" queue --json &&
		! grep "\"case\":\"$three\"" "$work/out" | grep -qE 'see_to|"reinstate"'
}
ok "until it is done" reinstated
ok "who is found a child after a revocation is one" add child_referral "case=$one" age_ground=document handed_to=CHILD \
	handed_on=2016-09-24 later_found_adult=no 'as=Nadia Karam,Huda Zein'
pattern='"field":"case"'
ok "and is not held" refuses stay "case=$one" act=hold free_to_leave=no basis=security until=2016-09-29 'as=Samar Dabbagh,Rana Qassab'

# What was found speaks against a grant: two of the panel name it and say why it does not.
over=''
finds_one()
{
	seek=carrying_arms && proposed over && seek='' && found "$over" source=STATE
}
over_findings() # COMMAND [FIELD=VALUE...]
{
	over_=$1
	shift
	"$over_" decision "case=$over" outcome=granted proposed_outcome=granted article=1 'grounds=another of that name' \
		'panel_1=Yusuf Kanaan' "notified_on=$(today)" "$@"
}
ok "something is found of whom a grant is proposed" finds_one
ok "which whoever decides is told" waits "$over" '"role":"panel","what":"decide".*1 finding of excluded acts'
pattern='"field":"evidence".*CASE/NUMBER'
ok "nobody grants over it without a word" over_findings refuses 'as=Iman Rayes,Yusuf Kanaan'
at_cut 2016-10-04
pattern='"field":"panel_2".*second of the panel'
ok "nor alone of the panel" over_findings refuses "evidence=$(act "$over" check)" 'as=Iman Rayes,Yusuf Kanaan'
ok "two do, who name it" over_findings add "evidence=$(act "$over" check)" 'panel_2=Zeina Homsi' 'as=Iman Rayes,Yusuf Kanaan,Zeina Homsi'

# Who comes back.
left()
{
	comes back && add closing "case=$back" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein'
}
ok "somebody withdraws" left
at_cut 2016-11-05
pattern='"field":"status_sought"'
again() # COMMAND CATEGORY
{
	"$1" registration "case=$back" 'full_name=ism Samir, family Aqqad' sex=m born=1980 age_doubt=no "status_sought=$2" search_done=offline \
		'as=Rula Masri'
}
ok "of a suspension that has ended nobody has to tell any more" untold "$late"
pattern='"field":"case".*no presentation: this person has a file, .*registration .case_worker.'
ok "who comes again is not received as somebody new" refuses presentation "case=$back" in_group=no triage=safe language=ara \
	reception_no=again 'as=Samar Dabbagh'
pattern='"field":"case".*no presentation: this person has a file, and what follows'
ok "nor is who never left" refuses presentation "case=$late" in_group=no triage=safe language=ara reception_no=again 'as=Samar Dabbagh'
pattern='"field":"status_sought"'
ok "and does not come back as what nobody may come as any more" again refuses captor
ok "but as before, after the last day" again add carrying_arms
publishes()
{
	run --data "$r" publish "$r/public" && exits 0 verify "$r/public"
}
at_cut 2016-11-20
ok "a stranger finds it by the rules" publishes
finish
