/* What numbers without a noun count: those of the number before, of the text, or people; and which number another is a part of.
 * See parse.h. */
#include "press/parse.h"

#include "base/banned.h"

/* Takes noun and event over from the mention before, for what is said shortly: "eight of them", "(8)". */
void mention_share(struct parsed *p, struct mention *m, size_t from, bool event)
{
	const struct mention *f = &p->m[from];

	if (!m->entity.len) {
		m->entity = f->entity;
		m->entity_row = f->entity_row;
		m->cls = f->cls;
	}
	if (event && !m->event.len) {
		m->event = f->event;
		m->event_row = f->event_row;
		m->from = from;
	}
}

/* "4,270 weapons registered and 2,115 stored": what follows is an event of what the number before counts. */
static bool suits_next(const struct parsed *p, const struct mention *m,
		       const struct mention *before)
{
	bool does;

	if (!before->entity.len)
		return false;
	for (size_t i = m->after; i < m->after + 5; i++)
		if (event_at(p, i, before->entity, before->cls, &does))
			return true;
	return false;
}

/* The mention before, or the whole of which it is a part where the bracket with its parts is closed. */
static const struct mention *main_before(const struct parsed *p, size_t i)
{
	const struct mention *m;

	while (i && p->m[i - 1].drop)
		i--;
	m = i ? &p->m[i - 1] : NULL;
	for (size_t k = m ? m->after : 0; m && m->parent != NOBODY && k < p->m[i].n.start; k++)
		if (mark_at(p->s, k, ')'))
			return &p->m[m->parent];
	return m;
}

/* "1,250 of the 3,100 families", "340 of 1,100 homes", "from 1,200 to 800 observers": what the next number counts. */
static bool of_next(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	const struct mention *next = i + 1 < p->n ? m + 1 : NULL;
	size_t at = m->after;

	if (!next || !next->entity.len || next->n.from < at)
		return false;
	if (!m->them && !is_at(p->s, at, W_OF) &&
	    !(is_at(p->s, at, W_TO) && m->n.from && is_at(p->s, m->n.from - 1, W_FROM)))
		return false;
	if (next->n.start > at + !m->them)
		return false;
	m->entity = next->entity;
	m->entity_row = next->entity_row;
	m->cls = next->cls;
	if (m->them || is_at(p->s, at, W_OF))
		m->after = next->after;
	m->them = false;
	return true;
}

/* A word behind the number that is no noun of the pack: "four carpenters". */
static bool foreign(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_WORD && !is_at(s, i, W_BREAK) && !is_at(s, i, W_BE) &&
	       !is_at(s, i, W_AUX) && !is_at(s, i, W_IN) && !is_at(s, i, W_TO) &&
	       !is_at(s, i, W_AND) && !is_at(s, i, W_WHO) && !any_event(s, i) &&
	       !is_at(s, i, W_ENTITY) && !is_at(s, i, W_PERIOD) && !is_at(s, i, W_DAY);
}

/* "Two shepherds", "eleven Velari": what has no row, but looks like a noun of several. */
static bool unknown_noun(const struct sentence *s, const struct mention *m)
{
	const struct token *t = m->after < s->n ? &s->t[m->after] : NULL;

	if (!t || !foreign(s, m->after) || t->f.len < 4 || m->unit.len)
		return false;
	for (size_t back = 1; back <= 2 && back <= m->n.from; back++)
		if (is_at(s, m->n.from - back, W_OF))
			return false;
	for (int k = 0; k < W_KINDS; k++)
		if (is_at(s, m->after, (enum word_kind)k) && k != W_DEMONYM && k != W_PLACE)
			return false;
	return t->f.s[t->f.len - 1] == 's' || t->cap;
}

