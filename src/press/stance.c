/* Whether what a sentence tells is so, is to be, was denied, or was said before and is no longer. See parse.h. */
#include "press/parse.h"

#include "base/banned.h"

#define EARLIER 14 /* tokens between "earlier said" and the figure */
#define NEAR	6

static size_t clause_start(const struct sentence *s, size_t i)
{
	while (i && !mark_at(s, i - 1, ';'))
		i--;
	return i;
}

/* Whether one clause ends and another begins in tokens [from, to). */
static bool parted(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (mark_at(s, i, ';') ||
		    AMONG(s->t[i].f, S("but"), S("while"), S("whereas"), S("although")))
			return true;
	return false;
}

static bool passive(const struct sentence *s, size_t i)
{
	return i && is_at(s, i - 1, W_BE);
}

/* A word for what somebody said in tokens [i, i + NEAR). */
static bool of_saying(const struct sentence *s, size_t i)
{
	for (size_t k = i; k < s->n && k < i + NEAR; k++)
		if (is_at(s, k, W_SAYING) ||
		    AMONG(s->t[k].f, S("that"), S("this"), S("it"), S("them"), S("these")))
			return true;
	return false;
}

/* "Rejected the report": a denial; "71 were rejected", "denied responsibility" are none. */
static bool denial(const struct sentence *s, size_t i, const struct hit *h)
{
	size_t next = i + h->words;

	if (h->words > 1 || s->t[i].f.s[0] < 0)
		return true;
	if (AMONG(s->t[i].f, S("rejected"), S("rejects"), S("reject"), S("dismissed"),
		  S("dismisses"), S("dismiss")))
		return !passive(s, i) && of_saying(s, next);
	return next >= s->n ||
	       !AMONG(s->t[next].f, S("responsibility"), S("involvement"), S("access"), S("entry"));
}

/* "Did not hand over", "were never delivered": the mention's own event is denied. */
static bool negated(const struct sentence *s, const struct mention *m)
{
	size_t e = m->event_at;

	if (e == NOBODY || (e > m->n.start && e < m->after))
		return false;
	for (size_t back = 1; back <= 4 && back <= e; back++) {
		size_t i = e - back;

		if (i + 1 == m->after || s->t[i].kind == T_MARK || s->t[i].kind == T_NUMBER)
			return false;
		if (str_eq(s->t[i].f, S("never")) || str_eq(s->t[i].f, S("cannot")))
			return true;
		if (str_eq(s->t[i].f, S("not")))
			return i && (is_at(s, i - 1, W_AUX) || is_at(s, i - 1, W_BE) ||
				     AMONG(s->t[i - 1].f, S("did"), S("do"), S("does")));
		if (!is_at(s, i, W_BE) && !is_at(s, i, W_AUX) && !str_ends(s->t[i].f, S("ly")) &&
		    !AMONG(s->t[i].f, S("yet"), S("to"), S("even"), S("all")))
			return false;
	}
	return false;
}

/* Words of what is to be stand in the clause of the mention, before its event or right behind it. */
static bool planned(const struct sentence *s, const struct mention *m, size_t i, size_t before,
		    size_t next)
{
	if (i < before || i >= next)
		return false;
	if (s->t[i].cap && is_at(s, i, W_MONTH))
		return false;
	/* "The groups that pledged to": they have. */
	if (i && is_at(s, i - 1, W_WHO) && AMONG(s->t[i].f, S("pledged"), S("promised")))
		return false;
	if (m->event_at == NOBODY) {
		for (size_t k = m->after; k < i; k++)
			if (mark_at(s, k, ','))
				return false;
		return true;
	}
	if (i > m->event_at && i >= m->after)
		return false;
	return !(i < m->event_at && m->event_at < m->n.start && i + 6 < m->event_at);
}

/* "40 were held, which the army denies" */
static bool which_before(const struct sentence *s, size_t i)
{
	for (size_t back = 1; back <= NEAR && back <= i; back++)
		if (AMONG(s->t[i - back].f, S("which"), S("something")))
			return true;
	return false;
}

