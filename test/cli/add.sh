#!/bin/sh
# One record at a time: what is accepted, what is refused and in which words, and that a refusal keeps nothing.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-20T10:00:00Z

add() # CODE KIND FIELD=VALUE...
{
	code=$1
	shift
	json "$code" --data "$r" add "$@"
}

# no PATTERN KIND FIELD=VALUE...: refused with these words, and not a byte of the register changes.
no()
{
	pattern=$1
	shift
	sums "$r" >"$work/before"
	refused "$pattern" --data "$r" add "$@" && sums "$r" >"$work/after" &&
		diff "$work/before" "$work/after" >"$work/diff"
}

# With the fields of a person whom nothing speaks against.
someone='full_name=ism Samir, family Aqqad'
reg() # FIELD=VALUE...
{
	set -- registration log=aleppo "$someone" sex=m age_doubt=no search_done=offline 'as=Lina Darwish' "$@"
	add 0 "$@"
}
no_reg() # PATTERN FIELD=VALUE...
{
	pattern=$1
	shift
	usual="log=aleppo
$someone
sex=m
age_doubt=no
search_done=offline
as=Lina Darwish"
	merged no "$pattern" registration "$@"
}
decide() # CODE CASE FIELD=VALUE...
{
	code=$1
	c=$2
	shift 2
	add "$code" decision "case=$c" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
		'panel_2=Maya Salloum' "$@"
}
no_decision() # PATTERN CASE FIELD=VALUE...
{
	pattern=$1
	c=$2
	shift 2
	usual="case=$c
proposed_outcome=granted
article=1
grounds=x
panel_1=Yusuf Kanaan
panel_2=Maya Salloum"
	merged no "$pattern" decision "$@"
}
json_case() # of the last answer
{
	sed -n 's/.*"case":"\([0-9A-Z-]*\)".*/\1/p' "$work/out"
}
both='as=Iman Rayes,Yusuf Kanaan,Maya Salloum'

ok "a person who was with an armed group without arms is registered" reg born=1980 status_sought=associated
ok "the answer gives a case number" grep -qE '"case":"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"' "$work/out"
ok "and the seal that the entry will carry" grep -qE '"seal":"[0-9a-f]{64}"' "$work/out"
case_1=$(json_case)

# Fields.
ok "a missing field is refused" no_reg '"field":"born","value":"".*"want":"a value' status_sought=associated
ok "an unknown field is refused" no_reg '"field":"motto","value":"x"' born=1980 status_sought=associated motto=x
ok "a wrong code is refused and the right ones are named" \
	no_reg '"field":"sex","value":"male","want":"one of f,m,x"' born=1980 status_sought=associated sex=male
ok "a date that does not exist is refused" \
	no_reg '"field":"born".*EDTF' born=1981-02-29 status_sought=associated
ok "all values that are wrong are said at once" no_reg '"field":"born"' sex=male born=x status_sought=associated
ok "the other one too" says '"field":"sex"'
ok "an unknown place is refused" no_reg '"field":"origin","value":"Atlantis"' born=1980 \
	status_sought=associated origin=Atlantis
ok "a place by its English name is accepted" reg born=1980 status_sought=associated 'origin=Aleppo city'
ok "a note that is no text is refused" \
	no_reg '"field":"note"' born=1980 status_sought=associated "note=$(printf 'a\377b')"
ok "so is a device" no_reg '"field":"device"' born=1980 status_sought=associated "device=$(printf 'a\377b')"
ok "a note with a control character is refused" \
	no_reg '"field":"note"' born=1980 status_sought=associated "note=$(printf 'a\033[2Jb')"
ok "a note of 401 letters is refused" \
	no_reg '"field":"note".*up to 400 characters' born=1980 status_sought=associated "note=$(printf '%0401d' 7)"
ok "400 Arabic letters are no more than 400" \
	reg born=1980 status_sought=associated "note=$(printf '%0400d' 0 | sed 's/0/ع/g')"
ok "a contact of 121 letters is refused" \
	no_reg '"field":"contact".*up to 120 characters' born=1980 status_sought=associated "contact=$(printf '%0121d' 7)"
ok "a text that turns around what follows is refused" no_reg '"field":"contact"' born=1980 status_sought=associated \
	"contact=$(printf 'a\342\200\256b')"
