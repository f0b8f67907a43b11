/* Private to store/: the rollups (rollup.c). */
#ifndef SULH_STORE_ROLLUP_H
#define SULH_STORE_ROLLUP_H

#include "store/store.h"

struct rollups;

/* A delta on its way into the rollups: its qualifier is as it adds up. */
struct rollup_cell {
	struct str figure, place, detail;
	enum qual q;
	int64_t day, from_day, n, entries, stated;
};

/* NULL when memory is out; rollups_free(NULL) is fine. */
struct rollups *rollups_new(struct arena *a);
void rollups_free(struct rollups *w);
void rollups_drop(struct rollups *w); /* of a transaction that is rolled back */

bool rollups_add(struct store *s, const struct rollup_cell *c, struct err *e);
/* Writes what was added: before a commit, and before anything reads the tables. */
bool rollups_write(struct store *s, struct err *e);

struct rollups *db_rollups(struct store *s);

#endif
