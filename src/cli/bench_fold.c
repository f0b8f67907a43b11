/*
 * bench: the projection. Rebuilding it against scanning the entries and writing the same rows in bulk; the
 * bulletin of a day over few entries and many, made of the example's own entries with new days, seals and
 * ids, as their fold would have them.
 */
#include "cli/bench.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/os.h"
#include "figure/bulletin.h"
#include "intake/commit.h"
#include "store/bench.h"
#include "base/banned.h"

#define FEW	   20000
#define MANY	   200000
#define LARGE_FEW  1000000
#define LARGE_MANY 10000000
#define PER_DAY	   2000	 /* entries */
#define BATCH	   20000 /* entries a transaction */
#define BULLETINS  11
#define MOST_MS	   50

bool bench_rebuild_lines(struct bench *b, struct err *e)
{
	struct line l = { "rebuild of the projection", "entries/s",
			  "scanning the entries, the same rows in bulk", .better = MORE,
			  .goal = 500 };
	int64_t ours[BENCH_LONG_REPEAT], reference[BENCH_LONG_REPEAT], n = 0;

	for (size_t i = 0; i < BENCH_LONG_REPEAT; i++) {
		const char *copy = bench_file(b, "bulk.db");
		int64_t began = bench_now_ns();

		if (!intake_rebuild(b->r, e))
			return false;
		ours[i] = bench_now_ns() - began;
		if (!store_bench_bulk(bench_file(b, "reg/sulh.db"), copy, &n, &reference[i], e) ||
		    !os_remove_tree(copy, e))
			return false;
	}
	l.ours = bench_per_second(n, bench_least(ours, BENCH_LONG_REPEAT));
	l.reference = bench_per_second(n, bench_least(reference, BENCH_LONG_REPEAT));
	bench_say(b, &l);
	return true;
}

/* The example's entries that can come again, and a register that they fill. */
struct filling {
	struct bench *b;
	struct store *s;
	struct arena *a, *scratch;
	struct store_log *logs;
	size_t n_logs;
	struct template
	{
		struct entry x;
		int64_t log;
		bool act;
	}
	*list;
	size_t n, room;
	int64_t first_day, done;
};

/* A record that holds by itself, whatever comes after it. */
static bool own_thing(const struct rec *r)
{
	const struct kind *k = r->kind;

	return kind_has_states(k) && (!k->key || (k->keyless_when && rec_when(r, k->keyless_when)));
}

/* Entries of headquarters hold the register together, corrections and cuts belong to one place in a log.
 * Things stay as many as they are and only come to new states: what holds is read thing by thing, and a
 * register has no million kitchens. */
static bool take(void *p, const struct store_entry *s, struct err *e)
{
	struct filling *f = p;
	struct template t = { .log = s->log };
	struct rec *r;

	if (!entry_read(f->a, str_dup(f->a, s->bytes), &t.x, e))
		return false;
	r = entry_fields(f->a, &t.x);
	if (!r || r->kind->system || r->kind->hq || r->corrects.s || r->kind->unique ||
	    own_thing(r))
		return true;
	f->list = arena_more(f->a, f->list, f->n, &f->room, sizeof *f->list);
	f->list[f->n++] = t;
	return true;
}

static struct store_log *log_of(const struct filling *f, int64_t id)
{
	for (size_t i = 0; i < f->n_logs; i++)
		if (f->logs[i].id == id)
			return &f->logs[i];
	return &f->logs[0];
}

static bool fill_one(struct filling *f, struct err *e)
{
	const struct template *t = &f->list[(size_t)f->done % f->n];
	struct store_log *log = log_of(f, t->log);
	struct entry x = t->x;
	uint8_t fresh[32];
	struct store_entry s;
	uint8_t leaf[32] = { 0 };

	x.day = f->first_day + f->done / PER_DAY;
	x.from_day = x.day - (t->x.day - t->x.from_day);
	os_random(fresh, sizeof fresh);
	if (x.seal.s)
		x.seal = str_mem(fresh, 32);
	else
		x.id = str_mem(fresh, 16);
	s = (struct store_entry){ .log = t->log, .seq = (int64_t)log->tree.size };
	s.bytes = entry_put(f->scratch, &x, 0);
	/* A number in place of the hash: to fill the index of leaves at random is another measurement. */
	for (int i = 0; i < 8; i++)
		leaf[i] = (uint8_t)((uint64_t)f->done >> (56 - 8 * i));
	s.leaf = str_mem(leaf, sizeof leaf);
	log->tree.size++;
	f->done++;
	return store_entry_add(f->s, &s, e) &&
	       store_fold_entry(f->s, f->scratch, s.log, s.seq, &x, NULL, e);
}

