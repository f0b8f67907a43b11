#!/bin/sh
# A record of each public form through the front door: what of it stands in the log, what waits so that it points at
# nobody, what a correction does, and that rebuild makes the same of it all.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
public=$work/public
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

add() # KIND FIELD=VALUE...: accepted, at Aleppo
{
	run --data "$r" add "$@" --log aleppo
}
no() # PATTERN KIND FIELD=VALUE...: refused with these words, and not a byte of the register changes
{
	pattern=$1
	shift
	sums "$r" >"$work/before"
	refused "$pattern" --data "$r" add "$@" --log aleppo && sums "$r" >"$work/after" &&
		diff "$work/before" "$work/after" >"$work/diff"
}
cuts() # PLACES SEALED WAITING: what the cut of aleppo says
{
	json 0 --data "$r" cut --log aleppo && grep -q "\"places\":$1,\"persons\":$2,\"waiting\":$3[,}]" "$work/out"
}
why() # PATTERN: as the cut says why something waits
{
	exits 0 --data "$r" cut --log aleppo && says "$1"
}
published()
{
	rm -rf "$public"
	json 0 --data "$r" publish "$public" && json 0 verify "$public" &&
		python3 "$SRC/test/data/privacy.py" keys "$public" aleppo >"$work/keys"
}
keys() # N KIND KEYS: so many entries of this kind's code have exactly these keys, and none has others
{
	[ "$(grep -c "^[0-9]* $2 $3\$" "$work/keys")" -eq "$1" ] && [ "$(grep -c "^[0-9]* $2 " "$work/keys")" -eq "$1" ]
}
presents() # [FIELD=VALUE...]
{
	usual='reception_no=RX01
in_group=no
triage=safe
language=ara
as=Samar Dabbagh'
	merged add presentation "$@"
}
registers() # [CASE]: somebody who presented, or somebody new
{
	[ -z "${1:-}" ] || notice "$1" || return 1
	person "$r" ${1:+"case=$1"} 'as=Fadi Rifai'
}
notice() # CASE
{
	add notice "case=$1" notice_version=N-1 language=ara read_aloud=yes legal_basis=public_interest agreed=none \
		given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish'
}
withdraws() # CASE before|after
{
	case $2 in
	before) add closing "case=$1" how=withdrew_before asked_alone=yes 'as=Samar Dabbagh' ;;
	after) add closing "case=$1" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' ;;
	esac
}
grants() # CASE
{
	granted "$r" "$1"
}
weapon() # NO GROUP CLASS
{
	add weapon_item "item_no=$1" "group=$2" "class=$3" condition=serviceable "serial=EX-Qzvyrian-$1" \
		'as=Bashir Tawil,Hanan Sabouni'
}
several() # N COMMAND...
{
	i=0
	times=$1
	shift
	while [ "$i" -lt "$times" ]; do
		"$@" || return 1
		i=$((i + 1))
	done
}

# Form person: a case opens with the presentation, and goes on.
ok "somebody presents himself" presents
one=$(case_of)
ok "which opens a case" test -n "$one"
ok "four more do, one of them in a group that was counted" several 3 presents
ok "the fifth" presents in_group=yes
group=$(case_of)
ok "the first is registered in the case" registers "$one"
ok "which stays the same one" test "$(case_of)" = "$one"
ok "they are cut" cuts 0 7 0

# States: what may not happen is refused in clear words.
ok "a presentation does not go on in a case" no '"field":"case".*this person has a file' presentation "case=$one" reception_no=RX \
	in_group=no triage=safe language=ara 'as=Samar Dabbagh'
ok "a language is asked for in words" no '"field":"language","value":"kur".*kmr or ckb, not kur' notice "case=$one" notice_version=N-1 \
	language=kur read_aloud=yes legal_basis=public_interest agreed=none given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish'
ok "who is registered is not registered again" no '"field":"case","value":"registered"' registration "case=$one" \
	'full_name=ism Samir' sex=m born=1980 age_doubt=no status_sought=associated search_done=offline 'as=Lina Darwish'
ok "who is registered does not withdraw from before" no '"field":"case","value":"registered".*presented' closing \
	"case=$one" how=withdrew_before asked_alone=yes 'as=Rula Masri'
