/* What another register gives, and the file of its key, on any bytes: what is read is written as it was read, in one way. */
#include "keyd/exchange.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/seal.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void whole(struct arena *a, struct str bytes)
{
	struct exchange *x = arena_alloc(a, sizeof *x);
	struct read in = read_of(bytes.s, bytes.len);
	struct buf again = { .a = a };

	if (!exchange_read(a, &in, x)) {
		assert(in.wrong);
		return;
	}
	exchange_put(x, &again);
	assert(str_eq(buf_text(&again), bytes));
	for (size_t i = 0; i < x->n; i++) {
		struct names *names = arena_alloc(a, sizeof *names);
		struct read body = read_of(x->rows[i].body.s, x->rows[i].body.len);

		assert(names_read(&body, names) && exchange_names_ok(names));
		assert(exchange_trim(a, names));
	}
}

static void head(struct arena *a, struct str bytes)
{
	struct exchange_head *h = arena_alloc(a, sizeof *h);
	struct read in = read_of(bytes.s, bytes.len);
	struct buf again = { .a = a };

	if (!exchange_head_read(&in, h))
		return;
	exchange_head_put(h, &again);
	assert(str_eq(buf_text(&again), bytes));
}

/* What stands before rows that are held. */
static void held(struct arena *a, struct str bytes)
{
	struct exchange_held *x = arena_alloc(a, sizeof *x);
	struct read in = read_of(bytes.s, bytes.len);
	struct buf again = { .a = a };

	if (!exchange_held_read(&in, x)) {
		assert(in.wrong);
		return;
	}
	exchange_held_put(x, &again);
	assert(str_eq(buf_text(&again), bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 << 20);
	uint8_t key[32];

	if (!a)
		return 0;
	if (!setjmp(*arena_guard(a))) {
		whole(a, str_mem(data, size));
		head(a, str_mem(data, size));
		held(a, str_mem(data, size));
		if (exchange_key_read(str_mem(data, size), key))
			assert(age_recipient_ok(key));
	}
	arena_free(a);
	return 0;
}
