/*
 * bench: ours against a limit of this machine or a bare library, both measured in this run, since machines
 * differ. All on the example operation, made in a folder that is removed afterwards. What falls short of its
 * goal is printed as short: that is no failure of the command.
 */
#include "cli/bench.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/os.h"
#include "store/store.h"
#include "base/banned.h"

#define FILES_MAX ((size_t)1 << 16) /* in a folder of the example */

int64_t bench_now_ns(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * BENCH_SECOND + t.tv_nsec;
}

static int64_t clock_of(void *p)
{
	return ((struct bench *)p)->now;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int64_t bench_median(int64_t *list, size_t n)
{
	qsort(list, n, sizeof *list, compare);
	return list[n / 2] > 0 ? list[n / 2] : 1;
}

int64_t bench_least(const int64_t *list, size_t n)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < n; i++)
		least = list[i] < least ? list[i] : least;
	return least > 0 ? least : 1;
}

int64_t bench_per_second(int64_t n, int64_t ns)
{
	return (int64_t)((__int128)n * BENCH_SECOND / (ns > 0 ? ns : 1));
}

char *bench_file(struct bench *b, const char *name)
{
	return str_z(b->c->a, str_fmt(b->c->a, "%.*s/%s", P(b->dir), name));
}

static struct str ratio_text(struct arena *a, int64_t milli)
{
	return str_fmt(a, "%" PRId64 ".%03d", milli / 1000, (int)(milli % 1000));
}

void bench_say(struct bench *b, const struct line *l)
{
	int64_t reference = l->reference > 0 ? l->reference : 1;
	int64_t ratio = (int64_t)((__int128)l->ours * 1000 / reference);
	bool met = l->better == LESS ? ratio <= l->goal : ratio >= l->goal;
	struct str text = ratio_text(b->a, ratio), goal = ratio_text(b->a, l->goal);

	cli_say(b->c, "%-38s %10" PRId64 " %-9s %10" PRId64 " %-44s %8.*sx", l->name, l->ours,
		l->unit, reference, l->against, P(text));
	if (l->better == ONLY_SAID)
		cli_say(b->c, "\n");
	else
		cli_say(b->c, "  goal %s %.*s  %s\n", l->better == LESS ? "<=" : ">=", P(goal),
			met ? "ok" : "short");
	if (b->c->json) {
		struct buf *out = cli_line(b->c, "bench");

		json_put_text(out, "name", str_of(l->name));
		json_put_int(out, "ours", l->ours);
		json_put_text(out, "unit", str_of(l->unit));
		json_put_int(out, "reference", reference);
		json_put_text(out, "against", str_of(l->against));
		json_put_int(out, "ratio_milli", ratio);
		json_key(out, "goal_milli");
		if (l->better == ONLY_SAID)
			json_null(out);
		else
			json_int(out, l->goal);
		json_key(out, "met");
		if (l->better == ONLY_SAID)
			json_null(out);
		else
			json_bool(out, met);
		cli_line_end(b->c);
	}
	(void)cli_flush(b->c);
}

bool bench_wants(const struct bench *b, const char *name)
{
	return !b->only.s || str_starts(str_of(name), b->only);
}

/* A folder as it stands, with what is below it. */
static bool copy_tree(struct arena *a, struct str from, struct str to, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(a, from.s, FILES_MAX, &names, &n, e) || !os_mkdir(to.s, 0700, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str of = os_join(a, from, names[i]), into = os_join(a, to, names[i]);
		enum os_type type = os_type(of.s);

		if (type == OS_DIR ? !copy_tree(a, of, into, e)
				   : type == OS_FILE && !os_copy(of.s, into.s, 0600, e))
			return false;
	}
	return true;
}

/* The example through its own command, whose words are not ours to print, or a copy of one. */
static bool make_example(struct bench *b, struct err *e)
{
	struct cli *c = arena_alloc(b->c->a, sizeof *c);
	struct str from = cli_option(b->c, "example");

	*c = *b->c;
	c->out = c->result = (struct buf){ .a = b->c->a };
	c->n = 1;
	c->args = arena_array(b->c->a, 1 + CLI_SPARE, sizeof *c->args);
	c->args[0] = str_of(bench_file(b, "reg"));
	if (from.s ? !copy_tree(b->c->a, from, c->args[0], e) : !cli_demo(c, e))
		return false;
	c->n_options = 0;
	c->out = c->result = (struct buf){ .a = b->c->a };
	c->options[c->n_options].name = "data";
	c->options[c->n_options++].value = str_of(bench_file(b, "reg"));
	c->args[0] = str_of(bench_file(b, "public"));
	/* In an arena of its own, since the register stays open until it ends. */
	c->a = arena_new(0);
	if (!c->a)
		return err_set(e, ERR_FAILED, "bench: out of memory");
	if (!cli_publish(c, e)) {
		arena_free(c->a);
		return false;
	}
	arena_free(c->a);
	return true;
}

