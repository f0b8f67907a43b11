/*
 * What the press says against what the register says: /press[/VIEW[/PAGE]]. The page is made of press.json and the bulletins as
 * they are published, so that a stranger can read and check the same. Of press.json only the claims that are shown are read.
 */
#ifndef SULH_WEB_VIEW_PRESS_H
#define SULH_WEB_VIEW_PRESS_H

#include "figure/kept.h"
#include "paper/claims.h"
#include "web/press_file.h"
#include "web/view.h"

#define PRESS_PAGE	50 /* claims on a page */
#define PRESS_CHARTS	3
#define PRESS_BULLETINS 31  /* of a chart; of more, the newest */
#define PRESS_COPIES	12  /* of a chain that are named */
#define PRESS_POINTS	120 /* of a chart; of more, the newest */

/* A copy of a claim. */
struct press_copy {
	const struct kept_line *line;
	bool direct; /* of the source itself */
};

struct press_row {
	const struct kept_line *line,
		*judged; /* judged: whose finding holds for it; its source's where it has none */
	struct str before, mark, after;	    /* the quotation, around the figure */
	struct str quote_lang, speaker_org; /* "en"; s == NULL where not known */
	struct str figure, place, period;   /* in words; what is not said has s == NULL */
	struct str held_place, held_period, held_qualifier, detail;
	struct str verdict, difference, class,
		stance;			 /* stance: s == NULL where it is plainly said */
	int64_t days;			 /* from keeping to finding; or until now */
	const struct press_copy *copies; /* of a source */
	size_t n_copies, n_copies_all;
};

struct press_point {
	const struct kept_line *line;
	struct str verdict, class;
};

struct press_chart {
	struct str title, id;
	struct markup drawing;
	const struct claims_value *values; /* by day */
	size_t n_values;
	const struct press_point *points;
	size_t n_points, n_points_all;
};

struct press_view {
	const struct press_index *index;
	int fd; /* of the file that it is of */
	enum press_which which;
	const struct press_row *rows; /* the newest first */
	size_t n, n_of;		      /* on the page; in the view */
	int64_t page, pages;
	const struct press_chart *charts;
	size_t n_charts;
	bool chains, replies; /* some row has copies; a reply */
	struct markup swatch[CLAIMS_INFO + 1];
};

int press_load(struct visit *v, const void **view, struct err *e);
/* What stands at /press.json while no such file is published. */
void press_json(struct buf *b, const struct visit *v, const void *view);

/* "open", as in addresses; its name. */
struct str press_which_path(enum press_which w);
struct str press_which_name(enum lang lang, enum press_which w);

/* view_press_draw.c: the charts of the figures of which most is said. */
bool press_draw(struct visit *v, struct press_view *w, struct err *e);

/* view_press_words.c */

/* What was found, in words; and by how much the claim differs: "+18", s == NULL where it does not. */
struct str press_verdict(enum lang lang, const struct kept_line *judged);
struct str press_difference(struct arena *a, const struct kept_line *judged);
/* How it is marked: what agrees with no signed number does not agree. */
enum claims_mark press_mark(const struct kept_line *judged);
struct str press_class(const struct kept_line *judged); /* of its chip: "ok" */
/* The language of a quotation as pages name it: "en" for "eng". */
struct str press_lang(struct str iso);

#endif
