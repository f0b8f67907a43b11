/* Labels: "Weapons handed in: 120", "Families displaced ..... 340". What stands before the mark says what the number behind it
 * counts and what happened to that. See parse.h. */
#include "press/parse.h"

#include "base/banned.h"

/* The mark between a label and its number ends right before token i; `*to` is the token behind the label. */
static bool label_mark(const struct sentence *s, size_t i, size_t *to)
{
	size_t k = i;

	if (!k)
		return false;
	k--;
	if (mark_at(s, k, ':') || mark_at(s, k, '=') || mark_at(s, k, '|') ||
	    mark_at(s, k, 0x2026)) {
		*to = k;
		return k > 0;
	}
	if (mark_at(s, k, '.') && k && mark_at(s, k - 1, '.')) {
		while (k && mark_at(s, k - 1, '.'))
			k--;
		*to = k;
		return k > 0;
	}
	*to = k;
	return k > 0 && s->line && !s->stop && (mark_at(s, k, '-') || mark_at(s, k, 0x2013)) &&
	       !s->t[i].glued;
}

/* Whether the item ends behind the number. */
static bool closes(const struct sentence *s, size_t i)
{
	return i >= s->n || (s->t[i].kind == T_MARK && !mark_at(s, i, '-') && !mark_at(s, i, '/'));
}

static size_t label_start(const struct sentence *s, size_t to)
{
	size_t i = to;

	while (i && !mark_at(s, i - 1, ';') && !mark_at(s, i - 1, '|') &&
	       !mark_at(s, i - 1, 0x2022) && s->t[i - 1].kind != T_NUMBER)
		i--;
	return i;
}

/* The first noun of the label; one of a single thing only where there is no other. */
static size_t label_noun(const struct parsed *p, size_t from, size_t to, const struct hit **noun)
{
	size_t at = to;

	*noun = NULL;
	for (size_t i = from; i < to; i++) {
		const struct hit *h = hit_at(p->s, i, W_ENTITY);

		if (!h || i + h->words > to)
			continue;
		if (!*noun || (*noun)->row->singular) {
			*noun = h;
			at = i;
		}
		if (!h->row->singular) {
			/* Of nouns in a row the last one is counted. */
			const struct hit *next = hit_at(p->s, i + h->words, W_ENTITY);

			if (next && !next->row->singular && i + h->words + next->words <= to &&
			    !p->p->headfirst) {
				*noun = next;
				at = i + h->words;
			}
			return at;
		}
	}
	return at;
}

static void label_event(struct parsed *p, struct mention *m, size_t from, size_t to, size_t noun)
{
	bool does;

	for (int round = 0; round < 2 && !m->event.len; round++)
		for (size_t i = round || noun >= to ? from : noun + 1; i < to; i++) {
			const struct hit *h = event_at(p, i, m->entity, m->cls, &does);

			if (h && i + h->words <= to) {
				event_set(m, h->row, i);
				return;
			}
		}
}

static struct str label_unit(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct hit *h = hit_at(s, i, W_UNIT);

		if (h && (mark_at(s, i + h->words, ')') || (i && is_at(s, i - 1, W_IN))))
			return h->row->code;
	}
	return S("");
}

bool parse_label(struct parsed *p, size_t i)
{
	struct mention *m = &p->m[i];
	const struct sentence *s = p->s;
	const struct hit *noun;
	size_t from, to, at;

	if (!label_mark(s, m->n.start, &to) || !closes(s, m->n.after))
		return false;
	from = label_start(s, to);
	if (from >= to || to - from > 16)
		return false;
	at = label_noun(p, from, to, &noun);
	if (noun) {
		m->entity = noun->row->code;
		m->entity_row = noun->row;
		m->named = true;
	} else {
		m->entity = i && m[-1].entity.len ? m[-1].entity : S("people");
	}
	m->cls = pack_class(p->p, m->entity);
	m->them = is_at(s, from, W_THEM) || is_at(s, from, W_PART);
	label_event(p, m, from, to, at);
	if (!noun && !m->event.len) {
		m->entity = m->cls = S("");
		return false;
	}
	if (!m->unit.len) {
		m->unit = label_unit(s, from, to);
		if (!m->unit.len)
			m->unit = m->n.unit;
	}
	return true;
}
