/* The drawings of a bulletin: those who laid down arms against amnesty granted, and the quarters. */
#include "web/view_bulletin.h"

#include "base/arena.h"
#include "base/lang.h"
#include "intake/outline.h"
#include "paper/chart.h"
#include "web/series.h"
#include "base/banned.h"

#define CHART_ID "bulletin-chart"
#define MAP_ID	 "bulletin-map"

/* From the first day with anything on, so that a young operation has no empty week in front. */
static size_t first_day(const struct series *registered, size_t n)
{
	size_t i = 0;

	while (i + 2 < n && !(registered->points[i + 1].there && registered->points[i + 1].value))
		i++;
	return i;
}

static void points(struct visit *v, struct bulletin_view *b, const struct series *list)
{
	size_t skip = first_day(&list[0], BULLETIN_DAYS), n = BULLETIN_DAYS - skip;
	struct bulletin_point *p = arena_array(v->a, n, sizeof *p);

	for (size_t i = 0; i < n; i++) {
		const struct series_point *r = &list[0].points[skip + i],
					  *g = &list[1].points[skip + i],
					  *d = &list[2].points[skip + i];
		int64_t day = b->shown->day - (int64_t)(n - 1 - i);

		p[i] = (struct bulletin_point){ .day = day,
						.label = lang_day_short(v->a, v->lang, day),
						.there = r->there,
						.by_bulletin = r->by_bulletin,
						.day_there = d->there,
						.registered = r->value,
						.granted = g->value,
						.in_day = d->value };
	}
	b->points = p;
	b->n_points = n;
}

/* Nothing stands for a day of which there is no row: that is a gap in the line, or 0 registered yet. */
static void draw_chart(struct visit *v, struct bulletin_view *b)
{
	int64_t *registered = arena_array(v->a, b->n_points, sizeof *registered),
		*granted = arena_array(v->a, b->n_points, sizeof *granted),
		*in_day = arena_array(v->a, b->n_points, sizeof *in_day);
	struct str *days = arena_array(v->a, b->n_points, sizeof *days);
	const struct bulletin_point *last = &b->points[b->n_points - 1];
	struct chart c = { .id = S(CHART_ID),
			   .title = msg(v->lang, MSG("Laid down arms against amnesty granted")),
			   .days = days,
			   .n = b->n_points,
			   .a = { msg(v->lang, MSG("laid down arms")), registered },
			   .b = { msg(v->lang, MSG("granted amnesty")), granted },
			   .per_day = { msg(v->lang, MSG("laid down arms, per day")), in_day },
			   .none = msg(v->lang, MSG("No day yet")) };

	for (size_t i = 0; i < b->n_points; i++) {
		const struct bulletin_point *p = &b->points[i];

		days[i] = p->label;
		registered[i] = p->there ? p->registered : CHART_NONE;
		granted[i] = p->there ? p->granted : CHART_NONE;
		in_day[i] = p->day_there ? p->in_day : CHART_NONE;
	}
	c.desc = msg_fmt(v->a, v->lang, MSG("%d: %n laid down arms, %n granted amnesty."),
			 (struct msg_arg[]){ MSG_DAY(last->day), MSG_NUMBER(last->registered),
					     MSG_NUMBER(last->granted) },
			 3);
	b->chart.s = chart_svg(v->a, &c);
}

static bool chart(struct visit *v, struct bulletin_view *b, struct err *e)
{
	const struct figure *of[] = { figure_find(S("P2")), figure_find(S("P4")) };
	struct str place = facts_whole(v->facts);
	struct series list[] = { { of[0], place, S(""), PERIOD_TOTAL, NULL },
				 { of[1], place, S(""), PERIOD_TOTAL, NULL },
				 { of[0], place, S(""), PERIOD_H24, NULL } };

	if (!series_read(v, b->shown->day, BULLETIN_DAYS, list, 3, e))
		return false;
	points(v, b, list);
	draw_chart(v, b);
	return true;
}

