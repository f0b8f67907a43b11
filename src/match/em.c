/* See em.h. */
#include "match/em.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

void em_shares(double *p, size_t fields, size_t levels)
{
	for (double *field = p; field < p + fields * levels; field += levels) {
		double sum = 0;

		for (size_t l = 1; l < levels; l++)
			sum += field[l];
		for (size_t l = 1; l < levels; l++)
			field[l] /= sum;
	}
}

void em_says(struct em *e)
{
	for (size_t f = 0; f < e->fields; f++)
		for (size_t l = 1, at = f * e->levels + 1; l < e->levels; l++, at++)
			e->says[at] = e->two[at] > 0 ? log(e->one[at] / e->two[at]) : 0;
}

double em_pair(const struct em *e, const uint8_t *level)
{
	double sum = 0;

	for (size_t f = 0; f < e->fields; f++)
		sum += level[f] ? e->says[f * e->levels + level[f]] : 0;
	return sum;
}

static void count(double *p, size_t levels, size_t fields, const uint8_t *level, double n)
{
	for (size_t f = 0; f < fields; f++)
		if (level[f])
			p[f * levels + level[f]] += n;
}

static void turn(struct em *e, const struct em_before *before, const struct em_pairs *pairs)
{
	size_t size = e->fields * e->levels * sizeof *e->one;
	double found = 1;

	memcpy(e->one, before->one, size);
	if (before->two)
		memcpy(e->two, before->two, size);
	for (size_t i = 0; i < pairs->n; i++) {
		const uint8_t *level = pairs->level + i * pairs->step;
		double likely = 1 / (1 + exp(-e->found - em_pair(e, level)));

		found += likely;
		count(e->one, e->levels, e->fields, level, likely);
		if (before->two)
			count(e->two, e->levels, e->fields, level, 1 - likely);
	}
	em_shares(e->one, e->fields, e->levels);
	if (before->two)
		em_shares(e->two, e->fields, e->levels);
	em_says(e);
	e->found = log(found / ((double)pairs->n + 2 - found));
}

void em_learn(struct em *e, const struct em_before *before, const struct em_pairs *pairs, int turns)
{
	for (int i = 0; i < turns; i++)
		turn(e, before, pairs);
}
