#!/bin/sh
# What a day brings about happens by itself, once, and not a day earlier: reviews, deferrals that end, courts that are
# silent, people who are lost, papers that are confirmed, suspensions that lapse. The queue says what waits for whom.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
add()
{
	run --data "$r" add "$@" --log aleppo
}
cuts()
{
	run --data "$r" cut
}
# The numbers of cases, as `registered` sets them.
slow='' held='' later='' stopped='' hasty='' waiting='' court='' k1='' k2='' gone=''
on() # DAY: at noon
{
	at "${1}T10:00:00Z"
}
seek=carrying_arms
# A case, step by step, by different officers.
registered() # NAME: the number of a new case, in a variable of this name
{
	add presentation in_group=no triage=safe language=ara "reception_no=$1" 'as=Samar Dabbagh' || return 1
	eval "$1=\$(case_of)"
	eval "case_=\$$1"
	# shellcheck disable=SC2154 # set by eval
	add notice "case=$case_" notice_version=N-3 language=ara read_aloud=yes legal_basis=public_interest agreed=none \
		given_by=self purposes=decision,duplicate_search told=who_sees,rights,limits_of_sealing 'as=Lina Darwish' &&
		person "$r" "case=$case_" "status_sought=$seek"
}
checked() # NAME
{
	registered "$1" && add step "case=$case_" event=open_checks why=other 'as=Iman Rayes'
}
proposed() # NAME
{
	checked "$1" && add pledge "case=$case_" text_version=PL-2 language=ara "given_on=$(date -u -d "@$CLOCK" +%F)" 'as=Lina Darwish' &&
		add step "case=$case_" event=propose why=other 'as=Iman Rayes'
}
decided() # NAME OUTCOME OFFICERS [FIELD...]
{
	proposed "$1" || return 1
	outcome=$2
	officers=$3
	shift 3
	add decision "case=$case_" "outcome=$outcome" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
		"notified_on=$(today)" "as=$officers" "$@"
}
granted() # NAME
{
	decided "$1" granted 'Iman Rayes,Yusuf Kanaan'
}
paper() # NAME INDEX PROVISIONAL [FIELD...]
{
	granted "$1" || return 1
	index=$2
	provisional=$3
	shift 3
	add certificate "case=$case_" "status_index=$index" "serial=S$index" "paper_hash=$(printf '%064d' "$index")" name_on_paper=no \
		"provisional=$provisional" "issued_on=$(date -u -d "@$CLOCK" +%F)" 'as=Layla Haddad,Yusuf Kanaan' "$@"
}
state() # CASE STATE
{
	json 0 --data "$r" show cases && grep "\"$1\"" "$work/out" | grep -q "\"state\":\"$2\"\|\"event\":\"$2\""
}
due() # CODE CASE: is due now
{
	json 0 --data "$r" due --dry-run && grep -q "\"code\":\"$1\".*\"case\":\"$2\"" "$work/out"
}
not_due() # CODE CASE
{
	json 0 --data "$r" due --dry-run && ! grep -q "\"code\":\"$1\".*\"case\":\"$2\"" "$work/out"
}
waits() # CASE PATTERN: a line of the queue
{
	json 0 --data "$r" queue && grep "\"case\":\"$1\"" "$work/out" | grep -qE -e "$2"
}
acts() # CASE EVENT: how often it happened
{
	run --data "$r" show case "$1" --json
	grep -c "\"event\":\"$2\"" "$work/out"
}

on 2016-08-01
people()
{
	checked slow && proposed held && decided later deferred 'Iman Rayes,Yusuf Kanaan,Maya Salloum' \
		'panel_2=Maya Salloum' appeal_until=2016-09-15 deferred_until=2016-08-20 && paper stopped 11 no &&
		paper hasty 12 yes provisional_until=2016-08-31 && registered waiting &&
		add presentation in_group=no triage=safe language=ara reception_no=gone 'as=Samar Dabbagh' && gone=$(case_of) && cuts
}
ok "people come, each step by somebody else" people

