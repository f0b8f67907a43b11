/* What happened to what is counted: the words beside each number, by the order of English and its like. See parse.h. */
#include "press/parse.h"

#include "base/banned.h"

#define GAP   3	 /* words between an event and its object */
#define REACH 26 /* tokens between what is counted and its event */

/* 0: does not suit; else the narrower the scope the more. */
int event_suits(const struct pack_row *r, struct str entity, struct str cls)
{
	if (!r->scope.len)
		return 1;
	if (str_eq(r->scope, entity))
		return 3;
	return str_eq(r->scope, cls) ? 2 : 0;
}

const struct hit *event_at(const struct parsed *p, size_t i, struct str entity, struct str cls,
			   bool *does)
{
	const struct sentence *s = p->s;
	const struct hit *best = NULL;
	int most = 0;

	if (i >= s->n || !any_event(s, i) || p->taken[i])
		return NULL;
	for (size_t k = 0; k < s->t[i].hits; k++) {
		const struct hit *h = &s->t[i].hit[k];
		int fit;

		if (h->kind != W_EVENT && h->kind != W_DOES)
			continue;
		fit = event_suits(h->row, entity, cls) * 8;
		if (!fit)
			continue;
		fit += h->words;
		if (fit >= most) {
			most = fit;
			best = h;
		}
	}
	*does = best && best->row->kind == W_DOES;
	return best;
}

void event_set(struct mention *m, const struct pack_row *r, size_t at)
{
	struct str event = r->code, entity = str_cut(&event, '.');

	m->event = event.s ? event : entity;
	if (event.s)
		m->entity = entity;
	m->event_row = r;
	m->event_at = at;
}

/* The mention whose words cover token i, or NOBODY. */
static size_t covers(const struct parsed *p, size_t i)
{
	for (size_t k = 0; k < p->n; k++)
		if (i >= p->m[k].n.start && i < p->m[k].after)
			return k;
	return NOBODY;
}

bool clause_mark(const struct sentence *s, size_t i)
{
	int32_t c = s->t[i].c;

	return s->t[i].kind == T_MARK &&
	       (c == ',' || c == ';' || c == ':' || c == 0x60c || c == 0x61b || c == 0x2014 ||
		c == 0x2013 || c == '(' || (c == '-' && !s->t[i].glued));
}

/* A word that may stand between an event and its object without being one itself. */
static bool light(const struct sentence *s, size_t i)
{
	return s->t[i].kind == T_MARK || is_at(s, i, W_BREAK) || is_at(s, i, W_OF) ||
	       is_at(s, i, W_TO) || is_at(s, i, W_QUAL) || is_at(s, i, W_PERIOD) ||
	       is_at(s, i, W_FROM) || is_at(s, i, W_TOTALOF);
}

/* "Killed 31": an event right before the number, with nothing but light words and a few others between. */
bool event_object(struct parsed *p, struct mention *m, size_t bound)
{
	const struct sentence *s = p->s;
	size_t heavy = 0;

	for (size_t i = m->n.start; i-- > bound;) {
		bool does;
		const struct hit *h = event_at(p, i, m->entity, m->cls, &does);

		if (h && !does && i + h->words <= m->n.from) {
			event_set(m, h->row, i);
			return true;
		}
		if (h && does && i + h->words <= m->n.start)
			return false;
		if ((clause_mark(s, i) && !mark_at(s, i, ':')) || is_at(s, i, W_WHO) ||
		    is_at(s, i, W_SAY) || is_at(s, i, W_AND))
			return false;
		if (is_at(s, i, W_IN) && !is_at(s, i, W_TO) && i + 1 < m->n.start)
			return false;
		heavy += !light(s, i);
		if (heavy > GAP)
			return false;
	}
	return false;
}

static bool be_before(const struct sentence *s, size_t i, size_t bound)
{
	for (size_t back = 1; back <= 4 && i >= bound + back; back++)
		if (is_at(s, i - back, W_BE))
			return true;
	return false;
}

