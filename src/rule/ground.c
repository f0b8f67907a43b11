/* See needs.h. On what those acts rest that take something from a person: facts that are on file, found after what
 * they take away, and never hearsay, press or denunciation alone (product.md; states.csv C18, K04, K05). */
#include "rule/needs.h"

#include <string.h>

#include "base/time.h"
#include "rule/limit.h"
#include "base/banned.h"

/* Two of a kind are one source, and what does not count is none. */
static size_t sources(const struct decide_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_facts; i++) {
		bool again = !v->facts[i].counts;

		for (size_t j = 0; !again && j < i; j++)
			again = v->facts[j].counts &&
				!memcmp(v->facts[j].source, v->facts[i].source, 32);
		n += !again;
	}
	return n;
}

bool ground_sources(const struct needing *n)
{
	return sources(n->v) >= 2 ||
	       refuse(n->why, "sources", S("evidence"), S(""),
		      "findings (hit) of two sources, each another: a document, a testimony or a "
		      "court file about excluded acts; hearsay and the press are none");
}

/* The step of the grant that stands; what was known before it was judged with it. */
static int64_t granted_at(const struct decide_view *v)
{
	const struct past_act *x = part_last_grant(v);

	return x ? x->step : -1;
}

/* What was found, by what it may be a reason for. That somebody is registered twice is none: that the other case was decided
 * otherwise is (K04). */
static bool is_ground(const struct decide_view *v, const struct past_act *x, struct str reason)
{
	if (past_is(x, "pledge_case", NULL))
		return str_eq(x->code, S("breach"));
	return !str_eq(reason, S("breach_of_pledge")) &&
	       ((past_is(x, "check", NULL) && code_in("hit,found", x->code)) ||
		(past_is(x, "dedup_link", NULL) && str_eq(x->code, S("same")) && v->other_outcome));
}

static bool found_after(const struct decide_view *v, int64_t step, struct str reason)
{
	for (size_t i = 0; i < v->n_past; i++)
		if (v->past[i].step > step && is_ground(v, &v->past[i], reason))
			return true;
	return false;
}

static bool refuse_ground(const struct needing *n, struct str reason, const char *since)
{
	return refuse(
		n->why, "ground", S("reason_code"), reason,
		"%s, recorded after %s: press or denunciation alone is no reason",
		str_eq(reason, S("breach_of_pledge"))
			? "a breach of the pledge that the panel found (pledge_case)"
			: "a finding of a check (hit, no hearsay), a breach of the pledge that "
			  "the panel found, or a duplicate (same) whose case was decided "
			  "otherwise",
		since);
}

/* A suspension that ended was all that could be done on what was known then: otherwise saying it anew would prolong
 * it (K07). */
bool ground_suspends(const struct needing *n)
{
	const struct past_act *ended = past_last(n->v, "standing", "lift,lapse");
	struct str reason = rec_code(n->r, "reason_code");
	int64_t grant = granted_at(n->v);
	bool again = ended && ended->step > grant;

	return found_after(n->v, again ? ended->step : grant, reason) ||
	       refuse_ground(n, reason, again ? "the last suspension ended" : "the grant");
}

/* A hearing is about what the bearer knows: it comes after the telling. */
static bool heard_on(const struct decide_view *v, const struct past_act *suspended, int64_t day)
{
	struct decide_view then = *v;

	for (size_t i = (size_t)(suspended - v->past) + 1; i < v->n_past; i++) {
		int64_t told;

		if (!past_is(&v->past[i], "step", "hear") || v->past[i].day != day)
			continue;
		then.n_past = i;
		told = past_told(&then, suspended);
		if (told != NO_DAY && told <= day)
			return true;
	}
	return false;
}

/* Who was told and did not come, though asked on several days, is heard by nobody. */
static bool heard_since(const struct needing *n)
{
	const struct past_act *x = past_last(n->v, "standing", "suspend");
	const struct val *heard = rec_get(n->r, "hearing_on");
	int64_t told = x ? past_told(n->v, x) : NO_DAY;

	if (!x || !heard)
		return true;
	if (told == NO_DAY)
		return refuse(n->why, "not_told", S("case"), n->v->case_state,
			      "a case whose bearer was told of the suspension (step event=tell), "
			      "and heard after that");
	return heard_on(n->v, x, heard->n) || heard->n == proposal_tried(n->v, told, n->day) ||
	       refuse(n->why, "hearing", S("hearing_on"), day_text(n->why->a, heard->n),
		      "the day of a hearing (step event=hear) since the bearer was told of the "
		      "suspension; or the last day of those for which he or she was summoned "
		      "since, on %d days and each time for a day at least %d days ahead, and did "
		      "not come",
		      CONTACT_TRIES, SUMMON_DAYS);
}

/* What a panel found of a breach is a finding as much as the hit of a check. */
static bool is_finding(const struct fact *x)
{
	return code_in(str_eq(x->kind, S("pledge_case")) ? "breach" : "hit,found", x->code);
}

bool ground_revokes(const struct needing *n)
{
	struct str reason = rec_code(n->r, "reason_code");
	int64_t grant = granted_at(n->v);
	bool ok = heard_since(n), found = false, old = false;

	for (size_t i = 0; i < n->v->n_facts; i++) {
		const struct fact *x = &n->v->facts[i];

		old |= x->step >= 0 && x->step <= grant;
		found |= x->step > grant && is_finding(x);
	}
	if (!found || old)
		ok = refuse(n->why, "evidence", S("evidence"), S(""),
			    "findings of checks (hit, no hearsay), or breaches that the panel "
			    "found, recorded after the grant, and nothing from before it: that "
			    "was judged with it");
	return (found_after(n->v, grant, reason) || refuse_ground(n, reason, "the grant")) && ok;
}

/* What an appeal upheld is said of a suspension only where one was. */
bool ground_lifts(const struct needing *n)
{
	const struct past_act *x = past_last(n->v, "standing", "suspend"),
			      *upheld = past_last(n->v, "appeal", "suspension_lifted");

	return !rec_is(n->r, "reason_code", "appeal_upheld") ||
	       (x && upheld && upheld->step > x->step) ||
	       refuse(n->why, "before", S("reason_code"), S("appeal_upheld"),
		      "a case in which an appeal against the suspension was upheld");
}
