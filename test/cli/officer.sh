#!/bin/sh
# Officers: nobody signs by another's name, a key ends after a year, a new key is no new person, two others give what
# one cannot give oneself.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
two='Rana Qassab,Samir Attar'
file=$SULH_OFFICERS_FILE
ok "a register is made" small "$r"
count() # CODE AS [FIELD=VALUE...]: something that one liaison may record
{
	code=$1
	who=$2
	shift 2
	n_count=$((${n_count:-0} + 1))
	exits "$code" --data "$r" add party party_no="P$n_count" class=media public_name="Paper $n_count" as="$who" "$@"
}
password_of() # NAME
{
	sed -n "s/^$1	//p" "$file"
}
forget() # NAME: takes the line out of the file
{
	grep -v "^$1	" "$file" >"$file.new"
	mv "$file.new" "$file"
	chmod 600 "$file"
}
change() # NAME PASSWORD
{
	forget "$1"
	printf '%s\t%s\n' "$1" "$2" >>"$file"
}
act() # CODE ARGUMENTS of officer, signed by two
{
	code=$1
	shift
	exits "$code" --data "$r" officer "$@" --as "$two"
}
state() # NAME: of the newest key
{
	run --data "$r" --json officer list && python3 -c '
import json, sys
with open(sys.argv[2], encoding="utf-8") as f:
    mine = [x for x in map(json.loads, f) if x.get("name") == sys.argv[1]]
print(len(mine), mine[-1]["state"], "key" if mine[-1]["key"] else "no key")' "$1" "$work/out"
}
is() # NAME STATE
{
	[ "$(state "$1")" = "$2" ] || { state "$1" >"$work/diff"; return 1; }
}

ok "whoever is enrolled has a password in the file, of 28 symbols" sh -c \
	'[ "$(grep -cE "^[A-Z][^	]*	([0-9a-z]{4}-){6}[0-9a-z]{4}$" "$1")" -eq "$(($(wc -l <"$2") - 1))" ]' - "$file" "$example/officers.csv"
ok "which is its owner's only" sh -c '[ "$(stat -c %a "$1")" = 600 ]' - "$file"
ok "with it an officer signs" count 0 'Omar Zahed'
cp -p "$file" "$work/all"
without()
{
	forget 'Omar Zahed' && count 11 'Omar Zahed' && says 'Omar Zahed' && count 0 'Ruba Nahhas'
}
ok "without it nobody does, though the passphrase is there" without
no_file()
{
	(unset SULH_OFFICERS_FILE && count 11 'Ruba Nahhas') && says 'officers-file'
}
ok "nor where there is no file and no terminal" no_file
ok "nor is anybody enrolled there" sh -c 'unset SULH_OFFICERS_FILE; "$1" --pass-file "$2" --data "$3" officer enrol New --roles aid --as "$4" \
	</dev/null >"$5" 2>&1; [ $? -eq 11 ]' - "$sulh" "$work/pass" "$r" "$two" "$work/out"
others_read()
{
	cp "$work/all" "$work/open" && chmod 640 "$work/open" &&
		exits 6 --data "$r" --officers-file "$work/open" add party party_no=X class=media public_name=X as='Omar Zahed' && says 'chmod 600'
}
ok "a file that others can read is not read" others_read
by_another()
{
	change 'Omar Zahed' "$(password_of 'Ruba Nahhas')" && count 12 'Omar Zahed' && says 'wrong; 4 more'
}
ok "another officer's password is wrong" by_another
locks()
{
	change 'Omar Zahed' 'not the password' && count 12 'Omar Zahed' && count 12 'Omar Zahed' && count 12 'Omar Zahed' &&
		count 12 'Omar Zahed' && says 'locked until 2016-07-28T07:01' && cp -p "$work/all" "$file" && count 11 'Omar Zahed' &&
		says 'officer recover'
}
ok "after five wrong ones the officer is locked, for the right one, too" locks
later()
{
	at 2016-07-28T07:01:00Z && count 0 'Omar Zahed'
}
ok "a minute later the right one opens" later
twice_as_long()
{
	change 'Omar Zahed' 'not the password'
	for _ in 1 2 3 4 5; do count 12 'Omar Zahed' || return 1; done
	at 2016-07-28T07:02:00Z && count 12 'Omar Zahed' && says '07:04:00' && cp -p "$work/all" "$file" && at 2016-07-28T07:03:59Z &&
		count 11 'Omar Zahed' && at 2016-07-28T07:04:00Z && count 0 'Omar Zahed'
}
ok "the next wrong one locks for twice as long" twice_as_long

