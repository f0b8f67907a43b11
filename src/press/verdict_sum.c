/*
 * Sums: parts that a saying adds up itself, a sum against the total that the other gives, the difference of two totals
 * against the daily figure, and parts that are more than their whole.
 */
#include "press/verdict_int.h"

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "base/banned.h"

/* Figures of one pair of parentheses that are joined by signs: from first to last, with one "=" at most. */
struct chain {
	size_t member[SAYING_FIGURES];
	size_t n;
	size_t equals; /* where in member the right side begins; 0: nowhere */
	int64_t left, right;
	bool minus, plus, loose, mixed;
	size_t result; /* the figure that stands alone on its side; VERDICT_NO_FIGURE */
};

static bool joined(enum said_op op)
{
	return op == SAID_PLUS || op == SAID_MINUS || op == SAID_EQUALS;
}

static void add_up(const struct saying *s, struct chain *c)
{
	const struct said_figure *first = &s->f[c->member[0]];

	c->left = first->value;
	c->loose = first->qual != CLAIM_EXACT;
	for (size_t i = 1; i < c->n; i++) {
		const struct said_figure *f = &s->f[c->member[i]];
		int64_t *sum = c->equals ? &c->right : &c->left;

		c->loose |= f->qual != CLAIM_EXACT;
		c->mixed |= f->unit != first->unit && f->unit != UNIT_NONE;
		if (f->op == SAID_EQUALS) {
			c->equals = i;
			c->right = f->value;
			continue;
		}
		c->plus |= f->op == SAID_PLUS;
		c->minus |= f->op == SAID_MINUS;
		(void)add_ok(sum, *sum, f->op == SAID_MINUS ? -f->value : f->value);
	}
	c->result = VERDICT_NO_FIGURE;
	if (c->equals && c->equals + 1 == c->n)
		c->result = c->member[c->n - 1];
	else if (c->equals == 1)
		c->result = c->member[0];
}

/* "8 here, 3 there, 2 elsewhere = 13": the commas add. */
static void add_listed(const struct saying *s, size_t i, struct chain *c)
{
	int64_t sum = c->left;

	for (size_t k = i; k-- > 0;) {
		const struct said_figure *f = &s->f[k];

		if (f->paren != s->f[i].paren || f->op != SAID_APART || f->unit != s->f[i].unit ||
		    f->typical || !add_ok(&sum, sum, f->value))
			return;
		if (sum != c->right)
			continue;
		c->left = sum;
		c->plus = true;
		return;
	}
}

/* The chain that begins with figure i, if it has two members or more. */
static bool chain_at(const struct saying *s, size_t i, struct chain *c)
{
	*c = (struct chain){ .member = { i }, .n = 1 };
	if (joined(s->f[i].op))
		return false;
	for (size_t k = i + 1; k < s->n; k++) {
		if (s->f[k].paren != s->f[i].paren)
			continue;
		if (!joined(s->f[k].op) || (c->equals && s->f[k].op == SAID_EQUALS))
			break;
		if (s->f[k].op == SAID_EQUALS)
			c->equals = c->n;
		c->member[c->n++] = k;
	}
	c->equals = 0;
	add_up(s, c);
	if (c->n == 2 && c->equals && c->left != c->right)
		add_listed(s, i, c);
	return c->n > 1;
}

/* Only the first "=" counts: "a = b" of different units is a conversion. */
static bool converts(const struct saying *s, const struct chain *c)
{
	const struct said_figure *x = &s->f[c->member[0]], *y = &s->f[c->member[c->n - 1]];

	return c->n == 2 && c->equals && x->unit != y->unit && x->unit != UNIT_NONE &&
	       y->unit != UNIT_NONE;
}

static int64_t chain_value(const struct saying *s, const struct chain *c)
{
	return c->result != VERDICT_NO_FIGURE ? s->f[c->result].value : c->left;
}

