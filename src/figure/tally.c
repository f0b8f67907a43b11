/* Figures counted from the records, by SQL: see tally_int.h. Here what the store answers becomes numbers, some
 * figures are made of others, and all are held against the rows of the count. */
#include "figure/bulletin.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "figure/bulletin_int.h"
#include "figure/tally_int.h"
#include "base/banned.h"

/* Cells. */

static void add_cell(struct tally *w, const struct tally_row *r, struct str detail, enum period p)
{
	static const int windows[PERIOD_COUNT] = { 0, 1, 2, 2 };
	int at = windows[p];
	int64_t n = r->window[at].n;
	struct tally_cell c = { w->figure, r->place, detail, p, n, r->from, QUAL_EXACT };
	bool state = w->query->what == QUERY_STATE || w->query->what == QUERY_SINCE;

	if (!r->window[at].entries && !r->window[at].straddling)
		return;
	/* A qualifier belongs to what was counted in the window; what straddles it makes it a lower bound. Of
	 * what is subtracted lower and upper change places; a delta of nothing subtracts nothing. */
	if (r->window[at].entries)
		c.qual = w->times < 0 && (state || n) ? qual_minus(r->q) : r->q;
	if (r->window[at].straddling)
		c.qual = qual_sum(c.qual, QUAL_AT_LEAST);
	/* Numbers of which the latest holds stand by themselves; equal ones came together. */
	if (w->figure->latest && state && r->window[at].entries)
		c.value = n / r->window[at].entries;
	buf_add(&w->cells, &c, sizeof c);
}

static bool take(void *p, const struct tally_row *r, struct err *e)
{
	struct tally *w = p;
	struct tally_row times = *r;

	for (int i = 0; i < 3; i++)
		if (__builtin_mul_overflow(r->window[i].n, w->times, &times.window[i].n))
			return err_set(e, ERR_FAILED, "a sum is beyond 63 bits");
	for (int i = 0; i < PERIOD_COUNT; i++) {
		if (!(w->periods & 1u << i))
			continue;
		add_cell(w, &times, r->detail, (enum period)i);
		if (w->figure->sum_details && r->detail.len)
			add_cell(w, &times, S(""), (enum period)i);
	}
	return true;
}

bool tally_ask(struct tally *w, struct tally_query *q, int64_t times, unsigned periods,
	       struct err *e)
{
	q->day = w->day - w->figure->lag;
	/* A state is judged on the day itself. */
	if (q->what == QUERY_STATE || q->what == QUERY_SINCE)
		q->day = w->day;
	q->own_place = w->figure->own_place;
	q->latest = w->figure->latest && (q->what == QUERY_STATE || q->what == QUERY_SINCE);
	w->query = q;
	w->times = times;
	w->periods = periods;
	return store_tally(w->s, w->a, q, take, w, e);
}

static int by_key(const void *x, const void *y)
{
	const struct tally_cell *a = x, *b = y;
	int c = a->figure != b->figure ? (a->figure < b->figure ? -1 : 1)
				       : str_cmp(a->place, b->place);

	c = c ? c : str_cmp(a->detail, b->detail);
	return c ? c : (int)a->period - (int)b->period;
}

/* Of several that begin on one day the larger. */
static void take_latest(struct tally_cell *to, const struct tally_cell *c)
{
	if (c->from == to->from && c->value == to->value)
		to->qual = qual_sum(to->qual, c->qual);
	else if (c->from > to->from || (c->from == to->from && c->value > to->value))
		*to = *c;
}

/* One cell for each key. */
static bool merge(struct buf *cells, struct err *e)
{
	struct tally_cell *c = (struct tally_cell *)(void *)cells->p;
	size_t n = cells->len / sizeof *c, kept = 0;

	if (n)
		qsort(c, n, sizeof *c, by_key);
	for (size_t i = 0; i < n; i++) {
		struct tally_cell *to = kept ? &c[kept - 1] : NULL;

		if (!to || by_key(to, &c[i])) {
			c[kept++] = c[i];
		} else if (c[i].figure->latest && c[i].period == PERIOD_NOW) {
			take_latest(to, &c[i]);
		} else {
			if (!add_ok(&to->value, to->value, c[i].value))
				return err_set(e, ERR_FAILED, "count %s: a sum beyond 63 bits",
					       c[i].figure->code);
			to->qual = qual_sum(to->qual, c[i].qual);
		}
	}
	cells->len = kept * sizeof *c;
	return true;
}

