/* See name.h. */
#include "press/name.h"

#include "base/arena.h"
#include "press/org.h"
#include "base/banned.h"

static bool joins(const struct sentence *s, size_t i)
{
	static const struct str small[] = { SC("al"),  SC("el"),  SC("ez"),  SC("az"),	SC("ash"),
					    SC("as"),  SC("ar"),  SC("de"),  SC("del"), SC("la"),
					    SC("las"), SC("los"), SC("bin"), SC("an"),	SC("y") };

	for (size_t k = 0; k < sizeof small / sizeof *small; k++)
		if (str_eq(s->t[i].f, small[k]))
			return true;
	return false;
}

static bool hyphen(const struct sentence *s, size_t i)
{
	return mark_at(s, i, '-') && s->t[i].glued && i + 1 < s->n && s->t[i + 1].glued;
}

/* Words with a capital that are no name of a place or person here. */
static bool no_name(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_MONTH) || is_at(s, i, W_WEEKDAY) || is_at(s, i, W_ORG) ||
	       is_at(s, i, W_TITLE) || is_at(s, i, W_DEMONYM) || is_at(s, i, W_BREAK) ||
	       is_at(s, i, W_ENTITY) || any_event(s, i) || is_at(s, i, W_OUTLET) ||
	       is_at(s, i, W_PERIOD) || is_at(s, i, W_SAY) || is_at(s, i, W_NUMBER);
}

/* How many tokens at `to` go on with the name that began at i. */
static size_t name_step(const struct sentence *s, size_t i, size_t to)
{
	if (s->t[to].kind == T_WORD && s->t[to].cap && !no_name(s, to) &&
	    !(to > i && is_at(s, to, W_PLACEHEAD)))
		return 1;
	if (to == i)
		return 0;
	if (hyphen(s, to))
		return 2;
	if (joins(s, to) && to + 1 < s->n && (hyphen(s, to + 1) || s->t[to + 1].cap))
		return 1;
	return mark_at(s, to, '.') && s->t[to - 1].s.len == 1;
}

/* A row of words with capitals, with what joins them. */
bool name_at(const struct sentence *s, size_t i, struct name *out)
{
	const struct hit *h = hit_at(s, i, W_PLACE);
	size_t to = i;

	if (h) {
		*out = (struct name){ i, i + h->words, { 0 }, h->row->code };
	} else {
		if (i >= s->n || s->t[i].kind != T_WORD || !s->t[i].cap || no_name(s, i))
			return false;
		for (size_t step = 1; to < s->n && step; to += step)
			step = name_step(s, i, to);
		*out = (struct name){ .from = i, .to = to };
	}
	to = out->to - 1;
	out->s = (struct str){ s->t[i].s.s, (size_t)(s->t[to].s.s + s->t[to].s.len - s->t[i].s.s) };
	return true;
}

struct str name_plain(struct arena *a, const struct name *n)
{
	struct buf b = { .a = a };
	bool blank = false;

	if (n->usual.len)
		return n->usual;
	for (size_t i = 0; i < n->s.len; i++) {
		char c = n->s.s[i];

		if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
			blank = b.len > 0;
			continue;
		}
		if (blank)
			buf_byte(&b, ' ');
		blank = false;
		buf_byte(&b, (uint8_t)c);
	}
	return buf_text(&b);
}

static bool small_word(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_WORD && !s->t[i].cap && !is_at(s, i, W_BE) &&
	       !is_at(s, i, W_TO) && !is_at(s, i, W_FROM);
}

/* The name behind a preposition: articles, adjectives and "parts of" stand before it. "Northland's Ardun" is Ardun. */
static bool name_behind(const struct sentence *s, size_t i, struct name *out)
{
	size_t most = i + 6;

	while (i < s->n && i < most) {
		if (name_at(s, i, out)) {
			struct name next;

			if (out->to + 1 < s->n && str_eq(s->t[out->to].f, S("s"))) {
				return name_at(s, out->to + 1, &next) ? (*out = next, true) : true;
			}
			if (out->to + 2 < s->n && str_eq(s->t[out->to].f, S("'s")) &&
			    name_at(s, out->to + 1, &next))
				*out = next;
			return true;
		}
		if (!small_word(s, i) && !is_at(s, i, W_DEMONYM) && !hyphen(s, i) &&
		    !(i < s->n && s->t[i].kind == T_WORD && is_at(s, i, W_PLACEHEAD)))
			return false;
		if (is_at(s, i, W_IN) && !is_at(s, i, W_OF) && i > 0 && is_at(s, i, W_ENTITY))
			return false;
		i++;
	}
	return false;
}

/* The names behind token i joined with "and": "from Ardun and Belos". Joined by "+". */
static struct str names_behind(struct arena *a, const struct sentence *s, size_t i, size_t *to)
{
	struct buf b = { .a = a };
	struct name n;

