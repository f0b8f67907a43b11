/* The frame of sealed objects: what opens is exactly what would be framed. */
#include "ledger/seal.h"

#include <assert.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[32];
	const struct str in = str_mem(data, size);
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct str body;
	struct err e;
	bool ok;

	if (!a || !key_start() || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (seal_unframe(in, &body, &e))
		assert(str_eq(seal_frame(a, body), in));
	else
		assert(e.kind == ERR_FALSE && e.what[0]);
	ok = seal_unframe(seal_frame(a, in), &body, &e);
	assert(ok && str_eq(body, in));
	if (open_centre(a, key, in, &body, &e))
		assert(body.len < size);
	arena_free(a);
	return 0;
}
