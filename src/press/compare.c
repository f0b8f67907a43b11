/* Which claims are about one thing, and what the rules say of them. */
#include "press/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define BEFORE 100 /* claims of one event that each is held against */
#define NEAR   50  /* thousandths within which two numbers are taken for each other */
#define WEEK   7
#define LIKE   400 /* thousandths within which two undated figures may be one */

struct item {
	struct said_figure f;
	const struct compare_claim *of;
	size_t index;
	bool repeat; /* the same figure as an earlier one of its report */
};

struct compare {
	struct arena *a, *one; /* what comes out; what one pair takes */
	struct item *items, **order;
	size_t n, room;
	struct comparison out;
	const struct reuse *reuse;
	struct saying *x, *y;
};

static void add(struct compare *c, const struct verdict *v, const size_t *claims, size_t n)
{
	struct compare_verdict *o;

	if (c->out.n == COMPARE_VERDICTS) {
		c->out.more = true;
		return;
	}
	c->out.verdicts =
		arena_more(c->a, c->out.verdicts, c->out.n, &c->room, sizeof *c->out.verdicts);
	o = &c->out.verdicts[c->out.n++];
	*o = (struct compare_verdict){ .v = *v, .n = n };
	o->v.reason = str_dup(c->a, v->reason);
	memcpy(o->claims, claims, n * sizeof *claims);
}

static void say(struct compare *c, enum verdict_kind kind, bool flag, const char *rule,
		struct str reason, const size_t *claims, size_t n)
{
	struct verdict v = { .kind = kind, .flag = flag, .rule = rule, .reason = reason };

	add(c, &v, claims, n);
}

/* ---- where ---- */

static bool has_place(const struct press_claim *c, struct str place)
{
	for (size_t i = 0; i < c->places; i++)
		if (str_eq_caseless(c->place[i], place))
			return true;
	return false;
}

enum places { PLACES_SAME, PLACES_OVERLAP, PLACES_APART };

static enum places places_of(const struct press_claim *a, const struct press_claim *b)
{
	size_t common = 0;

	if ((a->frm.len && b->frm.len && !str_eq_caseless(a->frm, b->frm)) ||
	    (a->to.len && b->to.len && !str_eq_caseless(a->to, b->to)))
		return PLACES_APART;
	for (size_t i = 0; i < a->places; i++)
		common += has_place(b, a->place[i]);
	if (a->places && b->places && !common)
		return PLACES_APART;
	/* Who moved from here to there are not all who left. */
	if ((a->frm.len || a->to.len) != (b->frm.len || b->to.len))
		return PLACES_OVERLAP;
	if (!a->places || !b->places)
		return PLACES_SAME;
	return common == a->places && common == b->places ? PLACES_SAME : PLACES_OVERLAP;
}

/* ---- pairs ---- */

static bool one_report(const struct item *a, const struct item *b)
{
	return str_eq(a->of->c->doc, b->of->c->doc);
}

/* Whether `part` is a part of `whole`, or both of one. */
static bool related(const struct press_claim *a, const struct press_claim *b)
{
	return (a->part_of.len && (str_eq(a->part_of, b->id) || str_eq(a->part_of, b->part_of))) ||
	       (b->part_of.len && str_eq(b->part_of, a->id));
}

static const struct reuse_run *first_run(const struct reuse *r, uint32_t a, uint32_t b)
{
	size_t low = 0, high = r->n_runs;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct reuse_run *m = &r->runs[mid];

		if (m->b < b || (m->b == b && m->a < a))
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n_runs ? &r->runs[low] : NULL;
}

/* Both stand in one passage that two reports share. */
static bool copied(const struct compare *c, const struct item *x, const struct item *y)
{
	const struct item *a = x->of->text < y->of->text ? x : y, *b = a == x ? y : x;
	const struct reuse_run *r;

	if (!c->reuse || a->of->text == REUSE_NONE || b->of->text == REUSE_NONE ||
	    a->of->text == b->of->text)
		return false;
	for (r = first_run(c->reuse, a->of->text, b->of->text);
	     r && r < c->reuse->runs + c->reuse->n_runs && r->a == a->of->text &&
	     r->b == b->of->text;
	     r++)
		if (r->a_start <= a->of->c->at.start && a->of->c->at.end <= r->a_end &&
		    r->b_start <= b->of->c->at.start && b->of->c->at.end <= r->b_end)
			return true;
	return false;
}

