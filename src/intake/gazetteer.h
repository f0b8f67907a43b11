/*
 * Gazetteers into drafts of places: CSV files and GeoJSON FeatureCollections as humanitarian and public
 * sources publish them, whose columns have many names. Everything goes through the one front door.
 *
 * Boundaries are not kept (see outline.h): a ring gives the sealed point (its middle) and, for quarters, area_m2. A file whose
 * coordinates are not degrees of WGS 84, or are exchanged, is refused, not mended.
 */
#ifndef SULH_INTAKE_GAZETTEER_H
#define SULH_INTAKE_GAZETTEER_H

#include "intake/commit.h"

#define GAZETTEER_MAX  ((size_t)64 * 1024 * 1024) /* bytes */
#define GAZETTEER_ROWS ((size_t)200000)

/* field=column: what a column that has an odd name holds. */
struct gazetteer_map {
	struct str field, column;
};

struct gazetteer {
	struct str as;	     /* who records */
	struct str level;    /* s == NULL: as the file says */
	struct str parent;   /* of rows that do not say theirs; s == NULL: none */
	struct str encoding; /* s == NULL: UTF-8, or UTF-16 that says so */
	const struct gazetteer_map *map;
	size_t n_map;
	bool commit;
	bool partial; /* keep the rows that are right, though others are refused */
	bool rename;  /* where a name is taken, add what tells the place apart */
	/* A row (or feature) that is refused: `where` says "row 3, column ADM3_EN". */
	void (*bad)(void *p, struct str where, const struct refusal *why);
	/* A row that is right: what it is recorded as; `again`: it was recorded before. */
	void (*good)(void *p, size_t row, struct str code, struct str level, struct str name_en,
		     bool again);
	void (*progress)(void *p, size_t n, size_t total);
	void *p;
	size_t rows, n_bad, again; /* out */
	struct str refused;	   /* out: refused rows as CSV that can be mended and imported */
};

/* Names of the fields that `map` may name, comma separated. */
extern const char gazetteer_fields[];

/* "utf-8, utf-16 or ...", for who gave another. */
extern const char gazetteer_encodings[];

/* Imports a file. ERR_REFUSED where the file or (without `partial`) a row is not right; then nothing is kept. */
bool gazetteer_import(struct reg *r, struct arena *a, struct gazetteer *w, struct str text,
		      struct err *e);

#endif
