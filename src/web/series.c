/* See series.h. */
#include "web/series.h"

#include "base/arena.h"
#include "figure/bulletin.h"
#include "intake/register.h"
#include "store/store.h"
#include "web/entries.h"
#include "web/published.h"
#include "base/banned.h"

#define SERIES_MEMORY ((size_t)256 * 1024 * 1024) /* of one day */

static void take(struct series *s, size_t at, const struct row *rows, size_t n, bool by_bulletin)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];

		if (r->figure != s->figure || r->period != s->period ||
		    !str_eq(r->place, s->place) || !str_eq(r->detail, s->detail))
			continue;
		s->points[at] = (struct series_point){ r->value, r->qual, true, by_bulletin };
		return;
	}
	s->points[at] = (struct series_point){ .by_bulletin = by_bulletin };
}

/* Whether the register holds nothing beyond what is published: what is recorded late may be of any day before. */
static bool all_published(const struct visit *v, bool *yes, struct err *e)
{
	const struct store_log *logs;
	size_t n;

	if (!store_logs_kept(v->reg->store, &logs, &n, e))
		return false;
	*yes = true;
	for (size_t i = 0; i < n; i++) {
		const struct fact_log *log = entries_log(v->facts, logs[i].id8);

		*yes = *yes && logs[i].tree.size <= (log ? log->size : 0);
	}
	return true;
}

/* What the logs give of these figures now; the newest records of things are read only for figures that have them. */
static bool count_live(struct store *s, struct arena *a, int64_t day, const struct series *list,
		       size_t n, struct row **rows, size_t *n_rows, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (!figure_of_deltas(list[i].figure))
			return bulletin_live(s, a, day, rows, n_rows, e);
	return bulletin_live_deltas(s, a, day, rows, n_rows, e);
}

/* A day: of a bulletin, or (with `between`) what the logs give now. */
static bool read_day(const struct visit *v, struct arena *a, int64_t day, bool between,
		     struct series *list, size_t n, size_t at, struct err *e)
{
	bool by_bulletin = facts_bulletin(v->facts, day);
	struct published p;
	struct row *live;
	const struct row *rows = NULL;
	size_t n_rows = 0;

	if (by_bulletin) {
		if (!published_read(a, v->folder, day, &p, e))
			return false;
		rows = p.rows;
		n_rows = p.n_rows;
	} else if (between) {
		if (!count_live(v->reg->store, a, day, list, n, &live, &n_rows, e))
			return false;
		rows = live;
	}
	for (size_t i = 0; i < n; i++)
		take(&list[i], at, rows, n_rows, by_bulletin);
	return true;
}

static void free_arena(void *p)
{
	arena_free(p);
}

static bool read_days(const struct visit *v, struct arena *a, int64_t first, size_t n_days,
		      struct series *list, size_t n, struct err *e)
{
	bool between;

	if (!all_published(v, &between, e))
		return false;
	for (size_t d = 0; d < n_days; d++) {
		if (!read_day(v, a, first + (int64_t)d, between, list, n, d, e))
			return false;
		arena_reset(a);
	}
	return true;
}

bool series_read(struct visit *v, int64_t last, size_t n_days, struct series *list, size_t n,
		 struct err *e)
{
	const size_t days = n_days > SERIES_DAYS ? SERIES_DAYS : n_days;
	struct arena *one = arena_new(SERIES_MEMORY);

	if (!one)
		return err_set(e, ERR_FAILED, "count days: out of memory");
	arena_defer(v->a, free_arena, one);
	for (size_t i = 0; i < n; i++)
		list[i].points = arena_array(v->a, days, sizeof *list[i].points);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "count days: out of memory");
	return read_days(v, one, last - (int64_t)days + 1, days, list, n, e);
}
