/*
 * The life of a case: states.csv as one table. A row says which record is which event, from which
 * states it may come, and the state after it. What a case counts as in public follows from its state,
 * and what is published from the change of that (record/class.h), so that no row can publish a number
 * of its own.
 *
 * Left to the issue "the person's way": what a clock does (review_due, lapses, limits of 60 days), acts
 * that need the history of a case (who proposed or approved before, which outcome is under appeal), and
 * `transferred`, which a convoy's count at its arrival brings about.
 */
#include "rule/decide.h"

#include <string.h>

#include "base/banned.h"

#define OPEN	"registered|screening|decision_proposed|deferred|review"
#define GRANTED "granted|discharged|reintegration|completed"
/* A decision needs no step before it yet: the example decides at once. */
#define UNDECIDED "registered|screening|decision_proposed"
/* All questions stop. */
#define NOT_ASKED "!child_referred|deceased|merged_into"
#define CLOSED                                                                   \
	"not_covered|referred|under_appeal|left_after|handed_over|court_closed|" \
	"withdrawn|transferred|absent|opened_in_error"

#define IN(c) (1u << (c))

static const struct transition {
	const char *kind;
	const char *when; /* conditions on the record (kind.h); NULL: always */
	const char *event;
	const char *from;    /* states; "-" no case, "*" any case, "!a|b" any other case */
	const char *to;	     /* ""; "=" that before the merge */
	bool not_registrar;  /* no signer registered this person */
	unsigned counts_as;  /* classes that the case may have; 0: any */
	const char *outcome; /* where neither the event nor the change of class names it */
} transitions[] = {
	/* C01, C06: whoever left and comes back was counted when he or she came first. */
	{ "presentation", "in_group=no", "present", "-", "presented" },
	{ "presentation", "in_group=yes", "present_in_group", "-", "presented" },
	{ "presentation", NULL, "come_back", "left", "presented", .outcome = "present_in_group" },
	/* C04, C27, C35, C38; P18. */
	{ "registration", NULL, "register", "-|presented", "registered" },
	{ "registration", NULL, "covered_later", "left_after|not_covered", "registered" },
	{ "registration", NULL, "come_back", "withdrawn|absent|transferred|opened_in_error",
	  "screening" },
	{ "registration", NULL, "take_up", "moving", "registered" },
	/* C10, C11, C13-C15, C20 */
	{ "step", "event=open_checks", "open_checks", "registered", "screening", true },
	{ "step", "event=extend", "extend", "screening", "" },
	{ "step", "event=propose", "propose", "screening|review", "decision_proposed", true },
	{ "step", "event=return", "return", "decision_proposed", "screening", true },
	{ "step", "event=reopen", "reopen", "deferred", "screening" },
	{ "step", "event=pause_missing", "pause_missing", OPEN, "" },
	{ "step", "event=resume", "resume", OPEN, "" },
	{ "step", "event=summon|hear|set_date", "step", NOT_ASKED, "" },
	{ "check", NULL, "check", NOT_ASKED, "", true },
	{ "pledge", NULL, "pledge", NOT_ASKED, "" },
	/* C16-C19 */
	{ "decision", "outcome=granted", "approve_granted", UNDECIDED, "granted", true },
	{ "decision", "outcome=not_covered", "approve_not_covered", UNDECIDED, "not_covered",
	  true },
	{ "decision", "outcome=referred", "approve_referred", UNDECIDED, "referred", true },
	{ "decision", "outcome=deferred", "approve_deferred", UNDECIDED, "deferred", true },
	/* C21-C25, C44-C46. Going home does not end the time for an appeal. A grant that an appeal gives
	 * back comes with the paper's standing (K08), which counts it. */
	{ "appeal", "!outcome against=not_covered", "appeal", "not_covered|left_after",
	  "under_appeal" },
	{ "appeal", "!outcome against=referred", "appeal", "referred", "under_appeal" },
	{ "appeal", "!outcome against=revoked", "appeal", "revoked", "under_revocation_appeal" },
	{ "appeal", "outcome=upheld against=not_covered|referred", "appeal_upheld", "under_appeal",
	  "granted", true },
	{ "appeal", "outcome=returned against=not_covered|referred", "appeal_returned",
	  "under_appeal", "screening", true },
	{ "appeal", "outcome=partly against=referred", "appeal_rejected", "under_appeal",
	  "not_covered", true },
	{ "appeal", "outcome=rejected against=not_covered", "appeal_rejected", "under_appeal",
	  "not_covered", true },
	{ "appeal", "outcome=rejected against=referred", "referral_upheld", "under_appeal",
	  "referred", true },
	{ "appeal", "outcome=upheld against=revoked", "appeal_upheld", "under_revocation_appeal",
	  "", true },
	{ "appeal", "outcome=rejected against=revoked", "appeal_rejected",
	  "under_revocation_appeal", "revoked", true },
	{ "appeal", "outcome=upheld|partly|returned against=withdrawn_coerced", "come_back",
	  "withdrawn", "screening", true },
	{ "appeal", "!outcome against=suspended|child_ruling|erasure_refused|withdrawn_coerced",
	  "appeal", "*", "" },
	{ "appeal", "outcome against=suspended|child_ruling|erasure_refused|withdrawn_coerced",
	  "appeal_decided", "*", "", true },
	/* C28, C30, C31, C33 */
	{ "handover", "!returned_on !outcome", "hand_over", "referred", "handed_over" },
	{ "handover", "returned_on", "return_from_court", "handed_over", "screening" },
	{ "handover", "!returned_on outcome=sentenced", "court_judgment", "handed_over",
	  "court_closed" },
	{ "handover", "!returned_on outcome=not_known", "no_news", "handed_over", "" },
	/* C05, C34, C36, C48-C50, C31 */
	{ "closing", "how=withdrew_before", "withdraw_before", "presented", "left" },
	{ "closing", "how=withdrew_after", "withdraw_after", OPEN, "withdrawn" },
	{ "closing", "how=deceased", "die", "!left|merged_into|moving|deceased", "deceased" },
	{ "closing", "how=absent", "lost_contact", OPEN, "absent" },
	{ "closing", "how=moved_centre", "move", OPEN, "moving" },
	{ "closing", "how=taken_over_by_court", "court_judgment", "handed_over", "court_closed" },
	{ "closing", "how=error", "close_error", "presented", "left" },
	{ "closing", "how=error", "close_error", "registered", "opened_in_error" },
	{ "closing", "how=error", "found_alive", "deceased", "granted",
	  .counts_as = IN(CLASS_GRANTED) },
	{ "closing", "how=error", "found_alive", "deceased", "presented",
	  .counts_as = IN(CLASS_NONE) },
	{ "closing", "how=error", "found_alive", "deceased", "screening" },
	/* C51, C52 */
	{ "merge", "act=merge", "merge",
	  "presented|" OPEN "|granted|not_covered|withdrawn|absent|transferred|left", "merged_into",
	  true },
	{ "merge", "act=unmerge", "unmerge", "merged_into", "=" },
	/* K01, K02, K04-K09, C43, C45 */
	{ "certificate", NULL, "issue", GRANTED "|child_referred", "", true, IN(CLASS_GRANTED) },
	{ "standing", "act=suspend", "suspend", GRANTED, "", true },
	{ "standing", "act=lift", "lift", "*", "", false, IN(CLASS_GRANTED) },
	{ "standing", "act=replace", "replace", "*", "", false, IN(CLASS_GRANTED) },
	{ "standing", "act=revoke", "revoke", GRANTED, "revoked", true },
	{ "standing", "act=reinstate", "reinstate", "under_revocation_appeal|revoked", "granted",
	  true },
	/* C26, C39-C42 */
	{ "stay", "act=leave_free", "leave", "not_covered", "left_after" },
	{ "stay", NULL, "stay", "*", "" },
	{ "discharge", NULL, "discharge", "granted", "discharged" },
	{ "plan", "state=started", "start_plan", "discharged", "reintegration" },
	{ "plan", "state=paused", "pause_plan", "reintegration", "" },
	{ "plan", "state=finished", "complete", "reintegration", "completed" },
	{ "plan", "state=stopped", "stop_plan", "reintegration", "discharged" },
	/* C07-C09, and of closed cases, too: any doubt of age counts at any time. Whoever was not
	 * registered before is so by a registration. */
	{ "child_referral", "!later_found_adult", "refer_child",
	  "-|presented|left|" OPEN "|" GRANTED "|" CLOSED, "child_referred", true },
	{ "child_referral", "later_found_adult=no", "refer_child",
	  "-|presented|left|" OPEN "|" GRANTED "|" CLOSED, "child_referred", true },
	{ "child_referral", "later_found_adult=yes", "age_corrected", "child_referred", "granted",
	  true, IN(CLASS_GRANTED) },
	{ "child_referral", "later_found_adult=yes", "age_corrected", "child_referred", "presented",
	  true, IN(CLASS_NONE) },
	{ "child_referral", "later_found_adult=yes", "age_corrected", "child_referred",
	  "registered", true },
};

