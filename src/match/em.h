/*
 * How much each way of agreeing says of two records, learned from pairs of which nobody said whether they are of one person:
 * Fellegi and Sunter (1969), by expectation maximisation (Winkler 1988). A pair is a level for each field, 0 where one of the
 * two does not say it.
 */
#ifndef SULH_MATCH_EM_H
#define SULH_MATCH_EM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tables of fields * levels: field by field. They belong to the caller. What a field has no such level for is 0 in all of them. */
struct em {
	size_t fields, levels;
	double *one, *two; /* shares: of pairs that are one person, and of those that are two */
	double *says;	   /* the logarithm of the first by the second */
	double found;	   /* and of those that are one person by all others */
};

/* What is thought before anything is seen, as numbers of pairs. two: NULL where shares of two persons are known and stay. */
struct em_before {
	const double *one, *two;
};

/* levels of pair i: level[i * step .. i * step + fields) */
struct em_pairs {
	const uint8_t *level;
	size_t n, step;
};

/* From numbers to shares of each field. */
void em_shares(double *p, size_t fields, size_t levels);

/* *says of shares. */
void em_says(struct em *e);

/* What a pair says. */
double em_pair(const struct em *e, const uint8_t *level);

/* So many turns: each pair counts for one person by how likely it is that. */
void em_learn(struct em *e, const struct em_before *before, const struct em_pairs *pairs,
	      int turns);

#endif
