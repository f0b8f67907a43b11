/* See decide.h. */
#include "rule/decide.h"

#include "base/banned.h"

/* A window is for those who come for the first time, or because a new one opened; a file that is
 * taken up elsewhere, and somebody who comes back, keep the rights they had (states.csv C35). */
static bool needs_window(const struct rec *r, struct str event)
{
	return field_by_name(r->kind, S("status_sought")) && !str_eq(event, S("take_up")) &&
	       !str_eq(event, S("come_back"));
}

bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct life_act *act, struct refusals *why)
{
	size_t before = why->n;

	*act = (struct life_act){ 0 };
	if (!rec_check(a, r, v->records, why))
		return false;
	(void)role_enough(v, r, why);
	(void)life_act(v, r, act, why);
	(void)past_allows(v, r, act->event.s ? act->event : S(""), local_day, why);
	(void)role_named(v, r, why);
	if (role_self(v, r))
		refuse(why, "self", S("as"), S(""), "officers other than the one who is enrolled");
	if (needs_window(r, act->event))
		(void)decree_covers(v, rec_code(r, "status_sought"), local_day, why);
	return why->n == before;
}
