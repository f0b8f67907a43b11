#!/bin/sh
# Decrees as data: terms of 2016 and 2018 are records and nothing else; who comes in time is registered, who does not is
# refused with the day; deadlines are computed, shown and enforced to midnight in the operation's zone.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence

decree() # CODE NUMBER ISSUED COVERED WINDOWS [FIELD...]
{
	code=$1 number=$2 issued=$3 covered=$4 windows=$5
	shift 5
	usual="text_source=test
excluded_acts=$acts
required_acts=present_in_person,pledge
appeal_days=30
as=Hala Nouri,Rana Qassab"
	merged json "$code" --data "$r" decree add "number=$number" "issued_on=$issued" "covered=$covered" \
		"windows=$windows" "$@"
}
recorded() # as decree, and cut
{
	decree 0 "$@" && run --data "$r" cut --log hq
}
wrong() # PATTERN, then as decree
{
	pattern=$1
	shift
	decree 5 "$@" && grep '"type":"error"' "$work/out" | grep -qE -e "$pattern"
}
presented() # NAME TIME [FIELD=VALUE...]: the number of a new case, in a variable of this name
{
	name_=$1 time_=$2
	shift 2
	[ $# -gt 0 ] || set -- 'as=Samar Dabbagh'
	run --data "$r" add presentation in_group=no triage=safe language=ara "reception_no=$name_" log=aleppo "occurred_at=$time_" "$@" ||
		return 1
	set -- "$name_"
	eval "$1=\$(case_of)"
	eval "case_=\$$1"
	# shellcheck disable=SC2154 # set by eval
	run --data "$r" add notice "case=$case_" notice_version=N-3 language=ara read_aloud=yes legal_basis=public_interest \
		agreed=none given_by=self purposes=decision told=rights,limits_of_sealing log=aleppo 'as=Lina Darwish'
}
comes() # CATEGORY TIME: came then, as two say where that is long ago, and is registered today
{
	came_= category_=$1
	case $2 in
	2016-10-2[78]* | 2017-05-0[89]*) set -- "$2" ;;
	*) set -- "$2" 'late_reason=a desk without power' 'as=Samar Dabbagh,Samir Attar' ;;
	esac
	presented came_ "$@" && person "$r" "case=$came_" "status_sought=$category_"
}
too_late() # CATEGORY TIME DAY: refused, and the day is said
{
	! comes "$1" "$2" && says "status_sought" && says "$3"
}
deadline() # CATEGORY DAY PATTERN
{
	json 0 --data "$r" decree deadline "$1" --at "$2" && grep '"type":"deadline"' "$work/out" | grep -qE -e "$3"
}

ok "the decree of July 2016 gives three months, and captors one" \
	deadline carrying_arms 2016-08-01 '"from":"2016-07-28","last_day":"2016-10-27".*"days_left":87,"decrees":"15/2016","appeal_days":30'
ok "the captor's deadline is its own" deadline captor 2016-08-01 '"last_day":"2016-08-27"'
ok "it ends with the midnight of the zone" deadline captor 2016-08-27 '"closes_at":"2016-08-28T00:00:00\+03:00","days_left":0'
ok "on the day on which the clock goes back, an hour later" \
	deadline carrying_arms 2016-10-27 '"state":"open".*"closes_at":"2016-10-28T00:00:00\+02:00"'
ok "a time says which day it is in the zone" deadline captor 2016-08-27T23:30+03:00 '"state":"open"'
ok "and elsewhere it is another" deadline captor 2016-08-27T23:30+02:00 '"day":"2016-08-28","state":"over"'
ok "nobody is promised what no decree says" json 3 --data "$r" decree deadline deserter_home
ok "a category that is none is a wrong call" json 2 --data "$r" decree deadline everybody
ok "a day that is none, too" json 2 --data "$r" decree list --at yesterday

at 2016-10-29T10:00:00Z
ok "a surrender on the last day counts, to the last second" comes carrying_arms 2016-10-27T23:59:59+02:00
ok "a second later it does not" too_late carrying_arms 2016-10-28T00:00:00+02:00 2016-10-27
ok "the hour that the clock gave back is part of the day" comes carrying_arms 2016-10-28T00:30:00+03:00
ok "nor does the evening before the first day" too_late carrying_arms 2016-07-27T23:30+03:00 2016-10-27

