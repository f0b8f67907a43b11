/* See link.h: reading lists. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "match/link_pair.h"
#include "base/banned.h"

static const struct {
	const char *column;
	enum link_field field;
} columns[] = {
	{ "name", LINK_NAME },		 { "name_ar", LINK_NAME },
	{ "name_la", LINK_NAME },	 { "name_other", LINK_NAME },
	{ "mother", LINK_MOTHER },	 { "mother_name", LINK_MOTHER },
	{ "given_name", LINK_GIVEN },	 { "first_name", LINK_GIVEN },
	{ "surname", LINK_SURNAME },	 { "last_name", LINK_SURNAME },
	{ "family_name", LINK_SURNAME }, { "birth", LINK_BIRTH },
	{ "born", LINK_BIRTH },		 { "date_of_birth", LINK_BIRTH },
	{ "dob", LINK_BIRTH },		 { "sex", LINK_SEX },
	{ "gender", LINK_SEX },		 { "origin", LINK_PLACE },
	{ "place", LINK_PLACE },	 { "village", LINK_PLACE },
	{ "suburb", LINK_PLACE },	 { "street_number", LINK_NUMBER },
	{ "address_1", LINK_STREET },	 { "address_2", LINK_HOUSE },
	{ "postcode", LINK_POST },	 { "state", LINK_STATE },
};

#define SHOWN	  400 /* letters of the names of columns, */
#define SHOWN_ONE 80  /* and of one */
#define NOTHING	  (-1)
#define ID	  (-2)

const char *link_field_name(enum link_field f)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (columns[i].field == f)
			return columns[i].column;
	return "";
}

static int column_of(struct str name)
{
	name = str_trim(name);
	if (str_eq(name, S("rec_id")) || str_eq(name, S("id")))
		return ID;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (str_eq(name, str_of(columns[i].column)))
			return (int)columns[i].field;
	return NOTHING;
}

/* Latin letters small; others as they are. */
static struct str small(struct arena *a, struct str s)
{
	char *p;

	s = str_trim(s);
	p = arena_copy(a, s.s, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 32);
	return str_mem(p, s.len);
}

/* What the columns are called, as far as it can be shown. */
static struct str names_of(struct arena *a, const struct str *cells, size_t n)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < n && b.len < SHOWN; i++) {
		struct str name = str_trim(cells[i]);
		char *p = arena_copy(a, name.s, name.len);

		for (size_t k = 0; k < name.len; k++)
			p[k] = p[k] == '\t' ? ' ' : p[k];
		name = str_mem(p, name.len);
		buf_fmt(&b, "%s%.*s", i ? ", " : "",
			P(!utf8_plain(name)	 ? S("?")
			  : name.len > SHOWN_ONE ? S("...")
						 : name));
	}
	return buf_text(&b);
}

static bool divided_otherwise(const struct str *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < cells[i].len; k++)
			if (cells[i].s[k] == ';' || cells[i].s[k] == '\t' || cells[i].s[k] == '|')
				return true;
	return false;
}

static bool no_nul(const struct csv *c, const struct str *cells, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i].len && memchr(cells[i].s, 0, cells[i].len)) {
			err_set(e, ERR_REFUSED, "read CSV: a NUL byte; save the file as text");
			return err_at(e, "row %zu, column %zu", c->row, i + 1);
		}
	return true;
}

/* Each column once, by its name, and the id, too. */
static bool columns_differ(const struct csv *c, const struct str *cells, const int *is, size_t n,
			   struct err *e)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			struct str name = str_trim(cells[i]);

			if (!name.len ||
			    (!str_eq(name, str_trim(cells[k])) && (is[i] != ID || is[k] != ID)))
				continue;
			err_set(e, ERR_REFUSED,
				"read CSV: columns %zu and %zu are one column twice", k + 1, i + 1);
			return err_at(e, "row %zu, column %zu", c->row, i + 1);
		}
	return true;
}

static bool refuse_header(struct err *e, const char *what, const struct link_list *l, bool comma)
{
	return err_set(e, ERR_REFUSED, "row 1: %s; the columns read are: %.*s%s", what,
		       P(l->columns), comma ? "; write a comma between columns" : "");
}

/* The line of names: what each column is. */
static bool header(struct csv *c, struct arena *a, struct str *cells, int *is, size_t *n,
		   struct link_list *out, struct err *e)
{
	bool id = false, comma;

