/*
 * The reader of keyring/index-<b> and of the bodies in it, on any bytes: as a file, as the records of a chunk whose
 * seal is right, and as a body. What is taken up can be asked for, and is written as it was read.
 */
#include "keyd/index.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEADER	"sulh-index-v1\n\0\0\x07\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define PURPOSE "sulh/index/v1\0\x07\0\0\0\0\0\0\0\x20"

static bool take(void *p, const struct index_record *r)
{
	struct err e;

	assert(r->subject[0] == 7 && r->body.len && r->body.len <= INDEX_BODY);
	(void)index_take(p, r, &e);
	return true;
}

static void file(struct arena *a, const struct index_key *k, struct index *x, struct str in)
{
	const char *wrong;

	assert(index_each(a, k, in, 0, take, x, &wrong) || wrong);
}

/* The bytes as the one chunk of a file. */
static void chunk(struct arena *a, const struct index_key *k, struct index *x, struct str in)
{
	size_t n = (in.len + 255) / 256 * 256, len = n + KEY_BOX_EXTRA;
	uint8_t *plain = arena_alloc(a, n), *box = arena_alloc(a, len), head[4];
	struct buf b = { .a = a };

	if (!n || n > INDEX_PLAIN)
		return;
	memcpy(plain, in.s, in.len);
	key_box(k->key, S(PURPOSE), plain, n, box);
	for (int i = 0; i < 4; i++)
		head[i] = (uint8_t)(len >> (24 - 8 * i));
	buf_str(&b, S(HEADER));
	buf_add(&b, head, sizeof head);
	buf_add(&b, box, len);
	file(a, k, x, buf_text(&b));
}

static void body(struct arena *a, struct index *x, struct str in)
{
	struct read r = read_of(in.s, in.len);
	struct buf again = { .a = a };
	struct index_record record = { { 7, 1 }, in };
	struct names names;
	struct err e;

	if (!names_read(&r, &names)) {
		assert(r.wrong);
		return;
	}
	names_put(&names, &again);
	assert(str_eq(buf_text(&again), in));
	if (in.len <= INDEX_BODY)
		assert(index_take(x, &record, &e));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t bucket_key[32];
	const struct str in = str_mem(data, size);
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct index_key k;
	struct index_hit *hits;
	struct index *x;
	struct err e;
	size_t n;
	bool more;

	if (!a || !key_start() || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	index_key(bucket_key, 7, &k);
	x = index_new(a, &e);
	if (x) {
		file(a, &k, x, in);
		chunk(a, &k, x, in);
		body(a, x, in);
		const struct index_asked asked = { in, S(""), S("") },
					 samir = { S("samir"), S("1980~"), S("") };
		struct index_query q;

		if (index_query(a, &asked, &q, &e))
			index_find(x, a, &q, 3, &hits, &n, &more);
		if (index_query(a, &samir, &q, &e))
			index_find(x, a, &q, 3, &hits, &n, &more);
	}
	arena_free(a);
	return 0;
}
