/* exchange compare: who is here and in another register, too; exchange hits: what that one says of them. */
#include "cli/commands.h"
#include "cli/found.h"
#include "intake/exchange_compare.h"
#include "intake/exchange_hits.h"
#include "base/banned.h"

static void compare_progress(void *p, size_t done, size_t of)
{
	cli_progress(p, "registration", done, of);
}

bool cli_exchange_compare(struct cli *c, struct err *e)
{
	struct exchange_compare x = { .officer = cli_option(c, "as"),
				      .progress = compare_progress,
				      .p = c };
	struct reg *r;
	bool ok;

	if (c->n || !x.officer.s)
		return err_set(e, ERR_USAGE, "exchange compare: give --as ADJUDICATOR");
	r = cli_register(c, true, e);
	ok = r && exchange_compare(r, c->a, &x, &c->why, e);
	json_put_int(&c->result, "registers", (int64_t)x.files);
	json_put_int(&c->result, "compared", (int64_t)x.cases);
	json_put_int(&c->result, "noted", (int64_t)x.noted);
	json_put_int(&c->result, "missing", (int64_t)x.missing);
	if (ok && x.missing)
		cli_say(c,
			"what %zu other registers gave is not here, as after a restore: take their "
			"files again (exchange take), and compare\n",
			x.missing);
	if (ok)
		cli_say(c,
			"%zu compared with what %zu other registers gave; %zu possible duplicates "
			"noted for two adjudicators (sulh exchange hits CASE)\n",
			x.cases, x.files, x.noted);
	return ok;
}

static const char *judged(struct str verdict)
{
	return str_eq(verdict, S("same"))	 ? "one person, as two adjudicators say"
	       : str_eq(verdict, S("different")) ? "another person, as two adjudicators say"
	       : verdict.len			 ? "judged, not finally"
						 : "not judged yet";
}

static const char *const gone[] = {
	[ROW_HELD] = NULL,
	[ROW_NOT_THERE] = "what that register gave last says nothing of this person any more",
	[ROW_OVER] = "nothing of that register is held here any more: its day is over, or it has "
		     "to be taken again",
};

static void put_hit(struct cli *c, const struct exchange_hit *x, const struct about_found *f)
{
	static const char *const rows[] = { "held", "not_there", "over" };
	struct buf *b = cli_line(c, "pair");

	json_put_text(b, "other", str_hex(c->a, x->other, sizeof x->other));
	json_put_text(b, "where", x->where);
	json_put_int(b, "score", x->score);
	json_put_text(b, "verdict", x->verdict);
	json_put_text(b, "row", str_of(rows[x->row]));
	if (x->row == ROW_HELD) {
		json_put_text(b, "operation", x->operation);
		found_put_names(c, b, &x->names);
		found_put(c, b, f);
	}
	cli_line_end(c);
}

static void show(struct cli *c, const struct exchange_hits *got, const struct exchange_hit *x)
{
	struct about_found *f = arena_alloc(c->a, sizeof *f);
	struct index_query *asked = arena_alloc(c->a, sizeof *asked);

	index_query_of(c->a, &got->own, asked);
	found_compare(c, asked, &x->names, NULL, f);
	if (x->row == ROW_HELD) {
		cli_say(c, "%4d  %.*s  %s\n", x->score, P(found_text(c, &x->names)),
			judged(x->verdict));
		found_say(c, f);
		found_say_documents(c, &x->names);
		cli_say(c, "      %.*s (%.*s)\n", P(x->where), P(x->operation));
	} else {
		cli_say(c, "%4d  %s; %s\n", x->score, gone[x->row], judged(x->verdict));
		cli_say(c, "      %.*s\n", P(x->where));
	}
	cli_say(c, "      other=%.*s\n", P(str_hex(c->a, x->other, sizeof x->other)));
	if (c->json)
		put_hit(c, x, f);
}

static void show_left(struct cli *c, const struct exchange_hits *got)
{
	if (got->left)
		cli_say(c,
			"%zu more, of whom %zu are not judged: they are shown when those who are "
			"shown now are judged\n",
			got->left, got->left_open);
	json_put_int(&c->result, "pairs", (int64_t)got->n);
	json_put_int(&c->result, "left", (int64_t)got->left);
	json_put_int(&c->result, "left_unjudged", (int64_t)got->left_open);
}

bool cli_exchange_hits(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as");
	struct exchange_hits got;
	struct reg *r;

	if (c->n != 1 || !officer.s)
		return err_set(e, ERR_USAGE, "exchange hits: give CASE and --as ADJUDICATOR");
	/* Who looks is noted: the register is open for writing. */
	r = cli_register(c, true, e);
	if (!r || !exchange_hits(r, c->a, case_typed(c->a, c->args[0]), officer, &got, &c->why, e))
		return false;
	for (size_t i = 0; i < got.n; i++)
		show(c, &got, &got.list[i]);
	show_left(c, &got);
	return true;
}
