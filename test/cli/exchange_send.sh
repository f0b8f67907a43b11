#!/bin/sh
# Two registers that work apart, each with its own keyring: one gives the other names and years of birth, sealed to the other's index
# key, under a grant of two officers for that very key and nobody else's.
# shellcheck disable=SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables that `comes` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"
. "$SRC/test/cli/exchanging"

small "$aleppo" || { cat "$work/err"; exit 1; }
made_idlib || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

at_aleppo
ok "somebody is registered at one" here khalil 'full_name=ism خليل, father محمود, family بركات' born=1970-03-04
ok "and others" eval 'here samira "full_name=ism Samira, father Nadim, family Toubal" sex=f born=1984 && here father "full_name=ism Anwar, family Mudarris" born=1951 &&
	here twin "full_name=ism Walid, father Hasan, family Zeitouneh" born=1990-05-05'
ok "somebody who is to be erased" here gone 'full_name=ism Ghiyath, family Qabbawi' born=1966
ok "and one who turns out to be a child" here child 'full_name=ism Nizar, father Rabi, family Sarraj' born=1996
record() { run --data "$r" add "$@" "log=$log"; }
ok "who is referred" record child_referral "case=$child" age_ground=doubt handed_to=CHILD handed_on=2016-10-10 'as=Nadia Karam,Huda Zein'
withdraws() { record closing "case=$gone" how=withdrew_after asked_alone=yes 'as=Rula Masri,Huda Zein' && record request "case=$gone" right=erase lodged_on=2016-10-10 answer_due=2016-11-09 'as=Wafa Bitar'; }
ok "the other withdraws, and asks to be erased" withdraws
at_idlib
ok "and some at the other" here khaleel 'full_name=ism Khaleel, father Mahmoud, family Barakat' born=1970

key() # REGISTER FILE
{
	exits 0 --data "$1" exchange key --out "$2"
}
ok "a register has an index key" key "$idlib" "$work/key-idlib"
again() { exits 0 --data "$idlib" exchange key && grep '^age1' "$work/out" | cmp - "$work/age"; }
grep '^age1' "$work/key-idlib" >"$work/age"
ok "which is one line as age takes it" [ "$(wc -l <"$work/age")" -eq 1 ]
ok "names its logs" grep -q '^# log idlib.aleppo-2016/log/1$' "$work/key-idlib"
ok "stays the same" again
ok "and is compared by a fingerprint" eval 'json 0 --data "$idlib" exchange key && says "\"fingerprint\":\"([0-9a-f]{4} ){4}[0-9a-f]{4}\"" && says "$(cat "$work/age")"'
ok "no file is written over" unchanged exits 2 --data "$idlib" exchange key --out "$work/key-idlib"
mkdir "$work/stick"
echo kept >"$work/stick/file.tmp"
# full ARGUMENTS: whenever the disk of $work/stick is full, that is said, and what stood there stands alone.
full()
{
	failing full 0 "$work/stick" "$@" --out "$work/stick/file" && [ -s "$work/stick/file" ] && calls=$(cat "$work/count") &&
		[ "$calls" -ge 4 ] || return 1
	for k_ in $(seq "$calls"); do
		rm "$work/stick/file"
		failing full "$k_" "$work/stick" "$@" --out "$work/stick/file"
		[ $? -eq 1 ] && says 'No space left' && [ "$(ls "$work/stick")" = file.tmp ] || return 1
		: >"$work/stick/file"
	done
	rm "$work/stick/file"
	[ "$(cat "$work/stick/file.tmp")" = kept ]
}
ok "nothing is left of one where the disk is full, nor beside it" full --data "$idlib" exchange key
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/out" | tail -n 1; }
run --data "$idlib" --json exchange key
idlib_reader=$(value reader) idlib_recipient=$(value recipient)
at_aleppo
run --data "$aleppo" --json exchange key
aleppo_reader=$(value reader) aleppo_recipient=$(value recipient)
ok "the other's is another" eval 'key "$aleppo" "$work/key-aleppo" && ! cmp -s "$work/key-aleppo" "$work/key-idlib" && [ "$aleppo_recipient" != "$idlib_recipient" ]'

