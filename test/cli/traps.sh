#!/bin/sh
# What a review found: each was accepted once, or stopped a register for ever.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

base=$work/base
small "$base" || { cat "$work/err"; exit 1; }
fresh() # NAME: a copy of the small register, in $r
{
	r=$work/$1
	cp -r "$base" "$r"
}
kitchen() # NO FIELD=VALUE...
{
	no_=$1
	shift
	usual="log=aleppo
kind=kitchen
area=Aleppo city
state=open
as=Tarek Hallaq"
	merged run --data "$r" add facility "facility_no=$no_" "$@"
}
sign() # CODE DAY
{
	json "$1" --data "$r" bulletin sign --at "$2" --as 'Ziad Mansour,Noor Khoury'
}
five()
{
	for _ in 1 2 3 4 5; do
		person "$r" "$@" || return 1
	done
}
total() # DAY CODE PERIOD VALUE: of Aleppo
{
	run --data "$r" --json bulletin show --at "$1" &&
		grep -q "\"code\":\"$2\",\"place\":\"Aleppo\",.*\"period\":\"$3\",\"value\":$4," "$work/out"
}
sql() # STATEMENT: on the register's database, from outside
{
	python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.commit()' \
		"$r/sulh.db" "$1"
}

# The bulletin: of a day that is over, in one step.
fresh bulletin
at 2016-10-10T10:00:00Z
ok "a kitchen opens" kitchen K-1
ok "it is cut" exits 0 --data "$r" cut
ok "a day that runs is not signed" sign 6 2016-10-10
at 2016-10-10T20:00:00Z
ok "the next day is cut before yesterday is signed" exits 0 --data "$r" cut
ok "yesterday is signed all the same" sign 0 2016-10-10
ok "a second time it is refused" sign 5 2016-10-10
ok "which leaves nothing that waits" exits 0 --data "$r" cut
ok "and the day after is cut as ever" exits 0 --data "$r" cut --log hq
ok "without a day the last that is over is meant" json 0 --data "$r" bulletin show --at 2016-10-10

# The officers come first.
r=$work/first
at 2016-07-28T06:00:00Z
ok "an empty register" exits 0 --pass-file "$work/pass" init "$r" --operation first
ok "is cut before it has officers" exits 0 --data "$r" --pass-file "$work/pass" cut
ok "which begins no log" sh -c '"$1" --data "$2" --json log head | grep -q "\"size\":0,"' - "$sulh" "$r"
ok "so they are enrolled" exits 0 --data "$r" --pass-file "$work/pass" officer enrol --file "$example/officers.csv" \
	--as 'Rana Qassab,Samir Attar'
ok "and cut" exits 0 --data "$r" --pass-file "$work/pass" cut
ok "and published" exits 0 --data "$r" --pass-file "$work/pass" publish "$work/firstpub"
ok "as whoever verifies wants it" exits 0 verify "$work/firstpub"
ok "nobody enrols himself" refused '"field":"as"' --data "$r" --pass-file "$work/pass" officer enrol 'Rana Qassab' \
	--roles chief,panel --from 2016-07-01 --as 'Rana Qassab,Samir Attar'

# Numbers.
fresh numbers
at 2016-10-10T10:00:00Z
ok "a sum that no entry can hold is refused when it is given" refused '"field":"deltas"' --data "$r" add distribution \
	log=aleppo 'area=Aleppo city' on=2016-10-10 org=AID persons=0 method=list conditions=none witness=LOCAL \
	'items=kind=fuel amount=1 mass_kg=1000000000000; kind=fuel amount=1 mass_kg=1' 'as=Tarek Hallaq,Salma Idris'
people() # N FIELD=VALUE...
{
	many_=$1
	shift
	exits 0 --data "$r" add corridor_count log=aleppo corridor=1 direction=out "persons=$many_" method=stated \
		from_hour=2016-10-10T12:00+03:00 'as=Dina Farhat,Adel Maalouf' "$@"
}
ok "600 thousand million are counted" people 600000000000
ok "and again" people 600000000000
ok "they are cut" exits 0 --data "$r" cut
at 2016-10-11T06:00:00Z
ok "and the bulletin is signed with what they add up to" sign 0 2016-10-10
ok "all of it" total 2016-10-10 T1 h24 1200000000000
counts() # A B OFFICERS
{
	run --data "$r" add corridor_count log=aleppo corridor=1 direction=out persons=30 method=tally \
		from_hour=2016-10-11T08:00+03:00 "as=$3" \
		"two_counts=counter=\"Dina Farhat\" persons=$1; counter=\"Adel Maalouf\" persons=$2"
}
both='Dina Farhat,Adel Maalouf'
ok "two counts that are equal are one" counts 30 30 "$both"
not_counts()
{
	! counts "$@"
}
ok "two that differ are counted again" not_counts 30 29 "$both"
ok "and who counted signs" not_counts 30 30 'Rana Qassab,Dina Farhat'
ok "what changes state has no period" refused '"field":"from_day"' --data "$r" add facility facility_no=K-9 kind=kitchen \
	'area=Aleppo city' state=open log=aleppo from_day=2016-10-09 'as=Tarek Hallaq'

