/*
 * Two files of one person that became one, or two again. That counts on its own day; and what the newest bulletin before
 * said in total, and as it stood, is restated as if it had been known then (format.md §6). Not what it said of 24 hours or three
 * days, and no earlier bulletin: those would tell when the person was registered.
 */
#ifndef SULH_FIGURE_COUNT_MERGED_H
#define SULH_FIGURE_COUNT_MERGED_H

#include "figure/count.h"
#include "record/entry.h"

struct merged {
	uint8_t ref[REF_BYTES];
	struct str seat; /* the place of its log */
	int64_t day;
	const struct delta *deltas;
	size_t n;
};

/* Whether an entry may say that two files are one (it takes one from P2), or that one is two again (which cannot be told from an
 * age that was corrected, by which somebody counts for the first time). Where a bulletin counted otherwise, and not a file that came after it,
 * a restatement names it. */
bool merged_may_be(const struct entry *x);

/* What restatements of a day name as merges. */
struct merged_names {
	struct str *refs; /* sorted */
	size_t n;
};
struct merged_names merged_names_of(struct arena *a, const struct rec *const *said, size_t n,
				    int64_t of_day);
bool merged_named(const struct merged_names *names, const uint8_t ref[REF_BYTES]);

/* Adds them to the count of a day before theirs. */
bool merged_add(struct count *c, int64_t day, const struct merged *list, size_t n, struct err *e);

#endif
