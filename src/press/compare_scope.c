/*
 * Whether two claims are about one place, one time and one whole. What is not said is not the same: where a report
 * names no place or no stretch of time, nothing contradicts it.
 */
#include "press/compare_int.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define MONTH	31
#define WEEK	7
#define BESIDE	2		  /* claims that follow each other */
#define TELLING (20 * PRESS_ONE)  /* smaller numbers are equal by chance */
#define GREAT	(100 * PRESS_ONE) /* and greater ones are not */

/* ---- where ---- */

/* "east Ostvale" is in Ostvale. */
static bool inside(struct str part, struct str whole)
{
	size_t more = part.len > whole.len ? part.len - whole.len : 0;

	return whole.len && more > 1 && part.s[more - 1] == ' ' &&
	       str_eq_caseless(str_from(part, more), whole);
}

static bool all_of(const struct press_claim *a, const struct press_claim *b,
		   bool (*is)(struct str, struct str))
{
	for (size_t i = 0; i < a->places; i++) {
		bool found = false;

		for (size_t k = 0; k < b->places && !found; k++)
			found = str_eq_caseless(a->place[i], b->place[k]) ||
				(is && is(a->place[i], b->place[k]));
		if (!found)
			return false;
	}
	return true;
}

static bool any_of(const struct press_claim *a, const struct press_claim *b)
{
	for (size_t i = 0; i < a->places; i++)
		for (size_t k = 0; k < b->places; k++)
			if (str_eq_caseless(a->place[i], b->place[k]))
				return true;
	return false;
}

static bool ends_differ(struct str a, struct str b)
{
	return a.len && b.len && !str_eq_caseless(a, b);
}

enum places compare_places(const struct press_claim *a, const struct press_claim *b)
{
	bool moves = a->frm.len || a->to.len, other = b->frm.len || b->to.len;

	if (ends_differ(a->frm, b->frm) || ends_differ(a->to, b->to))
		return PLACES_APART;
	/* Who moved from here to there are not all who left. */
	if (moves != other || (a->frm.len > 0) != (b->frm.len > 0) ||
	    (a->to.len > 0) != (b->to.len > 0))
		return a->places && b->places && !any_of(a, b) ? PLACES_APART : PLACES_OVERLAP;
	if (!a->places && !b->places)
		return moves ? PLACES_SAME : PLACES_UNSAID;
	if (!a->places || !b->places)
		return PLACES_UNSAID;
	if (all_of(a, b, NULL) && all_of(b, a, NULL))
		return PLACES_SAME;
	if (all_of(a, b, inside) || all_of(b, a, inside))
		return PLACES_WITHIN;
	return any_of(a, b) ? PLACES_OVERLAP : PLACES_APART;
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void put_small(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_byte(b,
			 (uint8_t)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] - 'A' + 'a' : s.s[i]));
	buf_byte(b, '\n');
}

struct str compare_place_key(struct arena *a, const struct press_claim *c)
{
	struct str names[PRESS_PLACES];
	struct buf key = { .a = a };

	put_small(&key, c->frm);
	put_small(&key, c->to);
	for (size_t i = 0; i < c->places; i++) {
		struct buf one = { .a = a };

		put_small(&one, c->place[i]);
		names[i] = buf_text(&one);
	}
	if (c->places)
		qsort(names, c->places, sizeof *names, by_text);
	for (size_t i = 0; i < c->places; i++)
		if (!i || !str_eq(names[i], names[i - 1]))
			buf_str(&key, names[i]);
	return buf_text(&key);
}

/* ---- when ---- */

static bool total(const struct compare_item *x)
{
	return x->f.period == PERIOD_ALL || x->f.period == PERIOD_SINCE;
}

/* Totals that began at one zero. */
static bool one_base(const struct compare_item *x, const struct compare_item *y)
{
	return total(x) && total(y) && x->f.period == y->f.period &&
	       (x->f.period == PERIOD_ALL || str_eq(x->of->c->period, y->of->c->period));
}

static bool dated(const struct compare_item *x, const struct compare_item *y)
{
	return x->f.day != NO_DAY && y->f.day != NO_DAY;
}

static int64_t apart(const struct compare_item *x, const struct compare_item *y)
{
	return x->f.day > y->f.day ? x->f.day - y->f.day : y->f.day - x->f.day;
}

static struct scope unshown(const char *rule, struct str reason)
{
	return (struct scope){ .rule = rule, .reason = reason };
}

static struct scope other(const char *rule, struct str reason)
{
	return (struct scope){ .other = true, .rule = rule, .reason = reason };
}