# A deferral ends on its day.
not_yet_20()
{
	on 2016-08-19 && not_due C20 "$later"
}
ok "a deferral is not over before its day" not_yet_20
over_20()
{
	on 2016-08-20 && due C20 "$later" && sums "$r" >"$work/before" && due C20 "$later" && sums "$r" >"$work/after" &&
		cmp -s "$work/before" "$work/after"
}
ok "on its day it is, and asking changes nothing" over_20
ends_20()
{
	json 0 --data "$r" cut && grep -q '"log":"aleppo".*"due":1,"due_refused":0,' "$work/out" && not_due C20 "$later" &&
		[ "$(acts "$later" reopen)" -eq 1 ]
}
ok "the cut does it first, once" ends_20

# A provisional paper is confirmed by silence.
not_yet_k3()
{
	on 2016-08-30 && not_due K03 "$hasty"
}
ok "a provisional paper stays so for thirty days" not_yet_k3
confirms()
{
	on 2016-08-31 && due K03 "$hasty" && json 0 --data "$r" due && grep -q '"recorded":1,"refused":0' "$work/out" &&
		json 0 --data "$r" due && grep -q '"recorded":0' "$work/out" && [ "$(acts "$hasty" confirm)" -eq 1 ]
}
ok "then silence confirms it, once" confirms
signed_confirm()
{
	refused '"field":"as"' --data "$r" add standing "case=$hasty" status_index=12 act=confirm reason_code=expired_provisional --log aleppo
}
ok "nobody does by hand what the clock does" signed_confirm

# A suspension lapses.
suspended()
{
	on 2016-09-01 && add pledge_case "case=$stopped" alleged_by=STATE what=x heard_on=2016-09-01 finding=breach 'as=Tawfiq Saleh' &&
		add standing "case=$stopped" status_index=11 act=suspend reason_code=breach_of_pledge \
			'as=Tawfiq Saleh,Zeina Homsi,Samir Attar' && cuts && waits "$stopped" '"role":"panel,authority","what":"revoke_or_lift".*"limit":"2016-09-30"'
}
ok "a suspended paper waits for the panel, with a limit" suspended
not_yet_k7()
{
	on 2016-09-30 && not_due K07 "$stopped"
}
ok "a suspension holds for thirty days" not_yet_k7

# Sixty days of checks.
sixty()
{
	on 2016-09-29 && not_due C12 "$slow" && waits "$slow" '"role":"screener","what":"propose".*"overdue":true' &&
		waits "$waiting" '"role":"screener","what":"open_checks","case":"[^"]*","log":"aleppo","since":"2016-08-01","limit":"2016-09-29"'
}
ok "checks may go on for sixty days, and the queue says when a step was late" sixty
proposal()
{
	not_due X70 "$held" && waits "$held" '"role":"panel","what":"decide".*"limit":"2016-09-29"'
}
ok "so for whom a proposal waits" proposal
review()
{
	on 2016-09-30 && due C12 "$slow" && cp "$work/out" "$work/due" && cuts && [ "$(acts "$slow" review_due)" -eq 1 ] &&
		waits "$slow" '"role":"panel","what":"propose".*"limit":"2016-10-06"'
}
ok "then the panel has a week" review
# No proposal switches that off, whenever it was made.
in_review()
{
	grep -q "\"code\":\"X70\".*\"case\":\"$held\"" "$work/due" && [ "$(acts "$held" review_due)" -eq 1 ] &&
		waits "$held" '"role":"panel","what":"propose".*"limit":"2016-10-06"'
}
ok "also where somebody proposed and nobody decided" in_review
lapses()
{
	on 2016-10-01 && due K07 "$stopped" && cuts && [ "$(acts "$stopped" lapse)" -eq 1 ] && cuts && [ "$(acts "$stopped" lapse)" -eq 1 ]
}
ok "on the day after, a suspension is over by itself" lapses

