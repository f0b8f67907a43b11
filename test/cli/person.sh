#!/bin/sh
# Persons are found by name, and by nothing else; who looks is counted; the index of names is sealed, follows
# what was accepted and nothing else, and is made anew where it is lost.
. "$SRC/test/cli/lib"

small "$work/r" || exit 1
r=$work/r
at 2016-08-01T07:00:00Z

find_() # ARGUMENTS of person find
{
	run --data "$r" person find --as 'Lina Darwish' "$@"
}

# finds NAME CASE...: these cases answer, in this order
finds()
{
	name_=$1
	shift
	find_ --json "$name_"
	sed -n 's/.*"type":"person".*"case":"\([^"]*\)".*/\1/p' "$work/out" >"$work/cases"
	if [ $# -eq 0 ]; then : >"$work/want"; else printf '%s\n' "$@" >"$work/want"; fi
	cmp -s "$work/cases" "$work/want" || {
		diff "$work/want" "$work/cases" >"$work/diff"
		return 1
	}
}

register() # FIELD=VALUE...: somebody, whose case is then in $case_
{
	person "$r" "$@" && case_=$(case_of) && [ "$case_" ]
}

opened() # the openings counted so far in the log of Aleppo
{
	python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for (n,) in db.execute("SELECT value FROM state WHERE name = 'opened/' || (SELECT id FROM log WHERE name = 'aleppo')"):
    print(n)
END
}

ok "nobody is found where nobody is" exits 3 --data "$r" person find Samir --as 'Lina Darwish'
register 'full_name=ism Samir, father Omar, family Aqqad' latin_names='Sameer El Akkad|S. Akkad' born=1980
samir=$case_
register 'full_name=ism أحمد, father محمد, family الخطيب' born=1975-03
ahmad=$case_
register 'full_name=ism Samir, father Nuri, family Haddad' 'mother_name=ism Farida' born=1991
other=$case_
ok "a name is found as it is written" finds 'Samir Omar Aqqad' "$samir"
ok "by some of its words, in any order" finds 'aqqad SAMIR' "$samir"
ok "by a name in documents" finds 'Akkad Sameer' "$samir"
ok "namesakes are all shown" sh -c "$(cat <<'END'
"$1" --data "$2" --json person find Samir --as 'Lina Darwish' >"$3" && grep -c '"type":"person"' "$3" | grep -qx 2
END
)" sh "$sulh" "$r" "$work/two"
ok "Arabic names are found without signs and articles" finds 'احمد خطيب' "$ahmad"
ok "and with letters that are made of two characters" finds 'أحمد محمّد' "$ahmad"
ok "one word of three may be missing" finds 'Samir Omar Nobody' "$samir"
ok "a part of a word is nobody's name" finds 'Sam'
ok "another spelling is found, with its letters wrong, too" eval "finds 'Sameer Akad' $samir && finds 'Smair Omer Aqqad' $samir"
ok "a Latin name by an Arabic one, and the other way" eval "finds 'سمير عمر العقاد' $samir && finds 'Ahmad Mohammed al-Khatib' $ahmad &&
	finds 'Ahmet El Hatib' $ahmad"
ok "with a kunya that is not recorded" finds 'Abu Omar Samir Aqqad' "$samir"
ok "a mother's name is not what one is found by" finds 'Farida'
ok "the better answer comes first" sh -c "$(cat <<'END'
"$1" --data "$2" --json person find 'Samir Haddad' --as 'Lina Darwish' | grep '"type":"person"' | head -n 1 | grep -q '"case":"'"$3"'"'
END
)" sh "$sulh" "$r" "$other"
find_ --json 'الخطيب'
ok "an answer says name, name_ar, name_la, born, case, state and score" \
	says '"name":"أحمد محمد الخطيب","name_ar":"أحمد محمد الخطيب","name_la":null,"born":"1975-03","case":"'"$ahmad"'","state":"registered","score":[0-9]+'

find_ --json 'Samir Hadad' --born 1991 --mother فريدة
ok "which fields agree and which differ, and why" \
	says '"case":"'"$other"'".*"strong":(true|false),"agrees":\["name","birth","mother"\],"differs":\["name"\],"reason":"Samir is the same; [^"]*the mother.s name فريدة is written Farida; Nuri was not asked for","points"'
