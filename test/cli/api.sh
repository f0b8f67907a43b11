#!/bin/sh
# The JSON API of the desks: officers sign in with their passwords, act as themselves and nobody else, by the rules of
# the command line; what is sent in any other way is refused, and nothing is kept of it.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

small "$work/r" || exit 1
r=$work/r
serve=
trap 'kill $keyd $serve 2>/dev/null; rm -rf "$work"' EXIT
# The leak checker of a sanitizer traces the process: the key holder's sandbox forbids that.
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
at 2016-08-01T07:00:00Z

start_serve()
{
	"$sulh" --data "$r" --json serve --staff --port 0 </dev/null >"$work/serve.out" 2>&1 &
	serve=$!
	waits_for '"serving"' "$work/serve.out" "$serve" &&
		url=$(sed -n 's|.*"url":"\([^"]*\)".*|\1|p' "$work/serve.out")api/v1
}

# asks STATUS METHOD PATH [BODY] [CURL OPTION...]: what comes back is in $work/out, and is JSON.
asks()
{
	want=$1 method=$2 path=$3 sent=${4-}
	shift 3
	[ $# -eq 0 ] || shift
	[ -z "$sent" ] || set -- -H 'Content-Type: application/json' --data-binary "$sent" "$@"
	got=$(curl -s -o "$work/out" -w '%{http_code}' -X "$method" "$url$path" -H "Authorization: Bearer ${token-}" "$@" 2>"$work/err")
	[ "$got" = "$want" ] && python3 -m json.tool "$work/out" >/dev/null || {
		echo "status $got, not $want: $method $path" >"$work/diff"
		return 1
	}
}
password()
{
	sed -n "s/^$1	//p" "$SULH_OFFICERS_FILE"
}
signs_in() # NAME
{
	asks 200 POST /session "{\"officer\":\"$1\",\"password\":\"$(password "$1")\"}" &&
		token=$(sed -n 's/.*"token":"\([0-9a-f]*\)".*/\1/p' "$work/out") && [ ${#token} -eq 64 ]
}
# records STATUS KIND FIELDS [OPTION...]
records()
{
	status=$1 kind=$2 fields=$3
	shift 3
	asks "$status" POST /add "{\"args\":[\"$kind\"],\"fields\":$fields}" "$@"
}
# What the register holds, but for what SQLite makes anew and what the key holder writes.
holds()
{
	python3 - "$r/sulh.db" <<'END'
import hashlib, sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest())
END
}
unchanged() # COMMAND...
{
	before=$(holds)
	"$@" && [ "$before" = "$(holds)" ]
}

SULH_OFFICERS_FILE=${SULH_OFFICERS_FILE:?}
mv "$r/pass" "$work/passphrase"
token=
ok "it starts without passphrase and passwords" start_serve
ok "and lists the commands that desks may call" asks 200 GET ""
no_files() # commands that write files, or for which the operator is needed, are none of the desks
{
	! grep -qE '"/api/v1/(publish|backup|restore|import|export|erase|init|demo|serve|keyd/(start|stop|lock|unlock|sign-out|status)|keyring/share|grant/(export|open)|rebuild|cut|doctor)"' "$work/out" &&
		! grep -qE '"(out|file|pass-file|officers-file)"' "$work/out"
}
ok "none of which names a file of the server" no_files
ok "nobody signs in without a key holder" asks 503 POST /session '{"officer":"Lina Darwish","password":"x"}'
cp "$work/passphrase" "$r/pass"
ok "the key holder starts" keyd_starts
rm "$r/pass"
ok "a wrong password" asks 401 POST /session '{"officer":"Lina Darwish","password":"x"}'
cp "$work/out" "$work/wrong"
ok "and a name that nobody has" asks 401 POST /session '{"officer":"Nobody At All","password":"x"}'
ok "are answered alike" cmp "$work/out" "$work/wrong"
ok "without a desk nothing is shown" asks 401 POST /show '{"args":["cases"]}'
token=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
ok "nor with a token that is none" asks 401 POST /show '{"args":["cases"]}'
token=
ok "the registrar signs in" signs_in 'Lina Darwish'
registrar=$token

someone='"log":"aleppo","full_name":"ism Samir, family Aqqad","sex":"m","age_doubt":"no","status_sought":"associated","search_done":"offline"'
registers()
{
	records 200 registration "{$someone,\"born\":\"1980\",\"as\":\"Lina Darwish\"}" && case_no=$(sed -n 's/.*"case":"\([0-9A-Z-]*\)".*/\1/p' "$work/out") && [ -n "$case_no" ]
}
ok "somebody is registered" registers
compares() # SEX DIFFERING
{
	asks 200 POST /person/find '{"args":["Samir Aqqad"],"options":{"as":"Lina Darwish","sex":"'"$1"'","origin":"SY-HL"}}' &&
		python3 -m json.tool --compact "$work/out" | grep -q "\"differs\":\[$2\].*\"not_compared\":\[\"origin\"\]"
}
ok "who is found is compared by sex and origin" eval "compares m '' && compares f '\"sex\"'"
ok "what is refused says the field and what would be right" unchanged records 422 registration "{$someone,\"born\":\"2010\",\"as\":\"Lina Darwish\"}"
ok "a child is not registered" says '"field":"born"|child'

slip='{"args":["'$case_no'"],"options":{"as":"Lina Darwish"}}'
ok "the slip is handed out at the desk, as a page" asks 200 POST /person/slip "$slip"
ok "to be printed there" says '"paper":"<!DOCTYPE html>.*Your number'
ok "once" asks 422 POST /person/slip "$slip"
ok "and not in the name of who is not there" asks 401 POST /person/slip '{"args":["'$case_no'"],"options":{"as":"Wafa Bitar","again":true}}'
ok "nor to a file of the server" asks 400 POST /person/slip '{"args":["'$case_no'"],"options":{"as":"Lina Darwish","out":"x"}}'

# The registrar tries to approve the case of the same person.
decision="\"case\":\"$case_no\",\"outcome\":\"granted\",\"notified_on\":\"$(today)\",\"proposed_outcome\":\"granted\",\"article\":\"1\",\"grounds\":\"none\",\"panel_1\":\"Yusuf Kanaan\""
ok "the registrar does not decide" unchanged records 422 decision "{$decision,\"as\":\"Lina Darwish\"}"
ok "nor in the name of the panel, who is not there" unchanged records 422 decision "{$decision,\"as\":\"Yusuf Kanaan,Maya Salloum\"}"
ok "nor is anything else recorded in the name of who is not there" unchanged records 401 facility \
	'{"log":"aleppo","facility_no":"K-1","kind":"kitchen","area":"Aleppo city","state":"open","as":"Tarek Hallaq"}'
ok "nor with as said twice" unchanged asks 400 POST /add "{\"args\":[\"decision\",\"as=Lina Darwish\"],\"fields\":{$decision,\"as\":\"Yusuf Kanaan\",\"as\":\"Lina Darwish\"}}"
ok "nor by an option beside the field" unchanged asks 422 POST /add "{\"args\":[\"decision\"],\"fields\":{$decision},\"options\":{\"as\":\"Lina Darwish\"}}"
ok "nor as the program itself" unchanged records 422 decision "{$decision,\"system\":\"yes\"}"
ok "nor in another folder" unchanged asks 400 POST /add "{\"args\":[\"decision\"],\"fields\":{$decision},\"options\":{\"data\":\"/\",\"as\":\"Lina Darwish\"}}"
ok "nor with a passphrase of the server" unchanged asks 400 POST /add "{\"args\":[\"decision\"],\"fields\":{$decision},\"options\":{\"pass-file\":\"/dev/null\"}}"
ok "a field whose name would be another argument" unchanged asks 400 POST /add '{"args":["facility"],"fields":{"a=b":"c"}}'
ok "a command that is none of the desks" unchanged asks 404 POST /rebuild '{}'

# Who decides reads the case at the desk, the registrar does not.
ok "the registrar reads nothing back" asks 422 POST /case/read '{"args":["'$case_no'"],"options":{"as":"Lina Darwish"}}'
ok "nor as the panel, who is not there" asks 401 POST /case/read '{"args":["'$case_no'"],"options":{"as":"Yusuf Kanaan"}}'
token=
ok "the panel signs in" signs_in 'Yusuf Kanaan'
ok "and reads" asks 200 POST /case/read '{"args":["'$case_no'"],"options":{"as":"Yusuf Kanaan"}}'
ok "what was registered" says '"full_name":"ism Samir, family Aqqad"'
ok "by office alone for no other purpose" asks 422 POST /case/read '{"args":["'$case_no'"],"options":{"as":"Yusuf Kanaan","purpose":"medical"}}'
token=$registrar

# Two officers sign one act at one desk.
kept="\"case\":\"$case_no\",\"items\":[\"watch\",\"papers\"],\"receipt\":\"B-1\",\"as\":\"Hanan Sabouni,Samar Dabbagh\""
token=
ok "a storekeeper signs in at a desk of their own" signs_in 'Hanan Sabouni'
ok "the registrar is not there" asks 200 GET /session
ok "it says who is" says '"officers":\["Hanan Sabouni"\]'
ok "one does not sign for two" unchanged records 401 belongings "{$kept}"
ok "another one joins" signs_in 'Samar Dabbagh'
ok "both are there" says '"officers":\["Hanan Sabouni","Samar Dabbagh"\]'
ok "then both sign" records 200 belongings "{$kept}"
two=$token
alone()
{
	asks 405 DELETE /session/end && asks 404 POST /session/end '{"officer":"Lina Darwish"}' && asks 400 POST /session/end '{"name":"Samar Dabbagh"}' &&
		asks 200 POST /session/end '{"officer":"Hanan Sabouni"}' && says '"officers":\["Samar Dabbagh"\]' &&
		records 401 belongings "{$kept}" && asks 200 POST /session "{\"officer\":\"Hanan Sabouni\",\"password\":\"$(password 'Hanan Sabouni')\"}" &&
		says '"officers":\["Samar Dabbagh","Hanan Sabouni"\]'
}
ok "one signs out alone, and signs nothing until signed in again" unchanged alone
elsewhere()
{
	exits 0 --data "$r" keyd sign-out 'Samar Dabbagh' && says 'signed out everywhere' && asks 200 GET /session &&
		says '"officers":\["Hanan Sabouni"\]' && records 401 belongings "{$kept}"
}
ok "or is signed out from the command line" unchanged elsewhere
last()
{
	asks 200 POST /session/end '{"officer":"Hanan Sabouni"}' && says '"officers":\[\]' && asks 401 POST /show '{"args":["cases"]}'
}
ok "where nobody is left there is no desk" last
token=
ok "both sign in anew" signs_in 'Hanan Sabouni'
ok "again" signs_in 'Samar Dabbagh'
two=$token
token=$registrar
ok "but not at another desk" unchanged records 401 belongings "{$kept}"
token=$two
ok "one signs out with all who are there" asks 200 DELETE /session
ok "and then it is no desk" asks 401 GET /session

# What the command line shows the desks see, too; what one has to be somebody for, they have to be, too.
listed()
{
	asks 200 GET "" || return 1
	for path in weapon/check weapon/book weapon/add effect/list sums grant/list grant/add glass/list glass/confirm officer/list object \
		testimony/share cut/attest audit/draw keyd/journal erase/list case/read; do
		says "\"/api/v1/$path\"" || { echo "$path is not listed" >"$work/diff"; return 1; }
	done
}
sees() # PATH BODY PATTERN
{
	asks 200 POST "/$1" "$2" && says "$3"
}
token=
ok "weapons officer and storekeeper sign in" signs_in 'Hanan Sabouni'
ok "both" signs_in 'Bashir Tawil'
ok "all that desks need is listed" listed
ok "a weapon is taken in, the person named by the case" asks 200 POST /weapon/add '{"args":["item"],"fields":{"item_no":"Q1","group":"W1",
	"class":"1.2 rifle","condition":"serviceable","handed_by":"'$case_no'","handed_by_also":[],"log":"aleppo","as":"Bashir Tawil,Hanan Sabouni"}}'
