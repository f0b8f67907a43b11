/* See view_bulletin.h. */
#include "web/view_bulletin.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/num.h"
#include "figure/sheet.h"
#include "figure/words.h"
#include "store/store.h"
#include "base/banned.h"

struct str bulletin_word(enum lang lang, struct str word)
{
	return lang == LANG_AR ? word_ar(word) : word_en(word);
}

struct str bulletin_qual(enum lang lang, enum qual q)
{
	return q == QUAL_EXACT ? S("") : bulletin_word(lang, qual_name(q));
}

static struct str label_of(enum lang lang, const struct figure *f)
{
	return str_of(lang == LANG_AR ? f->label_ar : f->label_en);
}

bool bulletin_line_empty(const struct bulletin_line *l)
{
	for (int i = 0; i < PERIOD_COUNT; i++)
		if (l->of[i])
			return false;
	return true;
}

/* What a row is now against what the bulletin before said; a row that one of the two has not is 0, exact. */
static struct bulletin_change change_of(const struct published *was, const struct row *is)
{
	struct bulletin_change c = { 0 };
	const struct row *old;

	if (!was || !is)
		return c;
	old = published_row(was, is->figure, is->place, is->detail, is->period);
	/* The same said again is no change, however it is said. */
	if (old && old->qual == is->qual && old->value == is->value)
		c.qual = QUAL_EXACT;
	else
		c.qual = old ? qual_sum(is->qual, qual_minus(old->qual)) : is->qual;
	c.there = !__builtin_sub_overflow(is->value, old ? old->value : 0, &c.n);
	return c;
}

/* The row by which a figure is compared over bulletins. */
static const struct row *standing(const struct bulletin_line *l)
{
	return l->of[PERIOD_NOW] ? l->of[PERIOD_NOW] : l->of[PERIOD_TOTAL];
}

static bool same_line(const struct bulletin_line *l, const struct row *r)
{
	return l->figure == r->figure && str_eq(l->detail, r->detail);
}

static struct bulletin_line line_of(struct visit *v, const struct figure *f, struct str place,
				    struct str detail)
{
	return (struct bulletin_line){ .figure = f,
				       .label = detail.len ? bulletin_word(v->lang, detail)
							   : label_of(v->lang, f),
				       .unit = bulletin_word(v->lang, str_of(f->unit)),
				       .place = place,
				       .detail = detail };
}

static void take_row(struct bulletin_line *l, const struct row *r)
{
	l->of[r->period] = r;
	l->entries = r->entries > l->entries ? r->entries : l->entries;
	l->stated = l->stated || r->stated > 0;
}

/* All rows of a place, in the order of the figures, details behind their figure. A figure that is no sum of its
 * details has a line without numbers, so that they stand below their name. */
static struct bulletin_part part_of(struct visit *v, const struct bulletin_view *b,
				    const struct published *was, struct str place, struct str name)
{
	struct bulletin_part part = { place, facts_place(v->facts, v->lang, place, name), NULL, 0 };
	struct bulletin_line *lines = NULL;
	size_t room = 0;

	for (size_t i = 0; i < b->is.n_rows; i++) {
		const struct row *r = &b->is.rows[i];

		if (!str_eq(r->place, place))
			continue;
		if (r->detail.len && (!part.n || lines[part.n - 1].figure != r->figure)) {
			lines = arena_more(v->a, lines, part.n, &room, sizeof *lines);
			lines[part.n++] = line_of(v, r->figure, place, S(""));
		}
		if (!part.n || !same_line(&lines[part.n - 1], r)) {
			lines = arena_more(v->a, lines, part.n, &room, sizeof *lines);
			lines[part.n++] = line_of(v, r->figure, place, r->detail);
		}
		take_row(&lines[part.n - 1], r);
	}
	for (size_t i = 0; i < part.n; i++)
		lines[i].change = change_of(was, standing(&lines[i]));
	part.lines = lines;
	return part;
}

static int by_place(const void *x, const void *y)
{
	return str_cmp((*(const struct row *const *)x)->place,
		       (*(const struct row *const *)y)->place);
}

