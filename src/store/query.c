/* What the projection answers. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

bool store_thing_find(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *in,
		      int64_t *seq, struct err *e)
{
	struct q q = q_of(s, SQL_THING_FIND);

	q_int(&q, 1, kind);
	q_text(&q, 2, key);
	q_int(&q, 3, log);
	*seq = -1;
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*in = q_get_int(&q, 0);
	*seq = q_get_int(&q, 1);
	q_leave(&q);
	return true;
}

bool store_thing(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *seq,
		 struct err *e)
{
	struct q q = q_of(s, SQL_THING_GET);

	q_int(&q, 1, kind);
	q_text(&q, 2, key);
	q_int(&q, 3, log);
	*seq = -1;
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*seq = q_get_int(&q, 0);
	q_leave(&q);
	return true;
}

bool store_thing_before(struct store *s, int64_t log, int64_t seq, int64_t *before, struct err *e)
{
	struct q q = q_of(s, SQL_THING_BEFORE);

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	*before = -1;
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	if (!q_null(&q, 0))
		*before = q_get_int(&q, 0);
	q_leave(&q);
	return true;
}

bool store_named(struct store *s, int64_t kind, struct str name, bool *there, struct err *e)
{
	static const enum sql_id ids[] = { SQL_THING_NAMED, SQL_DRAFT_BY_NAME };

	*there = false;
	for (size_t i = 0; i < 2 && !*there; i++) {
		struct q q = q_of(s, ids[i]);

		q_int(&q, 1, kind);
		q_text(&q, 2, name);
		*there = q_row(&q, e);
		if (!*there && e->kind != ERR_NONE)
			return false;
		q_leave(&q);
	}
	return true;
}

bool store_things(struct store *s, int64_t kind,
		  bool (*fn)(void *p, int64_t log, int64_t seq, struct err *e), void *p,
		  struct err *e)
{
	struct q q = q_of(s, SQL_THING_ALL);

	q_int(&q, 1, kind);
	while (q_row(&q, e)) {
		if (!fn(p, q_get_int(&q, 0), q_get_int(&q, 1), e)) {
			q_leave(&q);
			return false;
		}
	}
	return e->kind == ERR_NONE;
}

bool store_places(struct store *s, struct arena *a, struct store_place **list, size_t *n,
		  struct err *e)
{
	struct q q = q_of(s, SQL_PLACE_ALL);
	struct buf found = { .a = a };

	for (*n = 0; q_row(&q, e); (*n)++) {
		struct store_place p = { q_get(&q, a, 0), q_get(&q, a, 1), q_get(&q, a, 2),
					 q_get(&q, a, 3), q_get(&q, a, 4), q_get_int(&q, 5) };

		buf_add(&found, &p, sizeof p);
	}
	*list = (struct store_place *)(void *)found.p;
	return e->kind == ERR_NONE;
}

bool store_whole(struct store *s, struct arena *a, struct str *code, struct err *e)
{
	struct store_place *list;
	size_t n;

	*code = S("");
	if (!store_places(s, a, &list, &n, e))
		return false;
	for (size_t i = n; i-- > 0;)
		if (!list[i].parent.len)
			*code = list[i].code;
	return true;
}

static bool one_text(struct q *q, struct arena *a, struct str *out, struct err *e)
{
	*out = (struct str){ NULL, 0 };
	if (!q_row(q, e))
		return e->kind == ERR_NONE;
	*out = q_get(q, a, 0);
	q_leave(q);
	return true;
}

bool store_place_find(struct store *s, struct arena *a, struct str name, struct str *code,
		      struct err *e)
{
	struct q q = q_of(s, SQL_PLACE_FIND);

	q_text(&q, 1, name);
	return one_text(&q, a, code, e);
}

bool store_seat(struct store *s, struct arena *a, int64_t log, struct str *place, struct err *e)
{
	struct kept_logs *k = db_logs(s);
	const struct store_log *logs;
	struct q q;
	size_t n, i = 0;

	if (!store_logs_kept(s, &logs, &n, e))
		return false;
	while (i < n && logs[i].id != log)
		i++;
	*place = (struct str){ NULL, 0 };
	if (i == n)
		return true;
	if (!k->seated[i]) {
		q = q_of(s, SQL_SEAT_GET);
		q_int(&q, 1, log);
		if (!one_text(&q, k->a, &k->seats[i], e))
			return false;
		k->seated[i] = true;
	}
	if (k->seats[i].s)
		*place = str_dup(a, k->seats[i]);
	return true;
}

/* From the column of the public key on. */
static void read_officer(struct q *q, struct arena *a, int at, struct store_officer *o)
{
	struct str key = q_get(q, a, at);

	o->there = key.len == 32;
	if (o->there)
		memcpy(o->public_key, key.s, 32);
	o->roles = q_get(q, a, at + 1);
	o->act = q_get(q, a, at + 2);
	o->from_day = q_get_int(q, at + 3);
	o->until_day = q_null(q, at + 4) ? NO_DAY : q_get_int(q, at + 4);
	o->since = q_get_int(q, at + 5);
}

