/* A block of a file of acts (ledger/keyring_acts.h), of any bytes, as it is and under the right MAC: what is read is in order, of the
 * length that the file says, and written again byte for byte. */
#include "ledger/keyring_acts.h"

#include <assert.h>
#include <string.h>

#include "ledger/key.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRONT 2 /* number of the block, digests behind it */
#define PLAIN 496

static const uint8_t key[32] = { 9 };

static void look(const struct signed_run *run, uint64_t at, const uint8_t block[ACTS_BLOCK])
{
	size_t n = acts_block_read(key, run, at, block);
	uint8_t list[ACTS_DIGESTS][ACT_DIGEST], again[ACTS_BLOCK];

	if (!n)
		return;
	assert(n <= ACTS_DIGESTS && at * ACTS_DIGESTS + n <= run->n);
	memcpy(list, block, n * ACT_DIGEST);
	for (size_t i = 1; i < n; i++)
		assert(memcmp(list[i - 1], list[i], ACT_DIGEST) < 0);
	acts_block_put(key, run, at, (const uint8_t(*)[ACT_DIGEST])list, n, again);
	assert(!memcmp(again, block, sizeof again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t block[ACTS_BLOCK] = { 0 }, front[24] = { 0 }, mac[32];
	struct signed_run run = { { 7 }, 0 };
	uint64_t at;

	if (size < FRONT || !key_start())
		return 0;
	at = data[0];
	run.n = at * ACTS_DIGESTS + data[1] % (2 * ACTS_DIGESTS);
	size -= FRONT;
	memcpy(block, data + FRONT, size < sizeof block ? size : sizeof block);
	look(&run, at, block);
	front[0] = 7;
	for (int i = 0; i < 8; i++) {
		front[8 + i] = (uint8_t)(run.n >> (8 * (7 - i)));
		front[16 + i] = (uint8_t)(at >> (8 * (7 - i)));
	}
	key_mac(str_mem(key, 32),
		(struct str[]){ S("sulh/acts/v1\0"), str_mem(front, sizeof front),
				str_mem(block, PLAIN) },
		3, mac);
	memcpy(block + PLAIN, mac, sizeof block - PLAIN);
	look(&run, at, block);
	return 0;
}
