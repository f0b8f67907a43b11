/* What tells two figures apart whatever their numbers are, and what is not said where a contradiction would be called one. */
#include "press/verdict_int.h"

#include "base/time.h"
#include "base/banned.h"

static bool differ(struct str a, struct str b)
{
	return a.s && b.s && !str_eq_caseless(a, b);
}

/* Russian and Arabic bend the ends of names: all but two letters are the same. */
static bool other_name(struct str a, struct str b)
{
	size_t n = 0, most = a.len > b.len ? a.len : b.len;

	if (!differ(a, b))
		return false;
	while (n < a.len && n < b.len && a.s[n] == b.s[n])
		n++;
	return (unsigned char)a.s[0] < 0x80 || n < 4 || n + 4 < most;
}

static bool is_total(const struct said_figure *f)
{
	return f->period == PERIOD_ALL || f->period == PERIOD_SINCE;
}

bool weigh_apart(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	enum nouns nouns = nouns_of(a, b);

	if (a->weekday && b->weekday && a->weekday != b->weekday && !is_total(a) && !is_total(b))
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "day.week",
			     "of different days of the week");
	if (a->month && b->month && a->month != b->month && !is_total(a) && !is_total(b))
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "day.month", "of different months");
	if (a->batch && b->batch && a->batch != b->batch)
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "batch.other",
			     "of different convoys, batches or stages");
	if (other_name(a->where, b->where) && !a->place.s && !b->place.s)
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "place.other",
			     "of different places: %.*s, %.*s", P(a->where), P(b->where));
	if (a->where.s && b->where.s && (a->where_as.s || b->where_as.s) &&
	    (!a->where_as.s || !b->where_as.s || differ(a->where_as, b->where_as)))
		return judge(w, VERDICT_DIFFERENT_SCOPE, false, "place.part",
			     "a place, and a part of it or more than it, of one name: %.*s",
			     P(a->where));
	if (differ(a->event, b->event) && (nouns == NOUNS_ALIKE || nouns == NOUNS_PART) &&
	    a->value != b->value && !a->other_set && !b->other_set)
		return judge(w, VERDICT_DIFFERENT_KIND, false, "event.other",
			     "%.*s and %.*s are different things", P(a->event), P(b->event));
	return false;
}

static void unflag(struct weigh *w, const char *rule, const char *why)
{
	struct str x = w->v.reason;

	(void)judge(w, VERDICT_NOT_COMPARABLE, false, rule, "%s, else: %.*s", why, P(x));
}

void weigh_lacks(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	bool numbers = w->v.kind == VERDICT_DIFFERS || w->v.kind == VERDICT_THOUSANDS_LOST ||
		       w->v.kind == VERDICT_DIGITS_LOST;

	if (!w->v.flag || a->value == b->value)
		return;
	if (numbers && (a->period == PERIOD_FLOW) != (b->period == PERIOD_FLOW))
		unflag(w, "period.unsaid", "one does not say over which time");
	else if ((numbers || w->v.kind == VERDICT_TOTAL_FALLS) &&
		 (a->where.s != NULL) != (b->where.s != NULL) && !a->place.s && !b->place.s)
		unflag(w, "place.unsaid", "one names no place");
	else if (numbers && (a->weekday != 0) != (b->weekday != 0) && w->about->day == NO_DAY)
		unflag(w, "day.unsaid", "one names no day");
}
