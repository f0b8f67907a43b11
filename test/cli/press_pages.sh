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


dated() # DAY HOW BODY: a page is dated so
{
	printf '<!doctype html><html><body>%s</body></html>' "$3" >"$d/dated.html" && exits 0 press read "$d/dated.html" --json &&
		grep -q '"report_date":"'"$1"'","date_how":"'"$2"'"' "$work/out"
}
counted='<p>The guns have been silent since October 18, for a total of 44 days, in which 60 people left Ardun, the observers said.</p>'
plain='<p>In Ardun 60 people were killed, the mission of the observers said in a statement about the road to Dorn.</p>'
ok "a zone of time glued to the day of a page does not date the report" dated 2016-12-01 reckoned \
	"<article><h1>Silence</h1><div class=\"date\">20:50 GMT +3<span>28 March 2017</span></div>$counted</article>"
ok "nor do they in one text" dated 2016-12-01 reckoned "<div>20:50 GMT +328 March 2017</div>$counted<div id=\"footer\">1 January 2018</div>"
ok "a stamp of a page alone bounds the day of its report" dated ..2017-03-28 stamp \
	"<article><p class=\"meta\">Last updated: <time datetime=\"2017-03-28\">28 March 2017 20:50 GMT</time></p>$plain</article>"
ok "so it does in a table" dated ..2017-03-28 stamp "<table><tr><td>20:50 GMT +3</td><td>28 March 2017</td></tr></table>$plain"
ok "a dateline dates a report, whatever its page is stamped with" dated 2016-05-03 byline \
	"<p>ARDUN, May 3, 2016 &mdash; In Ardun 60 people were killed on Monday, the mission of the observers said.</p><p>Page made on 5 June 2018 at 10:12 GMT</p>"

mkdir "$d/spans" || exit 1
spans()
{
	python3 "$SRC/test/data/press_spans.py" write "$d/spans" && exits 0 press read "$d/spans" --json &&
		cp "$work/out" "$work/read" && python3 "$SRC/test/data/press_spans.py" check "$d/spans" "$work/read" >"$work/out"
}
ok "claims stand at the bytes and characters of their files, and in one sentence, whatever the encoding" spans
finish
