/* See person.h. */
#include "store/person.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

static bool fold_mark(struct store *s, const struct store_ties *x, const struct store_mark *m,
		      struct err *e)
{
	struct q q = q_of(s, SQL_TIE_MARK);

	q_text(&q, 1, m->what);
	q_blob(&q, 2, str_mem(m->mac, sizeof m->mac));
	q_blob(&q, 3, str_mem(x->draft, sizeof x->draft));
	q_text(&q, 4, x->case_no);
	q_int(&q, 5, x->step);
	return q_run(&q, e);
}

static bool fold_same(struct store *s, const struct store_same *x, struct err *e)
{
	struct q q = q_of(s, SQL_TIE_SAME_OFFICER);

	q_blob(&q, 1, str_mem(x->kid, sizeof x->kid));
	q_blob(&q, 2, str_mem(x->other, sizeof x->other));
	q_int(&q, 3, x->relative);
	return q_run(&q, e);
}

bool store_same(struct store *s, struct arena *a, struct store_same **list, size_t *n,
		struct err *e)
{
	struct q q = q_of(s, SQL_SAME_OFFICERS);
	struct buf found = { .a = a };

	while (q_row(&q, e)) {
		struct str kid = q_get(&q, a, 0), other = q_get(&q, a, 1);
		struct store_same x = { .relative = q_get_int(&q, 2) };

		if (kid.len != sizeof x.kid || other.len != sizeof x.other) {
			q_leave(&q);
			return err_set(e, ERR_FAILED,
				       "read the officers: the database is damaged; sulh rebuild");
		}
		memcpy(x.kid, kid.s, sizeof x.kid);
		memcpy(x.other, other.s, sizeof x.other);
		buf_add(&found, &x, sizeof x);
	}
	*list = (struct store_same *)(void *)found.p;
	*n = found.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_fold_ties(struct store *s, const struct store_ties *x, struct err *e)
{
	struct store_access access = x->access;

	memcpy(access.draft, x->draft, sizeof access.draft);
	if (access.what && !store_fold_access(s, &access, e))
		return false;
	for (size_t i = 0; i < x->n_marks; i++)
		if (!fold_mark(s, x, &x->marks[i], e))
			return false;
	for (size_t i = 0; i < x->n_same; i++)
		if (!fold_same(s, &x->same[i], e))
			return false;
	for (size_t i = 0; i + 32 <= x->named.len; i += 32) {
		struct q q = q_of(s, SQL_TIE_NAMED);

		q_blob(&q, 1, str_mem(x->named.s + i, 32));
		q_blob(&q, 2, str_mem(x->draft, sizeof x->draft));
		if (!q_run(&q, e))
			return false;
	}
	if (!x->case_no.s)
		return true;
	for (size_t i = 0; i < x->n_kids; i++) {
		struct q q = q_of(s, SQL_TIE_OFFICER);

		q_text(&q, 1, x->case_no);
		q_int(&q, 2, x->step);
		q_blob(&q, 3, str_mem(x->kids[i], sizeof x->kids[i]));
		if (!q_run(&q, e))
			return false;
	}
	if (x->has_appeal_end) {
		struct q q = q_of(s, SQL_TIE_APPEAL_END);

		q_text(&q, 1, x->case_no);
		q_int(&q, 2, x->step);
		q_int(&q, 3, x->appeal_end);
		return q_run(&q, e);
	}
	return true;
}

/* The first column of the first row, s == NULL without one. */
static bool one(struct q *q, struct arena *a, struct str *out, struct err *e)
{
	*out = (struct str){ NULL, 0 };
	if (!q_row(q, e))
		return e->kind == ERR_NONE;
	*out = q_get(q, a, 0);
	q_leave(q);
	return true;
}

bool store_mark_find(struct store *s, struct arena *a, const struct store_mark *m,
		     struct str *case_no, struct err *e)
{
	struct q q = q_of(s, SQL_MARK_FIND);

	q_text(&q, 1, m->what);
	q_blob(&q, 2, str_mem(m->mac, sizeof m->mac));
	return one(&q, a, case_no, e);
}

bool store_act_in_log(struct store *s, const uint8_t draft[16], bool *yes, struct err *e)
{
	struct q q = q_of(s, SQL_ACT_IN_LOG);

	q_blob(&q, 1, str_mem(draft, 16));
	*yes = q_row(&q, e);
	if (*yes)
		q_leave(&q);
	return e->kind == ERR_NONE;
}

bool store_mark_cases(struct store *s, struct arena *a, const struct store_mark *m,
		      struct str **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_MARK_CASES);
	struct buf all = { .a = a };

