/* What does not fit in a series. */
#include "press/series.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define ONE_DAY	  16  /* rows of one kind, place and day that are held against each other */
#define JUMP	  2   /* times what the daily figures give */
#define JUMP_MORE 20  /* and so many more */
#define AHEAD	  256 /* rows until the next total of the same base */
#define MONTH	  31
#define SLIP	  7 /* days within which one daily figure is told again */

struct check {
	struct arena *a, *one; /* what comes out; what one pair takes */
	struct press_series *s;
	size_t room;
	struct saying *x, *y; /* of one figure each */
};

static void found(struct check *c, size_t a, size_t b, const struct verdict *v)
{
	if (c->s->n_findings == SERIES_FINDINGS) {
		c->s->more = true;
		return;
	}
	c->s->findings = arena_more(c->a, c->s->findings, c->s->n_findings, &c->room,
				    sizeof *c->s->findings);
	c->s->findings[c->s->n_findings++] = (struct series_finding){ *v, a, b };
}

static void tell(struct check *c, size_t a, size_t b, enum verdict_kind kind, const char *rule,
		 struct str reason)
{
	const struct said_figure *x = &c->s->rows[a].f, *y = &c->s->rows[b].f;
	struct verdict v = { .kind = kind,
			     .flag = true,
			     .rule = rule,
			     .reason = reason,
			     .has_difference = a != b,
			     .difference = y->value - x->value };

	found(c, a, b, &v);
}

static bool same_series(const struct series_row *a, const struct series_row *b)
{
	return str_eq(a->kind, b->kind) && str_eq(a->place, b->place);
}

static bool standing(const struct series_row *r)
{
	return r->comparable && (r->f.period == PERIOD_ALL || r->f.period == PERIOD_SINCE);
}

static bool daily(const struct series_row *r)
{
	return r->comparable && r->f.period == PERIOD_FLOW && r->f.days == 1;
}

static struct str text(struct check *c, int64_t v)
{
	return press_value_text(c->a, v);
}

/* The number of a day that an earlier row has: many outlets, and one thing to be looked at. */
static bool again(const struct press_series *s, size_t i)
{
	const struct series_row *x = &s->rows[i];

	for (size_t k = i; k-- > 0 && i - k < ONE_DAY;) {
		const struct series_row *y = &s->rows[k];

		if (!same_series(x, y) || y->f.day != x->f.day)
			return false;
		if (y->f.value == x->f.value && y->f.qual == x->f.qual &&
		    str_eq(y->period, x->period))
			return true;
	}
	return false;
}

/* Two rows of one day are two statements. */
static void check_pair(struct check *c, size_t i, size_t k)
{
	const struct series_row *x = &c->s->rows[i], *y = &c->s->rows[k];
	struct saying_about about = { .day = x->f.day };
	struct verdict v;

	if (!x->comparable || !y->comparable || again(c->s, i) || again(c->s, k))
		return;
	if (x->f.period == y->f.period && !str_eq(x->base, y->base))
		return;
	c->x->f[0] = x->f;
	c->y->f[0] = y->f;
	arena_reset(c->one);
	v = verdict_of(c->one, c->x, c->y, &about);
	if (!v.flag)
		return;
	v.reason = str_dup(c->a, v.reason);
	found(c, i, k, &v);
}

/* The daily figure of the day of a row, SIZE_MAX where there is none. */
static size_t daily_of(const struct press_series *s, size_t i)
{
	size_t from = i, k;

	while (from && same_series(&s->rows[from - 1], &s->rows[i]) &&
	       s->rows[from - 1].f.day == s->rows[i].f.day)
		from--;
	for (k = from; k < s->n && same_series(&s->rows[k], &s->rows[i]) &&
		       s->rows[k].f.day == s->rows[i].f.day;
	     k++)
		if (daily(&s->rows[k]))
			return k;
	return SIZE_MAX;
}

static int64_t daily_value(const struct press_series *s, size_t i)
{
	size_t k = daily_of(s, i);

	return k == SIZE_MAX ? -1 : s->rows[k].f.value;
}

