/*
 * Spreadsheets (ECMA-376, Office Open XML): the cells of one sheet as text, and sheets out. A thin and
 * strict reader: what it does not know it leaves aside, what it cannot be sure of it refuses by sheet
 * and cell. Formulas are never calculated: the value stored beside them counts. The only files that
 * include zip.h, expat.h and xlsxwriter.h are xlsx*.c.
 */
#ifndef SULH_BASE_XLSX_H
#define SULH_BASE_XLSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define XLSX_MAX     ((size_t)64 << 20)	 /* bytes of a file */
#define XLSX_PART    ((size_t)128 << 20) /* of one part, unpacked */
#define XLSX_ALL     ((size_t)256 << 20) /* of all parts that are read */
#define XLSX_RATIO   250		 /* how many times a part above 1 MiB may grow */
#define XLSX_ENTRIES 4096		 /* of the zip */
#define XLSX_SHEETS  256
#define XLSX_CELLS   ((size_t)4000 * 1000)
#define XLSX_ROWS    ((size_t)1 << 20)
#define XLSX_COLUMNS 200   /* as CSV_COLUMNS */
#define XLSX_TEXT    65536 /* bytes of a cell, as CSV_CELL */

/* A row with anything in it; `row` as the spreadsheet counts. The cells behind the last one that holds
 * something are left out. */
struct xlsx_row {
	size_t row;
	struct str *cells;
	size_t n;
};

struct xlsx {
	struct str sheet; /* its name */
	struct xlsx_row *rows;
	size_t n;
};

/* The sheet of this name, or the first that is not hidden (s == NULL). Numbers are text as they stand,
 * whole ones without point and exponent; dates (cells with a date's format) 2016-12-09, with a time of
 * day 2016-12-09T10:30; true and false yes and no. ERR_REFUSED for anything that is not right. */
bool xlsx_read(struct arena *a, struct str bytes, struct str sheet, struct xlsx *out,
	       struct err *e);

/* "B7": row from 1, column from 0. */
struct str xlsx_cell_name(struct arena *a, size_t row, size_t column);

/* Where the parts of a workbook come from. Gives ERR_NOTHING for one that is not there. */
struct xlsx_parts {
	bool (*get)(void *p, struct arena *a, struct str name, struct str *bytes, struct err *e);
	void *p;
};
bool xlsx_read_parts(struct arena *a, const struct xlsx_parts *from, struct str sheet,
		     struct xlsx *out, struct err *e);

/* A workbook of one sheet, in memory. `created`: seconds since 1970 that it says it was made. NULL on an
 * error. Rows and columns count from 0. */
struct xlsx_out;
struct xlsx_out *xlsx_new(struct arena *a, const char *sheet, int64_t created, struct err *e);
bool xlsx_put_head(struct xlsx_out *x, size_t row, size_t column, struct str text, struct err *e);
bool xlsx_put_text(struct xlsx_out *x, size_t row, size_t column, struct str text, struct err *e);
/* Numbers beyond 2^53 go in as text: a spreadsheet would change them. */
bool xlsx_put_number(struct xlsx_out *x, size_t row, size_t column, int64_t n, struct err *e);
bool xlsx_put_day(struct xlsx_out *x, size_t row, size_t column, int64_t day, struct err *e);
bool xlsx_put_bool(struct xlsx_out *x, size_t row, size_t column, bool b, struct err *e);
/* The file's bytes; the first `head` rows stand still when one scrolls. Nothing is put afterwards. */
bool xlsx_end(struct xlsx_out *x, size_t head, struct str *bytes, struct err *e);

#endif
