#!/bin/sh
# No sealed field, no name and nothing that links two entries of a person reaches a byte that others can read: not
# in the published folder, and in clear not in the register either.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

demo=$work/demo
public=$work/public
day=$(day_after 2)
at "${day}T10:00:00Z"
example_in "$demo" || { cat "$work/err"; exit 1; }

# Words that nothing else says.
cat >"$work/marked" <<'END'
Qxzvyrian
Wklmpostov
زغضصثقبفظ
كذخشطءؤئة
Dzhukvelma
+963/5577/3184/29
Prnxtolweg
HQ-7731-KLMX
Vbgtrsqwin
Xwpqlzgrnd
Zjkvwqtms
Grzmkaltwo
Fjordvlkmxa
END
# Officers are named in the register only under seal.
sed 1d "$example/officers.csv" | cut -d, -f1 >"$work/officers"

clean() # FILE of words; FOLDER...
{
	python3 "$SRC/test/data/privacy.py" words "$@" >"$work/diff"
}
free_of() # FILE of texts; FOLDER...
{
	python3 "$SRC/test/data/privacy.py" texts "$@" >"$work/diff"
}
public_clean()
{
	python3 "$SRC/test/data/privacy.py" public "$public" "$demo" >"$work/diff"
}
marked() # BORN: so far apart that none of these namesakes may be another
{
	person "$demo" "born=$1" 'full_name=ism Qxzvyrian, father زغضصثقبفظ, grandfather Dzhukvelma, family Wklmpostov' \
		'mother_name=ism كذخشطءؤئة' 'latin_names=Qxzvyrian Wklmpostov|Dzhukvelma' 'contact=+963/5577/3184/29' \
		'note=Zjkvwqtms lives behind the old mill' 'documents=type=national_id number=HQ-7731-KLMX country=SYR' \
		'device=Xwpqlzgrnd device' 'origin=Mahalej' "occurred_at=$(day_after 0)T11:13:17+02:00" 'needs=DS,WR'
}
decide() # CASE
{
	granted "$demo" "$1" article=Prnxtolweg 'grounds=Grzmkaltwo' 'dissent=Fjordvlkmxa' 'note=Vbgtrsqwin noted this' \
		"notified_on=$day" "occurred_at=${day}T11:19:23+02:00"
}
several()
{
	i=0
	while [ $i -lt 5 ]; do
		marked $((1930 + 15 * i)) || return 1
		case_of >>"$work/cases"
		i=$((i + 1))
	done
}
decide_all()
{
	while read -r c; do
		decide "$c" || return 1
	done <"$work/cases"
}

# What has an identity of its own, or none: a story, a search, a weapon, a victim, somebody who was freed.
others()
{
	run --data "$demo" add testimony log=aleppo "given_on=$day" about=captivity 'story=Qxzvyrian was there' uses=none \
		again_allowed=no 'as=Nadia Karam' &&
		run --data "$demo" add tracing log=aleppo asked_by=family 'sought=ism Wklmpostov' relation=sibling state=open \
			'note=Zjkvwqtms' 'as=Nadia Karam' &&
		run --data "$demo" add weapon_item log=aleppo item_no=Prnxtolweg group=W1 'class=1.1 pistol' \
			serial=HQ-7731-KLMX condition=serviceable 'note=Grzmkaltwo' 'as=Bashir Tawil,Hanan Sabouni' &&
		run --data "$demo" add passenger log=al-tall convoy=2 choice=chosen to=Idlib no_names_to_escort=yes \
			'note=Fjordvlkmxa' 'as=Karim Jabbour' &&
		run --data "$demo" add belongings "case=$(head -n 1 "$work/cases")" 'items=Xwpqlzgrnd|watch' \
			receipt=HQ-7731-KLMX 'as=Hanan Sabouni,Samar Dabbagh' &&
		run --data "$demo" add correction "case=$(head -n 1 "$work/cases")" field=full_name \
			'new_value=ism Qxzvyrian, family Wklmpostov' why=typing 'as=Lina Darwish' &&
		run --data "$demo" add accident log=aleppo 'area=Aleppo city' device=UXO during=farming \
			'casualties=harm=injured who=men amount=1' 'victim=ism Qxzvyrian' 'note=Vbgtrsqwin' 'as=Nabil Shaheen' &&
		run --data "$demo" add captive_release log=aleppo number=6 'place_of=Rif Dimashq' received_by=AID \
			receipt=Xwpqlzgrnd 'freed_names=freed="ism Dzhukvelma" sex=m' 'as=Omar Zahed,Nadia Karam'
}