ok "a mother's name decides between namesakes" eval "find_ --json Samir --mother Farida && head -n 1 '$work/out' | grep -q '$other'"
ok "so does a birth that is uncertain" eval "find_ --json Samir --born 1979~ && head -n 1 '$work/out' | grep -q '$samir' &&
	find_ --json Samir --born 1990/1992 && head -n 1 '$work/out' | grep -q '$other'"
ok "so does one in Arabic digits" eval "find_ --json Samir --born ١٩٩١ && head -n 1 '$work/out' | grep -q '$other' && find_ --json Samir --born ۱۹۷۹~ &&
	head -n 1 '$work/out' | grep -q '$samir'"
for born_ in 1980-13-01 'last year' 80 01.02.1980 1963-02-30 1963-02-29 1963-04-31~ 1962/1963-02-30 ١٩٦٣-٠٢-٣٠; do
	ok "a birth that is none is refused: $born_" refused '"field":"born".*1984-03-04' --data "$r" person find Samir --born "$born_" --as 'Lina Darwish'
done
ok "a mother's name alone finds nobody" exits 2 --data "$r" person find --mother Farida --as 'Lina Darwish'

before=$(opened)
find_ Samir
ok "each who is shown counts as an opening" [ "$(opened)" = $((before + 2)) ]
find_ Nobody
ok "a question that finds nobody counts as none" [ "$(opened)" = $((before + 2)) ]

ok "a question without a word is refused" refused '"field":"name"' --data "$r" person find '. ؟ .' --as 'Lina Darwish'
ok "so is a mother's name without one" refused '"field":"mother","value":"...","want":"a name, of letters' --data "$r" person find Samir \
	--mother '...' --as 'Lina Darwish'
ok "no name is asked for" exits 2 --data "$r" person find
ok "an unknown purpose is refused" refused '"field":"purpose"' --data "$r" person find Samir --purpose curiosity
ok "an officer who is none is refused" refused '"field":"as"' --data "$r" person find Samir --as Nobody
ok "so is whoever keeps the machine, though he is a chief, too" refused 'no operator' --data "$r" person find Samir --as 'Samir Attar'
ok "and he reads no case" refused 'no operator' --data "$r" case read "$samir" --as 'Samir Attar'
ok "so is one whose work it is not" refused 'registrar' --data "$r" person find Samir --as 'Samar Dabbagh'
mv "$r/pass" "$work/away"
ok "without the keyring nobody is found" exits 11 --data "$r" person find Samir
mv "$work/away" "$r/pass"

# A correction takes the place of what it corrects, and nothing else.
run --data "$r" add correction log=aleppo "case=$samir" field=full_name 'new_value=ism Samir, father Yusuf, family Baghdadi' \
	why=typing as='Lina Darwish'
ok "a corrected name is found" finds 'Samir Baghdadi' "$samir"
ok "and the old one no more" finds 'Omar'
ok "but what was not corrected is" finds 'Sameer Akkad' "$samir"
ok "a corrected place is one of the register's" refused '"field":"new_value".*one place only' --data "$r" add correction log=aleppo \
	"case=$samir" field=origin new_value=Xyzzy why=typing as='Lina Darwish'

# What is not kept is not found.
run --data "$r" add registration log=aleppo full_name='ism Munir' sex=m born=1980 age_doubt=no status_sought=associated \
	search_done=offline as='Lina Darwish' --dry-run
ok "a dry run leaves no name" finds Munir
csv "$work/three.csv" 'log,full_name,sex,born,age_doubt,status_sought,search_done,as' \
	'aleppo,"ism Bilal, family Qabbani",m,1980,no,associated,offline,Lina Darwish' \
	'aleppo,"ism Hala, family Qabbani",f,1980,no,associated,offline,Lina Darwish' \
	'aleppo,"ism Wrong, family Qabbani",q,1980,no,associated,offline,Lina Darwish'
run --data "$r" import "$work/three.csv" --kind registration --commit
ok "a refused import leaves no name" finds Qabbani
sed -i '$d' "$work/three.csv"
run --data "$r" import "$work/three.csv" --kind registration --commit
find_ --json Qabbani
ok "an accepted one leaves each" [ "$(grep -c '"type":"person"' "$work/out")" = 2 ]

