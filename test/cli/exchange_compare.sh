#!/bin/sh
# Two registers that work apart: what one gave is compared with everybody who is registered at the other, each likeness is noted once, shown
# to adjudicators, and judged by two, also when what was given is held no more.
# shellcheck disable=SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables that `here` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"
. "$SRC/test/cli/exchanging"

two_registers || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

at_idlib
ok "somebody is registered at one" here khaleel 'full_name=ism Khaleel, father Mahmoud, family Barakat' born=1970-03-04
others_there() { here samira_ 'full_name=ism سميرة, father نديم, family طوبال' sex=f born=1984 && here majed 'full_name=ism Majed, father Hasan, family Zeitouneh' born=1990-05-05 &&
	here son 'full_name=ism Anwar, father Salim, family Mudarris' born=1976 && here nizar_ 'full_name=ism Nizar, father Rabi, family Sarraj' born=1996 &&
	here ghiyath_ 'full_name=ism Ghiyath, father Zaki, family Qabbawi' born=1966 && here wasim_ 'full_name=ism Wasim, father Fadi, family Droubi' born=1977 && here tahir 'full_name=ism Tahir, father Munir, family Hamdan' born=1980; }
ok "and others" others_there
at_aleppo
ok "he is at the other, too, in Arabic" here khalil 'full_name=ism خليل, father محمود, family بركات' born=1970-03-04
ok "and somebody of them in Latin letters" here samira 'full_name=ism Samira, father Nadim, family Toubal' sex=f born=1984
kin() { here walid 'full_name=ism Walid, father Hasan, family Zeitouneh' born=1990-05-05 && here father 'full_name=ism Anwar, father Salim, family Mudarris' born=1951; }
ok "the twin of one, and the father of another, of the same name" kin
ok "somebody whose name was written otherwise" here taher 'full_name=ism Taher, father Sabri, family Rifai' born=1980
ok "somebody who turns out to be a child" here nizar 'full_name=ism Nizar, father Rabi, family Sarraj' born=1996
record() { run --data "$r" add "$@" "log=$log"; }
ok "and is referred" record child_referral "case=$nizar" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 'as=Nadia Karam,Huda Zein'
ok "somebody who has a second file under another name" eval 'here wasim "full_name=ism Wasim, father Fadi, family Droubi" born=1977 && here hilal "full_name=ism Hilal, father Najm, family Safadi" born=1977'
ok "of which two judge that they are one person's" record dedup_link "case=$wasim" "other=$hilal" score=900 fields=born verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
ok "somebody who is to be erased" here ghiyath 'full_name=ism Ghiyath, father Zaki, family Qabbawi' born=1966
withdraws() { record closing "case=$1" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' && record request "case=$1" right=erase "lodged_on=$(today)" "answer_due=$(date -u -d "@$((CLOCK + 30 * 86400))" +%F)" 'as=Wafa Bitar'; }
ok "withdraws" withdraws "$ghiyath"
ok "nothing to compare with is said" exits 3 --data "$r" exchange compare --as 'Elias Hanna'

at_idlib
ok "a grant for that key at the other" granted_to "$work/key-aleppo"
ok "under which names are sealed" gives "$work/key-aleppo" "$work/first"
at_aleppo
ok "what was given is taken" takes "$work/first" "$work/key-idlib"
erased() { exits 0 --data "$r" cut && exits 0 --data "$r" erase "$1" --basis request --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit --backups-gone-on 2016-12-01 --as 'Wafa Bitar,Rana Qassab'; }
ok "one is erased" erased "$ghiyath"

link() # CASE: the entry of its last possible duplicate
{
	run --data "$r" --json show case "$1" && sed -n 's|.*"kind":"dedup_link".*"entry":"\(aleppo/[0-9]*\)".*|\1|p' "$work/out" | tail -n 1
}
ok "and two files are merged" eval 'record merge "case=$wasim" act=merge "link=$(link "$wasim")" "keep=$hilal" "as=Elias Hanna,Mona Fattal"'

compares() # CODE [OFFICER]
{
	exits "$1" --data "$r" exchange compare --as "${2:-Elias Hanna}"
}
hits() # CODE CASE [OFFICER]
{
	exits "$1" --data "$r" exchange hits "$2" --as "${3:-Elias Hanna}"
}
pairs() { python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
print(" ".join(c for c, in sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute(
    "SELECT case_no FROM mark WHERE what = 'there' ORDER BY case_no, step")))
END
}
sorted() { printf '%s\n' "$@" | sort | tr '\n' ' ' | sed 's/ $//'; }
noted=$(sorted "$khalil" "$samira" "$hilal")
ok "who is no adjudicator compares nothing" unchanged compares 5 'Lina Darwish'
cp -R "$r" "$work/before-keyd"
owed() { run --data "$r" --json queue --role adjudicator && grep -q '"what":"compare_there".*"limit":"2016-12-10"' "$work/out" && run --data "$r" --json due --dry-run && says "\"to_compare_there\":$1,"; }
ok "that it is to be done is said" owed 6
ok "an adjudicator does" eval 'compares 0 && says "; 3 possible duplicates"'
ok "who is there, too, is noted, and nobody else: no twin, no father, no child, nobody who was erased; one in the file that stays" [ "$(pairs)" = "$noted" ]
owes_nothing() { run --data "$r" --json queue --role adjudicator && ! says compare_there && run --data "$r" --json due --dry-run && says '"to_compare_there":0,'; }
ok "then it is done" owes_nothing
ok "once" eval 'compares 0 && says "^0 compared .*; 0 possible" && [ "$(pairs)" = "$noted" ]'
through() { r=$work/before-keyd && keyd_starts && compares 0 && says "; 3 possible duplicates" && hits 0 "$khalil" && says Khaleel && hits 5 "$khalil" 'Lina Darwish'; got_=$?; kill "$keyd" && keyd_ended 0; found_=$(pairs); at_aleppo; [ "$got_" -eq 0 ] && [ "$found_" = "$noted" ]; }
ok "through the key holder it is the same" through

opened() { python3 -c 'import sqlite3, sys; print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT coalesce(sum(value), 0) FROM state WHERE name LIKE \"opened/%\"").fetchone()[0])' "$r/sulh.db"; }
lines() { grep -ac " duplicate aleppo " "$r/keyring/journal"; }
shown() { before_=$(opened) lines_=$(lines); hits 0 "$khalil" && says 'Khaleel Mahmoud Barakat, born 1970  not judged yet' && says 'Khaleel.*خليل|خليل.*Khaleel' && says 'in another register: idlib.aleppo-2016/log/1' &&
	[ "$(opened)" -eq $((before_ + 1)) ] && [ "$(lines)" -eq $((lines_ + 1)) ]; }
ok "an adjudicator sees who it is, and why, and that is counted as an opening" shown
ok "nobody else does" unchanged hits 5 "$khalil" 'Lina Darwish'
ok "of whom nobody was noted nothing is shown" hits 3 "$walid"
number() # CASE: of the person there
{
	run --data "$r" exchange hits "$1" --as 'Elias Hanna' && sed -n 's/^ *other=\([0-9a-f]*\)$/\1/p' "$work/out"
}
khaleel_there=$(number "$khalil") samira_there=$(number "$samira")
told() { json 0 --data "$r" exchange hits "$samira" --as 'Elias Hanna' && says '"type":"pair"' && says '"name_ar":"سميرة نديم طوبال"' && says '"agrees":\["name","birth"\]' && says "\"other\":\"$samira_there\"" && says '"row":"held"' && says '"verdict":""'; }
ok "as JSON, too" told

waits() { exits 0 --data "$r" --json queue --role adjudicator && grep -E "$1" "$work/out" | grep -q "\"case\":\"$2\""; }
ok "both wait for the adjudicators" eval 'waits "\"what\":\"judge_there\"" "$khalil" && waits "\"what\":\"judge_there\"" "$samira" && ! says "\"what\":\"judge\""'
blocked() { run --data "$r" add notice "case=$1" notice_version=N-1 language=ara read_aloud=yes legal_basis=public_interest agreed=none given_by=self purposes=decision told=rights,limits_of_sealing 'as=Lina Darwish' log=aleppo &&
	refused verdict --data "$r" add step "case=$1" event=open_checks why=other 'as=Iman Rayes' log=aleppo; }
ok "nobody is checked before that is judged" blocked "$khalil"
judges() # CASE OTHER VERDICT
{
	run --data "$r" add dedup_link "case=$1" "other=$2" score=950 fields=name,born "verdict=$3" 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
}
alone() { ! run --data "$r" add dedup_link "case=$1" "other=$2" score=950 fields=name verdict=same 'by_1=Elias Hanna' 'as=Elias Hanna' && says by_2; }
ok "one alone does not judge" unchanged alone "$samira" "$samira_there"
nobody() { ! judges "$walid" "$khaleel_there" different && says 'other is not right' && says 'exchange compare'; }
ok "of somebody there whom nobody noted in a case nothing is said in it" unchanged nobody
ok "two judge that one is another" judges "$samira" "$samira_there" different
ok "and it waits no more" eval '! waits "\"what\":\"judge_there\"" "$samira"'
ok "that it is not sure leaves it open" eval 'judges "$khalil" "$khaleel_there" unsure && waits "\"what\":\"judge_there\"" "$khalil"'
again() { run --data "$r" rebuild && pairs_=$(pairs) && waits '"what":"judge_there"' "$khalil" && ! waits '"what":"judge_there"' "$samira" && number "$khalil" >/dev/null && says Khaleel; }
ok "rebuilt from its log the register says the same" again

# A newer file.
named() # CASE NAME: the name is corrected
{
	run --data "$r" add correction "case=$1" field=full_name "new_value=$2" why=typing 'as=Lina Darwish' log=aleppo "answers=${3-}"
}
ok "a name is corrected" named "$taher" 'ism Tahir, father Munir, family Hamdan'
corrected() { compares 0 && says '^1 compared .*; 1 possible' && [ "$(pairs)" != "$pairs_" ] && hits 0 "$taher" && says 'Tahir Munir Hamdan'; }
ok "who is to be compared again" owed 1
ok "and is, and nobody else" corrected
pairs_wait() { run --data "$r" doctor; says '3 pairs with persons of other registers wait'; }
ok "doctor says how many pairs wait" pairs_wait
at_idlib
ok "the other gives what it has by now" eval 'at 2016-10-19T10:00:00Z && here salma "full_name=ism Salma, father Jamil, family Hakim" sex=f born=1991 && gives "$work/key-aleppo" "$work/second"'
at_aleppo
ok "which takes the place of the first" takes "$work/second" "$work/key-idlib"
ok "somebody comes who was there before" here salma_ 'full_name=ism سلمى, father جميل, family الحكيم' sex=f born=1991
pairs_=$(pairs)
newer() { compares 0 && says '; 1 possible duplicates' && hits 0 "$salma_" && says 'Salma Jamil Hakim' && [ "$(pairs | wc -w)" -eq $(($(echo "$pairs_" | wc -w) + 1)) ]; }
ok "who was noted or judged before is not noted by a newer file, who is new is" newer
ok "two judge that one is the same person" judges "$khalil" "$khaleel_there" same
ok "of which the queue says what is to be done" eval 'waits "\"what\":\"tell_there\"" "$khalil" && ! waits "\"what\":\"judge_there\"" "$khalil"'
unmerged() { ! run --data "$r" add merge "case=$khalil" act=merge "link=aleppo/0" "keep=$khaleel_there" 'as=Elias Hanna,Mona Fattal' log=aleppo; }
ok "a file is merged into none that is in no log here" unchanged unmerged
ok "somebody who was compared withdraws, too" withdraws "$walid"
whole() { exits 0 --data "$r" cut && at 2016-10-28T10:00:00Z && exits 0 --data "$r" cut && exits 0 --data "$r" doctor; }
ok "all of it goes into the log, and doctor finds nothing wrong" whole
forgotten() { erased "$walid" && ! grep -aq "$walid" "$r/sulh.db" && run --data "$r" doctor && ! grep -aq "$walid" "$r/sulh.db" "$r/sulh.db-wal"; }
ok "who is erased was compared with nobody" forgotten
held_by() { run --data "$r" person file "$khalil" --as 'Wafa Bitar' && ! grep -q "$khaleel_there" "$work/out"; }
ok "whoever asks for the own file hears nothing of others" held_by
over() { cp -R "$r" "$work/late" && r=$work/late && at 2016-12-12T10:00:00Z && hits 0 "$khalil" && says 'nothing of that register is held' && ! says Khaleel && judges "$salma_" "$(number "$salma_")" different && compares 3; got_=$?; at_aleppo; at 2016-10-28T10:00:00Z; [ "$got_" -eq 0 ]; }
ok "when its day is over nothing is shown, and two judge all the same" over
# Broken off.
third() # 120 more are registered, of whom another register gave two
{
	{
		echo 'log,full_name,sex,born,age_doubt,status_sought,search_done,as'
		for i in $(seq 100 219); do
			echo "aleppo,\"ism Zuhair, family $(family "$i")\",m,1979,no,associated,offline,Lina Darwish"
		done
	} >"$work/registration.csv"
	printf '%s 1979 Zuhair %s\n' 11111111111111111111111111111111 "$(family 103)" 22222222222222222222222222222222 "$(family 217)" |
		"$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/third" "$work/key-third" &&
		run --data "$r" import "$work/registration.csv" --commit && takes "$work/third" "$work/key-third" && cp -R "$r" "$work/third-r"
}
ok "many are registered, and another register gives its names" third
breaks() # WHAT CALL: the comparison, from the beginning
{
	rm -rf "$work/broken" && cp -R "$work/third-r" "$work/broken" && r=$work/broken &&
		env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_FAST=1 FAULT_DO="$1" FAULT_AT="$2" FAULT_COUNT="$work/count" \
			"$sulh" --data "$r" exchange compare --as 'Elias Hanna' </dev/null >"$work/out" 2>"$work/err"
}
compared() { sed -n "s/^\([0-9]*\) compared .*/\1/p" "$work/out"; }
killed() # COUNT: at so many points
{
	between=no
	breaks none 0 || return 1
	whole=$(pairs) calls=$(cat "$work/count") all=$(compared)
	for i in $(seq 1 "$1"); do
		breaks kill $((i * calls / ($1 + 1)))
		compares 0 || return 1
		[ "$(compared)" -eq 0 ] || [ "$(compared)" -eq "$all" ] || between=yes
		[ "$(pairs)" = "$whole" ] || { echo "call $((i * calls / ($1 + 1))) of $calls" >"$work/diff"; return 1; }
	done
	[ "$between" = yes ] || { echo "never in between" >"$work/diff"; return 1; }
}
if sanitized; then
	skip "killed anywhere it goes on, and notes each once" "a sanitizer has memory of its own"
else
	ok "killed anywhere it goes on, and notes each once" killed 8
fi

# What is held changes, or is gone.
r=$work/third-r
ok "another register's names are compared" compares 0
like() # NAME: the case in which somebody of that name there was noted
{
	for like_ in $(pairs); do
		hits 0 "$like_" && says "$1" && return
	done
	return 1
}
ok "and found" like "Zuhair $(family 217)"
fewer() { at 2016-10-28T11:00:00Z && printf '%s 1979 Zuhair %s\n' 11111111111111111111111111111111 "$(family 103)" | "$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/fewer" "$work/key-third" &&
	takes "$work/fewer" "$work/key-third" && run --data "$r" --json due --dry-run && says '"to_compare_there":[1-9]' && hits 0 "$like_" && says 'says nothing of this person any more' && ! says 'Zuhair'; }
ok "of who is in its newest names no more that is said, and nothing else" fewer
lost() { rm "$r"/keyring/exchange-* && compares 0 && says '^what 2 other registers gave is not here' && hits 0 "$like_" && says 'nothing of that register is held here'; }
ok "what was lost is not called compared" lost
ok "and is to be compared when it is here again" eval 'takes "$work/fewer" "$work/key-third" && compares 0 && says "^[1-9][0-9]* compared with what 1 other"'

# More namesakes there than are noted at once.
namesakes()
{
	at 2016-10-28T12:00:00Z
	here munir 'full_name=ism Munir, father Tahir, family Hamdan' born=1988 && for i in $(seq 100 229); do
		echo "${i}00000000000000000000000000000 1988 Munir Tahir Hamdan"
	done | "$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/many" "$work/key-third" && takes "$work/many" "$work/key-third"
}
of_munir() { pairs | tr ' ' '\n' | grep -c "$munir"; }
ok "somebody has a hundred and thirty namesakes in another register" namesakes
ok "of whom some are noted" eval 'compares 0 && [ "$(of_munir)" -eq 64 ]'
others() { json 0 --data "$r" exchange hits "$munir" --as 'Elias Hanna' && sed -n 's/.*"other":"\([0-9a-f]*\)".*/\1/p' "$work/out"; }
left() { says "\"pairs\":50,\"left\":$1,\"left_unjudged\":$2"; }
first_() { others >"$work/first" && left 14 14 && [ "$(wc -l <"$work/first")" -eq 50 ]; }
ok "of these fifty are shown at once" first_
ok "and the others the next times" eval 'compares 0 && [ "$(of_munir)" -eq 128 ] && compares 0 && [ "$(of_munir)" -eq 130 ]'
ok "and then no more" eval 'compares 0 && says "^0 compared" && [ "$(of_munir)" -eq 130 ]'
ok "of more than one officer is shown in an hour those who wait longest are shown, and it is said how many are left" eval 'others | cmp - "$work/first" && left 80 80'
turn() { judged_=$(head -n 1 "$work/first") unsure_=$(sed -n 2p "$work/first") && judges "$munir" "$judged_" different && judges "$munir" "$unsure_" unsure && others >"$work/next" && left 80 79 && ! grep -qx "$judged_\|$unsure_" "$work/next"; }
ok "who is judged, and of whom nobody is sure, give way to others" turn
said() { hits 0 "$munir" && says '^80 more, of whom 79 are not judged'; }
ok "as text, too" said

# A file that was closed to others without a referral.
shuts() # CASE
{
	keyd_starts || return 1
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" closes 'Nadia Karam' "$(sed -n 's/^Nadia Karam	//p' "$SULH_OFFICERS_FILE")" "$r/sulh.db" "$1" |
		grep -qx ok
	got_=$?
	kill "$keyd" && keyd_ended 0
	return "$got_"
}
closed()
{
	here malek 'full_name=ism Malek, father Ziyad, family Kurdi' born=1971 && shuts "$malek" && at 2016-10-28T13:00:00Z && echo "77777777777777777777777777777777 1971 Malek Ziyad Kurdi" |
		"$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/malek" "$work/key-third" && takes "$work/malek" "$work/key-third"
}
ok "a file is closed to all but protection officers" closed
ok "it is like nobody" eval 'compares 0 && says "; 0 possible duplicates"'
ok "two of these open it again" exits 0 --data "$r" person reopen "$malek" --as 'Nadia Karam,Huda Zein'
ok "then it is compared" eval 'compares 0 && says "^1 compared .*; 1 possible"'

# A file that was made before the one that was dropped: it is another one all the same.
someone_said() { printf '%s 1979 Zuhair %s\n' "$1" "$(family "$2")"; }
before()
{
	at 2016-10-28T14:00:00Z
	someone_said 88888888888888888888888888888888 110 | "$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/early" "$work/key-third"
	at 2016-10-28T15:00:00Z
	someone_said 99999999999999999999999999999999 111 | "$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/late-one" "$work/key-third" &&
		takes "$work/late-one" "$work/key-third" && compares 0 && exits 0 --data "$r" --json exchange held &&
		exits 0 --data "$r" exchange drop "$(sed -n 's/.*"sender":"\([0-9a-f]*\)".*"persons":1,.*/\1/p' "$work/out")" --as 'Wafa Bitar,Rana Qassab' &&
		takes "$work/early" "$work/key-third"
}
ok "a file is dropped, and an earlier one of that register taken" before
owed_more() { run --data "$r" --json due --dry-run && says '"to_compare_there":[1-9]'; }
ok "that it is to be compared with is said" owed_more
ok "and it is" eval 'compares 0 && says "^[1-9][0-9]* compared .*; [1-9]"'

# A file that is merged into another while a pair waits in it.
given() # NAME ROW...: another register's names
{
	given_=$1
	shift
	printf '%s\n' "$@" | "$BUILD/exchange_tool" "$work/key-aleppo" 30 "$work/$given_" "$work/key-third" && takes "$work/$given_" "$work/key-third"
}
sabri=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa other_sabri=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
two_files()
{
	at 2016-10-28T16:00:00Z
	here sabri_ 'full_name=ism Sabri, father Amin, family Jundi' born=1969 && here fares 'full_name=ism Fares, father Habib, family Nahas' born=1969 &&
		record dedup_link "case=$sabri_" "other=$fares" score=900 fields=born verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal' && run --data "$r" cut &&
		given two "$sabri 1969 Sabri Amin Jundi" "$other_sabri 1969 Sabri Amin Jundi" && compares 0 && says '; 2 possible' && judges "$sabri_" "$other_sabri" different
}
ok "somebody has two files; two in another register are like one of them, of whom one is judged" two_files
ok "that file is merged into the other" eval 'record merge "case=$sabri_" act=merge "link=$(link "$sabri_")" "keep=$fares" "as=Elias Hanna,Mona Fattal"'
waiting() { run --data "$r" doctor; grep -o '[0-9]* pairs with persons of other registers wait' "$work/out" | cut -d' ' -f1; }
waiting_=$(waiting)
goes_over() { compares 0 && says '; 1 possible' && [ "$(pairs | tr ' ' '\n' | grep -c "$fares")" -eq 1 ] && [ "$(waiting)" -eq $((waiting_ + 1)) ] && waits '"what":"judge_there"' "$fares" && number "$fares" >/dev/null && grep -q "other=$sabri" "$work/out"; }
ok "what was not judged is noted in the one that stays, and nothing else" goes_over
ok "once" eval 'at 2016-10-28T16:30:00Z && given again "$sabri 1969 Sabri Amin Jundi" "$other_sabri 1969 Sabri Amin Jundi" && compares 0 && says "; 0 possible"'
ok "and is judged there" eval 'judges "$fares" "$sabri" different && ! waits "\"what\":\"judge_there\"" "$fares"'

# What changes in the merged file is the person's in the one that stays.
ok "a name is corrected in it" named "$sabri_" 'ism Sabri, father Latif, family Murad'
ok "then the one that stays is compared" eval 'compares 0 && says "^1 compared .*; 0 possible" && at 2016-10-28T17:00:00Z && given more "66666666666666666666666666666666 1969 Sabri Latif Murad" && compares 0 && says "; 1 possible" && number "$fares" >/dev/null && says "Sabri Latif Murad"'
ok "it is closed, and opened again" eval 'shuts "$sabri_" && run --data "$r" person reopen "$sabri_" --as "Nadia Karam,Huda Zein"'
ok "and compared" eval 'compares 0 && says "^1 compared"'
finish