ok "nobody is decided on who only presented himself" no '"field":"case","value":"presented".*decision_proposed' decision \
	"case=$group" outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 grounds=x 'panel_1=Yusuf Kanaan' \
	'panel_2=Maya Salloum' 'as=Yusuf Kanaan,Maya Salloum'
ok "nor is without a case" no '"field":"case".*number of a case' decision outcome=granted "notified_on=$(today)" proposed_outcome=granted article=1 \
	grounds=x 'panel_1=Yusuf Kanaan' 'panel_2=Maya Salloum' 'as=Yusuf Kanaan,Maya Salloum'
ok "an unknown case is said to be none" no '"field":"case","value":"0000-0000"' notice case=0000-0000 notice_version=N-1 \
	language=ara read_aloud=yes legal_basis=public_interest agreed=none given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish'
ok "a certificate is for a grant" no '"field":"case".*grant' certificate "case=$one" serial=SX000001 status_index=7 \
	name_on_paper=no provisional=no issued_on=2016-10-10 \
	paper_hash=1111111111111111111111111111111111111111111111111111111111111111 'as=Layla Haddad,Yusuf Kanaan'
ok "a case is for kinds about persons" no '"field":"case"' corridor "case=$one" corridor_no=9 for=both state=planned \
	'place=Aleppo city' 'as=Karim Jabbour'
ok "a freed captive is tied to no case" no '"field":"case"' captive_release "case=$one" number=6 'place_of=Rif Dimashq' \
	received_by=AID receipt=R-1 'as=Omar Zahed,Nadia Karam'
ok "what is veiled has no place" no '"field":"place"' effect_notice 'place=Aleppo city' target=bank count=1 \
	sent_on=2016-10-10 'as=Omar Zahed'
ok "a case goes on in its own log" refused '"field":"log"' --data "$r" add notice "case=$one" notice_version=N-1 \
	language=ara read_aloud=yes legal_basis=public_interest agreed=none given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish' log=al-tall

# Form veiled: with a case, with an identity of its own, about nobody.
ok "a notice is read" notice "$one"
ok "it waits, for it is alone" cuts 0 0 1
ok "with the reason" why 'veiled acts of fewer than 5 persons'
ok "a testimony is given by somebody without a case" add testimony given_on=2016-10-10 about=captivity \
	'story=Qxzvyrian told this' uses=history again_allowed=yes 'as=Nadia Karam'
ok "who gets no case by it" sh -c '! grep -q "case" "$1"' - "$work/out"
ok "a search is asked for by a stranger" add tracing asked_by=family 'sought=ism Qxzvyrian' relation=sibling state=open \
	'as=Nadia Karam'
ok "a search is asked for in the case" add tracing "case=$one" asked_by=self 'sought=ism Layla' relation=sibling \
	state=open 'as=Nadia Karam'
ok "lists are told, which names no case" add effect_notice target=checkpoint_list count=6 sent_on=2016-10-10 'as=Omar Zahed'
ok "four people and nobody are no crowd: two of them are of one person" cuts 0 0 5
ok "another one tells" add testimony given_on=2016-10-10 about=captivity story=Qxzvyrian uses=history again_allowed=yes \
	'as=Nadia Karam'
ok "all of them go" cuts 0 6 0

# Form as decision: who leaves before the registration was counted in nothing.
ok "one withdraws before" withdraws "$group" before
ok "one after" withdraws "$one" after
ok "both wait: one is veiled, one a closing" cuts 0 0 2
ok "the closing for others" why '(closings and the like|veiled acts) of fewer than 5 persons'

# Form weapon: a day below small_cell waits; then it is one entry.
four()
{
	weapon WX1 W1 '1.1 pistol' && weapon WX2 W1 '1.4 assault_rifle' && weapon WX3 W2 '2.1 hmg' && weapon WX4 W3 'u1 tank'
}
more=4
more_arms()
{
	more=$((more + 1))
	weapon "WX$more" W1 '1.1 pistol'
}
ok "four weapons are handed in" four
ok "where none is in the log it is said that four wait" json 3 --data "$r" show weapon_item
ok "in words" says 'wait for the cut'
ok "they wait" cuts 0 0 6
ok "a group that is not that of its class is refused" no '"field":"group"' weapon_item item_no=WX9 group=W1 \
	'class=2.1 hmg' condition=serviceable 'as=Bashir Tawil,Hanan Sabouni'
