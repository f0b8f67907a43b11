/* See decide.h. */
#include "rule/decide.h"

#include "base/banned.h"

bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct refusals *why)
{
	size_t before = why->n;

	if (!rec_check(a, r, v->records, why))
		return false;
	(void)role_enough(v, r->kind, why);
	(void)life_allows(v, r, why);
	(void)life_named_sign(v, r, why);
	if (role_self(v, r))
		refuse(why, "self", S("as"), S(""), "officers other than the one who is enrolled");
	if (field_by_name(r->kind, S("status_sought")))
		(void)decree_covers(v, rec_code(r, "status_sought"), local_day, why);
	return why->n == before;
}
