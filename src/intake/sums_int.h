/* Private to intake/: what delayed sums have said, beside what is known. */
#ifndef SULH_INTAKE_SUMS_INT_H
#define SULH_INTAKE_SUMS_INT_H

#include "intake/intake_int.h"
#include "intake/sums.h"
#include "store/sums.h"

/* As sums_of, without one entry of headquarters' log: a sum that is being corrected; -1: with all. */
bool sums_but(struct reg *r, struct arena *a, struct str month, struct str scope, int64_t but,
	      struct sum list[SUMS_MOST], size_t *n, struct err *e);

/* sums_hold.c: what was said of places in a scope (s == NULL: of all), in the log or waiting for the cut; `but` as above. The
 * list is the arena's. False on a machine's error. */
bool sums_said(struct reg *r, struct arena *a, struct str scope, int64_t but,
	       struct store_said **list, size_t *n, struct err *e);
/* Whether it is of this figure and detail ("": none). */
bool sums_is(const struct store_said *x, struct str figure, struct str detail);

#endif
