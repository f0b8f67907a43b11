/* See view_figure.h. */
#include "web/view_figure.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "figure/words.h"
#include "intake/commit.h"
#include "web/figure_words.h"
#include "web/published.h"
#include "web/view_figure_int.h"
#include "base/banned.h"

int64_t figure_entries(const struct figure_cells *c)
{
	int64_t most = 0;

	for (int p = 0; p < PERIOD_COUNT; p++)
		if (c->of[p] && c->of[p]->entries > most)
			most = c->of[p]->entries;
	return most;
}

bool figure_has(const struct figure *f, enum period p)
{
	return f->periods & 1u << p;
}

static bool any(const struct figure_cells *c)
{
	for (int p = 0; p < PERIOD_COUNT; p++)
		if (c->of[p])
			return true;
	return false;
}

static struct figure_cells cells_of(const struct published *b, const struct figure_view *f)
{
	struct figure_cells c = { 0 };

	for (int p = 0; p < PERIOD_COUNT; p++)
		c.of[p] = published_row(b, f->figure, f->place, f->detail, (enum period)p);
	return c;
}

static struct str detail_word(enum lang lang, struct str code)
{
	return lang == LANG_AR ? word_ar(code) : word_en(code);
}

/* What the address names, as far as the tables know: the figure and the place. */
static bool subject(const struct visit *v, struct figure_view *f)
{
	const struct figure *x = figure_find(v->arg[0]);

	if (!x)
		return false;
	f->figure = x;
	f->label = figure_label(v->a, v->lang, x);
	f->other_label = str_of(v->lang == LANG_AR ? x->label_en : x->label_ar);
	f->definition = figure_definition(v->a, v->lang, x);
	f->translated = v->lang == LANG_EN || figure_definition_ar(v->arg[0]).len;
	f->unit = detail_word(v->lang, str_of(x->unit));
	f->place = v->n_args > 1 ? v->arg[1] : facts_whole(v->facts);
	f->place_name = facts_place(v->facts, v->lang, f->place, (struct str){ NULL, 0 });
	f->detail = v->n_args > 2 ? v->arg[2] : S("");
	f->detail_name = f->detail.len ? detail_word(v->lang, f->detail) : S("");
	return f->place_name.s || v->n_args < 2;
}

/* What stays of a bulletin when the arena that it was read into ends. */
static void keep_cells(struct arena *a, const struct figure_view *f, struct figure_cells *c)
{
	for (int p = 0; p < PERIOD_COUNT; p++) {
		struct row *r = c->of[p] ? arena_copy(a, c->of[p], sizeof *r) : NULL;

		if (r) {
			r->place = f->place;
			r->place_name = f->place_name;
			r->detail = f->detail;
		}
		c->of[p] = r;
	}
}

static struct published keep_corrections(struct arena *a, const struct published *from)
{
	struct str *list = arena_array(a, from->n_corrections, sizeof *list);

	for (size_t i = 0; i < from->n_corrections; i++)
		list[i] = str_dup(a, from->corrections[i]);
	return (struct published){ .day = from->day,
				   .corrections = list,
				   .n_corrections = from->n_corrections };
}

static void free_arena(void *p)
{
	arena_free(p);
}

/* One of the older ones, in an arena of its own: many take no more memory than one. */
static bool read_older(struct visit *v, struct arena *one, const struct figure_view *f, int64_t day,
		       struct figure_cells *cells, struct published *kept, struct err *e)
{
	struct published p;

	if (!published_read(one, v->folder, day, &p, e))
		return false;
	*cells = cells_of(&p, f);
	keep_cells(v->a, f, cells);
	*kept = keep_corrections(v->a, &p);
	arena_reset(one);
	return true;
}

static bool read_all(struct visit *v, struct arena *one, struct figure_view *f,
		     struct figure_day *days, size_t n, struct published *list, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct fact_bulletin *b = &v->facts->bulletins[v->facts->n_bulletins - 1 - i];

		days[i] = (struct figure_day){ .day = b->day, .number = b->number };
		if (i) {
			if (!read_older(v, one, f, b->day, &days[i].cells, &list[i], e))
				return false;
		} else {
			if (!published_read(v->a, v->folder, b->day, &list[i], e))
				return false;
			days[i].cells = cells_of(&list[i], f);
		}
		f->ever |= any(&days[i].cells);
	}
	return true;
}

/* The values of the newest bulletins, the newest first. Of the newest all is in the list, of the others what it
 * corrects. */