static bool fill_up_to(struct filling *f, int64_t n, struct err *e)
{
	while (f->done < n) {
		bool ok = store_begin(f->s, e);

		for (int i = 0; ok && i < BATCH && f->done < n; i++) {
			ok = fill_one(f, e);
			arena_reset(f->scratch);
		}
		if (!ok || !store_commit(f->s, e)) {
			store_rollback(f->s);
			return within(e, "fill a register");
		}
		cli_progress(f->b->c, "entry", (size_t)f->done, (size_t)n + 1);
	}
	cli_progress(f->b->c, "entry", 1, 1);
	return true;
}

static bool begin_filling(struct filling *f, struct err *e)
{
	struct bench *b = f->b;
	const char *path = bench_file(b, "many.db");

	/* Opened once the copy is made: what was deferred then closes it. */
	if (!store_copy(b->r->store, path, e))
		return false;
	f->s = store_open(f->a, path, STORE_WRITE, e);
	if (!f->s || !store_logs(f->s, f->a, &f->logs, &f->n_logs, e))
		return false;
	for (size_t i = 0; i < f->n_logs; i++)
		if (!store_entries(f->s, f->logs[i].id, 0, (int64_t)f->logs[i].tree.size, take, f,
				   e))
			return false;
	f->first_day = b->now / 86400 + 1;
	return f->n || err_set(e, ERR_FAILED, "bench: the example has no entries of centres");
}

static bool time_bulletin(struct filling *f, int64_t *us, struct err *e)
{
	int64_t list[BULLETINS], day = f->first_day + (f->done - 1) / PER_DAY;
	struct row *rows;
	size_t n;

	for (size_t i = 0; i < BULLETINS; i++) {
		int64_t began = bench_now_ns();

		if (!bulletin_live(f->s, f->scratch, day, &rows, &n, e))
			return false;
		list[i] = bench_now_ns() - began;
		arena_reset(f->scratch);
	}
	*us = bench_least(list, BULLETINS) / 1000;
	return true;
}

static char *name_of(const struct bench *b, const char *what, int64_t n)
{
	return str_z(b->c->a,
		     n % 1000000 ? str_fmt(b->c->a, "%s %" PRId64 ",000 entries", what, n / 1000)
				 : str_fmt(b->c->a, "%s %" PRId64 " M entries", what, n / 1000000));
}

static bool measure(struct filling *f, struct err *e)
{
	const struct bench *b = f->b;
	int64_t few = b->large ? LARGE_FEW : FEW, many = b->large ? LARGE_MANY : MANY;
	struct line flat = { name_of(b, "bulletin of a day over", many), "us",
			     name_of(b, "over", few), .better = LESS, .goal = 1000 + 500 };
	struct line most = { flat.name,	     "us",	  "50 ms", .reference = MOST_MS * 1000,
			     .better = LESS, .goal = 1000 };

	if (!fill_up_to(f, few, e) || !time_bulletin(f, &flat.reference, e) ||
	    !fill_up_to(f, many, e) || !time_bulletin(f, &flat.ours, e))
		return false;
	most.ours = flat.ours;
	bench_say(f->b, &flat);
	bench_say(f->b, &most);
	return true;
}

bool bench_bulletin_lines(struct bench *b, struct err *e)
{
	struct filling f = { .b = b, .a = arena_new(0), .scratch = arena_new(0) };
	bool ok = (f.a && f.scratch) || err_set(e, ERR_FAILED, "bench: out of memory");

	ok = ok && begin_filling(&f, e) && measure(&f, e);
	arena_free(f.scratch);
	arena_free(f.a);
	return ok;
}