bool store_officer(struct store *s, struct arena *a, const uint8_t kid[4], int64_t day,
		   struct store_officer *o, struct err *e)
{
	struct q q = q_of(s, SQL_OFFICER_GET);

	memset(o, 0, sizeof *o);
	memcpy(o->kid, kid, sizeof o->kid);
	q_blob(&q, 1, str_mem(kid, 4));
	q_int(&q, 2, day);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	read_officer(&q, a, 0, o);
	q_leave(&q);
	return true;
}

bool store_officers(struct store *s, struct arena *a, struct store_officer **list, size_t *n,
		    struct err *e)
{
	struct q q = q_of(s, SQL_OFFICER_ALL);
	struct buf b = { .a = a };

	while (q_row(&q, e)) {
		struct store_officer o = { 0 };
		struct str kid = q_get(&q, a, 0);

		if (kid.len == sizeof o.kid)
			memcpy(o.kid, kid.s, sizeof o.kid);
		read_officer(&q, a, 1, &o);
		buf_add(&b, &o, sizeof o);
	}
	*list = (struct store_officer *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

static bool one_int(struct q *q, int64_t *out, int64_t none, struct err *e)
{
	*out = none;
	if (!q_row(q, e))
		return e->kind == ERR_NONE;
	*out = q_null(q, 0) ? none : q_get_int(q, 0);
	q_leave(q);
	return true;
}

bool store_officer_count(struct store *s, int64_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_OFFICER_COUNT);

	return one_int(&q, n, 0, e);
}

bool store_case(struct store *s, struct arena *a, struct str case_no, struct store_case *c,
		struct err *e)
{
	struct q q = q_of(s, SQL_CASE_LAST);
	struct str subject, operator, registrar;

	memset(c, 0, sizeof *c);
	q_text(&q, 1, case_no);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	c->step = q_get_int(&q, 0);
	c->log = q_get_int(&q, 1);
	c->event = q_get(&q, a, 2);
	c->state = q_get(&q, a, 3);
	c->cls = (enum case_class)q_get_int(&q, 4);
	operator= q_get(&q, a, 5);
	subject = q_get(&q, a, 6);
	registrar = q_get(&q, a, 7);
	c->before = q_null(&q, 8) ? S("") : q_get(&q, a, 8);
	c->class_before = q_null(&q, 9) ? CLASS_NONE : (enum case_class)q_get_int(&q, 9);
	q_leave(&q);
	if (subject.len != 16 || operator.len != 4 || registrar.len != 4)
		return err_set(e, ERR_FAILED,
			       "read a case: the projection is damaged; run `sulh rebuild`");
	memcpy(c->subject, subject.s, 16);
	memcpy(c->operator, operator.s, 4);
	memcpy(c->registrar, registrar.s, 4);
	c->there = true;
	return true;
}

bool store_case_of(struct store *s, struct arena *a, struct str draft, struct str *case_no,
		   struct err *e)
{
	struct q q = q_of(s, SQL_CASE_OF_DRAFT);

