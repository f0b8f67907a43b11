/* Private to keyd/ops_exchange*.c: what they share. */
#ifndef SULH_KEYD_OPS_EXCHANGE_H
#define SULH_KEYD_OPS_EXCHANGE_H

#include "keyd/exchange.h"
#include "keyd/ops_int.h"

/* The register's index key, and its secret, to be wiped. */
void ops_exchange_identity(struct ops *o, uint8_t identity[32]);
void ops_exchange_own(struct ops *o, uint8_t recipient[32]);

/* What shows that one of the two made it (exchange.h); false for a key that is none. */
bool ops_exchange_mac(struct ops *o, const uint8_t other[32], struct str map,
		      uint8_t mac[EXCHANGE_MAC]);

/* The day of this clock, or the latest that was seen. */
bool ops_exchange_today(struct ops *o, struct arena *a, int64_t *today, struct err *e);

/* An adjudicator with a session; NULL: whoever has the passphrase. */
bool ops_exchange_may(struct ops *o, struct arena *a, const uint8_t *kid, const char *what,
		      struct err *e);

/* What another register gave, as it is held here (ops_exchange_held.c): in a file of the keyring until its day has passed, and, once
 * it is read, in memory as long as the keys are open. */
struct ops_exchanged {
	struct exchange_head head;
	uint8_t id[EXCHANGE_ID]; /* the beginning of exchange_id of its index key */
	struct hash digest;	 /* exchange_sum */
	size_t rows;
	struct index *index; /* of its rows, by the subjects that they have there */
};
/* All that are held and not over today, the newest of each register; the list lies in the arena. ERR_FALSE where one of them does not read: it has to be taken
 * again, or dropped. */
bool ops_exchanged(struct ops *o, struct arena *a, struct ops_exchanged **list, size_t *n,
		   struct err *e);

/* Of the register of this id, when the newest that is held was made, 0: there is none of which the head reads; whether all of it does;
 * and how many are held of other registers. False where the machine does not read one. */
struct ops_exchange_last {
	int64_t made;
	bool whole;
	size_t others;
};
bool ops_exchange_of(struct ops *o, struct arena *a, const uint8_t id[EXCHANGE_ID],
		     struct ops_exchange_last *out, struct err *e);

/* The name of the file of one (keyring_list.h), and what a name says; false for one that is none. */
struct str ops_exchange_file(struct arena *a, const uint8_t id[EXCHANGE_ID], int64_t expires_on,
			     const struct hash *digest);
struct ops_exchange_name {
	uint8_t id[EXCHANGE_ID], digest[EXCHANGE_DIGEST];
	int64_t expires_on;
};
bool ops_exchange_name(struct str file, struct ops_exchange_name *out);

/* Destroys what is over today, in memory and on the disk. */
bool ops_exchange_over(struct ops *o, struct arena *a, struct err *e);
/* Forgets what was read of all files but these. */
void ops_exchange_forget(struct ops *o, const struct str *files, size_t n);

#endif
