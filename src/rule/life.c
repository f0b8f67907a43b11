/* The life of a case, as far as its kinds go: registered, under checks, granted or closed otherwise. One
 * row a transition; the events are those of the kinds' outcomes (record/person.c). */
#include "rule/decide.h"

#include <string.h>

#include "base/banned.h"

static const struct transition {
	const char *kind;
	const char *field, *code; /* NULL: always */
	const char *event;
	const char *after;  /* the case's last event; NULL: there is no case yet */
	bool not_registrar; /* no signer registered this person */
} transitions[] = {
	{ "registration", NULL, NULL, "register", NULL, false },
	{ "decision", "outcome", "granted", "approve_granted", "register", true },
	{ "decision", "outcome", "not_covered", "close_otherwise", "register", true },
	{ "decision", "outcome", "referred", "close_otherwise", "register", true },
};

static const struct transition *transition_of(const struct rec *r)
{
	for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
		const struct transition *t = &transitions[i];

		if (!strcmp(t->kind, r->kind->name) && (!t->field || rec_is(r, t->field, t->code)))
			return t;
	}
	return NULL;
}

struct str life_event(const struct rec *r)
{
	const struct transition *t = transition_of(r);

	return t ? str_of(t->event) : S("");
}

static bool case_stands(const struct decide_view *v, const struct transition *t,
			struct refusals *why)
{
	if (!t->after)
		return !v->case_event.s || refuse(why, "case_exists", S("case"), S(""),
						  "no case number: registration opens a case");
	if (!v->case_event.s)
		return refuse(why, "no_case", S("case"), S(""),
			      "the number of a case that is registered here");
	if (!str_eq(v->case_event, str_of(t->after)))
		return refuse(why, "case_state", S("case"), v->case_event,
			      "a case under checks: this one is decided already");
	return true;
}

static bool signs(const struct decide_view *v, struct str kid)
{
	for (size_t i = 0; i < v->n_signers; i++)
		if (str_eq(str_mem(v->signers[i].kid, 4), kid))
			return true;
	return false;
}

/* Who is named as having decided or counted has signed, and nobody is named who has not. */
bool life_named_sign(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	static const char *const named[] = { "panel_1", "panel_2", "chief" };
	const struct val *counts =
		field_by_name(r->kind, S("two_counts")) ? rec_get(r, "two_counts") : NULL;
	bool ok = true;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		const struct field *f = field_by_name(r->kind, str_of(named[i]));
		const struct val *kid = f ? rec_get(r, named[i]) : NULL;

		if (kid && !signs(v, kid->s))
			ok = refuse(why, "not_signed", str_of(named[i]), S(""),
				    "one of the officers who sign (--as)");
	}
	for (size_t i = 0; counts && i < counts->len; i++)
		if (!signs(v, counts->v[i].v[0].s))
			ok = refuse(why, "not_signed", S("two_counts"), S(""),
				    "the counts of the officers who sign (--as)");
	return ok;
}

bool life_allows(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct transition *t = transition_of(r);
	bool ok;

	if (r->kind->form != FORM_PERSON)
		return true;
	if (!t)
		return refuse(why, "no_event", S("kind"), str_of(r->kind->name),
			      "an act that the life of a case knows");
	ok = case_stands(v, t, why);
	/* Who registers does not decide: so it must be one officer, whom the case remembers. */
	if (!t->after && v->n_signers > 1)
		ok = refuse(why, "one_registrar", S("as"), v->signers[1].name,
			    "one officer: the registrar");
	for (size_t i = 0; t->not_registrar && i < v->n_signers; i++)
		if (v->case_event.s && !memcmp(v->signers[i].kid, v->registrar, 4))
			ok = refuse(why, "own_case", S("as"), v->signers[i].name,
				    "an officer who did not register this person");
	return ok;
}