/* The map: S3 at quarters, of the bulletin itself. Open ones are cleared, cleared ones administered. */

static const struct {
	const char *detail, *label;
	enum map_class class;
} statuses[] = {
	{ "open", MSG("Open to residents"), MAP_OPEN },
	{ "cleared", MSG("Cleared of mines"), MAP_CLEARED },
	{ "administered", MSG("Administered"), MAP_ADMINISTERED },
	{ "contested", MSG("Contested"), MAP_CONTESTED },
};

#define STATUSES (sizeof statuses / sizeof *statuses)

static bool counts(const struct published *p, struct str place, size_t status, enum period period)
{
	const struct row *r = published_row(p, figure_find(S("S3")), place,
					    str_of(statuses[status].detail), period);

	return r && r->value > 0;
}

/* STATUSES: none is recorded. */
static size_t status_of(const struct published *p, struct str place)
{
	size_t i = 0;

	while (i < STATUSES && !counts(p, place, i, PERIOD_NOW))
		i++;
	return i;
}

static void area_of(struct visit *v, const struct bulletin_view *b, const struct outline *o,
		    struct map_area *out, int64_t n[STATUSES + 1])
{
	size_t status = status_of(&b->is, o->code);

	*out = (struct map_area){
		.name = facts_place(v->facts, v->lang, o->code, o->code),
		.note = msg(v->lang,
			    status < STATUSES ? statuses[status].label : MSG("No status recorded")),
		.rings = o->rings,
		.n = o->n,
		.class = status < STATUSES ? statuses[status].class : MAP_NONE,
		.fresh = status < STATUSES && counts(&b->is, o->code, status, PERIOD_H24)
	};
	n[status]++;
}

static void legend(struct visit *v, struct bulletin_view *b, const int64_t n[STATUSES + 1])
{
	struct bulletin_class *list = arena_array(v->a, STATUSES + 1, sizeof *list);

	for (size_t i = 0; i <= STATUSES; i++) {
		enum map_class class = i < STATUSES ? statuses[i].class : MAP_NONE;

		if (!n[i])
			continue;
		list[b->n_classes++] = (struct bulletin_class){
			{ map_swatch(v->a, S(MAP_ID), class) },
			msg(v->lang, i < STATUSES ? statuses[i].label : MSG("No status recorded")),
			n[i]
		};
	}
	b->classes = list;
}

static bool map(struct visit *v, struct bulletin_view *b, struct err *e)
{
	int64_t n[STATUSES + 1] = { 0 };
	struct buf desc = { .a = v->a };
	struct map_area *areas;
	struct outlines o;
	struct map m = { .id = S(MAP_ID),
			 .km = msg(v->lang, MSG("km")),
			 .m = msg(v->lang, MSG("m")) };

	/* Outlines are for drawing only: where they are damaged (sulh doctor says so) the bulletin stands without. */
	if (!outline_read(v->a, v->dir, &o, e)) {
		e->kind = ERR_NONE;
		return true;
	}
	areas = arena_array(v->a, o.n, sizeof *areas);
	for (size_t i = 0; i < o.n; i++)
		if (str_eq(o.list[i].level, S("quarter")))
			area_of(v, b, &o.list[i], &areas[m.n++], n);
	if (!m.n)
		return true;
	legend(v, b, n);
	for (size_t i = 0; i < b->n_classes; i++)
		buf_fmt(&desc, "%s%.*s: %lld", i ? "; " : "", P(b->classes[i].label),
			(long long)b->classes[i].n);
	m.title = msg_fmt(v->a, v->lang, MSG("Quarters on %d"),
			  (struct msg_arg[]){ MSG_DAY(b->shown->day) }, 1);
	m.desc = buf_text(&desc);
	m.areas = areas;
	b->map.s = map_svg(v->a, &m);
	b->map_source = v->lang == LANG_AR ? o.source_ar : o.source;
	return true;
}

bool bulletin_draw(struct visit *v, struct bulletin_view *b, struct err *e)
{
	return chart(v, b, e) && map(v, b, e);
}