/* An active verb with an object behind it: what is counted did it to others. */
static bool acts_on(const struct parsed *p, size_t i, const struct hit *h, size_t bound)
{
	const struct sentence *s = p->s;
	size_t next = i + h->words;

	if (be_before(s, i, bound) || next >= s->n || is_at(s, next - 1, W_TO) ||
	    is_at(s, next - 1, W_IN) || is_at(s, next - 1, W_FROM))
		return false;
	/* "Returnees reached Malakal" */
	if (s->t[next].cap && !p->headline && !p->taken[next] && s->t[next].kind == T_WORD &&
	    i > bound && !is_at(s, next, W_DAY))
		return true;
	if (is_at(s, next, W_ENTITY) || s->t[next].kind == T_NUMBER || is_at(s, next, W_NUMBER) ||
	    is_at(s, next, W_QUAL))
		return !p->taken[next];
	return is_at(s, next, W_BREAK) && s->t[next].f.len <= 5 && !is_at(s, next, W_CLAUSE) &&
	       !is_at(s, next, W_IN) && !is_at(s, next, W_TO) && !is_at(s, next, W_FROM) &&
	       !is_at(s, next, W_AND) && !is_at(s, next, W_OF) && !is_at(s, next, W_BE) &&
	       !p->taken[next] && next + 1 < s->n &&
	       (is_at(s, next + 1, W_ENTITY) ||
		(i > bound && s->t[next + 1].kind == T_WORD && !is_at(s, next + 1, W_TIME)));
}

/* What a walk to the right of a mention has seen. */
struct walk {
	size_t i, bound;
	const struct hit *relative; /* in a clause with "who" */
	size_t relative_at;
	bool who;
	int crossed;
};

/* Whether the walk may go on at the mention `other`: past numbers that are listed with this one. */
static bool cross(const struct parsed *p, struct walk *w, size_t other)
{
	const struct sentence *s = p->s;
	const struct mention *o = &p->m[other];
	size_t before = o->n.start ? o->n.start - 1 : 0;

	if (++w->crossed > 4)
		return false;
	if (!o->part && !o->bracket && !is_at(s, before, W_AND) && !is_at(s, before, W_OF) &&
	    !is_at(s, before, W_ABOARD) && !clause_mark(s, before) && !is_at(s, before, W_PART))
		return false;
	w->i = o->after > w->i ? o->after : w->i + 1;
	if (o->bracket)
		w->i++;
	return true;
}

/* A comma ends the walk, unless what follows is a list, a part or an insertion that ends with another comma. */
static bool past_mark(const struct parsed *p, struct walk *w)
{
	const struct sentence *s = p->s;
	size_t i = w->i;

	if (s->t[i].c == ';' || s->t[i].c == 0x61b)
		return false;
	if (s->t[i].c == '(') {
		for (size_t k = i + 1; k < s->n && k < i + 12; k++)
			if (mark_at(s, k, ')')) {
				w->i = k + 1;
				return true;
			}
		return false;
	}
	if (is_at(s, i + 1, W_PART) || is_at(s, i + 1, W_BE) || is_at(s, i + 1, W_AUX) ||
	    any_event(s, i + 1) || is_at(s, i + 1, W_WHO) || covers(p, i + 1) != NOBODY ||
	    (i + 1 < s->n && s->t[i + 1].cap) || covers(p, i + 2) != NOBODY) {
		w->i++;
		return true;
	}
	for (size_t k = i + 1; k < s->n && k < i + 10; k++)
		if (mark_at(s, k, ',')) {
			w->i = k + 1;
			return true;
		}
	return false;
}

static bool take_right(struct parsed *p, struct mention *m, struct walk *w)
{
	bool does;
	const struct hit *h = event_at(p, w->i, m->entity, m->cls, &does);

	if (!h)
		return false;
	if (!does && acts_on(p, w->i, h, w->bound)) {
		w->i += h->words;
		return false;
	}
	/* "Those seized last year were released": a participle without a verb of its own, and the main one may follow. */
	if (w->who || (!does && w->i == w->bound && !w->relative)) {
		if (!w->relative) {
			w->relative = h;
			w->relative_at = w->i;
		}
		/* The main verb may follow: "those who fled were returned". */
		w->who = false;
		w->i += h->words;
		return false;
	}
	if (w->relative && !be_before(p->s, w->i, w->relative_at + w->relative->words) &&
	    !(w->i && is_at(p->s, w->i - 1, W_AUX))) {
		w->i += h->words;
		return false;
	}
	event_set(m, h->row, w->i);
	return true;
}

