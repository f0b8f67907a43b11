/* SQLite behind db.h: opening, statements, transactions. All statements are prepared at the start, so
 * that a typo stops the program before it does anything. */
#include "store/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "store/rollup.h"
#include "base/banned.h"

#define SCHEMA_VERSION 5
#define APPLICATION_ID 0x73756c68 /* "sulh" */
#define PARAMETERS     48
/* Of the database's pages in memory, in KiB, below zero as SQLite wants it: a laptop can spare it. */
#define CACHE "-32768"
/* The write-ahead log goes into the database after 32 MiB: whoever waits for a commit waits for that, too. */
#define WAL_PAGES "8192"

struct store {
	sqlite3 *db;
	bool open; /* it has a file: SQLite itself falls over the name of one that did not open */
	sqlite3_stmt *stmts[SQL_COUNT];
	int at[SQL_COUNT][PARAMETERS + 1]; /* where $k is bound; 0 where there is none */
	bool in_transaction;
	struct kept_logs logs;
	struct rollups *rollups;
};

struct rollups *db_rollups(struct store *s)
{
	return s->rollups;
}

struct kept_logs *db_logs(struct store *s)
{
	return &s->logs;
}

const char *db_file(struct store *s)
{
	return sqlite3_db_filename(s->db, "main");
}

static bool db_err(struct store *s, struct err *e, const char *what)
{
	int code = sqlite3_extended_errcode(s->db);
	const char *file = s->open ? db_file(s) : NULL;

	err_set(e, ERR_FAILED, "%s: database: %s", what, sqlite3_errmsg(s->db));
	if ((code & 0xff) == SQLITE_FULL)
		err_set(e, ERR_FAILED, "%s: the disk is full; make room and try again", what);
	if ((code & 0xff) == SQLITE_IOERR)
		err_set(e, ERR_FAILED, "%s: the disk cannot be read or written (%s)", what,
			sqlite3_errmsg(s->db));
	/* SQLite tries again to read only, so the first errno is lost. */
	if ((code & 0xff) == SQLITE_CANTOPEN && sqlite3_system_errno(s->db) == ENOENT)
		err_set(e, ERR_FAILED,
			"%s: sulh.db-wal and sulh.db-shm cannot be made beside it: the disk is "
			"full "
			"or the folder read-only",
			what);
	else if ((code & 0xff) == SQLITE_CANTOPEN)
		err_set(e, ERR_FAILED, "%s: it or what belongs beside it cannot be opened: %s",
			what, strerror(sqlite3_system_errno(s->db)));
	/* Its index of the write-ahead log is mapped. */
	if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM ||
	    code == SQLITE_IOERR_SHMMAP)
		err_set(e, ERR_FAILED, "%s: memory is out", what);
	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
		err_set(e, ERR_FAILED, "%s: the database is damaged (%s); restore a backup", what,
			sqlite3_errmsg(s->db));
	if ((code & 0xff) == SQLITE_READONLY)
		err_set(e, ERR_FAILED, "%s: the folder or its database is read-only", what);
	return file && *file ? err_at(e, "%s", file) : false;
}

static void store_close(void *p)
{
	struct store *s = p;

	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(s->stmts[i]);
	sqlite3_close(s->db);
	arena_free(s->logs.a);
	rollups_free(s->rollups);
}

static bool exec(struct store *s, const char *sql, const char *what, struct err *e)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK || db_err(s, e, what);
}

static bool prepare(struct store *s, int id, struct err *e)
{
	if (sqlite3_prepare_v3(s->db, sql_texts[id].text, -1, SQLITE_PREPARE_PERSISTENT,
			       &s->stmts[id], NULL) != SQLITE_OK)
		return db_err(s, e, sql_texts[id].name);
	for (int k = 1; k <= PARAMETERS; k++) {
		char name[16];

		snprintf(name, sizeof name, "$%d", k);
		s->at[id][k] = sqlite3_bind_parameter_index(s->stmts[id], name);
	}
	return true;
}

static bool pragma_int(struct store *s, const char *sql, int64_t *v, struct err *e)
{
	sqlite3_stmt *stmt = NULL;
	bool ok = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
		  sqlite3_step(stmt) == SQLITE_ROW;

	if (ok)
		*v = sqlite3_column_int64(stmt, 0);
	else
		db_err(s, e, "open the database");
	sqlite3_finalize(stmt);
	return ok;
}

static bool check_version(struct store *s, struct err *e)
{
	int64_t version = 0, application = 0;

	if (!pragma_int(s, "PRAGMA user_version", &version, e) ||
	    !pragma_int(s, "PRAGMA application_id", &application, e))
		return false;
	if (application != APPLICATION_ID)
		return err_set(e, ERR_FAILED, "open the database: the file is no register of sulh");
	if (version > SCHEMA_VERSION)
		return err_set(e, ERR_ATTENTION,
			       "open the database: its schema is version %lld, this program knows "
			       "%d; use the newer sulh",
			       (long long)version, SCHEMA_VERSION);
	if (version > 0 && version < SCHEMA_VERSION)
		return err_set(e, ERR_ATTENTION,
			       "open the database: its schema is version %lld, of an early sulh "
			       "that kept less of each record; make the register anew",
			       (long long)version);
	return version == SCHEMA_VERSION ||
	       err_set(e, ERR_FAILED,
		       "open the database: schema version %lld is not one that sulh ever wrote",
		       (long long)version);
}

