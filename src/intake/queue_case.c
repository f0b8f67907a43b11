/* What each case waits for: its state says whose turn it is, its limits until when (rule/limit.h), and some acts
 * wait for another of their kind. */
#include <string.h>

#include "base/arena.h"
#include "intake/compare_each.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "intake/unasked.h"
#include "record/kinds.h"
#include "rule/limit.h"
#include "base/banned.h"

/* Attempts at contact are asked for so long before they are all that is between a person and `absent`. */
#define TRIES_BEFORE 30

/* One case, looked at. */
struct seen {
	struct queue *q;
	const struct decide_view *v;
	struct str case_no, log;
	const struct limit *limits;
	size_t n_limits;
};

static void add(const struct seen *s, const char *role, const char *what, int64_t since,
		int64_t limit, struct str why)
{
	queue_add(s->q, (struct wait){ .role = str_of(role),
				       .what = what,
				       .case_no = s->case_no,
				       .log = s->log,
				       .since = since,
				       .limit = limit,
				       .why = str_dup(s->q->a, why) });
}

/* The last day of a limit "a,b" that runs in the case; NO_DAY where none does. */
static int64_t last_day(const struct seen *s, const char *codes)
{
	for (size_t i = 0; i < s->n_limits; i++)
		if (code_in(codes, str_of(s->limits[i].code)))
			return s->limits[i].day - 1;
	return NO_DAY;
}

/* Since when the case is as it is. */
static int64_t entered(const struct decide_view *v)
{
	int64_t day = NO_DAY;

	for (size_t i = v->n_past; i-- > 0 && str_eq(v->past[i].state, v->case_state);)
		day = v->past[i].day;
	return day;
}

static const struct {
	const char *state, *role, *what, *limit, *why;
} states[] = {
	{ "presented", "registrar", "register", NULL, "came and is not registered" },
	{ "registered", "screener", "open_checks", "C10", "registered, checks not begun" },
	{ "screening", "screener", "propose", "C11", "checks go on" },
	{ "decision_proposed", "panel", "decide", "X70,C16", "a proposal waits for a decision" },
	{ "review", "panel", "propose", "C13", "checks took too long: the panel proposes" },
	{ "deferred", "panel", "wait", "C20", "the decision was deferred" },
	{ "handed_over", "protection", "ask_court", "C33", "a court has the person" },
	{ "moving", "registrar", "take_up", "X150", "the file is on its way to another centre" },
};

/* Nothing is asked of who may be a child: it is protection's turn, whatever the state. */
static bool by_age(const struct seen *s)
{
	bool refer;
	const struct past_act *x = doubt_age(s->v, &refer);

	if (!x || code_in("child_referred,deceased,merged_into", s->v->case_state))
		return false;
	if (refer)
		add(s, "protection", "refer", x->day, last_day(s, "X113"),
		    S("protection looked, and any doubt about the age counts as child: "
		      "child_referral"));
	else
		add(s, "protection", "look_at_age", x->day, last_day(s, "X113"),
		    S("may be a child, and nothing is asked before one of protection has looked: "
		      "step event=age_looked"));
	return true;
}

/* Two say that somebody came long ago, into a window that may be over: another looks. */
static void by_late(const struct seen *s)
{
	const struct past_act *x = doubt_late(s->v);

	if (x)
		add(s, "dpo,authority", "look_at_reception", x->day, NO_DAY,
		    S("the person came before it was recorded, as two officers say "
		      "(late_reason): another looks (step event=late_seen)"));
}

/* A grant over findings wants another of the panel, and evidence that is in the log: whoever decides learns it here. */
static struct str findings(const struct seen *s)
{
	int64_t found = 0;

