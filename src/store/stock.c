/* See stock.h. */
#include "store/stock.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

static const struct str null = { NULL, 0 };

static struct str id_or_null(const uint8_t *id)
{
	return id ? str_mem(id, 16) : null;
}

bool store_move_at(struct store *s, struct arena *a, int64_t log, int64_t seq,
		   struct store_move_at *out, struct err *e)
{
	struct q q = q_of(s, SQL_MOVE_AT), later;
	struct str draft;

	memset(out, 0, sizeof *out);
	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	draft = q_get(&q, a, 0);
	out->n = q_get_int(&q, 1);
	q_leave(&q);
	if (draft.len != sizeof out->draft)
		return err_set(e, ERR_FAILED,
			       "read the stock book: the database is damaged; sulh rebuild");
	out->there = true;
	memcpy(out->draft, draft.s, sizeof out->draft);
	later = q_of(s, SQL_MOVE_LATER);
	q_blob(&later, 1, draft);
	q_int(&later, 2, log);
	q_int(&later, 3, out->n);
	out->later = q_row(&later, e);
	if (out->later)
		q_leave(&later);
	return e->kind == ERR_NONE;
}

bool store_fold_move(struct store *s, struct arena *a, const struct store_move *x, int64_t corrects,
		     struct err *e)
{
	struct store_move_at old = { .there = false };
	struct q q, gone;

	if (corrects >= 0 && !store_move_at(s, a, x->log, corrects, &old, e))
		return false;
	if (old.there) {
		gone = q_of(s, SQL_FOLD_MOVE_GONE);
		q_blob(&gone, 1, str_mem(old.draft, sizeof old.draft));
		if (!q_run(&gone, e))
			return false;
	}
	q = q_of(s, SQL_FOLD_MOVE);
	q_blob(&q, 1, str_mem(x->draft, sizeof x->draft));
	q_int(&q, 2, x->log);
	/* A correction stands where the corrected one stood. */
	if (old.there)
		q_int(&q, 3, old.n);
	else
		q_text(&q, 3, null);
	if (x->seq >= 0)
		q_int(&q, 4, x->seq);
	else
		q_text(&q, 4, null);
	q_text(&q, 5, x->act);
	q_text(&q, 6, x->group.s ? x->group : S(""));
	q_int(&q, 7, x->items);
	q_int(&q, 8, x->rounds);
	q_int(&q, 9, x->kg);
	return q_run(&q, e);
}

bool store_stocked(struct store *s, struct arena *a, const uint8_t mac[32], const uint8_t *but,
		   struct store_stocked *out, struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_ITEM);

	memset(out, 0, sizeof *out);
	q_blob(&q, 1, str_mem(mac, 32));
	q_blob(&q, 2, id_or_null(but));
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	out->there = true;
	out->log = q_get_int(&q, 0);
	out->kind = q_get_int(&q, 1);
	out->group = q_get(&q, a, 2);
	out->danger = q_get_int(&q, 3) != 0;
	out->cut = q_get_int(&q, 4) != 0;
	out->state = q_get(&q, a, 5);
	out->handed = q_get_int(&q, 6) != 0;
	q_leave(&q);
	return true;
}

bool store_stock_things(struct store *s,
			bool (*fn)(void *p, const struct store_stock_thing *x, struct err *e),
			void *p, struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_THINGS);
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "read the stock book: out of memory");

	while (ok && q_row(&q, e)) {
		const struct store_stock_thing x = { q_get_int(&q, 0),
						     q_null(&q, 1) ? -1 : q_get_int(&q, 1),
						     q_get(&q, a, 2) };

		ok = fn(p, &x, e);
		arena_reset(a);
	}
	ok = ok && e->kind == ERR_NONE;
	q_leave(&q);
	arena_free(a);
	return ok;
}

