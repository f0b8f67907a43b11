/*
 * A grant has an effect when the lists at checkpoints, courts and borders say so. An effect notice is sent to a list
 * for a number of papers; the list confirms it, or does not (states.csv K10). Nobody is named here.
 */
#ifndef SULH_INTAKE_EFFECT_H
#define SULH_INTAKE_EFFECT_H

#include "intake/register.h"

#define EFFECT_DAYS 7 /* K10: unconfirmed for longer it is escalated, and counted */

/* A notice with what became of it. */
struct effect {
	struct str no, target, log;
	int64_t count, refused;
	int64_t sent_on, confirmed_on; /* NO_DAY: not confirmed */
	int64_t days; /* from one to the other; of those not confirmed their age today */
};

/* All of them, by the day they were sent; in the arena. */
bool effect_list(struct reg *r, struct arena *a, struct effect **list, size_t *n, struct err *e);

/* What may be asserted about a month (figures P15, P16, and P17 of promises): the sums of doc/format.md's delayed sums. */
struct effect_sum {
	const char *figure, *detail; /* detail "": none */
	int64_t amount;
	bool hidden; /* below small_cell: it is carried into the next month's */
};
#define EFFECT_SUMS 8
/* `from`..`to`: calendar days of the month. Writes into sums[EFFECT_SUMS]; the number of them in *n. */
bool effect_sums(struct reg *r, struct arena *a, int64_t from, int64_t to,
		 struct effect_sum sums[EFFECT_SUMS], size_t *n, struct err *e);

#endif