/* "31 were killed": the first event to the right that suits. */
bool event_subject(struct parsed *p, struct mention *m, size_t index)
{
	const struct sentence *s = p->s;
	struct walk w = { .i = m->after, .bound = m->after };

	if (m->bracket)
		w.i++;
	while (w.i < s->n && w.i < m->after + REACH) {
		size_t at = w.i, other = covers(p, w.i);

		if (other != NOBODY && other > index && p->m[other].n.start >= m->after &&
		    p->m[other].entity.len) {
			if (!cross(p, &w, other))
				break;
			continue;
		}
		if (take_right(p, m, &w))
			return true;
		if (w.i != at)
			continue;
		if (is_at(s, w.i, W_WHO))
			w.who = true;
		if (clause_mark(s, w.i)) {
			if (w.relative || !past_mark(p, &w))
				break;
			continue;
		}
		w.i++;
	}
	if (!w.relative)
		return false;
	event_set(m, w.relative->row, w.relative_at);
	return true;
}

/* "Fell by 20 to 180": what follows the change is no change again. */
static bool changes(struct str event)
{
	return str_eq(event, S("decreased")) || str_eq(event, S("increased"));
}

/* Any event to the left in the sentence, the nearest first. */
static bool anywhere_left(struct parsed *p, struct mention *m)
{
	for (size_t i = m->n.start; i-- > 0;) {
		bool does;
		const struct hit *h = event_at(p, i, m->entity, m->cls, &does);

		if (h && covers(p, i) == NOBODY && i + h->words <= m->n.start &&
		    !(m->linked && changes(h->row->code))) {
			event_set(m, h->row, i);
			return true;
		}
	}
	return false;
}

/* An adjective: "35 wounded civilians". */
static bool adjective(struct parsed *p, struct mention *m)
{
	for (size_t i = m->n.to; i < m->after; i++) {
		bool does;
		const struct hit *h = event_at(p, i, m->entity, m->cls, &does);

		if (h && !does) {
			event_set(m, h->row, i);
			return true;
		}
	}
	return false;
}

/* "Handed in nine guns, 350 bullets": nothing but a comma or "and" parts it from an object of a verb that suits both. */
static bool listed(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	const struct mention *f = i ? m - 1 : NULL;
	const struct hit *h;
	bool does;

	if (!f || m->n.none || m->them || f->event_at == NOBODY || f->event_at >= f->n.start ||
	    m->n.start > f->after + 2)
		return false;
	for (size_t k = f->after; k < m->n.start; k++)
		if (!is_at(p->s, k, W_AND) && !mark_at(p->s, k, ','))
			return false;
	h = event_at(p, f->event_at, m->entity, m->cls, &does);
	if (h)
		event_set(m, h->row, f->event_at);
	return h != NULL;
}

/* "Left on 38 buses and two lorries": what carries others is used, whatever happened to those. */
static bool carries(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	size_t at = m->n.start;
	bool list = i && at <= m[-1].after + 2 && str_eq(m[-1].event, S("used")) &&
		    str_eq(m[-1].cls, m->cls) && at && is_at(p->s, at - 1, W_AND);

	if (!str_eq(m->cls, S("vehicles")) || !str_eq(pack_default(p->p, m->entity), S("used")))
		return false;
	for (size_t k = at ? at - 1 : 0; k < m->n.from && !list; k++)
		list = is_at(p->s, k, W_ON) || is_at(p->s, k, W_ABOARD);
	if (list)
		m->event = S("used");
	return list;
}

/* "4 killed and 12 wounded soldiers": each has its own. */
static bool harmed_adjective(struct parsed *p, struct mention *m)
{
	bool does;
	const struct hit *h = m->after > m->n.after + 1
				      ? event_at(p, m->n.after, m->entity, m->cls, &does)
				      : NULL;

	if (!h || does || m->n.start == 0 || !is_at(p->s, m->n.start - 1, W_AND) ||
	    !(str_eq(h->row->code, S("killed")) || str_eq(h->row->code, S("injured"))))
		return false;
	event_set(m, h->row, m->n.after);
	return true;
}

/* "31 deaths were reported": the noun itself says what happened. */
static bool nominal(struct parsed *p, struct mention *m)
{
	bool does;
	const struct hit *h =
		m->named && m->after ? event_at(p, m->after - 1, m->entity, m->cls, &does) : NULL;

	if (!h || h->words > 1 || m->after <= m->n.after || !is_at(p->s, m->after - 1, W_ENTITY) ||
	    !(str_eq(h->row->code, S("killed")) || str_eq(h->row->code, S("casualties"))))
		return false;
	event_set(m, h->row, m->after - 1);
	return true;
}

