/* See effect.h. */
#include "store/effect.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "store/db.h"
#include "base/banned.h"

bool store_fold_effect(struct store *s, const struct store_effect *x, struct err *e)
{
	struct q q = q_of(s, SQL_EFFECT_ADD);

	q_blob(&q, 1, str_mem(x->draft, sizeof x->draft));
	q_int(&q, 2, x->log);
	q_text(&q, 3, x->no);
	q_text(&q, 4, x->target);
	q_int(&q, 5, x->count);
	q_int(&q, 6, x->sent_on);
	if (x->confirmed_on == NO_DAY)
		q_text(&q, 7, (struct str){ NULL, 0 });
	else
		q_int(&q, 7, x->confirmed_on);
	q_int(&q, 8, x->refused);
	return q_run(&q, e);
}

bool store_effects(struct store *s, struct arena *a, struct store_effect **list, size_t *n,
		   struct err *e)
{
	struct q q = q_of(s, SQL_EFFECTS);
	struct buf found = { .a = a };

	e->kind = ERR_NONE;
	while (q_row(&q, e)) {
		struct str draft = q_get(&q, a, 0);
		struct store_effect x = { .log = q_get_int(&q, 1),
					  .no = q_get(&q, a, 2),
					  .target = q_get(&q, a, 3),
					  .count = q_get_int(&q, 4),
					  .sent_on = q_get_int(&q, 5),
					  .confirmed_on = q_null(&q, 6) ? NO_DAY : q_get_int(&q, 6),
					  .refused = q_get_int(&q, 7) };

		if (draft.len == sizeof x.draft)
			memcpy(x.draft, draft.s, sizeof x.draft);
		buf_add(&found, &x, sizeof x);
	}
	*list = (struct store_effect *)(void *)found.p;
	*n = found.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_promises(struct store *s, int64_t kind, int64_t day, struct str scope, int64_t *overdue,
		    int64_t *taken_back, int64_t *last, struct err *e)
{
	struct q q = q_of(s, SQL_PROMISES);

	q_int(&q, 1, kind);
	q_int(&q, 2, day);
	q_text(&q, 3, scope);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE && err_set(e, ERR_FAILED, "count promises: no answer");
	*overdue = q_get_int(&q, 0);
	*taken_back = q_get_int(&q, 1);
	*last = q_null(&q, 2) ? NO_DAY : q_get_int(&q, 2);
	q_leave(&q);
	return true;
}
