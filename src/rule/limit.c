/* See limit.h. */
#include "rule/limit.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "rule/table.h"
#include "base/banned.h"

#define OPEN "registered|screening|decision_proposed|deferred|review"

#define LIMITS 32

struct limiting {
	const struct decide_view *v;
	struct arena *a;
	struct limit *list;
	size_t n;
};

static void add(struct limiting *l, const char *code, int64_t day, struct str why)
{
	size_t at = l->n;

	if (l->n == LIMITS)
		return;
	while (at > 0 && l->list[at - 1].day > day) {
		l->list[at] = l->list[at - 1];
		at--;
	}
	l->list[at] = (struct limit){ code, day, why, false };
	l->n++;
}

static bool in(const struct limiting *l, const char *states)
{
	return l->v->has_case && state_among(states, l->v->case_state);
}

int64_t life_checks_from(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0;)
		if (past_is(&v->past[i], "registration", "register,complete,covered_later") ||
		    past_is(&v->past[i], "child_referral", "age_corrected") ||
		    past_is(&v->past[i], "appeal", "appeal_returned"))
			return v->past[i].day;
	return NO_DAY;
}

static struct str since(struct limiting *l, const char *what, int64_t day)
{
	return str_fmt(l->a, "%s %.*s", what, P(day_text(l->a, day)));
}

/* When the case came into the state in which it is. */
static const struct past_act *entered(const struct decide_view *v)
{
	const struct past_act *x = NULL;

	for (size_t i = v->n_past; i-- > 0 && str_eq(v->past[i].state, v->case_state);)
		x = &v->past[i];
	return x;
}

/* Who may be a child is asked nothing before protection has looked, so nobody can act within limits that a question or a
 * proposal ends; that of the 60 days runs on (C12). */
static bool doubted(const struct limiting *l)
{
	bool refer;

	return doubt_age(l->v, &refer);
}

/* A proposal stops no limit (C12): as long as nobody decides, the case goes to a review when the 60 days are over. That
 * of a review is what the review was for; the panel has as many days to decide on it as it had to propose. */
static void proposed(struct limiting *l, int64_t from)
{
	const struct past_act *x = past_last(l->v, "step", "propose");
	bool reviewed = x && x > l->v->past && str_eq(x[-1].state, S("review"));

	if (!reviewed && from != NO_DAY)
		add(l, "X70", from + CHECKS_DAYS, since(l, "checks may last 60 days from", from));
	else if (x && !doubted(l))
		add(l, "C16", x->day + REVIEW_DAYS, since(l, "proposed on", x->day));
}

static void checks(struct limiting *l)
{
	const struct past_act *x = entered(l->v), *more = past_last(l->v, "step", "extend"),
			      *deferred = past_last(l->v, "decision", "approve_deferred");
	int64_t from = life_checks_from(l->v);

	if (in(l, "registered") && from != NO_DAY && !doubted(l))
		add(l, "C10", from + CHECKS_DAYS, since(l, "checks may last 60 days from", from));
	if (in(l, "screening|deferred") && from != NO_DAY)
		add(l, "C12", from + CHECKS_DAYS, since(l, "checks may last 60 days from", from));
	if (in(l, "decision_proposed"))
		proposed(l, from);
	if (in(l, "deferred") && deferred && deferred->until != NO_DAY)
		add(l, "C20", deferred->until, since(l, "deferred on", deferred->day));
	if (in(l, "review") && x && !doubted(l))
		add(l, "C13", x->day + REVIEW_DAYS, since(l, "in review since", x->day));
	if (in(l, "screening") && x && !doubted(l)) {
		bool extended = more && more->step > x->step && more->until != NO_DAY;

		add(l, "C11", extended ? more->until + 1 : x->day + STEP_DAYS,
		    since(l, "checks opened on", x->day));
	}
}

static void court(struct limiting *l)
{
	const struct past_act *out = past_last(l->v, "handover", NULL),
			      *asked = past_last(l->v, "step", "no_news");

	if (!in(l, "handed_over") || !out)
		return;
	if (asked && asked->step > out->step)
		out = asked;
	add(l, "C33", out->day + NEWS_DAYS, since(l, "no news since", out->day));
}

