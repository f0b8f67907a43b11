/*
 * The life of a case against a copy of states.csv made for this test: each record from each state does what
 * stands there or is refused; and whatever is walked, the public sums stay P2 = P3 + P4 + P13 + P18.
 */
#include "rule/decide.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct refusals why;

#define OPEN	"registered,screening,decision_proposed,deferred,review"
#define GRANTED "granted,discharged,reintegration,completed"
#define CLOSED                                                                   \
	"not_covered,referred,under_appeal,left_after,handed_over,court_closed," \
	"withdrawn,transferred,absent,opened_in_error"
#define REVOKED "revoked,under_revocation_appeal"
/* All but children, the dead and merged files; all. */
#define ASKED  "presented,left,moving," OPEN "," GRANTED "," CLOSED "," REVOKED
#define ALL    ASKED ",child_referred,deceased,merged_into"
#define SILENT "child_referred,deceased"

static const struct {
	const char *name;
	enum case_class cls;
} states[] = {
	{ "", CLASS_NONE }, /* no case */
	{ "presented", CLASS_NONE },
	{ "left", CLASS_NONE },
	{ "merged_into", CLASS_NONE },
	{ "registered", CLASS_OPEN },
	{ "screening", CLASS_OPEN },
	{ "decision_proposed", CLASS_OPEN },
	{ "deferred", CLASS_OPEN },
	{ "review", CLASS_OPEN },
	{ "granted", CLASS_GRANTED },
	{ "discharged", CLASS_GRANTED },
	{ "reintegration", CLASS_GRANTED },
	{ "completed", CLASS_GRANTED },
	{ "not_covered", CLASS_CLOSED },
	{ "referred", CLASS_CLOSED },
	{ "under_appeal", CLASS_CLOSED },
	{ "left_after", CLASS_CLOSED },
	{ "handed_over", CLASS_CLOSED },
	{ "court_closed", CLASS_CLOSED },
	{ "withdrawn", CLASS_CLOSED },
	{ "transferred", CLASS_CLOSED },
	{ "absent", CLASS_CLOSED },
	{ "opened_in_error", CLASS_CLOSED },
	{ "revoked", CLASS_CLOSED },
	{ "under_revocation_appeal", CLASS_CLOSED },
	{ "moving", CLASS_MOVING },
	{ "child_referred", CLASS_NONE },
	{ "child_referred", CLASS_GRANTED },
	{ "child_referred", CLASS_CLOSED },
	{ "deceased", CLASS_NONE },
	{ "deceased", CLASS_GRANTED },
	{ "deceased", CLASS_CLOSED },
};
#define STATES (sizeof states / sizeof *states)

/* `from` as far as the states go; "-" no case. `to`: "" as before, "=" that before the merge, "?" by what
 * it counted as: granted or the state behind it; "+" as before, and granted; "<" that before the death or the way, of whom was open then the one behind. */
