/* Numbers of a sentence and the nouns beside them. See parse.h. */
#include "press/parse.h"

#include <string.h>

#include "base/banned.h"

#define NOUN_WORDS 9 /* between a number and its noun */

static void find_whens(struct parsed *p)
{
	const struct sentence *s = p->s;

	if (!when_tells(s)) {
		memset(p->taken, 0, s->n);
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		struct when *w = &p->w[p->whens];

		p->taken[i] = 0;
		if (p->whens == WHENS || !when_at(s, i, w) || w->to <= i)
			continue;
		/* "A total of 30": the number goes on to be one. */
		p->whens++;
		for (size_t k = i; k < w->to && k < s->n; k++)
			p->taken[k] = (uint8_t)p->whens;
		i = w->to - 1;
	}
}

static bool plural(const struct hit *h, const struct mention *m)
{
	return !h->row->singular || (m->n.v <= PRESS_ONE && !m->n.has_hi) || m->n.fraction ||
	       m->unit.len || m->n.unit.s;
}

/* Whether two kinds of people counted together are simply people: fighters and their families. */
static bool people_and(struct parsed *p, size_t i, struct mention *m, size_t *to)
{
	const struct sentence *s = p->s;
	const struct hit *h;
	size_t at = i;

	if (!is_at(s, at, W_AND) || !str_eq(m->cls, S("people")))
		return false;
	at += hit_at(s, at, W_AND)->words;
	for (int k = 0; k < 3 && at < s->n; k++) {
		struct str cls;

		h = hit_at(s, at, W_ENTITY);
		if (!h) {
			if (any_event(s, at) || s->t[at].kind != T_WORD || p->taken[at] ||
			    is_at(s, at, W_NUMBER))
				return false;
			at++;
			continue;
		}
		cls = pack_class(p->p, h->row->code);
		if (!str_eq(cls, S("people")) || h->row->singular)
			return false;
		*to = at + h->words;
		if (!str_eq(h->row->code, m->entity)) {
			m->entity = S("people");
			m->cls = cls;
		}
		return true;
	}
	return false;
}

static void set_entity(struct parsed *p, struct mention *m, const struct hit *h, size_t to)
{
	m->entity = h->row->code;
	m->entity_row = h->row;
	m->cls = pack_class(p->p, m->entity);
	m->after = to;
	m->named = true;
}

/* Whether a noun may not go on behind this token. */
static bool ends_noun(const struct parsed *p, size_t i)
{
	const struct sentence *s = p->s;

	return i >= s->n || p->taken[i] || (s->t[i].kind == T_NUMBER && !s->t[i].name) ||
	       is_at(s, i, W_BE) || is_at(s, i, W_WHO) || is_at(s, i, W_IN) || is_at(s, i, W_TO) ||
	       is_at(s, i, W_FROM) || is_at(s, i, W_BREAK) || is_at(s, i, W_NUMBER);
}

static bool passes_mark(const struct sentence *s, size_t i)
{
	int32_t c = s->t[i].c;

	return s->t[i].kind == T_MARK &&
	       ((c == '-' && s->t[i].glued) || c == 0x201c || c == 0x201d || c == 0x2018 ||
		c == '\'' || c == '"' || c == 0x2019 || c == 0xab || c == 0xbb || c == '.');
}

/* "7,000 Sarn, Velt members": a comma between names alone. */
static bool names_listed(const struct sentence *s, size_t from, size_t i)
{
	if (!mark_at(s, i, ',') || i == from || i + 1 >= s->n || !s->t[i + 1].cap ||
	    is_at(s, i + 1, W_ENTITY))
		return false;
	for (; from < i; from++)
		if (!s->t[from].cap)
			return false;
	return true;
}

/* What may stand behind "of": the, these, their. */
static bool article(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_BREAK) && !is_at(s, i, W_BE) && !is_at(s, i, W_AUX) &&
	       !is_at(s, i, W_FROM) && !is_at(s, i, W_TO) && !is_at(s, i, W_WHO);
}

/* "A 12-vehicle convoy", "a 20-man team". */
static bool joined_noun(struct parsed *p, struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.to + 1;
	const struct hit *h;
	struct str cls;

	if (!mark_at(s, i - 1, '-') || !s->t[i - 1].glued || i >= s->n || !s->t[i].glued)
		return false;
	h = hit_at(s, i, W_ENTITY);
	if (!h || h->words > 1)
		return false;
	cls = pack_class(p->p, h->row->code);
	if (!str_eq(cls, S("people")) && !str_eq(cls, S("vehicles")))
		return false;
	set_entity(p, m, h, i + 1);
	if (hit_at(s, i + 1, W_ENTITY))
		m->after = i + 2;
	return true;
}