ok "the book has it" sees weapon/book '{}' '"what":"W1","handed_in":1'
gives_receipt()
{
	asks 200 POST /weapon/receipt '{"args":["Q1"],"options":{"case":"'$case_no'","log":"aleppo","as":"Bashir Tawil,Hanan Sabouni"}}' &&
		python3 - "$work/out" "$work/check" "$case_no" <<'END'
import json, sys
paper = [x for x in json.load(open(sys.argv[1])) if x["type"] == "receipt"][0]["paper"]
assert paper.startswith("SULH RECEIPT 1\n")
json.dump({"args": [paper], "options": {"case": sys.argv[3]}}, open(sys.argv[2], "w"))
END
}
ok "the receipt comes as text" gives_receipt
ok "and is checked as text" sees weapon/check "@$work/check" '"bound":true'
ok "never read from a path of the server" asks 409 POST /weapon/check '{"args":["/etc/hostname"]}'
token=$registrar
ok "officers are listed" sees officer/list '{}' '"name":"Lina Darwish".*"roles":"registrar"'
ok "grants that are open" sees grant/list '{}' '"open":0'
ok "glass that was broken" sees glass/list '{}' '"open":0'
told() { asks 404 POST /effect/list '{}' && says '"notices":0'; }
ok "lists that were told" told
ok "how many were erased" sees erase/list '{}' '"erased":0'
ok "what an auditor draws" asks 200 POST /audit/draw '{"options":{"seed":"'"$(printf '%064d' 1)"'"}}'
ok "cuts that are left to attest" sees cut/attest '{"options":{"as":"Lina Darwish"}}' '"attested":0'
ok "a grant is no registrar's" unchanged asks 422 POST /grant/add '{"fields":{"log":"aleppo","reader":"Huda Zein","scope":"one_person",
	"purpose":"medical","basis":"vital_interest","expires_on":"2016-09-01","subject_granted":"'$case_no'","as":"Lina Darwish"}}'
