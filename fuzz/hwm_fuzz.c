/* The mark of a log: what is read has one spelling, and it never allows less or otherwise than it says. */
#include "ledger/log.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct str text = str_mem(data, size);
	struct hwm h;
	struct err e;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (hwm_of(a, text, &h, &e)) {
		struct hash other = h.root;

		other.b[31] ^= 1;
		assert(!h.missing && h.size <= INT64_MAX);
		assert(str_eq(str_fmt(a, "%llu %.*s\n", (unsigned long long)h.size,
				      P(str_base64(a, h.root.b, sizeof h.root.b))),
			      text));
		assert(hwm_allows(&h, h.size, &h.root, &e) &&
		       hwm_allows(&h, h.size + 1, &other, &e));
		assert(!h.size || !hwm_allows(&h, h.size, &other, &e));
		assert(!h.size || !hwm_allows(&h, h.size - 1, &h.root, &e));
	} else {
		assert(e.kind == ERR_ATTENTION && e.what[0]);
	}
	arena_free(a);
	return 0;
}
