/*
 * Holding two sayings against each other: what relation their figures have, by which rule, and whether somebody has to
 * look. Nothing is corrected. A verdict is only as good as what is said: figures of different windows, counters or sets
 * are told apart and not called a contradiction.
 */
#ifndef SULH_PRESS_VERDICT_H
#define SULH_PRESS_VERDICT_H

#include "press/saying.h"

enum verdict_kind {
	VERDICT_SAME,
	VERDICT_ROUNDED,
	VERDICT_BOUND_HOLDS,
	VERDICT_DIFFERS,
	VERDICT_DIFFERENT_SCOPE,
	VERDICT_DIFFERENT_KIND,
	VERDICT_FLOW_STOCK,
	VERDICT_FLOW_TOTAL,
	VERDICT_PLAN_NOT_DONE,
	VERDICT_SUBSET,
	VERDICT_UNIT,
	VERDICT_THOUSANDS_LOST,
	VERDICT_DIGITS_LOST,
	VERDICT_SUM_FAILS,
	VERDICT_TOTAL_FALLS,
	VERDICT_DATE_SLIP,
	VERDICT_DENIED,
	VERDICT_COMPLETION,
	VERDICT_COPIED, /* given by compare.h: word for word, and so one source */
	VERDICT_NOT_COMPARABLE,
	VERDICTS,
};

#define VERDICT_NO_FIGURE SIZE_MAX

struct verdict {
	enum verdict_kind kind;
	bool flag;	   /* somebody has to look: the two cannot both stand as they are */
	const char *rule;  /* "sum.parts" */
	struct str reason; /* a sentence */
	size_t a, b;	   /* the figures held against each other, or VERDICT_NO_FIGURE */
	bool has_difference;
	int64_t difference; /* of b from a, millionths */
};

/* What holds between the two. Texts live in the arena. */
struct verdict verdict_of(struct arena *arena, const struct saying *a, const struct saying *b,
			  const struct saying_about *about);

struct str verdict_kind_name(enum verdict_kind k); /* "same", "bound_holds" */

#endif
