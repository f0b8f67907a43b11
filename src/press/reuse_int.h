/* Private to reuse*.c: a shared run by the numbers of its words. */
#ifndef SULH_PRESS_REUSE_INT_H
#define SULH_PRESS_REUSE_INT_H

#include "press/reuse.h"

/* Words q.. of text a stand again at p.. in text b; places count through all texts. */
struct reuse_match {
	uint32_t a, b, q, p, words;
};

/* Who copied whom, and the clusters, from the matches behind r->runs (as many, in their order, by b and a). */
void reuse_copies(struct arena *work, struct reuse *r, struct reuse_match *match);

#endif
