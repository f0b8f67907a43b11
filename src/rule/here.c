/* What people at the centre are owed before an act of their case: words of transition.needs (table.c) about papers,
 * stays, seats on convoys, leaving, children and deaths. */
#include "rule/decide.h"

#include <string.h>

#include "base/num.h"
#include "base/time.h"
#include "rule/limit.h"
#include "rule/table.h"
#include "base/banned.h"

int64_t here_open_links(const struct decide_view *v)
{
	int64_t n = 0;

	for (size_t i = 0; i < v->n_past; i++) {
		if (!past_is(&v->past[i], "dedup_link", NULL) || past_apart(&v->past[i]))
			continue;
		if (!v->past[i].code.len)
			n++;
		else if (code_in("unsure,ask_again", v->past[i].code))
			n += !n;
		else
			n -= n > 0;
	}
	return n;
}

/* Whether whoever searched so far looked at everybody who is registered now: a centre that was searched alone is all
 * there is as long as headquarters has recorded no other. What is said to reach further than the logs that are held is
 * not believed. */
static bool reaches_all(const struct decide_view *v, struct str search)
{
	return v->centres_here >= v->centres &&
	       (str_eq(search, S("all_centres")) ||
		(str_eq(search, S("this_centre")) && v->centres <= 1));
}

bool here_reached(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	bool corrects = !strcmp(r->kind->name, "correction") && rec_is(r, "field", "search_done");
	const char *field = corrects ? "new_value" : "search_done";

	if (v->centres_here >= v->centres ||
	    (!corrects && strcmp(r->kind->name, "registration") != 0) ||
	    !rec_is(r, field, "all_centres"))
		return true;
	return refuse(
		why, "not_held", str_of(field), S("all_centres"),
		"this_centre or offline: this register holds the logs of %zu of %zu centres, and "
		"nobody can look here who is registered at the others",
		v->centres_here, v->centres);
}

bool here_searched(const struct decide_view *v, int64_t *day)
{
	bool searched = false;

	*day = NO_DAY;
	for (size_t i = 0; i < v->n_past; i++) {
		const struct past_act *x = &v->past[i];

		if (x->search.len)
			searched = reaches_all(v, x->search);
		if (x->search.len || past_is(x, "dedup_link", NULL))
			*day = x->day;
	}
	return searched && !here_open_links(v);
}

/* Where somebody died who was in the hands of the centre or of a court (states.csv C49), also between two centres. */
#define IN_CUSTODY \
	"registered|screening|decision_proposed|deferred|review|under_appeal|handed_over|moving"

const struct past_act *here_enquiry(const struct decide_view *v)
{
	const struct past_act *died = past_last(v, "closing", "die"),
			      *said = past_last(v, "step", "enquiry_answered");

	return died && died > v->past && str_eq(v->past[v->n_past - 1].state, S("deceased")) &&
			       state_among(IN_CUSTODY, died[-1].state) &&
			       (!said || said->step < died->step)
		       ? died
		       : NULL;
}

/* A paper that says nothing of it has been compared with whoever else is registered (states.csv K02). */
static bool searched(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	int64_t day;

	(void)r;
	return here_searched(v, &day) ||
	       refuse(why, "not_searched", S("provisional"), S("no"), "%s",
		      here_open_links(v)
			      ? "yes: a possible duplicate waits for the adjudicator; once it is "
				"judged the paper becomes valid"
			      : "yes: the registrations of all centres were not searched, as far "
				"as the "
				"case says (search_done); search them, and say so in a correction "
				"of "
				"search_done");
}

/* Own choice, asked alone: what was said of the seat last. */
static bool chosen(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct past_act *x = past_last(v, "passenger", NULL);

	(void)r;
	return (x && str_eq(x->code, S("chosen"))) ||
	       refuse(why, "not_chosen", S("case"), v->case_state,
		      "a person who chose a seat on a convoy: record passenger with choice=chosen "
		      "first (transfer officer)");
}

/* Who leaves has got back what was taken, and has a paper; or it is said why not. */
static bool takes_leave(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	struct str paper = life_paper(v);
	int64_t kept = 0;
	bool ok = true;

	if (rec_get(r, "why_not"))
		return true;
	for (size_t i = 0; i < v->n_past; i++)
		if (past_is(&v->past[i], "belongings", NULL))
			kept += v->past[i].until == NO_DAY ? 1 : -(kept > 0);
	if (kept)
		ok = refuse(why, "belongings", S("why_not"), S(""),
			    "nothing, once all belongings are returned (belongings with "
			    "returned_on); else why they are not");
	if (code_in("-,replaced,revoked", paper))
		ok = refuse(why, "no_paper", S("why_not"), S(""),
			    "nothing, once the person has a paper (certificate); else why there is "
			    "none");
	return ok;
}

