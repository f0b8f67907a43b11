/* What holds: the newest record of each thing; and what a later entry changes of earlier days. */
#include "store/db.h"

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

static bool read_newest(struct store *s, struct arena *a, enum sql_id id, const struct kind *k,
			int64_t day,
			bool (*fn)(void *p, const struct store_newest *x, struct err *e), void *p,
			struct err *e)
{
	struct q q = q_of(s, id);

	q_int(&q, 1, k->code);
	q_int(&q, 2, day);
	while (q_row(&q, e)) {
		struct store_newest x = { .kind = k->code,
					  .log = q_get_int(&q, 0),
					  .seq = q_get_int(&q, 1),
					  .day = q_get_int(&q, 2),
					  .key = q_get(&q, a, 3),
					  .place = q_get(&q, a, 4),
					  .stated = q_get_int(&q, 5) != 0,
					  .bytes = q_get(&q, a, 6) };

		if (!fn(p, &x, e)) {
			q_leave(&q);
			return false;
		}
		arena_reset(a);
	}
	return e->kind == ERR_NONE;
}

static bool newest_of(struct store *s, struct arena *a, const struct kind *k, int64_t day,
		      bool (*fn)(void *p, const struct store_newest *x, struct err *e), void *p,
		      struct err *e)
{
	return read_newest(s, a, SQL_NEWEST, k, day, fn, p, e) &&
	       read_newest(s, a, SQL_NEWEST_KEYLESS, k, day, fn, p, e);
}

bool store_newest(struct store *s, int64_t day,
		  bool (*fn)(void *p, const struct store_newest *x, struct err *e), void *p,
		  struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "read what holds: out of memory");

	for (size_t i = 0; ok && i < kinds_n; i++)
		if (kind_has_states(kinds[i]))
			ok = newest_of(s, a, kinds[i], day, fn, p, e);
	arena_free(a);
	return ok;
}

bool store_late(struct store *s, int64_t log, int64_t seq, int64_t day, int64_t *earliest,
		struct err *e)
{
	struct q q = q_of(s, SQL_LATE);

	*earliest = NO_DAY;
	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	q_int(&q, 3, day);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	for (int i = 0; i < 2; i++)
		if (!q_null(&q, i) && (*earliest == NO_DAY || q_get_int(&q, i) < *earliest))
			*earliest = q_get_int(&q, i);
	q_leave(&q);
	return true;
}

bool store_corrected(struct store *s, int64_t log, int64_t seq, bool *yes, struct err *e)
{
	struct q q = q_of(s, SQL_REC_GET);

	*yes = false;
	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*yes = q_get_int(&q, 6) != 0;
	q_leave(&q);
	return true;
}
