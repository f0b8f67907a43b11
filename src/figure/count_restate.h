/* What a bulletin changes of the past, and what restatements say of it (figures.csv, Q2; format.md §6). */
#ifndef SULH_FIGURE_COUNT_RESTATE_H
#define SULH_FIGURE_COUNT_RESTATE_H

#include "figure/count_merged.h"

/* How many merges a restatement names at most: as many as an entry has room for. */
#define RESTATE_MERGES 64

struct rows {
	struct row *list;
	size_t n;
};

/* The day of an earlier bulletin, counted below the sizes of the bulletin before the new one, below those of the new one, and once
 * more as the latter with the merges since. Where there are none, `merged` is `is`. */
struct count_past {
	struct rows was, is, merged;
	const struct count *places; /* a count that has them */
	const struct merged *merges;
	size_t n_merges;
	bool list_merges; /* whether changes have their `merges`, and not only their number */
	const struct rec *const *said; /* restatements of that day, in the log's order */
	size_t n_said;
};

/* A row of an earlier bulletin that a later one counts otherwise, in value or qualifier. */
struct change {
	const struct figure *figure;
	struct str place, place_name, detail;
	enum period period;
	int64_t old, new;
	bool duplicate; /* it changes by merges alone */
	const struct merged *const
		*merges; /* that no restatement of the row names, where it is their change */
	size_t n_merges;
};

/* The changes that no restatement says. A row that is not there is 0, exact. Restatements of one row are a chain: the first
 * begins with the old value, each goes on where the one before ended; where the last does not end with the new value, a change
 * is from there. By those that name merges a row changes as the merges change it, and each of these is named by one of them, once;
 * by the others as it changes without. *wrong: the position of the first restatement that is not so; n_said: none. */
size_t count_unsaid(struct arena *a, const struct count_past *past, struct change **out,
		    size_t *wrong);

#endif