static const struct tally_cell *find(const struct buf *cells, const struct tally_cell *key)
{
	size_t n = cells->len / sizeof *key;

	return n ? bsearch(key, cells->p, n, sizeof *key, by_key) : NULL;
}

/* What cases count as. */

static bool tally_class(struct tally *w, struct err *e)
{
	static const struct {
		const char *figure;
		enum case_class cls;
	} classes[] = {
		{ "P2", CLASS_NONE },	 { "P3", CLASS_OPEN },	  { "P4", CLASS_GRANTED },
		{ "P13", CLASS_CLOSED }, { "P18", CLASS_MOVING },
	};

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		struct tally_query q = { .what = QUERY_CLASS, .cls = classes[i].cls };

		if (!strcmp(classes[i].figure, w->figure->code))
			return tally_ask(w, &q, 1, w->figure->periods, e);
	}
	return err_set(e, ERR_FAILED, "nothing says what a case has to count as");
}

/* Shares of areas. */

struct area {
	struct str code, parent, level;
	int64_t m2, part, all;
	size_t up; /* position of the parent; SIZE_MAX: none */
	bool covered, no_area;
};

struct areas {
	struct area *list; /* by code */
	size_t n;
};

static int by_code(const void *x, const void *y)
{
	return str_cmp(((const struct area *)x)->code, ((const struct area *)y)->code);
}

static struct area *area_of(const struct areas *w, struct str code)
{
	struct area key = { .code = code };

	return w->n && code.s ? bsearch(&key, w->list, w->n, sizeof key, by_code) : NULL;
}

static bool areas_read(struct tally *w, struct areas *out, struct err *e)
{
	struct store_place *places;

	if (!store_places(w->s, w->a, &places, &out->n, e))
		return false;
	out->list = arena_array(w->a, out->n + 1, sizeof *out->list);
	for (size_t i = 0; i < out->n; i++) {
		bool quarter = str_eq(places[i].level, S("quarter"));

		out->list[i] = (struct area){ .code = places[i].code,
					      .parent = places[i].parent,
					      .level = places[i].level,
					      .m2 = quarter ? places[i].area_m2 : 0 };
	}
	qsort(out->list, out->n, sizeof *out->list, by_code);
	for (size_t i = 0; i < out->n; i++) {
		struct area *up = area_of(out, out->list[i].parent);

		out->list[i].up = up ? (size_t)(up - out->list) : SIZE_MAX;
	}
	return true;
}

static bool cover(void *p, const struct tally_row *r, struct err *e)
{
	struct area *at = area_of(p, r->place);

	(void)e;
	if (at)
		at->covered = true;
	return true;
}

/* Adds every quarter, and every place that is covered though it has no area, to all that it lies in. No chain
 * of places is longer than there are places. */
static bool areas_upward(const struct areas *w)
{
	bool ok = true;

	for (size_t i = 0; i < w->n; i++) {
		const struct area *x = &w->list[i];
		bool no_area = x->covered && x->m2 <= 0;
		size_t at = i, steps = 0;

		if (x->m2 <= 0 && !no_area)
			continue;
		for (; at != SIZE_MAX && steps++ <= w->n; at = w->list[at].up) {
			struct area *up = &w->list[at];

			up->no_area |= no_area;
			if (x->m2 > 0)
				ok = add_ok(&up->all, up->all, x->m2) && ok;
			if (x->m2 > 0 && x->covered)
				ok = add_ok(&up->part, up->part, x->m2) && ok;
		}
	}
	return ok;
}

