/*
 * What another register gave is taken, so that who came to both is found. That it is held, and until when, is a record in headquarters'
 * log (exchange_taken), which two sign; the names lie in the keyring alone, sealed, and go when that day is over, or when they are
 * dropped (keyd/keys_exchange.h). Nothing is held without a record, and the newest of a register takes the place of the one before.
 */
#ifndef SULH_INTAKE_EXCHANGE_TAKE_H
#define SULH_INTAKE_EXCHANGE_TAKE_H

#include "intake/commit.h"
#include "keyd/keys_exchange.h"

struct exchange_take {
	struct str file;	   /* the sealed bytes */
	uint8_t from[32];	   /* the index key of the register that gave them */
	struct str basis;	   /* as exchange_taken has it */
	struct str reference;	   /* the same; s == NULL: none */
	const struct str *signers; /* chief and dpo */
	size_t n_signers;
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	/* What came of it. */
	struct keys_taken got;
	bool again; /* there is a record of it, and its names were lost (a restore): they are here again */
};
/* Opens it where the keys are, looks at all of it, records that it is taken, and holds it; all or nothing. ERR_FALSE for what is no such
 * file, ERR_REFUSED for one that may not be held. */
bool exchange_take(struct reg *r, struct arena *a, struct exchange_take *x, struct refusals *why,
		   struct err *e);

/* What is held of other registers by the records, those that wait for the cut included; not what is over or was dropped. */
enum exchange_is {
	EXCHANGE_HERE,
	EXCHANGE_MISSING, /* after a restore; or taking it was broken off, and exchange_settle has to be asked */
	EXCHANGE_DAMAGED
};
struct exchange_standing {
	uint8_t sender[32]; /* exchange_id of its index key */
	struct hash rows;
	int64_t made_on, expires_on, dropped_on;
	struct str basis;
	bool waits;
	enum exchange_is is;
	struct exchange_head head; /* and how many, where it is here */
	size_t names;
};
/* By the records alone: `is`, head and names are not filled in. */
bool exchange_in_force(struct reg *r, struct arena *a, struct exchange_standing **list, size_t *n,
		       struct err *e);
/* `whole`: all that lies here is read, where an officer is signed in, or the passphrase was given; else the heads alone. Needs the
 * keyring where there is any. */
bool exchange_standing(struct reg *r, struct arena *a, bool whole, struct exchange_standing **list,
		       size_t *n, struct err *e);

/* Puts in place what was recorded, and destroys what was not, where taking was broken off: before anything is compared. `kid`: of an
 * adjudicator who is signed in; NULL: who has the passphrase, or two who take. */
bool exchange_settle(struct reg *r, struct arena *a, const uint8_t *kid, struct err *e);

/* Records that what was taken of a register is dropped, and destroys it; `sender`: the beginning of its fingerprint or id, in hex.
 * ERR_NOTHING where nothing of such a one is held. */
bool exchange_drop(struct reg *r, struct arena *a, struct str sender, const struct str *signers,
		   size_t n, struct refusals *why, struct err *e);

#endif