/* What a case in a state counts as; of the other two states what it counted as before, where that is not
 * open. */
static const struct {
	enum case_class cls;
	const char *states;
} classes[] = {
	{ CLASS_NONE, "presented|left|merged_into" },
	{ CLASS_OPEN, OPEN },
	{ CLASS_GRANTED, GRANTED },
	{ CLASS_CLOSED, CLOSED "|revoked|under_revocation_appeal" },
	{ CLASS_MOVING, "moving" },
};

/* The delta list of `decision` for each change (record/decision.c). */
static const char *const changes[CLASS_COUNT][CLASS_COUNT] = {
	[CLASS_NONE] = { [CLASS_OPEN] = "unmerge_open",
			 [CLASS_GRANTED] = "unmerge_granted",
			 [CLASS_CLOSED] = "unmerge_closed" },
	[CLASS_OPEN] = { [CLASS_NONE] = "merge_open",
			 [CLASS_GRANTED] = "approve_granted",
			 [CLASS_CLOSED] = "close_otherwise",
			 [CLASS_MOVING] = "move" },
	[CLASS_GRANTED] = { [CLASS_NONE] = "merge_granted", [CLASS_CLOSED] = "revoke" },
	[CLASS_CLOSED] = { [CLASS_NONE] = "merge_closed",
			   [CLASS_OPEN] = "reopen",
			   [CLASS_GRANTED] = "grant_on_appeal" },
	[CLASS_MOVING] = { [CLASS_OPEN] = "take_up" },
};

