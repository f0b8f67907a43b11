#!/bin/sh
# Nobody looks twice at the same person: who granted on appeal takes nothing back, who looked at somebody in the checks neither
# proposes in a review nor decides an appeal, whatever roles an officer has.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err" >&2; exit 1; }
raised='' long='' short='' mixed='' own=''

never() # PATTERN, as add
{
	pattern_=$1
	shift
	refused "$pattern_" --data "$r" add "$@" --log aleppo
}
under_checks() # NAME
{
	comes "$1" && add step "case=$case_" event=open_checks why=other 'as=Iman Rayes' &&
		add pledge "case=$case_" text_version=PL-2 language=ara "given_on=$(today)" 'as=Lina Darwish'
}
turned_down() # CASE: not covered, and appeals
{
	heard "$1" && add step "case=$1" event=propose why=other outcome=not_covered grounds=x 'as=Iman Rayes' &&
		add decision "case=$1" outcome=not_covered proposed_outcome=not_covered article=1 grounds=x 'panel_1=Yusuf Kanaan' \
			'panel_2=Maya Salloum' "notified_on=$(today)" appeal_until=2016-12-01 'as=Iman Rayes,Yusuf Kanaan,Maya Salloum' &&
		add appeal "case=$1" against=not_covered by=person "lodged_on=$(today)" 'as=Rula Masri'
}
decides() # CASE OUTCOME OFFICERS: the words of a decision on that
{
	set -- appeal "case=$1" against=not_covered by=person "lodged_on=$(today)" "outcome=$2" "decided_on=$(today)" "panel=$3" "as=$3"
	$how_ "$@"
}
takes() # CASE ACT OFFICERS [FIELD=VALUE...]
{
	case_=$1 act_=$2 as_=$3
	shift 3
	set -- standing "case=$case_" status_index=9 "act=$act_" reason_code=fraud "as=$as_" "$@"
	$how_ "$@"
}
does() { how_=add; "$@"; }
not() # PATTERN COMMAND...
{
	how_="never $1"
	shift
	"$@"
}

ok "one officer is a screener and of the panel" exits 0 --data "$r" officer enrol 'Sara Both' --roles screener,panel --as 'Rana Qassab,Samir Attar'
ok "from the next cut on" exits 0 --data "$r" cut

at 2016-08-01T08:00:00Z
ok "somebody is turned down, and appeals" eval 'comes raised && add step "case=$raised" event=open_checks why=other "as=Iman Rayes" && turned_down "$raised"'
ok "nobody grants on appeal what was not pledged" not '"field":"case".*pledge' decides "$raised" upheld 'Hiba Kayali,Nizar Jundi'
ok "who pledges is granted it" add pledge "case=$raised" text_version=PL-2 language=ara "given_on=$(today)" 'as=Lina Darwish'
ok "by others" does decides "$raised" upheld 'Hiba Kayali,Nizar Jundi'
paper_of()
{
	add certificate "case=$raised" status_index=9 serial=S9 "paper_hash=$(printf '%064d' 9)" name_on_paper=no provisional=no \
		"issued_on=$(today)" 'as=Layla Haddad,Hiba Kayali'
}
ok "one of them signs the paper as who approved" paper_of
ok "something is found" add check "case=$raised" check=victim_complaint source=LOCAL asked_what=x result=hit evidence=document 'as=Ghassan Daher'
ok "who granted on appeal suspends nothing" not '"field":"as","value":"Hiba.*approver' takes "$raised" suspend 'Hiba Kayali,Nizar Jundi,Samir Attar'
ok "others do" does takes "$raised" suspend 'Tawfiq Saleh,Zeina Homsi,Samir Attar'

# Of the panel is nobody who screened.
both_ways()
{
	proposed mixed && add check "case=$mixed" check=identity source=LOCAL asked_what=x result=clear 'as=Sara Both'
}
grants() # PANEL_1 OFFICERS
{
	$how_ decision "case=$mixed" outcome=granted proposed_outcome=granted article=1 grounds=x "panel_1=$1" "notified_on=$(today)" "as=$2"
}
ok "a grant is proposed of somebody whom she checked" both_ways
ok "who checked does not decide" not '"field":"as","value":"Sara.*neither.screened' grants 'Sara Both' 'Iman Rayes,Sara Both'
ok "nor is named as having, beside who may" not '"field":"panel_1","value":"Sara' grants 'Sara Both' 'Iman Rayes,Yusuf Kanaan,Sara Both'
ok "others decide" does grants 'Yusuf Kanaan' 'Iman Rayes,Yusuf Kanaan'
proposes_herself() # a relative of nobody, and once of the panel
{
	under_checks own && add step "case=$own" event=propose why=other 'as=Sara Both'
}
ok "one is proposed by her" proposes_herself
grants_own()
{
	$how_ decision "case=$own" outcome=granted proposed_outcome=granted article=1 grounds=x "panel_1=$1" "notified_on=$(today)" \
		'as=Sara Both,Yusuf Kanaan'
}
ok "who proposed is not named as the panel" not '"field":"panel_1","value":"Sara' grants_own 'Sara Both'
ok "but signs as who proposed" does grants_own 'Yusuf Kanaan'

extends() # CASE
{
	add step "case=$1" event=extend why=evidence_missing "until=$2" 'as=Sara Both,Rana Qassab'
}
at 2016-08-02T08:00:00Z
ok "another one is under checks, longer than planned" eval 'under_checks long && extends "$long" 2016-08-16'
at_cut 2016-08-09
at_cut 2016-10-04
pattern='"field":"as".*screener'
ok "who extended them proposes nothing in the review" never "$pattern" step "case=$long" event=propose why=other 'as=Sara Both'
ok "another of the panel does" add step "case=$long" event=propose why=other 'as=Tawfiq Saleh'
heard_by()
{
	under_checks short && add step "case=$short" event=hear why=other 'as=Sara Both' && turned_down "$short"
}
ok "a third one is heard, turned down, and appeals" heard_by
ok "who heard in the checks decides no appeal" not '"field":"as","value":"Sara.*screener' decides "$short" rejected 'Sara Both,Nizar Jundi'
ok "others do" does decides "$short" rejected 'Hiba Kayali,Nizar Jundi'
publishes()
{
	run --data "$r" cut && run --data "$r" publish "$r/public" && exits 0 verify "$r/public"
}
at 2016-10-12T08:00:00Z
ok "a stranger finds it by the rules" publishes
finish
