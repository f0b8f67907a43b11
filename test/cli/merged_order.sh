#!/bin/sh
# Which merges restate the newest bulletin, and which wait for the next one: each in a register of its own, in which a bulletin counted six.
# shellcheck disable=SC2154,SC2317 # cases of merging, functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/merging"

both='merged before a bulletin counts the file as it counts now, and that into which it is merged'
withdraws() # CASE
{
	add closing "case=$1" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein'
}
comes() # NAME: is registered
{
	person "$r" && eval "case_$1=$(case_of)"
}

# A file that was counted goes into one that came after the bulletin: that counted one person once.

ok "six are counted" anew
newer() { at 2016-10-11T08:00:00Z && comes 7 && same "$case_1" "$case_7" && same "$case_7" "$case_2"; }
ok "one of them comes once more" newer
ok "in the log after seven days" day 2016-10-18
ok "the counted file is merged into the newer one" merges "$case_1" "$case_7"
ok "after seven days it is not in the log" day 2016-10-26
ok "as the cut says" waits "$case_1" "$both"
ok "nothing is owed" owes_nothing
ok "3: nor restated" restate 3
ok "the newer file is merged into another that was counted" merges "$case_7" "$case_2"
ok "which is in the log after seven days" day 2016-11-03
ok "as an entry" test -n "$(case_entry "$case_7" merge)"
ok "but not the first" waits "$case_1" "$both"
ok "nothing is owed for a file that was not counted" owes_nothing
ok "a bulletin" sign 0 2016-11-03
ok "counts the person in two files, of three" figure 2016-11-03 show P2 total 6
ok "now the first goes" day 2016-11-04
ok "into what its own was merged into" owes '1 '
ok "it is restated" restate 0
ok "of the bulletin that counted both" said 2016-11-03 P2 total 6 5
closes 2016-11-04 5

# Taken apart and merged again between two bulletins.

ok "six are counted" anew
at 2016-10-11T08:00:00Z
ok "two files become one" merges "$case_1" "$case_2"
ok "in the log after seven days" day 2016-10-18
ok "it is restated" restate 0
ok "and signed" sign 0 2016-10-18
at 2016-10-19T08:00:00Z
apart() { merges "$case_1" "$case_2" unmerge 'Raed Halabi,Abir Shahin' && merges "$case_1" "$case_2"; }
ok "they are taken apart, and merged again" apart
ok "both in the log after seven days" day 2016-10-27
ok "two are owed" owes '2 '
ok "they are restated" restate 0
ok "as what changed nothing" said 2016-10-18 P2 total 5 5
ok "by the last of them, too" names "$(case_entry "$case_1" merge)"
closes 2016-10-27 5

# What says nothing of a case in public goes into the log before what it is counted by.

ok "six are counted" anew
at 2016-10-11T08:00:00Z
overtakes() { withdraws "$case_1" && same "$case_1" "$case_3" && for i in 1 2 3 4 5; do person "$r" || return 1; done; }
ok "a closing waits, and what was found later of the case goes" overtakes
ok "with five who are registered" day 2016-10-11
ok "a bulletin" sign 0 2016-10-11
ok "counts the file as open" figure 2016-10-11 show P3 now 11
ok "it is merged away" merges "$case_1" "$case_3"
ok "and the closing in the log after seven days" day 2016-10-19
ok "but not the merge: the bulletin counted the file as open" waits "$case_1" "$both"
ok "the next bulletin is signed" sign 0 2016-10-19
ok "now it goes" day 2016-10-20
ok "and is restated" restate 0
ok "as closed" said 2016-10-19 P13 now 1 0
ok "by one" said 2016-10-19 P2 total 11 10
closes 2016-10-20

