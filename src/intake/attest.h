/*
 * Cuts and who attests them: two officers on duty say within ATTEST_DAYS that a cut is right. A cut is never held
 * up for it; one that nobody attested in time is shown as such for ever.
 */
#ifndef SULH_INTAKE_ATTEST_H
#define SULH_INTAKE_ATTEST_H

#include "intake/commit.h"

/* A cut in the log. */
struct cut_standing {
	int64_t log, seq, day;
	bool attested; /* in the log, or by a record that waits for the cut */
	bool missed;   /* not attested, and it is too late */
};

/* All cuts of these days, by day; `log` 0: of all logs. */
bool intake_cuts(struct reg *r, struct arena *a, int64_t log, int64_t from, int64_t to,
		 struct cut_standing **list, size_t *n, struct err *e);

/* Attests what can still be attested of this log (log.s == NULL: of all), in one transaction: *n cuts. */
bool intake_attest(struct reg *r, struct arena *a, struct str log, const struct str *signers,
		   size_t n_signers, size_t *n, struct refusals *why, struct err *e);

#endif