/* Whether a verb of such things stands right beside the number. What others do to them needs "were" before it. */
static bool beside(struct parsed *p, size_t i, struct str entity, size_t bound,
		   const struct pack_row **row)
{
	struct mention probe = p->m[i];
	bool passive = false;

	probe.entity = entity;
	probe.cls = pack_class(p->p, entity);
	probe.event = S("");
	if (!event_object(p, &probe, bound < probe.n.start ? bound : probe.n.start)) {
		if (!event_subject(p, &probe, i) || probe.event_at >= probe.after + 6)
			return false;
		for (size_t k = probe.after; k < probe.event_at; k++)
			passive = passive || is_at(p->s, k, W_BE);
		if (!passive && probe.event_at != probe.after && probe.event_row->kind != W_DOES &&
		    !str_eq(probe.cls, S("people")))
			return false;
	}
	*row = probe.event_row;
	return true;
}

/* A number that is too little to be more than "the one" or "the two". */
static bool pronoun(const struct sentence *s, const struct mention *m, bool listed)
{
	if (m->them || m->other || m->bracket || m->part)
		return false;
	if (m->n.fraction && !m->n.unit.s)
		return false;
	if (m->n.fraction && m->n.v < PRESS_ONE && !str_eq(m->n.unit, S("percent")))
		return !is_at(s, m->n.to, W_OF) && !is_at(s, m->after, W_BE) &&
		       !is_at(s, m->after, W_AUX) && !any_event(s, m->after);
	/* "Under fifteen": years. */
	if (m->n.qual == CLAIM_AT_MOST && m->n.v <= 21 * PRESS_ONE && m->n.words &&
	    m->after < s->n && s->t[m->after].kind == T_MARK)
		return true;
	if (!m->n.words || m->n.v != PRESS_ONE)
		return false;
	if (is_at(s, m->after, W_IN) || mark_at(s, m->after, '-') || mark_at(s, m->after, 0x2013))
		return !listed;
	return !is_at(s, m->after, W_BE) && !is_at(s, m->after, W_AUX);
}

/* Events in which those go on to be counted of whom the text spoke. */
static bool goes_on(const struct parsed *p, struct str event)
{
	static const struct str events[] = {
		SC("surrendered"),  SC("demobilised"), SC("disarmed"),	     SC("enrolled"),
		SC("reintegrated"), SC("amnestied"),   SC("transferred"),    SC("returned"),
		SC("released"),	    SC("registered"),  SC("cantoned"),	     SC("verified"),
		SC("handed_over"),  SC("trained"),     SC("decommissioned"), SC("left"),
	};

	if (str_eq(event, p->last_event))
		return true;
	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		if (str_eq(event, events[i]))
			return true;
	return false;
}

static bool harmed(struct str event)
{
	return str_eq(event, S("killed")) || str_eq(event, S("injured"));
}

/* Those who have no arms to lay down, as far as the text says. */
static bool unarmed(struct str entity)
{
	static const struct str codes[] = { SC("people"), SC("families"), SC("residents"),
					    SC("civilians"), SC("family_members") };

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_eq(entity, codes[i]))
			return true;
	return !entity.len;
}

/* What only those with arms do. */
static bool laid_down(struct str event)
{
	static const struct str events[] = { SC("surrendered"), SC("demobilised"), SC("disarmed"),
					     SC("decommissioned"), SC("cantoned") };

	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		if (str_eq(event, events[i]))
			return true;
	return false;
}

/* People of whom only the verb tells: those of the text, else fighters where only they do so. */
static void people_of_text(struct parsed *p, struct mention *m, size_t i, struct str event)
{
	m->cls = S("people");
	m->entity = m->cls;
	if ((!foreign(p->s, m->after) || m->other) && (p->near || !harmed(event))) {
		if ((!i && str_eq(pack_class(p->p, p->last_entity), S("people"))) ||
		    (p->last_people.len && goes_on(p, event)))
			m->entity = p->last_people;
	}
	if (laid_down(event) && unarmed(m->entity))
		m->entity = S("fighters");
}

/* Families are displaced, but of their members some are killed. */
static bool one_of(const struct mention *before, struct str event)
{
	return str_eq(before->entity, S("families")) && harmed(event);
}

