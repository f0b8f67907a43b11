#!/bin/sh
# Erasing a person: no byte of key or text is left in any file, figures and proofs stay, a restored older backup forgets
# before it opens anything, and what is killed on the way ends.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
small "$base" || { cat "$work/err"; exit 1; }
five=no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit
two='Wafa Bitar,Rana Qassab'

# What only this person's record says, in three cases of his; what three others said who have none.
cat >"$work/texts" <<'END'
Žuráwoğlu Qxzvyrian
أُسامةُ
آلقحطبيّ
زغضصثقبفظ
+963-5577-3184-29
HQ-7731-KLMXWRTZQ
Zjkvwqtms lives behind the old mill
Wxyqbtrel Ghklmnovsk
Yhnbtgvrf Olpkimunz
END
cat >"$work/texts-sought" <<'END'
Pwqzmxnrt
END
cat >"$work/texts-victim" <<'END'
Ruyvzxqwm
Ruyvzxqwn
END
cat >"$work/texts-giver" <<'END'
Kqjxvzzt Wvbnmqrx
END
someone() # FIELD=VALUE...: registered in $r; the number of the case in $case_
{
	person "$r" "$@" && case_=$(case_of)
}
gives() # FIELD=VALUE...: a record in the log of Aleppo
{
	run --data "$r" add "$@" log=aleppo
}
withdraws() # CASE
{
	gives closing "case=$1" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein'
}
asks() # CASE
{
	gives request "case=$1" right=erase "lodged_on=$(date -u -d "@$CLOCK" +%F)" answer_due=2016-11-10 'as=Wafa Bitar'
}
db() # SQL: the first row
{
	python3 - "$r/sulh.db" "$1" <<'END'
import sqlite3, sys
print(*sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute(sys.argv[2]).fetchone())
END
}
subject() # CASE
{
	db "SELECT lower(hex(subject)) FROM act WHERE case_no = '$1' LIMIT 1"
}
entry_of() # CASE [EVENT]: its entry of this sort, else its first
{
	db "SELECT l.name || '/' || a.seq FROM act a JOIN log l ON l.id = a.log WHERE case_no = '$1' AND event LIKE '${2-%}' AND seq >= 0
		ORDER BY step LIMIT 1"
}
own_of() # KIND [N]: the N-th entry of somebody without a case
{
	db "SELECT l.name || '/' || a.seq FROM act a JOIN log l ON l.id = a.log WHERE kind = $1 AND typeof(case_no) = 'blob' AND seq >= 0
		ORDER BY seq LIMIT 1 OFFSET ${2-0}"
}
merges() # CASE INTO: after link; as two adjudicators found
{
	gives merge "case=$1" act=merge "link=$(entry_of "$1" dedup_link)" "keep=$2" 'as=Elias Hanna,Mona Fattal'
}
links() # CASE INTO
{
	gives dedup_link "case=$1" "other=$2" score=900 fields=name verdict=same 'by_1=Elias Hanna' 'by_2=Mona Fattal' \
		'as=Elias Hanna,Mona Fattal'
}
# Five of whom one is $gone and another $stays, withdrawn; two more cases of the one, withdrawn too, merged into each other and into
# the first; three people without a case. All in the log. Somebody has a grant to read of the one, and broke the glass.
begins()
{
	at 2016-10-10T10:00:00Z
	r=$base
	someone 'full_name=ism أُسامةُ, father زغضصثقبفظ, family آلقحطبيّ' 'latin_names=Žuráwoğlu Qxzvyrian' \
		'contact=+963-5577-3184-29' 'documents=type=national_id number=HQ-7731-KLMXWRTZQ country=SYR' \
		'note=Zjkvwqtms lives behind the old mill' idempotency_key=erased || return 1
	gone=$case_
	someone 'full_name=ism Samir, family Vbgtrsqwin' || return 1
	stays=$case_
	all="$gone $stays"
	for i in 1 2 3; do
		someone || return 1
		all="$all $case_"
	done
	someone 'full_name=ism Wxyqbtrel, family Ghklmnovsk' && twin=$case_ && someone 'full_name=ism Yhnbtgvrf, family Olpkimunz' &&
		third=$case_ && run --data "$r" cut || return 1
	at 2016-10-11T10:00:00Z
	for i in $all $twin $third; do
		withdraws "$i" || return 1
	done
	links "$twin" "$gone" && links "$third" "$twin" && asks "$gone" &&
		gives tracing asked_by=family 'sought=ism Pwqzmxnrt' relation=sibling state=stopped 'as=Nadia Karam' &&
		gives testimony given_on=2016-10-11 about=captivity uses=history again_allowed=yes 'story=Kqjxvzzt Wvbnmqrx' \
			'as=Nadia Karam' &&
		gives accident 'area=Aleppo city' device=UXO during=farming 'casualties=harm=injured who=men amount=1' 'victim=ism Ruyvzxqwm' \
			'as=Nabil Shaheen' && run --data "$r" cut || return 1
	merges "$third" "$twin" && merges "$twin" "$gone" &&
		run --data "$r" grant add log=aleppo 'reader=Huda Zein' scope=one_person purpose=medical basis=vital_interest \
			expires_on=2016-11-01 "subject_granted=$(subject "$gone")" "as=$two" &&
		run --data "$r" object "$(entry_of "$gone")" --as 'Huda Zein' --break-glass --out "$work/object" &&
		gives testimony given_on=2016-10-11 about=captivity uses=none again_allowed=no "consent_to=$(own_of 55)" 'as=Nadia Karam' &&
		run --data "$r" mine correct accident "$(own_of 84)" 'casualties=harm=injured who=men amount=2' 'victim=ism Ruyvzxqwn' \
			'as=Nabil Shaheen' || return 1
	at 2016-10-19T10:00:00Z
	run --data "$r" cut && entry=$(entry_of "$gone") && other=$(entry_of "$stays")
}
opens() # ENTRY ARGUMENTS: the object is taken out, and the person's key opens it
{
	rm -f "$work/object" "$work/key"
	entry_=$1
	shift
	run --data "$r" object "$entry_" --out "$work/object" --identity "$work/key" "$@" &&
		"$BUILD/age_tool" decrypt "$work/key" <"$work/object" >"$work/plain"
}
# knows NAME ENTRY...: keys and numbers to be looked for are in keys-NAME and numbers-NAME; in another register, so that
# nobody's record was opened in this one.
knows()
{
	name_=$1
	shift
	r=$work/known
	rm -rf "$r" && cp -R "$base" "$r" && : >"$work/keys-$name_" && : >"$work/numbers-$name_" || return 1
	for entry_; do
		opens "$entry_" --as 'Nadia Karam' && cat "$work/key" >>"$work/keys-$name_" || return 1
		grep -a -o ' [0-9a-f]\{32\} ' "$r/keyring/journal" | tail -n 1 >>"$work/numbers-$name_"
	done
}
clean_of() # NAME FOLDER...
{
	of_=$1
	shift
	texts_=$work/texts-$of_
	[ -e "$texts_" ] || texts_=$work/texts
	python3 "$SRC/test/data/erased.py" "$texts_" "$work/keys-$of_" "$work/numbers-$of_" "$@" >"$work/diff"
}
clean() # FOLDER...
{
	clean_of person "$@"
}
erases() # CODE ARGUMENTS
{
	code=$1
	shift
	exits "$code" --data "$r" erase "$@"
}
rightly() # CODE ARGUMENTS: by the two who may, for a reason
{
	code=$1
	shift
	erases "$code" "$gone" --basis request --checked "$five" --as "$two" "$@"
}
figures() # NAME
{
	run --data "$r" bulletin show --at 2016-10-19 --json && cp "$work/out" "$work/figures-$1"
}
fresh()
{
	r=$work/r
	rm -rf "$r" && cp -R "$base" "$r"
}

