/*
 * The rollups: public deltas by day, and their totals. What entries add within a transaction is gathered in
 * memory and written before anything reads the tables and before the commit: an entry of a figure that
 * another entry of the batch counted, too, costs no row of its own.
 *
 * A total is asked for a day. It is read as the total of all days less what came since, where that is
 * little (the newest bulletins); else as whole blocks of days up to it.
 */
#include "store/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/db.h"
#include "base/banned.h"

/* Days of a block of each span that `total` keeps; 0: all days. */
#define BLOCK	   32
#define LONG_BLOCK 1024
/* No figure looks at single days further back than this: its windows are of three days, and may end some
 * days before the bulletin's own. */
#define REACH 8
/* Gathered cells: a day's bulletin has some thousand. */
#define CELLS_MAX ((size_t)1 << 15)

struct cell {
	struct cell *next;
	uint64_t hash;
	struct rollup_cell c;
};

struct rollups {
	struct arena *a;
	struct cell *slots[CELLS_MAX];
	size_t n;
};

static int64_t block_of(int64_t day, int64_t span)
{
	return day / span - (day % span < 0);
}

struct rollups *rollups_new(struct arena *a)
{
	struct rollups *w = arena_alloc(a, sizeof *w);

	w->a = arena_new(0);
	return w->a ? w : NULL;
}

void rollups_free(struct rollups *w)
{
	if (w)
		arena_free(w->a);
}

void rollups_drop(struct rollups *w)
{
	if (!w->n)
		return;
	memset(w->slots, 0, sizeof w->slots);
	w->n = 0;
	arena_reset(w->a);
}

/* FNV-1a. */
#define HASH_PRIME UINT64_C(0x100000001b3)

static uint64_t hash_more(uint64_t h, const void *p, size_t n)
{
	const uint8_t *b = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * HASH_PRIME;
	return h;
}

/* Who may write entries could make these collide: that costs time, and no more of it than a list of
 * CELLS_MAX has. */
static uint64_t hash_cell(const struct rollup_cell *c)
{
	uint64_t h = UINT64_C(14695981039346656037);

	h = (h ^ (uint64_t)c->day) * HASH_PRIME;
	h = (h ^ (uint64_t)c->from_day) * HASH_PRIME;
	h = (h ^ (uint64_t)c->q) * HASH_PRIME;

	h = hash_more(h, c->figure.s, c->figure.len);
	h = hash_more(h, c->place.s, c->place.len);
	h = hash_more(h, c->detail.s, c->detail.len);
	return h ^ h >> 29;
}

static bool same(const struct rollup_cell *x, const struct rollup_cell *y)
{
	return x->day == y->day && x->from_day == y->from_day && x->q == y->q &&
	       str_eq(x->figure, y->figure) && str_eq(x->place, y->place) &&
	       str_eq(x->detail, y->detail);
}

bool rollups_add(struct store *s, const struct rollup_cell *c, struct err *e)
{
	struct rollups *w = db_rollups(s);
	uint64_t h = hash_cell(c);
	struct cell *x = w->slots[h % CELLS_MAX];

	while (x && (x->hash != h || !same(&x->c, c)))
		x = x->next;
	if (!x) {
		if (w->n == CELLS_MAX && !rollups_write(s, e))
			return false;
		x = arena_alloc(w->a, sizeof *x);
		*x = (struct cell){ w->slots[h % CELLS_MAX], h, *c };
		x->c.figure = str_dup(w->a, c->figure);
		x->c.place = str_dup(w->a, c->place);
		x->c.detail = str_dup(w->a, c->detail);
		x->c.n = x->c.entries = x->c.stated = 0;
		w->slots[h % CELLS_MAX] = x;
		w->n++;
	}
	/* As large as a sum of the database gets: it refuses what is larger with an error. */
	if (__builtin_add_overflow(x->c.n, c->n, &x->c.n))
		return err_set(e, ERR_FAILED, "add to figure %.*s: the sum is too large",
			       P(c->figure));
	x->c.entries += c->entries;
	x->c.stated += c->stated;
	return true;
}

static int by_text(const struct rollup_cell *x, const struct rollup_cell *y)
{
	int d = str_cmp(x->figure, y->figure);

	if (!d)
		d = str_cmp(x->place, y->place);
	return d ? d : str_cmp(x->detail, y->detail);
}

/* In the order of the table. */
static int by_day(const void *p, const void *q)
{
	const struct rollup_cell *x = &(*(struct cell *const *)p)->c,
				 *y = &(*(struct cell *const *)q)->c;
	int d = (x->day > y->day) - (x->day < y->day);

	if (!d)
		d = by_text(x, y);
	if (!d)
		d = (int)x->q - (int)y->q;
	return d ? d : (x->from_day > y->from_day) - (x->from_day < y->from_day);
}

static int by_cell(const void *p, const void *q)
{
	const struct rollup_cell *x = &(*(struct cell *const *)p)->c,
				 *y = &(*(struct cell *const *)q)->c;
	int d = by_text(x, y);

	if (!d)
		d = (int)x->q - (int)y->q;
	return d ? d : (x->day > y->day) - (x->day < y->day);
}

static void put_cell(struct q *q, int k, const struct rollup_cell *c)
{
	q_text(q, k, c->figure);
	q_text(q, k + 1, c->place);
	q_text(q, k + 2, c->detail);
	q_int(q, k + 3, c->q);
}

static void put_sums(struct q *q, int k, const struct rollup_cell *c)
{
	q_int(q, k, c->n);
	q_int(q, k + 1, c->entries);
	q_int(q, k + 2, c->stated);
}

