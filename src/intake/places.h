/*
 * The places of a register as a tree, found by code, P-code, name, alias, or a spelling that the small table
 * of aliases in the executable knows (examples/places/aliases.csv: what no gazetteer has and reports need).
 * Public fields only: no keyring is needed.
 */
#ifndef SULH_INTAKE_PLACES_H
#define SULH_INTAKE_PLACES_H

#include "intake/register.h"
#include "record/rec.h"

struct spelling; /* private */

/* A row of the table of aliases. */
struct alias_row {
	struct str name_en, name_ar, level;
	struct str within; /* P-code of its governorate */
	struct str pcode;
	struct str admin1; /* GeoNames' number of a governorate */
	struct str *spellings;
	size_t n;
	bool boxed; /* a country: its bounding box in millionths of a degree */
	int64_t south, west, north, east;
};

struct place {
	struct str code, level, parent, name_en, name_ar, pcode; /* empty where there is none */
	struct str *aliases;
	size_t n_aliases;
	const struct val *residents;  /* NULL: not known */
	int64_t area_m2;	      /* 0: not known */
	bool waiting;		      /* for the cut */
	size_t row;		      /* of the file that is being imported; 0: recorded before */
	struct place *up;	      /* NULL for a country */
	const struct alias_row *also; /* the row of the table that is about it, or NULL */
	struct spelling *spellings;
	struct place *child, *next; /* after places_tree */
};

struct places;

/* All places in the log and among the drafts. NULL on a machine's error. */
struct places *places_load(struct reg *r, struct arena *a, struct err *e);

/* The same for many look-ups: read once, kept until places_forget. NULL on a machine's error. */
struct places *places_kept(struct reg *r, struct err *e);
/* Whoever begins or drops a transaction, or records a place, calls this. */
void places_forget(struct reg *r);

/* An empty set, to be filled by places_add. NULL where the table of aliases cannot be read. */
struct places *places_new(struct arena *a, struct err *e);

/* Adds one, keeping `p`; its parent has to be there. */
void places_add(struct places *all, struct place *p);

size_t places_n(const struct places *all);
struct place *places_at(const struct places *all, size_t i); /* as recorded; i < places_n */

struct place *place_by_code(const struct places *all, struct str code); /* NULL: none */
struct place *place_by_pcode(const struct places *all, struct str pcode);
/* Whether it is that place or lies in it; false where either is NULL. */
bool place_lies_in(const struct place *p, const struct place *in);
struct place *place_by_name_en(const struct places *all, struct str name); /* the very same text */
/* Has a P-code name this place from now on, beside its own. */
void places_also_pcode(struct places *all, struct str pcode, struct place *p);

/* How near a text comes to a place: lower is nearer. */
enum place_match {
	MATCH_CODE,
	MATCH_PCODE,
	MATCH_NAME,
	MATCH_ALIAS,
	MATCH_TABLE,   /* a spelling of the table of aliases */
	MATCH_SPELLED, /* another spelling, as it seems */
	MATCH_BEGINS,
};
const char *place_match_name(enum place_match m);

struct place_hit {
	struct place *place;
	enum place_match match;
	struct str by; /* the spelling that matched */
	int score;     /* 1 to 1000: 1000 is a code, or a name but for case, accents, articles */
	struct str *agrees, *differs; /* word by word, in English */
	size_t n_agrees, n_differs;
};

struct places_query {
	struct str text;	    /* a code, P-code or name; behind a comma what it lies in */
	const struct place *within; /* NULL: anywhere */
	struct str level;	    /* s == NULL: any */
	size_t max;
};

/* What a text may mean, best first, then by the order of the tree. The list lives in the arena. */
struct place_hit *places_find(struct places *all, struct arena *a, const struct places_query *q,
			      size_t *n);

/* The few places that are nearest to a text that is the name of none, for who is told so: "; nearest: Kalasseh (SY-HL-KAL,
 * quarter in Aleppo) or ...". Empty where none is near, and when that was asked many times. */
struct str places_nearest(struct places *all, struct arena *a, struct str text, struct str level);

/* The one place that `text` means: a code, a P-code, a name, an alias; of `level` where level.s. NULL where
 * there is none, or more than one (*many: how many). */
struct place *places_one(struct places *all, struct str text, struct str level, size_t *many);

/* The same level, name (English or Arabic, as placename_key has it) and parent; or the same row of the table of
 * aliases. NULL where there is none. */
struct place *places_same(struct places *all, struct str level, struct str name_en,
			  struct str name_ar, const struct alias_row *also, const struct place *up);
/* One of this name and about this level above or below in the same branch: perhaps the same. */
struct place *places_maybe(struct places *all, struct str level, struct str name_en,
			   const struct place *up);

/* The first root; children of a place are p->child, then ->next of each: by level, then code. NULL: no place. */
struct place *places_tree(struct places *all);

#define PLACE_CODE_MAX 16 /* bytes, as the record has it */

/* A code that no place has: that of its parent and the first letters of its name, "SY-HL-JIB". */
struct str places_new_code(const struct places *all, struct arena *a, const struct place *up,
			   struct str level, struct str name_en);

/* Rows of the table of aliases. */
const struct alias_row *alias_of(const struct places *all, struct str level, struct str name_en,
				 struct str name_ar, const struct place *up);
const struct alias_row *alias_by_admin1(const struct places *all, struct str admin1);
/* The row with this spelling, whether or not it is a place here; NULL where there is none. */
const struct alias_row *alias_by_spelling(struct places *all, struct str text);

/* ASCII letters in upper case, as codes and P-codes are compared. */
struct str places_upper(struct arena *a, struct str s);

/* "one of country, governorate, ...", for who gave another level. */
extern const char place_levels[];

/* 0 for a country to 6; -1 where it is no level. */
int level_rank(struct str level);

#endif
