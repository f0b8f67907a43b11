/* The table of places and the chart of a figure's page. */
#include "web/view_figure_int.h"

#include <stdlib.h>

#include "base/arena.h"
#include "paper/chart.h"
#include "store/store.h"
#include "web/series.h"
#include "base/banned.h"

#define DEPTH 16 /* of places in places; deeper ones stand beside each other */

static int by_code(const void *a, const void *b)
{
	return str_cmp((*(const struct store_place *const *)a)->code,
		       (*(const struct store_place *const *)b)->code);
}

/* All places by code, to find one among ten thousand quickly. */
struct index {
	const struct store_place **list;
	size_t n;
};

static struct index index_of(struct arena *a, const struct facts *facts)
{
	struct index x = { arena_array(a, facts->n_places, sizeof(struct store_place *)),
			   facts->n_places };

	for (size_t i = 0; i < x.n; i++)
		x.list[i] = &facts->places[i];
	if (x.n)
		qsort(x.list, x.n, sizeof(struct store_place *), by_code);
	return x;
}

static const struct store_place *find(const struct index *x, struct str code)
{
	const struct store_place key = { .code = code }, *k = &key;
	const struct store_place **at =
		x->n && code.len ? bsearch(&k, x->list, x->n, sizeof(struct store_place *), by_code)
				 : NULL;

	return at ? *at : NULL;
}

/* A place with the codes on the way to it, which sort it below what holds it. */
struct node {
	struct str path;
	struct figure_place place;
	bool inside; /* lies in the page's place, and is not it */
};

static struct str name_of(const struct visit *v, const struct index *x, const struct row *r)
{
	const struct store_place *p = find(x, r->place);

	return !p ? r->place_name : v->lang == LANG_AR ? p->name_ar : p->name_en;
}

static struct str path_of(struct arena *a, const struct index *x, struct str code, struct str top,
			  bool *inside)
{
	struct str way[DEPTH] = { { NULL, 0 } };
	struct buf b = { .a = a };
	size_t n = 0;

	for (const struct store_place *p = find(x, code); p && n < DEPTH; p = find(x, p->parent)) {
		way[n++] = p->code;
		*inside |= n > 1 && str_eq(p->code, top);
	}
	while (n-- > 0) {
		buf_str(&b, way[n]);
		buf_byte(&b, 1); /* before every character of a code */
	}
	return buf_text(&b);
}

static int by_path(const void *a, const void *b)
{
	return str_cmp(((const struct node *)a)->path, ((const struct node *)b)->path);
}

/* How many of those before hold this one: they form a chain, the nearest last. */
static size_t level_of(const struct node *list, size_t i)
{
	for (size_t j = i; j-- > 0;)
		if (str_starts(list[i].path, list[j].path))
			return list[j].place.level + 1;
	return 0;
}

/* The nearest place above the page's that has values. */
static void find_up(const struct visit *v, struct figure_view *f, const struct index *x,
		    const struct published *newest)
{
	const struct store_place *p = find(x, f->place);

	for (int depth = 0; p && depth < DEPTH; depth++) {
		p = find(x, p->parent);
		for (int q = 0; p && q < PERIOD_COUNT; q++)
			if (published_row(newest, f->figure, p->code, f->detail, (enum period)q)) {
				f->up_place = p->code;
				f->up_name = v->lang == LANG_AR ? p->name_ar : p->name_en;
				return;
			}
	}
}

