/* SHA-256 in lanes: every way that this processor can go gives what the library gives. */
#include "ledger/sha.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/tile.h"
#include "ledger/tree.h"
#include "test.h"
#include "base/banned.h"

#define LENGTHS 1001
#define COUNTS	51

static bool is(const struct hash *h, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	bool same = strlen(hex) == 64;

	for (size_t i = 0; same && i < 32; i++)
		same = hex[2 * i] == digits[h->b[i] >> 4] && hex[2 * i + 1] == digits[h->b[i] & 15];
	return same;
}

/* FIPS 180-4, as NIST publishes the examples. */
static bool vectors(enum sha_way way, char *million)
{
	const struct str messages[] = {
		S(""),
		S("abc"),
		S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
		S("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
		  "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
		str_mem(million, 1000000),
		S("\xbd"),
		S("\xc9\x8c\x8e\x55"),
	};
	static const char *const digests[] = {
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
		"68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b",
		"7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504",
	};
	struct hash out[7];
	bool same = true;

	sha_many(way, messages, 7, out);
	for (size_t i = 0; i < 7; i++)
		same &= is(&out[i], digests[i]);
	return same;
}

static uint32_t below(uint32_t n)
{
	uint32_t r;

	os_random(&r, sizeof r);
	return r % n;
}

/* A message in memory of exactly its size, so that a byte read beside it is seen under sanitizers. */
static struct str alone(struct arena *a, size_t len)
{
	char *p = malloc(len ? len : 1);

	if (!p)
		abort();
	arena_defer(a, free, p);
	os_random(p, len);
	return str_mem(p, len);
}

static bool same_as_plain(enum sha_way way, const struct str *m, size_t n)
{
	struct hash want[300], got[301];
	bool same = true;

	memset(got, 0x55, sizeof got);
	sha_many(SHA_PLAIN, m, n, want);
	sha_many(way, m, n, got);
	for (size_t i = 0; i < n; i++)
		same &= hash_eq(&want[i], &got[i]);
	for (size_t i = 0; i < 32; i++)
		same &= got[n].b[i] == 0x55;
	return same;
}

/* Each length alone, and all lengths side by side with others. */
static bool every_length(struct arena *a, enum sha_way way)
{
	bool same = true;

	for (size_t len = 0; len < LENGTHS; len++) {
		struct str m[300];

		arena_reset(a);
		m[0] = alone(a, len);
		same &= same_as_plain(way, m, 1);
		for (size_t i = 1; i < 17; i++)
			m[i] = alone(a, (len + i * 61) % LENGTHS);
		same &= same_as_plain(way, m, 17);
	}
	return same;
}

static bool every_count(struct arena *a, enum sha_way way)
{
	bool same = true;

	for (size_t round = 0; round < 20; round++) {
		for (size_t n = 0; n < COUNTS; n++) {
			struct str m[300];

			arena_reset(a);
			for (size_t i = 0; i < n; i++)
				m[i] = alone(a, below(LENGTHS));
			same &= same_as_plain(way, m, n);
		}
	}
	return same;
}

/* More than are sorted at once, and messages so long that their lengths are not told apart. */
static bool many_and_long(struct arena *a, enum sha_way way)
{
	struct str m[300];

	arena_reset(a);
	for (size_t i = 0; i < 300; i++)
		m[i] = alone(a, i % 37 ? below(200) : 3000 + below(62000));
	return same_as_plain(way, m, 300);
}

static bool nodes(struct arena *a, enum sha_way way)
{
	bool same = true;

	for (size_t n = 0; n < COUNTS; n++) {
		struct hash *pairs, out[COUNTS];

		arena_reset(a);
		pairs = arena_array(a, 2 * n + 1, sizeof *pairs);
		os_random(pairs, 2 * n * sizeof *pairs);
		sha_nodes(way, pairs, n, out);
		for (size_t i = 0; i < n; i++) {
			struct hash want = hash_node(&pairs[2 * i], &pairs[2 * i + 1]);

			same &= hash_eq(&want, &out[i]);
		}
		sha_nodes(way, pairs, n, pairs);
		same &= !memcmp(pairs, out, n * sizeof *pairs);
	}
	return same;
}

/* What is built on lanes, against the definition: one leaf after the other. */
static void trees(struct arena *a)
{
	struct hash *leaves = arena_array(a, 1500, sizeof *leaves);
	struct tree one = { 0 };
	bool same = true;

	os_random(leaves, 1500 * sizeof *leaves);
	for (size_t n = 0; n < 1500; n++) {
		struct hash x = tree_root(&one), y;
		struct tree many = { 0 };

		if (n % 13 == 0 || (n & (n - 1)) == 0) {
			size_t first = below((uint32_t)n + 1);

			tree_add_many(&many, leaves, first);
			tree_add_many(&many, leaves + first, n - first);
			y = tree_root(&many);
			same &= many.size == n && hash_eq(&x, &y);
		}
		tree_add(&one, &leaves[n]);
	}
	CHECK("leaves_added_at_once_give_the_tree_of_leaves_added_one_by_one", same);
}

int main(void)
{
	struct arena *a = arena_new(0);
	char *million = malloc(1000000);

	if (!a || !million || !key_start()) {
		free(million);
		return 1;
	}
	memset(million, 'a', 1000000);
	for (enum sha_way way = SHA_PLAIN; way < SHA_WAYS; way++) {
		printf("# %s\n", sha_name(way));
		if (!sha_can(way)) {
			printf("ok %d - lanes of this width # SKIP not on this processor\n",
			       ++test_count);
			continue;
		}
		CHECK("the_vectors_of_the_standard", vectors(way, million));
		CHECK("each_length_up_to_a_thousand_bytes_is_hashed_as_the_library_does",
		      every_length(a, way));
		CHECK("so_is_each_number_of_messages_of_random_lengths", every_count(a, way));
		CHECK("so_are_many_messages_and_long_ones", many_and_long(a, way));
		CHECK("so_are_nodes_also_in_place", nodes(a, way));
	}
	CHECK("whatever_is_fastest_can_be_gone",
	      sha_can(sha_best(0)) && sha_can(sha_best(1)) && sha_can(sha_best(1000)));
	arena_reset(a);
	trees(a);
	free(million);
	arena_free(a);
	return done();
}
