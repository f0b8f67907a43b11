/* A bulletin: /bulletin/DAY, and the newest one at /; its figures at one place: /bulletin/DAY/PLACE. */
#ifndef SULH_WEB_VIEW_BULLETIN_H
#define SULH_WEB_VIEW_BULLETIN_H

#include "paper/map.h"
#include "web/published.h"
#include "web/view.h"

#define BULLETIN_DAYS	((size_t)30)   /* of the chart */
#define BULLETIN_PLACES ((size_t)1000) /* that are listed; of more, the CSV has them */

/* A difference from the bulletin before. Without it: there is none to compare with. */
struct bulletin_change {
	bool there;
	int64_t n;
	enum qual qual;
};

/* A figure, or one detail of it, at a place. */
struct bulletin_line {
	const struct figure *figure;
	struct str label, unit, place, detail; /* detail: its code, empty without one */
	const struct row *of[PERIOD_COUNT];    /* NULL: not counted in that period */
	struct bulletin_change change;
	int64_t entries;
	bool stated;
};

struct bulletin_part {
	struct str code, name;
	const struct bulletin_line *lines;
	size_t n;
};

/* A place with figures of its own. */
struct bulletin_place {
	struct str code, name;
	int64_t rows;
};

/* A figure of the strip. */
struct bulletin_card {
	struct str label, with; /* with: "of whom children", empty without */
	const struct row *row, *with_row;
	struct bulletin_change change;
};

struct bulletin_point {
	int64_t day;
	struct str label; /* "9 Dec" */
	bool there, by_bulletin, day_there;
	int64_t registered, granted, in_day;
};

struct bulletin_class {
	struct markup swatch;
	struct str label;
	int64_t n;
};

struct bulletin_restated {
	const struct figure *figure;
	struct str place, detail, log;
	int64_t day, old, new, index;
	enum period period;
};

struct bulletin_list {
	struct bulletin_restated *list;
	size_t n, room;
};

struct bulletin_signer {
	struct str roles, key;
};

struct bulletin_view {
	/* NULL: there is no bulletin yet. */
	const struct fact_bulletin *shown, *before, *after;
	struct published is;
	struct str date;      /* "2016-12-09" */
	struct str time, utc; /* "18:00", "UTC+2" */
	const struct bulletin_card *cards;
	size_t n_cards;
	struct bulletin_part part;	     /* the whole operation, or the place asked for */
	const struct bulletin_place *places; /* that it has figures of, by code */
	size_t n_places, n_left_out;
	struct markup chart;
	const struct bulletin_point *points; /* oldest first */
	size_t n_points;
	struct markup map; /* s.s == NULL: no outline is kept */
	struct str map_source;
	const struct bulletin_class *classes;
	size_t n_classes;
	struct bulletin_list restated; /* that it names: what has changed of earlier days */
	struct bulletin_list later;    /* of its own figures, named by later ones */
	const struct str *late;	       /* names of centres */
	size_t n_late;
	const struct bulletin_signer *signers;
	size_t n_signers;
	struct markup qr;
};

int bulletin_load(struct visit *v, const void **view, struct err *e);	     /* /bulletin/DAY */
int bulletin_load_newest(struct visit *v, const void **view, struct err *e); /* / */

int bulletin_load_place(struct visit *v, const void **view,
			struct err *e); /* /bulletin/DAY/PLACE */
void bulletin_place_json(struct buf *b, const struct visit *v, const void *view);

/* /bulletin/DAY.csv, /bulletin/DAY.hxl: the sheet. */
int bulletin_load_sheet(struct visit *v, const void **view, struct err *e);
void bulletin_csv(struct buf *b, const struct visit *v, const void *view);
void bulletin_hxl(struct buf *b, const struct visit *v, const void *view);

/* view_bulletin_draw.c: chart and map. */
bool bulletin_draw(struct visit *v, struct bulletin_view *b, struct err *e);
/* view_bulletin_proof.c: restatements, late centres, signers, code. */
bool bulletin_proof(struct visit *v, struct bulletin_view *b, struct err *e);

/* For the page: "over", empty for an exact value; the period's words. */
struct str bulletin_qual(enum lang lang, enum qual q);
struct str bulletin_word(enum lang lang, struct str word);

/* Whether a line only names the details below it. */
bool bulletin_line_empty(const struct bulletin_line *l);

#endif
