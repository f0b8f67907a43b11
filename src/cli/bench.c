/*
 * bench: ours against a limit of this machine or a bare library, both measured in this run, since machines
 * differ. All on the example operation, made in a folder that is removed afterwards. What falls short of its
 * goal is printed as short: that is no failure of the command.
 */
#include "cli/commands.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/os.h"
#include "figure/bulletin.h"
#include "intake/commit.h"
#include "ledger/bench.h"
#include "ledger/seal.h"
#include "store/bench.h"
#include "sync/verify.h"
#include "base/banned.h"

#define SECOND	    INT64_C(1000000000)
#define REPEAT	    101	 /* samples of something short; the median counts */
#define LONG_REPEAT 3	 /* of something long */
#define ROUND	    1000 /* of something too short to be timed alone */
#define GROUP	    64	 /* records a transaction */
#define BARE_GROUP  1000
#define BARE_ROWS   20000
#define BLOCK	    4096
#define SEALED	    1020 /* with its length a frame of 1,024 bytes */

struct bench {
	struct cli *c;
	struct arena *a; /* of one line */
	struct str dir;	 /* temporary */
	struct reg *r;
	int64_t now; /* the register's clock goes on where the example ended */
	int64_t number;
	int64_t entries, mean; /* of the example: how many, and their mean length */
};

enum better { LESS, MORE, ONLY_SAID };

struct line {
	const char *name, *unit, *against;
	int64_t ours, reference;
	enum better better;
	int64_t goal; /* thousandths */
};