static bool own_sums(struct weigh *w, const struct saying *s)
{
	struct chain c;

	for (size_t i = 0; i < s->n; i++) {
		if (!chain_at(s, i, &c) || !c.equals || converts(s, &c) || c.mixed)
			continue;
		if (c.left == c.right || (c.loose && value_near(c.left, c.right, 50)))
			continue;
		w->v.a = c.member[0];
		w->v.has_difference = true;
		w->v.difference = c.right - c.left;
		return judge(w, VERDICT_SUM_FAILS, true, "sum.own", "%.*s is set equal to %.*s",
			     P(press_value_text(w->arena, c.left)),
			     P(press_value_text(w->arena, c.right)));
	}
	return false;
}

static bool people(struct str noun)
{
	return !noun.s || str_eq(noun, S("people")) || str_eq(noun, S("civilians"));
}

/* Parts of which one is more than the whole. */
static bool part_exceeds(struct weigh *w, const struct saying *s)
{
	const struct said_figure *whole = s->n ? &s->f[0] : NULL;

	for (size_t i = 0; i + 1 < s->n; i++)
		if (s->f[i].of_next && s->f[i].value > s->f[i + 1].value &&
		    s->f[i].unit == s->f[i + 1].unit && s->f[i + 1].qual == CLAIM_EXACT)
			return judge(w, VERDICT_SUBSET, true, "part.exceeds",
				     "%.*s are said to be of %.*s",
				     P(said_value(w->arena, &s->f[i])),
				     P(said_value(w->arena, &s->f[i + 1])));
	for (size_t i = 1; i < s->n; i++) {
		const struct said_figure *f = &s->f[i];
		struct str of = f->noun.s ? said_whole_of(f->noun) : (struct str){ NULL, 0 };
		bool part = f->op == SAID_PART ||
			    (of.s && str_eq(of, S("people")) && people(whole->noun) &&
			     !people(f->noun) && f->op == SAID_APART && f->paren == whole->paren &&
			     (str_eq(f->noun, S("children")) || str_eq(f->noun, S("women"))) &&
			     f->end - whole->end < 40);

		if (f->op == SAID_APART && !part && f->paren == whole->paren && !of.s)
			whole = f;
		if (!part || f->unit != whole->unit || f->value <= whole->value || f == whole ||
		    whole->qual == CLAIM_OVER || whole->qual == CLAIM_AT_LEAST)
			continue;
		w->v.a = (size_t)(whole - s->f);
		w->v.b = i;
		return judge(w, VERDICT_SUBSET, true, "part.exceeds",
			     "a part of %.*s is more than the whole of %.*s",
			     P(said_value(w->arena, f)), P(said_value(w->arena, whole)));
	}
	return false;
}

/* Two figures of different units that one adds, as "2,000 ha + 680 km", and the other prints as one number. */
static bool fused(struct weigh *w, const struct saying *s, const struct saying *other)
{
	struct chain c;
	int64_t sum;

	for (size_t i = 0; i < s->n; i++)
		for (size_t k = i + 1; k < s->n && k < i + 3; k++) {
			const struct said_figure *x = &s->f[i], *y = &s->f[k];

			if (x->unit == y->unit || x->unit == UNIT_NONE || y->unit == UNIT_NONE ||
			    unit_factor(x->unit, y->unit) || !add_ok(&sum, x->value, y->value))
				continue;
			for (size_t m = 0; m < other->n; m++)
				if (other->f[m].value == sum && !chain_at(other, m, &c))
					return judge(w, VERDICT_UNIT, true, "unit.fused",
						     "%.*s is %.*s and %.*s added, which are of "
						     "different measures",
						     P(press_value_text(w->arena, sum)),
						     P(said_value(w->arena, x)),
						     P(said_value(w->arena, y)));
		}
	return false;
}

/* How many days lie between the two totals of a difference; 0 where it is not said. */
static int64_t days_apart(const struct weigh *w, const struct saying *s, const struct chain *c)
{
	int64_t days = 0;

	struct said_figure from = { .day = s->since, .has_year = s->since_year },
			   to = { .day = NO_DAY };

	if (s->span > 1)
		return s->span;
	if (s->since != NO_DAY && days_between(w, &from, &to, &days))
		return days < 0 ? -days : days;
	if (!days_between(w, &s->f[c->member[0]], &s->f[c->member[1]], &days))
		return 0;
	return days < 0 ? -days : days;
}