ok "five are registered and withdraw" begins
ok "keys and numbers of the one are known" knows person "$entry" "$(entry_of "$twin")" "$(entry_of "$third")"
tells() # the search finds what is there
{
	! clean_of person "$work/keys-person" "$work" && grep -q 'key 3 as written' "$work/diff" && [ "$(wc -w <"$work/numbers-person")" -eq 3 ] &&
		fresh && ! clean "$r" && grep -q 'number 3$' "$work/diff"
}
ok "the search would find the person" tells
ok "figures before" figures before
named() # NAME CASE: this one is found by name, and nobody else
{
	exits 0 --data "$r" person find "$1" --json && [ "$(grep -c '"type":"person"' "$work/out")" -eq 1 ] && says "\"case\":\"$2\""
}
unnamed() { exits 3 --data "$r" person find "$1"; }
found() { named 'أسامة زغضصثقبفظ' "$gone" && named 'Zurawoglu Qxzvyrian' "$gone" && named Vbgtrsqwin "$stays"; }
ok "both are found by name" found

nobody() { exits 3 --data "$r" erase 0000-0000 --basis request --checked "$five" --as "$two"; }
ok "nobody of that number" nobody
ok "one officer does not erase" erases 5 "$gone" --basis request --checked "$five" --as 'Wafa Bitar'
ok "two who are not the two do not" erases 5 "$gone" --basis request --checked "$five" --as 'Rula Masri,Huda Zein'
ok "four checks are not five" erases 5 "$gone" --basis request --checked "${five%,*}" --as "$two"
open_case()
{
	someone && erases 5 "$case_" --basis request --checked "${five%,*}" --as "$two" && says 'this one is registered' &&
		says 'right erase' && says 'waits for the cut' && says 'all five'
}
ok "an open case is not erased, and all that keeps it is said" open_case
unasked() { erases 5 "$stays" --basis request --checked "$five" --as "$two" && says 'right erase'; }
ok "nobody who did not ask is erased by request" unasked
too_early() { erases 5 "$stays" --basis retention_end --checked "$five" --as "$two" && says '60 months .*2016-10-11'; }
ok "nor at the end of a time that has not come" too_early
all_cases() { says "$gone" && says "$twin" && says "$third" && ! says "$stays"; }
try() { rightly 0 --dry-run && all_cases; }
ok "a try erases nothing, and says all cases of the person" try
by_merged() { erases 0 "$third" --basis request --checked "$five" --as "$two" --dry-run && all_cases; }
ok "so it does for the number of a case that was merged" by_merged
in_small_letters() { erases 0 "$(echo "$third" | tr A-Z a-z)" --basis request --checked "$five" --as "$two" --dry-run && all_cases; }
ok "in small letters, too" in_small_letters
ok "the record opens still" opens "$entry"

