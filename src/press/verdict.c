/* The rules that hold one figure against another, in the order in which they are asked: what decides first, stands. */
#include "press/verdict.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/verdict_int.h"
#include "base/banned.h"

#define TELLING (20 * PRESS_ONE) /* smaller numbers are equal by chance */

bool judge(struct weigh *w, enum verdict_kind kind, bool flag, const char *rule, const char *fmt,
	   ...)
{
	struct buf b = { .a = w->arena };
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	w->v.kind = kind;
	w->v.flag = flag;
	w->v.rule = rule;
	w->v.reason = buf_text(&b);
	return true;
}

struct str said_value(struct arena *a, const struct said_figure *f)
{
	static const char *const before[PRESS_QUALS] = {
		[CLAIM_OVER] = "over ",	      [CLAIM_ALMOST] = "almost ",
		[CLAIM_ABOUT] = "about ",     [CLAIM_AT_LEAST] = "at least ",
		[CLAIM_AT_MOST] = "at most ", [CLAIM_AS_MANY_AS] = "as many as ",
		[CLAIM_UP_TO] = "up to ",
	};
	struct str unit = said_unit_name(f->unit), noun = f->noun;

	return str_fmt(a, "%s%.*s%s%.*s%s%.*s", before[f->qual] ? before[f->qual] : "",
		       P(press_value_text(a, f->value)), unit.len ? " " : "", P(unit),
		       noun.len ? " " : "", P(noun));
}

bool days_between(const struct weigh *w, const struct said_figure *x, const struct said_figure *y,
		  int64_t *out)
{
	const struct said_figure *f[2] = { x, y };
	int64_t day[2];
	int year, month, dom;

	if (x->before || y->before) {
		*out = x->before - y->before;
		return true;
	}
	for (int i = 0; i < 2; i++) {
		day[i] = f[i]->day != NO_DAY ? f[i]->day : w->about->day;
		if (day[i] == NO_DAY)
			return false;
		if (f[i]->day == NO_DAY || f[i]->has_year || w->about->day == NO_DAY)
			continue;
		/* The last day of this name up to the day that it is about. */
		day_split(w->about->day, &year, &month, &dom);
		day_split(day[i], &(int){ 0 }, &month, &dom);
		day[i] = day_of(year, month, dom > 28 && month == 2 ? 28 : dom);
		if (day[i] > w->about->day)
			day[i] = day_of(year - 1, month, dom > 28 && month == 2 ? 28 : dom);
	}
	if (w->about->day == NO_DAY && x->has_year != y->has_year)
		return false;
	*out = day[1] - day[0];
	return true;
}

static int period_class(const struct said_figure *f)
{
	return f->period == PERIOD_SINCE ? PERIOD_ALL : (int)f->period;
}

static bool same_span(const struct said_figure *a, const struct said_figure *b)
{
	return a->period == PERIOD_UNSAID || b->period == PERIOD_UNSAID ||
	       (period_class(a) == period_class(b) &&
		(a->period != PERIOD_FLOW || a->days == b->days || !a->days || !b->days));
}

/* ---- choosing what to hold against each other ---- */

static int likeness(const struct said_figure *a, const struct said_figure *b)
{
	int n = 0;

	n += a->noun.s && b->noun.s ? nouns_of(a, b) == NOUNS_ALIKE ? 8 : -4 : 0;
	n += a->unit == b->unit ? 4 : unit_factor(a->unit, b->unit) ? 5 : 0;
	n += a->event.s && b->event.s ? str_eq(a->event, b->event) ? 4 : -2 : 0;
	/* A great number that stands in both is the one that was taken from one to the other. */
	n += a->value == b->value		   ? a->value >= 100 * PRESS_ONE ? 14 : 3
	     : value_near(a->value, b->value, 200) ? 2
						   : 0;
	n += same_span(a, b) ? 2 : 0;
	n -= (a->op == SAID_PART) != (b->op == SAID_PART) ? 4 : 0;
	n -= a->op == SAID_PART ? 1 : 0;
	n -= a->paren || b->paren ? 6 : 0;
	n -= a->typical || b->typical || a->was || b->was ? 8 : 0;
	return n;
}

