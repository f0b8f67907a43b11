#!/bin/sh
# Lists that persons are screened against: two load one, on a ground that stands in the log; its names lie sealed, until it
# is withdrawn; a likeness is a question for a screener and nothing else, asked once.
# shellcheck disable=SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables that `comes` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

loads() # FILE [NUMBER]
{
	exits 0 --data "$r" --json list load "$1" --no "${2:-L-1}" --source COURT --basis court_order --as 'Rana Qassab,Wafa Bitar'
}
wrong() # PATTERN: the file in $work/l.csv is refused so, with nothing kept
{
	unchanged refused "$1" --data "$r" list load "$work/l.csv" --no L-1 --source COURT --basis court_order --as 'Rana Qassab,Wafa Bitar'
}
file() # LINE...
{
	printf '%s\n' "$@" >"$work/l.csv"
}
head_=name,aliases,birth,reference
events() # CASE: the events and states of its acts
{
	python3 - "$r/sulh.db" "$1" <<'PY'
import sqlite3, sys
print(*["/".join(x) for x in sqlite3.connect(sys.argv[1]).execute("SELECT event, state FROM act WHERE case_no = ? ORDER BY step", (sys.argv[2],))])
PY
}
queued() # CASE WHAT [OFFICER]: so the queue says, to a screener where nobody is named
{
	run --data "$r" --json queue --as "${3:-Iman Rayes}" && grep "\"what\":\"$2\"" "$work/out" | grep -q "\"case\":\"$1\""
}

# What is no such list is refused by row and column.
file "$head_" 'Khalil Barakat,,1970,A-1' ',,1970,A-2'
ok "a row without a name" wrong 'row 3, column name'
file "$head_" 'Khalil Barakat,,1970,'
ok "or a reference" wrong 'row 2, column reference'
file "$head_" 'Khalil Barakat,,1970,A-1' 'Munir Said,,,A-1'
ok "or with one that another row has" wrong 'row 3, column reference.*row 2 has it'
file "$head_" 'Khalil Barakat,,17/05/1970,A-1'
ok "with a date that is none" wrong 'row 2, column birth'
file "$head_" '"=HYPERLINK(""x"")",,1970,A-1'
ok "a formula" wrong 'row 2, column name.*formula'
file "$head_" 'Khalil,@SUM(A1),1970,A-1'
ok "also as an alias" wrong 'row 2, column aliases.*formula'
printf '%s\n%b' "$head_" 'Kha\000lil,,1970,A-1\n' >"$work/l.csv"
ok "a byte that is zero" wrong 'row 2'
printf '%s\n%b' "$head_" 'Kha\377lil,,1970,A-1\n' >"$work/l.csv"
ok "bytes that are no text" wrong 'row 2'
file "$head_" "$(printf 'x%.0s' $(seq 301)),,1970,A-1"
ok "a name of more than 300 bytes" wrong 'row 2, column name.*300'
file "$head_" "$(printf '%s|' a b c d e f g h i j k l m | sed 's/^/Khalil,/;s/|$//'),1970,A-1"
ok "more aliases than there is room for" wrong 'row 2, column aliases.*11'
file "$head_" '...,,1970,A-1'
ok "a name without letters" wrong 'row 2, column name'
file "$head_,religion" 'Khalil Barakat,,1970,A-1,x'
ok "a column that is nobody's business" wrong 'row 1.*column'
file name,aliases,birth 'Khalil Barakat,,1970'
ok "and one too few" wrong 'row 1, column reference'
: >"$work/l.csv"
ok "an empty file" wrong 'not empty'
file "$head_"
ok "a list of nobody" wrong 'a row at least'
file "$head_" 'Khalil Barakat,,1970,A-1,more'
ok "a row that is too long" wrong 'row 2'

file "$head_" 'خليل بركات,Khalil Barakat|Abu Walid,1970,A-1' "$(printf 'y%.0s' $(seq 300)),,,A-2" 'Munir Said,,,A-3'
ok "one officer loads none" refused '"field":"as"' --data "$r" list load "$work/l.csv" --no L-1 --source COURT --basis court_order --as 'Rana Qassab'
ok "nor two others" refused '"field":"as"' --data "$r" list load "$work/l.csv" --no L-1 --source COURT --basis court_order --as 'Lina Darwish,Iman Rayes'
ok "nor on another ground" refused '"field":"basis"' --data "$r" list load "$work/l.csv" --no L-1 --source COURT --basis rumour \
	--as 'Rana Qassab,Wafa Bitar'
