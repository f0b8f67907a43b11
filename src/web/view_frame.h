/* What stands around every page. */
#ifndef SULH_WEB_VIEW_FRAME_H
#define SULH_WEB_VIEW_FRAME_H

#include "web/view.h"

struct frame_view {
	const struct visit *visit;
	enum nav nav;
	struct markup content; /* of <main>, made by a page */
};

/* "03:24" in the operation's time. */
struct str frame_time(struct arena *a, struct instant t);
/* The first digits of headquarters' root. */
struct str frame_head_hash(struct arena *a, const struct facts *f);

struct frame_link {
	enum nav nav;
	const char *path, *label; /* label: to translate */
};
extern const struct frame_link frame_links[];
extern const size_t frame_links_n;

#endif