	for (size_t i = 0; i < s->v->n_past; i++)
		found += past_is(&s->v->past[i], "check", NULL) &&
			 str_eq(s->v->past[i].code, S("hit"));
	return !found ? S("a proposal waits for a decision")
		      : str_fmt(s->q->a,
				"a proposal waits for a decision; %lld finding%s of excluded acts "
				"on file: a grant names each, says why, and is signed by two of "
				"the panel",
				(long long)found, found > 1 ? "s" : "");
}

/* And what was not asked. That checks were not is told to one of the panel who signs in: others need not know of whom. */
static bool to_decide(const struct seen *s, struct str *why, struct err *e)
{
	struct buf b = { .a = s->q->a };
	struct unasked un;

	if (!unasked_see(s->q->r, s->q->a, s->case_no, s->v, s->q->newest, &un, e))
		return false;
	buf_str(&b, findings(s));
	if (un.centres)
		buf_fmt(&b, "; not asked: the registrations of all centres were not searched");
	if (un.lists)
		buf_fmt(&b, "; not asked: not compared since the newest list (sulh list screen)");
	if (un.checks && s->q->decides)
		buf_fmt(&b, "; not asked: %zu check%s wait%s for a screener", un.checks,
			un.checks > 1 ? "s" : "", un.checks > 1 ? "" : "s");
	*why = buf_text(&b);
	return true;
}

static bool by_state(const struct seen *s, struct err *e)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		int64_t limit = states[i].limit ? last_day(s, states[i].limit) : NO_DAY;
		struct str why = str_of(states[i].why);

		if (!str_eq(s->v->case_state, str_of(states[i].state)))
			continue;
		if (!strcmp(states[i].what, "decide") && !to_decide(s, &why, e))
			return false;
		if (!strcmp(states[i].what, "decide") && part_proposer_left(s->v))
			add(s, "panel", "send_back", entered(s->v), limit,
			    S("whoever proposed cannot sign the decision: step event=return"));
		else
			add(s, states[i].role, states[i].what, entered(s->v), limit, why);
	}
	return true;
}

/* Whether the program confirms the paper itself, with the next cut. */
static bool is_searched(const struct seen *s)
{
	bool yes = false;

	for (size_t i = 0; i < s->n_limits; i++)
		yes |= s->limits[i].searched;
	return yes;
}

static void by_paper(const struct seen *s)
{
	struct str paper = life_paper(s->v);
	const struct past_act *issued = past_last(s->v, "certificate", NULL),
			      *suspended = past_last(s->v, "standing", "suspend"),
			      *replaced = past_last(s->v, "standing", "replace");

	if (str_eq(paper, S("suspended")) && suspended)
		add(s, "panel,authority", "revoke_or_lift", suspended->day, last_day(s, "K07"),
		    S("the paper is suspended, and valid again when nothing is done"));
	if (str_eq(paper, S("provisional")) && issued && !is_searched(s))
		add(s, "adjudicator", "search", issued->day, last_day(s, "K03"),
		    S("the paper is provisional: other centres were not searched"));
	if (str_eq(paper, S("replaced")) && replaced)
		add(s, "certificate_officer", "issue", replaced->day, NO_DAY,
		    S("the paper was replaced, and there is no new one"));
	if (s->v->case_class == CLASS_GRANTED && code_in("-,revoked", paper))
		add(s, "certificate_officer", "issue", entered(s->v), NO_DAY,
		    S("a grant without a paper"));
	else if (str_eq(s->v->case_state, S("granted")))
		add(s, "case_worker", "discharge", entered(s->v), NO_DAY,
		    S("has a grant and is at the centre"));
}