ok "nor under a number that is none" refused '"field":"no"' --data "$r" list load "$work/l.csv" --no ../x --source COURT --basis court_order \
	--as 'Rana Qassab,Wafa Bitar'
ok "of what is refused no file is left" sh -c '! ls "$1"/keyring/list-* 2>/dev/null | grep -q .' sh "$r"
ok "somebody is registered" comes khalil 'full_name=ism Khaleel, family Barakaat' born=1970
ok "and somebody else" comes other 'full_name=ism Walid, family Khoury' born=1970
before=$(events "$khalil")
ok "a list is loaded by two" loads "$work/l.csv"
ok "and not in force before it is in the log" exits 3 --data "$r" list show
screen() # SCREENED ASKED
{
	json 0 --data "$r" list screen --as "${screener:-Iman Rayes}" && says "\"screened\":$1,\"asked\":$2"
}
ok "nobody is screened against it before" screen 0 0
ok "a cut" exits 0 --data "$r" cut
ok "then it is" eval 'json 0 --data "$r" list show && says "\"list_no\":\"L-1\",\"names\":3,\"basis\":\"court_order\".*\"rows\":\"[0-9a-f]{64}\""'
ok "no name of it stands in clear in any file" sh -c '! grep -rqaiE "barakat|خليل|yyyyyyyy|munir" "$1/keyring" "$1/sulh.db" "$1/log"' sh "$r"
ok "a screener is asked to screen" eval 'run --data "$r" --json queue --role screener && says "\"what\":\"screen\".*2 registered"'
ok "a registrar does not" refused '"field":"as".*screener' --data "$r" list screen --as 'Lina Darwish'
ok "who is like a row is to be looked at" screen 2 1
ok "once" screen 0 0
ok "by a check that was not asked, which changes no state" [ "$(events "$khalil")" = "$before check/registered" ]
ok "nor anything of the other" eval '! events "$other" | grep -q check'
asked_() # of a check nothing in the register says what it is of: the same sorts of digests, each its own
{
	python3 - "$r/sulh.db" <<'PY'
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT what, mac FROM mark WHERE what IN ('asked', 'cause')").fetchall()
sys.exit(len(rows) != len(set(rows)) or [x for x, _ in rows].count("asked") != [x for x, _ in rows].count("cause"))
PY
}
ok "in clear" asked_
ok "it waits" queued "$khalil" check
ok "as a hit of a list" says "$khalil.*a hit of a list.*follows=3"
counted() # [OPTION...]: how many there are, and of whom not
{
	run --data "$r" --json queue "$@" && says '"what":"check","case":null.*: 1;' && ! grep '"what":"check"' "$work/out" | grep -q "$khalil" && ! says 'hit of'
}
ok "who does not sign in sees how many, and of whom not" counted
ok "nor does a registrar" counted --as 'Lina Darwish'
ok "nor a chief" counted --as 'Rana Qassab'
ok "nor whoever says so of himself" counted --role screener
ok "a check that is of no list is another" add check "case=$other" check=identity source=COURT asked_what=x result=not_asked 'as=Iman Rayes'
ok "to a screener" eval 'queued "$other" check && says "$other.*a check that was not asked yet" && says "$khalil.*a hit of a list"'
ok "and to nobody else" eval 'run --data "$r" --json queue && says "\"what\":\"check\",\"case\":null.*: 2;"'
silent() { run --data "$r" --json queue && ! says 'L-1|A-1|hit|COURT' && run --data "$r" --json show case "$khalil" && ! says 'L-1|A-1|hit|COURT'; }
ok "of what it is neither queue nor case say anything" silent
ok "a registrar hears nothing" refused '"field":"as".*screener' --data "$r" list hits "$khalil" --as 'Lina Darwish'
ok "nor an adjudicator" refused '"field":"as".*screener' --data "$r" list hits "$khalil" --as 'Elias Hanna'
hits() # CASE STEP
{
	json 0 --data "$r" list hits "$1" --as 'Iman Rayes' && says '"list_no":"L-1","reference":"A-1","name":"خليل بركات","aliases":\["Khalil Barakat","Abu Walid"\],"birth":"1970","step":'"$2"
}
lines() { wc -l <"$r/keyring/journal"; }
n_=$(lines)
ok "a screener sees the row" hits "$khalil" 3
ok "which stands in the journal" [ "$(lines)" -gt "$n_" ]
ok "of who is like nobody there is none" exits 3 --data "$r" list hits "$other" --as 'Iman Rayes'
own() { run --data "$r" --json person file "$khalil" --as 'Wafa Bitar' && ! says 'L-1|COURT'; }
ok "the person's paper says nothing of the list" own

