/* See placematch.h. Words are paired greedily, the best first; what the pairs say is divided by all that there is to say of
 * both names (Dice, with the likeness of words for their equality, as in Cohen, Ravikumar and Fienberg 2003). */
#include "match/placematch.h"

#include "match/dict.h"
#include "match/edit.h"
#include "base/banned.h"

#define LEAST 0.25 /* words less alike than this are others */
#define ACROSS \
	1.2 /* how much it counts that words of two scripts differ, beyond what is always so: */
#define ALWAYS 0.25 /* Arabic does not write all vowels */
#define OTHER  0.98 /* two scripts never say quite the same */
#define JOINED 0.98 /* where it takes all words as one to agree */
#define WHOLE \
	0.6 /* so alike at least, where what a name is and its side are part of the one word */
#define MOSTLY	0.9  /* the same, where both are of several words */
#define NEAR	0.99 /* whatever is not the same */
#define OPPOSED 0.40
#define RURAL	0.50 /* a town, and the land around it */
#define LACKING 0.55 /* a word in one of them that tells two places of one name apart */
#define UNLIKE	0.50 /* two such words */
#define SPELLED 0.40 /* words that tell places apart and are less alike are two words */
/* What has another word gets at most as much as this where it has to stand behind others; what has all words that are asked for,
 * letter by letter, is raised above that, also above what intake/places_like.c may add. Among each the order stays. */
#define BEHIND(score) (330 + (score) / 20)
#define WHOLLY(score) (405 + (score) / 10)

double placematch_alike(double lost, bool one_script)
{
	if (one_script)
		return lost < 1 ? 1 - lost : 0;
	lost = lost > ALWAYS ? ACROSS * (lost - ALWAYS) : 0;
	return lost < 1 ? OTHER * (1 - lost) : 0;
}

static double symbols_alike(const struct symbols *x, const struct symbols *y)
{
	double tell = (double)dict_tells(x) + dict_tells(y), far = edit_words(x, y);

	return far < EDIT_FAR && tell > 0 ? placematch_alike(far / tell, x->script == y->script)
					  : 0;
}

uint16_t placematch_tells(const struct placeword *w, double rare)
{
	static const double part[] = { [PART_NAME] = 1,
				       [PART_SORT] = 0.08,
				       [PART_LAND] = 0.45,
				       [PART_SIDE] = 0.5,
				       [PART_NUMBER] = 0.8 };
	double v = w->part == PART_NUMBER ? 80 : 30 + (double)dict_tells(&w->w);

	return (uint16_t)(part[w->part] * v * (0.4 + 0.6 * rare) + 1);
}