static bool same_moment(const struct item *x, const struct item *y)
{
	int64_t d;

	if (x->f.day == NO_DAY || y->f.day == NO_DAY)
		return value_near(x->f.value, y->f.value, LIKE);
	d = x->f.day - y->f.day;
	return d >= -1 && d <= 1;
}

/* A figure that differs says something only where both are about one place, time and thing. */
static bool stands_alone(const struct item *x, const struct item *y, enum places places,
			 const struct verdict *v)
{
	bool dated = x->f.period != PERIOD_UNSAID && y->f.period != PERIOD_UNSAID;

	if (v->kind == VERDICT_TOTAL_FALLS || v->kind == VERDICT_FLOW_STOCK ||
	    (v->kind == VERDICT_DATE_SLIP && x->f.day - y->f.day <= WEEK &&
	     y->f.day - x->f.day <= WEEK))
		return places == PLACES_SAME;
	if (places != PLACES_SAME || !same_moment(x, y))
		return false;
	return !one_report(x, y) || dated;
}

static bool worth_telling(const struct verdict *v, const struct item *x, const struct item *y)
{
	/* "thousands" holds against anything. */
	if (x->f.qual == CLAIM_VAGUE || y->f.qual == CLAIM_VAGUE)
		return false;
	if (v->flag)
		return true;
	switch (v->kind) {
	case VERDICT_NOT_COMPARABLE:
		return false;
	case VERDICT_SAME:
		return same_moment(x, y);
	case VERDICT_DIFFERENT_SCOPE:
		return value_near(x->f.value, y->f.value, LIKE);
	case VERDICT_FLOW_STOCK:
		return str_eq(x->f.noun, y->f.noun);
	case VERDICT_SUBSET:
	case VERDICT_DIFFERENT_KIND:
		return value_near(x->f.value, y->f.value, NEAR);
	case VERDICT_BOUND_HOLDS:
		return value_near(x->f.value, y->f.value, 600);
	default:
		return true;
	}
}

static void weigh_pair(struct compare *c, const struct item *x, const struct item *y)
{
	const struct press_claim *a = x->of->c, *b = y->of->c;
	enum places places = places_of(a, b);
	struct saying_about about = { .day = NO_DAY };
	struct verdict v;
	size_t both[2] = { x->index, y->index };

	if (places == PLACES_APART || related(a, b))
		return;
	arena_reset(c->one);
	c->x->f[0] = x->f;
	c->y->f[0] = y->f;
	c->x->denies = a->stance == STANCE_DENIED && x->f.value == y->f.value;
	c->y->denies = b->stance == STANCE_DENIED && x->f.value == y->f.value;
	v = verdict_of(c->one, c->x, c->y, &about);
	if (v.flag && v.kind != VERDICT_DENIED && v.kind != VERDICT_UNIT &&
	    !stands_alone(x, y, places, &v)) {
		v.flag = false;
		v.kind = VERDICT_DIFFERENT_SCOPE;
		v.rule = "not.one";
		v.reason = str_fmt(
			c->a, "%.*s and %.*s: nothing says that both are of one place and time",
			P(said_value(c->one, &x->f)), P(said_value(c->one, &y->f)));
		if (one_report(x, y))
			return;
	}
	if (v.kind == VERDICT_SAME && copied(c, x, y))
		say(c, VERDICT_COPIED, false, "copied",
		    str_fmt(c->one,
			    "%.*s stands in a passage that both reports have word for word: one "
			    "source",
			    P(said_value(c->one, &x->f))),
		    both, 2);
	else if (worth_telling(&v, x, y))
		add(c, &v, both, 2);
}

static int by_event(const void *x, const void *y)
{
	const struct item *a = *(struct item *const *)x, *b = *(struct item *const *)y;
	int n = str_cmp(a->f.event, b->f.event);

	return n ? n : (a->index > b->index) - (a->index < b->index);
}

