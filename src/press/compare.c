/* Which claims are about one thing, and what the rules say of them. Each is held against a few others, so that it ends soon. */
#include "press/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/compare_int.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define BEFORE 24  /* claims of one thing and place that each is held against */
#define BESIDE 6   /* and of another place or event, with a number near its own */
#define TOLD   4   /* verdicts that a claim may have with those before it */
#define NEAR   50  /* thousandths within which two numbers are taken for each other */
#define LIKE   400 /* thousandths within which two figures may be one */

struct compare {
	struct arena *a, *one; /* what comes out; what one pair takes */
	struct compare_item *items, **order;
	size_t n, room;
	struct comparison out;
	const struct reuse *reuse;
	struct saying *x, *y;
};

static void add(void *to, const struct verdict *v, const size_t *claims, size_t n)
{
	struct compare *c = to;
	struct compare_verdict *o;

	if (c->out.n == COMPARE_VERDICTS) {
		c->out.left_out++;
		return;
	}
	c->out.verdicts =
		arena_more(c->a, c->out.verdicts, c->out.n, &c->room, sizeof *c->out.verdicts);
	o = &c->out.verdicts[c->out.n++];
	*o = (struct compare_verdict){ .v = *v, .n = n };
	o->v.reason = str_dup(c->a, v->reason);
	memcpy(o->claims, claims, n * sizeof *claims);
}

/* A claim says so much at most, and what somebody has to look at goes first. */
static void add_pair(struct compare *c, const struct verdict *v, struct compare_item *x,
		     struct compare_item *y)
{
	size_t both[2] = { x->index, y->index }, *n = v->flag ? &y->flagged : &y->told;

