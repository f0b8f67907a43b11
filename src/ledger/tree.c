/*
 * See tree.h. Indices and sizes stay below 2^63, so that no shift or sum here can overflow.
 * Whatever comes from a proof is compared, never trusted.
 */
#include "ledger/tree.h"

#include <assert.h>
#include <string.h>

#include "ledger/tile.h"
#include "base/banned.h"

#define SIZE_LIMIT    ((uint64_t)1 << TREE_LEVELS)
#define SUBTREE_LEVEL 8 /* of the largest that tile_fold takes */

static unsigned bits_set(uint64_t n)
{
	return (unsigned)__builtin_popcountll(n);
}

/* The largest power of two below n, for n >= 2: where RFC 9162 §2.1.1 splits a tree. */
static uint64_t split(uint64_t n)
{
	return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

/* The root of neighbours that get smaller to the right. */
static struct hash fold(const struct hash *h, unsigned n)
{
	struct hash root = h[n - 1];

	for (unsigned i = n - 1; i > 0; i--)
		root = hash_node(&h[i - 1], &root);
	return root;
}

/* Takes the root of a full subtree of 2^level leaves; the size so far is a multiple of that. */
static void add_subtree(struct tree *t, unsigned level, struct hash node)
{
	unsigned n = bits_set(t->size);

	for (uint64_t s = t->size >> level; s & 1; s >>= 1)
		node = hash_node(&t->frontier[--n], &node);
	t->frontier[n] = node;
	t->size += (uint64_t)1 << level;
}

void tree_add(struct tree *t, const struct hash *leaf)
{
	assert(t->size < SIZE_LIMIT - 1);
	add_subtree(t, 0, *leaf);
}

void tree_add_many(struct tree *t, const struct hash *leaves, size_t n)
{
	assert(n < SIZE_LIMIT - t->size);
	while (n) {
		unsigned level = 0;

		while (level < SUBTREE_LEVEL && !(t->size >> level & 1) && n >> (level + 1))
			level++;
		add_subtree(t, level, tile_fold(leaves, 1u << level));
		leaves += (size_t)1 << level;
		n -= (size_t)1 << level;
	}
}

struct hash tree_root(const struct tree *t)
{
	return t->size ? fold(t->frontier, bits_set(t->size)) : hash_of(S(""));
}

struct tree tree_common(const struct tree *t, uint64_t size)
{
	uint64_t differ = t->size ^ size;
	struct tree out = { 0 };

	assert(size <= t->size && t->size < SIZE_LIMIT);
	/* The full subtrees of the bits above the first in which the sizes differ. */
	out.size = size;
	if (differ)
		out.size &= ~(UINT64_MAX >> __builtin_clzll(differ));
	memcpy(out.frontier, t->frontier, bits_set(out.size) * sizeof t->frontier[0]);
	return out;
}

void tree_encode(const struct tree *t, struct buf *b)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		buf_byte(b, (uint8_t)(t->size >> shift));
	buf_add(b, t->frontier, bits_set(t->size) * sizeof t->frontier[0]);
}

bool tree_decode(struct str s, struct tree *t)
{
	struct tree read = { 0 };
	size_t bytes;

	if (s.len < 8)
		return false;
	for (int i = 0; i < 8; i++)
		read.size = read.size << 8 | (uint8_t)s.s[i];
	bytes = bits_set(read.size) * sizeof read.frontier[0];
	if (read.size >= SIZE_LIMIT || s.len != 8 + bytes)
		return false;
	memcpy(read.frontier, s.s + 8, bytes);
	*t = read;
	return true;
}

/* The root of leaves lo..hi-1, where lo is a multiple of the smallest power of two >= hi - lo. */
static bool range_root(const struct tree_source *s, uint64_t lo, uint64_t hi, struct hash *root,
		       struct err *e)
{
	struct hash part[TREE_LEVELS];
	unsigned n = 0;

	for (int level = TREE_LEVELS - 1; level >= 0; level--) {
		if (!((hi - lo) >> level & 1))
			continue;
		if (!s->node(s->p, (unsigned)level, lo >> level, &part[n++], e))
			return false;
		lo += (uint64_t)1 << level;
		if (lo == hi)
			break;
	}
	*root = fold(part, n);
	return true;
}

/* Proofs are found from the root down and written from the leaf up. */
static void turn_round(struct hash *path, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct hash h = path[i];

		path[i] = path[n - 1 - i];
		path[n - 1 - i] = h;
	}
}

