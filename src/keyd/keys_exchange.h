/*
 * What goes to another register, among the operations of keys.h: made and sealed where the keys are, so that no process outside sees
 * a name of it.
 */
#ifndef SULH_KEYD_KEYS_EXCHANGE_H
#define SULH_KEYD_KEYS_EXCHANGE_H

#include "keyd/exchange.h"
#include "keyd/keys.h"
#include "keyd/keys_names.h"

#define EXCHANGE_COMPARES "adjudicator" /* who sends, compares and is shown */

/* The index key of this register: always the same, derived of the keyring's wrap key. */
bool keys_exchange_key(struct keys *k, uint8_t recipient[32], struct err *e);

/* What is to be given away. `entry` and `object`: the grant (access_grant) that two officers signed for this very recipient, which is
 * looked at again where the keys are. `subjects`: 16 bytes each, of those who are registered here; whoever has no name in the
 * index, was erased or whose record is apart is left out. */
struct keys_sending {
	const uint8_t *kid; /* as in keys_reading */
	struct str log;	    /* by which it is counted */
	const uint8_t *id8; /* of the log of the grant */
	struct str entry, object;
	uint8_t recipient[32];
	struct str operation;
	const struct exchange_log *logs;
	size_t n_logs;
	struct str subjects;
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
};
struct keys_sent {
	struct keys_lost lost;
	struct str file; /* the age file */
	size_t rows;
	int64_t expires_on;
};
/* Journalled as one opening before anything is released. ERR_REFUSED where the grant is not such a one or is over. */
bool keys_exchange_make(struct keys *k, struct arena *a, const struct keys_sending *s,
			const uint64_t upto[256], struct keys_sent *out, struct err *e);

#endif
