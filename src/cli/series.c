/* figure: a figure over days; bulletin diff: what changed between two days; bulletin export: the sheet of a
 * day as a file in a format and language. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "cli/sheet.h"
#include "figure/bulletin.h"
#include "figure/sheet.h"
#include "intake/commit.h"
#include "intake/places.h"
#include "base/banned.h"

#define DAYS_MAX 3660

bool day_sheet(struct cli *c, struct reg *r, int64_t day, struct row **rows, size_t *n,
	       int64_t *number, struct err *e)
{
	struct store_bulletin b;
	struct store_log hq;
	struct entry *x = arena_alloc(c->a, sizeof *x);
	const struct rec *record;

	*number = 0;
	if (!store_bulletin(r->store, day, &b, e) || !reg_log(r, c->a, S("hq"), &hq, e))
		return false;
	if (b.seq < 0)
		return bulletin_live(r->store, c->a, day, rows, n, e);
	*number = b.number;
	record = intake_record(r, c->a, hq.id, b.seq, x, e);
	return record && bulletin_signed(r->store, c->a, record, rows, n, e);
}

struct wanted {
	const struct figure *figure;
	struct str place, detail;
	enum period period;
	bool any_period, any_detail;
};

static bool is_wanted(const struct wanted *w, const struct row *r)
{
	return r->figure == w->figure && str_eq(r->place, w->place) &&
	       (w->any_detail || str_eq(r->detail, w->detail)) &&
	       (w->any_period || r->period == w->period);
}

/* The code of a place in the log, by its code or any name that is that of one place only. */
static bool place_of(struct cli *c, struct reg *r, const struct store_place *places, size_t n,
		     struct str text, struct str *code, struct err *e)
{
	const struct str any = { NULL, 0 };
	const struct place *one = NULL;
	struct places *all;
	size_t many;

	for (size_t i = 0; i < n; i++)
		if (str_eq(places[i].code, text) || str_eq(places[i].name_en, text)) {
			*code = places[i].code;
			return true;
		}
	all = places_kept(r, e);
	if (!all)
		return false;
	one = places_one(all, text, any, &many);
	for (size_t i = 0; one && i < n; i++)
		if (str_eq(places[i].code, one->code)) {
			*code = places[i].code;
			return true;
		}
	return err_value(e, ERR_NOTHING, S("place"), text,
			 "the code of a place in the log, or a name that is that of one place "
			 "only%.*s",
			 P(places_nearest(all, c->a, text, any)));
}

static bool wanted_of(struct cli *c, struct reg *r, struct wanted *w, struct err *e)
{
	struct str period = cli_option(c, "period"), place = cli_option(c, "place"),
		   detail = cli_option(c, "detail");
	struct store_place *places;
	size_t n;

	*w = (struct wanted){ .figure = figure_find(c->args[0]),
			      .detail = detail,
			      .any_detail = !detail.s,
			      .any_period = !period.s };
	if (!w->figure)
		return err_value(e, ERR_USAGE, S("figure"), c->args[0],
				 "the code of a figure, as P4 (sulh bulletin show lists them)");
	for (int p = 0; period.s && p < PERIOD_COUNT; p++)
		if (str_eq(period, period_name((enum period)p)))
			w->period = (enum period)p;
	if (period.s && !str_eq(period, period_name(w->period)))
		return err_value(e, ERR_USAGE, S("period"), period, "h24, d3, total or now");
	if (!store_places(r->store, c->a, &places, &n, e))
		return false;
	/* The whole operation, where no place is named. */
	w->place = n ? places[0].code : S("");
	return !place.s || place_of(c, r, places, n, place, &w->place, e);
}

static void series_row(struct cli *c, int64_t day, bool is_signed, const struct row *r)
{
	cli_say(c, "%.*s %-6.*s %-18.*s %10" PRId64 " %-10.*s%s\n", P(day_text(c->a, day)),
		P(period_name(r->period)), P(r->detail), r->value, P(qual_name(r->qual)),
		is_signed ? " signed" : "");
	if (c->json) {
		struct buf *b = cli_line(c, "value");

		json_put_text(b, "day", day_text(c->a, day));
		json_put_text(b, "code", str_of(r->figure->code));
		json_put_text(b, "place", r->place_name);
		json_put_text(b, "place_code", r->place);
		json_put_text(b, "detail", r->detail.len ? r->detail : (struct str){ NULL, 0 });
		json_put_text(b, "period", period_name(r->period));
		json_put_int(b, "value", r->value);
		json_put_text(b, "qualifier", qual_name(r->qual));
		json_put_bool(b, "signed", is_signed);
		cli_line_end(c);
	}
}

bool cli_figure(struct cli *c, struct err *e)
{
	struct reg *r = c->n == 1 ? cli_register(c, false, e) : NULL;
	struct wanted w;
	int64_t from = NO_DAY, to = NO_DAY, number;
	size_t shown = 0;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "figure: give the code of one figure");
	if (!r || !wanted_of(c, r, &w, e) || !cli_option_day(c, "from", &from, e) ||
	    !cli_option_day(c, "to", &to, e) || (to == NO_DAY && !intake_today(r, c->a, &to, e)))
		return false;
	if (from == NO_DAY)
		from = to;
	if (from > to || to - from >= DAYS_MAX)
		return err_set(e, ERR_USAGE, "figure: --from is not after --to, at most %d days",
			       DAYS_MAX);
	for (int64_t day = from; day <= to; day++) {
		struct row *rows;
		size_t n;

		if (!day_sheet(c, r, day, &rows, &n, &number, e))
			return within(e, "figures of %.*s", P(day_text(c->a, day)));
		for (size_t i = 0; i < n; i++) {
			if (!is_wanted(&w, &rows[i]))
				continue;
			series_row(c, day, number > 0, &rows[i]);
			shown++;
		}
		cli_progress(c, "day", (size_t)(day - from), (size_t)(to - from + 1));
	}
	json_put_int(&c->result, "values", (int64_t)shown);
	return shown || err_set(e, ERR_NOTHING, "figure %s: nothing in these days", w.figure->code);
}