	if (!csv_row(c, a, cells, n, e))
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "the list is empty: a line of names of columns, then "
					 "rows");
	if (!no_nul(c, cells, *n, e))
		return false;
	for (size_t i = 0; i < *n; i++) {
		is[i] = column_of(cells[i]);
		id |= is[i] == ID;
		if (is[i] >= 0)
			out->fields |= 1u << is[i];
	}
	out->columns = names_of(a, cells, *n);
	comma = divided_otherwise(cells, *n);
	if (!id)
		return refuse_header(e, "no column rec_id or id, by which a row is named", out,
				     comma);
	if (!out->fields)
		return refuse_header(e,
				     "no column that could be compared: name, given_name, surname, "
				     "birth and others (see sulh help match link)",
				     out, comma);
	return columns_differ(c, cells, is, *n, e);
}

/* A birth as birth_compare takes it, or as eight digits; where it is none, it is not known and is counted. */
static struct str birth(struct arena *a, struct str s, size_t row, struct str column,
			struct link_list *out)
{
	struct str read;

	if (link_birth(a, s, &read))
		return read;
	if (!out->births_not_read++) {
		out->not_read_row = row;
		out->not_read_column = column;
	}
	return S("");
}

static int by_id(const void *a, const void *b)
{
	const struct link_row *const *x = a, *const *y = b;

	return str_cmp((*x)->id, (*y)->id);
}

static bool ids_differ(struct arena *a, const struct link_list *l, struct err *e)
{
	const struct link_row **row = arena_array(a, l->n + 1, sizeof *row);

	for (size_t i = 0; i < l->n; i++)
		row[i] = &l->row[i];
	qsort(row, l->n, sizeof *row, by_id);
	for (size_t i = 1; i < l->n; i++)
		if (str_eq(row[i]->id, row[i - 1]->id))
			return err_set(e, ERR_REFUSED,
				       "the id %.*s names two rows: each row has its own",
				       P(row[i]->id));
	return true;
}

/* A cell for which its row has no room. One that says again what another says is no loss. */
static void not_compared(struct arena *a, struct str cell, struct str column, size_t row, int field,
			 const struct link_row *r, struct link_list *out)
{
	struct str s = small(a, cell);

	if (!s.len || str_eq(s, r->of[field]) || (field == LINK_NAME && str_eq(s, r->also)))
		return;
	if (!out->not_compared++) {
		out->not_compared_row = row;
		out->not_compared_column = str_trim(column);
	}
}

/* One row of as many cells as there are columns. */
static void read_row(struct arena *a, const struct str *cells, const struct str *names,
		     const int *is, size_t n, size_t row, struct link_row *r, struct link_list *out)
{
	for (size_t i = 0; i < n; i++)
		if (is[i] == ID)
			r->id = str_dup(a, str_trim(cells[i]));
		else if (is[i] >= 0 && is[i] != LINK_BIRTH && !r->of[is[i]].len)
			r->of[is[i]] = small(a, cells[i]);
		else if (is[i] == LINK_NAME && !r->also.len)
			r->also = small(a, cells[i]);
		else if (is[i] >= 0 && is[i] != LINK_BIRTH)
			not_compared(a, cells[i], names[i], row, is[i], r, out);
}

bool link_read(struct arena *a, struct str text, struct link_list *out, struct err *e)
{
	struct csv c = csv_of(text);
	struct str cells[CSV_COLUMNS], names[CSV_COLUMNS];
	int is[CSV_COLUMNS];
	size_t n, width, room = 0;

	*out = (struct link_list){ 0 };
	if (!header(&c, a, names, is, &width, out, e))
		return false;
	while (csv_row(&c, a, cells, &n, e)) {
		struct link_row *r;

		if (n != width) {
			err_set(e, ERR_REFUSED, "read CSV: %zu cells where the header has %zu", n,
				width);
			return err_at(e, "row %zu", c.row);
		}
		if (!no_nul(&c, cells, n, e))
			return false;
		if (out->n == LINK_ROWS)
			return err_set(e, ERR_REFUSED, "row %zu: a list has at most %zu rows",
				       c.row, LINK_ROWS);
		out->row = arena_more(a, out->row, out->n, &room, sizeof *out->row);
		r = &out->row[out->n++];
		read_row(a, cells, names, is, n, c.row, r, out);
		for (size_t i = 0; i < n; i++)
			if (is[i] == LINK_BIRTH && !r->of[LINK_BIRTH].len)
				r->of[LINK_BIRTH] =
					birth(a, cells[i], c.row, str_trim(names[i]), out);
		if (!r->id.len)
			return err_set(e, ERR_REFUSED, "row %zu: no id: each row has its own",
				       c.row);
	}
	return !e->kind && ids_differ(a, out, e);
}