ok "six are counted" anew
different()
{
	while [ $# -gt 0 ]; do
		add dedup_link "case=$1" "other=$(subject "$2")" score=900 fields=name verdict=different 'by_1=Elias Hanna' \
			'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal' || return 1
		shift 2
	done
}
first() { at 2016-10-11T08:00:00Z && comes 7 && same "$case_7" "$case_1" && different "$case_2" "$case_3" "$case_3" "$case_5" "$case_4" "$case_5" "$case_5" "$case_6"; }
ok "a registration waits, and what was found later of the case goes" first
ok "with four other such acts" day 2016-10-11
ok "a bulletin" sign 0 2016-10-11
ok "does not count the registration" figure 2016-10-11 show P2 total 6
ok "the file is merged away" merges "$case_7" "$case_1"
ok "in the log with the registration after seven days" day 2016-10-19
ok "as an entry" test -n "$(case_entry "$case_7" merge)"
ok "nothing is owed" owes_nothing
closes 2016-10-19 6

# Counted at one centre, merged at another.

ok "six are counted" anew
at 2016-10-11T08:00:00Z
ok "one of them goes to another centre" add closing "case=$case_1" how=moved_centre asked_alone=yes 'as=Rula Masri'
ok "in the log after seven days" day 2016-10-18
ok "is taken up there" eval 'person "$r" "case=$case_1" log=al-tall'
ok "in the log after seven days" day 2016-10-25
there() # KIND FIELD...
{
	run --data "$r" add "$@" "case=$case_1" log=al-tall 'as=Elias Hanna,Mona Fattal'
}
link() { run --data "$r" --json show case "$case_1" && sed -n 's|.*"kind":"dedup_link".*"entry":"\(al-tall/[0-9]*\)".*|\1|p' "$work/out" | tail -n 1; }
ok "where two find who it is" there dedup_link "other=$(subject "$case_2")" score=900 fields=name verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal'
ok "in the log after seven days" day 2016-11-02
ok "the file is merged away" there merge act=merge "link=$(link)" "keep=$(subject "$case_2")"
ok "but not in the log after seven days: the bulletin counted it elsewhere" day 2016-11-10
ok "as the cut says" waits "$case_1" "$both"
ok "3: nothing is restated" restate 3
ok "a bulletin that counts it where it is" sign 0 2016-11-10
ok "now it goes" day 2016-11-11
ok "and is restated" restate 0
ok "where it was" said 2016-11-10 P3 now 1 0 Al-Tall
ok "and not where it was before" sh -c '! grep "\"place\":\"Aleppo\"" "$1"' - "$work/out"
closes 2016-11-11 5 Syria

# A bulletin that is signed after the cut of a later day does not count what that has.

ok "six are counted" anew
ok "and the day after is cut" day 2016-10-11
more() { at 2016-10-12T08:00:00Z && for i in 7 8 9 10 11; do comes "$i" || return 1; done && same "$case_7" "$case_1"; }
ok "five more come" more
ok "in the log" day 2016-10-12
ok "the bulletin of the day before is signed late" sign 0 2016-10-11
ok "without them" figure 2016-10-11 show P2 total 6
at 2016-10-13T08:00:00Z
ok "one of them is merged away" merges "$case_7" "$case_1"
ok "in the log after seven days" day 2016-10-20
ok "as an entry" test -n "$(case_entry "$case_7" merge)"
ok "nothing is owed" owes_nothing
closes 2016-10-20 10

# What is merged is restated of the bulletin before: none is signed in between.

ok "six are counted" anew
at 2016-10-11T08:00:00Z
ok "two files become one" merges "$case_1" "$case_2"
ok "not in the log before seven days" day 2016-10-17
ok "but then" day 2016-10-18
ok "5: no bulletin is signed of the day before" sign 5 2016-10-17
ok "as it says" says '2016-10-17: log aleppo has a merge of 2016-10-18.*; sign the bulletin of that day'
ok "it is restated" restate 0
ok "5: nor is it then" sign 5 2016-10-17
closes 2016-10-18 5

# A merge with the cut of a day that has a bulletin would come late for that, and tell of single days.

ok "six are counted" anew
at 2016-10-11T08:00:00Z
ok "two files become one" merges "$case_1" "$case_2"
at 2016-10-19T17:00:00Z
late()
{
	for log in hq khan-al-shih al-tall; do
		exits 0 --data "$r" cut --log "$log" --day 2016-10-19 || return 1
	done
	json 0 --data "$r" bulletin sign --at 2016-10-19 --late aleppo --as "$pair"
}
ok "a bulletin is signed while the log is silent" late
ok "which is cut for that day after" exits 0 --data "$r" cut --log aleppo --day 2016-10-19
ok "without the merge, as it says" says 'a day that has a bulletin'
ok "that goes the next day" day 2016-10-20
ok "and is owed" owes '1 '
ok "it is restated" restate 0
ok "in total" said 2016-10-19 P2 total 6 5
ok "and of no single day" sh -c '! grep -E "\"period\":\"(h24|d3)\"" "$1"' - "$work/out"
closes 2016-10-20

# Into a file that counts as nothing.

ok "six are counted" anew
arrives() { at 2016-10-11T08:00:00Z && withdraws "$case_1" && add presentation in_group=no triage=safe language=ara reception_no=R-7 'as=Samar Dabbagh' && case_7=$(case_of) && same "$case_1" "$case_7"; }
ok "who withdrew comes again, and is not registered yet" arrives
ok "in the log after seven days" day 2016-10-18
into() { ! merges "$case_1" "$case_7" && says "register the person in $case_7 first, or merge that one into this"; }
ok "5: the file that counts is not merged into that one" into
ok "nothing is counted less" figure 2016-10-18 draft P2 total 6

# But for a child's: whoever is counted in the other file would not have been.

ok "six are counted" anew
child()
{
	at 2016-10-11T08:00:00Z && add presentation in_group=no triage=safe language=ara reception_no=R-8 'as=Samar Dabbagh' && case_8=$(case_of) &&
		add child_referral "case=$case_8" age_ground=doubt handed_to=CHILD handed_on=2016-10-11 'as=Nadia Karam,Huda Zein' &&
		same "$case_1" "$case_8"
}
ok "one of them comes again, and is a child" child
ok "in the log after seven days" day 2016-10-18
ok "the other file is merged into the child's" merges "$case_1" "$case_8"
ok "in the log after seven days" day 2016-10-26
ok "which is owed" owes '1 '
ok "it is restated" restate 0
ok "by one" said 2016-10-10 P2 total 6 5
closes 2016-10-26

# Who is erased is not there to be restated.

ok "six are counted" anew
erase() # CODE
{
	json "$1" --data "$r" erase "$case_4" --basis request --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit \
		--as 'Wafa Bitar,Rana Qassab' --backups-gone-on 2016-12-31
}
at 2016-10-11T08:00:00Z
ok "two withdraw" eval 'withdraws "$case_3" && withdraws "$case_4"'
ok "in the log after seven days" day 2016-10-18
ok "a bulletin" sign 0 2016-10-18
at 2016-10-19T08:00:00Z
asks() { merges "$case_3" "$case_4" && add request "case=$case_4" right=erase lodged_on=2016-10-19 answer_due=2016-11-18 'as=Wafa Bitar'; }
ok "they are one, who asks to be erased" asks
ok "in the log after seven days" day 2016-10-27
ok "that is owed" owes '1 '
ok "5: nobody is erased before it is said" erase 5
ok "as it says" says 'restate the last bulletin first'
ok "it is restated" restate 0
ok "by one" said 2016-10-18 P2 total 6 5
ok "now the person is erased" erase 0
ok "the cut" day 2016-10-28
closes 2016-10-28 5

# Before the first bulletin.

unsigned()
{
	rm -rf "$r" && small "$r" && at 2016-10-10T08:00:00Z && six && day 2016-10-10 && at 2016-10-11T08:00:00Z && merges "$case_1" "$case_2" &&
		day 2016-10-18
}
ok "where no bulletin was signed before" unsigned
ok "5: the first is not, either" sign 5 2016-10-17
ok "but of that day" sign 0 2016-10-18
ok "nothing is owed" owes_nothing
finish
