/* What one officer said of a person, and another has to look at before it counts: that he or she may be a child
 * (product.md: any doubt about age counts as a child, no questioning), and that he or she came long before it was recorded. */
#include <string.h>

#include "rule/needs.h"
#include "rule/table.h"
#include "base/banned.h"

static bool raises(const struct past_act *x)
{
	return past_is(x, "step", "age_doubt") ||
	       (past_is(x, "presentation", NULL) && past_has(x, "look"));
}

/* A referral takes the place of the doubt, and whoever is found an adult after one is one. */
const struct past_act *doubt_age(const struct decide_view *v, bool *refer)
{
	const struct past_act *first = NULL;

	*refer = false;
	for (size_t i = v->n_past; i-- > 0;) {
		const struct past_act *x = &v->past[i];

		if (past_is(x, "child_referral", NULL))
			break;
		if (past_is(x, "step", "age_looked")) {
			*refer = past_has(x, "refer");
			return *refer ? x : first;
		}
		if (raises(x))
			first = x;
	}
	return first;
}

const struct past_act *doubt_late(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0 && !past_is(&v->past[i], "step", "late_seen");)
		if (past_is(&v->past[i], "presentation", NULL) && past_has(&v->past[i], "late"))
			return &v->past[i];
	return NULL;
}

/* What asks a person something, says something against one, or keeps one (as of a child: table.c, SILENT and HELD); and
 * a merge, since in the other file nobody would see the doubt. */
static bool asks(const struct needing *n)
{
	return code_in("registration,pledge,pledge_case,check,decision", str_of(n->t->kind)) ||
	       code_in("open_checks,extend,propose,hear,summon,set_date,resume,hold,hand_over,"
		       "merge,merge_away",
		       str_of(n->t->event));
}

bool doubt_quiet(const struct needing *n)
{
	bool refer;

	if (!asks(n) || !doubt_age(n->v, &refer))
		return true;
	return refuse(n->why, "age_doubt", S("case"), n->v->case_state, "%s",
		      refer ? "a case without doubt about the person's age: protection looked, and "
			      "refers the person (child_referral); nothing is asked meanwhile"
			    : "a case without doubt about the person's age: nothing is asked until "
			      "a protection officer has looked (step event=age_looked)");
}

bool doubt_open(const struct needing *n)
{
	bool refer;
	const struct past_act *x = doubt_age(n->v, &refer);

	return (x && !refer) ||
	       refuse(n->why, "no_doubt", S("event"), S("age_looked"), "%s",
		      refer ? "a child_referral, by two protection officers: one looked already, "
			      "and any doubt about age counts as a child"
			    : "an act in a case in which somebody doubts the age (triage "
			      "minor_possible, or step event=age_doubt)");
}

static bool raised(const struct decide_view *v, const struct past_act *x, const uint8_t kid[4])
{
	for (size_t i = 0; i < x->n_kids; i++)
		if (part_same(v, x->kids[i], kid))
			return true;
	return false;
}

/* Else one officer alone stops a case again and again, whatever protection finds. */
bool doubt_new(const struct needing *n)
{
	const struct decide_view *v = n->v;
	bool answered = false, ok = true;

	for (size_t i = v->n_past; i-- > 0;) {
		const struct past_act *x = &v->past[i];

		answered |= past_is(x, "step", "age_looked") && !past_has(x, "refer");
		for (size_t j = 0; ok && answered && raises(x) && j < v->n_signers; j++)
			ok = !raised(v, x, v->signers[j].kid) ||
			     refuse(n->why, "new_doubt", S("as"), v->signers[j].name,
				    "an officer who did not doubt this age before: protection "
				    "looked since (an adult); whoever sees something new tells "
				    "it to another, or to protection, who may refer at once");
	}
	return ok;
}

bool doubt_unseen(const struct needing *n)
{
	return doubt_late(n->v) ||
	       refuse(n->why, "not_late", S("event"), S("late_seen"),
		      "an act in a case whose reception was recorded late (late_reason), and that "
		      "nobody looked at");
}
