/* The acts of a case, as the private projection has them: kinds, days and states, nothing sealed. */
#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

bool store_case_acts(struct store *s, struct str case_no,
		     bool (*fn)(void *p, const struct store_case_act *x, struct err *e), void *p,
		     struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = q_of(s, SQL_CASE_ACTS);
	bool ok = a || err_set(e, ERR_FAILED, "read a case: out of memory");

	q_text(&q, 1, case_no);
	while (ok && q_row(&q, e)) {
		struct store_case_act x = { .kind = q_get_int(&q, 0),
					    .step = q_get_int(&q, 1),
					    .event = q_get(&q, a, 2),
					    .log = q_get_int(&q, 3),
					    .seq = q_null(&q, 4) ? -1 : q_get_int(&q, 4),
					    .day = q_null(&q, 5) ? NO_DAY : q_get_int(&q, 5),
					    .draft = q_get(&q, a, 6),
					    .cls = (int)q_get_int(&q, 7) };

		ok = fn(p, &x, e);
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

/* The case numbers that a statement gives: read to the end, since whoever asks may record something then. */
static bool all_cases(struct q *q, struct arena *a, struct str **list, size_t *n, struct err *e)
{
	size_t room = 0;

	*list = NULL;
	*n = 0;
	while (q_row(q, e)) {
		*list = arena_more(a, *list, *n, &room, sizeof **list);
		(*list)[(*n)++] = q_get(q, a, 0);
	}
	return e->kind == ERR_NONE;
}

bool store_cases_due(struct store *s, struct arena *a, int64_t day, struct str **list, size_t *n,
		     struct err *e)
{
	struct q q = q_of(s, SQL_CASES_DUE);

	q_int(&q, 1, CLASS_OPEN);
	q_int(&q, 2, kind_standing.code);
	q_int(&q, 3, kind_certificate.code);
	q_int(&q, 4, day);
	q_int(&q, 5, kind_appeal.code);
	q_int(&q, 6, kind_presentation.code);
	return all_cases(&q, a, list, n, e);
}

bool store_cases_waiting(struct store *s, struct arena *a, struct str **list, size_t *n,
			 struct err *e)
{
	static const struct kind *const kinds_waiting[] = {
		&kind_appeal,	  &kind_request,     &kind_certificate, &kind_standing,
		&kind_dedup_link, &kind_stop_report, &kind_benefit,	&kind_stay,
		&kind_tracing,	  &kind_pledge_case, &kind_decision,
	};
	struct q q = q_of(s, SQL_CASES_WAITING);

	q_int(&q, 1, CLASS_OPEN);
	for (size_t i = 0; i < sizeof kinds_waiting / sizeof *kinds_waiting; i++)
		q_int(&q, (int)i + 2, kinds_waiting[i]->code);
	q_int(&q, 13, CLASS_GRANTED);
	q_int(&q, 14, kind_certificate.code);
	q_int(&q, 15, kind_presentation.code);
	q_int(&q, 16, kind_check.code);
	return all_cases(&q, a, list, n, e);
}

bool store_cases_old(struct store *s, struct arena *a, int64_t day, struct str **list, size_t *n,
		     struct err *e)
{
	struct q q = q_of(s, SQL_CASES_OLD);

	q_int(&q, 1, day);
	return all_cases(&q, a, list, n, e);
}

bool store_cases_offline(struct store *s, struct arena *a, struct str **list, size_t *n,
			 struct err *e)
{
	struct q q = q_of(s, SQL_CASES_OFFLINE);

	return all_cases(&q, a, list, n, e);
}

bool store_cases_unscreened(struct store *s, struct arena *a, int64_t kind, int64_t list,
			    struct str **cases, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_CASES_UNSCREENED);

	q_int(&q, 1, kind);
	q_int(&q, 2, list);
	return all_cases(&q, a, cases, n, e);
}

bool store_cases_not_exchanged(struct store *s, struct arena *a, int64_t kind, struct str id,
			       int64_t file, struct str **cases, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_CASES_NOT_EXCHANGED);

	q_int(&q, 1, kind);
	q_text(&q, 2, id);
	q_int(&q, 3, file);
	return all_cases(&q, a, cases, n, e);
}

bool store_records(struct store *s, int64_t kind, int64_t from, int64_t to, bool newest,
		   bool (*fn)(void *p, int64_t log, int64_t seq, struct err *e), void *p,
		   struct err *e)
{
	struct q q = q_of(s, newest ? SQL_RECORDS_NEWEST : SQL_RECORDS);
	struct arena *a = arena_new(0);
	struct buf found = { .a = a };
	const int64_t *at;
	bool ok = a || err_set(e, ERR_FAILED, "list records: out of memory");

	q_int(&q, 1, kind);
	q_int(&q, 2, from);
	q_int(&q, 3, to);
	while (ok && q_row(&q, e)) {
		int64_t pair[2] = { q_get_int(&q, 0), q_get_int(&q, 1) };

		buf_add(&found, pair, sizeof pair);
	}
	ok = ok && e->kind == ERR_NONE;
	at = (const int64_t *)(const void *)found.p;
	/* Read to the end first: fn may ask the same statement. */
	for (size_t i = 0; ok && i < found.len / (2 * sizeof *at); i++)
		ok = fn(p, at[2 * i], at[2 * i + 1], e);
	arena_free(a);
	return ok;
}
