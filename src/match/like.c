/* See like.h. */
#include "match/like.h"

#include <string.h>

#include "match/cost.h"
#include "match/dict.h"
#include "match/edit.h"
#include "match/habit.h"
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

/* A word of a name, or two neighbours as one. */
struct form {
	struct symbols w;
	unsigned tells;
	uint32_t has,
		costs; /* symbols, a bit for each; those that no article or kunya is made of */
	size_t known;
};

/* One of two names: its words, and from each the next with it where they may be one. */
struct side {
	size_t n;
	struct form one[WORDS_MAX], two[WORDS_MAX]; /* two[i].w.n is 0 where there is none */
};

static void form(struct form *f)
{
	/* An article or a kunya, whose second symbol is l or b, is taken off for less than its symbols cost (match/edit.h). */
	static const uint8_t second[SCRIPTS] = { [SCRIPT_ARABIC] = 23, [SCRIPT_LATIN] = 12 };
	bool may = f->w.n > 4 && (f->w.at[1] == second[f->w.script] || f->w.at[1] == 2);
	size_t begins = may ? 3 : 0;

	f->tells = dict_tells(&f->w);
	f->has = f->costs = 0;
	for (size_t i = 0; i < f->w.n; i++) {
		f->has |= UINT32_C(1) << f->w.at[i];
		f->costs |= i < begins ? 0 : UINT32_C(1) << f->w.at[i];
	}
}

static void forms(const struct words *w, struct side *s)
{
	s->n = w->n;
	for (size_t i = 0; i < w->n; i++) {
		s->one[i].w = w->w[i];
		s->one[i].known = known_at(&w->w[i]);
		form(&s->one[i]);
		s->two[i].w.n = 0;
		if (i + 1 == w->n || w->w[i].script != w->w[i + 1].script)
			continue;
		s->two[i].w = w->w[i];
		symbols_join(&s->two[i].w, &w->w[i + 1]);
		form(&s->two[i]);
	}
}

static const struct form *form_of(const struct side *s, size_t at, size_t n)
{
	return n > 1 ? &s->two[at] : &s->one[at];
}

/* What symbols cost that the other word has not. */
static unsigned lacks(const uint8_t *least, uint32_t has)
{
	unsigned sum = 0;

	for (; has; has &= has - 1)
		sum += least[__builtin_ctz(has)];
	return sum;
}

/* What two words are no nearer than. */
static unsigned no_nearer(const struct form *a, const struct form *b)
{
	const uint8_t *least = cost_least[a->w.script];
	unsigned x, y;

	if (a->w.script != b->w.script)
		return 0;
	x = lacks(least, a->costs & ~b->has);
	y = lacks(least, b->costs & ~a->has);
	x = x > y ? x : y;
	return x < EDIT_FAR ? x : EDIT_FAR;
}

/* Words that may stand for each other. */
struct
try {
	struct like_pair p; /* until it is weighed, what it may say at most */
	bool weighed;
};

struct tries {
	const struct side *x, *y;
	size_t n;
	struct try t[WORDS_MAX * WORDS_MAX * 3];
};

/* What a pair says of which the words are so far apart; 0 where it is nothing. */
static unsigned says(const struct like_pair *p, const struct form *a, const struct form *b,
		     unsigned far)
{
	bool two = p->n + p->m > 2;
	unsigned tells = a->tells + b->tells, top = a->w.script == b->w.script ? JOIN_TOP : JOIN_TO;

	if (two)
		far += JOINED;
	else if (far > KNOWN && known_both(a->known, b->known) > 0)
		far = KNOWN;
	if (far >= tells || (two && (tells - far) * 100 < tells * top))
		return 0;
	return tells - far;
}

/* Two words, or two joined and one, where it can be that they stand for each other. */
static void add(struct tries *t, size_t at, size_t n, size_t of, size_t m)
{
	const struct form *a = form_of(t->x, at, n), *b = form_of(t->y, of, m);
	struct like_pair p = { (uint8_t)at, (uint8_t)n, (uint8_t)of, (uint8_t)m, 0, 0, 0 };

	if (!a->w.n || !b->w.n || (n + m > 2 && (a->w.n > b->w.n + 6 || b->w.n > a->w.n + 6)))
		return;
	p.said = (uint16_t)says(&p, a, b, no_nearer(a, b));
	if (p.said)
		t->t[t->n++] = (struct try){ p, false };
}

/* What a pair says. */
static void weigh(const struct tries *t, struct try *x)
{
	struct like_pair *p = &x->p;
	const struct form *a = form_of(t->x, p->at, p->n), *b = form_of(t->y, p->of, p->m);
	unsigned tells = a->tells + b->tells, most = tells,
		 top = a->w.script == b->w.script ? JOIN_TOP : JOIN_TO;

	if (p->n + p->m > 2)
		most = tells * (100 - top) / 100 + 1;
	p->said = (uint16_t)says(p, a, b, edit_within(&a->w, &b->w, most));
	p->most = (uint16_t)tells;
	p->far = (uint8_t)(tells - p->said < EDIT_FAR ? tells - p->said : EDIT_FAR);
	x->weighed = true;
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

/* The pair that says most of those whose words stand for none yet. Few have to be weighed: only what may say most. */
static const struct like_pair *best_of(struct tries *t, const struct like *l)
{
	for (;;) {
		struct try *best = NULL;

		for (size_t i = 0; i < t->n; i++) {
			struct try *x = &t->t[i];

			if (x->p.said && !(bits(x->p.at, x->p.n) & l->of_x) &&
			    !(bits(x->p.of, x->p.m) & l->of_y) &&
			    better(&x->p, best ? &best->p : NULL))
				best = x;
		}
		if (!best || best->weighed)
			return best ? &best->p : NULL;
		weigh(t, best);
	}
}

void like_words(const struct words *x, const struct words *y, struct like *out)
{
	struct side of_x, of_y;
	struct tries t;
	const struct like_pair *best;

	memset(out, 0, sizeof *out);
	t.x = &of_x;
	t.y = &of_y;
	t.n = 0;
	forms(x, &of_x);
	forms(y, &of_y);
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++) {
			add(&t, i, 1, k, 1);
			add(&t, i, 2, k, 1);
			add(&t, i, 1, k, 2);
		}
	while ((best = best_of(&t, out)))
		put(out, *best);
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
	if (x->w[p->at].script == SCRIPT_ARABIC)
		return like_near(p) >= SPELLED_AR;
	return like_near(p) >= SPELLED ||
	       (p->n + p->m == 2 && habit_same(&x->w[p->at], &y->w[p->of]));
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