ok "an argument without = is a wrong call" json 2 --data "$r" add registration log
ok "a kind that does not exist is a wrong call" json 2 --data "$r" add motto text=x
ok "what the program writes itself is a wrong call" json 2 --data "$r" add cut first=0
ok "an unknown log is refused" no_reg '"field":"log","value":"damascus"' log=damascus born=1980 status_sought=associated
ok "a person's place is refused" no_reg '"field":"place"' place=Aleppo born=1980 status_sought=associated
ok "a dry run says yes" json 0 --data "$r" add --dry-run corridor corridor_no=9 for=both state=planned \
	'place=Aleppo city' log=aleppo 'as=Karim Jabbour'
sums "$r" >"$work/before"
run --data "$r" add --dry-run registration log=aleppo "$someone" sex=m age_doubt=no search_done=offline born=1980 \
	status_sought=associated 'as=Lina Darwish'
sums "$r" >"$work/after"
ok "and keeps nothing" cmp -s "$work/before" "$work/after"

# Children: any doubt, by any reading of the date.
# On 20 October 2016 who was born on 20 October 1998 has come of age.
for born in 1998-10-20 1998-10-19 1998-09 1997 1996~ '1996?' 1990/1997 1955; do
	ok "born $born is an adult" reg "born=$born" status_sought=associated
done
for born in 1998-10-21 1998-10 1998 1998~ 1997~ '1997?' 1997% 2000 1999~ 1970/1999 2016-10-01; do
	ok "born $born is a child" no_reg '"field":"born".*child protection' "born=$born" status_sought=associated
done
ok "doubt about age is enough" no_reg 'child protection' born=1960 age_doubt=yes status_sought=associated

# The decree of 28 July: arms three months, to 27 October; captors one month, to 27 August.
arms=status_sought=carrying_arms
at 2016-10-30T10:00:00Z
came() # TIME [FIELD=VALUE...]: received then, as two say, since it is long ago
{
	time_=$1
	shift
	run --data "$r" add presentation in_group=no triage=safe language=ara reception_no=x log=aleppo "occurred_at=$time_" late_reason=x \
		'as=Samar Dabbagh,Samir Attar' && came_=$(case_of) &&
		run --data "$r" add notice "case=$came_" notice_version=N-3 language=ara read_aloud=yes legal_basis=public_interest agreed=none \
			given_by=self purposes=decision told=who_sees,rights,limits_of_sealing log=aleppo 'as=Lina Darwish' && reg "case=$came_" born=1980 "$@"
}
not_came() # PATTERN, as came
{
	pattern_=$1
	shift
	! came "$@" && says "$pattern_"
}
ok "the last day counts to midnight, though the operation's day ended at 18:00" \
	reg born=1980 $arms occurred_at=2016-10-27T23:30+03:00
ok "the day after is outside" no_reg '"field":"status_sought".*2016-10-27' born=1980 $arms \
	occurred_at=2016-10-28T10:00+02:00
ok "the first day counts from its start" came 2016-07-28T00:30+03:00 $arms
ok "the evening before is outside" not_came status_sought 2016-07-27T23:30+03:00 $arms
ok "by the day alone: the last one is inside" reg born=1980 $arms day=2016-10-27
ok "by the day alone: the next one is outside" no_reg '"field":"status_sought"' born=1980 $arms day=2016-10-28
ok "now it is too late" no_reg '"field":"status_sought".*2016-10-27' born=1980 $arms
ok "digits of an Arabic keyboard are digits" reg born=١٩٨٠ $arms day=٢٠١٦-١٠-۲۷
ok "a captor had until the end of August" came 2016-08-27T12:00+03:00 status_sought=captor
ok "and is too late the day after" not_came 2016-08-27 2016-08-28T12:00+03:00 status_sought=captor
ok "a category that no decree covers is refused" \
	no_reg '"field":"status_sought".*a decree in the log' born=1980 status_sought=deserter_home
ok "the associated need no window" reg born=1980 status_sought=associated

