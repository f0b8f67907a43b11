/* Packs of arbitrary bytes: refused or reported with a line, and what is kept finds words and reads a text. */
#include "press/lexicon.h"

#include <assert.h>

#include "base/arena.h"
#include "press/number.h"
#include "press/token.h"
#include "press/when.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_with(struct arena *a, const struct pack *p, struct str text)
{
	struct sentence *s = arena_alloc(a, sizeof *s);
	struct lexer l = lexer_of(p, text);

	while (sentence_next(&l, s))
		for (size_t i = 0; i < s->n; i++) {
			struct number n;
			struct when w;

			if (number_at(s, i, &n))
				assert(n.from == i && n.to > i && n.to <= s->n && n.start <= i &&
				       n.after >= n.to && n.v >= 0);
			if (when_at(s, i, &w))
				assert(w.from == i && w.to <= s->n);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct pack_report report;
	struct pack *p;
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	report = (struct pack_report){ .text = { .a = a } };
	p = arena_alloc(a, sizeof *p);
	if (pack_read(a, S("xx"), str_mem(data, size), p, &report, &e)) {
		assert(!report.wrong == !report.text.len && p->rows <= LEXICON_ROWS + 1);
		read_with(a, p,
			  S("Some 1,200 of them, two dozen and a third, left on 5 May 2016."));
		read_with(a, p, str_mem(data, size));
	} else {
		assert(e.kind != ERR_NONE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