ok "nor in the name of those who are not there" unchanged asks 401 POST /grant/add '{"fields":{"log":"aleppo","reader":"Huda Zein","scope":"one_person",
	"purpose":"medical","basis":"vital_interest","expires_on":"2016-09-01","subject_granted":"'$case_no'","as":"Wafa Bitar,Rana Qassab"}}'
ok "the journal is shown to no registrar" asks 422 POST /keyd/journal '{"options":{"as":"Lina Darwish"}}'
ok "nor to nobody" asks 401 POST /keyd/journal '{}'
ok "nor in the name of who is not there" asks 401 POST /keyd/journal '{"options":{"as":"Wafa Bitar"}}'
ok "an object is nobody's without an officer" unchanged asks 400 POST /object '{"args":["hq/0"],"options":{"purpose":"case_work"}}'
ok "nor taken out with a key" unchanged asks 400 POST /object '{"args":["hq/0"],"options":{"as":"Lina Darwish","identity":"x"}}'
ok "a testimony is shared by no registrar" unchanged asks 404 POST /testimony/share '{"args":["aleppo/99"],"options":{"use":"court","to":"COURT","as":"Lina Darwish"}}'
token=
ok "the data-protection officer signs in" signs_in 'Wafa Bitar'
ok "and sees the journal" sees keyd/journal '{"options":{"as":"Wafa Bitar"}}' '"purpose":"slip"'

