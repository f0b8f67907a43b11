#!/bin/sh
# A person gets everything that is held about him or her: as a paper in two languages and as JSON, with what was
# corrected, by an officer whose work it is; requests have a deadline, and a complaint another officer.
. "$SRC/test/cli/lib"

small "$work/r" || exit 1
r=$work/r
at 2016-08-01T07:00:00Z
csv "$work/more.csv" 'name,roles,from' 'Second Officer,dpo,2016-07-01'
run --data "$r" officer enrol --file "$work/more.csv" --as 'Rana Qassab,Samir Attar' && run --data "$r" cut || exit 1

give() # ARGUMENTS of person file
{
	run --data "$r" person file "$case_" --as 'Wafa Bitar' "$@"
}

act() # KIND FIELD=VALUE...: in the case
{
	kind_=$1
	shift
	run --data "$r" add "$kind_" log=aleppo "case=$case_" "$@"
}

# The paper as it reads: without what sets its Arabic apart, each line that was folded whole again.
read_paper() # FILE
{
	python3 - "$1" "$work/paper" <<'END'
import re, sys
text = re.sub("[\u2066-\u2069]", "", open(sys.argv[1], encoding="utf-8").read())
lines = []
for line in text.splitlines():
    deep = len(line) - len(line.lstrip(" "))
    if lines and deep >= lines[-1][0] + 4 and not (lines[-1][0] == 0 and deep == 4 and ": " in line):
        lines[-1][1] += " " + line.strip()
    else:
        lines.append([deep, line])
open(sys.argv[2], "w", encoding="utf-8").write("".join(x + "\n" for _, x in lines))
END
}

# Nothing is cut off on paper or a terminal, and no number beside Arabic changes its place: what is written from right
# to left is set apart, in one line each.
fits() # FILE
{
	python3 - "$1" <<'END' 2>"$work/diff"
import sys, unicodedata
arabic = 0
for line in open(sys.argv[1], encoding="utf-8"):
    wide, apart = 0, False
    for c in line.rstrip("\n"):
        if c in "\u2066\u2067":
            assert not apart, line
            apart = True
        elif c == "\u2069":
            assert apart, line
            apart = False
        elif not unicodedata.combining(c):
            wide += 1
        if unicodedata.bidirectional(c) in ("R", "AL"):
            assert apart, line
            arabic += 1
    assert wide <= 80 and not apart, line
assert arabic > 1000
END
}

lines() # PATTERN...: each is a line of the paper
{
	for line_; do
		grep -qE -e "$line_" "$work/paper" || {
			echo "no line: $line_" >"$work/diff"
			return 1
		}
	done
}

opened()
{
	python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for (n,) in db.execute("SELECT value FROM state WHERE name = 'opened/' || (SELECT id FROM log WHERE name = 'aleppo')"):
    print(n)
END
}

person "$r" 'full_name=ism سمير, father عمر, family العقاد' latin_names='Sameer Akkad' sex=m born=1980 needs=SM,TR \
	'documents=type=passport number="N-77" country=SYR' note='came with his brother' || exit 1
case_=$(case_of)
act correction field=born new_value=1981-05 why=document_seen as='Lina Darwish' || exit 1
act correction field=latin_names 'new_value=Samir Aqqad' why=typing as='Lina Darwish' || exit 1
act check check=victim_complaint source=CENTRE asked_what='whether Farid complained' result=clear as='Iman Rayes'
checked=$?

ok "without --out the paper is printed" give
cp "$work/out" "$work/printed"
ok "in lines of 80 columns at most, its Arabic set apart from the numbers beside it" fits "$work/printed"
read_paper "$work/printed"
ok "it says whose it is, who made it, why, and who answers for the data" lines "^case / رقم الملف: $case_\$" \
	'^made by / حرّره: Wafa Bitar$' '^for / الغرض: request of person / بطلب من صاحب الملف$' '^who answers for the data / .*: Reconciliation centre'