/* "Land titles", "water prices": stuff before a noun that the pack does not know is not what is counted. */
static bool before_noun(const struct sentence *s, size_t i, const struct hit *h)
{
	const struct token *t = i < s->n ? &s->t[i] : NULL;

	if (!t || t->kind != T_WORD || t->cap || h->row->singular || h->words > 1 || t->f.len < 4 ||
	    t->f.s[t->f.len - 1] != 's' || t->f.s[t->f.len - 2] == 's')
		return false;
	if (h->row->word[0].s[h->row->word[0].len - 1] == 's')
		return false;
	for (int k = 0; k < W_KINDS; k++)
		if (is_at(s, i, (enum word_kind)k))
			return false;
	return true;
}

/* The noun: the last one of a row of nouns, behind adjectives, "of" and classifiers. */
static void read_noun(struct parsed *p, struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.after, most;
	bool of = m->n.vague || m->n.fraction || m->n.unit.s || m->unit.s;

	if (joined_noun(p, m))
		return;

	for (most = i + NOUN_WORDS; i < s->n && i < most;) {
		const struct hit *h = hit_at(s, i, W_ENTITY);

		if (h && !p->p->headfirst && before_noun(s, i + h->words, h)) {
			i += h->words;
			continue;
		}
		if (h && !p->taken[i] && !(m->named && p->p->headfirst) &&
		    (plural(h, m) || (h->words > 1 && !m->named))) {
			set_entity(p, m, h, i + h->words);
			i += h->words;
			of = false;
			continue;
		}
		if (h && h->row->singular && !p->taken[i] && !is_at(s, i, W_BREAK)) {
			i += h->words; /* a noun before the noun: mine experts */
			continue;
		}
		if (m->named && p->p->headfirst && h && !is_at(s, i, W_AND))
			break;
		if (m->named) {
			if (people_and(p, i, m, &m->after))
				i = m->after;
			else if (!passes_mark(s, i) || mark_at(s, i, '.') ||
				 !hit_at(s, i + 1, W_ENTITY))
				break;
			else
				i++;
			continue;
		}
		if (is_at(s, i, W_OF)) {
			of = true;
			i++;
			continue;
		}
		if (s->t[i].kind == T_MARK && !passes_mark(s, i) && !names_listed(s, m->n.after, i))
			break;
		if (ends_noun(p, i) && !(of && article(s, i)))
			break;
		i++;
	}
}

/* Units, time units, "of them", "more", and what makes it no count at all. */
static void read_after(struct parsed *p, struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.after;
	const struct hit *h;

	if (mark_at(s, i, '-') && s->t[i].glued && i + 1 < s->n && s->t[i + 1].glued)
		i++;
	if (is_at(s, i, W_AGE)) {
		m->drop = true;
		return;
	}
	h = hit_at(s, i, W_TIME);
	if (h && !hit_at(s, i + h->words, W_ENTITY)) {
		m->duration = true;
		m->n.after = i + h->words;
		return;
	}
	h = hit_at(s, i, W_UNIT);
	if (!h && m->n.vague && is_at(s, i, W_OF))
		h = hit_at(s, ++i, W_UNIT);
	if (h && !m->n.unit.s) {
		m->unit = h->row->code;
		i += h->words;
		m->n.after = i;
	} else {
		i = m->n.after;
	}
	h = hit_at(s, i, W_THEM);
	if (h && !hit_at(s, i + h->words, W_ENTITY)) {
		m->them = true;
		m->n.after = i + h->words;
		return;
	}
	h = hit_at(s, i, W_OTHER);
	if (h) {
		m->other = true;
		m->n.after = i + h->words;
	}
}

static bool year_like(const struct parsed *p, const struct mention *m)
{
	const struct token *t = &p->s->t[m->n.from];

	return t->kind == T_NUMBER && t->s.len == 4 && !t->d.grouped && m->n.to == m->n.from + 1 &&
	       m->n.v >= 1900 * PRESS_ONE && m->n.v < 2200 * PRESS_ONE && !m->named;
}

/* "2. Storage", "1/3 - Rivals": what numbers the lines of a text. */
static bool item_number(const struct sentence *s, const struct number *n)
{
	if (n->from || !s->line || n->words)
		return false;
	return (mark_at(s, n->to, '.') && n->v < 100 * PRESS_ONE) || mark_at(s, n->to, ')') ||
	       (n->fraction && (mark_at(s, n->to, '-') || mark_at(s, n->to, 0x2013)));
}

/* "Every two", "as young as 14", "voted 80": before what is no count of anything. */
static bool each_before(const struct sentence *s, size_t i)
{
	for (size_t back = 1; back <= 4 && back <= i; back++) {
		const struct hit *h = hit_at(s, i - back, W_EACH);

		if (h && h->words == back)
			return true;
	}
	return false;
}

