/* What waits that is of no case: people whose receiver has not signed for them, searches for which somebody without a case
 * asked, and arms that must not be stored. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "store/erase.h"
#include "store/stock.h"
#include "base/banned.h"

static bool is_confirmed(struct queue *q, const struct store_draft *list, size_t n, struct str no,
			 bool *yes, struct err *e)
{
	*yes = false;
	for (size_t i = 0; i < n; i++) {
		struct entry x;
		struct rec *r;

		if (list[i].kind != kind_captive_release.code || !str_eq(list[i].key, no))
			continue;
		if (!entry_read(q->a, list[i].bytes, &x, e) || !entry_known(q->a, &x, &r, e))
			return false;
		*yes |= r && rec_is(r, "state", "confirmed");
	}
	return true;
}

static bool captives_of(struct queue *q, const struct store_log *log, struct err *e)
{
	struct store_draft *list;
	size_t n;

	if (!store_drafts(q->r->store, q->a, log->id, false, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool confirmed, again = false;

		if (list[i].kind != kind_captive_release.code || !list[i].key.s)
			continue;
		for (size_t j = 0; j < i; j++)
			again |= list[j].kind == list[i].kind && str_eq(list[j].key, list[i].key);
		if (again)
			continue;
		if (!is_confirmed(q, list, n, list[i].key, &confirmed, e))
			return false;
		if (!confirmed)
			queue_add(q, (struct wait){
					     .role = S("liaison,protection"),
					     .what = "confirm_release",
					     .log = log->name,
					     .since = list[i].accepted_day,
					     .limit = NO_DAY,
					     .why = str_fmt(q->a,
							    "release %.*s is announced, and the "
							    "receiver has not signed for them",
							    P(list[i].key)) });
	}
	return true;
}

bool queue_captives(struct queue *q, struct err *e)
{
	for (size_t i = 0; i < q->n_logs; i++)
		if (!captives_of(q, &q->logs[i], e))
			return false;
	return true;
}

static int by_subject(const void *x, const void *y)
{
	const struct store_gone *a = x, *b = y;
	int by = memcmp(a->subject, b->subject, sizeof a->subject);

	if (by || (a->seq < 0) != (b->seq < 0))
		return by ? by : a->seq < 0 ? 1 : -1;
	return a->day != b->day ? a->day < b->day ? -1 : 1 : a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* All that was said of the search of one person, the oldest first. */
static void add_search(struct queue *q, const struct store_gone *list, size_t n)
{
	struct past_act *acts = arena_array(q->a, n, sizeof *acts);
	struct decide_view v = { .past = acts, .n_past = n };

	for (size_t i = 0; i < n; i++)
		acts[i] = (struct past_act){ .step = (int64_t)i + 1,
					     .kind = str_of(kind_tracing.name),
					     .event = S(""),
					     .code = list[i].code };
	for (size_t i = 0; i < n; i++)
		if (forget_sought(&v, i))
			queue_add(q, (struct wait){
					     .role = S("protection"),
					     .what = "trace",
					     .log = queue_log(q, list[i].log),
					     .since = list[i].said_day,
					     .limit = NO_DAY,
					     .why = list[i].seq < 0
							    ? S("somebody without a case "
								"is sought")
							    : str_fmt(q->a,
								      "somebody without a "
								      "case is sought: "
								      "%.*s/%" PRId64,
								      P(queue_log(q, list[i].log)),
								      list[i].seq) });
}

bool queue_searches(struct queue *q, struct err *e)
{
	struct store_gone *list;
	size_t n;

	if (!store_erase_own_of(q->r->store, q->a, kind_tracing.code, &list, &n, e))
		return false;
	if (n)
		qsort(list, n, sizeof *list, by_subject);
	for (size_t from = 0, to = 1; from < n; from = to++) {
		while (to < n && !memcmp(list[to].subject, list[from].subject, 16))
			to++;
		add_search(q, list + from, to - from);
	}
	return true;
}

bool queue_counts(struct queue *q, struct err *e)
{
	for (size_t i = 0; i < q->n_logs; i++) {
		struct store_count *list;
		size_t n;

		if (!store_counts(q->r->store, q->a, q->logs[i].id, &list, &n, e))
			return false;
		for (size_t j = 0; j < n; j++)
			queue_add(q,
				  (struct wait){
					  .role = S("storekeeper,chief"),
					  .what = "count_differs",
					  .log = q->logs[i].name,
					  .since = list[j].day,
					  .limit = NO_DAY,
					  .why = str_fmt(
						  q->a,
						  "%" PRId64 " of %.*s were counted, %" PRId64
						  " %s than in the book: find out, and record "
						  "stock_move act=%s, or a count that agrees",
						  list[j].counted, P(list[j].group),
						  list[j].open < 0 ? -list[j].open : list[j].open,
						  list[j].open < 0 ? "fewer" : "more",
						  list[j].open < 0 ? "lost" : "found") });
	}
	return true;
}

bool queue_unsafe(struct queue *q, struct err *e)
{
	for (size_t i = 0; i < q->n_logs; i++) {
		struct store_book *book;
		int64_t open = 0;
		size_t n;

		if (!store_book(q->r->store, q->a, q->logs[i].id, &book, &n, e))
			return false;
		for (size_t j = 0; j < n; j++)
			if (code_in("in,store,found", book[j].state))
				open += book[j].open;
		if (open)
			queue_add(q, (struct wait){
					     .role = S("mine_action"),
					     .what = "clear",
					     .log = q->logs[i].name,
					     .since = NO_DAY,
					     .limit = NO_DAY,
					     .why = str_fmt(q->a,
							    "%" PRId64
							    " unsafe things that were handed in "
							    "have no clearance task",
							    open) });
	}
	return true;
}
