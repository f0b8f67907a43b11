/* See needs.h. What is proposed, and what is decided of it: whoever is refused was heard, the panel decides a proposal that
 * says what it asks for, and after the 60 days only findings of two sources keep a person from the grant (states.csv
 * C13, C14, C16 to C19). */
#include "rule/needs.h"

#include "rule/limit.h"
#include "rule/table.h"
#include "base/banned.h"

static const struct past_act *proposal(const struct decide_view *v)
{
	return past_last(v, "step", "propose");
}

/* What an older proposal said, or one that says nothing else, is the grant. */
static struct str asks_for(struct str outcome)
{
	return outcome.len ? outcome : S("granted");
}

/* Whether the time for checks is over, on the day of an act; or it was when the newest proposal was made: a review that was
 * sent back, or that nobody was told of yet, is none the less one. */
static bool is_over(const struct needing *n)
{
	const struct past_act *x = proposal(n->v);
	int64_t from = life_checks_from(n->v);

	return (from != NO_DAY && n->day > from + CHECKS_DAYS) ||
	       str_eq(n->v->case_state, S("review")) ||
	       (x && x > n->v->past && str_eq(x[-1].state, S("review")));
}

/* What nobody could make in time is no date. */
static bool is_date(const struct past_act *x, int64_t from, int64_t day)
{
	return past_is(x, "step", "summon") && x->day >= from && x->until != NO_DAY &&
	       x->until >= x->day + SUMMON_DAYS && x->until < day;
}

int64_t proposal_tried(const struct decide_view *v, int64_t from, int64_t day)
{
	int64_t last = NO_DAY;
	int days = 0;

	for (size_t i = 0; i < v->n_past; i++) {
		bool again = !is_date(&v->past[i], from, day);

		for (size_t j = 0; !again && j < i; j++)
			again = is_date(&v->past[j], from, day) && v->past[j].day == v->past[i].day;
		days += !again;
		if (is_date(&v->past[i], from, day) && (last == NO_DAY || v->past[i].until > last))
			last = v->past[i].until;
	}
	return days >= CONTACT_TRIES ? last : NO_DAY;
}

/* Heard since these checks began, or asked to come, again and again, and did not. */
bool proposal_heard(const struct needing *n)
{
	int64_t from = life_checks_from(n->v);

	from = from == NO_DAY ? DAY_MIN : from;
	for (size_t i = 0; i < n->v->n_past; i++)
		if (past_is(&n->v->past[i], "step", "hear") && n->v->past[i].day >= from)
			return true;
	return proposal_tried(n->v, from, n->day) != NO_DAY ||
	       refuse(n->why, "not_heard", S("case"), n->v->case_state,
		      "a person who was heard, with an interpreter and counsel where they are "
		      "asked for (record step event=hear), or did not come though summoned on "
		      "%d days, each time for a day at least %d days ahead",
		      CONTACT_TRIES, SUMMON_DAYS);
}

bool proposal_sound(const struct needing *n)
{
	struct str outcome = asks_for(rec_code(n->r, "outcome"));
	bool ok = true;

	if (str_eq(outcome, S("granted")))
		return true;
	if (is_over(n) || str_eq(outcome, S("referred")))
		ok = ground_sources(n);
	return (str_eq(outcome, S("deferred")) || proposal_heard(n)) && ok;
}

static bool is_named(const struct decide_view *v, int64_t step)
{
	for (size_t i = 0; i < v->n_facts; i++)
		if (v->facts[i].step == step)
			return true;
	return false;
}

/* Amnesty never covers what the decree excludes (product.md): whoever grants in spite of what was found says of each finding
 * that it was looked at, and is not one alone of the panel. */
bool proposal_findings(const struct needing *n)
{
	struct buf b = { .a = n->why->a };
	size_t found = 0;

	for (size_t i = 0; i < n->v->n_past; i++) {
		const struct past_act *x = &n->v->past[i];

		if (!past_is(x, "check", NULL) || !str_eq(x->code, S("hit")))
			continue;
		found++;
		if (!is_named(n->v, x->step))
			buf_fmt(&b, "%s%lld", b.len ? ", " : "", (long long)x->step);
	}
	if (b.len)
		refuse(n->why, "findings", S("evidence"), S(""),
		       "each finding (check, result=hit) that may speak for an excluded act, as "
		       "CASE/NUMBER, and in the grounds why none is one; not named: %.*s",
		       P(buf_text(&b)));
	if (found && !rec_get(n->r, "panel_2"))
		return refuse(n->why, "findings", S("panel_2"), S(""),
			      "a second of the panel, who signs: findings of excluded acts are on "
			      "file");
	return !b.len;
}

bool proposal_same(const struct needing *n)
{
	const struct past_act *x = proposal(n->v);
	struct str said = asks_for(x ? x->code : S(""));

	return str_eq(rec_code(n->r, "proposed_outcome"), said) ||
	       refuse(n->why, "proposed", S("proposed_outcome"), rec_code(n->r, "proposed_outcome"),
		      "%.*s, which was proposed last; the outcome may be another", P(said));
}

bool proposal_in_time(const struct needing *n)
{
	return !is_over(n) || ground_sources(n);
}
