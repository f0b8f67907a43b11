#!/bin/sh
# Whoever registers somebody answers of each who may be the same person, once and for good: another person, this one,
# or an adjudicator shall look. Nobody is registered twice without an officer who said so.
# shellcheck disable=SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables that `comes` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

registers() # NAME [FIELD=VALUE...]: somebody born in 1980 who is looked for; the case in $case_
{
	name_=$1
	shift
	run --data "$r" person find "$(echo "$name_" | sed 's/[a-z]* //; s/, [a-z]*//g')" --as 'Lina Darwish'
	run --data "$r" --json add registration log=aleppo "full_name=$name_" sex=m born=1980 age_doubt=no status_sought=associated \
		search_done=all_centres 'as=Lina Darwish' "$@" && case_=$(sed -n 's/.*"type":"accepted".*"case":"\([^"]*\)".*/\1/p' "$work/out" | tail -n 1)
}
asks() # CASE COMMAND...: refused, as nothing is answered of this case
{
	asked_=$1
	shift
	! "$@" && says '"field":"answers","value":"'"$asked_"'"'
}
answer() # CASE ANSWER [MORE]
{
	echo "answers=case=$1 answer=$2 reason=\"said so at the desk\" ${3-}"
}
events() # CASE: the events of its acts
{
	python3 - "$r/sulh.db" "$1" <<'PY'
import sqlite3, sys
print(*[x for (x,) in sqlite3.connect(sys.argv[1]).execute("SELECT event FROM act WHERE case_no = ? ORDER BY step", (sys.argv[2],))])
PY
}
subjects() # how many persons there are
{
	python3 -c 'import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute("SELECT count(DISTINCT subject) FROM act").fetchone())' "$r/sulh.db"
}
queued() # CASE WHAT
{
	run --data "$r" --json queue && grep "\"what\":\"$2\"" "$work/out" | grep -q "\"case\":\"$1\""
}
nabil='ism Nabil, father Adib, family Sawwan'

ok "somebody is registered" registers "$nabil"
first=$case_ n_=$(subjects)
ok "another of that name and age is not, before it is answered who that is" asks "$first" registers "$nabil"
dry() { registers "$nabil" --dry-run; }
ok "nor tried" asks "$first" dry
ok "an answer says why" eval '! registers "$nabil" "answers=case=$first answer=other" && says "answers.reason"'
ok "and of whom" eval '! registers "$nabil" "answers=answer=other reason=x" && says "answers.case"'
ok "who is somebody" eval '! registers "$nabil" "$(answer NOBO-DY00 other)" && says "\"field\":\"answers\",\"value\":\"NOBO-DY00\""'
ok "once" eval '! registers "$nabil" "$(answer $first other); $(answer $first ask | cut -d= -f2-)" && says "one answer"'
ok "in words" eval '! registers "$nabil" "answers=case=$first answer=other reason=\"- 1.\"" && says "\"value\":\"$first\".*a reason in words"'
ok "of any script" eval '! registers "$nabil" "answers=case=$first answer=other reason=\"أخوه الأكبر\"; case=NOBO-DY00 answer=other reason=\"his brother\"" && says "NOBO-DY00"'
ok "nothing else takes answers" no '"field":"answers"' add notice "case=$first" "$(answer "$first" other)" 'as=Lina Darwish'
ok "nobody is kept of what is refused" [ "$(subjects)" = "$n_" ]
ok "another person, as was said, is registered" registers "$nabil" "$(answer "$first" other)"
second=$case_
ok "which stands in the file" [ "$(events "$second")" = 'register told_apart' ]
ok "and waits for nobody" eval '! queued "$second" judge'
told() { run --data "$r" --json case read "$second" --as 'Elias Hanna' --purpose duplicate && says 'said so at the desk' && says other_person; }
ok "who compares reads who said it, and why" told
ok "the person's own file says nothing of the other" eval "run --data '$r' --json person file '$second' --as 'Wafa Bitar' && ! says 'said so at the desk'"
ok "a third is asked of both" eval 'asks "$first" registers "$nabil" && says "\"value\":\"$second\""'
ok "one answer is not enough" asks "$second" registers "$nabil" "$(answer "$first" other)"
ok "two are, of which one asks an adjudicator" registers "$nabil" "$(answer "$first" other); $(answer "$second" ask | cut -d= -f2-)"
third=$case_
ok "who is asked" queued "$third" judge
ok "of one pair alone" [ "$(events "$third" | tr ' ' '\n' | sort | tr '\n' ' ')" = 'register same_name told_apart ' ]