bool here_unfollowed(const struct decide_view *v, const struct past_act *x)
{
	static const char ends[] = "stop_followed,pledge_found,check_answered";
	int64_t step;

	if (!(past_is(x, "stop_report", "stop_report") && x->until == NO_DAY) &&
	    !(past_is(x, "pledge_case", "pledge_case") && !x->code.len) &&
	    !(past_is(x, "check", "check") && str_eq(x->code, S("not_asked"))))
		return false;
	for (size_t i = (size_t)(x - v->past) + 1; i < v->n_past; i++)
		if (str_eq(v->past[i].kind, x->kind) && code_in(ends, v->past[i].event) &&
		    int_parse(v->past[i].decree, 0, INT64_MAX, &step) && step == x->step)
			return false;
	return true;
}

/* One stop, one allegation or one check that was not asked, and no other of the same person. */
static bool follows(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	int64_t step = rec_get(r, "follows")->n;
	struct buf b = { .a = why->a };

	for (size_t i = 0; i < v->n_past; i++) {
		const struct past_act *x = &v->past[i];

		if (!str_eq(x->kind, str_of(r->kind->name)) || !here_unfollowed(v, x))
			continue;
		if (x->step == step)
			return true;
		buf_fmt(&b, "%s%lld", b.len ? ", " : "", (long long)x->step);
	}
	return refuse(why, "follows", S("follows"), str_fmt(why->a, "%lld", (long long)step),
		      "the step of a %s of this case that nothing has followed up: %.*s",
		      r->kind->name, P(b.len ? buf_text(&b) : S("there is none")));
}

/* Since this an age was looked at last, or for the first time. */
static bool looks_at_age(const struct past_act *x)
{
	return past_is(x, "child_referral", NULL) || past_is(x, "step", "age_confirmed");
}

const struct past_act *here_age(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0 && !looks_at_age(&v->past[i]);)
		if (past_is(&v->past[i], "appeal", "age_reopened"))
			return &v->past[i];
	return NULL;
}

/* An age is looked at again when the person asks, or an appeal against the ruling is upheld, and never because somebody
 * else wants it (states.csv C09). */
static bool asks_age(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	(void)r;
	if (here_age(v))
		return true;
	for (size_t i = v->n_past; i-- > 0 && !looks_at_age(&v->past[i]);)
		if (past_is(&v->past[i], "request", "request") &&
		    str_eq(v->past[i].code, S("rectify")))
			return true;
	return refuse(why, "not_asked", S("case"), v->case_state,
		      "a child's file with a request of the person since the age was looked at "
		      "(request right=rectify), or an appeal against the ruling that was upheld "
		      "(against=child_ruling): nobody else asks for another age");
}

static bool age_open(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	(void)r;
	return here_age(v) ||
	       refuse(why, "not_asked", S("case"), v->case_state,
		      "a child's file with an appeal against the ruling (against=child_ruling) "
		      "that was upheld since the age was looked at");
}

static bool no_age(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	struct str field = rec_code(r, "field");

	(void)v;
	return !code_in("born,age_doubt", field) ||
	       refuse(why, "age", S("field"), field,
		      "another field: of a child's age two protection officers decide "
		      "(child_referral with later_found_adult), when the person asks");
}

/* Only a promise can be ended, for the day for which it was made. */
static bool is_owed(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	struct buf b = { .a = why->a };

	for (size_t i = 0; i < v->n_past; i++) {
		if (!forget_owed(v, i))
			continue;
		if (v->past[i].until == rec_get(r, "due_on")->n)
			return true;
		buf_fmt(&b, "%s%.*s", b.len ? ", " : "", P(day_text(why->a, v->past[i].until)));
	}
	return refuse(why, "not_owed", S("due_on"), day_text(why->a, rec_get(r, "due_on")->n),
		      "the day for which something was promised in this case that is still owed: "
		      "%.*s",
		      P(b.len ? buf_text(&b) : S("nothing is")));
}