/* Entries of all logs, and their mean length. */
static bool measure(void *p, const struct store_entry *x, struct err *e)
{
	struct bench *b = p;

	(void)e;
	b->entries++;
	b->mean += (int64_t)x->bytes.len;
	return true;
}

static bool measure_all(struct bench *b, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(b->r->store, b->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!store_entries(b->r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, measure,
				   b, e))
			return false;
	b->mean /= b->entries ? b->entries : 1;
	return true;
}

static bool open_example(struct bench *b, struct arena *a, struct err *e)
{
	const struct pass_source pass = { .fd = -1 };
	const struct clock clock = { clock_of, b };

	b->r = reg_open(a, bench_file(b, "reg"), true, &pass, &clock, e);
	if (!b->r || !reg_unlock(b->r, e) || !store_state(b->r->store, S("clock"), &b->now, e))
		return false;
	b->now += 60;
	return measure_all(b, e);
}

static const struct {
	const char *name; /* with which its lines begin */
	bool (*run)(struct bench *b, struct err *e);
	bool no_register;
} groups[] = {
	/* First: drafts of other lines, which a rebuild folds too, are not in its reference. */
	{ "rebuild", bench_rebuild_lines },   { "append", bench_append_lines },
	{ "audit", bench_audit_lines },	      { "seal", bench_seal_lines },
	{ "import", bench_import_lines },     { "bulletin", bench_bulletin_lines },
	{ "names", bench_names_lines, true }, { "match", bench_match_lines, true },
	{ "erase", bench_erase_lines },	      { "decide", bench_decide_lines },
	{ "four eyes", bench_sign_lines },    { "press", bench_press_lines, true },
};

/* A group is run where the name asked for begins with the group's, or the group's with it. */
static bool is_asked(const struct bench *b, const char *group)
{
	return !b->only.s || str_starts(b->only, str_of(group)) ||
	       str_starts(str_of(group), b->only);
}

static struct str group_names(struct arena *a)
{
	struct buf out = { .a = a };
	size_t n = sizeof groups / sizeof *groups;

	for (size_t i = 0; i < n; i++)
		buf_fmt(&out, "%s%s", i == 0 ? "" : i == n - 1 ? " or " : ", ", groups[i].name);
	return buf_text(&out);
}

static bool run(struct bench *b, struct arena *a, struct err *e)
{
	size_t ran = 0, on_register = 0;

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (is_asked(b, groups[i].name)) {
			ran++;
			on_register += !groups[i].no_register;
		}
	if (!ran)
		return err_value(e, ERR_USAGE, S("--only"), b->only,
				 "the beginning of a line: %.*s", P(group_names(b->c->a)));
	if (on_register && (!make_example(b, e) || !open_example(b, a, e)))
		return within(e, "bench");
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		arena_reset(b->a);
		if (is_asked(b, groups[i].name) && !groups[i].run(b, e))
			return within(e, "bench");
	}
	return true;
}

bool cli_bench(struct cli *c, struct err *e)
{
	const char *temp = getenv("TMPDIR");
	struct bench b = { .c = c,
			   .a = arena_new(0),
			   .only = cli_option(c, "only"),
			   .large = cli_option(c, "large").s };
	struct arena *a = arena_new(0); /* of the register: closed before its folder goes */
	struct err other;
	char *dir =
		str_z(c->a, str_fmt(c->a, "%s/sulh-bench-XXXXXX", temp && *temp ? temp : "/tmp"));
	bool ok;

	if (!a || !b.a) {
		arena_free(a);
		arena_free(b.a);
		return err_set(e, ERR_FAILED, "bench: out of memory");
	}
	ok = mkdtemp(dir) || err_sys(e, "make a folder like %s", dir);
	if (ok) {
		b.dir = str_of(dir);
		ok = run(&b, a, e);
	}
	arena_free(b.a);
	arena_free(a);
	if (b.dir.s && !os_remove_tree(dir, ok ? e : &other))
		ok = false;
	return ok;
}
