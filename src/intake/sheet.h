/*
 * Files of rows, whatever their form, as rows of cells: the first row is the header. CSV; JSON lines
 * (an object a line: the header is made of all keys, in the order in which they come up; lists and
 * objects become the cell that CSV would have); GeoJSON (features: properties, and the geometry into
 * the kind's field for positions); XLSX (one sheet). Strict limits; an error names its place as the
 * person sees it who looks at the file.
 */
#ifndef SULH_INTAKE_SHEET_H
#define SULH_INTAKE_SHEET_H

#include "base/csv.h"
#include "base/xlsx.h"
#include "record/kind.h"

struct jsonin;

enum sheet_form { SHEET_CSV, SHEET_JSONL, SHEET_GEOJSON, SHEET_XLSX };

/* By the end of the file's name; CSV where that says nothing. */
enum sheet_form sheet_form_of(struct str file);
const char *sheet_form_name(enum sheet_form form);

/* A plain value: a copy of it is a mark to which one can go back. */
struct sheet {
	enum sheet_form form;
	struct arena *a; /* of what is kept for the whole file */
	struct str text;
	const struct kind *kind;
	struct csv csv;
	struct xlsx xlsx;
	const struct jsonin *features;
	struct str keys[CSV_COLUMNS]; /* the header of JSON */
	size_t n_keys;
	const struct field *position; /* of GeoJSON; NULL: the kind has none, or no feature has */
	struct str rest;	      /* of JSON lines */
	size_t next, row;	      /* row: of the row last read, as the person counts */
	size_t total;		      /* about so many rows */
	bool begun;
};

/* `name`: the sheet of a workbook, s == NULL: the first. */
bool sheet_open(struct sheet *s, struct arena *a, enum sheet_form form, struct str text,
		const struct kind *k, struct str name, struct err *e);

/* The next row, as csv_row; cells that a row of JSON or of a workbook leaves out are empty, to the width
 * of `columns` (0: as many as there are). */
bool sheet_row(struct sheet *s, struct arena *a, size_t columns, struct str cells[CSV_COLUMNS],
	       size_t *n, struct err *e);

/* Where a cell stands: "row 7, column sex", "sheet people, cell B7 (sex)", "line 7, sex",
 * "feature 7, sex". `column` counts from 0; CSV_COLUMNS: not known. */
struct str sheet_place(const struct sheet *s, struct arena *a, size_t row, size_t column,
		       struct str name);

#endif
