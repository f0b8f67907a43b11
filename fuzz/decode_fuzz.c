/* Bytes in any encoding: UTF-8 comes out, and each of its bytes has a place in the file, none before those before it. */
#include "press/decode.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct decoded d;
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (decode_bytes(a, str_mem(data, size), &d, &e)) {
		assert(utf8_ok(d.text) && d.encoding.len);
		assert(d.raw ? d.raw[d.text.len] == size : d.text.len + d.skip == size);
		for (size_t i = 0; d.raw && i < d.text.len; i++)
			assert(d.raw[i] <= d.raw[i + 1]);
	} else {
		assert(e.kind == ERR_REFUSED && e.what[0]);
	}
	arena_free(a);
	return 0;
}
