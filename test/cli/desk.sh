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
ok "somebody is registered" comes one
# shellcheck disable=SC2046 # words without blanks
ok "reception alone holds nobody" no '"field":"as"' add $(held act=hold) 'as=Samar Dabbagh'
# shellcheck disable=SC2046
ok "nor does it by saying that somebody arrives" no '"field":"as"' add $(held act=arrive) 'as=Samar Dabbagh'
# shellcheck disable=SC2046
ok "nor by two of reception" no '"field":"as"' add $(held act=arrive) 'as=Samar Dabbagh,Jihad Qabbani'
# shellcheck disable=SC2046
ok "the chief signs it, too" add $(held act=arrive) "$both"
ok "who is held so does not withdraw" no 'not held' add closing "case=$case_" how=withdrew_after asked_alone=yes \
	'as=Rula Masri,Nadia Karam'
ok "reception alone releases" add stay "case=$case_" act=release free_to_leave=yes 'as=Samar Dabbagh'
ok "who then withdraws" add closing "case=$case_" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam'
ok "somebody else has a grant" granted two
# shellcheck disable=SC2046
ok "and is not held" no 'not held|grant' add $(held act=hold) "$both"
ok "a child is referred" comes child
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
ok "by three" add decision "case=$case_" outcome=not_covered proposed_outcome=not_covered article=1 grounds=x \
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
finish
