/*
 * Claims of reports held against each other: those about one thing, by the rules of two statements; parts against their
 * whole; and what was only copied, which confirms nothing. Each verdict names its claims.
 */
#ifndef SULH_PRESS_COMPARE_H
#define SULH_PRESS_COMPARE_H

#include "press/claim.h"
#include "press/reuse.h"
#include "press/verdict.h"

#define COMPARE_VERDICTS ((size_t)50000)
#define COMPARE_CLAIMS	 12 /* of one verdict: the whole and its parts */
#define COMPARE_NEIGHBOURS \
	64 /* claims before and behind a claim among which its whole and its parts are looked for */

struct compare_claim {
	const struct press_claim *c;
	int64_t day;   /* of its report, NO_DAY */
	uint32_t text; /* of the report among those of `reuse`; REUSE_NONE */
};

struct compare_verdict {
	struct verdict v;
	size_t claims[COMPARE_CLAIMS], n; /* numbers in the list */
};

struct comparison {
	struct compare_verdict *verdicts;
	size_t n;
	size_t left_out; /* verdicts that were not told: of claims that have many */
	size_t not_held; /* pairs of one thing and place that were not held against each other: too many of them */
};

/* What holds between n claims. `reuse` may be NULL. Everything lives in the arena. */
struct comparison compare_claims(struct arena *a, const struct compare_claim *claims, size_t n,
				 const struct reuse *reuse);

#endif