static const struct row {
	const char *kind, *fields, *from, *event, *to;
	bool registrar_may, with_grant, was_closed;
} rows[] = {
	{ "presentation", "in_group=no", "-", "present", "presented", true },
	{ "presentation", "in_group=yes", "-", "present_in_group", "presented", true },
	{ "presentation", "in_group=no", OPEN, "present", "", true },
	{ "presentation", "in_group=yes", OPEN, "present_in_group", "", true },
	{ "presentation", "in_group=no late_reason=x", OPEN, "present", "", true },
	{ "presentation", "in_group=yes late_reason=x", OPEN, "present_in_group", "", true },
	{ "presentation", "in_group=no", "left", "come_back", "presented", true },
	{ "presentation", "in_group=yes", "left", "come_back", "presented", true },
	{ "presentation", "in_group=no late_reason=x", "-", "present", "presented", true },
	{ "presentation", "in_group=yes late_reason=x", "-", "present_in_group", "presented",
	  true },
	{ "presentation", "in_group=no late_reason=x", "left", "come_back", "presented", true },
	{ "presentation", "in_group=yes late_reason=x", "left", "come_back", "presented", true },
	{ "registration", "", "-,presented", "register", "registered", true },
	{ "registration", "", "registered", "complete", "registered", true },
	{ "registration", "", "left_after,not_covered", "covered_later", "registered", true },
	{ "registration", "", "withdrawn,absent,transferred,opened_in_error", "come_back",
	  "screening", true },
	{ "registration", "", "moving", "take_up", "registered", true },
	{ "step", "event=open_checks", "registered", "open_checks", "screening" },
	{ "step", "event=extend", "screening", "extend", "screening", true },
	{ "step", "event=review_due", "screening,deferred,decision_proposed", "review_due",
	  "review", true },
	{ "step", "event=no_news", "handed_over", "no_news", "handed_over", true },
	{ "step", "event=propose", "screening,review", "propose", "decision_proposed" },
	{ "step", "event=return", "decision_proposed", "return", "screening" },
	{ "step", "event=reopen", "deferred", "reopen", "screening", true },
	{ "step", "event=pause_missing", OPEN, "pause_missing", "", true },
	{ "step", "event=resume", OPEN, "resume", "", true },
	{ "step", "event=summon", ASKED, "summon", "", true },
	{ "step", "event=hear", ASKED, "hear", "", true },
	{ "step", "event=set_date", ASKED, "set_date", "", true },
	{ "step", "event=tell", ASKED ",child_referred,merged_into", "tell", "", true },
	{ "step", "event=escalate", ALL, "escalate", "", true },
	{ "check", "", ASKED, "check", "" },
	{ "check", "follows=1", ASKED, "check_answered", "" },
	{ "pledge", "", ASKED, "pledge", "", true },
	{ "decision", "outcome=granted", "decision_proposed", "approve_granted", "granted" },
	{ "decision", "outcome=not_covered", "decision_proposed", "approve_not_covered",
	  "not_covered" },
	{ "decision", "outcome=referred", "decision_proposed", "approve_referred", "referred" },
	{ "decision", "outcome=deferred", "decision_proposed", "approve_deferred", "deferred" },
	{ "decision", "outcome=reopened", "referred", "withdraw_referral", "screening", true },
	{ "decision", "outcome=reopened", "court_closed", "covered_later", "screening", true },
	{ "decision", "outcome=reopened", "revoked", "reexamine", "screening", true },
	/* That it is against what was decided is judged with the history (past.c). */
	{ "appeal", "against=not_covered", "not_covered,referred,left_after", "appeal",
	  "under_appeal", true },
	{ "appeal", "against=referred", "not_covered,referred", "appeal", "under_appeal", true },
	{ "appeal", "against=revoked", "revoked", "appeal", "under_revocation_appeal", true },
	{ "appeal", "against=suspended", ALL, "appeal", "", true },
	{ "appeal", "against=child_ruling", ALL, "appeal", "", true },
	{ "appeal", "against=erasure_refused", ALL, "appeal", "", true },
	{ "appeal", "against=withdrawn_coerced", ALL, "appeal", "", true },
	{ "appeal", "against=not_covered outcome=upheld", "under_appeal", "appeal_upheld",
	  "granted" },
	{ "appeal", "against=referred outcome=upheld", "under_appeal", "appeal_upheld", "granted" },
	{ "appeal", "against=not_covered outcome=returned", "under_appeal", "appeal_returned",
	  "screening" },
	{ "appeal", "against=referred outcome=returned", "under_appeal", "appeal_returned",
	  "screening" },
	{ "appeal", "against=not_covered outcome=rejected", "under_appeal", "appeal_rejected",
	  "not_covered" },
	{ "appeal", "against=referred outcome=rejected", "under_appeal", "referral_upheld",
	  "referred" },
	{ "appeal", "against=referred outcome=partly", "under_appeal", "appeal_rejected",
	  "not_covered" },
	{ "appeal", "against=revoked outcome=upheld", "under_revocation_appeal", "appeal_upheld",
	  "" },
	{ "appeal", "against=revoked outcome=rejected", "under_revocation_appeal",
	  "appeal_rejected", "revoked" },
	{ "appeal", "against=revoked outcome=returned", "", "", "" },
	/* Of children and the dead: decided without them. */
	{ "appeal", "against=revoked", SILENT, "appeal", "", true, false, true },
	{ "appeal", "against=revoked outcome=upheld", SILENT, "appeal_upheld", "", false, false,
	  true },
	{ "appeal", "against=revoked outcome=rejected", SILENT, "appeal_rejected", "", false, false,
	  true },
	{ "standing", "act=reinstate", SILENT, "reinstate", "+", false, false, true },
	{ "appeal", "against=not_covered outcome=upheld", SILENT, "appeal_decided", "", false,
	  false, true },
	{ "appeal", "against=not_covered outcome=returned", SILENT, "appeal_decided", "", false,
	  false, true },
	{ "appeal", "against=not_covered outcome=rejected", SILENT, "appeal_decided", "", false,
	  false, true },
	{ "appeal", "against=referred outcome=upheld", SILENT, "appeal_decided", "", false, false,
	  true },
	{ "appeal", "against=referred outcome=returned", SILENT, "appeal_decided", "", false, false,
	  true },
	{ "appeal", "against=referred outcome=partly", SILENT, "appeal_decided", "", false, false,
	  true },
	{ "appeal", "against=referred outcome=rejected", SILENT, "appeal_decided", "", false, false,
	  true },
	{ "appeal", "against=suspended outcome=upheld", ALL, "suspension_lifted", "" },
	{ "appeal", "against=suspended outcome=rejected", ALL, "appeal_decided", "" },
	{ "appeal", "against=child_ruling outcome=rejected", ALL, "appeal_decided", "" },
	{ "appeal", "against=child_ruling outcome=upheld", "child_referred", "age_reopened", "" },
	{ "appeal", "against=child_ruling outcome=upheld", ALL, "appeal_decided", "" },
	{ "step", "event=keep", ALL, "keep", "", true },
	{ "step", "event=age_confirmed", "child_referred", "age_confirmed", "" },
	{ "appeal", "against=withdrawn_coerced outcome=rejected", ALL, "appeal_decided", "" },
	{ "appeal", "against=withdrawn_coerced outcome=upheld", "withdrawn", "come_back",
	  "screening" },
	{ "appeal", "against=withdrawn_coerced outcome=upheld", ALL, "appeal_decided", "" },
	{ "handover", "", "referred", "hand_over", "handed_over", true },
	{ "handover", "returned_on=2017-01-01", "handed_over", "return_from_court", "screening",
	  true },
	{ "handover", "returned_on=2017-01-01 outcome=acquitted", "handed_over",
	  "return_from_court", "screening", true },
	{ "handover", "outcome=sentenced", "handed_over", "court_judgment", "court_closed", true },
	{ "handover", "outcome=not_known", "handed_over", "no_news", "", true },
	{ "closing", "how=withdrew_before", "presented", "withdraw_before", "left", true },
	{ "closing", "how=withdrew_after", OPEN, "withdraw_after", "withdrawn", true },
	{ "closing", "how=deceased",
	  "presented,moving,child_referred," OPEN "," GRANTED "," CLOSED "," REVOKED, "die",
	  "deceased", true },
	{ "closing", "how=transferred", OPEN ",not_covered,left_after", "arrive", "transferred",
	  true },
	{ "closing", "how=absent", OPEN, "lost_contact", "absent", true },
	{ "closing", "how=absent", "presented", "lost_contact", "left", true },
	{ "closing", "how=moved_centre", OPEN, "move", "moving", true },
	{ "closing", "how=taken_over_by_court", "handed_over", "court_judgment", "court_closed",
	  true },
	{ "closing", "how=error", "presented", "close_error", "left", true },
	{ "closing", "how=error", "registered", "close_error", "opened_in_error" },
	{ "closing", "how=error", "deceased", "found_alive", "<screening", true },
	{ "closing", "how=error", "moving", "move_back", "<", true },
	{ "merge", "act=merge",
	  "presented," OPEN ",granted,not_covered,withdrawn,absent,transferred,left", "merge",
	  "merged_into" },
	{ "merge", "act=unmerge", "merged_into", "unmerge", "=", true },
	{ "merge", "act=merge_away",
	  "presented," OPEN ",not_covered,withdrawn,absent,transferred,left", "merge_away",
	  "merged_into" },
	{ "merge", "act=unmerge_away", "merged_into", "unmerge_away", "=", true },
	{ "certificate", "provisional=no", GRANTED ",child_referred", "issue", "", false, true },
	{ "standing", "act=suspend", GRANTED, "suspend", "" },
	{ "standing", "act=lift reason_code=error", ALL, "lift", "", true },
	{ "standing", "act=lift reason_code=expired_suspension", ALL, "lapse", "", true },
	{ "standing", "act=confirm", ALL, "confirm", "", true },
	{ "standing", "act=replace", ALL, "replace", "", true },
	{ "standing", "act=revoke_replaced", ALL, "revoke", "" },
	{ "standing", "act=revoke", GRANTED, "revoke", "revoked" },
	{ "standing", "act=reinstate", "under_revocation_appeal", "reinstate", "granted" },
	{ "stay", "act=leave_free free_to_leave=yes", "not_covered", "leave", "left_after", true },
	{ "stay", "act=leave_free free_to_leave=yes", ALL, "stay", "", true }, /* not that before */
	{ "stay", "act=hold free_to_leave=no", "presented," OPEN ",referred,under_appeal," REVOKED,
	  "hold", "", true },
	{ "stay", "act=arrive free_to_leave=no",
	  "presented," OPEN ",referred,under_appeal," REVOKED, "hold", "", true },
	{ "discharge", "", "granted", "discharge", "discharged", true },
	{ "plan", "state=started", "discharged", "start_plan", "reintegration", true },
	{ "plan", "state=paused", "reintegration", "pause_plan", "", true },
	{ "plan", "state=finished", "reintegration", "complete", "completed", true },
	{ "plan", "state=stopped", "reintegration", "stop_plan", "discharged", true },
	{ "child_referral", "", "presented,left,moving," OPEN "," GRANTED "," CLOSED "," REVOKED,
	  "refer_child", "child_referred" },
	{ "child_referral", "later_found_adult=no",
	  "presented,left,moving," OPEN "," GRANTED "," CLOSED "," REVOKED, "refer_child",
	  "child_referred" },
	{ "child_referral", "", "-", "refer_child", "", true },
	{ "child_referral", "later_found_adult=no", "-", "refer_child", "", true },
	{ "child_referral", "later_found_adult=yes", "child_referred", "age_corrected",
	  "?registered" },
	{ "correction", "", ALL, "correction", "", true },
	{ "notice", "", ALL, "notice", "", true },
	{ "pledge_case", "", ASKED, "pledge_case", "", true },
	{ "pledge_case", "follows=1", ASKED, "pledge_found", "", true },
	{ "dedup_link", "", ALL, "dedup_link", "", true },
	{ "dedup_link", "verdict=unsure", ALL, "dedup_link", "", true },
	{ "request", "", ALL, "request", "", true },
	{ "request", "answer=refused right=erase reason_refused=x", ALL, "request_refused", "",
	  true },
	{ "request", "answer=done right=complain", ALL, "request_answered", "", true },
	{ "benefit", "", ALL, "benefit", "", true },
	{ "stop_report", "", ALL, "stop_report", "", true },
	{ "stop_report", "follows=1", ALL, "stop_followed", "", true },
	{ "belongings", "", ALL, "belongings", "", true },
	{ "belongings", "", "-", "record", "", true },
	{ "tracing", "", ALL, "tracing", "", true },
	{ "tracing", "", "-", "record", "", true },
	{ "passenger", "", ALL, "passenger", "", true },
	{ "passenger", "", "-", "record", "", true },
	{ "testimony", "", "-", "record", "", true },
	{ "effect_notice", "", "-", "record", "", true },
	{ "corridor", "", "-", "record", "", true },
};
#define ROWS (sizeof rows / sizeof *rows)

