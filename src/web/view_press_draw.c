/* The charts of the desk for the press: what was said of a figure over the days, against what the bulletins signed. */
#include "web/view_press.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/lang.h"
#include "web/published.h"
#include "web/view_figure.h"
#include "base/banned.h"

#define DAYS 5 /* below the axis, at most */

/* What is drawn of a group. */
struct group {
	const struct figure *figure;
	struct str place;
	enum period period;
	size_t n;     /* claims of the view */
	size_t first; /* of them */
	uint32_t number;
	struct buf points; /* of struct press_point: the newest */
	struct buf values; /* of struct claims_value */
};

static bool shown(const struct press_view *w, const struct press_item *i)
{
	return i->group != PRESS_NONE && (i->views >> w->which & 1);
}

/* All of them, the larger first; of equal ones that of which was spoken first. */
static int by_size(const void *x, const void *y)
{
	const struct group *a = x, *b = y;

	return a->n != b->n ? (a->n < b->n ? 1 : -1)
			    : (a->first > b->first) - (a->first < b->first);
}

/* Those that are drawn. A number alone is told by the table as well: it is drawn only where there is nothing else. */
static struct group *largest(struct visit *v, const struct press_view *w, size_t *n)
{
	const struct press_index *x = w->index;
	struct group *list = arena_array(v->a, x->n_groups + 1, sizeof *list);

	for (size_t i = 0; i < x->n_groups; i++)
		list[i] = (struct group){ .figure = x->groups[i].figure,
					  .place = x->groups[i].place,
					  .period = x->groups[i].period,
					  .number = (uint32_t)i,
					  .points = { .a = v->a },
					  .values = { .a = v->a } };
	for (size_t i = x->n; i-- > 0;)
		if (shown(w, &x->items[i])) {
			list[x->items[i].group].n++;
			list[x->items[i].group].first = i;
		}
	qsort(list, x->n_groups, sizeof *list, by_size);
	for (*n = 0; *n < x->n_groups && *n < PRESS_CHARTS && list[*n].n > (*n > 0); ++*n)
		continue;
	return list;
}

/* The newest of its claims, the oldest of these first. */
static bool read_points(struct visit *v, const struct press_view *w, struct group *g, struct err *e)
{
	size_t skip = g->n > PRESS_POINTS ? g->n - PRESS_POINTS : 0;

	for (size_t i = 0; i < w->index->n; i++) {
		const struct press_item *item = &w->index->items[i];
		struct kept_line *l;
		struct press_point p;

		if (!shown(w, item) || item->group != g->number)
			continue;
		if (skip) {
			skip--;
			continue;
		}
		l = arena_alloc(v->a, sizeof *l);
		if (!press_read_item(v->a, w->fd, item, l, e))
			return false;
		p = (struct press_point){ l, press_verdict(v->lang, l), press_class(l) };
		buf_add(&g->points, &p, sizeof p);
	}
	return true;
}

static void free_arena(void *p)
{
	arena_free(p);
}

/* What the newest bulletins signed, one at a time. */
static bool read_values(struct visit *v, struct arena *one, struct group *list, size_t n,
			struct err *e)
{
	const struct facts *f = v->facts;
	size_t from = f->n_bulletins > PRESS_BULLETINS ? f->n_bulletins - PRESS_BULLETINS : 0;
	struct published p;

	for (size_t i = from; i < f->n_bulletins; i++) {
		arena_reset(one);
		if (!published_read(one, v->folder, f->bulletins[i].day, &p, e))
			return false;
		for (size_t k = 0; k < n; k++) {
			const struct row *r = published_row(&p, list[k].figure, list[k].place,
							    S(""), list[k].period);
			struct claims_value value = { f->bulletins[i].day, r ? r->value : 0 };

			if (r)
				buf_add(&list[k].values, &value, sizeof value);
		}
	}
	return true;
}

/* The bulletins between the first claim and the last, and those around them. */
static void keep_between(struct group *g)
{
	const struct press_point *p = (const struct press_point *)(const void *)g->points.p;
	struct claims_value *v = (struct claims_value *)(void *)g->values.p;
	size_t n = g->values.len / sizeof *v, from = 0, to = n;
	int64_t last = p[g->points.len / sizeof *p - 1].line->published_on;

	while (from + 1 < n && v[from + 1].day <= p[0].line->published_on)
		from++;
	while (to > from + 1 && v[to - 2].day > last)
		to--;
	for (size_t i = from; i < to; i++)
		v[i - from] = v[i];
	g->values.len = (to - from) * sizeof *v;
}

