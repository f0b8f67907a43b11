/*
 * The life of a case and of its paper: which row of the table (table.c) a record is, and what it makes of the case.
 * What a case counts as in public follows from its state, and what is published from the change of that
 * (record/class.h), so that no row can publish a number of its own.
 */
#include "rule/decide.h"

#include <string.h>

#include "rule/missing.h"
#include "rule/table.h"
#include "base/banned.h"

/* What standings and certificates make of a paper. */
static const struct {
	const char *event, *state;
} papers[] = {
	{ "issue", "valid" },	  { "confirm", "valid" },    { "suspend", "suspended" },
	{ "lift", "valid" },	  { "lapse", "valid" },	     { "revoke", "revoked" },
	{ "reinstate", "valid" }, { "replace", "replaced" },
};

struct str life_paper(const struct decide_view *v)
{
	struct str state = S("-");

	for (size_t i = 0; i < v->n_past; i++) {
		const struct past_act *x = &v->past[i];
		bool issued = past_is(x, "certificate", NULL);

		if (issued && str_eq(x->code, S("yes"))) {
			state = S("provisional");
			continue;
		}
		for (size_t j = 0; j < sizeof papers / sizeof *papers; j++)
			if ((issued || past_is(x, "standing", NULL)) &&
			    str_eq(x->event, str_of(papers[j].event)))
				state = str_of(papers[j].state);
	}
	return state;
}

/* Whether the newest paper stands where the row starts. A paper that was replaced, or revoked with a grant that was
 * given anew, makes room for another; and what is said of an old one is not about the newest. */
static bool paper_from(const struct transition *t, const struct decide_view *v)
{
	struct str rest = str_of(t->from), state = life_paper(v);

	if (!strcmp(t->code, "K11") || !strcmp(t->kind, "effect_notice"))
		return true;
	while (rest.s) {
		struct str from = str_from(str_cut(&rest, '|'), strlen("cert."));

		if (str_eq(from, state) || (str_eq(from, S("-")) && (str_eq(state, S("replaced")) ||
								     str_eq(state, S("revoked")))))
			return true;
	}
	return false;
}

static bool may_come_from(const struct transition *t, const struct decide_view *v)
{
	if (transition_of_paper(t))
		return paper_from(t, v);
	if (!v->has_case)
		return state_among(t->from, S("-"));
	return (!t->counts_as || t->counts_as & CLASS_BIT(v->case_class)) &&
	       state_among(t->from, v->case_state);
}

/* An erasure is of no case, since nothing of it may stay with one, and yet is judged by the case that it ends. */
const struct transition *life_row(const struct decide_view *v, const struct rec *r, bool paper,
				  bool *fits)
{
	const struct transition *first = NULL, *standing = NULL;

	*fits = false;
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		if (!transition_about(t, r, paper))
			continue;
		if (!first)
			first = t;
		if ((r->kind->subject != SUBJECT_NONE || v->has_case) && !may_come_from(t, v))
			continue;
		*fits = true;
		/* A row that anybody of the kind signs stands back behind one that says who. */
		if (t->four_eyes ? part_signed(v, t) : !standing)
			return t;
		if (!standing)
			standing = t;
	}
	return standing ? standing : first;
}

static bool in_table(const struct kind *k)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (transition_of_kind(&transitions[i], k->name) &&
		    !transition_of_paper(&transitions[i]))
			return true;
	return false;
}

/* What the database says of a case hangs together. */
static bool is_sound(const struct decide_view *v)
{
	return (unsigned)v->case_class < CLASS_COUNT && (unsigned)v->class_before < CLASS_COUNT &&
	       (!v->has_case || state_class(v->case_state, v->case_class) == v->case_class);
}

static bool unsound(const struct decide_view *v, struct refusals *why)
{
	return refuse(why, "case_state", S("case"), v->case_state,
		      "a case whose state agrees with what it counts as: sulh rebuild");
}

/* Whether a row before this one says that it may come from there. */
static bool is_listed(const struct rec *r, size_t before, struct str state)
{
	for (size_t i = 0; i < before; i++)
		if (transition_about(&transitions[i], r, false) &&
		    state_among(transitions[i].from, state))
			return true;
	return false;
}

/* The states from which a record of this kind may come, as text, each once. */
static struct str from_states(struct arena *a, const struct rec *r)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < transitions_n; i++) {
		struct str rest = str_of(transitions[i].from);

		if (!transition_about(&transitions[i], r, false))
			continue;
		while (rest.s) {
			struct str state = str_cut(&rest, '|');

			if (!str_eq(state, S("-")) && !is_listed(r, i, state))
				buf_fmt(&b, "%s%.*s", b.len ? ", " : "", P(state));
		}
	}
	return buf_text(&b);
}

