/* The acts of a case as the rules see them. */
#ifndef SULH_INTAKE_HISTORY_H
#define SULH_INTAKE_HISTORY_H

#include "intake/register.h"
#include "rule/decide.h"

/* Where the case stands, into the view. */
void history_put(const struct store_case *c, struct decide_view *v);

/* The acts of the case (v->past), in the arena. False on a machine's error. */
bool history_see(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		 struct err *e);

/* Whether those who granted serve no more on this day (v->approvers_gone); after history_see and v->same. */
bool history_approvers(struct reg *r, struct arena *a, int64_t day, struct decide_view *v,
		       struct err *e);

/* Both, for whoever asks what is due in a case (rule/limit.h): v->has_case is false where there is none of this
 * number. The view is good for looking, not for judging: it has no officers and no decrees. */
bool history_case(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		  struct err *e);

#endif
