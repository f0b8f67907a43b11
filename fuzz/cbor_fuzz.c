/* Deterministic CBOR: an item that is stepped over is one that our writer would have written the same. */
#include "base/cbor.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

#define DEPTH 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool write_map(struct read *in, struct buf *out, int depth);

static bool write_array(struct read *in, struct buf *out, int depth);

/* Reads an item with the reader of its type and writes it anew; false for types that are not ours. */
static bool write_again(struct read *in, struct buf *out, int depth)
{
	enum cbor_type t;
	struct str s;
	int64_t n;
	bool b;

	if (!cbor_peek(in, &t))
		return false;
	if (t == CBOR_UINT || t == CBOR_NEGATIVE) {
		if (!cbor_int(in, INT64_MIN, INT64_MAX, &n))
			return false;
		cbor_put_int(out, n);
	} else if (t == CBOR_BYTES) {
		if (!cbor_bytes(in, 0, SIZE_MAX, &s))
			return false;
		cbor_put_bytes(out, s);
	} else if (t == CBOR_TEXT) {
		if (!cbor_text(in, SIZE_MAX, &s))
			return false;
		cbor_put_text(out, s);
	} else if (t == CBOR_SIMPLE) {
		if (!cbor_bool(in, &b))
			return false;
		cbor_put_bool(out, b);
	} else {
		return depth && (t == CBOR_ARRAY ? write_array(in, out, depth)
						 : t == CBOR_MAP && write_map(in, out, depth));
	}
	return true;
}

static bool write_array(struct read *in, struct buf *out, int depth)
{
	uint64_t n;

	if (!cbor_array(in, UINT64_MAX, &n))
		return false;
	cbor_put_array(out, n);
	while (n--)
		if (!write_again(in, out, depth - 1))
			return false;
	return true;
}

static bool write_map(struct read *in, struct buf *out, int depth)
{
	uint64_t n;

	if (!cbor_map(in, UINT64_MAX, &n))
		return false;
	cbor_put_map(out, n);
	while (n--)
		if (!write_again(in, out, depth - 1) || !write_again(in, out, depth - 1))
			return false;
	return true;
}

/* A map with integer keys, as entries are. */
static void keys(struct read in)
{
	int64_t last = -1, before;
	uint64_t n;
	struct str item;

	if (!cbor_map(&in, 64, &n))
		return;
	for (before = last; n-- && cbor_key(&in, &last) && cbor_skip(&in, DEPTH, &item);
	     before = last)
		assert(last > before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct read skipped = read_of(data, size), read = read_of(data, size);
	struct buf again = { .a = a };
	struct str item = { 0 };
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	ok = cbor_skip(&skipped, DEPTH, &item);
	assert(ok == !skipped.wrong && skipped.at <= skipped.end);
	if (ok && write_again(&read, &again, DEPTH))
		assert(str_eq(buf_text(&again), item) && read.at == skipped.at);
	keys(read_of(data, size));
	arena_free(a);
	return 0;
}