# An extension of the extension.
extension() # NUMBER EXTENDS FROM LAST
{
	json 0 --data "$r" add decree "number=$1" "issued_on=$3" "extends=$2" text_source=test \
		"windows=category=carrying_arms months=3 from=$3 last_day=$4" covered=carrying_arms \
		excluded_acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence \
		required_acts=present_in_person,pledge appeal_days=30 'as=Hala Nouri,Rana Qassab' &&
		json 0 --data "$r" cut --log hq
}
ok "a first extension is recorded" extension 15/2016-1 15/2016 2016-10-28 2017-01-27
ok "it covers those in between" reg born=1980 $arms
ok "it does not cover other categories" no_reg '"field":"status_sought"' born=1980 status_sought=captor
at 2017-01-28T12:00:00Z
ok "it ends too" no_reg 'status_sought.*2017-01-27' born=1980 $arms
ok "a second extension is recorded" extension 15/2016-2 15/2016-1 2017-01-28 2017-04-27
ok "it covers again" reg born=1980 $arms
ok "a window whose last day is none of its months is refused" no '"field":"windows.last_day"' decree number=16 \
	issued_on=2017-01-28 text_source=test 'windows=category=captor months=1 from=2017-01-28 last_day=2017-03-01' \
	covered=captor excluded_acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence \
	required_acts=pledge appeal_days=30 'as=Hala Nouri,Rana Qassab'
ok "a decree that pardons torture is refused" no '"field":"excluded_acts","value":"torture"' decree number=16 \
	issued_on=2017-01-28 text_source=test 'windows=category=captor months=1 from=2017-01-28 last_day=2017-02-27' \
	covered=captor excluded_acts=war_crime,crime_against_humanity,genocide,sexual_violence required_acts=pledge \
	appeal_days=30 'as=Hala Nouri,Rana Qassab'
ok "a decree with two signatures of one role is refused" no '"field":"as"' decree number=16 \
	issued_on=2017-01-28 text_source=test 'windows=category=captor months=1 from=2017-01-28 last_day=2017-02-27' \
	covered=captor excluded_acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence \
	required_acts=pledge appeal_days=30 'as=Samir Attar,Rana Qassab'
ok "an extension of a decree that does not exist is refused" no '"field":"extends","value":"99/2016"' decree \
	number=16 issued_on=2017-01-28 extends=99/2016 text_source=test \
	'windows=category=captor months=1 from=2017-01-28 last_day=2017-02-27' covered=captor \
	excluded_acts=war_crime,crime_against_humanity,genocide,torture,sexual_violence required_acts=pledge \
	appeal_days=30 'as=Hala Nouri,Rana Qassab'

# Days.
ok "a day to come is refused" no_reg '"field":"day".*2017-01-28' born=1980 status_sought=associated day=2017-01-29
ok "so is a time to come" no_reg '"field":"day"' born=1980 status_sought=associated occurred_at=2017-01-28T19:00+02:00
ok "a time before the cut-off is today" reg born=1980 status_sought=associated occurred_at=2017-01-28T12:59+02:00
ok "a day that is not that of the time is refused" no_reg '"field":"day","value":"2017-01-26".*2017-01-27' \
	born=1980 status_sought=associated day=2017-01-26 occurred_at=2017-01-26T18:00+02:00
ok "the evening belongs to the next day" reg born=1980 status_sought=associated day=2017-01-27 \
	occurred_at=2017-01-26T18:00+02:00
ok "a time without an offset is refused" no_reg '"field":"occurred_at"' born=1980 status_sought=associated \
	occurred_at=2017-01-26T18:00
ok "a period that ends before it starts is refused" no '"field":"from_day"' corridor_count corridor=aleppo/3 \
	direction=out persons=1 method=stated from_hour=2017-01-26T10:00+02:00 log=aleppo day=2017-01-26 \
	from_day=2017-01-27 'as=Dina Farhat,Adel Maalouf'

# Officers.
ok "checks are opened, and a decision is proposed" proposed "$r" "$case_1"
ok "no officer is refused" no '"field":"as"' registration log=aleppo "$someone" sex=m age_doubt=no \
	search_done=offline born=1980 status_sought=associated
ok "an unknown officer is refused" no_reg '"field":"as","value":"Nobody"' born=1980 status_sought=associated as=Nobody
ok "an officer of another role is refused" no '"field":"as","value":"Dina Farhat".*registrar' registration log=aleppo \
	"$someone" sex=m age_doubt=no search_done=offline born=1980 status_sought=associated 'as=Dina Farhat'
ok "before the officer serves is too early" no '"field":"as".*serves' corridor corridor_no=9 for=both \
	state=planned 'place=Aleppo city' log=aleppo 'as=Karim Jabbour' day=2016-06-30
