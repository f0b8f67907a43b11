/*
 * Of find.c and gather.c alone: which names may be meant, by what the words of a query say of theirs. What says most is
 * looked at first, whichever word it is near to; where enough names have more than one that was not met yet could still
 * get, no more are looked for (Turtle and Flood 1995, "Query evaluation: strategies and optimizations").
 */
#ifndef SULH_MATCH_GATHER_H
#define SULH_MATCH_GATHER_H

#include "match/index_in.h"

#define WEIGHT 255 /* of a word at most */
#define PLUS   26  /* and besides */

/* A word that says less than so many tenths of what the best says is not looked for. */
#define NEAR_STRONG    5
#define NEAR_STRONG_OF 10

/* What a word of the query says of the words that are near: first of those that are looked for, the heaviest before
 * others, then of all others. */
struct near {
	uint32_t *id;
	uint8_t *weight;
	size_t n;
	unsigned plus; /* what a name with one of them gets besides: it would cost to have none */
};

struct asked {
	const struct near *near;
	size_t words;
	struct birth birth;
};

/* The names that are worth to be weighed in full, the best first: `max`, or some more where some have the same. The list
 * lives in the arena. The index is ready (match_ready). */
size_t gather(struct match *m, struct arena *a, const struct asked *q, size_t max, uint32_t **out);

#endif
