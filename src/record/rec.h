/* A record: one kind's fields with values, and what entry and sealed objects share of it. */
#ifndef SULH_RECORD_REC_H
#define SULH_RECORD_REC_H

#include "record/kind.h"
#include "record/value.h"

#define CORRECTS_TAG 8 /* of rec.corrects in key 10; tags of the kinds' own fields are above it */

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
	/* Key 10, tag 8 of a place kind: the earlier record of the same kind and log that this one corrects,
	 * as REF_BYTES; that one counts zero from then on. s == NULL: none. */
	struct str corrects;
	struct val *v; /* kind->n values */
};

/* What a rule may look up: earlier records of the same log (and those of headquarters). */
struct rec_view {
	/* The latest record of this kind with this key; NULL where there is none. */
	const struct rec *(*by_key)(void *p, const char *kind, struct str key);
	/* The record a reference names; NULL where there is none. */
	const struct rec *(*by_ref)(void *p, struct str ref);
	/* The record of the same thing that stood before the one that a reference names, where that one is
	 * the newest of the thing and in the same log; NULL where there is none. What was corrected stands no
	 * more. */
	const struct rec *(*before)(void *p, struct str ref);
	void *p;
	const struct rec *operation; /* NULL while none is in the log */
	struct arena *a;	     /* for what a rule builds on the way */
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

/* Adds to the refusals where a record corrects what cannot be corrected: of the program's own kinds, of those that
 * others rest on, of acts about persons; and of a thing that has states by one of another thing. That the one
 * corrected is the newest of its thing is for whoever knows indices to see. */
bool rec_corrects_ok(const struct rec *r, const struct rec_view *v, struct refusals *why);

/* The key by which others refer to it, as text, parts joined by "/", a part that is not set being empty;
 * s == NULL where it has none. `v` finds what a reference in the key names. */
struct str rec_key(struct arena *a, const struct rec *r, const struct rec_view *v);
/* The same for what a reference names: its key, or "log8hex/index" where it has none or is not there. */
struct str ref_key(struct arena *a, struct str ref, const struct rec_view *v);

/* What occurs once in the operation (kind.unique), as text like a key; s == NULL where it has none. */
struct str rec_unique(struct arena *a, const struct rec *r, const struct rec_view *v);

/* The record of the same thing before this one; where this one corrects another, that before the one corrected.
 * NULL where there is none. */
const struct rec *rec_before(const struct rec *r, const struct rec_view *v);

/* The place whose figures it changes, by the kind's place_by; s == NULL: the centre's own. */
struct str rec_place(const struct rec *r, const struct rec_view *v);

/* Whether conditions (kind.h) hold for a record; for the cells of a row. NULL holds. */
bool rec_when(const struct rec *r, const char *conditions);
bool row_when(const struct kind *part, const struct val *row, const char *conditions);

/* counted.c: what rules make of a record. */

/* The rule that carries field i: its number stands in key 5 and not in key 10. The first FLOW rule that adds
 * this field of the record itself and whose conditions hold; these may not rest on carried fields, nor its
 * detail on a reference. NULL: none, the field stands in key 10. */
const struct counted *rec_carrier(const struct rec *r, size_t i);

/* What holds from a record on, while it is the newest of its thing: the rules STATE, SINCE, AREA. */
struct state_line {
	struct str figure, detail;
	enum count_how how;
	int64_t n;   /* SINCE, AREA: 0 */
	enum qual q; /* as it adds up */
	int64_t from,
		until; /* calendar days, both included; DAY_MIN, DAY_MAX where there is no bound */
};
struct state_lines {
	struct arena *a;
	struct state_line *list;
	size_t n, room;
};
void rec_states(const struct rec *r, const struct rec_view *v, struct state_lines *out);

/* Its figure deltas, sorted, one for each figure and detail; of an amount of 0 only where it is
 * qualified or a field is carried. */
void rec_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out);
/* The detail that a rule gives (and its figure), with `row` for rules over rows, else NULL. */
struct str counted_figure(const struct counted *c, const struct rec *r);
struct str counted_detail(const struct counted *c, const struct rec *r, const struct val *row,
			  const struct rec_view *v);
void delta_add(struct deltas *out, struct str figure, struct str detail, int64_t n, enum qual q);
/* Adds to the delta of the same figure and detail, where there is one. */
void delta_merge(struct deltas *out, struct str figure, struct str detail, int64_t n, enum qual q);
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

/* A cut is attested on its day or in so many days after it. */
#define ATTEST_DAYS 3

/* A key of an officer serves from its first day for so many. */
#define OFFICER_DAYS 366

#endif
