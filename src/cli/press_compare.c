/* press compare: what holds between the claims of reports. */
#include "press/compare.h"

#include <string.h>

#include "base/jsonin.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cli/press.h"
#include "cli/press_against.h"
#include "base/banned.h"

#define LIST ((size_t)64 << 20)

struct gathered {
	struct cli *c;
	struct compare_claim *claims;
	size_t n, room;
	struct press_paths paths; /* of the reports that are texts, not lists */
	struct press_doc *docs;
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

static void add_claim(struct gathered *g, const struct press_claim *p, int64_t day, uint32_t text)
{
	g->claims = arena_more(g->c->a, g->claims, g->n, &g->room, sizeof *g->claims);
	g->claims[g->n++] = (struct compare_claim){ .c = p, .day = day, .text = text };
}

/* The days that a list gives its reports. */
struct days {
	struct str *doc;
	int64_t *day;
	size_t n, room, day_room, at;
};

static bool read_days(struct cli *c, struct str text, struct days *out, struct err *e)
{
	for (size_t line = 1; text.len; line++) {
		struct str one = str_trim(str_cut(&text, '\n'));
		const struct jsonin *o, *date;

		if (!one.len || !memmem(one.s, one.len, "\"report_date\"", 13))
			continue;
		o = jsonin_read(c->a, one, line, e);
		if (!o)
			return false;
		date = jsonin_find(o, S("report_date"));
		if (!date)
			continue;
		out->doc = arena_more(c->a, out->doc, out->n, &out->room, sizeof *out->doc);
		out->day = arena_more(c->a, out->day, out->n, &out->day_room, sizeof *out->day);
		out->doc[out->n] = jsonin_text(c->a, jsonin_find(o, S("doc")));
		out->day[out->n++] = press_day(jsonin_text(c->a, date));
	}
	return true;
}

/* Reports stand in one order: the next is seldom far from the last. */
static int64_t day_in(struct days *d, struct str doc)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t k = (d->at + i) % d->n;

		if (!str_eq(d->doc[k], doc))
			continue;
		d->at = k;
		return d->day[k];
	}
	return NO_DAY;
}

static bool add_list(struct gathered *g, struct str path, struct err *e)
{
	struct days days = { .n = 0 };
	struct press_claim *claims;
	struct str text;
	int64_t day = NO_DAY;
	size_t n;

	if (!cli_read(g->c->a, path, LIST, &text, e) ||
	    !press_claims_read(g->c->a, text, &claims, &n, e) || !read_days(g->c, text, &days, e))
		return within(e, "%.*s", P(path));
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || !str_eq(claims[i - 1].doc, claims[i].doc))
			day = day_in(&days, claims[i].doc);
		add_claim(g, &claims[i], day, REUSE_NONE);
	}
	return true;
}

static void free_work(void *p)
{
	arena_free(p);
}

/* The passages that the texts share, by the bytes of the files, as claims have them. */
static const struct reuse *shared(struct gathered *g, struct reuse_text *texts, struct err *e)
{
	struct arena *work = arena_new(0);
	const struct reuse *found;
	struct reuse *r = arena_alloc(g->c->a, sizeof *r);

	if (!work) {
		err_put(e, ERR_FAILED, "out of memory");
		return NULL;
	}
	arena_defer(g->c->a, free_work, work);
	found = reuse_find(g->c->a, work, texts, g->paths.n, e);
	if (!found)
		return NULL;
	*r = *found;
	for (size_t i = 0; i < r->n_runs; i++) {
		struct reuse_run *run = &r->runs[i];
		struct press_span a = article_span(&g->docs[run->a].article, run->a_start,
						   run->a_end),
				  b = article_span(&g->docs[run->b].article, run->b_start,
						   run->b_end);

		run->a_start = (uint32_t)a.start;
		run->a_end = (uint32_t)a.end;
		run->b_start = (uint32_t)b.start;
		run->b_end = (uint32_t)b.end;
	}
	return r;
}

/* Reads what was given: lists of claims, and texts. */
static bool gather(struct gathered *g, const struct reuse **reuse, struct err *e)
{
	struct reuse_text *texts;

	for (size_t i = 0; i < g->c->n; i++) {
		struct str arg = g->c->args[i];

		if (str_ends(arg, S(".jsonl")) ? !add_list(g, arg, e)
					       : !press_paths_add(g->c, &g->paths, arg, e))
			return false;
	}
	if (!g->paths.n)
		return true;
	if (!press_docs(g->c, &g->paths, true, &g->docs, &texts, e))
		return false;
	for (size_t i = 0; i < g->paths.n; i++)
		for (size_t k = 0; k < g->docs[i].report.n; k++)
			add_claim(g, &g->docs[i].report.claims[k], g->docs[i].day, (uint32_t)i);
	*reuse = shared(g, texts, e);
	return *reuse != NULL;
}

bool cli_press_compare(struct cli *c, struct err *e)
{
	struct gathered g = { .c = c, .claims = arena_array(c->a, 1, sizeof *g.claims), .room = 1 };
	const struct reuse *reuse = NULL;
	struct comparison out;
	int64_t flags = 0;

	if (!c->n)
		return err_set(e, ERR_USAGE, "press compare: give reports, or lists of claims");
	if (!gather(&g, &reuse, e))
		return false;
	out = compare_claims(c->a, g.claims, g.n, reuse);
	for (size_t i = 0; i < out.n; i++) {
		tell(c, &g, &out.verdicts[i]);
		flags += out.verdicts[i].v.flag;
	}
	if (cli_option(c, "data").s && !press_against(c, g.claims, g.n, &flags, e))
		return false;
	json_put_int(&c->result, "claims", (int64_t)g.n);
	json_put_int(&c->result, "verdicts", (int64_t)out.n);
	json_put_int(&c->result, "flags", flags);
	press_paths_end(c, &g.paths);
	json_put_int(&c->result, "left_out", (int64_t)out.left_out);
	json_put_int(&c->result, "not_held", (int64_t)out.not_held);
	cli_say(c, "%zu claims, %zu verdicts, %lld to be looked at", g.n, out.n, (long long)flags);
	if (out.left_out)
		cli_say(c, "; %zu more of claims that have many", out.left_out);
	if (out.not_held)
		cli_say(c, "; %zu pairs of one thing and place not held against each other",
			out.not_held);
	cli_say(c, "\n");
	return true;
}
