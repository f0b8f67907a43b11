/* Private to store/: one prepared statement at a time, and nothing of the database's own header. */
#ifndef SULH_STORE_DB_H
#define SULH_STORE_DB_H

#include "base/err.h"
#include "sql.gen.h"
#include "store/store.h"

/* Text and blobs are copied into the arena. */
struct q {
	struct store *s;
	enum sql_id id;
	void *stmt;
	bool bad; /* a value could not be bound: the next step says so */
};

/* The logs as last read (log.c). Kept by a writer only, which is alone. */
struct kept_logs {
	struct arena *a;
	struct store_log *list;
	struct str *seats; /* of each, once asked for; */
	bool *seated;
	size_t n;
	bool good, keep;
};
struct kept_logs *db_logs(struct store *s);

const char *db_file(struct store *s); /* the path of the database; the store's */

/* Whether the file ends within a page, with nothing in the write-ahead log that could stand there. */
#define DB_TORN "is shorter than it was: it ends within a page"
bool db_torn(struct store *s, struct arena *a, bool *torn, struct err *e);

struct q q_of(struct store *s, enum sql_id id);
void q_int(struct q *q, int k, int64_t v);
/* Not copied: stays as it is until the statement was run. Null where v.s == NULL. */
void q_text(struct q *q, int k, struct str v);
void q_blob(struct q *q, int k, struct str v);

/* The next row; false at the end (e->kind == ERR_NONE) or on an error. The statement is reset then. */
bool q_row(struct q *q, struct err *e);
/* For statements without rows. */
bool q_run(struct q *q, struct err *e);
/* Leaves a statement before its last row. */
void q_leave(struct q *q);

/* view.c: what rules look up about a record that is folded: entries of the same log, and of headquarters. A
 * database that cannot be read gives NULL, too; who asked looks at `e` afterwards. */
struct fold_view {
	struct rec_view v;
	struct store *s;
	struct arena *a;
	int64_t log;
	struct err e;
};
void fold_view_init(struct fold_view *w, struct store *s, struct arena *a, int64_t log);

int64_t q_get_int(const struct q *q, int col);
bool q_null(const struct q *q, int col);
struct str q_get(const struct q *q, struct arena *a, int col); /* s == NULL for null */

#endif
