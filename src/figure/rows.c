/*
 * What is made of the rows of a count: the fields of a bulletin, its JSON, and the invariants. Pure
 * functions of their arguments, so that who verifies gets the very bytes.
 */
#include "figure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "record/kinds.h"
#include "base/banned.h"

/* An invariant says: `more` and `less` differ by nothing (EQUAL) or `more` is not the smaller; for
 * each of `periods`, in which a stock stands for every period. Those of one rule follow each other. */
#define TERMS 3
#define H24   (1u << PERIOD_H24)
#define D3    (1u << PERIOD_D3)
#define TOTAL (1u << PERIOD_TOTAL)

enum relation { LESS_OR_EQUAL, EQUAL };
enum details { WHOLE, EACH_DETAIL, SUM_OF_DETAILS }; /* what is meant by `less` */

struct invariant {
	const char *rule;
	const char *less[TERMS], *more[TERMS];
	unsigned periods;
	enum relation relation;
	enum details details;
};

static const struct invariant invariants[] = {
	{ "P2 = P3 + P4 + P13", { "P3", "P4", "P13" }, { "P2" }, TOTAL, EQUAL, WHOLE },
	{ "0 <= P4 <= P2", { NULL }, { "P4" }, TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "0 <= P4 <= P2", { "P4" }, { "P2" }, TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "P3 >= 0", { NULL }, { "P3" }, TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "P13 >= 0", { NULL }, { "P13" }, TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "T1c <= T1", { "T1c" }, { "T1" }, H24 | D3 | TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "T1 details <= T1", { "T1" }, { "T1" }, H24 | D3 | TOTAL, LESS_OR_EQUAL, EACH_DETAIL },
	{ "T3 + T4 + T5 <= T2", { "T3", "T4", "T5" }, { "T2" }, H24 | TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "M6 = sum of types", { "M6" }, { "M6" }, H24 | TOTAL, EQUAL, SUM_OF_DETAILS },
	{ "H2 = sum of details", { "H2" }, { "H2" }, H24 | TOTAL, EQUAL, SUM_OF_DETAILS },
	{ "H7 >= 0", { NULL }, { "H7" }, TOTAL, LESS_OR_EQUAL, WHOLE },
	{ "H8 >= 0", { NULL }, { "H8" }, TOTAL, LESS_OR_EQUAL, WHOLE },
};

#define INVARIANTS (sizeof invariants / sizeof *invariants)

/* What a qualified number can be at least and at most; no bound where it can be anything. */
struct bounds {
	int64_t least, most;
	bool no_most, lost; /* lost: beyond 63 bits */
};

/* A count of people or things is never below 0, whatever is not known of it. */
static struct bounds bounds_of(const struct row *r)
{
	struct bounds b = { r->value, r->value, false, false };

	switch (r->qual) {
	case QUAL_OVER:
		b.lost = !add_ok(&b.least, b.least, 1);
		b.no_most = true;
		break;
	case QUAL_AT_LEAST:
		b.no_most = true;
		break;
	case QUAL_ALMOST:
		b.least = 0;
		b.lost = !add_ok(&b.most, b.most, -1);
		break;
	case QUAL_AT_MOST:
	case QUAL_AS_MANY_AS:
		b.least = 0;
		break;
	case QUAL_ABOUT:
		b.least = 0;
		b.no_most = true;
		break;
	case QUAL_EXACT:
	case QUAL_COUNT:
		break;
	}
	return b;
}

static void bounds_add(struct bounds *to, struct bounds b)
{
	to->lost |= b.lost | !add_ok(&to->least, to->least, b.least);
	/* A sum that has no upper bound needs none that could overflow. */
	to->no_most |= b.no_most;
	if (to->no_most)
		to->most = 0;
	else
		to->lost |= !add_ok(&to->most, to->most, b.most);
}

/* Contradicted beyond doubt, or no count at all. */
static bool exceeds(struct bounds less, struct bounds more)
{
	return less.lost || more.lost || (!more.no_most && less.least > more.most);
}

struct sheet {
	const struct row *rows;
	size_t n;
};

/* The order of rows: figure, place. */
static int row_order(const struct row *r, const struct figure *f, struct str place)
{
	if (r->figure != f)
		return r->figure < f ? -1 : 1;
	return str_cmp(r->place, place);
}

/* The rows of a figure at a place. */
static struct sheet rows_of(struct sheet s, const char *code, struct str place)
{
	const struct figure *f = figure_find(str_of(code));
	size_t lo = 0, hi = s.n, n = 0;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (row_order(&s.rows[mid], f, place) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo + n < s.n && !row_order(&s.rows[lo + n], f, place))
		n++;
	return (struct sheet){ s.rows + lo, n };
}

