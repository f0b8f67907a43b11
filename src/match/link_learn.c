/* What each way of agreeing says, learned from the pairs themselves. A pair weighs what it says among pairs that share values,
 * and no more than it says against rows taken by chance: where a list has nobody twice, nobody is found. */
#include <math.h>
#include <string.h>

#include "match/em.h"
#include "match/link_pair.h"
#include "base/banned.h"

#define TURNS	 40
#define ONE_DAY	 0.005 /* two who share other values were born on one */
#define ONE_PART 0.03  /* and have one given name, or one surname */
#define CHANCE	 50000 /* pairs taken by chance */
#define ORDERS	 24.0  /* names that are near one of four words: in any order, one word left out */
#define SURE \
	20.0 /* as if so many pairs were known to be as it is thought before anything is seen */

/* What is thought before: how often the values of one person agree, and those of two. */
static const double one[LEVELS] = { 0, .80, .12, .04, .04 },
		    two[LEVELS] = { 0, .10, .05, .15, .70 };

static void start(double p[LINK_FIELDS][LEVELS], const double before[LEVELS], double sure)
{
	for (int f = 0; f < LINK_FIELDS; f++)
		for (int l = 0; l < LEVELS; l++)
			p[f][l] = before[l] * sure;
}

/* Two persons have one given name or one surname less often than they agree in other things. */
static void parts(double u[LINK_FIELDS][LEVELS], double sure)
{
	u[LINK_GIVEN][LEVEL_SAME] = u[LINK_SURNAME][LEVEL_SAME] = ONE_PART * sure;
}

/* How rows agree that were taken by chance, always the same ones. */
static void by_chance(const struct link_list *x, const struct link_list *y,
		      double u[LINK_FIELDS][LEVELS])
{
	const struct link_list *other = y ? y : x;
	uint64_t r = 0x9e3779b97f4a7c15u;
	double pairs = (double)x->n * (double)other->n / (y ? 1 : 2),
	       share = pairs < CHANCE ? pairs / CHANCE : 1,
	       each = pairs * 4 < CHANCE ? 0.25 : share,
	       sure = SURE / 10 + SURE * 100 * (1 - share);
	size_t tries = pairs * 4 < CHANCE ? (size_t)(pairs * 4) : CHANCE;

	/* Of few rows there are few pairs, and not all are of two persons: what is thought before counts more. */
	start(u, two, sure);
	parts(u, sure);
	for (size_t i = 0; i < tries && x->n && other->n; i++) {
		uint8_t level[LINK_FIELDS];
		size_t k, m;

		r ^= r << 13;
		r ^= r >> 7;
		r ^= r << 17;
		k = (size_t)(r % x->n);
		m = (size_t)((r >> 32) % other->n);
		if (!y && k == m)
			continue;
		link_compare(&x->row[k], &other->row[m], level);
		for (int f = 0; f < LINK_FIELDS; f++)
			u[f][level[f]] += level[f] ? each : 0;
	}
	em_shares(&u[0][0], LINK_FIELDS, LEVELS);
}

static struct em em_of(double m[LINK_FIELDS][LEVELS], double u[LINK_FIELDS][LEVELS],
		       double out[LINK_FIELDS][LEVELS])
{
	return (struct em){ LINK_FIELDS, LEVELS, &m[0][0], &u[0][0], &out[0][0], 0 };
}

static void logs(double out[LINK_FIELDS][LEVELS], double m[LINK_FIELDS][LEVELS],
		 double u[LINK_FIELDS][LEVELS])
{
	struct em e = em_of(m, u, out);

	em_says(&e);
}

/* What is thought before anything is seen. Where that is all there will be (chance is given), few pairs are one person, and what is so
 * of nearly everybody by chance says no more than that. */
static void think(struct link_says *s, double m[LINK_FIELDS][LEVELS],
		  double chance[LINK_FIELDS][LEVELS])
{
	double u[LINK_FIELDS][LEVELS];

	start(m, one, 1);
	start(u, two, 1);
	if (chance) {
		u[LINK_BIRTH][LEVEL_SAME] = ONE_DAY;
		parts(u, 1);
	}
	for (int f = 0; chance && f < LINK_FIELDS; f++)
		for (int l = 1; l < LEVELS; l++)
			if (u[f][l] < chance[f][l])
				u[f][l] = chance[f][l];
	logs(s->says, m, u);
	s->found = chance ? log(0.01 / 0.99) : log(0.1 / 0.9);
}

/* What agreeing usually says against rows taken by chance, where whole names agree: what these say is how rare they are. A birth that
 * may be the same is never against it, however many were born then. */
static void as_usual(struct link_says *s, double chance[LINK_FIELDS][LEVELS])
{
	struct link_says thought;
	double m[LINK_FIELDS][LEVELS];

	think(&thought, m, chance);
	memcpy(s->usual, thought.says, sizeof s->usual);
	for (int l = LEVEL_SAME; l <= LEVEL_NEAR; l++)
		if (s->usual[LINK_BIRTH][l] < 0)
			s->usual[LINK_BIRTH][l] = 0;
	s->few = thought.found;
	for (int l = 1; l < LEVELS; l++)
		s->usual[LINK_NAME][l] = log(one[l]) - (l == LEVEL_NEAR ? log(ORDERS) : 0);
}

/* Compared in so many pairs, what is learned is of them and not of what was thought before; and so many must look like one person, by
 * two fields at least: of one alone nobody can say which pairs are one person. */
