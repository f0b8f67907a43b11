/* Private to intake/sheet*: JSON values as the cells that CSV would have. */
#ifndef SULH_INTAKE_SHEET_JSON_H
#define SULH_INTAKE_SHEET_JSON_H

#include "intake/sheet.h"

/* f == NULL: not a field of the kind (a word as `as`). False and an error for a value that has no cell. */
bool json_cell(struct arena *a, const struct field *f, struct str name, const struct jsonin *v,
	       struct str *cell, struct err *e);

/* A geometry of GeoJSON as text that a field for positions reads: a point, a line, or the outer ring of an
 * area. null is empty text. */
bool json_geometry(struct arena *a, const struct jsonin *v, struct str *cell, struct err *e);

#endif