/* Numbers that name something: resolution 5, aged 16, "one of". */
static bool names(const struct parsed *p, const struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.from;

	if (m->n.ordinal || item_number(s, &m->n) || each_before(s, i) ||
	    each_before(s, m->n.start))
		return true;
	/* "Said one commander": who speaks is not counted. */
	if (m->n.words && m->n.v == PRESS_ONE && i && is_at(s, i - 1, W_SAY))
		return true;
	if (!m->n.words && i &&
	    (is_at(s, i - 1, W_NOCOUNT) ||
	     (i > 1 && mark_at(s, i - 1, '.') && is_at(s, i - 2, W_NOCOUNT))))
		return !m->named;
	if (m->n.words && m->n.v == PRESS_ONE && !m->n.fraction &&
	    (is_at(s, m->n.to, W_OF) || (i && is_at(s, i - 1, W_OF)) ||
	     (i && is_at(s, i - 1, W_OTHER))))
		return true;
	return is_at(s, i, W_ORDINAL) && !m->n.fraction;
}

static bool bracketed(const struct sentence *s, const struct number *n)
{
	return n->from && mark_at(s, n->from - 1, '(') && mark_at(s, n->to, ')');
}

/* A part: "including" or "among them" before it, or before a list that it is in. */
static bool part_before(const struct sentence *s, size_t i)
{
	for (size_t back = 1; back <= 3 && back <= i; back++) {
		const struct hit *h = hit_at(s, i - back, W_PART);

		if (h && h->words >= back)
			return true;
	}
	/* Brackets hold the parts of what stands before them. */
	while (i-- > 0 && s->t[i].c != ')')
		if (mark_at(s, i, '('))
			return true;
	return false;
}

static void add_mention(struct parsed *p, const struct number *n)
{
	struct mention *m = &p->m[p->n];

	*m = (struct mention){ .n = *n,
			       .after = n->after,
			       .entity = S(""),
			       .cls = S(""),
			       .event = S(""),
			       .event_at = NOBODY,
			       .parent = NOBODY,
			       .from = NOBODY };
	m->unit = n->unit;
	m->bracket = bracketed(p->s, n);
	m->part = part_before(p->s, n->start);
	m->other = n->start && is_at(p->s, n->start - 1, W_OTHER);
	read_after(p, m);
	if (!m->drop && !m->duration && !m->bracket)
		read_noun(p, m);
	if (m->after < m->n.after)
		m->after = m->n.after;
	m->drop = m->drop || m->duration || names(p, m) || year_like(p, m);
	if (!m->drop)
		p->n++;
}

/* "The death toll rose to 31": what is told of says what happened to people, too. */
static bool toll(const struct parsed *p, struct mention *m, size_t i)
{
	bool does;
	const struct hit *h = event_at(p, i, S("people"), S("people"), &does);

	if (!h || h->words < 2)
		return false;
	m->entity = m->cls = S("people");
	m->named = true;
	event_set(m, h->row, i);
	return true;
}

/* "Brings to 230 the number of rebels who": the noun stands behind "the number of". */
static void right_noun(struct parsed *p, struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.after;
	const struct hit *h;

	if (m->named || !m->n.from)
		return;
	while (i < m->n.after + 2 && !is_at(s, i, W_TOTALOF) && is_at(s, i, W_BREAK))
		i++;
	h = hit_at(s, i, W_TOTALOF);
	if (!h)
		return;
	for (size_t k = i + h->words; k < i + h->words + 5; k++) {
		const struct hit *e = hit_at(s, k, W_ENTITY);

		if (e && !e->row->singular) {
			set_entity(p, m, e, k + e->words);
			m->n.total = true;
			return;
		}
	}
}

/* "Fell by 20": a change is of what stands before the verb. */
static bool change(const struct sentence *s, size_t i, size_t from)
{
	for (size_t back = 1; back <= 3 && back <= i; back++) {
		const struct hit *h = hit_at(s, i - back, W_EVENT);

		if (h && h->words >= back && i - back + h->words <= from && h->words > 1 &&
		    !h->row->scope.len)
			return true;
	}
	return false;
}

