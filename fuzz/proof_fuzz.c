/*
 * Proofs: as text, what is read is written the same; as bytes (index, size, hashes), what is walked
 * ends, reads nothing beyond its hashes, and holds for no root that was not made from it.
 */
#include "ledger/proof.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void walk(struct arena *a, const uint8_t *p, size_t n)
{
	struct hash root = { { 1 } }, *path;
	uint64_t index, size;
	size_t hashes;

	if (n < 16)
		return;
	memcpy(&index, p, 8);
	memcpy(&size, p + 8, 8);
	hashes = (n - 16) / sizeof root;
	path = arena_copy(a, p + 16, hashes * sizeof root);
	assert(!tree_check_inclusion(&root, index, size, path, hashes, &root) || size == 1);
	assert(!tree_check_consistency(index, &root, size, &root, path, hashes) || index == size);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(0);
	struct note_vkey k = { .name = S("a.b/log/1"), .type = NOTE_ED25519, .key = { 9 } };
	struct hash leaf = { { 7 } };
	struct proof proof;
	struct err e;

	if (proof_read(a, str_mem(p, n), &proof, &e)) {
		assert(str_eq(proof_text(a, &proof), str_mem(p, n)));
		assert(!proof_check(a, &proof, &leaf, &k, &e));
	}
	walk(a, p, n);
	arena_free(a);
	return 0;
}