static bool write_days(struct store *s, struct cell *const *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct rollup_cell *c = &list[i]->c;
		struct q q = q_of(s, SQL_FOLD_ROLLUP);

		q_int(&q, 1, c->day);
		put_cell(&q, 2, c);
		q_int(&q, 6, c->from_day);
		put_sums(&q, 7, c);
		if (!q_run(&q, e))
			return false;
	}
	return true;
}

static bool write_block(struct store *s, int64_t span, int64_t block, const struct rollup_cell *c,
			struct err *e)
{
	struct q q = q_of(s, SQL_FOLD_TOTAL);

	q_int(&q, 1, span);
	q_int(&q, 2, block);
	put_cell(&q, 3, c);
	put_sums(&q, 7, c);
	return q_run(&q, e);
}

/* The list is ordered by cell, then by day: the days of a block stand together. */
static bool write_span(struct store *s, int64_t span, struct cell *const *list, size_t n,
		       struct err *e)
{
	for (size_t i = 0; i < n;) {
		struct rollup_cell sum = list[i]->c;
		int64_t block = span ? block_of(sum.day, span) : 0;

		for (i++; i < n; i++) {
			const struct rollup_cell *c = &list[i]->c;

			if (by_text(&sum, c) || sum.q != c->q ||
			    (span && block_of(c->day, span) != block))
				break;
			if (__builtin_add_overflow(sum.n, c->n, &sum.n))
				return err_set(e, ERR_FAILED,
					       "add to figure %.*s: the sum is too large",
					       P(sum.figure));
			sum.entries += c->entries;
			sum.stated += c->stated;
		}
		if (!write_block(s, span, block, &sum, e))
			return false;
	}
	return true;
}

bool rollups_write(struct store *s, struct err *e)
{
	struct rollups *w = db_rollups(s);
	struct cell **list;
	size_t n = 0;
	bool ok;

	e->kind = ERR_NONE;
	if (!w->n)
		return true;
	list = arena_array(w->a, w->n, sizeof(struct cell *));
	for (size_t i = 0; i < CELLS_MAX; i++)
		for (struct cell *x = w->slots[i]; x; x = x->next)
			list[n++] = x;
	qsort(list, n, sizeof *list, by_day);
	ok = write_days(s, list, n, e);
	qsort(list, n, sizeof *list, by_cell);
	ok = ok && write_span(s, BLOCK, list, n, e) && write_span(s, LONG_BLOCK, list, n, e) &&
	     write_span(s, 0, list, n, e);
	rollups_drop(w);
	return ok;
}

struct reading {
	struct arena *a;
	bool (*fn)(void *p, const struct store_cell *x, struct err *e);
	void *p;
};

/* Rows of figure, detail, place, n, q, entries, stated [, from, day]; those without days are of `before`. */
static bool read_cells(struct reading *w, struct q *q, bool days, int64_t before, struct err *e)
{
	bool ok = true;

	while (ok && q_row(q, e)) {
		struct store_cell x = { .figure = q_get(q, w->a, 0),
					.detail = q_get(q, w->a, 1),
					.place = q_get(q, w->a, 2),
					.n = q_get_int(q, 3),
					.q = (enum qual)q_get_int(q, 4),
					.from_day = before,
					.day = before };

		x.entries = q_get_int(q, 5);
		x.stated = q_get_int(q, 6);
		if (days) {
			x.from_day = q_get_int(q, 7);
			x.day = q_get_int(q, 8);
		}
		ok = w->fn(w->p, &x, e);
		arena_reset(w->a);
	}
	if (!ok)
		q_leave(q);
	return ok && e->kind == ERR_NONE;
}

/* All cells of the days before `first`. */
static bool read_before(struct store *s, struct reading *w, int64_t first, struct err *e)
{
	struct q newest = q_of(s, SQL_ROLLUP_NEWEST), q;
	int64_t last = first;

	if (q_row(&newest, e)) {
		last = q_null(&newest, 0) ? first : q_get_int(&newest, 0);
		q_leave(&newest);
	}
	if (e->kind != ERR_NONE)
		return false;
	if (last - first <= 2 * BLOCK) {
		q = q_of(s, SQL_TOTAL_LESS);
		q_int(&q, 1, first);
		return read_cells(w, &q, false, first - 1, e);
	}
	q = q_of(s, SQL_TOTAL_BEFORE);
	q_int(&q, 1, LONG_BLOCK);
	q_int(&q, 2, INT64_MIN);
	q_int(&q, 3, block_of(first, LONG_BLOCK));
	if (!read_cells(w, &q, false, first - 1, e))
		return false;
	q = q_of(s, SQL_TOTAL_BEFORE);
	q_int(&q, 1, BLOCK);
	q_int(&q, 2, block_of(first, LONG_BLOCK) * (LONG_BLOCK / BLOCK));
	q_int(&q, 3, block_of(first, BLOCK));
	if (!read_cells(w, &q, false, first - 1, e))
		return false;
	q = q_of(s, SQL_ROLLUP_SINCE);
	q_int(&q, 1, block_of(first, BLOCK) * BLOCK);
	q_int(&q, 2, first - 1);
	return read_cells(w, &q, true, 0, e);
}

bool store_deltas(struct store *s, int64_t day,
		  bool (*fn)(void *p, const struct store_cell *x, struct err *e), void *p,
		  struct err *e)
{
	struct reading w = { arena_new(0), fn, p };
	bool ok = w.a || err_set(e, ERR_FAILED, "read deltas: out of memory");
	struct q q;

	ok = ok && rollups_write(s, e) && read_before(s, &w, day - REACH, e);
	if (ok) {
		q = q_of(s, SQL_ROLLUP_SINCE);
		q_int(&q, 1, day - REACH);
		q_int(&q, 2, day);
		ok = read_cells(&w, &q, true, 0, e);
	}
	arena_free(w.a);
	return ok;
}