static int64_t now_ns(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

static int64_t bench_now(void *p)
{
	return ((struct bench *)p)->now;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t median(int64_t *list, size_t n)
{
	qsort(list, n, sizeof *list, compare);
	return list[n / 2] > 0 ? list[n / 2] : 1;
}

static int64_t per_second(int64_t n, int64_t ns)
{
	return (int64_t)((__int128)n * SECOND / (ns > 0 ? ns : 1));
}

static char *file_in(struct bench *b, const char *name)
{
	return str_z(b->c->a, str_fmt(b->c->a, "%.*s/%s", P(b->dir), name));
}

static struct str ratio_text(struct arena *a, int64_t milli)
{
	return str_fmt(a, "%" PRId64 ".%03d", milli / 1000, (int)(milli % 1000));
}

static void say(struct bench *b, const struct line *l)
{
	int64_t reference = l->reference > 0 ? l->reference : 1;
	int64_t ratio = (int64_t)((__int128)l->ours * 1000 / reference);
	bool met = l->better == LESS ? ratio <= l->goal : ratio >= l->goal;
	struct str text = ratio_text(b->a, ratio), goal = ratio_text(b->a, l->goal);

	cli_say(b->c, "%-26s %10" PRId64 " %-9s %10" PRId64 " %-34s %9.*sx", l->name, l->ours,
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

/* A record about a place: one officer signs, one figure counts it. */
static struct draft *record(struct bench *b, struct err *e)
{
	static const struct {
		struct str field, value;
	} fields[] = {
		{ SC("kind"), SC("kitchen") },	  { SC("area"), SC("Aleppo city") },
		{ SC("state"), SC("open") },	  { SC("services"), SC("hot_meals") },
		{ SC("org"), SC("AID") },	  { SC("log"), SC("aleppo") },
		{ SC("as"), SC("Tarek Hallaq") },
	};
	struct draft *d = draft_new(b->a, kind_by_name(S("facility")));
	struct refusals why = { .a = b->a };
	bool ok = draft_set(b->a, d, S("facility_no"), str_fmt(b->a, "BENCH-%" PRId64, b->number++),
			    &why);

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		ok = ok && draft_set(b->a, d, fields[i].field, fields[i].value, &why);
	if (!ok)
		err_set(e, ERR_FAILED, "bench: the record is not one of the example any more");
	return ok ? d : NULL;
}

static bool accept_one(struct bench *b, int64_t *ns, struct err *e)
{
	struct draft *d = record(b, e);
	struct refusals why = { .a = b->a };
	struct receipt receipt;
	int64_t began = now_ns();

	if (!d || !intake_accept(b->r, b->a, d, false, &receipt, &why, e))
		return false;
	*ns = now_ns() - began;
	return true;
}

static bool sync_block(struct bench *b, int64_t *list, size_t n, struct err *e)
{
	int fd = open(file_in(b, "blocks"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	char block[BLOCK];
	bool ok = fd >= 0;

	os_random(block, sizeof block);
	for (size_t i = 0; ok && i < n; i++) {
		int64_t began = now_ns();

		ok = write(fd, block, sizeof block) == BLOCK && !fdatasync(fd);
		list[i] = now_ns() - began;
	}
	if (!ok)
		err_sys(e, "append to %s", file_in(b, "blocks"));
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool bench_one(struct bench *b, struct err *e)
{
	struct line l = { "one append acknowledged", "us (p50)", "4 KiB append + fdatasync",
			  .better = LESS, .goal = 2500 };
	int64_t ours[REPEAT], reference[REPEAT];

	for (size_t i = 0; i < REPEAT; i++)
		if (!accept_one(b, &ours[i], e))
			return false;
	if (!sync_block(b, reference, REPEAT, e))
		return false;
	l.ours = median(ours, REPEAT) / 1000;
	l.reference = median(reference, REPEAT) / 1000;
	say(b, &l);
	return true;
}

static bool accept_group(struct bench *b, int64_t *ns, struct err *e)
{
	struct draft *list[GROUP];
	struct refusals why = { .a = b->a };
	struct receipt receipt;
	int64_t began;

	for (size_t i = 0; i < GROUP; i++) {
		list[i] = record(b, e);
		if (!list[i])
			return false;
	}
	began = now_ns();
	if (!intake_begin(b->r, e))
		return false;
	for (size_t i = 0; i < GROUP; i++) {
		if (!intake_accept_in(b->r, b->a, list[i], false, &receipt, &why, e)) {
			intake_drop(b->r);
			return false;
		}
	}
	if (!intake_commit(b->r, e))
		return false;
	*ns = now_ns() - began;
	return true;
}

static bool bench_group(struct bench *b, struct err *e)
{
	struct line l = { "grouped durable append", "records/s", "bare SQLite, 1,000 rows a commit",
			  .better = MORE, .goal = 500 };
	int64_t ours[9], reference;

	for (size_t i = 0; i < 9; i++)
		if (!accept_group(b, &ours[i], e))
			return false;
	if (!store_bench(file_in(b, "bare.db"), BARE_ROWS, BARE_GROUP, (size_t)b->mean, &reference,
			 e))
		return false;
	l.ours = per_second(GROUP, median(ours, 9));
	l.reference = per_second(BARE_ROWS, reference);
	say(b, &l);
	return true;
}

/* Nanoseconds for a leaf of the example's mean length and for a node. */
static int64_t hashing(struct bench *b)
{
	struct str entry = str_mem(arena_alloc(b->a, (size_t)b->mean), (size_t)b->mean);
	int64_t leaf[REPEAT], node[REPEAT];
	struct hash h = hash_leaf(entry);

	for (size_t i = 0; i < REPEAT; i++) {
		int64_t began = now_ns(), between;

		for (int k = 0; k < ROUND; k++)
			(void)hash_leaf(entry);
		between = now_ns();
		for (int k = 0; k < ROUND; k++)
			h = hash_node(&h, &h);
		leaf[i] = between - began;
		node[i] = now_ns() - between;
	}
	return median(leaf, REPEAT) + median(node, REPEAT);
}

static bool bench_audit(struct bench *b, struct err *e)
{
	struct line l = { "audit of public files", "entries/s", "SHA-256 of one lane, leaf + node",
			  .better = MORE, .goal = 500 };
	struct verify_report report;
	int64_t ours[LONG_REPEAT];

	for (size_t i = 0; i < LONG_REPEAT; i++) {
		int64_t began = now_ns();

		memset(&report, 0, sizeof report);
		if (!verify_folder(b->a, file_in(b, "public"), NULL, &report, e))
			return false;
		ours[i] = now_ns() - began;
	}
	l.ours = per_second((int64_t)report.entries, median(ours, LONG_REPEAT));
	l.reference = per_second(ROUND, hashing(b));
	say(b, &l);
	return true;
}

/* Both sides in turns, so that a machine that slows down slows both. */
struct sealing_times {
	int64_t seal[REPEAT], open[REPEAT], box[REPEAT], unbox[REPEAT];
};

static bool time_sealing(struct bench *b, struct sealing_times *t)
{
	uint8_t identity[32], recipient[32], plain[1024], box[1024 + BENCH_BOX_EXTRA];
	struct bench_box key;
	struct err e = { 0 };
	bool ok = bench_box_make(&key);

	os_random(identity, sizeof identity);
	os_random(plain, sizeof plain);
	age_recipient(identity, recipient);
	for (size_t i = 0; ok && i < REPEAT; i++) {
		struct str body = str_mem(plain, SEALED), sealed, got;
		int64_t at[5];

		at[0] = now_ns();
		sealed = seal_person(b->a, recipient, body);
		at[1] = now_ns();
		ok = open_person(b->a, identity, sealed, &got, &e) && str_eq(got, body);
		at[2] = now_ns();
		ok = ok && bench_box_seal(&key, plain, sizeof plain, box);
		at[3] = now_ns();
		ok = ok && bench_box_open(&key, box, sizeof plain, plain);
		at[4] = now_ns();
		t->seal[i] = at[1] - at[0];
		t->open[i] = at[2] - at[1];
		t->box[i] = at[3] - at[2];
		t->unbox[i] = at[4] - at[3];
	}
	return ok;
}

static bool bench_seal(struct bench *b, struct err *e)
{
	struct line seal = { "seal 1 KiB", "a second", "crypto_box_seal", .better = MORE,
			     .goal = 800 };
	struct line opened = { "open 1 KiB", "a second", "crypto_box_seal_open", .better = MORE,
			       .goal = 800 };
	struct sealing_times *t = arena_alloc(b->a, sizeof *t);

	if (!time_sealing(b, t))
		return err_set(e, ERR_FAILED, "bench: what was sealed does not open");
	seal.ours = per_second(1, median(t->seal, REPEAT));
	seal.reference = per_second(1, median(t->box, REPEAT));
	opened.ours = per_second(1, median(t->open, REPEAT));
	opened.reference = per_second(1, median(t->unbox, REPEAT));
	say(b, &seal);
	say(b, &opened);
	return true;
}

static bool measure(void *p, const struct store_entry *x, struct err *e)
{
	struct bench *b = p;

	(void)e;
	b->entries++;
	b->mean += (int64_t)x->bytes.len;
	return true;
}

/* Reads all entries of all logs; b->mean is the sum of their lengths then. */
static bool scan(struct bench *b, struct err *e)
{
	struct store_log *logs;
	size_t n;

	b->entries = b->mean = 0;
	if (!store_logs(b->r->store, b->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!store_entries(b->r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, measure,
				   b, e))
			return false;
	b->mean /= b->entries ? b->entries : 1;
	return true;
}

static bool bench_rebuild(struct bench *b, struct err *e)
{
	struct line l = { "rebuild of the projection", "entries/s", "scanning the entries",
			  .better = ONLY_SAID };
	int64_t began = now_ns(), between;

	if (!scan(b, e))
		return false;
	between = now_ns();
	if (!intake_rebuild(b->r, e))
		return false;
	l.ours = per_second(b->entries, now_ns() - between);
	l.reference = per_second(b->entries, between - began);
	say(b, &l);
	return true;
}

static bool bench_bulletin(struct bench *b, struct err *e)
{
	struct line l = { "bulletin of a day", "us", "counting all entries anew",
			  .better = ONLY_SAID };
	int64_t ours[LONG_REPEAT], reference[LONG_REPEAT];
	struct store_bulletin *list;
	struct store_log hq;
	struct row *rows;
	struct entry x;
	struct rec *signed_one;
	size_t n;

	if (!store_bulletins(b->r->store, b->a, &list, &n, e) ||
	    !reg_log(b->r, b->a, S("hq"), &hq, e))
		return false;
	if (!n)
		return err_set(e, ERR_FAILED, "bench: the example has no bulletin");
	signed_one = intake_record(b->r, b->a, hq.id, list[n - 1].seq, &x, e);
	if (!signed_one)
		return false;
	for (size_t i = 0; i < LONG_REPEAT; i++) {
		int64_t began = now_ns(), between;
		size_t k;

		if (!bulletin_live(b->r->store, b->a, list[n - 1].day, &rows, &k, e))
			return false;
		between = now_ns();
		if (!bulletin_signed(b->r->store, b->a, signed_one, &rows, &k, e))
			return false;
		ours[i] = between - began;
		reference[i] = now_ns() - between;
	}
	l.ours = median(ours, LONG_REPEAT) / 1000;
	l.reference = median(reference, LONG_REPEAT) / 1000;
	say(b, &l);
	return true;
}

/* The example through its own command, whose words are not ours to print. */
static bool make_example(struct bench *b, struct err *e)
{
	struct cli *c = arena_alloc(b->c->a, sizeof *c);

	*c = *b->c;
	c->out = c->result = (struct buf){ .a = b->c->a };
	c->n = 1;
	c->args[0] = str_of(file_in(b, "reg"));
	if (!cli_demo(c, e))
		return false;
	c->n_options = 0;
	c->out = c->result = (struct buf){ .a = b->c->a };
	c->options[c->n_options].name = "data";
	c->options[c->n_options++].value = str_of(file_in(b, "reg"));
	c->args[0] = str_of(file_in(b, "public"));
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

static bool open_example(struct bench *b, struct arena *a, struct err *e)
{
	const struct pass_source pass = { .fd = -1 };
	const struct clock clock = { bench_now, b };

	b->r = reg_open(a, file_in(b, "reg"), true, &pass, &clock, e);
	if (!b->r || !reg_unlock(b->r, e) || !store_state(b->r->store, S("clock"), &b->now, e))
		return false;
	b->now += 60;
	return scan(b, e);
}

static bool run(struct bench *b, struct arena *a, struct err *e)
{
	static bool (*const lines[])(struct bench * b, struct err * e) = {
		bench_one, bench_group, bench_audit, bench_seal, bench_rebuild, bench_bulletin,
	};

	if (!make_example(b, e) || !open_example(b, a, e))
		return within(e, "bench");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		arena_reset(b->a);
		if (!lines[i](b, e))
			return within(e, "bench");
	}
	return true;
}

bool cli_bench(struct cli *c, struct err *e)
{
	const char *temp = getenv("TMPDIR");
	struct bench b = { .c = c, .a = arena_new(0) };
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
	if (b.dir.s && !os_remove_tree(c->a, dir, ok ? e : &other))
		ok = false;
	return ok;
}
