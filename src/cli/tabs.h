/*
 * Files of columns between tabs, a row a line, as the commands that measure read them: UTF-8, a byte-order mark at the
 * beginning is stepped over. What is refused names file, row and column.
 */
#ifndef SULH_CLI_TABS_H
#define SULH_CLI_TABS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define TABS_MOST 8 /* columns that have a name */

struct tabs {
	struct str path, rest;
	size_t row; /* the one last read, 1 for the first */
	struct str column
		[TABS_MOST]; /* their names, for who reads what is refused; the others have numbers */
	size_t columns;
};

/* Reads the file; the names of the columns stay with the caller. */
bool tabs_open(struct arena *a, struct str path, const struct str *column, size_t columns,
	       struct tabs *out, struct err *e);

/* Rows, at most: lines that end, and one behind them. */
size_t tabs_rows(const struct tabs *t);

/* The next row: cell[0..columns), empty where it has fewer. False with ERR_NONE at the end, with ERR_REFUSED where a cell is not
 * UTF-8 or has a NUL. */
bool tabs_row(struct tabs *t, struct str *cell, struct err *e);

/* The value in this column of the row last read is not right; gives false. */
bool tabs_refuse(const struct tabs *t, size_t column, struct str value, const char *want,
		 struct err *e);

#endif
