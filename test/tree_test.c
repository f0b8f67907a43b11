/* The Merkle tree against the published vectors of certificate transparency and a naive tree. */
#include "ledger/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define MANY 70

static struct hash leaves[MANY], roots[MANY + 1];

/* RFC 9162 §2.1.1 word for word, recursive. */
static struct hash naive_root(uint64_t lo, uint64_t hi)
{
	uint64_t k = 1;
	struct hash l, r;

	if (lo == hi)
		return hash_of(S(""));
	if (hi - lo == 1)
		return leaves[lo];
	while (2 * k < hi - lo)
		k *= 2;
	l = naive_root(lo, lo + k);
	r = naive_root(lo + k, hi);
	return hash_node(&l, &r);
}

static size_t naive_path(uint64_t m, uint64_t lo, uint64_t hi, struct hash *path)
{
	uint64_t k = 1;
	size_t n;

	if (hi - lo == 1)
		return 0;
	while (2 * k < hi - lo)
		k *= 2;
	if (m < k) {
		n = naive_path(m, lo, lo + k, path);
		path[n] = naive_root(lo + k, hi);
	} else {
		n = naive_path(m - k, lo + k, hi, path);
		path[n] = naive_root(lo, lo + k);
	}
	return n + 1;
}

static size_t naive_subproof(uint64_t m, uint64_t lo, uint64_t hi, bool whole, struct hash *path)
{
	uint64_t k = 1;
	size_t n;

	if (m == hi - lo) {
		if (!whole)
			path[0] = naive_root(lo, hi);
		return whole ? 0 : 1;
	}
	while (2 * k < hi - lo)
		k *= 2;
	if (m <= k) {
		n = naive_subproof(m, lo, lo + k, whole, path);
		path[n] = naive_root(lo + k, hi);
	} else {
		n = naive_subproof(m - k, lo + k, hi, false, path);
		path[n] = naive_root(lo, lo + k);
	}
	return n + 1;
}

/* Refuses what is no full subtree of the leaves there are. */
static bool naive_node(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e)
{
	uint64_t size = *(uint64_t *)p;

	if (level > 6 || (index + 1) << level > size)
		return err_set(e, ERR_FAILED, "no node %u %llu", level, (unsigned long long)index);
	*out = naive_root(index << level, (index + 1) << level);
	return true;
}

static bool paths_eq(const struct hash *a, size_t n, const struct hash *b, size_t m)
{
	return n == m && (!n || !memcmp(a, b, n * sizeof *a));
}

/* Every bit-flip in a hash, every shorter and longer path, every neighbour's index and size. */
static bool inclusion_is_tight(uint64_t index, uint64_t size, const struct hash *path, size_t n)
{
	const struct hash *leaf = &leaves[index], *root = &roots[size];
	struct hash bad[TREE_PROOF_MAX] = { 0 }, other = *leaf;
	bool tight = true;

	memcpy(bad, path, n * sizeof *bad);
	for (size_t i = 0; i < n; i++) {
		bad[i].b[(index + i) % 32] ^= (uint8_t)(1 << i % 8);
		tight &= !tree_check_inclusion(leaf, index, size, bad, n, root);
		bad[i] = path[i];
	}
	bad[n] = *leaf;
	tight &= !tree_check_inclusion(leaf, index, size, bad, n + 1, root);
	if (n) {
		tight &= !tree_check_inclusion(leaf, index, size, path, n - 1, root);
		tight &= !tree_check_inclusion(leaf, index, size, path + 1, n - 1, root);
	}
	other.b[0] ^= 1;
	tight &= !tree_check_inclusion(&other, index, size, path, n, root);
	for (uint64_t i = 0; i <= size; i++)
		if (i != index)
			tight &= !tree_check_inclusion(leaf, i, size, path, n, root);
	return tight;
}