# The cache is lost, cut off, damaged, from another time: it is made anew.
all() # everybody is found
{
	finds 'Samir Baghdadi' "$samir" && finds 'Sameer Akkad' "$samir" && finds 'احمد' "$ahmad" && finds 'Nuri Haddad' "$other" &&
		finds 'Omar'
}
rm "$r"/keyring/index-*
ok "without its files the index is made anew" all
for file in "$r"/keyring/index-*; do
	: >"$file"
done
ok "so it is from empty files" all
for file in "$r"/keyring/index-*; do
	printf 'x' | dd of="$file" bs=1 seek=100 conv=notrunc 2>/dev/null
done
ok "and from damaged ones" all
for file in "$r"/keyring/index-*; do
	echo 'left by a crash' >>"$file"
done
ok "what lies behind what counts does not matter" all
rm "$r"/keyring/index-*
register 'full_name=ism Lost, family Found' || exit 1
ok "who comes while it is lost is found, too" finds 'Lost Found' "$case_"
ok "with all others" all
python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DELETE FROM state WHERE name LIKE 'index%'")
db.commit()
END
rm "$r"/keyring/index-*
ok "a register from before there was an index gets one" all
ok "the files belong to their owner alone" sh -c '! find "$1" -name "index-*" -perm /077 | grep -q .' sh "$r/keyring"
ok "no name stands in clear in any file" sh -c '! grep -rqaiE "samir|baghdadi|akkad|farida|خطيب|أحمد" "$1"' sh "$r"

run --data "$r" backup "$work/copy"
ok "the index is in a backup" sh -c '[ "$(cd "$1/keyring" && sha256sum index-*)" = "$(cd "$2/keyring" && sha256sum index-*)" ]' \
	sh "$r" "$work/copy"
run --data "$r" rebuild
ok "after a rebuild all are found" all

# Nobody reads the register out by names: whom an officer is shown counts.
at 2016-08-02T07:00:00Z
clan() # N of 14
{
	echo Barakat Qabbani Darwish Jundi Sawwan Najjar Tahhan Kayyali Mardini Zuhri Ghandour Fakhouri Wazzan Istanbuli | cut -d ' ' -f "$1"
}
{
	echo 'full_name,sex,born,age_doubt,status_sought,search_done,log,as'
	i=0
	while [ $i -lt 25 ]; do
		echo "\"ism Bulkish, family Khoury\",m,$((1960 + i % 5)),no,carrying_arms,offline,aleppo,Lina Darwish"
		i=$((i + 1))
	done
	while [ $i -lt 305 ]; do
		father_=
		[ $i -lt 110 ] || [ $i -gt 134 ] || father_="father $(family "$i"), "
		echo "\"ism Throng, ${father_}family $(clan $(((i - 5) / 20)))\",m,$((1960 + i % 5)),no,carrying_arms,offline,aleppo,Lina Darwish"
		i=$((i + 1))
	done
} >"$work/bulk.csv"
cp "$work/bulk.csv" "$work/registration.csv"
ok "many of one name are registered" exits 0 --data "$r" import "$work/registration.csv" --commit
journal_lines() # PATTERN
{
	grep -cE -e "$1" "$r/keyring/journal"
}
before=$(journal_lines ' shown_duplicate ')
ok "one word that is the name of many shows nobody" refused '"field":"name".*the year of birth' --data "$r" person find Bulkish --as 'Lina Darwish'
ok "nor does the same word twice, or with one that is nobody's" eval "refused 'the year of birth' --data '$r' person find Bulkish bulkish \
	--as 'Lina Darwish' && refused 'the year of birth' --data '$r' person find Bulkish Xyzzq --as 'Lina Darwish'"
