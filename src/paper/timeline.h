/*
 * Values over the days as SVG, one panel below the other: each point where it stands in time, a line through those that
 * belong together, and a mark at those somebody should look at. A file of its own, with its own colours for light and
 * dark. Time runs from left to right.
 */
#ifndef SULH_PAPER_TIMELINE_H
#define SULH_PAPER_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

#define TIMELINE_PANELS ((size_t)200)
#define TIMELINE_POINTS ((size_t)5000) /* of a panel; of more, the last */

struct timeline_point {
	int64_t day;
	int64_t value; /* millionths, not negative */
	bool mark;
	struct str note; /* what a reader of the drawing is told of it; may be empty */
};

struct timeline_panel {
	struct str name;
	const struct timeline_point *points; /* by day */
	size_t n;
	bool line; /* totals are joined, daily figures are bars */
};

/* The drawing, as a document. Panels without a point are left out, and those behind TIMELINE_PANELS. */
struct str timeline_svg(struct arena *a, struct str title, const struct timeline_panel *panels,
			size_t n);

#endif
