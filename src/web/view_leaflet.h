/*
 * /leaflet: a notice to print and hand out (product.md S18): who may come, until when, what they must do, what is
 * not covered, where, by which ways, and what rights they have. Made from the decrees, centres and corridors
 * below the published checkpoints, as they stood on the day of the newest bulletin; the rights are those
 * that this software keeps, whatever a decree says.
 */
#ifndef SULH_WEB_VIEW_LEAFLET_H
#define SULH_WEB_VIEW_LEAFLET_H

#include "web/view.h"

enum leaflet_when { LEAFLET_AHEAD, LEAFLET_OPEN, LEAFLET_OVER };

/* How long those of a category have: of a decree and what extends it, the last of their windows. */
struct leaflet_window {
	struct str category; /* a code */
	int64_t from, last_day;
	enum leaflet_when when;
};

/* A decree with those that extend it. What is excluded or required by one of them is so by all; of several
 * times to appeal the shortest is promised. */
struct leaflet_decree {
	struct str number;
	int64_t issued_on, index; /* index: in the log hq */
	struct str extended;	  /* "15/2016-1, 15/2016-2"; empty */
	struct leaflet_window *windows;
	size_t n_windows;
	struct str *required, *excluded; /* codes */
	size_t n_required, n_excluded;
	int64_t appeal_days;
};

struct leaflet_centre {
	struct str name, seat;
	int64_t opened_on, closed_on, index; /* closed_on NO_DAY: open */
};

struct leaflet_corridor {
	int64_t no, opened_on, index; /* opened_on NO_DAY: not said */
	struct str for_whom, state, place, log;
};

/* A printed leaflet that was given out before. */
struct leaflet_printed {
	struct str no, digest;
	int64_t issued_on, withdrawn_on, index; /* withdrawn_on NO_DAY: not */
};

struct leaflet_view {
	int64_t day, number; /* of the newest bulletin; day NO_DAY: there is none */
	struct str operation;
	struct leaflet_decree **decrees;
	size_t n_decrees;
	struct leaflet_centre *centres;
	size_t n_centres;
	struct leaflet_corridor *corridors;
	size_t n_corridors;
	struct leaflet_printed *printed;
	size_t n_printed;
	int64_t appeal_days; /* the shortest; 0: no decree */
	bool open;	     /* a window is open */
	struct hash root;    /* of headquarters' log */
	uint64_t size;
};

int leaflet_load(struct visit *v, const void **view, struct err *e);
void leaflet_json(struct buf *b, const struct visit *v, const void *view);

/* Codes of categories, acts, states, in words of everyday. */
struct str leaflet_word(enum lang lang, struct str code);

#endif
