/* For `sulh bench`: what the database alone can do, without anything of a register. */
#ifndef SULH_STORE_BENCH_H
#define SULH_STORE_BENCH_H

#include "base/err.h"

/* Appends `n` rows of `bytes` random bytes to a new database at `path`, `group` of them a transaction, each
 * durable (WAL, synchronous=FULL) as the register's are. *ns is the time it took in all. */
bool store_bench(const char *path, int64_t n, int64_t group, size_t bytes, int64_t *ns,
		 struct err *e);

/* What a rebuild of the register's database at `path` cannot do without: reads its *n entries and writes the
 * rows of the projection, as they are, into a new database at `copy`, in one durable transaction. */
bool store_bench_bulk(const char *path, const char *copy, int64_t *n, int64_t *ns, struct err *e);

#endif