static bool read_days(struct visit *v, struct figure_view *f, struct published *list, struct err *e)
{
	size_t n = v->facts->n_bulletins, most = n < FIGURE_BULLETINS ? n : FIGURE_BULLETINS;
	struct figure_day *days = arena_array(v->a, most, sizeof *days);
	struct arena *one = arena_new(0);

	if (!one)
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	arena_defer(v->a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	if (!read_all(v, one, f, days, most, list, e))
		return false;
	f->days = days;
	f->n_days = most;
	f->n_days_all = n;
	f->newest = most ? days[0].day : NO_DAY;
	if (most)
		f->cells = days[0].cells;
	f->here = any(&f->cells);
	return true;
}

/* The rows of the newest bulletin with this figure and place, one for each detail. */
static void read_details(struct visit *v, struct figure_view *f, const struct published *b)
{
	struct buf out = { .a = v->a };
	struct figure_detail one = { 0 };

	/* Rows are sorted by figure, place, detail: those of one detail stand together. */
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct row *r = &b->rows[i];

		if (r->figure != f->figure || !str_eq(r->place, f->place) || !r->detail.len)
			continue;
		if (!str_eq(one.code, r->detail)) {
			if (one.code.len)
				buf_add(&out, &one, sizeof one);
			one = (struct figure_detail){ .code = r->detail,
						      .name = detail_word(v->lang, r->detail) };
		}
		one.cells.of[r->period] = r;
	}
	if (one.code.len)
		buf_add(&out, &one, sizeof one);
	f->details = (const struct figure_detail *)(const void *)out.p;
	f->n_details = out.len / sizeof one;
}

static void note_stated(struct figure_view *f)
{
	for (int p = 0; p < PERIOD_COUNT; p++)
		f->stated |= f->cells.of[p] && f->cells.of[p]->stated > 0;
}

static struct str base_of(struct visit *v, const struct figure_view *f)
{
	struct str code = str_of(f->figure->code);

	if (v->n_args < 2)
		return code;
	if (v->n_args < 3)
		return str_fmt(v->a, "%.*s/%.*s", P(code), P(f->place));
	return str_fmt(v->a, "%.*s/%.*s/%.*s", P(code), P(f->place), P(f->detail));
}

static void set_title(struct visit *v, const struct figure_view *f)
{
	const char *comma = v->lang == LANG_AR ? "\xd8\x8c" : ",";
	struct buf title = { .a = v->a };

	buf_str(&title, f->label);
	if (v->n_args > 1)
		buf_fmt(&title, "%s %.*s", comma, P(f->place_name));
	if (v->n_args > 2)
		buf_fmt(&title, "%s %.*s", comma, P(f->detail_name));
	v->title = buf_text(&title);
	v->crumb = str_fmt(v->a, "%.*s %s", P(msg(v->lang, MSG("Figure"))), f->figure->code);
}

/* A restatement that a bulletin names by the log's id and the index; *yes: it is one of this row. */
static bool restated_by(struct visit *v, const struct figure_view *f, const struct fact_log *hq,
			struct str at, struct figure_restated *out, bool *yes, struct err *e)
{
	struct entry x;
	const struct rec *r;
	struct str name = str_cut(&at, '/'), period;

	*yes = false;
	if (!str_eq(name, str_hex(v->a, hq->id8, sizeof hq->id8)) ||
	    !int_parse(at, 0, INT64_MAX, &out->index) || (uint64_t)out->index >= hq->size)
		return true;
	r = intake_record(v->reg, v->a, hq->id, out->index, &x, e);
	if (!r)
		return false;
	if (strcmp(r->kind->name, "restatement") ||
	    !str_eq(rec_code(r, "figure"), str_of(f->figure->code)) ||
	    !str_eq(rec_code(r, "place_of"), f->place) || !str_eq(rec_code(r, "detail"), f->detail))
		return true;
	period = rec_code(r, "period");
	for (int p = 0; p < PERIOD_COUNT; p++)
		if (str_eq(period, period_name((enum period)p)))
			out->period = (enum period)p;
	out->day = rec_get(r, "of_day")->n;
	out->said = r->day;
	out->old = rec_get(r, "old")->n;
	out->new = rec_get(r, "new")->n;
	out->reason = rec_code(r, "reason_code");
	*yes = true;
	return true;
}

static bool read_restated(struct visit *v, struct figure_view *f, const struct published *list,
			  struct err *e)
{
	const struct fact_log *hq = facts_log(v->facts, S("hq"));
	struct buf out = { .a = v->a };
	size_t looked = 0;

