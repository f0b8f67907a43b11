/* bench: verification of public files, against hashing. */
#include "cli/bench.h"

#include <string.h>

#include "ledger/hash.h"
#include "sync/verify.h"
#include "base/banned.h"

/* Nanoseconds for a leaf of the example's mean length and for a node. */
static int64_t hashing(struct bench *b)
{
	struct str entry = str_mem(arena_alloc(b->a, (size_t)b->mean), (size_t)b->mean);
	int64_t leaf[BENCH_REPEAT], node[BENCH_REPEAT];
	struct hash h = hash_leaf(entry);

	for (size_t i = 0; i < BENCH_REPEAT; i++) {
		int64_t began = bench_now_ns(), between;

		for (int k = 0; k < BENCH_ROUND; k++)
			(void)hash_leaf(entry);
		between = bench_now_ns();
		for (int k = 0; k < BENCH_ROUND; k++)
			h = hash_node(&h, &h);
		leaf[i] = between - began;
		node[i] = bench_now_ns() - between;
	}
	return bench_median(leaf, BENCH_REPEAT) + bench_median(node, BENCH_REPEAT);
}

bool bench_audit_lines(struct bench *b, struct err *e)
{
	struct line l = { "audit of public files", "entries/s", "SHA-256 of one lane, leaf + node",
			  .better = MORE, .goal = 500 };
	struct verify_report report;
	int64_t ours[BENCH_LONG_REPEAT];

	for (size_t i = 0; i < BENCH_LONG_REPEAT; i++) {
		int64_t began = bench_now_ns();

		memset(&report, 0, sizeof report);
		if (!verify_folder(b->a, bench_file(b, "public"), NULL, &report, e))
			return false;
		ours[i] = bench_now_ns() - began;
	}
	l.ours = bench_per_second((int64_t)report.entries, bench_median(ours, BENCH_LONG_REPEAT));
	l.reference = bench_per_second(BENCH_ROUND, hashing(b));
	bench_say(b, &l);
	return true;
}