/* What a word of the pack at token i says of the mention; ASSERTED: nothing. */
static enum press_stance said_by(const struct sentence *s, const struct mention *m, size_t i,
				 const struct hit *h, size_t before, size_t next)
{
	enum press_stance stance = (enum press_stance)h->row->number;

	switch (stance) {
	case STANCE_PLANNED:
		return planned(s, m, i, before, next) ? stance : STANCE_ASSERTED;
	case STANCE_DENIED:
		if (!denial(s, i, h))
			return STANCE_ASSERTED;
		if (i > m->n.from)
			return of_saying(s, i) || which_before(s, i) ? STANCE_DISPUTED
								     : STANCE_ASSERTED;
		return parted(s, i, m->n.from) ? STANCE_ASSERTED : stance;
	case STANCE_SUPERSEDED:
		return i < m->n.from && i + EARLIER > m->n.from && i >= before ? stance
									       : STANCE_ASSERTED;
	case STANCE_ALLEGED:
		return i < m->n.from	     ? parted(s, i, m->n.from) ? STANCE_ASSERTED : stance
		       : i < m->after + NEAR ? stance
					     : STANCE_ASSERTED;
	default:
		return stance;
	}
}

/* The surer of two: what was corrected or denied is not merely planned. */
static int weight(enum press_stance s)
{
	static const int of[PRESS_STANCES] = {
		[STANCE_ASSERTED] = 0, [STANCE_PLANNED] = 1,	[STANCE_ALLEGED] = 2,
		[STANCE_DISPUTED] = 3, [STANCE_SUPERSEDED] = 5, [STANCE_DENIED] = 4
	};

	return of[s];
}

static void find_stance(struct parsed *p, struct mention *m, size_t before, size_t next)
{
	const struct sentence *s = p->s;
	size_t from = clause_start(s, m->n.from);

	m->stance = negated(s, m) ? STANCE_DENIED : STANCE_ASSERTED;
	for (size_t i = from; i < s->n && kinds_has(&s->kinds, W_STANCE); i++) {
		const struct hit *h = hit_at(s, i, W_STANCE);
		enum press_stance stance;

		if (!h)
			continue;
		/* Behind the clause only what is said of the figure itself. */
		if (parted(s, m->after, i) &&
		    !(weight((enum press_stance)h->row->number) >= 3 && of_saying(s, i)))
			continue;
		stance = said_by(s, m, i, h, before, next);
		if (weight(stance) > weight(m->stance)) {
			m->stance = stance;
			m->stance_row = h->row;
		}
	}
}

/* Denials of what the sentence before said: "the army denies this", "rebels denied that anyone had died". */
static bool answers(const struct parsed *p)
{
	const struct sentence *s = p->s;

	for (size_t i = 0; i < s->n && kinds_has(&s->kinds, W_STANCE); i++) {
		const struct hit *h = hit_at(s, i, W_STANCE);
		enum press_stance stance;

		if (!h)
			continue;
		stance = (enum press_stance)h->row->number;
		if ((stance != STANCE_DENIED && stance != STANCE_DISPUTED) ||
		    (stance == STANCE_DENIED && !denial(s, i, h)) || !of_saying(s, i + h->words))
			continue;
		for (size_t k = 0; k < p->n; k++)
			if (p->m[k].n.from > i || p->m[k].stance != STANCE_ASSERTED)
				return false;
		return true;
	}
	return false;
}

void parse_stances(struct parsed *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct mention *m = &p->m[i];
		size_t before = i ? p->m[i - 1].after : 0,
		       next = i + 1 < p->n ? p->m[i + 1].n.start : p->s->n;

		if (i + 1 < p->n && p->m[i + 1].event_at == m->event_at)
			next = p->s->n;
		find_stance(p, m, before, next);
		/* What is listed with a plan is planned. */
		if (i && m->stance == STANCE_ASSERTED &&
		    (m->from == i - 1 || m->event_at == m[-1].event_at) &&
		    m[-1].event_at != NOBODY && m[-1].stance != STANCE_ASSERTED &&
		    !parted(p->s, m[-1].after, m->n.from)) {
			m->stance = m[-1].stance;
			m->stance_row = m[-1].stance_row;
		}
	}
	p->answers = answers(p);
}
