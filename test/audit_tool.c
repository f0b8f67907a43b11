/*
 * For tools/bench-peers: makes a log to be audited and audits it.
 *
 *	audit_tool make DIR ENTRIES MEAN    publishes in DIR the log hq of so many entries
 *	audit_tool audit DIR TIMES          prints entries and the least time in nanoseconds
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/num.h"
#include "ledger/bench.h"
#include "ledger/key.h"
#include "sync/verify.h"
#include "base/banned.h"

static int64_t now_ns(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool audit(struct arena *a, const char *dir, int64_t times, struct err *e)
{
	const struct verify_how how = { .logs_only = true };
	struct verify_report r = { 0 };
	int64_t least = INT64_MAX;

	for (int64_t i = 0; i < times; i++) {
		int64_t began = now_ns(), took;

		if (!verify_publication(a, dir, &how, &r, e))
			return false;
		took = now_ns() - began;
		least = took < least ? took : least;
	}
	printf("%" PRIu64 " %" PRId64 "\n", r.entries, least);
	return true;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	int64_t n = 0, mean = 0;
	struct err e;
	bool make = argc == 5 && !strcmp(argv[1], "make") &&
		    int_parse(str_of(argv[3]), 0, INT64_C(1) << 32, &n) &&
		    int_parse(str_of(argv[4]), 2, BENCH_ENTRY_MAX / 2, &mean);
	bool read =
		argc == 4 && !strcmp(argv[1], "audit") && int_parse(str_of(argv[3]), 1, 1000, &n);
	bool ok = a && key_start();

	if (ok && !make && !read) {
		fputs("usage: audit_tool make DIR ENTRIES MEAN | audit DIR TIMES\n", stderr);
		return 2;
	}
	if (ok)
		ok = make ? bench_log(a, argv[2], (uint64_t)n, (size_t)mean, &e)
			  : audit(a, argv[2], n, &e);
	if (!ok)
		fprintf(stderr, "audit_tool: %s\n", a ? e.what : "memory is out");
	arena_free(a);
	return !ok;
}