sends() # CODE KEY-FILE GRANT [OFFICER]
{
	rm -f "$work/sent"
	exits "$1" --data "$r" exchange send "$2" --grant "$3" --as "${4:-Elias Hanna}" --out "$work/sent" &&
		if [ "$1" -eq 0 ]; then [ -s "$work/sent" ]; else [ ! -e "$work/sent" ]; fi
}
grant() # FIELD=VALUE...
{
	usual="log=$log
reader=$idlib_reader
recipient=$idlib_recipient
scope=kind
purpose=adjudication
basis=public_interest
expires_on=2016-12-10
as=Wafa Bitar,Rana Qassab"
	merged run --data "$r" grant add "$@"
}
granted_() # the newest grant in the log, into $granted
{
	granted=$(run --data "$r" grant list; sed -n 's/^\([a-z]*\/[0-9]*\)  for adjudication.*/\1/p' "$work/out" | sort -t/ -k2n | tail -n 1)
	[ -n "$granted" ]
}
denied() { ! grant "$@" && says "$pattern_"; }
without() # PATTERN FIELD=VALUE...: no such grant
{
	pattern_=$1
	shift
	unchanged denied "$@"
}
ok "no grant names a key by four bytes alone" without 'reader' recipient=
ok "nor another key under the same four bytes" without 'reader' "recipient=$aleppo_recipient"
ok "nor an officer under it" without 'reader' 'reader=Elias Hanna'
ok "nor a key that everybody has" without 'recipient|reader' "recipient=$(printf '%064d' 0)"
ok "nor one of them alone for another purpose" without 'recipient' purpose=audit
ok "nor for one person" without 'recipient' scope=one_person
ok "nor for longer than 90 days" without '90 days' expires_on=2017-03-01
ok "one officer grants nothing" without '2 signatures by officers' 'as=Wafa Bitar'
ok "two officers grant it" grant
ok "before the cut it is not in force" sends 5 "$work/key-idlib" aleppo/0
ok "after it" eval 'at 2016-10-18T10:00:00Z && exits 0 --data "$r" cut && granted_'
names_left() # what the file holds in clear: no name and no number
{
	! grep -qaE 'Barakat|بركات|Samira|Toubal|Mudarris' "$work/sent"
}
ok "who is no adjudicator sends nothing" sends 5 "$work/key-idlib" "$granted" 'Lina Darwish'
ok "not to another key" sends 5 "$work/key-aleppo" "$granted"
at_idlib
ok "nor does a register to itself" sends 5 "$work/key-idlib" "$granted"
at_aleppo
ok "nor to what is no key" eval 'echo age1xyz >"$work/no-key" && sends 4 "$work/no-key" "$granted"'
two_keys() { cat "$work/age" "$work/age" >"$work/two" && sends 4 "$work/two" "$granted"; }
ok "nor to two" two_keys
ok "nor under what is no grant" sends 5 "$work/key-idlib" hq/0
erased() { exits 0 --data "$r" erase "$gone" --basis request --checked no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit --backups-gone-on 2016-12-01 --as 'Wafa Bitar,Rana Qassab'; }
ok "somebody is erased before" erased
openings() { python3 -c 'import sqlite3, sys; print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True).execute("SELECT count(*) FROM act WHERE kind = 8").fetchone()[0])' "$r/sulh.db"; }
lines() { grep -ac " duplicate " "$r/keyring/journal" 2>/dev/null || true; }
before=$(openings) lines_=$(lines)
ok "then it is sealed" eval 'sends 0 "$work/key-idlib" "$granted" && says "^4 persons"'
ok "counted as one opening" [ "$(openings)" -eq $((before + 1)) ]
ok "and journalled as one" [ "$(lines)" -eq $((${lines_:-0} + 1)) ]
ok "no name of it stands in clear" names_left
ok "it is an age file" eval 'head -n 1 "$work/sent" | grep -qx age-encryption.org/v1'
cp "$work/sent" "$work/first"
ok "what stands there is not written over" unchanged exits 2 --data "$r" exchange send "$work/key-idlib" --grant "$granted" --as 'Elias Hanna' --out "$work/first"
ok "nothing is left of it either where the disk is full" full --data "$r" exchange send "$work/key-idlib" --grant "$granted" --as 'Elias Hanna'
ok "through the key holder it is the same" eval 'keyd_starts && sends 0 "$work/key-idlib" "$granted" && says "^4 persons"; got_=$?; kill "$keyd" && keyd_ended 0; [ $got_ -eq 0 ]'
many() # more logs than the other is told of
{
	cp -R "$idlib" "$work/many" || return 1
	for i in $(seq 63); do
		run --data "$work/many" log add "more-$i" || return 1
		[ "$i" -ne 61 ] || exits 0 --data "$work/many" exchange key || return 1
	done
	exits 1 --data "$work/many" exchange key --out "$work/key-many" && says 'more than 64' && [ ! -e "$work/key-many" ]
}
ok "no register of more than 64 logs says that it has 64" many
late() { cp -R "$aleppo" "$work/late" && r=$work/late && at 2016-12-12T10:00:00Z && sends 5 "$work/key-idlib" "$granted" && says expired; got_=$?; at_aleppo; at 2016-10-18T10:00:00Z; [ $got_ -eq 0 ]; }
ok "a grant that has expired sends nothing" late
completed() { grant "completes=$granted" && at 2016-10-27T10:00:00Z && exits 0 --data "$r" cut && sends 5 "$work/key-idlib" "$granted" && says completed; }
ok "nor does one that was completed" completed
finish
