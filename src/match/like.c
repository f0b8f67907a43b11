/* See like.h. */
#include "match/like.h"

#include <string.h>

#include "match/dict.h"
#include "match/known.h"
#include "base/banned.h"

#define JOINED	 6  /* that two words are one costs so much */
#define JOIN_TOP 75 /* and they are nearer than this, of 100: otherwise it is chance */
#define JOIN_TO	 45 /* in two scripts */

#define SURE	   6  /* an article more is no other spelling */
#define KNOWN	   12 /* a spelling that is known is no farther */
#define SPELLED	   68 /* of 100: words so near are spellings of one */
#define SPELLED_AR 74 /* in Arabic, which writes no short vowels */
#define SPELLED_TO 46 /* in two scripts, of which one leaves vowels out */

/* Words at[0 .. n) as one. */
static struct symbols joined(const struct words *w, size_t at, size_t n)
{
	struct symbols s = w->w[at];

	if (n > 1)
		symbols_join(&s, &w->w[at + 1]);
	return s;
}

/* What two words, or two joined and one, say; 0 where it is nothing. */
static void try(const struct words *x, const struct words *y, struct like_pair *p)
{
	struct symbols a = joined(x, p->at, p->n), b = joined(y, p->of, p->m);
	unsigned tells = dict_tells(&a) + dict_tells(&b), far,
		 top = a.script == b.script ? JOIN_TOP : JOIN_TO;

	p->said = 0;
	if (p->n + p->m > 2 && (a.n > b.n + 6 || b.n > a.n + 6))
		return;
	far = edit_words(&a, &b);
	if (p->n + p->m > 2)
		far += JOINED;
	else if (far > KNOWN && known_same(&a, &b) > 0)
		far = KNOWN;
	if (far >= tells || (p->n + p->m > 2 && (tells - far) * 100 < tells * top))
		return;
	p->far = (uint8_t)(far < EDIT_FAR ? far : EDIT_FAR);
	p->said = (uint16_t)(tells - far);
	p->most = (uint16_t)tells;
}

struct tries {
	size_t n;
	struct like_pair p[WORDS_MAX * WORDS_MAX * 3];
};

static void add(struct tries *t, const struct words *x, const struct words *y, size_t at, size_t n,
		size_t of, size_t m)
{
	struct like_pair *p = &t->p[t->n];

	if (at + n > x->n || of + m > y->n || (n > 1 && x->w[at].script != x->w[at + 1].script) ||
	    (m > 1 && y->w[of].script != y->w[of + 1].script))
		return;
	*p = (struct like_pair){ (uint8_t)at, (uint8_t)n, (uint8_t)of, (uint8_t)m, 0, 0, 0 };
	try(x, y, p);
	t->n += p->said > 0;
}

static uint32_t bits(size_t at, size_t n)
{
	return ((1u << n) - 1) << at;
}

/* In the order of x. */
static void put(struct like *l, struct like_pair p)
{
	size_t at = l->n++;

	for (; at > 0 && l->pair[at - 1].at > p.at; at--)
		l->pair[at] = l->pair[at - 1];
	l->pair[at] = p;
	l->of_x |= bits(p.at, p.n);
	l->of_y |= bits(p.of, p.m);
}

static int aside(const struct like_pair *p)
{
	return p->at > p->of ? p->at - p->of : p->of - p->at;
}

/* Of two that say the same, the one that stands more in its place. */
static bool better(const struct like_pair *p, const struct like_pair *than)
{
	if (!than || p->said != than->said)
		return !than || p->said > than->said;
	return aside(p) < aside(than);
}

void like_words(const struct words *x, const struct words *y, struct like *out)
{
	struct tries t = { .n = 0 };

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++) {
			add(&t, x, y, i, 1, k, 1);
			add(&t, x, y, i, 2, k, 1);
			add(&t, x, y, i, 1, k, 2);
		}
	for (;;) {
		const struct like_pair *best = NULL;

		for (size_t i = 0; i < t.n; i++)
			if (!(bits(t.p[i].at, t.p[i].n) & out->of_x) &&
			    !(bits(t.p[i].of, t.p[i].m) & out->of_y) && better(&t.p[i], best))
				best = &t.p[i];
		if (!best)
			break;
		put(out, *best);
	}
	for (size_t i = 1; i < out->n; i++)
		out->order |= out->pair[i].of < out->pair[i - 1].of;
}

int like_share(const struct words *x, const struct words *y)
{
	struct like l;
	unsigned tells = 0, said = 0;

	for (size_t i = 0; i < x->n; i++)
		tells += dict_tells(&x->w[i]);
	for (size_t i = 0; i < y->n; i++)
		tells += dict_tells(&y->w[i]);
	like_words(x, y, &l);
	for (size_t i = 0; i < l.n; i++)
		said += l.pair[i].said;
	return tells ? (int)(said * 100 / tells) : 0;
}

int like_near(const struct like_pair *p)
{
	return p->most ? p->said * 100 / p->most : 0;
}

bool like_spelled(const struct words *x, const struct words *y, const struct like_pair *p)
{
	int known = p->n + p->m > 2 ? 0 : known_same(&x->w[p->at], &y->w[p->of]);

	if (known)
		return known > 0;
	if (x->w[p->at].script != y->w[p->of].script)
		return like_near(p) >= SPELLED_TO;
	return like_near(p) >= (x->w[p->at].script == SCRIPT_ARABIC ? SPELLED_AR : SPELLED);
}

bool like_all(const struct words *x, const struct words *y, const struct like *l)
{
	size_t of_x = 0, of_y = 0;

	for (size_t i = 0; i < l->n; i++)
		if (like_spelled(x, y, &l->pair[i])) {
			of_x += l->pair[i].n;
			of_y += l->pair[i].m;
		}
	return l->n && (of_x == x->n || of_y == y->n);
}

size_t like_given_at(const struct words *w)
{
	return w->n > 1 && w->optional[0];
}

bool like_given(const struct words *x, const struct words *y, const struct like *l)
{
	bool first_x = false, first_y = false, together = false;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct like_pair *p = &l->pair[i];
		bool of_x = p->at <= like_given_at(x), of_y = p->of <= like_given_at(y);

		if (!like_spelled(x, y, p))
			continue;
		first_x |= of_x;
		first_y |= of_y;
		together |= of_x && of_y;
		n += p->n > p->m ? p->n : p->m;
	}
	return n > 1 && (together || (first_x && first_y && like_all(x, y, l)));
}

static bool of_given(const struct words *x, const struct words *y, const struct like_pair *p)
{
	return p->at <= like_given_at(x) || p->of <= like_given_at(y);
}

/* Whether all but the given names are written letter by letter the same, as one clerk writes the names of twins. */
static bool one_hand(const struct words *x, const struct words *y, const struct like *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!of_given(x, y, &l->pair[i]) && l->pair[i].far > SURE)
			return false;
	return true;
}

bool like_given_sure(const struct words *x, const struct words *y, const struct like *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct like_pair *p = &l->pair[i];
		const struct symbols *a = &x->w[p->at], *b = &y->w[p->of];

		if (of_given(x, y, p) && p->n + p->m == 2 && a->script == b->script &&
		    p->far > SURE && !known_sure(a, b) && one_hand(x, y, l))
			return false;
	}
	return like_given(x, y, l);
}