own_password()
{
	exits 0 --data "$r" officer password 'Omar Zahed' && [ "$(password_of 'Omar Zahed')" != "$(sed -n 's/^Omar Zahed	//p' "$work/all")" ] &&
		count 0 'Omar Zahed' && exits 12 --data "$r" --officers-file "$work/all" add party party_no=X class=media public_name=X as='Omar Zahed'
}
ok "a password is changed, and the old one is none any more" own_password
cp -p "$file" "$work/all"
if python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
	typed()
	{
		env -u SULH_OFFICERS_FILE python3 "$SRC/test/data/typed.py" "$sulh" --pass-file "$work/pass" --data "$r" \
			officer enrol Typed --roles liaison --as "$two" --- "Password of Rana Qassab=$(password_of 'Rana Qassab')" \
			"Password of Samir Attar=$(password_of 'Samir Attar')" 'New password of Typed=chosen by herself' \
			'Once more, of Typed=chosen by herself' >"$work/out" 2>"$work/err" && ! grep -q 'chosen by' "$work/out" &&
			exits 0 --data "$r" officer list && says '^Typed'
	}
	ok "on a terminal each is asked for, and not shown" typed
else
	skip "on a terminal each is asked for, and not shown" "there are no terminals here"
fi

# Two sign, and neither of them for himself or a relative.
ok "one is not enough" refused 'signatures' --data "$r" officer retire 'Tarek Hallaq' --as 'Rana Qassab'
ok "nor are two without the role" refused '"field":"as"' --data "$r" officer retire 'Tarek Hallaq' --as 'Omar Zahed,Ruba Nahhas'
ok "nobody renews his own key alone" refused 'signatures' --data "$r" officer renew 'Samir Attar' --as 'Samir Attar'
ok "nobody gives himself other roles" refused 'other than' --data "$r" officer roles 'Samir Attar' --roles chief,panel --as "$two"
relative()
{
	act 0 enrol 'Nour Qassab' --roles liaison --relative-of 'Rana Qassab' --from 2016-07-20
}
ok "a relative does not enrol a relative" refused 'other than' --data "$r" officer enrol 'Nour Qassab' --roles liaison \
	--relative-of 'Rana Qassab' --as "$two"
third()
{
	act 0 enrol 'Adel Third' --roles chief,liaison --from 2016-07-20 && exits 0 --data "$r" cut --log hq &&
		exits 0 --data "$r" officer enrol 'Nour Qassab' --roles chief,liaison --relative-of 'Rana Qassab' --from 2016-07-20 \
			--as 'Samir Attar,Adel Third' && exits 0 --data "$r" cut --log hq
}
ok "two others do" third
ok "two relatives are not two" refused '"field":"as"' --data "$r" officer enrol 'New' --roles aid --as 'Rana Qassab,Nour Qassab'
ok "with one who is none they are" exits 0 --data "$r" officer enrol 'New' --roles aid --as 'Nour Qassab,Samir Attar'

# Renewal.
at 2016-07-29T07:00:00Z
renewed()
{
	act 0 renew 'Omar Zahed' && is 'Omar Zahed' '2 waits for the cut key' && exits 0 --data "$r" cut --log hq &&
		is 'Omar Zahed' '2 serves key' && count 0 'Omar Zahed'
}
ok "a key is renewed under the same password" renewed
kids()
{
	run --data "$r" --json officer list && grep '"Adel Third"' "$work/out" | grep -o '"kid":"[0-9a-f]*"' | cut -d'"' -f4
}
signed() # WHICH FIELD=VALUE...: the newest centre has the signature of the first (1) or second key, and no other
{
	which=$1
	shift
	kids >"$work/kids"
	exits 0 --data "$r" add centre centre_no=1 'name_en=Centre Aleppo' 'name_ar=مركز حلب' 'seat=Jebel Saman' authority=CENTRE \
		opened_on=2016-07-28 log_origin=aleppo.aleppo-2016/log/1 'as=Adel Third' "$@" && exits 0 --data "$r" cut --log hq &&
		run --data "$r" --json log show hq --count 10000 &&
		index=$(grep '"kind":"centre"' "$work/out" | tail -n 1 | grep -o '"index":[0-9]*' | cut -d: -f2) &&
		exits 0 --data "$r" log prove hq "$index" --entry "$work/entry" && python3 -c '
import sys
entry, kids = open(sys.argv[1], "rb").read(), open(sys.argv[2]).read().split()
sys.exit([bytes.fromhex(k) in entry for k in kids] != [sys.argv[3] == "1", sys.argv[3] == "2"])' "$work/entry" "$work/kids" "$which"
}
ok "a chief's, too" sh -c '"$1" --data "$2" officer renew "Adel Third" --as "$3" </dev/null >"$4" 2>&1 && "$1" --data "$2" cut --log hq >"$4"' \
	- "$sulh" "$r" "$two" "$work/out"
ok "the new key signs" signed 2
ok "what is recorded late for a day before is signed by the key of that day" signed 1 day=2016-07-28
ok "no more keys than three come of renewals" sh -c '
	for i in 1 2 3 4; do "$1" --data "$2" officer renew "Ziad Mansour" --as "$3" </dev/null && "$1" --data "$2" cut --log hq || exit 1; done \
		>"$4" 2>&1' - "$sulh" "$r" "$two" "$work/out"