static struct rec *record(const struct row *x)
{
	struct rec *r = rec_new(a, kind_by_name(str_of(x->kind)));
	struct str rest = str_of(x->fields);

	while (x->fields[0] && rest.s) {
		struct str value = str_cut(&rest, ' '), field = str_cut(&value, '=');

		if (!rec_set(a, r, field, value, &why))
			return NULL;
	}
	return r;
}

static enum case_class class_of(const char *state, enum case_class before)
{
	for (size_t i = 0; i < STATES; i++)
		if (strcmp(state, "child_referred") != 0 && strcmp(state, "deceased") != 0 &&
		    !strcmp(states[i].name, state))
			return states[i].cls;
	return before == CLASS_OPEN || before == CLASS_MOVING ? CLASS_CLOSED : before;
}

/* P2, P3, P4, P13, P18: what a case that counts as `c` adds to them. */
enum { P2, P3, P4, P13, P18, SUMS };
static const char *const sum_names[SUMS] = { "P2", "P3", "P4", "P13", "P18" };

static void adds(enum case_class c, int64_t sums[SUMS], int64_t times)
{
	static const int which[CLASS_COUNT] = {
		[CLASS_OPEN] = P3, [CLASS_GRANTED] = P4, [CLASS_CLOSED] = P13, [CLASS_MOVING] = P18
	};

	if (c == CLASS_NONE)
		return;
	sums[P2] += times;
	sums[which[c]] += times;
}

