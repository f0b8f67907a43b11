/*
 * What goes to another register, and what comes from one, among the operations of keys.h: made and sealed, opened and looked at where
 * the keys are, so that no process outside sees a name of it.
 */
#ifndef SULH_KEYD_KEYS_EXCHANGE_H
#define SULH_KEYD_KEYS_EXCHANGE_H

#include "keyd/exchange.h"
#include "keyd/keys.h"
#include "keyd/keys_names.h"

#define EXCHANGE_COMPARES "adjudicator" /* who sends, compares and is shown */
#define EXCHANGE_TAKES	  "chief,dpo"	/* who takes what another register gave */

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

/* What another register gave is taken: `file`, the age file; `from`: its index key, by which it is known that it made it; `own`: the
 * logs of this register, of which it can be none. It is looked at completely, and lies aside, sealed, until it is told to be kept: then
 * it takes the place of what is held of that register. Without the passphrase two of EXCHANGE_TAKES are signed in, no relatives.
 * ERR_FALSE for what is no such file, ERR_REFUSED for one that is held already, is older, over, or of this very register. */
struct keys_taking {
	struct str file;
	uint8_t from[32];
	const struct exchange_log *own;
	size_t n_own;
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
};
struct keys_taken {
	struct exchange_head head;
	struct hash digest; /* exchange_sum */
	size_t rows;
};
bool keys_exchange_take(struct keys *k, struct arena *a, const struct keys_taking *t,
			struct keys_taken *out, struct err *e);

/* What there is an entry of in the log, or will be. */
struct keys_keeping {
	uint8_t id[EXCHANGE_ID];
	int64_t expires_on;
	struct hash digest;
};
/* Puts these in place, where they lie aside, and destroys all others. `kid`: of an adjudicator, for whom nothing is destroyed unless
 * those are signed in who may take one; NULL: as keys_exchange_take. */
bool keys_exchange_keep(struct keys *k, const uint8_t *kid, const struct keys_keeping *list,
			size_t n, struct err *e);

/* What is held, and not over today. `reads`: what lies here is whole as far as it was looked at; else there is no more than id, day and
 * digest. */
struct keys_held {
	uint8_t id[EXCHANGE_ID];
	int64_t expires_on;
	uint8_t digest[EXCHANGE_DIGEST];
	bool reads;
	struct exchange_head head;
	size_t rows;
};
bool keys_exchange_held(struct keys *k, struct arena *a, struct keys_held **list, size_t *n,
			struct err *e);
/* The same, and all of each is looked at. */
bool keys_exchange_see(struct keys *k, struct arena *a, struct keys_held **list, size_t *n,
		       struct err *e);

#endif
