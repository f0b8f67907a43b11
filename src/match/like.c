/* See like.h. */
#include "match/like.h"

#include <string.h>

#include "match/dict.h"
#include "base/banned.h"

#define JOINED	 6  /* that two words are one costs so much */
#define JOIN_TOP 75 /* and they are nearer than this, of 100: otherwise it is chance */
#define JOIN_TO	 45 /* in two scripts */

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
			    !(bits(t.p[i].of, t.p[i].m) & out->of_y) &&
			    (!best || t.p[i].said > best->said))
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
