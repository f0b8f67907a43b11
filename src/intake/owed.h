/*
 * What was promised to people and is owed (kind benefit), counted over all cases of a register: what the delayed sums of
 * figure P17 must not fall below. A promise that was taken back stays in them; what the person refused, or died before,
 * does not.
 */
#ifndef SULH_INTAKE_OWED_H
#define SULH_INTAKE_OWED_H

#include "intake/register.h"

#define OWED_FIGURE "P17"
#define OWED_DETAIL "taken back"

struct owed {
	int64_t overdue; /* promised for a day up to this one, and not delivered, refused or void */
	int64_t taken_back; /* all so far, due or not */
	int64_t last;	    /* the day on which one was last; NO_DAY */
};

/* At the end of this calendar day, as far as was recorded for it; of the logs whose centres lie in `scope` (s == NULL:
 * of all). */
bool owed_on(struct reg *r, int64_t day, struct str scope, struct owed *out, struct err *e);

#endif
