#!/bin/sh
# What is known of somebody besides the name: a place of origin and a sex decide who comes first and how sure it is, never who
# answers. They are compared by who holds the keys; only how they agree comes out, of those alone who were shown, and of few places.
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || exit 1
at 2016-08-01T07:00:00Z

register() # FIELD=VALUE...: somebody, whose case is then in $case_
{
	person "$r" "$@" && case_=$(case_of) && [ "$case_" ]
}
find_() # ARGUMENTS of person find
{
	run --data "$r" --json person find --as 'Lina Darwish' "$@"
}
of() # CASE: the line about it
{
	grep "\"case\":\"$1\"" "$work/out"
}
field() # CASE NAME: its value
{
	of "$1" | grep -oE "\"$2\":(\"[^\"]*\"|\[[^]]*\]|[^,}]*)" | head -n 1 | sed 's/^[^:]*://'
}
agrees() # CASE AGREES DIFFERS: the fields that do, as JSON
{
	of "$1" >"$work/diff" && [ "$(field "$1" agrees)" = "$2" ] && [ "$(field "$1" differs)" = "$3" ]
}
first() { head -n 1 "$work/out" | grep -q "\"case\":\"$1\""; }
later() # SECONDS
{
	CLOCK=$((CLOCK + $1))
	export CLOCK
}
journal() # PATTERN: of lines of the journal so many
{
	"$sulh" --data "$r" keyd journal --as 'Wafa Bitar' </dev/null 2>&1 | grep -c "$1"
}

register 'full_name=ism Samir, father Omar, family Aqqad' born=1980 origin=SY-HL-JIB sex=m && jibrin=$case_
find_ 'Samir Nuri Aqqad'
register 'full_name=ism Samir, father Nuri, family Aqqad' born=1980 origin=Idlib sex=m && idlib=$case_
register 'full_name=ism Nur, family Kattan' born=1985 sex=f && woman=$case_
register 'full_name=ism Farid, family Shahin' born=1985 origin=SY-HL sex=m && wide=$case_
register 'full_name=ism Farid, family Kattan' born=1960 origin=SY-HL-JIB sex=m && other=$case_
ok "five are registered" test "$jibrin" -a "$idlib" -a "$woman" -a "$wide" -a "$other"

find_ 'Samir Aqqad'
ok "two have one name" eval "of '$jibrin' >'$work/diff' && of '$idlib' >'$work/diff'"
without=$(field "$jibrin" score)
ok "nothing is said of what is not asked" eval "! grep -q '\"origin\"[],]\\|\"sex\"' '$work/out' && says '\"origin\":null'"
find_ 'Samir Aqqad' --origin SY-HL-JIB --sex m
ok "who is from there comes first, by the place's code" first "$jibrin"
ok "origin and sex agree" agrees "$jibrin" '["name","origin","sex"]' '["name"]'
ok "the other one's origin differs" agrees "$idlib" '["name","sex"]' '["name","origin"]'
ok "and says why" eval "of '$idlib' | grep -q 'the place of origin is another than Jibrin'"
ok "which makes the one surer, and the other one less" test "$(field "$jibrin" score)" -gt "$(field "$idlib" score)"
ok "than without" test "$(field "$jibrin" score)" -gt "$without"
ok "the place is named as it was understood" says '"origin":"SY-HL-JIB"'
no_value() { ! grep -q 'SY-ID\|Idlib\|إدلب' "$work/out"; }
ok "where the other one is from is not told" no_value
find_ 'Samir Aqqad' --origin Idleb
ok "a place is known by another name, too" eval "first '$idlib' && agrees '$idlib' '[\"name\",\"origin\"]' '[\"name\"]'"
run --data "$r" person find 'Samir Aqqad' --as 'Lina Darwish' --origin Idleb
ok "the same in words" says 'the place of origin is the same; '
ok "and which place it was" says 'compared with Idlib \(SY-ID, governorate\)'

# Of so many places, an hour.
later 3700
find_ 'Samir Aqqad' --origin Aleppo
ok "a village lies within the governorate" eval "first '$jibrin' && agrees '$jibrin' '[\"name\",\"origin\"]' '[\"name\"]' &&
	of '$jibrin' | grep -q 'one lies within the other'"
find_ 'Samir Aqqad' --origin SY
ok "in the country everybody lies, which says little" eval "agrees '$jibrin' '[\"name\",\"origin\"]' '[\"name\"]' &&
	of '$jibrin' | grep -q 'one is a country'"