/* How alike two words are, 0 to 1. */
static double words_alike(const struct placeword *x, const struct placeword *y)
{
	double v;

	if (x->part == PART_NUMBER || y->part == PART_NUMBER)
		return x->part == y->part && x->number == y->number;
	if (x->means && x->means == y->means)
		return 1;
	/* Words of the table that mean different things are different, as like as they may be. */
	if (x->means && y->means)
		return 0;
	v = symbols_alike(&x->w, &y->w);
	return v < LEAST ? 0 : v;
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

struct side {
	const struct placewords *p;
	const uint16_t *tells;
	unsigned taken;
};

/* What a pair can say at most: where a word is a name here and only part of one there, no more than that part. */
static double pair_tells(const struct side *x, size_t i, const struct side *y, size_t j)
{
	double a = x->tells[i], b = y->tells[j];

	return x->p->w[i].part == y->p->w[j].part ? a + b : 2 * least(a, b);
}

static bool is_name(const struct side *x, size_t i)
{
	return x->p->w[i].part == PART_NAME;
}

/* Pairs the best that are left; gives what they say, 0 where none are left. */
static double pair_one(struct side *x, struct side *y, double (*alike)[PLACEWORDS],
		       struct placematch *out)
{
	size_t at_x = 0, at_y = 0;
	double most = 0;

	for (size_t i = 0; i < x->p->n; i++)
		for (size_t j = 0; j < y->p->n; j++) {
			double v = alike[i][j] * pair_tells(x, i, y, j);

			if (x->taken >> i & 1 || y->taken >> j & 1 || v <= most)
				continue;
			most = v;
			at_x = i;
			at_y = j;
		}
	if (most <= 0)
		return 0;
	x->taken |= 1u << at_x;
	y->taken |= 1u << at_y;
	if (is_name(x, at_x) && is_name(y, at_y) && alike[at_x][at_y] < SPELLED) {
		out->other = true;
		return most;
	}
	out->named |= is_name(x, at_x) && is_name(y, at_y);
	out->at[at_x] = (int8_t)at_y;
	out->same[at_x] = alike[at_x][at_y] >= 1;
	return most;
}

/* A word that tells places apart, and has no counterpart. */
static bool has_alone(const struct side *x)
{
	for (size_t i = 0; i < x->p->n; i++)
		if (!(x->taken >> i & 1) && is_name(x, i))
			return true;
	return false;
}

static double by_words(struct side *x, struct side *y, struct placematch *out)
{
	double alike[PLACEWORDS][PLACEWORDS] = { 0 }, got = 0, more, all = 0;

	for (size_t i = 0; i < x->p->n; i++)
		for (size_t j = 0; j < y->p->n; j++)
			alike[i][j] = words_alike(&x->p->w[i], &y->p->w[j]);
	while ((more = pair_one(x, y, alike, out)) > 0)
		got += more;
	for (size_t i = 0; i < x->p->n; i++)
		all += x->tells[i];
	for (size_t j = 0; j < y->p->n; j++)
		all += y->tells[j];
	out->other |= has_alone(x) && has_alone(y);
	return all > 0 ? got / all : 0;
}

/* Words of a name that have no counterpart and are of this part; `one`: one of them. */
static size_t alone(const struct side *s, enum placepart part, uint8_t *one)
{
	size_t n = 0;

	for (size_t i = 0; i < s->p->n; i++)
		if (!(s->taken >> i & 1) && s->p->w[i].part == part) {
			*one = s->p->w[i].means;
			n++;
		}
	return n;
}

static bool opposed(const struct side *x, const struct side *y)
{
	uint8_t ignored;

	for (size_t i = 0; i < x->p->n; i++)
		for (size_t j = 0; j < y->p->n; j++)
			if (!(x->taken >> i & 1) && !(y->taken >> j & 1) &&
			    placeword_opposed(x->p->w[i].means, y->p->w[j].means))
				return true;
	return alone(x, PART_NUMBER, &ignored) && alone(y, PART_NUMBER, &ignored);
}

/* What the words without counterpart that tell two places of one name apart leave of a score. */
static double apart(const struct side *x, const struct side *y, bool joined, double score,
		    struct placematch *out)
{
	uint8_t mx = 0, my = 0;
	size_t sides = alone(x, PART_SIDE, &mx) + alone(y, PART_SIDE, &my), lands_x, lands_y;
	bool rural = str_eq(placeword_meaning(mx), S("rural")) ||
		     str_eq(placeword_meaning(my), S("rural"));

	out->opposed = opposed(x, y);
	if (out->opposed)
		return OPPOSED * score;
	if (sides)
		score *= rural ? RURAL : LACKING;
	if (alone(x, PART_NUMBER, &mx) || alone(y, PART_NUMBER, &my))
		score *= LACKING;
	if (joined)
		return score;
	lands_x = alone(x, PART_LAND, &mx);
	lands_y = alone(y, PART_LAND, &my);
	if (lands_x && lands_y)
		return UNLIKE * score;
	return lands_x || lands_y ? LACKING * score : score;
}

static bool may_join(const struct placeword *w)
{
	return w->part == PART_NAME || w->part == PART_LAND;
}

/* As many words that may be one, some of which are the same: what is left are the others, and no other division of all. */
static bool one_to_one(const struct side *x, const struct side *y, const struct placematch *m)
{
	if (x->p->joins != y->p->joins)
		return false;
	for (size_t i = 0; i < x->p->n; i++)
		if (m->same[i] && may_join(&x->p->w[i]))
			return true;
	return false;
}

/* All words that may be one: what the others say stays. */
static double by_join(const struct side *x, const struct side *y, const struct placematch *m)
{
	const struct placewords *p = x->p, *q = y->p;
	double got = 0, all = 0, one = 0;

	if (p->joins + q->joins < 3 || !p->joins || !q->joins ||
	    (m->other && !m->named && one_to_one(x, y, m)))
		return 0;
	for (size_t i = 0; i < p->n; i++) {
		bool part = may_join(&p->w[i]);

		all += x->tells[i];
		if (part)
			one += x->tells[i];
		else if (m->at[i] >= 0)
			got += pair_tells(x, i, y, (size_t)m->at[i]);
	}
	for (size_t j = 0; j < q->n; j++) {
		all += y->tells[j];
		if (may_join(&q->w[j]))
			one += y->tells[j];
	}
	got += one * symbols_alike(&p->joined, &q->joined);
	return all > 0 ? JOINED * got / all : 0;
}

/* A name with its sorts and sides, of which another part is one word in the other: KafrSaghir, Villanueva del Carrizal. */
static double by_whole(const struct placewords *x, const struct placewords *y)
{
	double v, least_alike = x->n == 1 || y->n == 1 ? WHOLE : MOSTLY;

	if (x->n == y->n || x->wholes != x->n || y->wholes != y->n ||
	    (x->wholes == x->joins && y->wholes == y->joins))
		return 0;
	v = symbols_alike(&x->whole, &y->whole);
	return v < least_alike ? 0 : JOINED * v;
}

bool placematch_wholly(const struct placewords *x, const struct placematch *m)
{
	bool name = false;

	for (size_t i = 0; i < x->n; i++) {
		if (!m->same[i])
			return false;
		name |= x->w[i].part == PART_NAME;
	}
	return name && !m->opposed;
}

int placematch_before(int score)
{
	return score < WHOLLY(score) ? WHOLLY(score) : score;
}

int placematch_behind(int score)
{
	return score > BEHIND(score) ? BEHIND(score) : score;
}

void placematch(const struct placewords *x, const uint16_t *x_tells, const struct placewords *y,
		const uint16_t *y_tells, struct placematch *out)
{
	struct side a = { .p = x, .tells = x_tells }, b = { .p = y, .tells = y_tells };
	double words, joined, whole;

	*out = (struct placematch){ 0 };
	for (size_t i = 0; i < PLACEWORDS; i++)
		out->at[i] = -1;
	words = by_words(&a, &b, out);
	joined = by_join(&a, &b, out);
	words = apart(&a, &b, false, words, out);
	joined = apart(&a, &b, true, joined, out);
	whole = by_whole(x, y);
	if (whole > joined && whole > words) {
		joined = whole;
		out->opposed = false;
	}
	out->joined = joined > words;
	if (out->joined)
		words = joined;
	if (words < 0.9999 || out->joined)
		words *= NEAR;
	out->score = (int)(PLACEMATCH_SAME * least(words, 1) + 0.5);
	out->other &= !out->joined || one_to_one(&a, &b, out);
	if (out->other && !out->named)
		out->score = placematch_behind(out->score);
}

int placematch_texts(struct str x, struct str y)
{
	uint16_t tells[2][PLACEWORDS];
	struct placewords p[2];
	struct placematch m;

	placewords_of(x, &p[0]);
	placewords_of(y, &p[1]);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < p[k].n; i++)
			tells[k][i] = placematch_tells(&p[k].w[i], 1);
	placematch(&p[0], tells[0], &p[1], tells[1], &m);
	return m.score;
}