	q_text(&q, 1, m->what);
	q_blob(&q, 2, str_mem(m->mac, sizeof m->mac));
	while (q_row(&q, e)) {
		struct str case_no = q_get(&q, a, 0);

		buf_add(&all, &case_no, sizeof case_no);
	}
	*list = (struct str *)(void *)all.p;
	*n = all.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_mark_act(struct store *s, const struct store_mark *m, int64_t *log, int64_t *seq,
		    bool *waits, struct err *e)
{
	struct q q = q_of(s, SQL_MARK_ACT);

	*seq = -1;
	*waits = false;
	q_text(&q, 1, m->what);
	q_blob(&q, 2, str_mem(m->mac, sizeof m->mac));
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*log = q_get_int(&q, 0);
	*waits = q_null(&q, 1);
	if (!*waits)
		*seq = q_get_int(&q, 1);
	q_leave(&q);
	return true;
}

bool store_mark_step(struct store *s, struct str case_no, const struct store_mark *m, int64_t *step,
		     struct err *e)
{
	struct q q = q_of(s, SQL_MARK_STEP);

	*step = -1;
	q_text(&q, 1, case_no);
	q_text(&q, 2, m->what);
	q_blob(&q, 3, str_mem(m->mac, sizeof m->mac));
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*step = q_get_int(&q, 0);
	q_leave(&q);
	return true;
}

bool store_pairs(struct store *s, struct arena *a, struct store_pair **list, size_t *n,
		 struct err *e)
{
	struct q q = q_of(s, SQL_PAIRS_THERE);
	struct buf all = { .a = a };

	while (q_row(&q, e)) {
		struct store_pair x = { .case_no = q_get(&q, a, 0),
					.noted = q_null(&q, 1) ? NO_DAY : q_get_int(&q, 1),
					.verdict = q_get(&q, a, 2),
					.judged = q_null(&q, 3) ? NO_DAY : q_get_int(&q, 3),
					.state = q_get(&q, a, 4),
					.mac = q_get(&q, a, 5) };

		buf_add(&all, &x, sizeof x);
	}
	*list = (struct store_pair *)(void *)all.p;
	*n = all.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_mark_said(struct store *s, struct arena *a, struct str case_no, struct str what,
		     struct store_marked **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_MARK_SAID);
	struct buf all = { .a = a };

	q_text(&q, 1, case_no);
	q_text(&q, 2, what);
	while (q_row(&q, e)) {
		struct store_marked x = { .step = q_get_int(&q, 0),
					  .mac = q_get(&q, a, 1),
					  .code = q_get(&q, a, 2) };

		buf_add(&all, &x, sizeof x);
	}
	*list = (struct store_marked *)(void *)all.p;
	*n = all.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_mark_newest(struct store *s, struct arena *a, struct str case_no, struct str what,
		       struct str *mac, struct err *e)
{
	struct q q = q_of(s, SQL_MARK_NEWEST);

	q_text(&q, 1, case_no);
	q_text(&q, 2, what);
	return one(&q, a, mac, e);
}

bool store_mark_beside(struct store *s, struct arena *a, struct str case_no,
		       const struct store_mark *m, struct str what, struct str **list, size_t *n,
		       struct err *e)
{
	struct q q = q_of(s, SQL_MARK_BESIDE);
	struct buf all = { .a = a };

