/*
 * A list to screen against as a file: CSV with the columns name, aliases, birth and reference, in any order, and no other. `aliases`
 * are separated by |; `birth` is EDTF (1984, 1984~, 1984-05-17, 1980/1985) or empty; `reference` is what the row is called in its
 * list, and occurs once.
 */
#ifndef SULH_INTAKE_LIST_READ_H
#define SULH_INTAKE_LIST_READ_H

#include "keyd/keys_list.h"
#include "record/refuse.h"

#define LIST_TEXT 300 /* bytes of a name */
#define LIST_BAD  50  /* rows that are said to be wrong; then no more is read */

struct list_row {
	size_t row; /* as a spreadsheet shows it */
	struct names names;
};

struct list_reading {
	/* Called for each row that is right, whose texts live until it returns; false ends the reading, with *e. */
	bool (*row)(void *p, const struct list_row *x, struct err *e);
	/* And for what is wrong: in which row, 0 for the file as a whole, and at which column. */
	void (*bad)(void *p, size_t row, const struct refusal *why);
	void *p;
	size_t rows, n_bad;
};

/* False with ERR_REFUSED where a row is wrong, or there is none; the text may be any bytes. */
bool list_read(struct arena *a, struct str text, struct list_reading *r, struct err *e);

#endif
