/* The bulletin of a day as a file of its own: text, HTML, CSV (with or without the HXL row), JSON lines; in
 * English or Arabic. What is asserted, stated or not exact says so in each of them. */
#ifndef SULH_FIGURE_SHEET_H
#define SULH_FIGURE_SHEET_H

#include "figure/count.h"
#include "store/store.h"

enum sheet_format { SHEET_TEXT, SHEET_HTML, SHEET_CSV, SHEET_HXL, SHEET_JSON };

/* "text", "html", "csv", "hxl", "json". */
bool sheet_format_of(struct str name, enum sheet_format *out);

struct sheet_view {
	struct str operation; /* its name in the language of the sheet */
	int64_t day, number;  /* number 0: not signed */
	bool lang_ar;
	struct row *rows;
	size_t n;
	struct store_place *places; /* for their Arabic names */
	size_t n_places;
};

void sheet_put(struct buf *b, const struct sheet_view *v, enum sheet_format as);

#endif