	if (*n == TOLD) {
		c->out.left_out++;
		return;
	}
	++*n;
	add(c, v, both, 2);
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
static bool copied(const struct compare *c, const struct compare_item *x,
		   const struct compare_item *y)
{
	const struct compare_item *a = x->of->text < y->of->text ? x : y, *b = a == x ? y : x;
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

static bool worth_telling(const struct verdict *v, const struct compare_item *x,
			  const struct compare_item *y, const struct scope *s)
{
	/* "thousands" holds against anything. */
	if (x->f.qual == CLAIM_VAGUE || y->f.qual == CLAIM_VAGUE)
		return false;
	if (v->flag)
		return true;
	switch (v->kind) {
	case VERDICT_SAME:
	case VERDICT_ROUNDED:
		return !s->other;
	case VERDICT_NOT_COMPARABLE:
	case VERDICT_DIFFERENT_SCOPE:
		return value_near(x->f.value, y->f.value, LIKE);
	case VERDICT_FLOW_STOCK:
		return str_eq(x->f.noun, y->f.noun);
	case VERDICT_SUBSET:
	case VERDICT_DIFFERENT_KIND:
		return value_near(x->f.value, y->f.value, NEAR);
	case VERDICT_BOUND_HOLDS:
		return !s->other && value_near(x->f.value, y->f.value, 600);
	default:
		return true;
	}
}

/* What the rules say, as far as place and time bear it. */
static struct verdict weigh(struct compare *c, const struct compare_item *x,
			    const struct compare_item *y, const struct scope *s)
{
	struct saying_about about = { .day = NO_DAY };
	struct verdict v;

	c->x->f[0] = x->f;
	c->y->f[0] = y->f;
	c->x->denies = x->of->c->stance == STANCE_DENIED && x->f.value == y->f.value;
	c->y->denies = y->of->c->stance == STANCE_DENIED && x->f.value == y->f.value;
	v = verdict_of(c->one, c->x, c->y, &about);
	if (!v.flag || compare_may_flag(&v, x, y, s))
		return v;
	v.flag = false;
	v.kind = s->other ? VERDICT_DIFFERENT_SCOPE : VERDICT_NOT_COMPARABLE;
	v.rule = s->rule ? s->rule : "scope";
	v.reason = str_fmt(c->one, "%.*s and %.*s cannot be held against each other: %.*s",
			   P(said_value(c->one, &x->f)), P(said_value(c->one, &y->f)),
			   P(s->reason.len ? s->reason : S("more than one thing differs")));
	return v;
}

static void weigh_pair(struct compare *c, struct compare_item *x, struct compare_item *y)
{
	struct scope scope;
	struct verdict v;

	if (x->index > y->index) {
		weigh_pair(c, y, x);
		return;
	}
	if (x->repeat || y->repeat || x->f.planned != y->f.planned ||
	    nouns_of(&x->f, &y->f) == NOUNS_OTHER ||
	    compare_places(x->of->c, y->of->c) == PLACES_APART)
		return;
	arena_reset(c->one);
	scope = compare_scope(c->one, x, y);
	v = weigh(c, x, y, &scope);
	if (v.kind == VERDICT_SAME && copied(c, x, y)) {
		v.kind = VERDICT_COPIED;
		v.rule = "copied";
		v.reason = str_fmt(c->one,
				   "%.*s stands in a passage that both reports have word for word: "
				   "one source",
				   P(said_value(c->one, &x->f)));
		add_pair(c, &v, x, y);
	} else if (worth_telling(&v, x, y, &scope)) {
		add_pair(c, &v, x, y);
	}
}

static int order(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

static int by_index(const struct compare_item *a, const struct compare_item *b)
{
	return (a->index > b->index) - (a->index < b->index);
}

/* Claims of one thing and place stand together, in the order of their days. */
static int by_place(const void *x, const void *y)
{
	const struct compare_item *a = *(struct compare_item *const *)x,
				  *b = *(struct compare_item *const *)y;
	int n = str_cmp(a->f.event, b->f.event);

	n = n ? n : str_cmp(a->root, b->root);
	n = n ? n : str_cmp(a->place, b->place);
	n = n ? n : order(a->f.day, b->f.day);
	return n ? n : by_index(a, b);
}

/* The same things, whatever their place, by number. */
static int by_value(const void *x, const void *y)
{
	const struct compare_item *a = *(struct compare_item *const *)x,
				  *b = *(struct compare_item *const *)y;
	int n = str_cmp(a->f.event, b->f.event);

	n = n ? n : str_cmp(a->root, b->root);
	n = n ? n : order(a->f.value, b->f.value);
	return n ? n : by_index(a, b);
}

/* Numbers so near that one could be taken for the other, of different events: two facts. */
static int by_noun(const void *x, const void *y)
{
	const struct compare_item *a = *(struct compare_item *const *)x,
				  *b = *(struct compare_item *const *)y;
	int n = str_cmp(a->f.noun, b->f.noun);

	n = n ? n : order(a->f.value, b->f.value);
	return n ? n : by_index(a, b);
}

static bool one_thing(const struct compare_item *x, const struct compare_item *y)
{
	return str_eq(x->f.event, y->f.event) && str_eq(x->root, y->root);
}

static bool one_place(const struct compare_item *x, const struct compare_item *y)
{
	return one_thing(x, y) && str_eq(x->place, y->place);
}

static bool other_place(const struct compare_item *x, const struct compare_item *y)
{
	return one_thing(x, y) && !str_eq(x->place, y->place);
}

static bool other_event(const struct compare_item *x, const struct compare_item *y)
{
	return str_eq(x->f.noun, y->f.noun) && !str_eq(x->f.event, y->f.event) &&
	       x->f.value >= 100 * PRESS_ONE && y->f.value >= 100 * PRESS_ONE &&
	       value_near(x->f.value, y->f.value, NEAR);
}

/* Pairs of one thing and place that stand too far from each other in their order, while that is by place. */
static void count_not_held(struct compare *c)
{
	size_t first = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (!one_place(c->order[first], c->order[i]))
			first = i;
		c->out.not_held += i - first > BEFORE ? i - first - BEFORE : 0;
	}
}

/* Each with so many before it in an order, of those that have something in common. */
static void weigh_near(struct compare *c, int (*compare)(const void *, const void *), size_t before,
		       bool (*is)(const struct compare_item *, const struct compare_item *))
{
	if (c->n)
		qsort(c->order, c->n, sizeof *c->order, compare);
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = i; k-- > 0 && i - k <= before;)
			if (is(c->order[k], c->order[i]))
				weigh_pair(c, c->order[k], c->order[i]);
}

/* ---- a day against two totals ---- */

/* The one total that is said of that day; NULL where there is none, or where they differ. */
static const struct compare_item *total_of(const struct compare *c, size_t at,
					   const struct compare_item *flow, int64_t day)
{
	const struct compare_item *found = NULL;
	size_t from = at > BEFORE ? at - BEFORE : 0, to = c->n - at > BEFORE ? at + BEFORE : c->n;

	for (size_t i = from; i < to; i++) {
		const struct compare_item *x = c->order[i];

		if (!one_place(x, flow) || !str_eq(x->f.noun, flow->f.noun) || x->f.day != day ||
		    x->f.period != PERIOD_ALL || x->f.qual != CLAIM_EXACT || x->repeat || x->part ||
		    x->f.unit != flow->f.unit || x->f.planned)
			continue;
		if (found && found->f.value != x->f.value)
			return NULL;
		found = x;
	}
	return found;
}

/* What a day brought is what its total has more than that of the day before. */
static void weigh_flow(struct compare *c, size_t at)
{
	struct compare_item *x = c->order[at];
	const struct compare_item *now, *before;
	struct verdict v = { .kind = VERDICT_FLOW_TOTAL, .flag = true, .rule = "flow.difference" };

	if (x->f.period != PERIOD_FLOW || x->f.days != 1 || x->f.qual != CLAIM_EXACT ||
	    x->f.day == NO_DAY || x->repeat || x->part || x->f.planned || !x->of->c->places)
		return;
	now = total_of(c, at, x, x->f.day);
	before = total_of(c, at, x, x->f.day - 1);
	if (!now || !before || now->f.value < before->f.value ||
	    now->f.value - before->f.value == x->f.value)
		return;
	v.has_difference = true;
	v.difference = now->f.value - before->f.value - x->f.value;
	v.reason = str_fmt(c->a, "the totals differ by %.*s, the daily figure is %.*s",
			   P(press_value_text(c->a, now->f.value - before->f.value)),
			   P(said_value(c->a, &x->f)));
	add(c, &v, (size_t[]){ before->index, now->index, x->index }, 3);
}

/* ---- claims as items ---- */

/* Of things that can be parts of each other: what they are all part of. */
static struct str root_of(struct str noun)
{
	struct str whole = said_whole_of(noun);

