/* See access.h. */
#include "store/access.h"

#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/erase.h"
#include "base/banned.h"

static struct str or_empty(struct str s)
{
	return s.s ? s : S("");
}

bool store_fold_access(struct store *s, const struct store_access *x, struct err *e)
{
	struct q q = q_of(s, SQL_FOLD_ACCESS);
	uint8_t subject[16];
	bool somebody = x->subject.len == sizeof subject;

	if (somebody) {
		memcpy(subject, x->subject.s, sizeof subject);
		if (!store_unless_erased(s, subject, e))
			return false;
	}
	q_blob(&q, 1, str_mem(x->draft, sizeof x->draft));
	q_int(&q, 2, x->what);
	q_blob(&q, 3, str_mem(x->reader, sizeof x->reader));
	q_text(&q, 4, or_empty(x->scope));
	q_text(&q, 5, or_empty(x->purpose));
	q_int(&q, 6, x->at);
	q_blob(&q, 7, somebody ? str_mem(subject, sizeof subject) : or_empty(x->subject));
	q_blob(&q, 8, or_empty(x->of));
	return q_run(&q, e);
}

static bool take(struct q *q, struct arena *a, struct store_access *out, struct err *e)
{
	struct str draft = q_get(q, a, 0), reader = q_get(q, a, 2);

	*out = (struct store_access){ .what = (enum access_what)q_get_int(q, 1),
				      .scope = q_get(q, a, 3),
				      .purpose = q_get(q, a, 4),
				      .at = q_get_int(q, 5),
				      .subject = q_get(q, a, 6),
				      .of = q_get(q, a, 7) };
	if (draft.len != sizeof out->draft || reader.len != sizeof out->reader)
		return err_set(e, ERR_FAILED,
			       "read grants: the projection is damaged; run `sulh rebuild`");
	memcpy(out->draft, draft.s, sizeof out->draft);
	memcpy(out->reader, reader.s, sizeof out->reader);
	return true;
}

static bool one(struct q *q, struct arena *a, struct store_access *out, bool *flag, struct err *e)
{
	bool ok;

	*out = (struct store_access){ .what = ACCESS_NONE };
	*flag = false;
	if (!q_row(q, e))
		return e->kind == ERR_NONE;
	ok = take(q, a, out, e);
	*flag = q_get_int(q, 8);
	q_leave(q);
	return ok;
}

bool store_grant(struct store *s, struct arena *a, int64_t log, int64_t seq, struct str of,
		 struct store_access *out, bool *ended, struct err *e)
{
	struct q q = q_of(s, SQL_GRANT_GET);

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	q_blob(&q, 3, of);
	return one(&q, a, out, ended, e);
}

bool store_glass(struct store *s, struct arena *a, struct str draft, struct store_access *out,
		 bool *seen, struct err *e)
{
	struct q q = q_of(s, SQL_GLASS_GET);

	q_blob(&q, 1, draft);
	return one(&q, a, out, seen, e);
}

bool store_acted(struct store *s, struct str subject, const uint8_t kid[4], bool *yes,
		 struct err *e)
{
	struct q q = q_of(s, SQL_ACTED);

	q_blob(&q, 1, subject);
	q_blob(&q, 2, str_mem(kid, 4));
	*yes = q_row(&q, e);
	if (!*yes)
		return e->kind == ERR_NONE;
	q_leave(&q);
	return true;
}

static bool all(struct q *q, struct arena *a, struct store_open_access **list, size_t *n,
		struct err *e)
{
	struct buf b = { .a = a };

	while (q_row(q, e)) {
		struct store_open_access x = { .log = q_get_int(q, 8), .seq = q_get_int(q, 9) };

		if (!take(q, a, &x.x, e)) {
			q_leave(q);
			return false;
		}
		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_open_access *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_open_grants(struct store *s, struct arena *a, struct store_open_access **list, size_t *n,
		       struct err *e)
{
	struct q q = q_of(s, SQL_GRANTS_OPEN);

	return all(&q, a, list, n, e);
}

bool store_open_glass(struct store *s, struct arena *a, struct store_open_access **list, size_t *n,
		      struct err *e)
{
	struct q q = q_of(s, SQL_GLASS_OPEN);

	return all(&q, a, list, n, e);
}

bool store_glass_times(struct store *s, struct arena *a, int64_t **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_GLASS_TIMES);
	struct buf b = { .a = a };

	while (q_row(&q, e)) {
		int64_t at = q_get_int(&q, 0);

		buf_add(&b, &at, sizeof at);
	}
	*list = (int64_t *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}
