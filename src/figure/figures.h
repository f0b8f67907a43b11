/*
 * The figures: what each means and how it is counted. A row is all that a figure needs.
 *
 * Every figure is counted twice: from the records (SQL over the projection by the rules of the kinds,
 * figure/tally.c), and from the public deltas and fields (figure/count.c). They must agree.
 */
#ifndef SULH_FIGURE_FIGURES_H
#define SULH_FIGURE_FIGURES_H

#include <stddef.h>

#include "base/str.h"

enum period { PERIOD_H24, PERIOD_D3, PERIOD_TOTAL, PERIOD_NOW, PERIOD_COUNT };

/* How a figure comes about. */
enum figure_how {
	FIGURE_SUM,   /* deltas; and where `now_of_states`, the newest records of things */
	FIGURE_CLASS, /* deltas of acts about persons; from the records: by what cases count as */
	/* S4, for cities, districts and governorates: area of the quarters with an AREA line over that of all
	 * quarters that have one, whole per cent, half up; at_least where a line is of a place that is no
	 * quarter with an area. No row where S3 never counted a quarter as administered, or none has an area. */
	FIGURE_SHARE,
	/* W6: 100 * (W1 + W2 + W3) / P2 by total, rounded down, of the country only; no row below 100 persons.
	 * The qualifier is the sum of theirs, with that of P2 swapped. */
	FIGURE_RATIO,
	FIGURE_CENTRES, /* Q3: the heads of a bulletin */
};

struct figure {
	const char *code, *label_en, *label_ar, *unit;
	unsigned periods; /* bits of enum period */
	enum figure_how how;
	bool sum_details;   /* the row without a detail is the sum of all details */
	bool now_of_states; /* `now` comes from state lines, not from the sum of all deltas */
	/* Of several state lines at a place, and below it, the one that begins last holds (of several of
	 * one day the larger); no sum. */
	bool latest;
	bool own_place; /* counts for its own place only, not for those above it */
	bool delayed;	/* asserted by two officers as a delayed sum: said wherever it is shown */
	bool headquarters; /* recorded by headquarters alone: a silent centre changes nothing */
	bool min_cell;	   /* no row whose value is below small_cell */
	int lag;	   /* days that its windows end before the bulletin's day */
	const char
		*details; /* "a,b,c"; NULL: none; "*": keys of what they name (agreement, party) */
	const char *definition, *rule; /* for OUT/definitions */
};

extern const struct figure figures[];
extern const size_t figures_n;

const struct figure *figure_find(struct str code); /* NULL where there is none */
struct str period_name(enum period p);

/* Whether the deltas say all of it: it is a sum, and no newest record of a thing enters it. */
bool figure_of_deltas(const struct figure *f);

/* The text published as OUT/definitions: CSV of code, labels, unit, periods, details, how it is counted,
 * definition, rule. */
void figures_definitions(struct buf *b);

#endif