static struct scope when(struct arena *a, const struct compare_item *x,
			 const struct compare_item *y)
{
	bool said = x->f.period != PERIOD_UNSAID, same = y->f.period != PERIOD_UNSAID;

	if (!dated(x, y))
		return unshown("unshown.day", S("a report has no day"));
	if (said != same)
		return unshown("unshown.period", S("one does not say over which time"));
	if (!said && compare_one_report(x, y))
		return unshown("unshown.period",
			       S("two figures of one report, and neither says over which time"));
	if (!said && apart(x, y))
		return unshown("unshown.period",
			       str_fmt(a,
				       "reports of %.*s and %.*s, and neither says over which time",
				       P(day_text(a, x->f.day)), P(day_text(a, y->f.day))));
	if (x->f.period == PERIOD_FLOW && y->f.period == PERIOD_FLOW && (!x->f.days || !y->f.days))
		return unshown("unshown.period", S("one does not say of how many days it is"));
	if (total(x) && total(y) && !one_base(x, y))
		return other("scope.base", S("totals that began on different days"));
	if (x->f.period != y->f.period || x->f.days != y->f.days)
		return other("scope.period", S("of two stretches of time"));
	if (apart(x, y))
		return other("scope.day",
			     str_fmt(a, "of two days, %.*s and %.*s", P(day_text(a, x->f.day)),
				     P(day_text(a, y->f.day))));
	return (struct scope){ .one = true };
}

/* ---- both, and of what ---- */

bool compare_one_report(const struct compare_item *x, const struct compare_item *y)
{
	return str_eq(x->of->c->doc, y->of->c->doc);
}

/* "More than two dozen sites of Ostvale in 24 hours ... 21 sites in 24 hours": who goes on does not name the place again. */
static bool goes_on(const struct compare_item *x, const struct compare_item *y)
{
	const struct compare_item *first = x->index < y->index ? x : y, *next = first == x ? y : x;

	return compare_one_report(x, y) && next->index - first->index <= BESIDE &&
	       first->of->c->places && !next->of->c->places && x->f.period == PERIOD_FLOW &&
	       y->f.period == PERIOD_FLOW;
}

struct scope compare_scope(struct arena *a, const struct compare_item *x,
			   const struct compare_item *y)
{
	const struct press_claim *p = x->of->c, *q = y->of->c;

	switch (compare_places(p, q)) {
	case PLACES_UNSAID:
		if (goes_on(x, y))
			break;
		return unshown("unshown.place", p->places || q->places
							? S("one names no place")
							: S("neither names a place"));
	case PLACES_WITHIN:
		return other("scope.place", S("one is of a part of the other's place"));
	case PLACES_OVERLAP:
		return other("scope.place", S("the places are not the same"));
	case PLACES_APART:
		return other("scope.place", S("of two places"));
	case PLACES_SAME:
		break;
	}
	/* "200 of 500" and "210 of 700": parts of two wholes. */
	if (x->part || y->part) {
		if (!x->part || !y->part)
			return other("scope.part", S("one is a part of what its report counts"));
		if (!compare_one_report(x, y) || !str_eq(p->part_of, q->part_of))
			return unshown("unshown.part", S("parts of two figures"));
	}
	return when(a, x, y);
}

/* The shorter time lies in the longer. */
static bool nested(const struct compare_item *x, const struct compare_item *y)
{
	const struct compare_item *less = total(x) || (!total(y) && x->f.days > y->f.days) ? y : x,
				  *more = less == x ? y : x;

	if (total(less) || !less->f.days || less->f.day > more->f.day)
		return false;
	return total(more) || less->f.day - less->f.days >= more->f.day - more->f.days;
}

static bool exact(const struct compare_item *x, const struct compare_item *y)
{
	return x->f.qual == CLAIM_EXACT && y->f.qual == CLAIM_EXACT;
}

bool compare_may_flag(const struct verdict *v, const struct compare_item *x,
		      const struct compare_item *y, const struct scope *s)
{
	enum places places = compare_places(x->of->c, y->of->c);
	bool equal = x->f.value == y->f.value, here = places == PLACES_SAME;
	bool near = !dated(x, y) || apart(x, y) <= MONTH;

	switch (v->kind) {
	case VERDICT_DENIED:
		return equal && near && places != PLACES_APART && (s->one || x->f.value >= TELLING);
	case VERDICT_UNIT:
		return s->one || (equal && near && places != PLACES_APART &&
				  x->f.value >= TELLING && x->f.period == y->f.period);
	case VERDICT_TOTAL_FALLS:
		return here && dated(x, y) && one_base(x, y);
	case VERDICT_FLOW_STOCK:
		if (!here || !dated(x, y))
			return false;
		return equal ? exact(x, y) && apart(x, y) <= 1 && x->f.value >= GREAT
			     : nested(x, y);
	case VERDICT_DATE_SLIP:
		return here && dated(x, y) && x->f.qual == y->f.qual && apart(x, y) <= WEEK &&
		       x->f.period == PERIOD_FLOW && y->f.period == PERIOD_FLOW &&
		       x->f.days == y->f.days;
	case VERDICT_THOUSANDS_LOST:
	case VERDICT_DIGITS_LOST:
		return s->one || (here && near && dated(x, y) && one_base(x, y));
	default:
		return s->one;
	}
}