	for (size_t i = 0; hq && i < f->n_days; i++)
		for (size_t j = list[i].n_corrections; j-- > 0 && looked < FIGURE_RESTATED;) {
			struct figure_restated one = { 0 };
			bool yes;

			looked++;
			if (!restated_by(v, f, hq, list[i].corrections[j], &one, &yes, e))
				return within(e, "restatement %.*s", P(list[i].corrections[j]));
			if (yes)
				buf_add(&out, &one, sizeof one);
		}
	f->restated = (const struct figure_restated *)(const void *)out.p;
	f->n_restated = out.len / sizeof *f->restated;
	for (size_t i = 0; i < f->n_days; i++)
		for (size_t j = 0; j < f->n_restated; j++)
			f->days[i].restated |= f->restated[j].day == f->days[i].day;
	return true;
}

int figure_load(struct visit *v, const void **view, struct err *e)
{
	struct figure_view *f = arena_alloc(v->a, sizeof *f);
	struct published *list = arena_array(v->a, FIGURE_BULLETINS, sizeof *list);
	*view = f;
	if (!subject(v, f))
		return 404;
	if (!read_days(v, f, list, e))
		return 500;
	/* Of any place that has ever been in the log the figure may be asked, of a detail only where some
	 * bulletin has it: details are no closed list. */
	if (!f->ever && v->n_args > 2)
		return 404;
	f->base = base_of(v, f);
	set_title(v, f);
	note_stated(f);
	if (!f->n_days)
		return 200;
	if (!f->detail.len)
		read_details(v, f, &list[0]);
	figure_places(v, f, &list[0]);
	return read_restated(v, f, list, e) && figure_chart(v, f, e) ? 200 : 500;
}

void figure_put_cells(struct buf *b, const struct figure_cells *c)
{
	for (int p = 0; p < PERIOD_COUNT; p++) {
		const struct row *r = c->of[p];

		if (!r)
			continue;
		json_key(b, period_name((enum period)p).s);
		json_open(b, '{');
		json_put_int(b, "value", r->value);
		json_put_text(b, "qualifier", qual_name(r->qual));
		json_put_int(b, "entries", r->entries);
		json_put_int(b, "stated", r->stated);
		json_close(b, '}');
	}
}

static void put_days(struct buf *b, const struct figure_view *f)
{
	json_key(b, "bulletins");
	json_open(b, '[');
	for (size_t i = 0; i < f->n_days; i++) {
		json_open(b, '{');
		json_put_text(b, "day", day_text(b->a, f->days[i].day));
		json_put_int(b, "number", f->days[i].number);
		figure_put_cells(b, &f->days[i].cells);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_put_int(b, "bulletins_in_all", (int64_t)f->n_days_all);
}

static void put_restated(struct buf *b, const struct figure_view *f)
{
	json_key(b, "restated");
	json_open(b, '[');
	for (size_t i = 0; i < f->n_restated; i++) {
		const struct figure_restated *r = &f->restated[i];

		json_open(b, '{');
		json_put_text(b, "day", day_text(b->a, r->day));
		json_put_text(b, "period", period_name(r->period));
		json_put_int(b, "old", r->old);
		json_put_int(b, "new", r->new);
		json_put_text(b, "reason", r->reason);
		json_put_text(b, "entry", str_fmt(b->a, "hq/%lld", (long long)r->index));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void put_parts(struct buf *b, const struct figure_view *f)
{
	json_key(b, "details");
	json_open(b, '[');
	for (size_t i = 0; i < f->n_details; i++) {
		json_open(b, '{');
		json_put_text(b, "detail", f->details[i].code);
		figure_put_cells(b, &f->details[i].cells);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_key(b, "places");
	json_open(b, '[');
	for (size_t i = 0; i < f->n_places; i++) {
		json_open(b, '{');
		json_put_text(b, "place_code", f->places[i].code);
		json_put_text(b, "place", f->places[i].name);
		figure_put_cells(b, &f->places[i].cells);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_put_int(b, "places_in_all", (int64_t)f->n_places_all);
}

void figure_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct figure_view *f = view;

	(void)v;
	json_open(b, '{');
	json_put_text(b, "code", str_of(f->figure->code));
	json_put_text(b, "label_en", str_of(f->figure->label_en));
	json_put_text(b, "label_ar", str_of(f->figure->label_ar));
	json_put_text(b, "unit", str_of(f->figure->unit));
	json_put_text(b, "definition", str_of(f->figure->definition));
	json_put_text(b, "rule", str_of(f->figure->rule));
	json_put_bool(b, "asserted", f->figure->delayed);
	json_put_text(b, "place_code", f->place);
	json_put_text(b, "detail", f->detail.len ? f->detail : (struct str){ NULL, 0 });
	put_days(b, f);
	put_restated(b, f);
	put_parts(b, f);
	json_close(b, '}');
}
