/* place add, import, outline, find, tree: the places that everything else lies in. */
#include <inttypes.h>

#include "base/os.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "intake/gazetteer.h"
#include "intake/outline.h"
#include "intake/places.h"
#include "record/qual.h"
#include "base/banned.h"

#define HITS 20
#define MAPS 64

static struct str or_null(struct str s)
{
	return s.len ? s : (struct str){ NULL, 0 };
}

static void json_place(struct cli *c, struct buf *b, const struct place *p)
{
	json_put_text(b, "code", p->code);
	json_put_text(b, "level", p->level);
	json_put_text(b, "parent", or_null(p->parent));
	json_put_text(b, "name_en", p->name_en);
	json_put_text(b, "name_ar", p->name_ar);
	json_put_text(b, "pcode", or_null(p->pcode));
	json_key(b, "aliases");
	json_open(b, '[');
	for (size_t i = 0; i < p->n_aliases; i++)
		json_str(b, p->aliases[i]);
	json_close(b, ']');
	json_key(b, "residents_before");
	if (p->residents) {
		json_open(b, '{');
		json_put_int(b, "value", p->residents->n);
		json_put_text(b, "qualifier", qual_name((enum qual)p->residents->q));
		json_close(b, '}');
	} else {
		json_null(b);
	}
	json_key(b, "area_m2");
	if (p->area_m2)
		json_int(b, p->area_m2);
	else
		json_null(b);
	json_put_bool(b, "waiting", p->waiting);
	(void)c;
}

/* "Jibrin, Jebel Saman, Aleppo, Syria" */
static struct str way_up(struct arena *a, const struct place *p)
{
	struct buf b = { .a = a };

	for (int i = 0; p && i < 16; i++, p = p->up)
		buf_fmt(&b, "%s%.*s", i ? ", " : "", P(p->name_en));
	return buf_text(&b);
}

static bool set(struct cli *c, struct draft *d, const char *field, struct str value)
{
	return !value.s || draft_set(c->a, d, str_of(field), value, &c->why);
}

static bool add_fields(struct cli *c, struct draft *d, struct err *e)
{
	bool ok = true;

	for (size_t i = 2; i < c->n; i++) {
		struct str value = c->args[i], name = str_cut(&value, '=');

		if (!value.s)
			return err_value(e, ERR_USAGE, S("argument"), name, "name=value");
		ok &= draft_set(c->a, d, name, value, &c->why);
	}
	return ok;
}

/* The one place that a text means; NULL with what is near where it means none or several. */
static struct place *one_of(struct cli *c, struct places *all, const char *option, struct str text,
			    enum err_kind kind, struct err *e)
{
	const struct str any = { NULL, 0 };
	size_t many;
	struct place *p = places_one(all, text, any, &many);
	struct str near = p ? S("") : places_nearest(all, c->a, text, any);

	if (!p)
		err_value(e, kind, str_of(option), text,
			  "one place of the register, by code, P-code or name (%zu have this "
			  "name)%.*s",
			  many, P(near));
	return p;
}

bool cli_place_add(struct cli *c, struct err *e)
{
	struct str level = cli_option(c, "level"), in = cli_option(c, "in"),
		   code = cli_option(c, "code");
	struct draft *d = draft_new(c->a, kind_by_name(S("place")));
	const struct place *up = NULL;
	struct places *all;
	struct receipt receipt;
	struct reg *r;
	bool ok;

	if (c->n < 2 || !level.s)
		return err_set(e, ERR_USAGE,
			       "place add: give the English name, the Arabic name and --level");
	r = cli_register(c, true, e);
	all = r ? places_load(r, c->a, e) : NULL;
	if (!all)
		return false;
	if (in.s && !(up = one_of(c, all, "in", in, ERR_REFUSED, e)))
		return false;
	if (!code.s)
		code = cli_option(c, "pcode").s ? cli_option(c, "pcode")
						: places_new_code(all, c->a, up, level, c->args[0]);
	ok = add_fields(c, d, e);
	if (!ok && e->kind)
		return false;
	ok &= set(c, d, "name_en", c->args[0]) && set(c, d, "name_ar", c->args[1]) &&
	      set(c, d, "level", level) && set(c, d, "place_no", code) &&
	      set(c, d, "pcode", cli_option(c, "pcode")) && set(c, d, "as", cli_option(c, "as")) &&
	      (!up || set(c, d, "parent", up->code));
	if (!ok)
		return err_set(e, ERR_REFUSED, "place is refused");
	if (!intake_accept(r, c->a, d, cli_option(c, "dry-run").s, &receipt, &c->why, e))
		return false;
	json_put_text(&c->result, "code", code);
	cli_say(c, "%s as %.*s; in the log after the next cut\n",
		cli_option(c, "dry-run").s ? "would be accepted" : "accepted", P(code));
	return true;
}