# Who came in time is in time, however late a desk enters it; who came late is not.
early='' late=''
entered_late()
{
	presented early 2016-10-27T23:50+03:00 && person "$r" "case=$early" status_sought=carrying_arms
}
ok "who came on the last day is registered two days later" entered_late
came_late()
{
	presented late 2016-10-28T00:10+02:00 && ! person "$r" "case=$late" status_sought=carrying_arms && says 'status_sought.*' &&
		says 2016-10-27
}
ok "who came after it is not" came_late
# The days for an appeal are those of the decree under which the person came.
refuses() # LAST
{
	json "$1" --data "$r" add decision "case=$early" outcome=not_covered proposed_outcome=granted article=1 grounds=x \
		'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' notified_on=2016-10-29 "appeal_until=$2" log=aleppo \
		'as=Iman Rayes,Yusuf Kanaan,Maya Salloum'
}
days_told()
{
	run --data "$r" add step "case=$early" event=open_checks why=other log=aleppo 'as=Iman Rayes' &&
		run --data "$r" add step "case=$early" event=hear why=other log=aleppo 'as=Iman Rayes' &&
		run --data "$r" add step "case=$early" event=propose why=other log=aleppo 'as=Iman Rayes' && refuses 5 2016-11-27 &&
		grep -q '"field":"appeal_until","value":"2016-11-27","want":"2016-11-28 or later: 30 days from 2016-10-29' "$work/out" &&
		refuses 0 2016-11-28
}
ok "a refusal gives the days of the decree for an appeal" days_told

# The extension of 27 October, and the second one to 30 June 2017, which names the day.
first_extension()
{
	recorded 15/2016-1 2016-10-27 carrying_arms,fugitive 'category=carrying_arms months=3 from=2016-10-28 last_day=2017-01-27; category=fugitive months=3 from=2016-10-28 last_day=2017-01-27' \
		extends=15/2016
}
ok "the extension needs nothing but its record" first_extension
ok "and the two are one deadline" \
	deadline carrying_arms 2016-10-29 '"from":"2016-07-28","last_day":"2017-01-27".*"decrees":"15/2016, 15/2016-1"'
ok "who was too late is in time" comes carrying_arms 2016-10-28T00:00:00+02:00
ok "captors were not extended" too_late captor 2016-10-28T12:00+02:00 2016-08-27

# Terms as those of 18/2018, two years earlier, while the officers' keys serve: four months at home, six abroad; a captor
# frees the captive.
terms='category=deserter_home months=4 from=2016-11-09 last_day=2017-03-08; category=deserter_abroad months=6 from=2016-11-09 last_day=2017-05-08; category=captor months=1 from=2016-11-09 last_day=2016-12-08 also=free_captive'
ok "terms of 2018 are data, too" recorded 18/2018 2016-10-29 deserter_home,deserter_abroad,captor "$terms" appeal_days=60
ok "each place has its deadline" deadline deserter_home 2017-01-01 '"last_day":"2017-03-08".*"appeal_days":60'
ok "abroad it is later" deadline deserter_abroad 2017-01-01 '"last_day":"2017-05-08"'

# What nobody could be registered as, nobody becomes by a correction.
typed='' now_=''
corrects() # CODE CASE CATEGORY
{
	json "$1" --data "$r" add correction "case=$2" field=status_sought "new_value=$3" why=typing log=aleppo 'as=Lina Darwish'
}
not_corrected() # CASE CATEGORY PATTERN
{
	corrects 5 "$1" "$2" && says "\"field\":\"new_value\",\"value\":\"$2\".*$3"
}
at 2016-11-20T10:00:00Z
captive_freed_first()
{
	presented typed 2016-11-20T11:00+02:00 && person "$r" "case=$typed" status_sought=deserter_home && corrects 0 "$typed" captor &&
		run --data "$r" add step "case=$typed" event=open_checks why=other log=aleppo 'as=Iman Rayes' &&
		run --data "$r" add pledge "case=$typed" text_version=PL-1 language=ara given_on=2016-11-20 log=aleppo 'as=Lina Darwish' &&
		run --data "$r" add step "case=$typed" event=propose why=other log=aleppo 'as=Iman Rayes' &&
		json 5 --data "$r" add decision "case=$typed" outcome=granted proposed_outcome=granted article=1 grounds=x \
			'panel_1=Yusuf Kanaan' notified_on=2016-11-20 log=aleppo 'as=Iman Rayes,Yusuf Kanaan' && says captive_release
}
ok "of who turns out to be a captor the decree asks what it asks of captors" captive_freed_first
at 2017-02-20T10:00:00Z
ok "who came when another window was open is corrected to that one, later, too" corrects 0 "$typed" carrying_arms
ok "but not to one that was over, or none" not_corrected "$typed" keeping_arms 'a decree in the log'
second='category=carrying_arms months=5 from=2017-01-28 last_day=2017-06-30'
ok "a last day that is none of its months says what would be right" wrong '"want":"2017-06-28 or the day before.*day_named=yes' \
	15/2016-2 2017-02-15 carrying_arms "$second" extends=15/2016-1
