#!/bin/sh
# What is read to a person is understood: in the person's language or with an interpreter, read out to who needs one; what was read
# in another one is read again. Who may be a child is asked nothing before protection has looked. At who was received
# late another looks than those who say so.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
at 2016-08-01T08:00:00Z
kurd='' paper='' young='' older='' late=''

receives() # NAME FIELD=VALUE...
{
	name_=$1
	shift
	usual='in_group=no
triage=safe
language=ara
reception_no=R1
as=Samar Dabbagh'
	merged add presentation "$@" || return 1
	case_=$(case_of)
	eval "$name_=\$case_"
}
notice_of() # CASE FIELD=VALUE...
{
	case_=$1
	shift
	usual="case=$case_
notice_version=N-3
language=ara
read_aloud=yes
legal_basis=public_interest
agreed=none
given_by=self
purposes=decision
told=rights,limits_of_sealing
as=Lina Darwish"
	merged "$how_" notice "$@"
}
reads() { how_=add; notice_of "$@"; }
misread() # PATTERN, as reads
{
	pattern_=$1
	shift
	how_=refuses_
	notice_of "$@"
}
refuses_()
{
	no "$pattern_" add "$@" --log aleppo
}
pledges() # CASE [FIELD=VALUE...]
{
	case_=$1
	shift
	add pledge "case=$case_" text_version=PL-2 "given_on=$(today)" 'as=Lina Darwish' "$@"
}
unpledged() # PATTERN, as pledges
{
	no "$1" add pledge "case=$2" text_version=PL-2 "given_on=$(today)" 'as=Lina Darwish' "$3" --log aleppo
}
registers() # CASE
{
	person "$r" "case=$1"
}
unregistered() # PATTERN CASE
{
	no "$1" add registration "case=$2" 'full_name=ism Samir' sex=m born=1980 age_doubt=no status_sought=associated search_done=offline \
		'as=Lina Darwish' --log aleppo
}
steps() # CASE EVENT OFFICER [FIELD=VALUE...]
{
	case_=$1 event_=$2 as_=$3
	shift 3
	add step "case=$case_" "event=$event_" why=other "as=$as_" "$@"
}
stops() # PATTERN, as steps
{
	pattern_=$1 case_=$2 event_=$3 as_=$4
	shift 4
	no "$pattern_" add step "case=$case_" "event=$event_" why=other "as=$as_" "$@" --log aleppo
}
waits() # CASE PATTERN: queue has a line of the case that matches
{
	run --data "$r" --json queue && grep "\"case\":\"$1\"" "$work/out" | grep -qE -e "$2"
}

ok "somebody who speaks Kurmanji is received" receives kurd language=kmr
ok "a notice in another language is not understood" misread '"field":"language","value":"ara".*interpreter_present' "$kurd"
ok "an interpreter reads it out" misread '"field":"read_aloud","value":"no"' "$kurd" read_aloud=no given_by=interpreter_present
ok "of what, is said" misread '"field":"told"' "$kurd" language=kmr told=
ok "and for what" misread '"field":"purposes"' "$kurd" language=kmr purposes=
ok "nobody is registered who did not understand" unregistered 'record notice \(registrar\) first' "$kurd"
ok "it is read in the person's language" reads "$kurd" language=kmr read_aloud=no
ok "the person is registered" registers "$kurd"
ok "a pledge in another language is none" unpledged '"field":"language","value":"ara"' "$kurd" language=ara
ok "nor one that an interpreter did not read out" no '"field":"read_aloud"' add pledge "case=$kurd" text_version=PL-2 language=ara \
	"given_on=$(today)" given_by=interpreter_present 'as=Lina Darwish' --log aleppo
ok "with one who did it is" pledges "$kurd" language=ara given_by=interpreter_present read_aloud=yes
unsaid() # no file has the language in clear
{
	! grep -rqaE '(^|[^a-z])kmr([^a-z]|$)' "$r" --include='sulh.db*'
}
ok "the database does not say which language it is" unsaid

