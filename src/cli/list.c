/* list: lists that persons are screened against, and who is like somebody on one. */
#include "cli/commands.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "intake/lists.h"
#include "base/banned.h"

#define LIST_FILE ((size_t)1 << 29)

struct loading {
	struct cli *c;
	struct str file;
};

static void print_bad(void *p, size_t row, const struct refusal *why)
{
	struct loading *l = p;
	struct str where =
		row ? str_fmt(l->c->a, "%.*s, row %zu, column %.*s", P(l->file), row, P(why->field))
		    : l->file;

	cli_bad(l->c, where, why);
}

static void load_progress(void *p, size_t done, size_t of)
{
	cli_progress(((struct loading *)p)->c, "name", done, of);
}

bool cli_list_load(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS];
	struct loading l = { .c = c };
	struct list_load x = { .no = cli_option(c, "no"),
			       .source = cli_option(c, "source"),
			       .basis = cli_option(c, "basis"),
			       .signers = names,
			       .n_signers = cli_officers(c, names, DRAFT_OFFICERS),
			       .bad = print_bad,
			       .progress = load_progress,
			       .p = &l };
	struct reg *r;
	bool ok;

	if (c->n != 1 || !x.no.s || !x.source.s || !x.basis.s || !x.n_signers)
		return err_set(e, ERR_USAGE,
			       "list load: give FILE, --no, --source, --basis and --as "
			       "OFFICER,OFFICER");
	l.file = c->args[0];
	if (!cli_read(c->a, l.file, LIST_FILE, &x.text, e))
		return false;
	r = cli_register(c, true, e);
	ok = r && lists_load(r, c->a, &x, &c->why, e);
	json_put_int(&c->result, "rows", (int64_t)x.rows);
	json_put_int(&c->result, "refused", (int64_t)x.n_bad);
	if (!ok)
		return within(e, "list load %.*s", P(l.file));
	cli_say(c,
		"%zu rows kept as list %.*s; in force with the next cut, and then: sulh list "
		"screen\n",
		x.rows, P(x.no));
	return true;
}

bool cli_list_withdraw(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS];
	size_t n = cli_officers(c, names, DRAFT_OFFICERS);
	struct reg *r;

	if (c->n != 1 || !n)
		return err_set(e, ERR_USAGE, "list withdraw: give NUMBER and --as OFFICER,OFFICER");
	r = cli_register(c, true, e);
	if (!r || !lists_withdraw(r, c->a, c->args[0], names, n, &c->why, e))
		return false;
	cli_say(c, "List %.*s is withdrawn: its names are gone from here.\n", P(c->args[0]));
	return true;
}

bool cli_list_show(struct cli *c, struct err *e)
{
	struct listing *list;
	struct reg *r;
	size_t n;

	if (c->n)
		return err_set(e, ERR_USAGE, "list show: options only");
	r = cli_register(c, false, e);
	if (!r || !lists_all(r, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct listing *x = &list[i];
		struct str until = x->withdrawn_on == NO_DAY ? (struct str){ NULL, 0 }
							     : day_text(c->a, x->withdrawn_on);

		cli_say(c, "%-16.*s %8" PRId64 " names, %.*s, loaded on %.*s%s%.*s, of %.*s\n",
			P(x->no), x->names, P(x->basis), P(day_text(c->a, x->loaded_on)),
			until.s ? ", withdrawn on " : "", P(until.s ? until : S("")), P(x->source));
		if (c->json) {
			struct buf *b = cli_line(c, "list");

			json_put_text(b, "list_no", x->no);
			json_put_int(b, "names", x->names);
			json_put_text(b, "basis", x->basis);
			json_put_text(b, "source", x->source);
			json_put_text(b, "loaded_on", day_text(c->a, x->loaded_on));
			json_put_text(b, "withdrawn_on", until);
			json_put_text(b, "rows",
				      x->rows.s ? str_hex(c->a, x->rows.s, x->rows.len) : x->rows);
			cli_line_end(c);
		}
	}
	json_put_int(&c->result, "lists", (int64_t)n);
	return n || err_set(e, ERR_NOTHING, "no list is in the log");
}

static void screen_progress(void *p, size_t done, size_t of)
{
	cli_progress(p, "case", done, of);
}

bool cli_list_screen(struct cli *c, struct err *e)
{
	struct list_screen x = { .officer = cli_option(c, "as"),
				 .progress = screen_progress,
				 .p = c };
	struct reg *r;
	bool ok;

	if (c->n || !x.officer.s)
		return err_set(e, ERR_USAGE, "list screen: give --as OFFICER");
	r = cli_register(c, true, e);
	ok = r && lists_screen(r, c->a, &x, &c->why, e);
	json_put_int(&c->result, "screened", (int64_t)x.cases);
	json_put_int(&c->result, "asked", (int64_t)x.hits);
	json_put_int(&c->result, "for_others", (int64_t)x.refused);
	json_put_int(&c->result, "waiting", (int64_t)x.waiting);
	json_put_int(&c->result, "lists_without_names", (int64_t)x.missing);
	if (!ok)
		return false;
	cli_say(c, "%zu screened; %zu to be looked at (sulh queue --as OFFICER)\n", x.cases,
		x.hits);
	if (x.refused)
		cli_say(c, "%zu wait for another screener: this one may not check them\n",
			x.refused);
	if (x.waiting)
		cli_say(c,
			"%zu wait: the rows of a list in force are gone (sulh doctor names it); "
			"bring "
			"its file back, load it again, or withdraw it\n",
			x.waiting);
	if (x.missing)
		cli_say(c, "%zu lists in force have no names here\n", x.missing);
	return true;
}

static void show_hit(struct cli *c, const struct list_hit *x)
{
	const struct names *names = &x->row.names;
	struct str step =
		x->step < 0 ? S("not asked about yet") : str_fmt(c->a, "step %" PRId64, x->step);
	struct buf *b;

	cli_say(c, "list %.*s, %.*s: %.*s%s%.*s; %.*s\n", P(x->row.no), P(names->case_no),
		P(names->latin[0]), names->born.len ? ", born " : "", P(names->born), P(step));
	for (size_t i = 1; i < names->n_latin; i++)
		cli_say(c, "      also %.*s\n", P(names->latin[i]));
	if (!c->json)
		return;
	b = cli_line(c, "hit");
	json_put_text(b, "list_no", x->row.no);
	json_put_text(b, "reference", names->case_no);
	json_put_text(b, "name", names->latin[0]);
	json_key(b, "aliases");
	json_open(b, '[');
	for (size_t i = 1; i < names->n_latin; i++)
		json_str(b, names->latin[i]);
	json_close(b, ']');
	json_put_text(b, "birth", names->born);
	json_put_int(b, "step", x->step);
	cli_line_end(c);
}

bool cli_list_hits(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as");
	struct list_hit *list;
	struct reg *r;
	size_t n;

	if (c->n != 1 || !officer.s)
		return err_set(e, ERR_USAGE, "list hits: give CASE and --as OFFICER");
	r = cli_register(c, true, e);
	if (!r ||
	    !lists_hits(r, c->a, case_typed(c->a, c->args[0]), officer, &list, &n, &c->why, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show_hit(c, &list[i]);
	json_put_int(&c->result, "hits", (int64_t)n);
	return n || err_set(e, ERR_NOTHING, "nobody on a list is like the person of this case");
}
