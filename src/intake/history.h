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

/* The day on which somebody would sign, and that of the clock: whoever is retired or suspended by then signs for no
 * earlier day. */
struct history_days {
	int64_t day, today;
};

/* Whether those still serve whom an act of this kind may want: who granted (v->approvers_gone), who proposed last
 * (v->proposer_gone; the name, where the keyring was asked for names before). After history_see and v->same. */
bool history_holders(struct reg *r, struct arena *a, const struct kind *k, struct history_days at,
		     struct decide_view *v, struct err *e);

/* history_put and history_see, and the centres that there are, for whoever asks what is due in a case (rule/limit.h): v->has_case is false where there is none of this
 * number. The view is good for looking, not for judging: it has no officers and no decrees. */
bool history_case(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		  struct err *e);

#endif
