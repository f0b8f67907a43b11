/*
 * Of find.c alone: words that one writes as one and another as two (Walijan, Wali Jan). Each word of a query was compared
 * with words of names one by one; where one of them is not well met by the best names, it is tried together with
 * its neighbours.
 */
#ifndef SULH_MATCH_JOINED_H
#define SULH_MATCH_JOINED_H

#include "match/gather.h"

struct joined {
	const struct match *m;
	const struct words *words;
	const int *full,
		*missing; /* of each word: what it says where it is met letter by letter, and where it is not */
	const struct near *near;
};

/* Whether a word of the query is not well met. */
bool joined_poor(const struct joined *q, const struct match_hit *h);

/* Weighs a name with words joined. False where that is no more than it weighs already: *h stays as it is. */
bool joined_weigh(const struct joined *q, uint32_t name, struct match_hit *h);

/* For a query of one word or two, names that have both joined, or a word parted that no name has; in the arena. */
#define JOINED_NAMES 256
size_t joined_names(const struct joined *q, struct arena *a, uint32_t **out);

#endif
