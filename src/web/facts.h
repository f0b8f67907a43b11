/* Looking at the publication: what site.c does between two pages. See struct facts in view.h. */
#ifndef SULH_WEB_FACTS_H
#define SULH_WEB_FACTS_H

#include "web/view.h"

/* What stands in DIR/public (and DIR's outlines) now, told by the files' sizes and times alone: no register is opened. Another
 * publication gives another stamp. The stamp lives in `a`. */
struct str facts_stamp(struct arena *a, const char *dir, const char *folder);

/* Reads them anew, all into f->a. */
bool facts_read(struct arena *a, struct reg *r, const char *dir, const char *folder,
		struct facts *f, struct err *e);

#endif
