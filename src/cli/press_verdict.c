/* press verdict: two short sayings, or a table of such pairs, held against each other. */
#include "base/csv.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cli/press.h"
#include "press/verdict.h"
#include "base/banned.h"

static void put_figure(struct buf *b, const char *key, const struct saying *s, size_t i)
{
	if (i >= s->n)
		return;
	json_key(b, key);
	json_open(b, '[');
	json_int(b, (int64_t)press_characters(s->text, s->f[i].start));
	json_int(b, (int64_t)press_characters(s->text, s->f[i].end));
	json_close(b, ']');
}

static void tell(struct cli *c, struct arena *one, struct str id, const struct verdict *v,
		 const struct saying *a, const struct saying *b)
{
	struct str kind = verdict_kind_name(v->kind);
	struct buf *out;

	cli_say(c, "%.*s%s%.*s%s: %.*s (%s)\n", P(cli_plain(one, id)), id.len ? ": " : "", P(kind),
		v->flag ? ", to be looked at" : "", P(cli_plain(one, v->reason)), v->rule);
	if (!c->json)
		return;
	out = cli_line(c, "verdict");
	if (id.len)
		json_put_text(out, "id", id);
	json_put_text(out, "kind", kind);
	json_put_bool(out, "flag", v->flag);
	json_put_text(out, "rule", str_of(v->rule));
	json_put_text(out, "reason", v->reason);
	put_figure(out, "a", a, v->a);
	put_figure(out, "b", b, v->b);
	if (v->has_difference)
		json_put_text(out, "difference", press_value_text(one, v->difference));
	cli_line_end(c);
}

/* `one` is emptied: a table is long. */
static bool one_pair(struct cli *c, struct arena *one, struct str id, struct str left,
		     struct str right, const struct saying_about *about,
		     const struct said_packs *packs)
{
	struct saying *s;
	struct verdict v;

	arena_reset(one);
	s = arena_array(one, 2, sizeof *s);
	saying_read(left, about, packs, &s[0]);
	saying_read(right, about, packs, &s[1]);
	v = verdict_of(one, &s[0], &s[1], about);
	tell(c, one, id, &v, &s[0], &s[1]);
	return v.flag;
}

#define PAIRS ((size_t)4 << 20) /* bytes of a table */

static bool table(struct cli *c, struct arena *one, const struct said_packs *packs, struct str path,
		  struct err *e)
{
	static const struct str heads[] = { SC("id"), SC("date"), SC("figure_kind"), SC("left"),
					    SC("right") };
	struct str text, cells[CSV_COLUMNS], v[5];
	size_t at[5] = { CSV_COLUMNS, CSV_COLUMNS, CSV_COLUMNS, CSV_COLUMNS, CSV_COLUMNS }, n;
	int64_t pairs = 0, flags = 0;
	struct csv in;

	if (!cli_read(c->a, path, PAIRS, &text, e))
		return false;
	in = csv_of(text);
	if (!csv_row(&in, c->a, cells, &n, e))
		return e->kind == ERR_NONE ? err_set(e, ERR_REFUSED, "%.*s: no rows in it", P(path))
					   : within(e, "%.*s", P(path));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 5; k++)
			if (str_eq(cells[i], heads[k]))
				at[k] = i;
	if (at[3] == CSV_COLUMNS || at[4] == CSV_COLUMNS)
		return err_set(e, ERR_REFUSED,
			       "%.*s: the first row names the columns, and left and "
			       "right are among them",
			       P(path));
	while (csv_row(&in, c->a, cells, &n, e)) {
		struct saying_about about = { .day = NO_DAY };

		for (size_t k = 0; k < 5; k++)
			v[k] = at[k] < n ? cells[at[k]] : (struct str){ NULL, 0 };
		about.kind = v[2];
		if (v[1].len && !day_parse(v[1], &about.day))
			return err_value(e, ERR_REFUSED, S("date"), v[1], "a day as 2016-12-09") ||
			       err_at(e, "%.*s, row %zu", P(path), in.row);
		flags += one_pair(c, one, v[0], v[3], v[4], &about, packs);
		pairs++;
	}
	json_put_int(&c->result, "pairs", pairs);
	json_put_int(&c->result, "flags", flags);
	cli_say(c, "%lld pairs, %lld to be looked at\n", (long long)pairs, (long long)flags);
	return e->kind == ERR_NONE || within(e, "%.*s", P(path));
}

static void free_one(void *p)
{
	arena_free(p);
}

bool cli_press_verdict(struct cli *c, struct err *e)
{
	struct saying_about about = { .kind = cli_option(c, "what"), .day = NO_DAY };
	struct arena *one = arena_new(0);
	struct press_reader *reader = arena_alloc(c->a, sizeof *reader);
	struct str dir = cli_option(c, "packs");
	struct said_packs packs;

	if (!one)
		return err_set(e, ERR_FAILED, "out of memory");
	arena_defer(c->a, free_one, one);
	if (!cli_option_day(c, "date", &about.day, e))
		return false;
	if (!press_reader_open(c->a, dir.s ? str_z(c->a, dir) : NULL, reader, e))
		return false;
	packs = (struct said_packs){ reader->pack, reader->n };
	if (c->n == 1)
		return table(c, one, &packs, c->args[0], e);
	if (c->n != 2)
		return err_set(
			e, ERR_USAGE,
			"press verdict: give two texts, A and B, or a table with the columns "
			"left and right");
	(void)one_pair(c, one, S(""), c->args[0], c->args[1], &about, &packs);
	return true;
}