/* What is due by the clock and was not recorded yet, and what only officers can do in time. */
static void by_limit(const struct seen *s)
{
	for (size_t i = 0; i < s->n_limits; i++) {
		const struct limit *l = &s->limits[i];
		bool passed = l->day <= s->q->today;

		/* That checks were not begun is told here alone: an entry each week for a whole backlog is none. */
		if (passed && code_in(CHIEF_SEES ",C10", str_of(l->code)))
			add(s, "chief", "see_to", l->day, l->day - 1, l->why);
		if (!strcmp(l->code, "appeal"))
			add(s, "panel", "decide_appeal", l->day - APPEAL_DAYS, l->day - 1, l->why);
		else if (!strcmp(l->code, "C45"))
			add(s, "panel", "reinstate", l->day - 1 - REINSTATE_DAYS, l->day - 1,
			    l->why);
		else if (!strcmp(l->code, "C09"))
			add(s, "protection", "look_at_age", l->day - 1 - AGE_DAYS, l->day - 1,
			    l->why);
		else if (!strcmp(l->code, "answer"))
			add(s, "dpo", "answer", l->day - 1 - APPEAL_DAYS, l->day - 1, l->why);
		else if (!strcmp(l->code, "enquiry"))
			add(s, "chief,protection", "outside_enquiry", l->day - 1 - ENQUIRY_DAYS,
			    l->day - 1, l->why);
		else if (!strcmp(l->code, "tries") && l->day - TRIES_BEFORE <= s->q->today)
			add(s, "case_worker", "reach", l->day - CONTACT_DAYS, l->day - 1, l->why);
		else if (passed && (l->code[0] == 'K' ||
				    code_in("C12,C20,C33,C36,X44,X61,X70", str_of(l->code))))
			add(s, "scheduler", "due", l->day, l->day, l->why);
	}
}

/* A check that was not asked. A case number alone would say that somebody may be on a list: a screener is told, and nobody else. Of
 * which list, and of which row, list hits says. */
static bool to_check(const struct seen *s, const struct past_act *x, struct err *e)
{
	struct accepting w = { .r = s->q->r, .a = s->q->a };
	struct store_mark m;
	int64_t step;

	if (!s->q->screens) {
		s->q->unasked++;
		return true;
	}
	m = cause_mark(&w, s->case_no, x->step, true);
	*e = w.view.e;
	if (e->kind != ERR_NONE || !store_mark_step(s->q->r->store, s->case_no, &m, &step, e))
		return false;
	add(s, "screener", "check", x->day, NO_DAY,
	    str_fmt(s->q->a, "%s (follows=%lld)",
		    step == x->step ? "a hit of a list: is it this person? (sulh list hits)"
				    : "a check that was not asked yet: what came of it",
		    (long long)x->step));
	return true;
}

bool queue_checks(struct queue *q, struct err *e)
{
	(void)e;
	if (q->unasked)
		queue_add(q,
			  (struct wait){ .role = S("screener"),
					 .what = "check",
					 .log = S("hq"),
					 .since = q->today,
					 .limit = NO_DAY,
					 .why = str_fmt(q->a,
							"checks that were not asked yet: %zu; of "
							"whom is told to a screener (sulh queue "
							"--as)",
							q->unasked) });
	return true;
}

/* Acts that wait until a later one says how it ended, of each of them. */
static bool by_act(const struct seen *s, struct err *e)
{
	static const struct {
		const char *kind, *role, *what, *why;
	} acts[] = {
		{ "stop_report", "protection", "follow_up", "the bearer of a paper was stopped" },
		{ "pledge_case", "panel", "find", "somebody alleges a breach of the pledge" },
	};

	for (size_t i = 0; i < s->v->n_past; i++) {
		const struct past_act *x = &s->v->past[i];

		if (!here_unfollowed(s->v, x))
			continue;
		if (past_is(x, "check", NULL) && !to_check(s, x, e))
			return false;
		for (size_t j = 0; j < sizeof acts / sizeof *acts; j++)
			if (past_is(x, acts[j].kind, NULL))
				add(s, acts[j].role, acts[j].what, x->day, NO_DAY,
				    str_fmt(s->q->a, "%s (follows=%lld)", acts[j].why,
					    (long long)x->step));
	}
	return true;
}

