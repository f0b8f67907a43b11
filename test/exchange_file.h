/* What another register gives, made as that one makes it, and taken. */
#ifndef SULH_TEST_EXCHANGE_FILE_H
#define SULH_TEST_EXCHANGE_FILE_H

#include <string.h>

#include "base/arena.h"
#include "keyd/keys_exchange.h"
#include "ledger/key.h"
#include "ledger/seal.h"

/* Sealed to an index key; `by`: whose secret makes the MAC. */
static inline struct str exchange_sealed_to(struct arena *a, const uint8_t to[32],
					    const uint8_t by[32], const struct exchange *x)
{
	uint8_t key[32], mac[32];
	struct buf plain = { .a = a };
	struct str map;

	exchange_put(x, &plain);
	map = buf_text(&plain);
	if (!age_shared(by, to, EXCHANGE_INFO, key))
		return S("");
	key_mac(str_mem(key, sizeof key), &map, 1, mac);
	buf_add(&plain, mac, sizeof mac);
	return age_encrypt(a, to, buf_text(&plain));
}

/* To that of `k`. */
static inline struct str exchange_sealed(struct arena *a, struct keys *k, const uint8_t by[32],
					 const struct exchange *x)
{
	uint8_t to[32];
	struct err e;

	return keys_exchange_key(k, to, &e) ? exchange_sealed_to(a, to, by, x) : S("");
}

static inline struct keys_keeping exchange_kept(const struct keys_taken *x)
{
	struct keys_keeping keep = { .expires_on = x->head.expires_on, .digest = x->digest };
	uint8_t id[32];

	exchange_id(x->head.sender, id);
	memcpy(keep.id, id, sizeof keep.id);
	return keep;
}

#endif