ok "and all but the last two are destroyed" sh -c '
	"$1" --data "$2" --json officer list | grep "\"Ziad Mansour\"" >"$3"; [ "$(grep -c "\"key\":true" "$3")" -eq 2 ] && [ "$(wc -l <"$3")" -eq 5 ]' \
	- "$sulh" "$r" "$work/out"

# Who proposed with the old key does not do the other half with the new one.
enrolled_both()
{
	act 0 roles 'Ruba Nahhas' --roles liaison,corridor_counter && exits 0 --data "$r" cut --log hq && is 'Ruba Nahhas' '1 to come key' &&
		at 2016-07-30T07:00:00Z && act 0 renew 'Ruba Nahhas' && exits 0 --data "$r" cut --log hq
}
ok "other roles begin tomorrow" enrolled_both
ok "an old and a new key are one officer" refused '"field":"as"' --data "$r" add corridor_count corridor=1 direction=out persons=1 \
	method=stated from_hour=2016-07-30T08:00+03:00 log=aleppo day=2016-07-30 as='Ruba Nahhas,Ruba Nahhas'

# Recovery.
recovered()
{
	change 'Tarek Hallaq' 'forgotten password' && old=$(password_of 'Salma Idris') && act 0 recover 'Tarek Hallaq' &&
		password_of 'Tarek Hallaq' | grep -qE '^([0-9a-z]{4}-){6}[0-9a-z]{4}$' && [ "$old" = "$(password_of 'Salma Idris')" ] &&
		exits 0 --data "$r" cut --log hq && is 'Tarek Hallaq' '2 serves key' && count 5 'Tarek Hallaq'
}
ok "two others give a new key and password to who lost it" recovered
ok "the old key is destroyed" sh -c '"$1" --data "$2" --json officer list | grep "\"Tarek Hallaq\"" | grep -q "\"key\":false"' - "$sulh" "$r"
unlocked()
{
	cp -p "$file" "$work/all" && change 'Omar Zahed' 'not the password'
	for _ in 1 2 3 4 5; do count 12 'Omar Zahed' || return 1; done
	act 0 recover 'Omar Zahed' && exits 0 --data "$r" cut --log hq && count 0 'Omar Zahed'
}
ok "it ends a lock" unlocked

# Ends.
suspended()
{
	act 0 suspend 'Ruba Nahhas' && exits 0 --data "$r" cut --log hq && is 'Ruba Nahhas' '2 to be suspended key' && count 5 'Ruba Nahhas' &&
		count 5 'Ruba Nahhas' day=2016-07-29 && says 'who serves'
}
ok "who is suspended signs nothing from the cut on, for days before neither" suspended
again()
{
	at 2016-07-31T07:00:00Z && act 0 enrol 'Ruba Nahhas' --roles liaison && exits 0 --data "$r" cut --log hq && count 0 'Ruba Nahhas'
}
ok "until enrolled again, with the same key" again
retired()
{
	act 0 retire 'Ruba Nahhas' && count 5 'Ruba Nahhas' && act 0 retire 'Ruba Nahhas' && says 'before' && exits 0 --data "$r" cut --log hq &&
		is 'Ruba Nahhas' '2 retires no key' && count 5 'Ruba Nahhas' day=2016-07-29
}
ok "who retires signs nothing any more, and has no key" retired
back()
{
	at 2016-08-02T07:00:00Z && act 0 enrol 'Ruba Nahhas' --roles liaison && exits 0 --data "$r" cut --log hq && is 'Ruba Nahhas' '3 serves key' &&
		count 0 'Ruba Nahhas'
}
ok "who comes back has another key" back
ok "nobody unknown is renewed" exits 3 --data "$r" officer renew Nobody --as "$two"

same()
{
	python3 "$SRC/test/data/dump.py" "$r" >"$work/one" && exits 0 --data "$r" rebuild && python3 "$SRC/test/data/dump.py" "$r" >"$work/two" &&
		cmp "$work/one" "$work/two" && grep -c same_officer "$work/one" >/dev/null
}
ok "the projection folds to the same, with who is one person" same

# A year.
at 2017-07-01T07:00:00Z
ok "on the last day of its year a key serves" count 0 'Omar Zahed'
expired()
{
	at 2017-07-02T07:00:00Z && count 5 'Noor Khoury' && is 'Noor Khoury' '1 expired key'
}
ok "after it no more" expired
ok "a longer term is refused" refused '"field":"until".*366' --data "$r" officer enrol New2 --roles aid --from 2017-07-01 --until 2018-07-02 \
	--as 'Samir Attar,Adel Third'
published()
{
	exits 0 --data "$r" publish "$work/public" && exits 0 verify "$work/public"
}
ok "strangers find all of it right" published
finish
