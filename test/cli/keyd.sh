#!/bin/sh
# The key holder: other commands work through it without a passphrase, it keeps itself to what it needs, journals
# what is opened before it is released, and outlives hostile clients, a full disk and its own death.
. "$SRC/test/cli/lib"

small "$work/r" || exit 1
r=$work/r
client() # WHAT EXPECTED: what a client without rules is answered
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" "$1" >"$work/out" 2>"$work/err"
	grep -qxE -e "$2" "$work/out" || return 1
	exits 0 --data "$r" keyd status
}

# The leak checker of a sanitizer traces the process: the sandbox forbids that.
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
at 2016-08-01T07:00:00Z
ok "without a key holder status says so" exits 3 --data "$r" keyd status
no_share()
{
	exits 5 --data "$r" keyring share Ali Badr '' --out "$work/shares" && [ ! -e "$work/shares" ]
}
ok "shares that are refused leave no folder" no_share
ok "shares are made" exits 0 --data "$r" keyring share Ali Badr Chaza --out "$work/shares"
ok "somebody is registered" person "$r"
rm "$r/pass"
ok "without a passphrase nothing is recorded" exits 11 --data "$r" cut

ok "the key holder starts with a passphrase" keyd_starts --pass-file "$work/pass"
ok "and says that it is unlocked" exits 0 --data "$r" keyd status
ok "in a sandbox" says 'files by Landlock, system calls by seccomp'
ok "which the system shows" grep -qE '^Seccomp:[[:space:]]2$' "/proc/$keyd/status"
ok "without new rights" grep -qE '^NoNewPrivs:[[:space:]]1$' "/proc/$keyd/status"
ok "without core dumps" grep -qE '^Max core file size +0 +0 ' "/proc/$keyd/limits"
ok "its socket is for its user alone" sh -c 'test "$(stat -c %a "$1")" = 600' - "$r/keyd.sock"
ok "a second one is refused" exits 6 --data "$r" keyd start --pass-file "$work/pass"
ok "who gives a passphrase beside it is refused" exits 6 --data "$r" --pass-file "$work/pass" cut
ok "somebody is registered through it" person "$r" full_name='ism Nur, family Halabi'
ok "the logs are cut through it" exits 0 --data "$r" cut
ok "the projection is rebuilt through it" exits 0 --data "$r" rebuild
ok "the logs are signed through it" exits 0 --data "$r" publish "$work/out-1"
ok "which a stranger verifies" exits 0 verify "$work/out-1"
ok "an officer's password is checked in it" sh -c '
	sed "s/^\(Lina Darwish	\).*/\1not the password/" "$4" >"$5" && chmod 600 "$5"
	"$1" --data "$2" --officers-file "$5" person find Nur --as "Lina Darwish" >"$3" 2>&1; test $? -eq 12' - \
	"$sulh" "$r" "$work/out" "$SULH_OFFICERS_FILE" "$work/wrong"
ok "an officer looks a name up" exits 0 --data "$r" person find Nur --as 'Lina Darwish'
ok "which the journal has" exits 0 --data "$r" keyd journal --as 'Wafa Bitar'
ok "with who, when and why" says '1 +2016-08-01T07:00:00Z +find_[a-z_]+ .*Lina Darwish'
ok "a registrar does not see the journal" exits 5 --data "$r" keyd journal --as 'Lina Darwish'
ok "nor does nobody" exits 11 --data "$r" keyd journal
ok "nobody adds a log alone" exits 11 --data "$r" log add south --as 'Rana Qassab'
ok "nor do two who may not" exits 11 --data "$r" log add south --as 'Lina Darwish,Yusuf Kanaan'
nothing() { [ ! -e "$r/log/south" ]; }
ok "and nothing is left of that" nothing
ok "two who may add one without the passphrase" exits 0 --data "$r" log add south --as 'Rana Qassab,Samir Attar'
ok "which is signed" exits 0 --data "$r" publish "$work/out-2"
enrols()
{
	exits 0 --data "$r" officer enrol 'Adel New' --roles panel --as 'Rana Qassab,Samir Attar' && exits 0 --data "$r" cut --log hq
}
ok "so do they enrol somebody" enrols
not_alone()
{
	exits 5 --data "$r" officer enrol 'Adel Other' --roles panel --as 'Rana Qassab' && ! grep -q 'Adel Other' "$SULH_OFFICERS_FILE"
}
ok "but one does not" not_alone

ok "bytes that are no frame are answered by none" client garbage '(closed|error [0-9]+)( (closed|error [0-9]+))*'
ok "nor is a frame that is too long" client long 'closed closed'
ok "what is not well-formed is refused" client malformed 'error 2( error 2)+'
ok "what needs the passphrase is refused" client forbidden 'error 11( error 11)+'
ok "nothing is opened or signed without a session" client nobody 'error 11( error 11)+'
ok "half frames are dropped after a while" client half closed
if [ "$(id -u)" -eq 0 ] && ! sanitized; then
	chmod 711 "$work" "$r" && chmod 666 "$r/keyd.sock"
	ok "a process of another user is not answered" client other closed
	chmod 600 "$r/keyd.sock"
