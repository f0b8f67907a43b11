/*
 * The public entry: deterministic CBOR map with integer keys (format.md §1). Decoding is strict: what
 * entry_read accepts, entry_put writes again byte for byte.
 */
#ifndef SULH_RECORD_ENTRY_H
#define SULH_RECORD_ENTRY_H

#include "base/err.h"
#include "record/rec.h"

#define ENTRY_VERSION	 1
#define ENTRY_MAX	 4096
#define ENTRY_MAX_LONG	 65535
#define ENTRY_SIGNATURES 8

enum entry_key {
	KEY_VERSION = 1,
	KEY_KIND = 2,
	KEY_DAY = 3,
	KEY_PLACE = 4,
	KEY_DELTAS = 5,
	KEY_SEAL = 6,
	KEY_REFS = 7,
	KEY_DECREE = 8,
	KEY_REASON = 9,
	KEY_FIELDS = 10,
	KEY_SIGNATURES = 11,
	KEY_FROM_DAY = 12,
	KEY_COMMIT = 13,
	KEY_ID = 14,
};

struct signature {
	uint8_t kid[4], sig[64];
};

struct entry {
	int64_t version, kind, day, from_day; /* from_day == day where key 12 is absent */
	struct str place;		      /* s == NULL: absent; so for the strings below */
	struct deltas deltas;
	struct str seal, decree, reason, fields, commit, id; /* fields: the CBOR map as it stands */
	struct refs refs;
	struct signature signatures[ENTRY_SIGNATURES];
	size_t n_signatures;
};

/* Which keys to leave out: bit k for key k. */
#define WITHOUT(k) (1u << (k))

/* What is signed and what sealed objects are bound to. A person entry gets its day at the cut, after
 * its objects are sealed: for person kinds the day is left out too. */
unsigned entry_act_mask(enum form form);  /* for officers' acts inside c: without 6, 11 */
unsigned entry_head_mask(enum form form); /* for the head in c and s: without 6, 11, 13, 14 */

struct str entry_put(struct arena *a, const struct entry *e, unsigned without);

/* Reads an entry. ERR_FALSE with what is wrong and at which byte. A newer version or an unknown kind is
 * not refused here. */
bool entry_read(struct arena *a, struct str bytes, struct entry *e, struct err *err);

/* The code under which acts are published that change nothing in public (kind `veiled`). */
#define VEILED_CODE 99

/* The fields of a place entry as a record, without judging them: for entries that were judged when they
 * were accepted. Of the other forms only the kind, the day and the seal are known. NULL where the fields
 * cannot be read or the kind is unknown. */
struct rec *entry_fields(struct arena *a, const struct entry *e);

/* The same where what is left out would count as not there: NULL alone where the kind is unknown; ERR_ATTENTION
 * where the fields cannot be read. */
bool entry_known(struct arena *a, const struct entry *x, struct rec **out, struct err *e);

/* The record behind a public entry, judged: the fields of key 10 and, for kinds that count, those of key 5.
 * NULL where the entry breaks the rules of its kind's public form; `why` then says which. A code under
 * which nothing is published (that of an AS_DECISION or VEILED kind) breaks them. */
struct rec *entry_rec(struct arena *a, const struct entry *e, const struct rec_view *v,
		      struct refusals *why);

/* The entry of a record (no seal, id or signature yet). For PERSON, AS_DECISION and VEILED kinds `outcome`
 * names the delta list (of the kind, or of `decision`); outcome.s == NULL: nothing public changes, and
 * the entry is veiled. A WEAPON item's is what it is sealed with and waits as for the cut: keys 1, 2, 5,
 * 10; weapon_sum.h makes the public one of all items of a cut. */
bool entry_of(struct arena *a, const struct rec *r, const struct rec_view *v, struct str outcome,
	      struct entry *e, struct refusals *why);

/* Whether it is within the sizes and the public form of its kind; else refuses. */
bool entry_fits(struct arena *a, const struct kind *k, const struct entry *e, struct refusals *why);

#endif
