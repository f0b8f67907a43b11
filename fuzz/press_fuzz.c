/* Reading arbitrary bytes as a report: every claim stands within its sentence, its sentence within the file. */
#include "press/read.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "reader_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct press_claim *c, const struct article *t, size_t size)
{
	assert(c->at.start <= c->at.end && c->at.end <= size);
	assert(c->sentence.start <= c->at.start && c->at.end <= c->sentence.end);
	assert(c->sentence.cstart <= c->at.cstart && c->at.cend <= c->sentence.cend);
	assert(c->places <= PRESS_PLACES && c->entity.len && c->event.len);
	assert(c->value >= 0 && (!c->has_hi || c->value_hi > c->value));
	assert(utf8_ok(c->surface) && t->text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct press_reader *reader = reader_here();
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct press_report report;
	struct article article;
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (press_read(a, reader, S("fuzz"), str_mem(data, size), &report, &article, &e)) {
		for (size_t i = 0; i < report.n; i++)
			look(&report.claims[i], &article, size);
	} else {
		assert(e.kind != ERR_NONE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