# An answered pair never comes back; what is new does, once.
corrects() # CASE FIELD VALUE [FIELD=VALUE...]
{
	case_=$1 field_=$2 value_=$3
	shift 3
	run --data "$r" --json add correction log=aleppo "case=$case_" "field=$field_" "new_value=$value_" why=typing 'as=Lina Darwish' "$@"
}
ok "another field is corrected without a question" corrects "$second" contact 0944
ok "nor is the name, of who was told apart before" corrects "$second" full_name 'ism Nabil, father Adib, family Sawwan'
ok "nor that others were searched" corrects "$second" search_done all_centres
ahead() { registers 'ism Habib, father Rauf, family Zein' "$(answer "$1" other)"; }
ok "nobody is told apart ahead, from whom nobody asked of" eval '! ahead "$first" && says "\"field\":\"answers\",\"value\":\"$first\".*answer=other of those alone"'
ok "somebody of another name" registers 'ism Habib, father Rauf, family Zein'
habib=$case_
ok "who is said to have that name after all, is asked of" asks "$first" corrects "$habib" full_name "$nabil"
ok "also by a name in documents" asks "$first" corrects "$habib" latin_names 'Nabil Adib Sawwan'
all_() { echo "$(answer "$first" other); $(answer "$second" other | cut -d= -f2-); $(answer "$third" ask | cut -d= -f2-)"; }
ok "with answers it is corrected" corrects "$habib" full_name "$nabil" "$(all_)"
ok "and an adjudicator asked" queued "$habib" judge
ok "once: nobody is asked again" corrects "$habib" full_name 'ism Nabil, father Adib, family Sawwan'
ok "nor anything noted" [ "$(events "$habib" | tr ' ' '\n' | grep -cE 'same_name|told_apart')" = 3 ]

# Whoever is here already is nobody new.
n_=$(subjects)
ok "who is under way is not registered again" eval '! registers "$nabil" "$(answer "$first" same)" && says "\"value\":\"$first\".*take="'
ok "what is new is taken over" registers "$nabil" contact=0955 latin_names='Nabeel Sawan' "$(answer "$first" same take=contact,latin_names)"
ok "into the case that there is" [ "$case_" = "$first" ]
ok "as corrections" [ "$(events "$first")" = 'register correction correction' ]
ok "by which the person is found" eval "run --data '$r' --json person find Nabeel Sawan --as 'Lina Darwish' && says '$first'"
ok "nothing is taken over that was not said" eval '! registers "$nabil" "$(answer "$first" same take=contact)" && says "it has no contact"'
ok "nor from another person" eval '! registers "$nabil" contact=1 "$(answer "$first" other take=contact)" && says "take"'
ok "nobody new is there" [ "$(subjects)" = "$n_" ]
gone() # somebody withdrew
{
	comes gone 'full_name=ism Wadi, family Najm' && gone=$case_ &&
		add closing "case=$gone" how=withdrew_after asked_alone=yes 'as=Rula Masri,Nadia Karam'
}
ok "somebody withdrew" gone
n_=$(subjects)
back() # [FIELD=VALUE...]
{
	run --data "$r" person find Wadi Najm --as 'Rula Masri' &&
		run --data "$r" --json add registration log=aleppo 'full_name=ism Wadi, family Najm' sex=m born=1980 age_doubt=no \
			status_sought=carrying_arms search_done=all_centres 'as=Rula Masri' "$(answer "$gone" same)" "$@"
}
ok "and comes back, as who is asked answers" back idempotency_key=back-1
ok "into the same case" eval "says '\"case\":\"$gone\"' && [ \$(subjects) = $n_ ]"
ok "in which checks go on" eval 'events "$gone" | grep -q "come_back$"'
ok "the same key twice is the same act" eval 'back idempotency_key=back-1 && says "\"case\":\"$gone\".*\"again\":true"'
received()
{
	add presentation in_group=no triage=safe language=ara reception_no=again 'as=Samar Dabbagh' && empty=$(case_of)
}
ok "reception took in somebody" received
ok "who is known" registers "$nabil" "case=$empty" contact=0966 "$(answer "$first" same take=contact)"
ok "in the case that there was" [ "$case_" = "$first" ]
ok "and the empty file waits to be merged into it" queued "$empty" judge
ok "two files of one person are for adjudicators" eval '! registers "$nabil" "case=$second" "$(answer "$first" same)" && says "answer=ask"'
ok "a child" comes child 'full_name=ism Ziad, family Najm' born=1980
ok "by two of protection" add child_referral "case=$case_" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 'as=Nadia Karam,Huda Zein'
ok "is nobody of whom the desk hears" registers 'ism Ziad, family Najm'
ok "but whom two adjudicators compare" queued "$case_" judge

