/* See sums.h. */
#include "store/sums.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

static struct q of_day(struct store *s, enum sql_id id, int64_t day, struct str scope, int64_t kind)
{
	struct q q = q_of(s, id);

	q_int(&q, 1, day);
	q_text(&q, 2, scope);
	q_int(&q, 3, kind);
	return q;
}

/* The numbers of the one row of a statement; `two` NULL: one. */
static bool numbers(struct q *q, int64_t *one, int64_t *two, struct err *e)
{
	if (!q_row(q, e))
		return e->kind == ERR_NONE && err_set(e, ERR_FAILED, "count: no answer");
	*one = q_get_int(q, 0);
	if (two)
		*two = q_get_int(q, 1);
	q_leave(q);
	return true;
}

bool store_sums_cases(struct store *s, struct arena *a, int64_t day, struct str scope,
		      struct store_stood **list, size_t *n, struct err *e)
{
	struct q q = of_day(s, SQL_SUMS_CASES, day, scope, kind_closing.code);
	struct buf found = { .a = a };

	q_int(&q, 4, kind_decision.code);
	q_int(&q, 5, kind_appeal.code);
	while (q_row(&q, e)) {
		struct store_stood x = { .now = q_get(&q, a, 0),
					 .was = q_get(&q, a, 1),
					 .was_cls = q_get_int(&q, 2),
					 .in_time = q_get_int(&q, 3) != 0,
					 .n = q_get_int(&q, 4) };

		buf_add(&found, &x, sizeof x);
	}
	*list = (struct store_stood *)(void *)found.p;
	*n = found.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_sums_children(struct store *s, int64_t day, struct str scope, int64_t *n, struct err *e)
{
	struct q q = of_day(s, SQL_SUMS_CHILDREN, day, scope, kind_child_referral.code);

	return numbers(&q, n, NULL, e);
}

bool store_sums_held(struct store *s, int64_t day, struct str scope, int64_t *n, int64_t *longest,
		     struct err *e)
{
	struct q q = of_day(s, SQL_SUMS_HELD, day, scope, kind_stay.code);

	return numbers(&q, n, longest, e);
}

bool store_sums_heavy(struct store *s, int64_t day, struct str scope, int64_t *n, struct err *e)
{
	struct q q = of_day(s, SQL_SUMS_HEAVY, day, scope, kind_weapon_item.code);

	return numbers(&q, n, NULL, e);
}

bool store_sums_acts(struct store *s, int64_t kind, int64_t from, int64_t to, struct str scope,
		     bool (*fn)(void *p, struct str event, struct str code, int64_t n), void *p,
		     struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = of_day(s, SQL_SUMS_ACTS, to, scope, kind);
	bool ok = a || err_set(e, ERR_FAILED, "count acts: out of memory");

	q_int(&q, 4, from);
	while (ok && q_row(&q, e)) {
		ok = fn(p, q_get(&q, a, 0), q_get(&q, a, 1), q_get_int(&q, 2));
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

bool store_sums_codes(struct store *s, int64_t kind, int64_t day, struct str scope,
		      bool (*fn)(void *p, struct str case_no, struct str code), void *p,
		      struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = of_day(s, SQL_SUMS_CODES, day, scope, kind);
	bool ok = a || err_set(e, ERR_FAILED, "count acts: out of memory");

	while (ok && q_row(&q, e)) {
		ok = fn(p, q_get(&q, a, 0), q_get(&q, a, 1));
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

bool store_sums_said(struct store *s, struct arena *a, struct str scope, struct store_said **list,
		     size_t *n, struct err *e)
{
	static const char *const fields[] = { "figure", "detail", "month", "amount" };
	const struct kind *k = &kind_delayed_sum;
	struct q q = q_of(s, SQL_SUMS_SAID);
	struct buf found = { .a = a };

	q_int(&q, 1, k->code);
	q_text(&q, 2, scope);
	for (int i = 0; i < 4; i++)
		q_int(&q, 3 + i, k->fields[field_at(k, fields[i])].tag);
	while (q_row(&q, e)) {
		struct store_said x = { .seq = q_get_int(&q, 0),
					.figure = q_get(&q, a, 1),
					.detail = q_get(&q, a, 2),
					.month = q_get(&q, a, 3),
					.amount = q_get_int(&q, 4) };

		buf_add(&found, &x, sizeof x);
	}
	*list = (struct store_said *)(void *)found.p;
	*n = found.len / sizeof **list;
	return e->kind == ERR_NONE;
}
