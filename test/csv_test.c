/* CSV by RFC 4180: cells as they were meant, errors by row and column, and what is written is read back. */
#include "base/csv.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

/* All cells as one text: "|" behind a cell, "/" behind a row; "!row N, column M" where it is refused. */
static struct str read_all(struct arena *a, struct str text)
{
	struct csv in = csv_of(text);
	struct str cells[CSV_COLUMNS];
	struct buf b = { .a = a };
	struct err e = { 0 };
	size_t n;

	while (csv_row(&in, a, cells, &n, &e)) {
		for (size_t i = 0; i < n; i++)
			buf_fmt(&b, "%.*s|", P(cells[i]));
		buf_byte(&b, '/');
	}
	if (e.kind)
		buf_fmt(&b, "!%s", e.where);
	return buf_text(&b);
}

static const struct {
	const char *what, *text, *want;
} cases[] = {
	{ "plain cells", "a,b\nc,d\n", "a|b|/c|d|/" },
	{ "CR LF", "a,b\r\nc,d\r\n", "a|b|/c|d|/" },
	{ "no end of the last line", "a,b\nc", "a|b|/c|/" },
	{ "a byte-order mark",
	  "\xef\xbb\xbf"
	  "a\n",
	  "a|/" },
	{ "a second one is text",
	  "\xef\xbb\xbf\xef\xbb\xbf"
	  "a\n",
	  "\xef\xbb\xbf"
	  "a|/" },
	{ "empty lines", "\n\r\na\n\n\nb\n\n", "a|/b|/" },
	{ "empty cells", ",\n,,\n", "||/|||/" },
	{ "quotes", "\"a,b\",\"c\"\"d\",\"\"\n", "a,b|c\"d||/" },
	{ "a line break in quotes", "\"a\nb\",c\n", "a\nb|c|/" },
	{ "blanks stay", " a , b\n", " a | b|/" },
	{ "nothing", "", "" },
	{ "only a mark", "\xef\xbb\xbf", "" },
	{ "a quote not closed", "a\n\"b", "a|/!row 2, column 1" },
	{ "a quote inside", "a,b\"c\n", "!row 1, column 2" },
	{ "text behind a quote", "\"a\"b\n", "!row 1, column 1" },
	{ "a lone CR", "a\rb\n", "!row 1, column 1" },
	{ "not UTF-8", "a,b,\xff\n", "!row 1, column 3" },
	{ "a surrogate", "\xed\xa0\x80\n", "!row 1, column 1" },
};

/* The first line decides what stands between cells. */
static bool any_is(struct arena *a, const char *text, const char *want)
{
	struct csv in = csv_of_any(str_of(text));
	struct str cells[CSV_COLUMNS];
	struct buf b = { .a = a };
	struct err e = { 0 };
	size_t n;

	while (csv_row(&in, a, cells, &n, &e)) {
		buf_fmt(&b, "%zu:", in.row);
		for (size_t i = 0; i < n; i++)
			buf_fmt(&b, "%.*s|", P(cells[i]));
	}
	if (e.kind)
		buf_fmt(&b, "!%s", e.where);
	if (!str_eq(buf_text(&b), str_of(want)))
		printf("# %.*s\n", P(buf_text(&b)));
	return str_eq(buf_text(&b), str_of(want));
}

static void any(struct arena *a)
{
	CHECK("semicolons", any_is(a, "a;b\n1,5;2\n", "1:a|b|2:1,5|2|"));
	CHECK("tabs", any_is(a, "a\tb\n1,5\t2;3\n", "1:a|b|2:1,5|2;3|"));
	CHECK("vertical bars", any_is(a, "a|b\n1,5|2\n", "1:a|b|2:1,5|2|"));
	CHECK("commas, though a quoted name has semicolons",
	      any_is(a, "\"a;;;\",b\n1,2\n", "1:a;;;|b|2:1|2|"));
	CHECK("one column", any_is(a, "a\n1\n", "1:a|2:1|"));
	CHECK("what the first line says", any_is(a, "sep=;\r\na,b;c\r\n1;2\r\n", "2:a,b|c|3:1|2|"));
	CHECK("nothing else of it", any_is(a, "sep=\"\na,b\n", "!row 1, column 1"));
	CHECK("empty lines before count", any_is(a, "\n\na;b\n", "3:a|b|"));
	CHECK("an empty text", any_is(a, "", "") && any_is(a, "\n", ""));
}

static void limits(struct arena *a)
{
	struct buf wide = { .a = a }, cell = { .a = a };
	struct str s;

	for (int i = 0; i < CSV_COLUMNS - 1; i++)
		buf_byte(&wide, ',');
	s = read_all(a, buf_text(&wide));
	CHECK("200 columns", s.len == CSV_COLUMNS + 1);
	buf_byte(&wide, ',');
	CHECK("201 columns are refused",
	      str_eq(read_all(a, buf_text(&wide)), S("!row 1, column 201")));
	for (int i = 0; i < CSV_CELL; i++)
		buf_byte(&cell, 'x');
	CHECK("a cell of 65,536 bytes", read_all(a, buf_text(&cell)).len == CSV_CELL + 2);
	buf_byte(&cell, 'x');
	CHECK("one more is refused", str_eq(read_all(a, buf_text(&cell)), S("!row 1, column 1")));
}

static void written(struct arena *a)
{
	static const char *const cells[] = { "",       "a", "a,b", "\"",   "a\"b",     "a\nb",
					     "a\r\nb", "",  " ",   "\"\"", "\xd8\xad", "" };
	struct str back[CSV_COLUMNS];
	struct buf b = { .a = a };
	struct csv in;
	struct err e;
	bool same;
	size_t n = 0, want = sizeof cells / sizeof *cells;

	for (size_t i = 0; i < want; i++)
		csv_put(&b, str_of(cells[i]));
	csv_put_end(&b);
	in = csv_of(buf_text(&b));
	same = csv_row(&in, a, back, &n, &e) && n == want;
	for (size_t i = 0; same && i < n; i++)
		same = str_eq(back[i], str_of(cells[i]));
	CHECK("what is written is read back", same);
	CHECK("and nothing more", !csv_row(&in, a, back, &n, &e) && e.kind == ERR_NONE);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK(cases[i].what,
		      str_eq(read_all(a, str_of(cases[i].text)), str_of(cases[i].want)));
	any(a);
	limits(a);
	written(a);
	arena_free(a);
	return done();
}
