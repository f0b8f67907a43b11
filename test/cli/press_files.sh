#!/bin/sh
# Files of reports as they are found: one that cannot be read stops no other, and each has a name of its own.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

sulh=$SULH
d=$work/d
mkdir -p "$d/x" "$d/y/deep" "$d/names/x" "$d/names/y" || exit 1
printf 'On Monday 60 people left Ardun.\n' >"$d/a.txt"
printf 'On Monday 61 people left Ardun.\n' >"$d/x/b.txt"
printf 'On Monday 62 people left Ardun.\n' >"$d/y/deep/c.txt"
: >"$d/x/empty.txt"
head -c 5000 /dev/zero >"$d/x/zeros.txt"
mkfifo "$d/x/pipe"
ln -s .. "$d/y/up"
python3 -c "import sys; sys.stdout.buffer.write(bytes(range(256)) * 40)" >"$d/x/noise.bin"

values()
{
	python3 -c 'import json,sys; print(*(json.loads(l)["value"] for l in open(sys.argv[1]) if "\"type\":\"claim\"" in l))' "$work/out"
}
folder()
{
	exits 6 press read "$d" --json && [ "$(values)" = "60 61 62" ] && for name in pipe zeros.txt noise.bin up; do
		grep '"type":"unread"' "$work/out" | grep -q "$name\",\"reason\":\"." || return 1
	done && tail -n 1 "$work/out" | grep -q '"reports":4.*"unread":4'
}
ok "a folder is read with the folders in it, and what cannot be read is said with its reason" folder
in_words()
{
	exits 6 press read "$d" && grep -q 'not read: .*zeros.txt: .*5000 of its 5000 bytes are control characters' "$work/out" && grep -q 'not read: .*pipe: .*no regular file' "$work/out"
}
ok "people are told the same" in_words
others()
{
	exits 6 press reuse "$d" --json && grep -q '"type":"unread"' "$work/out" && exits 6 press compare "$d" --json && grep -q '"claims":3' "$work/out"
}
ok "comparing goes on without them, too" others
alone()
{
	exits 5 press read "$d/x/zeros.txt" && exits 2 press read "$d/nothing.txt" && exits 0 press read "$d/x/empty.txt" &&
		exits 1 press read "$d/x/pipe"
}
ok "a file given alone ends with its own reason" alone
none()
{
	exits 6 press read "$d/nothing.txt" "$d/a.txt" --json && [ "$(values)" = 60 ] && exits 2 press read "$d/nothing.txt" "$d/nor.txt"
}
ok "of several files the others are read; where none could be, the first reason is the exit code" none

printf 'On Monday 70 people left Ardun.\n' | tee "$d/names/a.txt" "$d/names/x/1.txt" >"$d/names/y/1.txt"
printf '<p>On Monday 70 people left Ardun, and nobody came back.</p>\n' >"$d/names/a.html"
printf 'On Monday 71 people left Ardun.\n' >"$d/names/only.txt"
named()
{
	(cd "$d" && exits 0 press read names names/a.txt --json) &&
		python3 - "$work/out" <<-'EOF'
			import json, sys
			docs = [c["doc"] for c in map(json.loads, open(sys.argv[1])) if c["type"] == "report"]
			assert sorted(docs) == ["names/a.html", "names/a.txt", "names/x/1", "names/y/1", "only"], docs
		EOF
}
ok "files of one name are told apart by their folders and endings, and one that is given twice is read once" named
many()
{
	mkdir "$d/many" && python3 -c "
for i in range(3000):
    open('$d/many/%d.txt' % i, 'w').write('On Monday %d people left Ardun.\n' % (i + 100))" &&
		exits 0 press read "$d/many" --json && tail -n 1 "$work/out" | grep -q '"reports":3000,"claims":3000'
}
ok "very many files are read" many
words()
{
	(cd "$d/many" && exits 0 press read -- *.txt && grep -q '^2999: ' "$work/out")
}
ok "and as many as the shell names" words
stdin()
{
	"$SULH" press read - "$d/a.txt" --json <"$d/x/b.txt" >"$work/out" && [ "$(values)" = "61 60" ]
}
ok "standard input is one of several files" stdin
finish
