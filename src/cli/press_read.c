/* press read, explain and test: what reports say, as claims. No register is opened. */
#include "cli/commands.h"
#include "cli/press.h"
#include "press/cases.h"
#include "press/read.h"
#include "base/banned.h"

static void tell_report(struct cli *c, const struct press_report *r)
{
	struct buf *b = c->json ? cli_line(c, "report") : NULL;

	if (b) {
		press_report_put(b, r);
		if (r->more)
			json_put_bool(b, "more", true);
		cli_line_end(c);
		return;
	}
	cli_say(c, "%.*s: %.*s%s%.*s%s\n", P(cli_plain(c->a, r->doc)),
		P(r->outlet.s ? r->outlet : S("outlet not said")), r->report_date.s ? ", " : "",
		P(r->report_date), r->report_date.s ? "" : ", day not said");
}

static void say_claim(struct cli *c, const struct press_claim *p)
{
	struct buf b = { .a = c->a };

	buf_fmt(&b, "  %.*s", P(press_value_text(c->a, p->value)));
	if (p->has_hi)
		buf_fmt(&b, " to %.*s", P(press_value_text(c->a, p->value_hi)));
	if (p->qual != CLAIM_EXACT && p->qual != CLAIM_RANGE)
		buf_fmt(&b, " (%.*s)", P(press_qual_name(p->qual)));
	if (p->unit.s)
		buf_fmt(&b, " %.*s", P(p->unit));
	buf_fmt(&b, " %.*s %.*s", P(p->entity), P(p->event));
	for (size_t i = 0; i < p->places; i++)
		buf_fmt(&b, "%s%.*s", i ? ", " : " at ", P(p->place[i]));
	if (p->frm.s)
		buf_fmt(&b, ", from %.*s", P(p->frm));
	if (p->to.s)
		buf_fmt(&b, ", to %.*s", P(p->to));
	if (p->period.s)
		buf_fmt(&b, ", %.*s", P(p->period));
	if (p->stance != STANCE_ASSERTED)
		buf_fmt(&b, ", %.*s", P(press_stance_name(p->stance)));
	if (p->speaker.s || p->org.s)
		buf_fmt(&b, ": %.*s%s%.*s", P(p->speaker), p->speaker.s && p->org.s ? ", " : "",
			P(p->org));
	if (p->dup_of.s)
		buf_fmt(&b, " (as %.*s)", P(p->dup_of));
	if (p->part_of.s)
		buf_fmt(&b, " (part of %.*s)", P(p->part_of));
	cli_say(c, "%.*s\n", P(cli_plain(c->a, buf_text(&b))));
}

static void tell_claim(struct cli *c, const struct press_claim *p, bool why)
{
	struct buf *b = c->json ? cli_line(c, "claim") : NULL;

	if (b) {
		press_claim_put(b, p);
		cli_line_end(c);
		return;
	}
	say_claim(c, p);
	if (!why)
		return;
	cli_say(c, "    bytes %zu to %zu: \"%.*s\"\n", p->at.start, p->at.end,
		P(cli_plain(c->a, p->surface)));
	for (size_t i = 0; i < p->whys; i++)
		cli_say(c, "    %.*s\n", P(cli_plain(c->a, p->why[i])));
}

static bool read_one(struct arena *a, const struct press_reader *r, struct str path,
		     struct str name, struct press_report *out, struct err *e)
{
	struct str bytes;

	return press_bytes(a, path, &bytes, e) && press_read(a, r, name, bytes, out, NULL, e);
}

static bool tell(struct cli *c, const struct press_report *r, bool why, struct err *e)
{
	tell_report(c, r);
	for (size_t i = 0; i < r->n; i++)
		tell_claim(c, &r->claims[i], why);
	if (r->more)
		cli_say(c, "  and more: of one report the first %zu figures are read\n", r->n);
	return cli_flush(c) || err_set(e, ERR_FAILED, "standard output takes no more");
}

static void free_one(void *p)
{
	arena_free(p);
}

static bool read_all(struct cli *c, bool why, struct err *e)
{
	struct press_reader *r = arena_alloc(c->a, sizeof *r);
	struct str packs = cli_option(c, "packs");
	struct press_paths paths = { 0 };
	struct arena *one;
	size_t claims = 0, reports = 0;

	if (!c->n)
		return err_set(e, ERR_USAGE, "%s: give files, folders or - for standard input",
			       c->command->name);
	for (size_t i = 0; i < c->n; i++)
		if (!press_paths_add(c, &paths, c->args[i], e))
			return false;
	if (!press_reader_open(c->a, packs.s ? str_z(c->a, packs) : NULL, r, e))
		return false;
	one = arena_new(0);
	if (!one)
		return err_set(e, ERR_FAILED, "press read: no memory");
	arena_defer(c->a, free_one, one);
	press_paths_name(c, &paths);
	for (size_t i = 0; i < paths.n; i++) {
		struct press_report report;

		arena_reset(one);
		if (read_one(one, r, paths.path[i], paths.name[i], &report, e)) {
			if (!tell(c, &report, why, e))
				return false;
			claims += report.n;
			reports++;
		} else if (!press_unread(c, &paths, paths.path[i], e)) {
			return false;
		}
		cli_progress(c, "report", i + 1, paths.n);
	}
	paths.n = reports;
	json_put_int(&c->result, "reports", (int64_t)reports);
	json_put_int(&c->result, "claims", (int64_t)claims);
	press_paths_end(c, &paths);
	return true;
}

bool cli_press_read(struct cli *c, struct err *e)
{
	return read_all(c, false, e);
}

bool cli_press_explain(struct cli *c, struct err *e)
{
	return read_all(c, true, e);
}

/* packs/en: the folder and the language in it. */
static void split_pack(struct cli *c, struct str arg, const char **dir, struct str *lang)
{
	size_t at = 0;

	while (arg.len > 1 && arg.s[arg.len - 1] == '/')
		arg.len--;
	for (size_t i = 0; i < arg.len; i++)
		if (arg.s[i] == '/')
			at = i + 1;
	*lang = str_from(arg, at);
	*dir = at ? str_z(c->a, str_mem(arg.s, at - 1)) : NULL;
}

bool cli_press_test(struct cli *c, struct err *e)
{
	struct pack_report report = { .text = { .a = c->a } };
	struct str lang, all;
	const char *dir;
	size_t cases;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "press test: give one pack, as packs/en");
	split_pack(c, c->args[0], &dir, &lang);
	if (!cases_run(c->a, lang, dir, &cases, &report, e))
		return false;
	all = buf_text(&report.text);
	while (all.len) {
		struct str line = str_cut(&all, '\n');
		struct buf *b = c->json ? cli_line(c, "wrong") : NULL;

		if (b) {
			json_put_text(b, "wrong", line);
			cli_line_end(c);
		}
		cli_say(c, "%.*s\n", P(cli_plain(c->a, line)));
	}
	json_put_int(&c->result, "cases", (int64_t)cases);
	json_put_int(&c->result, "wrong", (int64_t)report.wrong);
	cli_say(c, "%zu cases, %zu wrong\n", cases, report.wrong);
	if (report.wrong)
		c->status = ERR_FALSE;
	return true;
}
