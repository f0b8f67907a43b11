/* The invariants of the figures (figures.csv), held against the rows of a count. */
#include "figure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

/*
 * An invariant says: the sums `less` and `more` differ by nothing (EQUAL) or `more` is not the smaller, for
 * each of `periods`. A term is a figure ("P2"), one of its details ("P10:valid"), the sum of its details
 * ("W7:*") or a number ("100"); "@now" takes the stock where the figure has the period too. With `each` it
 * is said of each detail of the one term of `less`, where ":=" in `more` is the same detail. A figure that
 * has only a stock stands for every period. Rows of one rule follow each other.
 */
#define TERMS 5
#define H24   (1u << PERIOD_H24)
#define D3    (1u << PERIOD_D3)
#define TOTAL (1u << PERIOD_TOTAL)

enum relation { LESS_OR_EQUAL, EQUAL };

struct invariant {
	const char *rule;
	const char *less[TERMS], *more[TERMS];
	unsigned periods;
	enum relation relation;
	bool whole; /* of the whole operation only: its parts may be counted at different places */
	bool each;
};

/* clang-format off */
static const struct invariant invariants[] = {
	{ "P2 = P3 + P4 + P13 + P18", { "P3", "P4", "P13", "P18" }, { "P2" }, TOTAL, EQUAL },
	{ "0 <= P4 <= P2", { NULL }, { "P4" }, TOTAL },
	{ "0 <= P4 <= P2", { "P4" }, { "P2" }, TOTAL, .whole = true },
	{ "P3 >= 0", { NULL }, { "P3" }, TOTAL },
	{ "P13 >= 0", { NULL }, { "P13" }, TOTAL },
	{ "P18 >= 0", { NULL }, { "P18" }, TOTAL, .whole = true },
	{ "P5 + P6 + P7 + P8 + P9 <= P13", { "P5", "P6", "P7", "P8", "P9" }, { "P13" }, TOTAL, .whole = true },
	{ "P6 handed over <= P6", { "P6:handed over" }, { "P6" }, TOTAL },
	{ "P7 <= T2", { "P7" }, { "T2" }, TOTAL, .whole = true },
	{ "P9 deceased <= P9", { "P9:deceased" }, { "P9" }, TOTAL },
	{ "P10 valid + revoked <= issued", { "P10:valid", "P10:revoked" }, { "P10:issued" }, TOTAL, .whole = true },
	{ "P10 valid >= 0, revoked >= 0", { NULL }, { "P10:valid" }, TOTAL, .whole = true },
	{ "P10 valid >= 0, revoked >= 0", { NULL }, { "P10:revoked" }, TOTAL, .whole = true },
	{ "P12 <= P4 + P10 revoked", { "P12" }, { "P4", "P10:revoked" }, TOTAL, .whole = true },
	{ "W5 <= W1 + W2 + W3", { "W5:*" }, { "W1", "W2", "W3" }, TOTAL, .whole = true },
	{ "W7 + W5 = W1 + W2 + W3", { "W7:*", "W5:*" }, { "W1", "W2", "W3" }, TOTAL, EQUAL, .whole = true },
	{ "W7 >= 0", { NULL }, { "W7:store" }, TOTAL, .whole = true },
	{ "W7 >= 0", { NULL }, { "W7:transferred" }, TOTAL, .whole = true },
	{ "W7 >= 0", { NULL }, { "W7:lost" }, TOTAL, .whole = true },
	{ "T1 details <= T1", { "T1" }, { "T1" }, H24 | D3 | TOTAL, .each = true },
	{ "T1c <= T1", { "T1c" }, { "T1" }, H24 | D3 | TOTAL },
	{ "T3 + T4 + T5 <= T2", { "T3", "T4", "T5" }, { "T2" }, H24 | TOTAL },
	{ "T7 women + children <= T7", { "T7:women", "T7:children" }, { "T7" }, H24 | TOTAL },
	{ "S2 now <= total", { "S2@now" }, { "S2:=" }, TOTAL, .each = true },
	{ "S3 open <= cleared <= administered", { "S3:open@now" }, { "S3:cleared@now" }, TOTAL },
	{ "S3 open <= cleared <= administered", { "S3:cleared@now" }, { "S3:administered@now" }, TOTAL },
	{ "0 <= S4 <= 100", { NULL }, { "S4" }, TOTAL },
	{ "0 <= S4 <= 100", { "S4" }, { "100" }, TOTAL },
	{ "V2 <= V3 <= all of V1", { "V2" }, { "V3" }, TOTAL, .whole = true },
	{ "V2 <= V3 <= all of V1", { "V3" }, { "V1:*" }, H24 | TOTAL, .whole = true },
	/* Not of a day: another reporter's report may be of a later one than the first. */
	{ "each of V1 <= V3", { "V1" }, { "V3" }, TOTAL, .each = true },
	{ "V4 girls + boys <= children <= killed", { "V4:killed girls", "V4:killed boys" },
	  { "V4:killed children" }, H24 | TOTAL },
	{ "V4 girls + boys <= children <= killed", { "V4:killed children" }, { "V4:killed" }, H24 | TOTAL },
	{ "V4 women, children <= injured", { "V4:injured women", "V4:injured children" }, { "V4:injured" },
	  H24 | TOTAL },
	{ "V4 by mine <= killed + injured", { "V4:by mine" }, { "V4:killed", "V4:injured" }, H24 | TOTAL },
	{ "M8 killed + injured <= V4 by mine", { "M8:killed", "M8:injured" }, { "V4:by mine" }, H24 | TOTAL },
	{ "M8 killed children <= killed", { "M8:killed children" }, { "M8:killed" }, H24 | TOTAL },
	{ "R1 details <= R1", { "R1" }, { "R1" }, H24 | D3 | TOTAL, .each = true },
	{ "R2 women + children <= R2", { "R2:women", "R2:children" }, { "R2" }, H24 | D3 | TOTAL },
	{ "M4 = sum of types", { "M4:*" }, { "M4" }, H24 | TOTAL, EQUAL },
	{ "M4 <= M3", { "M4" }, { "M3" }, H24 | TOTAL },
	{ "M5 destroyed <= found", { "M5:destroyed" }, { "M5:found" }, TOTAL, .whole = true },
	{ "M5 IED, mine, UXO <= found", { "M5:IED" }, { "M5:found" }, TOTAL },
	{ "M5 IED, mine, UXO <= found", { "M5:mine" }, { "M5:found" }, TOTAL },
	{ "M5 IED, mine, UXO <= found", { "M5:UXO" }, { "M5:found" }, TOTAL },
	{ "M6 = sum of types", { "M6:*" }, { "M6" }, H24 | TOTAL, EQUAL },
	{ "H2 = sum of details", { "H2:*" }, { "H2" }, H24 | TOTAL, EQUAL },
	{ "H5 children <= H5", { "H5:children" }, { "H5" }, H24 | TOTAL },
	{ "H7 >= 0", { NULL }, { "H7" }, TOTAL },
	{ "H8 >= 0", { NULL }, { "H8" }, TOTAL },
	{ "H9 occupied <= H9", { "H9:occupied" }, { "H9" }, TOTAL },
	{ "H10 now <= total", { "H10@now" }, { "H10:=" }, TOTAL, .each = true },
	{ "L2 planned + examined <= L2", { "L2:planned@now", "L2:examined@now" }, { "L2@now" }, TOTAL },
	{ "Q1 merged + different <= found", { "Q1:merged", "Q1:different" }, { "Q1" }, TOTAL },
};
/* clang-format on */

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
	bool silent; /* a centre is: stocks of centres are not known */
};

