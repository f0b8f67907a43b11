/* See list_read.h. */
#include "intake/list_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/time.h"
#include "base/utf8.h"
#include "ledger/key.h"
#include "base/banned.h"

enum { NAME, ALIASES, BIRTH, REFERENCE, COLUMNS };

static const char *const columns[COLUMNS] = { "name", "aliases", "birth", "reference" };

#define NONE ((size_t)-1)

/* What a row is called, and where. */
struct called {
	uint64_t hash;
	struct str text;
	size_t row;
};

struct reading {
	struct list_reading *r;
	struct arena *a, *one; /* one: of a row */
	size_t at[COLUMNS];
	size_t n_columns, row;
	struct called *called;
	size_t n_called, room;
};

static bool bad(struct reading *w, size_t row, const char *column, struct str value,
		const char *want)
{
	struct refusals why = { .a = w->one };

	refuse(&why, "list", str_of(column), value, "%s", want);
	w->r->bad(w->r->p, row, &why.list[0]);
	w->r->n_bad++;
	return false;
}

static bool header(struct reading *w, const struct str *cells, size_t n)
{
	for (size_t i = 0; i < COLUMNS; i++)
		w->at[i] = NONE;
	for (size_t i = 0; i < n; i++) {
		struct str name = str_trim(cells[i]);
		size_t c = 0;

		while (c < COLUMNS && !str_eq(name, str_of(columns[c])))
			c++;
		if (c == COLUMNS)
			return bad(
				w, 1, "column", utf8_plain(name) ? name : S(""),
				"name, aliases, birth or reference: a list holds nothing else of "
				"anybody");
		if (w->at[c] != NONE)
			return bad(w, 1, columns[c], name, "each column once");
		w->at[c] = i;
	}
	for (size_t c = 0; c < COLUMNS; c++)
		if (w->at[c] == NONE)
			return bad(w, 1, columns[c], S(""),
				   "a first line with the columns name, aliases, birth, reference");
	w->n_columns = n;
	return true;
}

/* What a spreadsheet would run. */
static bool is_formula(struct str s)
{
	return s.len && strchr("=+-@", s.s[0]);
}

static bool is_text(struct reading *w, int column, struct str s, size_t most)
{
	if (!utf8_plain(s))
		return bad(w, w->row, columns[column], S(""),
			   "plain text in UTF-8, without control characters and line breaks");
	if (is_formula(s))
		return bad(w, w->row, columns[column], s,
			   "text: what begins so is a formula to a spreadsheet");
	return s.len <= most ||
	       bad(w, w->row, columns[column], str_mem(s.s, 0),
		   column == REFERENCE ? "at most 40 bytes" : "a name of at most 300 bytes");
}

static bool has_letters(struct reading *w, struct str s)
{
	struct names_way ways[NAMES_WAYS];
	struct names one = { .has_latin = true, .n_latin = 1, .latin = { s } };

	return names_ways(w->one, &one, ways) > 0;
}

static bool add_name(struct reading *w, int column, struct str s, struct names *x)
{
	if (!is_text(w, column, s, LIST_TEXT))
		return false;
	if (!has_letters(w, s))
		return bad(w, w->row, columns[column], s, "a name, of letters");
	if (x->n_latin == NAMES_LATIN)
		return bad(w, w->row, columns[column], S(""), "at most 11 aliases, separated by |");
	x->latin[x->n_latin++] = s;
	return true;
}

static bool read_names(struct reading *w, const struct str cells[COLUMNS], struct names *x)
{
	struct str rest = str_trim(cells[ALIASES]);

	x->has_latin = true;
	if (!add_name(w, NAME, str_trim(cells[NAME]), x))
		return false;
	while (rest.s && rest.len) {
		struct str alias = str_trim(str_cut(&rest, '|'));

		if (alias.len && !add_name(w, ALIASES, alias, x))
			return false;
	}
	x->born = str_trim(cells[BIRTH]);
	if (!x->born.len)
		x->born = (struct str){ NULL, 0 };
	else if (x->born.len > 24 || !edtf_ok(x->born))
		return bad(w, w->row, columns[BIRTH], utf8_plain(x->born) ? x->born : S(""),
			   "a date as 1984, 1984~, 1984-05, 1984-05-17 or 1980/1985, or nothing");
	x->case_no = str_trim(cells[REFERENCE]);
	if (!x->case_no.len)
		return bad(w, w->row, columns[REFERENCE], S(""),
			   "what the row is called in its list: whoever looks at a hit has to find "
			   "it");
	return is_text(w, REFERENCE, x->case_no, LIST_REF);
}