/* The row by which who is in this state is registered; NULL: none. */
static const struct transition *registers(struct str state)
{
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		if (transition_of_kind(t, "registration") && !str_eq(state, str_of(t->to)) &&
		    state_among(t->from, state))
			return t;
	}
	return NULL;
}

bool life_registers(struct str state)
{
	return registers(state) != NULL;
}

/* Whoever comes again is nobody new: a second file would be of the same person. */
bool life_has_file(const struct decide_view *v, struct refusals *why)
{
	const struct transition *t = registers(v->case_state);

	if (t)
		return refuse(why, "case_exists", S("case"), v->case_state,
			      "no presentation: this person has a file, and goes on in it with a "
			      "registration (%.*s)",
			      P(eyes_roles(t->four_eyes)));
	return refuse(
		why, "case_exists", S("case"), v->case_state,
		"no presentation: this person has a file, and what follows is recorded in it; "
		"of somebody else, a presentation without a case number");
}

/* Whether the case ended while its file was on its way to another centre. */
static bool ended_moving(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 1 && code_in("child_referred,deceased", v->case_state);)
		if (past_is(&v->past[i], "closing", "die") ||
		    past_is(&v->past[i], "child_referral", "refer_child"))
			return str_eq(v->past[i - 1].state, S("moving"));
	return false;
}

/* What ended on the way is taken up by nobody; what was wrong in it is set right where it ended. */
static bool not_taken_up(const struct decide_view *v, struct refusals *why)
{
	return refuse(why, "case_state", S("case"), v->case_state,
		      "a case that is on its way: this one ended before any centre took it up "
		      "(%.*s), and none does; %s, in the log that it was leaving, and it moves "
		      "anew",
		      P(v->case_state),
		      str_eq(v->case_state, S("deceased"))
			      ? "if the person lives, protection says so (closing how=error)"
			      : "if the person asks for another age, protection decides "
				"(child_referral later_found_adult=yes)");
}

static bool wrong_state(const struct decide_view *v, const struct rec *r,
			const struct transition *t, struct refusals *why)
{
	struct str first;
	bool decided;

	if (!v->has_case)
		return refuse(why, "no_case", S("case"), S(""),
			      "the number of a case that is registered here");
	if (!strcmp(t->kind, "presentation"))
		return life_has_file(v, why);
	if (!strcmp(t->kind, "registration") && ended_moving(v))
		return not_taken_up(v, why);
	first = missing_acts(why->a, v, r);
	if (t->counts_as && !(t->counts_as & CLASS_BIT(v->case_class)))
		return refuse(why, "case_state", S("case"), v->case_state,
			      "a case with a grant: %s is for nobody else%.*s", t->kind, P(first));
	decided = !strcmp(t->kind, "decision") && v->case_class != CLASS_OPEN && !first.len;
	return refuse(why, "case_state", S("case"), v->case_state,
		      "a case that is %.*s; this one is %.*s%s%.*s", P(from_states(why->a, r)),
		      P(v->case_state), decided ? ": decided already" : "", P(first));
}

static bool who_may(const struct decide_view *v, const struct rec *r, const struct transition *t,
		    struct refusals *why)
{
	bool ok = part_apart(v, t, why);

	/* Who registers does not decide: so it must be one officer, whom the case remembers. */
	if (!strcmp(r->kind->name, "registration") && v->n_signers > 1)
		ok = refuse(why, "one_registrar", S("as"), v->signers[1].name,
			    "one officer: the registrar");
	if (v->other_log && strcmp(t->event, "take_up") != 0 &&
	    !(!strcmp(t->kind, "registration") && ended_moving(v)))
		ok = refuse(why, "other_log", S("log"), S(""),
			    "the log in which the case is; a case that moves is taken up by a "
			    "registration");
	return ok;
}

/* An act whose kind has a list of its name publishes that; the others what the case counts as anew.
 * False for a change that cannot be published. */
static bool set_outcome(const struct kind *k, const struct transition *t, enum case_class before,
			struct life_act *out)
{
	const char *change = class_change(before, out->cls);

	if (t->outcome)
		change = t->outcome;
	for (size_t i = 0; k->form == FORM_PERSON && i < k->n_outcomes; i++)
		if (!strcmp(k->outcomes[i].event, t->event))
			change = t->event;
	if (!change || k->form == FORM_PLACE)
		return before == out->cls || k->form == FORM_PLACE;
	out->outcome = str_of(change);
	return k->form == FORM_PERSON || k->form == FORM_AS_DECISION;
}

/* Its acts may change nothing in the case. */
static bool kind_is_paper(const struct kind *k)
{
	return !strcmp(k->name, "standing");
}

/* A record that changes nothing about its case, or is about none. */
static bool plain_act(const struct decide_view *v, const struct rec *r, struct life_act *out,
		      struct refusals *why)
{
	enum subject s = r->kind->subject;