ok "it has what is sealed, in two languages" lines '^full name / الاسم الكامل: ism سمير, father عمر, family العقاد$' \
	'^needs / الاحتياجات: SM / حالة صحية خطيرة; TR / تعذيب$' '^documents / الوثائق: .*N-77' '^sex / الجنس: m / ذكر$' \
	'note / ملاحظة: came with his brother'
ok "what was corrected stands as corrected, with what stood before" lines '^born / تاريخ الميلاد: 1981-05$' \
	'^latin names / .*: Samir Aqqad$' '^    corrected by act 1 / صُحّح في الإجراء 1: document seen / وثيقة' '^    before / قبل ذلك: 1980$' \
	'^    corrected by act 2 ' '^    before / قبل ذلك: Sameer Akkad$'
ok "every act is there, the first with what it said" lines '^0\. registration / تسجيل' '^1\. correction of personal data' \
	'^    born / تاريخ الميلاد: 1980$'
ok "a time is the operation's own" lines '^    at / في: 2016-08-01 [0-9][0-9]:00 \+03:00$'
ok "what stands elsewhere is said" lines '^6\. WHAT IS NOT IN THIS PAPER' '^- What you handed in without giving your name' \
	'^- A search by name'
ok "a check was recorded for the test" [ "$checked" = 0 ]
ok "what is about somebody else is withheld, and said to be" lines '^    asked what / ما سُئل عنه: withheld' \
	'^    result / [^:]*: clear'
ok "and is nowhere in it" sh -c '! grep -q Farid "$1"' sh "$work/paper"
ok "rights are said in two languages" lines '^- You may have corrected what is wrong' 'لك أن تطلب تصحيح الخطأ'
ok "an officer whose work it is not gives nothing" refused 'dpo,case_worker' --data "$r" person file "$case_" --as 'Lina Darwish'
ok "nor does one for a purpose that is none" refused '"field":"purpose"' --data "$r" person file "$case_" --as 'Wafa Bitar' \
	--purpose curiosity
ok "a case that is none has no file" exits 3 --data "$r" person file 0000-0000 --as 'Wafa Bitar'
ok "no case is asked for" exits 2 --data "$r" person file
before=$(opened)
ok "with --out it is a file of its owner" give --out "$work/given"
ok "readable by nobody else" sh -c '[ "$(stat -c %a "$1")" = 600 ] && grep -q "^case / " "$1"' sh "$work/given"
ok "each act that was opened is counted" [ "$(opened)" = $((before + 4)) ]
ok "who opened it stands in it, this time too" sh -c "$(cat <<'END'
sed -n '/^5\. WHO OPENED IT/,/^6\./p' "$1" | grep -cE '^2016-08-01 10:00 \+03:00  [0-9a-f]{8}  request of person' | grep -qx 2
END
)" sh "$work/given"
ok "a file that is there is not written over, and nothing is opened for it" refused '"field":"out"' --data "$r" person file \
	"$case_" --as 'Wafa Bitar' --out "$work/given"
ok "so nothing was counted" [ "$(opened)" = $((before + 4)) ]
give --json
ok "the JSON has the same" python3 - "$work/out" "$case_" <<'END'
import json, sys
lines = [json.loads(x) for x in open(sys.argv[1])]
one = lambda t: [x for x in lines if x["type"] == t]
data = {x["field"]: x for x in one("datum")}
assert one("file")[0]["case"] == sys.argv[2]
assert data["born"]["value"] == "1981-05" and data["born"]["was"] == "1980" and data["born"]["corrected"]
assert data["full_name"]["step"] == 0 and not data["full_name"]["corrected"]
acts = one("act")
assert [x["step"] for x in acts] == list(range(len(acts))) and acts[0]["fields"]["born"] == "1980"
assert acts[3]["withheld"] == ["source", "asked_what"] and "asked_what" not in acts[3]["fields"]
assert all(x["purpose"] == "request_of_person" for x in one("opening")) and len(one("opening")) == 3
assert {x["right"] for x in one("right")} >= {"access", "rectify", "object", "erase", "complain"}
END