static bool gather_values(struct visit *v, struct group *list, size_t n, struct err *e)
{
	struct arena *one = arena_new(0);

	if (!one)
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	arena_defer(v->a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	return read_values(v, one, list, n, e);
}

static const struct claims_point *points_of(struct visit *v, const struct press_chart *c)
{
	struct claims_point *out = arena_array(v->a, c->n_points, sizeof *out);

	for (size_t i = 0; i < c->n_points; i++) {
		const struct kept_line *l = c->points[i].line;

		out[i] = (struct claims_point){ .day = l->published_on,
						.value = l->value,
						.mark = press_mark(l),
						.held = l->held,
						.by = l->held ? l->by.value : 0 };
	}
	return out;
}

/* A few days, evenly, the first and the last among them. */
static void put_days(struct visit *v, struct claims *c, struct claims_day *days)
{
	int64_t first = c->points[0].day, last = c->points[c->n_points - 1].day, n;

	if (c->n_values) {
		first = c->values[0].day < first ? c->values[0].day : first;
		last = c->values[c->n_values - 1].day > last ? c->values[c->n_values - 1].day
							     : last;
	}
	n = last - first < DAYS ? last - first + 1 : DAYS;
	for (int64_t i = 0; i < n; i++) {
		int64_t day = n > 1 ? first + (last - first) * i / (n - 1) : first;

		days[c->n_days++] = (struct claims_day){ day, lang_day_short(v->a, v->lang, day) };
	}
	c->days = days;
}

static void draw(struct visit *v, const struct group *g, struct press_chart *out)
{
	struct claims_day days[DAYS];
	struct claims c = { .steps = g->period == PERIOD_TOTAL || g->period == PERIOD_NOW };
	const struct kept_line *last;

	out->points = (const struct press_point *)(const void *)g->points.p;
	out->n_points = g->points.len / sizeof *out->points;
	out->values = (const struct claims_value *)(const void *)g->values.p; /* by day */
	out->n_values = g->values.len / sizeof *out->values;
	last = out->points[out->n_points - 1].line;
	out->title = msg_fmt(
		v->a, v->lang, MSG("%s, %s (%s)"),
		(struct msg_arg[]){ MSG_TEXT(figure_label(v->a, v->lang, g->figure)),
				    MSG_TEXT(facts_place(v->facts, v->lang, g->place, g->place)),
				    MSG_TEXT(figure_period(v->lang, g->period)) },
		3);
	c.id = out->id;
	c.title = out->title;
	c.desc = msg_count(
		v->a, v->lang, MSG_PAIR("%n claim, of %d: %n", "%n claims, the last of %d: %n"),
		(struct msg_arg[]){ MSG_NUMBER((int64_t)out->n_points), MSG_DAY(last->published_on),
				    MSG_NUMBER(last->value) },
		3);
	c.values = out->values;
	c.n_values = out->n_values;
	c.points = points_of(v, out);
	c.n_points = out->n_points;
	put_days(v, &c, days);
	out->drawing.s = claims_svg(v->a, &c);
}

bool press_draw(struct visit *v, struct press_view *w, struct err *e)
{
	struct press_chart *charts;
	struct group *list;
	size_t n;

	if (w->which == PRESS_COPIED || !w->index->n_groups)
		return true;
	list = largest(v, w, &n);
	for (size_t i = 0; i < n; i++)
		if (!read_points(v, w, &list[i], e))
			return false;
	if (!n || !gather_values(v, list, n, e))
		return !n;
	for (size_t i = 0; i < n; i++)
		if (list[i].values.len)
			keep_between(&list[i]);
	charts = arena_array(v->a, n, sizeof *charts);
	for (size_t i = 0; i < n; i++) {
		charts[i].id = str_fmt(v->a, "claims-%zu", i + 1);
		charts[i].n_points_all = list[i].n;
		draw(v, &list[i], &charts[i]);
	}
	w->charts = charts;
	w->n_charts = n;
	return true;
}