# The language was another.
corrects() { add correction "case=$1" field=language "new_value=$2" why=asked_by_person 'as=Lina Darwish'; }
ok "a correction is of a language" no '"field":"language"' add correction "case=$kurd" field=language new_value=kur why=typing 'as=Lina Darwish' \
	--log aleppo
ok "the language is corrected to the one that it is" corrects "$kurd" kmr
ok "which changes nothing" steps "$kurd" open_checks 'Iman Rayes'
ok "another one" corrects "$kurd" ckb
decides() # what a grant is refused for
{
	steps "$kurd" propose 'Iman Rayes' && no "$1" add decision "case=$kurd" outcome=granted "notified_on=$(today)" \
		proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' 'as=Iman Rayes,Yusuf Kanaan' --log aleppo
}
ok "what was pledged before does not count" decides 'pledge since .*language was said anew'
ok "nor is anything pledged before it is read again" unpledged 'notice was read' "$kurd" language=ckb
ok "the notice is read again" reads "$kurd" language=ckb
ok "in the corrected language" unpledged '"field":"language","value":"kmr"' "$kurd" language=kmr
ok "the pledge too" pledges "$kurd" language=ckb
rebuilt()
{
	exits 0 --data "$r" rebuild && misread '"field":"language","value":"kmr"' "$kurd" language=kmr
}
ok "a rebuilt database knows the same" rebuilt

ok "who needs an interpreter is received" receives paper triage=safe,interpreter
ok "and read to" misread '"field":"read_aloud","value":"no"' "$paper" read_aloud=no
ok "in the person's own language" reads "$paper"
ok "also the pledge" unpledged '"field":"read_aloud"' "$paper" language=ara
ok "as it is" pledges "$paper" language=ara read_aloud=yes

# A register kept on paper: nobody was at reception.
ok "a file begins with the registration" person "$r"
paper=$(case_of)
ok "of whom nobody said otherwise is read to" misread '"field":"read_aloud","value":"no"' "$paper" read_aloud=no
ok "in a language" reads "$paper"
ok "the first notice says which" misread '"field":"language","value":"eng"' "$paper" language=eng
ok "reception says another" add presentation "case=$paper" in_group=no triage=safe language=kmr reception_no=R2 'as=Samar Dabbagh'
ok "so it is read again before the checks" stops 'notice since .*language was said anew' "$paper" open_checks 'Iman Rayes'
ok "as it is then" reads "$paper" language=kmr
ok "they begin" steps "$paper" open_checks 'Iman Rayes'

# Perhaps a child.
ok "reception says that somebody may be a child" receives young triage=safe,minor_possible
ok "protection is asked to look, and nobody to register" waits "$young" '"role":"protection","what":"look_at_age"'
no_other() { ! waits "$young" '"what":"register"'; }
ok "no other" no_other
ok "a notice may be read" reads "$young"
ok "nobody registers" unregistered '"field":"case".*age_looked' "$young"
ok "nobody asks" stops '"field":"case".*age_looked' "$young" hear 'Iman Rayes'
ok "nobody checks" no '"field":"case".*age_looked' add check "case=$young" check=identity source=STATE asked_what=x result=clear 'as=Iman Rayes' \
	--log aleppo
ok "nothing is pledged" unpledged '"field":"case".*age_looked' "$young" language=ara
ok "nobody is held" no '"field":"case".*age_looked' add stay "case=$young" act=hold free_to_leave=no basis=security until=2016-08-05 \
	'as=Samar Dabbagh,Samir Attar' --log aleppo