find_ 'Farid Shahin' --origin SY-HL-MAH
ok "of whom only the governorate is known a village agrees" agrees "$wide" '["name","origin"]' '[]'
find_ 'Farid Shahin' --origin SY-ID
ok "but no other one" agrees "$wide" '["name"]' '["origin"]'
find_ 'Nur Kattan' --sex m
ok "a sex that differs takes nobody out of the answer" agrees "$woman" '["name"]' '["sex"]'
ok "and nobody is strong then" eval "[ \"\$(field '$woman' strong)\" = false ] && of '$woman' | grep -q 'the sex is another'"
low=$(field "$woman" score)
find_ 'Nur Kattan' --sex f
ok "the same one agrees" agrees "$woman" '["name","sex"]' '[]'
ok "and is surer" test "$(field "$woman" score)" -gt "$low"
find_ 'Nur Kattan' --origin Idlib
ok "an origin that is not known is neither for nor against" agrees "$woman" '["name"]' '[]'
ok "and is said not to be compared" test "$(field "$woman" not_compared)" = '["origin"]'
run --data "$r" person find 'Nur Kattan' --as 'Lina Darwish' --origin Idlib --mother Farida
ok "in words, too, as of the mother" says 'not compared: mother, origin$'
ok "nobody is found by origin and sex" eval "exits 3 --data '$r' --json person find Nobody Known --as 'Lina Darwish' --origin Idlib --sex f &&
	! says '\"type\":\"person\"'"
ok "nor without a name" exits 2 --data "$r" person find --origin Idlib --sex f --as 'Lina Darwish'

# What is not right is refused before anything is looked for.
lines=$(journal .)
ok "a place that is none is refused" refused '"field":"origin".*one place of the register' --data "$r" person find Samir Aqqad --origin Xyzzy \
	--as 'Lina Darwish'
ok "so is one that may be several, which are named" refused '"field":"origin".*nearest: ' --data "$r" person find Samir Aqqad \
	--origin Alepo --as 'Lina Darwish'
ok "and a text that is none" refused '"field":"origin"' --data "$r" person find Samir Aqqad --origin "$(printf 'a\tb')" --as 'Lina Darwish'
ok "and another sex" refused '"field":"sex".*one of f,m,x' --data "$r" person find Samir Aqqad --sex man --as 'Lina Darwish'
unasked() { [ "$lines" -gt 20 ] && [ "$(journal .)" -eq "$lines" ]; }
ok "which stands in no journal" unasked

# Corrections, in their order.
later 3700
run --data "$r" add correction log=aleppo "case=$jibrin" field=origin new_value=Atareb why=asked_by_person as='Lina Darwish'
find_ 'Samir Aqqad' --origin SY-HL-AT
ok "a corrected origin takes the place of the old one" eval "first '$jibrin' && agrees '$jibrin' '[\"name\",\"origin\"]' '[\"name\"]'"
find_ 'Samir Aqqad' --origin SY-HL-JIB
ok "with which it agrees no more" agrees "$jibrin" '["name"]' '["name","origin"]'
ok "a corrected place has to be one" refused '"field":"new_value".*one place only' --data "$r" add correction log=aleppo "case=$jibrin" \
	field=origin new_value=Xyzzy why=typing as='Lina Darwish'
run --data "$r" add correction log=aleppo "case=$woman" field=sex new_value=m why=typing as='Lina Darwish'
find_ 'Nur Kattan' --sex m
ok "so does a corrected sex" agrees "$woman" '["name","sex"]' '[]'
run --data "$r" cut
run --data "$r" add correction log=aleppo "case=$woman" field=sex new_value=f why=typing as='Lina Darwish'
find_ 'Nur Kattan' --sex m
ok "and one that was corrected again, after a cut" agrees "$woman" '["name"]' '["sex"]'
run --data "$r" add correction log=aleppo "case=$idlib" field=origin why=asked_by_person as='Lina Darwish'
find_ 'Samir Aqqad' --origin SY-HL-JIB
ok "an origin that was taken out says nothing" agrees "$idlib" '["name"]' '["name"]'

# Nobody goes through all places.
later 3700
places() # PLACE...: each is asked of one person
{
	for place_; do
		find_ 'Farid Shahin' --origin "$place_"
		of "$wide" >/dev/null || return 1
	done
}
guesses() { places SY-RD SY-DZ SY-RD-KS && places SY-RD SY-DZ; }
ok "an officer asks of one person three places an hour, and each again" guesses
ok "and no fourth one" refused '"field":"origin".*3 different places of origin an hour and 5 a day' --data "$r" person find Farid Shahin \
	--origin SY-HL-JIB --as 'Lina Darwish'
ok "nor with the sex" refused '3 different places' --data "$r" person find Farid Shahin --origin SY-HL-JIB --sex m --as 'Lina Darwish'
find_ 'Farid Shahin' --sex m
ok "without a place the name is found" says "$wide"
run --data "$r" person find 'Farid Shahin' --as 'Elias Hanna' --origin SY-HL-JIB
ok "so it is with one by another officer" says "$wide"
find_ 'Nur Kattan' --origin SY-RD-TL
ok "and of others by the first one" says "$woman"
find_ 'Farid Shahin Kattan' --origin SY-HL-JIB
ok "of several who answer the one is not compared, and the other is" eval "says '\"origin_not_compared\":1,' && of '$other' >'$work/diff' &&
	agrees '$wide' '[\"name\"]' '[\"name\"]' && agrees '$other' '[\"name\",\"origin\"]' '[\"name\"]'"
