/* See bench.h. */
#include "ledger/bench.h"

#include <assert.h>

#include <sodium.h>

#include "base/banned.h"

static_assert(crypto_box_SEALBYTES == BENCH_BOX_EXTRA, "boxes have room");

bool bench_box_make(struct bench_box *b)
{
	return !crypto_box_keypair(b->public_key, b->secret_key);
}

bool bench_box_seal(const struct bench_box *b, const uint8_t *plain, size_t n, uint8_t *box)
{
	return n <= BENCH_BOX_MAX && !crypto_box_seal(box, plain, n, b->public_key);
}

bool bench_box_open(const struct bench_box *b, const uint8_t *box, size_t n, uint8_t *plain)
{
	return n <= BENCH_BOX_MAX &&
	       !crypto_box_seal_open(plain, box, n + BENCH_BOX_EXTRA, b->public_key, b->secret_key);
}
