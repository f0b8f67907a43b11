/* What an act may do because of earlier acts of its case: the words of transition.needs, and what an act leaves
 * behind for later ones. */
#include "rule/decide.h"

#include <string.h>

#include "base/time.h"
#include "record/need.h"
#include "rule/decree.h"
#include "rule/limit.h"
#include "rule/missing.h"
#include "rule/needs.h"
#include "rule/table.h"
#include "base/banned.h"

bool past_is(const struct past_act *x, const char *kind, const char *events)
{
	return str_eq(x->kind, str_of(kind)) && (!events || code_in(events, x->event));
}

bool past_has(const struct past_act *x, const char *word)
{
	struct str rest = x->code;

	while (rest.s)
		if (str_eq(str_cut(&rest, ','), str_of(word)))
			return true;
	return false;
}

bool past_apart(const struct past_act *x)
{
	return past_is(x, "dedup_link", NULL) && str_eq(x->code, S("other_person"));
}

const struct past_act *past_last(const struct decide_view *v, const char *kind, const char *events)
{
	for (size_t i = v->n_past; i-- > 0;)
		if (past_is(&v->past[i], kind, events))
			return &v->past[i];
	return NULL;
}

#define REGISTERED "register,complete,covered_later,take_up"

static bool is_ruling(const struct past_act *x)
{
	return past_is(x, "decision", "approve_not_covered,approve_referred") ||
	       past_is(x, "standing", "revoke");
}

/* Whoever appeals against it knows it. */
int64_t past_told(const struct decide_view *v, const struct past_act *x)
{
	if (past_is(x, "decision", NULL) && !str_eq(x->code, S("deferred")) && x->until != NO_DAY)
		return x->until > x->day ? x->until : x->day;
	for (size_t i = (size_t)(x - v->past) + 1; i < v->n_past; i++) {
		const struct past_act *y = &v->past[i];

		if (past_is(y, "step", "tell") ||
		    (past_is(y, "appeal", "appeal") &&
		     code_in("not_covered,referred,revoked,suspended", y->code)))
			return y->day > x->day ? y->day : x->day;
	}
	return NO_DAY;
}

/* The dead are told nothing; and who was not told of a suspension before it ended has nothing left to appeal against. */
const struct past_act *past_untold(const struct decide_view *v)
{
	static const struct {
		const char *kind, *events;
	} tells[] = {
		{ "decision", "approve_granted,approve_not_covered,approve_referred" },
		{ "appeal", "appeal_upheld,appeal_returned,appeal_rejected,referral_upheld,"
			    "suspension_lifted,appeal_decided,age_reopened" },
		{ "step", "age_confirmed" },
		{ "standing", "suspend,revoke" },
		{ "benefit", "benefit_withdrawn" },
	};
	bool lifted = false;

	if (str_eq(v->case_state, S("deceased")))
		return NULL;
	for (size_t i = v->n_past; i-- > 0;) {
		const struct past_act *x = &v->past[i];

		lifted |= past_is(x, "standing", "lift,lapse");
		if (lifted && past_is(x, "standing", "suspend"))
			continue;
		for (size_t j = 0; j < sizeof tells / sizeof *tells; j++)
			if (past_is(x, tells[j].kind, tells[j].events))
				return past_told(v, x) == NO_DAY ? x : NULL;
	}
	return NULL;
}

const struct past_act *past_untold_suspension(const struct decide_view *v)
{
	const struct past_act *x = past_last(v, "standing", "suspend");

	return x && str_eq(life_paper(v), S("suspended")) &&
			       !str_eq(v->case_state, S("deceased")) && past_told(v, x) == NO_DAY
		       ? x
		       : NULL;
}

