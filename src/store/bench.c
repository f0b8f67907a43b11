/* See bench.h. */
#include "store/bench.h"

#include <sqlite3.h>
#include <stdio.h>
#include <time.h>

#include "base/os.h"
#include "sql.gen.h"
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

/* The projection, without what stands beside the entries (schema.sql). */
static const char *const tables[] = {
	"thing", "place",	"place_up",   "seat",	  "officer",  "same_officer",
	"act",	 "act_officer", "appeal_end", "mark",	  "item",     "rec",
	"fact",	 "rollup",	"total",      "last_cut", "bulletin",
};

#define SQL_MAX 256

/* Reads every entry with its objects, as a rebuild has to. */
static bool scan(sqlite3 *from, int64_t *n)
{
	sqlite3_stmt *q = NULL;
	int got = SQLITE_ERROR;
	int64_t bytes = 0;

	*n = 0;
	if (sqlite3_prepare_v2(from, "SELECT bytes, leaf, c, s FROM entry ORDER BY log, seq", -1,
			       &q, NULL) == SQLITE_OK)
		while ((got = sqlite3_step(q)) == SQLITE_ROW) {
			for (int i = 0; i < 4; i++)
				bytes += sqlite3_column_blob(q, i) ? sqlite3_column_bytes(q, i) : 0;
			(*n)++;
		}
	sqlite3_finalize(q);
	return got == SQLITE_DONE && bytes > 0;
}

/* Row by row, since the database would copy pages of a table of the same form. */
static bool copy_rows(sqlite3_stmt *from, sqlite3_stmt *to)
{
	int got;

	while ((got = sqlite3_step(from)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(from); i++)
			if (sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i)) !=
			    SQLITE_OK)
				return false;
		if (sqlite3_step(to) != SQLITE_DONE || sqlite3_reset(to) != SQLITE_OK)
			return false;
	}
	return got == SQLITE_DONE;
}

static bool copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
	sqlite3_stmt *read = NULL, *insert = NULL;
	char sql[SQL_MAX], places[SQL_MAX / 4] = "?";
	bool ok;

	snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
	ok = sqlite3_prepare_v2(from, sql, -1, &read, NULL) == SQLITE_OK;
	for (int i = 1; ok && i < sqlite3_column_count(read); i++) {
		places[2 * i - 1] = ',';
		places[2 * i] = '?';
		places[2 * i + 1] = 0;
	}
	snprintf(sql, sizeof sql, "INSERT INTO %s VALUES(%s)", table, places);
	ok = ok && sqlite3_prepare_v2(to, sql, -1, &insert, NULL) == SQLITE_OK &&
	     copy_rows(read, insert);
	sqlite3_finalize(read);
	sqlite3_finalize(insert);
	return ok;
}

bool store_bench_bulk(const char *path, const char *copy, int64_t *n, int64_t *ns, struct err *e)
{
	sqlite3 *from = NULL, *to = NULL;
	int64_t began;
	bool ok;

	ok = sqlite3_open_v2(path, &from, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	     sqlite3_open(copy, &to) == SQLITE_OK &&
	     exec(to, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
		      "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8192") &&
	     exec(to, sql_schema);
	began = now_ns();
	ok = ok && scan(from, n) && exec(to, "BEGIN IMMEDIATE");
	for (size_t i = 0; ok && i < sizeof tables / sizeof *tables; i++)
		ok = copy_table(from, to, tables[i]);
	ok = ok && exec(to, "COMMIT") && exec(to, "PRAGMA wal_checkpoint(TRUNCATE)");
	*ns = now_ns() - began;
	if (!ok)
		err_set(e, ERR_FAILED, "copy the projection of %s: database: %s", path,
			sqlite3_errmsg(to ? to : from));
	sqlite3_close(from);
	sqlite3_close(to);
	return ok;
}
