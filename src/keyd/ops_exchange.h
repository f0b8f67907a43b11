/* Private to keyd/ops_exchange*.c: what they share. */
#ifndef SULH_KEYD_OPS_EXCHANGE_H
#define SULH_KEYD_OPS_EXCHANGE_H

#include "keyd/exchange.h"
#include "keyd/ops_int.h"

#define EXCHANGE_SLICE ((size_t)4 * 1024 * 1024) /* of a file, in one ask or answer */

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

#endif
