/*
 * Comparing those who were registered where others could not be searched, and whoever came in with another centre's log, with all who
 * are registered: for each likeness of which nothing was said yet an adjudicator notes a possible duplicate (X121).
 */
#ifndef SULH_INTAKE_COMPARE_H
#define SULH_INTAKE_COMPARE_H

#include "intake/commit.h"

/* And the number of a case: a small number of the store, the day on which it was compared. */
#define COMPARED "compared/"

struct compare {
	struct str officer; /* an adjudicator */
	bool all;	    /* whoever is registered, and whoever was compared before */
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	/* What came of it. */
	size_t cases, noted;
};

/* In batches, each durable when it ends: one that is broken off is begun again and goes on. Needs the keyring; ERR_REFUSED, in `why`
 * too, for who is no adjudicator, and where the officer looked at as many names as one does in an hour. */
bool intake_compare(struct reg *r, struct arena *a, struct compare *x, struct refusals *why,
		    struct err *e);

/* How many cases wait to be compared, in which nobody searched. */
bool compare_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e);

#endif