in_time()
{
	on 2016-10-01 && add step "case=$held" event=propose why=other 'as=Maya Salloum' && cuts &&
		[ "$(acts "$held" review_due)" -eq 1 ] && waits "$held" '"role":"panel","what":"decide".*"limit":"2016-10-07","overdue":false'
}
ok "what the panel proposes in a review is no reason for another; it has a week to decide" in_time
# After the time for checks nothing but findings of two sources keeps somebody from the grant.
unfounded()
{
	! add step "case=$slow" event=summon day=2016-09-20 until=2016-09-21 why=other 'as=Iman Rayes' && says 'a day from 2016-10-01 on' &&
		add step "case=$slow" event=hear why=other 'as=Maya Salloum' &&
		! add step "case=$slow" event=propose outcome=not_covered grounds=x why=other 'as=Maya Salloum' && says 'findings .hit. of two sources' &&
		! add decision "case=$held" outcome=not_covered proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' 'panel_2=Zeina Homsi' \
			"notified_on=$(today)" appeal_until=2016-11-30 'as=Maya Salloum,Yusuf Kanaan,Zeina Homsi' && says 'findings .hit. of two sources'
}
ok "and without two sources it proposes and decides the grant" unfounded

unbegun()
{
	waits "$waiting" '"role":"chief","what":"see_to".*"limit":"2016-09-29","overdue":true' && [ "$(acts "$waiting" escalate)" -eq 0 ]
}
ok "whose checks nobody began in sixty days the chief sees to" unbegun

# Somebody is lost only after three tries.
untried()
{
	waits "$waiting" '"role":"case_worker","what":"reach".*0 of 3 tries' && not_due C36 "$waiting"
}
ok "nobody is lost whom nobody tried to reach" untried
one_day()
{
	on 2016-10-02
	for _ in 1 2 3; do
		add step "case=$waiting" event=summon why=other until=2016-10-02 'as=Iman Rayes' || return 1
	done
	waits "$waiting" '"what":"reach".*1 of 3 tries' && not_due C36 "$waiting"
}
ok "three tries of one day are one" one_day
tried()
{
	for try in 03 04; do
		on "2016-10-$try"
		add step "case=$waiting" event=summon why=other "until=2016-10-$try" 'as=Iman Rayes' || return 1
	done
	due C36 "$waiting" && cuts && [ "$(acts "$waiting" lost_contact)" -eq 1 ] && state "$waiting" lost_contact
}
ok "after tries on three days and sixty days he is absent" tried
# Who came, was not registered and is gone: no file stays open for ever, and nothing is counted.
unregistered()
{
	on 2016-10-04 && waits "$gone" '"role":"case_worker","what":"reach".*0 of 3 tries' || return 1
	for try in 04 05 06; do
		on "2016-10-$try"
		add step "case=$gone" event=summon why=other "until=2016-10-$try" 'as=Iman Rayes' || return 1
	done
	run --data "$r" bulletin show --at 2016-10-06 && cp "$work/out" "$work/figures"
	due X61 "$gone" && cuts && [ "$(acts "$gone" lost_contact)" -eq 1 ] && json 0 --data "$r" show case "$gone" &&
		grep -q '"state":"left"' "$work/out" && run --data "$r" bulletin show --at 2016-10-06 && cmp -s "$work/out" "$work/figures"
}
ok "who was never registered and is gone left, and counts nowhere" unregistered
comes_again()
{
	add presentation "case=$gone" in_group=no triage=safe language=ara reception_no=gone2 'as=Samar Dabbagh'
}
ok "and may come again" comes_again

# A court that is silent is asked, again and again.
handed_over()
{
	on 2016-10-06 && not_due X44 "$slow"
	checked court && add check "case=$court" check=excluded_acts source=LOCAL asked_what=x result=hit evidence=document 'as=Iman Rayes' &&
		add check "case=$court" check=court_record source=COURT asked_what=x result=hit evidence=court_file 'as=Iman Rayes' &&
		on 2016-10-13 && cuts && ! add step "case=$court" event=propose why=other outcome=referred grounds=x "evidence=$court/4,$court/5" \
			'as=Iman Rayes' && says 'event=hear' && add step "case=$court" event=hear why=other 'as=Iman Rayes' &&
		add step "case=$court" event=propose why=other outcome=referred grounds=x "evidence=$court/4,$court/5" 'as=Iman Rayes' &&
		add decision "case=$court" outcome=referred proposed_outcome=referred article=4 grounds=x acts_named=torture \
			"evidence=$court/4,$court/5" 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' 'chief=Rana Qassab' \
			notified_on=2016-10-13 appeal_until=2016-11-12 'as=Iman Rayes,Yusuf Kanaan,Maya Salloum,Rana Qassab'
}
ok "somebody is referred to a court" handed_over

