/*
 * What was said over the days against what was signed, as SVG: the signed numbers as a line or dots, each claim as a mark
 * whose shape says what was found of it, and a dotted tie to the number that it was held against. Classes only, no style:
 * app.css has the colours. All texts come from the caller. Time runs from left to right, also on an Arabic page.
 */
#ifndef SULH_PAPER_CLAIMS_H
#define SULH_PAPER_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

#define CLAIMS_POINTS ((size_t)400) /* of more, the last */

enum claims_mark { CLAIMS_OK, CLAIMS_WARN, CLAIMS_BAD, CLAIMS_INFO };

struct claims_value {
	int64_t day, value;
};

struct claims_point {
	int64_t day, value;
	enum claims_mark mark;
	bool held; /* against `by` */
	int64_t by;
};

struct claims_day {
	int64_t day;
	struct str label;
};

struct claims {
	struct str id;		/* begins each id in the drawing; one of its own on a page */
	struct str title, desc; /* what a reader of the page hears */
	const struct claims_value *values; /* by day */
	size_t n_values;
	bool steps; /* a value holds until the next; else it is of its day alone */
	const struct claims_point *points;
	size_t n_points;
	const struct claims_day *days; /* below the axis, by day */
	size_t n_days;
};

/* Classes: chart; grid, l1, e1, tie, claim v-ok, v-warn, v-bad, v-info, lab. Values below 0 are drawn at 0. Empty where there is
 * no point. */
struct str claims_svg(struct arena *a, const struct claims *c);

/* The mark alone, for a legend. */
struct str claims_swatch(struct arena *a, enum claims_mark mark);

#endif