static void print_bad(void *p, struct str where, const struct refusal *why)
{
	cli_bad(p, where, why);
}

static void print_good(void *p, size_t row, struct str code, struct str level, struct str name_en,
		       bool again)
{
	struct cli *c = p;

	if (c->json) {
		struct buf *b = cli_line(c, "place");

		json_put_int(b, "row", (int64_t)row);
		json_put_text(b, "code", code);
		json_put_text(b, "level", level);
		json_put_text(b, "name_en", name_en);
		json_put_bool(b, "again", again);
		cli_line_end(c);
		return;
	}
	name_en = cli_plain(c->a, name_en);
	cli_say(c, "%6zu  %-16.*s %-12.*s %.*s%s\n", row, P(code), P(level), P(name_en),
		again ? "  (recorded before)" : "");
	if (c->out.len > 65536)
		(void)cli_flush(c);
}

static void progress(void *p, size_t n, size_t total)
{
	cli_progress(p, "place", n, total);
}

/* --map may be given more than once, and name several: name_en=NAZWA,pcode=KOD. */
static bool read_maps(struct cli *c, struct gazetteer_map *maps, size_t *n, struct err *e)
{
	*n = 0;
	for (size_t i = 0; i < c->n_options; i++) {
		struct str rest = c->options[i].value;

		if (!str_eq(str_of(c->options[i].name), S("map")))
			continue;
		while (rest.s) {
			struct str column = str_cut(&rest, ','), field = str_cut(&column, '=');

			if (!column.s || *n == MAPS)
				return err_value(
					e, ERR_USAGE, S("map"), c->options[i].value,
					"FIELD=COLUMN, up to %d of them, separated by commas",
					MAPS);
			maps[(*n)++] = (struct gazetteer_map){ str_trim(field), column };
		}
	}
	return true;
}

static bool read_file(struct cli *c, struct str *text, struct err *e)
{
	if (c->n != 1)
		return err_set(e, ERR_USAGE, "place import: give one file, GeoJSON or CSV");
	if (cli_option(c, "partial").s && !cli_option(c, "out").s)
		return err_set(e, ERR_USAGE,
			       "place import: --partial needs --out FILE.csv, where the refused "
			       "rows go");
	return cli_read(c->a, c->args[0], GAZETTEER_MAX, text, e);
}

bool cli_place_import(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), text;
	struct gazetteer_map maps[MAPS];
	struct gazetteer w = { .as = cli_option(c, "as"),
			       .level = cli_option(c, "level"),
			       .parent = cli_option(c, "parent"),
			       .encoding = cli_option(c, "encoding"),
			       .map = maps,
			       .commit = cli_option(c, "commit").s,
			       .partial = cli_option(c, "partial").s,
			       .rename = cli_option(c, "rename").s,
			       .bad = print_bad,
			       .good = print_good,
			       .progress = progress,
			       .p = c };
	struct reg *r;
	bool ok;

	if (!read_maps(c, maps, &w.n_map, e) || !read_file(c, &text, e))
		return false;
	r = cli_register(c, true, e);
	if (!r)
		return false;
	ok = gazetteer_import(r, c->a, &w, text, e);
	if (out.s && w.n_bad && !os_write(str_z(c->a, out), w.refused, 0600, e))
		return false;
	json_put_int(&c->result, "rows", (int64_t)w.rows);
	json_put_int(&c->result, "refused", (int64_t)w.n_bad);
	json_put_int(&c->result, "again", (int64_t)w.again);
	json_put_bool(&c->result, "committed", ok && w.commit);
	if (!ok)
		return within(e, "import %.*s", P(c->args[0]));
	cli_say(c, "%zu places, %zu of them recorded before, %zu refused: %s\n", w.rows, w.again,
		w.n_bad,
		!w.commit ? "nothing is kept without --commit"
		: w.n_bad ? "the others are kept"
			  : "kept");
	if (w.n_bad)
		c->status = ERR_ATTENTION;
	return true;
}