/* The order of rows: figure, place. */
static int row_order(const struct row *r, const struct figure *f, struct str place)
{
	if (r->figure != f)
		return r->figure < f ? -1 : 1;
	return str_cmp(r->place, place);
}

/* The rows of a figure at a place. */
static struct sheet rows_of(struct sheet s, const struct figure *f, struct str place)
{
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
	return (struct sheet){ s.rows + lo, n, s.silent };
}

struct term {
	const struct figure *figure; /* NULL: a number */
	struct str detail;	     /* "*": the sum of all; "=": the same */
	enum period period;
	int64_t n;
};

static struct term term_of(const char *text, enum period p)
{
	struct str rest = str_of(text), code = str_cut(&rest, '@');
	struct term t = { .period = rest.s && rest.len ? PERIOD_NOW : p };

	t.detail = code;
	code = str_cut(&t.detail, ':');
	if (!t.detail.s)
		t.detail = S("");
	t.figure = figure_find(code);
	if (t.figure && !(t.figure->periods & 1u << t.period))
		t.period = PERIOD_NOW;
	if (!t.figure && !int_parse(code, 0, INT64_MAX, &t.n))
		t.n = 0;
	return t;
}

/* What has no row is 0, unless it is kept back. */
static struct bounds missing(const struct sheet *s, const struct term *t)
{
	bool back = t->figure->min_cell ||
		    (s->silent && t->period == PERIOD_NOW && !t->figure->headquarters);

