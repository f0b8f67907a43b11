/* What waits of logs and of the keyring's journal. Cuts that two officers on duty have not attested yet and still can. Later it is too late to say so: `log head`,
 * `doctor` and `verify` show those for ever. */
#include "base/arena.h"
#include "intake/attest.h"
#include "intake/compare.h"
#include "intake/exchange_compare.h"
#include "intake/find.h"
#include "intake/intake_int.h"
#include "intake/lists.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "base/banned.h"

bool queue_cuts(struct queue *q, struct err *e)
{
	struct cut_standing *list;
	int64_t today;
	size_t n;

	if (!intake_today(q->r, q->a, &today, e) ||
	    !intake_cuts(q->r, q->a, 0, today - ATTEST_DAYS, today, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!list[i].attested)
			queue_add(q,
				  (struct wait){ .role = S("chief,panel,reception"),
						 .what = "attest",
						 .log = queue_log(q, list[i].log),
						 .since = list[i].day,
						 .limit = list[i].day + ATTEST_DAYS,
						 .why = str_fmt(q->a, "cut %.*s/%lld of %.*s",
								P(queue_log(q, list[i].log)),
								(long long)list[i].seq,
								P(day_text(q->a, list[i].day))) });
	return true;
}

#define SHOWN_DAYS 7 /* for which the queue says it */

bool queue_shown(struct queue *q, struct err *e)
{
	struct store_number *list;
	size_t n;

	if (!store_states(q->r->store, q->a, S(FIND_NEAR), &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].value > q->today - SHOWN_DAYS)
			queue_add(q,
				  (struct wait){
					  .role = S("dpo"),
					  .what = "look_at_journal",
					  .log = S("hq"),
					  .since = list[i].value,
					  .limit = NO_DAY,
					  .why = str_fmt(
						  q->a,
						  "officer %.*s was shown %d persons by name "
						  "or more within a day, or compared %d of "
						  "them or more with one place (sulh keyd "
						  "journal --by-officer %d)",
						  P(str_from(list[i].name, sizeof FIND_NEAR - 1)),
						  KEYS_SHOWN_NEAR, KEYS_PLACE_NEAR, SHOWN_DAYS) });
	return true;
}

bool queue_compare(struct queue *q, struct err *e)
{
	size_t n;

	if (!compare_waiting(q->r, q->a, &n, e))
		return false;
	if (n)
		queue_add(q, (struct wait){ .role = S("adjudicator"),
					    .what = "compare",
					    .log = S("hq"),
					    .since = q->today,
					    .limit = NO_DAY,
					    .why = str_fmt(q->a,
							   "%zu registered where others could not "
							   "be searched, and not compared since "
							   "(sulh person compare)",
							   n) });
	return true;
}

bool queue_screen(struct queue *q, struct err *e)
{
	size_t n;

	if (!lists_waiting(q->r, q->a, &n, e))
		return false;
	if (n)
		queue_add(q, (struct wait){ .role = S("screener"),
					    .what = "screen",
					    .log = S("hq"),
					    .since = q->today,
					    .limit = NO_DAY,
					    .why = str_fmt(q->a,
							   "%zu registered, and not compared since "
							   "the newest list (sulh list screen)",
							   n) });
	return true;
}

bool queue_exchange(struct queue *q, struct err *e)
{
	struct exchange_waiting x;

	if (!exchange_waiting(q->r, q->a, &x, e))
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (x.n_cases[i])
			queue_add(q, (struct wait){
					     .role = S("adjudicator"),
					     .what = "compare_there",
					     .log = S("hq"),
					     .since = q->today,
					     .limit = x.with[i].expires_on,
					     .why = str_fmt(
						     q->a,
						     "%zu registered, and not compared "
						     "with what register %.*s gave on "
						     "%.*s (sulh exchange compare)",
						     x.n_cases[i],
						     P(exchange_finger_of(q->a, x.with[i].sender)),
						     P(day_text(q->a, x.with[i].made_on))) });
	return true;
}
