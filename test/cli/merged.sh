#!/bin/sh
# Two files of one person that become one after a bulletin counted both: the newest bulletin is restated before the next one is signed, by what
# anybody can count, and so it is where they are taken apart again.
# shellcheck disable=SC2154,SC2317 # cases of merging, functions that ok calls
set -u
. "$SRC/test/cli/lib"

. "$SRC/test/cli/merging"

# Six are registered, of whom two are one. Two bulletins say six.

at 2016-10-10T08:00:00Z
ok "six are registered, of whom four may be two" six
ok "and in the log" day 2016-10-10
ok "a bulletin counts them" sign 0 2016-10-10
ok "the next day is cut" day 2016-10-12
ok "a second bulletin" sign 0 2016-10-12
ok "of six" figure 2016-10-12 show P2 total 6
ok "nothing is owed" owes_nothing
ok "two files become one" merges "$case_1" "$case_2"
ok "which waits for others" day 2016-10-13
ok "and changes no bulletin yet" sign 0 2016-10-13
ok "nor is anything owed" owes_nothing
ok "after seven days it is in the log" day 2016-10-20
merge=$(case_entry "$case_1" merge)
ok "as an entry" test -n "$merge"
ok "the draft says five" figure 2016-10-20 draft P2 total 5
ok "what was said is owed another word" owes '1 '
ok "6: the next bulletin is not signed over it" sign 6 2016-10-20
ok "it says what, why, and how to say so" says 'merged.*P2 at .*, total, of 2016-10-13: it was 6 and is 5 now; run .sulh bulletin restate --as'
ok "5: one officer does not restate" json 5 --data "$r" bulletin restate --as 'Ziad Mansour'
ok "2: nor is a number of one's own recorded" json 2 --data "$r" add restatement figure=P2 place_of=SY period=total of_day=2016-10-13 old=6 new=4 reason_code=duplicate "merges=$merge" as="$pair"
ok "editor and approver restate, and need give no reason" restate 0
ok "the total of that day" said 2016-10-13 P2 total 6 5
ok "in all places around" said 2016-10-13 P2 total 6 5 Syria
ok "and who was under checks" said 2016-10-13 P3 now 6 5
ok "no earlier bulletin, and no shorter time: they would tell the day of the registration" sh -c '! grep -E "\"day\":\"2016-10-1[^3]\"|\"period\":\"(h24|d3)\"" "$1"' - "$work/out"
ok "it names the merge" names "$merge"
ok "nothing is owed any more" owes_nothing
ok "nor restated again" restate 3
ok "the next bulletin is signed" sign 0 2016-10-20
ok "it says five" figure 2016-10-20 show P2 total 5
ok "the one before says six, as it was signed" figure 2016-10-13 show P2 total 6
ok "strangers count the same" verifies

# Something late of the days before, and both at once.

at 2016-10-21T08:00:00Z
late()
{
	run --data "$r" add corridor_count corridor=1 direction=out persons=40 method=stated "from_hour=2016-10-13T12:00+03:00" \
		day=2016-10-13 log=aleppo 'as=Dina Farhat,Adel Maalouf' && merges "$case_3" "$case_4"
}
ok "a count comes late, and two more files become one" late
ok "after seven days" day 2016-10-28
ok "6: the next bulletin waits for both" sign 6 2016-10-28
ok "and asks for a reason" says 'some because .* merged.*--reason CODE'
ok "5: which has to be given for what is late" restate 5
ok "both are restated" restate 0 --reason late_entry
ok "what came late on its own day" said 2016-10-13 T1 h24 0 40
ok "the merge on the day of the newest bulletin" said 2016-10-20 P2 total 5 4
ok "and not of the one before, again" sh -c '! grep -q "\"day\":\"2016-10-13\",\"code\":\"P" "$1"' - "$work/out"
closes 2016-10-28

# They were two after all.

at 2016-10-29T08:00:00Z
ok "the first merge is taken back" merges "$case_1" "$case_2" unmerge 'Raed Halabi,Abir Shahin'
ok "in the log after seven days" day 2016-11-05
ok "that is owed, too" owes '1 '
ok "and is when all is counted anew" eval 'exits 0 --data "$r" rebuild && owes "1 "'
ok "6: before the next bulletin" sign 6 2016-11-05
ok "it is restated" restate 0
ok "the other way" said 2016-10-28 P2 total 4 5
closes 2016-11-05