	return (struct bounds){ .no_most = back };
}

static struct bounds value_of(struct sheet s, const struct term *t, struct str place)
{
	struct bounds sum = { 0 };
	bool all = str_eq(t->detail, S("*")), found = false;
	struct sheet of;

	if (!t->figure)
		return (struct bounds){ .least = t->n, .most = t->n };
	of = rows_of(s, t->figure, place);
	for (size_t i = 0; i < of.n; i++) {
		const struct row *r = &of.rows[i];

		if (r->period != t->period ||
		    !(all ? r->detail.len > 0 : str_eq(r->detail, t->detail)))
			continue;
		bounds_add(&sum, bounds_of(r));
		found = true;
	}
	return found ? sum : missing(&of, t);
}

static struct bounds sum_of(struct sheet s, const char *const terms[TERMS], struct str place,
			    enum period p, struct str detail)
{
	struct bounds sum = { 0 };

	for (int i = 0; i < TERMS && terms[i]; i++) {
		struct term t = term_of(terms[i], p);

		if (str_eq(t.detail, S("=")))
			t.detail = detail;
		bounds_add(&sum, value_of(s, &t, place));
	}
	return sum;
}

static bool each_holds(const struct invariant *f, struct sheet s, struct str place, enum period p,
		       struct str *detail)
{
	struct term t = term_of(f->less[0], p);
	struct sheet of = rows_of(s, t.figure, place);

	for (size_t i = 0; i < of.n; i++) {
		const struct row *r = &of.rows[i];

		if (!r->detail.len || r->period != t.period ||
		    !exceeds(bounds_of(r), sum_of(s, f->more, place, p, r->detail)))
			continue;
		*detail = r->detail;
		return false;
	}
	return true;
}

/* Whether it holds here; *detail is where it does not. */
static bool invariant_holds(const struct invariant *f, struct sheet s, struct str place,
			    enum period p, struct str *detail)
{
	struct bounds more, less;

	if (f->each)
		return each_holds(f, s, place, p, detail);
	more = sum_of(s, f->more, place, p, S(""));
	less = sum_of(s, f->less, place, p, S(""));
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

static bool is_silent(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].figure->how == FIGURE_CENTRES && rows[i].value > 0 &&
		    str_eq(rows[i].detail, S("silent")))
			return true;
	return false;
}

size_t count_checks(struct arena *a, const struct row *rows, size_t n, struct check **checks)
{
	struct sheet s = { rows, n, is_silent(rows, n) };
	size_t places_n, k = 0;
	const struct row **places = places_of(a, s, &places_n);
	struct check *c = arena_array(a, INVARIANTS, sizeof *c);

	for (size_t i = 0; i < INVARIANTS; i++) {
		if (!i || strcmp(invariants[i].rule, invariants[i - 1].rule) != 0)
			c[k++] = (struct check){ .rule = invariants[i].rule, .holds = true };
		for (size_t p = 0; c[k - 1].holds && p < places_n; p++)
			if (places[p]->whole || !invariants[i].whole)
				invariant_check(a, &invariants[i], s, places[p], &c[k - 1]);
	}
	*checks = c;
	return k;
}
