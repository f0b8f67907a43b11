#!/bin/sh
# Whose file was merged into another's is screened against lists in that one, by the names of both; and in a file of his or her own again
# once the merge is taken back.
# shellcheck disable=SC2317,SC2154,SC2016 # functions that ok calls; variables that `comes` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

loads() # NUMBER ROW...
{
	no_=$1
	shift
	printf '%s\n' name,aliases,birth,reference "$@" >"$work/l.csv"
	exits 0 --data "$r" --json list load "$work/l.csv" --no "$no_" --source COURT --basis court_order --as 'Rana Qassab,Wafa Bitar' &&
		exits 0 --data "$r" cut
}
screen() # SCREENED ASKED
{
	json 0 --data "$r" list screen --as 'Iman Rayes' && says "\"screened\":$1,\"asked\":$2"
}
owed() # HOW MANY: who are to be screened, as the queue says
{
	run --data "$r" --json queue --role screener || return 1
	if [ "$1" = 0 ]; then ! says '"what":"screen"'; else says "\"what\":\"screen\".*$1 registered"; fi
}
checks() # CASE: how many it has
{
	python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM act WHERE event = ? AND case_no = ?", ("check", sys.argv[2])).fetchone()[0])' "$r/sulh.db" "$1"
}
subject() # CASE
{
	python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT subject FROM act WHERE case_no = ?", (sys.argv[2],)).fetchone()[0].hex())' "$r/sulh.db" "$1"
}
link() # CASE
{
	run --data "$r" --json show case "$1" &&
		sed -n 's|.*"kind":"dedup_link".*"entry":"\(aleppo/[0-9]*\)".*|\1|p' "$work/out" | tail -n 1
}
merges() # ACT OFFICERS
{
	add merge "case=$khalil" "act=$1" "link=$(link "$khalil")" "keep=$(subject "$walid")" "as=$2"
}

two()
{
	comes khalil 'full_name=ism Khaleel, family Barakaat' born=1970 && comes walid 'full_name=ism Walid, family Khoury' born=1970 &&
		add dedup_link "case=$khalil" "other=$(subject "$walid")" score=900 fields=born verdict=same 'by_1=Elias Hanna' \
			'by_2=Mona Fattal' 'as=Elias Hanna,Mona Fattal'
}
ok "one person is registered under two names" two
at 2016-10-18T10:00:00Z
ok "which two adjudicators see" exits 0 --data "$r" cut
ok "a list is loaded" loads L-1 'Khalil Barakat,,1970,A-1'
ok "both wait to be screened" owed 2
ok "the one is, as checks begin" add step "case=$walid" event=open_checks why=other 'as=Iman Rayes'
ok "and like nobody" [ "$(checks "$walid")" = 0 ]
ok "the other waits still" owed 1
ok "and is merged into the first" merges merge 'Elias Hanna,Mona Fattal'
ok "whose case waits for that instead" owed 1
ok "it is screened by the names of both" screen 1 1
ok "with a question in the file that stays" [ "$(checks "$walid")" = 1 ]
ok "and none in the other" [ "$(checks "$khalil")" = 0 ]
ok "a screener sees the row" eval 'json 0 --data "$r" list hits "$walid" --as "Iman Rayes" && says "\"reference\":\"A-1\""'
ok "and nothing waits" owed 0
ok "nor is anybody screened twice" screen 0 0
ok "a newer list" loads L-2 'Khalil Barakaat,Abu Walid,1970,B-7'
ok "is held against both names again" screen 1 1
ok "in the one file" [ "$(checks "$walid")" = 2 ]
at 2016-10-27T10:00:00Z
ok "a week later" exits 0 --data "$r" cut
ok "they were two after all" merges unmerge 'Raed Halabi,Abir Shahin'
ok "the second waits to be screened in a file of its own" owed 1
ok "and is" screen 1 2
ok "there" [ "$(checks "$khalil")" = 2 ]
ok "nothing waits" owed 0
finish