/* Acts that show that the person was there. */
static const struct {
	const char *kind, *events;
} contacts[] = {
	{ "presentation", NULL }, { "registration", NULL },
	{ "notice", NULL },	  { "pledge", NULL },
	{ "correction", NULL },	  { "step", "hear,resume,tell" },
	{ "stay", NULL },	  { "benefit", "benefit,benefit_refused" },
	{ "belongings", NULL },	  { "request", "request" },
	{ "appeal", "appeal" },	  { "plan", NULL },
	{ "passenger", NULL },	  { "stop_report", NULL },
	{ "testimony", NULL },
};

static bool is_contact(const struct past_act *x)
{
	/* What is recorded afterwards (X104) was before the registration. */
	if (past_is(x, "presentation", NULL) && !str_eq(x->state, S("presented")))
		return false;
	for (size_t i = 0; i < sizeof contacts / sizeof *contacts; i++)
		if (past_is(x, contacts[i].kind, contacts[i].events))
			return true;
	return false;
}

/* In these the office itself owes the next act: whoever waits for it is not silent. */
#define OWED "decision_proposed|review"

/* The act from which silence is counted. While an age is doubted the office owes a look, and may not even summon. */
static const struct past_act *silent_since(const struct limiting *l)
{
	const struct past_act *owed = in(l, OWED) ? entered(l->v) : NULL;

	for (size_t i = l->v->n_past; i-- > 0;)
		if (is_contact(&l->v->past[i]) || &l->v->past[i] == owed ||
		    past_is(&l->v->past[i], "step", "age_looked"))
			return &l->v->past[i];
	return NULL;
}

/* On how many days after it somebody tried to reach the person: three letters of one day are one try. */
static int tried(const struct decide_view *v, const struct past_act *since)
{
	const struct past_act *end = v->past + v->n_past;
	int days = 0;

	for (const struct past_act *x = since + 1; x < end; x++) {
		bool again = !past_is(x, "step", "summon") || x->day < since->day;

		for (const struct past_act *y = since + 1; !again && y < x; y++)
			again = past_is(y, "step", "summon") && y->day == x->day;
		days += !again;
	}
	return days;
}

static void contact(struct limiting *l)
{
	const struct past_act *last = in(l, "presented|" OPEN) ? silent_since(l) : NULL;
	const char *lost = in(l, "presented") ? "X61" : "C36";
	int days;

	if (!last || doubted(l))
		return;
	days = tried(l->v, last);
	add(l, days < CONTACT_TRIES ? "tries" : lost, last->day + CONTACT_DAYS,
	    str_fmt(l->a, "last contact on %.*s, %d of %d tries since",
		    P(day_text(l->a, last->day)), days, CONTACT_TRIES));
}

static bool searched_after(const struct decide_view *v, const struct past_act *issued)
{
	for (const struct past_act *x = issued + 1; x < v->past + v->n_past; x++)
		if (x->search.len || past_is(x, "dedup_link", NULL))
			return true;
	return false;
}

/* Outside the centre they look at who died in its hands. */
static void outside(struct limiting *l)
{
	const struct past_act *died = here_enquiry(l->v);

	if (died)
		add(l, "enquiry", died->day + ENQUIRY_DAYS + 1,
		    since(l, "death recorded on", died->day));
}

static void paper(struct limiting *l)
{
	int64_t searched;
	struct str state = life_paper(l->v);
	const struct past_act *issued = past_last(l->v, "certificate", NULL),
			      *suspended = past_last(l->v, "standing", "suspend");

	if (str_eq(state, S("provisional")) && issued && here_searched(l->v, &searched) &&
	    searched_after(l->v, issued)) {
		add(l, "K03", searched, since(l, "others searched on", searched));
		for (size_t i = 0; i < l->n; i++)
			l->list[i].searched = !strcmp(l->list[i].code, "K03");
	} else if (str_eq(state, S("provisional")) && issued && issued->until != NO_DAY)
		add(l, "K03", issued->until, since(l, "issued on", issued->day));
	if (str_eq(state, S("suspended")) && suspended)
		add(l, "K07", suspended->day + SUSPENDED_DAYS,
		    since(l, "suspended on", suspended->day));
}

