/* See link.h: reading lists. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
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

#define NOTHING (-1)
#define ID	(-2)

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

/* The line of names: what each column is. */
static bool header(struct csv *c, struct arena *a, struct str *cells, int *is, size_t *n,
		   struct link_list *out, struct err *e)
{
	bool id = false;

	if (!csv_row(c, a, cells, n, e))
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "the list is empty: a line of names of columns, then "
					 "rows");
	for (size_t i = 0; i < *n; i++) {
		is[i] = column_of(cells[i]);
		id |= is[i] == ID;
		if (is[i] >= 0)
			out->fields |= 1u << is[i];
	}
	if (!id)
		return err_set(e, ERR_REFUSED,
			       "row 1: no column rec_id or id, by which a row is named");
	if (!out->fields)
		return err_set(e, ERR_REFUSED,
			       "row 1: no column that could be compared: name, given_name, "
			       "surname, birth and others "
			       "(see sulh help match link)");
	return true;
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

		if (out->n == LINK_ROWS)
			return err_set(e, ERR_REFUSED, "row %zu: a list has at most %zu rows",
				       c.row, LINK_ROWS);
		out->row = arena_more(a, out->row, out->n, &room, sizeof *out->row);
		r = &out->row[out->n++];
		for (size_t i = 0; i < n && i < width; i++)
			if (is[i] == ID)
				r->id = str_dup(a, str_trim(cells[i]));
			else if (is[i] == LINK_BIRTH && !r->of[is[i]].len)
				r->of[is[i]] = birth(a, cells[i], c.row, str_trim(names[i]), out);
			else if (is[i] >= 0 && !r->of[is[i]].len)
				r->of[is[i]] = small(a, cells[i]);
			else if (is[i] == LINK_NAME && !r->also.len)
				r->also = small(a, cells[i]);
		if (!r->id.len)
			return err_set(e, ERR_REFUSED, "row %zu: no id: each row has its own",
				       c.row);
	}
	return !e->kind && ids_differ(a, out, e);
}