static bool tally_share(struct tally *w, struct err *e)
{
	struct areas areas = { 0 };

	if (!areas_read(w, &areas, e) || !tally_areas(w, cover, &areas, e))
		return false;
	if (!areas_upward(&areas))
		return err_set(e, ERR_FAILED, "the areas are beyond 63 bits");
	for (size_t i = 0; i < areas.n; i++) {
		const struct area *x = &areas.list[i];
		struct tally_cell c = { .figure = w->figure,
					.place = x->code,
					.detail = S(""),
					.period = PERIOD_NOW,
					.qual = x->no_area ? QUAL_AT_LEAST : QUAL_EXACT };

		if (!code_in("city,district,governorate", x->level) || x->all <= 0)
			continue;
		if (x->all > INT64_MAX / 300)
			return err_set(e, ERR_FAILED, "the areas are beyond 63 bits");
		c.value = (200 * x->part + x->all) / (2 * x->all);
		buf_add(&w->cells, &c, sizeof c);
	}
	return true;
}

/* What is made of other figures, when those are there. */

static bool country(struct tally *w, struct str *code, struct err *e)
{
	struct store_place *places;
	size_t n;

	*code = S("");
	if (!store_places(w->s, w->a, &places, &n, e))
		return false;
	for (size_t i = n; i--;)
		if (!places[i].parent.s)
			*code = places[i].code;
	return true;
}

/* Weapons per hundred registered. */
static bool tally_ratio(struct tally *w, struct str place, struct buf *made, struct err *e)
{
	static const char *const weapons[] = { "W1", "W2", "W3" };
	struct tally_cell key = { .figure = figure_find(S("P2")),
				  .place = place,
				  .detail = S(""),
				  .period = PERIOD_TOTAL };
	const struct tally_cell *persons = find(&w->cells, &key), *x;
	struct tally_cell c = key;

	if (!persons || persons->value < 100)
		return true;
	c.figure = w->figure;
	c.period = PERIOD_NOW;
	c.qual = qual_minus(persons->qual);
	for (size_t i = 0; i < sizeof weapons / sizeof *weapons; i++) {
		key.figure = figure_find(str_of(weapons[i]));
		x = find(&w->cells, &key);
		if (!x)
			continue;
		c.qual = qual_sum(c.qual, x->qual);
		if (!add_ok(&c.value, c.value, x->value))
			return err_set(e, ERR_FAILED, "a sum beyond 63 bits");
	}
	if (__builtin_mul_overflow(c.value, INT64_C(100), &c.value))
		return err_set(e, ERR_FAILED, "a sum beyond 63 bits");
	c.value /= persons->value;
	buf_add(made, &c, sizeof c);
	return true;
}

static void tally_centres(struct tally *w, struct str place, const struct tally_centres *x,
			  struct buf *made)
{
	const struct {
		struct str detail;
		int64_t n;
	} rows[] = { { S("reporting"), x->reporting },
		     { S("silent"), x->silent },
		     { S("oldest hours"), x->silent ? x->oldest_hours : 0 } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tally_cell c = { .figure = w->figure,
					.place = place,
					.detail = rows[i].detail,
					.period = PERIOD_NOW,
					.value = rows[i].n };

		buf_add(made, &c, sizeof c);
	}
}

static bool tally_made(struct tally *w, const struct tally_centres *centres, struct err *e)
{
	struct buf made = { .a = w->a };
	struct str place;

	if (!merge(&w->cells, e) || !country(w, &place, e))
		return false;
	for (size_t i = 0; i < figures_n; i++) {
		w->figure = &figures[i];
		if (figures[i].how == FIGURE_RATIO && !tally_ratio(w, place, &made, e))
			return within(e, "count %s from the records", figures[i].code);
		if (figures[i].how == FIGURE_CENTRES && centres)
			tally_centres(w, place, centres, &made);
	}
	buf_str(&w->cells, buf_text(&made));
	return merge(&w->cells, e);
}

/* Held against rows. */

struct agreeing {
	const struct tally *w;
	int64_t cell;
	bool silent;
};

/* What a row says where a centre is silent: a number that rises is a lower bound. */
static enum qual said(const struct agreeing *x, const struct tally_cell *c)
{
	return x->silent && !c->figure->headquarters ? qual_sum(c->qual, QUAL_AT_LEAST) : c->qual;
}

/* A stock of which a centre says nothing has no row, nor has a small number of a figure that hides them. */
static bool has_row(const struct agreeing *x, const struct tally_cell *c)
{
	return !(x->silent && c->period == PERIOD_NOW && !c->figure->headquarters) &&
	       !(c->figure->min_cell && c->value < x->cell);
}

