/* What comes over the key holder's socket, on either side: any bytes, and what is read is exactly what would be
 * written. */
#include "keyd/wire.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void is_body(struct str frame, const uint8_t *data, size_t size)
{
	size_t n;

	assert(frame.len == size + WIRE_HEAD && !memcmp(frame.s + WIRE_HEAD, data, size));
	assert(wire_length((const uint8_t *)frame.s, &n) && n == size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct read in = read_of(data, size);
	struct keys_answer x;
	struct keys_ask q;
	struct str frame;
	struct err e = { 0 };
	bool is_error, ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (wire_read_ask(&in, &q)) {
		ok = wire_put_ask(a, &q, &frame);
		assert(ok);
		is_body(frame, data, size);
	} else {
		assert(in.wrong);
	}
	in = read_of(data, size);
	if (wire_read_answer(&in, &x, &is_error, &e)) {
		ok = is_error || wire_put_answer(a, &x, &frame);
		assert(ok);
		is_body(is_error ? wire_put_error(a, &e) : frame, data, size);
	} else {
		assert(in.wrong);
	}
	arena_free(a);
	return 0;
}