int64_t past_appeal_until(const struct decide_view *v)
{
	struct decrees all = { v->decrees, v->n_decrees };
	const struct past_act *x = NULL, *came = came_as(v);
	int64_t told, days;

	for (size_t i = v->n_past; !x && i-- > 0;)
		if (v->past[i].appeal_until != NO_DAY)
			x = &v->past[i];
	if (!x || !is_ruling(x))
		return x ? x->appeal_until : NO_DAY;
	told = past_told(v, x);
	if (told == NO_DAY)
		return NOT_TOLD;
	days = past_is(x, "standing", NULL) ? REVOKED_DAYS
					    : decree_days(all, came ? came->decree : S(""));
	return told + days > x->appeal_until ? told + days : x->appeal_until;
}

/* What of each kind of record is kept, by name of its fields. */
static const struct {
	const char *kind, *until, *code;
} says[] = {
	{ "registration", NULL, "status_sought" },
	{ "check", NULL, "result" },
	{ "step", "until", "outcome" },
	{ "decision", "deferred_until", "outcome" },
	{ "appeal", NULL, "against" },
	{ "certificate", "provisional_until", "provisional" },
	{ "standing", NULL, "reason_code" },
	{ "pledge_case", NULL, "finding" },
	{ "stay", "until", "act" },
	{ "benefit", "due_on", NULL },
	{ "request", "answer_due", "right" },
	{ "tracing", NULL, "state" },
	{ "dedup_link", NULL, "verdict" },
	{ "stop_report", "followed_up", "result" },
	{ "belongings", "returned_on", NULL },
	{ "passenger", NULL, "choice" },
};

/* A hit that rests on hearsay, or is of the press, is said as such: it decides nothing. One about health or identity speaks for
 * no excluded act. */
static bool is_hearsay(const struct rec_view *records, const struct rec *r)
{
	const struct rec *source =
		records && records->by_ref ? need_ref(r, records, "source") : NULL;

	return rec_is(r, "evidence", "hearsay") || (source && rec_is(source, "class", "media"));
}

static bool has_code(const struct rec *r, const char *field, const char *code)
{
	const struct val *list = rec_get(r, field);

	for (size_t i = 0; list && i < list->len; i++)
		if (str_eq(list->v[i].s, str_of(code)))
			return true;
	return false;
}

/* The day on which the person was told of a decision stands where a deferral has its end. */
static void says_more(const struct rec_view *records, const struct rec *r, struct life_act *act)
{
	if (!strcmp(r->kind->name, "benefit") && rec_get(r, "delivered_on"))
		act->code = S("delivered");
	else if (!strcmp(r->kind->name, "benefit"))
		act->code = rec_code(r, "ended");
	if (!strcmp(r->kind->name, "testimony") && !rec_get(r, "consent_to"))
		act->code = has_code(r, "uses", "none") ? S("none") : S("agreed");
	if (!strcmp(r->kind->name, "access_event"))
		act->code = rec_get(r, "confirms") ? S("looked_at") : rec_code(r, "purpose");
	/* No second search, whose end would have to be said, too. */
	if (!strcmp(r->kind->name, "tracing") && rec_get(r, "continues") &&
	    str_eq(act->code, S("open")))
		act->code = S("goes_on");
	/* Whoever is not free to leave is held, also where it says that he or she arrives. */
	if (!strcmp(r->kind->name, "stay") && !rec_get(r, "free_to_leave")->n)
		act->code = S("hold");
	if (!strcmp(r->kind->name, "check") && rec_is(r, "result", "hit") && is_hearsay(records, r))
		act->code = S("hearsay");
	else if (!strcmp(r->kind->name, "check") && rec_is(r, "result", "hit") &&
		 code_in("health,identity", rec_code(r, "check")))
		act->code = S("found");
	if (!strcmp(r->kind->name, "decision") && !rec_is(r, "outcome", "deferred"))
		act->until = rec_get(r, "notified_on") ? rec_get(r, "notified_on")->n : NO_DAY;
}

void past_says(const struct rec_view *records, const struct rec *r, int64_t local_day,
	       struct life_act *act)
{
	act->day = local_day;
	act->until = NO_DAY;
	act->code = act->decree = act->search = S("");
	for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
		const struct val *until, *code;

