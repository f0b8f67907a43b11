/*
 * The delayed sums of a month (kind delayed_sum): what this register knows of them, what was said so far, and so what is
 * to be said. Counted over the cases and acts that are in the logs; nobody is named.
 */
#ifndef SULH_INTAKE_SUMS_H
#define SULH_INTAKE_SUMS_H

#include "intake/register.h"

#define SUMS_MOST 40

struct sum {
	const char *figure, *detail; /* detail "": none */
	int64_t known; /* of figures that add up: up to the end of the month, else of the month */
	int64_t said; /* of figures that add up: for this month and those before, else for this one */
	int64_t amount; /* what is to be said for the month: 0 or below where all of it was */
	bool state;	/* says what stands at the end of the month; nothing is carried on */
	bool was_said;	/* one was said for this month */
	bool hidden;	/* below small_cell, or of fewer: it waits for the next month's */
	bool at_once;	/* told when the month is over, without the operation's delay */
};

/* `month`: "2016-11"; `scope`: a place's code, or s == NULL for all logs. Writes what there is into list[SUMS_MOST], in
 * the order of the figures. False on a machine's error, and (ERR_USAGE) for what is no month. */
bool sums_of(struct reg *r, struct arena *a, struct str month, struct str scope,
	     struct sum list[SUMS_MOST], size_t *n, struct err *e);

#endif
