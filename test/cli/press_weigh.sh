#!/bin/sh
# What reports copied from each other is found at its place.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

# at_bytes FILE START END: what stands there
at_bytes()
{
	tail -c "+$(($2 + 1))" "$1" | head -c "$(($3 - $2))"
}
# member NAME: its value on the line that is read
member()
{
	sed -n 's/.*"'"$1"'":\("[^"]*"\|[0-9-]*\).*/\1/p' | tr -d '"'
}

mkdir "$work/r"
cat >"$work/r/first.txt" <<'END'
Ostvale, 3 May. The council of Ostvale has opened three kitchens by the old mill, the mayor’s office said, and each of
them will serve four hundred meals a day until the road over the pass is clear.

Nobody was hurt on the way there.
END
cat >"$work/r/second.txt" <<'END'
Élan Gazette — the Council of Ostvale has opened three kitchens by the old mill, the mayors office said, and each of them
will serve 400 meals a day until the road over the pass is clear.
END
cat >"$work/r/third.txt" <<'END'
Sixty-two riders came down to the ford at dawn, the ferryman said. The water was high.
Nobody else saw them. Sixty two riders came down to the ford at dawn, the ferryman said.
END

finds_passage()
{
	json 0 press reuse "$work/r/first.txt" "$work/r/second.txt" || return 1
	line=$(grep '"type":"run"' "$work/out" | head -n 1)
	a=$(at_bytes "$work/r/first.txt" "$(echo "$line" | member a_bstart)" "$(echo "$line" | member a_bend)")
	b=$(at_bytes "$work/r/second.txt" "$(echo "$line" | member b_bstart)" "$(echo "$line" | member b_bend)")
	[ "$(echo "$a" | tr '\n' ' ')" = "The council of Ostvale has opened three kitchens by the old mill, the mayor’s office said, and each of them will serve " ] &&
		[ "$(echo "$b" | tr '\n' ' ')" = "the Council of Ostvale has opened three kitchens by the old mill, the mayors office said, and each of them will serve " ]
}
ok "a passage is found in both, whatever its capitals and quotation marks" finds_passage
counts_characters() # É and the dash are one character each
{
	line=$(grep '"type":"run"' "$work/out" | head -n 1)
	[ "$(($(echo "$line" | member b_bstart) - $(echo "$line" | member b_start)))" -eq 3 ]
}
ok "places are told in characters and in bytes" counts_characters
contained()
{
	grep '"type":"copy"' "$work/out" | grep -q '"doc":"second","copy_of":"first","source":"first","how":"containment"'
}
ok "of two of one day the copy is the one that lies in the other" contained
twice()
{
	json 0 press reuse "$work/r/third.txt" && [ "$(grep -c '"type":"run"' "$work/out")" -eq 1 ] &&
		grep -q '"a":"third".*"b":"third".*"words":13' "$work/out" && ! grep -q '"type":"copy"' "$work/out"
}
ok "what is pasted twice in one report is found" twice
folder()
{
	run press reuse "$work/r" && says '^3 reports, 2 sources, [0-9]+ passages shared$' && says 'third.*13 words, twice in one report: Sixty' &&
		run press reuse "$work/r" --least 13 && says '^3 reports, 2 sources, 2 passages shared$'
}
ok "a folder is read, and reports with one source count once" folder
hostile() # the same word a hundred thousand times, bytes that are no text, a file of nothing
{
	mkdir "$work/h" && : >"$work/h/empty" && printf '\377\376\300la la la la la la\300 la la' >"$work/h/bytes" &&
		yes 'la' | head -n 100000 >"$work/h/la" && json 0 press reuse "$work/h" && tail -n 1 "$work/out" | grep -q '"left_out":[1-9]'
}
ok "texts made to cost much end soon" hostile
ok "without a report the usage is said" exits 2 press reuse
ok "a file that is not there is named" exits 3 press reuse "$work/none.txt"

finish
