#!/bin/sh
# Attack: what needs several officers is done by one: alone, named twice, under two keys, or with a relative. Control:
# each signature is of an officer of its own, and keys of one person or of relatives count as one. Each is refused, not
# a byte of the register changes, and the same act by those whom the rules want is accepted: it was no other fault.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
roles=screener,panel,authority,dpo,chief
csv "$work/more.csv" name,roles,from,until,relative_of \
	"Elder Twin,\"$roles\",2016-07-28,," \
	"Younger Twin,\"$roles\",2016-07-28,,Elder Twin" \
	"Two Keys,\"$roles\",2016-07-28,," \
	"Two Keys (second),\"$roles\",2016-07-28,,Two Keys"
run --data "$r" officer enrol --file "$work/more.csv" --as 'Rana Qassab,Samir Attar' && run --data "$r" cut ||
	{ cat "$work/err"; exit 1; }

# None of these is two officers; each as the option and within the record. THIRD: who signs besides, where three do.
attempt() # WAY [THIRD]: prints who signs
{
	case $1 in
	alone) echo 'Two Keys' ;;
	'twice') echo "Two Keys,Two Keys${2:+,$2}" ;;
	'with two keys') echo "Two Keys,Two Keys (second)${2:+,$2}" ;;
	'with a relative') echo "Elder Twin,Younger Twin${2:+,$2}" ;;
	'the other way round') echo "Younger Twin,Elder Twin${2:+,$2}" ;;
	'with a third who is no officer') echo "Two Keys,Nobody Known${2:+,$2}" ;;
	esac
}
ways='alone
twice
with two keys
with a relative
the other way round
with a third who is no officer'
no_two() # ARGUMENTS: not one byte changes, in the register and in the file of passwords
{
	passwords_=$(sha256sum <"$SULH_OFFICERS_FILE")
	no '"field":"as"' "$@" && [ "$passwords_" = "$(sha256sum <"$SULH_OFFICERS_FILE")" ]
}
# all_refused WHAT THIRD COMMAND...: the arguments of an act, the officers behind them
all_refused()
{
	what_=$1
	third_=$2
	shift 2
	while IFS= read -r way_; do
		ok "$what_, $way_" no_two "$@" "$(attempt "$way_" "$third_")"
	done <<END
$ways
END
}
# A decision: who proposed is one of the two.
ok "somebody waits for a decision that one of the twins proposed" proposed twins 'Elder Twin'
ok "another for one that an officer with two keys proposed" proposed keys 'Two Keys'
decides() # CASE AS PANEL
{
	no '"field":"(as|panel_1)"' add decision "case=$1" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x "panel_1=$3" \
		"as=$2" --log aleppo
}
# shellcheck disable=SC2154 # set by eval
{
	ok "a decision, by who proposed it alone" decides "$keys" 'Two Keys' 'Two Keys'
	ok "a decision, by one of the panel alone" decides "$keys" 'Yusuf Kanaan' 'Yusuf Kanaan'
	ok "a decision, by who proposed it twice" decides "$keys" 'Two Keys,Two Keys' 'Two Keys'
	ok "a decision, with another key of who proposed" decides "$keys" 'Two Keys,Two Keys (second)' 'Two Keys (second)'
	ok "a decision, with that key alone" decides "$keys" 'Two Keys (second)' 'Two Keys (second)'
	ok "a decision, by the twins" decides "$twins" 'Elder Twin,Younger Twin' 'Younger Twin'
	ok "a decision, by the twins the other way round" decides "$twins" 'Younger Twin,Elder Twin' 'Younger Twin'
	ok "a decision, by the twin who did not propose and another" decides "$twins" 'Younger Twin,Yusuf Kanaan' 'Yusuf Kanaan'
}
once_more()
{
	no '"field":"as"' add decision "case=$keys" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Two Keys' \
		'as=Two Keys' --as 'Two Keys' --log aleppo
}
ok "a decision, named in the record and in the call" once_more
grants() # CASE PROPOSER
{
	add decision "case=$1" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' "as=$2,Yusuf Kanaan"
}
ok "two officers decide" grants "$keys" 'Two Keys'