void figure_places(struct visit *v, struct figure_view *f, const struct published *newest)
{
	struct index x = index_of(v->a, v->facts);
	struct buf nodes = { .a = v->a }, out = { .a = v->a };
	struct node *list = NULL, one;
	size_t n = 0;

	find_up(v, f, &x, newest);
	/* Rows are sorted by figure, place, detail, period. */
	for (size_t i = 0; i < newest->n_rows; i++) {
		const struct row *r = &newest->rows[i];

		if (r->figure != f->figure || !str_eq(r->detail, f->detail))
			continue;
		if (!n || !str_eq(list[n - 1].place.code, r->place)) {
			one = (struct node){ .place = { .code = r->place } };
			one.place.name = name_of(v, &x, r);
			one.path = path_of(v->a, &x, r->place, f->place, &one.inside);
			one.inside |= v->n_args < 2 && !str_eq(r->place, f->place);
			buf_add(&nodes, &one, sizeof one);
			list = (struct node *)(void *)nodes.p;
			n = nodes.len / sizeof one;
		}
		list[n - 1].place.cells.of[r->period] = r;
	}
	if (n)
		qsort(list, n, sizeof *list, by_path);
	for (size_t i = 0; i < n; i++) {
		list[i].place.level = list[i].inside ? level_of(list, i) : 0;
		if (!list[i].inside)
			continue;
		if (f->n_places_all++ < FIGURE_PLACES)
			buf_add(&out, &list[i].place, sizeof list[i].place);
	}
	f->places = (const struct figure_place *)(const void *)out.p;
	f->n_places = out.len / sizeof *f->places;
}

/* Which period the line shows: what has come together, else what stands, else what each day brought. */
static enum period line_of(const struct figure *f)
{
	return figure_has(f, PERIOD_TOTAL) ? PERIOD_TOTAL
	       : figure_has(f, PERIOD_NOW) ? PERIOD_NOW
					   : PERIOD_H24;
}

static struct markup draw(struct visit *v, const struct figure_view *f, enum period line)
{
	int64_t *total = arena_array(v->a, f->n_points, sizeof *total),
		*in_day = arena_array(v->a, f->n_points, sizeof *in_day);
	struct str *days = arena_array(v->a, f->n_points, sizeof *days);
	struct chart c = { .id = S("figure"), .title = v->title, .days = days, .n = f->n_points };
	const struct figure_point *last = &f->points[f->n_points - 1];

	for (size_t i = 0; i < f->n_points; i++) {
		const struct figure_point *p = &f->points[i];

		days[i] = lang_day_short(v->a, v->lang, p->day);
		total[i] = p->there ? p->total : CHART_NONE;
		in_day[i] = p->day_there ? p->in_day : CHART_NONE;
	}
	c.a = (struct chart_series){ figure_period(v->lang, line), total };
	if (line != PERIOD_H24 && figure_has(f->figure, PERIOD_H24))
		c.per_day = (struct chart_series){ figure_period(v->lang, PERIOD_H24), in_day };
	c.none = msg(v->lang, MSG("No day yet"));
	if (last->there)
		c.desc = str_fmt(v->a, "%.*s: %.*s %.*s", P(c.a.name),
				 P(figure_qual(v->lang, last->qual)),
				 P(chart_number(v->a, last->total)));
	return (struct markup){ chart_svg(v->a, &c) };
}

bool figure_chart(struct visit *v, struct figure_view *f, struct err *e)
{
	int64_t first = v->facts->bulletins[0].day, n = f->newest - first + 1;
	enum period line = line_of(f->figure);
	struct series list[2] = { { f->figure, f->place, f->detail, line, NULL },
				  { f->figure, f->place, f->detail, PERIOD_H24, NULL } };
	bool something = false;
	struct figure_point *points;

	n = n > FIGURE_DAYS ? FIGURE_DAYS : n;
	if (!series_read(v, f->newest, (size_t)n, list, 2, e))
		return false;
	points = arena_array(v->a, (size_t)n, sizeof *points);
	for (int64_t i = 0; i < n; i++) {
		const struct series_point *a = &list[0].points[i], *b = &list[1].points[i];

		points[i] = (struct figure_point){ .day = f->newest - (n - 1 - i),
						   .there = a->there,
						   .is_signed = a->by_bulletin,
						   .day_there = b->there,
						   .total = a->value,
						   .in_day = b->value,
						   .qual = a->qual,
						   .day_qual = b->qual };
		something |= a->there;
	}
	if (!something)
		return true;
	f->points = points;
	f->n_points = (size_t)n;
	f->chart = draw(v, f, line);
	return true;
}
