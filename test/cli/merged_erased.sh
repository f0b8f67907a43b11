#!/bin/sh
# Whoever is erased anew in a register that was restored from a backup takes nothing from what is owed: a merge by which a bulletin has to be
# restated is restated there as it was where the person was erased first.
# shellcheck disable=SC2016,SC2154,SC2317 # eval expands, cases of merging, functions that ok calls
set -u
. "$SRC/test/cli/lib"

. "$SRC/test/cli/merging"

leaves() # CASE: who wants to be forgotten
{
	add closing "case=$1" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' &&
		add request "case=$1" right=erase lodged_on=2016-10-20 answer_due=2016-11-19 'as=Wafa Bitar'
}
erases() # CODE CASE
{
	exits "$1" --data "$r" erase "$2" --basis request --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit \
		--backups-gone-on 2016-12-31 --as 'Wafa Bitar,Rana Qassab'
}
merged_away()
{
	anew && at 2016-10-12T08:00:00Z && merges "$case_1" "$case_2" && day 2016-10-20 && leaves "$case_2" && day 2016-10-28 &&
		exits 0 --data "$r" publish "$work/known"
}
ok "somebody has two files, which became one, and left" merged_away
merge=$(case_entry "$case_1" merge)
ok "which is in the log, and owed" eval 'test -n "$merge" && owes "1 "'
ok "a backup is written" exits 0 --data "$r" backup "$work/owed"
ok "5: nobody is erased of whom something has to be restated" erases 5 "$case_2"
ok "it is restated" restate 0
cp "$work/out" "$work/restated"
ok "and another backup is written" exits 0 --data "$r" backup "$work/restated-backup"
ok "then it is erased" erases 0 "$case_2"
ok "and nothing is owed" owes_nothing

restored() # BACKUP
{
	r=$work/old
	rm -rf "$r" && exits 0 --pass-file "$work/pass" restore "$1" "$r" && cp "$work/pass" "$r/pass" && says 'Forgotten: 2' &&
		for log in hq aleppo khan-al-shih al-tall; do
			exits 0 --data "$r" log resume $log --checkpoint "$work/known/$log/checkpoint" || return 1
		done
}
ok "from before that it is restored, and forgets" restored "$work/owed"
ok "what was owed is" owes '1 '
ok "and is when all is counted anew" eval 'exits 0 --data "$r" rebuild && owes "1 "'
ok "nothing else of them is there" eval '! run --data "$r" show case "$case_1" && ! run --data "$r" show case "$case_2"'
ok "6: the next bulletin is not signed over it" sign 6 2016-10-28
ok "it is restated" restate 0
as_before() { grep '"type":"restatement"' "$work/restated" >"$work/before" && grep '"type":"restatement"' "$work/out" | diff "$work/before" - >"$work/diff"; }
ok "in the same figures" as_before
ok "and names the merge" names "$merge"
ok "then nothing is owed" owes_nothing
closes 2016-10-28

ok "from after it, it is restored, too" restored "$work/restated-backup"
ok "nothing is owed there" owes_nothing
ok "3: nor restated again" restate 3
closes 2016-10-28
finish