/* "12 rifles, 5 of another kind": nothing but a comma or "and" between this number and the noun before. */
static bool in_list(const struct parsed *p, const struct mention *m, const struct mention *before)
{
	if (m->n.start <= before->after || m->n.start > before->after + 2)
		return false;
	for (size_t k = before->after; k < m->n.start; k++)
		if (!is_at(p->s, k, W_AND) && !mark_at(p->s, k, ','))
			return false;
	return foreign(p->s, m->after) &&
	       (str_eq(before->cls, S("arms")) || str_eq(before->cls, S("vehicles")));
}

/* Takes over what the mention before counts. */
static bool as_before(struct parsed *p, size_t i, const struct mention *before, bool people,
		      struct str event, bool next)
{
	struct mention *m = &p->m[i];
	const struct sentence *s = p->s;

	if (!before || !before->entity.len ||
	    (people && !str_eq(before->cls, S("people")) && !m->them))
		return false;
	if (people && !m->them && !m->other && foreign(s, m->after))
		return false;
	if (people && !m->them && !m->part && one_of(before, event))
		return false;
	if (!(m->them || m->other || m->bracket || m->part || people || next || m->linked ||
	      m->n.start == 0 || is_at(s, m->after, W_IN) || is_at(s, m->after, W_FROM) ||
	      m->after >= s->n || s->t[m->after].kind == T_MARK || in_list(p, m, before)))
		return false;
	mention_share(p, m, (size_t)(before - p->m), false);
	return true;
}

/* A mark or the end: nothing follows the number that it could be of. */
static bool closes_clause(const struct sentence *s, size_t i)
{
	return i >= s->n || s->t[i].kind == T_MARK || is_at(s, i, W_IN);
}

/* What the sentences before counted, where the verb beside the number suits it or the number points there. */
static void as_text(struct parsed *p, size_t i, bool next)
{
	struct mention *m = &p->m[i];
	const struct sentence *s = p->s;
	const struct pack_row *row = NULL;
	struct str try[2] = { p->last_entity, p->last_people };
	size_t bound = i ? p->m[i - 1].after : 0;

	for (size_t k = 0; k < 2; k++) {
		if (!try[k].len || (foreign(s, m->after) && !m->other))
			continue;
		if (!(next || m->linked || m->other || closes_clause(s, m->after)) ||
		    !beside(p, i, try[k], bound, &row))
			continue;
		m->entity = try[k];
		m->cls = pack_class(p->p, m->entity);
		if (unarmed(m->entity) && laid_down(row->code))
			m->entity = unarmed(p->last_people) ? S("fighters") : p->last_people;
		return;
	}
	if (p->last_entity.len && (!foreign(s, m->after) || m->other) &&
	    (m->them || m->other || m->linked || (i == 0 && is_at(s, m->after, W_BE)))) {
		m->entity = p->last_entity;
		m->cls = pack_class(p->p, m->entity);
	}
}

/* "All the captives were freed, 12 in Ardun and 15 in Belos": what the sentence spoke of without a number. */
static bool as_sentence(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	const struct sentence *s = p->s;
	size_t start = m->n.start;
	bool opening = is_at(s, 0, W_OF) && start > 2 && start < 10 && mark_at(s, start - 1, ',');

	if (!opening &&
	    (!start || (!clause_mark(s, start - 1) && !is_at(s, start - 1, W_AND)) ||
	     foreign(s, m->after) ||
	     !(is_at(s, m->after, W_IN) || is_at(s, m->after, W_ON) || is_at(s, m->after, W_FROM))))
		return false;
	for (size_t k = start; k-- > 0 && k + 24 > start;) {
		const struct hit *h = hit_at(s, k, W_ENTITY);

		if (!h || h->row->singular || p->taken[k])
			continue;
		m->entity = h->row->code;
		m->entity_row = h->row;
		m->cls = pack_class(p->p, m->entity);
		return true;
	}
	return false;
}