# The queue.
oldest_first()
{
	json 0 --data "$r" queue && grep -o '"since":"[0-9-]*"' "$work/out" >"$work/since" && [ "$(wc -l <"$work/since")" -gt 3 ] &&
		sort -c "$work/since"
}
ok "the oldest comes first" oldest_first
one_role()
{
	json 0 --data "$r" queue --role panel && grep -q '"what":"propose"' "$work/out" && ! grep -q '"role":"screener"' "$work/out" &&
		json 2 --data "$r" queue --role nobody
}
ok "a role sees what is its own" one_role
no_names()
{
	exits 0 --data "$r" queue && ! says 'Samir|Aqqad|Darwish' && says "$slow"
}
ok "numbers only, no names" no_names
attests()
{
	json 0 --data "$r" queue --role reception && grep -q '"what":"attest","case":null,"log":"aleppo".*"limit":"2016-10-16"' "$work/out"
}
ok "a cut that nobody attested waits" attests
late()
{
	[ "$(acts "$slow" escalate)" -eq 1 ] && waits "$slow" '"role":"chief","what":"see_to".*"limit":"2016-10-06","overdue":true' && cuts &&
		[ "$(acts "$slow" escalate)" -eq 1 ]
}
ok "when the panel's week was over the chief was told, once" late
undecided()
{
	[ "$(acts "$held" escalate)" -eq 1 ] && waits "$held" '"role":"chief","what":"see_to".*"limit":"2016-10-07","overdue":true'
}
ok "and of what the panel proposed and did not decide" undecided
# Whoever proposed signs the decision, too: of one who left the panel sends the proposal back, more than once if need be.
retires() # NAME
{
	run --data "$r" officer retire "$1" --as 'Rana Qassab,Samir Attar' && cuts
}
decides() # COMMAND OFFICERS
{
	"$1" decision "case=$held" outcome=granted proposed_outcome=granted article=1 grounds=x "panel_1=${2#*,}" "notified_on=$(today)" "as=$2"
}
not()
{
	refused "$pattern" --data "$r" add "$@" --log aleppo
}
returns() # COMMAND
{
	"$1" step "case=$held" event=return why=other 'as=Hiba Kayali'
}
left()
{
	on 2016-10-14 && retires 'Maya Salloum' || return 1
	pattern='who proposed last, panel .who neither screened nor proposed in the case.; Maya Salloum serves no more: have the panel send it back .step event=return.'
	decides not 'Yusuf Kanaan,Anwar Deeb' && waits "$held" '"role":"panel","what":"send_back".*"overdue":true'
}
ok "whoever proposed and retired is named, and what to do" left
anew()
{
	returns add && cuts && add step "case=$held" event=propose why=other 'as=Tawfiq Saleh' &&
		waits "$held" '"role":"panel","what":"decide"'
}
ok "another proposes" anew
pattern='"field":"event".*once is all while whoever proposed last serves'
ok "which is not sent back again" returns not
once_more()
{
	on 2016-10-15 && retires 'Tawfiq Saleh' && returns add && cuts && add step "case=$held" event=propose why=other 'as=Nizar Jundi'
}
ok "unless that one leaves, too" once_more
new_key()
{
	run --data "$r" officer recover 'Nizar Jundi' --as 'Rana Qassab,Samir Attar' && on 2016-10-16 && cuts && returns not
}
ok "whoever has a new key has not left" new_key
decided_at_last()
{
	decides add 'Nizar Jundi,Salim Arnaout' && ! waits "$held" '"role":"(panel|chief)"'
}
ok "then it is decided" decided_at_last
# Who retired signs for no earlier day either: of the panel another one does, and the cut says the same.
papers()
{
	add certificate "case=$held" status_index=13 serial=S13 "paper_hash=$(printf '%064d' 13)" name_on_paper=no provisional=no \
		issued_on=2016-10-16 day=2016-10-16 'as=Layla Haddad,Hiba Kayali'
}
instead()
{
	! papers && on 2016-10-17 && retires 'Salim Arnaout' && papers && exits 0 --data "$r" cut
}
ok "and where who approved has left another of the panel signs the paper, also for a day before" instead
weekly()
{
	on 2016-10-19 && not_due X44 "$slow" && on 2016-10-20 && due X44 "$slow"
}
ok "and is a week later again" weekly
requests()
{
	add request "case=$slow" right=access lodged_on=2016-10-05 answer_due=2016-11-04 'as=Wafa Bitar' &&
		waits "$slow" '"role":"dpo","what":"answer".*"limit":"2016-11-04","overdue":false' && on 2016-11-05 &&
		waits "$slow" '"role":"dpo","what":"answer".*"overdue":true' &&
		add request "case=$slow" right=access lodged_on=2016-10-05 answer_due=2016-11-04 answer=done 'as=Wafa Bitar' &&
		! waits "$slow" '"what":"answer"'
}
ok "a request waits for thirty days, and is late then" requests
appeals()
{
	add appeal "case=$stopped" against=suspended by=person lodged_on=2016-11-05 'as=Rula Masri' &&
		waits "$stopped" '"role":"panel","what":"decide_appeal".*"limit":"2016-12-04"'
}
ok "an appeal waits for thirty days" appeals
stops()
{
	add stop_report "case=$hasty" where=Syria result=held 'as=Rula Masri' && waits "$hasty" '"role":"protection","what":"follow_up"' &&
		add stop_report "case=$hasty" where=Syria result=hurt 'as=Rula Masri' && first=$(stops_of | head -n 1) && second=$(stops_of | tail -n 1) &&
		stopped_at "follows=$second" && waits "$hasty" "\"what\":\"follow_up\".*follows=$first)" && ! waits "$hasty" "follows=$second)"
}
stops_of() { run --data "$r" show case "$hasty" --json && sed -n 's/.*"step":\([0-9]*\),"kind":"stop_report".*/\1/p' "$work/out"; }
stopped_at() { add stop_report "case=$hasty" where=Syria result=hurt followed_up=2016-11-05 "$@" 'as=Rula Masri'; }
ok "of a bearer who was stopped twice each waits for somebody to follow it up" stops
one_stop()
{
	keep='"field":"follows".*'
	refused "$keep: $first\"" --data "$r" add stop_report "case=$hasty" where=Syria result=hurt followed_up=2016-11-05 "follows=$second" --log aleppo \
		'as=Rula Masri' && stopped_at "follows=$first" && ! waits "$hasty" '"what":"follow_up"'
}
ok "and once" one_stop
alleged()
{
	add pledge_case "case=$hasty" alleged_by=LOCAL what=x 'as=Yusuf Kanaan' && add pledge_case "case=$hasty" alleged_by=STATE what=y 'as=Yusuf Kanaan' &&
		run --data "$r" show case "$hasty" --json && last=$(sed -n 's/.*"step":\([0-9]*\),"kind":"pledge_case".*/\1/p' "$work/out" | tail -n 1) &&
		add pledge_case "case=$hasty" alleged_by=STATE what=y heard_on=2016-11-05 finding=not_proved "follows=$last" 'as=Yusuf Kanaan' &&
		run --data "$r" queue --json && [ "$(grep "$hasty" "$work/out" | grep -c '"what":"find"')" -eq 1 ] &&
		add pledge_case "case=$hasty" alleged_by=LOCAL what=x heard_on=2016-11-05 finding=not_proved "follows=$((last - 1))" 'as=Yusuf Kanaan'
}
ok "what is found of one allegation is not found of another" alleged

