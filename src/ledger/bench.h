/* For `sulh bench`: the library's own boxes, against which sealing is measured, and a log to be audited. */
#ifndef SULH_LEDGER_BENCH_H
#define SULH_LEDGER_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define BENCH_BOX_MAX	4096
#define BENCH_BOX_EXTRA 48

/* An anonymous box for a key pair made here (crypto_box_seal), and opening it. `n` is the length of what is
 * in it, at most BENCH_BOX_MAX; the box is BENCH_BOX_EXTRA longer. */
struct bench_box {
	uint8_t public_key[32], secret_key[32];
};
bool bench_box_make(struct bench_box *b);
bool bench_box_seal(const struct bench_box *b, const uint8_t *plain, size_t n, uint8_t *box);
bool bench_box_open(const struct bench_box *b, const uint8_t *box, size_t n, uint8_t *plain);

/* The library's own signatures, without what key_sign and key_verify do around them. */
bool bench_sign(const uint8_t seed[32], const uint8_t pub[32], struct str msg, uint8_t sig[64]);
bool bench_verify(const uint8_t pub[32], struct str msg, const uint8_t sig[64]);

/* A keyring in `dir` (which is not there yet) with one bucket as full as with so many persons in all; one of them. And all
 * slots of that bucket wrapped anew in memory, as each bucket would be without buckets; false where one does not open. */
struct keyring;
struct keyring *bench_keyring(struct arena *a, const char *dir, size_t persons, uint8_t subject[16],
			      struct err *e);
bool bench_rewrap(struct keyring *k, struct arena *a, uint8_t bucket, struct err *e);

#define BENCH_ENTRY_MAX 4096

/* Publishes in `dir` the log hq of an operation "bench": `size` entries of random bytes, of all lengths
 * between half of `mean` and half as much again (BENCH_ENTRY_MAX at most), with policy, vkey, tiles and a
 * signed checkpoint. Nothing is synced. */
bool bench_log(struct arena *a, const char *dir, uint64_t size, size_t mean, struct err *e);

#endif
