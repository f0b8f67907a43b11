/* See series.h. */
#include "web/series.h"

#include "base/arena.h"
#include "figure/bulletin.h"
#include "intake/register.h"
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

/* A day: of a bulletin, or what the logs give now. */
static bool read_day(const struct visit *v, struct arena *a, int64_t day, struct series *list,
		     size_t n, size_t at, struct err *e)
{
	bool by_bulletin = facts_bulletin(v->facts, day);
	struct published p;
	struct row *live;
	const struct row *rows;
	size_t n_rows;

	if (by_bulletin) {
		if (!published_read(a, v->folder, day, &p, e))
			return false;
		rows = p.rows;
		n_rows = p.n_rows;
	} else {
		if (!bulletin_live(v->reg->store, a, day, &live, &n_rows, e))
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
	for (size_t d = 0; d < n_days; d++) {
		if (!read_day(v, a, first + (int64_t)d, list, n, d, e))
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