static bool in_period(const struct row *r, enum period p)
{
	return r->period == p || r->period == PERIOD_NOW;
}

/* The row without a detail; what has no row is 0. */
static struct bounds whole(struct sheet s, const char *code, struct str place, enum period p)
{
	struct sheet of = rows_of(s, code, place);

	for (size_t i = 0; i < of.n; i++)
		if (!of.rows[i].detail.len && in_period(&of.rows[i], p))
			return bounds_of(&of.rows[i]);
	return (struct bounds){ 0 };
}

static struct bounds sum_of(struct sheet s, const char *const terms[TERMS], struct str place,
			    enum period p)
{
	struct bounds sum = { 0 };

	for (int i = 0; i < TERMS && terms[i]; i++)
		bounds_add(&sum, whole(s, terms[i], place, p));
	return sum;
}

/* Whether it holds here; *detail is where it does not. */
static bool invariant_holds(const struct invariant *f, struct sheet s, struct str place,
			    enum period p, struct str *detail)
{
	struct bounds more = sum_of(s, f->more, place, p), less = { 0 };
	struct sheet of = { NULL, 0 };

	if (f->details == WHOLE)
		less = sum_of(s, f->less, place, p);
	else
		of = rows_of(s, f->less[0], place);
	for (size_t i = 0; i < of.n; i++) {
		struct bounds b = bounds_of(&of.rows[i]);

		if (!of.rows[i].detail.len || !in_period(&of.rows[i], p))
			continue;
		if (f->details == EACH_DETAIL && exceeds(b, more)) {
			*detail = of.rows[i].detail;
			return false;
		}
		bounds_add(&less, b);
	}
	if (f->details == EACH_DETAIL)
		return true;
	return !exceeds(less, more) && (f->relation != EQUAL || !exceeds(more, less));
}

static void invariant_check(struct arena *a, const struct invariant *f, struct sheet s,
			    const struct row *place, struct check *check)
{
	for (int p = 0; check->holds && p < PERIOD_NOW; p++) {
		struct str detail = { NULL, 0 };

		if (!(f->periods & 1u << p) ||
		    invariant_holds(f, s, place->place, (enum period)p, &detail))
			continue;
		check->holds = false;
		check->where = detail.len
				       ? str_fmt(a, "%.*s, %.*s", P(place->place_name), P(detail))
				       : place->place_name;
	}
}

static int by_place(const void *x, const void *y)
{
	const struct row *const *a = x, *const *b = y;

	return str_cmp((*a)->place, (*b)->place);
}

/* A row of each place that has any, by place code. */
static const struct row **places_of(struct arena *a, struct sheet s, size_t *n)
{
	const struct row **places = arena_array(a, s.n, sizeof *places);
	size_t all = 0;

	for (size_t i = 0; i < s.n; i++)
		if (!i || !str_eq(s.rows[i].place, s.rows[i - 1].place))
			places[all++] = &s.rows[i];
	if (all)
		qsort(places, all, sizeof *places, by_place);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (!*n || !str_eq(places[i]->place, places[*n - 1]->place))
			places[(*n)++] = places[i];
	return places;
}

size_t count_checks(struct arena *a, const struct row *rows, size_t n, struct check **checks)
{
	struct sheet s = { rows, n };
	size_t places_n, k = 0;
	const struct row **places = places_of(a, s, &places_n);
	struct check *c = arena_array(a, INVARIANTS, sizeof *c);

	for (size_t i = 0; i < INVARIANTS; i++) {
		if (!i || strcmp(invariants[i].rule, invariants[i - 1].rule) != 0)
			c[k++] = (struct check){ .rule = invariants[i].rule, .holds = true };
		for (size_t p = 0; c[k - 1].holds && p < places_n; p++)
			invariant_check(a, &invariants[i], s, places[p], &c[k - 1]);
	}
	*checks = c;
	return k;
}

/* The bulletin's field. */

static bool same_key(const struct row *a, const struct row *b)
{
	return a->figure == b->figure && str_eq(a->place, b->place) && str_eq(a->detail, b->detail);
}

static struct val *cell(const struct val *line, const char *field)
{
	struct val *v = &line->v[field_at(&kind_bulletin_figure, field)];

	v->set = true;
	return v;
}

static void line_begin(struct arena *a, const struct row *r, struct val *line)
{
	line->set = true;
	line->v = arena_array(a, kind_bulletin_figure.n, sizeof *line->v);
	cell(line, "code")->s = str_of(r->figure->code);
	cell(line, "place")->s = r->place;
	if (r->detail.len)
		cell(line, "detail")->s = r->detail;
	cell(line, "qualifier")->s = qual_name(r->qual);
}