/* Claims of one event, each with those before it. */
static void weigh_events(struct compare *c)
{
	if (c->n)
		qsort(c->order, c->n, sizeof *c->order, by_event);
	for (size_t i = 0; i < c->n && !c->out.more; i++) {
		const struct item *x = c->order[i];

		for (size_t k = i; k-- > 0 && i - k <= BEFORE;) {
			const struct item *y = c->order[k];

			if (!str_eq(x->f.event, y->f.event))
				break;
			/* A part is held against parts: its whole is held against the others. */
			if (x->repeat || y->repeat || x->f.planned != y->f.planned ||
			    (x->of->c->part_of.len > 0) != (y->of->c->part_of.len > 0) ||
			    nouns_of(&x->f, &y->f) == NOUNS_OTHER)
				continue;
			weigh_pair(c, y, x);
		}
	}
}

static int by_noun(const void *x, const void *y)
{
	const struct item *a = *(struct item *const *)x, *b = *(struct item *const *)y;
	int n = str_cmp(a->f.noun, b->f.noun);

	n = n ? n : (a->f.value > b->f.value) - (a->f.value < b->f.value);
	return n ? n : (a->index > b->index) - (a->index < b->index);
}

/* Numbers so near that one could be taken for the other, of different events: two facts. */
static void weigh_near(struct compare *c)
{
	if (c->n)
		qsort(c->order, c->n, sizeof *c->order, by_noun);
	for (size_t i = 0; i < c->n && !c->out.more; i++)
		for (size_t k = i; k-- > 0 && i - k <= 8;) {
			const struct item *x = c->order[k], *y = c->order[i];

			if (x->repeat || y->repeat || !str_eq(x->f.noun, y->f.noun) ||
			    str_eq(x->f.event, y->f.event) || x->f.value < 100 * PRESS_ONE ||
			    !value_near(x->f.value, y->f.value, NEAR) ||
			    x->f.planned != y->f.planned)
				continue;
			weigh_pair(c, x->index < y->index ? x : y, x->index < y->index ? y : x);
		}
}

/* ---- parts ---- */

static void sum_of(struct compare *c, size_t whole, const size_t *parts, size_t n, bool told)
{
	const struct item *w = &c->items[whole];
	struct said_figure sum = { .unit = w->f.unit, .noun = w->f.noun };
	size_t claims[COMPARE_CLAIMS] = { whole };
	bool loose = w->f.qual != CLAIM_EXACT;

	for (size_t i = 0; i < n; i++) {
		claims[i + 1] = parts[i];
		loose |= c->items[parts[i]].f.qual != CLAIM_EXACT;
		if (c->items[parts[i]].f.unit != w->f.unit ||
		    !add_ok(&sum.value, sum.value, c->items[parts[i]].f.value))
			return;
	}
	if (n >= 2 && sum.value == w->f.value)
		say(c, VERDICT_SAME, false, "sum.holds",
		    str_fmt(c->one, "the parts add up to %.*s", P(said_value(c->one, &w->f))),
		    claims, n + 1);
	else if (n >= 2 && told && !loose && sum.value > w->f.value)
		say(c, VERDICT_SUM_FAILS, true, "sum.total",
		    str_fmt(c->one, "the parts add up to %.*s, more than the whole of %.*s",
			    P(press_value_text(c->one, sum.value)), P(said_value(c->one, &w->f))),
		    claims, n + 1);
	else if (n == 1 && told && !loose && sum.value > w->f.value)
		say(c, VERDICT_SUBSET, true, "part.exceeds",
		    str_fmt(c->one, "a part of %.*s is more than the whole of %.*s",
			    P(press_value_text(c->one, sum.value)), P(said_value(c->one, &w->f))),
		    claims, 2);
}