# Days and persons.
fresh persons
at 2016-10-11T17:00:00Z
ok "five come after the cut-off" five
ok "and are not of the day before" exits 0 --data "$r" cut --day 2016-10-11
ok "they wait" says '5 wait: accepted after the cut-off'
ok "for their own day" sh -c '"$1" --data "$2" --json cut | grep -q "\"log\":\"aleppo\".*\"persons\":5"' - "$sulh" "$r"
child() # BORN
{
	refused '"field":"born"' --data "$r" add registration log=aleppo 'full_name=ism Samir' sex=m "born=$1" age_doubt=no \
		status_sought=associated search_done=offline 'as=Lina Darwish'
}
ok "a child is a child whichever end of the interval comes first" child 2010/1980
ok "doubt at either end is doubt" child 2005~/1984
ok "one officer registers, so that who does is known" refused '"field":"as"' --data "$r" add registration log=aleppo \
	'full_name=ism Samir' sex=m born=1980 age_doubt=no status_sought=associated search_done=offline \
	'as=Lina Darwish,Fadi Rifai'
ok "an act about a person has no period" refused '"field":"from_day"' --data "$r" add registration log=aleppo \
	'full_name=ism Samir' sex=m born=1980 age_doubt=no status_sought=associated search_done=offline \
	'as=Lina Darwish' from_day=2016-10-01

# Centres and notes.
ok "a log has one centre" refused '"field":"log_origin"' --data "$r" add centre centre_no=9 name_en=Nine name_ar=تسعة \
	seat=Idlib authority=CENTRE opened_on=2016-10-01 log_origin=aleppo.aleppo-2016/log/1 'as=Rana Qassab'
ok "and a centre a log that is there" refused '"field":"log_origin"' --data "$r" add centre centre_no=9 name_en=Nine \
	name_ar=تسعة seat=Idlib authority=CENTRE opened_on=2016-10-01 log_origin=typo.aleppo-2016/log/1 'as=Rana Qassab'
ok "a note that nothing would hold is refused" refused '"field":"note"' --data "$r" add centre centre_no=1 name_en=One \
	name_ar=واحد 'seat=Jebel Saman' authority=CENTRE opened_on=2016-07-28 log_origin=aleppo.aleppo-2016/log/1 \
	'as=Rana Qassab' 'note=keep me'

# A departure in another log than its convoy's.
fresh convoy
at 2016-11-28T10:00:00Z
ok "a convoy is planned" exits 0 --data "$r" add convoy log=khan-al-shih convoy_no=1 'from=Khan al-Shih' to=Idlib \
	planned=100 planned_on=2016-11-27 state=moving plan_published_by=NEWS 'as=Karim Jabbour,Rana Qassab'
ok "and cut" exits 0 --data "$r" cut
ok "its departure is counted by another centre" exits 0 --data "$r" add convoy_count log=aleppo convoy=1 end=departure \
	total=100 'two_counts=counter="Dina Farhat" persons=100; counter="Adel Maalouf" persons=100' "as=$both"
ok "and is held back there too" sh -c '"$1" --data "$2" --json cut | grep -q "\"log\":\"aleppo\".*\"places\":0,.*\"waiting\":1"' - "$sulh" "$r"

# Keys of what was given before.
fresh keys
at 2016-10-10T10:00:00Z
ok "a record with a key" kitchen K-1 idempotency_key=1
ok "is the same when it comes again" kitchen K-1 idempotency_key=1
ok "and says so" says '^accepted before'
ok "another record under the key is refused" refused '"field":"idempotency_key"' --data "$r" add facility facility_no=K-2 \
	kind=kitchen 'area=Aleppo city' state=open log=aleppo 'as=Tarek Hallaq' idempotency_key=1
ok "somebody is registered with a key" person "$r" "full_name=ism Samir, family Aqqad" idempotency_key=p-1
case_=$(case_of)
ok "and again" person "$r" "full_name=ism Samir, family Aqqad" idempotency_key=p-1
ok "which gives the number of the case once more" says "case $case_"
guess()
{
	python3 - "$r/sulh.db" <<'END'
import hashlib, sqlite3, sys
rows = [bytes(x[0]) for x in sqlite3.connect(sys.argv[1]).execute('SELECT idem FROM accepted')]
known = [hashlib.sha256(p + k).digest() for p in (b'', b'sulh/idem/v1\0') for k in (b'1', b'p-1')]
sys.exit(not rows or any(k in rows for k in known))
END
}
ok "nobody without the keyring can try what was given" guess

# Drafts from another hand.
fresh hand
at 2016-10-10T10:00:00Z
ok "five are registered" five
sql "UPDATE draft SET bytes = replace(bytes, x'a5', x'a5') WHERE 0; UPDATE draft SET s = x'00' WHERE id = (SELECT min(id) FROM draft)"
ok "a draft that was changed is not cut" exits 6 --data "$r" cut
fresh ghost
ok "five more" five
sql "INSERT INTO draft (id, log, kind, ord, accepted_day, bytes, c, s, mac)
	SELECT x'00000000000000000000000000000000', log, kind, ord, accepted_day, bytes, c, s, mac FROM draft LIMIT 1"
ok "one that was put in beside them neither" exits 6 --data "$r" cut
finish