static void find_event(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	size_t bound = i ? p->m[i - 1].after : 0;

	if (!m->entity.len || m->event.len)
		return;
	if (m->bracket ||
	    (m->part && m->parent != NOBODY && p->m[m->parent].event.len && !m->them)) {
		mention_share(p, m, m->parent != NOBODY ? m->parent : i ? i - 1 : i, true);
		if (m->event.len) {
			bool does;
			const struct hit *h = event_at(
				p, p->m[i ? m->parent != NOBODY ? m->parent : i - 1 : 0].event_at,
				m->entity, m->cls, &does);

			/* The same word may be another event of another thing. */
			if (h && m->named)
				event_set(m, h->row, NOBODY);
			return;
		}
	}
	if (carries(p, i) || nominal(p, m))
		return;
	if (event_object(p, m, bound < m->n.start ? bound : m->n.start))
		return;
	if (harmed_adjective(p, m))
		return;
	if (!listed(p, i))
		(void)event_subject(p, m, i);
}

/* "Killed 31 and injured 8", "8 tons and 350 sets went": a number in a list shares the event of its neighbour. */
static void share_events(struct parsed *p)
{
	for (size_t i = 1; i < p->n; i++) {
		struct mention *m = &p->m[i], *f = &p->m[i - 1];
		bool does;
		const struct hit *h;

		if (m->event.len || !m->entity.len || !f->event.len || changes(f->event))
			continue;
		h = f->event_at == NOBODY ? NULL
					  : event_at(p, f->event_at, m->entity, m->cls, &does);
		if (h) {
			event_set(m, h->row, f->event_at);
			m->from = i - 1;
		} else if (str_eq(m->cls, f->cls)) {
			mention_share(p, m, i - 1, true);
		}
	}
}

/* The event of the sentence or heading above that suits best, if any does. */
static bool from_lead(struct parsed *p, struct mention *m)
{
	int most = p->lead_line ? 0 : 1;
	const struct pack_row *best = NULL;

	for (size_t i = 0; i < p->leads; i++) {
		int fit = event_suits(p->lead[i], m->entity, m->cls);

		if (fit > most) {
			most = fit;
			best = p->lead[i];
		}
	}
	if (best)
		event_set(m, best, NOBODY);
	return best != NULL;
}

/* "Another 30", "7,400 were fighters": the same happened to them as to those before. */
static bool as_text_before(const struct parsed *p, struct mention *m)
{
	if (m->linked && m > p->m && m[-1].event.len && !changes(m[-1].event) &&
	    str_eq(m[-1].entity, m->entity)) {
		m->event = m[-1].event;
		return true;
	}
	if (!(m->predicate || m->other || m->linked || m->them) || !p->last_event.len ||
	    !str_eq(m->cls, pack_class(p->p, p->last_entity)))
		return false;
	m->event = p->last_event;
	return true;
}

static void last_resort(struct parsed *p, struct mention *m)
{
	if (m->event.len || !m->entity.len)
		return;
	if (anywhere_left(p, m) || adjective(p, m))
		return;
	if (m->them && as_text_before(p, m))
		return;
	if (p->lead_line && from_lead(p, m))
		return;
	if (as_text_before(p, m) || from_lead(p, m))
		return;
	m->event = pack_default(p->p, m->entity);
}

/* What the sentence does not say of its number goes on from those before. */
static void by_context(struct parsed *p, struct mention *m)
{
	if (m->event.len || !m->entity.len)
		return;
	m->event = p->known_event ? p->known_event(p->known, m->entity) : S("");
	if (!m->event.len && p->near && p->last_event.len &&
	    str_eq(m->cls, pack_class(p->p, p->last_entity)))
		m->event = p->last_event;
}

void parse_events(struct parsed *p)
{
	size_t kept = 0, moved[MENTIONS];

	parse_nouns(p);
	for (size_t i = 0; i < p->n; i++)
		find_event(p, i);
	share_events(p);
	for (size_t i = 0; i < p->n; i++)
		last_resort(p, &p->m[i]);
	share_events(p);
	for (size_t i = 0; i < p->n; i++)
		by_context(p, &p->m[i]);
	for (size_t i = 0; i < p->n; i++) {
		struct mention *m = &p->m[i];

		moved[i] = NOBODY;
		if (m->drop || !m->entity.len || !m->event.len)
			continue;
		moved[i] = kept;
		if (m->parent != NOBODY)
			m->parent = moved[m->parent];
		if (m->from != NOBODY)
			m->from = moved[m->from];
		p->m[kept++] = *m;
	}
	p->n = kept;
}