static bool consistency_is_tight(uint64_t old, uint64_t size, const struct hash *path, size_t n)
{
	const struct hash *a = &roots[old], *b = &roots[size];
	struct hash bad[TREE_PROOF_MAX];
	bool tight = true;

	memcpy(bad, path, n * sizeof *bad);
	for (size_t i = 0; i < n; i++) {
		bad[i].b[(old + i) % 32] ^= (uint8_t)(1 << i % 8);
		tight &= !tree_check_consistency(old, a, size, b, bad, n);
		bad[i] = path[i];
	}
	bad[n] = *a;
	tight &= !tree_check_consistency(old, a, size, b, bad, n + 1);
	if (n)
		tight &= !tree_check_consistency(old, a, size, b, path, n - 1);
	if (old != size) {
		tight &= !tree_check_consistency(old, b, size, b, path, n);
		tight &= !tree_check_consistency(size, a, old, b, path, n);
	}
	if (old && old != size)
		tight &= !tree_check_consistency(old, a, size, a, path, n);
	return tight;
}

static void all_small_trees(void)
{
	struct hash path[TREE_PROOF_MAX], want[TREE_PROOF_MAX];
	bool same = true, good = true, tight = true;
	struct err e;

	for (uint64_t size = 0; size <= MANY; size++) {
		struct tree_source s = { naive_node, &size };
		size_t n, m;

		for (uint64_t i = 0; i < size; i++) {
			good &= tree_prove_inclusion(&s, i, size, path, &n, &e);
			m = naive_path(i, 0, size, want);
			same &= paths_eq(path, n, want, m);
			good &= tree_check_inclusion(&leaves[i], i, size, path, n, &roots[size]);
			tight &= inclusion_is_tight(i, size, path, n);
		}
		for (uint64_t old = 0; old <= size; old++) {
			good &= tree_prove_consistency(&s, old, size, path, &n, &e);
			m = old ? naive_subproof(old, 0, size, true, want) : 0;
			same &= paths_eq(path, n, want, m);
			good &= tree_check_consistency(old, &roots[old], size, &roots[size], path,
						       n);
			tight &= consistency_is_tight(old, size, path, n);
		}
	}
	CHECK("every proof of every tree up to 70 is that of the naive tree", same);
	CHECK("every proof of every tree up to 70 holds", good);
	CHECK("no changed proof of any tree up to 70 holds", tight);
}

static struct hash hash_hex(const char *hex)
{
	struct hash h = { 0 };

	if (!hex_read(str_of(hex), h.b, sizeof h.b))
		abort();
	return h;
}