answers() # RESULT [FIELD=VALUE...]
{
	result_=$1
	shift
	echo check "case=$khalil" check=court_record source=COURT asked_what=identity "result=$result_" "$@"
}
# shellcheck disable=SC2046
ok "an answer says why" no 'reason' add $(answers clear follows=3) 'as=Iman Rayes'
# shellcheck disable=SC2046
ok "and to what" no '"field":"follows"' add $(answers clear follows=2 reason=x) 'as=Iman Rayes'
# shellcheck disable=SC2046
ok "a finding says what it rests on" no 'evidence' add $(answers hit follows=3 reason=x) 'as=Iman Rayes'
ok "nobody finds by a likeness" no '"field":"result"' add check "case=$khalil" check=court_record source=COURT asked_what=x result=hit \
	evidence=document list=L-1 row=00112233445566778899aabbccddeeff 'as=Iman Rayes'
# shellcheck disable=SC2046
ok "who registered the person answers nothing" no '"field":"as"' add check "case=$khalil" check=court_record source=COURT asked_what=x \
	result=clear follows=3 reason=x 'as=Lina Darwish'
# shellcheck disable=SC2046
ok "it is not the person" add $(answers clear follows=3 reason=another-father) 'as=Iman Rayes'
ok "it waits no more" eval '! queued "$khalil" check'
# shellcheck disable=SC2046
ok "and is answered once" no '"field":"follows"' add $(answers hit follows=3 reason=x evidence=document) 'as=Iman Rayes'