# Many at once.
rows() # SEARCH ANSWERS
{
	printf '%s\n' log,full_name,sex,born,age_doubt,status_sought,search_done,as,answers \
		'aleppo,"ism Rafi, family Doumani",m,1975,no,associated,offline,Lina Darwish,' \
		"aleppo,\"$nabil\",m,1980,no,associated,$1,Lina Darwish,\"$(echo "$2" | sed 's/^answers=//; s/"/""/g')\"" >"$work/registration.csv"
	run --data "$r" --json import "$work/registration.csv" --commit --out "$work/refused.csv"
}
n_=$(subjects)
ok "a file whose candidates nobody answered is refused, with row and case" eval \
	'! rows all_centres "" && says "\"row\":3.*\"field\":\"answers\",\"value\":\"$first\"|row 3.*answers"'
ok "the row is written, with why" grep -q 'Sawwan' "$work/refused.csv"
ok "and nothing is kept" [ "$(subjects)" = "$n_" ]
four() { echo "$(all_); $(answer "$habib" other | cut -d= -f2-)"; }
row_3() { sed -n 's/.*"type":"accepted","row":3,"case":"\([^"]*\)".*/\1/p' "$work/out"; }
ok "with the answers it is kept" rows all_centres "$(four)"
fifth=$(row_3)
ok "offline, whom nobody answered of is compared by adjudicators" rows offline ''
waits_all()
{
	last=$(row_3)
	queued "$last" judge && [ "$(events "$last" | tr ' ' '\n' | grep -c same_name)" = 5 ]
}
ok "with each of them" waits_all

# Rows of one file are compared as with everybody else, in whichever script.
two_scripts() # csv|jsonl
{
	if [ "$1" = csv ]; then
		printf '%s\n' log,full_name,sex,born,age_doubt,status_sought,search_done,as \
			'aleppo,"ism Zakwan, father Idris, family Homsi",m,1980,no,associated,all_centres,Lina Darwish' \
			'aleppo,"ism زكوان, father إدريس, family حمصي",m,1980,no,associated,all_centres,Lina Darwish' >"$work/registration.csv"
	else
		for name_ in 'ism Qais, father Murad, family Dalati' 'ism قيس, father مراد, family دالاتي'; do
			printf '{"log":"aleppo","full_name":"%s","sex":"m","born":"1985","age_doubt":"no","status_sought":"associated",' "$name_"
			printf '"search_done":"all_centres","as":"Lina Darwish"}\n'
		done >"$work/registration.jsonl"
	fi
	run --data "$r" --json import "$work/registration.$1" --commit --out "$work/refused.csv" &&
		last_row=$(sed -n 's/.*"type":"accepted".*"case":"\([^"]*\)".*/\1/p' "$work/out" | tail -n 1) &&
		[ "$(events "$last_row")" = 'register same_name' ]
}
ok "rows of one file, one in each script, are compared" two_scripts csv
ok "and lines" two_scripts jsonl

too_many()
{
	{
		echo log,full_name,sex,born,age_doubt,status_sought,search_done,as
		seq 66 | sed 's/.*/aleppo,"ism Faris, father Anwar, family Qabbani",m,1980,no,associated,offline,Lina Darwish/'
	} >"$work/registration.csv"
	! run --data "$r" --json import "$work/registration.csv" --commit --out "$work/refused.csv" && says 'row 67.*at most 64 others'
}
ok "nobody is registered of whom more are like than can be noted" too_many

