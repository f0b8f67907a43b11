/*
 * bench: verification of public files. The limit of an audit is hashing: each entry is a leaf, and with each
 * comes one node. What the processor can hash in the lanes of its widest registers, with everything in its
 * cache, is measured in the same run on entries of the same lengths.
 */
#include "cli/bench.h"

#include <string.h>

#include "base/os.h"
#include "ledger/bench.h"
#include "ledger/sha.h"
#include "sync/verify.h"
#include "base/banned.h"

#define MILLION 1000000
#define BATCH	256 /* as in a bundle */
#define AUDITS	9

/* Entries of all lengths between half of the mean and half as much again. */
struct batch {
	struct str entries[BATCH];
	struct hash leaves[BATCH], nodes[BATCH];
};

static struct batch *batch_new(struct bench *b)
{
	size_t mean = (size_t)b->mean, most = mean + mean / 2 + 2;
	char *bytes = arena_alloc(b->a, BATCH * most);
	struct batch *x = arena_alloc(b->a, sizeof *x);

	os_random(bytes, BATCH * most);
	for (size_t i = 0; i < BATCH; i++)
		x->entries[i] = str_mem(bytes + i * most, 1 + mean / 2 + i * mean / BATCH);
	return x;
}

/* Picoseconds for a leaf and a node: the least, since what disturbs only adds. */
static int64_t hashing(struct batch *x, enum sha_way way)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < BENCH_REPEAT; i++) {
		int64_t began = bench_now_ns(), took;

		sha_many(way, x->entries, BATCH, x->leaves);
		sha_nodes(way, x->leaves, BATCH / 2, x->nodes);
		sha_nodes(way, x->leaves, BATCH / 2, x->nodes + BATCH / 2);
		took = bench_now_ns() - began;
		least = took < least ? took : least;
	}
	return least > 0 ? least * 1000 / BATCH : 1;
}

static bool audit(struct bench *b, const char *dir, bool logs_only, size_t times, int64_t *rate,
		  struct err *e)
{
	const struct verify_how how = { .logs_only = logs_only };
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < times; i++) {
		int64_t began = bench_now_ns(), took;
		struct verify_report report = { 0 };

		if (!verify_publication(b->a, dir, &how, &report, e))
			return false;
		took = bench_now_ns() - began;
		least = took < least ? took : least;
		*rate = bench_per_second((int64_t)report.entries, least);
	}
	return true;
}

bool bench_audit_lines(struct bench *b, struct err *e)
{
	struct line lanes = { "audit: hashing in lanes", "entries/s",
			      "the library's SHA-256, leaf + node", .better = ONLY_SAID };
	struct line log = { "audit of 1,000,000 entries", "entries/s",
			    "hashing in lanes, leaf + node", .better = MORE, .goal = 500 };
	struct line all = { "audit with rules, figures", "entries/s",
			    "the library's SHA-256, leaf + node", .better = ONLY_SAID };
	const char *dir = bench_file(b, "audit");
	struct batch *x = batch_new(b);
	bool ok;

	all.reference = lanes.reference = MILLION * INT64_C(1000000) / hashing(x, SHA_PLAIN);
	log.reference = lanes.ours = MILLION * INT64_C(1000000) / hashing(x, sha_best(BATCH));
	ok = bench_log(b->a, dir, MILLION, (size_t)b->mean, e) &&
	     audit(b, dir, true, AUDITS, &log.ours, e) &&
	     audit(b, bench_file(b, "public"), false, BENCH_LONG_REPEAT, &all.ours, e);
	if (!ok || !os_remove_tree(dir, e))
		return false;
	bench_say(b, &lanes);
	bench_say(b, &log);
	bench_say(b, &all);
	return true;
}
