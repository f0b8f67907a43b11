#!/bin/sh
# Attack: a program of the key holder's own user, without the passphrase, that writes to the folder and asks the key holder
# for what an honest command asks. Control: the key holder makes no digest and opens no object that its asker has no
# business with, and remembers by itself what it signed.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"
. "$SRC/test/cli/way"

r=$work/r
keyd=
trap '[ -z "$keyd" ] || kill "$keyd" 2>/dev/null; rm -rf "$work"' EXIT
# The leak checker of a sanitizer traces the process: the sandbox forbids that.
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"

start() # the key holder, in the background
{
	rm -f "$r/pass"
	"$sulh" --data "$r" keyd start --pass-file "$work/pass" </dev/null >"$work/keyd.out" 2>"$work/keyd.err" &
	keyd=$!
	for _ in $(seq 400); do
		if grep -q '^Holding' "$work/keyd.out"; then return 0; fi
		kill -0 "$keyd" 2>/dev/null || break
		sleep 0.05
	done
	cp "$work/keyd.err" "$work/err"
	return 1
}
stop()
{
	run --data "$r" keyd stop && wait "$keyd" && keyd=
}
forge() # WHAT ARGUMENT...: the hostile program
{
	python3 "$SRC/test/data/keyd_forge.py" "$r" "$@" >"$work/out" 2>"$work/err"
}
password() # NAME
{
	sed -n "s/^$1	//p" "$SULH_OFFICERS_FILE"
}

small "$r" || { cat "$work/err"; exit 1; }
at 2016-08-01T08:00:00Z
crowd()
{
	for name_ in Amir Badr Chadi Dima Emad; do
		person "$r" "full_name=ism $name_, family Halabi" || return 1
	done
	at_cut 2016-08-02 && run --data "$r" publish "$work/shown"
}
ok "five are registered, and it is published" crowd
ok "the key holder has the keys" start

digests()
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" digests >"$work/out" && grep -qxE 'error 11( error 11)+' "$work/out"
}
ok "no digest is made of what was erased, of a list of erasures, of an audit" digests

# An officer who may read, with a program of his or her own.
others()
{
	exits 0 --data "$r" keyd journal --as 'Wafa Bitar' && grep -c case_work "$work/out" >"$work/lines"
	forge read_other 'Iman Rayes' "$(password 'Iman Rayes')" aleppo &&
		printf 'error 4\nerror 4\nerror 2\nok\ndone\n' >"$work/want" && sed 's/:.*//' "$work/out" | diff "$work/want" - >"$work/diff" &&
		exits 0 --data "$r" keyd journal --as 'Wafa Bitar' && [ "$(grep -c case_work "$work/out")" -eq $(($(cat "$work/lines") + 1)) ]
}
ok "nobody's object opens under another's number, under nobody's, or uncounted; and that is no line of the journal" others
counted()
{
	at_cut 2016-08-03 && run --data "$r" --json log show aleppo --from 0 --count 1000 && grep '"kind":"cut"' "$work/out" | tail -n 1 |
		grep -q '"opened":"\?1\b'
}
ok "what opened is counted in public" counted

second_root()
{
	run --data "$r" publish "$work/shown" && cp -a "$r/log/aleppo/signed.hwm" "$work/mark" || return 1
	forge second_root aleppo aleppo-2016
	says '^error 6: .*the keyring has signed .* another root' && ! says done
}
ok "no second root is signed for a size over a mark that was rewritten" second_root
tells()
{
	exits 6 --data "$r" doctor
	code_=$?
	[ $code_ -eq 0 ] && says 'bad *marks'
}
ok "doctor tells" tells
mark_gone()
{
	rm "$r/log/aleppo/signed.hwm" && exits 6 --data "$r" cut && says 'log resume' &&
		cp -a "$work/mark" "$r/log/aleppo/signed.hwm" && exits 0 --data "$r" publish "$work/shown" && exits 0 verify "$work/shown"
}
ok "without its mark a log is only read; with the right one it goes on" mark_gone
memory_gone()
{
	cp -a "$r/keyring/signed" "$work/signed" && rm "$r/keyring/signed" && at 2016-08-04T08:00:00Z && ! run --data "$r" publish "$work/shown" &&
		says 'keyring/signed' && cp -a "$work/signed" "$r/keyring/signed" && exits 0 --data "$r" cut &&
		exits 0 --data "$r" publish "$work/shown" && cp -a "$work/signed" "$r/keyring/signed" &&
		exits 6 --data "$r" publish "$work/shown" && says 'keyring/signed says less'
}
ok "nor is anything signed where what the keyring remembers was removed or set back" memory_gone
ok "the key holder ends" stop
finish
