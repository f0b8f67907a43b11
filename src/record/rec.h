/* A record: one kind's fields with values, and what entry and sealed objects share of it. */
#ifndef SULH_RECORD_REC_H
#define SULH_RECORD_REC_H

#include "record/kind.h"
#include "record/value.h"

/* Figure deltas of a record, in the order of their CBOR (format.md §1). */
struct delta {
	struct str figure, detail;
	int64_t n;
	enum qual q;
};

struct deltas {
	struct arena *a;
	struct delta *list;
	size_t n, room;
};

struct rec {
	const struct kind *kind;
	int64_t day;	  /* operation day; NO_DAY where it is not known yet */
	int64_t from_day; /* first day of the period, = day for one day */
	struct str place; /* entry key 4; s == NULL: the centre's own */
	struct val *v;	  /* kind->n values */
};

/* What a rule may look up: earlier records of the same log (and those of headquarters). */
struct rec_view {
	/* The latest record of this kind with this key; NULL where there is none. */
	const struct rec *(*by_key)(void *p, const char *kind, struct str key);
	/* The record a reference names; NULL where there is none. */
	const struct rec *(*by_ref)(void *p, struct str ref);
	void *p;
	struct arena *a; /* for what a rule builds on the way */
};

struct rec *rec_new(struct arena *a, const struct kind *k);

/* The value of a field, NULL where it is not set. The field must exist. */
const struct val *rec_get(const struct rec *r, const char *field);
struct str rec_code(const struct rec *r,
		    const char *field); /* text of a field, empty where not set */
bool rec_is(const struct rec *r, const char *field, const char *code);

/* Sets one field from text. False and a refusal for an unknown field or a value that is not right. */
bool rec_set(struct arena *a, struct rec *r, struct str field, struct str text,
	     struct refusals *why);
bool rec_resolve(struct arena *a, struct rec *r, const struct resolver *res, struct refusals *why);

/* Required fields, bounds, codes, the kind's own rule. All refusals, not only the first. */
bool rec_check(struct arena *a, const struct rec *r, const struct rec_view *v,
	       struct refusals *why);

/* The key by which others refer to it, as text; s == NULL where the kind has none. */
struct str rec_key(struct arena *a, const struct rec *r);

/* The place whose figures it changes, by the kind's place_by; s == NULL: the centre's own. */
struct str rec_place(const struct rec *r, const struct rec_view *v);

/* The record counts: counts_when holds. Then the fields with a figure stand in key 5, else in key 10. */
bool rec_counts(const struct rec *r);
/* The detail of a counted field's delta. */
struct str rec_detail(const struct rec *r, const struct field *f);

/* Its figure deltas, sorted. */
void rec_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out);
void delta_add(struct deltas *out, struct str figure, struct str detail, int64_t n, enum qual q);
void deltas_sort(struct deltas *d);

/* The delta list of a person kind's event; false where the kind publishes nothing for it. */
bool outcome_deltas(const struct kind *k, struct str event, struct deltas *out);

/* The map tag -> value of the set fields with this sight. For PUB, what key 5 holds is left out and
 * references go to `refs`. */
void rec_fields(struct arena *a, const struct rec *r, enum sight sight, struct refs *refs,
		struct buf *b);
size_t rec_fields_n(const struct rec *r, enum sight sight);

/* Reads such a map into the record; refuses tags of another sight. */
bool rec_fields_read(struct arena *a, struct rec *r, enum sight sight, struct read *in,
		     const struct refs *refs);

#endif