/* A file that began with the registration: who is under checks came somewhere. */
static void by_reception(const struct seen *s)
{
	const struct past_act *x = past_last(s->v, "registration", NULL);

	if (x && s->v->case_class == CLASS_OPEN && !past_last(s->v, "presentation", NULL))
		add(s, "reception", "present", s->v->past[0].day, NO_DAY,
		    S("registered, and no presentation says when the person came: record one with "
		      "the case and that day"));
}

/* Each search and each promise is ended by a record of its own. */
static void by_owed(const struct seen *s)
{
	for (size_t i = 0; i < s->v->n_past; i++) {
		const struct past_act *x = &s->v->past[i];

		if (forget_owed(s->v, i))
			add(s, "case_worker", "deliver", x->day, x->until,
			    S("a benefit was promised"));
		if (forget_sought(s->v, i))
			add(s, "protection", "trace", x->day, NO_DAY, S("somebody is sought"));
	}
}

/* The bearer of a paper is told of its suspension within so many days (K04). */
#define TELL_DAYS 3

static void to_tell(const struct seen *s, const struct past_act *x)
{
	add(s, str_eq(s->v->case_state, S("child_referred")) ? "protection" : "case_worker,panel",
	    "tell", x->day, str_eq(x->event, S("suspend")) ? x->day + TELL_DAYS : NO_DAY,
	    str_fmt(s->q->a, "outcome not told: %.*s", P(x->event)));
}

/* What nobody has told the person: until then no time for an appeal runs. What came since takes nothing from the three days of a
 * suspension. */
static void by_told(const struct seen *s)
{
	const struct past_act *x = past_untold(s->v), *y = past_untold_suspension(s->v);

	if (x)
		to_tell(s, x);
	if (y && y != x)
		to_tell(s, y);
}

/* Until the person is free, whatever else was said of the stay; of a child, and of who has a grant, at once. */
static void by_hold(const struct seen *s)
{
	const struct past_act *x = past_last(s->v, "stay", "hold");

	if (x && here_held(s->v))
		add(s, "reception,chief,protection", "end_hold", x->day,
		    s->v->case_class == CLASS_GRANTED ||
				    str_eq(s->v->case_state, S("child_referred"))
			    ? entered(s->v)
			    : x->until,
		    S("the person is not free to leave"));
}

/* Whoever was registered without a search: as long as there is no paper that asks for it, too. */
static void by_search(const struct seen *s)
{
	const struct past_act *x = past_last(s->v, "registration", NULL);
	int64_t day;

	if (x && (s->v->case_class == CLASS_OPEN || s->v->case_class == CLASS_GRANTED) &&
	    code_in("-,replaced,revoked", life_paper(s->v)) && !here_searched(s->v, &day) &&
	    !here_open_links(s->v))
		add(s, "registrar,adjudicator", "search", x->day, NO_DAY,
		    S("registered, and nobody searched the registrations of all centres: person "
		      "find, "
		      "then a correction of search_done"));
}

/* A picture of somebody who agreed to none any more is taken out; until then nobody who works on the case is shown it. */
static void by_picture(const struct seen *s)
{
	const struct past_act *last = past_last(s->v, "notice", NULL), *agreed = NULL;

	for (size_t i = 0; i < s->v->n_past; i++) {
		const struct past_act *x = &s->v->past[i];

		if (past_is(x, "notice", NULL) && str_eq(x->code, S("photo")))
			agreed = x;
		if (past_is(x, "correction", NULL) && str_eq(x->code, S("photo")) && last &&
		    x->step > last->step)
			agreed = NULL;
	}
	if (agreed && agreed != last)
		add(s, "dpo,registrar", "take_out_picture", last->day, NO_DAY,
		    S("the person agrees to no picture any more: take out what there is "
		      "(correction "
		      "field=photo without new_value)"));
}

