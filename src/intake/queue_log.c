/* Cuts that two officers on duty have not attested yet and still can. Later it is too late to say so: `log head`,
 * `doctor` and `verify` show those for ever. */
#include "intake/attest.h"
#include "intake/intake_int.h"
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