/* The difference of two totals is what came between them. */
static bool against_flow(struct weigh *w, const struct saying *s, const struct chain *c,
			 const struct saying *other)
{
	int64_t d = chain_value(s, c);
	struct chain sum;
	const struct said_figure *nearest = NULL;

	if (!c->minus || c->plus || c->n - (c->equals > 0) != 2)
		return false;
	for (size_t i = 0; i < other->n; i++) {
		const struct said_figure *f = &other->f[i];

		if (chain_at(other, i, &sum) && sum.plus && chain_value(other, &sum) == d) {
			for (size_t k = 0; k < sum.n; k++)
				if (other->f[sum.member[k]].noun.s &&
				    !people(other->f[sum.member[k]].noun))
					return judge(
						w, VERDICT_DIFFERENT_SCOPE, true, "sum.scope",
						"the difference of the totals, %.*s, has %.*s "
						"in it: the total counts more than one sort",
						P(press_value_text(w->arena, d)),
						P(said_value(w->arena, &other->f[sum.member[k]])));
			return judge(w, VERDICT_SAME, false, "flow.holds",
				     "the parts add up to the difference of the totals, %.*s",
				     P(press_value_text(w->arena, d)));
		}
		if (f->period == PERIOD_ALL || f->period == PERIOD_SINCE || f->planned || f->paren)
			continue;
		if (!nearest || (value_near(f->value, d, 20) && !value_near(nearest->value, d, 20)))
			nearest = f;
	}
	if (!nearest)
		return false;
	/* Over several days the daily figure is a part of the difference. */
	if (days_apart(w, s, c) > 1 && nearest->value <= d)
		return judge(w, VERDICT_SAME, false, "flow.within",
			     "the daily figure, %.*s, is within what came in those days, %.*s",
			     P(said_value(w->arena, nearest)), P(press_value_text(w->arena, d)));
	w->v.has_difference = true;
	w->v.difference = nearest->value - d;
	if (nearest->value == d ||
	    (nearest->qual != CLAIM_EXACT && value_near(nearest->value, d, 50)))
		return judge(w, VERDICT_SAME, false, "flow.holds",
			     "the daily figure is the difference of the totals, %.*s",
			     P(press_value_text(w->arena, d)));
	return judge(w, VERDICT_FLOW_TOTAL, true, "flow.difference",
		     "the totals differ by %.*s, the daily figure is %.*s: they cannot share one "
		     "definition",
		     P(press_value_text(w->arena, d)), P(said_value(w->arena, nearest)));
}

/* A sum against a figure of the other side that should be it. */
static bool against_total(struct weigh *w, int64_t sum, bool daily, const struct saying *other)
{
	const struct said_figure *total = NULL;
	struct said_figure parts = { .value = sum, .hi = sum };
	enum value_relation is;

	/* Of several the one of its size: "ten countries" is no sum of 1,900,000. */
	for (size_t i = 0; i < other->n; i++) {
		const struct said_figure *f = &other->f[i];

		if (f->op == SAID_PART || f->paren || f->typical)
			continue;
		if (!total || (total->value < sum / 20 && f->value > total->value))
			total = f;
	}
	if (!total)
		return false;
	is = value_relation(total, &parts);
	w->v.has_difference = true;
	w->v.difference = sum - total->value;
	if (is != VALUE_BROKEN)
		return judge(w,
			     is == VALUE_SAME	   ? VERDICT_SAME
			     : is == VALUE_ROUNDED ? VERDICT_ROUNDED
						   : VERDICT_BOUND_HOLDS,
			     false, "sum.holds", "the parts add up to %.*s, said is %.*s",
			     P(press_value_text(w->arena, sum)), P(said_value(w->arena, total)));
	return judge(w, daily ? VERDICT_FLOW_TOTAL : VERDICT_SUM_FAILS, true,
		     daily ? "flow.sum" : "sum.total", "the parts add up to %.*s, not to %.*s",
		     P(press_value_text(w->arena, sum)), P(said_value(w->arena, total)));
}

