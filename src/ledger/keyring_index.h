/*
 * keyring/index-<b>: what is kept of the persons of a bucket so that they are found by name, sealed under the
 * bucket's key (format.md section 9). A cache: all of it can be made anew from the sealed objects, and what
 * is wrong with it is a reason to do so. What a record's body says is not known here (keyd/index.h).
 *
 *   key: HKDF(K_b, info "index")
 *   header
 *        0    16  "sulh-index-v1\n", two zero bytes
 *       16     1  b
 *       17    15  zero
 *   chunks, one after the other
 *        0     4  n, the length of the box, 296..65576
 *        4     n  box(key, "sulh/index/v1\0" || b || where the chunk begins in the file as 8 bytes, records)
 *   records: length of the body 2 (1..16384) || subject 16 || body; then zeros, to a multiple of 256 bytes
 *
 * The file only grows, but for being written anew as a whole. How much of it counts, the register's database
 * says: what lies behind that was left by a crash.
 */
#ifndef SULH_LEDGER_KEYRING_INDEX_H
#define SULH_LEDGER_KEYRING_INDEX_H

#include "base/err.h"

struct arena;
struct keyring;

#define INDEX_HEADER 32
#define INDEX_PLAIN  65536 /* of a chunk, at most */
#define INDEX_BODY   16384 /* of a record, at most */
#define INDEX_FILE   ((size_t)1 << 30)

struct index_record {
	uint8_t subject[16];
	struct str body; /* 1..INDEX_BODY bytes */
};

/* What a bucket's key gives; to be wiped by whoever made it. */
struct index_key {
	uint8_t bucket;
	uint8_t key[32];
};
void index_key(const uint8_t bucket_key[32], uint8_t bucket, struct index_key *out);

/* Adds to `out` what makes these records (of subjects of this bucket) durable from byte `at` of the file on; at 0
 * with the header. */
void index_put(const struct index_key *k, uint64_t at, const struct index_record *list, size_t n,
	       struct buf *out);

/* Calls fn for each record from byte `from` on (0, or where a chunk begins), in the order in which they were added;
 * what it gets lives until it returns, and is wiped. Takes the memory for a chunk from the arena. False where fn gave
 * false, and with *wrong, a constant text, where the bytes are no such file. */
bool index_each(struct arena *a, const struct index_key *k, struct str bytes, uint64_t from,
		bool (*fn)(void *p, const struct index_record *x), void *p, const char **wrong);

/* The whole file under another key, without those whose subject `gone` says (NULL: nobody is). Takes the memory
 * for it from the arena, and leaves no plaintext there. False with *wrong as above. */
bool index_reseal(const struct index_key *from, const struct index_key *to, struct str bytes,
		  bool (*gone)(void *p, const uint8_t subject[16]), void *p, struct buf *out,
		  const char **wrong);

/* The file of a bucket of this keyring. Its first `upto` bytes count; 0: there is none yet. */

/* Adds records after the first `upto` bytes; *end is what counts then. `sync`: durable when it returns. ERR_NOTHING
 * where the file is shorter than that: it has to be made anew. */
bool keyring_index_add(struct keyring *k, uint8_t bucket, uint64_t upto,
		       const struct index_record *list, size_t n, bool sync, uint64_t *end,
		       struct err *e);

/* Calls fn as index_each. ERR_NOTHING where the file is missing, too short or damaged. */
bool keyring_index_each(struct keyring *k, uint8_t bucket, uint64_t from, uint64_t upto,
			bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e);

#endif
