/*
 * demo: the example operation, recorded from the files under examples/aleppo-2016 (carried in the executable)
 * through the same door as everything else. `script` there says in which order; no number of it stands here.
 */
#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "base/os.h"
#include "cli/cast.h"
#include "cli/commands.h"
#include "cli/example.h"
#include "intake/csv.h"
#include "intake/commit.h"
#include "intake/outline.h"
#include "base/banned.h"

#define FOLDER "examples/aleppo-2016/"

struct demo {
	struct cli *c;
	struct arena *a; /* of one step */
	struct reg *r;
	int64_t now; /* the example has a clock of its own: the machine's does not matter */
	struct crowds *crowds;
	struct cast *cast;
};

static int64_t demo_now(void *p)
{
	return ((struct demo *)p)->now;
}

static bool file(struct demo *d, struct str name, struct str *text, struct err *e)
{
	const struct embedded_file *f =
		embedded_find(str_z(d->a, str_fmt(d->a, FOLDER "%.*s", P(name))));

	*text = f ? str_mem(f->bytes, f->len) : S("");
	return f || err_set(e, ERR_FAILED, "example: there is no file %.*s", P(name));
}

static bool step_clock(struct demo *d, struct str args, struct err *e)
{
	struct instant t;

	if (!instant_parse(args, &t))
		return err_set(e, ERR_FAILED, "example: %.*s is no time", P(args));
	d->now = t.s;
	return true;
}

static bool step_log(struct demo *d, struct str args, struct err *e)
{
	return reg_log_add(d->r, str_dup(d->r->a, args), e);
}

/* "officers.csv A,B": the founding set, for which A and B sign. */
static bool step_officers(struct demo *d, struct str args, struct err *e)
{
	struct str name = str_cut(&args, ' '), text, signers[DRAFT_OFFICERS];
	struct enrolment *list;
	size_t n, k = 0;

	while (args.s && k < DRAFT_OFFICERS)
		signers[k++] = str_cut(&args, ',');
	return file(d, name, &text, e) && officers_read(d->a, text, &list, &n, e) &&
	       intake_enrol(d->r, d->a, list, n, signers, k, &d->c->why, e);
}

static void bad(void *p, size_t row, struct str column, const struct refusal *why)
{
	(void)column;
	fprintf(stderr, "sulh: example, row %zu: %.*s \"%.*s\": %.*s\n", row, P(why->field),
		P(why->value), P(why->want));
	(void)p;
}

static void bad_outline(void *p, struct str where, const struct refusal *why)
{
	fprintf(stderr, "sulh: example, %.*s \"%.*s\": %.*s\n", P(where), P(why->value),
		P(why->want));
	(void)p;
}

static void quiet(void *p, size_t n, size_t total)
{
	(void)p;
	(void)n;
	(void)total;
}

static void kept(void *p, const struct kept *row)
{
	cast_kept(((struct demo *)p)->cast, row);
}

static bool step_import(struct demo *d, struct str args, struct err *e)
{
	struct str text, rest = args, kind = str_cut(&rest, '.');
	struct import w = { .commit = true, .bad = bad, .progress = quiet, .kept = kept, .p = d };

	/* The part before a hyphen: corridor_count-2016-12.csv */
	w.kind = kind_by_name(str_cut(&kind, '-'));
	return file(d, args, &text, e) &&
	       (w.kind || err_set(e, ERR_FAILED, "example: %.*s names no kind", P(args))) &&
	       cast_rewrite(d->cast, d->r, d->a, text, &text, e) &&
	       intake_import(d->r, d->a, &w, text, e) &&
	       /* A row like an earlier one is taken for the same act. */
	       (!w.again ||
		err_set(e, ERR_FAILED, "example: %zu rows were recorded before", w.again));
}

static bool step_cut(struct demo *d, struct str args, struct err *e)
{
	struct cut_report *list;
	int64_t day = NO_DAY;
	size_t n;

	if (args.len && !day_parse(args, &day))
		return err_set(e, ERR_FAILED, "example: %.*s is no day", P(args));
	if (!intake_cut(d->r, d->a, (struct str){ NULL, 0 }, day, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].doubted)
			return err_set(e, ERR_FAILED, "example: %.*s", P(list[i].why_doubted));
	return true;
}

/* "persons.csv 2016-12-01": the rows of that day become invented persons. */
static bool step_persons(struct demo *d, struct str args, struct err *e)
{
	struct str name = str_cut(&args, ' '), text;

	return file(d, name, &text, e) &&
	       example_persons(d->r, d->crowds, text, args, &d->c->why, e);
}

/* "2016-12-09 EDITOR,APPROVER" */
static bool step_bulletin(struct demo *d, struct str args, struct err *e)
{
	struct str text = str_cut(&args, ' ');
	int64_t day;

	if (!day_parse(text, &day))
		return err_set(e, ERR_FAILED, "example: %.*s is no day", P(text));
	return bulletin_sign_as(d->c, d->r, day, args, NULL, 0, NULL, e);
}

/* "late_entry EDITOR,APPROVER" */
static bool step_restate(struct demo *d, struct str args, struct err *e)
{
	struct str reason = str_cut(&args, ' ');

	return bulletin_restate_as(d->c, d->r, reason, args, e);
}

/* "aleppo-outline.geojson": invented outlines of the quarters, for the map. */
static bool step_outline(struct demo *d, struct str args, struct err *e)
{
	const struct embedded_file *f =
		embedded_find(str_z(d->a, str_fmt(d->a, "examples/places/%.*s", P(args))));
	struct outline_import w = { .bad = bad_outline };

	return (f || err_set(e, ERR_FAILED, "example: there is no file %.*s", P(args))) &&
	       outline_import(d->r, d->a, &w, str_mem(f->bytes, f->len), e);
}

