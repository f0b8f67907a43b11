/*
 * What the desk for the press has kept, out of headquarters' log: claims, and for each what was found. Whatever a later entry
 * corrects is left out.
 */
#ifndef SULH_FIGURE_KEPT_H
#define SULH_FIGURE_KEPT_H

#include "base/err.h"
#include "record/rec.h"

struct arena;
struct store;

#define KEPT_AGAINST 8 /* bulletins of a finding that are looked at */

struct kept_finding {
	int64_t index;
	const struct rec *r;
	int64_t against[KEPT_AGAINST]; /* the days of its bulletins that are in the log */
	size_t n_against;
};

struct kept_claim {
	int64_t index;
	const struct rec *r;
	int64_t copied_from;		    /* the index of another claim; -1: none */
	size_t copies;			    /* claims that say they are copied from it */
	const struct kept_finding *finding; /* the newest; NULL: it is open */
};

struct kept {
	struct kept_claim *claims; /* by the day they were published, then by index */
	size_t n;
};

/* The claims and findings among the entries of this log below `size`. */
bool kept_read(struct store *s, struct arena *a, int64_t log, int64_t size, struct kept *out,
	       struct err *e);

/* The claim of this index; NULL: there is none. */
const struct kept_claim *kept_at(const struct kept *k, int64_t index);

/* The index that a reference (REF_BYTES) names. */
int64_t kept_index(struct str ref);

/* The claim with its finding as members of an open JSON object; and all of them as CSV, one a line. */
void kept_put(struct buf *b, const struct kept_claim *c);
void kept_csv(struct buf *b, const struct kept *k);

/* Whether a finding says that somebody has to look: the claim and the register cannot both stand. False where there is none. */
bool kept_flag(const struct kept_finding *f);

#endif