ok "the same officer twice is refused" no_decision '"field":"as","value":"Yusuf Kanaan".*each officer once' "$case_1" \
	outcome=granted "notified_on=$(today)" 'as=Yusuf Kanaan,Yusuf Kanaan'
ok "one signature of two is refused" no_decision '"field":"as".*2 officers' "$case_1" outcome=granted "notified_on=$(today)" 'as=Yusuf Kanaan'
ok "a second officer of the wrong role is refused" no_decision '"value":"Dina Farhat".*who proposed last, panel' "$case_1" \
	outcome=granted "notified_on=$(today)" 'as=Iman Rayes,Yusuf Kanaan,Dina Farhat'
ok "whoever registered the person does not decide" no_decision '"value":"Lina Darwish".*its registrar' "$case_1" \
	outcome=granted "notified_on=$(today)" 'as=Yusuf Kanaan,Lina Darwish'

# The life of a case.
ok "a decision on no case is refused" no '"field":"case"' decision outcome=granted "notified_on=$(today)" proposed_outcome=granted \
	log=aleppo article=1 grounds=x 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' "$both"
ok "a decision on an unknown case is refused" no_decision '"field":"case","value":"0000-0000"' 0000-0000 \
	outcome=granted "notified_on=$(today)" "$both"
ok "a decision in the log of another centre is refused" no_decision '"field":"log".*the log in which the case is' "$case_1" \
	outcome=granted "notified_on=$(today)" log=al-tall "$both"
ok "a registration with a case number of its own is refused" no_reg '"field":"case"' born=1980 \
	status_sought=associated case=0000-0000
ok "a registration of a case that exists is refused" no_reg '"field":"case"' born=1980 status_sought=associated \
	"case=$case_1"
ok "a case number on a record about a place is refused" no '"field":"case"' corridor corridor_no=9 for=both \
	state=planned 'place=Aleppo city' log=aleppo 'as=Karim Jabbour' "case=$case_1"
ok "a refusal to a person without a last day for an appeal is refused" no_decision '"field":"appeal_until"' "$case_1" \
	outcome=not_covered "$both"
ok "so is one that is put off without saying until when" no_decision '"field":"appeal_until"' "$case_1" outcome=deferred \
	"$both"
ok "a referral without two sources is refused" no_decision '"field":"evidence"' "$case_1" outcome=referred \
	appeal_until=2017-03-01 acts_named=torture 'chief=Rana Qassab' "$both"
someone='full_name=ism Omar, family Haddad'
ok "somebody else's decision is put off" reg born=1980 status_sought=associated
case_2=$(json_case)
ok "which was proposed" proposed "$r" "$case_2"
ok "not for longer than the checks may last" no_decision '"field":"deferred_until"' "$case_2" outcome=deferred \
	appeal_until=2017-03-01 deferred_until=2017-06-01 "$both"
ok "which is no decision yet" decide 0 "$case_2" outcome=deferred appeal_until=2017-03-01 "deferred_until=$(date -u -d "@$CLOCK" +%F)" \
	"$both"
ok "and has to be taken up again first" no_decision '"field":"case","value":"deferred"' "$case_2" outcome=granted "notified_on=$(today)" "$both"
ok "two of the panel grant" decide 0 "$case_1" outcome=granted "notified_on=$(today)" "$both"
ok "a case that is decided is not decided again" no_decision '"field":"case".*decided already' "$case_1" \
	outcome=granted "notified_on=$(today)" "$both"
ok "nor otherwise" no_decision '"field":"case".*decided already' "$case_1" outcome=not_covered \
	appeal_until=2017-03-01 "$both"

# Keys that occur once, and idempotency.
ok "a place that exists is refused" no '"field":"place_no"' place place_no=SY-HL level=governorate parent=SY \
	name_en=Haleb name_ar=حلب 'as=Omar Zahed'
ok "an English name that exists is refused" no '"field":"name_en"' place place_no=SY-XX level=governorate parent=SY \
	name_en=Aleppo name_ar=حلب 'as=Omar Zahed'
ok "a second operation is refused" no '"field":"kind","value":"operation"' operation name_en=x name_ar=x zone=x \
	cutoff_hour=18 languages=ara small_cell=5 sum_delay_days=30 \
	'retention=class=case_granted months=120 then=review' controller=CENTRE dpia="$(printf '%064d' 0)" \
	'offsets=from=2016-07-28 minutes=180' 'as=Rana Qassab,Samir Attar'