# Through a key holder, which erases for nobody else.
holds()
{
	r=$work/held
	cp -R "$base" "$r" && keyd_starts --pass-file "$work/pass"
}
ok "a key holder starts" holds
through() { rightly 11 && says 'sulh keyd stop' && says 'sulh keyd start'; }
ok "nobody is erased through it" through
ok "and the next who comes is registered" someone
released() { exits 0 --data "$r" keyd stop && keyd_ended 0 && opens "$entry" && rightly 0; }
ok "without it the record opens, and the person is erased" released
# A key holder signs what it looked at: before the erasure, what the logs held by then.
signed_later() { keyd_starts --pass-file "$work/pass" && exits 0 --data "$r" publish "$work/held.out" && exits 0 --data "$r" keyd stop && keyd_ended 0; }
ok "a key holder signs the logs in which the objects are missing" signed_later
never_seen() # the keyring of before, which was shown nothing
{
	rm -r "$work/held.out" && cp -a "$base/keyring/signed" "$r/keyring/signed" && keyd_starts --pass-file "$work/pass" &&
		exits 6 --data "$r" publish "$work/held.out" && says 'its object c was erased: sign once with the passphrase' &&
		[ ! -e "$work/held.out" ] && exits 0 --data "$r" keyd stop && keyd_ended 0 &&
		exits 0 --data "$r" publish "$work/held.out" && exits 0 verify "$work/held.out"
}
ok "where nobody looked before, who has the passphrase answers for them" never_seen
keyless() # nothing can be noted of it
{
	r=$work/keyless
	cp -R "$base" "$r" && printf x >"$r/log/khan-al-shih/key" && rightly 0 &&
		says 'Not looked at before it was erased.*passphrase once: log khan-al-shih: .*khan-al-shih/key'
}
ok "a log whose key is damaged holds up no erasure, and what was not looked at is told" keyless
r=$work/r