static const struct step {
	const char *name;
	bool (*run)(struct demo *d, struct str args, struct err *e);
} steps[] = {
	{ "clock", step_clock },       { "log", step_log },	    { "officers", step_officers },
	{ "import", step_import },     { "cut", step_cut },	    { "persons", step_persons },
	{ "bulletin", step_bulletin }, { "restate", step_restate }, { "outline", step_outline },
};

static bool run_line(struct demo *d, struct str line, struct err *e)
{
	struct str args = str_trim(line), name = str_cut(&args, ' ');

	if (!name.len || name.s[0] == '#')
		return true;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (str_eq(name, str_of(steps[i].name)))
			return steps[i].run(d, str_trim(args), e);
	return err_set(e, ERR_FAILED, "example: no step is called %.*s", P(name));
}

static bool run_script(struct demo *d, struct err *e)
{
	struct str script, all;
	size_t row = 0, total = 0;

	if (!file(d, S("script"), &script, e) || !example_crowds(d->c->a, &d->crowds, e))
		return false;
	all = script = str_dup(d->c->a, script);
	while (all.s && ++total)
		(void)str_cut(&all, '\n');
	while (script.s) {
		struct str line = str_cut(&script, '\n');

		cli_progress(d->c, "step", row * 256, total * 256);
		row++;
		if (!run_line(d, line, e))
			return within(e, "example, step %zu (%.*s)", row, P(line));
		arena_reset(d->a);
	}
	cli_progress(d->c, "step", total, total);
	return true;
}

static bool make(struct cli *c, const char *dir, struct err *e)
{
	struct demo d = { .c = c, .a = arena_new(0), .cast = cast_new(c->a) };
	struct arena *a =
		arena_new(0); /* of the register: closed before the folder gets its name */
	struct clock clock = { demo_now, &d };
	struct pass_source pass = { .fd = -1 };
	uint8_t random[20];
	struct str phrase;
	bool ok = (a && d.a) || err_set(e, ERR_FAILED, "demo: out of memory");

	os_random(random, sizeof random);
	phrase = str_hex(c->a, random, sizeof random);
	ok = ok &&
	     reg_make(c->a, dir, S("aleppo-2016"), phrase, "demo.pass", "demo.officers", c->cost,
		      e) &&
	     os_write(str_z(c->a, str_fmt(c->a, "%s/demo.pass", dir)),
		      str_fmt(c->a, "%.*s\n", P(phrase)), 0600, e);
	if (ok) {
		d.r = reg_open(a, dir, true, &pass, &clock, e);
		ok = d.r && reg_log_add(d.r, S("hq"), e) && run_script(&d, e);
	}
	arena_free(a);
	arena_free(d.a);
	return ok;
}

/* What an interrupted demo may have left in its folder; a folder of this name may be somebody's own. */
static bool is_remains(struct cli *c, const char *dir, const struct str *names, size_t n)
{
	static const char *const made[] = { "sulh.conf",     "sulh.db",	    "sulh.db-journal",
					    "sulh.db-wal",   "sulh.db-shm", "log",
					    "keyring",	     "lock",	    "demo.pass",
					    "demo.officers", "erasures",    OUTLINE_FILE };
	struct str conf;
	struct err e;
	bool begun = !n;

	for (size_t i = 0; i < n; i++) {
		bool known = false;

		for (size_t j = 0; j < sizeof made / sizeof *made; j++)
			known |= str_eq(names[i], str_of(made[j])) ||
				 str_eq(names[i], str_fmt(c->a, "%s.tmp", made[j]));
		if (!known)
			return false;
		begun |= str_eq(names[i], S("lock")) || str_eq(names[i], S("demo.pass"));
	}
	/* A register with another passphrase than that of a demo is in use. */
	if (!os_read(c->a, str_z(c->a, str_fmt(c->a, "%s/sulh.conf", dir)), 4096, &conf, &e))
		return begun && e.kind == ERR_NOTHING;
	return begun && memmem(conf.s, conf.len, "pass_file = demo.pass", 21);
}

static bool clear_partial(struct cli *c, const char *dir, struct err *e)
{
	struct str *names;
	size_t n;

	if (os_type(dir) == OS_MISSING)
		return true;
	if (os_type(dir) != OS_DIR || !os_list(c->a, dir, 32, &names, &n, e) ||
	    !is_remains(c, dir, names, n))
		return err_set(e, ERR_REFUSED,
			       "demo: %s is in the way: it holds more than an interrupted demo "
			       "leaves; move it, or give another folder",
			       dir);
	return os_remove_tree(dir, e);
}

bool cli_demo(struct cli *c, struct err *e)
{
	const char *dir, *partial;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "demo: give the folder to make");
	dir = str_z(c->a, c->args[0]);
	if (os_type(dir) != OS_MISSING)
		return err_set(e, ERR_REFUSED,
			       "demo: %s exists already; give a folder that does not", dir);
	/* Made beside and renamed: a demo that was killed leaves no half register under the name asked for. */
	partial = str_z(c->a, str_fmt(c->a, "%s.partial", dir));
	if (!clear_partial(c, partial, e) || !make(c, partial, e) || !os_rename(partial, dir, e))
		return false;
	cli_say(c,
		"Made the example operation in %s. Its persons are invented.\n"
		"The passphrase of its keyring is in %s/demo.pass, the passwords of its officers "
		"in "
		"%s/demo.officers: they protect nothing.\n",
		dir, dir, dir);
	json_put_text(&c->result, "data", str_of(dir));
	json_put_text(&c->result, "pass_file", str_fmt(c->a, "%s/demo.pass", dir));
	json_put_text(&c->result, "officers_file", str_fmt(c->a, "%s/demo.officers", dir));
	return true;
}