void count_bulletin_rows(struct arena *a, const struct row *rows, size_t n, struct val *out)
{
	size_t k;

	/* A row is in one line at most. */
	*out = (struct val){ .v = arena_array(a, n, sizeof *out->v) };
	for (size_t i = 0; i < n; i += k) {
		for (k = 1; i + k < n && same_key(&rows[i], &rows[i + k]); k++)
			;
		for (int q = 0; q < QUAL_COUNT; q++) {
			struct val *line = NULL;

			for (size_t j = i; j < i + k; j++) {
				if ((int)rows[j].qual != q)
					continue;
				if (!line) {
					line = &out->v[out->len++];
					line_begin(a, &rows[j], line);
				}
				cell(line, period_name(rows[j].period).s)->n = rows[j].value;
			}
		}
	}
	out->set = out->len > 0;
}

/* JSON. */

static void row_members(struct buf *b, const struct row *r)
{
	const struct str none = { NULL, 0 };

	json_put_text(b, "code", str_of(r->figure->code));
	json_put_text(b, "place", r->place_name);
	json_put_text(b, "place_code", r->place);
	json_put_text(b, "detail", r->detail.len ? r->detail : none);
	json_put_text(b, "period", period_name(r->period));
	json_put_int(b, "value", r->value);
	json_put_text(b, "qualifier", qual_name(r->qual));
	json_put_text(b, "unit", str_of(r->figure->unit));
	json_put_int(b, "entries", r->entries);
	json_close(b, '}');
}

void row_json(struct buf *b, const struct row *r)
{
	json_open(b, '{');
	json_put_text(b, "type", S("figure"));
	row_members(b, r);
}

static struct str text_of(struct arena *a, const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? val_text(a, &r->kind->fields[field_at(r->kind, field)], v)
		 : (struct str){ NULL, 0 };
}

static struct str cell_text(struct arena *a, const struct kind *k, const struct val *row,
			    const char *field)
{
	const struct val *v = &row->v[field_at(k, field)];

	return v->set ? val_text(a, &k->fields[field_at(k, field)], v) : (struct str){ NULL, 0 };
}

static void heads_json(struct arena *a, const struct val *heads, struct buf *b)
{
	const struct kind *k = &kind_log_head;

	json_key(b, "heads");
	json_open(b, '[');
	for (size_t i = 0; heads && i < heads->len; i++) {
		json_open(b, '{');
		json_put_text(b, "origin", cell_text(a, k, &heads->v[i], "origin"));
		json_put_int(b, "size", heads->v[i].v[field_at(k, "size")].n);
		json_put_text(b, "root", cell_text(a, k, &heads->v[i], "root"));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void refs_json(struct arena *a, const struct rec *r, const char *field, struct buf *b)
{
	struct str rest = text_of(a, r, field);

	json_key(b, field);
	json_open(b, '[');
	while (rest.s)
		json_str(b, str_cut(&rest, ','));
	json_close(b, ']');
}

static void checks_json(struct arena *a, const struct val *checks, struct buf *b)
{
	const struct kind *k = &kind_bulletin_check;

	json_key(b, "checks");
	json_open(b, '[');
	for (size_t i = 0; checks && i < checks->len; i++) {
		json_open(b, '{');
		json_put_text(b, "rule", cell_text(a, k, &checks->v[i], "rule"));
		json_put_bool(b, "holds", checks->v[i].v[field_at(k, "holds")].n);
		json_put_text(b, "reason", cell_text(a, k, &checks->v[i], "reason"));
		json_close(b, '}');
	}
	json_close(b, ']');
}

struct str count_json(struct arena *a, const struct rec *bulletin, uint64_t index,
		      const struct row *rows, size_t n)
{
	const struct val *number = rec_get(bulletin, "number");
	struct buf b = { .a = a };

	json_open(&b, '{');
	json_put_text(&b, "sulh", S("bulletin/v1"));
	json_put_int(&b, "number", number ? number->n : 0);
	json_put_text(&b, "day", text_of(a, bulletin, "day"));
	json_put_text(&b, "from", text_of(a, bulletin, "from"));
	json_put_text(&b, "to", text_of(a, bulletin, "to"));
	json_put_int(&b, "index", (int64_t)index);
	heads_json(a, rec_get(bulletin, "heads"), &b);
	refs_json(a, bulletin, "late", &b);
	json_put_text(&b, "definitions", text_of(a, bulletin, "definitions"));
	checks_json(a, rec_get(bulletin, "checks"), &b);
	json_key(&b, "figures");
	json_open(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? S(",\n") : S("\n"));
		json_open(&b, '{');
		row_members(&b, &rows[i]);
	}
	buf_byte(&b, '\n');
	json_close(&b, ']');
	json_close(&b, '}');
	buf_byte(&b, '\n');
	return buf_text(&b);
}
