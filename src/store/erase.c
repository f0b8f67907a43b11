/* See erase.h. */
#include "store/erase.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/keyring_erase.h"
#include "store/db.h"
#include "base/banned.h"

/* A blob of the database that has another length than it must have is damage. */
static bool fixed(struct str s, void *out, size_t n, struct err *e)
{
	if (s.len != n)
		return err_set(e, ERR_FAILED,
			       "read what was erased: the database is damaged; restore a backup");
	memcpy(out, s.s, n);
	return true;
}

bool store_erasing_add(struct store *s, const struct store_erasing *x, struct err *e)
{
	struct q q = q_of(s, SQL_ERASING_ADD);

	q_blob(&q, 1, str_mem(x->subject, 16));
	q_text(&q, 2, x->case_no);
	return q_run(&q, e);
}

bool store_erasing(struct store *s, struct arena *a, struct store_erasing **list, size_t *n,
		   struct err *e)
{
	struct q q = q_of(s, SQL_ERASING_ALL);
	struct buf b = { .a = a };

	while (q_row(&q, e)) {
		struct store_erasing x = { .case_no = q_get(&q, a, 1) };

		if (!fixed(q_get(&q, a, 0), x.subject, 16, e)) {
			q_leave(&q);
			return false;
		}
		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_erasing *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_erasing_done(struct store *s, struct err *e)
{
	struct q q = q_of(s, SQL_ERASING_DONE);

	return q_run(&q, e);
}

/* The rows of a statement about acts, whose parameters are bound. */
static bool acts(struct q *q, struct arena *a, struct store_gone **list, size_t *n, struct err *e)
{
	struct buf b = { .a = a };

	while (q_row(q, e)) {
		struct store_gone x = { .log = q_get_int(q, 0),
					.seq = q_null(q, 1) ? -1 : q_get_int(q, 1),
					.kind = q_get_int(q, 2),
					.event = q_get(q, a, 3),
					.cls = (enum case_class)q_get_int(q, 4),
					.before = (enum case_class)q_get_int(q, 5),
					.day = q_null(q, 8) ? NO_DAY : q_get_int(q, 8),
					.said_day = q_null(q, 9) ? NO_DAY : q_get_int(q, 9),
					.code = q_get(q, a, 10) };

		if (!fixed(q_get(q, a, 6), x.draft, sizeof x.draft, e) ||
		    !fixed(q_get(q, a, 7), x.subject, sizeof x.subject, e)) {
			q_leave(q);
			return false;
		}
		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_gone *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_erase_acts(struct store *s, struct arena *a, struct str case_no,
		      struct store_gone **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_ACTS);

	q_text(&q, 1, case_no);
	return acts(&q, a, list, n, e);
}

bool store_erase_own(struct store *s, struct arena *a, const uint8_t subject[16],
		     struct store_gone **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_OWN);

	q_blob(&q, 1, str_mem(subject, 16));
	return acts(&q, a, list, n, e);
}

bool store_erase_own_at(struct store *s, struct arena *a, int64_t log, int64_t seq,
			struct store_gone **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_OWN_AT);

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	return acts(&q, a, list, n, e);
}

bool store_erase_own_of(struct store *s, struct arena *a, int64_t kind, struct store_gone **list,
			size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_OWN_OF);

	q_int(&q, 1, kind);
	return acts(&q, a, list, n, e);
}

bool store_erase_own_all(struct store *s, struct arena *a, struct store_gone **list, size_t *n,
			 struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_OWN_ALL);

	return acts(&q, a, list, n, e);
}

bool store_erase_beside(struct store *s, struct arena *a, int64_t log, int64_t seq, int64_t **list,
			size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_BESIDE);
	struct buf b = { .a = a };

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	while (q_row(&q, e)) {
		int64_t other = q_get_int(&q, 0);

		buf_add(&b, &other, sizeof other);
	}
	*list = (int64_t *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_erase_said(struct store *s, struct arena *a, const uint8_t draft[16], struct str what,
		      struct str *mac, struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_SAID);

	*mac = (struct str){ NULL, 0 };
	q_blob(&q, 1, str_mem(draft, 16));
	q_text(&q, 2, what);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*mac = q_get(&q, a, 0);
	q_leave(&q);
	return true;
}

bool store_erase_entry(struct store *s, const struct store_gone *x, struct err *e)
{
	struct q q = q_of(s, SQL_GONE_ADD), objects, accepted;

	q_int(&q, 1, x->log);
	q_int(&q, 2, x->seq);
	q_int(&q, 3, x->kind);
	q_text(&q, 4, x->event);
	q_int(&q, 5, x->cls);
	q_int(&q, 6, x->before);
	q_blob(&q, 7, x->mac);
	if (!q_run(&q, e))
		return false;
	objects = q_of(s, SQL_ERASE_OBJECTS);
	q_int(&objects, 1, x->log);
	q_int(&objects, 2, x->seq);
	if (!q_run(&objects, e))
		return false;
	accepted = q_of(s, SQL_ERASE_ACCEPTED);
	q_blob(&accepted, 1, str_mem(x->draft, 16));
	return q_run(&accepted, e);
}