static bool among(const char *list, struct str state)
{
	struct str rest = str_of(list);

	while (rest.s)
		if (str_eq(str_cut(&rest, '|'), state))
			return true;
	return false;
}

static bool may_come_from(const struct transition *t, const struct decide_view *v)
{
	if (!v->has_case)
		return among(t->from, S("-"));
	if (t->counts_as && !(t->counts_as & IN(v->case_class)))
		return false;
	if (t->from[0] == '!')
		return !among(t->from + 1, v->case_state);
	return !strcmp(t->from, "*") || among(t->from, v->case_state);
}

/* The row for a record of this kind, and whether its case may be there: the first that fits wholly, else
 * the first that fits but for the case. NULL: the kind has none. */
static const struct transition *find(const struct decide_view *v, const struct rec *r, bool *fits)
{
	const struct transition *first = NULL;

	*fits = false;
	for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
		const struct transition *t = &transitions[i];

		if (strcmp(t->kind, r->kind->name) != 0 || !rec_when(r, t->when))
			continue;
		*fits = may_come_from(t, v);
		if (*fits)
			return t;
		if (!first)
			first = t;
	}
	return first;
}

static bool in_table(const struct kind *k)
{
	for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++)
		if (!strcmp(transitions[i].kind, k->name))
			return true;
	return false;
}

static enum case_class class_of(struct str state, enum case_class before)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (among(classes[i].states, state))
			return classes[i].cls;
	return before == CLASS_OPEN ? CLASS_CLOSED : before;
}