# Who came since the last bulletin was in none: nothing that was said has to be said otherwise, and nobody is ever counted as two.

at 2016-11-06T08:00:00Z
again()
{
	person "$r" && case_7=$(case_of) && same "$case_7" "$case_5"
}
ok "one of them comes once more" again
ok "whose entries wait for others, seven days" day 2016-11-13
ok "that is found" merges "$case_7" "$case_5"
ok "no later bulletin is signed yet, and after seven days the merge is in the log, too" day 2016-11-21
ok "as an entry" test -n "$(case_entry "$case_7" merge)"
ok "nothing is owed" owes_nothing
closes 2016-11-21 5

# An age that is corrected looks the same in public as a merge that is taken back, and is none.

at 2016-11-22T08:00:00Z
grown()
{
	two='as=Nadia Karam,Huda Zein'
	add presentation in_group=no triage=safe language=ara reception_no=R-1 'as=Samar Dabbagh' && child=$(case_of) &&
		add child_referral "case=$child" age_ground=doubt handed_to=CHILD handed_on=2016-11-22 "$two" &&
		add request "case=$child" right=rectify lodged_on=2016-11-22 answer_due=2016-12-22 'as=Wafa Bitar' &&
		add child_referral "case=$child" age_ground=document handed_to=CHILD handed_on=2016-11-22 later_found_adult=yes "$two"
}
ok "somebody who was taken for a child is none" grown
ok "in the log after seven days" day 2016-11-29
first_time() { run --data "$r" --json log show aleppo --count 1000 && grep -q '"kind":"decision".*"deltas":\[\["P2","",1,"exact"\],\["P3","",1,"exact"\]\]' "$work/out"; }
ok "where it counts for the first time, under the code of a decision" first_time
ok "and nothing is owed" owes_nothing
closes 2016-11-29

# That merge is taken back: now there was a bulletin that counted two as one.

at 2016-11-30T08:00:00Z
ok "that merge is taken back" merges "$case_7" "$case_5" unmerge 'Raed Halabi,Abir Shahin'
ok "in the log after seven days" day 2016-12-07
ok "which is owed" owes '1 '
ok "and restated" restate 0
ok "of the newest bulletin" said 2016-11-29 P2 total 6 7
ok "and signed" sign 0 2016-12-07

# A file that the bulletin counted as something else than it counts as when it is merged: first a bulletin has to count it so.

at 2016-12-08T08:00:00Z
left()
{
	add closing "case=$case_6" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' && same "$case_6" "$case_5"
}
ok "one of those who were counted withdraws" left
ok "which is in the log after seven days" day 2016-12-15
ok "that file is merged away" merges "$case_6" "$case_5"
ok "and is not in the log after seven days more" day 2016-12-23
ok "as the cut says" eval 'exits 0 --data "$r" cut && says "merged before a bulletin counts the file as it counts now, and that into which it is merged"'
ok "nothing is owed" owes_nothing
ok "the next bulletin is signed" sign 0 2016-12-23
ok "now it goes" day 2016-12-24
ok "and is owed" owes '1 '
ok "it is restated" restate 0
ok "of the bulletin that counted both as they are" said 2016-12-23 P2 total 7 6
closes 2016-12-24

# What strangers refuse, in a publication that was made so (test/publication_merged.h).

forged() # FLAW CODE: verify ends so, and whoever counts by the document says the same
{
	rm -rf "$work/made"
	"$BUILD/merged_tool" "$work/made" "$1" && json "$2" verify "$work/made" || return 1
	python3 -B "$SRC/test/stranger/recompute.py" "$work/made" >"$work/out" 2>&1
	[ $? -eq "$(($2 == 4))" ]
}
ok "a merge that is restated is right" forged none 0
ok "4: one that is not restated of each place" forged unsaid 4
ok "4: one with another number" forged other 4
ok "4: or the one of before" forged same 4
ok "4: one that names what is no merge" forged names 4
ok "4: or that, too" forged more 4
ok "4: one that names none" forged unnamed 4
ok "4: one that is named twice" forged twice 4
ok "4: one that tells of a day alone" forged h24 4
ok "4: or a merge of a day after the bulletin that names it" forged ahead 4
finish