ok "one officer's name is not enough" no '"field":"as"' weapon_item item_no=WX9 group=W2 'class=2.1 hmg' \
	condition=serviceable 'as=Bashir Tawil'
ok "a weapon belongs to no case" no '"field":"case"' weapon_item "case=$one" item_no=WX9 group=W2 'class=2.1 hmg' \
	condition=serviceable 'as=Bashir Tawil,Hanan Sabouni'
ok "two more are handed in" several 2 more_arms
ok "six of three groups are no crowd" cuts 0 0 8
ok "the fifth small arm is handed in" weapon WXQ-86753091 W1 '1.2 rifle'
lot()
{
	add ammo_lot unit=round amount=1200 calibre=762x39 condition=safe 'as=Bashir Tawil,Hanan Sabouni'
}
ok "a lot of ammunition, too" lot
ok "five small arms go as one entry, the tank unseen and what is veiled with them; the heavy machine gun, the lot and \
the closing wait" cuts 0 2 3

# Place kinds with something sealed for a person.
ok "an accident with the victim's name" add accident 'area=Aleppo city' device=UXO during=farming \
	'casualties=harm=injured who=men amount=1' 'victim=ism Qxzvyrian' 'as=Nabil Shaheen'
ok "and one without" add accident 'area=Aleppo city' device=UXO during=farming \
	'casualties=harm=injured who=men amount=1' 'as=Nabil Shaheen'
ok "six captives are freed" add captive_release number=6 'place_of=Rif Dimashq' received_by=AID receipt=R-1 \
	'freed_names=freed="ism Munir" sex=m' 'as=Omar Zahed,Nadia Karam'
ok "all three go" cuts 3 0 3
has_s() # FROM-THE-END N: whether an object s is there
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
    "SELECT s IS NOT NULL FROM entry JOIN log ON log.id = log WHERE name = 'aleppo' ORDER BY seq DESC LIMIT 4").fetchall()
sys.exit(not rows[int(sys.argv[2])][0])
END
}
ok "the victim's name is sealed to a key of its own" has_s 3
has_none()
{
	! has_s "$@"
}
ok "where there is none nothing is" has_none 2
ok "the captives' names are, too" has_s 1

# Small numbers of people at one place wait for each other, for seven days.
arrive() # GROUP PERSONS PLACE [FIELD=VALUE...]
{
	no_=$1
	persons_=$2
	place_=$3
	shift 3
	add group_arrival "group_no=$no_" "persons=$persons_" "place=$place_" to_register=no 'as=Samar Dabbagh,Jihad Qabbani' "$@"
}
ok "three come" arrive 1 3 Idlib
ok "one comes elsewhere" arrive 2 1 'Aleppo city'
ok "they wait" cuts 0 0 5
ok "with the reason" why 'a number below 5 at one place|fewer than 5'
ok "two more come to the first place" arrive 3 2 Idlib
ok "those five go" cuts 2 0 4
at 2016-10-17T10:00:00Z
ok "seven days later everything goes" cuts 1 3 0

# What stands in the log.
ok "all of it is published and verifies" published
ok "presentations: no place, no field, no signature; the one of a group without a number" \
	test "$(grep -c '^[0-9]* 31 1,2,3,5,6$' "$work/keys")" -eq 4 -a "$(grep -c '^[0-9]* 31 1,2,3,6$' "$work/keys")" -eq 1
ok "a registration" keys 1 32 1,2,3,5,6
ok "the closing, under the code of a decision" keys 1 38 1,2,3,5,6
ok "veiled, two notices, two testimonies, two searches, what lists are told and who left: nothing but the kind, the day \
and the seal" keys 8 99 1,2,3,6
ok "of no kind that is veiled or a decision is there an entry" \
	sh -c '! grep -qE "^[0-9]+ (34|43|46|55|56) " "$1"' - "$work/keys"
