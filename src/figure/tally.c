/* Figures counted from the records, by SQL: the second of the two ways (see figures.h). What each figure
 * counts is read from the tables of kinds and figures; nothing here looks at a delta. */
#include "figure/bulletin.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

struct cell {
	const struct figure *figure;
	struct str place, detail;
	enum period period;
	int64_t value;
	enum qual qual;
};

struct tallying {
	struct store *s;
	struct arena *a;
	int64_t day;
	const struct figure *figure;
	enum period period;
	struct buf cells;
};

static void add_cell(struct tallying *w, const struct tally_row *r, struct str detail)
{
	/* A qualifier belongs to what was counted in the window; what straddles it makes it a lower bound. */
	struct cell c = { w->figure, r->place, detail,
			  w->period, r->n,     r->entries ? r->q : QUAL_EXACT };

	if (r->straddling)
		c.qual = qual_sum(c.qual, QUAL_AT_LEAST);
	buf_add(&w->cells, &c, sizeof c);
}

static bool take(void *p, const struct tally_row *r, struct err *e)
{
	struct tallying *w = p;

	(void)e;
	add_cell(w, r, r->detail);
	if (w->figure->sum_details && r->detail.len)
		add_cell(w, r, S(""));
	return true;
}

static void window(struct tallying *w, struct tally_query *q)
{
	q->day = q->to = w->day;
	q->from = w->period == PERIOD_H24  ? w->day
		  : w->period == PERIOD_D3 ? w->day - 2
					   : DAY_MIN - 100000;
}

/* "field=code" of a kind, as a tag and a code. */
static struct str condition(const struct kind *k, struct str text, int64_t *tag)
{
	struct str rest = text, field = str_cut(&rest, '=');
	const struct field *f = field_by_name(k, field);

	*tag = f ? f->tag : 0;
	return f ? rest : S("");
}

static bool tally_field(struct tallying *w, const struct kind *k, const struct field *f,
			struct err *e)
{
	struct tally_query q = {
		.what = QUERY_FLOW, .kind = k->code, .tag = f->tag, .detail = S("")
	};

	window(w, &q);
	q.cond = condition(k, str_of(k->counts_when), &q.cond_tag);
	if (f->detail && f->detail[0] == '@')
		q.detail_tag = field_by_name(k, str_of(f->detail + 1))->tag;
	else if (f->detail)
		q.detail = str_of(f->detail);
	return store_tally(w->s, w->a, &q, take, w, e);
}

static bool tally_flow(struct tallying *w, struct err *e)
{
	for (size_t i = 0; i < kinds_n; i++)
		for (size_t j = 0; j < kinds[i]->n; j++) {
			const struct field *f = &kinds[i]->fields[j];

			if (f->figure && !strcmp(f->figure, w->figure->code) &&
			    !tally_field(w, kinds[i], f, e))
				return false;
		}
	return true;
}

/* "kind.rows.field:by:positive:zero" */
static bool tally_rows(struct tallying *w, struct err *e)
{
	struct str rest = str_of(w->figure->of), path = str_cut(&rest, ':'),
		   by = str_cut(&rest, ':');
	struct tally_query q = { .what = QUERY_ROWS,
				 .detail = str_cut(&rest, ':'),
				 .detail_zero = rest };
	const struct kind *k = kind_by_name(str_cut(&path, '.'));
	const struct field *top = field_by_name(k, str_cut(&path, '.'));

	window(w, &q);
	q.kind = k->code;
	q.tag = top->tag;
	q.sub = field_by_name(top->rows, path)->tag;
	q.cond_tag = field_by_name(k, by)->tag;
	return store_tally(w->s, w->a, &q, take, w, e);
}

/* "kind field=code state=code" */
static bool tally_open(struct tallying *w, struct err *e)
{
	struct str rest = str_of(w->figure->of);
	const struct kind *k = kind_by_name(str_cut(&rest, ' '));
	struct tally_query q = { .what = QUERY_OPEN, .kind = k->code };

	window(w, &q);
	q.tag = field_by_name(k, str_of(k->key))->tag;
	q.cond = condition(k, str_cut(&rest, ' '), &q.cond_tag);
	q.detail = condition(k, rest, &q.detail_tag);
	return store_tally(w->s, w->a, &q, take, w, e);
}

