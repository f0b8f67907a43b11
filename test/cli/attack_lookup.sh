#!/bin/sh
# Attack: by asking, somebody who may not know learns who is here: by the answer, the exit code, what is left behind, or
# how much was done to answer. Control: who asks is judged before it is looked for, and a name is compared with all.
# No time is asserted: reads of files below the register are counted, as a preloaded library sees them.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
both()
{
	comes here && comes there 'full_name=ism Omar, family Haddad' && at_cut 2016-08-09
}
ok "two persons are here" both
ok "the index of names is made" run --data "$r" person find Samir --as 'Lina Darwish'

child_here()
{
	comes kid 'full_name=ism Ziad, family Najm' && add child_referral "case=$kid" age_ground=doubt handed_to=CHILD \
		handed_on=2016-08-09 'as=Nadia Karam,Huda Zein'
}

# asks ARGUMENTS: code, answer without what was asked for, and how many reads it took
asks()
{
	if sanitized; then
		run --data "$r" "$@"
		printf '%s ' $? >"$work/answer"
	else
		LD_PRELOAD=$BUILD/shim_fault.so FAULT_UNDER=$r FAULT_AT=0 FAULT_DO=read FAULT_COUNT=$work/reads \
			"$sulh" --data "$r" "$@" </dev/null >"$work/out" 2>"$work/err"
		printf '%s ' $? >"$work/answer"
		cat "$work/reads" >>"$work/answer"
	fi
	cat "$work/out" "$work/err" >>"$work/answer"
}
# alike COMMAND KNOWN UNKNOWN [REST...]: the same answer to both, and not a byte changes
alike()
{
	command_=$1
	known_=$2
	unknown_=$3
	shift 3
	# shellcheck disable=SC2086 # words
	asks $command_ "$known_" "$@"
	sed "s/$known_/WHO/g" "$work/answer" >"$work/one"
	# shellcheck disable=SC2086 # words
	asks $command_ "$unknown_" "$@"
	sed "s/$unknown_/WHO/g" "$work/answer" >"$work/two"
	diff "$work/one" "$work/two" >"$work/diff"
}
# quiet CODE PATTERN COMMAND KNOWN UNKNOWN [REST...]: alike, ended by that code and in those words: by the control, not by
# a mistake in the question.
quiet()
{
	code_=$1
	pattern_=$2
	shift 2
	unchanged alike "$@" && grep -q "^$code_ " "$work/one" && grep -qE -e "$pattern_" "$work/one"
}
# For who may ask the same questions have different answers: else it would be no wonder that they are alike.
differ()
{
	! alike "$@" && grep -q '^0 ' "$work/one" && grep -q '^3 ' "$work/two"
}
# shellcheck disable=SC2154 # set by eval
case_=$here
ok "who may ask learns who is here and who is not" differ 'person find' Samir Munir --as 'Lina Darwish'
ok "and of which case" differ 'person file' "$case_" 0000-0000 --as 'Wafa Bitar'
ok "an officer whose work it is not learns of no name" quiet 5 'one of the roles registrar' 'person find' Samir Munir \
	--as 'Samar Dabbagh'
ok "nor does an unknown one" quiet 5 'whose key is in this keyring' 'person find' Samir Munir --as 'Nobody Known'
ok "nor for a purpose that is none" quiet 5 'one of case_work,' 'person find' Samir Munir --as 'Lina Darwish' --purpose curiosity
ok "an officer whose work it is not learns of no case" quiet 5 'one of the roles' 'person file' "$case_" 0000-0000 \
	--as 'Samar Dabbagh'
ok "nor does an unknown one" quiet 5 'whose key is in this keyring' 'person file' "$case_" 0000-0000 --as 'Nobody Known'
ok "a child is here, too" child_here
ok "nor that a case is a child's" quiet 5 'one of the roles' 'person file' "$kid" 0000-0000 --as 'Samar Dabbagh'
mv "$r/pass" "$work/away"
ok "without the passphrase nobody learns of a name" quiet 11 passphrase 'person find' Samir Munir --as 'Lina Darwish'
ok "nor of a case" quiet 11 passphrase 'person file' "$case_" 0000-0000 --as 'Wafa Bitar'
ok "nor of an officer" quiet 11 passphrase 'person find Samir --as' 'Lina Darwish' 'Nobody Known'
mv "$work/away" "$r/pass"
# A name that is nobody's is compared with as many as one that is somebody's.
work_of() # NAME: how many reads a search takes before anything is shown
{
	asks person find "$1" --as 'Lina Darwish'
	cut -d ' ' -f 2 "$work/answer" | head -n 1
}
same_work()
{
	a_=$(work_of Munir)
	b_=$(work_of Zaynab)
	[ "$a_" = "$b_" ] && [ "$a_" -gt 0 ]
}
if sanitized; then
	skip "names that are nobody's take the same work" "a sanitizer reads files of its own"
else
	ok "names that are nobody's take the same work" same_work
fi
ok "a search that finds nobody ends as it always does" exits 3 --data "$r" person find Munir --as 'Lina Darwish'
ok "and says nothing else about a name that is nearly somebody's" alike 'person find' Sami Munir --as 'Lina Darwish'

# By names that one says to be somebody else's, nobody asks who is here beyond the limits of a look-up, not even by trying.
given='Zakwan Qais Khalil Murad Habib' fathers='Idris Rafi Tawfiq Sabri Fuad' families='Homsi Dalati Barakat Sawwan Qazzaz'
each_name() # SEPARATOR FORMAT: 125 names
{
	for g in $given; do for p in $fathers; do for f in $families; do
		# shellcheck disable=SC2059 # the format
		printf "$1" "$g" "$p" "$f"
	done; done; done
}
many()
{
	{
		echo log,full_name,sex,born,age_doubt,status_sought,search_done,as
		each_name 'aleppo,"ism %s, father %s, family %s",m,1980,no,associated,offline,Lina Darwish\n'
	} >"$work/registration.csv"
	run --data "$r" --json import "$work/registration.csv" --commit --out "$work/refused.csv"
}
shown() # lines of persons whom somebody was shown
{
	json 0 --data "$r" keyd journal --as 'Wafa Bitar' && grep -c '"purpose":"shown_duplicate"' "$work/out"
}
tries() # FROM TO: the case that is to have these names
{
	run --data "$r" --json add correction log=aleppo "case=$own" field=latin_names why=typing 'as=Lina Darwish' --dry-run \
		"new_value=$(each_name '%s %s %s\n' | sed -n "$1,$2p" | paste -sd '|' -)"
}
tries_all()
{
	n_=1
	while tries $n_ $((n_ + 10)); [ $n_ -lt 125 ] && ! says 'different persons an hour'; do
		n_=$((n_ + 11))
	done
	says 'different persons an hour' && [ $n_ -gt 55 ]
}
ok "many persons are here" many
ok "and somebody whose names are typed" comes own 'full_name=ism Bogus, family Probe' born=1980 search_done=offline
before=$(shown)
ok "a correction that is tried names who is like that" eval '! tries 1 11 && told=$(grep -c "\"field\":\"answers\"" "$work/out") && [ "$told" -gt 10 ]'
ok "each of whom was shown" [ "$(shown)" -eq $((before + told)) ]
ok "and nobody asks on beyond the limit" tries_all
finish
