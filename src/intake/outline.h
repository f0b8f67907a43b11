/*
 * Outlines of places, for drawing only: they are part of no figure, no record and no signature, and losing them
 * loses nothing but the map. DIR/outline holds them in a form of its own (doc/format.md, section 10): thinned to
 * what a drawing shows, borders that two places share thinned alike, so that no gap opens between them.
 */
#ifndef SULH_INTAKE_OUTLINE_H
#define SULH_INTAKE_OUTLINE_H

#include "base/ring.h"
#include "intake/register.h"
#include "record/refuse.h"

struct gazetteer_map;

#define OUTLINE_FILE	  "outline"
#define OUTLINE_MAX	  ((size_t)2 * 1024 * 1024) /* bytes of the file */
#define OUTLINE_PLACES	  ((size_t)4000)
#define OUTLINE_POSITIONS ((size_t)60000) /* of all of them, once thinned */
#define OUTLINE_SOURCE	  ((size_t)300)	  /* bytes */

struct outline {
	struct str code;  /* of the place */
	struct str level; /* as recorded: "quarter" */
	struct ring *rings;
	size_t n;
};

struct outlines {
	struct outline *list; /* by code, bytewise */
	size_t n, positions;
	struct str source,
		source_ar; /* where they come from, as the file said; empty where it did not */
};

/* The outlines of the register in the folder `dir`: none (n == 0) where it has no such file. ERR_FALSE where the
 * file is damaged. */
bool outline_read(struct arena *a, const char *dir, struct outlines *out, struct err *e);

/* The outline of a place; NULL where it has none. */
const struct outline *outline_of(const struct outlines *o, struct str code);

/* The bytes of such a file, and back; decoding refuses (ERR_FALSE) all that encoding does not write. */
struct str outline_encode(struct arena *a, const struct outlines *o);
bool outline_decode(struct arena *a, struct str bytes, struct outlines *out, struct err *e);

/* Leaves out positions that a drawing does not show, until `most` are left: those that turn the line least. What
 * is left of a line depends on the line alone, so that both sides of a border stay one. Rings without three
 * different positions go. False where there are too many rings for so few positions. */
bool outline_thin(struct arena *a, struct outlines *o, size_t most);

struct outline_import {
	struct str level; /* s == NULL: as the file says, if it does */
	const struct gazetteer_map *map;
	size_t n_map;
	/* A feature that is refused: `where` says "feature 3, ring 1, position 7". */
	void (*bad)(void *p, struct str where, const struct refusal *why);
	void *p;
	size_t features, n_bad, positions_before, positions; /* out */
	int64_t bytes;					     /* out: of the file kept */
	struct str source;				     /* out */
};

/* Takes a GeoJSON file for the outlines of recorded places, in place of those kept before: all of it, or
 * (ERR_REFUSED) nothing. A place is found by code, P-code or name. The members "source" and "source_ar" of the
 * collection are kept. */
bool outline_import(struct reg *r, struct arena *a, struct outline_import *w, struct str text,
		    struct err *e);

/* Removes them; *had: whether there were any. */
bool outline_remove(struct reg *r, struct arena *a, bool *had, struct err *e);

#endif
