#!/bin/sh
# A file of the index of names that is gone is made anew; one that is gone however often it is made says nothing about who is not in
# it: nothing is accepted, and nobody is screened, as if nobody answered.
# shellcheck disable=SC2317,SC2154,SC2016 # functions that ok calls; variables that `comes` sets by name; eval expands
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
at 2016-10-10T10:00:00Z

ok "somebody is registered" comes one 'full_name=ism Khalil, family Barakat' born=1970
ok "and a list is loaded" eval 'printf "%s\n" name,aliases,birth,reference "Khalil Barakat,,1970,A-1" >"$work/l.csv" &&
	run --data "$r" list load "$work/l.csv" --no L-1 --source COURT --basis court_order --as "Rana Qassab,Wafa Bitar"'
ok "it goes into the log" run --data "$r" cut
index=$(ls "$r"/keyring/index-*)
ok "somebody comes who is asked about before" eval 'add presentation in_group=no triage=safe language=ara reception_no=two "as=Samar Dabbagh" &&
	two=$(case_of) && add notice "case=$two" notice_version=N-3 language=ara read_aloud=yes legal_basis=public_interest agreed=none \
	given_by=self purposes=decision,duplicate_search told=who_sees,rights,limits_of_sealing "as=Lina Darwish"'

# without COMMAND...: while the disk loses the file again and again
without()
{
	LD_PRELOAD=$BUILD/shim_fault.so FAULT_UNDER=$index FAULT_DO=gone "$sulh" --data "$r" "$@" </dev/null >"$work/out" 2>"$work/err"
}
stops() # COMMAND...
{
	without "$@"
	[ $? -eq 1 ] && grep -q 'files of the index are lost as soon as they are made' "$work/err"
}
registers() # RUNNER
{
	"$1" add registration "case=$two" 'full_name=ism Khaleel, family Barakaat' born=1970 sex=m age_doubt=no status_sought=associated \
		search_done=offline --log aleppo 'as=Lina Darwish'
}
here()
{
	run --data "$r" "$@"
}
queued()
{
	run --data "$r" --json queue --as 'Elias Hanna' && grep '"what":"judge' "$work/out" | grep -q "$two"
}
screened()
{
	json 0 --data "$r" list screen --as 'Iman Rayes' && says '"screened":2,"asked":2'
}
if ! sanitized; then
	ok "who looks for a name is told so" stops person find Khalil --as 'Lina Darwish'
	ok "nobody is registered meanwhile" registers stops
	ok "nor screened" stops list screen --as 'Iman Rayes'
fi
rm -f "$index"
ok "made anew once, it knows who is alike" eval 'registers here && queued'
rm -f "$r"/keyring/index-*
ok "and who is on a list" screened
finish