# A request has a deadline; if it is refused, another officer answers the complaint.
act request right=erase lodged_on=2016-08-01 answer_due=2016-08-31 as='Wafa Bitar'
ok "a request has a deadline in the file, with what happens then" sh -c "$(cat <<'END'
"$1" --data "$2" person file "$3" --as 'Wafa Bitar' | grep -q '^2016-08-3[01]: your request is answered ([a-z]'
END
)" sh "$sulh" "$r" "$case_"
ok "with another limit it is refused" refused 'answer_due' --data "$r" add request log=aleppo "case=$case_" right=object \
	lodged_on=2016-08-01 answer_due=2016-09-30 as='Wafa Bitar'
act request right=erase lodged_on=2016-08-01 answer_due=2016-08-31 answer=refused reason_refused='a case is open' as='Wafa Bitar'
ok "it can be refused, with a reason" says accepted
at 2016-08-02T07:00:00Z
ok "whoever refused does not answer the complaint" refused 'answerer' --data "$r" add request log=aleppo "case=$case_" right=complain \
	lodged_on=2016-08-02 answer_due=2016-09-01 answer=refused reason_refused='no' as='Wafa Bitar'
act request right=complain lodged_on=2016-08-02 answer_due=2016-09-01 answer=done as='Wafa Bitar'
ok "not even in favour" sh -c '! grep -q accepted "$1"' sh "$work/out"
act request right=complain lodged_on=2016-08-02 answer_due=2016-09-01 answer=done as='Second Officer'
ok "another officer does" says accepted

act notice notice_version=N-1 language=ckb read_aloud=yes legal_basis=public_interest agreed=none \
	given_by=interpreter_present purposes=decision told=rights,limits_of_sealing as='Lina Darwish'
give
read_paper "$work/out"
ok "what is a code to us is a word to the person" lines '^    language / اللغة: Sorani / السورانية$' \
	'^    legal basis / الأساس القانوني: public interest / المصلحة العامة$'

# Whoever decides reads the case, with what sources said, for the work and nothing else.
reads() # OFFICER [ARGUMENT...]
{
	by_=$1
	shift
	exits 0 --data "$r" case read "$case_" --as "$by_" "$@" && cp "$work/out" "$work/read" && read_paper "$work/read"
}
reads_not() # CODE PATTERN ARGUMENT...
{
	code_=$1 pattern_=$2
	shift 2
	before=$(opened)
	exits "$code_" --data "$r" case read "$@" && says "$pattern_" && ! grep -q 'العقاد' "$work/out" && [ "$(opened)" = "$before" ]
}
noted() # PURPOSE: the last line of the journal
{
	run --data "$r" keyd journal --json && grep '"purpose"' "$work/out" | tail -n 1 | grep -q "\"purpose\":\"$1\",\"log\":\"aleppo\""
}
person "$r" 'full_name=ism Badr, family Omari' || exit 1
other_=$(case_of)
ok "a possible duplicate" act dedup_link "other=$other_" score=900 fields=name as='Elias Hanna'
before=$(opened)
ok "a screener reads the case" reads 'Iman Rayes'
held_() { grep -qE '^[0-9]+\. ' "$work/paper" && [ "$(opened)" -gt "$before" ]; }
ok "each act that is opened is counted" held_
ok "who reads, and why, is noted" noted case_work
ok "with all that was said" lines '^A CASE, READ FOR THE WORK ON IT' '^full name / .*سمير' '^born / .*1981-05' '^documents / .*N-77' \
	'^    asked what / .*whether Farid complained$' '^    source / ' '^    event|note / .*came with his brother'