later 3700
ok "later on, as many as five a day" refused '5 a day' --data "$r" person find Farid Shahin --origin SY-HL-JIB --as 'Lina Darwish'
later 90000
find_ 'Farid Shahin' --origin SY-HL-JIB
ok "and the day after" agrees "$wide" '["name","origin"]' '[]'

# What whoever oversees sees of it.
sums() # DAY FIELD VALUE: of Lina Darwish
{
	exits 0 --data "$r" --json keyd journal --as 'Wafa Bitar' --by-officer 3 &&
		grep '"officer":"Lina Darwish"' "$work/out" | grep "\"day\":\"$1\"" | grep -q "\"$2\":$3[,}]"
}
ok "who oversees is told how many places were asked, and of one person" eval 'sums 2016-08-01 places 10 && sums 2016-08-01 places_of_one_person 5 &&
	sums 2016-08-01 persons_of_one_place 4'
ok "a sex alone is no place" eval 'sums 2016-08-01 compared 5 && sums 2016-08-02 places 1'
ok "another day is another one" eval '! sums 2016-08-03 places 1'
ok "and who does not oversee nothing" exits 5 --data "$r" keyd journal --as 'Lina Darwish' --by-officer 3

# With a key holder, and with a program of one's own.
rm "$r/pass"
ok "the key holder starts" keyd_starts --pass-file "$work/pass"
find_ 'Farid Shahin' --origin Jibrin --sex f
ok "it compares, too" agrees "$wide" '["name","origin"]' '["sex"]'
password() { sed -n "s/^$1	//p" "$SULH_OFFICERS_FILE"; }
own() # EXPECTED OFFICER CASE PURPOSE PLACE [CODES]
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" compares "$2" "$(password "$2")" "$r/sulh.db" "$3" "$4" "$5" "${6-}" \
		>"$work/out" 2>"$work/err"
	grep -qx "$1" "$work/out"
}
before=$(journal agree_)
ok "a program of one's own compares who was shown" own 0200 'Lina Darwish' "$wide" duplicate SY-HL-JIB SY-HL
ok "nobody who was not" own 'error 5' 'Lina Darwish' "$woman" duplicate SY-HL-JIB
ok "nor for another purpose" own 'error 5' 'Lina Darwish' "$wide" family SY-HL-JIB
ok "nor by another officer" own 'error 5' 'Rula Masri' "$wide" duplicate SY-HL-JIB
ok "nor by one who looks for nobody" own 'error 5' 'Yusuf Kanaan' "$wide" duplicate SY-HL-JIB
ok "what it told is in the journal, and no more" test "$(journal agree_)" -eq $((before + 1))
ok "other codes beside a place are another question" eval "own 0400 'Lina Darwish' '$wide' duplicate SY-HL-JIB SY-ID &&
	own 0500 'Lina Darwish' '$wide' duplicate SY-HL-JIB SY-RD"
run --data "$r" keyd stop
keyd_ended 0
later 3700
keyd_starts --pass-file "$work/pass"
ok "after an hour somebody has to be shown anew" own 'error 5' 'Lina Darwish' "$wide" duplicate SY-HL-JIB SY-HL
python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" nobody >"$work/out"
ok "nobody compares without a session" grep -qE '^error 11 error 11 ' "$work/out"

# A child's is protection's.
two='as=Nadia Karam,Huda Zein'
child=$wide
find_ 'Farid Shahin' --origin Jibrin
run --data "$r" add child_referral log=aleppo "case=$child" age_ground=doubt handed_to=CHILD handed_on="$(today)" "$two"
find_ 'Farid Shahin' --origin Jibrin
ok "a registrar does not find a child by the origin either" eval "! says '$child' && says '\"ask_protection\":true'"
ok "and hears nothing of one who was shown before" own 0000 'Lina Darwish' "$child" duplicate SY-HL-JIB SY-HL
run --data "$r" --json person find 'Farid Shahin' --as 'Nadia Karam' --origin Jibrin
ok "a protection officer does" agrees "$child" '["name","origin"]' '[]'
ok "the key holder stops" exits 0 --data "$r" keyd stop
keyd_ended 0
cp "$work/pass" "$r/pass"

# Openings are counted as before, and comparisons do not count among them.
opened() { run --data "$r" case read "$woman" --as 'Iman Rayes'; }
ok "comparisons take nothing from openings" opened
finish