ok "two entries of weapons" keys 2 60 1,2,3,5,6
ok "one of ammunition" keys 1 61 1,2,3,5,6
shown() # the veiled entries as the log shows them
{
	run --data "$r" --json log show aleppo --count 1000 && grep '"kind_code":99' "$work/out" >"$work/veiled" &&
		! grep -vE '"place_code":"?(null)?"?,.*"deltas":\[\],"fields":\{\},"signatures":0' "$work/veiled" |
			grep -q .
}
ok "sulh shows no more of them" shown
total() # FIGURE DETAIL PERIOD VALUE QUALIFIER PLACE
{
	run --data "$r" --json bulletin show --at "$day" &&
		grep "\"code\":\"$1\",\"place\":\"$6\"," "$work/out" | grep "\"detail\":$2," | grep "\"period\":\"$3\"" |
		grep -q "\"value\":$4,.*\"qualifier\":\"$5\""
}
day=2016-10-17
ok "five small arms are counted" total W1 '[n"]*[ul"]*' total 5 exact Aleppo
ok "one light weapon" total W2 '[n"]*[ul"]*' total 1 exact Aleppo
ok "the tank in nothing" sh -c '! grep -q "\"code\":\"W3\"" "$1"' - "$work/out"

# Corrections.
leave() # PERSONS [FIELD=VALUE...]
{
	persons_=$1
	shift
	add corridor_count corridor=1 direction=out "persons=$persons_" method=stated day=2016-10-17 \
		from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' "$@"
}
rows()
{
	run --data "$r" --json bulletin show --at "$day" && grep '"code":"T1"' "$work/out" | sed 's/"entries":[0-9]*/"entries":N/; s/"stated":[0-9]*/"stated":N/'
}
index_of() # KIND: of the newest entry of this kind in aleppo
{
	run --data "$r" --json log show aleppo --count 1000 &&
		sed -n "s/.*\"index\":\([0-9]*\),\"kind\":\"$1\".*/aleppo\/\1/p" "$work/out" | tail -n 1
}
ok "400 leave" leave 400
ok "they are cut" cuts 1 0 0
rows >"$work/rows-without"
ok "more than 600 leave, a mistake" leave 'over 600'
ok "which is not corrected before it is in the log" no '"field":"corrects".*in the log' corridor_count corridor=1 direction=out persons=1 \
	method=stated from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' corrects=aleppo/1000
ok "they are cut" cuts 1 0 0
rows >"$work/rows-with"
ok "the figure and its qualifier say so" sh -c '! cmp -s "$1" "$2" && grep -q "\"value\":1000,.*over" "$2"' - \
	"$work/rows-without" "$work/rows-with"
wrong=$(index_of corridor_count)
other=$(index_of accident)
ok "an entry of another kind is not what a count corrects" no '"field":"corrects","value":"'"$other"'".*kind corridor_count' \
	corridor_count corridor=1 direction=out persons=1 method=stated from_hour=2016-10-17T08:00+03:00 \
	'as=Dina Farhat,Adel Maalouf' "corrects=$other"
ok "nor one of another log" no '"field":"corrects".*log aleppo' corridor_count corridor=1 direction=out persons=1 \
	method=stated from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' corrects=hq/1
ok "nor what is none" no '"field":"corrects".*aleppo/12' corridor_count corridor=1 direction=out persons=1 \
	method=stated from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' corrects=x
ok "an act about a person is not corrected so" no '"field":"corrects"' notice "case=$one" notice_version=N-1 language=ara \
	read_aloud=yes legal_basis=public_interest agreed=none given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish' "corrects=$wrong"
ok "a count of nobody takes its place" leave 0 "corrects=$wrong"
ok "a second correction is refused while the first one waits" no '"field":"corrects".*corrected before' corridor_count \
	corridor=1 direction=out persons=1 method=stated from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' \
	"corrects=$wrong"
ok "it is cut" cuts 1 0 0
rows >"$work/rows-after"
ok "the figures are as without, qualifier and all" sh -c 'test -s "$1" && diff "$1" "$2"' - "$work/rows-without" \
	"$work/rows-after"
ok "it is not corrected a second time" no '"field":"corrects".*corrected before' corridor_count corridor=1 direction=out \
	persons=1 method=stated from_hour=2016-10-17T08:00+03:00 'as=Dina Farhat,Adel Maalouf' "corrects=$wrong"
ok "but what took its place may be" leave 'about 7' "corrects=$(index_of corridor_count)"
ok "and counts" cuts 1 0 0
rows >"$work/rows-last"
ok "as it says" grep -q '"value":407,.*about' "$work/rows-last"
ok "a group that was counted wrong keeps its number" arrive 2 30 'Aleppo city' "corrects=$(index_of group_arrival)"