ok "five persons with marked words are registered" several
ok "while they wait no word is in the register" clean "$work/marked" "$demo"
ok "they are decided on" decide_all
ok "others are recorded with such words" others
ok "no word is in the register" clean "$work/marked" "$demo"
refused()
{
	! "$sulh" --data "$demo" add registration log=aleppo 'full_name=ism Qxzvyrian' sex=m born=2010 age_doubt=no \
		status_sought=associated search_done=offline 'as=Lina Darwish' >"$work/out" 2>"$work/err"
}
ok "a refused record leaves none either" refused
ok "nowhere" clean "$work/marked" "$demo"
ok "they are cut" exits 0 --data "$demo" cut
ok "thirty-four of them, the weapon waits" says 'aleppo .* 2 about places, 34 about persons; 1 wait'
ok "the passenger waits for others, too" says 'al-tall .* 0 about persons; 1 wait'
at "${day}T16:05:00Z"
ok "a bulletin is signed" exits 0 --data "$demo" bulletin sign --at "$day" --as 'Ziad Mansour,Noor Khoury'
ok "all is published" exits 0 --data "$demo" publish "$public"
ok "no marked word is in the register, whole or in part, in any spelling" clean "$work/marked" "$demo"
ok "nor in the publication" clean "$work/marked" "$public"
# The passwords of the example lie beside it on purpose, with the names whose they are.
mv "$demo/demo.officers" "$work/passwords"
ok "no officer's name is in the register in clear" free_of "$work/officers" "$demo"
ok "nor in the publication" free_of "$work/officers" "$public"
printf '%s\n' "$(day_after 0)T11:13" "$(day_after 0)T09:13" "${day}T11:19" "${day}T09:19" >"$work/times"
ok "no time of an act is in the publication" free_of "$work/times" "$public"
ok "entries about persons say nothing, share nothing and are in the order of their leaves" public_clean
ok "rebuild brings no word to light" exits 0 --data "$demo" rebuild
ok "nowhere at all" clean "$work/marked" "$demo"
passphrase=$(cat "$demo/demo.pass")
printf '%s\n' "$passphrase" >"$work/phrase"
mv "$demo/demo.pass" "$work/demo.pass"
ok "the passphrase stands in its file only" free_of "$work/phrase" "$demo" "$public"
mv "$work/demo.pass" "$demo/demo.pass"

# The searches find what is there.
mkdir "$work/planted"
plant() # BYTES as for printf
{
	# shellcheck disable=SC2059 # the format is the test
	printf "$1" >"$work/planted/file"
	! clean "$work/marked" "$work/planted"
}
ok "a word is found" plant 'abc Qxzvyrian def'
ok "a part of a word is found" plant 'abcdlmpostoef'
ok "UTF-16 is found" plant 'W\000k\000l\000m\000p\000o\000s\000t\000o\000v\000'
ok "hex is found" plant '57 abc 576b6c6d706f73746f76 def'
ok "base64 is found" plant "$(printf 'abcdWklmpostov' | base64)"
ok "base64 elsewhere is found" plant "$(printf 'abcdeWklmpostov' | base64)"
ok "what is not there is not found" sh -c 'printf "Qxzvy" >"$1/file"' - "$work/planted"
ok "so a clean file is clean" clean "$work/marked" "$work/planted"

# With the person's key all of it is there: what was searched for was really recorded.
# One of the last entries at least holds marked words: beside a registration lie a slip and a notice, which have none.
opened()
{
	size=$("$sulh" --data "$demo" --json log head | sed -n 's/.*"log":"aleppo".*"size":\([0-9]*\).*/\1/p')
	for back in $(seq 2 25); do
		run --data "$demo" object "aleppo/$((size - back))" --out "$work/object" --identity "$work/identity" || continue
		age -d -i "$work/identity" "$work/object" >"$work/planted/file" || return 1
		clean "$work/marked" "$work/planted" || return 0
	done
	return 1
}
if command -v age >/dev/null; then
	ok "the person's own key opens it" opened
else
	skip "the person's own key opens it" "age is not installed"
fi
finish