ok "the registrar does not look" stops '"field":"as"' "$young" age_looked 'Lina Darwish' age=adult
ok "who looks says what is found" stops '"field":"age"' "$young" age_looked 'Lubna Azar'
ok "an adult" steps "$young" age_looked 'Lubna Azar' age=adult
ok "nothing is left to look at" stops 'somebody doubts' "$young" age_looked 'Lubna Azar' age=adult
ok "the person is registered then" registers "$young"
ok "who registers doubts it later" steps "$young" age_doubt 'Lina Darwish'
ok "the checks wait" stops '"field":"case".*age_looked' "$young" open_checks 'Iman Rayes'
ok "protection looks" waits "$young" '"role":"protection","what":"look_at_age"'
ok "and the doubt stays" steps "$young" age_looked 'Lubna Azar' age=doubt
ok "which makes a child" waits "$young" '"role":"protection","what":"refer"'
ok "no second look makes an adult" stops 'child_referral' "$young" age_looked 'Suha Barazi' age=adult
ok "two refer" add child_referral "case=$young" age_ground=doubt handed_to=CHILD "handed_on=$(today)" 'as=Lubna Azar,Suha Barazi'
gone() { ! waits "$young" '"what":"(refer|look_at_age)"'; }
ok "that is all" gone
ok "who registers nobody in doubt is told to ask protection" no '"field":"born".*age_doubt' add registration 'full_name=ism Samir' sex=m born=1980 \
	age_doubt=yes status_sought=associated search_done=offline 'as=Lina Darwish' --log aleppo

# One officer alone stops nobody again and again, and protection is to look within three days.
ok "another person is received" receives again
ok "reception doubts the age" steps "$again" age_doubt 'Samar Dabbagh'
ok "protection finds an adult" steps "$again" age_looked 'Lubna Azar' age=adult
ok "who doubted leaves it at that" stops '"field":"as","value":"Samar Dabbagh".*did not doubt this age before' "$again" age_doubt 'Samar Dabbagh'
ok "a notice is read" reads "$again"
ok "the person is registered" registers "$again"
ok "another officer may doubt" steps "$again" age_doubt 'Lina Darwish'
ok "and protection has three days" waits "$again" '"role":"protection","what":"look_at_age".*"since":"2016-08-01","limit":"2016-08-04","overdue":false'
calm() { exits 0 --data "$r" due && ! says "$again" && ! waits "$again" '"what":"see_to"'; }
at 2016-08-04T08:00:00Z
ok "of which nobody is told before they are over" calm
at 2016-08-05T08:00:00Z
ok "then the chief is" waits "$again" '"role":"chief","what":"see_to".*age doubted since 2016-08-01'
told_() { run --data "$r" due && says "$again.*X44|X44.*$again|$again.*escalate|escalate.*$again"; }
ok "in the record, too" told_

# Received late.
at_cut 2016-08-20
timely() { no '"field":"late_reason".*none.*2016-08-12 or earlier' add presentation in_group=no triage=safe language=ara reception_no=R1 \
	"occurred_at=$1" 'late_reason=no power' 'as=Samar Dabbagh,Samir Attar' --log aleppo; }
ok "who came seven days ago did not come late" timely 2016-08-13T00:30+03:00
ok "who came long ago is received by two" receives late "occurred_at=2016-08-01T10:00+03:00" 'late_reason=no power' 'as=Samar Dabbagh,Samir Attar'
ok "another is asked to look at that" waits "$late" '"role":"dpo,authority","what":"look_at_reception"'
ok "in words that hold of who came yesterday, too" eval '! waits "$late" "7 days"'
ok "not one of the two" stops '"field":"as"' "$late" late_seen 'Samir Attar'
ok "others than those whose task it is do not" stops '"field":"as"' "$late" late_seen 'Iman Rayes'
ok "one whose task it is does" steps "$late" late_seen 'Wafa Bitar'
seen() { ! waits "$late" look_at_reception; }
ok "and it is done" seen
ok "once" stops 'nobody looked at' "$late" late_seen 'Hala Nouri'
ok "nobody looks at who came in time" stops 'nobody looked at' "$kurd" late_seen 'Wafa Bitar'

# Who waits for protection is not silent, and nobody is told to do what is refused meanwhile.
at_cut 2016-10-14
owed() { waits "$again" '"what":"see_to".*age doubted since' && ! waits "$again" '"what":"(reach|propose|open_checks|due)"|begin|review since'; }
ok "protection owes the look yet, and nobody else is told anything" owed
ok "it finds an adult" steps "$again" age_looked 'Lubna Azar' age=adult
found() { ! waits "$again" '"what":"(reach|due|look_at_age)"|age doubted'; }
ok "whose silence begins then" found
finish
