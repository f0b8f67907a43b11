/* Reports cut from any bytes at each NUL: every passage found lies in its text, has the same words in both, and what is
 * copied is no more than there is. */
#include "press/reuse.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "press/reuse_words.h"
#include "base/banned.h"

#define TEXTS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_words(const struct reuse *r, const struct reuse_run *run)
{
	struct str a = r->texts[run->a].text, b = r->texts[run->b].text;
	struct reuse_word x = { .end = run->a_start }, y = { .end = run->b_start };

	assert(run->a_start < run->a_end && run->a_end <= a.len);
	assert(run->b_start < run->b_end && run->b_end <= b.len);
	assert(run->words >= REUSE_GRAM);
	for (uint32_t i = 0; i < run->words; i++) {
		bool ok = reuse_word_next(a, x.end, &x) && reuse_word_next(b, y.end, &y);

		assert(ok && x.len == y.len && memcmp(x.folded, y.folded, x.len) == 0);
	}
	assert(x.end == run->a_end && y.end == run->b_end);
	assert(run->a < run->b || (run->a == run->b && run->a_end <= run->b_start));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = str_mem(data, size);
	struct reuse_text texts[TEXTS] = { 0 };
	const struct reuse *r;
	struct err e;
	size_t n = 0;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	while (rest.len && n < TEXTS) {
		texts[n].text = str_cut(&rest, '\0');
		texts[n].day = (int64_t)(texts[n].text.len % 3);
		n++;
	}
	r = reuse_find(a, a, texts, n, &e);
	assert(r);
	for (size_t i = 0; i < r->n_runs; i++)
		same_words(r, &r->runs[i]);
	for (size_t i = 0; i < n; i++) {
		assert(texts[i].copied <= texts[i].words && texts[i].source < n);
		assert((texts[i].of == REUSE_NONE) == (texts[i].copied == 0));
	}
	arena_free(a);
	return 0;
}