	if (!name_behind(s, i, &n))
		return (struct str){ 0 };
	buf_str(&b, name_plain(a, &n));
	*to = n.to;
	while (is_at(s, *to, W_PLACEHEAD))
		(*to)++;
	while (is_at(s, *to, W_AND) && name_at(s, *to + 1, &n)) {
		buf_byte(&b, '+');
		buf_str(&b, name_plain(a, &n));
		*to = n.to;
	}
	return buf_text(&b);
}

static bool in_list(const struct press_claim *c, struct str name)
{
	for (size_t i = 0; i < c->places; i++)
		if (str_eq(c->place[i], name))
			return true;
	return false;
}

static void add_place(struct press_claim *c, struct str name)
{
	if (name.len && c->places < PRESS_PLACES && !in_list(c, name))
		c->place[c->places++] = name;
}

static bool ends_in(struct str word, struct str end)
{
	return word.len > end.len && str_ends(word, end);
}

static bool direction(struct str word)
{
	return ends_in(word, S("ern")) || str_eq(word, S("east")) || str_eq(word, S("west")) ||
	       str_eq(word, S("north")) || str_eq(word, S("south")) || str_eq(word, S("rural")) ||
	       str_eq(word, S("'s")) || str_eq(word, S("s"));
}

/* What may stand between a preposition and the name of a place: articles, "northern", "province of", another name. */
static bool before_place(const struct sentence *s, size_t i)
{
	return (is_at(s, i, W_BREAK) && s->t[i].f.len <= 4) || is_at(s, i, W_PLACEHEAD) ||
	       is_at(s, i, W_OF) || is_at(s, i, W_AND) || is_at(s, i, W_DEMONYM) ||
	       mark_at(s, i, ',') || s->t[i].cap || direction(s->t[i].f) || hyphen(s, i);
}

/* Whether a place may stand here: behind a preposition or one who left, before "province", or known. */
static bool place_at(const struct sentence *s, size_t i, const struct name *n)
{
	if (n->usual.len || is_at(s, n->to, W_PLACEHEAD))
		return true;
	if (is_at(s, n->to, W_SAY) || is_at(s, n->to, W_ORGHEAD))
		return false;
	for (size_t k = n->from; k < n->to; k++)
		if (is_at(s, k, W_ORGHEAD) || is_at(s, k, W_ORG))
			return false;
	for (size_t back = 1; back <= 5 && back <= i; back++) {
		size_t k = i - back;

		if (is_at(s, k, W_SOURCE) || (k && is_at(s, k - 1, W_SOURCE)))
			return false;
		if (is_at(s, k, W_IN) || is_at(s, k, W_FROM) || is_at(s, k, W_TO) ||
		    (is_at(s, k, W_BETWEEN) && !is_at(s, k, W_AND)) || is_at(s, k, W_PLACEHEAD) ||
		    (is_at(s, k, W_OF) && back == 1) || is_at(s, k, W_DOES))
			return true;
		if (!before_place(s, k))
			return false;
	}
	return false;
}

/* "Northland's Ardun": the first of the two is where the second lies, not what is meant. */
static bool owns(const struct sentence *s, const struct name *n)
{
	struct name next;

	return n->to + 1 < s->n && s->t[n->to].kind == T_WORD && s->t[n->to].glued &&
	       s->t[n->to].f.len <= 2 && name_at(s, n->to + 1, &next);
}

/* A name of an organisation, and not of a place: "Vale Department" may be either. */
static bool organisation(const struct sentence *s, size_t i, size_t *to)
{
	struct org o;

	if (is_at(s, i, W_PLACE) || !org_at(s, i, &o) || !o.proper || o.to < i + 2 ||
	    is_at(s, o.to - 1, W_PLACEHEAD) || is_at(s, o.to, W_PLACEHEAD))
		return false;
	*to = o.to;
	return true;
}

/* The places named in tokens [from, to); with `any` every name is one. */
static void places_in(struct arena *a, const struct sentence *s, size_t from, size_t to, bool any,
		      struct press_claim *out)
{
	for (size_t i = from; i < to; i++) {
		const struct hit *h = hit_at(s, i, W_ORG);
		size_t to_org;
		struct name n;

		if (h) {
			i += h->words - 1u;
			continue;
		}
		if (s->t[i].cap && organisation(s, i, &to_org)) {
			i = to_org - 1;
			continue;
		}
		if (!name_at(s, i, &n))
			continue;
		if ((any || place_at(s, i, &n)) && n.to <= s->n && !owns(s, &n))
			add_place(out, name_plain(a, &n));
		i = n.to - 1;
	}
}