backed_up() { exits 0 --data "$r" publish "$work/first" && exits 0 --data "$r" backup "$work/older"; }
ok "a backup is made" backed_up
needs_day() { rightly 2 && says 'backups-gone-on'; }
ok "then it is to be said when that is destroyed" needs_day
erased() { rightly 0 --backups-gone-on 2016-12-31 && says "2016-12-31" && says "$work/older" && says 'in the journal.*access log'; }
ok "the person is erased, and it is said what remains until when" erased
ok "no file of the register has a key, a text or a number of the person" clean "$r"
# Somebody without a case, named by an entry.
sought=$(own_of 56)
told=$(own_of 55)
victim=$(own_of 84)
known_all() { knows sought "$sought" && knows giver "$told" "$(own_of 55 1)" && knows victim "$victim" "$(own_of 84 1)"; }
ok "keys and numbers of three who have no case are known" known_all
r=$work/r
there() { ! clean_of sought "$r" && ! clean_of giver "$r" && ! clean_of victim "$r" && grep -q 'number 2$' "$work/diff"; }
ok "they are there" there
own() # CODE ENTRY ARGUMENTS
{
	code_=$1
	entry_=$2
	shift 2
	erases "$code_" "$entry_" --checked "$five" --as "$two" --backups-gone-on 2016-12-31 "$@"
}
ok "an entry about nobody is not erased" own 5 hq/0 --basis error
ok "nor one that is not there" own 3 aleppo/9999 --basis error
alone() { erases 5 "$sought" --basis request --checked "$five" --as 'Wafa Bitar' --backups-gone-on 2016-12-31; }
ok "one officer does not erase it" alone
in_case() { own 0 "$other" --basis retention_end --dry-run; says "$stays"; }
ok "an act in a case is that case's" in_case
ok "who is sought is erased, by the entry that is about him" own 0 "$sought" --basis request
both_told() { own 0 "$(own_of 55 1)" --basis error && says "$told: testimony"; }
ok "a testimony is erased by what its giver said later, with it" both_told
ok "a victim is erased, with what was corrected" own 0 "$victim" --basis request
gone_too() { clean_of sought "$r" && clean_of giver "$r" && clean_of victim "$r"; }
ok "no file of the register has a key, a text or a number of them" gone_too
ok "they are not erased twice" own 5 "$victim" --basis request
same_figures() { figures after && cmp "$work/figures-before" "$work/figures-after" >"$work/diff"; }
ok "the figures are as before" same_figures
closed() { exits 1 --data "$r" object "$entry" --out "$work/object" || exits 3 --data "$r" object "$entry" --out "$work/object" ||
	exits 5 --data "$r" object "$entry" --out "$work/object"; }
ok "the record does not open" closed
ok "another one does" opens "$other"
forgotten() { unnamed 'أسامة زغضصثقبفظ' && unnamed Qxzvyrian && named Vbgtrsqwin "$stays"; }
ok "by name the one is not found, the other is" forgotten
made_anew() { rm "$r"/keyring/index-* && forgotten; }
ok "nor when the index of names is made anew" made_anew
ok "there is no such case any more" nobody
again() { exits 3 --data "$r" erase "$gone" --basis request --checked "$five" --as "$two" --backups-gone-on 2016-12-31; }
ok "it is not erased twice" again
named_no_more() { refused '"field":"handed_by".*not erased' --data "$r" add weapon_item item_no=Z1 group=W1 'class=1.2 rifle' \
	condition=serviceable "handed_by=$gone" 'as=Bashir Tawil,Hanan Sabouni' log=aleppo; }