/* Where a number has no noun: people where an event of people stands beside it, else that of the mention before. */
static void find_noun(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i], probe = *m;
	const struct mention *before = main_before(p, i);
	const struct sentence *s = p->s;
	bool people, next;
	const struct pack_row *row;

	if (m->entity.len || of_next(p, i))
		return;
	if (pronoun(s, m, before && before->entity.len)) {
		m->drop = true;
		return;
	}
	probe.entity = probe.cls = S("people");
	probe.event = S("");
	next = m->after < s->n &&
	       (is_at(s, m->after, W_BE) || is_at(s, m->after, W_AUX) || any_event(s, m->after) ||
		is_at(s, m->after, W_AND) || is_at(s, m->after, W_WHO) || unknown_noun(s, m));
	people = event_object(p, &probe, before ? before->after : 0);
	if (!people && next)
		people = event_subject(p, &probe, i) && probe.event_at < m->after + 6;
	if (people && unknown_noun(s, m) && probe.event_at && is_at(s, probe.event_at - 1, W_TO))
		people = false;
	/* "Confirmed nine": what may happen to anything tells nothing of people. */
	if (people && !probe.event_row->scope.len && probe.event_row->kind == W_EVENT &&
	    (p->last_entity.len || before))
		people = false;
	if (next && before && suits_next(p, m, before) &&
	    !(people && one_of(before, probe.event))) {
		mention_share(p, m, (size_t)(before - p->m), false);
		return;
	}
	if (as_before(p, i, before, people, probe.event, next))
		return;
	if (people && !before && p->last_entity.len && !foreign(s, m->after) &&
	    !str_eq(pack_class(p->p, p->last_entity), S("people")) &&
	    beside(p, i, p->last_entity, 0, &row) &&
	    (str_eq(row->code, probe.event) ||
	     (p->near && row->scope.len && probe.event_at < m->n.start && !harmed(probe.event)))) {
		m->entity = p->last_entity;
		m->cls = pack_class(p->p, m->entity);
		return;
	}
	if (people) {
		people_of_text(p, m, i, probe.event);
		return;
	}
	if (p->known_entity && !foreign(s, m->after)) {
		m->entity = p->known_entity(p->known, m->n.v, &m->event);
		m->cls = pack_class(p->p, m->entity);
		if (m->entity.len)
			return;
	}
	if (!as_sentence(p, i))
		as_text(p, i, next);
}

/* "Out of the 300, 20 were children"; "of the 300 freed, 20": what begins a clause so is the whole of what follows. */
static bool out_of(const struct sentence *s, const struct number *n)
{
	size_t i = n->start;

	while (i && is_at(s, i - 1, W_BREAK) && !is_at(s, i - 1, W_OF) && s->t[i - 1].f.len <= 3)
		i--;
	if (!i || !is_at(s, i - 1, W_OF))
		return false;
	i--;
	if (i && is_at(s, i - 1, W_FROM))
		i--;
	return !i || clause_mark(s, i - 1) || is_at(s, i - 1, W_WHO) || s->t[i - 1].kind == T_MARK;
}

/* Which number this one is a part of: the last one before that is no part itself. */
static void find_parent(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	size_t k = i;

	while (k && p->m[k - 1].parent != NOBODY)
		k--;
	if (!k)
		return;
	k--;
	if (m->part || m->them || m->bracket || out_of(p->s, &p->m[k].n) ||
	    (p->m[i - 1].parent == k && !m->named && i > k + 1)) {
		m->parent = k;
	} else if (p->m[i - 1].parent == k && p->m[i - 1].part && i > k + 1) {
		/* "Including 208 of these and 161 of those." */
		size_t at = m->n.start;

		if (at && (is_at(p->s, at - 1, W_AND) || mark_at(p->s, at - 1, ',')))
			m->parent = k;
	}
}

void parse_nouns(struct parsed *p)
{
	for (size_t i = 0; i < p->n; i++) {
		find_noun(p, i);
		find_parent(p, i);
	}
}
