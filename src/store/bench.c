/* See bench.h. */
#include "store/bench.h"

#include <sqlite3.h>
#include <time.h>

#include "base/os.h"
#include "base/banned.h"

#define ROW_MAX 4096

static int64_t now_ns(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool exec(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool append(sqlite3 *db, sqlite3_stmt *insert, int64_t n, int64_t group, size_t bytes)
{
	char row[ROW_MAX];

	os_random(row, bytes);
	for (int64_t i = 0; i < n; i++) {
		if (i % group == 0 && !exec(db, "BEGIN IMMEDIATE"))
			return false;
		if (sqlite3_bind_int64(insert, 1, i) != SQLITE_OK ||
		    sqlite3_bind_blob64(insert, 2, row, bytes, SQLITE_STATIC) != SQLITE_OK ||
		    sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
			return false;
		if ((i % group == group - 1 || i == n - 1) && !exec(db, "COMMIT"))
			return false;
	}
	return true;
}

bool store_bench(const char *path, int64_t n, int64_t group, size_t bytes, int64_t *ns,
		 struct err *e)
{
	sqlite3_stmt *insert = NULL;
	sqlite3 *db = NULL;
	int64_t began;
	bool ok;

	bytes = bytes > ROW_MAX ? ROW_MAX : bytes;
	ok = sqlite3_open(path, &db) == SQLITE_OK &&
	     exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		      "CREATE TABLE row(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT") &&
	     sqlite3_prepare_v2(db, "INSERT INTO row VALUES(?, ?)", -1, &insert, NULL) == SQLITE_OK;
	began = now_ns();
	ok = ok && append(db, insert, n, group, bytes);
	*ns = now_ns() - began;
	if (!ok)
		err_set(e, ERR_FAILED, "append to %s: database: %s", path, sqlite3_errmsg(db));
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return ok;
}
