/* press series: the figures of bulletins over years, what does not fit, and a drawing. */
#include "base/os.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cli/press.h"
#include "paper/timeline.h"
#include "press/series.h"
#include "base/banned.h"

#define DRAWN 4 /* points of a series that is drawn */

static void say_row(struct buf *b, const char *key, const struct press_series *s, size_t i)
{
	const struct series_row *r = &s->rows[i];

	json_key(b, key);
	json_open(b, '{');
	json_put_int(b, "row", (int64_t)r->line);
	json_put_text(b, "date", day_text(b->a, r->f.day));
	json_put_text(b, "period", r->period);
	json_put_text(b, "value", press_value_text(b->a, r->f.value));
	json_put_text(b, "qualifier", press_qual_name(r->f.qual));
	json_put_text(b, "source", r->source);
	json_close(b, '}');
}

/* What somebody can do about it. */
static const char *todo(enum verdict_kind k)
{
	switch (k) {
	case VERDICT_DIFFERS:
		return "ask both sources for hour and place of their count; quote neither alone";
	case VERDICT_THOUSANDS_LOST:
	case VERDICT_DIGITS_LOST:
		return "look at the original text of the smaller number; do not use it until then";
	case VERDICT_UNIT:
		return "ask for the unit; do not add it to the others";
	case VERDICT_SUBSET:
		return "look which of the two was misread; use neither as a part of the other";
	case VERDICT_FLOW_TOTAL:
		return "look for a bulletin that is missing or a correction; tell the total and "
		       "the "
		       "day as two counts";
	case VERDICT_TOTAL_FALLS:
		return "ask for a correction; use the later total only with its reason";
	case VERDICT_DATE_SLIP:
		return "count it for the first day alone until the source confirms the other";
	default:
		return "read both rows in their sources";
	}
}

static void say_finding(struct cli *c, const struct press_series *s, const struct series_finding *f)
{
	const struct series_row *a = &s->rows[f->a], *b = &s->rows[f->b];
	struct str kind = verdict_kind_name(f->v.kind);
	struct buf *out;

	cli_say(c, "  %.*s row %zu, %.*s row %zu: %.*s: %.*s (%s); %s\n",
		P(day_text(c->a, a->f.day)), a->line, P(day_text(c->a, b->f.day)), b->line, P(kind),
		P(cli_plain(c->a, f->v.reason)), f->v.rule, todo(f->v.kind));
	if (!c->json)
		return;
	out = cli_line(c, "finding");
	json_put_text(out, "figure_kind", a->kind);
	json_put_text(out, "place", a->place);
	json_put_text(out, "kind", kind);
	json_put_text(out, "rule", str_of(f->v.rule));
	json_put_text(out, "reason", f->v.reason);
	json_put_text(out, "todo", str_of(todo(f->v.kind)));
	say_row(out, "a", s, f->a);
	say_row(out, "b", s, f->b);
	if (f->v.has_difference)
		json_put_text(out, "difference", press_value_text(c->a, f->v.difference));
	cli_line_end(c);
}

static bool same(const struct series_row *a, const struct series_row *b)
{
	return str_eq(a->kind, b->kind) && str_eq(a->place, b->place);
}

/* What people read: one line for each series, and below it what does not fit. */
static void say_series(struct cli *c, const struct press_series *s)
{
	size_t k = 0;

	for (size_t i = 0, end; i < s->n; i = end) {
		const struct series_row *r = &s->rows[i], *last;

		for (end = i; end < s->n && same(&s->rows[end], r);)
			end++;
		last = &s->rows[end - 1];
		cli_say(c, "%.*s, %.*s: %zu rows, %.*s to %.*s\n", P(cli_plain(c->a, r->kind)),
			P(cli_plain(c->a, r->place)), end - i, P(day_text(c->a, r->f.day)),
			P(day_text(c->a, last->f.day)));
		for (; k < s->n_findings && s->findings[k].a < end; k++)
			say_finding(c, s, &s->findings[k]);
	}
}

static void mark(const struct press_series *s, struct timeline_point *p, size_t i)
{
	for (size_t k = 0; k < s->n_findings; k++)
		if (s->findings[k].a == i || s->findings[k].b == i) {
			p->mark = true;
			p->note = s->findings[k].v.reason;
		}
}

/* "people left, Ostvale, 24h" */
static struct str panel_name(struct arena *a, const struct series_row *r)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < r->kind.len; i++)
		buf_byte(&b, r->kind.s[i] == '_' ? ' ' : (uint8_t)r->kind.s[i]);
	buf_fmt(&b, ", %.*s, %.*s", P(r->place), P(r->period));
	return buf_text(&b);
}

/* A panel for each kind, place and period of some points. */
static struct str drawing(struct cli *c, const struct press_series *s)
{
	struct timeline_panel *panels = arena_array(c->a, s->n + 1, sizeof *panels);
	bool *done = arena_array(c->a, s->n + 1, sizeof *done);
	size_t n = 0;

	for (size_t i = 0; i < s->n && n < TIMELINE_PANELS; i++) {
		const struct series_row *r = &s->rows[i];
		struct timeline_point *p;
		size_t k = 0;

		if (done[i])
			continue;
		for (size_t j = i; j < s->n && same(&s->rows[j], r); j++)
			k += str_eq(s->rows[j].period, r->period);
		p = arena_array(c->a, k, sizeof *p);
		k = 0;
		for (size_t j = i; j < s->n && same(&s->rows[j], r); j++) {
			if (!str_eq(s->rows[j].period, r->period))
				continue;
			done[j] = true;
			p[k] = (struct timeline_point){ .day = s->rows[j].f.day,
							.value = s->rows[j].f.value };
			mark(s, &p[k++], j);
		}
		if (k < DRAWN)
			continue;
		panels[n++] = (struct timeline_panel){ .name = panel_name(c->a, r),
						       .points = p,
						       .n = k,
						       .line = r->f.period == PERIOD_ALL ||
							       r->f.period == PERIOD_SINCE };
	}
	return timeline_svg(c->a, S("Published figures"), panels, n);
}

bool cli_press_series(struct cli *c, struct err *e)
{
	struct str svg = cli_option(c, "svg"), text;
	struct press_series s;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "press series: give one table, FILE.csv");
	if (!cli_read(c->a, c->args[0], SERIES_BYTES, &text, e))
		return false;
	if (!press_series_read(c->a, text, &s, e))
		return within(e, "%.*s", P(c->args[0]));
	press_series_check(c->a, &s);
	say_series(c, &s);
	json_put_int(&c->result, "rows", (int64_t)s.n);
	json_put_int(&c->result, "findings", (int64_t)s.n_findings);
	cli_say(c, "%zu rows, %zu things to be looked at%s\n", s.n, s.n_findings,
		s.more ? " and more" : "");
	return !svg.s || os_write(str_z(c->a, svg), drawing(c, &s), 0644, e);
}
