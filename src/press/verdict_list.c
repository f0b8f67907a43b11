/* Lists with their whole, shares of a whole, what rose from one number to another, and a day against two totals. */
#include "press/verdict_int.h"

#include "base/num.h"
#include "base/time.h"
#include "base/banned.h"

/* Whether no part can be counted twice, so that their sum says something. */
static bool one_sort(const struct saying *s, size_t from, size_t n)
{
	int sort = noun_sort(s->f[from].noun);

	for (size_t i = from; i < from + n; i++)
		if ((sort ? noun_sort(s->f[i].noun) != sort
			  : s->f[i].noun.s && (!s->f[from].noun.s ||
					       !str_eq(s->f[i].noun, s->f[from].noun))) ||
		    s->f[i].qual != CLAIM_EXACT)
			return false;
	return true;
}

static bool fails(struct weigh *w, int64_t sum, const struct said_figure *whole)
{
	w->v.has_difference = true;
	w->v.difference = whole->value - sum;
	return judge(w, VERDICT_SUM_FAILS, true, "sum.list",
		     "the parts add up to %.*s, not to %.*s", P(press_value_text(w->arena, sum)),
		     P(said_value(w->arena, whole)));
}

/* "120: 60 men, 50 women." */
static bool own_list(struct weigh *w, const struct saying *s, bool *holds)
{
	const struct said_figure *whole = &s->f[s->whole];
	int64_t sum = 0;

	if (!s->n_parts || !one_sort(s, s->part, s->n_parts) || whole->qual != CLAIM_EXACT)
		return false;
	for (size_t i = s->part; i < s->part + s->n_parts; i++)
		if (!add_ok(&sum, sum, s->f[i].value) || nouns_of(whole, &s->f[i]) == NOUNS_OTHER)
			return false;
	*holds |= sum == whole->value;
	return sum != whole->value && fails(w, sum, whole);
}

/* "120, among them 80 women, 70 children": parts may be less, and not more. */
static bool own_parts(struct weigh *w, const struct saying *s)
{
	for (size_t i = 0; i < s->n; i++) {
		size_t n = 0;
		int64_t sum = 0;

		while (i + 1 + n < s->n && s->f[i + 1 + n].op == SAID_PART &&
		       s->f[i + 1 + n].unit == s->f[i].unit &&
		       add_ok(&sum, sum, s->f[i + 1 + n].value))
			n++;
		if (n >= 2 && s->f[i].op != SAID_PART && noun_sort(s->f[i + 1].noun) &&
		    one_sort(s, i + 1, n) && s->f[i].qual == CLAIM_EXACT && sum > s->f[i].value)
			return fails(w, sum, &s->f[i]);
	}
	return false;
}

/* Hundredths of a per cent that x is of y. */
static int64_t share(int64_t x, int64_t y)
{
	return y > 0 ? (int64_t)((__int128)x * 10000 / y) : 0;
}

static bool is_share(int64_t share_of, const struct said_figure *percent)
{
	int64_t said = percent->value / (PRESS_ONE / 100), d = said - share_of;

	return d <= 100 && d >= -100;
}

static const struct said_figure *percent_in(const struct saying *s, size_t from)
{
	for (size_t i = from; i < s->n && i < from + 2; i++)
		if (s->f[i].unit == UNIT_PERCENT && s->f[i].qual == CLAIM_EXACT)
			return &s->f[i];
	return NULL;
}

static const struct said_figure *part_of_whole(const struct saying *s)
{
	for (size_t i = 0; i + 1 < s->n; i++)
		if (s->f[i].of_next && s->f[i].unit == s->f[i + 1].unit &&
		    s->f[i].unit != UNIT_PERCENT && s->f[i + 1].value >= s->f[i].value)
			return &s->f[i];
	return NULL;
}

/* "60 of 120 (40%)". */
static bool own_share(struct weigh *w, const struct saying *s, bool *holds)
{
	const struct said_figure *part = part_of_whole(s),
				 *percent = part ? percent_in(s, (size_t)(part - s->f) + 2) : NULL;

	if (!percent)
		return false;
	*holds |= is_share(share(part->value, part[1].value), percent);
	if (is_share(share(part->value, part[1].value), percent))
		return false;
	return judge(w, VERDICT_SUM_FAILS, true, "percent.own", "%.*s of %.*s is not %.*s %%",
		     P(press_value_text(w->arena, part->value)),
		     P(press_value_text(w->arena, part[1].value)),
		     P(press_value_text(w->arena, percent->value)));
}