static void choose(const struct weigh *w, size_t *ia, size_t *ib)
{
	int best = INT32_MIN;

	for (size_t i = 0; i < w->a->n; i++)
		for (size_t k = 0; k < w->b->n; k++) {
			int n = likeness(&w->a->f[i], &w->b->f[k]) - (int)(i + k);

			if (n <= best)
				continue;
			best = n;
			*ia = i;
			*ib = k;
		}
}

/* ---- rules ---- */

/* Several figures side by side, all smaller in one of the two: taken at another hour, or over another stretch. */
static bool weigh_window(struct weigh *w)
{
	size_t n = 0, less = 0;
	bool flow = false;

	for (size_t i = 0; i < w->a->n && i < w->b->n; i++) {
		const struct said_figure *x = &w->a->f[i], *y = &w->b->f[i];

		if (x->paren || y->paren)
			break;
		if (x->op != y->op || x->unit != y->unit || x->planned || y->planned ||
		    x->value <= 0 || y->value <= 0 || !same_span(x, y) ||
		    nouns_of(x, y) != NOUNS_ALIKE || value_thousands_lost(x->value, y->value) ||
		    value_digits_lost(x->value, y->value) || value_relation(x, y) != VALUE_BROKEN ||
		    x->value / y->value > 4 || y->value / x->value > 4)
			return false;
		n++;
		less += x->value < y->value;
		flow |= x->period == PERIOD_FLOW && y->period == PERIOD_FLOW;
	}
	if ((less && less != n) || n < (flow ? 2 : 3))
		return false;
	return judge(
		w, VERDICT_DIFFERENT_SCOPE, false, "window",
		"all %zu figures of one are smaller: another hour of the cut-off, and both can "
		"stand; neither says from when to when",
		n);
}

static bool weigh_plan(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	bool x = a->planned || w->a->planned, y = b->planned || w->b->planned;

	if (x && y)
		return judge(
			w, VERDICT_PLAN_NOT_DONE, false, "plan.both",
			"both are plans: the later stands for the earlier, and neither is added "
			"to what was done");
	if (a->planned != b->planned || x != y)
		return judge(w, VERDICT_PLAN_NOT_DONE, false, "plan.done",
			     "one is planned and the other done: they are not the same figure");
	return false;
}

/* The rise of a total against what a day brings. */
static bool weigh_rise(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	const struct saying *side[2] = { w->a, w->b };
	const struct said_figure *rate = NULL;
	int64_t days = 0, rise = b->value > a->value ? b->value - a->value : a->value - b->value,
		expected;
	bool known = days_between(w, a, b, &days), still = a->unchanged || b->unchanged;

	for (int s = 0; s < 2; s++)
		for (size_t i = 0; i < side[s]->n; i++)
			if (side[s]->f[i].typical)
				rate = &side[s]->f[i];
	if ((!rate && !still) || !rise || a->period == PERIOD_FLOW || b->period == PERIOD_FLOW ||
	    !same_span(a, b) || nouns_of(a, b) != NOUNS_ALIKE || a == rate || b == rate)
		return false;
	days = days < 0 ? -days : days;
	expected = rate && known && days < 40000 && rate->value < INT64_MAX / 40000
			   ? rate->value * days
		   : rate && rate->value < INT64_MAX / 40 ? rate->value * 30
							  : 0;
	if (rise / 2 <= expected)
		return false;
	w->v.has_difference = true;
	w->v.difference = b->value - a->value;
	return judge(w, VERDICT_FLOW_TOTAL, true, "flow.jump",
		     "the total moved by %.*s%s%.*s: another method, a batch, or reports that are "
		     "missing",
		     P(press_value_text(w->arena, rise)), known ? " in days: " : "",
		     P(known ? str_fmt(w->arena, "%lld", (long long)days) : S("")));
}

