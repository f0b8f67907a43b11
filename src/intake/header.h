/*
 * The header of a file of rows: which column is which field. Columns have the fields' names, or HXL tags
 * say what they are: in the row below, which may also confirm the names, or in the first row instead of
 * them (hxl.h).
 */
#ifndef SULH_INTAKE_HEADER_H
#define SULH_INTAKE_HEADER_H

#include "intake/sheet.h"

struct header {
	struct str names[CSV_COLUMNS]; /* of fields and words of a draft (commit.h) */
	size_t n;
	bool aside[CSV_COLUMNS];       /* what an export or a refusal added */
	bool qualifies[CSV_COLUMNS];   /* holds the qualifier of another column's quantity */
	size_t qualifier[CSV_COLUMNS]; /* the column that holds it; CSV_COLUMNS: none does */
	size_t reason;		       /* of the refusal; CSV_COLUMNS: none */
	size_t corrected;	       /* whether it was corrected where it comes from; the same */
};

/* Reads the first row, and the second where it holds tags. ERR_REFUSED for a column that is no field,
 * stands twice, or is called one thing and tagged as another. */
bool header_read(struct header *h, struct sheet *in, struct arena *a, const struct kind *k,
		 struct err *e);

#endif
