/*
 * The figures: what each means and how it is counted. A row is all that a figure needs.
 *
 * Every figure is counted twice: from the records by the statement named here (SQL over the
 * projection, figure/tally.c), and from the public deltas (figure/count.c). They must agree.
 */
#ifndef SULH_FIGURE_FIGURES_H
#define SULH_FIGURE_FIGURES_H

#include <stddef.h>

#include "base/str.h"

enum period { PERIOD_H24, PERIOD_D3, PERIOD_TOTAL, PERIOD_NOW, PERIOD_COUNT };

/* The statement that counts a figure from the records. */
enum tally {
	TALLY_FLOW,  /* sum of the fields that name this figure */
	TALLY_ROWS,  /* sum of one field over the rows of a record */
	TALLY_EVENT, /* acts of one event about persons */
	TALLY_STATE, /* persons whose last act is this event */
	TALLY_OPEN,  /* things of a kind whose last state is the one named */
};

struct figure {
	const char *code, *label_en, *label_ar, *unit;
	unsigned periods; /* bits of enum period */
	bool sum_details; /* the row without a detail is the sum of all details */
	enum tally tally;
	const char *of;		       /* what the statement counts: see figures.c */
	const char *definition, *rule; /* for OUT/definitions */
};

extern const struct figure figures[];
extern const size_t figures_n;

const struct figure *figure_find(struct str code); /* NULL where there is none */
struct str period_name(enum period p);

/* The text published as OUT/definitions: CSV of code, unit, periods, definition, rule. */
void figures_definitions(struct buf *b);

#endif