		if (strcmp(says[i].kind, r->kind->name) != 0)
			continue;
		until = says[i].until ? rec_get(r, says[i].until) : NULL;
		code = says[i].code ? rec_get(r, says[i].code) : NULL;
		if (until)
			act->until = until->n;
		if (code && field_by_name(r->kind, str_of(says[i].code))->type == F_BOOL)
			act->code = code->n ? S("yes") : S("no");
		else if (code)
			act->code = code->s;
	}
	says_more(records, r, act);
	if (!strcmp(r->kind->name, "notice"))
		act->code = has_code(r, "agreed", "photo") ? S("photo") : S("");
	if (!strcmp(r->kind->name, "step") && rec_is(r, "event", "age_looked"))
		act->code = rec_is(r, "age", "adult") ? S("") : S("refer");
	if (!strcmp(r->kind->name, "registration"))
		act->search = rec_code(r, "search_done");
	if (!strcmp(r->kind->name, "correction") && rec_is(r, "field", "search_done"))
		act->search = rec_code(r, "new_value");
	if (!strcmp(r->kind->name, "correction") && rec_is(r, "field", "photo"))
		act->code = S("photo");
	if (!strcmp(r->kind->name, "correction") && rec_is(r, "field", "status_sought"))
		act->code = rec_code(r, "new_value");
}

static bool needs_act(const struct needing *n, size_t from, const char *kind, const char *events,
		      const char *want)
{
	for (size_t i = from; i < n->v->n_past; i++)
		if (past_is(&n->v->past[i], kind, events) && n->v->past[i].day <= n->day)
			return true;
	return refuse(n->why, "before", S("case"), n->v->case_state, "%s%.*s", want,
		      P(missing_act(n->why->a, kind, events)));
}

static bool notice(const struct needing *n)
{
	size_t from = tongue_from(n->v);

	return needs_act(n, from, "notice", NULL,
			 from ? "a case with a notice since the person's language was said anew, "
				"as what happens with what is told is read to the person before"
			      : "a case with a notice, as what happens with what is told is read "
				"to the person before");
}

static bool pledge(const struct needing *n)
{
	size_t from = tongue_from(n->v);

	return needs_act(n, from, "pledge", NULL,
			 from ? "a case with the person's pledge since his or her language was "
				"said anew"
			      : "a case with the person's pledge");
}

/* What is pledged is understood: the notice was read first. */
static bool informed(const struct needing *n)
{
	const struct val *given = rec_get(n->r, "given_on");

	for (size_t i = tongue_from(n->v); given && i < n->v->n_past; i++)
		if (past_is(&n->v->past[i], "notice", NULL) && n->v->past[i].day <= given->n)
			return true;
	return refuse(n->why, "before", S("given_on"),
		      given ? day_text(n->why->a, given->n) : S(""),
		      "a day on which a notice was read to the person, or later: record notice "
		      "(registrar) first");
}

/* A picture is kept only of who agreed, as was said last (record/case.c, agreed). */
static bool pictured(const struct needing *n)
{
	const struct past_act *x = past_last(n->v, "notice", NULL);
	bool corrected = !strcmp(n->r->kind->name, "correction");
	const char *field = corrected ? "new_value" : "photo";

	if (corrected ? !rec_is(n->r, "field", "photo") || !rec_get(n->r, "new_value")
		      : strcmp(n->r->kind->name, "registration") != 0 || !rec_get(n->r, "photo"))
		return true;
	return (x && str_eq(x->code, S("photo"))) ||
	       refuse(n->why, "not_agreed", str_of(field), S(""),
		      "nothing: a picture is kept only of a person who agreed to it in the last "
		      "notice (agreed=photo)");
}

static bool registered(const struct needing *n)
{
	return past_last(n->v, "registration", NULL) ||
	       needs_act(n, 0, "registration", REGISTERED,
			 "a case with a registration inside a window of a decree");
}