/* Where those moved came from and went to, read from the event on. */
static void name_move(struct arena *a, const struct parsed *p, size_t event_at, size_t after,
		      size_t end, struct press_claim *out)
{
	const struct sentence *s = p->s;
	const struct hit *h = hit_at(s, event_at, W_DOES);
	size_t to = 0;
	struct name n;

	/* "Left Ardun": the place is the object. */
	if (h && str_eq(h->row->code, S("left")) && !is_at(s, event_at + h->words, W_FROM) &&
	    !is_at(s, event_at + h->words, W_TO) && name_behind(s, event_at + h->words, &n) &&
	    n.from < event_at + h->words + 5)
		out->frm = names_behind(a, s, event_at + h->words, &to);
	/* Where the verb comes first, behind those who left. */
	if (h && p->p->headfirst && !out->frm.s && str_eq(h->row->code, S("left")) &&
	    after > event_at)
		out->frm = names_behind(a, s, after, &to);
	for (size_t i = event_at; i < end; i++) {
		struct str names;

		if (p->taken[i] || (i && is_at(s, i - 1, W_SOURCE)))
			continue;
		if (is_at(s, i, W_FROM) && !out->frm.s) {
			names = names_behind(a, s, i + 1, &to);
			if (names.s)
				out->frm = names;
		} else if (is_at(s, i, W_TO) && !out->to.s && i > event_at) {
			names = names_behind(a, s, i + 1, &to);
			if (names.s && !str_eq(names, out->frm.s ? out->frm : S("")))
				out->to = names;
		} else if (str_eq(s->t[i].f, S("of")) && i && is_at(s, i - 1, W_FROM) &&
			   !out->frm.s) {
			out->frm = names_behind(a, s, i + 1, &to);
		}
	}
}

/* "From Belos, 40 families returned": at the head of the sentence. */
static void opening_from(struct arena *a, const struct parsed *p, const struct mention *m,
			 struct press_claim *out)
{
	const struct sentence *s = p->s;
	size_t to;

	for (size_t i = 0; i < m->n.start && !out->frm.s; i++)
		if (is_at(s, i, W_FROM) && !p->taken[i] && (!i || s->t[i - 1].kind == T_MARK))
			out->frm = names_behind(a, s, i + 1, &to);
}

/* "Kesh: 40 fighters surrender": the line is of that place. */
static void heading_place(struct arena *a, const struct sentence *s, struct press_claim *out)
{
	struct name n;
	struct org o;

	if (s->line && name_at(s, 0, &n) && mark_at(s, n.to, ':') && n.to <= 3 &&
	    !(org_at(s, 0, &o) && o.to >= n.to && o.proper && n.to > 1) && !is_at(s, 0, W_ORGHEAD))
		add_place(out, name_plain(a, &n));
}

void name_places(struct arena *a, const struct parsed *p, size_t index, struct press_claim *out)
{
	const struct sentence *s = p->s;
	const struct mention *m = &p->m[index];
	size_t before = index ? p->m[index - 1].after : 0, next = s->n, end;
	bool moves = str_eq(pack_class(p->p, m->event), S("moves"));

	for (size_t k = index + 1; k < p->n; k++)
		if ((!p->m[k].part && p->m[k].event_at != m->event_at) || p->m[k].bracket) {
			next = p->m[k].n.start;
			break;
		}
	end = next;
	if (index + 1 < p->n && p->m[index + 1].parent == index && !p->m[index + 1].part)
		end = p->m[index + 1].n.start;
	if (m->bracket)
		places_in(a, s, before < m->n.start ? before : m->n.start, m->n.start, true, out);
	else
		places_in(a, s, m->n.start, end, false, out);
	if (!out->places && !m->bracket)
		places_in(a, s, before, m->n.start, false, out);
	if (!out->places && p->n == 1)
		places_in(a, s, 0, s->n, false, out);
	/* "In Ardun, five soldiers and seven gunmen died": it holds for both. */
	if (!out->places && index)
		places_in(a, s, 0, p->m[0].n.start, false, out);
	if (!out->places && !index)
		heading_place(a, s, out);
	for (size_t k = m->n.to; k < m->after && !out->places; k++)
		if (hit_at(s, k, W_DEMONYM))
			add_place(out, hit_at(s, k, W_DEMONYM)->row->code);
	if (moves && is_at(s, m->after, W_FROM) && index)
		out->frm = names_behind(a, s, m->after + 1, &end);
	if (moves && m->event_at != NOBODY)
		name_move(a, p, m->event_at, m->after, next > m->event_at ? next : s->n, out);
	if (moves && !out->frm.s)
		opening_from(a, p, m, out);
	/* "On 23 buses to Belos" */
	if (str_eq(m->event, S("used")) && !out->to.s && is_at(s, m->after, W_TO))
		out->to = names_behind(a, s, m->after + 1, &end);
}
