/* Names of places, as lines: the last one is looked for among the others. Scores stay in their bounds, a name is like itself,
 * and no text takes long. */
#include "match/gazette.h"

#include <assert.h>

#include "base/arena.h"
#include "match/placematch.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(struct str name)
{
	struct placewords x;

	placewords_of(name, &x);
	assert(x.n <= PLACEWORDS);
	for (size_t i = 0; i < x.n; i++) {
		assert(x.w[i].w.n <= SYMBOLS_MAX && x.w[i].text.len <= name.len);
		assert(x.w[i].part == PART_NUMBER || x.w[i].w.n);
	}
	assert(x.joins <= x.wholes && x.wholes <= x.n);
	assert(!x.n || placematch_texts(name, name) == PLACEMATCH_SAME);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_mem(data, size), last = S("");
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct gazette *g;
	struct gazette_hit *hit;
	uint32_t who = 0;
	size_t n;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	g = gazette_new(a);
	while (rest.s && who < 64) {
		struct str name = str_cut(&rest, '\n');

		check_words(name);
		assert(placematch_texts(name, last) <= PLACEMATCH_SAME);
		(void)gazette_add(g, who++, name);
		last = name;
	}
	n = gazette_find(g, a, last, NULL, NULL, 10, &hit);
	assert(n <= 10 && n <= who);
	for (size_t i = 0; i < n; i++)
		assert(hit[i].who < who && hit[i].score > 0 && hit[i].score <= PLACEMATCH_SAME &&
		       (!i || hit[i].score <= hit[i - 1].score));
	arena_free(a);
	return 0;
}