static bool number(struct q *q, int64_t *n, struct err *e)
{
	if (!q_row(q, e))
		return e->kind == ERR_NONE &&
		       err_set(e, ERR_FAILED, "read the stock book: no answer");
	*n = q_get_int(q, 0);
	q_leave(q);
	return true;
}

bool store_named_there(struct store *s, const uint8_t mac[32], bool *yes, struct err *e)
{
	struct q q = q_of(s, SQL_NAMED_THERE);
	int64_t n = 0;

	q_blob(&q, 1, str_mem(mac, 32));
	if (!number(&q, &n, e))
		return false;
	*yes = n != 0;
	return true;
}

bool store_lots(struct store *s, int64_t log, struct str detail, int64_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_LOTS);

	q_int(&q, 1, log);
	q_text(&q, 2, detail);
	return number(&q, n, e);
}

bool store_lots_waiting(struct store *s, int64_t log, struct str detail, int64_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_LOTS_WAITING);

	q_int(&q, 1, log);
	q_text(&q, 2, detail);
	return number(&q, n, e);
}

bool store_moved(struct store *s, struct arena *a, int64_t log, const uint8_t *but,
		 struct store_moved **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_MOVED);
	struct buf b = { .a = a };

	if (log)
		q_int(&q, 1, log);
	else
		q_text(&q, 1, null);
	q_blob(&q, 2, id_or_null(but));
	while (q_row(&q, e)) {
		struct store_moved x = { .act = q_get(&q, a, 0),
					 .group = q_get(&q, a, 1),
					 .items = q_get_int(&q, 2),
					 .rounds = q_get_int(&q, 3),
					 .kg = q_get_int(&q, 4) };

		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_moved *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_told(struct store *s, int64_t *n, struct err *e)
{
	const struct kind *k = &kind_delayed_sum;
	struct q q = q_of(s, SQL_STOCK_TOLD);

	q_int(&q, 1, k->code);
	q_int(&q, 2, k->fields[field_at(k, "figure")].tag);
	q_int(&q, 3, k->fields[field_at(k, "amount")].tag);
	return number(&q, n, e);
}

bool store_counts(struct store *s, struct arena *a, int64_t log, struct store_count **list,
		  size_t *n, struct err *e)
{
	const struct kind *k = &kind_stock_move;
	struct q q = q_of(s, SQL_STOCK_COUNTS);
	struct buf b = { .a = a };

	q_int(&q, 1, log);
	q_int(&q, 2, k->fields[field_at(k, "difference")].tag);
	while (q_row(&q, e)) {
		struct store_count x = { .group = q_get(&q, a, 0),
					 .day = q_get_int(&q, 1),
					 .counted = q_get_int(&q, 2),
					 .open = q_get_int(&q, 3) };

		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_count *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_book(struct store *s, struct arena *a, int64_t log, struct store_book **list, size_t *n,
		struct err *e)
{
	struct q q = q_of(s, SQL_STOCK_BOOK);
	struct buf b = { .a = a };

	q_int(&q, 1, log);
	while (q_row(&q, e)) {
		struct store_book x = { .group = q_get(&q, a, 1),
					.cut = q_get_int(&q, 2) != 0,
					.state = q_get(&q, a, 3),
					.n = q_get_int(&q, 4),
					.open = q_get_int(&q, 5) };

		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_book *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_named_record(struct store *s, struct arena *a, const uint8_t mac[32], int64_t kind,
			int64_t *log, struct str *bytes, struct str *c, struct err *e)
{
	struct q q = q_of(s, SQL_NAMED_RECORD);

	*bytes = *c = (struct str){ NULL, 0 };
	q_blob(&q, 1, str_mem((const char *)mac, 32));
	q_int(&q, 2, kind);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*log = q_get_int(&q, 0);
	*bytes = q_get(&q, a, 1);
	*c = q_null(&q, 2) ? (struct str){ NULL, 0 } : q_get(&q, a, 2);
	q_leave(&q);
	return true;
}
