/* Claims from any bytes, as lines of JSON: each verdict names claims that are there, by a rule. */
#include "press/compare.h"

#include <assert.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct press_claim *claims;
	struct compare_claim *list;
	struct comparison out;
	struct err e;
	size_t n;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (!press_claims_read(a, str_mem(data, size), &claims, &n, &e)) {
		arena_free(a);
		return 0;
	}
	list = arena_array(a, n + 1, sizeof *list);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct compare_claim){
			&claims[i], i % 3 ? day_of(2031, 3, 1 + (int)(i % 5)) : NO_DAY, REUSE_NONE
		};
	out = compare_claims(a, list, n, NULL);
	for (size_t i = 0; i < out.n; i++) {
		assert(out.verdicts[i].n >= 2 && out.verdicts[i].n <= COMPARE_CLAIMS);
		assert(out.verdicts[i].v.kind < VERDICTS && out.verdicts[i].v.rule &&
		       out.verdicts[i].v.reason.len);
		for (size_t k = 0; k < out.verdicts[i].n; k++)
			assert(out.verdicts[i].claims[k] < n);
	}
	arena_free(a);
	return 0;
}