ok "nor named by the number of the case" named_no_more
rebuilds() { exits 0 --data "$r" rebuild && same_figures && exits 0 --data "$r" doctor && says 'counted twice: equal'; }
ok "a rebuild without the objects counts the same, twice" rebuilds
no_trace() { clean "$r" && gone_too; }
ok "and leaves no trace" no_trace
blanked() { exits 0 --data "$r" grant list && says 'for medical' && exits 0 --data "$r" glass list && says '[0-9a-f]{32}'; }
ok "that there was a grant, and a broken glass, is still known" blanked
seen() { exits 0 --data "$r" glass confirm "$(grep -o '[0-9a-f]\{32\}' "$work/out" | head -n 1)" --as 'Nadia Karam' && no_trace; }
ok "and another officer looks at it" seen
at 2016-10-26T10:00:00Z
verifies()
{
	exits 0 --data "$r" cut && exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public" &&
		python3 "$SRC/tools/crash" --extends "$work/first" "$work/public"
}
ok "it is cut, published and verified" verifies
ok "the person is not in what is published" clean "$work/public"
no_tags() { ! grep -rqF "$(sed -n 's/^\([0-9a-f]*\) .*/\1/p' "$r/erasures")" "$work/public"; }
ok "nor the tag" no_tags
backs_up() { exits 0 --data "$r" backup "$work/newer" && clean "$work/newer"; }
ok "a newer backup has nothing of the person" backs_up
forged() # somebody without the keys deletes objects and says that they were erased
{
	cp -R "$r" "$work/forged" && python3 - "$work/forged/sulh.db" "$other" <<'END' && exits 6 --data "$work/forged" rebuild
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
log, seq = sys.argv[2].split("/")
log = db.execute("SELECT id FROM log WHERE name = ?", (log,)).fetchone()[0]
db.execute("UPDATE entry SET c = NULL, s = NULL WHERE log = ? AND seq = ?", (log, seq))
db.execute("INSERT INTO gone SELECT ?, ?, 32, 'register', 1, 0, mac FROM gone LIMIT 1", (log, seq))
db.commit()
END
}
ok "objects that somebody else took away are missed" forged
seed=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
audited() { exits 0 --data "$r" audit draw --seed $seed --count 99 && says erased; }
ok "an audit knows who was erased" audited
put_back()
{
	rm -rf "$work/forged" && cp -R "$r" "$work/forged" && python3 - "$work/forged/sulh.db" <<'END' || return 1
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("UPDATE entry SET c = x'00' WHERE EXISTS (SELECT 1 FROM gone g WHERE g.log = entry.log AND g.seq = entry.seq)").rowcount
db.commit()
END
	exits 6 --data "$work/forged" audit draw --seed $seed --count 99 && says 'objects are there'
}
ok "and misses nothing that is there again" put_back

# A backup from before.
restored() # ARGUMENTS of restore
{
	rm -rf "$work/old"
	exits 0 restore "$work/older" "$work/old" "$@" && cp "$work/r/pass" "$work/old/pass" || return 1
	for log in hq aleppo khan-al-shih al-tall; do
		exits 0 --data "$work/old" log resume $log --checkpoint "$work/first/$log/checkpoint" || return 1
	done
}
shut() # it opens nobody's record, and says why
{
	exits 6 --data "$work/old" object "$other" --out "$work/object" --identity "$work/key2" && says 'erase replay' &&
		[ ! -e "$work/key2" ]
}
ok "the older backup is restored" restored
r=$work/old
ok "nothing opens before it has forgotten" shut
answers() # nothing is answered on a socket either
{
	exits 6 --data "$r" keyd start --pass-file "$work/pass" && says 'erase replay' && exits 6 --data "$r" serve --staff --port 0 &&
		says 'erase replay' && exits 6 --data "$r" serve --port 0 && says 'erase replay'
}
ok "nor does anything answer" answers
replays() { exits 0 --data "$r" erase replay && says 'Forgotten: 8 '; }
ok "it forgets, by the list that was put beside it" replays
ok "no file of it has a key, a text or a number of them" no_trace
counts() { exits 0 --data "$r" rebuild && figures after && cmp "$work/figures-before" "$work/figures-after" >"$work/diff"; }
ok "it counts as before" counts
ok "a second time there is nothing to forget" exits 3 --data "$r" erase replay
rm "$work/older/erasures"
ok "without the list it is restored, too" restored
ok "but opens nothing" shut
ok "until it is said from where the list is, or that there is none" exits 2 --data "$work/old" erase replay
altered()
{
	sed 2d "$work/r/erasures" >"$work/fewer" && exits 4 --data "$work/old" erase replay "$work/fewer" &&
		sed '$d' "$work/r/erasures" >"$work/cut" && exits 4 --data "$work/old" erase replay "$work/cut" &&
		exits 4 --data "$work/old" erase replay "$work/texts"
}
ok "a list that was changed is not taken" altered
ok "the newest list is" exits 0 --data "$work/old" erase replay "$work/r/erasures"
ok "and the person is gone" clean "$work/old"
reopens() { r=$work/old && opens "$other" && exits 3 --data "$r" erase replay; }
ok "then the others open" reopens
at_once()
{
	rm -rf "$work/old" && exits 0 --pass-file "$work/pass" restore "$work/older" "$work/old" --erasures "$work/r/erasures" &&
		says 'Forgotten: 8' && clean "$work/old"
}
absent()
{
	exits 2 restore "$work/older" "$work/older-2" --erasures "$work/none.txt" && grep -q 'none.txt: No such file' "$work/err" &&
		[ ! -e "$work/older-2" ]
}
ok "a list that is not there is named, and nothing is restored" absent
ok "with passphrase and list it forgets while it is restored" at_once
nobody_since()
{
	restored && shut && exits 0 --data "$work/old" erase replay --none && r=$work/old && opens "$entry"
}
ok "where nobody was erased since, that is said" nobody_since