ok "other persons by their cases" lines "^    other / [^:]*: $other_\$"
no_more() { ! grep -qE 'withheld|WHO OPENED|YOUR RIGHTS' "$work/paper"; }
ok "and nothing that is for the person alone" no_more
ok "so does the panel, for an appeal" reads 'Yusuf Kanaan' --purpose appeal
ok "and an adjudicator, for a duplicate" reads 'Elias Hanna' --purpose duplicate
ok "not for case work" reads_not 5 'one of the roles' "$case_" --as 'Elias Hanna'
ok "nobody who takes people in reads" reads_not 5 'one of the roles' "$case_" --as 'Lina Darwish'
ok "no auditor" reads_not 5 'one of the roles' "$case_" --as 'Sami Najm'
ok "nor anybody for the person, or by a grant's purpose" reads_not 5 'case_work,appeal,duplicate' "$case_" --as 'Wafa Bitar' --purpose request_of_person
ok "nor for court" reads_not 5 'case_work,appeal,duplicate' "$case_" --as 'Rana Qassab' --purpose court_order
ok "nor nobody" reads_not 5 'officer who reads' "$case_"
ok "whoever may not read learns of no case" reads_not 5 'one of the roles' 0000-0000 --as 'Lina Darwish'
ok "others are told that there is none" reads_not 3 'no case' 0000-0000 --as 'Iman Rayes'
run --data "$r" --json case read "$case_" --as 'Iman Rayes'
ok "as JSON, without the number of the person" sh -c '! grep -qE "\"subject\"" "$1" && grep -q "whether Farid" "$1" && grep -q "\"other\":\"$2\"" "$1"' \
	sh "$work/out" "$other_"

# The slip with the number: handed out once by whoever took the person in, to no screen; again it is an opening.
slip() # CODE OFFICER ARGUMENTS
{
	code_=$1 by_=$2
	shift 2
	rm -f "$work/slip"
	exits "$code_" --data "$r" person slip "$case_" --as "$by_" --out "$work/slip" "$@" && ! grep -qiE "$number" "$work/out" "$work/err" &&
		if [ "$code_" -eq 0 ]; then [ -s "$work/slip" ]; else [ ! -e "$work/slip" ]; fi
}
number=$(python3 - "$r/sulh.db" "$case_" <<'END'
import re, sqlite3, sys
hex = sqlite3.connect(sys.argv[1]).execute("SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex()
print(" ?".join(re.findall("....", hex)))
END
)
printed() # FILE: in two languages, the number in groups, and nothing of whose it is or where
{
	[ "$(stat -c %a "$1")" = 600 ] && grep -qE "$number" "$1" && grep -q 'هذا رقمك' "$1" && grep -q 'This is your number' "$1" &&
		! grep -qiE "$case_|العقاد|aqqad|aleppo|amnesty|عفو" "$1"
}
lines_of_text() { sed -n 1,3p "$work/slip" | tr '\n' '|' | grep -qE "^SULH SLIP 1\|number $number\|recipient age1[0-9a-z]{58}\|\$"; }
same_recipient() # the code of the page names number and recipient
{
	python3 - "$work/slip" "$number" <<'END'
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
assert page.startswith("<!DOCTYPE html>") and '<svg class="qr"' in page and "<script" not in page
assert re.search(sys.argv[2], page)
END
}
before=$(opened)
ok "no officer who did not take the person in hands the slip out" slip 5 'Samar Dabbagh'
ok "nor one who takes nobody in" slip 5 'Yusuf Kanaan'
ok "nor is it shown on a screen" exits 2 --data "$r" person slip "$case_" --as 'Lina Darwish'
ok "nor handed out by nobody" exits 2 --data "$r" person slip "$case_" --out "$work/slip"
ok "who registered the person does" slip 0 'Lina Darwish'
ok "as a paper with number and words" printed "$work/slip"
ok "and a code" same_recipient
ok "which is no opening" [ "$(opened)" = "$before" ]
ok "once" slip 5 'Lina Darwish'
ok "which says how it is printed again" says '--again'
ok "not by who only takes people in" slip 5 'Lina Darwish' --again
ok "but by who gives people what is held about them" slip 0 'Wafa Bitar' --again --format text
ok "as text, too" printed "$work/slip"
ok "of which lines are for programs" lines_of_text
ok "that is an opening" [ "$(opened)" = $((before + 1)) ]
ok "not over a file that is there" refused '"field":"out"' --data "$r" person slip "$case_" --as 'Wafa Bitar' --again --out "$work/slip"
ok "nor of a case that is none" exits 3 --data "$r" person slip 0000-0000 --as 'Lina Darwish' --out "$work/other"
act_by_slip() { run --data "$r" add request log=aleppo "case=$(sed -n 's/^number //p' "$work/slip")" right=access lodged_on=2016-08-02 \
	answer_due=2016-09-01 as='Wafa Bitar' && says "accepted, case $case_"; }
ok "with the number on it a desk adds to the file" act_by_slip
unheard() { refused '"field":"case"' --data "$r" add request log=aleppo case=00112233445566778899aabbccddeeff right=access \
	lodged_on=2016-08-02 answer_due=2016-09-01 as='Wafa Bitar' && ! says 0011; }
ok "a number that is nobody's is refused and not repeated" unheard
give
read_paper "$work/out"
ok "the file says who handed the slip out, and who printed it again" lines '  [0-9a-f]{8}  slip / ورقة الرقم$' '^2016-08-02.*request of person'

# Whoever has no case is named by an entry: everything about the same one, and no more.
own_of() # KIND [N]: the N-th entry of somebody without a case
{
	python3 - "$r/sulh.db" "$1" "${2-0}" <<'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT l.name || '/' || a.seq FROM act a JOIN log l ON l.id = a.log WHERE kind = ? AND typeof(case_no) = 'blob' "
                 "AND seq >= 0 ORDER BY seq LIMIT 1 OFFSET ?", (int(sys.argv[2]), int(sys.argv[3]))).fetchone()[0])
