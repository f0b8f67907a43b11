/*
 * Figures over days, for charts: on the day of a bulletin what it says, on the days between what the logs
 * give now, and nothing as long as the register holds entries that are not published. Never beyond the last
 * day asked for.
 */
#ifndef SULH_WEB_SERIES_H
#define SULH_WEB_SERIES_H

#include "figure/count.h"
#include "web/view.h"

#define SERIES_DAYS 366

struct series_point {
	int64_t value;
	enum qual qual;
	bool there;	  /* there is such a row on that day */
	bool by_bulletin; /* a signed value */
};

/* One figure at one place; `points` gets one for each day. */
struct series {
	const struct figure *figure;
	struct str place, detail; /* detail empty: the row without one */
	enum period period;
	struct series_point *points;
};

/* Fills the points of all, for `n_days` days (at most SERIES_DAYS) that end with `last`, in one reading of
 * each day. Needs v->reg. */
bool series_read(struct visit *v, int64_t last, size_t n_days, struct series *list, size_t n,
		 struct err *e);

#endif