/* What an act publishes, added to the sums. False where it names a list that its kind does not have. */
static bool published(const struct rec *r, const struct life_act *act, int64_t sums[SUMS])
{
	static const struct rec_view nothing = { 0 };
	struct deltas d = { .a = a };
	const struct kind *k = r->kind->form == FORM_AS_DECISION ? &kind_decision : r->kind;

	if (r->kind->form == FORM_PLACE) {
		if (act->outcome.s)
			return false;
		rec_deltas(r, &nothing, &d);
	} else if (act->outcome.s &&
		   (r->kind->form == FORM_VEILED || !outcome_deltas(k, act->outcome, &d))) {
		return false;
	}
	for (size_t i = 0; i < d.n; i++)
		for (int s = 0; s < SUMS; s++)
			if (str_eq(d.list[i].figure, str_of(sum_names[s])))
				sums[s] += d.list[i].n;
	return true;
}

static bool same_sums(const int64_t x[SUMS], const int64_t y[SUMS])
{
	return !memcmp(x, y, SUMS * sizeof *x);
}

static bool in(const char *list, const char *state)
{
	return list[0] && code_in(list, str_of(state));
}

static const struct row *row_for(const struct row *like, size_t state)
{
	const char *name = state ? states[state].name : "-";

	for (size_t i = 0; i < ROWS; i++)
		if (!strcmp(rows[i].kind, like->kind) && !strcmp(rows[i].fields, like->fields) &&
		    in(rows[i].from, name) &&
		    !(rows[i].with_grant && states[state].cls != CLASS_GRANTED) &&
		    !(rows[i].was_closed && states[state].cls != CLASS_CLOSED))
			return &rows[i];
	return NULL;
}