/* What was promised is delivered once. Of what was promised elsewhere nothing is known. */
static bool still_due(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct past_act *done = NULL;

	if (!rec_get(r, "delivered_on"))
		return true;
	for (size_t i = 0; i < v->n_past; i++) {
		const struct past_act *x = &v->past[i];

		if (!past_is(x, "benefit", NULL) || x->until != rec_get(r, "due_on")->n)
			continue;
		if (forget_owed(v, i))
			return true;
		done = x->code.len ? x : done;
	}
	return !done ||
	       refuse(why, "not_owed", S("due_on"), day_text(why->a, done->until),
		      "a day for which something is still owed: what was promised for this "
		      "one was delivered, or ended, on %.*s; another delivery has a promise "
		      "of its own",
		      P(day_text(why->a, done->day)));
}

static bool enquiry(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	(void)r;
	return here_enquiry(v) ||
	       refuse(why, "before", S("case"), v->case_state,
		      "a death in custody or at the centre whose outside enquiry is open");
}

/* That somebody arrives ends no hold, and neither does a day that passes: where its basis has run out, or a grant or a
 * child's referral made it void, somebody lets the person go and says so, as the queue asks, or the register would say
 * of one behind a door that he or she is free. */
bool here_held(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0;)
		if (past_is(&v->past[i], "stay", NULL) && !str_eq(v->past[i].code, S("arrive")))
			return str_eq(v->past[i].code, S("hold"));
	return false;
}

/* Nobody is held for longer than checks may take, but by order of a court, and by that no longer than without a new one.
 * The first hold counts, however often the person was let go since. */
static bool hold(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct val *until = rec_get(r, "until");
	bool court = rec_is(r, "basis", "court_order");
	int64_t from = r->day, last;

	for (size_t i = 0; i < v->n_past; i++)
		if (past_is(&v->past[i], "stay", "hold") && v->past[i].day < from)
			from = v->past[i].day;
	last = r->day + (court ? COURT_DAYS : STEP_DAYS);
	if (!court && last > from + CHECKS_DAYS)
		last = from + CHECKS_DAYS;
	return !until || until->n <= last ||
	       refuse(why, "limit", S("until"), day_text(why->a, until->n),
		      "a day up to %.*s: %d days at most%s", P(day_text(why->a, last)),
		      court ? COURT_DAYS : STEP_DAYS,
		      court ? ", then a new order" : ", and 60 in all since the first hold");
}

static bool is_free(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	(void)r;
	return !here_held(v) ||
	       refuse(why, "held", S("case"), v->case_state,
		      "a person who is not held: record stay with act=release free_to_leave=yes "
		      "first "
		      "(reception, chief or protection); nobody withdraws, is transferred, "
		      "moved or discharged while held");
}

/* Of two who sign an extension one screens, and the other may be its chief again. */
static bool as_chief(const struct decide_view *v, const struct rec *r, size_t i)
{
	return !strcmp(r->kind->name, "step") && rec_is(r, "event", "extend") &&
	       v->n_signers == 2 && role_in(v->signers[i].roles, S("chief")) &&
	       role_in(v->signers[1 - i].roles, S("screener"));
}

/* A case that an appeal sent back is looked at by others (states.csv C23). */
static bool new_screener(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	struct decide_view then = *v;
	size_t known = 0;
	bool ok = true;

	while (then.n_past && !past_is(&then.past[then.n_past - 1], "appeal", "appeal_returned"))
		then.n_past--;
	for (size_t i = 0; then.n_past && i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];
		bool had = part_had(&then, s->kid, S("screener")) ||
			   part_had(&then, s->kid, S("proposer"));

		known += had;
		if (had && !(as_chief(v, r, i) && known < 2))
			ok = refuse(why, "new_screener", S("as"), s->name,
				    "a screener who had no part before an appeal sent the case "
				    "back: this one screened it then");
	}
	return ok;
}

static const struct {
	const char *word;
	bool (*holds)(const struct decide_view *v, const struct rec *r, struct refusals *why);
} needs[] = {
	{ "searched", searched }, { "chosen", chosen },	    { "takes_leave", takes_leave },
	{ "asks_age", asks_age }, { "age_open", age_open }, { "no_age", no_age },
	{ "enquiry", enquiry },	  { "owed", is_owed },	    { "still_due", still_due },
	{ "free", is_free },	  { "hold", hold },	    { "new_screener", new_screener },
	{ "follows", follows },
};

bool here_holds(const struct decide_view *v, const struct rec *r, struct str word,
		struct refusals *why)
{
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (str_eq(word, str_of(needs[i].word)))
			return needs[i].holds(v, r, why);
	return true;
}