else
	skip "a process of another user is not answered" "only root can be another user"
fi
ok "none of that was journalled" exits 0 --data "$r" keyd journal --as 'Wafa Bitar'
ok "which holds the one look-up" sh -c 'test "$(grep -c find_ "$1")" -eq 1' - "$work/out"

ok "it is locked" exits 0 --data "$r" keyd lock
ok "then nothing is recorded" exits 11 --data "$r" cut
ok "a wrong passphrase does not unlock it" sh -c 'echo another >"$1"; "$2" --data "$3" --pass-file "$1" keyd unlock >"$4" 2>&1
	test $? -eq 12' - "$work/wrong" "$sulh" "$r" "$work/out"
ok "one share twice does not" exits 12 --data "$r" keyd unlock "$work/shares/share-2" "$work/shares/share-2"
ok "two of three shares do" exits 0 --data "$r" keyd unlock "$work/shares/share-3" "$work/shares/share-1"
ok "and it works again" exits 0 --data "$r" cut

# An officer with a program of his or her own: the key holder itself knows who may read what, and until when.
reads() # EXPECTED NAME PURPOSE LOG
{
	python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" reads "$2" "$(sed -n "s/^$2	//p" "$SULH_OFFICERS_FILE")" "$3" "$4" \
		>"$work/out" 2>"$work/err"
	grep -qx "$1" "$work/out"
}
ok "an officer reads in his role, with any program" reads ok 'Yusuf Kanaan' case_work aleppo
ok "not for a purpose of other roles" reads 'error 5' 'Yusuf Kanaan' medical aleppo
ok "nor uncounted, by no log" reads 'error 2' 'Yusuf Kanaan' case_work ''
ok "a desk does not read" reads 'error 5' 'Lina Darwish' case_work aleppo
ok "who is new reads" reads ok 'Adel New' case_work aleppo
suspends()
{
	(sleep 0.2; until grep -q 'signed in' "$work/out"; do sleep 0.05; done
		"$sulh" --data "$r" officer suspend 'Adel New' --as 'Rana Qassab,Samir Attar' </dev/null >"$work/suspended" 2>&1; echo) |
		python3 "$SRC/test/data/keyd_client.py" "$r/keyd.sock" reads 'Adel New' \
			"$(sed -n "s/^Adel New	//p" "$SULH_OFFICERS_FILE")" case_work aleppo wait >"$work/out" 2>"$work/err"
	cp "$work/suspended" "$work/diff"
	grep -qx 'error 11' "$work/out"
}
ok "and nothing any more when suspended, in a session that was open" suspends
ok "nor is another opened" reads 'no session' 'Adel New' case_work aleppo

kill -9 "$keyd"
wait "$keyd" 2>/dev/null
keyd=
ok "when it was killed, status says so" exits 3 --data "$r" keyd status
ok "and the passphrase serves" exits 0 --data "$r" --pass-file "$work/pass" cut
ok "it starts again, locked" keyd_starts --locked
ok "and is unlocked by the passphrase" exits 0 --data "$r" --pass-file "$work/pass" keyd unlock
ok "it ends when it is told to" exits 0 --data "$r" keyd stop
ok "with 0" keyd_ended 0

# A disk that is full after the first lines of the journal.
(
	trap '' XFSZ
	ulimit -f 1
	exec "$sulh" --data "$r" keyd start --locked </dev/null >"$work/keyd.out" 2>"$work/keyd.err"
) &
keyd=$!
for _ in $(seq 100); do
	grep -q '^Holding' "$work/keyd.out" && break
	sleep 0.05
done
run --data "$r" --pass-file "$work/pass" keyd unlock
looked=1
while [ "$looked" -lt 9 ] && run --data "$r" person find Nur --as 'Lina Darwish'; do looked=$((looked + 1)); done
ok "on a full disk nothing is released" says 'journal an opening: nothing is opened'
ok "it ends on a signal" sh -c 'kill -TERM "$1"' - "$keyd"
ok "with 0 as well" keyd_ended 0
ok "the journal is sound" exits 0 --data "$r" --pass-file "$work/pass" keyd journal
ok "and has what was released and nothing else" sh -c 'test "$(grep -c find_ "$1")" -eq "$2"' - "$work/out" "$looked"

at 2017-08-02T07:00:00Z
ok "a year later it starts again" keyd_starts --pass-file "$work/pass"
ok "a key that is over reads nothing" reads 'error 5' 'Yusuf Kanaan' case_work aleppo
ok "it ends" exits 0 --data "$r" keyd stop
ok "well" keyd_ended 0
at 2016-08-01T07:00:00Z
ok "the clock is set back" keyd_starts --pass-file "$work/pass"
ok "which brings no right back" reads 'error 5' 'Yusuf Kanaan' case_work aleppo
ok "it ends once more" exits 0 --data "$r" keyd stop
ok "as before" keyd_ended 0
finish