#define LEAST_PAIRS  100
#define LEAST_AGREE  30
#define LEAST_FIELDS 2

static bool agree(const uint8_t level[LINK_FIELDS])
{
	int close = 0;

	for (int f = 0; f < LINK_FIELDS; f++)
		close += level[f] == LEVEL_SAME || level[f] == LEVEL_NEAR;
	return close >= LEAST_FIELDS && level[LINK_NAME] != LEVEL_OTHER;
}

static bool enough(const struct link_pairs *pairs)
{
	size_t n = 0;

	for (size_t i = 0; i < pairs->n; i++)
		n += agree(pairs->p[i].level);
	return pairs->n >= LEAST_PAIRS && n >= LEAST_AGREE;
}

/* Where next to nobody is there twice, what is learned may be another sort of pairs than those of one person: then a name or a birth
 * that is the same speaks against it. */
static bool senseless(const struct link_says *s)
{
	static const enum link_field who[] = { LINK_NAME, LINK_GIVEN, LINK_SURNAME, LINK_BIRTH };

	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (s->says[who[i]][LEVEL_SAME] <= s->says[who[i]][LEVEL_OTHER])
			return true;
	return false;
}

void link_learn(struct link_pairs *pairs, const struct link_list *x, const struct link_list *y,
		struct link_says *out)
{
	double m[LINK_FIELDS][LEVELS], u[LINK_FIELDS][LEVELS], chance[LINK_FIELDS][LEVELS],
		before_one[LINK_FIELDS][LEVELS], before_two[LINK_FIELDS][LEVELS];
	struct em e = em_of(m, u, out->says);

	memset(out, 0, sizeof *out);
	think(out, m, NULL);
	start(before_one, one, SURE);
	start(before_two, two, SURE / 10);
	e.found = out->found;
	em_learn(
		&e, &(struct em_before){ &before_one[0][0], &before_two[0][0] },
		&(struct em_pairs){ pairs->n ? pairs->p->level : NULL, pairs->n, sizeof *pairs->p },
		TURNS);
	out->found = e.found;
	out->learned = enough(pairs) && !senseless(out);
	by_chance(x, y, chance);
	as_usual(out, chance);
	if (!out->learned)
		think(out, m, chance);
	logs(out->afar, m, chance);
	out->rows = (double)(y ? y->n : x->n);
	out->within = !y;
	for (size_t i = 0; i < pairs->n; i++)
		pairs->p[i].weight =
			link_weight(out, &x->row[pairs->p[i].a], &(y ? y : x)->row[pairs->p[i].b],
				    pairs->p[i].level);
}

/* Who is another, whatever else agrees. Within one list nothing says that a given name was written wrongly altogether; between
 * two, where only parts of names are known, each row is taken once, and the nearest goes to the nearest. */
static bool another(const struct link_says *s, const uint8_t level[LINK_FIELDS])
{
	if (level[LINK_NAME] == LEVEL_OTHER || (s->within && level[LINK_GIVEN] == LEVEL_OTHER))
		return true;
	return level[LINK_NAME] && level[LINK_BIRTH] == LEVEL_OTHER;
}

/* What a pair says, field by field. */
static double all_says(const double p[LINK_FIELDS][LEVELS], const uint8_t level[LINK_FIELDS])
{
	double sum = 0;

	for (int f = 0; f < LINK_FIELDS; f++)
		sum += level[f] ? p[f][level[f]] : 0;
	return sum;
}

/* Words of a name. */
static size_t words(struct str name)
{
	size_t n = 0;

	while (name.len)
		n += str_cut(&name, ' ').len > 0;
	return n;
}

/* Whether names alone could tell two rows for one person: in full, and nothing that is known of both is another. */
static bool by_name(const struct link_says *s, const struct link_row *x, const struct link_row *y,
		    const uint8_t level[LINK_FIELDS])
{
	size_t least = level[LINK_NAME] == LEVEL_SAME && s->learned ? 3 : 2;

	if (level[LINK_BIRTH] > LEVEL_NEAR || level[LINK_MOTHER] == LEVEL_OTHER ||
	    words(x->of[LINK_NAME]) < least || words(y->of[LINK_NAME]) < least)
		return false;
	return level[LINK_NAME] == LEVEL_SAME ||
	       (level[LINK_NAME] == LEVEL_NEAR && !s->learned && link_given_sure(x, y));
}

/* By the usual weights, where whole names are the same or spelled otherwise. */
static double by_usual(const struct link_says *s, double rare, const uint8_t level[LINK_FIELDS])
{
	double before = -log(s->rows + 1);

	return (before < s->few ? before : s->few) + rare + all_says(s->usual, level);
}

int link_weight(const struct link_says *s, const struct link_row *x, const struct link_row *y,
		const uint8_t level[LINK_FIELDS])
{
	double near, afar, name = s->afar[LINK_NAME][level[LINK_NAME]],
			   rare = x->rare < y->rare ? x->rare : y->rare, usual;

	if (another(s, level))
		return -1;
	near = s->found + all_says(s->says, level);
	afar = all_says(s->afar, level) - log(s->rows + 1);
	/* Names agree no more than they are rare: many are called so. */
	if (level[LINK_NAME] && name > rare) {
		near -= name - rare;
		afar -= name - rare;
	}
	near = near < afar ? near : afar;
	if (!by_name(s, x, y, level))
		return (int)lrint(100 * near);
	usual = by_usual(s, rare, level);
	return (int)lrint(100 * (s->learned && near > usual ? near : usual));
}
