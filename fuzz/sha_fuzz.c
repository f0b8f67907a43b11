/* Messages cut out of the input, hashed every way: the digests are the library's. */
#include "ledger/sha.h"

#include <stdlib.h>
#include <string.h>

#include "base/read.h"
#include "ledger/key.h"
#include "base/banned.h"

#define MESSAGES 300

static void compare(const struct str *m, size_t n)
{
	static struct hash want[MESSAGES], got[MESSAGES];

	sha_many(SHA_PLAIN, m, n, want);
	for (enum sha_way way = SHA_PAIR; way < SHA_WAYS; way++) {
		if (!sha_can(way))
			continue;
		sha_many(way, m, n, got);
		if (memcmp(want, got, n * sizeof *want) != 0)
			abort();
	}
}

static void compare_nodes(const struct hash *pairs, size_t n)
{
	static struct hash got[MESSAGES];

	for (enum sha_way way = SHA_PLAIN; way < SHA_WAYS; way++) {
		if (!sha_can(way))
			continue;
		sha_nodes(way, pairs, n, got);
		for (size_t i = 0; i < n; i++) {
			struct hash want = hash_node(&pairs[2 * i], &pairs[2 * i + 1]);

			if (!hash_eq(&want, &got[i]))
				abort();
		}
	}
}

/* A length as two bytes, big-endian, of which some bits are left out so that short ones are common; the
 * message. Each is copied to memory of its own size, where a byte read beside it is seen. */
static size_t cut(struct read in, struct str *m)
{
	struct str head, body;
	size_t n = 0;

	while (n < MESSAGES && read_bytes(&in, 2, &head)) {
		size_t len = (size_t)((uint8_t)head.s[0] & 7) << 8 | (uint8_t)head.s[1];
		char *own;

		if (len > read_left(&in))
			len = read_left(&in);
		if (!read_bytes(&in, len, &body))
			break;
		own = malloc(len ? len : 1);
		if (!own)
			abort();
		if (len)
			memcpy(own, body.s, len);
		/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the caller frees it. */
		m[n++] = str_mem(own, len);
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hash pairs[2 * MESSAGES];
	struct str m[MESSAGES];
	size_t n, nodes = size / sizeof(struct hash) / 2;

	if (!key_start())
		abort();
	n = cut(read_of(size ? (const char *)data : "", size), m);
	compare(m, n);
	for (size_t i = 0; i < n; i++)
		free((char *)m[i].s);
	if (nodes > MESSAGES)
		nodes = MESSAGES;
	if (nodes)
		memcpy(pairs, data, 2 * nodes * sizeof *pairs);
	compare_nodes(pairs, nodes);
	return 0;
}
