/* Short quotations from arbitrary reports: bounded, with the value where it is said to be, and words that stand in the article. */
#include "press/quote.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "reader_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CLAIMS 20 /* that are looked at */

static void look(struct arena *a, const struct press_reader *r, const struct article *t,
		 const struct press_claim *c)
{
	struct quote q = quote_of(a, t, c), again = { 0 };
	struct str names[QUOTE_NAMES];
	size_t letters = utf8_count(q.text), n;

	assert(utf8_ok(q.text) && letters <= QUOTE_CHARS);
	assert(q.from <= q.to && q.to <= letters);
	if (quote_chosen(a, t, c, q.text, &again))
		assert(utf8_count(again.text) == letters && again.to <= letters);
	n = quote_names(a, press_pack_of(r, t->text), c, q.text, names);
	assert(n <= QUOTE_NAMES);
	for (size_t i = 0; i < n; i++)
		assert(names[i].len && utf8_ok(names[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct press_reader *reader = reader_here();
	struct arena *a = arena_new((size_t)256 << 20);
	struct press_report report;
	struct article article;
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (press_read(a, reader, S("fuzz"), str_mem(data, size), &report, &article, &e))
		for (size_t i = 0; i < report.n && i < CLAIMS; i++)
			look(a, reader, &article, &report.claims[i]);
	arena_free(a);
	return 0;
}