/* Whether question `i` of a case is still unanswered; an answer goes to the oldest question of its sort. */
static bool waits(const struct decide_view *v, size_t i, const char *kind, const char *asked)
{
	size_t waiting = 0, place = 0;

	for (size_t j = 0; j < v->n_past; j++) {
		const struct past_act *y = &v->past[j];

		if (appeal_ended(y, v->past[i].code)) {
			waiting = 0;
			if (place)
				return false;
		}
		if (!past_is(y, kind, NULL) || !str_eq(y->code, v->past[i].code))
			continue;
		if (past_is(y, kind, asked)) {
			waiting++;
			if (j == i)
				place = waiting;
		} else if (waiting) {
			waiting--;
			if (place && !--place)
				return false;
		}
	}
	return true;
}

static void unanswered(struct limiting *l, const char *code, const char *kind)
{
	for (size_t i = 0; i < l->v->n_past; i++) {
		const struct past_act *x = &l->v->past[i];

		/* The event of a question is the name of its kind. */
		if (past_is(x, kind, kind) && waits(l->v, i, kind, kind))
			add(l, code, x->until != NO_DAY ? x->until + 1 : x->day + APPEAL_DAYS,
			    str_fmt(l->a, "%s (%.*s) of %.*s", kind, P(x->code),
				    P(day_text(l->a, x->day))));
	}
}

/* Of a revocation that did not hold: until the panel reinstates the grant, its paper does not stand (C45). */
static void reinstating(struct limiting *l)
{
	const struct past_act *x = appeal_reversed(l->v);

	if (in(l, "under_revocation_appeal|child_referred|deceased") && x)
		add(l, "C45", x->day + REINSTATE_DAYS + 1,
		    since(l, "appeal against the revocation upheld on", x->day));
}

/* An appeal that was upheld is for nothing until protection has looked at the age again (C09, X06, X72). */
static void age(struct limiting *l)
{
	const struct past_act *x = in(l, "child_referred") ? here_age(l->v) : NULL;

	if (x)
		add(l, "C09", x->day + AGE_DAYS + 1,
		    since(l, "appeal against the ruling of age upheld on", x->day));
}

/* Nothing else goes on in the case until protection has looked, and a child is referred. */
static void look(struct limiting *l)
{
	bool refer;
	const struct past_act *x = in(l, "presented|moving|" OPEN) ? doubt_age(l->v, &refer) : NULL;

	if (x)
		add(l, "X113", x->day + DOUBT_DAYS + 1,
		    since(l,
			  refer ? "found to be a child, and not referred, since"
				: "age doubted since",
			  x->day));
}

/* A file that no centre takes up would be nobody's. */
static void moving(struct limiting *l)
{
	const struct past_act *x = in(l, "moving") ? entered(l->v) : NULL;

	if (x)
		add(l, "X150", x->day + MOVING_DAYS + 1,
		    since(l, "left for another centre on", x->day));
}

/* Where the panel lets its days pass the chief has to see to it, and is told so again and again. */
static void overdue(struct limiting *l)
{
	const struct past_act *asked = past_last(l->v, "step", "escalate");
	const struct limit *first = NULL;
	int64_t day;

	for (size_t i = 0; !first && i < l->n; i++)
		if (code_in(CHIEF_SEES, str_of(l->list[i].code)))
			first = &l->list[i];
	if (!first)
		return;
	day = asked && asked->day >= first->day ? asked->day + ESCALATE_DAYS : first->day;
	add(l, "X44", day, first->why);
}

size_t life_limits(struct arena *a, const struct decide_view *v, struct limit **out)
{
	struct limiting l = { .v = v, .a = a, .list = arena_array(a, LIMITS, sizeof *l.list) };

	checks(&l);
	court(&l);
	contact(&l);
	paper(&l);
	outside(&l);
	unanswered(&l, "appeal", "appeal");
	unanswered(&l, "answer", "request");
	reinstating(&l);
	age(&l);
	look(&l);
	moving(&l);
	overdue(&l);
	*out = l.list;
	return l.n;
}
