#!/bin/sh
# What another register gave is taken by two officers, looked at completely, held sealed until its day, in no backup, and gone then; all of
# it or nothing, whatever breaks off.
# shellcheck disable=SC2086,SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables that `here` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"
. "$SRC/test/cli/exchanging"

two_registers || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z
at_idlib
ok "somebody is registered at one" here khaleel 'full_name=ism Khaleel, father Mahmoud, family Barakat' born=1970-03-04
ok "and somebody else" here samira_ 'full_name=ism سميرة, father نديم, family طوبال' sex=f born=1984
ok "two officers grant their names to the other" granted_to "$work/key-aleppo"
ok "they are sealed" gives "$work/key-aleppo" "$work/first"
at 2016-10-19T10:00:00Z
ok "and once more a day later" gives "$work/key-aleppo" "$work/second"

at_aleppo
cp -R "$r" "$work/young"
at 2016-10-18T11:00:00Z
exits 0 --data "$r" cut
files() { find "$r/keyring" -name 'exchange-*' | wc -l; }
nothing() # CODE PATTERN COMMAND...: refused so; not a byte changes
{
	code_=$1 pattern_=$2
	shift 2
	unchanged said_ "$@"
}
said_()
{
	"$@"
	[ $? -eq "$code_" ] && { says "$pattern_" || grep -qE "$pattern_" "$work/err"; }
}
ok "nothing is held before" exits 3 --data "$r" exchange held
head -c 300 "$work/first" >"$work/cut-short"
cp "$work/first" "$work/turned" && printf 'x' | dd of="$work/turned" bs=1 seek=250 conv=notrunc 2>/dev/null
echo 'no age file' >"$work/none"
: >"$work/empty"
ok "a file that was cut short is refused" nothing 4 'not whole' takes "$work/cut-short" "$work/key-idlib"
ok "one of which a byte was changed" nothing 4 'not whole' takes "$work/turned" "$work/key-idlib"
ok "one that is none" nothing 4 'not whole' takes "$work/none" "$work/key-idlib"
ok "and an empty one" nothing 4 'no file' takes "$work/empty" "$work/key-idlib"
ok "one that is said to be from this register" nothing 5 'own' takes "$work/first" "$work/key-aleppo"
# A third register, whose key nobody has: as one who comes in between.
run --pass-file "$work/pass" init "$work/third" --operation aleppo-2016
run --data "$work/third" --pass-file "$work/pass" exchange key --out "$work/key-third"
ok "one that another register made" nothing 4 'telephone' takes "$work/first" "$work/key-third"
elsewhere() { run --data "$work/third" --pass-file "$work/pass" exchange take "$work/first" --from "$work/key-idlib" --as 'Rana Qassab,Wafa Bitar'; }
ok "where it is not for, it does not open" eval '! elsewhere && [ -z "$(find "$work/third/keyring" -name "exchange-*")" ]'
ok "one officer takes nothing" nothing 5 'as' run --data "$r" exchange take "$work/first" --from "$work/key-idlib" --as 'Rana Qassab'
ok "nor two others" nothing 5 'as' run --data "$r" exchange take "$work/first" --from "$work/key-idlib" --as 'Elias Hanna,Lina Darwish'
ok "nor for what is no reason" nothing 5 'basis' takes "$work/first" "$work/key-idlib" --basis because
ok "nobody records it by hand" eval '! run --data "$r" add exchange_taken "log=hq" "as=Rana Qassab,Wafa Bitar"'
early() { r=$work/young && at 2016-10-16T10:00:00Z && nothing 5 'later than today' takes "$work/first" "$work/key-idlib"; got_=$?; at_aleppo; at 2016-10-18T11:00:00Z; [ $got_ -eq 0 ]; }
ok "one that will be made is refused" early
late() { cp -R "$r" "$work/late" && r=$work/late && at 2016-12-11T10:00:00Z && nothing 5 'over' takes "$work/first" "$work/key-idlib"; got_=$?; at_aleppo; at 2016-10-18T11:00:00Z; [ $got_ -eq 0 ]; }
ok "after its day it is refused" late

