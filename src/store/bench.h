/* For `sulh bench`: what the database alone can do, without anything of a register. */
#ifndef SULH_STORE_BENCH_H
#define SULH_STORE_BENCH_H

#include "base/err.h"

/* Appends `n` rows of `bytes` random bytes to a new database at `path`, `group` of them a transaction, each
 * durable (WAL, synchronous=FULL) as the register's are. *ns is the time it took in all. */
bool store_bench(const char *path, int64_t n, int64_t group, size_t bytes, int64_t *ns,
		 struct err *e);

#endif