/* What the database says of a case hangs together. */
static bool is_sound(const struct decide_view *v)
{
	return (unsigned)v->case_class < CLASS_COUNT && (unsigned)v->class_before < CLASS_COUNT &&
	       (!v->has_case || class_of(v->case_state, v->case_class) == v->case_class);
}

static bool unsound(const struct decide_view *v, struct refusals *why)
{
	return refuse(why, "case_state", S("case"), v->case_state,
		      "a case whose state agrees with what it counts as: sulh rebuild");
}

/* The states from which a record of this kind may come, as text. */
static struct str from_states(struct arena *a, const struct rec *r)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
		const struct transition *t = &transitions[i];
		bool other = t->from[0] == '!';
		struct str rest = str_of(t->from + other);

		if (strcmp(t->kind, r->kind->name) != 0 || !rec_when(r, t->when))
			continue;
		while (rest.s) {
			struct str state = str_cut(&rest, '|');

			if (!str_eq(state, S("-")))
				buf_fmt(&b, "%s%s%.*s", b.len ? ", " : "", other ? "not " : "",
					P(state));
		}
	}
	return buf_text(&b);
}

static bool wrong_state(const struct decide_view *v, const struct rec *r,
			const struct transition *t, struct refusals *why)
{
	bool decided = !strcmp(t->kind, "decision") && v->case_class != CLASS_OPEN;

	if (!v->has_case)
		return refuse(why, "no_case", S("case"), S(""),
			      "the number of a case that is registered here");
	if (!strcmp(t->kind, "presentation"))
		return refuse(why, "case_exists", S("case"), v->case_state,
			      "no case number, or that of a case that is left: a presentation "
			      "opens one");
	if (t->counts_as && !(t->counts_as & IN(v->case_class)))
		return refuse(why, "case_state", S("case"), v->case_state,
			      "a case with a grant: %s is for nobody else", t->kind);
	return refuse(why, "case_state", S("case"), v->case_state,
		      "a case that is %.*s; this one is %.*s%s", P(from_states(why->a, r)),
		      P(v->case_state), decided ? ": decided already" : "");
}

static bool who_may(const struct decide_view *v, const struct rec *r, const struct transition *t,
		    struct refusals *why)
{
	bool ok = true;

	/* Who registers does not decide: so it must be one officer, whom the case remembers. */
	if (!strcmp(r->kind->name, "registration") && v->n_signers > 1)
		ok = refuse(why, "one_registrar", S("as"), v->signers[1].name,
			    "one officer: the registrar");
	for (size_t i = 0; t->not_registrar && v->has_case && i < v->n_signers; i++)
		if (!memcmp(v->signers[i].kid, v->registrar, 4))
			ok = refuse(why, "own_case", S("as"), v->signers[i].name,
				    "an officer who did not register this person");
	if (v->other_log && strcmp(t->event, "take_up") != 0)
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
	const char *change = changes[before][out->cls];

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

bool life_act(const struct decide_view *v, const struct rec *r, struct life_act *out,
	      struct refusals *why)
{
	bool fits, ok = true;
	const struct transition *t;

	*out = (struct life_act){ 0 };
	if (!is_sound(v))
		return unsound(v, why);
	t = find(v, r, &fits);
	if (!t && !in_table(r->kind))
		return plain_act(v, r, out, why);
	if (!t)
		return refuse(why, "no_event", S("kind"), str_of(r->kind->name),
			      "an act that the life of a case knows");
	if (!fits)
		ok = wrong_state(v, r, t, why);
	if (!who_may(v, r, t, why) || !ok)
		return false;
	out->event = str_of(t->event);
	out->state = v->case_state;
	out->cls = v->case_class;
	if (!strcmp(t->to, "=")) {
		if (!v->case_before.len)
			return refuse(why, "case_state", S("case"), v->case_state,
				      "a case that was merged: this one was not");
		out->state = v->case_before;
		out->cls = v->class_before;
	} else if (*t->to && (v->has_case || r->kind->subject == SUBJECT_CASE)) {
		out->state = str_of(t->to);
		out->cls = class_of(out->state, v->case_class);
	}
	return set_outcome(r->kind, t, v->case_class, out) || unsound(v, why);
}
