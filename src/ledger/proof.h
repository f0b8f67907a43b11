/* The text of an inclusion proof with its checkpoint (C2SP tlog-proof, version 1). */
#ifndef SULH_LEDGER_PROOF_H
#define SULH_LEDGER_PROOF_H

#include "base/err.h"
#include "ledger/note.h"
#include "ledger/tree.h"

struct proof {
	uint64_t index;
	size_t n;
	struct hash path[TREE_PROOF_MAX];
	struct str note; /* the signed checkpoint, whole */
};

struct str proof_text(struct arena *a, const struct proof *p);
bool proof_read(struct arena *a, struct str s, struct proof *p, struct err *e);

/* The proof holds for this leaf: signature by `k`, origin k's name, path to the signed root. */
bool proof_check(struct arena *a, const struct proof *p, const struct hash *leaf,
		 const struct note_vkey *k, struct err *e);

#endif
