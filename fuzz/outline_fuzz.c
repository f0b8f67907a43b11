/* DIR/outline: what is decoded is what would be written, and can be thinned and written again. The digest is made
 * here, so that what lies behind it is reached. */
#include "intake/outline.h"

#include <assert.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, struct outlines *o)
{
	size_t positions = 0;

	for (size_t i = 0; i < o->n; i++) {
		assert(o->list[i].n && !o->list[i].rings[0].hole);
		assert(outline_of(o, o->list[i].code) == &o->list[i]);
		for (size_t j = 0; j < o->list[i].n; j++) {
			assert(o->list[i].rings[j].n >= 4 && ring_closed(&o->list[i].rings[j]));
			positions += o->list[i].rings[j].n - 1;
		}
	}
	assert(positions == o->positions);
	(void)a;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct outlines o, again;
	struct buf b = { .a = a };
	struct err e = { 0 };
	struct hash h;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	h = hash_of(str_mem(data, size));
	buf_add(&b, data, size);
	buf_fmt(&b, "sha256 %.*s\n", 64, str_hex(a, h.b, sizeof h.b).s);
	if (!outline_decode(a, buf_text(&b), &o, &e)) {
		assert(e.kind == ERR_FALSE && e.what[0]);
		arena_free(a);
		return 0;
	}
	check(a, &o);
	assert(str_eq(outline_encode(a, &o), buf_text(&b)));
	if (outline_thin(a, &o, 40)) {
		size_t kept = 0;

		for (size_t i = 0; i < o.n; i++)
			if (o.list[i].n)
				o.list[kept++] = o.list[i];
		o.n = kept;
		assert(o.positions <= 40);
		assert(outline_decode(a, outline_encode(a, &o), &again, &e));
		check(a, &again);
	}
	arena_free(a);
	return 0;
}
