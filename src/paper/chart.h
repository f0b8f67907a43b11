/*
 * A chart as SVG: one or two numbers over the days as steps, the band between two of them, and below, where it is
 * given, what each day brought as bars. Classes only, no style: app.css has the colours. All texts come from the
 * caller, in the page's language. Time runs from left to right, also on an Arabic page.
 */
#ifndef SULH_PAPER_CHART_H
#define SULH_PAPER_CHART_H

#include <stdint.h>

#include "base/str.h"

struct arena;

#define CHART_DAYS ((size_t)4000) /* of more, the last */
#define CHART_NONE INT64_MIN	  /* no number that day: the line has a gap */

struct chart_series {
	struct str name;  /* empty: no label beside the value */
	const int64_t *v; /* one a day; NULL: no such series */
};

struct chart {
	struct str
		id; /* begins each id in the drawing: letters, digits, hyphens; one of its own on a page */
	struct str title;	/* what a reader of the page hears: <title> */
	struct str desc;	/* and <desc>, with the last numbers */
	const struct str *days; /* each day as a short text ("9 Dec"), oldest first */
	size_t n;
	struct chart_series a, b;    /* cumulative or standing; b.v may be NULL */
	struct chart_series per_day; /* bars below; v may be NULL */
	struct str none;	     /* what stands there when there is no day: "No day yet" */
};

/*
 * Classes: chart; grid, axis, lab, gap (band), l1 l2 (lines), e1 e2 (ends), t1 t2 (their values), b1 (bars), cur (the
 * cursor line of sulh.js), none. Data attributes for the cursor, where there is a day: data-chart, data-x0, data-dx,
 * data-labels ("|" between), data-a, data-b (blank between, "-" where there is none), data-la, data-lb, data-d and
 * data-ld (per day).
 */
struct str chart_svg(struct arena *a, const struct chart *c);

/* "1,096", with the sign of true minus where it is negative. */
struct str chart_number(struct arena *a, int64_t v);

#endif