# Lists that were told.
effect()
{
	run --data "$r" effect add notice "$@" --log aleppo --as 'Omar Zahed'
}
told()
{
	effect notice_no=E-1 target=checkpoint_list count=6 sent_on=2016-11-05 && json 0 --data "$r" queue --role liaison &&
		grep -q '"what":"confirm_effect".*"since":"2016-11-05","limit":"2016-11-12","overdue":false' "$work/out" && on 2016-11-13 &&
		json 0 --data "$r" queue --overdue && grep -q '"what":"confirm_effect"' "$work/out"
}
ok "a list that was told has seven days" told
other_notice()
{
	refused '"field":"notice_no"' --data "$r" add effect_notice notice_no=E-1 target=bank count=6 sent_on=2016-11-05 --log aleppo \
		'as=Omar Zahed'
}
ok "a number is of one notice" other_notice
confirmed()
{
	effect notice_no=E-1 target=checkpoint_list count=6 sent_on=2016-11-05 confirmed_on=2016-11-13 refused=1 &&
		! run --data "$r" effect list --open && json 0 --data "$r" effect list &&
		grep -q '"notice_no":"E-1","log":"aleppo".*"confirmed_on":"2016-11-13","days":8,"refused":1' "$work/out" &&
		refused 'not confirmed yet' --data "$r" add effect_notice notice_no=E-1 target=checkpoint_list count=6 sent_on=2016-11-05 \
			confirmed_on=2016-11-13 --log aleppo 'as=Omar Zahed'
}
ok "it is confirmed once, and the days are counted" confirmed
sums_of_month()
{
	for k in 2 3 4 5; do
		effect "notice_no=E-$k" target=bank count=6 "sent_on=2016-11-0$k" "confirmed_on=2016-11-0$((k * 2 - 1))" || return 1
	done
	json 0 --data "$r" sums --month 2016-11 &&
		grep -q '"figure":"P15","detail":null,"month":"2016-11",.*"amount":3,"publishable":true' "$work/out" &&
		grep -q '"figure":"P15","detail":"over 7 days","month":"2016-11",.*"amount":1,"publishable":false' "$work/out" &&
		! grep -q '"figure":"P16"' "$work/out"
}
ok "the sums of a month say the median, what is too few to be told, and nothing of what is not in the log" sums_of_month

