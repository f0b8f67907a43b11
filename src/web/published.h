/*
 * A bulletin as it is published: DIR/public/bulletin/<date>.json, taken apart. The register is not asked: what
 * pages show is what a stranger can read and check.
 */
#ifndef SULH_WEB_PUBLISHED_H
#define SULH_WEB_PUBLISHED_H

#include "base/err.h"
#include "base/time.h"
#include "figure/count.h"

struct arena;

struct published_head {
	struct str origin, root; /* root in hex */
	int64_t size;
};

struct published {
	int64_t number, day, index; /* index: of its entry in headquarters' log */
	struct instant from, to;
	struct str definitions; /* digest, in hex */
	const struct published_head *heads;
	size_t n_heads;
	const struct str
		*late; /* centres without a head for the day, "hq/12": where they are recorded */
	size_t n_late;
	const struct str *corrections; /* restatements since the bulletin before */
	size_t n_corrections;
	const struct check *checks; /* `where` holds the reason of one that does not hold */
	size_t n_checks;
	const struct row *
		rows; /* sorted as count_rows gives them; figures that are not known are left out */
	size_t n_rows;
};

/* Reads it below `folder` (DIR/public). ERR_NOTHING where it is not there; ERR_FAILED for a file that is no
 * bulletin. */
bool published_read(struct arena *a, const char *folder, int64_t day, struct published *out,
		    struct err *e);

/* The row of a figure at a place; NULL where there is none. `detail` empty: the row without one. */
const struct row *published_row(const struct published *p, const struct figure *f, struct str place,
				struct str detail, enum period period);

#endif