static bool remove_outlines(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, true, e);
	bool had;

	if (!r || !outline_remove(r, c->a, &had, e))
		return false;
	json_put_bool(&c->result, "removed", had);
	cli_say(c, had ? "The outlines are removed.\n" : "No outlines are kept here.\n");
	return true;
}

bool cli_place_outline(struct cli *c, struct err *e)
{
	struct gazetteer_map maps[MAPS];
	struct outline_import w = {
		.level = cli_option(c, "level"), .map = maps, .bad = print_bad, .p = c
	};
	struct str text;
	struct reg *r;
	bool ok;

	if (c->n != (cli_option(c, "remove").s ? 0 : 1))
		return err_set(e, ERR_USAGE,
			       "place outline: give one file of GeoJSON, or only --remove");
	if (!c->n)
		return remove_outlines(c, e);
	if (!read_maps(c, maps, &w.n_map, e))
		return false;
	if (!cli_read(c->a, c->args[0], GAZETTEER_MAX, &text, e))
		return false;
	r = cli_register(c, true, e);
	if (!r)
		return false;
	ok = outline_import(r, c->a, &w, text, e);
	json_put_int(&c->result, "features", (int64_t)w.features);
	json_put_int(&c->result, "refused", (int64_t)w.n_bad);
	json_put_int(&c->result, "positions", (int64_t)w.positions);
	json_put_int(&c->result, "bytes", w.bytes);
	if (!ok)
		return within(e, "outlines of %.*s", P(c->args[0]));
	cli_say(c,
		"Kept the outlines of %zu places: %zu positions of %zu, %" PRId64 " bytes.\n"
		"They are for drawing only.\n",
		w.features, w.positions, w.positions_before, w.bytes);
	return true;
}

/* All words of the call, one blank between them. */
static struct str words(struct cli *c)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < c->n; i++)
		buf_fmt(&b, "%s%.*s", i ? " " : "", P(c->args[i]));
	return b.len ? buf_text(&b) : S("");
}

static bool none_found(struct places *all, struct str text, struct err *e)
{
	const struct alias_row *row = alias_by_spelling(all, text);

	if (!row)
		return err_set(e, ERR_NOTHING, "no place is like \"%.*s\"", P(text));
	return err_set(
		e, ERR_NOTHING,
		"no place is like \"%.*s\"; the table of aliases knows %.*s (%.*s, %.*s), which "
		"is not recorded here",
		P(text), P(row->name_en), P(row->name_ar), P(row->level));
}