static bool tally_acts(struct tallying *w, struct err *e)
{
	struct tally_query q = { .what = w->figure->tally == TALLY_EVENT ? QUERY_EVENT
									 : QUERY_STATE,
				 .cond = str_of(w->figure->of) };

	window(w, &q);
	return store_tally(w->s, w->a, &q, take, w, e);
}

static bool tally_figure(struct tallying *w, struct err *e)
{
	switch (w->figure->tally) {
	case TALLY_FLOW:
		return tally_flow(w, e);
	case TALLY_ROWS:
		return tally_rows(w, e);
	case TALLY_OPEN:
		return tally_open(w, e);
	case TALLY_EVENT:
	case TALLY_STATE:
		break;
	}
	return tally_acts(w, e);
}

static int by_key(const void *x, const void *y)
{
	const struct cell *a = x, *b = y;
	int c = a->figure != b->figure ? (a->figure < b->figure ? -1 : 1)
				       : str_cmp(a->place, b->place);

	c = c ? c : str_cmp(a->detail, b->detail);
	return c ? c : (int)a->period - (int)b->period;
}

/* One cell for each key. */
static bool merge(struct cell *cells, size_t *n, struct err *e)
{
	size_t kept = 0;

	if (*n)
		qsort(cells, *n, sizeof *cells, by_key);
	for (size_t i = 0; i < *n; i++) {
		if (!kept || by_key(&cells[kept - 1], &cells[i])) {
			cells[kept++] = cells[i];
			continue;
		}
		if (!add_ok(&cells[kept - 1].value, cells[kept - 1].value, cells[i].value))
			return err_set(e, ERR_FAILED, "count %s: a sum beyond 63 bits",
				       cells[i].figure->code);
		cells[kept - 1].qual = qual_sum(cells[kept - 1].qual, cells[i].qual);
	}
	*n = kept;
	return true;
}

static bool differ(const struct cell *c, int64_t value, enum qual qual, struct err *e)
{
	if (c->value == value && c->qual == qual)
		return false;
	return !err_set(e, ERR_ATTENTION,
			"%s at %.*s%s%.*s, %.*s: the records give %lld %.*s, the log gives %lld "
			"%.*s; nothing is signed; "
			"run `sulh rebuild`",
			c->figure->code, P(c->place), c->detail.len ? ", " : "", P(c->detail),
			P(period_name(c->period)), (long long)c->value, P(qual_name(c->qual)),
			(long long)value, P(qual_name(qual)));
}

/* A key that one of the two does not have is 0 there, and exact. */
static bool same(struct arena *a, const struct cell *cells, size_t n, const struct row *rows,
		 size_t n_rows, struct err *e)
{
	bool *seen = arena_array(a, n + 1, sizeof *seen);

	for (size_t i = 0; i < n_rows; i++) {
		struct cell key = {
			rows[i].figure, rows[i].place, rows[i].detail, rows[i].period, 0, QUAL_EXACT
		};
		const struct cell *c = n ? bsearch(&key, cells, n, sizeof *cells, by_key) : NULL;

		if (differ(c ? c : &key, rows[i].value, rows[i].qual, e))
			return false;
		if (c)
			seen[c - cells] = true;
	}
	for (size_t i = 0; i < n; i++)
		if (!seen[i] && differ(&cells[i], 0, QUAL_EXACT, e))
			return false;
	return true;
}

bool bulletin_agrees(struct store *s, struct arena *a, int64_t day, const struct row *rows,
		     size_t n, struct err *e)
{
	struct tallying w = { .s = s, .a = a, .day = day, .cells = { .a = a } };
	struct cell *cells;
	size_t n_cells;

	for (size_t i = 0; i < figures_n; i++)
		for (int p = 0; p < PERIOD_COUNT; p++) {
			w.figure = &figures[i];
			w.period = (enum period)p;
			if (figures[i].periods & 1u << p && !tally_figure(&w, e))
				return within(e, "count %s from the records", figures[i].code);
		}
	cells = (struct cell *)(void *)w.cells.p;
	n_cells = w.cells.len / sizeof *cells;
	return merge(cells, &n_cells, e) && same(a, cells, n_cells, rows, n, e);
}