static void check_rise(struct check *c, size_t i, size_t k)
{
	const struct said_figure *x = &c->s->rows[i].f, *y = &c->s->rows[k].f;
	int64_t rise = y->value - x->value, days = y->day - x->day;
	int64_t before = daily_value(c->s, i), now = daily_value(c->s, k), usual;
	bool exact = x->qual == CLAIM_EXACT && y->qual == CLAIM_EXACT;

	if (!exact)
		return;
	if (now >= 0 && days == 1 && rise != now) {
		tell(c, i, k, VERDICT_FLOW_TOTAL, "flow.difference",
		     str_fmt(c->a, "the totals differ by %.*s, the daily figure is %.*s",
			     P(text(c, rise)), P(text(c, now))));
		return;
	}
	if (now > rise && days > 1) {
		tell(c, i, k, VERDICT_FLOW_TOTAL, "flow.exceeds",
		     str_fmt(c->a, "one day brought %.*s, and all %lld days only %.*s",
			     P(text(c, now)), (long long)days, P(text(c, rise))));
		return;
	}
	if ((before < 0 && now < 0) || days < 2 || days > 3660)
		return;
	usual = (before < 0 ? now : now < 0 ? before : before / 2 + now / 2);
	if (usual > 0 && usual < INT64_MAX / 10000 &&
	    rise > JUMP * usual * days + JUMP_MORE * PRESS_ONE)
		tell(c, i, k, VERDICT_FLOW_TOTAL, "flow.jump",
		     str_fmt(c->a,
			     "the total rose by %.*s in %lld days, the daily figures give %.*s: "
			     "another method, a batch, or a restatement",
			     P(text(c, rise)), (long long)days, P(text(c, usual * days))));
}

/* A total and the next one of the same base. */
static void check_totals(struct check *c, size_t i, size_t k)
{
	const struct said_figure *x = &c->s->rows[i].f, *y = &c->s->rows[k].f;

	if (value_relation(x, y) != VALUE_BROKEN && y->value < x->value)
		return;
	/* In a month no total grows as a lost digit makes it. */
	if (y->value < x->value || (y->value / 5 > x->value && y->day - x->day <= MONTH)) {
		bool thousands = value_thousands_lost(x->value, y->value);

		if (thousands || value_digits_lost(x->value, y->value)) {
			tell(c, i, k, thousands ? VERDICT_THOUSANDS_LOST : VERDICT_DIGITS_LOST,
			     thousands ? "thousands" : "digits",
			     str_fmt(c->a, "%.*s and then %.*s: digits were lost",
				     P(text(c, x->value)), P(text(c, y->value))));
			return;
		}
	}
	if (y->value < x->value)
		tell(c, i, k, VERDICT_TOTAL_FALLS, "total.falls",
		     str_fmt(c->a, "the total falls from %.*s to %.*s", P(text(c, x->value)),
			     P(text(c, y->value))));
	else
		check_rise(c, i, k);
}

/* What one day brought, told again of a day soon after. */
static void check_slip(struct check *c, size_t i, size_t k)
{
	const struct said_figure *x = &c->s->rows[i].f, *y = &c->s->rows[k].f;

	if (x->value == y->value && x->value >= 100 * PRESS_ONE && x->day < y->day &&
	    y->day - x->day <= SLIP && x->qual == CLAIM_EXACT && y->qual == CLAIM_EXACT)
		tell(c, i, k, VERDICT_DATE_SLIP, "equal.day",
		     str_fmt(c->a, "%.*s of one day is told again of another",
			     P(text(c, x->value))));
}

static void check_series(struct check *c, size_t from, size_t to)
{
	size_t flow = SIZE_MAX;

	for (size_t i = from; i < to; i++) {
		const struct series_row *r = &c->s->rows[i];
		size_t k = i + 1;

		for (; k < to && k < i + ONE_DAY && c->s->rows[k].f.day == r->f.day; k++)
			check_pair(c, i, k);
		if (daily(r)) {
			if (flow != SIZE_MAX)
				check_slip(c, flow, i);
			flow = i;
		}
		/* Of several totals of a day the first stands for the day; the others were held against it. */
		if (!standing(r) || (i > from && c->s->rows[i - 1].f.day == r->f.day &&
				     standing(&c->s->rows[i - 1])))
			continue;
		for (k = i + 1; k < to && k < i + AHEAD; k++)
			if (c->s->rows[k].f.day > r->f.day && standing(&c->s->rows[k]) &&
			    str_eq(c->s->rows[k].base, r->base))
				break;
		if (k < to && k < i + AHEAD)
			check_totals(c, i, k);
	}
}