/* FNV-1a */
static uint64_t number_of(struct str s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (uint8_t)s.s[i]) * 1099511628211u;
	return h;
}

static int by_text(const void *a, const void *b)
{
	const struct called *x = a, *y = b;
	size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
	int order;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	order = memcmp(x->text.s, y->text.s, n);
	if (order || x->text.len != y->text.len)
		return order ? order : x->text.len < y->text.len ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void note(struct reading *w, struct str reference)
{
	struct str text = str_dup(w->a, reference);

	w->called = arena_more(w->a, w->called, w->n_called, &w->room, sizeof *w->called);
	w->called[w->n_called++] = (struct called){ number_of(text), text, w->row };
}

static void find_twice(struct reading *w)
{
	if (w->n_called)
		qsort(w->called, w->n_called, sizeof *w->called, by_text);
	for (size_t i = 1; i < w->n_called && w->r->n_bad < LIST_BAD; i++)
		if (str_eq(w->called[i].text, w->called[i - 1].text)) {
			arena_reset(w->one);
			bad(w, w->called[i].row, columns[REFERENCE], w->called[i].text,
			    str_z(w->one, str_fmt(w->one, "a reference of its own: row %zu has it",
						  w->called[i - 1].row)));
		}
}

static bool one_row(struct reading *w, const struct str *all, size_t n, struct err *e)
{
	struct list_row x = { .row = w->row };
	struct str cells[COLUMNS];

	if (n != w->n_columns) {
		bad(w, w->row, "row", S(""), "as many cells as the first line has");
		return true;
	}
	for (size_t c = 0; c < COLUMNS; c++)
		cells[c] = all[w->at[c]];
	if (!read_names(w, cells, &x.names))
		return true;
	note(w, x.names.case_no);
	w->r->rows++;
	if (w->r->rows > LIST_ROWS)
		return bad(w, w->row, "row", S(""), "at most 1000000 rows") ||
		       err_set(e, ERR_REFUSED, "the list is refused");
	return w->r->row(w->r->p, &x, e);
}

static bool every(struct reading *w, struct str text, struct err *e)
{
	struct str *cells = arena_array(w->a, CSV_COLUMNS, sizeof *cells);
	struct csv csv = csv_of(text);
	size_t n;

	e->kind = ERR_NONE;
	if (!csv_row(&csv, w->one, cells, &n, e))
		return e->kind == ERR_NONE ? bad(w, 0, "file", S(""), "a list that is not empty")
					   : false;
	if (!header(w, cells, n))
		return false;
	for (arena_reset(w->one); w->r->n_bad < LIST_BAD && csv_row(&csv, w->one, cells, &n, e);
	     arena_reset(w->one)) {
		w->row = csv.row;
		if (!one_row(w, cells, n, e))
			return false;
	}
	return e->kind == ERR_NONE;
}

bool list_read(struct arena *a, struct str text, struct list_reading *r, struct err *e)
{
	struct reading w = { .r = r, .a = a, .one = arena_new(0) };
	bool ok = w.one || err_set(e, ERR_FAILED, "read a list: out of memory");

	r->rows = r->n_bad = 0;
	ok = ok && every(&w, text, e);
	if (ok)
		find_twice(&w);
	if (ok && !r->n_bad && !r->rows)
		ok = bad(&w, 0, "file", S(""), "a row at least");
	arena_free(w.one);
	if (r->n_bad && (ok || e->kind == ERR_NONE))
		ok = err_set(e, ERR_REFUSED, "the list is refused, and nothing of it is kept");
	return ok;
}
