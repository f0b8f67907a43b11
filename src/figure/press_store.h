/* What the desk for the press has kept, read out of the register: see kept.h. */
#ifndef SULH_FIGURE_PRESS_STORE_H
#define SULH_FIGURE_PRESS_STORE_H

#include "figure/kept.h"

struct store;

/* The claims and findings among the entries of this log below `size`, each finding with the number that was signed. */
bool kept_read(struct store *s, struct arena *a, int64_t log, int64_t size, struct kept_list *out,
	       struct err *e);

#endif
