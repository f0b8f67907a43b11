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

#endif
