#!/bin/sh
# Nobody is registered under what nobody can look for: a name without a letter, or of letters that stand one by one. And a birth of
# which only the year is another, as far as it may be, is asked about.
# shellcheck disable=SC2317,SC2034,SC2154,SC2016,SC2119 # functions that ok calls; variables set by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

registers() # FIELD=VALUE...
{
	run --data "$r" --json add registration log=aleppo sex=m "born=${born:-1980-03-04}" age_doubt=no status_sought=associated \
		"search_done=${search:-all_centres}" 'as=Lina Darwish' "$@"
}
refuses() # FIELD FIELD=VALUE...
{
	field_=$1
	shift
	! registers "$@" && says "\"field\":\"$field_\".*\"want\":\"[^\"]"
}
subjects()
{
	python3 -c 'import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute("SELECT count(DISTINCT subject) FROM act").fetchone())' "$r/sulh.db"
}
n_=$(subjects)
ok "a name of dots is none" refuses full_name 'full_name=ism ...'
ok "nor one of digits" refuses full_name 'full_name=ism 123'
ok "nor of marks" refuses full_name 'full_name=ism ؟, family -'
ok "letters one by one are no words" refuses full_name 'full_name=ism H a s a n, father O m a r, family A q q a d'
ok "nor Arabic ones" refuses full_name 'full_name=ism ح س ن, father ع م ر, family ا ل ع ق ا د'
ok "nor behind an article" refuses full_name 'full_name=ism Ziad, laqab al T a y y a r'
ok "nor a mother's" refuses mother_name 'full_name=ism Hasan, family Aqqad' 'mother_name=ism 7'
ok "nor in Latin letters as documents have it" refuses latin_names 'full_name=ism حسن, family عقاد' 'latin_names=H a s a n; Hasan Aqqad'
offline() { search=offline refuses full_name 'full_name=ism ...'; }
ok "offline neither" offline
ok "nor tried" refuses full_name 'full_name=ism ...' --dry-run
rows()
{
	printf '%s\n' log,full_name,sex,born,age_doubt,status_sought,search_done,as 'aleppo,ism 123,m,1980,no,associated,offline,Lina Darwish' >"$work/registration.csv"
	! run --data "$r" --json import "$work/registration.csv" --commit && says 'row 2.*"field":"full_name"|"row":2.*full_name'
}
ok "nor in a file, which says the row" rows
ok "nobody was registered" [ "$(subjects)" = "$n_" ]
ok "initials before a name are fine" registers 'full_name=ism J. R. Munir, family Wazzan'
ok "and two before a family" registers 'full_name=ism K. M., family Wahbi'
ok "where each character is a word, one is a name" registers 'full_name=ism 小 明 芳, family 王'
ok "a name is, with a part that is not known" registers 'full_name=ism Nasib, father Shaker, family Qamishli'
case_=$(sed -n 's/.*"type":"accepted".*"case":"\([^"]*\)".*/\1/p' "$work/out")
corrects() { add correction "case=$case_" "field=$1" "new_value=$2" why=typing 'as=Lina Darwish'; }
ok "nor is a name corrected to none" eval '! corrects full_name "ism 123" && grep -q "new_value.*123" "$work/err"'

decade() # BORN: the same name, looked for
{
	run --data "$r" person find 'Nasib Shaker Qamishli' --born "$1" --as 'Lina Darwish'
	born=$1 registers 'full_name=ism Nasib, father Shaker, family Qamishli'
}
ok "who is born on the same day of another year is asked about" eval '! decade 1990-03-04 && says "\"field\":\"answers\",\"value\":\"$case_\""'
ok "who is born on another day ten years later is not" decade 1990-08-19
none() { run --data "$r" person find Wazzan --born 1950 --as 'Lina Darwish'; [ $? -eq 3 ] && says 'without --born'; }
ok "who is not found by one word and a birth is found without it, and that is said" none
shown() { run --data "$r" person find Wazzan --as 'Lina Darwish' && says 'Munir Wazzan'; }
ok "as it is" shown
finish
