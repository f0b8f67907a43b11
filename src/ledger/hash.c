/* See hash.h. The byte before leaves and nodes keeps a node from being passed off as an entry. */
#include "ledger/hash.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/banned.h"

#define PIECE 65536

static_assert(sizeof(struct hash) == crypto_hash_sha256_BYTES,
	      "arrays of hashes are read as bytes");

static void update(crypto_hash_sha256_state *st, const void *p, size_t n)
{
	/* The library's SHA-256 cannot fail; should it ever, no hash is better than a wrong one. */
	if (n && crypto_hash_sha256_update(st, p, n))
		abort();
}

static crypto_hash_sha256_state start(void)
{
	crypto_hash_sha256_state st;

	if (crypto_hash_sha256_init(&st))
		abort();
	return st;
}

static struct hash finish(crypto_hash_sha256_state *st)
{
	struct hash h;

	if (crypto_hash_sha256_final(st, h.b))
		abort();
	return h;
}

struct hash hash_parts(const struct str *parts, size_t n)
{
	crypto_hash_sha256_state st = start();

	for (size_t i = 0; i < n; i++)
		update(&st, parts[i].s, parts[i].len);
	return finish(&st);
}

static_assert(sizeof(crypto_hash_sha256_state) == sizeof(struct hash_run) &&
		      _Alignof(crypto_hash_sha256_state) <= _Alignof(struct hash_run),
	      "a run has the library's state");

void hash_run_start(struct hash_run *r)
{
	crypto_hash_sha256_state st = start();

	memcpy(r->state, &st, sizeof st);
}

void hash_run_add(struct hash_run *r, struct str s)
{
	update((crypto_hash_sha256_state *)(void *)r->state, s.s, s.len);
}

struct hash hash_run_end(struct hash_run *r)
{
	return finish((crypto_hash_sha256_state *)(void *)r->state);
}

struct hash hash_of(struct str s)
{
	return hash_parts(&s, 1);
}

struct hash hash_leaf(struct str entry)
{
	const struct str parts[] = { S("\0"), entry };

	return hash_parts(parts, 2);
}

struct hash hash_node(const struct hash *l, const struct hash *r)
{
	uint8_t node[1 + 2 * sizeof *l] = { 1 };
	struct hash h;

	memcpy(node + 1, l->b, sizeof l->b);
	memcpy(node + 1 + sizeof l->b, r->b, sizeof r->b);
	if (crypto_hash_sha256(h.b, node, sizeof node))
		abort();
	return h;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
	return !memcmp(a->b, b->b, sizeof a->b);
}

struct str hash_str(const struct hash *h)
{
	return str_mem(h->b, sizeof h->b);
}

bool hash_file(const char *path, struct hash *out, int64_t *size, struct err *e)
{
	crypto_hash_sha256_state state;
	uint8_t piece[PIECE];
	ssize_t n = 1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return err_sys(e, "read %s", path);
	*size = 0;
	crypto_hash_sha256_init(&state);
	while (n) {
		n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		crypto_hash_sha256_update(&state, piece, (size_t)n);
		*size += n;
	}
	if (n < 0)
		err_sys(e, "read %s", path);
	close(fd);
	crypto_hash_sha256_final(&state, out->b);
	return n == 0;
}