ok "nor does one letter" exits 3 --data "$r" person find a --as 'Lina Darwish'
ok "and nobody is journalled as shown" [ "$(journal_lines ' shown_duplicate ')" -eq "$before" ]
shows() # N QUERY: so many are shown to Lina Darwish
{
	exits 0 --data "$r" --json person find "$2" --as 'Lina Darwish' && [ "$(grep -c '"type":"person"' "$work/out")" -eq "$1" ]
}
ok "with the year of birth those of it are shown" shows 5 'Bulkish 1961'
ok "as Arabic digits say it, too" shows 5 'Bulkish ١٩٦١'
ok "each of whom stands in the journal" [ "$(journal_lines ' shown_duplicate ')" -eq $((before + 10)) ]
named() # whose number no line of them says
{
	python3 - "$r" <<'END'
import sqlite3, sys
lines = [x.split() for x in open(sys.argv[1] + "/keyring/journal") if " shown_" in x]
assert len({x[5] for x in lines}) >= 5 and all(len(x[5]) == 32 for x in lines), lines
subjects = {x[0].hex() for x in sqlite3.connect(sys.argv[1] + "/sulh.db").execute("SELECT subject FROM act WHERE subject IS NOT NULL")}
assert not subjects & {x[5] for x in lines}
END
}
ok "by a digest, not by the number" named
who=$(sed -n 's/^"\{0,1\}\([^",]*\)"\{0,1\},.*\(adjudicator\).*/\1/p' "$example/officers.csv" | head -n 1)
asks() # FIRST LAST: $who asks for those of each family, who are twenty
{
	for i in $(seq "$1" "$2"); do
		exits 0 --data "$r" person find Throng "$(clan "$i")" --as "$who" || return 1
	done
}
same()
{
	for i in 1 2 3 4 5 6; do
		exits 0 --data "$r" person find Bulkish Khoury --as "$who" || return 1
	done
}
alone() { exits 0 --data "$r" person find "$1" --as "$who"; }
ok "who was shown already is shown again and again" same
ok "an officer is shown a hundred persons in an hour" asks 1 4
more() { refused '100 different persons an hour' --data "$r" person find Throng "$(clan "$1")" --as "$who"; }
ok "and then no more" more 5
ok "but who was shown already" same
ok "and who is asked for alone" alone 'Samir Omar Aqqad'
each() # FIRST LAST: $who asks for one of a family after the other
{
	for i in $(seq "$1" "$2"); do
		alone "Throng $(family "$i")" || return 1
	done
}
ok "of whom there are not many either" eval 'each 110 133 && refused "25 and 100 more" --data "$r" person find "Throng $(family 134)" --as "$who"'
ok "which is no matter for another officer" shows 1 'Samir Omar Aqqad'
ok "nor for who asks for nobody" exits 3 --data "$r" person find Nobody Known --as "$who"
waits() { run --data "$r" --json queue --role dpo && says '"what":"look_at_journal"'; }
ok "no officer is near the limit of a day" eval '! waits'
at 2016-08-02T08:30:00Z
ok "in another hour others are shown" asks 5 9
ok "the same ones do not count for a day either" same
at 2016-08-02T09:40:00Z
ok "in a third others again" asks 10 13
ok "of which the data protection officer is told" waits
at 2016-08-02T11:00:00Z
ok "until it is 300 in a day" refused '300 a day' --data "$r" person find Throng "$(clan 14)" --as "$who"
ok "an opening of a file is counted apart" exits 0 --data "$r" case read "$samir" --as "$who" --purpose duplicate
at 2016-08-11T11:00:00Z
ok "a week later it waits no more" eval '! waits'
one_place() # FIRST LAST: the same place of each family
{
	for i in $(seq "$1" "$2"); do
		exits 0 --data "$r" person find Throng "$(clan "$i")" --as "$who" --origin SY-HL-JIB || return 1
	done
}
by_officer() # FIELD VALUE: of $who, today
{
	exits 0 --data "$r" --json keyd journal --as 'Wafa Bitar' --by-officer 1 && [ "$(grep -c '"type":"officer_day"' "$work/out")" -eq 1 ] &&
		grep "\"officer\":\"$who\"" "$work/out" | grep -q "\"day\":\"2016-08-11\".*\"$1\":$2[,}]"
}
ok "one place of eighty persons is not many" eval 'one_place 1 4 && one_place 1 1 && ! waits && by_officer persons_of_one_place 80'
ok "of a hundred it is, which the data protection officer is told with the next search" eval 'one_place 5 5 && ! waits && asks 1 1 && waits'
ok "and who asked what how often" eval 'by_officer persons_of_one_place 100 && by_officer places 1 && by_officer places_of_one_person 1 &&
	by_officer compared 100 && by_officer looked_up 7'