# A paper is revoked by three.
suspended()
{
	paper bearer 11 && at 2016-08-02T08:00:00Z &&
		add pledge_case "case=$bearer" alleged_by=STATE what=x heard_on=2016-08-02 finding=breach 'as=Tawfiq Saleh' || return 1
	add check "case=$bearer" check=court_record source=COURT asked_what=name result=hit evidence=court_file 'as=Ghassan Daher'
	at_cut 2016-08-10
}
ok "somebody has a paper, and is said to have broken the pledge" suspended
evidence=$(python3 - "$r/sulh.db" "${bearer:-}" <<'END'
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT seq FROM act WHERE case_no = ? AND event IN ('check', 'approve_granted') ORDER BY step DESC LIMIT 1",
                                                 (sys.argv[2],)):
    print("aleppo/%d" % row)
END
)
stands() # ACT FIELD... : what is recorded about the paper, without who signs
{
	act_=$1
	shift
	echo add standing "case=$bearer" status_index=11 "act=$act_" reason_code=breach_of_pledge --log aleppo "$@"
}
# shellcheck disable=SC2046 # words without blanks
all_refused "a suspension" 'Rana Qassab' $(stands suspend) --as
# shellcheck disable=SC2046 # words without blanks
ok "three officers suspend the paper" run --data "$r" $(stands suspend) --as 'Tawfiq Saleh,Zeina Homsi,Samir Attar'
heard_of()
{
	add step "case=$bearer" event=tell why=other 'as=Rula Masri' && add step "case=$bearer" event=hear why=other 'as=Tawfiq Saleh'
}
ok "the bearer is told, and heard" heard_of
revoke="hearing_on=2016-08-10 evidence=$evidence appeal_until=2016-09-20"
# shellcheck disable=SC2046,SC2086 # words without blanks
{
	all_refused "a revocation" 'Hala Nouri' $(stands revoke $revoke) --as
	ok "a revocation, by two of the three" no '"field":"as"' $(stands revoke $revoke) --as 'Tawfiq Saleh,Hala Nouri'
	ok "a revocation, by the panel without the authority" no '"field":"as"' $(stands revoke $revoke) --as \
		'Tawfiq Saleh,Zeina Homsi,Samir Attar'
	ok "three officers revoke it" run --data "$r" $(stands revoke $revoke) --as 'Tawfiq Saleh,Zeina Homsi,Hala Nouri'
}

# A grant of access, and an enrolment.
all_refused "a grant of access" '' add access_grant 'reader=Rula Masri' scope=own_cases purpose=medical basis=public_interest \
	expires_on=2016-09-01 --log aleppo --as
ok "two officers give it" exits 0 --data "$r" add access_grant 'reader=Rula Masri' scope=own_cases purpose=medical \
	basis=public_interest expires_on=2016-09-01 --log aleppo --as 'Wafa Bitar,Rana Qassab'
all_refused "an enrolment" '' officer enrol 'New Officer' --roles panel --as
ok "two officers enrol" run --data "$r" officer enrol 'New Officer' --roles panel --as 'Samir Attar,Rana Qassab'
all_refused "a new key for who lost the password" '' officer recover 'Maya Salloum' --as
all_refused "a key for another year" '' officer renew 'Maya Salloum' --as
all_refused "other roles" '' officer roles 'Maya Salloum' --roles chief --as
all_refused "an officer who is to serve no more" '' officer retire 'Maya Salloum' --as
ok "who enrols does not enrol himself" no '"field":"as"' officer enrol 'Elder Twin' --roles "$roles,press" --as 'Elder Twin,Rana Qassab'

# An erasure.
five=no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit
leaves()
{
	comes gone && add closing "case=$gone" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' &&
		add request "case=$gone" right=erase "lodged_on=$(today)" "answer_due=$(date -u -d "@$((CLOCK + 30 * 86400))" +%F)" \
			'as=Wafa Bitar' && at_cut 2016-08-18
}
ok "somebody leaves and asks to be forgotten" leaves
all_refused "an erasure" '' erase "${gone:-}" --basis request --checked "$five" --as
ok "two officers erase" exits 0 --data "$r" erase "${gone:-}" --basis request --checked "$five" --as 'Wafa Bitar,Rana Qassab'
finish
