/* /rests/CODE/PLACE[/DETAIL][/before/LOG/INDEX]: the entries that a figure rests on, of one log after the other,
 * the newest first; in bounded steps, with an address at which the search goes on. */
#ifndef SULH_WEB_VIEW_RESTS_H
#define SULH_WEB_VIEW_RESTS_H

#include "figure/figures.h"
#include "web/entries.h"

#define RESTS_HITS 100
#define RESTS_SCAN 50000

struct rests_view {
	const struct figure *figure;
	struct str label, place, place_name, detail, detail_name;
	bool derived;		      /* counted from other figures */
	const struct figure *from[4]; /* those; n_from 0: from the heads or the map */
	size_t n_from;
	bool state;   /* what stands in the newest record of each thing */
	bool went_on; /* this page goes on behind another */
	struct entry_line *lines;
	size_t n;
	bool all; /* corrections of them were looked for up to the ends of the logs */
	uint64_t scanned;
	uint64_t unread; /* of those, such as may belong here, and do not read */
	bool more;	 /* the search goes on from here: */
	const struct fact_log *more_log;
	uint64_t more_index; /* before this entry */
};

int rests_load(struct visit *v, const void **view, struct err *e);
void rests_json(struct buf *b, const struct visit *v, const void *view);

#endif
