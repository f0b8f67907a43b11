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

/*
 * How much of a record is public (format.md §1).
 * PLACE: all but its sealed fields. PERSON: keys 1, 2, 3, 5, 6 (a certificate also 13). AS_DECISION: as
 * PERSON, under the code of `decision`, and under that of `veiled` where nothing public changes. VEILED:
 * keys 1, 2, 3, 6 under the one code of `veiled`. WEAPON: one entry a centre, kind and cut, the deltas
 * summed, the seal over the items' seals. PART: a row inside a record of another kind.
 */
enum form { FORM_PLACE, FORM_PERSON, FORM_AS_DECISION, FORM_VEILED, FORM_WEAPON, FORM_PART };

/* Whose key a record's object s is sealed to. */
enum subject {
	SUBJECT_NONE, /* there is no object s */
	SUBJECT_CASE, /* the person of the case, which has to be there or is opened by it (rule/life.c) */
	SUBJECT_MAYBE, /* the person of the case where one is given, else a fresh identity */
	SUBJECT_OWN, /* always a fresh identity: testimony, children, victims, those who were freed */
};

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
	F_HASH, /* max: bytes, 32 if 0; choices "person": the number of one (value.h) */
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
	const char *help;
};

/* How a record of a place kind changes a figure; one row a rule. Conditions are words that all have to
 * hold: "act=join|restate" (codes, yes and no), "donor" (is set), "!donor" (is not), "persons>0",
 * "persons=0". */
enum count_how {
	COUNT_FLOW,  /* each record adds its amount */
	COUNT_COMES, /* as FLOW, where the conditions did not hold for the thing's record before */
	COUNT_STATE, /* the amount holds while it stands in the newest record of its thing (no delta) */
	COUNT_SINCE, /* as STATE; the amount is the days from `from` to the day of the bulletin */
	COUNT_AREA,  /* as STATE; the amount is the area of the record's place */
};

struct counted {
	const char *figure; /* "T1"; "@field": the code of that field */
	const char *
		detail; /* NULL: none; "women"; "@field": its code, of a reference the key of what it
			     * names; a field of the row where `amount` goes over rows */
	const char *
		amount; /* a public number; "rows.field": its sum over rows; "rows": one for each row;
			     * NULL: 1 */
	const char *when; /* conditions on the record; NULL: always */
	const char *row;  /* conditions on the cells of a row; NULL: each row */
	const char *from,
		*until; /* STATE, SINCE: dates (of the record, or of the row) between which it
				   * holds, both included; NULL: unbounded */
	enum count_how how;
	int sign;    /* -1: subtracts; else adds */
	bool or_one; /* an amount that is not set is 1 */
};

#define OUTCOME_DELTAS 4

/* A delta list that a person kind may publish, and the event that chooses it. */
struct outcome {
	const char *event;
	struct {
		const char *figure;
		int n;
		const char *detail; /* NULL: none */
	} deltas[OUTCOME_DELTAS];
};

struct kind {
	const char *name;
	int code; /* entry key 2; 0 for a part */
	const char *label_en, *label_ar;
	enum form form;
	const char *
		seal; /* "", "C", "S" or "T": the strictest seal among its fields (T: an S of its own) */
	enum subject subject;
	int signatures;
	const char *roles; /* who may sign */
	bool each_role;	   /* and each of these roles signs */
	const struct field *fields;
	size_t n;
	/* The field by which others refer to it, or "a+b"; a reference stands for the key of what it names.
	 * NULL: by log and index only. */
	const char *key;
	const char *
		keyless_when; /* conditions under which a record is a thing of its own, without key */
	const char *unique;   /* a field, or "a+b", whose text occurs once in the operation, but for
			       * later states of the same thing */
	bool updates;	      /* a later entry with the same key is a new state of the same thing */
	const char *
		place_by; /* the field that entry key 4 repeats: a place, or a reference to what has one */
	const struct counted *counts;
	size_t n_counts;
	const char *
		stated_when; /* conditions: it repeats somebody's statement; shown with the figure */
	const char
		*waits;	  /* a number: where a cut's sum at a place is below small_cell, it waits */
	bool system;	  /* made by the program itself, never by hand */
	bool hq;	  /* only in the log of headquarters */
	size_t entry_max; /* bytes of an entry; 4,096 if 0 */
	const struct outcome *outcomes;
	size_t n_outcomes;

	/* What no single field shows; adds to the refusals. `rule` sees public fields only, so that whoever
	 * verifies applies it too; `sealed_rule` needs the sealed ones. */
	void (*sealed_rule)(const struct rec *r, const struct rec_view *v, struct refusals *why);
	void (*rule)(const struct rec *r, const struct rec_view *v, struct refusals *why);
	/* Why an accepted record waits for a later cut, or NULL. All states of a thing wait and go together, so
	 * that they enter the log in their order. */
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

/* The choices as words for whoever gave another: "a,b,c", or what stands in a closed list. */
const char *code_want(const char *choices);

/* The code an entry of this kind carries where it changes something public: its own, that of `decision`
 * (AS_DECISION) or of `veiled` (VEILED). */
int kind_public_code(const struct kind *k);
/* Whether any of its rules is of the newest record of a thing (STATE, SINCE, AREA). */
bool kind_has_states(const struct kind *k);

/* kinds.lock: one line for each field of each kind and part, sorted as the kinds stand. */
void kinds_lock(struct buf *b);

#endif