static bool weigh_counter(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	if (a->other_set != b->other_set)
		return judge(w, VERDICT_DIFFERENT_KIND, false, "counter.list",
			     "one is a list that somebody else made, the other a count: equal "
			     "values prove nothing");
	if (a->counter.s && b->counter.s && !str_eq(a->counter, b->counter))
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "counter.other",
			     "%.*s and %.*s each count what they saw: how far the two overlap is "
			     "not known",
			     P(a->counter), P(b->counter));
	return false;
}

/* A figure of one place against one of more. */
static bool weigh_place(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	const struct said_figure *part = a->place.s ? a : b, *whole = part == a ? b : a;

	if (!part->place.s || (whole->place.s && str_eq(whole->place, part->place)))
		return false;
	if (whole->place.s || part->value <= whole->value)
		return judge(w, VERDICT_SUBSET, false, "place.part",
			     "one is of %.*s, the other of more or of elsewhere", P(part->place));
	return judge(
		w, VERDICT_DIFFERENT_SCOPE, false, "place.base",
		"%.*s of %.*s alone is more than the total of %.*s: the total began at another "
		"zero; since when, and of which operation, has to be asked",
		P(press_value_text(w->arena, part->value)), P(part->place),
		P(press_value_text(w->arena, whole->value)));
}

static bool weigh_equal(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	enum nouns nouns = nouns_of(a, b);
	int64_t days = 0;

	if (a->value != b->value || a->qual != b->qual)
		return false;
	if (nouns == NOUNS_WITH)
		return judge(w, VERDICT_DIFFERENT_SCOPE, true, "equal.with",
			     "the same number for %.*s and for more than those", P(a->noun));
	if (nouns != NOUNS_ALIKE &&
	    (a->value < TELLING ||
	     (noun_sort(a->noun) && noun_sort(a->noun) == noun_sort(b->noun))))
		return judge(w, VERDICT_DIFFERENT_KIND, false, "equal.other",
			     "as many %.*s as %.*s, which are different things", P(a->noun),
			     P(b->noun));
	if (nouns != NOUNS_ALIKE)
		return judge(
			w, VERDICT_DIFFERENT_KIND, true, "equal.noun",
			"the same number of %.*s and of %.*s: one word was changed for the other",
			P(a->noun), P(b->noun));
	if (a->event.s && b->event.s && !str_eq(a->event, b->event))
		return judge(w, VERDICT_DIFFERENT_KIND, false, "equal.event",
			     "the same number %.*s and %.*s: two things, and equal values prove "
			     "nothing",
			     P(a->event), P(b->event));
	if (a->period != PERIOD_UNSAID && b->period != PERIOD_UNSAID && !same_span(a, b))
		return judge(w, VERDICT_FLOW_STOCK, true, "equal.period",
			     "the same number for two stretches of time: a total read as one of a "
			     "shorter time");
	if (days_between(w, a, b, &days) && days && a->value >= 100 * PRESS_ONE &&
	    (a->period == PERIOD_FLOW || b->period == PERIOD_FLOW))
		return judge(w, VERDICT_DATE_SLIP, true, "equal.day",
			     "what one day brought is told again of another day");
	return judge(w, VERDICT_SAME, false, "equal", "the same: %.*s", P(said_value(w->arena, a)));
}