/* Daily tonnes a hundred times what is usual are kilograms. */
static int by_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

static void check_units(struct check *c, size_t from, size_t to)
{
	int64_t *v = arena_array(c->a, to - from + 1, sizeof *v), usual;
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		if (daily(&c->s->rows[i]) && c->s->rows[i].f.unit == UNIT_TONNE)
			v[n++] = c->s->rows[i].f.value;
	if (n < 4)
		return;
	qsort(v, n, sizeof *v, by_value);
	usual = v[n / 2] > 0 ? v[n / 2] : PRESS_ONE;
	for (size_t i = from; i < to; i++) {
		const struct said_figure *f = &c->s->rows[i].f;

		if (daily(&c->s->rows[i]) && f->unit == UNIT_TONNE &&
		    f->value >= 1000 * PRESS_ONE && f->value / 100 > usual)
			tell(c, i, i, VERDICT_UNIT, "unit.thousand",
			     str_fmt(c->a,
				     "%.*s tonnes in a day, where %.*s are usual: a factor of "
				     "1,000, kilograms printed as tonnes",
				     P(text(c, f->value)), P(text(c, usual))));
	}
}

/* Whether `part` names a part of what `whole` names: "people_left_children" of "people_left". */
static bool names_part(struct str part, struct str whole)
{
	return part.len > whole.len && str_starts(part, whole) && part.s[whole.len] == '_' &&
	       !str_ends(part, S("_planned"));
}

/* Rows of a kind against those of a kind that is its part: same day, place and period. */
static void check_parts(struct check *c, size_t from, size_t to, size_t part, size_t end)
{
	size_t k = part;

	for (size_t i = from; i < to; i++) {
		const struct series_row *w = &c->s->rows[i];

		for (; k < end; k++) {
			const struct series_row *p = &c->s->rows[k];
			int n = str_cmp(p->place, w->place);

			if (n > 0 || (n == 0 && p->f.day > w->f.day))
				break;
			if (n == 0 && p->f.day == w->f.day && str_eq(p->period, w->period) &&
			    p->f.value > w->f.value && p->comparable && w->f.qual == CLAIM_EXACT &&
			    p->f.qual != CLAIM_AT_MOST && !again(c->s, i) && !again(c->s, k))
				tell(c, i, k, VERDICT_SUBSET, "part.exceeds",
				     str_fmt(c->a,
					     "%.*s of %.*s, which is a part of %.*s with %.*s",
					     P(text(c, p->f.value)), P(p->kind), P(w->kind),
					     P(text(c, w->f.value))));
		}
		while (k > part && i + 1 < to &&
		       c->s->rows[k - 1].f.day == c->s->rows[i + 1].f.day &&
		       str_eq(c->s->rows[k - 1].place, c->s->rows[i + 1].place))
			k--;
	}
}

static size_t end_of_kind(const struct press_series *s, size_t i)
{
	size_t k = i;

	while (k < s->n && str_eq(s->rows[k].kind, s->rows[i].kind))
		k++;
	return k;
}

static int by_rows(const void *x, const void *y)
{
	const struct series_finding *a = x, *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static void free_one(void *p)
{
	arena_free(p);
}

void press_series_check(struct arena *a, struct press_series *s)
{
	struct check c = { .a = a, .one = arena_new(0), .s = s };

	if (!c.one) {
		s->more = s->n > 0;
		return;
	}
	arena_defer(a, free_one, c.one);
	c.x = arena_alloc(a, sizeof *c.x);
	c.y = arena_alloc(a, sizeof *c.y);
	c.x->n = c.y->n = 1;
	for (size_t i = 0, end; i < s->n; i = end) {
		end = end_of_kind(s, i);
		check_units(&c, i, end);
		for (size_t k = i, to; k < end; k = to) {
			for (to = k; to < end && same_series(&s->rows[to], &s->rows[k]);)
				to++;
			check_series(&c, k, to);
		}
		/* Kinds are sorted: those that go on with its name follow. */
		for (size_t k = end; k < s->n && str_starts(s->rows[k].kind, s->rows[i].kind);
		     k = end_of_kind(s, k))
			if (names_part(s->rows[k].kind, s->rows[i].kind))
				check_parts(&c, i, end, k, end_of_kind(s, k));
	}
	if (s->n_findings)
		qsort(s->findings, s->n_findings, sizeof *s->findings, by_rows);
}
