/*
 * Parts of one report against their whole. They are added only where none can be counted twice: children and women, fighters and
 * family, places; "12 wounded" may be of the children.
 */
#include "press/compare_int.h"

#include "base/arena.h"
#include "base/num.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define NEAR 5 /* claims behind a claim among which a sum is looked for */

static void say(const struct parts *p, enum verdict_kind kind, bool flag, const char *rule,
		struct str reason, const size_t *claims, size_t n)
{
	struct verdict v = { .kind = kind, .flag = flag, .rule = rule, .reason = reason };

	p->tell(p->to, &v, claims, n);
}

static bool apart(const struct compare_item *x, const struct compare_item *y)
{
	if (!str_eq(x->f.event, y->f.event))
		return false;
	if (str_eq(x->f.noun, y->f.noun))
		return compare_places(x->of->c, y->of->c) == PLACES_APART;
	return noun_sort(x->f.noun) && noun_sort(x->f.noun) == noun_sort(y->f.noun);
}

static bool all_apart(const struct parts *p, const size_t *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (!apart(&p->items[parts[i]], &p->items[parts[k]]))
				return false;
	return true;
}

static void sum_of(const struct parts *p, size_t whole, const size_t *parts, size_t n, bool told)
{
	const struct compare_item *w = &p->items[whole];
	struct said_figure sum = { .unit = w->f.unit, .noun = w->f.noun };
	size_t claims[COMPARE_CLAIMS] = { whole };
	bool loose = w->f.qual != CLAIM_EXACT;

	for (size_t i = 0; i < n; i++) {
		claims[i + 1] = parts[i];
		loose |= p->items[parts[i]].f.qual != CLAIM_EXACT;
		if (p->items[parts[i]].f.unit != w->f.unit ||
		    !add_ok(&sum.value, sum.value, p->items[parts[i]].f.value))
			return;
	}
	if (n >= 2 && sum.value == w->f.value)
		say(p, VERDICT_SAME, false, "sum.holds",
		    str_fmt(p->a, "the parts add up to %.*s", P(said_value(p->a, &w->f))), claims,
		    n + 1);
	else if (n >= 2 && told && !loose && sum.value > w->f.value && all_apart(p, parts, n))
		say(p, VERDICT_SUM_FAILS, true, "sum.total",
		    str_fmt(p->a, "the parts add up to %.*s, more than the whole of %.*s",
			    P(press_value_text(p->a, sum.value)), P(said_value(p->a, &w->f))),
		    claims, n + 1);
	else if (n == 1 && told && !loose && sum.value > w->f.value &&
		 nouns_of(&w->f, &p->items[*parts].f) != NOUNS_OTHER)
		say(p, VERDICT_SUBSET, true, "part.exceeds",
		    str_fmt(p->a, "a part of %.*s is more than the whole of %.*s",
			    P(press_value_text(p->a, sum.value)), P(said_value(p->a, &w->f))),
		    claims, 2);
}

static bool is_fraction(const struct press_claim *c)
{
	return c->unit.len && str_eq(c->unit, S("fraction"));
}

/* Parts that are said to be parts. */
static void said_parts(const struct parts *p, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		const struct press_claim *w = p->items[i].of->c;
		size_t parts[COMPARE_CLAIMS - 1], n = 0;
		size_t first = i - from > COMPARE_NEIGHBOURS ? i - COMPARE_NEIGHBOURS : from,
		       last = end - i > COMPARE_NEIGHBOURS ? i + COMPARE_NEIGHBOURS : end;

		for (size_t k = first; w->id.len && k < last && n < COMPARE_CLAIMS - 1; k++)
			if (k != i && !p->items[k].repeat &&
			    str_eq(p->items[k].of->c->part_of, w->id) &&
			    !is_fraction(p->items[k].of->c))
				parts[n++] = k;
		if (n)
			sum_of(p, i, parts, n, true);
	}
}

static bool related(const struct press_claim *a, const struct press_claim *b)
{
	return (a->part_of.len && (str_eq(a->part_of, b->id) || str_eq(a->part_of, b->part_of))) ||
	       (b->part_of.len && str_eq(b->part_of, a->id));
}

/* Two sorts at the whole's place: what only happens to add up is of elsewhere, or of one sort. */
static bool makes_up(const struct compare_item *w, const struct compare_item *x,
		     const struct compare_item *y)
{
	return w->f.value >= 100 * PRESS_ONE && x->f.value >= PRESS_ONE &&
	       y->f.value >= PRESS_ONE && w->f.value == x->f.value + y->f.value &&
	       w->f.unit == x->f.unit && !related(w->of->c, x->of->c) &&
	       !(str_eq(x->f.noun, y->f.noun) && str_eq(x->f.event, y->f.event)) &&
	       nouns_of(&w->f, &x->f) != NOUNS_OTHER && nouns_of(&w->f, &y->f) != NOUNS_OTHER &&
	       compare_places(w->of->c, x->of->c) != PLACES_APART &&
	       compare_places(w->of->c, y->of->c) != PLACES_APART;
}

/* "1,284 left ... 900 were pardoned, 384 wait": two numbers near a third that is their sum, though no word says so. */
static void near_sums(const struct parts *p, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		for (size_t k = i + 1; k < end && k <= i + NEAR; k++)
			for (size_t m = k + 1; m < end && m <= i + NEAR; m++)
				for (size_t w = 0; w < 3; w++) {
					size_t t[5] = { i, k, m, i, k };

					if (makes_up(&p->items[t[w]], &p->items[t[w + 1]],
						     &p->items[t[w + 2]]))
						sum_of(p, t[w], &t[w + 1], 2, false);
				}
}

void compare_parts(const struct parts *p, size_t from, size_t end)
{
	said_parts(p, from, end);
	near_sums(p, from, end);
}