static bool weigh_lost(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	if (nouns_of(a, b) == NOUNS_OTHER || nouns_of(a, b) == NOUNS_PART || !same_span(a, b) ||
	    (a->unit != b->unit && a->unit != UNIT_NONE && b->unit != UNIT_NONE))
		return false;
	if (unit_is_measure(a->unit) && a->unit == b->unit && weigh_slip(w, a, b))
		return true;
	if (value_thousands_lost(a->value, b->value))
		return judge(w, VERDICT_THOUSANDS_LOST, true, "thousands",
			     "%.*s and %.*s: the thousands, or what stands behind them, were lost",
			     P(said_value(w->arena, a)), P(said_value(w->arena, b)));
	if (value_relation(a, b) == VALUE_BROKEN && value_digits_lost(a->value, b->value))
		return judge(w, VERDICT_DIGITS_LOST, true, "digits",
			     "%.*s and %.*s: digits were lost", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	return false;
}

/* All aligned figures: one lost digit shows in any of them. */
static bool weigh_lost_any(struct weigh *w)
{
	for (size_t i = 0; i < w->a->n && i < w->b->n; i++) {
		const struct said_figure *x = &w->a->f[i], *y = &w->b->f[i];

		if (x->op != y->op || x->paren || y->paren || x->unit != y->unit || x->typical ||
		    y->typical || x->planned != y->planned)
			return false;
		w->v.a = i;
		w->v.b = i;
		if (weigh_apart(w, x, y))
			return false;
		if (weigh_lost(w, x, y)) {
			weigh_lacks(w, x, y);
			return true;
		}
	}
	return false;
}

static bool weigh_spans(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	const struct said_figure *less = period_class(a) < period_class(b) ||
							 (a->period == b->period &&
							  a->days < b->days)
						 ? a
						 : b,
				 *more = less == a ? b : a;

	if (a->period == PERIOD_UNSAID || b->period == PERIOD_UNSAID || same_span(a, b))
		return false;
	if (nouns_of(a, b) == NOUNS_ALIKE && less->value > more->value &&
	    value_relation(a, b) == VALUE_BROKEN)
		return judge(w, VERDICT_FLOW_STOCK, true, "period.exceeds",
			     "%.*s of the shorter time is more than %.*s of the longer",
			     P(said_value(w->arena, less)), P(said_value(w->arena, more)));
	return judge(w, VERDICT_FLOW_STOCK, false, "period.other",
		     "figures of two stretches of time: %.*s, %.*s", P(said_value(w->arena, less)),
		     P(said_value(w->arena, more)));
}

static bool weigh_nouns(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	enum nouns nouns = nouns_of(a, b);
	bool broken = value_relation(a, b) == VALUE_BROKEN;
	const struct said_figure *part = noun_part_of(a->noun, b->noun) ? a : b,
				 *whole = part == a ? b : a;

	if (nouns == NOUNS_WITH && (!broken || value_near(a->value, b->value, 100)))
		return judge(w, VERDICT_DIFFERENT_SCOPE, true, "with",
			     "%.*s alone, and with others: those counted with them were dropped",
			     P(a->noun));
	if (nouns == NOUNS_WITH)
		return judge(w, VERDICT_SUBSET, false, "with.part",
			     "one counts %.*s alone, the other more than those", P(a->noun));
	if (nouns == NOUNS_PART && a->unit != b->unit)
		return judge(w, VERDICT_NOT_COMPARABLE, false, "unit.other",
			     "different measures: %.*s, %.*s", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	if (nouns == NOUNS_PART && broken && part->value > whole->value)
		return judge(w, VERDICT_SUBSET, true, "part.exceeds",
			     "%.*s are part of %.*s, and more", P(said_value(w->arena, part)),
			     P(said_value(w->arena, whole)));
	if (nouns == NOUNS_PART)
		return judge(w, VERDICT_SUBSET, false, "part", "%.*s are part of %.*s",
			     P(said_value(w->arena, part)), P(said_value(w->arena, whole)));
	if (nouns == NOUNS_OTHER)
		return judge(w, VERDICT_DIFFERENT_KIND, false, "noun.other",
			     "%.*s and %.*s are different things", P(a->noun), P(b->noun));
	if (a->event.s && b->event.s && !str_eq(a->event, b->event))
		return judge(w, VERDICT_DIFFERENT_KIND, false, "event.other",
			     "%.*s and %.*s are different things", P(a->event), P(b->event));
	return false;
}

/* Totals of two days may only rise; what two days brought says nothing of each other. */
static bool weigh_days(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	int64_t days = 0;
	bool total = period_class(a) == PERIOD_ALL || period_class(b) == PERIOD_ALL ||
		     (a->period == PERIOD_UNSAID && b->period == PERIOD_UNSAID &&
		      a->value >= 1000 * PRESS_ONE && value_near(a->value, b->value, 200));
	const struct said_figure *early, *late;

	if (!days_between(w, a, b, &days) || !days)
		return false;
	early = days > 0 ? a : b;
	late = days > 0 ? b : a;
	if (total && late->value < early->value &&
	    ((a->period == PERIOD_SINCE) != (b->period == PERIOD_SINCE) ||
	     (w->a->since != NO_DAY && w->b->since != NO_DAY && w->a->since != w->b->since)))
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "total.base",
			     "totals that began on different days: %.*s, %.*s",
			     P(said_value(w->arena, early)), P(said_value(w->arena, late)));
	w->v.has_difference = true;
	w->v.difference = b->value - a->value;
	if (total && late->value < early->value)
		return judge(w, VERDICT_TOTAL_FALLS, true, "total.falls",
			     "the later total, %.*s, is less than the earlier, %.*s",
			     P(said_value(w->arena, late)), P(said_value(w->arena, early)));
	return judge(w, VERDICT_DIFFERENT_SCOPE, false, total ? "total.rises" : "day.other",
		     total ? "a total of another day, and it rises: %.*s, then %.*s"
			   : "of different days: %.*s, %.*s",
		     P(said_value(w->arena, early)), P(said_value(w->arena, late)));
}

static bool weigh_values(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	struct str x = said_value(w->arena, a), y = said_value(w->arena, b);

	w->v.has_difference = true;
	w->v.difference = b->value - a->value;
	if (a->qual == CLAIM_EXACT && b->qual == CLAIM_EXACT && a->value != b->value &&
	    weigh_days(w, a, b))
		return true;
	switch (value_relation(a, b)) {
	case VALUE_SAME:
		return judge(w, VERDICT_SAME, false, "equal", "the same: %.*s", P(x));
	case VALUE_ROUNDED:
		return judge(w, VERDICT_ROUNDED, false, "rounded", "%.*s and %.*s: one is rounded",
			     P(x), P(y));
	case VALUE_HOLDS:
		return judge(w, VERDICT_BOUND_HOLDS, false, "bound",
			     "%.*s and %.*s can both be true", P(x), P(y));
	default:
		break;
	}
	if (weigh_days(w, a, b))
		return true;
	return judge(w, VERDICT_DIFFERS, true, "differs",
		     "%.*s against %.*s, of one thing and time", P(x), P(y));
}

static void weigh_two(struct weigh *w, size_t ia, size_t ib)
{
	const struct said_figure *a = &w->a->f[ia], *b = &w->b->f[ib];

	w->v.has_difference = false;
	w->v.a = ia;
	w->v.b = ib;
	(void)(weigh_plan(w, a, b) || weigh_counter(w, a, b) || weigh_apart(w, a, b) ||
	       weigh_rise(w, a, b) || weigh_units(w, a, b) || weigh_place(w, a, b) ||
	       weigh_equal(w, a, b) || weigh_lost(w, a, b) || weigh_spans(w, a, b) ||
	       weigh_nouns(w, a, b) || weigh_values(w, a, b));
	if (w->v.flag)
		weigh_lacks(w, a, b);
}

static size_t only_like(const struct saying *s, const struct said_figure *f)
{
	size_t found = VERDICT_NO_FIGURE;

	for (size_t i = 0; i < s->n; i++) {
		const struct said_figure *g = &s->f[i];

		if (g->paren || g->typical || !g->noun.s || !str_eq(g->noun, f->noun) ||
		    g->unit != f->unit || (g->op == SAID_PART) != (f->op == SAID_PART) ||
		    (g->noun2.s != NULL) != (f->noun2.s != NULL))
			continue;
		if (found != VERDICT_NO_FIGURE)
			return VERDICT_NO_FIGURE;
		found = i;
	}
	return found;
}

/* "6 schools, 9 mosques" and "4 schools, 9 mosques": each thing against its like; one that fails decides. */
static bool weigh_each(struct weigh *w)
{
	for (size_t i = 0; i < w->a->n; i++) {
		const struct said_figure *f = &w->a->f[i];
		size_t k = f->noun.s ? only_like(w->b, f) : VERDICT_NO_FIGURE;

		if (k == VERDICT_NO_FIGURE || only_like(w->a, f) != i)
			continue;
		weigh_two(w, i, k);
		if (w->v.flag)
			return true;
	}
	return false;
}

static void weigh_figures(struct weigh *w)
{
	size_t ia = 0, ib = 0;

	if (w->a->n > 1 && w->b->n > 1 && weigh_each(w))
		return;
	choose(w, &ia, &ib);
	weigh_two(w, ia, ib);
}

/* "Since 18 October, for 44 days" ends on 1 December, whatever day the page says. */
static bool weigh_stretch(struct weigh *w)
{
	const struct saying *s = w->a->since != NO_DAY ? w->a : w->b,
			    *d = w->b->date != NO_DAY ? w->b : w->a;
	struct said_figure from = { .day = s->since, .has_year = s->since_year },
			   to = { .day = d->date, .has_year = d->date_year };
	int span = w->a->span ? w->a->span : w->b->span;
	int64_t days;

	if (s->since == NO_DAY || span < 2 || w->a->n || w->b->n ||
	    !days_between(w, &from, &to, &days))
		return false;
	if (days >= span - 1 && days <= span + 1)
		return judge(w, VERDICT_SAME, false, "date.holds",
			     "%d days from the day it began end on the day that is said", span);
	return judge(w, VERDICT_DATE_SLIP, true, "date.stretch",
		     "%d days from the day it began do not end on the day that is said, but %lld "
		     "days after it",
		     span, (long long)days);
}

/* One says that it is a copy, of the same figures or of none. */
static bool weigh_copy(struct weigh *w)
{
	if (w->a->copy == w->b->copy || (w->a->n && w->b->n))
		return false;
	return judge(w, VERDICT_COPIED, false, "copy.said",
		     "one is a copy of the other: one source");
}

struct verdict verdict_of(struct arena *arena, const struct saying *a, const struct saying *b,
			  const struct saying_about *about)
{
	struct weigh w = { .arena = arena,
			   .a = a,
			   .b = b,
			   .about = about,
			   .v = { .a = VERDICT_NO_FIGURE, .b = VERDICT_NO_FIGURE } };

	/* A sum over its beginning says nothing of the whole. */
	if (a->more || b->more) {
		(void)judge(&w, VERDICT_NOT_COMPARABLE, true, "too.long",
			    "one of the two is not read to its end: a statement has at most %d "
			    "figures and %d bytes",
			    SAYING_FIGURES, SAYING_BYTES);
		return w.v;
	}
	if (weigh_whole(&w) || weigh_stretch(&w) || weigh_lists(&w) || weigh_sums(&w) ||
	    weigh_copy(&w))
		return w.v;
	if (!a->n || !b->n) {
		(void)judge(&w, VERDICT_NOT_COMPARABLE, false, "no.figure",
			    "there is no figure in one of the two");
		return w.v;
	}
	if (weigh_window(&w) || weigh_lost_any(&w))
		return w.v;
	weigh_figures(&w);
	return w.v;
}