/* Whoever was received is counted already; and nobody came after the registration. */
static bool unpresented(const struct needing *n)
{
	const struct past_act *came = past_last(n->v, "registration", NULL);

	if (past_last(n->v, "presentation", NULL))
		return life_has_file(n->v, n->why);
	return !came || n->day <= came->day ||
	       refuse(n->why, "came_later", S("day"), day_text(n->why->a, n->day),
		      "a day up to %.*s, that of the registration: the day on which the person "
		      "came",
		      P(day_text(n->why->a, came->day)));
}

static bool unregistered(const struct needing *n)
{
	return !past_last(n->v, "registration", REGISTERED) ||
	       refuse(n->why, "case_state", S("case"), n->v->case_state,
		      "a case without a registration; personal data are changed by a correction");
}

/* The decree under which the person came gives so many days for an appeal, from the decision at the earliest; whoever
 * is told later has them from then (past_appeal_until). */
static bool told(const struct needing *n)
{
	struct decrees all = { n->v->decrees, n->v->n_decrees };
	const struct past_act *came = came_as(n->v);
	const struct val *until = rec_get(n->r, "appeal_until");
	int64_t days = decree_days(all, came ? came->decree : S("")), first = n->day + days;

	return !until || until->n >= first ||
	       refuse(n->why, "appeal_days", S("appeal_until"), day_text(n->why->a, until->n),
		      "%.*s or later: %d days from %.*s, the day of the decision",
		      P(day_text(n->why->a, first)), (int)days, P(day_text(n->why->a, n->day)));
}

/* The limits of an extension and of a deferral: each so many days, all of them within the 60. */
static bool in_limit(const struct needing *n)
{
	bool defers = !strcmp(n->t->kind, "decision");
	const char *field = defers ? "deferred_until" : "until";
	const struct val *until = rec_get(n->r, field);
	int64_t from = life_checks_from(n->v), most = defers ? DEFER_DAYS : STEP_DAYS;
	int64_t last = from + CHECKS_DAYS < n->day + most ? from + CHECKS_DAYS : n->day + most;

	if (!until)
		return refuse(n->why, "missing", str_of(field), S(""), "the day until when");
	if (from == NO_DAY)
		return refuse(n->why, "before", S("case"), n->v->case_state,
			      "a case with a registration, from which the %d days run",
			      CHECKS_DAYS);
	return (until->n >= n->day && until->n <= last) ||
	       refuse(n->why, "limit", str_of(field), day_text(n->why->a, until->n),
		      "a day from %.*s to %.*s: %d days, within %d since registration",
		      P(day_text(n->why->a, n->day)), P(day_text(n->why->a, last)), (int)most,
		      CHECKS_DAYS);
}

/* How often it was done since the 60 days began. */
static int times(const struct needing *n, const char *kind, const char *event)
{
	int64_t from = life_checks_from(n->v);
	int count = 0;

	for (size_t i = 0; i < n->v->n_past; i++)
		count += past_is(&n->v->past[i], kind, event) && n->v->past[i].day >= from;
	return count;
}

static bool once(const struct needing *n)
{
	/* Else nobody could decide any more: it is the proposer who signs that, too. */
	return part_proposer_left(n->v) || !times(n, "step", "return") ||
	       refuse(n->why, "once", S("event"), S("return"),
		      "a decision: a proposal was sent back before, and once is all while whoever "
		      "proposed last serves");
}

static bool twice(const struct needing *n)
{
	return times(n, "decision", "approve_deferred") < DEFER_TIMES ||
	       refuse(n->why, "twice_deferred", S("outcome"), S("deferred"),
		      "another outcome: the case was deferred %d times, which is all", DEFER_TIMES);
}

bool past_went_away(const struct decide_view *v)
{
	const struct past_act *last = past_last(v, "merge", "merge,merge_away");

	return last && past_is(last, "merge", "merge_away");
}

/* What was merged here is taken apart here, and is erased with the file that is kept; what goes on in another register, alone. */
static bool merged_so(const struct needing *n)
{
	bool away = past_went_away(n->v);

	return away != !strcmp(n->t->event, "unmerge") ||
	       refuse(n->why, "merged_so", S("case"), n->v->case_state, "%s",
		      away ? "unmerge_away: this file was merged into one of another register"
			   : "a file that was merged into one of another register: what becomes of "
			     "this one is said of the file here that is kept (unmerge, or its "
			     "erasure)");
}

