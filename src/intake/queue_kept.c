/* See queue_int.h. Of whom nothing was recorded for as long as the operation keeps such files (its field retention): what its
 * rule says is done then, erased, reviewed or handed over. */
#include "intake/queue_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "rule/table.h"
#include "base/banned.h"

/* The last day on which something may have been recorded that the shortest of the rules keeps no longer; false where the
 * operation has none. */
static bool shortest(const struct queue *q, int64_t *day)
{
	const struct val *rows = rec_get(q->operation, "retention");
	size_t months = field_at(&kind_retention_rule, "months");
	bool any = false;

	for (size_t i = 0; rows && i < rows->len; i++) {
		int64_t by = day_add_months(q->today, -(int)rows->v[i].v[months].n);

		if (!any || by > *day)
			*day = by;
		any = true;
	}
	return any;
}

/* Whether such a file is erased at all when its time is over: what goes on, or nobody ended, waits as that. */
static bool is_erased(struct str state)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (!strcmp(transitions[i].kind, "erasure") && transitions[i].when &&
		    strstr(transitions[i].when, "retention_end") &&
		    state_among(transitions[i].from, state))
			return true;
	return false;
}

/* What the data-protection officer records; NULL: nothing that can be, since no act says that a file was handed over. */
static const char *what_is_done(struct str then, struct str state)
{
	return str_eq(then, S("review"))		      ? "keep_or_erase"
	       : str_eq(then, S("erase")) && is_erased(state) ? "erase"
							      : NULL;
}

static bool one_case(struct queue *q, struct arena *scratch, struct str case_no, struct err *e)
{
	const struct rec_view records = { .operation = q->operation, .a = scratch };
	struct decide_view v = { .records = &records };
	struct forget_rule rule;
	struct store_case c;
	const char *what;

	if (!store_case(q->r->store, scratch, case_no, &c, e) ||
	    !history_case(q->r, scratch, case_no, &v, e))
		return false;
	if (!forget_rule(&v, &rule) || rule.from == NO_DAY || rule.from > q->today)
		return true;
	what = what_is_done(rule.then, v.case_state);
	if (!what)
		return true;
	queue_add(q, (struct wait){ .role = S("dpo"),
				    .what = what,
				    .case_no = str_dup(q->a, case_no),
				    .log = queue_log(q, c.log),
				    .since = rule.from,
				    .limit = NO_DAY,
				    .why = str_fmt(q->a, "%.*s is kept for %lld month%s",
						   P(rule.class), (long long)rule.months,
						   rule.months == 1 ? "" : "s") });
	return true;
}

bool queue_kept(struct queue *q, struct err *e)
{
	struct arena *scratch;
	struct str *list = NULL;
	int64_t day = NO_DAY;
	size_t n = 0;
	bool ok;

	if (!shortest(q, &day))
		return true;
	scratch = arena_new(0);
	ok = scratch || err_set(e, ERR_FAILED, "look at what is kept no longer: out of memory");
	ok = ok && store_cases_old(q->r->store, q->a, day, &list, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		ok = one_case(q, scratch, list[i], e);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return ok;
}
