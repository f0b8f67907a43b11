#!/bin/sh
# Pages of many makes are read for their article and for nothing else; what is made to take long or to break the reader does not.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

sulh=$SULH
d=$work/d
mkdir "$d" "$d/pages" || exit 1

pages()
{
	python3 "$SRC/test/data/press_pages.py" write "$d/pages" && exits 0 press read "$d/pages" --json &&
		cp "$work/out" "$work/read" && python3 "$SRC/test/data/press_pages.py" check "$work/read" >"$work/out"
}
ok "of pages of many makes the article is read, and nothing else" pages

hostile() # NAME PYTHON: a page made by this expression is read
{
	python3 -c "import sys; sys.stdout.write('<!doctype html><body>' + $2)" >"$d/$1.html" &&
		{ run press read "$d/$1.html" --json || [ $? -eq 5 ]; } && ! grep -q Sanitizer "$work/err"
}
attributes()
{
	hostile attributes "'<p ' + ' '.join('a%d=1' % i for i in range(100000)) + '>In Ardun 60 people were killed on Monday.</p>'" &&
		grep -q '"value":60' "$work/out"
}
ok "a tag of a hundred thousand attributes is read as another" attributes
while IFS='|' read -r name text; do
	ok "a page of $name ends" hostile page "$text"
done <<'EOF'
elements in each other, closed as others|'<div></i>' * 400000
tables in each other|'<table><tr><td>60 people' * 30000
ends without a beginning|'<b>' * 500 + '<div>' + '</b>' * 800000
comments that do not end|'<!--' * 800000
scripts that do not end|'<script>' * 400000
attributes that do not end|'<a href="' * 400000
marks that begin no tag|'<' * 3000000
references that are none|'&' * 3000000
references without their end|'&#1' * 1000000
very many lines|'<br>x' * 150000
EOF
blocks()
{
	hostile blocks "'<p>x' * 200001" && grep -q 'blocks of text' "$work/out"
}
ok "a page of too many blocks is refused" blocks

mkdir "$d/spans" || exit 1
spans()
{
	python3 "$SRC/test/data/press_spans.py" write "$d/spans" && exits 0 press read "$d/spans" --json &&
		cp "$work/out" "$work/read" && python3 "$SRC/test/data/press_spans.py" check "$d/spans" "$work/read" >"$work/out"
}
ok "claims stand at the bytes and characters of their files, and in one sentence, whatever the encoding" spans
finish