/* An act of the program itself comes when its limit has passed, and not before. */
static bool due(const struct needing *n)
{
	struct limit *list;
	size_t many = life_limits(n->why->a, n->v, &list);

	for (size_t i = 0; i < many; i++)
		if (!strcmp(list[i].code, n->t->code))
			return n->day >= list[i].day ||
			       refuse(n->why, "not_due", S("day"), day_text(n->why->a, n->day),
				      "%.*s or later", P(day_text(n->why->a, list[i].day)));
	return refuse(n->why, "not_due", S("case"), n->v->case_state,
		      "a case in which this is due");
}

/* A provisional paper is confirmed earlier, where what made it one is done. */
static bool due_paper(const struct needing *n)
{
	int64_t day;

	if (!rec_is(n->r, "reason_code", "search_merged"))
		return due(n);
	return here_searched(n->v, &day) ||
	       refuse(n->why, "not_searched", S("reason_code"), S("search_merged"),
		      "a case for which the registrations of all centres were searched, without an "
		      "open "
		      "duplicate");
}

static bool against(const struct needing *n)
{
	return str_eq(rec_code(n->r, "against"), n->v->case_state) ||
	       refuse(n->why, "against", S("against"), rec_code(n->r, "against"),
		      "%.*s, which was decided last", P(n->v->case_state));
}

static bool in_time(const struct needing *n)
{
	int64_t until = past_appeal_until(n->v), lodged = rec_get(n->r, "lodged_on")->n;

	return until == NO_DAY || lodged <= until || rec_get(n->r, "late_reason") ||
	       refuse(n->why, "late", S("lodged_on"), day_text(n->why->a, lodged),
		      "a day up to %.*s, or late_reason: why it comes late",
		      P(day_text(n->why->a, until)));
}

/* A grant, or a suspension, of which nobody told the person takes no time from an appeal. */
static bool untold(const struct decide_view *v)
{
	const struct past_act *x = past_untold(v);

	return x && !code_in("approve_granted,suspend", x->event);
}

static bool appeal_over(const struct needing *n)
{
	int64_t until = past_appeal_until(n->v);
	bool ok = true;

	if (appeal_open_all(n->v) > 0)
		ok = refuse(n->why, "open_appeal", S("case"), n->v->case_state,
			    "a case without an open appeal: nothing of the kind before it is "
			    "decided");
	if (until == NOT_TOLD || untold(n->v))
		ok = refuse(n->why, "not_told", S("case"), n->v->case_state,
			    "a case whose person was told of the outcome (step event=tell): before "
			    "that the time for an appeal does not run");
	else if (until != NO_DAY && n->day <= until)
		ok = refuse(n->why, "appeal_time", S("day"), day_text(n->why->a, n->day),
			    "a day after %.*s, the last one for an appeal",
			    P(day_text(n->why->a, until)));
	return ok;
}

static bool quiet(const struct needing *n)
{
	return forget_quiet(n->v, n->why);
}

static bool asked(const struct needing *n)
{
	return forget_asked(n->v, n->r, n->why);
}

static bool kept(const struct needing *n)
{
	return forget_kept(n->v, n->r, n->day, n->why);
}

/* Possible duplicates are judged, or noted as unsure, before anybody is checked. */
static bool settled(const struct needing *n)
{
	int64_t open = 0;

	for (size_t i = 0; i < n->v->n_past; i++)
		if (past_is(&n->v->past[i], "dedup_link", NULL) && !past_apart(&n->v->past[i]))
			open += !n->v->past[i].code.len ? 1 : open ? -1 : 0;
	return !open ||
	       refuse(n->why, "duplicate", S("case"), n->v->case_state,
		      "a case of which each possible duplicate has a verdict (dedup_link)");
}

