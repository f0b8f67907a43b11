/* See eyes.h. */
#include "rule/eyes.h"

#include <string.h>

#include "record/kinds.h"
#include "record/officer.h"
#include "rule/table.h"
#include "base/banned.h"

/* Whether a row is about such an act, as far as its open fields say. */
static bool is_row(const struct transition *t, const struct eyes_act *x, bool paper)
{
	return transition_of_paper(t) == paper && transition_of_kind(t, x->kind->name) &&
	       str_eq(str_of(t->event), x->event) && (!x->rec || rec_when(x->rec, t->when));
}

static bool comes_from(const struct transition *t, const struct decide_view *v)
{
	if (!v->has_case)
		return state_among(t->from, S("-"));
	return (!t->counts_as || t->counts_as & CLASS_BIT(v->case_class)) &&
	       state_among(t->from, v->case_state);
}

/* Whether it makes of the case what the row says. Where a merge or a death is taken back, what was before stands again; where
 * a file goes back, it was under checks. */
static bool goes_to(const struct transition *t, const struct decide_view *v,
		    const struct eyes_act *x)
{
	struct str to = strcmp(t->to, "same") != 0 ? str_of(t->to) : v->case_state;
	enum case_class cls =
		strcmp(t->to, "same") != 0 ? state_class(to, v->case_class) : v->case_class;

	if (!strcmp(t->to, "previous"))
		return !str_eq(v->case_state, S("moving")) ||
		       (x->cls == CLASS_OPEN && state_class(x->state, CLASS_NONE) == CLASS_OPEN);
	return str_eq(x->state, to) &&
	       x->cls == (t->then_counts != CLASS_NONE ? t->then_counts : cls);
}

static bool stands(const struct transition *t, const struct decide_view *v,
		   const struct eyes_act *x)
{
	return !x->has_case || transition_of_paper(t) || (comes_from(t, v) && goes_to(t, v, x));
}

/* `by_kind`: where the row leaves open who signs, the kind says. */
static bool row_holds(const struct decide_view *v, const struct transition *t,
		      const struct eyes_act *x, bool by_kind, struct refusals *why)
{
	size_t before = why->n;

	if (t->four_eyes)
		(void)part_enough(v, t, why);
	else if (by_kind)
		(void)role_of_kind(v, x->kind, why);
	(void)part_apart(v, t, why);
	return why->n == before;
}

/* What one of the rows allows is allowed; else what the first of them says against it. */
static bool rows_hold(const struct decide_view *v, const struct eyes_act *x, bool paper,
		      bool by_kind, size_t *rows, struct refusals *why)
{
	const struct transition *first = NULL;

	*rows = 0;
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];
		struct refusals some = { .a = why->a };

		if (!is_row(t, x, paper) || !stands(t, v, x))
			continue;
		(*rows)++;
		if (row_holds(v, t, x, by_kind, &some))
			return true;
		first = first ? first : t;
	}
	return first && row_holds(v, first, x, by_kind, why);
}

static bool has_rows(const struct eyes_act *x)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (!transition_of_paper(&transitions[i]) &&
		    transition_of_kind(&transitions[i], x->kind->name))
			return true;
	return false;
}

/* Whether it says that it changes nothing in its case, and may (rule/life.c, plain_act). */
static bool is_plain(const struct decide_view *v, const struct eyes_act *x, bool of_paper)
{
	bool said = str_eq(x->event, str_of(x->has_case ? x->kind->name : "record"));

	if (has_rows(x) && x->kind->subject != SUBJECT_NONE && x->kind != &kind_standing)
		return false;
	return (said || of_paper) &&
	       (!x->has_case || (str_eq(x->state, v->case_state) && x->cls == v->case_class));
}

/* Whether a row of the paper's machine is about it: these all say who signs. */
static bool is_of_paper(const struct eyes_act *x)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (is_row(&transitions[i], x, true))
			return true;
	return false;
}

bool eyes_signed(const struct decide_view *v, const struct eyes_act *x, struct refusals *why)
{
	size_t before = why->n, of_case = 0, of_paper = 0;
	bool paper = x->event.s && is_of_paper(x);

	/* Who goes on after a year may be one of the two who end the old key (role_self). */
	if (x->kind == &kind_officer && x->rec && !rec_is(x->rec, "act", "retire") &&
	    role_self(v, x->rec))
		refuse(why, "self", S("as"), S(""), "officers other than the one who is enrolled");
	if (x->kind == &kind_officer && x->rec && officer_anew(x->rec))
		return role_enough(v, x->rec, why) && why->n == before;
	if (!x->event.s)
		return role_of_kind(v, x->kind, why) && why->n == before;
	(void)role_serving(v, why);
	if (!rows_hold(v, x, false, !paper, &of_case, why) && !of_case && !is_plain(v, x, paper))
		return refuse(
			why, "case_state", S("event"), x->event,
			"an act that the rules know where the case is %.*s, and that makes of "
			"it what they say",
			P(v->has_case ? v->case_state : S("none")));
	if (!of_case && !paper)
		(void)role_of_kind(v, x->kind, why);
	(void)rows_hold(v, x, true, false, &of_paper, why);
	return why->n == before;
}

static bool rests_on_past(const struct transition *t)
{
	struct str words = t->four_eyes ? eyes_roles(t->four_eyes) : S("");

	if (t->apart || (t->four_eyes && eyes_parts(t->four_eyes).s))
		return true;
	while (words.s) {
		struct str word = str_cut(&words, '+');

		if (str_eq(word, S("approver")) || str_eq(word, S("proposer")))
			return true;
	}
	return false;
}

bool eyes_of_past(const struct kind *k, struct str event)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (transition_of_kind(&transitions[i], k->name) &&
		    str_eq(str_of(transitions[i].event), event) && rests_on_past(&transitions[i]))
			return true;
	return false;
}
