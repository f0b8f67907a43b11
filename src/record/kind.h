/*
 * What can be recorded: a kind is a const table of fields and a few words about how it is published,
 * signed and counted. Everything else (checks, storage, CSV and JSON in and out, the log's bytes, the
 * manual) derives from it. kinds.lock holds codes and tags; they never change.
 */
#ifndef SULH_RECORD_KIND_H
#define SULH_RECORD_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct rec;
struct rec_view;
struct deltas;
struct refusals;

/* How much of a record is public (format.md §1). FORM_PART: a row inside a record of another kind. */
enum form { FORM_PLACE, FORM_PERSON, FORM_PART };

enum field_type {
	F_INT,	/* choices: "min..max" */
	F_QTY,	/* a count that may carry a qualifier: "over 18000" */
	F_CODE, /* choices: "a,b,c" or "list:NAME" */
	F_CODES,
	F_TEXT,	 /* max: characters */
	F_TEXTS, /* separated by | */
	F_BOOL,
	F_DATE, /* a calendar day */
	F_DAY,	/* an operation day */
	F_TIME, /* an instant with its offset */
	F_EDTF,
	F_HASH, /* max: bytes, 32 if 0 */
	F_REF,	/* choices: the kind */
	F_REFS,
	F_PLACE, /* a place's code */
	F_GEO,	 /* "lat,lon lat,lon": degrees, kept in millionths */
	F_NAME,	 /* parts with their script: "ism X, father Y, family Z" */
	F_BLOB,
	F_ROWS, /* rows: the kind of one row */
	F_OFFICER,
	F_OFFICERS,
};

/* Who may read it: everybody, the centre (object c), only with the person's own key (object s). */
enum sight { PUB, CENTRE, PERSON };

struct field {
	const char *name;
	uint8_t tag;
	enum field_type type;
	bool required;
	enum sight sight;
	const char *choices;
	int32_t max;
	const struct kind *rows;
	/* Where the number is counted: it stands in key 5 of the entry and nowhere else. A detail "@x" is the
	 * code of field x. */
	const char *figure, *detail;
	const char *help;
};

/* A delta list that a person kind may publish, and the event that chooses it. */
struct outcome {
	const char *event;
	struct {
		const char *figure;
		int n;
	} deltas[3];
};

struct kind {
	const char *name;
	int code; /* entry key 2; 0 for a part */
	const char *label_en, *label_ar;
	enum form form;
	const char *seal; /* "", "C" or "S": the strictest seal among its fields */
	int signatures;
	const char *roles; /* who may sign */
	bool each_role;	   /* and each of these roles signs */
	const struct field *fields;
	size_t n;
	const char *key;    /* the field by which others refer to it; NULL: by log and index only */
	const char *unique; /* another field whose text occurs once in the operation */
	bool updates;	    /* a later entry with the same key is a new state of the same thing */
	const char *
		place_by; /* the field that entry key 4 repeats: a place, or a reference to what has one */
	const char *counts_when; /* "field=code": only then are the figures of its fields counted */
	bool system;		 /* made by the program itself, never by hand */
	bool hq;		 /* only in the log of headquarters */
	size_t entry_max;	 /* bytes of an entry; 4,096 if 0 */
	const struct outcome *outcomes;
	size_t n_outcomes;

	/* What no single field shows; adds to the refusals. `rule` sees public fields only, so that whoever
	 * verifies applies it too; `sealed_rule` needs the sealed ones. */
	void (*sealed_rule)(const struct rec *r, const struct rec_view *v, struct refusals *why);
	void (*rule)(const struct rec *r, const struct rec_view *v, struct refusals *why);
	/* Figure deltas, instead of those that `figure` of the fields gives. */
	void (*deltas)(const struct rec *r, const struct rec_view *v, struct deltas *out);
	/* Why an accepted record waits for a later cut, or NULL. */
	const char *(*hold)(const struct rec *r, const struct rec_view *v);
};

extern const struct kind *const kinds[];
extern const size_t kinds_n;

const struct kind *kind_by_name(
	struct str name); /* NULL where there is none; parts are not found */
const struct kind *kind_by_code(int64_t code);
const struct field *field_by_name(const struct kind *k, struct str name);
const struct field *field_by_tag(const struct kind *k, int64_t tag);
size_t field_at(const struct kind *k, const char *name); /* position; the field must exist */

/* `code` stands in "a,b,c", or in the closed list that "list:NAME" names. */
bool code_in(const char *choices, struct str code);

/* kinds.lock: one line for each field of each kind and part, sorted as the kinds stand. */
void kinds_lock(struct buf *b);

#endif
