/*
 * A log as files: written by its owner, read by anybody. The layout is C2SP tlog-tiles.
 *
 * Order of writing, each step durable before the next: tiles and bundles, high-water mark,
 * checkpoint. The mark makes it impossible to sign a smaller size or a second root for a size,
 * whatever happened to the database meanwhile.
 */
#ifndef SULH_LEDGER_LOG_H
#define SULH_LEDGER_LOG_H

#include "base/err.h"
#include "ledger/hash.h"
#include "ledger/note.h"
#include "ledger/tree.h"

struct arena;

#define LOG_ENTRY_MAX 65535

/* Gives the bytes of one entry; they need to last until the next call. */
struct log_source {
	bool (*entry)(void *p, uint64_t index, struct str *bytes, struct err *e);
	void *p;
};

/* Writes what is missing of tiles and bundles for `size` entries below `out` (made if it is not
 * there), removes partial ones that are superseded, and checks that the entries give `root`: if
 * not, nothing is signed and the error names the log. Full tiles that stand there are not written
 * again. */
bool log_write(struct arena *a, const char *out, const struct log_source *src, uint64_t size,
	       const struct hash *root, struct err *e);

/* The mark "<size> <base64 root>\n" of the largest checkpoint ever signed. */
struct hwm {
	bool missing;
	uint64_t size;
	struct hash root;
};
bool hwm_of(struct arena *a, struct str text, struct hwm *h, struct err *e);
bool hwm_read(struct arena *a, const char *path, struct hwm *h, struct err *e);
bool hwm_write(struct arena *a, const char *path, const struct hwm *h, struct err *e);

/* Whether a checkpoint of this size and root may be signed over this mark: ERR_ATTENTION with the
 * gap and what to do (`sulh log resume`) where it may not. */
bool hwm_allows(const struct hwm *h, uint64_t size, const struct hash *root, struct err *e);

/* Signs: hwm durable first, then the checkpoint renamed into `out`/checkpoint. Refuses as
 * hwm_allows, and where the tiles below `out`, which must be there, do not begin with the entries
 * of the mark. */
bool log_sign(struct arena *a, const char *out, const char *hwm_path, const struct checkpoint *c,
	      const struct note_signer *by, struct err *e);

/* Reads a published log as hostile bytes: every tile and bundle that `size` calls for is read once,
 * no other file may stand below `dir`/tile, all hashes are computed anew from the entries, and the
 * root compared. Calls fn for each entry in order with its leaf hash. ERR_FALSE names the file that
 * is wrong. */
bool log_read(struct arena *a, const char *dir, uint64_t size, const struct hash *root,
	      bool (*fn)(void *p, uint64_t index, struct str entry, const struct hash *leaf,
			 struct err *e),
	      void *p, struct err *e);

/* A source of tree nodes over the tiles of a published log, for proofs: put its address in
 * tree_source.p with log_node as its function. The tiles are not verified: a proof made of them
 * holds only when it was checked against a signed root. What is read stays in `a`, 8 KiB a node at
 * most. */
struct log_nodes {
	struct arena *a;
	const char *dir;
	uint64_t size;
};
bool log_node(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e);

#endif
