/* Bundles: the first byte says how many entries are wanted; what is read is written the same. */
#include "ledger/tile.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(0);
	struct str entries[TILE_WIDTH];
	struct buf b = { .a = a };
	struct err e;

	if (n && bundle_read(str_mem(p + 1, n - 1), p[0] + 1u, entries, &e)) {
		for (unsigned i = 0; i < p[0] + 1u; i++)
			bundle_put(&b, entries[i]);
		assert(str_eq(buf_text(&b), str_mem(p + 1, n - 1)));
	}
	arena_free(a);
	return 0;
}