/* What was decided while two files were taken for one person's is examined by a panel, which tells both (states.csv C52). */
static void by_unmerged(const struct seen *s)
{
	const struct past_act *x = past_last(s->v, "merge", "unmerge,unmerge_away"),
			      *told = past_last(s->v, "step", "tell");

	if (x && !str_eq(s->v->case_state, S("merged_into")) && (!told || told->step < x->step))
		add(s, "panel", "examine", x->day, NO_DAY,
		    S("a merge was taken back: look at what was decided in both cases meanwhile, "
		      "and "
		      "tell the person what came of it (step event=tell)"));
}

/* Of one person in two registers both are told, and it is seen that one file is closed: the queue says it for so many days. */
#define TOLD_DAYS 90

/* Whom another register has, too; returns how many of these wait to be judged. */
static int64_t by_pair(const struct seen *s)
{
	const struct queue *q = s->q;
	int64_t waits = 0;

	for (size_t i = 0; i < q->n_pairs; i++) {
		const struct store_pair *x = &q->pairs[i];

		if (!str_eq(x->case_no, s->case_no) || code_in(NOT_COMPARED, x->state))
			continue;
		if (!x->verdict.s && !waits++)
			add(s, "adjudicator", "judge_there", x->noted, NO_DAY,
			    S("somebody in another register may be the same person: look (sulh "
			      "exchange hits), and compare the two (dedup_link with a verdict)"));
		if (x->verdict.s && str_eq(x->verdict, S("same")) &&
		    !str_eq(x->state, S("opened_in_error")) && x->judged > q->today - TOLD_DAYS)
			add(s, "adjudicator", "tell_there", x->judged, NO_DAY,
			    S("one person here and in another register, as two judged: agree with "
			      "the office there, by the number of the person there (sulh exchange "
			      "hits), whose file goes on; the other closes in its own register "
			      "(merge "
			      "act=merge_away)"));
	}
	return waits;
}

/* One that is judged later does not hide another. */
static void by_link(const struct seen *s)
{
	const struct past_act *x = past_last(s->v, "dedup_link", "dedup_link,same_name");

	if (here_open_links(s->v) > by_pair(s))
		add(s, "adjudicator", "judge", x->day, NO_DAY,
		    past_is(x, "dedup_link", "same_name")
			    ? S("somebody of the same name, and of an age that may be the same, "
				"was "
				"registered before: compare the two (dedup_link with a verdict)")
			    : S("a possible duplicate that nobody has judged, or not finally"));
}

static bool one_case(struct queue *q, struct arena *scratch, struct str case_no, struct err *e)
{
	struct decide_view v = { 0 };
	struct store_case c;
	struct limit *limits;
	struct seen s = { .q = q, .v = &v, .case_no = case_no };

	if (!store_case(q->r->store, scratch, case_no, &c, e) ||
	    !history_case(q->r, scratch, case_no, &v, e) ||
	    !kept_same(q->r, &v.same, &v.n_same, e) ||
	    !history_holders(q->r, scratch, &kind_decision,
			     (struct history_days){ q->today, q->today }, &v, e))
		return false;
	s.log = queue_log(q, c.log);
	s.n_limits = life_limits(scratch, &v, &limits);
	s.limits = limits;
	if (!by_age(&s) && !by_state(&s, e))
		return false;
	by_late(&s);
	by_paper(&s);
	by_limit(&s);
	if (!by_act(&s, e))
		return false;
	by_owed(&s);
	by_reception(&s);
	by_told(&s);
	by_unmerged(&s);
	by_picture(&s);
	by_link(&s);
	by_search(&s);
	by_hold(&s);
	return true;
}

bool queue_cases(struct queue *q, struct err *e)
{
	struct arena *scratch = arena_new(0);
	struct str *list = NULL;
	size_t n = 0;
	bool ok = scratch || err_set(e, ERR_FAILED, "look at the cases: out of memory");

	ok = ok && store_cases_waiting(q->r->store, q->a, &list, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		ok = one_case(q, scratch, list[i], e);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return ok;
}
