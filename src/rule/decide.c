/* See decide.h. */
#include "rule/decide.h"

#include <string.h>

#include "rule/asked.h"
#include "rule/needs.h"
#include "rule/table.h"
#include "base/banned.h"

static bool by_clock(const struct transition *t)
{
	return t && t->four_eyes && !eyes_count(t->four_eyes);
}

/* Who signs: as the rows say, of the case's machine and of the paper's; else as the kind says. */
static void signed_rightly(const struct decide_view *v, const struct rec *r,
			   const struct transition *const rows[2], const bool fits[2],
			   struct refusals *why)
{
	bool said = false;

	/* What the key holder writes down of whoever opens something, nobody can refuse to sign. */
	if (v->system && !r->kind->signatures && r->kind->roles &&
	    code_in(r->kind->roles, S("keyd")))
		return;
	if (v->system && !(fits[0] && by_clock(rows[0])) && !(fits[1] && by_clock(rows[1]))) {
		refuse(why, "system", S("as"), S(""),
		       "officers who sign: nothing but a day that has come is recorded without");
		return;
	}
	for (int i = 0; i < 2; i++)
		if (rows[i] && rows[i]->four_eyes) {
			said = true;
			/* Who would have to sign what cannot be is no matter: that it cannot be is
			 * said. */
			if (fits[i])
				(void)part_enough(v, rows[i], why);
		}
	if (said)
		(void)role_serving(v, why);
	else
		(void)role_enough(v, r, why);
}

/* All that rules say of a record by what they ask of it. */
static void judge(const struct decide_view *v, const struct rec *r, int64_t local_day, bool all,
		  struct life_act *act, struct refusals *why)
{
	const struct transition *rows[2];
	bool fits[2];

	for (int i = 0; i < 2; i++)
		rows[i] = life_row(v, r, i, &fits[i]);
	signed_rightly(v, r, rows, fits, why);
	(void)life_act(v, r, act, why);
	for (int i = 0; i < 2; i++)
		if (rows[i] && (fits[i] || all))
			(void)past_allows(v, rows[i], r, local_day, why);
	(void)here_reached(v, r, why);
	(void)days_allow(v, r, why);
}

static void says(struct arena *a, const struct decide_view *v, const struct rec *r,
		 int64_t local_day, struct life_act *act)
{
	past_says(v->records, r, local_day, act);
	tongue_says(a, v, r, act);
	if (field_by_name(r->kind, S("follows")) && rec_get(r, "follows"))
		act->decree = str_fmt(a, "%lld", (long long)rec_get(r, "follows")->n);
	else if (field_by_name(r->kind, S("status_sought")))
		act->decree = came_under(v, r->kind->name, rec_code(r, "status_sought"),
					 act->event.s ? act->event : S(""), local_day);
	else if (!strcmp(r->kind->name, "correction") && rec_is(r, "field", "status_sought"))
		act->decree = came_under(v, r->kind->name, act->code, S(""), local_day);
}

static void named(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	(void)role_named(v, r, why);
	if (role_self(v, r))
		refuse(why, "self", S("as"), S(""), "officers other than the one who is enrolled");
}

bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct life_act *act, struct refusals *why)
{
	size_t before = why->n;
	/* Of an erasure all that keeps the record is said at once: several officers have to see to it. */
	bool all = !strcmp(r->kind->name, "erasure");

	*act = (struct life_act){ 0 };
	if (!rec_check(a, r, v->records, why) && !all)
		return false;
	judge(v, all ? r : asked_of(a, r), local_day, all, act, why);
	named(v, r, why);
	says(a, v, r, local_day, act);
	return why->n == before;
}

bool decide_again(const struct decide_view *v, const struct rec *asked, int64_t local_day,
		  struct life_act *act, struct refusals *why)
{
	size_t before = why->n;

	*act = (struct life_act){ 0 };
	judge(v, asked, local_day, false, act, why);
	named(v, asked, why);
	says(why->a, v, asked, local_day, act);
	return why->n == before;
}