static bool cross_share(struct weigh *w, const struct saying *s, const struct saying *other)
{
	const struct said_figure *part = part_of_whole(s);
	bool same;

	if (!part || other->n != 1 || !percent_in(other, 0))
		return false;
	same = is_share(share(part->value, part[1].value), &other->f[0]);
	return judge(w, same ? VERDICT_SAME : VERDICT_DIFFERS, !same, "percent",
		     "%.*s of %.*s, and %.*s %%", P(press_value_text(w->arena, part->value)),
		     P(press_value_text(w->arena, part[1].value)),
		     P(press_value_text(w->arena, other->f[0].value)));
}

/* What it was; behind it stands what it is. */
static const struct said_figure *was_in(const struct saying *s)
{
	for (size_t i = 0; i + 1 < s->n; i++)
		if (s->f[i].was)
			return &s->f[i];
	return NULL;
}

static bool own_rise(struct weigh *w, const struct saying *s)
{
	const struct said_figure *was = was_in(s);

	if (!was || !s->rise || (s->rise > 0) == (was[1].value > was->value))
		return false;
	return judge(w, VERDICT_TOTAL_FALLS, true, "rise.own",
		     "from %.*s to %.*s is not what the word for it says",
		     P(press_value_text(w->arena, was->value)),
		     P(press_value_text(w->arena, was[1].value)));
}

static bool cross_rise(struct weigh *w, const struct saying *s, const struct saying *other)
{
	const struct said_figure *was = was_in(s), *f = &other->f[0];
	int64_t rise;

	if (!was || other->n != 1)
		return false;
	rise = was[1].value > was->value ? was[1].value - was->value : was->value - was[1].value;
	if (f->delta)
		return judge(w, rise == f->value ? VERDICT_SAME : VERDICT_FLOW_TOTAL,
			     rise != f->value, "flow.rise", "it moved by %.*s; said is %.*s",
			     P(press_value_text(w->arena, rise)), P(said_value(w->arena, f)));
	if (f->value != was->value)
		return false;
	return judge(w, VERDICT_DIFFERENT_SCOPE, false, "earlier",
		     "%.*s is what it was before it moved", P(said_value(w->arena, f)));
}

/* ---- a day against two totals, wherever they stand ---- */

struct book {
	const struct said_figure *total[2], *flow;
	size_t totals, flows;
};

static void enter(struct book *b, const struct saying *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct said_figure *f = &s->f[i];

		if (f->paren || f->typical || f->op != SAID_APART || f->qual != CLAIM_EXACT)
			continue;
		if (f->period == PERIOD_FLOW && f->days == 1) {
			b->flow = f;
			b->flows++;
		} else if (f->day != NO_DAY) {
			b->total[b->totals % 2] = f;
			b->totals++;
		}
	}
}

static bool day_of_totals(struct weigh *w)
{
	struct book b = { .totals = 0 };
	int64_t days, rise;

	enter(&b, w->a);
	enter(&b, w->b);
	if (b.totals != 2 || b.flows != 1 || b.total[0]->unit != b.flow->unit ||
	    (b.total[0]->period != PERIOD_ALL && b.total[1]->period != PERIOD_ALL) ||
	    nouns_of(b.total[0], b.flow) != NOUNS_ALIKE ||
	    nouns_of(b.total[0], b.total[1]) != NOUNS_ALIKE ||
	    !days_between(w, b.total[0], b.total[1], &days) || (days != 1 && days != -1))
		return false;
	rise = days > 0 ? b.total[1]->value - b.total[0]->value
			: b.total[0]->value - b.total[1]->value;
	if (rise < 0)
		return false;
	return judge(w, rise == b.flow->value ? VERDICT_SAME : VERDICT_FLOW_TOTAL,
		     rise != b.flow->value, "flow.difference",
		     "the totals differ by %.*s, the daily figure is %.*s",
		     P(press_value_text(w->arena, rise)), P(said_value(w->arena, b.flow)));
}

bool weigh_lists(struct weigh *w)
{
	bool holds = false;

	if (own_list(w, w->a, &holds) || own_list(w, w->b, &holds) || own_parts(w, w->a) ||
	    own_parts(w, w->b) || own_share(w, w->a, &holds) || own_share(w, w->b, &holds) ||
	    own_rise(w, w->a) || own_rise(w, w->b))
		return true;
	if (cross_share(w, w->a, w->b) || cross_share(w, w->b, w->a) || cross_rise(w, w->a, w->b) ||
	    cross_rise(w, w->b, w->a) || day_of_totals(w))
		return true;
	return holds && (!w->a->n || !w->b->n) &&
	       judge(w, VERDICT_SAME, false, "sum.holds", "the parts add up");
}
