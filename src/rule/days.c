/* Days in a record that cannot have been: before the act of the case that they rest on. (That they are not after the
 * record's own day the kinds say, record/need.h.) */
#include "rule/decide.h"

#include <string.h>

#include "base/banned.h"

/* `against`: of an appeal that is lodged against that. */
static const struct {
	const char *kind, *field, *against, *on, *events;
} rests[] = {
	{ "decision", "notified_on", NULL, "step", "propose" },
	{ "appeal", "lodged_on", "not_covered", "decision", "approve_not_covered" },
	{ "appeal", "lodged_on", "referred", "decision", "approve_referred" },
	{ "appeal", "lodged_on", "revoked", "standing", "revoke" },
	{ "appeal", "lodged_on", "suspended", "standing", "suspend" },
	{ "appeal", "lodged_on", "child_ruling", "child_referral", "refer_child" },
	{ "appeal", "lodged_on", "withdrawn_coerced", "closing", "withdraw_after" },
};

/* A grant stands since the first act of those that end the history. */
static const struct past_act *granted(const struct decide_view *v)
{
	const struct past_act *x = NULL;

	for (size_t i = v->n_past; i-- > 0 && v->past[i].cls == CLASS_GRANTED;)
		x = &v->past[i];
	return x;
}

static bool not_before(const struct rec *r, const char *field, const struct past_act *x,
		       struct refusals *why)
{
	const struct val *day = rec_get(r, field);

	return !x || !day || day->n >= x->day ||
	       refuse(why, "order", str_of(field), day_text(why->a, day->n),
		      "%.*s or later: the day of what it rests on (%.*s)",
		      P(day_text(why->a, x->day)), P(x->event));
}

bool days_allow(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	bool ok = true;

	if (!strcmp(r->kind->name, "certificate"))
		return not_before(r, "issued_on", granted(v), why);
	for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
		if (strcmp(r->kind->name, rests[i].kind) != 0 ||
		    (rests[i].against &&
		     (!rec_is(r, "against", rests[i].against) || rec_get(r, "outcome"))))
			continue;
		ok &= not_before(r, rests[i].field, past_last(v, rests[i].on, rests[i].events),
				 why);
	}
	return ok;
}
