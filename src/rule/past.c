/* What an act may not do because of earlier acts of its case: who acted before does not judge that (states.csv
 * C22-C25, C43, C45, C46, K05, K08), and nobody is handed over while an appeal may come or is open (C28). */
#include "rule/decide.h"

#include <string.h>

#include "base/time.h"
#include "base/banned.h"

struct before {
	const char *kind, *events; /* events: "a,b"; NULL: any */
};

#define BEFORE 8

static const struct {
	const char *kind, *when;
	struct before by[BEFORE]; /* nobody who signed one of these in the case */
} apart[] = {
	{ "appeal",
	  "outcome",
	  { { "registration", NULL },
	    { "check", NULL },
	    { "step", "propose" },
	    { "decision", NULL },
	    { "child_referral", NULL },
	    { "closing", NULL },
	    { "standing", "suspend,revoke" } } },
	{ "standing",
	  "act=revoke",
	  { { "registration", NULL },
	    { "check", NULL },
	    { "step", "propose" },
	    { "decision", NULL } } },
	{ "standing", "act=reinstate", { { "standing", "revoke" } } },
};

static bool is_one(const struct before *by, const struct past_act *x)
{
	for (size_t i = 0; i < BEFORE && by[i].kind; i++)
		if (str_eq(x->kind, str_of(by[i].kind)) &&
		    (!by[i].events || code_in(by[i].events, x->event)))
			return true;
	return false;
}

static void each_apart(const struct decide_view *v, const struct before *by, struct refusals *why)
{
	for (size_t i = 0; i < v->n_signers; i++)
		for (size_t j = 0; j < v->n_past; j++) {
			const struct past_act *x = &v->past[j];

			if (memcmp(x->kid, v->signers[i].kid, sizeof x->kid) != 0 || !is_one(by, x))
				continue;
			refuse(why, "acted_before", S("as"), v->signers[i].name,
			       "an officer who did not act in this case before: this one signed a "
			       "%.*s",
			       P(x->kind));
			break;
		}
}

static void handed_over(const struct decide_view *v, int64_t local_day, struct refusals *why)
{
	if (v->open_appeals > 0)
		refuse(why, "open_appeal", S("case"), v->case_state,
		       "a case without an open appeal: nobody is handed over before it is decided");
	if (v->has_appeal_until && local_day <= v->appeal_until)
		refuse(why, "appeal_time", S("day"), day_text(why->a, local_day),
		       "a day after %.*s, the last one for an appeal",
		       P(day_text(why->a, v->appeal_until)));
}

bool past_allows(const struct decide_view *v, const struct rec *r, struct str event,
		 int64_t local_day, struct refusals *why)
{
	size_t before = why->n;

	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		if (!strcmp(apart[i].kind, r->kind->name) && rec_when(r, apart[i].when))
			each_apart(v, apart[i].by, why);
	if (str_eq(event, S("hand_over")))
		handed_over(v, local_day, why);
	return why->n == before;
}