# Killed anywhere: at each point by tools/crash --op erase --do full --every.
killed() # COUNT: at so many points
{
	at 2016-10-19T10:00:00Z
	fresh
	env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_FAST=1 FAULT_DO=none FAULT_AT=0 FAULT_COUNT="$work/count" \
		"$sulh" --data "$r" erase "$gone" --basis request --checked "$five" --as "$two" \
		</dev/null >"$work/out" 2>"$work/err" || return 1
	calls=$(cat "$work/count")
	i=1
	both=0
	while [ "$i" -le "$1" ]; do
		# Closer together at the beginning: what is meant is said early, and most comes after it.
		k=$(((2 * i - 1) * (2 * i - 1) * calls / (4 * $1 * $1)))
		fresh
		env LD_PRELOAD="$BUILD/shim_fault.so" FAULT_UNDER="$r" FAULT_FAST=1 FAULT_DO=kill FAULT_AT="$k" \
			"$sulh" --data "$r" erase "$gone" --basis request --checked "$five" --as "$two" \
			</dev/null >"$work/out" 2>"$work/err"
		run --data "$r" cut || { echo "call $k of $calls: no cut" >"$work/diff"; return 1; }
		run --data "$r" erase list
		if says '^3 erased'; then
			clean "$r" || { sed -i "s/^/call $k of $calls: /" "$work/diff"; return 1; }
			opens "$other" || return 1
			both=$((both | 1))
		else
			opens "$entry" || { echo "call $k of $calls: half erased" >"$work/diff"; return 1; }
			both=$((both | 2))
		fi
		run --data "$r" rebuild && figures after && cmp -s "$work/figures-before" "$work/figures-after" ||
			{ echo "call $k of $calls: figures" >"$work/diff"; return 1; }
		i=$((i + 1))
	done
	[ $both -eq 3 ] || { echo "all of one sort: $both" >"$work/diff"; return 1; }
}
if sanitized; then
	skip "killed at any point it ends, or never began" "a sanitizer has memory of its own"
else
	ok "killed at any point it ends, or never began" killed 4
fi
# Somebody else's program reads the database all the while: what it reads stays in the files, and that is not called erased.
read_meanwhile()
{
	fresh
	python3 - "$r/sulh.db" "$work/reads" <<'END' &
import sqlite3, sys, time
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
db.execute("BEGIN")
db.execute("SELECT count(*) FROM entry").fetchone()
open(sys.argv[2], "w").close()
time.sleep(500)
END
	reader=$!
	i=0
	while [ ! -e "$work/reads" ] && [ $((i += 1)) -le 100 ]; do
		sleep 0.1
	done
	rightly 6 && says 'another program reads the database' && says 'not done yet' && ! clean "$r" && exits 6 --data "$r" doctor &&
		says 'begun and not ended' && someone
	read_=$?
	kill -9 "$reader"
	wait "$reader"
	return $read_
}
ok "while another program reads the database an erasure is not done, and says so; others are registered" read_meanwhile
let_go() { rightly 3 && says 'interrupted is done now' && clean "$r" && exits 0 --data "$r" doctor; }
ok "then the next command ends it" let_go

# A registration that was nobody's is kept for nobody.
in_error()
{
	fresh && at 2016-10-20T10:00:00Z && someone && run --data "$r" cut &&
		gives closing "case=$case_" how=error asked_alone=no reason=twice 'as=Rula Masri,Nadia Karam' &&
		gives request "case=$case_" right=erase lodged_on=2016-10-20 answer_due=2016-11-19 'as=Wafa Bitar' &&
		at 2016-10-29T10:00:00Z && run --data "$r" cut && erases 0 "$case_" --basis request --checked "$five" --as "$two"
}
ok "a file that was opened in error is erased when the person asks" in_error
# Nor is who is owed something: it is said for which day, and what ends it.
promised() # FIELD=VALUE...
{
	gives benefit "case=$stays" promised=cash promised_on=2016-10-20 due_on=2016-12-01 "$@"
}
owed()
{
	fresh && at 2016-10-20T10:00:00Z && promised 'as=Rula Masri,Bahia Omari' &&
		gives request "case=$stays" right=erase lodged_on=2016-10-20 answer_due=2016-11-19 'as=Wafa Bitar' && at 2016-10-29T10:00:00Z && run --data "$r" cut &&
		erases 5 "$stays" --basis request --checked "$five" --as "$two" && says 'promised for 2016-12-01, until .benefit.*ended='
}
ok "whoever is owed something is kept for it" owed
died()
{
	gives closing "case=$stays" how=deceased 'sources=hospital|brother' asked_alone=no date_known=2016-10 family_told=2016-10-29 'as=Rula Masri,Nadia Karam' &&
		promised ended=died 'as=Rula Masri,Nadia Karam' && at 2016-11-08T10:00:00Z && run --data "$r" cut &&
		erases 0 "$stays" --basis request --checked "$five" --as "$two"
}
ok "not any more once it is said that the person died before" died

