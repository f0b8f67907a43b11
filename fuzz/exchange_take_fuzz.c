/*
 * What the key holder is asked when a file of another register is taken, as it comes over the socket: answered or refused, and nothing else.
 * And a file that the other register did make, with whatever it put inside: what is taken of it, and kept, reads again as it was.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/exchange.h"
#include "ledger/seal.h"
#include "ops_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ops_here world;
static const uint8_t sender[32] = { 7 }; /* the secret of the other register */

static int64_t now_of(void *p)
{
	(void)p;
	return 1476093660;
}

static const struct clock clock_here = { .now = now_of };

static bool ask(struct arena *a, enum keys_op op, int64_t n, struct str data, struct str *out)
{
	const struct keys_ask q = { .op = op, .n = n, .data = data };
	struct keys_answer got;
	struct err e = { .kind = ERR_NONE };
	bool ok = ops_answer(world.ops, world.client, a, &q, &got, &e);

	assert(ok || e.kind == ERR_USAGE || e.kind == ERR_FALSE || e.kind == ERR_REFUSED);
	if (out)
		*out = got.data;
	return ok;
}

/* The age file of this map, as the other register makes it. */
static struct str sealed(struct arena *a, struct str map)
{
	uint8_t key[32], mac[EXCHANGE_MAC];
	struct buf plain = { .a = a };
	struct str to;

	if (!ask(a, KEYS_EXCHANGE_KEY, 0, S(""), &to) ||
	    !age_shared(sender, (const uint8_t *)to.s, EXCHANGE_INFO, key))
		return S("x");
	key_mac(str_mem(key, sizeof key), &map, 1, mac);
	buf_str(&plain, map);
	buf_add(&plain, mac, sizeof mac);
	return age_encrypt(a, (const uint8_t *)to.s, buf_text(&plain));
}

static void give(struct arena *a, struct str file)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, 2);
	cbor_put_int(&b, (int64_t)file.len);
	cbor_put_bytes(&b, file);
	(void)ask(a, KEYS_EXCHANGE_GIVE, 0, buf_text(&b), NULL);
}

/* "[id, until, digest]" of what was taken: "[digest, rows, head]". */
static struct str to_keep(struct arena *a, struct str taken)
{
	struct exchange_head *h = arena_alloc(a, sizeof *h);
	struct read in = read_of(taken.s, taken.len), inner;
	struct str digest = { 0 }, head = { 0 };
	struct buf b = { .a = a };
	uint64_t three = 0;
	int64_t rows = 0;
	uint8_t id[32];
	bool ok = cbor_array(&in, 3, &three) && cbor_bytes(&in, 32, 32, &digest) &&
		  cbor_int(&in, 0, EXCHANGE_ROWS, &rows) && cbor_bytes(&in, 1, INDEX_BODY, &head);

	inner = read_of(head.s, head.len);
	ok = ok && exchange_head_read(&inner, h);
	assert(ok);
	exchange_id(h->sender, id);
	cbor_put_array(&b, 1);
	cbor_put_array(&b, 3);
	cbor_put_bytes(&b, str_mem(id, EXCHANGE_ID));
	cbor_put_int(&b, h->expires_on);
	cbor_put_bytes(&b, digest);
	return buf_text(&b);
}

/* [[id, until, whether it reads, ...]] */
static bool reads(struct arena *a)
{
	struct str held, id = { 0 };
	struct read in;
	uint64_t n = 0, six = 0;
	int64_t until = 0;
	bool ok = false;

	if (!ask(a, KEYS_EXCHANGE_HELD, 1, S(""), &held))
		return false;
	in = read_of(held.s, held.len);
	return cbor_array(&in, 1, &n) && n == 1 && cbor_array(&in, 6, &six) &&
	       cbor_bytes(&in, EXCHANGE_ID, EXCHANGE_ID, &id) &&
	       cbor_int(&in, 0, INT32_MAX, &until) && cbor_bool(&in, &ok) && ok;
}

static struct str from(struct arena *a)
{
	uint8_t recipient[32];
	struct buf b = { .a = a };

	age_recipient(sender, recipient);
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, str_mem(recipient, sizeof recipient));
	cbor_put_array(&b, 0);
	return buf_text(&b);
}

static void whole(struct arena *a, struct str map)
{
	struct buf none = { .a = a };
	struct str taken;

	give(a, sealed(a, map));
	if (!ask(a, KEYS_EXCHANGE_TAKE, 0, from(a), &taken))
		return;
	if (!ask(a, KEYS_EXCHANGE_KEEP, 0, to_keep(a, taken), NULL) || !reads(a))
		abort();
	cbor_put_array(&none, 0);
	(void)ask(a, KEYS_EXCHANGE_KEEP, 0, buf_text(&none), NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	ops_here(&world, &clock_here);
	a = arena_new((size_t)64 * 1024 * 1024);
	if (a && size && !setjmp(*arena_guard(a))) {
		struct str rest = str_mem(data + 1, size - 1);

		switch (data[0] % 4) {
		case 0:
			whole(a, rest);
			break;
		case 1:
			(void)ask(a, KEYS_EXCHANGE_GIVE, data[0] >> 2, rest, NULL);
			break;
		case 2:
			give(a, S("no file"));
			(void)ask(a, KEYS_EXCHANGE_TAKE, 0, rest, NULL);
			break;
		default:
			(void)ask(a, KEYS_EXCHANGE_KEEP, 0, rest, NULL);
			break;
		}
	}
	arena_free(a);
	return 0;
}