	if (s == SUBJECT_CASE && !v->has_case)
		return refuse(why, "no_case", S("case"), S(""),
			      "the number of a case that is registered here");
	if (s != SUBJECT_CASE && s != SUBJECT_MAYBE) {
		out->event = S("record");
		return !v->has_case || refuse(why, "case", S("case"), S(""),
					      "no case: %s belongs to none", r->kind->name);
	}
	out->event = str_of(v->has_case ? r->kind->name : "record");
	out->state = v->case_state;
	out->cls = v->case_class;
	return !v->other_log ||
	       refuse(why, "other_log", S("log"), S(""), "the log in which the case is");
}

/* The act before the death that was none, or before the file left; what was before a merge comes from the database. */
static const struct past_act *before_closing(const struct decide_view *v)
{
	bool moves = str_eq(v->case_state, S("moving"));
	const struct past_act *x = past_last(v, "closing", moves ? "move" : "die");

	return x && x > v->past ? x - 1 : NULL;
}

static bool set_previous(const struct decide_view *v, struct life_act *out, struct refusals *why)
{
	const struct past_act *x = before_closing(v);

	if (code_in("deceased,moving", v->case_state) && x) {
		/* A grant that was given back since stands, wherever the case was before. */
		bool since = v->case_class == CLASS_GRANTED && x->cls != CLASS_GRANTED;

		out->state = since ? S("granted") : x->state;
		out->cls = since ? CLASS_GRANTED : x->cls;
		return true;
	}
	if (!v->case_before.len || !str_eq(v->case_state, S("merged_into")))
		return refuse(why, "case_state", S("case"), v->case_state,
			      "a case that was merged: this one was not");
	out->state = v->case_before;
	out->cls = v->class_before;
	return true;
}

static bool set_state(const struct decide_view *v, const struct rec *r, const struct transition *t,
		      struct life_act *out, struct refusals *why)
{
	out->event = str_of(t->event);
	out->state = v->case_state;
	out->cls = v->case_class;
	if (!strcmp(t->to, "previous"))
		return set_previous(v, out, why);
	/* Of somebody without a case nothing is known afterwards but what the record says. */
	if (strcmp(t->to, "same") != 0 && (v->has_case || r->kind->subject == SUBJECT_CASE)) {
		out->state = str_of(t->to);
		out->cls = state_class(out->state, v->case_class);
	}
	if (t->then_counts != CLASS_NONE)
		out->cls = t->then_counts;
	return true;
}

/* "valid or provisional"; a case without a paper, or whose last one was replaced, may have another. */
static struct str paper_words(struct arena *a, const struct transition *t)
{
	struct str rest = str_of(t->from);
	struct buf b = { .a = a };

	while (rest.s) {
		struct str from = str_from(str_cut(&rest, '|'), strlen("cert."));

		buf_fmt(&b, "%s%.*s", b.len ? " or " : "",
			P(str_eq(from, S("-")) ? S("replaced, or that has none") : from));
	}
	return buf_text(&b);
}

static bool paper_stands(const struct decide_view *v, const struct rec *r, struct life_act *out,
			 struct refusals *why)
{
	bool fits;
	const struct transition *t = life_row(v, r, true, &fits);

	if (!t)
		return true;
	out->event = str_of(t->event);
	return (fits || refuse(why, "paper_state", S("case"), life_paper(v),
			       "a case whose paper is %.*s", P(paper_words(why->a, t)))) &&
	       part_apart(v, t, why);
}

bool life_act(const struct decide_view *v, const struct rec *r, struct life_act *out,
	      struct refusals *why)
{
	bool fits, ok = true;
	const struct transition *t;

	*out = (struct life_act){ 0 };
	if (!is_sound(v))
		return unsound(v, why);
	t = r->kind->subject == SUBJECT_NONE && !v->has_case ? NULL : life_row(v, r, false, &fits);
	if (!t &&
	    (r->kind->subject == SUBJECT_NONE || !in_table(r->kind) || kind_is_paper(r->kind)))
		return plain_act(v, r, out, why) && paper_stands(v, r, out, why);
	if (!t)
		return refuse(why, "no_event", S("kind"), str_of(r->kind->name),
			      "an act that the life of a case knows");
	if (!fits)
		ok = wrong_state(v, r, t, why);
	if (r->kind->subject == SUBJECT_NONE) {
		out->event = str_of(t->event);
		return who_may(v, r, t, why) && ok;
	}
	if (!who_may(v, r, t, why) || !ok || !set_state(v, r, t, out, why) ||
	    !paper_stands(v, r, out, why))
		return false;
	return set_outcome(r->kind, t, v->case_class, out) || unsound(v, why);
}