asked()
{
	add handover "case=$court" to=COURT risk_assessment=low counsel=yes family_told=yes receipt=H-1 \
		'as=Yusuf Kanaan,Rana Qassab,Nadia Karam' && on 2016-12-12 && not_due C33 "$court" && on 2016-12-13 && due C33 "$court" &&
		cuts && on 2016-12-14 && not_due C33 "$court" && waits "$court" '"role":"protection","what":"ask_court".*"limit":"2017-01-11"'
}
ok "a court that says nothing is asked, every thirty days" asked

same_after_rebuild()
{
	json 0 --data "$r" queue && cp "$work/out" "$work/one" && exits 0 --data "$r" rebuild && json 0 --data "$r" queue &&
		cmp -s "$work/one" "$work/out" && json 0 --data "$r" effect list && [ "$(grep -c '"type":"effect"' "$work/out")" -eq 5 ]
}
ok "rebuilt, all of it is as before" same_after_rebuild
killed() # a run that is killed half-way has done nothing
{
	on 2016-12-30
	seek=associated
	checked k1 && checked k2 && on 2017-02-28 && cp -r "$r" "$r.k" || return 1
	"$sulh" --data "$r.k" due >/dev/null 2>&1 &
	victim=$!
	kill -9 "$victim"
	wait "$victim" 2>/dev/null
	exits 0 --data "$r.k" due && for k in "$k1" "$k2"; do
		run --data "$r.k" show case "$k" --json
		[ "$(grep -c '"event":"review_due"' "$work/out")" -eq 1 ] || return 1
	done
}
ok "whatever is killed is done once all the same" killed
# What was promised is owed until it is delivered, the person does not want it, or it is taken back by others, in public.
promise() # CASE DUE
{
	usual="case=$1
promised=tools
promised_on=2017-02-20
due_on=$2
as=Rula Masri,Bahia Omari"
}
gives() # CASE DUE [FIELD=VALUE...]
{
	promise "$1" "$2"
	shift 2
	merged add benefit "$@"
}
keeps() # PATTERN, as gives
{
	pattern=$1
	promise "$2" "$3"
	shift 3
	merged refused "$pattern" --data "$r" add benefit --log aleppo "$@"
}
promised()
{
	gives "$hasty" 2017-03-01 && gives "$hasty" 2017-03-04 && gives "$hasty" 2017-03-08 && gives "$hasty" 2017-05-01 &&
		run --data "$r" queue --json && [ "$(grep "$hasty" "$work/out" | grep -c '"what":"deliver"')" -eq 4 ] &&
		waits "$hasty" '"what":"deliver".*"limit":"2017-03-04"'
}
ok "each promise waits for its day" promised
as_promised()
{
	keeps '"field":"due_on".*still owed: 2017-03-01, 2017-03-04' "$hasty" 2017-03-02 ended=refused_by_person receipt=B-1 &&
		keeps '"field":"case".*deceased' "$hasty" 2017-03-01 ended=died 'as=Rula Masri,Nadia Karam' &&
		keeps '"field":"as"' "$hasty" 2017-03-01 ended=withdrawn_with_reason reason=x &&
		keeps '"field":"as"' "$hasty" 2017-03-01 ended=withdrawn_with_reason reason=x 'as=Rana Qassab' &&
		keeps '"field":"reason"' "$hasty" 2017-03-01 ended=withdrawn_with_reason 'as=Yusuf Kanaan,Rana Qassab'
}
ok "what was not promised cannot end, nor do those end it who promised" as_promised
not_wanted() { gives "$hasty" 2017-03-01 ended=refused_by_person receipt=B-1 && ! waits "$hasty" '"what":"deliver".*"limit":"2017-03-01"'; }
ok "what the person does not want waits no more" not_wanted
ok "nor is it delivered afterwards" keeps '"field":"due_on".*was delivered, or ended, on' "$hasty" 2017-03-01 \
	delivered_on=2017-02-28 receipt=B-7