static int same_key(const struct row *a, const struct row *b)
{
	int order = a->figure != b->figure ? (a->figure < b->figure ? -1 : 1)
					   : str_cmp(a->place, b->place);

	order = order ? order : str_cmp(a->detail, b->detail);
	return order ? order : (int)a->period - (int)b->period;
}

static void diff_row(struct cli *c, const struct row *a, const struct row *b)
{
	const struct row *r = a ? a : b;
	struct str old = a ? str_fmt(c->a, "%" PRId64 " %.*s", a->value, P(qual_name(a->qual)))
			   : S("-"),
		   new = b ? str_fmt(c->a, "%" PRId64 " %.*s", b->value, P(qual_name(b->qual)))
			   : S("-");

	assert(r);
	cli_say(c, "%-4s %-18.*s %-18.*s %-6.*s %18.*s -> %.*s\n", r->figure->code,
		P(r->place_name), P(r->detail), P(period_name(r->period)), P(old), P(new));
	if (c->json) {
		struct buf *o = cli_line(c, "difference");

		json_put_text(o, "code", str_of(r->figure->code));
		json_put_text(o, "place", r->place_name);
		json_put_text(o, "place_code", r->place);
		json_put_text(o, "detail", r->detail.len ? r->detail : (struct str){ NULL, 0 });
		json_put_text(o, "period", period_name(r->period));
		if (a)
			json_put_int(o, "a", a->value);
		if (b)
			json_put_int(o, "b", b->value);
		json_put_text(o, "a_qualifier", a ? qual_name(a->qual) : (struct str){ NULL, 0 });
		json_put_text(o, "b_qualifier", b ? qual_name(b->qual) : (struct str){ NULL, 0 });
		cli_line_end(c);
	}
}

bool cli_bulletin_diff(struct cli *c, struct err *e)
{
	struct row *rows[2];
	size_t n[2], i = 0, j = 0, found = 0;
	int64_t day[2], number;
	struct reg *r;

	if (c->n != 2)
		return err_set(e, ERR_USAGE, "bulletin diff: give two days");
	for (int k = 0; k < 2; k++)
		if (!day_parse(c->args[k], &day[k]))
			return err_value(e, ERR_USAGE, S("day"), c->args[k], "a day as 2016-12-09");
	r = cli_register(c, false, e);
	for (int k = 0; k < 2; k++)
		if (!r || !day_sheet(c, r, day[k], &rows[k], &n[k], &number, e))
			return false;
	while (i < n[0] || j < n[1]) {
		const struct row *a = i < n[0] ? &rows[0][i] : NULL,
				 *b = j < n[1] ? &rows[1][j] : NULL;
		int order = !a ? 1 : !b ? -1 : same_key(a, b);

		i += order <= 0;
		j += order >= 0;
		if (!order && a->value == b->value && a->qual == b->qual)
			continue;
		diff_row(c, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
		found++;
	}
	json_put_int(&c->result, "differences", (int64_t)found);
	return found || err_set(e, ERR_NOTHING, "no figure differs");
}

bool cli_bulletin_export(struct cli *c, struct err *e)
{
	struct str format = cli_option(c, "format"), lang = cli_option(c, "lang"),
		   out = cli_option(c, "out");
	struct reg *r = cli_register(c, false, e);
	struct sheet_view v = { .lang_ar = lang.s && str_eq(lang, S("ar")) };
	struct buf text = { .a = c->a };
	enum sheet_format as;
	const struct rec *operation;
	int64_t day = NO_DAY;

	if (lang.s && !v.lang_ar && !str_eq(lang, S("en")))
		return err_value(e, ERR_USAGE, S("lang"), lang, "en or ar");
	if (!sheet_format_of(format.s ? format : S("text"), &as))
		return err_value(e, ERR_USAGE, S("format"), format, "text, html, csv, hxl or json");
	if (!r || !cli_option_day(c, "at", &day, e) ||
	    (day == NO_DAY && !intake_today(r, c->a, &day, e)) ||
	    !day_sheet(c, r, day, &v.rows, &v.n, &v.number, e) ||
	    !store_places(r->store, c->a, &v.places, &v.n_places, e))
		return false;
	operation = intake_operation(r, c->a, e);
	if (!operation)
		return e->kind == ERR_NONE
			       ? err_set(e, ERR_NOTHING, "the operation is not in the log yet")
			       : false;
	v.day = day;
	v.operation = rec_code(operation, v.lang_ar ? "name_ar" : "name_en");
	sheet_put(&text, &v, as);
	if (!out.s) {
		buf_str(&c->out, buf_text(&text));
		return true;
	}
	cli_say(c, "Wrote the bulletin of %.*s to %.*s\n", P(day_text(c->a, day)), P(out));
	return os_write(str_z(c->a, out), buf_text(&text), 0644, e);
}