/* What it lies in, the nearest first. */
static void json_parents(struct buf *b, const struct place *p)
{
	json_key(b, "parents");
	json_open(b, '[');
	for (int i = 0; p && i < 16; i++, p = p->up) {
		json_open(b, '{');
		json_put_text(b, "code", p->code);
		json_put_text(b, "level", p->level);
		json_put_text(b, "name_en", p->name_en);
		json_put_text(b, "name_ar", p->name_ar);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void json_texts(struct buf *b, const char *key, const struct str *list, size_t n)
{
	json_key(b, key);
	json_open(b, '[');
	for (size_t i = 0; i < n; i++)
		json_str(b, list[i]);
	json_close(b, ']');
}

static void say_texts(struct cli *c, const char *what, const struct str *list, size_t n)
{
	if (n)
		cli_say(c, "%18s%s: ", "", what);
	for (size_t i = 0; i < n; i++)
		cli_say(c, "%s%.*s", i ? "; " : "", P(cli_plain(c->a, list[i])));
	if (n)
		cli_say(c, "\n");
}

static void print_hit(struct cli *c, const struct place_hit *h)
{
	const struct place *p = h->place;

	cli_say(c, "%4d  %-16.*s %-12.*s %.*s  %.*s  (%s: %.*s)%s\n", h->score, P(p->code),
		P(p->level), P(way_up(c->a, p)), P(p->name_ar), place_match_name(h->match),
		P(h->by), p->waiting ? "  waits for the cut" : "");
	if (h->score < 1000) {
		say_texts(c, "agrees", h->agrees, h->n_agrees);
		say_texts(c, "differs", h->differs, h->n_differs);
	}
	if (c->json) {
		struct buf *b = cli_line(c, "place");

		json_place(c, b, p);
		json_put_text(b, "match", str_of(place_match_name(h->match)));
		json_put_text(b, "by", h->by);
		json_put_int(b, "score", h->score);
		json_texts(b, "agrees", h->agrees, h->n_agrees);
		json_texts(b, "differs", h->differs, h->n_differs);
		json_parents(b, p->up);
		cli_line_end(c);
	}
}

bool cli_place_find(struct cli *c, struct err *e)
{
	struct str text = words(c), within = cli_option(c, "within");
	struct places_query q = { .text = text, .level = cli_option(c, "level"), .max = HITS };
	struct places *all;
	struct place_hit *hits;
	struct reg *r;
	size_t n;

	if (!str_trim(text).len || !utf8_plain(text))
		return err_set(e, ERR_USAGE, "place find: give a code, a P-code or a name");
	if (q.level.s && level_rank(q.level) < 0)
		return err_value(e, ERR_USAGE, S("level"), q.level, "%s", place_levels);
	r = cli_register(c, false, e);
	all = r ? places_load(r, c->a, e) : NULL;
	if (!all || (within.s && !(q.within = one_of(c, all, "within", within, ERR_USAGE, e))))
		return false;
	hits = places_find(all, c->a, &q, &n);
	for (size_t i = 0; i < n; i++)
		print_hit(c, &hits[i]);
	return n || none_found(all, text, e);
}

static void print_tree(struct cli *c, const struct place *p, int depth)
{
	if (c->json) {
		struct buf *b = cli_line(c, "place");

		json_place(c, b, p);
		json_put_int(b, "depth", depth);
		cli_line_end(c);
	} else {
		cli_say(c, "%*s%.*s  %.*s  %.*s  %.*s", 2 * depth, "", P(p->code), P(p->name_en),
			P(p->name_ar), P(p->level));
		if (p->pcode.len && !str_eq(p->pcode, p->code))
			cli_say(c, "  P-code %.*s", P(p->pcode));
		if (p->residents)
			cli_say(c, "  residents %s%.*s%s%" PRId64, "",
				P(p->residents->q ? qual_name((enum qual)p->residents->q) : S("")),
				p->residents->q ? " " : "", p->residents->n);
		if (p->area_m2)
			cli_say(c, "  %" PRId64 " m²", p->area_m2);
		cli_say(c, "%s\n", p->waiting ? "  waits for the cut" : "");
		if (c->out.len > 65536)
			(void)cli_flush(c);
	}
	if (depth < 32)
		for (const struct place *q = p->child; q; q = q->next)
			print_tree(c, q, depth + 1);
}

bool cli_place_tree(struct cli *c, struct err *e)
{
	struct str text = words(c);
	const struct place *top = NULL;
	struct places *all;
	struct reg *r;

	r = cli_register(c, false, e);
	all = r ? places_load(r, c->a, e) : NULL;
	if (!all)
		return false;
	if (text.len && !(top = one_of(c, all, "place", text, ERR_NOTHING, e)))
		return false;
	if (!places_n(all))
		return err_set(e, ERR_NOTHING, "no place is recorded yet");
	if (text.len) {
		(void)places_tree(all);
		print_tree(c, top, 0);
		return true;
	}
	for (top = places_tree(all); top; top = top->next)
		print_tree(c, top, 0);
	return true;
}