/* Who is asked afterwards to have come on a day that was is asked by nobody. */
static bool ahead(const struct needing *n)
{
	const struct val *until = rec_get(n->r, "until");

	return !until || until->n >= n->v->today ||
	       refuse(n->why, "past", S("until"), day_text(n->why->a, until->n),
		      "a day from %.*s on, when this is recorded",
		      P(day_text(n->why->a, n->v->today)));
}

/* What is due is a review, or they were handed over, and nothing else of the rule of retention. */
static bool kept_over(const struct needing *n)
{
	struct forget_rule rule;
	bool known = forget_rule(n->v, &rule),
	     review = known && code_in("review,hand_over", rule.then);

	return (review && n->day >= rule.from) ||
	       refuse(n->why, "kept", S("event"), S("keep"), "%s%.*s",
		      review ? "a review when the operation's time for such records is over, from "
			     : "an act about records of which the operation says "
			       "that they are reviewed, or handed over (retention, "
			       "then=review|hand_over)",
		      P(review ? day_text(n->why->a, rule.from) : S("")));
}

static const struct {
	const char *word;
	bool (*holds)(const struct needing *n);
} needs[] = {
	{ "notice", notice },
	{ "pledge", pledge },
	{ "registered", registered },
	{ "unregistered", unregistered },
	{ "informed", informed },
	{ "understood", tongue_understood },
	{ "doubted", doubt_open },
	{ "new_doubt", doubt_new },
	{ "unseen", doubt_unseen },
	{ "soon", came_soon },
	{ "unpresented", unpresented },
	{ "window", came_window },
	{ "told", told },
	{ "within", in_limit },
	{ "once", once },
	{ "twice", twice },
	{ "due", due },
	{ "due_paper", due_paper },
	{ "against", against },
	{ "same", appeal_same },
	{ "in_time", in_time },
	{ "appeal_over", appeal_over },
	{ "quiet", quiet },
	{ "asked", asked },
	{ "kept", kept },
	{ "upheld", appeal_upheld },
	{ "revoked", appeal_revoked },
	{ "no_reversal", appeal_no_reversal },
	{ "as_before", came_as_before },
	{ "required", came_required },
	{ "covered", came_covered },
	{ "excluded", came_excluded },
	{ "findings", proposal_findings },
	{ "sought", came_sought },
	{ "settled", settled },
	{ "sources", ground_sources },
	{ "kept_over", kept_over },
	{ "merged_so", merged_so },
	{ "ahead", ahead },
	{ "proposal", proposal_sound },
	{ "proposed", proposal_same },
	{ "hearing", proposal_heard },
	{ "in_review", proposal_in_time },
	{ "ground", ground_suspends },
	{ "heard", ground_revokes },
	{ "lifted", ground_lifts },
};

/* What brought the case to where it is came before whatever leads it on from there, however late both are entered. */
static bool in_order(const struct needing *n)
{
	const struct past_act *x = NULL;

	if (!strcmp(n->t->to, "same") || transition_of_paper(n->t) || !n->v->has_case)
		return true;
	for (size_t i = n->v->n_past; i-- > 0 && str_eq(n->v->past[i].state, n->v->case_state);)
		x = &n->v->past[i];
	return !x || n->day >= x->day ||
	       refuse(n->why, "order", S("day"), day_text(n->why->a, n->day),
		      "%.*s or later: the day of what it rests on (%.*s)",
		      P(day_text(n->why->a, x->day)), P(x->event));
}

bool past_allows(const struct decide_view *v, const struct transition *t, const struct rec *r,
		 int64_t local_day, struct refusals *why)
{
	const struct needing n = { v, t, r, local_day, why };
	struct str rest = str_of(t->needs);
	bool ok = in_order(&n);

	ok &= pictured(&n);
	ok &= doubt_quiet(&n);
	while (t->needs && rest.s) {
		struct str word = str_cut(&rest, ' ');

		for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
			if (str_eq(word, str_of(needs[i].word)))
				ok &= needs[i].holds(&n);
		ok &= here_holds(v, r, word, why);
	}
	return ok;
}