	q_text(&q, 1, case_no);
	q_text(&q, 2, m->what);
	q_blob(&q, 3, str_mem(m->mac, sizeof m->mac));
	q_text(&q, 4, what);
	while (q_row(&q, e)) {
		struct str mac = q_get(&q, a, 0);

		buf_add(&all, &mac, sizeof mac);
	}
	*list = (struct str *)(void *)all.p;
	*n = all.len / sizeof **list;
	return e->kind == ERR_NONE;
}

static int64_t day_or_none(struct q *q, int at)
{
	return q_null(q, at) ? NO_DAY : q_get_int(q, at);
}

bool store_past(struct store *s, struct arena *a, struct str case_no,
		bool (*fn)(void *p, const struct store_past *x), void *p, struct err *e)
{
	struct q q = q_of(s, SQL_PAST_ACTS);
	bool ok = true;

	q_text(&q, 1, case_no);
	while (ok && q_row(&q, e)) {
		struct str kid = q_null(&q, 11) ? S("") : q_get(&q, a, 11);
		struct store_past x = { .step = q_get_int(&q, 0),
					.kind = q_get_int(&q, 1),
					.event = q_get(&q, a, 2),
					.state = q_get(&q, a, 3),
					.cls = (enum case_class)q_get_int(&q, 4),
					.said_day = day_or_none(&q, 5),
					.until = day_or_none(&q, 6),
					.appeal_end = day_or_none(&q, 7),
					.code = q_get(&q, a, 8),
					.decree = q_get(&q, a, 9),
					.search = q_get(&q, a, 10) };

		ok = kid.len == 4 || !kid.len ||
		     err_set(e, ERR_FAILED, "read a case: the database is damaged; sulh rebuild");
		if (kid.len)
			x.kid = (const uint8_t *)kid.s;
		ok = ok && fn(p, &x);
	}
	if (!ok)
		q_leave(&q);
	return ok && e->kind == ERR_NONE;
}

bool store_case_of_subject(struct store *s, struct arena *a, struct str subject,
			   struct str *case_no, struct err *e)
{
	struct q q = q_of(s, SQL_CASE_OF_SUBJECT);

	q_blob(&q, 1, subject);
	return one(&q, a, case_no, e);
}

/* The object s of an act: of its entry, or of the draft that waits; s == NULL where it is gone. */
static bool object_of(struct store *s, struct arena *a, const struct q *act, struct str *out,
		      struct err *e)
{
	struct q q = q_of(s, q_null(act, 3) ? SQL_NAMING_DRAFT : SQL_NAMING_ENTRY);
	struct str draft = q_get(act, a, 4);

	if (q_null(act, 3)) {
		q_blob(&q, 1, draft);
	} else {
		q_int(&q, 1, q_get_int(act, 2));
		q_int(&q, 2, q_get_int(act, 3));
	}
	return one(&q, a, out, e);
}

bool store_namings(struct store *s, uint8_t first, uint8_t last,
		   bool (*fn)(void *p, const struct store_naming *x, struct err *e), void *p,
		   struct err *e)
{
	struct q q = q_of(s, SQL_NAMINGS);
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "read the persons: out of memory");

	q_int(&q, 1, kind_registration.code);
	q_int(&q, 2, kind_correction.code);
	q_blob(&q, 3, str_mem(&first, 1));
	q_blob(&q, 4, str_mem(&last, 1));
	while (ok && q_row(&q, e)) {
		struct store_naming x = { q_get(&q, a, 0), q_get(&q, a, 1), { NULL, 0 } };

		ok = object_of(s, a, &q, &x.s, e) && (!x.s.s || fn(p, &x, e));
		arena_reset(a);
	}
	ok = ok && e->kind == ERR_NONE;
	q_leave(&q);
	arena_free(a);
	return ok;
}

static struct store_held held(const struct q *q, struct arena *a)
{
	return (struct store_held){
		.step = q_get_int(q, 0),
		.kind = q_get_int(q, 1),
		.event = q_get(q, a, 2),
		.state = q_get(q, a, 3),
		.log = q_get_int(q, 4),
		.seq = q_null(q, 5) ? -1 : q_get_int(q, 5),
		.day = q_null(q, 6) ? NO_DAY : q_get_int(q, 6),
		.subject = q_get(q, a, 7),
		.bytes = q_get(q, a, 8),
		.c = q_get(q, a, 9),
		.s = q_get(q, a, 10),
		.leaf = q_get(q, a, 11),
	};
}

bool store_case_held(struct store *s, struct arena *a, struct str case_no, struct store_held **list,
		     size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_CASE_OBJECTS);
	size_t room = 0;

	*list = NULL;
	*n = 0;
	q_text(&q, 1, case_no);
	while (q_row(&q, e)) {
		*list = arena_more(a, *list, *n, &room, sizeof **list);
		(*list)[(*n)++] = held(&q, a);
	}
	return e->kind == ERR_NONE;
}

bool store_act_held(struct store *s, struct arena *a, const uint8_t draft[16],
		    struct store_held *out, struct err *e)
{
	struct q q = q_of(s, SQL_ACT_OBJECTS);

	q_blob(&q, 1, str_mem(draft, 16));
	if (!q_row(&q, e))
		return e->kind == ERR_NONE &&
		       err_set(e, ERR_NOTHING, "read an act: there is none such");
	*out = held(&q, a);
	q_leave(&q);
	return true;
}