# Of a thing only the newest record is corrected, by one of the same thing; a number that came counts as it stands last.
restores() # STATE WHAT [FIELD=VALUE...]
{
	state_=$1
	what_=$2
	shift 2
	add restoration 'area=Aleppo city' "what=$what_" "state=$state_" 'as=Tarek Hallaq' day=2016-10-17 "$@"
}
not_restored() # PATTERN STATE WHAT [FIELD=VALUE...]
{
	pattern_=$1
	state_=$2
	what_=$3
	shift 3
	no "$pattern_" restoration 'area=Aleppo city' "what=$what_" "state=$state_" 'as=Tarek Hallaq' day=2016-10-17 "$@"
}
working() # TOTAL NOW: of restored services
{
	run --data "$r" --json bulletin show --at 2016-10-17 && services total "$1" && services now "$2"
}
services() # PERIOD VALUE
{
	[ "$(grep '"code":"H10","place":"Aleppo city"' "$work/out" | grep '"detail":"power"' |
		sed -n "s/.*\"period\":\"$1\",\"value\":\([0-9]*\),.*/\1/p")" = "$2" ]
}
ok "power is being restored" restores started power
ok "and cut" cuts 2 0 0
first=$(index_of restoration)
ok "it works" restores working power
ok "which is not corrected while it waits" not_restored '"field":"corrects".*waits' started power "corrects=$first"
ok "it is cut" cuts 1 0 0
second=$(index_of restoration)
ok "one comes and stands" working 1 1
ok "the record before is not corrected" not_restored '"field":"corrects".*newest' started power "corrects=$first"
ok "nor does a road take its place" not_restored '"field":"corrects"' working road "corrects=$second"
ok "it does not work after all" restores started power "corrects=$second"
ok "the correction is cut" cuts 1 0 0
ok "none came, and none stands" working '' ''
ok "now it does" restores working power
ok "and is cut" cuts 1 0 0
ok "one came, and stands" working 1 1
ok "it worked on another day already" restores working power "corrects=$(index_of restoration)" 'capacity=2 lines'
ok "that is cut" cuts 1 0 0
ok "it came once" working 1 1
ok "it is published and verifies" published
ok "a stranger judges it the same" python3 -B "$SRC/test/stranger/recompute.py" "$public"

# A month is said once, and said again only as its correction.
sums_up() # AMOUNT [FIELD=VALUE...]
{
	amount_=$1
	shift
	run --data "$r" add delayed_sum figure=L1 month=2016-08 "amount=$amount_" scope=Syria beyond=on_paper 'as=Wafa Bitar,Nadia Karam' "$@"
}
cut_hq()
{
	exits 0 --data "$r" cut --log hq
}
sum_of_hq()
{
	run --data "$r" --json log show hq --count 1000 &&
		sed -n 's/.*"index":\([0-9]*\),"kind":"delayed_sum".*/hq\/\1/p' "$work/out" | tail -n 1
}
ok "more than the register knows is summed up with a reason only" refused '"field":"amount".*0 at most' --data "$r" add delayed_sum \
	figure=L1 month=2016-08 amount=40 scope=Syria 'as=Wafa Bitar,Nadia Karam'
ok "August is summed up" sums_up 40
ok "not twice, while it waits" refused '"field":"figure.detail.scope.month"' --data "$r" add delayed_sum figure=L1 \
	month=2016-08 amount=41 scope=Syria beyond=on_paper 'as=Wafa Bitar,Nadia Karam'
ok "it is cut" cut_hq
ok "nor afterwards" refused '"field":"figure.detail.scope.month"' --data "$r" add delayed_sum figure=L1 month=2016-08 \
	amount=41 scope=Syria beyond=on_paper 'as=Wafa Bitar,Nadia Karam'
ok "but corrected" sums_up 42 "corrects=$(sum_of_hq)"
ok "that is cut" cut_hq
ok "and is said no third time" refused '"field":"figure.detail.scope.month"' --data "$r" add delayed_sum figure=L1 \
	month=2016-08 amount=41 scope=Syria beyond=on_paper 'as=Wafa Bitar,Nadia Karam'
ok "it is published and verifies" published
ok "a stranger finds it said once" python3 -B "$SRC/test/stranger/recompute.py" "$public"

