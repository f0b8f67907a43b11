/*
 * The Merkle tree of a log (RFC 9162 §2.1): append, root, inclusion and consistency proofs. A tree
 * is held as its frontier, the roots of the full subtrees from left to right; nothing else is kept
 * in memory. Proofs ask a source for the nodes they need.
 */
#ifndef SULH_LEDGER_TREE_H
#define SULH_LEDGER_TREE_H

#include "base/err.h"
#include "ledger/hash.h"

#define TREE_LEVELS    63
#define TREE_PROOF_MAX 128

struct tree {
	uint64_t size;
	struct hash frontier[TREE_LEVELS]; /* one for each bit set in size, highest bit first */
};

void tree_add(struct tree *t, const struct hash *leaf);
/* The same for n leaves that follow each other; hashed in lanes. */
void tree_add_many(struct tree *t, const struct hash *leaves, size_t n);
struct hash tree_root(const struct tree *t); /* SHA-256 of nothing for the empty tree */

/* The beginning of the tree that it has whole in common with its own first `size` leaves (size <= t->size): whoever adds
 * the leaves from there on has the tree of these. */
struct tree tree_common(const struct tree *t, uint64_t size);

/* Size as 8 bytes big-endian and the frontier; decode refuses a wrong length. */
void tree_encode(const struct tree *t, struct buf *b);
bool tree_decode(struct str s, struct tree *t);

/* Gives the root of the full subtree of 2^level leaves that starts at leaf index * 2^level. */
struct tree_source {
	bool (*node)(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e);
	void *p;
};

/* RFC 9162 §2.1.3.1 and §2.1.4.1. `path` has room for TREE_PROOF_MAX. Refuse index >= size and
 * old > size; a consistency proof from 0 or from size to itself is empty. */
bool tree_prove_inclusion(const struct tree_source *s, uint64_t index, uint64_t size,
			  struct hash *path, size_t *n, struct err *e);
bool tree_prove_consistency(const struct tree_source *s, uint64_t old, uint64_t size,
			    struct hash *path, size_t *n, struct err *e);

/* RFC 9162 §2.1.3.2 and §2.1.4.2. True only if the proof holds; never reads beyond path[0..n). */
bool tree_check_inclusion(const struct hash *leaf, uint64_t index, uint64_t size,
			  const struct hash *path, size_t n, const struct hash *root);
bool tree_check_consistency(uint64_t old, const struct hash *old_root, uint64_t size,
			    const struct hash *root, const struct hash *path, size_t n);

#endif
