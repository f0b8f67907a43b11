/* Lists of erasures of any bytes: what is taken is written the same way again. */
#include "intake/erase.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	const struct str in = str_mem(data, size);
	struct store_erased *list;
	uint8_t mac[32];
	struct err e;
	size_t n;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (erasures_read(a, in, &list, &n, mac, &e))
		assert(str_eq(erasures_text(a, list, n, mac), in));
	else
		assert(e.kind == ERR_FALSE && e.what[0]);
	arena_free(a);
	return 0;
}
