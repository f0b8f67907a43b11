/* SHA-256 and the hashes of a Merkle tree (RFC 9162 §2.1.1). */
#ifndef SULH_LEDGER_HASH_H
#define SULH_LEDGER_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct hash {
	uint8_t b[32];
};

/* SHA-256 of the parts, one after the other. A tag with its final NUL is a part like any other:
 * S("sulh/head/v1\0") has length 13. */
struct hash hash_parts(const struct str *parts, size_t n);
struct hash hash_of(struct str s);

/* The same bit by bit; a run that has begun may be copied. */
struct hash_run {
	_Alignas(8) uint8_t state[104]; /* of the library's */
};
void hash_run_start(struct hash_run *r);
void hash_run_add(struct hash_run *r, struct str s);
struct hash hash_run_end(struct hash_run *r);

struct hash hash_leaf(struct str entry);			   /* SHA-256(0x00 || entry) */
struct hash hash_node(const struct hash *l, const struct hash *r); /* SHA-256(0x01 || l || r) */
bool hash_eq(const struct hash *a, const struct hash *b);
struct str hash_str(const struct hash *h); /* a view of the 32 bytes */

/* SHA-256 of a file of any size, read in pieces, and its size. */
bool hash_file(const char *path, struct hash *out, int64_t *size, struct err *e);

#endif
