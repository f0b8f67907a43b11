/*
 * Private to intake/: comparing persons case by case, each likeness of which nothing was said yet noted as a possible duplicate (X121), by
 * an adjudicator. What they are compared with, a comparison says itself (compare.h, exchange_compare.h).
 */
#ifndef SULH_INTAKE_COMPARE_EACH_H
#define SULH_INTAKE_COMPARE_EACH_H

#include "intake/intake_int.h"

/* A file that is closed is protection's, and one that was merged is another's. */
#define NOT_COMPARED "child_referred,deceased,merged_into,erased"

struct compare_each {
	struct reg *r;
	struct str officer; /* an adjudicator, who is signed in */
	struct refusals *why;
	/* Whom the person of the case may be, into w->alike, and w->more_alike. */
	bool (*find)(void *p, struct accepting *w, struct err *e);
	/* That the case was compared, but where there were too many at once to note all. */
	bool (*done)(void *p, struct arena *a, struct str case_no, struct err *e);
	void *p;
	void (*progress)(void *p, size_t done, size_t of);
	void *shown; /* of progress */
	/* What came of it. */
	size_t cases, noted;
};

/* In batches, each durable when it ends: what was compared before the one that does not go is kept. */
bool compare_each(struct compare_each *x, const struct str *list, size_t n, struct err *e);

/* Whether this officer is an adjudicator who serves today, signed in; the key. Refused at `as`. */
bool compare_officer(struct reg *r, struct arena *a, struct str name, uint8_t kid[4],
		     struct refusals *why, struct err *e);

#endif