static bool make(struct store *s, struct err *e)
{
	char sql[96];

	snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d",
		 APPLICATION_ID, SCHEMA_VERSION);
	return exec(s, "BEGIN IMMEDIATE", "make the database", e) &&
	       exec(s, sql_schema, "make the database", e) &&
	       exec(s, sql, "make the database", e) && exec(s, "COMMIT", "make the database", e);
}

static bool set_up(struct store *s, enum store_mode mode, struct err *e)
{
	if (!exec(s,
		  "PRAGMA cache_size=" CACHE "; PRAGMA temp_store=MEMORY; PRAGMA "
		  "trusted_schema=OFF; PRAGMA cell_size_check=ON",
		  "open the database", e))
		return false;
	if (mode != STORE_READ &&
	    !exec(s,
		  "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
		  "PRAGMA wal_autocheckpoint=" WAL_PAGES,

		  "open the database", e))
		return false;
	if (mode == STORE_MAKE ? !make(s, e) : !check_version(s, e))
		return false;
	for (int i = 0; i < SQL_COUNT; i++)
		if (!prepare(s, i, e))
			return false;
	return true;
}

/* Whether the file and the folder around it can be written. */
static bool writable(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str folder = slash ? str_mem(path, (size_t)(slash - path) + 1) : S(".");

	return !access(path, W_OK) && !access(str_z(a, folder), W_OK);
}

/* What a killed writer left is in the write-ahead log only, and taking it over means writing. */
static bool wal_readable(struct arena *a, const char *path, struct err *e)
{
	struct stat st;

	if (stat(str_z(a, str_fmt(a, "%s-wal", path)), &st) || !st.st_size || writable(a, path))
		return true;
	return err_set(e, ERR_FAILED,
		       "open %s: it is read-only, and its last writer was interrupted: copy the "
		       "whole folder to where it can be written, and read it there",
		       path);
}

/* A medium that cannot be written (a backup on a disc, a stick with its switch set) holds no
 * write-ahead log either: the file is read as it stands. */
static struct str uri_of(struct arena *a, const char *path, enum store_mode mode)
{
	struct buf b = { .a = a };
	struct str p = str_of(path), wal = str_fmt(a, "%s-wal", path);

	buf_str(&b, S("file:"));
	for (size_t i = 0; i < p.len; i++) {
		uint8_t c = (uint8_t)p.s[i];

		if (c == '?' || c == '#' || c == '%' || c < 0x21 || c > 0x7e)
			buf_fmt(&b, "%%%02x", c);
		else
			buf_byte(&b, c);
	}
	buf_str(&b, mode == STORE_MAKE	  ? S("?mode=rwc")
		    : mode == STORE_WRITE ? S("?mode=rw")
		    : !writable(a, path) && os_type(str_z(a, wal)) == OS_MISSING
			    ? S("?mode=ro&immutable=1")
			    : S("?mode=ro"));
	return buf_text(&b);
}

/* SQLite reads what is missing of the last page as zeroes, and finds its structure sound; what is then written makes
 * the file whole again, and the loss unseen. While its write-ahead log holds anything that page may stand there. */
bool db_torn(struct store *s, struct arena *a, bool *torn, struct err *e)
{
	const char *file = db_file(s);
	struct q q = q_of(s, SQL_PAGE_SIZE);
	struct stat wal, st;
	int64_t page;

	*torn = false;
	if (!q_row(&q, e))
		return e->kind != ERR_NONE
			       ? false
			       : err_set(e, ERR_FAILED, "check the database: no page size");
	page = q_get_int(&q, 0);
	q_leave(&q);
	if (!stat(str_z(a, str_fmt(a, "%s-wal", file)), &wal) && wal.st_size)
		return true;
	if (stat(file, &st))
		return err_sys(e, "check %s", file);
	*torn = page > 0 && st.st_size % page;
	return true;
}

/* Nothing is written into a file that lost its end. */
static bool whole(struct store *s, struct arena *a, struct err *e)
{
	bool torn = false;

	return db_torn(s, a, &torn, e) &&
	       (!torn ||
		err_set(e, ERR_FAILED, "open the database: it " DB_TORN "; restore a backup"));
}

struct store *store_open(struct arena *a, const char *path, enum store_mode mode, struct err *e)
{
	struct store *s = arena_alloc(a, sizeof *s);
	mode_t mask;
	int opened;
	enum os_type there = os_type(path);

