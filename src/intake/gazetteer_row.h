/* Private to gazetteer*.c: what one row says about one place. */
#ifndef SULH_INTAKE_GAZETTEER_ROW_H
#define SULH_INTAKE_GAZETTEER_ROW_H

#include "intake/gazetteer_int.h"
#include "intake/places.h"

#define GAZ_ALIASES_MAX 16

struct gaz_import {
	struct reg *r;
	struct arena *a, *scratch; /* scratch: of one row */
	struct gazetteer *w;
	struct gaz_table t;
	struct gaz_columns columns;
	struct places *known;
	struct place *parent; /* of rows that do not say theirs, or NULL */
	struct gaz_box box;
	struct str box_name;
	size_t from[GAZ_ADMIN1 + 1]; /* column + 1 that each value of this row came from; 0: none */
	struct buf refused;
};

struct gaz_item {
	struct str level, parent, name_en, name_ar, pcode, area, residents;
	struct str code,
		given_code;	  /* given_code: as the file has it, empty where it is made here */
	struct place *up, *known; /* known: recorded before as this */
	const struct alias_row *also;
	struct str aliases[GAZ_ALIASES_MAX];
	size_t n_aliases;
};

/* Points of a CSV file, the box they should lie in, the parent of the call. Refuses a file whose coordinates are
 * exchanged as a whole. */
bool gaz_prepare(struct gaz_import *m, struct err *e);

/* A cell of a row, s == NULL where it is empty; remembers the column for what is refused. `level`: of the columns of
 * that level, -1: of those without one. */
struct str gaz_value(struct gaz_import *m, const struct gaz_row *row, enum gaz_field field,
		     int level);

/* The level of a row; s == NULL where it says none or one that does not exist. */
struct str gaz_level(struct gaz_import *m, const struct gaz_row *row);

/* All that a row says. False with all that is not right in `why`; x then holds what could be read. */
bool gaz_item(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x,
	      struct refusals *why);

/* The geometry of a row, and its point in the box. */
bool gaz_point(const struct gaz_import *m, const struct gaz_row *row, struct refusals *why);

/* The name of the column that a field's value came from, the field's own where it came from none. */
struct str gaz_column_name(const struct gaz_import *m, struct str field);

struct str gaz_aliases_text(struct arena *a, const struct gaz_item *x);

#endif
