/*
 * bench: what is accepted, against the bare database and the bare disk. A record through the front door
 * carries an officer's signature and is judged; a bare row is neither, and so a second line says what the
 * signature alone costs the bare database.
 */
#include "cli/bench.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/os.h"
#include "intake/commit.h"
#include "ledger/key.h"
#include "store/bench.h"
#include "base/banned.h"

#define GROUP	  1000 /* records a transaction, bare or not */
#define GROUPS	  5
#define BARE_ROWS 20000
#define BLOCK	  4096

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
	int64_t began = bench_now_ns();

	if (!d || !intake_accept(b->r, b->a, d, false, &receipt, &why, e))
		return false;
	*ns = bench_now_ns() - began;
	arena_reset(b->a);
	return true;
}

static bool sync_block(struct bench *b, int fd, int64_t *ns, struct err *e)
{
	char block[BLOCK];
	int64_t began;

	os_random(block, sizeof block);
	began = bench_now_ns();
	if (write(fd, block, sizeof block) != BLOCK || fdatasync(fd))
		return err_sys(e, "append to %s", bench_file(b, "blocks"));
	*ns = bench_now_ns() - began;
	return true;
}

/* In turns, so that a disk that slows down slows both. */
static bool bench_one(struct bench *b, struct err *e)
{
	struct line l = { "append one, acknowledged", "us (p50)", "4 KiB append + fdatasync",
			  .better = LESS, .goal = 2500 };
	int64_t ours[BENCH_REPEAT], reference[BENCH_REPEAT];
	const char *file = bench_file(b, "blocks");
	int fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool ok = fd >= 0 || err_sys(e, "make %s", file);

	for (size_t i = 0; ok && i < BENCH_REPEAT; i++)
		ok = accept_one(b, &ours[i], e) && sync_block(b, fd, &reference[i], e);
	if (fd >= 0)
		close(fd);
	if (!ok)
		return false;
	l.ours = bench_median(ours, BENCH_REPEAT) / 1000;
	l.reference = bench_median(reference, BENCH_REPEAT) / 1000;
	bench_say(b, &l);
	return true;
}

static bool accept_group(struct bench *b, int64_t *ns, struct err *e)
{
	struct draft **list = arena_array(b->a, GROUP, sizeof *list);
	struct refusals why = { .a = b->a };
	struct receipt receipt;
	struct arena *a = arena_new(0); /* of a record, as an import has it */
	int64_t began;
	bool ok = a || err_set(e, ERR_FAILED, "bench: out of memory");

	for (size_t i = 0; ok && i < GROUP; i++) {
		list[i] = record(b, e);
		ok = list[i];
	}
	began = bench_now_ns();
	ok = ok && intake_begin(b->r, e);
	for (size_t i = 0; ok && i < GROUP; i++) {
		ok = intake_accept_in(b->r, a, list[i], false, &receipt, &why, e);
		if (!ok)
			intake_drop(b->r);
		arena_reset(a);
	}
	ok = ok && intake_commit(b->r, e);
	*ns = bench_now_ns() - began;
	arena_free(a);
	arena_reset(b->a);
	return ok;
}

/* Nanoseconds of one Ed25519 signature over an entry of mean length. */
static int64_t signing(struct bench *b)
{
	struct str msg = str_mem(arena_alloc(b->a, (size_t)b->mean), (size_t)b->mean);
	uint8_t seed[32], pub[32], sig[64];
	int64_t list[BENCH_REPEAT];

	os_random(seed, sizeof seed);
	key_public(seed, pub);
	for (size_t i = 0; i < BENCH_REPEAT; i++) {
		int64_t began = bench_now_ns();

		key_sign(seed, pub, msg, sig);
		list[i] = bench_now_ns() - began;
	}
	return bench_median(list, BENCH_REPEAT);
}

static bool bench_group(struct bench *b, int64_t *bare, struct err *e)
{
	struct line l = { "append in groups of 1,000", "records/s",
			  "bare SQLite, 1,000 rows a commit", .better = MORE, .goal = 500 };
	struct line limit = { "append in groups, signed", "records/s",
			      "bare SQLite, an Ed25519 signature a row", .better = ONLY_SAID };
	int64_t ours[GROUPS], reference[BENCH_LONG_REPEAT];

	for (size_t i = 0; i < GROUPS; i++)
		if (!accept_group(b, &ours[i], e))
			return false;
	for (size_t i = 0; i < BENCH_LONG_REPEAT; i++) {
		const char *file = bench_file(b, "bare.db");

		if (!store_bench(file, BARE_ROWS, GROUP, (size_t)b->mean, &reference[i], e) ||
		    !os_remove_tree(file, e))
			return false;
	}
	*bare = bench_least(reference, BENCH_LONG_REPEAT);
	l.ours = limit.ours = bench_per_second(GROUP, bench_least(ours, GROUPS));
	l.reference = bench_per_second(BARE_ROWS, *bare);
	limit.reference = bench_per_second(1, *bare / BARE_ROWS + signing(b));
	bench_say(b, &l);
	bench_say(b, &limit);
	return true;
}

/* What waits goes into the log: leaves, tree and projection, in one transaction. */
static bool bench_cut(struct bench *b, int64_t bare, struct err *e)
{
	struct line l = { "append to the log, a cut", "entries/s",
			  "bare SQLite, 1,000 rows a commit", .better = ONLY_SAID };
	struct cut_report *list;
	int64_t began = bench_now_ns(), took;
	size_t n;

	if (!intake_cut(b->r, b->a, S("aleppo"), NO_DAY, &list, &n, e))
		return false;
	took = bench_now_ns() - began;
	l.ours = bench_per_second(list[0].places, took);
	l.reference = bench_per_second(BARE_ROWS, bare);
	bench_say(b, &l);
	return true;
}

bool bench_append_lines(struct bench *b, struct err *e)
{
	int64_t bare;

	return bench_one(b, e) && bench_group(b, &bare, e) && bench_cut(b, bare, e);
}