cp -R "$r" "$work/bare"
ok "by chief and data-protection officer it is taken" eval 'takes "$work/first" "$work/key-idlib" --reference A-7 && says "^2 persons of operation aleppo-2016.*until 2016-12-10"'
held() # PERSONS
{
	json 0 --data "$r" exchange held && says "\"state\":\"held\",\"operation\":\"aleppo-2016\",\"logs\":\\[[^]]*\"idlib.aleppo-2016/log/1\".*\"expires_on\":\"2016-12-10\",\"persons\":$1"
}
ok "and held" held 2
ok "in one file" [ "$(files)" -eq 1 ]
ok "no name of it stands in clear in any file" sh -c '! grep -rqaiE "barakat|khaleel|طوبال" "$1/keyring" "$1/sulh.db"* "$1/log"' sh "$r"
ok "nor how many, nor why, in public" sh -c '! grep -rqa "A-7" "$1/sulh.db"* "$1/log"' sh "$r"
ok "the same is not taken twice" nothing 5 'already' takes "$work/first" "$work/key-idlib"
ok "a cut brings it into the log" exits 0 --data "$r" cut
entry_of() { run --data "$r" --json log show hq --count 1000 && grep exchange_taken "$work/out" | tail -n 1 >"$work/entry" && mv "$work/entry" "$work/out" && [ -s "$work/out" ]; }
ok "where it says in public until when, and not how many, nor why" eval 'entry_of && says "expires_on.*2016-12-10" && ! says "A-7|\"names\"|of_operation" && json 0 --data "$r" exchange held && says "\"waits_for_cut\":false"'
ok "what is published is right" eval 'exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public"'
ok "it is still held" held 2
ok "doctor says so" eval 'run --data "$r" doctor; says "ok +exchange +names of register .* are held until 2016-12-10"'
ok "it is no list to screen against" exits 3 --data "$r" list show
ok "a newer one takes its place" eval 'at 2016-10-19T11:00:00Z && takes "$work/second" "$work/key-idlib" && held 2 && [ "$(files)" -eq 1 ]'
ok "then an older one is refused" nothing 5 'newer' takes "$work/first" "$work/key-idlib"
ok "it is cut" exits 0 --data "$r" cut
rebuilt() { cp -R "$r" "$work/rebuilt" && exits 0 --data "$work/rebuilt" rebuild && r=$work/rebuilt && held 2; got_=$?; at_aleppo; [ $got_ -eq 0 ]; }
ok "a register that was folded anew says the same" rebuilt

# As a crash leaves it: recorded and not in place, or in nobody's record.
aside() { f_=$(find "$r/keyring" -name 'exchange-*') && mv "$f_" "$f_.tmp" && held 2 && [ -e "$f_" ] && [ ! -e "$f_.tmp" ]; }
ok "what was recorded and lies aside is put in place" aside
by_comparing() { f_=$(find "$r/keyring" -name 'exchange-*') && mv "$f_" "$f_.tmp" && keyd_starts && run --data "$r" exchange held && says missing && run --data "$r" exchange compare --as 'Elias Hanna' && held 2; got_=$?; kill "$keyd" && keyd_ended 0; [ $got_ -eq 0 ]; }
ok "through the key holder by who compares" by_comparing
stray() { f_=$(find "$r/keyring" -name 'exchange-*') && cp "$f_" "${f_%????????}00000000.tmp" && cp "$f_" "${f_%????????}11111111" && held 2 && [ "$(files)" -eq 1 ] && [ -e "$f_" ]; }
ok "what nothing was recorded of is destroyed" stray

# In no backup: names that somebody else gave do not come back after their day.
backed() { rm -rf "$work/b" "$work/back" && exits 0 --data "$r" backup "$work/b" && [ -z "$(find "$work/b" -name 'exchange-*')" ] &&
	exits 0 --pass-file "$work/pass" restore "$work/b" "$work/back" && cp "$r/pass" "$work/back/pass"; }
