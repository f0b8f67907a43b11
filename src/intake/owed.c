/* See owed.h. */
#include "intake/owed.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "store/effect.h"
#include "base/banned.h"

bool owed_on(struct reg *r, int64_t day, struct str scope, struct owed *out, struct err *e)
{
	return store_promises(r->store, kind_benefit.code, day, scope, &out->overdue,
			      &out->taken_back, &out->last, e);
}

/* Two officers assert it, and neither may leave out what this register knows of. */
bool owed_holds(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	bool back;
	struct owed here;
	int64_t first, least;

	if (r->kind != &kind_delayed_sum || !rec_is(r, "figure", OWED_FIGURE))
		return true;
	back = rec_is(r, "detail", OWED_DETAIL);
	if (!day_parse(str_fmt(w->a, "%.*s-01", P(rec_code(r, "month"))), &first))
		return refuse(w->why, "month", S("month"), rec_code(r, "month"),
			      "a calendar month: 2016-11");
	if (!owed_on(w->r, day_add_months(first, 1) - 1, rec_get(r, "scope")->s, &here, e))
		return false;
	least = back ? here.taken_back : here.overdue;
	return rec_get(r, "amount")->n >= least ||
	       refuse(w->why, "owed", S("amount"),
		      str_fmt(w->a, "%lld", (long long)rec_get(r, "amount")->n),
		      "%lld at least: so many promises %s at the end of that month, as this "
		      "register knows",
		      (long long)least, back ? "were taken back" : "were overdue");
}

/* The public is told of what was taken back as soon as a month is over, by the sum of it or of a later one. */
bool queue_owed(struct queue *q, struct err *e)
{
	struct str now = str_mem(day_text(q->a, q->today).s, 7);
	struct owed here;
	int64_t first;
	bool said = false;

	/* Up to the end of the last month. */
	if (!day_parse(str_fmt(q->a, "%.*s-01", P(now)), &first) ||
	    !owed_on(q->r, first - 1, (struct str){ NULL, 0 }, &here, e))
		return false;
	if (!here.taken_back)
		return true;
	for (int64_t day = here.last; day < first && !said; day = day_add_months(day, 1)) {
		struct str month = str_mem(day_text(q->a, day).s, 7);

		if (!queue_sum_said(q, OWED_FIGURE, OWED_DETAIL, month, &said, e))
			return false;
	}
	if (!said)
		queue_add(q, (struct wait){ .role = S("dpo,protection"),
					    .what = "sum_taken_back",
					    .log = S("hq"),
					    .since = here.last,
					    .limit = NO_DAY,
					    .why = str_fmt(q->a,
							   "promises were taken back, %lld so far: "
							   "a delayed sum " OWED_FIGURE
							   ", " OWED_DETAIL,
							   (long long)here.taken_back) });
	return true;
}
