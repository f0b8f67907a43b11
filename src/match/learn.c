/* See learn.h. */
#include "match/learn.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/em.h"
#include "base/banned.h"

#define TURNS  30
#define CHANCE 100000 /* pairs taken by chance */
#define KEPT \
	18 /* bits: of more names, those are looked at of whose words the number ends in zeros */
#define SAME_MOST 8	/* of the same words: more are called so by chance */
#define SURE_ONE  200.0 /* pairs that are thought before, of one person and of two */
#define SURE_TWO  5000.0

/* How often births of one person agree so, before anything is seen; with birth_says it follows how often those of two do. */
static const double one[BIRTHS] = {
	[BIRTH_DAY] = .572,  [BIRTH_NEW_YEAR] = .0265, [BIRTH_PART] = .198,
	[BIRTH_YEAR] = .078, [BIRTH_WITHIN] = .0115,   [BIRTH_APART] = .033,
	[BIRTH_ONE] = .042,  [BIRTH_TWO] = .0175,      [BIRTH_DIGIT] = .005,
	[BIRTH_FEW] = .0107, [BIRTH_OTHER] = .0055,
};

/* What agrees more says no less than what agrees less. */
static const uint8_t ranks[][2] = {
	{ BIRTH_DAY, BIRTH_PART },    { BIRTH_DAY, BIRTH_NEW_YEAR },	{ BIRTH_PART, BIRTH_YEAR },
	{ BIRTH_YEAR, BIRTH_WITHIN }, { BIRTH_NEW_YEAR, BIRTH_WITHIN }, { BIRTH_WITHIN, BIRTH_ONE },
	{ BIRTH_ONE, BIRTH_TWO },     { BIRTH_PART, BIRTH_APART },	{ BIRTH_DAY, BIRTH_DIGIT },
	{ BIRTH_TWO, BIRTH_FEW },     { BIRTH_APART, BIRTH_FEW },	{ BIRTH_DIGIT, BIRTH_FEW },
	{ BIRTH_FEW, BIRTH_OTHER },
};

static void before(double m[BIRTHS], double u[BIRTHS])
{
	for (size_t l = 1; l < BIRTHS; l++) {
		m[l] = SURE_ONE * one[l];
		u[l] = SURE_TWO * one[l] *
		       exp(-(double)birth_says((enum birth_agrees)l) / COST_NAT);
	}
}

static enum birth_agrees agree(const struct match *m, size_t x, size_t y)
{
	return birth_compare(birth_unpack(m->birth[x]), birth_unpack(m->birth[y]));
}

/* Pairs taken by chance, always the same ones of as many names. */
static void by_chance(const struct match *m, double u[BIRTHS])
{
	uint64_t r = UINT64_C(0x9e3779b97f4a7c15);

	for (size_t i = 0; i < CHANCE; i++) {
		size_t x, y;

		r ^= r << 13;
		r ^= r >> 7;
		r ^= r << 17;
		x = (size_t)((r & UINT32_MAX) * m->listed >> 32);
		y = (size_t)((r >> 32) * m->listed >> 32);
		if (m->who[x] != m->who[y] && m->who[x] != NOBODY && m->who[y] != NOBODY)
			u[agree(m, x, y)] += 1;
	}
}

/* A name by its words, whatever their order. */
struct called {
	uint64_t words;
	uint32_t name, order; /* among those of the same words: as by chance */
};

static uint64_t mixed(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static int by_words(const void *a, const void *b)
{
	const struct called *x = a, *y = b;

	if (x->words != y->words)
		return (x->words > y->words) - (x->words < y->words);
	return (x->order > y->order) - (x->order < y->order);
}

/* Names of two words or more, those of the same words together. */
static size_t called(const struct match *m, struct arena *a, struct called **out)
{
	size_t n = 0, room = 0;
	unsigned less = 0;

	while (m->listed >> KEPT >> less)
		less++;
	*out = NULL;
	for (size_t i = 0; i < m->listed; i++) {
		uint64_t words = 0;

		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			words += mixed(m->word[k] + UINT64_C(0x9e3779b97f4a7c15));
		words = mixed(words);
		if (m->start[i + 1] - m->start[i] < 2 || m->who[i] == NOBODY || !m->birth[i] ||
		    words & ((UINT64_C(1) << less) - 1))
			continue;
		*out = arena_more(a, *out, n, &room, sizeof **out);
		(*out)[n++] = (struct called){ words, (uint32_t)i, (uint32_t)mixed(i + 1) };
	}
	if (n)
		qsort(*out, n, sizeof **out, by_words);
	return n;
}

/* How the births agree of those who are called the same. */
static size_t namesakes(const struct match *m, struct arena *a, uint8_t **level)
{
	struct called *all;
	size_t of = called(m, a, &all), n = 0, room = 0;

	*level = NULL;
	for (size_t i = 0, end; i < of; i = end) {
		for (end = i + 1; end < of && all[end].words == all[i].words;)
			end++;
		for (size_t x = i; end - i <= SAME_MOST && x < end; x++)
			for (size_t y = x + 1; y < end; y++)
				if (m->who[all[x].name] != m->who[all[y].name]) {
					*level = arena_more(a, *level, n, &room, 1);
					(*level)[n++] = (uint8_t)agree(m, all[x].name, all[y].name);
				}
	}
	return n;
}

static int bounded(double says, int before)
{
	int v = (int)lrint(says * COST_NAT), least = before - LEARN_BOUND,
	    most = before + LEARN_BOUND;

	/* What agrees speaks for one person, and other years against. */
	if (before > 0 && least < 0)
		least = 0;
	if (before < 0 && most > -1)
		most = -1;
	return v < least ? least : v > most ? most : v;
}

void learn_nothing(struct match_says *out)
{
	for (size_t l = 0; l < BIRTHS; l++)
		out->birth[l] = (int8_t)birth_says((enum birth_agrees)l);
}

void learn(struct match *m)
{
	double of_one[BIRTHS] = { 0 }, of_two[BIRTHS] = { 0 }, says[BIRTHS], first[BIRTHS] = { 0 };
	struct em e = { 1, BIRTHS, of_one, of_two, says, log(0.1 / 0.9) };
	struct em_pairs pairs = { .step = 1 };
	struct arena *a;
	uint8_t *level;

	if (m->fixed || m->listed < LEARN_LEAST ||
	    (m->listed * 8 < m->learned * 9 && m->listed * 9 > m->learned * 8))
		return;
	a = arena_like(m->a);
	if (!a)
		return;
	m->learned = m->listed;
	before(first, of_two);
	for (size_t l = 1; l < BIRTHS; l++)
		of_one[l] = first[l];
	by_chance(m, of_two);
	em_shares(of_one, 1, BIRTHS);
	em_shares(of_two, 1, BIRTHS);
	em_says(&e);
	pairs.n = namesakes(m, a, &level);
	pairs.level = level;
	em_learn(&e, &(struct em_before){ first, NULL }, &pairs, TURNS);
	for (size_t l = 1; l < BIRTHS; l++)
		m->says.birth[l] = (int8_t)bounded(says[l], birth_says((enum birth_agrees)l));
	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (m->says.birth[ranks[i][1]] > m->says.birth[ranks[i][0]])
			m->says.birth[ranks[i][1]] = m->says.birth[ranks[i][0]];
	arena_free(a);
}