static bool cross_sums(struct weigh *w, const struct saying *s, const struct saying *other)
{
	struct chain c;

	for (size_t i = 0; i < s->n; i++) {
		if (s->f[i].summed && !chain_at(s, i, &c) && other->n)
			return against_total(w, s->f[i].value, false, other);
		if (!chain_at(s, i, &c) || c.mixed || s->f[i].paren || converts(s, &c))
			continue;
		if (c.plus && !c.minus && other->n &&
		    against_total(w, chain_value(s, &c),
				  s->f[i].summed || s->f[i].period == PERIOD_FLOW, other))
			return true;
	}
	return false;
}

static bool cross_flows(struct weigh *w, const struct saying *s, const struct saying *other)
{
	struct chain c;

	for (size_t i = 0; i < s->n; i++)
		if (chain_at(s, i, &c) && !c.mixed && !s->f[i].paren &&
		    against_flow(w, s, &c, other))
			return true;
	return false;
}

/* Fighters and family, children and women: nobody is counted twice. */
static bool of_one_sort(const struct saying *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!noun_sort(s->f[0].noun) ||
		    noun_sort(s->f[i].noun) != noun_sort(s->f[0].noun) ||
		    s->f[i].qual != CLAIM_EXACT || s->f[i].paren ||
		    (i && str_eq(s->f[i].noun, s->f[i - 1].noun)))
			return false;
	return s->n > 0;
}

/* "208 fighters and 161 family" are the 369 people of the other. */
static bool listed(struct weigh *w, const struct saying *s, const struct saying *other)
{
	int64_t sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->f[i].paren || s->f[i].typical)
			continue;
		if (s->f[i].op != SAID_APART || s->f[i].unit != s->f[0].unit ||
		    (other->n == 1 && nouns_of(&s->f[i], &other->f[0]) == NOUNS_OTHER) ||
		    !add_ok(&sum, sum, s->f[i].value))
			return false;
		n++;
	}
	if (n >= 2 && other->n == 1 && other->f[0].value < sum && of_one_sort(s) &&
	    other->f[0].unit == s->f[0].unit && other->f[0].qual == CLAIM_EXACT &&
	    other->f[0].noun.s && str_eq(other->f[0].noun, S("people")))
		return judge(w, VERDICT_SUM_FAILS, true, "sum.total",
			     "the parts add up to %.*s, more than %.*s",
			     P(press_value_text(w->arena, sum)),
			     P(said_value(w->arena, &other->f[0])));
	if (n < 2 || other->n != 1 || other->f[0].value != sum)
		return false;
	return judge(w, VERDICT_SAME, false, "sum.holds", "the parts add up to %.*s",
		     P(said_value(w->arena, &other->f[0])));
}

bool weigh_sums(struct weigh *w)
{
	struct chain c;

	if (own_sums(w, w->a) || own_sums(w, w->b) || part_exceeds(w, w->a) ||
	    part_exceeds(w, w->b) || fused(w, w->a, w->b) || fused(w, w->b, w->a))
		return true;
	if (cross_flows(w, w->a, w->b) || cross_flows(w, w->b, w->a) || cross_sums(w, w->a, w->b) ||
	    cross_sums(w, w->b, w->a))
		return true;
	if (w->a->n && w->b->n)
		return listed(w, w->a, w->b) || listed(w, w->b, w->a);
	for (size_t i = 0; i < w->a->n + w->b->n; i++) {
		const struct saying *s = i < w->a->n ? w->a : w->b;

		if (chain_at(s, s == w->a ? i : i - w->a->n, &c) && c.equals)
			return judge(w, VERDICT_SAME, false, "sum.holds",
				     "the parts add up to %.*s",
				     P(press_value_text(w->arena, c.left)));
	}
	return false;
}
