/*
 * Deterministic CBOR (RFC 8949 §4.2.1), the part that signed bytes use: unsigned and negative
 * integers within int64, byte and text strings, arrays, maps, true and false. No floats, tags, null
 * or indefinite lengths. The reader refuses what the writer would not write: non-shortest heads,
 * ill-formed text; keys of maps are checked for order by cbor_key.
 */
#ifndef SULH_BASE_CBOR_H
#define SULH_BASE_CBOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/read.h"
#include "base/str.h"

void cbor_put_int(struct buf *b, int64_t v);
void cbor_put_bytes(struct buf *b, struct str s);
void cbor_put_text(struct buf *b, struct str s);
void cbor_put_array(struct buf *b, uint64_t n);
void cbor_put_map(struct buf *b, uint64_t n);
void cbor_put_bool(struct buf *b, bool v);

enum cbor_type {
	CBOR_UINT,
	CBOR_NEGATIVE,
	CBOR_BYTES,
	CBOR_TEXT,
	CBOR_ARRAY,
	CBOR_MAP,
	CBOR_TAG,
	CBOR_SIMPLE
};

/* The type of what comes next; false at the end. */
bool cbor_peek(struct read *r, enum cbor_type *t);

bool cbor_int(struct read *r, int64_t min, int64_t max, int64_t *v);
bool cbor_bytes(struct read *r, size_t min, size_t max, struct str *s);
bool cbor_text(struct read *r, size_t max, struct str *s);
bool cbor_array(struct read *r, uint64_t max, uint64_t *n);
bool cbor_map(struct read *r, uint64_t max, uint64_t *n);
bool cbor_bool(struct read *r, bool *v);

/* An integer key of a map; *last is the key before (start with -1). Refuses a key out of order. */
bool cbor_key(struct read *r, int64_t *last);

/* Steps over one well-formed item of at most `depth` levels; *item is a view of its bytes. Refuses,
 * as everywhere, what is not deterministic; map keys must ascend bytewise. */
bool cbor_skip(struct read *r, int depth, struct str *item);

#endif
