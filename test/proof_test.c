/* The text of an inclusion proof: read as written, refused when anything in it is changed. */
#include "ledger/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

#define SIZE 7

static struct hash leaves[SIZE];

static bool node(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e)
{
	struct hash l, r;

	if (!level) {
		*out = leaves[index];
		return true;
	}
	if (!node(p, level - 1, 2 * index, &l, e) || !node(p, level - 1, 2 * index + 1, &r, e))
		return false;
	*out = hash_node(&l, &r);
	return true;
}

static struct str make(struct arena *a, uint64_t index, struct note_skey *k)
{
	struct tree_source s = { node, NULL };
	struct checkpoint c = { .origin = k->vkey.name, .size = SIZE };
	struct tree t = { 0 };
	struct proof p = { .index = index };
	struct err e;

	for (uint64_t i = 0; i < SIZE; i++) {
		leaves[i] = hash_leaf(str_fmt(a, "entry %llu", (unsigned long long)i));
		tree_add(&t, &leaves[i]);
	}
	c.root = tree_root(&t);
	p.note = note_sign(a, checkpoint_text(a, &c), k);
	if (!tree_prove_inclusion(&s, index, SIZE, p.path, &p.n, &e))
		abort();
	return proof_text(a, &p);
}

static bool holds(struct arena *a, struct str s, uint64_t index, const struct note_vkey *k)
{
	struct proof p;
	struct err e;

	return proof_read(a, s, &p, &e) && proof_check(a, &p, &leaves[index], k, &e);
}

static void refused(struct arena *a)
{
	static const char *const bad[] = {
		"",
		"c2sp.org/tlog-proof@v1",
		"c2sp.org/tlog-proof@v2\nindex 0\n\n",
		"c2sp.org/tlog-proof@v1\nindex 0",
		"c2sp.org/tlog-proof@v1\nindex 0\n",
		"c2sp.org/tlog-proof@v1\nindex 00\n\nx",
		"c2sp.org/tlog-proof@v1\nindex -1\n\nx",
		"c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YWdl\nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nindex 0\nYWdl\n\nx",
		"c2sp.org/tlog-proof@v1\r\nindex 0\n\nx",
	};
	struct buf b = { .a = a };
	struct proof p;
	struct err e;
	bool none = true;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (proof_read(a, str_of(bad[i]), &p, &e)) {
			none = false;
			printf("# accepted proof %zu\n", i);
		}
	CHECK("malformed proofs are refused", none);
	buf_str(&b, S("c2sp.org/tlog-proof@v1\nindex 0\n"));
	for (int i = 0; i < TREE_PROOF_MAX; i++)
		buf_str(&b, S("gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"));
	CHECK("128 hashes are read",
	      proof_read(a, str_fmt(a, "%.*s\nx", P(buf_text(&b))), &p, &e) && p.n == 128);
	buf_str(&b, S("gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\nx"));
	CHECK("129 are refused", !proof_read(a, buf_text(&b), &p, &e));
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct note_skey k, other;
	struct str s;
	bool good = true, flipped = true, cut = true;

	if (!key_start())
		abort();
	note_key_make(a, S("east.aleppo/log/1"), (const uint8_t[32]){ 1 }, &k);
	note_key_make(a, S("west.aleppo/log/1"), (const uint8_t[32]){ 2 }, &other);
	for (uint64_t i = 0; i < SIZE; i++)
		good &= holds(a, make(a, i, &k), i, &k.vkey);
	CHECK("the proof of every entry holds", good);
	s = make(a, 4, &k);
	CHECK("it holds for no other entry or key",
	      !holds(a, s, 3, &k.vkey) && !holds(a, s, 4, &other.vkey));
	for (size_t i = 0; i < s.len * 8; i++) {
		char *z = str_z(a, s);

		z[i / 8] = (char)(z[i / 8] ^ 1 << i % 8);
		flipped &= !holds(a, str_mem(z, s.len), 4, &k.vkey);
	}
	CHECK("with any bit flipped it holds no more", flipped);
	for (size_t i = 0; i < s.len; i++)
		cut &= !holds(a, str_mem(s.s, i), 4, &k.vkey);
	CHECK("cut short it holds no more", cut);
	other.vkey.name = k.vkey.name;
	CHECK("a key of the same name and another id did not sign", !holds(a, s, 4, &other.vkey));
	refused(a);
	arena_free(a);
	return done();
}