static struct str expected_state(const struct row *x, size_t from, const struct decide_view *v)
{
	if (x->to[0] == '=')
		return v->case_before;
	if (x->to[0] == '?')
		return states[from].cls == CLASS_GRANTED ? S("granted") : str_of(x->to + 1);
	if (x->to[0] == '<')
		return states[from].cls == CLASS_CLOSED ? str_of(x->to + 1) : v->past[0].state;
	return x->to[0] && x->to[0] != '+' ? str_of(x->to) : v->case_state;
}

/* What happened to a paper, so that this may happen to it next. */
static const struct {
	const char *event, *before;
} papers[] = {
	{ "confirm", "provisional" },  { "suspend", "issue" },
	{ "lift", "issue,suspend" },   { "lapse", "issue,suspend" },
	{ "revoke", "issue,suspend" }, { "reinstate", "issue,suspend,revoke" },
	{ "replace", "issue" },
};

static size_t paper_past(const struct row *x, struct past_act *out)
{
	struct str rest = { NULL, 0 };
	size_t n = 0;

	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
		if (!strcmp(x->kind, "standing") && !strcmp(x->event, papers[i].event))
			rest = str_of(papers[i].before);
	while (rest.s) {
		struct str event = str_cut(&rest, ',');
		bool provisional = str_eq(event, S("provisional")),
		     issue = provisional || str_eq(event, S("issue"));

		out[n++] = (struct past_act){ .kind = issue ? S("certificate") : S("standing"),
					      .event = issue ? S("issue") : event,
					      .code = provisional ? S("yes") : S("no") };
	}
	return n;
}

