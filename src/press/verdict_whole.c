/* What is said of the whole: that it is at an end, that it is not so, that there was none. */
#include "press/verdict_int.h"

#include "base/banned.h"

static bool is_of(struct str a, struct str b)
{
	return !a.s || !b.s || str_eq(a, b);
}

/* Whether the other speaks of what one denies: "any deaths" are not "40 tonnes delivered". */
static bool of_one(const struct saying *no, const struct saying *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct said_figure denied = { .noun = no->noun };
		enum nouns nouns = nouns_of(&denied, &s->f[i]);

		if (s->f[i].value > 0 && is_of(no->event, s->f[i].event) &&
		    (nouns == NOUNS_ALIKE || nouns == NOUNS_PART || !no->noun.s ||
		     str_eq(no->noun, S("dead"))) &&
		    (s->f[i].unit == UNIT_NONE || !no->event.s || s->f[i].event.s))
			return true;
	}
	return !s->n && is_of(no->event, s->event) && is_of(no->noun, s->noun);
}

static bool weigh_none(struct weigh *w)
{
	const struct saying *no = w->a->none ? w->a : w->b, *other = no == w->a ? w->b : w->a;

	if (w->a->none && w->b->none && is_of(w->a->event, w->b->event))
		return judge(w, VERDICT_SAME, false, "none.both", "both say that there were none");
	if (!no->none || !other->n || !of_one(no, other))
		return false;
	return judge(w, VERDICT_DENIED, true, "none",
		     "one says that there were none, the other %.*s",
		     P(said_value(w->arena, &other->f[0])));
}

bool weigh_whole(struct weigh *w)
{
	const struct saying *no = w->a->denies ? w->a : w->b, *other = no == w->a ? w->b : w->a;
	bool a_done = w->a->complete, b_done = w->b->complete;

	if ((a_done && w->b->incomplete) || (w->a->incomplete && b_done))
		return judge(
			w, VERDICT_COMPLETION, true, "completion",
			"one says that it is complete, the other that it is not: a claim about "
			"the state, apart from the count");
	if (w->a->denies != w->b->denies && of_one(no, other))
		return judge(w, VERDICT_DENIED, true, "denied", "one denies what the other says");
	if (weigh_none(w))
		return true;
	if (((a_done && w->b->last) || (b_done && w->a->last)) && w->a->n && w->b->n)
		return judge(
			w, VERDICT_COMPLETION, true, "completion.last",
			"one says that all have gone, the other that some went last: which was "
			"said first has to be asked");
	if ((a_done || w->a->last) && (b_done || w->b->last) && (!w->a->n || !w->b->n))
		return judge(w, VERDICT_SAME, false, "completion.both",
			     "both say that it is at an end");
	return false;
}