/* Before a link ("the number of settlements has reached 12"): the noun it is told of. */
static void left_noun(struct parsed *p, struct mention *m, size_t bound)
{
	const struct sentence *s = p->s;
	size_t i = m->n.start, link = NOBODY;

	for (size_t back = 2; back <= 6 && back <= i - bound; back++) {
		const struct hit *h = hit_at(s, i - back, W_LINK);

		if (h && h->words > 1 && h->words + 1u >= back)
			link = i - back;
	}
	for (size_t back = 1; back <= 4 && back <= i - bound && link == NOBODY; back++) {
		const struct hit *h = hit_at(s, i - back, W_LINK);

		if ((h && h->words + 1u >= back) || (is_at(s, i - back, W_TO) && back == 1) ||
		    (back <= 2 && m->n.unit.s && any_event(s, i - back)))
			link = i - back;
	}
	for (size_t k = i; k < m->n.from && link == NOBODY; k++)
		if (is_at(s, k, W_LINK))
			link = k;
	if (link == NOBODY && change(s, i, m->n.from))
		link = i;
	if (link == NOBODY)
		return;
	m->linked = !is_at(s, link, W_IN) && !is_at(s, link, W_BE) &&
		    (!is_at(s, link, W_TO) || (m > p->m && m[-1].linked));
	for (size_t k = link; k-- > bound;) {
		const struct hit *h = hit_at(s, k, W_TOTALOF);

		if (h && toll(p, m, k))
			return;

		for (size_t x = h ? k + h->words : link; x < link && x < k + 8; x++) {
			const struct hit *e = hit_at(s, x, W_ENTITY);

			if (e || is_at(s, x, W_WHO)) {
				if (e)
					set_entity(p, m, e, m->after);
				else
					m->entity = m->cls = S("people");
				m->named = true;
				m->n.total = true;
				return;
			}
		}
	}
	for (size_t k = bound; k < link; k++) {
		const struct hit *e = hit_at(s, k, W_ENTITY);

		if (e && (!e->row->singular || m->unit.s) && !(k && is_at(s, k - 1, W_OF))) {
			set_entity(p, m, e, m->after);
			return;
		}
	}
}

/* "13,360 were fighters" */
static void predicate_noun(struct parsed *p, struct mention *m)
{
	const struct sentence *s = p->s;
	size_t i = m->n.after;

	if (!is_at(s, i, W_BE))
		return;
	for (size_t k = i + 1; k < i + 4; k++) {
		const struct hit *e = hit_at(s, k, W_ENTITY);

		if (is_at(s, k, W_IN) || is_at(s, k, W_TO) || is_at(s, k, W_FROM))
			return;

		if (e && !any_event(s, k) &&
		    !(mark_at(s, k + e->words, '-') && s->t[k + e->words].glued)) {
			set_entity(p, m, e, k + e->words);
			m->predicate = true;
			return;
		}
	}
}

/* Units of land are of land; of roads where they are lengths. */
static void unit_noun(struct mention *m)
{
	static const struct str land[] = { SC("hectare"), SC("acre"), SC("km2"), SC("mile2"),
					   SC("m2") };

	for (size_t i = 0; i < sizeof land / sizeof *land; i++)
		if (str_eq(m->unit, land[i]) && (!m->named || !str_eq(m->cls, S("goods"))))
			m->entity = S("area");
	if (str_eq(m->entity, S("area")) && !m->cls.len)
		m->cls = S("places");
}

/* "The road to the pass, 82 kilometres": a length behind what it is the length of. */
static void length_noun(struct parsed *p, struct mention *m, size_t bound)
{
	const struct sentence *s = p->s;
	size_t from = m->n.start > bound + 8 ? m->n.start - 8 : bound;

	if (m->entity.len || !m->unit.len || !(m->after >= s->n || s->t[m->after].kind == T_MARK))
		return;
	for (size_t i = m->n.start; i-- > from;) {
		const struct hit *h = hit_at(s, i, W_ENTITY);

		if (h && str_eq(pack_class(p->p, h->row->code), S("places"))) {
			set_entity(p, m, h, m->after);
			return;
		}
	}
}

void parse_mentions(struct parsed *p)
{
	const struct sentence *s = p->s;
	struct number n;

	p->n = p->whens = 0;
	find_whens(p);
	for (size_t i = 0; i < s->n && p->n < MENTIONS; i++) {
		const struct when *w = p->taken[i] ? &p->w[p->taken[i] - 1] : NULL;

		/* A code of words ("a total of") says when, but counts nothing itself. */
		if (!number_begins(s, i) || (w && (w->sort != WHEN_CODE || i < w->to)) ||
		    !number_at(s, i, &n))
			continue;
		add_mention(p, &n);
		i = n.to - 1;
	}
	for (size_t i = 0; i < p->n; i++) {
		struct mention *m = &p->m[i];
		size_t bound = i ? p->m[i - 1].after : 0;

		if (!m->named && parse_label(p, i))
			continue;
		if (!m->named)
			predicate_noun(p, m);
		right_noun(p, m);
		if (!m->named && !m->them && !m->other && !m->bracket)
			left_noun(p, m, bound < m->n.start ? bound : m->n.start);
		length_noun(p, m, bound < m->n.start ? bound : m->n.start);
		unit_noun(m);
	}
}
