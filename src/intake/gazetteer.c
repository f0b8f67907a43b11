/* See gazetteer.h: what each row of the table becomes. gazetteer_row.c finds the values, this file decides. */
#include "intake/gazetteer.h"

#include <stdlib.h>

#include "base/arena.h"
#include "intake/gazetteer_row.h"
#include "base/banned.h"

static void refused_header(struct gaz_import *m)
{
	static const char *const columns[] = { "place_no", "level", "parent",  "name_en",
					       "name_ar",  "pcode", "area_m2", "residents_before",
					       "aliases",  "lat",   "lon",     "reason" };

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		csv_put(&m->refused, str_of(columns[i]));
	csv_put_end(&m->refused);
}

static void put_degrees(struct gaz_import *m, const struct gaz_row *row)
{
	struct str lon, lat = S("");

	lon = row->has_point ? gaz_point_text(m->scratch, row->point) : S("");
	if (lon.len)
		lat = str_cut(&lon, ',');
	csv_put(&m->refused, lat);
	csv_put(&m->refused, lon);
}

/* Says why, and keeps the row for the file of refused ones. */
static void report(struct gaz_import *m, const struct gaz_row *row, const struct gaz_item *x,
		   const struct refusals *why)
{
	struct buf reason = { .a = m->scratch };
	const char *unit = m->t.geo ? "feature" : "row", *part = m->t.geo ? "property" : "column";

	m->w->n_bad++;
	for (size_t i = 0; i < why->n; i++) {
		const struct refusal *r = &why->list[i];
		struct str column = gaz_column_name(m, r->field);
		bool geometry = m->t.geo && row->wrong && str_eq(r->field, row->wrong_at);

		m->w->bad(m->w->p,
			  str_fmt(m->scratch, "%s %zu, %s%s%.*s", unit, row->number,
				  geometry ? "" : part, geometry ? "" : " ", P(column)),
			  r);
		buf_fmt(&reason, "%s%.*s: want %.*s", i ? "; " : "", P(r->field), P(r->want));
	}
	csv_put(&m->refused, x->given_code);
	csv_put(&m->refused, x->level);
	csv_put(&m->refused, x->up ? x->up->code : x->parent);
	csv_put(&m->refused, x->name_en);
	csv_put(&m->refused, x->name_ar);
	csv_put(&m->refused, x->pcode);
	csv_put(&m->refused, x->area);
	csv_put(&m->refused, x->residents);
	csv_put(&m->refused, gaz_aliases_text(m->scratch, x));
	put_degrees(m, row);
	csv_put(&m->refused, buf_text(&reason));
	csv_put_end(&m->refused);
}

static bool set(struct gaz_import *m, struct draft *d, const char *field, struct str value,
		struct refusals *why)
{
	return !value.len || draft_set(m->scratch, d, str_of(field), value, why);
}

static struct draft *draft_of(struct gaz_import *m, const struct gaz_row *row,
			      const struct gaz_item *x, struct refusals *why)
{
	struct draft *d = draft_new(m->scratch, kind_by_name(S("place")));
	bool ok = set(m, d, "place_no", x->code, why);

	ok &= set(m, d, "level", x->level, why);
	ok &= set(m, d, "parent", x->up ? x->up->code : S(""), why);
	ok &= set(m, d, "name_en", x->name_en, why);
	ok &= set(m, d, "name_ar", x->name_ar, why);
	ok &= set(m, d, "pcode", x->pcode, why);
	ok &= set(m, d, "area_m2", x->area, why);
	ok &= set(m, d, "residents_before", x->residents, why);
	ok &= set(m, d, "aliases", gaz_aliases_text(m->scratch, x), why);
	ok &= set(m, d, "point", row->has_point ? gaz_point_text(m->scratch, row->point) : S(""),
		  why);
	ok &= set(m, d, "as", m->w->as.s ? m->w->as : S(""), why);
	return ok ? d : NULL;
}