ok "in words, too" eval 'exits 0 --data "$r" keyd journal --as "Wafa Bitar" --by-officer 1 && says "^2016-08-11  $who: .*, one of 100 persons, of one person 1$"'
# Whoever is registered as searched was looked for, as the key holder knows; a namesake is compared, whatever is said.
at 2016-08-12T07:00:00Z
namesake() # OFFICER SEARCH BORN
{
	run --data "$r" --json add registration log=aleppo 'full_name=ism Nabil, father Adib, family Sawwan' sex=m "born=$3" age_doubt=no \
		status_sought=associated "search_done=$2" "as=$1" "answers=${4-}" && case_=$(sed -n 's/.*"case":"\([^"]*\)".*/\1/p' "$work/out" | head -n 1)
}
not_looked() { ! namesake "$@" && says '"field":"search_done".*nobody looked'; }
waits() # CASE WHAT: in the queue
{
	run --data "$r" --json queue && grep "\"what\":\"$2\"" "$work/out" | grep -q "\"case\":\"$1\""
}
lines() { wc -l <"$r/keyring/journal"; }
ok "to whose name nobody answers is registered as searched" register 'full_name=ism Nabil, father Adib, family Sawwan' born=1980
nabil=$case_ before=$(lines)
ok "another of that name is not" not_looked 'Lina Darwish' all_centres 1980
ok "nor of nearly that age" not_looked 'Lina Darwish' this_centre 1984
ok "that somebody answers was a search each time" [ "$(lines)" -eq $((before + 2)) ]
ok "where somebody else looked it was not who registers" eval "run --data '$r' person find Nabil Adib Sawwan --as 'Elias Hanna' &&
	not_looked 'Lina Darwish' all_centres 1980"
ok "where it was part of the name it was another" eval "find_ Nabil Sawwan && not_looked 'Lina Darwish' all_centres 1980"
unanswered() { ! namesake "$@" && says '"field":"answers","value":"'"$nabil"'"'; }
ok "who looked for all of it, in whatever order, is asked who that is" eval "find_ sawwan ADIB nabil && unanswered 'Lina Darwish' all_centres 1980"
ok "and registers who answers" namesake 'Lina Darwish' all_centres 1980 "case=$nabil answer=ask reason=\"the same father\""
twin=$case_
ok "and somebody has to compare the two" waits "$twin" judge
ok "nobody is checked before" refused 'possible duplicate has a verdict' --data "$r" add step log=aleppo "case=$twin" event=open_checks why=other \
	'as=Iman Rayes'
ok "two adjudicators say that they are two" run --data "$r" add dedup_link log=aleppo "case=$twin" "other=$nabil" score=1000 fields=name,born \
	verdict=different 'by_1=Elias Hanna' 'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
ok "then it waits no more" eval "! waits '$twin' judge"
ok "who is ten years younger is somebody else" namesake 'Fadi Rifai' all_centres 1990
ok "and not compared" eval "! waits '$case_' judge"
ok "whom nobody searches is registered all the same" namesake 'Fadi Rifai' offline 1985
owed=$case_
ok "the search is owed" waits "$owed" search
says_searched() # CODE OFFICER
{
	exits "$1" --data "$r" --json add correction log=aleppo "case=$owed" field=search_done new_value=all_centres why=duplicate "as=$2"
}
ok "by who looked: one who did not says nothing of the kind" says_searched 5 'Fadi Rifai'
ok "one who did says so" says_searched 0 'Lina Darwish'
ok "and it is owed no more" eval "! waits '$owed' search"
printf '%s\n' log,full_name,sex,born,age_doubt,status_sought,search_done,as \
	'aleppo,"ism Munif, father Jad, family Zayyat",m,1970,no,associated,offline,Lina Darwish' \
	'aleppo,"ism Jad, father Munif, family Zayyat",m,1970~,no,associated,offline,Lina Darwish' >"$work/registration-same.csv"
same_rows()
{
	run --data "$r" --json import "$work/registration-same.csv" --commit || return 1
	case_=$(sed -n 's/.*"type":"accepted","row":3,"case":"\([^"]*\)".*/\1/p' "$work/out")
	waits "$case_" judge
}
ok "two rows of one file are compared, too" same_rows
at 2016-08-21T07:00:00Z
ok "after eight days a search says nothing any more" not_looked 'Lina Darwish' all_centres 1980
ok "what was searched for stands in no file in clear" sh -c '! grep -rqaiE "sawwan|adib|zayyat" "$1/keyring"' sh "$r"
finish