END
}
gives() { run --data "$r" add "$@" log=aleppo; }
testifies() { gives testimony given_on=2016-08-02 about=captivity again_allowed=yes 'as=Nadia Karam' "$@"; }
others_said()
{
	at 2016-08-02T08:00:00Z
	gives tracing asked_by=family 'sought=ism Pwqzmxnrt' relation=sibling state=open 'as=Nadia Karam' &&
		testifies uses=history 'story=Kqjxvzzt Wvbnmqrx' && gives accident 'area=Aleppo city' device=UXO during=farming \
		'casualties=harm=injured who=men amount=1' 'victim=ism Ruyvzxqwm' 'as=Nabil Shaheen' &&
		gives captive_release number=2 place_of=Aleppo received_by=AID receipt=Xwpqlzgrnd \
			'freed_names=freed="ism Dzhukvelma" sex=m; freed="ism Qorvenkal" sex=m' 'as=Omar Zahed,Nadia Karam' || return 1
	at 2016-08-11T08:00:00Z
	run --data "$r" cut && testifies uses=none "consent_to=$(own_of 55)" &&
		run --data "$r" mine correct accident "$(own_of 84)" 'casualties=harm=injured who=men amount=2' 'victim=ism Ruyvzxqwn' \
			'as=Nabil Shaheen' || return 1
	at 2016-08-19T08:00:00Z
	run --data "$r" cut
}
ok "somebody is sought, one testifies, one is hurt, two are freed" others_said
sought=$(own_of 56)
told=$(own_of 55 1)
filed() # ENTRY [OFFICER]: the paper of whoever it is about
{
	exits 0 --data "$r" person file "$1" --as "${2-Wafa Bitar}" && cp "$work/out" "$work/file" && read_paper "$work/file"
}
of_sought()
{
	before=$(opened)
	filed "$sought" && lines '^without a case / بلا ملف$' "^named by the entry / [^:]*: $sought\$" '^    sought / [^:]*: ism Pwqzmxnrt$' \
		"^    in the log / [^:]*: $sought, leaf " '^2016-08-19.*request of person' && ! grep -q '^case / ' "$work/paper" &&
		[ "$(opened)" = $((before + 1)) ]
}
ok "who is sought has a file, by the entry, which counts" of_sought
number=$(python3 - "$r/sulh.db" "$sought" <<'END'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT lower(hex(subject)) FROM act WHERE kind = 56 AND seq = ?",
                                           (int(sys.argv[2].split("/")[1]),)).fetchone()[0])