/* The places in the whole operation, in the order of their codes, which puts what lies in a place behind it. */
static void places(struct visit *v, struct bulletin_view *b)
{
	const struct row **rows = arena_array(v->a, b->is.n_rows, sizeof *rows);
	struct str whole = facts_whole(v->facts);
	struct bulletin_place *list = NULL;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < b->is.n_rows; i++)
		if (!str_eq(b->is.rows[i].place, whole))
			rows[n++] = &b->is.rows[i];
	qsort(rows, n, sizeof *rows, by_place);
	for (size_t i = 0; i < n; i++) {
		bool first = !i || !str_eq(rows[i]->place, rows[i - 1]->place);

		if (first && b->n_places == BULLETIN_PLACES)
			b->n_left_out++;
		if (b->n_left_out)
			continue;
		if (first) {
			list = arena_more(v->a, list, b->n_places, &room, sizeof *list);
			list[b->n_places++] = (struct bulletin_place){
				rows[i]->place,
				facts_place(v->facts, v->lang, rows[i]->place, rows[i]->place_name),
				0
			};
		}
		list[b->n_places - 1].rows++;
	}
	b->places = list;
}

/* The strip: those that the bulletin has, in this order, at most as many as stand in a row. */
static void cards(struct visit *v, struct bulletin_view *b, const struct published *was)
{
	static const struct {
		const char *code;
		enum period period;
		const char *label, *with, *with_label;
	} chosen[] = {
		{ "P2", PERIOD_TOTAL, MSG("laid down arms and registered") },
		{ "P4", PERIOD_TOTAL, MSG("granted amnesty") },
		{ "P3", PERIOD_NOW, MSG("still under checks") },
		{ "T1", PERIOD_TOTAL, MSG("left by the corridors"), "T1c",
		  MSG("of whom children") },
		{ "S1", PERIOD_TOTAL, MSG("settlements joined the ceasefire") },
		{ "R1", PERIOD_TOTAL, MSG("residents returned") },
		{ "H2", PERIOD_TOTAL, MSG("kilograms of aid delivered") },
	};
	const size_t most = 4;
	struct bulletin_card *list = arena_array(v->a, most, sizeof *list);
	struct str place = facts_whole(v->facts);

	for (size_t i = 0; i < sizeof chosen / sizeof *chosen && b->n_cards < most; i++) {
		const struct figure *f = figure_find(str_of(chosen[i].code)), *with;
		const struct row *r =
			f ? published_row(&b->is, f, place, S(""), chosen[i].period) : NULL;
		struct bulletin_card *c = &list[b->n_cards];

		if (!r)
			continue;
		*c = (struct bulletin_card){ .label = msg(v->lang, chosen[i].label), .row = r };
		c->change = change_of(was, r);
		with = chosen[i].with ? figure_find(str_of(chosen[i].with)) : NULL;
		if (with) {
			c->with_row = published_row(&b->is, with, place, S(""), chosen[i].period);
			c->with = msg(v->lang, chosen[i].with_label);
		}
		b->n_cards++;
	}
	b->cards = list;
}

static void say_when(struct visit *v, struct bulletin_view *b)
{
	struct instant to = b->is.to;
	int64_t s = to.s + (int64_t)to.minutes * 60, minutes = (s % 86400 + 86400) % 86400 / 60;
	int off = to.minutes < 0 ? -to.minutes : to.minutes;

	b->date = day_text(v->a, b->shown->day);
	b->time = str_fmt(v->a, "%02" PRId64 ":%02" PRId64, minutes / 60, minutes % 60);
	b->utc = str_fmt(v->a, off % 60 ? "UTC%s%d:%02d" : "UTC%s%d", to.minutes < 0 ? "-" : "+",
			 off / 60, off % 60);
	v->title = msg_fmt(
		v->a, v->lang, MSG("Bulletin %n, %d"),
		(struct msg_arg[]){ MSG_NUMBER(b->shown->number), MSG_DAY(b->shown->day) }, 2);
}

static int read_error(struct err *e)
{
	return e->kind == ERR_NOTHING ? 404 : 500;
}

/* The bulletin and the one before; 200, or what is wrong. */
static int read_both(struct visit *v, struct bulletin_view *b, struct published *was, struct err *e)
{
	b->before = facts_before(v->facts, b->shown->day);
	for (size_t i = 0; i < v->facts->n_bulletins && !b->after; i++)
		if (v->facts->bulletins[i].day > b->shown->day)
			b->after = &v->facts->bulletins[i];
	if (!published_read(v->a, v->folder, b->shown->day, &b->is, e) ||
	    (b->before && !published_read(v->a, v->folder, b->before->day, was, e)))
		return read_error(e);
	say_when(v, b);
	return 200;
}