/* The record of `like` from one state: as its row says, or refused. */
static bool as_listed(const struct row *like, size_t from, enum case_class merged)
{
	const struct row *x = row_for(like, from);
	struct signer officer = { .name = S("O"), .kid = "\1", .serving = true };
	bool moves = states[from].cls == CLASS_MOVING;
	struct past_act past[8] = {
		{ .kind = S("discharge"),
		  .event = S("discharge"),
		  .state = states[from].cls == CLASS_GRANTED ? S("discharged")
			   : moves			     ? S("screening")
							     : S("presented"),
		  .cls = moves ? CLASS_OPEN : states[from].cls },
		{ .kind = S("closing"),
		  .event = moves ? S("move") : S("die"),
		  .state = moves ? S("moving") : S("deceased") },
	};
	size_t n_past = 2 + paper_past(like, past + 2);
	struct decide_view v = { .signers = &officer,
				 .n_signers = 1,
				 .past = past,
				 .n_past = n_past,
				 .has_case = from,
				 .case_state = str_of(states[from].name),
				 .case_class = states[from].cls,
				 .case_before = S("not_covered"),
				 .class_before = merged };
	struct rec *r = record(like);
	int64_t got[SUMS] = { 0 }, want[SUMS] = { 0 };
	struct life_act act;
	bool ok;

	why = (struct refusals){ .a = a };
	ok = r && life_act(&v, r, &act, &why);
	if (!x || !ok)
		return r && !x && !ok && why.n &&
		       (!like->from[0] || str_eq(why.list[0].field, S("case")));
	ok = why.n == 0 && str_eq(act.event, str_of(x->event)) &&
	     str_eq(act.state, expected_state(x, from, &v)) &&
	     act.cls == (x->to[0] == '='   ? merged
			 : x->to[0] == '+' ? CLASS_GRANTED
			 : x->to[0]	   ? class_of(str_z(a, act.state), states[from].cls)
					   : states[from].cls);
	adds(states[from].cls, want, -1);
	adds(act.cls, want, 1);
	return ok && published(r, &act, got) && same_sums(got, want);
}

static void table(void)
{
	int wrong = 0;

	for (size_t i = 0; i < ROWS; i++)
		for (size_t s = 0; s < STATES; s++)
			for (int c = CLASS_NONE; c <= CLASS_CLOSED; c++) {
				if (as_listed(&rows[i], s, (enum case_class)c))
					continue;
				wrong++;
				printf("# %s %s from %s (%d)\n", rows[i].kind, rows[i].fields,
				       states[s].name, states[s].cls);
				for (size_t j = 0; j < why.n; j++)
					printf("#   %s: %.*s\n", why.list[j].id,
					       P(why.list[j].want));
			}
	CHECK("each record does from each state what states.csv says, or is refused", !wrong);
}

