/* Claims from JSON lines: whatever is read is within its limits, and writes the same twice. */
#include "press/claim.h"

#include <assert.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str written(struct arena *a, const struct press_claim *c)
{
	struct buf b = { .a = a };

	json_open(&b, '{');
	press_claim_put(&b, c);
	json_close(&b, '}');
	return buf_text(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct press_claim *c, *again;
	struct err e = { 0 };
	size_t n, m;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (press_claims_read(a, str_mem(data, size), &c, &n, &e)) {
		for (size_t i = 0; i < n; i++) {
			struct str x = written(a, &c[i]);
			bool ok = press_claims_read(a, x, &again, &m, &e);

			assert(c[i].places <= PRESS_PLACES && c[i].at.start <= c[i].at.end);
			assert(ok && m == 1 && str_eq(x, written(a, again)));
		}
	} else {
		assert(e.kind != ERR_NONE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