/* The inputs and roots published with certificate transparency (RFC 6962). */
static const struct str published[] = {
	SC(""),
	SC("\x00"),
	SC("\x10"),
	SC("\x20\x21"),
	SC("\x30\x31"),
	SC("\x40\x41\x42\x43"),
	SC("\x50\x51\x52\x53\x54\x55\x56\x57"),
	SC("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
};
static const char *const published_roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void published_roots_hold(void)
{
	struct tree t = { 0 };
	struct hash root = tree_root(&t), want = hash_hex(published_roots[0]);
	bool same = hash_eq(&root, &want);

	for (size_t i = 0; i < 8; i++) {
		leaves[i] = hash_leaf(published[i]);
		tree_add(&t, &leaves[i]);
		root = tree_root(&t);
		want = hash_hex(published_roots[i + 1]);
		same &= hash_eq(&root, &want);
	}
	CHECK("the published inputs give the published roots", same);
}

static bool proof_is(const struct hash *path, size_t n, const char *const *want, size_t m)
{
	for (size_t i = 0; i < n && i < m; i++) {
		struct hash h = hash_hex(want[i]);

		if (!hash_eq(&h, &path[i]))
			return false;
	}
	return n == m;
}

static void published_proofs_hold(void)
{
	static const char *const entry_0_of_8[] = {
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
	};
	static const char *const entry_2_of_3[] = {
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	};
	static const char *const from_6_to_8[] = {
		"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	};
	struct hash path[TREE_PROOF_MAX];
	uint64_t size = 8;
	struct tree_source s = { naive_node, &size };
	struct err e;
	size_t n;

	CHECK("entry 0 of 8 has the published proof",
	      tree_prove_inclusion(&s, 0, 8, path, &n, &e) && proof_is(path, n, entry_0_of_8, 3));
	CHECK("entry 2 of 3 has the published proof",
	      tree_prove_inclusion(&s, 2, 3, path, &n, &e) && proof_is(path, n, entry_2_of_3, 1));
	CHECK("6 to 8 has the published proof",
	      tree_prove_consistency(&s, 6, 8, path, &n, &e) && proof_is(path, n, from_6_to_8, 3));
}

static void hostile_sizes(void)
{
	const uint64_t huge = (uint64_t)1 << 62, last = ((uint64_t)1 << 63) - 1;
	struct hash path[TREE_PROOF_MAX], h = leaves[0];
	uint64_t size = 8;
	struct tree_source s = { naive_node, &size };
	struct err e;
	size_t n;

	memset(path, 7, sizeof path);
	CHECK("an index beyond the size is refused", !tree_prove_inclusion(&s, 8, 8, path, &n, &e));
	CHECK("a size that shrinks is refused", !tree_prove_consistency(&s, 9, 8, path, &n, &e));
	CHECK("a size beyond 2^63 is refused",
	      !tree_prove_inclusion(&s, 0, UINT64_MAX, path, &n, &e) &&
		      !tree_prove_consistency(&s, 1, UINT64_MAX, path, &n, &e) &&
		      !tree_check_inclusion(&h, 0, UINT64_MAX, path, 64, &h) &&
		      !tree_check_consistency(1, &h, UINT64_MAX, &h, path, 64));
	CHECK("a source that lacks a node ends the proof",
	      !tree_prove_inclusion(&s, 3, huge, path, &n, &e) && e.kind == ERR_FAILED);
	CHECK("long paths of large trees are walked to their end and refused",
	      !tree_check_inclusion(&h, last - 1, last, path, TREE_PROOF_MAX, &h) &&
		      !tree_check_consistency(huge, &h, last, &h, path, TREE_PROOF_MAX) &&
		      !tree_check_inclusion(&h, 0, 0, path, 0, &h));
}

static void frontier_round_trip(struct arena *a)
{
	struct tree t = { 0 }, u;
	bool same = true, tight = true;

	for (size_t i = 0; i <= MANY; i++) {
		struct buf b = { .a = a };
		struct hash root;

		tree_encode(&t, &b);
		same &= tree_decode(buf_text(&b), &u);
		root = tree_root(&u);
		same &= u.size == i && hash_eq(&root, &roots[i]);
		tight &= !tree_decode(str_mem(b.p, b.len - 1), &u);
		buf_byte(&b, 0);
		tight &= !tree_decode(buf_text(&b), &u);
		if (i < MANY)
			tree_add(&t, &leaves[i]);
	}
	CHECK("a frontier is read back as written, and its root is the naive one", same);
	CHECK("a frontier of another length is refused", tight);
	CHECK("a frontier of 2^63 entries is refused",
	      !tree_decode(S("\x80\0\0\0\0\0\0\0"
			     "0123456789abcdef0123456789abcdef"),
			   &u));
}

static void commons(void)
{
	bool same = true, whole = true;

	for (uint64_t n = 0; n <= MANY; n++) {
		struct tree t = { 0 };

		tree_add_many(&t, leaves, n);
		for (uint64_t size = 0; size <= n; size++) {
			struct tree c = tree_common(&t, size);
			struct hash root;

			whole &= c.size == size || size < n;
			while (c.size < size)
				tree_add(&c, &leaves[c.size]);
			root = tree_root(&c);
			same &= hash_eq(&root, &roots[size]);
		}
	}
	CHECK("what a tree has in common with its beginning goes on as that", same);
	CHECK("nothing is missing of it where nothing was added", whole);
}

int main(void)
{
	struct arena *a = arena_new(0);

	published_roots_hold();
	published_proofs_hold();
	for (uint64_t i = 8; i < MANY; i++)
		leaves[i] = hash_leaf(str_fmt(a, "entry %llu", (unsigned long long)i));
	for (uint64_t i = 0; i <= MANY; i++)
		roots[i] = naive_root(0, i);
	all_small_trees();
	hostile_sizes();
	frontier_round_trip(a);
	commons();
	arena_free(a);
	return done();
}