static bool refused(const struct row *x, struct decide_view v, const char *id)
{
	struct life_act act;

	why = (struct refusals){ .a = a };
	return !life_act(&v, record(x), &act, &why) && why.n == 1 && !strcmp(why.list[0].id, id);
}

/* From a state where the record may be made otherwise. */
static size_t a_state(const struct row *x)
{
	for (size_t s = 0; s < STATES; s++)
		if (row_for(x, s) == x)
			return s;
	return STATES;
}

static void officers(void)
{
	struct signer list[] = { { .name = S("A"), .kid = "\1" }, { .name = S("R"), .kid = "\2" } };
	static const uint8_t kid[][4] = { "\2" };
	struct past_act past[8] = {
		{ .kind = S("registration"), .event = S("register"), .kids = kid, .n_kids = 1 },
		{ .kind = S("closing"), .event = S("die") },
	};
	int registrar = 0, elsewhere = 0;

	for (size_t i = 0; i < ROWS; i++) {
		size_t s = a_state(&rows[i]);
		struct decide_view v = { .signers = list,
					 .n_signers = 2,
					 .past = past,
					 .case_before = S("registered"),
					 .class_before = CLASS_OPEN };
		struct life_act act;
		bool one = !strcmp(rows[i].kind, "registration");

		if (s == STATES)
			continue;
		past[1].event = states[s].cls == CLASS_MOVING ? S("move") : S("die");
		v.has_case = s;
		v.n_past = s ? 2 + paper_past(&rows[i], past + 2) : 0;
		v.case_state = str_of(states[s].name);
		v.case_class = states[s].cls;
		registrar += one		     ? !refused(&rows[i], v, "one_registrar")
			     : rows[i].registrar_may ? !life_act(&v, record(&rows[i]), &act, &why)
						     : !refused(&rows[i], v, "own_case");
		v.n_signers = 1;
		v.other_log = true;
		if (s && strcmp(rows[i].event, "take_up") != 0)
			elsewhere += !refused(&rows[i], v, "other_log");
	}
	CHECK("whoever registered a person acts in that case only where it says so", !registrar);
	CHECK("only a case that moves is taken up in another log", !elsewhere);
}

static void unsound(void)
{
	static const struct row grant = { "decision", "outcome=granted" },
				unmerge = { "merge", "act=unmerge" }, note = { "notice", "" };
	struct decide_view v = { .has_case = true,
				 .case_state = S("registered"),
				 .case_class = CLASS_CLOSED };

	CHECK("a case that counts as another state does is refused",
	      refused(&grant, v, "case_state") && refused(&note, v, "case_state"));
	v.case_class = (enum case_class)77;
	CHECK("and one that counts as nothing known", refused(&grant, v, "case_state"));
	v.case_class = CLASS_NONE;
	v.case_state = S("merged_into");
	CHECK("nothing is unmerged to nowhere", refused(&unmerge, v, "case_state"));
}

/* A few persons, to whom whatever can be recorded happens at random. */
#define PERSONS 12
#define STEPS	1000
#define WALKS	10

struct person {
	struct str state, before;
	enum case_class cls, class_before;
	struct past_act past[STEPS];
	size_t n_past;
	bool there;
};

static uint32_t next(uint32_t *seed, size_t n)
{
	uint32_t z = *seed += 0x9e3779b9u;

	z = (z ^ z >> 16) * 0x85ebca6bu;
	z = (z ^ z >> 13) * 0xc2b2ae35u;
	return (z ^ z >> 16) % (uint32_t)n;
}

/* An act that may happen to a person; NULL where none was found in a few tries. */
static const struct rec *something(struct person *p, const struct rec *const *made, uint32_t *seed,
				   struct life_act *act)
{
	struct decide_view v = { .has_case = p->there,
				 .past = p->past,
				 .n_past = p->n_past,
				 .case_state = p->state,
				 .case_class = p->cls,
				 .case_before = p->before,
				 .class_before = p->class_before,
				 .other_log = !next(seed, 9) };

