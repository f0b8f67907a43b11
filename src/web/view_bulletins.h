/* All signed bulletins: /bulletins. */
#ifndef SULH_WEB_VIEW_BULLETINS_H
#define SULH_WEB_VIEW_BULLETINS_H

#include "web/view.h"

#define BULLETINS_FIGURES 400 /* whose first figures are shown: the newest */

struct bulletins_line {
	const struct fact_bulletin *bulletin;
	struct str date;
	const struct row *registered, *granted, *checks; /* NULL: not in it, or not looked up */
	int64_t corrections, late;
};

struct bulletins_view {
	const struct bulletins_line *lines; /* newest first */
	size_t n;
};

int bulletins_load(struct visit *v, const void **view, struct err *e);
void bulletins_json(struct buf *b, const struct visit *v, const void *view);

#endif
