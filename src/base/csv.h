/*
 * CSV (RFC 4180): UTF-8, comma, quotes doubled inside quotes, CRLF or LF. A byte-order mark at the
 * start is stepped over. Strict limits; an error names row and column as a spreadsheet shows them.
 */
#ifndef SULH_BASE_CSV_H
#define SULH_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define CSV_COLUMNS 200
#define CSV_CELL    65536

struct csv {
	struct str rest;
	size_t row;   /* of the row last read, 1 for the first */
	char between; /* cells */
};

struct csv csv_of(struct str text);

/* As spreadsheets of all countries write it: between cells stands what the first line has most of: commas, semicolons, tabs or
 * vertical bars (commas where it has none). A first line "sep=;" says it, and is no row. */
struct csv csv_of_any(struct str text);

/* The next row: cells[0..*n). False with e->kind == ERR_NONE at the end, else with the reason.
 * Empty lines are stepped over. */
bool csv_row(struct csv *c, struct arena *a, struct str cells[CSV_COLUMNS], size_t *n,
	     struct err *e);

/* One cell, quoted where it must be, after a comma unless it is the first of its line. */
void csv_put(struct buf *b, struct str cell);
void csv_put_end(struct buf *b);

#endif