taken_back()
{
	gives "$hasty" 2017-03-04 ended=withdrawn_with_reason 'reason=no money is left' 'as=Yusuf Kanaan,Rana Qassab' &&
		gives "$hasty" 2017-05-01 ended=withdrawn_with_reason 'reason=no money is left' 'as=Yusuf Kanaan,Rana Qassab' &&
		waits "$hasty" '"what":"tell".*benefit_withdrawn' && ! waits "$hasty" '"what":"deliver".*"limit":"2017-03-04"'
}
ok "of what is taken back the person is told" taken_back
cuts
on 2017-04-03
sums_of_promises()
{
	json 0 --data "$r" sums --month 2017-03 &&
		grep -q '"figure":"P17","detail":null,"month":"2017-03",.*"amount":2,"publishable":false' "$work/out" &&
		grep -q '"figure":"P17","detail":"taken back","month":"2017-03",.*"amount":2,"publishable":true' "$work/out" &&
		grep -q '"figure":"P16","detail":null,"month":"2017-03","known":2,"said":0,"amount":2,"publishable":false' "$work/out"
}
ok "it counts on as overdue, what was refused does not" sums_of_promises
public()
{
	run --data "$r" queue --json && grep -q '"role":"dpo,protection","what":"sum_taken_back".*so far: .*P17' "$work/out"
}
ok "the public is to be told of it" public
tells() # CODE AMOUNT
{
	exits "$1" --data "$r" add delayed_sum figure=P17 'detail=taken back' month=2017-03 "amount=$2" scope=Syria 'as=Wafa Bitar,Nadia Karam'
}
told() { tells 5 1 && says '2 at least' && tells 5 3 && says '2 at most' && tells 0 2 && ! public; }
ok "and not of fewer, nor of more" told
invented()
{
	for figure in P5 P6 P7 P8 P9 P11 P14 P15 P16 P17 W3 L1 Q1 Q4 Q5; do
		refused '"field":"amount".* at most' --data "$r" add delayed_sum "figure=$figure" month=2017-02 amount=500 scope=Syria log=hq \
			'as=Wafa Bitar,Nadia Karam' || return 1
	done
}
ok "of each figure no more is told than is known here" invented