ok "where the decree names the day it is taken" \
	recorded 15/2016-2 2017-02-15 carrying_arms "$second day_named=yes" extends=15/2016-1
ok "the chain is one" deadline carrying_arms 2017-03-01 \
	'"from":"2016-07-28","last_day":"2017-06-30".*"decrees":"15/2016, 15/2016-1, 15/2016-2"'
# One officer alone brings nobody into a window that is over.
late_='' old=''
alone() # PATTERN KIND FIELD=VALUE...
{
	pattern=$1
	shift
	refused "$pattern" --data "$r" add "$@" log=aleppo
}
captor='full_name=ism Samir, family Aqqad'
ok "by a presentation" alone '"field":"day","value":"2016-11-20".*late_reason' presentation in_group=no triage=safe language=ara \
	reception_no=x occurred_at=2016-11-20T10:00+02:00 'as=Samar Dabbagh'
ok "nor with a reason" alone '"field":"as".*2 officers' presentation in_group=no triage=safe language=ara \
	reception_no=x occurred_at=2016-11-20T10:00+02:00 late_reason=x 'as=Samar Dabbagh'
ok "by a registration" alone '"field":"day","value":"2016-11-20".*2017-02-13 or later' registration "$captor" sex=m born=1980 age_doubt=no \
	status_sought=captor search_done=offline day=2016-11-20 'as=Lina Darwish'
ok "as one who needs no window" alone '"field":"day"' registration "$captor" sex=m born=1980 age_doubt=no \
	status_sought=associated search_done=offline occurred_at=2016-11-20T10:00+02:00 'as=Lina Darwish'
ok "somebody comes today" presented old 2017-02-20T11:00+02:00
ok "and was not registered before" alone '"field":"day","value":"2016-11-20".*2017-02-20 or later: the day of what it rests on' registration \
	"case=$old" "$captor" sex=m born=1980 age_doubt=no status_sought=captor search_done=offline day=2016-11-20 'as=Lina Darwish'
ok "a week late one officer is enough" eval 'presented late_ 2017-02-14T11:00+02:00 && person "$r" "case=$late_" status_sought=deserter_home'
ok "nothing is checked before that" alone '"field":"day".*2017-02-20 or later' step "case=$late_" event=open_checks why=other day=2017-02-19 \
	'as=Iman Rayes'
ok "an extension that is none is refused" wrong '"want":"a day after 2017-06-30' 15/2016-3 2017-02-20 carrying_arms \
	'category=carrying_arms months=1 from=2017-05-31 last_day=2017-06-30' extends=15/2016-2
ok "an extension covers nobody new" wrong '"value":"keeping_arms"' 15/2016-3 2017-02-20 keeping_arms \
	'category=keeping_arms months=1 from=2017-07-01 last_day=2017-07-31' extends=15/2016-2
ok "nor asks for more" wrong '"value":"free_captive"' 15/2016-3 2017-02-20 carrying_arms \
	'category=carrying_arms months=1 from=2017-07-01 last_day=2017-07-31' extends=15/2016-2 required_acts=pledge,free_captive
ok "nor takes days for an appeal" wrong '"field":"appeal_days"' 15/2016-3 2017-02-20 carrying_arms \
	'category=carrying_arms months=1 from=2017-07-01 last_day=2017-07-31' extends=15/2016-2 appeal_days=29
ok "a decree without exclusions is refused" wrong '"field":"excluded_acts"' 16 2017-02-20 fugitive \
	'category=fugitive months=1 from=2017-02-20 last_day=2017-03-20' excluded_acts=torture
ok "a weapon is no act that can be required" wrong '"value":"weapon"' 16 2017-02-20 fugitive \
	'category=fugitive months=1 from=2017-02-20 last_day=2017-03-20' required_acts=weapon
ok "nor of one category" wrong '"value":"weapon"' 16 2017-02-20 fugitive \
	'category=fugitive months=1 from=2017-02-20 last_day=2017-03-20 also=weapon'

