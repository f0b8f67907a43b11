/* Paths of tiles: what is read is spelt as it would be written. */
#include "ledger/tile.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(0);
	struct tile t;

	if (tile_path_read(str_mem(p, n), &t)) {
		assert(t.width >= 1 && t.width <= TILE_WIDTH && t.level < TILE_LEVELS);
		assert(str_eq(tile_path(a, t), str_mem(p, n)));
	}
	arena_free(a);
	return 0;
}
