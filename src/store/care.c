/* A copy of the database, and whether it is sound. */
#include <sys/stat.h>

#include "base/arena.h"
#include "base/time.h"
#include "store/db.h"
#include "base/banned.h"

bool store_copy(struct store *s, const char *path, struct err *e)
{
	struct q q = q_of(s, SQL_VACUUM_INTO);

	q_text(&q, 1, str_of(path));
	return q_run(&q, e) && (!chmod(path, 0600) || err_sys(e, "protect %s", path));
}

bool store_sound(struct store *s, struct arena *a, bool deep, struct str *wrong, struct err *e)
{
	struct q q = q_of(s, deep ? SQL_INTEGRITY_CHECK : SQL_QUICK_CHECK);
	bool torn = false;

	*wrong = (struct str){ NULL, 0 };
	if (!db_torn(s, a, &torn, e))
		return false;
	if (torn) {
		*wrong = S("sulh.db " DB_TORN);
		return true;
	}
	if (!q_row(&q, e))
		return e->kind != ERR_NONE
			       ? false
			       : err_set(e, ERR_FAILED, "check the database: no answer");
	*wrong = q_get(&q, a, 0);
	q_leave(&q);
	if (str_eq(*wrong, S("ok")))
		*wrong = (struct str){ NULL, 0 };
	return true;
}

bool store_waiting(struct store *s, int64_t log, int64_t *n, int64_t *oldest, struct err *e)
{
	struct q q = q_of(s, SQL_DRAFT_OLDEST);

	q_int(&q, 1, log);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE && err_set(e, ERR_FAILED, "count drafts: no answer");
	*n = q_get_int(&q, 0);
	*oldest = q_null(&q, 1) ? NO_DAY : q_get_int(&q, 1);
	q_leave(&q);
	return true;
}
