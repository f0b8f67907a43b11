/* The text of a page of arbitrary bytes: well-formed, and each of its bytes stands in the page, none before those before it. */
#include "press/markup.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "press/tags.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Tokens cover the page in order. */
static void look_at_tags(struct str page)
{
	struct tags tags = { .source = page };
	size_t at = 0;

	for (struct tag t = tag_next(&tags); t.kind != TAG_NONE; t = tag_next(&tags)) {
		assert(t.from >= at && t.to > t.from && t.to <= page.len);
		at = t.to;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str page = str_mem(data, size), text;
	const uint32_t *map;
	struct err e = { 0 };

	if (!a || !utf8_ok(page) || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	look_at_tags(page);
	if (markup_text(a, page, &text, &map, &e)) {
		assert(utf8_ok(text));
		for (size_t i = 0; i < text.len; i++)
			assert(map[i] < size && (!i || map[i] >= map[i - 1]));
	} else {
		assert(e.kind == ERR_REFUSED && e.what[0]);
	}
	arena_free(a);
	return 0;
}
