/*
 * Of find.c and about.c alone: what all words of an index say of one word of a query. Where many queries are asked of an index that stays
 * as it is, their words are few and come again and again: what was told of them may be kept (match_keep).
 */
#ifndef SULH_MATCH_TOLD_H
#define SULH_MATCH_TOLD_H

#include "match/gather.h"

struct told {
	struct near near;	/* but for what it gives besides */
	double common[SCRIPTS]; /* as match_common has it */
};

/* What was kept, or else is compared now; the lists live in the arena, or as long as the index is not changed. */
void told_of(struct match *m, struct arena *a, const struct symbols *w, struct told *out);

/* What was kept holds no more. */
void told_forget(struct match *m);

/* Bytes that are kept. */
size_t told_bytes(const struct match *m);

#endif
