/* See learn.h. */
#include "match/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

enum field { BIRTH, MOTHER, FIELDS };

#define LEVELS	 BIRTHS		    /* of each field; those of mothers are fewer */
#define AT(f, l) ((f)*LEVELS + (l)) /* in a table of them */
#define TABLE	 (FIELDS * LEVELS)
#define MOTHERS_ASKED \
	4096 /* pairs whose mothers are compared, of each kind: that takes as long as a hundred births */

_Static_assert((int)MOTHERS <= (int)LEVELS, "mothers agree in fewer ways");

/* How often births of one person agree so, before anything is seen; with birth_says it follows how often those of two do. */
static const double one[TABLE] = {
	[AT(BIRTH, BIRTH_DAY)] = .572,	   [AT(BIRTH, BIRTH_NEW_YEAR)] = .0265,
	[AT(BIRTH, BIRTH_PART)] = .198,	   [AT(BIRTH, BIRTH_YEAR)] = .078,
	[AT(BIRTH, BIRTH_WITHIN)] = .0115, [AT(BIRTH, BIRTH_APART)] = .033,
	[AT(BIRTH, BIRTH_ONE)] = .042,	   [AT(BIRTH, BIRTH_TWO)] = .0175,
	[AT(BIRTH, BIRTH_DIGIT)] = .005,   [AT(BIRTH, BIRTH_FEW)] = .0107,
	[AT(BIRTH, BIRTH_OTHER)] = .0055,  [AT(MOTHER, MOTHER_SAME)] = .70,
	[AT(MOTHER, MOTHER_SPELLED)] = .2, [AT(MOTHER, MOTHER_LIKE)] = .04,
	[AT(MOTHER, MOTHER_OTHER)] = .06,
};

static const int8_t mother_says[MOTHERS] = {
	[MOTHER_SAME] = 40,
	[MOTHER_SPELLED] = 32,
	[MOTHER_LIKE] = 8,
	[MOTHER_OTHER] = -22,
};

/* What agrees more says no less than what agrees less. */
static const uint8_t ranks[][2] = {
	{ BIRTH_DAY, BIRTH_PART },    { BIRTH_DAY, BIRTH_NEW_YEAR },	{ BIRTH_PART, BIRTH_YEAR },
	{ BIRTH_YEAR, BIRTH_WITHIN }, { BIRTH_NEW_YEAR, BIRTH_WITHIN }, { BIRTH_WITHIN, BIRTH_ONE },
	{ BIRTH_ONE, BIRTH_TWO },     { BIRTH_PART, BIRTH_APART },	{ BIRTH_DAY, BIRTH_DIGIT },
	{ BIRTH_TWO, BIRTH_FEW },     { BIRTH_APART, BIRTH_FEW },	{ BIRTH_DIGIT, BIRTH_FEW },
	{ BIRTH_FEW, BIRTH_OTHER },
};

/* What is thought before of how two agree. */
static int thought(enum field f, size_t level)
{
	return f == BIRTH ? birth_says((enum birth_agrees)level) : mother_says[level];
}

static size_t levels_of(enum field f)
{
	return f == BIRTH ? BIRTHS : MOTHERS;
}

static void before(double m[TABLE], double u[TABLE])
{
	for (enum field f = 0; f < FIELDS; f++)
		for (size_t l = 1, at = AT(f, l); l < levels_of(f); l++, at++) {
			m[at] = SURE_ONE * one[at];
			u[at] = SURE_TWO * one[at] * exp(-(double)thought(f, l) / COST_NAT);
		}
}

static enum birth_agrees agree(const struct match *m, size_t x, size_t y)
{
	return birth_compare(birth_unpack(m->birth[x]), birth_unpack(m->birth[y]));
}

/* How the mothers of those agree who bear two names, as long as not too many were asked for. */
static enum mother_agrees mothers(const struct match *m, size_t x, size_t y, size_t *asked)
{
	if (!m->mothers.of || *asked >= MOTHERS_ASKED)
		return MOTHER_UNKNOWN;
	++*asked;
	return m->mothers.of(m->mothers.whom, m->who[x], m->who[y]);
}

/* Pairs taken by chance, always the same ones of as many names. */
static void by_chance(const struct match *m, double u[TABLE])
{
	uint64_t r = UINT64_C(0x9e3779b97f4a7c15);
	size_t asked = 0;

	for (size_t i = 0; i < CHANCE; i++) {
		size_t x, y;

		r ^= r << 13;
		r ^= r >> 7;
		r ^= r << 17;
		x = (size_t)((r & UINT32_MAX) * m->listed >> 32);
		y = (size_t)((r >> 32) * m->listed >> 32);
		if (m->who[x] == m->who[y] || m->who[x] == NOBODY || m->who[y] == NOBODY)
			continue;
		u[AT(BIRTH, agree(m, x, y))] += 1;
		u[AT(MOTHER, mothers(m, x, y, &asked))] += 1;
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

/* How the births and mothers agree of those who are called the same: of each pair a level for each field. */
static size_t namesakes(const struct match *m, struct arena *a, uint8_t **level)
{
	struct called *all;
	size_t of = called(m, a, &all), n = 0, room = 0, asked = 0;

	*level = NULL;
	for (size_t i = 0, end; i < of; i = end) {
		for (end = i + 1; end < of && all[end].words == all[i].words;)
			end++;
		for (size_t x = i; end - i <= SAME_MOST && x < end; x++)
			for (size_t y = x + 1; y < end; y++)
				if (m->who[all[x].name] != m->who[all[y].name]) {
					uint32_t one_of = all[x].name, other = all[y].name;

					*level = arena_more(a, *level, n, &room, FIELDS);
					(*level)[n * FIELDS + BIRTH] =
						(uint8_t)agree(m, one_of, other);
					(*level)[n++ * FIELDS + MOTHER] =
						(uint8_t)mothers(m, one_of, other, &asked);
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
	memcpy(out->mother, mother_says, sizeof out->mother);
}

/* Takes what was learned, where it is not without sense. */
static void settle(struct match_says *out, const double says[TABLE])
{
	for (size_t l = 1; l < BIRTHS; l++)
		out->birth[l] = (int8_t)bounded(says[AT(BIRTH, l)], thought(BIRTH, l));
	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (out->birth[ranks[i][1]] > out->birth[ranks[i][0]])
			out->birth[ranks[i][1]] = out->birth[ranks[i][0]];
	for (size_t l = 1; l < MOTHERS; l++) {
		out->mother[l] = (int8_t)bounded(says[AT(MOTHER, l)], thought(MOTHER, l));
		if (l > 1 && out->mother[l] > out->mother[l - 1])
			out->mother[l] = out->mother[l - 1];
	}
}

void learn(struct match *m)
{
	double of_one[TABLE] = { 0 }, of_two[TABLE] = { 0 }, says[TABLE], first[TABLE] = { 0 };
	struct em e = { FIELDS, LEVELS, of_one, of_two, says, log(0.1 / 0.9) };
	struct em_pairs pairs = { .step = FIELDS };
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
	memcpy(of_one, first, sizeof first);
	by_chance(m, of_two);
	em_shares(of_one, FIELDS, LEVELS);
	em_shares(of_two, FIELDS, LEVELS);
	em_says(&e);
	pairs.n = namesakes(m, a, &level);
	pairs.level = level;
	em_learn(&e, &(struct em_before){ first, NULL }, &pairs, TURNS);
	settle(&m->says, says);
	arena_free(a);
}