ok "a backup has none of it" backed
at_back() { r=$work/back; }
missing() { at_back && run --data "$r" erase replay --none && run --data "$r" doctor; says 'warning +exchange +names of register .* take its file again' && json 0 --data "$r" exchange held && says '"state":"missing".*"persons":null'; got_=$?; at_aleppo; [ $got_ -eq 0 ]; }
ok "after a restore it is said to be missing" missing
again() { at_back && nothing 5 'newer' takes "$work/first" "$work/key-idlib" && takes "$work/second" "$work/key-idlib" && says 'recorded before' && held 2; got_=$?; at_aleppo; [ $got_ -eq 0 ]; }
ok "an older file is refused there, and the same taken again" again
smuggled() { cp -R "$work/b" "$work/b2" && f_=$(find "$r/keyring" -name 'exchange-*') && cp "$f_" "$work/b2/keyring/" &&
	(cd "$work/b2" && printf '%s %s %s\n' "$(sha256sum "keyring/${f_##*/}" | cut -d' ' -f1)" "$(wc -c <"keyring/${f_##*/}")" "keyring/${f_##*/}" >>backup.manifest) &&
	exits 4 --pass-file "$work/pass" restore "$work/b2" "$work/back2" && [ ! -e "$work/back2" ]; }
ok "and a backup that has it is none" smuggled

# When the day is over.
over() # HOW...: after that day it is gone, by whatever opens the keyring first
{
	rm -rf "$work/over" && cp -R "$aleppo" "$work/over" && r=$work/over && at 2016-12-10T10:00:00Z && held 2 && at 2016-12-12T10:00:00Z &&
		{ "$@"; [ "$(files)" -eq 0 ]; } && exits 3 --data "$r" exchange held
	got_=$?
	at_aleppo
	at 2016-10-19T12:00:00Z
	[ $got_ -eq 0 ]
}
ok "when its day is over it is gone" over run --data "$work/over" exchange held
ok "whatever is done then" over run --data "$work/over" cut
held_by_holder() { keyd_starts; got_=$?; kill "$keyd"; keyd_ended 0; [ $got_ -eq 0 ]; }
ok "by the key holder, too" over held_by_holder
back_dated() { rm -rf "$work/over" && cp -R "$aleppo" "$work/over" && r=$work/over && f_=$(find "$r/keyring" -name 'exchange-*') && day_=$(basename "$f_" | cut -c42-49) &&
	mv "$f_" "$(echo "$f_" | sed "s/$day_/0000ffff/")" && run --data "$r" exchange held && says missing; got_=$?; at_aleppo; [ $got_ -eq 0 ]; }
ok "a file that says a later day is none" back_dated

# Dropped before.
dropped() { rm -rf "$work/drop" && cp -R "$aleppo" "$work/drop" && r=$work/drop && finger_=$(run --data "$r" exchange held; sed -n 's/^\([0-9a-f ]*\): .*/\1/p' "$work/out") &&
	nothing 5 'as' run --data "$r" exchange drop "$finger_" --as 'Rana Qassab' && nothing 3 'nothing' run --data "$r" exchange drop 'abcd abcd abcd' --as 'Rana Qassab,Wafa Bitar' &&
	exits 0 --data "$r" exchange drop $finger_ --as 'Rana Qassab,Wafa Bitar' && [ "$(files)" -eq 0 ] && exits 3 --data "$r" exchange held && exits 0 --data "$r" cut && exits 3 --data "$r" exchange held; got_=$?; at_aleppo; [ $got_ -eq 0 ]; }
ok "two officers drop it before its day, and nobody else" dropped

# Through the key holder.
by_holder() { rm -rf "$work/holder" && cp -R "$work/bare" "$work/holder" && r=$work/holder &&
	keyd_starts && nothing 5 'as' run --data "$r" exchange take "$work/first" --from "$work/key-idlib" --as 'Elias Hanna,Lina Darwish'
	takes "$work/first" "$work/key-idlib" && held 2 && [ "$(files)" -eq 1 ] && takes "$work/second" "$work/key-idlib" && [ "$(files)" -eq 1 ] &&
		exits 0 --data "$r" cut && held 2 && json 0 --data "$r" exchange held && says '"made_on":"2016-10-19"' &&
		exits 0 --data "$r" exchange drop "$(sed -n 's/.*"sender":"\([0-9a-f]*\)".*/\1/p' "$work/out")" --as 'Wafa Bitar,Rana Qassab' && [ "$(files)" -eq 0 ]
	got_=$?
	kill "$keyd" && keyd_ended 0
	at_aleppo
	[ $got_ -eq 0 ]; }
ok "through the key holder it is the same" by_holder

# Killed at any point, or the disk full: taken and recorded, or not at all.
broken() # WHAT COUNT
{
	what_=$1 points_=$2 both_=0
	export FAULT_FAST=1
	rm -rf "$work/k" && cp -R "$work/bare" "$work/k" && r=$work/k
	failing none 0 "$r" --data "$r" exchange take "$work/first" --from "$work/key-idlib" --as 'Rana Qassab,Wafa Bitar' || return 1
	calls_=$(cat "$work/count")
	i_=1
	while [ "$i_" -le "$points_" ]; do
		k_=$(((i_ * calls_ + points_ - 1) / points_))
		i_=$((i_ + 1))
		rm -rf "$r" && cp -R "$work/bare" "$r"
		failing "$what_" "$k_" "$r" --data "$r" exchange take "$work/first" --from "$work/key-idlib" --as 'Rana Qassab,Wafa Bitar'
		done_=$?
		run --data "$r" exchange held
		case $? in
		0) says '2 persons.*held until' && [ "$(files)" -eq 1 ] && run --data "$r" cut && held 2 && both_=$((both_ | 1)) ;;
		3) [ "$done_" -ne 0 ] && [ "$(files)" -eq 0 ] && takes "$work/first" "$work/key-idlib" && held 2 && both_=$((both_ | 2)) ;;
		*) false ;;
		esac || { echo "$what_ at call $k_ of $calls_" >"$work/diff"; at_aleppo; return 1; }
	done
	at_aleppo
	echo "$both_" >"$work/diff"
	[ "$both_" -eq 3 ]
}
kills=9 fulls=5
if sanitized; then kills=4 fulls=2; fi
ok "killed anywhere, it is taken and recorded, or neither" broken kill "$kills"
ok "and where the disk is full" broken full "$fulls"
finish
