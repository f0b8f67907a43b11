/* press compare: what holds between the claims of reports. */
#include "press/compare.h"

#include "base/jsonin.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cli/press.h"
#include "cli/sheet.h"
#include "figure/against.h"
#include "figure/figures.h"
#include "intake/commit.h"
#include "base/banned.h"

#define LIST ((size_t)64 << 20)

struct gathered {
	struct cli *c;
	struct compare_claim *claims;
	size_t n, room;
	struct reuse_text *texts; /* of the reports that were read as texts */
	size_t n_texts, texts_room;
};

static void put_claim(struct buf *b, const struct press_claim *c)
{
	json_open(b, '{');
	json_put_text(b, "doc", c->doc);
	json_put_text(b, "id", c->id);
	json_put_int(b, "start", (int64_t)c->at.cstart);
	json_put_int(b, "end", (int64_t)c->at.cend);
	json_put_text(b, "surface", c->surface);
	json_put_text(b, "what", str_fmt(b->a, "%.*s.%.*s", P(c->entity), P(c->event)));
	json_close(b, '}');
}

static void tell(struct cli *c, const struct gathered *g, const struct compare_verdict *v)
{
	struct str kind = verdict_kind_name(v->v.kind);
	struct buf *b;

	cli_say(c, "%.*s%s:", P(kind), v->v.flag ? ", to be looked at" : "");
	for (size_t i = 0; i < v->n; i++) {
		const struct press_claim *p = g->claims[v->claims[i]].c;

		cli_say(c, "%s %.*s \"%.*s\"", i ? "," : "",
			P(cli_plain(c->a, p->id.len ? p->id : p->doc)),
			P(cli_plain(c->a, p->surface)));
	}
	cli_say(c, ": %.*s (%s)\n", P(cli_plain(c->a, v->v.reason)), v->v.rule);
	if (!c->json)
		return;
	b = cli_line(c, "verdict");
	json_put_text(b, "kind", kind);
	json_put_bool(b, "flag", v->v.flag);
	json_key(b, "claims");
	json_open(b, '[');
	for (size_t i = 0; i < v->n; i++)
		json_str(b,
			 g->claims[v->claims[i]].c->id.s ? g->claims[v->claims[i]].c->id : S(""));
	json_close(b, ']');
	json_put_text(b, "rule", str_of(v->v.rule));
	json_put_text(b, "reason", v->v.reason);
	if (v->v.has_difference)
		json_put_text(b, "difference", press_value_text(c->a, v->v.difference));
	json_key(b, "spans");
	json_open(b, '[');
	for (size_t i = 0; i < v->n; i++)
		put_claim(b, g->claims[v->claims[i]].c);
	json_close(b, ']');
	cli_line_end(c);
}

/* A date, or FROM..TO of which both are one day. */
static int64_t day_of_report(struct str s)
{
	int64_t day;

	return s.len == 10 && day_parse(s, &day) ? day : NO_DAY;
}

static void add_claim(struct gathered *g, const struct press_claim *p, int64_t day, uint32_t text)
{
	g->claims = arena_more(g->c->a, g->claims, g->n, &g->room, sizeof *g->claims);
	g->claims[g->n++] = (struct compare_claim){ .c = p, .day = day, .text = text };
}

/* The day that a line of the list gives a report. */
static bool day_in_list(struct cli *c, struct str text, struct str doc, int64_t *day, struct err *e)
{
	*day = NO_DAY;
	for (size_t line = 1; text.len; line++) {
		struct str one = str_trim(str_cut(&text, '\n'));
		const struct jsonin *o;

		if (!one.len)
			continue;
		o = jsonin_read(c->a, one, line, e);
		if (!o)
			return false;
		if (jsonin_find(o, S("report_date")) &&
		    str_eq(jsonin_text(c->a, jsonin_find(o, S("doc"))), doc)) {
			*day = day_of_report(jsonin_text(c->a, jsonin_find(o, S("report_date"))));
			return true;
		}
	}
	return true;
}

static bool add_list(struct gathered *g, struct str path, struct err *e)
{
	struct press_claim *claims;
	struct str text, doc = S("");
	int64_t day = NO_DAY;
	size_t n;

	if (!os_read(g->c->a, str_z(g->c->a, path), LIST, &text, e) ||
	    !press_claims_read(g->c->a, text, &claims, &n, e))
		return within(e, "%.*s", P(path));
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(doc, claims[i].doc) && !day_in_list(g->c, text, claims[i].doc, &day, e))
			return within(e, "%.*s", P(path));
		doc = claims[i].doc;
		add_claim(g, &claims[i], day, REUSE_NONE);
	}
	return true;
}