static int load(struct visit *v, const struct fact_bulletin *shown, const void **view,
		struct err *e)
{
	struct bulletin_view *b = arena_alloc(v->a, sizeof *b);
	struct str whole = facts_whole(v->facts);
	struct published was = { 0 };
	int status;

	*view = b;
	b->shown = shown;
	if (!shown) {
		v->title = msg(v->lang, MSG("No bulletin yet"));
		return 200;
	}
	status = read_both(v, b, &was, e);
	if (status != 200)
		return status;
	cards(v, b, b->before ? &was : NULL);
	b->part = part_of(v, b, b->before ? &was : NULL, whole, whole);
	places(v, b);
	return bulletin_draw(v, b, e) && bulletin_proof(v, b, e) ? 200 : 500;
}

static const struct fact_bulletin *asked_for(const struct visit *v)
{
	int64_t day;

	return day_parse(v->arg[0], &day) ? facts_bulletin(v->facts, day) : NULL;
}

int bulletin_load(struct visit *v, const void **view, struct err *e)
{
	const struct fact_bulletin *shown = asked_for(v);

	return shown ? load(v, shown, view, e) : 404;
}

int bulletin_load_newest(struct visit *v, const void **view, struct err *e)
{
	size_t n = v->facts->n_bulletins;

	return load(v, n ? &v->facts->bulletins[n - 1] : NULL, view, e);
}

int bulletin_load_place(struct visit *v, const void **view, struct err *e)
{
	const struct fact_bulletin *shown = asked_for(v);
	struct bulletin_view *b = arena_alloc(v->a, sizeof *b);
	struct published was = { 0 };
	int status;

	*view = b;
	b->shown = shown;
	if (!shown)
		return 404;
	status = read_both(v, b, &was, e);
	if (status != 200)
		return status;
	b->part = part_of(v, b, b->before ? &was : NULL, v->arg[1], v->arg[1]);
	if (!b->part.n)
		return 404;
	v->crumb = v->title;
	v->title = msg_fmt(v->a, v->lang, MSG("Figures of the day: %s"),
			   (struct msg_arg[]){ MSG_TEXT(b->part.name) }, 1);
	return 200;
}

void bulletin_place_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct bulletin_view *w = view;

	json_open(b, '{');
	json_put_int(b, "number", w->shown->number);
	json_put_text(b, "day", w->date);
	json_put_text(b, "place", facts_place(v->facts, LANG_EN, w->part.code, w->part.code));
	json_put_text(b, "place_code", w->part.code);
	json_key(b, "figures");
	json_open(b, '[');
	for (size_t i = 0; i < w->part.n; i++)
		for (int q = 0; q < PERIOD_COUNT; q++)
			if (w->part.lines[i].of[q])
				row_json(b, w->part.lines[i].of[q]);
	json_close(b, ']');
	json_close(b, '}');
}

/* The sheet. */

struct bulletin_sheet {
	struct published is;
	struct sheet_view sheet;
};

int bulletin_load_sheet(struct visit *v, const void **view, struct err *e)
{
	const struct fact_bulletin *shown = asked_for(v);
	struct bulletin_sheet *s = arena_alloc(v->a, sizeof *s);
	const struct facts *f = v->facts;

	*view = s;
	if (!shown)
		return 404;
	if (!published_read(v->a, v->folder, shown->day, &s->is, e))
		return read_error(e);
	s->sheet = (struct sheet_view){
		.operation = f->name[v->lang],
		.day = shown->day,
		.number = shown->number,
		.lang_ar = v->lang == LANG_AR,
		.rows = arena_copy(v->a, s->is.rows, s->is.n_rows * sizeof *s->is.rows),
		.n = s->is.n_rows,
		.places = arena_copy(v->a, f->places, f->n_places * sizeof *f->places),
		.n_places = f->n_places
	};
	return 200;
}

void bulletin_csv(struct buf *b, const struct visit *v, const void *view)
{
	const struct bulletin_sheet *s = view;

	(void)v;
	sheet_put(b, &s->sheet, SHEET_CSV);
}

void bulletin_hxl(struct buf *b, const struct visit *v, const void *view)
{
	const struct bulletin_sheet *s = view;

	(void)v;
	sheet_put(b, &s->sheet, SHEET_HXL);
}
