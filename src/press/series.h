/*
 * Figures of bulletins over years, as a table: date, source, url, figure_kind, place, period, value, qualifier. The same
 * checks as between two statements, over the whole: totals that fall or jump, daily figures that are not the difference
 * of the totals, parts above their whole, units, thousands and digits lost, two figures of one day.
 */
#ifndef SULH_PRESS_SERIES_H
#define SULH_PRESS_SERIES_H

#include "base/err.h"
#include "press/verdict.h"

#define SERIES_ROWS	((size_t)200000)
#define SERIES_BYTES	((size_t)64 << 20)
#define SERIES_FINDINGS ((size_t)20000)

struct series_row {
	size_t line; /* of the table, 1 for its head */
	struct str source, kind, place, period;
	struct said_figure f; /* with its day */
	struct str base;      /* "2016-12-05" of "since 2016-12-05"; "" */
	bool comparable;      /* the period is one that the checks know */
};

struct series_finding {
	struct verdict v;
	size_t a, b; /* rows; equal where it is about one */
};

struct press_series {
	struct series_row *rows; /* by kind, place, day, line */
	size_t n;
	struct series_finding *findings; /* by the first row, each one to be looked at */
	size_t n_findings;
	bool more; /* findings were left out */
};

/* Reads the table. Refused, with the row: no such columns, a day, value or qualifier that is none, too many rows. */
bool press_series_read(struct arena *a, struct str text, struct press_series *out, struct err *e);

/* Finds what does not fit. */
void press_series_check(struct arena *a, struct press_series *s);

#endif