# A file that began with the registration: somebody says when the person came, once.
unreceived()
{
	person "$r" status_sought=associated && late=$(case_of) && waits "$late" '"role":"reception","what":"present".*"why":"registered, and no presentation'
}
ok "who was registered and never received stands in the queue" unreceived
presents() # DAY: this day, of one who came alone
{
	add presentation "case=$late" in_group=no triage=safe language=ara reception_no=late "day=$1" 'as=Samar Dabbagh'
}
came()
{
	on 2017-04-04 && ! presents 2017-04-04 && says '2017-04-03, that of the registration' && presents 2017-04-01 &&
		! waits "$late" '"what":"present"' && ! presents 2017-04-01 && says 'no presentation: this person has a file' &&
		run --data "$r" show case "$late" --json && grep -q '"event":"present"' "$work/out" && says '"state":"registered"'
}
ok "until it is said when, which nobody says twice" came
verified()
{
	on 2017-04-12 && cuts && exits 0 --data "$r" doctor && says 'counted twice: equal' && run --data "$r" publish "$r/public" && exits 0 verify "$r/public"
}
ok "a stranger finds it all by the rules" verified

# What is kept no longer, by the operation's own rule.
early()
{
	refused '"field":"event","value":"keep".*"want":"a review when.*from 20' --data "$r" add step "case=$hasty" event=keep why=other \
		'as=Jamil Haffar' --log aleppo && json 0 --data "$r" queue && ! grep -q keep_or_erase "$work/out"
}
ok "nothing is looked at before its time" early
kept_no_longer()
{
	at 2022-06-01T08:00:00Z
	json 0 --data "$r" queue && grep -q '"role":"dpo","what":"erase".*"why":"case_other is kept for 60 months: sulh erase [^ ]* --basis retention_end"' "$work/out" &&
		! grep -q keep_or_erase "$work/out" || return 1
	at 2028-06-01T08:00:00Z
	json 0 --data "$r" queue && grep -q '"role":"dpo","what":"keep_or_erase".*"why":"case_granted is kept for 120 months: ' "$work/out"
}
ok "then the queue says to erase it, or to look at it again" kept_no_longer

# The same where records are kept for a month, and officers are there who do what the queue says; of whom has no case, too.
short()
{
	r=$work/short
	cp -R "$example" "$work/short-example" && sed -i 's/class=case_other months=60 /class=case_other months=1 /
s/class=movement months=12 then=erase/class=movement months=1 then=erase; class=testimony months=1 then=hand_over/' \
		"$work/short-example/operation.csv" && (example=$work/short-example && small_made "$r") || return 1
	at 2016-08-01T08:00:00Z
	registered away && add closing "case=$away" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' &&
		add captive_release number=1 place_of=Aleppo received_by=AID receipt=R-1 'freed_names=freed="ism Munir" sex=m' \
			'as=Omar Zahed,Nadia Karam' && add tracing asked_by=family 'sought=ism Zaki' relation=sibling state=stopped 'as=Nadia Karam' &&
		add testimony given_on=2016-08-01 about=captivity uses=none again_allowed=no story=x 'as=Nadia Karam' || return 1
	at 2016-08-09T08:00:00Z
	cuts
	at 2016-08-30T08:00:00Z
	json 0 --data "$r" queue && ! grep -q 'is kept for' "$work/out" || return 1
	at 2016-09-20T08:00:00Z
	json 0 --data "$r" queue && [ "$(grep -c '"role":"dpo".*is kept for 1 month' "$work/out")" = 4 ]
}
ok "whose time is over stands there, without a case, too" short
does() # WHAT CLASS: what the first such row says, by two officers
{
	json 0 --data "$r" queue || return 1
	command_=$(sed -n "s/.*\"what\":\"$1\".*\"why\":\"$2 is kept for 1 month: .*sulh \\(erase [^ ]* --basis [a-z_]*\\)\".*/\\1/p" "$work/out" | head -n 1)
	# shellcheck disable=SC2086 # words
	[ -n "$command_" ] && exits 0 --data "$r" $command_ --as 'Wafa Bitar,Rana Qassab' \
		--checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit
}
all_done()
{
	does erase case_other && does erase case_other && does erase movement && does hand_over testimony &&
		json 0 --data "$r" queue && ! grep -q 'is kept for' "$work/out"
}
ok "what each says can be done, and then it is gone" all_done
handed_over()
{
	at 2016-09-21T08:00:00Z
	add step "case=$away" event=keep why=other 'as=Wafa Bitar' && return 1
	exits 0 --data "$r" rebuild && run --data "$r" cut && exits 0 --data "$r" doctor && says 'counted twice: equal'
}
ok "and nothing is left to be kept" handed_over

finish