	if (mode == STORE_MAKE && there != OS_MISSING) {
		err_set(e, ERR_REFUSED, "make the database %s: it exists already", path);
		return NULL;
	}
	if (mode != STORE_MAKE && there == OS_MISSING) {
		err_set(e, ERR_FAILED, "open %s: the database is missing; restore a backup", path);
		return NULL;
	}
	if (mode == STORE_READ && !wal_readable(a, path, e))
		return NULL;
	arena_defer(a, store_close, s);
	s->logs.keep = mode != STORE_READ;
	s->logs.a = arena_new(0);
	s->rollups = rollups_new(a);
	if (!s->logs.a || !s->rollups) {
		err_set(e, ERR_FAILED, "open %s: out of memory", path);
		return NULL;
	}
	/* What belongs to nobody else: SQLite gives its other files the mode of this one. */
	mask = umask(077);
	opened = sqlite3_open_v2(str_z(a, uri_of(a, path, mode)), &s->db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
					 SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				 NULL);
	(void)umask(mask);
	if (opened != SQLITE_OK) {
		db_err(s, e, "open the database");
		err_at(e, "%s", path);
		return NULL;
	}
	s->open = true;
	sqlite3_busy_timeout(s->db, 5000);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
	if (!set_up(s, mode, e) || (mode == STORE_WRITE && !whole(s, a, e))) {
		err_at(e, "%s", path);
		return NULL;
	}
	return s;
}

bool store_begin(struct store *s, struct err *e)
{
	s->in_transaction = exec(s, "BEGIN IMMEDIATE", "begin a transaction", e);
	return s->in_transaction;
}

bool store_commit(struct store *s, struct err *e)
{
	if (!rollups_write(s, e)) {
		store_rollback(s);
		return within(e, "nothing was kept");
	}
	if (!exec(s, "COMMIT", "commit", e)) {
		/* A disk that fails while it writes the last bytes may have kept them. */
		bool sure = (sqlite3_extended_errcode(s->db) & 0xff) != SQLITE_IOERR;

		store_rollback(s);
		return sure ? within(e, "nothing was kept")
			    : within(e, "look what is there before you try again");
	}
	s->in_transaction = false;
	return true;
}

void store_rollback(struct store *s)
{
	/* SQLite may have rolled back by itself; then there is nothing to do and nothing to report. */
	if (s->in_transaction && !sqlite3_get_autocommit(s->db))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->in_transaction = false;
	s->logs.good = false;
	rollups_drop(s->rollups);
}

bool store_checkpoint(struct store *s, bool *emptied, struct err *e)
{
	int got = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	bool busy = (got & 0xff) == SQLITE_BUSY;

	if (emptied)
		*emptied = got == SQLITE_OK;
	if (got == SQLITE_OK || busy)
		return true;
	/* What was committed is durable already; but deleted drafts are still there to be read. */
	db_err(s, e, "empty the write-ahead log");
	return within(e, "all was kept; afterwards");
}

struct q q_of(struct store *s, enum sql_id id)
{
	sqlite3_stmt *stmt = s->stmts[id];

	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt);
	return (struct q){ s, id, stmt, false };
}

void q_int(struct q *q, int k, int64_t v)
{
	q->bad |= sqlite3_bind_int64(q->stmt, q->s->at[q->id][k], v) != SQLITE_OK;
}

void q_text(struct q *q, int k, struct str v)
{
	int at = q->s->at[q->id][k];

	q->bad |= (v.s ? sqlite3_bind_text64(q->stmt, at, v.s, v.len, SQLITE_STATIC, SQLITE_UTF8)
		       : sqlite3_bind_null(q->stmt, at)) != SQLITE_OK;
}

void q_blob(struct q *q, int k, struct str v)
{
	int at = q->s->at[q->id][k];

	q->bad |= (v.s ? sqlite3_bind_blob64(q->stmt, at, v.s, v.len, SQLITE_STATIC)
		       : sqlite3_bind_null(q->stmt, at)) != SQLITE_OK;
}

bool q_row(struct q *q, struct err *e)
{
	int got = q->bad ? SQLITE_MISUSE : sqlite3_step(q->stmt);

	e->kind = ERR_NONE;
	if (got == SQLITE_ROW)
		return true;
	if (got != SQLITE_DONE)
		db_err(q->s, e, sql_texts[q->id].name);
	(void)sqlite3_reset(q->stmt);
	return false;
}

bool q_run(struct q *q, struct err *e)
{
	while (q_row(q, e))
		;
	return e->kind == ERR_NONE;
}

void q_leave(struct q *q)
{
	(void)sqlite3_reset(q->stmt);
}

int64_t q_get_int(const struct q *q, int col)
{
	return sqlite3_column_int64(q->stmt, col);
}

bool q_null(const struct q *q, int col)
{
	return sqlite3_column_type(q->stmt, col) == SQLITE_NULL;
}

struct str q_get(const struct q *q, struct arena *a, int col)
{
	const void *p;

	if (q_null(q, col))
		return (struct str){ NULL, 0 };
	p = sqlite3_column_blob(q->stmt, col);
	return str_dup(a, str_mem(p, (size_t)sqlite3_column_bytes(q->stmt, col)));
}