/* What it is among the places from now on; its texts live as long as they do. */
static void remember(struct gaz_import *m, const struct gaz_row *row, const struct gaz_item *x)
{
	struct place *p = arena_alloc(m->a, sizeof *p);

	*p = (struct place){ .code = str_dup(m->a, x->code),
			     .level = str_dup(m->a, x->level),
			     .parent = x->up ? x->up->code : S(""),
			     .name_en = str_dup(m->a, x->name_en),
			     .name_ar = str_dup(m->a, x->name_ar),
			     .pcode = str_dup(m->a, x->pcode),
			     .row = row->number,
			     .waiting = true };
	p->aliases = arena_array(m->a, x->n_aliases, sizeof *p->aliases);
	for (; p->n_aliases < x->n_aliases; p->n_aliases++)
		p->aliases[p->n_aliases] = str_dup(m->a, x->aliases[p->n_aliases]);
	places_add(m->known, p);
}

static bool take_row(struct gaz_import *m, const struct gaz_row *row, struct err *e)
{
	struct refusals why = { .a = m->scratch };
	struct gaz_item *x = arena_alloc(m->scratch, sizeof *x);
	struct receipt receipt;
	struct draft *d;

	m->w->rows++;
	if (!gaz_item(m, row, x, &why)) {
		report(m, row, x, &why);
		return true;
	}
	if (x->known) {
		m->w->again++;
		m->w->good(m->w->p, row->number, x->known->code, x->level, x->name_en, true);
		return true;
	}
	d = draft_of(m, row, x, &why);
	if (d && intake_accept_in(m->r, m->scratch, d, !m->w->commit, &receipt, &why, e)) {
		remember(m, row, x);
		m->w->good(m->w->p, row->number, x->code, x->level, x->name_en, false);
		return true;
	}
	/* A machine that fails while a row is judged says nothing about the row. */
	if (!why.n || (d && e->kind != ERR_NONE && e->kind != ERR_REFUSED)) {
		within(e, "%s %zu", m->t.geo ? "feature" : "row", row->number);
		return false;
	}
	report(m, row, x, &why);
	return true;
}

struct order {
	int rank;
	size_t at;
};

static int by_rank(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	return x->rank != y->rank ? x->rank - y->rank : (x->at > y->at) - (x->at < y->at);
}

/* The larger places first, so that a file may hold parents and children in any order. */
static bool take_rows(struct gaz_import *m, struct err *e)
{
	struct order *order = arena_array(m->a, m->t.n, sizeof *order);

	for (size_t i = 0; i < m->t.n; i++) {
		struct str level = gaz_level(m, &m->t.rows[i]);

		order[i] = (struct order){ level.s ? level_rank(level) : 99, i };
	}
	qsort(order, m->t.n, sizeof *order, by_rank);
	for (size_t i = 0; i < m->t.n; i++) {
		if (!take_row(m, &m->t.rows[order[i].at], e))
			return false;
		arena_reset(m->scratch);
		m->w->progress(m->w->p, i + 1, m->t.n);
	}
	if (!m->w->n_bad || (m->w->partial && m->w->n_bad < m->w->rows))
		return true;
	return err_set(e, ERR_REFUSED, "%zu of %zu places are refused; nothing of the file is kept",
		       m->w->n_bad, m->w->rows);
}

static bool import_in(struct gaz_import *m, struct err *e)
{
	bool ok;

	if (!intake_begin(m->r, e))
		return false;
	ok = take_rows(m, e);
	if (ok && m->w->commit)
		return intake_commit(m->r, e);
	intake_drop(m->r);
	return ok;
}

static void free_arena(void *p)
{
	arena_free(p);
}

bool gazetteer_import(struct reg *r, struct arena *a, struct gazetteer *w, struct str text,
		      struct err *e)
{
	struct gaz_import *m = arena_alloc(a, sizeof *m);
	bool ok;

	*m = (struct gaz_import){ .r = r, .a = a, .w = w, .refused = { .a = a } };
	if (!gaz_utf8(a, text, w->encoding, &text, e) || !gaz_read(a, text, &m->t, e) ||
	    !gaz_columns(&m->t, w->map, w->n_map, &m->columns, e) ||
	    !gaz_named(&m->t, &m->columns, e))
		return false;
	m->known = places_load(r, a, e);
	if (!m->known || !gaz_prepare(m, e))
		return false;
	m->scratch = arena_new(0);
	if (!m->scratch)
		return err_set(e, ERR_FAILED, "import: out of memory");
	arena_defer(a, free_arena, m->scratch);
	refused_header(m);
	ok = import_in(m, e);
	w->progress(w->p, 1, 1);
	w->refused = buf_text(&m->refused);
	return ok;
}