END
)
by_number() { filed "$number" && lines '^    sought / [^:]*: ism Pwqzmxnrt$'; }
ok "or by his number" by_number
by_slip() { filed "$(sed -n 's/^number //p' "$work/slip")" && lines "^case / رقم الملف: $case_\$" '^documents / .*N-77'; }
ok "as whoever has a case, by that on the slip" by_slip
nobodys() { exits 3 --data "$r" person file 00112233445566778899aabbccddeeff --as 'Wafa Bitar' && ! says 0011; }
ok "a number that is nobody's is not repeated" nobodys
both_states() { filed "$(own_of 84 1)" && lines '^    victim / [^:]*: ism Ruyvzxqwm$' '^    victim / [^:]*: ism Ruyvzxqwn$'; }
ok "a victim's has what was said first, and what corrected it" both_states
not_given() # CODE ARGUMENTS: of the testimony
{
	before=$(opened) code_=$1
	shift
	exits "$code_" --data "$r" person file "$told" "$@" && ! grep -q Kqjxvzzt "$work/out" && [ "$(opened)" = "$before" ]
}
by_others() { not_given 5 --as 'Rula Masri' && says protection && not_given 5 && says protection && not_given 5 --as 'Lina Darwish'; }
ok "a testimony is given by no case worker, by no desk, and not without an officer" by_others
by_dpo() { not_given 5 --as 'Wafa Bitar' && says protection; }
ok "nor by the data-protection officer" by_dpo
given_by() { before=$(opened) && filed "$told" 'Nadia Karam' && lines '^    story / [^:]*: Kqjxvzzt Wvbnmqrx$' '^    uses / [^:]*: none' &&
	[ "$(opened)" = $((before + 2)) ]; }
ok "but by protection, with what its giver said of its uses later" given_by
not_others() { filed "$(own_of 76)" && lines '^    number / [^:]*: 2$' '^    freed names / [^:]*: withheld' '^    receipt / [^:]*: withheld' &&
	! grep -qE 'Dzhukvelma|Qorvenkal|Xwpqlzgrnd' "$work/paper"; }
ok "of several who were freed no name is given to one of them" not_others
ok "an entry about nobody is no file" exits 5 --data "$r" person file hq/0 --as 'Wafa Bitar'
ok "nor one that is not there" exits 3 --data "$r" person file aleppo/9999 --as 'Wafa Bitar'
ok "nor what is no number" exits 2 --data "$r" person file aleppo/x --as 'Wafa Bitar'
run --data "$r" --json person file "$sought" --as 'Wafa Bitar'
ok "as JSON: no case, and the entry" python3 - "$work/out" "$sought" <<'END'
import json, sys
lines = [json.loads(x) for x in open(sys.argv[1])]
head = [x for x in lines if x["type"] == "file"][0]
assert head["case"] is None and head["entry"] == sys.argv[2] and head["state"] is None
acts = [x for x in lines if x["type"] == "act"]
assert len(acts) == 1 and acts[0]["kind"] == "tracing" and not acts[0]["apart"]
END

# The same where the keys are in a process of their own.
keyd_starts --pass-file "$work/pass" || cat "$work/err"
rm "$r/pass"
ok "the file is given through a key holder" give
read_paper "$work/out"
ok "whole" lines '^born / تاريخ الميلاد: 1981-05$' 'note / ملاحظة: came with his brother' '^    result / [^:]*: clear' \
	'  [0-9a-f]{8}  request of person'
ok "that of somebody without a case, too" of_sought
ok "but not to whoever names no officer" exits 11 --data "$r" person file "$case_"
ok "a case is read through it" reads 'Yusuf Kanaan'
ok "whole" lines '^full name / .*سمير' 'whether Farid complained'
ok "by nobody who takes people in" reads_not 5 'one of the roles' "$case_" --as 'Lina Darwish'
rm "$r"/keyring/index-*
ok "names are made anew there, and found" exits 0 --data "$r" person find 'سمير' --as 'Lina Darwish'
kill "$keyd"
wait "$keyd"
keyd=
finish