# A list that is replaced, or comes again under another number, asks nothing again.
file "$head_" 'Munir Said,,,A-3' 'خليل بركات,Khalil Barakat|Abu Walid,1970,A-1'
ok "the list is replaced" loads "$work/l.csv"
kept() # NUMBER OF FILES: of a list of this number
{
	set -- "$1" "$2" "$r/keyring/list-$(printf %s "$1" | od -An -tx1 | tr -d ' \n')"*
	[ -e "$3" ] && [ $(($# - 2)) = "$2" ] || { [ "$2" = 0 ] && [ ! -e "$3" ]; }
}
ok "until the cut the old one is in force, beside the new" eval 'kept L-1 2 && screen 0 0 && hits "$khalil" 3 && kept L-1 2'
ok "another has the same row" loads "$work/l.csv" L-2
at 2016-10-11T10:00:00Z
ok "a cut" exits 0 --data "$r" cut
ok "who was answered of is asked about no more" screen 2 0
ok "who is registered later is screened when checks begin" comes munir 'full_name=ism Munir, family Said' born=1985
ok "as they do" add step "case=$munir" event=open_checks why=other 'as=Iman Rayes'
ok "and looked at" eval 'queued "$munir" check && events "$munir" | grep -q "open_checks/screening check/screening$"'
ok "once: both lists have the row" [ "$(events "$munir" | tr ' ' '\n' | grep -c ^check)" = 1 ]
ok "nobody is screened twice" screen 0 0
ok "of what was replaced nothing is left" kept L-1 1

# Whoever decides is told what was not asked; of whom checks wait, one of the panel who signs in.
to_decide() # CASE OFFICER PATTERN
{
	run --data "$r" --json queue --as "$2" && grep '"what":"decide"' "$work/out" | grep "$1" | grep -qE "$3"
}
ok "somebody is proposed" add step "case=$munir" event=propose why=other 'as=Iman Rayes'
ok "and the panel told that a check waits" to_decide "$munir" 'Yusuf Kanaan' '1 check waits for a screener'
ok "in the file too" eval 'json 0 --data "$r" case read "$munir" --as "Yusuf Kanaan" --purpose case_work && says "\"type\":\"not_asked\",.*\"lists\":false,\"checks\":1"'
ok "others are not" eval '! to_decide "$munir" "Lina Darwish" "check" && ! to_decide "$munir" "Iman Rayes" "1 check" && to_decide "$munir" "Lina Darwish" "a proposal waits"'
ok "nor of a list that came before" eval '! to_decide "$munir" "Yusuf Kanaan" "newest list"'
ok "one is loaded after the search" eval 'loads "$work/l.csv" L-5 && exits 0 --data "$r" cut'
ok "of which the panel is told" to_decide "$munir" 'Yusuf Kanaan' 'not compared since the newest list'
ok "on paper" eval 'exits 0 --data "$r" case read "$munir" --as "Yusuf Kanaan" --purpose case_work && says "not compared since the newest list" && says "Not asked yet: 1"'
ok "until the person was screened" eval 'screen 3 0 && ! to_decide "$munir" "Yusuf Kanaan" "newest list"'
ok "it is withdrawn" exits 0 --data "$r" list withdraw L-5 --as 'Rana Qassab,Wafa Bitar'

# Whoever keeps the machine takes rows off a list: the last of 600, a part of the file of its own.
{ echo "$head_" && seq -f 'Nizar Suwaydan,,1931,B-%g' 600 && printf '%s\n' 'Ghassan Mrad,,1958,C-1' 'Nasim Tarabulsi,,1962,C-2' 'Tahsin Qudsi,,,C-3'; } >"$work/l.csv"
ok "a longer list" eval 'loads "$work/l.csv" L-4 && exits 0 --data "$r" cut && screen 3 0'
cuts_off() # the parts behind the first
{
	file_=$(ls "$r"/keyring/list-4c2d34*) && cp "$file_" "$work/whole" && python3 - "$file_" <<'PY'
import struct, sys
b = open(sys.argv[1], "rb").read()
head = 88 + 32
end = head + 4 + struct.unpack(">I", b[head:head + 4])[0]
assert end < len(b)
open(sys.argv[1], "wb").write(b[:end])
PY
}
ok "somebody cuts off some rows" cuts_off
ok "against which nobody is screened then" exits 4 --data "$r" list hits "$other" --as 'Iman Rayes'
ok "which the screener is told" grep -q 'L-4.*not those' "$work/err"
ok "and doctor says" eval 'run --data "$r" doctor; grep -q "^bad *lists .*L-4" "$work/out"'
ok "nobody's checks wait for that" eval 'comes ghassan "full_name=ism Ghassan, family Murad" born=1958 && add step "case=$ghassan" event=open_checks why=other "as=Iman Rayes"'
ok "but the screening is owed" eval 'exits 4 --data "$r" list screen --as "Iman Rayes" && run --data "$r" doctor; says "owed.*1 registered, and not compared since the newest list"'
ok "another's rows are not taken for them" eval 'cp "$(ls "$r"/keyring/list-4c2d32*)" "$file_" && exits 4 --data "$r" list screen --as "Iman Rayes"'
begins() # NAME: somebody's checks begin, and the screener is told why no list is compared
{
	comes "$1" "full_name=ism Karam, family $1" born=1944 && add step "case=$case_" event=open_checks why=other 'as=Iman Rayes' &&
		exits 4 --data "$r" list hits "$case_" --as 'Iman Rayes' && grep -q 'L-4.*do not read' "$work/err" &&
		{ run --data "$r" doctor; grep -q '^bad *lists .*L-4' "$work/out"; }
}
flips() # one bit behind the head
{
	cp "$work/whole" "$file_" && python3 -c 'import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[130] ^= 1
open(sys.argv[1], "wb").write(b)' "$file_"
}
ok "nor do checks wait where a bit is another" eval 'flips && begins Zaytun'
ok "or the file is empty" eval ': >"$file_" && begins Rumman'
ok "the file as it was" cp "$work/whole" "$file_"
ok "lets them be screened" screen 3 1
ok "and doctor finds nothing" eval 'run --data "$r" doctor; says "lists.*3 in force: the rows of 3 are as their entries say" && says "owed.*no comparison"'
file_=$(ls "$r"/keyring/list-4c2d34*)
ok "the file is lost" mv "$file_" "$work/lost"
ok "nobody's checks wait for that either" eval 'comes nasim "full_name=ism Nasim, family Tarabulsi" born=1962 && add step "case=$nasim" event=open_checks why=other "as=Iman Rayes"'
ok "who is compared with the others" screen 0 0
ok "is told to wait" says '"waiting":1,"lists_without_names":1'
ok "as doctor says" eval 'run --data "$r" doctor; grep -q "^warning *lists .*L-4 has no rows here" "$work/out" && says "owed.*1 registered, and not compared since the newest list"'
ok "and the file of the person" eval 'json 0 --data "$r" case read "$nasim" --as "Iman Rayes" --purpose case_work && says "\"type\":\"not_asked\",.*\"lists\":true"'
ok "it is brought back" mv "$work/lost" "$file_"
ok "and the person screened" screen 1 1
ok "once" screen 0 0
renamed() # CASE FIELD VALUE
{
	exits 0 --data "$r" add correction --log aleppo "case=$1" "field=$2" "new_value=$3" why=typing 'as=Lina Darwish'
}
ok "a correction of a name" renamed "$other" full_name 'ism Tahsin, family Qudsi'
ok "which is told" eval 'run --data "$r" doctor; says "owed.*1 registered, and not compared since the newest list"'
ok "lets the person be screened under it" screen 1 1
ok "as a birth does" eval 'renamed "$other" born 1971 && screen 1 0'
ok "and no other field" eval 'renamed "$other" nationality LBN && screen 0 0'
ok "it is withdrawn" exits 0 --data "$r" list withdraw L-4 --as 'Rana Qassab,Wafa Bitar'
keyd_starts || exit 1
ok "with a key holder a list is loaded, too" loads "$work/l.csv" L-3
ok "and who is registered is screened" eval 'exits 0 --data "$r" cut && screen 7 0'
ok "and the row seen" hits "$khalil" 3
run --data "$r" keyd stop
wait "$keyd"
keyd=

withdraws() # NUMBER
{
	exits 0 --data "$r" list withdraw "$1" --as 'Rana Qassab,Wafa Bitar'
}
ok "one officer withdraws none" refused '"field":"as"' --data "$r" list withdraw L-1 --as 'Rana Qassab'
ok "two do" withdraws L-1
ok "its names are gone from the disk" kept L-1 0
ok "the others' are there" kept L-2 1
ok "one that is none" exits 3 --data "$r" list withdraw L-9 --as 'Rana Qassab,Wafa Bitar'
ok "all are withdrawn" eval 'withdraws L-2 && withdraws L-3'
at 2016-10-18T10:00:00Z
ok "a cut takes all of it" exits 0 --data "$r" cut
ok "then nothing is in force" eval 'json 0 --data "$r" list show && says "\"list_no\":\"L-1\".*\"withdrawn_on\":\"2016-10-11\"" && screen 0 0'
ok "and nobody is like a row" exits 3 --data "$r" list hits "$khalil" --as 'Iman Rayes'
ok "a list is recorded whose names are kept elsewhere" exits 0 --data "$r" add list_loaded --log hq list_no=B-1 source=COURT basis=court_order \
	names=2 "loaded_on=$(today)" 'as=Rana Qassab,Wafa Bitar'
at 2016-10-19T10:00:00Z
ok "of which nobody waits for rows that never were" eval 'exits 0 --data "$r" cut && screen 7 0 && says "\"waiting\":0,\"lists_without_names\":1" && screen 0 0'
same()
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-1" && json 0 --data "$r" rebuild &&
		python3 "$SRC/test/data/dump.py" "$r" >"$work/rows-2" && diff "$work/rows-1" "$work/rows-2" >"$work/diff"
}
ok "rebuilt, every row is as before" same
ok "what is published is right" eval 'exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public"'
ok "and names nobody" sh -c '! grep -rqaiE "barakat|munir|خليل" "$1"' sh "$work/public"
# B-1 is one of the 64.
many()
{
	printf '%s\n' name,aliases,birth,reference 'Walid Rahhal,,1970,M-1' >"$work/many.csv"
	for i in $(seq 1 63); do
		loads "$work/many.csv" "M-$i" || return 1
	done
}
if sanitized; then
	skip "no more lists than are screened against" "once, in the release build"
else
	ok "64 lists may be in force" many
	ok "one more is refused" refused '"field":"no"' --data "$r" list load "$work/many.csv" --no M-64 --source COURT --basis court_order \
		--as 'Rana Qassab,Wafa Bitar'
	by_hand() # NO: recorded, with names that are kept elsewhere
	{
		json "$2" --data "$r" add list_loaded --log hq "list_no=$1" source=COURT basis=court_order names=2 "loaded_on=$(today)" 'as=Rana Qassab,Wafa Bitar'
	}
	imported()
	{
		printf 'log,list_no,source,basis,names,loaded_on,as\nhq,A-%s,COURT,court_order,2,%s,"Rana Qassab,Wafa Bitar"\n' 1 "$(today)" >"$work/list_loaded.csv"
		json 5 --data "$r" import "$work/list_loaded.csv" --commit && says 'one of 64 lists at most'
	}
	ok "nor is it recorded by hand" eval 'by_hand A-1 5 && says "\"field\":\"list_no\".*one of 64 lists at most"'
	ok "nor imported" imported
	ok "and the names of none are gone" eval 'kept M-40 1 && kept M-63 1'
	ok "one of them may be loaded anew" loads "$work/many.csv" M-63
	ok "one that is withdrawn makes room" eval 'exits 0 --data "$r" list withdraw B-1 --as "Rana Qassab,Wafa Bitar" && by_hand A-1 0 && by_hand A-2 5'
fi
finish
