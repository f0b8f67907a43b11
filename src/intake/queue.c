/* See queue.h: what waits, put in order. What each case waits for is in queue_case.c. */
#include "intake/queue.h"

#include <stdlib.h>

#include "base/arena.h"
#include "intake/commit.h"
#include "intake/intake_int.h"
#include "intake/lists.h"
#include "intake/queue_int.h"
#include "keyd/keys_list.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "base/banned.h"

static bool (*const sources[])(struct queue *q, struct err *e) = {
	queue_cases,	queue_checks, queue_cuts,    queue_effects, queue_access,   queue_captives,
	queue_searches, queue_unsafe, queue_owed,    queue_years,   queue_kept,	    queue_delayed,
	queue_counts,	queue_shown,  queue_compare, queue_screen,  queue_exchange, queue_press,
};

void queue_add(struct queue *q, struct wait w)
{
	w.overdue |= w.limit != NO_DAY && w.limit < q->today;
	buf_add(&q->list, &w, sizeof w);
}

struct str queue_log(const struct queue *q, int64_t log)
{
	for (size_t i = 0; i < q->n_logs; i++)
		if (q->logs[i].id == log)
			return q->logs[i].name;
	return S("");
}

static int oldest_first(const void *x, const void *y)
{
	const struct wait *a = x, *b = y;

	if (a->since != b->since)
		return a->since < b->since ? -1 : 1;
	if (a->limit != b->limit)
		return a->limit == NO_DAY    ? 1
		       : b->limit == NO_DAY  ? -1
		       : a->limit < b->limit ? -1
					     : 1;
	return str_cmp(a->case_no.s ? a->case_no : S(""), b->case_no.s ? b->case_no : S(""));
}

static void keep_role(struct wait *list, size_t *n, struct str role)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		if (role_in(list[i].role, role))
			list[kept++] = list[i];
	*n = kept;
}

/* Nobody is turned away: whoever screens nobody sees what all see. */
static bool see_who(struct queue *q, struct str as, struct refusals *why, struct err *e)
{
	struct signer who;

	if (!as.s)
		return true;
	if (!reg_unlock(q->r, e))
		return false;
	if (!reader_find(q->r, q->a, as, &who, why, e))
		return e->kind == ERR_NONE && why->n ? err_set(e, ERR_REFUSED, "queue is refused")
						     : false;
	q->screens = who.serving && role_in(who.roles, S(LIST_SCREENS));
	q->decides = who.serving && role_in(who.roles, S("panel"));
	return !(q->screens || q->decides) || intake_sign_in(q->r, q->a, &as, 1, e);
}

bool queue_list(struct reg *r, struct arena *a, const struct queue_eyes *by, struct wait **list,
		size_t *n, struct refusals *why, struct err *e)
{
	struct queue q = { .r = r, .a = a, .list = { .a = a } };
	const struct rec *operation = kept_operation(r, e);
	struct store_log *logs;

	*list = NULL;
	*n = 0;
	if (!operation)
		return e->kind == ERR_NONE;
	if (!clock_usable(a, clock_now(&r->clock), e) || !see_who(&q, by->as, why, e) ||
	    !lists_newest(r, a, &q.newest, e) ||
	    !store_pairs(r->store, a, &q.pairs, &q.n_pairs, e) ||
	    !store_logs(r->store, a, &logs, &q.n_logs, e))
		return false;
	q.logs = logs;
	q.operation = operation;
	q.today = opday_local(operation, clock_now(&r->clock));
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (!sources[i](&q, e))
			return within(e, "see what waits");
	for (size_t i = 0; i < by->n_more; i++)
		queue_add(&q, by->more[i]);
	*list = (struct wait *)(void *)q.list.p;
	*n = q.list.len / sizeof **list;
	if (by->role.s)
		keep_role(*list, n, by->role);
	if (*n)
		qsort(*list, *n, sizeof **list, oldest_first);
	return true;
}
