/* Private to sha*.c: one block of SHA-256 in each of several lanes. */
#ifndef SULH_LEDGER_SHA_STEP_H
#define SULH_LEDGER_SHA_STEP_H

#include <stddef.h>
#include <stdint.h>

#include "ledger/sha.h"

#define SHA_BLOCK 64
#define SHA_LANES 16 /* at most */
#define SHA_WORDS 8

struct sha_lanes {
	/* Word w of lane l stands at [w * word + l * lane]. */
	uint32_t state[SHA_WORDS * SHA_LANES];
	const uint8_t *block[SHA_LANES];
};

struct sha_step {
	unsigned lanes, word, lane;
	/* Takes n blocks of each lane into its state; every pointer is to that many and is moved behind
	 * them. */
	void (*run)(struct sha_lanes *s, size_t n);
};

/* NULL where the processor cannot, and for SHA_PLAIN. */
const struct sha_step *sha_step(enum sha_way way);

#endif
