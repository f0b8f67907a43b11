/* The value of one field: from text, to text, from CBOR, to CBOR. One spelling each way. */
#ifndef SULH_RECORD_VALUE_H
#define SULH_RECORD_VALUE_H

#include "base/read.h"
#include "record/kind.h"
#include "record/qual.h"

#define VALUE_ITEMS 4096 /* of a list */
#define REF_BYTES   48	 /* log-id8, index as 8 bytes big-endian, leaf hash */

/* The index of the entry that a reference names; -1 for what is none. */
int64_t ref_index(struct str ref);

/* Which members hold the value depends on the field's type: n (numbers, days, seconds, 0/1), q
 * (qualifier), m (minutes east; longitude), s (text or bytes), v[0..len) (lists; fields of a row). */
struct val {
	bool set;
	uint8_t q;
	int32_t m;
	int64_t n;
	struct str s;
	struct val *v;
	size_t len;
};

/*
 * The number of a person (`subject`), from what was typed or scanned: 32 digits as they stand on the person's slip, in
 * groups or not, or the text of its QR code, which begins with SLIP_QR. False where it is neither.
 */
#define PERSON_BYTES 16
#define SLIP_QR	     "SULHP1:"
bool person_number(struct str text, uint8_t out[PERSON_BYTES]);

/* Reads what a person typed or a cell holds. References and officers stay text until val_resolve; so does the number
 * of a case that stands for the number of its person. Empty text is no value and is not set. */
bool val_parse(struct arena *a, const struct field *f, struct str text, struct val *out,
	       struct refusals *why);

/* Turns names into what they name. Each gives false where there is no such thing. */
struct resolver {
	bool (*ref)(void *p, const char *kind, struct str key, uint8_t out[REF_BYTES]);
	bool (*place)(void *p, struct str name, struct str *code);
	bool (*officer)(void *p, struct str name, uint8_t kid[4]);
	/* Of the case with this number; may be NULL: no such number is taken. */
	bool (*person)(void *p, struct str case_no, uint8_t subject[PERSON_BYTES]);
	void *p;
	/* Of a text that names no place, or several: "; nearest: ..." or nothing, for who is refused. May be NULL. */
	struct str (*near_place)(void *p, struct str name);
};
bool val_resolve(struct arena *a, const struct field *f, struct val *v, const struct resolver *r,
		 struct refusals *why);

/* As text that val_parse reads again (references as log/index). */
struct str val_text(struct arena *a, const struct field *f, const struct val *v);
void val_json(struct arena *a, const struct field *f, const struct val *v, struct buf *b);

/* The references that public fields point to (entry key 7); a field holds the position. */
struct refs {
	uint8_t (*list)[REF_BYTES];
	size_t n, room;
};

/* With refs, references are written as positions in it (added at the end); without, as 48 bytes. */
void val_encode(const struct field *f, const struct val *v, struct arena *a, struct refs *refs,
		struct buf *b);
bool val_decode(struct arena *a, const struct field *f, struct read *r, const struct refs *refs,
		struct val *out);

/* A number within the bounds, a code in the list, text not too long: the same for text and CBOR. */
bool val_check(struct arena *a, const struct field *f, const struct val *v, struct refusals *why);

#endif