# Other ways in.
token=$registrar
ok "a page of another host" unchanged asks 403 POST /add '{"args":["notice"]}' -H 'Origin: http://elsewhere.example'
ok "a page at another port of this machine" unchanged asks 403 POST /add '{"args":["notice"]}' -H 'Origin: http://127.0.0.1:1'
ok "another name of this machine" unchanged asks 421 POST /add '{"args":["notice"]}' -H 'Host: rebound.example'
ok "a form" unchanged asks 415 POST /add '{"args":["notice"]}' -H 'Content-Type: text/plain'
ok "no JSON" unchanged asks 400 POST /add '{"args":'
ok "an array" unchanged asks 400 POST /add '[]'
ok "a member that is not known" unchanged asks 400 POST /add '{"argv":["notice"]}'
deep()
{
	asks 400 POST /add "$(python3 -c 'print("[" * 5000 + "]" * 5000)')"
}
ok "nested too deeply" unchanged deep
large()
{
	head -c 2000000 /dev/zero | tr '\0' a >"$work/large"
	asks 413 POST /add "@$work/large"
}
ok "too large" unchanged large
ok "it lives on" asks 200 GET /session
ended()
{
	kill "$keyd" && wait "$keyd"
	keyd=
	asks 200 POST /queue '{}' || asks 401 POST /queue '{}' || asks 500 POST /queue '{}'
	! records 200 registration "{$someone,\"born\":\"1980\",\"as\":\"Lina Darwish\"}"
}
ok "without the key holder nothing is recorded any more" unchanged ended
stopped()
{
	kill "$serve" && wait "$serve"
}
ok "it stops when it is told to" stopped
serve=
finish