static void tell_row(struct cli *c, const struct press_claim *p, const struct against *x,
		     int64_t day, int64_t number)
{
	struct str kind = verdict_kind_name(x->v.kind);
	const struct row *r = x->row;
	struct buf *b;

	cli_say(c, "%.*s%s: %.*s \"%.*s\"", P(kind), x->v.flag ? ", to be looked at" : "",
		P(cli_plain(c->a, p->id.len ? p->id : p->doc)), P(cli_plain(c->a, p->surface)));
	if (r)
		cli_say(c, " against %s %.*s %.*s %.*s of %.*s%s: %.*s%s%lld, %lld entries",
			r->figure->code, P(r->detail), P(r->place_name), P(period_name(r->period)),
			P(day_text(c->a, day)), number ? ", signed" : "",
			P(r->qual == QUAL_EXACT ? S("") : qual_name(r->qual)),
			r->qual == QUAL_EXACT ? "" : " ", (long long)r->value,
			(long long)r->entries);
	cli_say(c, ": %.*s (%s)\n", P(cli_plain(c->a, x->v.reason)), x->v.rule);
	if (!c->json)
		return;
	b = cli_line(c, "register");
	json_put_text(b, "kind", kind);
	json_put_bool(b, "flag", x->v.flag);
	json_put_text(b, "claim", p->id);
	json_put_text(b, "rule", str_of(x->v.rule));
	json_put_text(b, "reason", x->v.reason);
	if (r) {
		json_put_text(b, "code", str_of(r->figure->code));
		json_put_text(b, "detail", r->detail);
		json_put_text(b, "place", r->place_name);
		json_put_text(b, "place_code", r->place);
		json_put_text(b, "period", period_name(r->period));
		json_put_text(b, "day", day_text(c->a, day));
		json_put_int(b, "value", r->value);
		json_put_text(b, "qualifier", qual_name(r->qual));
		json_put_int(b, "entries", r->entries);
		if (number)
			json_put_int(b, "bulletin", number);
	}
	if (x->v.has_difference)
		json_put_text(b, "difference", press_value_text(c->a, x->v.difference));
	cli_line_end(c);
}

/* All claims of reports whose day is known against the figures of that day. */
static bool against_register(struct cli *c, const struct gathered *g, int64_t *flags, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct row *rows = NULL;
	int64_t day = NO_DAY, number = 0, undated = 0;
	size_t n = 0;

	if (!r)
		return false;
	for (size_t i = 0; i < g->n; i++) {
		const struct compare_claim *p = &g->claims[i];
		struct against x;

		if (p->day == NO_DAY || p->c->optional) {
			undated += p->day == NO_DAY;
			continue;
		}
		if (p->day != day && !day_sheet(c, r, p->day, &rows, &n, &number, e))
			return within(e, "figures of %.*s", P(day_text(c->a, p->day)));
		day = p->day;
		x = against_rows(c->a, p->c, day, rows, n);
		tell_row(c, p->c, &x, day, number);
		*flags += x.v.flag;
	}
	if (undated)
		cli_say(c,
			"%lld claims are of reports without a day, and were not held against the "
			"register\n",
			(long long)undated);
	json_put_int(&c->result, "undated", undated);
	return true;
}

bool cli_press_compare(struct cli *c, struct err *e)
{
	struct gathered g = { .c = c, .claims = arena_array(c->a, 1, sizeof *g.claims), .room = 1 };
	struct comparison out;
	int64_t flags = 0;

	if (!c->n)
		return err_set(e, ERR_USAGE, "press compare: give reports, or lists of claims");
	for (size_t i = 0; i < c->n; i++)
		if (!add_list(&g, c->args[i], e))
			return false;
	out = compare_claims(c->a, g.claims, g.n, NULL);
	for (size_t i = 0; i < out.n; i++) {
		tell(c, &g, &out.verdicts[i]);
		flags += out.verdicts[i].v.flag;
	}
	if (cli_option(c, "data").s && !against_register(c, &g, &flags, e))
		return false;
	json_put_int(&c->result, "claims", (int64_t)g.n);
	json_put_int(&c->result, "verdicts", (int64_t)out.n);
	json_put_int(&c->result, "flags", flags);
	cli_say(c, "%zu claims, %zu verdicts%s, %lld to be looked at\n", g.n, out.n,
		out.more ? " and more" : "", (long long)flags);
	return true;
}
