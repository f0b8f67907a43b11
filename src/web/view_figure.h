/* A figure over time and over places: /figure/CODE[/PLACE[/DETAIL]]; and /figures, the list of all of them. */
#ifndef SULH_WEB_VIEW_FIGURE_H
#define SULH_WEB_VIEW_FIGURE_H

#include "figure/count.h"
#include "web/view.h"

#define FIGURE_BULLETINS 31  /* of more, the newest */
#define FIGURE_DAYS	 31  /* of the chart */
#define FIGURE_PLACES	 500 /* in a table */
#define FIGURE_RESTATED	 500 /* restatements that are looked at */

/* What one table row shows: the values of a figure, by period; NULL where the bulletin has none. */
struct figure_cells {
	const struct row *of[PERIOD_COUNT];
};

/* The entries that any of the periods rests on, at most; 0 where it rests on none. */
int64_t figure_entries(const struct figure_cells *c);

/* A published change of a past value. */
struct figure_restated {
	int64_t day, said, old, new,
		index; /* said: the day of the restatement; index: in the log hq */
	enum period period;
	struct str reason; /* a code */
};

/* A bulletin's values. */
struct figure_day {
	int64_t day, number;
	struct figure_cells cells;
	bool restated; /* one of them was changed by a later restatement */
};

/* A place's values in the newest bulletin. */
struct figure_place {
	struct str code, name;
	size_t level; /* 0: no other of the table holds it */
	struct figure_cells cells;
};

/* A detail's values there. */
struct figure_detail {
	struct str code, name;
	struct figure_cells cells;
};

/* A day of the chart; `total` is what stands or has come together, `in_day` what the day brought. */
struct figure_point {
	int64_t day;
	bool there, is_signed, day_there;
	int64_t total, in_day;
	enum qual qual, day_qual;
};

struct figure_view {
	const struct figure *figure;
	struct str label,
		other_label; /* in the language of the page, as a heading; in the other one */
	struct str definition;
	bool translated; /* the definition is in the language of the page */
	struct str unit, place, place_name, detail, detail_name;
	struct str base;	      /* "P2", "P2/SY/women": this page's part of the address */
	struct str up_place, up_name; /* the place above, where it has values; s == NULL: none */
	bool stated;		      /* some of it repeats a statement */
	bool here, ever; /* it has a value in the newest bulletin; in one of those shown */
	int64_t newest;	 /* day of the newest bulletin; NO_DAY: there is none */
	struct figure_cells cells; /* of the newest bulletin */
	struct markup chart;	   /* empty: there is nothing to draw */
	const struct figure_point *points;
	size_t n_points;
	struct figure_day *days; /* newest first */
	size_t n_days, n_days_all;
	const struct figure_place *places;
	size_t n_places, n_places_all;
	const struct figure_detail *details;
	size_t n_details;
	const struct figure_restated *restated; /* newest first */
	size_t n_restated;
};

int figure_load(struct visit *v, const void **view, struct err *e);
void figure_json(struct buf *b, const struct visit *v, const void *view);

/* How a figure comes about, in a sentence. */
struct str figure_how(enum lang lang, const struct figure *f);
/* What a period is called, in the language. */
struct str figure_period(enum lang lang, enum period p);
/* "at least" and so on; empty where the number is exact. */
struct str figure_qual(enum lang lang, enum qual q);
/* Its name as a heading. */
struct str figure_label(struct arena *a, enum lang lang, const struct figure *f);
/* What it means, as a sentence: in Arabic where that is there, else as it is signed over. */
struct str figure_definition(struct arena *a, enum lang lang, const struct figure *f);
/* Members of a JSON object: the values by period. */
void figure_put_cells(struct buf *b, const struct figure_cells *c);
/* Why a number was restated, in words. */
struct str figure_reason(enum lang lang, struct str code);
/* Whether the figure has numbers of that period. */
bool figure_has(const struct figure *f, enum period p);

/* /figures */
struct figures_line {
	const struct figure *figure;
	struct str label, definition; /* in the language of the page, where there is one */
	bool translated;
	struct figure_cells cells; /* of the whole operation, newest bulletin */
};
struct figures_family {
	struct str name, id;
	const struct figures_line *lines;
	size_t n;
};
struct figures_view {
	int64_t newest; /* NO_DAY: no bulletin is published */
	const struct figures_family *families;
	size_t n;
};

int figures_load(struct visit *v, const void **view, struct err *e);
void figures_json(struct buf *b, const struct visit *v, const void *view);

#endif
