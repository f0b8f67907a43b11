/*
 * The bulletin of the register: rows from the rollups (fast), from the log below the sizes that a signed
 * bulletin names, and from the records themselves by SQL, which must give the same.
 */
#ifndef SULH_FIGURE_BULLETIN_H
#define SULH_FIGURE_BULLETIN_H

#include "figure/count.h"
#include "store/store.h"

/* Rows of day D over all that is in the logs now. */
bool bulletin_live(struct store *s, struct arena *a, int64_t day, struct row **rows, size_t *n,
		   struct err *e);

/* Rows of a bulletin in the log: over the entries below its heads. */
bool bulletin_signed(struct store *s, struct arena *a, const struct rec *bulletin,
		     struct row **rows, size_t *n, struct err *e);

/* Counts day D from the records and holds it against `rows` (of bulletin_live). ERR_ATTENTION names the first
 * figure that differs, with both values: then nothing may be signed. */
bool bulletin_agrees(struct store *s, struct arena *a, int64_t day, const struct row *rows,
		     size_t n, struct err *e);

/* The record of the bulletin of day D: number, heads, figures, checks. `reasons` are for checks that do
 * not hold, "rule: text" each; ERR_ATTENTION where one is missing. `definitions` is the SHA-256 of what
 * figures_definitions writes. */
struct rec *bulletin_record(struct store *s, struct arena *a, const struct rec *operation,
			    int64_t day, const struct str *reasons, size_t n_reasons,
			    struct str definitions, struct err *e);

#endif