# An answer covers what agreed when it was given.
ok "somebody whose mother is not known" registers 'ism Raghib, father Samih, family Zahr'
one=$case_
ok "is another than a namesake" registers 'ism Raghib, father Samih, family Zahr' "$(answer "$one" other)"
two=$case_
what_agreed() # CASE FIELDS: of the likeness noted last
{
	run --data "$r" --json case read "$1" --as 'Elias Hanna' --purpose duplicate && says "\"fields\":\"$2\",\"verdict\":\"other_person\""
}
ok "by name and birth" what_agreed "$two" name,born
ok "the mother of one is known after all" corrects "$one" mother_name 'ism Salma, family Homsi'
ok "of whom has the same one is asked again" asks "$one" corrects "$two" mother_name 'ism Salma, family Homsi'
ok "answered" corrects "$two" mother_name 'ism Salma, family Homsi' "$(answer "$one" other)"
ok "that is written of the mother, too" what_agreed "$two" name,born,mother
ok "and nobody is asked once more" corrects "$two" mother_name 'ism Salma, father Adnan, family Homsi'

# Who was registered offline is compared again, once, with whoever looks alike since.
compare() # COMPARED NOTED [ARGUMENT...]
{
	want_="\"compared\":$1,\"noted\":$2"
	shift 2
	json 0 --data "$r" person compare --as 'Elias Hanna' "$@" && says "$want_"
}
ok "who was registered offline waits to be compared" eval 'run --data "$r" --json queue --role adjudicator && says "\"what\":\"compare\".*2 registered"'
ok "due and doctor say so, too" eval 'json 0 --data "$r" due --dry-run && says "\"to_compare\":2,\"to_compare_there\":0,\"to_screen\":0" && run --data "$r" doctor; says "owed.*2 registered where others could not be searched"'
ok "by an adjudicator" refused '"field":"as".*adjudicator' --data "$r" person compare --as 'Lina Darwish'
ok "of whom all was asked, nothing is noted" compare 2 0
ok "then nobody waits" eval 'run --data "$r" --json queue --role adjudicator && ! says "\"what\":\"compare\""'
ok "by due and doctor neither" eval 'json 0 --data "$r" due --dry-run && says "\"to_compare\":0" && run --data "$r" doctor; says "owed.*no comparison with others, or with a list, is owed"'
ok "and nobody is compared again" compare 0 0
became() # a child's file got a name that somebody has, and the child is an adult
{
	comes became 'full_name=ism Fuad, family Rihani' search_done=offline &&
		add child_referral "case=$became" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 'as=Nadia Karam,Huda Zein' &&
		add correction "case=$became" field=full_name 'new_value=ism Wadi, family Najm' why=typing 'as=Nadia Karam' &&
		add request "case=$became" right=rectify lodged_on=2016-10-10 answer_due=2016-11-09 'as=Wafa Bitar' &&
		add child_referral "case=$became" age_ground=document handed_to=CHILD handed_on=2016-10-10 later_found_adult=yes 'as=Nadia Karam,Huda Zein'
}
ok "a file that was closed has another name when it is opened" became
ok "which is compared" compare 1 1
ok "and waits for adjudicators" queued "$became" judge
ok "everybody is compared, and nothing noted twice" eval 'json 0 --data "$r" person compare --as "Elias Hanna" --all && says "\"noted\":0"'

# All of it goes into the log, and is the same when it is folded anew.
at 2016-10-18T10:00:00Z
ok "a cut takes what officers signed" exits 0 --data "$r" cut
same()
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-1" && json 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-2" && diff "$work/rows-1" "$work/rows-2" >"$work/diff"
}
ok "rebuilt, every row is as before" same
ok "and the answers are known" corrects "$second" full_name "$nabil"
keyd_starts || exit 1
ok "a key holder asks as well" asks "$first" registers "$nabil"
ok "and takes answers" registers 'ism Adib, father Nabil, family Sawwan' "$(four); $(answer "$fifth" other | cut -d= -f2-); $(answer "$last" other | cut -d= -f2-)"
finish
