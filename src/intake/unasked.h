/*
 * What was not asked of a person whose case is decided: the registrations of other centres, the lists in force, single checks. The
 * panel is told, in its queue and in the file; nothing waits for it, and what is not known counts for the person.
 */
#ifndef SULH_INTAKE_UNASKED_H
#define SULH_INTAKE_UNASKED_H

#include "intake/history.h"
#include "intake/register.h"

struct unasked {
	bool centres; /* the registrations of all centres were not searched, or a possible duplicate is open */
	bool lists;    /* not compared since the newest list in force */
	size_t checks; /* that were recorded, and not asked yet */
};
/* `newest`: lists_newest. */
bool unasked_see(struct reg *r, struct arena *a, struct str case_no, const struct decide_view *v,
		 int64_t newest, struct unasked *out, struct err *e);

#endif
