/* When it was: each mention gets the expression of time of its clause. See parse.h. */
#include "press/parse.h"

#include "base/banned.h"

static bool is_total(const struct when *w)
{
	return w->sort == WHEN_CODE &&
	       (str_eq(when_code(w), S("total")) || str_eq(when_code(w), S("to_date")));
}

/* Days that date the saying: "said on Friday", "on Friday the ministry said". */
static void mark_said(struct parsed *p)
{
	const struct sentence *s = p->s;

	for (size_t k = 0; k < p->whens; k++) {
		const struct when *w = &p->w[k];
		size_t i = w->from;
		bool found = false;

		p->said[k] = false;
		if (w->sort != WHEN_ON)
			continue;
		for (size_t n = 0; i-- > 0 && n < 14 && !found; n++) {
			if (is_at(s, i, W_SAY) || is_at(s, i, W_SOURCE) ||
			    is_at(s, i, W_BULLETIN)) {
				p->said[k] = found = true;
			} else if (any_event(s, i) || mark_at(s, i, ',') ||
				   s->t[i].kind == T_NUMBER) {
				found = true;
			}
		}
		if (found || w->from > 2)
			continue;
		/* At the start of the sentence it belongs to the first verb. */
		for (i = w->to; i < s->n && i < w->to + 14 && !found; i++) {
			if (is_at(s, i, W_SAY))
				p->said[k] = found = true;
			else if (any_event(s, i) || s->t[i].kind == T_NUMBER ||
				 is_at(s, i, W_NUMBER))
				found = true;
		}
	}
}

/* A day that stands there bare is a date of the text, not of an event, unless it has no year. */
static bool usable(const struct parsed *p, size_t k)
{
	const struct when *w = &p->w[k];

	/* A day with its year at the head of a text is the text's; one behind "until" is none on which things were. */
	if (w->sort == WHEN_ON && w->bare &&
	    ((p->opening && w->a.y) || (w->from && is_at(p->s, w->from - 1, W_UNTIL))))
		return false;
	if (p->said[k] || (w->sort == WHEN_ON && w->bare && !w->a.relative && p->headline))
		return false;
	return !(w->sort == WHEN_ON && w->bare && w->a.weekday && !w->a.m && p->headline);
}

/* The better of two: a day or span beats "total". */
static const struct when *better(const struct when *x, const struct when *y)
{
	if (!x)
		return y;
	if (!y)
		return x;
	return is_total(x) && !is_total(y) ? y : x;
}

/* Whether the expression belongs to another verb than the mention's: "49 captives held since June". */
static bool others(const struct parsed *p, const struct mention *m, const struct when *w)
{
	for (size_t back = 1; back <= 3 && back <= w->from; back++) {
		size_t i = w->from - back;
		bool does;
		const struct hit *h;

		if (i < m->after)
			return false;
		h = event_at(p, i, m->entity, m->cls, &does);
		if (h)
			return i != m->event_at && m->event_at != NOBODY &&
			       !str_eq(h->row->code, m->event);
	}
	return false;
}

/* "Those who on Monday blamed others for the fire that killed 12": a clause of its own begins in between. */
static bool behind_who(const struct parsed *p, const struct mention *m, const struct when *w)
{
	if (w->from <= 1 || is_total(w))
		return false;
	for (size_t i = w->to; i < m->n.start; i++)
		if (is_at(p->s, i, W_WHO))
			return true;
	return false;
}

/* The first usable expression in tokens [from, to). */
static const struct when *first_in(const struct parsed *p, const struct mention *m, size_t from,
				   size_t to)
{
	const struct when *found = NULL;

	for (size_t k = 0; k < p->whens; k++)
		if (p->w[k].from >= from && p->w[k].from < to && usable(p, k) &&
		    !others(p, m, &p->w[k]) && !behind_who(p, m, &p->w[k]))
			found = better(found, &p->w[k]);
	return found;
}

static void find_time(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	size_t before = i ? p->m[i - 1].after : 0, next = p->s->n;
	const struct when *left, *right;

	for (size_t k = i + 1; k < p->n; k++)
		if (p->m[k].parent != i && !p->m[k].part) {
			next = p->m[k].n.start;
			break;
		}
	left = first_in(p, m, before < m->n.start ? before : m->n.start, m->n.from);
	right = first_in(p, m, m->n.to, next);
	m->when = i && right ? right : better(right, left);
	/* What a part before has beside it does not hold for the whole. */
	if (left && !is_total(left) && i && right && right->from > m->after + 12)
		m->when = left;
}

static bool opens(const struct parsed *p, const struct when *w)
{
	return p->n && w->to <= p->m[0].n.start;
}

static bool lists(const struct parsed *p, size_t i)
{
	const struct mention *m = &p->m[i];

	if (i && m->parent != NOBODY && (m->parent == i - 1 || m->parent == p->m[i - 1].parent))
		return true;
	return m->from != NOBODY ||
	       (i && m->event_at != NOBODY && p->m[i - 1].event_at == m->event_at);
}

/* The only time of a sentence, at its end, holds for all that is listed before it. */
static void closing(struct parsed *p)
{
	const struct when *only = NULL;

	for (size_t k = 0; k < p->whens; k++) {
		if (!usable(p, k) || is_total(&p->w[k]))
			continue;
		if (only)
			return;
		only = &p->w[k];
	}
	if (!p->n || !only || p->m[p->n - 1].when != only || only->from < p->m[p->n - 1].after)
		return;
	for (size_t i = 0; i + 1 < p->n; i++)
		if ((!p->m[i].when || is_total(p->m[i].when)) && !others(p, &p->m[i], only))
			p->m[i].when = only;
}

static void share_times(struct parsed *p)
{
	const struct when *first = p->n ? p->m[0].when : NULL;

	/* Forward: parts, lists, and what opens the sentence. */
	for (size_t i = 1; i < p->n; i++) {
		struct mention *m = &p->m[i];

		if (m->when && !(is_total(m->when) && m->n.total))
			continue;
		if (m->parent != NOBODY && p->m[m->parent].when)
			m->when = p->m[m->parent].when;
		else if (lists(p, i) && p->m[i - 1].when)
			m->when = p->m[i - 1].when;
		else if (first && opens(p, first) && !m->when)
			m->when = first;
	}
	closing(p);
	/* Backward: what closes a list holds for all of it. */
	for (size_t i = p->n; i-- > 1;)
		if (!p->m[i - 1].when && p->m[i].when && p->m[i].when->from >= p->m[i].after &&
		    !is_total(p->m[i].when) &&
		    (lists(p, i) || p->m[i].parent == i - 1 || p->m[i].when->sort == WHEN_ON))
			p->m[i - 1].when = p->m[i].when;
}

void parse_times(struct parsed *p)
{
	mark_said(p);
	for (size_t i = 0; i < p->n; i++)
		find_time(p, i);
	share_times(p);
}
