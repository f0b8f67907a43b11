/*
 * Claims of the press against the figures of a day: which figure a claim is about, at which place and over which time,
 * and what holds between the two. The words of the press are no figures of ours: what no figure is about is said to be so.
 */
#ifndef SULH_FIGURE_AGAINST_H
#define SULH_FIGURE_AGAINST_H

#include "figure/count.h"
#include "press/claim.h"
#include "press/verdict.h"
#include "record/rec.h"

#define AGAINST_WHO_UNSAID \
	"who.unsaid" /* the rule of a claim that may be of others than the register's */

struct against {
	struct verdict v;
	const struct row *row; /* the figure it was held against; NULL: none */
};

/* Holds a claim against the rows of the day that it is about. Where the claim says no period, the one whose figure is
 * nearest to it. Whose words may be of others than the register's ("people left", of no corridor) neither agree nor differ; the row is given.
 * The reason lives in the arena. */
struct against against_rows(struct arena *a, const struct press_claim *c, int64_t day,
			    const struct row *rows, size_t n);

/* The same of a claim that was kept (a record of kind press_claim), with the figure and the place that it names. Where it names no
 * figure, nothing is held against it. */
struct against against_kept(struct arena *a, const struct rec *claim, const struct row *rows,
			    size_t n);

/* What a claim says in units of a figure: kilograms where it says tonnes. False where that is no whole number or the
 * claim's unit is another. */
bool against_value(const struct press_claim *c, const struct figure *f, int64_t *out);

#endif