ok "headquarters' kinds go to its log only" no '"field":"log","value":"aleppo"' party party_no=X class=state \
	log=aleppo 'as=Omar Zahed'
ok "a key of idempotency is accepted once" reg born=1980 status_sought=associated idempotency_key=desk-1-0001
first=$(sed -n 's/.*"draft":"\([0-9a-f]*\)".*/\1/p' "$work/out")
ok "the second time the first receipt comes back" reg born=1980 status_sought=associated idempotency_key=desk-1-0001
ok "and says so" grep -q "\"draft\":\"$first\".*\"again\":true" "$work/out"

# Officers: a second try after an interruption records nobody twice.
enrol() # ARGUMENTS
{
	json 0 --data "$r" officer enrol "$@" --as 'Rana Qassab,Samir Attar'
}
officers() # WAITING IN-THE-LOG: so many entries about officers
{
	run --data "$r" --json show drafts && [ "$(grep -c '"kind":"officer"' "$work/out")" -eq "$1" ] &&
		run --data "$r" --json log show hq --count 1000 && [ "$(grep -c '"kind":"officer"' "$work/out")" -eq "$2" ]
}
in_log=$(($(wc -l <"$example/officers.csv") - 1))
twice() # as often as one likes, before the cut and after it
{
	enrol 'Hala Sabbagh' --roles registrar,monitor --from 2017-01-20 && grep -q '"accepted":1,"again":0' "$work/out" &&
		enrol 'Hala Sabbagh' --roles monitor,registrar --from 2017-01-20 &&
		grep -q '"name":"Hala Sabbagh","again":true' "$work/out" && grep -q '"accepted":0,"again":1' "$work/out" &&
		officers 1 "$in_log" && exits 0 --data "$r" cut --log hq && officers 0 $((in_log + 1)) &&
		exits 0 --data "$r" officer enrol 'Hala Sabbagh' --roles registrar,monitor --from 2017-01-20 \
			--as 'Rana Qassab,Samir Attar' && says '^Hala Sabbagh: already enrolled' && ! says accepted &&
		officers 0 $((in_log + 1))
}
otherwise() # other roles or other days are recorded; and then the first ones are something else again
{
	enrol 'Hala Sabbagh' --roles registrar --from 2017-01-20 && officers 1 $((in_log + 1)) &&
		enrol 'Hala Sabbagh' --roles registrar --from 2017-01-20 --until 2017-12-31 && officers 2 $((in_log + 1)) &&
		enrol 'Hala Sabbagh' --roles registrar --from 2017-01-20 --until 2017-12-31 && officers 2 $((in_log + 1)) &&
		enrol 'Hala Sabbagh' --roles registrar --from 2017-01-20 && officers 3 $((in_log + 1))
}
of_a_file() # those who are new, and nobody else; of a name that stands there twice one
{
	{ cat "$example/officers.csv" && echo 'Anna Nova,registrar,2017-01-20,' && echo 'Anna Nova,registrar,2017-01-20,'; } \
		>"$work/officers.csv" && enrol --file "$work/officers.csv" &&
		grep -q "\"accepted\":1,\"again\":$((in_log + 1))" "$work/out" && officers 4 $((in_log + 1))
}
misread() # what stands in no column, or in one that is there twice, is not passed over, and nobody is enrolled
{
	csv "$work/wide.csv" name,roles,from 'Bana Nova,registrar,2017-01-20,' 'Cyra Nova,registrar,2017-01-20,aid' &&
		exits 5 --data "$r" officer enrol --file "$work/wide.csv" --as 'Rana Qassab,Samir Attar' &&
		grep -q 'row 3: .*wide.csv: .*"aid"' "$work/err" && grep -q 'nothing behind the last column' "$work/err" &&
		csv "$work/twice.csv" name,roles,roles 'Bana Nova,registrar,aid' &&
		exits 5 --data "$r" officer enrol --file "$work/twice.csv" --as 'Rana Qassab,Samir Attar' &&
		grep -q 'row 1: .*twice.csv: .*"roles"' "$work/err" && officers 4 $((in_log + 1))
}
ok "an officer who is enrolled already is not recorded again" twice
ok "with other roles or days he is" otherwise
ok "of a file those who are new are recorded" of_a_file
ok "a file of officers is read whole" misread
finish