bool store_erase_case(struct store *s, struct str case_no, struct str kept, struct err *e)
{
	static const enum sql_id ids[] = { SQL_ERASE_MARK,	 SQL_ERASE_COMPARED,
					   SQL_ERASE_APPEAL_END, SQL_ERASE_ACT_OFFICER,
					   SQL_ERASE_EFFECT,	 SQL_ERASE_ACT };
	struct q marks = q_of(s, SQL_ERASE_MARKS_KEPT);

	q_text(&marks, 1, case_no);
	q_text(&marks, 2, kept);
	if (!q_run(&marks, e))
		return false;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct q q = q_of(s, ids[i]);

		q_text(&q, 1, case_no);
		if (!q_run(&q, e))
			return false;
	}
	return true;
}

bool store_erase_own_act(struct store *s, const uint8_t draft[16], struct err *e)
{
	static const enum sql_id ids[] = { SQL_ERASE_OWN_MARK, SQL_ERASE_OWN_EFFECT,
					   SQL_ERASE_OWN_ACT };

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct q q = q_of(s, ids[i]);

		q_blob(&q, 1, str_mem(draft, 16));
		if (!q_run(&q, e))
			return false;
	}
	return true;
}

bool store_erase_access(struct store *s, const uint8_t subject[16], struct err *e)
{
	struct q q = q_of(s, SQL_ERASE_ACCESS);
	uint8_t tag[ERASE_TAG];

	erase_tag(subject, tag);
	q_blob(&q, 1, str_mem(subject, 16));
	q_blob(&q, 2, str_mem(tag, 16));
	return q_run(&q, e);
}

bool store_unless_erased(struct store *s, uint8_t subject[16], struct err *e)
{
	struct q q = q_of(s, SQL_ERASED_GET);
	uint8_t tag[ERASE_TAG];

	erase_tag(subject, tag);
	q_blob(&q, 1, str_mem(tag, sizeof tag));
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	q_leave(&q);
	memcpy(subject, tag, 16);
	return true;
}

bool store_gone(struct store *s, struct arena *a, int64_t log, int64_t seq, struct store_gone *out,
		struct err *e)
{
	struct q q = q_of(s, SQL_GONE_GET);

	*out = (struct store_gone){ .log = log, .seq = seq };
	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	out->kind = q_get_int(&q, 0);
	out->event = q_get(&q, a, 1);
	out->cls = (enum case_class)q_get_int(&q, 2);
	out->before = (enum case_class)q_get_int(&q, 3);
	out->mac = q_get(&q, a, 4);
	q_leave(&q);
	return true;
}

bool store_erased_add(struct store *s, const struct store_erased *x, struct err *e)
{
	struct q q = q_of(s, SQL_ERASED_ADD);

	q_blob(&q, 1, str_mem(x->tag, sizeof x->tag));
	q_int(&q, 2, x->day);
	return q_run(&q, e);
}

bool store_erased(struct store *s, struct arena *a, struct store_erased **list, size_t *n,
		  struct err *e)
{
	struct q q = q_of(s, SQL_ERASED_ALL);
	struct buf b = { .a = a };

	while (q_row(&q, e)) {
		struct store_erased x = { .day = q_get_int(&q, 1) };

		if (!fixed(q_get(&q, a, 0), x.tag, sizeof x.tag, e)) {
			q_leave(&q);
			return false;
		}
		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_erased *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_subjects(struct store *s,
		    bool (*fn)(void *p, const uint8_t subject[16], struct str case_no,
			       struct err *e),
		    void *p, struct err *e)
{
	struct q q = q_of(s, SQL_SUBJECTS_ALL);
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "read the cases: out of memory");

	while (ok && q_row(&q, e)) {
		uint8_t subject[16];

		ok = fixed(q_get(&q, a, 0), subject, sizeof subject, e) &&
		     fn(p, subject, q_get(&q, a, 1), e);
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

bool store_backup_add(struct store *s, const struct store_backup *x, struct err *e)
{
	struct q q = q_of(s, SQL_BACKUP_NOTE_ADD);

	q_text(&q, 1, x->path);
	q_int(&q, 2, x->day);
	return q_run(&q, e);
}

bool store_backup_drop(struct store *s, struct str path, struct err *e)
{
	struct q q = q_of(s, SQL_BACKUP_NOTE_DROP);

	q_text(&q, 1, path);
	return q_run(&q, e);
}

bool store_backups(struct store *s, struct arena *a, struct store_backup **list, size_t *n,
		   struct err *e)
{
	struct q q = q_of(s, SQL_BACKUP_NOTE_ALL);
	struct buf b = { .a = a };

	while (q_row(&q, e)) {
		struct store_backup x = { q_get(&q, a, 0), q_get_int(&q, 1) };

		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_backup *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}
