/*
 * Comparing everybody who is registered here with what other registers gave (exchange.h): for each likeness of which nothing was said yet
 * an adjudicator notes a possible duplicate (X121), whose `other` is the subject there. It stays in the case, and may be judged, when
 * what was given is held no more; and who was noted, or judged, is noted again by no newer file, but where more agrees than did then.
 * What waits in a file that is merged into another is noted again in that one.
 */
#ifndef SULH_INTAKE_EXCHANGE_COMPARE_H
#define SULH_INTAKE_EXCHANGE_COMPARE_H

#include "intake/exchange_take.h"
#include "keyd/keys_exchange_same.h"

/* And a case, a slash, the id in hex of the register that gave it: a number of the store, of the file with which the case was compared
 * last. Not when that was made: clocks differ, and a file may be dropped and another taken. */
#define EXCHANGED "exchanged/"

struct exchange_compare {
	struct str officer; /* an adjudicator */
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	/* What came of it. `cases`: of each file that was compared with. */
	size_t files, cases, noted;
	size_t missing; /* what registers gave that is recorded as held, and is not here */
};
/* In batches, each durable when it ends: one that is broken off is begun again and goes on. Needs the keyring. ERR_NOTHING where nothing
 * of another register is held; ERR_REFUSED, in `why` too, for who is no adjudicator, and where the officer looked at as many names as
 * one does in an hour. */
bool exchange_compare(struct reg *r, struct arena *a, struct exchange_compare *x,
		      struct refusals *why, struct err *e);

/* What of it waits: pairs that nobody judged, or not finally; cases that were not compared with the newest of a register, of each
 * register. By the records alone. */
struct exchange_waiting {
	size_t pairs, cases;
	const struct exchange_standing *with; /* each register, and of how many cases */
	const size_t *n_cases;
	size_t n;
};
bool exchange_waiting(struct reg *r, struct arena *a, struct exchange_waiting *out, struct err *e);

/* The case is owed such a comparison once more: its names are others. */
bool exchange_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e);

#endif