/* One step down towards `index`: notes the other half in *other and narrows the range. */
static bool step_down(const struct tree_source *s, uint64_t index, uint64_t *lo, uint64_t *hi,
		      struct hash *other, struct err *e)
{
	uint64_t middle = *lo + split(*hi - *lo);
	bool left = index < middle;

	if (!range_root(s, left ? middle : *lo, left ? *hi : middle, other, e))
		return false;
	*(left ? hi : lo) = middle;
	return true;
}

bool tree_prove_inclusion(const struct tree_source *s, uint64_t index, uint64_t size,
			  struct hash *path, size_t *n, struct err *e)
{
	uint64_t lo = 0, hi = size;
	size_t found = 0;

	*n = 0;
	if (size >= SIZE_LIMIT || index >= size)
		return err_set(e, ERR_USAGE,
			       "prove entry %llu in a log of %llu entries: there is no such entry",
			       (unsigned long long)index, (unsigned long long)size);
	while (hi - lo > 1)
		if (!step_down(s, index, &lo, &hi, &path[found++], e))
			return within(e, "prove entry %llu in a log of %llu entries",
				      (unsigned long long)index, (unsigned long long)size);
	turn_round(path, found);
	*n = found;
	return true;
}

bool tree_prove_consistency(const struct tree_source *s, uint64_t old, uint64_t size,
			    struct hash *path, size_t *n, struct err *e)
{
	uint64_t lo = 0, hi = size;
	size_t found = 0;
	bool ok = true;

	*n = 0;
	if (size >= SIZE_LIMIT || old > size)
		return err_set(e, ERR_USAGE,
			       "prove that %llu entries are a beginning of %llu: they are more",
			       (unsigned long long)old, (unsigned long long)size);
	if (!old || old == size)
		return true;
	/* SUBPROOF, RFC 9162 §2.1.4.1: towards the last old leaf, until both ranges end as one. */
	while (ok && hi != old)
		ok = step_down(s, old - 1, &lo, &hi, &path[found++], e);
	/* Where the old tree is one full subtree of the new, the reader has its root already. */
	if (ok && lo)
		ok = range_root(s, lo, hi, &path[found++], e);
	if (!ok)
		return within(e, "prove that %llu entries are a beginning of %llu",
			      (unsigned long long)old, (unsigned long long)size);
	turn_round(path, found);
	*n = found;
	return true;
}

/* Positions in both trees while a proof is walked: fn and sn of RFC 9162. */
struct walk {
	uint64_t fn, sn;
};

static void up(struct walk *w)
{
	w->fn >>= 1;
	w->sn >>= 1;
}

/* Whether the next hash stands to the left; then goes up to where that is joined. */
static bool is_left(struct walk *w)
{
	if (!(w->fn & 1) && w->fn != w->sn)
		return false;
	while (!(w->fn & 1) && w->fn)
		up(w);
	return true;
}

bool tree_check_inclusion(const struct hash *leaf, uint64_t index, uint64_t size,
			  const struct hash *path, size_t n, const struct hash *root)
{
	struct hash r = *leaf;
	struct walk w = { index, size - 1 };

	if (size >= SIZE_LIMIT || index >= size)
		return false;
	for (size_t i = 0; i < n; i++, up(&w)) {
		if (!w.sn)
			return false;
		r = is_left(&w) ? hash_node(&path[i], &r) : hash_node(&r, &path[i]);
	}
	return !w.sn && hash_eq(&r, root);
}

bool tree_check_consistency(uint64_t old, const struct hash *old_root, uint64_t size,
			    const struct hash *root, const struct hash *path, size_t n)
{
	struct hash fr, sr, nothing = hash_of(S(""));
	struct walk w = { old - 1, size - 1 };
	size_t i = 0;

	if (size >= SIZE_LIMIT || old > size)
		return false;
	if (!old && !hash_eq(old_root, &nothing))
		return false;
	if (old == size)
		return !n && hash_eq(old_root, root);
	if (!old || !n)
		return !old && !n;
	fr = old & (old - 1) ? path[i++] : *old_root;
	sr = fr;
	while (w.fn & 1)
		up(&w);
	for (; i < n; i++, up(&w)) {
		if (!w.sn)
			return false;
		if (is_left(&w)) {
			fr = hash_node(&path[i], &fr);
			sr = hash_node(&path[i], &sr);
		} else {
			sr = hash_node(&sr, &path[i]);
		}
	}
	return !w.sn && hash_eq(&fr, old_root) && hash_eq(&sr, root);
}
