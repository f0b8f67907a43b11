/*
 * The year of officers' keys: whose key ends soon or has ended, and how many are left who may enrol others. Nothing of it
 * needs a key; names are sealed, so keys are named by their kid.
 */
#ifndef SULH_INTAKE_YEARS_H
#define SULH_INTAKE_YEARS_H

#include "intake/register.h"

#define YEARS_SOON    30 /* days before a key ends, from which on it is said */
#define YEARS_KEEPERS 3	 /* so many should serve who may enrol others */

struct year_end {
	struct str kid; /* in hex */
	struct str roles;
	int64_t last_day; /* of the key, or of what was said of it */
};

struct years {
	struct year_end
		*ends; /* that no other key has taken the place of, and that nobody retired */
	size_t n;
	size_t keepers; /* who serve today; relatives and keys of one officer are one */
};

/* As of operation day `today`, by the log and what waits for it; in the arena. */
bool years_see(struct reg *r, struct arena *a, int64_t today, struct years *out, struct err *e);

#endif