# At home the last day was 8 March, abroad 8 May.
at 2017-05-10T10:00:00Z
ok "somebody comes in a window" eval 'presented now_ 2017-05-10T11:00+02:00 && person "$r" "case=$now_" status_sought=carrying_arms'
ok "and is not corrected into one that is over" not_corrected "$now_" captor 2016-12-08
ok "nor at home" not_corrected "$now_" deserter_home 2017-03-08
ok "who needs none" corrects 0 "$now_" associated
ok "comes into none by another correction" not_corrected "$now_" captor 2016-12-08
ok "but into one that is open" corrects 0 "$now_" carrying_arms
ok "at home the last day counts" comes deserter_home 2017-03-08T23:59+02:00
ok "the next does not" too_late deserter_home 2017-03-09T00:00+02:00 2017-03-08
ok "abroad two months more do" comes deserter_abroad 2017-05-08T23:59+02:00
ok "and no day more" too_late deserter_abroad 2017-05-09T00:00+02:00 2017-05-08

lists()
{
	json 0 --data "$r" decree list --at 2016-12-01 && [ "$(grep -c '"type":"decree"' "$work/out")" -eq 4 ] &&
		grep -q '"number":"15/2016-1","extends":"15/2016"' "$work/out" &&
		grep -q '"category":"captor","months":1,"day_named":false,"from":"2016-11-09","last_day":"2016-12-08","closes_at":"2016-12-09T00:00:00+02:00","also":"free_captive","state":"open"' "$work/out"
}
ok "all decrees are listed with their windows" lists
shows()
{
	exits 0 --data "$r" decree show 18/2018 --at 2016-12-08 && says 'excluded_acts: .*torture' && says 'appeal_days: 60' &&
		says 'captor +2016-11-09 to 2016-12-08  open, this is the last day; also required: free_captive'
}
ok "one is shown whole" shows
ok "one that is not there is not" json 3 --data "$r" decree show 99/2016
mistaken()
{
	exits 0 --data "$r" decree correct 18/2018 appeal_days=75 --as 'Hala Nouri,Rana Qassab' &&
		run --data "$r" cut --log hq && deadline deserter_home 2017-01-01 '"appeal_days":75'
}
ok "a mistake is corrected by a new entry" mistaken
# An act is judged by what the log of headquarters had when it was recorded, not by what came into it later on the day, nor by what is cut for
# a day that is over.
five() # TIME: so many come, and are registered
{
	for _ in 1 2 3 4 5; do
		presented came_ "$1" && person "$r" "case=$came_" status_sought=keeping_arms || return 1
	done
}
window() # FROM LAST_DAY: corrected
{
	exits 0 --data "$r" decree correct 20/2017 "windows=category=keeping_arms months=1 from=$1 last_day=$2" --as 'Hala Nouri,Rana Qassab'
}
cut_takes_all()
{
	exits 0 --data "$r" cut && exits 0 --data "$r" cut --log aleppo && { run --data "$r" doctor --deep; grep -q '^ok *acts ' "$work/out"; }
}
same_day()
{
	at 2017-05-20T05:00:00Z && run --data "$r" cut && recorded 20/2017 2017-05-20 keeping_arms \
		'category=keeping_arms months=1 from=2017-05-20 last_day=2017-06-19' && at 2017-05-20T07:00:00Z && five 2017-05-20T09:30+03:00 &&
		at 2017-05-20T09:00:00Z && window 2017-05-21 2017-06-20 && exits 0 --data "$r" cut --log hq && at 2017-05-21T07:00:00Z && cut_takes_all
}
ok "who was registered before the decree was corrected stays, on the same day, too" same_day
cut_back()
{
	at 2017-05-25T07:00:00Z && run --data "$r" cut && five 2017-05-25T09:30+03:00 && at 2017-05-26T09:00:00Z && window 2017-06-01 2017-06-30 &&
		json 0 --data "$r" cut --log hq --day 2017-05-25 && grep -q '"places":0,"persons":0,"waiting":1' "$work/out" &&
		deadline keeping_arms 2017-05-26 '"from":"2017-05-21"' && json 0 --data "$r" cut --log hq && grep -q '"places":1' "$work/out" &&
		deadline keeping_arms 2017-05-26 '"from":"2017-06-01"' && cut_takes_all
}
ok "nor is a correction cut for a day before it" cut_back
cut_late() # recorded long ago, and cut for then
{
	at 2017-06-02T07:00:00Z && window 2017-06-01 2017-06-30 && at 2017-06-06T07:00:00Z && run --data "$r" cut --log aleppo &&
		json 0 --data "$r" cut --log hq --day 2017-06-03 && grep -q '"places":0,"persons":0,"waiting":1' "$work/out" &&
		json 0 --data "$r" cut --log hq --day 2017-06-05 && grep -q '"places":1' "$work/out"
}
ok "nor for one long ago" cut_late
verified()
{
	run --data "$r" publish "$r/public" && exits 0 verify "$r/public"
}
ok "a stranger finds every decree by the rules" verified

finish
