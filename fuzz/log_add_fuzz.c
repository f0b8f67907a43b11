/* What is shown to whoever holds the keyring before it signs more of a log: entries with bodies of objects c, which are
 * sealed here, so that what lies behind the seal is reached. Two bytes with its length stand before each. No officer has a key:
 * nothing is taken but what nobody signs, and no root is signed that did not come of it. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys_log.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "ops_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ORIGIN S("hq.test/log/1")
#define ITEMS  8

static struct ops_here world;
static struct ops_client *other; /* of another process */

static int64_t then(void *p)
{
	(void)p;
	return 1481270400;
}

/* A register with a log, whose keyring is that of another process. */
static void begin(void)
{
	static const struct clock clock = { then, NULL };
	struct keys_ask make = { .op = KEYS_LOG_MAKE, .name = ORIGIN };
	struct keys_answer file;
	struct err e;
	bool ok;

	ops_here(&world, &clock);
	ok = ops_answer(world.ops, world.client, world.a, &make, &file, &e);
	assert(ok);
	other = ops_client_new(world.a, false, &e);
}

static struct str next(struct str *in)
{
	size_t n = in->len < 2 ? 0 : (size_t)(uint8_t)in->s[0] << 8 | (uint8_t)in->s[1];
	struct str out;

	*in = str_from(*in, in->len < 2 ? in->len : 2);
	out = str_mem(in->s, n < in->len ? n : in->len);
	*in = str_from(*in, out.len);
	return out;
}

/* Nobody signed it, and nobody has to. */
static bool unsigned_kind(struct arena *a, struct str bytes)
{
	const struct kind *k;
	struct entry x;
	struct err e;

	if (!entry_read(a, bytes, &x, &e))
		return false;
	k = kind_by_code(x.kind);
	return k && k->form != FORM_WEAPON && (k->form != FORM_PLACE || !x.n_signatures);
}

/* The entry as it is with this object c, if any: under its seal. */
static struct str under_seal(struct arena *a, struct str bytes, struct str object)
{
	const struct hash none = hash_of(S(""));
	struct hash seal = seal_hash_with(object, &none);
	struct entry x;
	struct err e;

	if (!object.len || !entry_read(a, bytes, &x, &e) || !x.seal.s)
		return bytes;
	x.seal = str_dup(a, hash_str(&seal));
	return entry_put(a, &x, 0);
}

static void shown(struct arena *a, struct str in, bool raw)
{
	struct keys_ask q = { .op = KEYS_LOG_ADD, .name = ORIGIN, .data = in };
	struct buf b = { .a = a }, list = { .a = a };
	struct tree tree = { 0 };
	struct keys_answer out;
	struct str entries[ITEMS];
	struct err e = { 0 };
	size_t n = 0;

	for (; in.len && n < ITEMS; n++) {
		struct hash none = hash_of(S(""));
		struct str entry = next(&in), body = next(&in), object = S("");

		if (body.len)
			object = seal_centre(a, keyring_centre_key(world.keyring), body);
		entries[n] = under_seal(a, entry, object);
		cbor_put_array(&list, 4);
		cbor_put_bytes(&list, entries[n]);
		cbor_put_bytes(&list, object);
		cbor_put_int(&list, 0);
		cbor_put_bytes(&list, hash_str(&none));
	}
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, S("\0\0\0\0\0\0\0\0"));
	cbor_put_array(&b, n);
	buf_str(&b, buf_text(&list));
	if (!raw)
		q.data = buf_text(&b);
	ops_client_end(other);
	if (!ops_answer(world.ops, other, a, &q, &out, &e)) {
		assert(e.kind != ERR_NONE);
		return;
	}
	for (size_t i = 0; !raw && i < n; i++) {
		struct hash leaf = hash_leaf(entries[i]);

		assert(unsigned_kind(a, entries[i]));
		tree_add(&tree, &leaf);
	}
	/* It goes on from there and from nowhere else. */
	b = (struct buf){ .a = a };
	list = (struct buf){ .a = a };
	tree_encode(&tree, &list);
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, buf_text(&list));
	cbor_put_array(&b, 0);
	q.data = buf_text(&b);
	if (!raw)
		assert(ops_answer(world.ops, other, a, &q, &out, &e));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	if (!other)
		begin();
	a = arena_new((size_t)64 * 1024 * 1024);
	if (a && size && !setjmp(*arena_guard(a)))
		shown(a, str_mem(data + 1, size - 1), data[0] & 1);
	arena_free(a);
	return 0;
}