static bool differ(const struct agreeing *x, const struct tally_cell *c, int64_t value,
		   enum qual qual, struct err *e)
{
	enum qual own = said(x, c);

	if (c->value == value && own == qual)
		return false;
	return !err_set(e, ERR_ATTENTION,
			"%s at %.*s%s%.*s, %.*s: the records give %lld %.*s, the log gives %lld "
			"%.*s; nothing is signed; run `sulh rebuild`",
			c->figure->code, P(c->place), c->detail.len ? ", " : "", P(c->detail),
			P(period_name(c->period)), (long long)c->value, P(qual_name(own)),
			(long long)value, P(qual_name(qual)));
}

/* A key that one of the two does not have is 0 there, and exact but for silence. */
static bool same(const struct agreeing *x, const struct row *rows, size_t n_rows, struct err *e)
{
	const struct tally_cell *cells = (const struct tally_cell *)(void *)x->w->cells.p, *c;
	size_t n = x->w->cells.len / sizeof *cells;
	bool *seen = arena_array(x->w->a, n + 1, sizeof *seen);

	for (size_t i = 0; i < n_rows; i++) {
		const struct tally_cell key = { .figure = rows[i].figure,
						.place = rows[i].place,
						.detail = rows[i].detail,
						.period = rows[i].period };

		c = find(&x->w->cells, &key);
		if (differ(x, c && has_row(x, c) ? c : &key, rows[i].value, rows[i].qual, e))
			return false;
		if (c)
			seen[c - cells] = true;
	}
	for (size_t i = 0; i < n; i++) {
		struct tally_cell none = cells[i];

		none.value = 0;
		none.qual = QUAL_EXACT;
		if (!seen[i] && has_row(x, &cells[i]) && differ(x, &cells[i], 0, said(x, &none), e))
			return false;
	}
	return true;
}

static bool tally_figure(struct tally *w, struct err *e)
{
	switch (w->figure->how) {
	case FIGURE_SUM:
		return tally_rules(w, e);
	case FIGURE_CLASS:
		return tally_class(w, e);
	case FIGURE_SHARE:
		return tally_share(w, e);
	case FIGURE_RATIO:
	case FIGURE_CENTRES:
		break; /* made of others */
	}
	return true;
}

bool tally_agrees(struct store *s, struct arena *a, int64_t day, int64_t cell,
		  const struct tally_centres *centres, const struct row *rows, size_t n,
		  struct err *e)
{
	struct tally w = { .s = s, .a = a, .day = day, .cells = { .a = a } };
	struct agreeing x = { &w, cell, centres && centres->silent > 0 };

	for (size_t i = 0; i < figures_n; i++) {
		w.figure = &figures[i];
		if (!tally_figure(&w, e))
			return within(e, "count %s from the records", figures[i].code);
	}
	return tally_made(&w, centres, e) && same(&x, rows, n, e);
}

/* The centres, by their last cuts. */
static bool centres_of(struct store *s, struct arena *a, int64_t day, struct tally_centres *x,
		       struct err *e)
{
	struct store_log *logs;
	size_t n;

	*x = (struct tally_centres){ 0 };
	if (!store_logs(s, a, &logs, &n, e))
		return false;
	for (size_t i = 1; i < n; i++) {
		int64_t last;

		if (!store_last_cut(s, logs[i].id, &last, e))
			return false;
		if (last != NO_DAY && last >= day) {
			x->reporting++;
			continue;
		}
		x->silent++;
		if (last != NO_DAY && 24 * (day - last) > x->oldest_hours)
			x->oldest_hours = 24 * (day - last);
	}
	return true;
}

bool bulletin_agrees(struct store *s, struct arena *a, int64_t day, const struct row *rows,
		     size_t n, struct err *e)
{
	struct tally_centres centres;
	bool with = false;
	int64_t cell;

	for (size_t i = 0; i < n; i++)
		with |= rows[i].figure->how == FIGURE_CENTRES;
	return bulletin_cell(s, a, &cell, e) && centres_of(s, a, day, &centres, e) &&
	       tally_agrees(s, a, day, cell, with ? &centres : NULL, rows, n, e);
}