	if (str_eq(noun, S("civilians")) || str_eq(noun, S("displaced")))
		return S("people");
	return whole.s ? whole : noun;
}

static bool repeats(const struct compare_item *x, const struct compare_item *y)
{
	return y->f.value == x->f.value && y->f.qual == x->f.qual && str_eq(y->f.noun, x->f.noun) &&
	       str_eq(y->f.event, x->f.event) && compare_places(y->of->c, x->of->c) != PLACES_APART;
}

/* "Of them 12 children" says by its noun which part it is; "400 of them left by bus" does not. */
static bool plain_part(const struct compare_item *x, const struct compare_item *whole)
{
	return !whole || str_eq(x->f.noun, whole->f.noun) || !str_eq(x->f.event, whole->f.event) ||
	       compare_places(x->of->c, whole->of->c) != PLACES_SAME;
}

static void make_item(struct compare *c, size_t i)
{
	struct compare_item *x = &c->items[i];
	const struct press_claim *p = x->of->c;
	const struct compare_item *whole = NULL;

	said_of_claim(p, x->of->day, &x->f);
	x->root = root_of(x->f.noun);
	x->place = compare_place_key(c->a, p);
	for (size_t k = i;
	     k-- > 0 && i - k < COMPARE_NEIGHBOURS && compare_one_report(&c->items[k], x);) {
		x->repeat |= repeats(x, &c->items[k]);
		if (p->part_of.len && str_eq(c->items[k].of->c->id, p->part_of))
			whole = &c->items[k];
	}
	x->repeat |= p->optional || p->stance == STANCE_SUPERSEDED ||
		     (p->unit.len && str_eq(p->unit, S("fraction")));
	x->part = p->part_of.len && plain_part(x, whole);
}

static void make_items(struct compare *c, const struct compare_claim *claims, size_t n)
{
	c->items = arena_array(c->a, n + 1, sizeof *c->items);
	c->order = arena_array(c->a, n + 1, sizeof *c->order);
	for (size_t i = 0; i < n; i++) {
		c->items[i] = (struct compare_item){ .of = &claims[i], .index = i };
		c->order[i] = &c->items[i];
		make_item(c, i);
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
	struct parts parts = { .a = a, .tell = add, .to = &c };

	if (!c.one) {
		c.out.left_out = n;
		return c.out;
	}
	arena_defer(a, free_one, c.one);
	c.x = arena_alloc(a, sizeof *c.x);
	c.y = arena_alloc(a, sizeof *c.y);
	c.x->n = c.y->n = 1;
	make_items(&c, claims, n);
	parts.items = c.items;
	for (size_t i = 0, to; i < n; i = to) {
		for (to = i; to < n && compare_one_report(&c.items[to], &c.items[i]);)
			to++;
		compare_parts(&parts, i, to);
	}
	weigh_near(&c, by_place, BEFORE, one_place);
	count_not_held(&c);
	for (size_t i = 0; i < n; i++)
		weigh_flow(&c, i);
	weigh_near(&c, by_value, BESIDE, other_place);
	weigh_near(&c, by_noun, BESIDE, other_event);
	return c.out;
}