	q_blob(&q, 1, draft);
	return one_text(&q, a, case_no, e);
}

bool store_cases(struct store *s,
		 bool (*fn)(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
			    struct err *e),
		 void *p, struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = q_of(s, SQL_CASE_ALL);
	bool ok = a || err_set(e, ERR_FAILED, "read cases: out of memory");

	while (ok && q_row(&q, e)) {
		ok = fn(p, q_get(&q, a, 0), q_get(&q, a, 1), q_get_int(&q, 2),
			q_null(&q, 3) ? NO_DAY : q_get_int(&q, 3), e);
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

bool store_referrals(struct store *s, int64_t kind,
		     bool (*fn)(void *p, const uint8_t subject[16], bool child, struct err *e),
		     void *p, struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = q_of(s, SQL_REFERRAL_LAST);
	bool ok = a || err_set(e, ERR_FAILED, "read referrals: out of memory");

	q_int(&q, 1, kind);
	while (ok && q_row(&q, e)) {
		struct str subject = q_get(&q, a, 0);

		ok = subject.len == 16
			     ? fn(p, (const uint8_t *)subject.s,
				  str_eq(q_get(&q, a, 1), S("refer_child")), e)
			     : err_set(e, ERR_FAILED, "read referrals: a subject is damaged");
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}

bool store_case_child(struct store *s, struct str case_no, int64_t kind, bool *child, struct err *e)
{
	struct q q = q_of(s, SQL_CASE_CHILD);
	int64_t n;

	q_text(&q, 1, case_no);
	q_int(&q, 2, kind);
	if (!one_int(&q, &n, 0, e))
		return false;
	*child = n != 0;
	return true;
}

bool store_cases_of_kind(struct store *s, struct arena *a, int64_t kind, struct str **list,
			 size_t *n, struct err *e)
{
	struct buf b = { .a = a };
	struct q q = q_of(s, SQL_CASES_OF_KIND);

	q_int(&q, 1, kind);
	while (q_row(&q, e)) {
		struct str case_no = q_get(&q, a, 0);

		buf_add(&b, &case_no, sizeof case_no);
	}
	*list = (struct str *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_last_cut(struct store *s, int64_t log, int64_t *day, struct err *e)
{
	struct q q = q_of(s, SQL_LAST_CUT_GET);

	q_int(&q, 1, log);
	return one_int(&q, day, NO_DAY, e);
}

bool store_cut_end(struct store *s, int64_t log, int64_t day, int64_t *size, struct err *e)
{
	struct q q = q_of(s, SQL_CUT_END);

	q_int(&q, 1, kind_cut.code);
	q_int(&q, 2, log);
	q_int(&q, 3, day);
	return one_int(&q, size, 0, e);
}

bool store_bulletin(struct store *s, int64_t day, struct store_bulletin *b, struct err *e)
{
	struct q q = q_of(s, SQL_BULLETIN_GET);

	*b = (struct store_bulletin){ day, 0, -1 };
	q_int(&q, 1, day);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	b->number = q_get_int(&q, 0);
	b->seq = q_get_int(&q, 1);
	q_leave(&q);
	return true;
}

bool store_bulletins(struct store *s, struct arena *a, struct store_bulletin **list, size_t *n,
		     struct err *e)
{
	struct q q = q_of(s, SQL_BULLETIN_ALL);
	struct buf found = { .a = a };

	for (*n = 0; q_row(&q, e); (*n)++) {
		struct store_bulletin b = { q_get_int(&q, 0), q_get_int(&q, 1), q_get_int(&q, 2) };

		buf_add(&found, &b, sizeof b);
	}
	*list = (struct store_bulletin *)(void *)found.p;
	return e->kind == ERR_NONE;
}
