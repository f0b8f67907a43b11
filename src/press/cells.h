/*
 * The tables of a pack as spreadsheets save them: a line a row, tabs between the cells, or what the first line has instead, a semicolon or comma;
 * UTF-8 with or without its mark, or UTF-16; cells in quotation marks where a program thought they need them.
 */
#ifndef SULH_PRESS_CELLS_H
#define SULH_PRESS_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define CELLS 8 /* of a row; what stands behind them is nobody's */

struct cells {
	struct arena *a;
	struct str rest;
	char mark;		/* between cells */
	size_t line;		/* of the row that was read last, the first is 1 */
	struct str cell[CELLS]; /* without blanks around them; "" where the row has none */
	size_t n;
};

/* Refused is a file in another encoding: the error says which. `name` is the file's. */
bool cells_of(struct arena *a, struct str name, struct str bytes, struct cells *out, struct err *e);

/* The next row that is not empty and no remark (a first cell that begins with #); false at the end. */
bool cells_next(struct cells *t);

/* Whether the row that was read last names the columns so, in this order; capitals do not matter. */
bool cells_named(const struct cells *t, const struct str *names, size_t n);

#endif
