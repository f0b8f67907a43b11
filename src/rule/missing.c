/* See missing.h. */
#include "rule/missing.h"

#include <string.h>

#include "record/kinds.h"
#include "rule/table.h"
#include "base/banned.h"

/* More states than a life has on its way to a grant and out of the centre. */
#define WAY_MAX 32

/* A state that can be reached, by which row, from which other one of the list. */
struct place {
	struct str state;
	const struct transition *by;
	size_t from;
};

/* Where a state comes in the order of the table. */
static size_t rank(struct str state)
{
	size_t i = 0;

	while (i < transitions_n &&
	       (transitions[i].counts_as || !str_eq(str_of(transitions[i].to), state)))
		i++;
	return i;
}

/* Whether a row is a step on the way to a grant and on with it, which officers take. Nobody is told to close a case, to
 * send it back, or to look at a child's age anew, so that something else may be recorded. */
static bool leads_on(const struct transition *t, struct str state)
{
	struct str to = str_of(t->to);
	enum case_class before = state_class(state, CLASS_CLOSED),
			after = state_class(to, CLASS_CLOSED);

	return !transition_of_paper(t) && t->four_eyes && eyes_count(t->four_eyes) &&
	       state_among(t->from, state) &&
	       (before == CLASS_NONE || before == CLASS_OPEN || before == CLASS_GRANTED) &&
	       (after == CLASS_OPEN || after == CLASS_GRANTED) && rank(to) > rank(state);
}

static bool may_come_in(const struct rec *r, struct str state)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (transition_about(&transitions[i], r, false) &&
		    state_among(transitions[i].from, state))
			return true;
	return false;
}

static size_t place_of(const struct place *way, size_t n, struct str state)
{
	size_t i = 0;

	while (i < n && !str_eq(way[i].state, state))
		i++;
	return i;
}

/* "a, b and c" for "a+b+c". */
static void add_words(struct buf *b, struct str words, char sep, const char *last)
{
	bool first = true;

	while (words.s) {
		struct str word = str_cut(&words, sep);

		buf_fmt(b, "%s%.*s", first ? "" : words.s ? ", " : last, P(word));
		first = false;
	}
}

/* What the record has to say, without what it must not. */
static void add_row(struct buf *b, const struct transition *t)
{
	struct str rest = str_of(t->when ? t->when : ""), kinds = str_of(t->kind),
		   kind = str_cut(&kinds, ',');

	buf_fmt(b, "%.*s", P(kind));
	while (rest.s) {
		struct str word = str_cut(&rest, ' ');

		if (word.len && word.s[0] != '!')
			buf_fmt(b, " %.*s", P(word));
	}
	buf_fmt(b, " (");
	add_words(b, eyes_roles(t->four_eyes), '+', " and ");
	buf_fmt(b, ")");
}

static void add_way(struct buf *b, const struct place *way, size_t at)
{
	const struct transition *rows[WAY_MAX];
	size_t n = 0;

	for (; at && n < WAY_MAX; at = way[at].from)
		rows[n++] = way[at].by;
	buf_fmt(b, ": record ");
	for (size_t i = n; i-- > 0;) {
		add_row(b, rows[i]);
		buf_fmt(b, "%s", i ? ", then " : " first");
	}
}

struct str missing_acts(struct arena *a, const struct decide_view *v, const struct rec *r)
{
	struct place way[WAY_MAX] = { { .state = v->case_state } };
	struct buf b = { .a = a };
	size_t n = 1;

	/* Nobody is registered to be let go, or granted something for it to be taken. */
	if (code_in("closing,erasure,standing", str_of(r->kind->name)))
		return S("");
	for (size_t at = 0; at < n; at++) {
		if (at && may_come_in(r, way[at].state)) {
			add_way(&b, way, at);
			return buf_text(&b);
		}
		for (size_t i = 0; i < transitions_n; i++) {
			struct str to = str_of(transitions[i].to);

			if (n < WAY_MAX && leads_on(&transitions[i], way[at].state) &&
			    place_of(way, n, to) == n)
				way[n++] = (struct place){ to, &transitions[i], at };
		}
	}
	return S("");
}

struct str missing_act(struct arena *a, const char *kind, const char *events)
{
	const struct kind *k = kind_by_name(str_of(kind));
	struct buf b = { .a = a };

	buf_fmt(&b, ": record ");
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		if (!transition_of_kind(t, kind) || !t->four_eyes ||
		    (events && !code_in(events, str_of(t->event))))
			continue;
		add_row(&b, t);
		buf_fmt(&b, " first");
		return buf_text(&b);
	}
	buf_fmt(&b, "%s (", kind);
	add_words(&b, str_of(k && k->roles ? k->roles : "officers"), ',', " or ");
	buf_fmt(&b, ") first");
	return buf_text(&b);
}
