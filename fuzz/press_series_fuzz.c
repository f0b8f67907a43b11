/* A table of published figures from any bytes: refused with a reason, or sorted rows and findings about them. */
#include "press/series.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct press_series s;
	struct err e;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (!press_series_read(a, str_mem(data, size), &s, &e)) {
		assert(e.kind != ERR_NONE && e.what[0]);
		arena_free(a);
		return 0;
	}
	press_series_check(a, &s);
	for (size_t i = 0; i < s.n_findings; i++) {
		const struct series_finding *f = &s.findings[i];

		assert(f->a < s.n && f->b < s.n && f->v.flag && f->v.kind < VERDICTS &&
		       f->v.reason.len);
	}
	arena_free(a);
	return 0;
}