/* Parts that are said to be parts; those of one event, so that "of them 12 wounded" is not added to places. */
static void weigh_parts(struct compare *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct press_claim *w = c->items[i].of->c;
		size_t parts[COMPARE_CLAIMS - 1], n = 0;

		for (size_t k = from; w->id.len && k < to && n < COMPARE_CLAIMS - 1; k++) {
			const struct press_claim *p = c->items[k].of->c;

			if (k != i && !c->items[k].repeat && str_eq(p->part_of, w->id) &&
			    !(p->unit.len && str_eq(p->unit, S("fraction"))))
				parts[n++] = k;
		}
		if (n)
			sum_of(c, i, parts, n, true);
	}
}

/* Two sorts at the whole's place: what only happens to add up is of elsewhere, or of one sort. */
static bool makes_up(const struct item *w, const struct item *x, const struct item *y)
{
	return !(str_eq(x->f.noun, y->f.noun) && str_eq(x->f.event, y->f.event)) &&
	       nouns_of(&w->f, &x->f) != NOUNS_OTHER && nouns_of(&w->f, &y->f) != NOUNS_OTHER &&
	       places_of(w->of->c, x->of->c) != PLACES_APART &&
	       places_of(w->of->c, y->of->c) != PLACES_APART;
}

/* "1,284 left ... 900 were pardoned, 384 wait": two numbers near a third that is their sum, though no word says so. */
static void weigh_threes(struct compare *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = i + 1; k < to && k < i + 6; k++)
			for (size_t m = k + 1; m < to && m < i + 6; m++) {
				size_t t[3] = { i, k, m };

				for (size_t w = 0; w < 3; w++) {
					size_t parts[2] = { t[(w + 1) % 3], t[(w + 2) % 3] };
					const struct item *x = &c->items[t[w]];

					if (x->f.value < 100 * PRESS_ONE ||
					    c->items[parts[0]].f.value < PRESS_ONE ||
					    c->items[parts[1]].f.value < PRESS_ONE ||
					    x->f.unit != c->items[parts[0]].f.unit ||
					    !makes_up(x, &c->items[parts[0]],
						      &c->items[parts[1]]) ||
					    related(x->of->c, c->items[parts[0]].of->c) ||
					    x->f.value != c->items[parts[0]].f.value +
								  c->items[parts[1]].f.value)
						continue;
					sum_of(c, t[w], parts, 2, false);
				}
			}
}

static void make_items(struct compare *c, const struct compare_claim *claims, size_t n)
{
	c->items = arena_array(c->a, n + 1, sizeof *c->items);
	c->order = arena_array(c->a, n + 1, sizeof *c->order);
	for (size_t i = 0; i < n; i++) {
		struct item *x = &c->items[i];

		*x = (struct item){ .of = &claims[i], .index = i };
		said_of_claim(claims[i].c, claims[i].day, &x->f);
		c->order[i] = x;
		for (size_t k = i; k-- > 0 && i - k < 64 && one_report(&c->items[k], x);) {
			const struct item *y = &c->items[k];

			x->repeat |= y->f.value == x->f.value && y->f.qual == x->f.qual &&
				     str_eq(y->f.noun, x->f.noun) &&
				     str_eq(y->f.event, x->f.event) &&
				     places_of(y->of->c, x->of->c) != PLACES_APART;
		}
		x->repeat |= claims[i].c->optional ||
			     (claims[i].c->unit.len && str_eq(claims[i].c->unit, S("fraction")));
	}
	c->n = n;
}

static void free_one(void *p)
{
	arena_free(p);
}

struct comparison compare_claims(struct arena *a, const struct compare_claim *claims, size_t n,
				 const struct reuse *reuse)
{
	struct compare c = { .a = a, .one = arena_new(0), .reuse = reuse };

	if (!c.one) {
		c.out.more = n > 0;
		return c.out;
	}
	arena_defer(a, free_one, c.one);
	c.x = arena_alloc(a, sizeof *c.x);
	c.y = arena_alloc(a, sizeof *c.y);
	c.x->n = c.y->n = 1;
	make_items(&c, claims, n);
	for (size_t i = 0, to; i < n; i = to) {
		for (to = i; to < n && one_report(&c.items[to], &c.items[i]);)
			to++;
		weigh_parts(&c, i, to);
		weigh_threes(&c, i, to);
	}
	weigh_events(&c);
	weigh_near(&c);
	return c.out;
}
