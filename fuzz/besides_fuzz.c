/* What the key holder is asked to compare besides names, as it comes over the socket: refused, since nobody was shown to whoever asks,
 * and nothing is journalled. And what stands in sealed objects that are opened for it: nothing is taken but of a registration or a
 * correction, and a place agrees with itself alone. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "keyd/besides.h"
#include "ops_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ops_here world;

static void asked(struct arena *a, struct str in)
{
	const struct keys_ask q = { .op = KEYS_BESIDES, .purpose = S("duplicate"), .data = in };
	struct keys_answer out;
	struct err e = { .kind = ERR_NONE };
	bool ok = ops_answer(world.ops, world.client, a, &q, &out, &e);

	assert(!ok && (e.kind == ERR_USAGE || e.kind == ERR_REFUSED));
}

static void opened(struct arena *a, struct str body)
{
	struct besides said = { .typed = false };
	struct besides_asked q = { .near = NULL };
	struct about_told told;

	besides_take(a, body, &said);
	q.sex = said.sex;
	q.place = said.origin;
	told = besides_compare(&q, &said);
	assert(told.origin == (said.origin.len ? ABOUT_SAME : ABOUT_HOWS));
	assert(told.sex == (said.sex.len ? ABOUT_SAME : ABOUT_HOWS));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	ops_here(&world, &clock_system);
	a = arena_new((size_t)64 * 1024 * 1024);
	if (a && size && !setjmp(*arena_guard(a))) {
		if (data[0] & 1)
			asked(a, str_mem(data + 1, size - 1));
		else
			opened(a, str_mem(data + 1, size - 1));
	}
	arena_free(a);
	return 0;
}
