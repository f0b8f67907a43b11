/*
 * SHA-256 (FIPS 180-4) of many messages at once, for whoever hashes a whole log: several messages run
 * side by side in the lanes of wide registers. One program has all ways and takes at run time what the
 * processor can do; the digests are the same bytes with each.
 */
#ifndef SULH_LEDGER_SHA_H
#define SULH_LEDGER_SHA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ledger/hash.h"

enum sha_way {
	SHA_PLAIN,   /* one after the other, the library's */
	SHA_PAIR,    /* two at once with the instructions made for it (SHA-NI) */
	SHA_EIGHT,   /* eight lanes, AVX2 */
	SHA_SIXTEEN, /* sixteen lanes, AVX-512 */
	SHA_WAYS,
};

/* "plain", "pair", "eight", "sixteen". */
const char *sha_name(enum sha_way way);

/* Whether this processor can go this way: SHA_PLAIN always. */
bool sha_can(enum sha_way way);

/* The fastest that it can go with this many messages. */
enum sha_way sha_best(size_t n);

/* out[i] = SHA-256(messages[i]). Nothing is read but the messages. `way` is one that the processor can go. */
void sha_many(enum sha_way way, const struct str *messages, size_t n, struct hash *out);

/* The nodes above n pairs of neighbours: out[i] = SHA-256(0x01 || pairs[2i] || pairs[2i + 1]). `out` may
 * begin where `pairs` does. */
void sha_nodes(enum sha_way way, const struct hash *pairs, size_t n, struct hash *out);

#endif
