/*
 * Tiles and entry bundles (C2SP tlog-tiles): names, encoding, decoding. A tile holds the hashes of
 * 256 neighbours of one level (or of the last 1..255: a partial tile); a bundle holds 256 entries.
 */
#ifndef SULH_LEDGER_TILE_H
#define SULH_LEDGER_TILE_H

#include "base/err.h"
#include "ledger/hash.h"
#include "ledger/tree.h"

struct arena;

#define TILE_WIDTH   256
#define TILE_ENTRIES (-1) /* the "level" of entry bundles */
#define TILE_LEVELS  8	  /* levels 0..7 */

struct tile {
	int level; /* TILE_ENTRIES or 0..TILE_LEVELS-1 */
	uint64_t n;
	unsigned width; /* 1..256 */
};

/* "tile/0/x001/234", "tile/entries/000.p/17": the path below the log's folder. */
struct str tile_path(struct arena *a, struct tile t);

/* The reverse; false for any other spelling of a path. */
bool tile_path_read(struct str path, struct tile *t);

/* Calls fn for each tile and bundle, full and partial, that a log of `size` entries has, and no
 * others. */
bool tile_each(uint64_t size, bool (*fn)(void *p, struct tile t, struct err *e), void *p,
	       struct err *e);

/* How many entries (of bundles) or hashes (of a level) a log of `size` entries has. */
uint64_t tile_nodes(int level, uint64_t size);

/* Whether a log of `size` entries has this tile: tile_each as a question. */
bool tile_is_of(struct tile t, uint64_t size);

/* The root over `n` neighbours, n a power of two up to 256. */
struct hash tile_fold(const struct hash *h, unsigned n);

/*
 * Tiles made leaf by leaf: the open tile of each level, nothing else. { 0 } is the empty log (64
 * KiB: not for the stack). fn gets every tile that is full, and at the end the partial ones.
 */
struct tile_stack {
	uint64_t size;
	struct hash open[TILE_LEVELS][TILE_WIDTH];
};

bool tile_stack_add(struct tile_stack *s, const struct hash *leaf,
		    bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
		    void *p, struct err *e);
/* The same for n leaves that follow each other; hashed in lanes. */
bool tile_stack_add_many(struct tile_stack *s, const struct hash *leaves, size_t n,
			 bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
			 void *p, struct err *e);
bool tile_stack_end(const struct tile_stack *s,
		    bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
		    void *p, struct err *e);
struct hash tile_stack_root(const struct tile_stack *s);

/* Entries of a bundle: big-endian uint16 length and bytes each. bundle_read refuses another number
 * of entries than `width` and bytes behind the last; entries are views. */
void bundle_put(struct buf *b, struct str entry);
bool bundle_read(struct str bytes, unsigned width, struct str entries[TILE_WIDTH], struct err *e);

#endif