# Who is sought by somebody without a case is sought until a record of the same search says how that ended.
seeks() # FIELD=VALUE...
{
	gives tracing asked_by=family 'sought=ism Vnmlkjhgf' relation=sibling "$@" 'as=Nadia Karam'
}
sought_for()
{
	fresh && at 2016-10-20T10:00:00Z && seeks state=open && at 2016-10-29T10:00:00Z && run --data "$r" cut && search=$(own_of 56 1)
}
ok "somebody without a case asks for another" sought_for
queued() { exits 0 --data "$r" queue && says "protection.*trace.*sought: $search"; }
ok "that stands in the queue" queued
kept() { own 5 "$search" --basis request && says "2016-10-20 .$search" && says 'state=reunited, dead or stopped' && says continues; }
ok "and keeps the record: it is said which search, since when, and what ends it" kept
other_search() { exits 5 --data "$r" add tracing log=al-tall asked_by=family 'sought=ism X' relation=sibling state=stopped \
	"continues=$search" 'as=Nadia Karam' && says 'the log in which the search is'; }
ok "it goes on in its log" other_search
in_a_case() { seeks "case=$stays" state=stopped "continues=$search"; says 'an act of this case'; }
ok "and in no case" in_a_case
went_on() { seeks state=open "continues=$search" && at 2016-11-08T10:00:00Z && run --data "$r" cut && kept && queued; }
ok "one that goes on is one search" went_on
ended()
{
	seeks state=reunited told_family_on=2016-11-08 "continues=$search" && own 5 "$search" --basis request && says 'waits for the cut' &&
		at 2016-11-17T10:00:00Z && run --data "$r" cut && ! queued && exits 0 --data "$r" rebuild && ! queued
}
ok "its end ends it, also folded anew" ended
by_end() { own 0 "$(own_of 56 3)" --basis request --backups-gone-on 2016-12-31 && says "$search: tracing" && run --data "$r" erase list && says '^1 erased'; }
ok "then all of it is erased, by any of its records, as one person" by_end
finds_none() { exits 0 --data "$r" doctor && [ "$(db "SELECT count(*) FROM act WHERE kind = 56 AND typeof(case_no) = 'blob'")" -eq 1 ]; }
ok "and nothing of it is left" finds_none

# Of whoever leaves before registering nothing is kept for longer than the slip.
leaves()
{
	fresh && at 2016-11-01T10:00:00Z &&
		gives presentation in_group=no triage=safe language=ara reception_no=left-1 'as=Samar Dabbagh' && gone=$(case_of) &&
		gives closing "case=$gone" how=withdrew_before asked_alone=yes 'as=Samar Dabbagh' && at 2016-11-10T10:00:00Z && run --data "$r" cut
}
ok "somebody leaves before registering" leaves
left_waits() { run --data "$r" queue --role dpo --json && grep "\"case\":\"$gone\"" "$work/out" | grep -q '"what":"erase".*left_before is kept for 30 days'; }
not_yet() { at 2016-12-01T10:00:00Z && ! left_waits && erases 5 "$gone" --basis retention_end --checked "$five" --as "$two" && says '2016-12-02 or later.*30 days'; }
ok "whose file is kept for thirty days" not_yet
then_due() { at 2016-12-02T10:00:00Z && left_waits; }
ok "and then is to be erased" then_due
left_gone() { erases 0 "$gone" --basis retention_end --checked "$five" --as "$two" && ! left_waits; }
ok "and is" left_gone

finish
