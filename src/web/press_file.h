/*
 * What was kept of the press, as it is published: DIR/public/press.json, taken apart. The register is not asked: what
 * the page shows is what a stranger can read and check.
 */
#ifndef SULH_WEB_PRESS_FILE_H
#define SULH_WEB_PRESS_FILE_H

#include "figure/kept.h"

/* All claims, in the order of the file; none where there is no such file. `text` is the file itself. ERR_FAILED for one that is
 * no such file. */
struct press_file {
	struct kept_line *lines;
	size_t n;
	struct str text;
};
bool press_file_read(struct arena *a, const char *folder, struct press_file *out, struct err *e);

#endif