	for (int i = 0; i < 24; i++) {
		const struct rec *r = made[next(seed, ROWS)];
		bool here, rare, fits;

		if (life_row(&v, r, false, &fits) && !fits)
			continue;
		if (!life_act(&v, r, act, &why))
			continue;
		/* Most of what happens changes nothing, or nearly ends a case: not so here. Who is told can appeal. */
		here = p->there || r->kind->subject == SUBJECT_CASE;
		rare = code_in("merge,merge_away,die,refer_child,reexamine", act->event) ||
		       (str_eq(act->state, p->state) && !str_eq(act->event, S("tell")));
		if (here && (!rare || !next(seed, 20)))
			return r;
	}
	return NULL;
}

static bool step(struct person *p, const struct rec *const *made, uint32_t *seed,
		 int64_t sums[SUMS])
{
	int64_t got[SUMS] = { 0 }, want[SUMS] = { 0 };
	struct life_act act;
	const struct rec *r = something(p, made, seed, &act);

	if (!r)
		return true;
	if (code_in("merge,merge_away", act.event)) {
		p->before = p->state;
		p->class_before = p->cls;
	}
	adds(p->cls, want, -1);
	adds(act.cls, want, 1);
	p->there = true;
	p->past[p->n_past++] = (struct past_act){ .kind = str_of(r->kind->name),
						  .event = act.event,
						  .state = act.state,
						  .cls = act.cls,
						  .code = S("") };
	p->state = act.state;
	p->cls = act.cls;
	if (!published(r, &act, got) || !same_sums(got, want))
		return false;
	for (int i = 0; i < SUMS; i++)
		sums[i] += got[i];
	return true;
}

static bool adds_up(const struct person *list, const int64_t sums[SUMS])
{
	int64_t counted[SUMS] = { 0 };

	for (size_t i = 0; i < PERSONS; i++)
		adds(list[i].cls, counted, 1);
	return same_sums(sums, counted) && sums[P2] == sums[P3] + sums[P4] + sums[P13] + sums[P18];
}

/* False where the sums of one walk were wrong. */
static bool walk(uint32_t seed, const struct rec *const *made, bool been[STATES])
{
	struct person *list = arena_array(a, PERSONS, sizeof *list);
	int64_t sums[SUMS] = { 0 };

	for (int i = 0; i < STEPS; i++) {
		struct person *p = &list[next(&seed, PERSONS)];

		why = (struct refusals){ .a = a };
		if (!step(p, made, &seed, sums) || !adds_up(list, sums))
			return false;
		for (size_t s = 0; s < STATES; s++)
			been[s] |=
				str_eq(p->state, str_of(states[s].name)) && p->cls == states[s].cls;
	}
	return true;
}

static int unseen(const bool been[STATES])
{
	int n = 0;

	for (size_t s = 1; s < STATES; s++)
		n += !been[s];
	return n;
}

static void walks(void)
{
	const struct rec *made[ROWS];
	bool been[STATES] = { false }, ok = true;

	for (size_t i = 0; i < ROWS; i++)
		made[i] = record(&rows[i]);
	/* On, until all states were seen; that some never are is wrong after so many. */
	for (uint32_t i = 0; ok && (i < WALKS || (unseen(been) && i < 20 * WALKS)); i++) {
		struct arena *whole = a;

		a = arena_new(0);
		ok = a && walk(i * 7919, made, been);
		arena_free(a);
		a = whole;
		if (!ok)
			printf("# walk %u\n", i);
	}
	CHECK("whatever happens, P2 = P3 + P4 + P13 + P18, each the number of such cases", ok);
	for (size_t s = 1; s < STATES; s++)
		if (!been[s])
			printf("# never %s (%d)\n", states[s].name, states[s].cls);
	CHECK("the walks come to every state that a record leads to", !unseen(been));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	why.a = a;
	table();
	officers();
	unsound();
	walks();
	arena_free(a);
	return done();
}
