/*
 * Two registers that work apart, each with its own keyring, and persons who came to both: one gives the other names and years of
 * birth, sealed to the other's index key, under a grant of two officers for that very key (keyd/exchange.h).
 */
#ifndef SULH_INTAKE_EXCHANGE_H
#define SULH_INTAKE_EXCHANGE_H

#include "intake/commit.h"
#include "keyd/exchange.h"

/* The logs of this register, which stand in what it gives. */
bool exchange_logs(struct reg *r, struct arena *a, struct exchange_log list[EXCHANGE_LOGS],
		   size_t *n, struct err *e);

/* The index key of this register. */
bool exchange_key(struct reg *r, uint8_t recipient[32], struct err *e);

struct exchange_send {
	struct str officer; /* an adjudicator */
	struct str grant;   /* "hq/12" */
	uint8_t recipient[32];
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	/* What came of it. */
	struct str file; /* the sealed bytes */
	size_t rows;
	int64_t expires_on;
};

/* Everybody who is registered here, but children, who was erased, and files that were merged into others. Recorded as one opening under
 * the grant, durably, before it is made. ERR_REFUSED, in `why` too, without a grant in force for this key. */
bool exchange_send(struct reg *r, struct arena *a, struct exchange_send *x, struct refusals *why,
		   struct err *e);

#endif