# A grant, its paper, and its standing, which is public by its number alone.
ok "five are registered" several 5 registers
granted=$(case_of)
ok "one is granted" grants "$granted"
ok "with a certificate" add certificate "case=$granted" serial=SX000001 status_index=7 name_on_paper=no provisional=no \
	issued_on=2016-10-17 paper_hash=1111111111111111111111111111111111111111111111111111111111111111 \
	'as=Layla Haddad,Yusuf Kanaan'
ok "a breach of its pledge is found" add pledge_case "case=$granted" alleged_by=STATE what=x heard_on=2016-10-17 \
	finding=breach 'as=Tawfiq Saleh'
ok "its standing is suspended" add standing "case=$granted" status_index=7 act=suspend reason_code=breach_of_pledge \
	'as=Tawfiq Saleh,Zeina Homsi,Samir Attar'
ok "all are cut" exits 0 --data "$r" cut
ok "an act on a paper is not corrected" no '"field":"corrects"' standing "case=$granted" status_index=7 act=lift \
	reason_code=error 'as=Tawfiq Saleh,Zeina Homsi' "corrects=$(index_of standing)"
ok "and verify" published
ok "the certificate says its paper's digest" keys 1 40 1,2,3,5,6,13
ok "the standing is a place's entry, signed in the open" keys 1 41 1,2,3,5,6,10,11

# A case that moves to another centre is taken up there in public only after it left in public.
ok "somebody else is registered" registers
moving=$(case_of)
ok "and moves to another centre" add closing "case=$moving" how=moved_centre asked_alone=yes 'as=Rula Masri'
ok "which takes the case up" person "$r" "case=$moving" log=al-tall
at 2016-10-24T10:00:00Z
ok "it waits for the log that it leaves, if that is cut later" sh -c '
	"$1" --data "$2" --json cut --log al-tall | grep -q "\"persons\":0,\"waiting\":1"' - "$sulh" "$r"
ok "with the reason" sh -c '"$1" --data "$2" cut --log al-tall | grep -q "taken up before"' - "$sulh" "$r"
ok "that is cut" exits 0 --data "$r" cut --log aleppo
ok "now it goes" sh -c '"$1" --data "$2" --json cut --log al-tall | grep -q "\"persons\":1,\"waiting\":0"' - "$sulh" "$r"

# Keys of what was given before, where there is no case.
tell()
{
	add testimony given_on=2016-10-24 about=killing story=Qxzvyrian uses=none again_allowed=no 'as=Nadia Karam' \
		idempotency_key=t-1
}
ok "a testimony with a key" tell
ok "is the same when it comes again" tell
ok "and says so, of no case" grep -qx 'accepted before' "$work/out"

# Rebuild makes the same of entries, sealed objects and what waits.
ok "a weapon waits" weapon WX9 W2 '2.7 mortar_under_100'
ok "a testimony waits" add testimony given_on=2016-10-24 about=killing 'story=Qxzvyrian again' uses=none \
	again_allowed=no 'as=Nadia Karam'
ok "an accident waits" add accident 'area=Aleppo city' device=UXO during=play \
	'casualties=harm=injured who=men amount=2' 'victim=ism Qxzvyrian' 'as=Nabil Shaheen'
same()
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-1" && json 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-2" && diff "$work/rows-1" "$work/rows-2" >"$work/diff"
}
ok "rebuilt, every row is as before" same
ok "items are among them" grep -q '^item 9$' "$work/rows-1"
printf '%s\n' Qxzvyrian EX-Qzvyrian WXQ-86753091 >"$work/words"
ok "no name, serial or number of an item stands in clear" python3 "$SRC/test/data/privacy.py" texts "$work/words" "$r" "$public"
ok "sealed entries say nothing, share nothing and are in the order of their leaves" \
	python3 "$SRC/test/data/privacy.py" public "$public" "$r"

# An object that is not that of its seal is noticed.
cp -r "$r" "$work/other"
python3 -c 'import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
a, b = d.execute("SELECT n, c FROM sealed_item ORDER BY n LIMIT 2").fetchall()
d.execute("UPDATE sealed_item SET c = ? WHERE n = ?", (b[1], a[0]))
d.commit()' "$work/other/sulh.db"
ok "an item's object that was exchanged stops the rebuild" sh -c '"$1" --data "$2" rebuild >"$3" 2>&1; test $? -ne 0' - \
	"$sulh" "$work/other" "$work/out"
finish
