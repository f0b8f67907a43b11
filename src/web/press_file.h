/*
 * What was kept of the press, as it is published: DIR/public/press.json. The register is not asked: what the page shows is what
 * a stranger can read and check. There may be very many claims: the file is gone through once a publication, a claim at a
 * time, and what stays in memory is where each stands and what pages choose by. A claim is read when it is shown.
 */
#ifndef SULH_WEB_PRESS_FILE_H
#define SULH_WEB_PRESS_FILE_H

#include "figure/kept.h"

enum press_which { PRESS_ALL, PRESS_OPEN, PRESS_DIFFERS, PRESS_COPIED, PRESS_OUTSIDE, PRESS_WHICH };

#define PRESS_NONE UINT32_MAX

/* A claim, by its number: that of its line in the file, from 0. */
struct press_item {
	int64_t entry;
	uint64_t at, row; /* where its line begins, and its row of the table (press.csv) */
	uint32_t len;	  /* of the line, without a comma */
	uint32_t judged;  /* whose finding holds for it: itself, or the source that it comes from */
	uint32_t next;	  /* of a source its oldest copy, of a copy the next of the same source */
	uint32_t group;	  /* of the charts; PRESS_NONE: it is not drawn */
	uint8_t views;	  /* bits of enum press_which: where it stands */
};

/* Claims of one figure, place and window, of which a chart may be drawn. */
struct press_group {
	const struct figure *figure;
	struct str place;
	enum period period;
};

struct press_index {
	struct err wrong;		/* kind ERR_NONE: nothing is; else there are no items */
	struct str etag;		/* of the file; s == NULL: there is none */
	const struct press_item *items; /* by the day they were published */
	size_t n;
	const struct press_group *groups;
	size_t n_groups;
	int64_t counts[PRESS_WHICH], sources, agree,
		differ; /* agree, differ: of the sources that are compared */
	uint64_t table; /* bytes of press.csv */
};

/* Goes through the file. `whole`: the place of claims that name none. All lives in `a`; what is wrong with the file is in
 * the index, so that other pages stand. */
const struct press_index *press_index_read(struct arena *a, const char *folder, struct str whole);

/* The file that the index is of, closed with the arena; ERR_FAILED where another has taken its place. */
bool press_open(struct arena *a, const char *folder, const struct press_index *x, int *fd,
		struct err *e);
/* The claim, all of it in `a`. */
bool press_read_item(struct arena *a, int fd, const struct press_item *item, struct kept_line *out,
		     struct err *e);

#endif
