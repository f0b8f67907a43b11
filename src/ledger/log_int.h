/* Private to log*.c: what writing and reading a log's files have in common. */
#ifndef SULH_LEDGER_LOG_INT_H
#define SULH_LEDGER_LOG_INT_H

#include "base/str.h"
#include "ledger/log.h"
#include "ledger/tile.h"

#define BUNDLE_MAX ((size_t)TILE_WIDTH * (2 + LOG_ENTRY_MAX))
#define FOLDER_MAX 2001 /* names: 1000 tiles, 1000 folders and one for the partial tile */

/* Memory that is emptied after each bundle; it has its own guard, so its end is an error like
 * others. */
struct work {
	struct arena *scratch;
	const char *dir;
	uint64_t size;
	struct tile_stack stack;
};

/* The work lives in `a`, and should `a` unwind, its scratch goes with it. */
bool work_init(struct work *w, struct arena *a, const char *dir, uint64_t size, struct err *e);
void work_end(void *work);

/* Of a path below the log's folder; in the scratch. */
const char *work_path(struct work *w, struct str path);

/* Calls fn with each folder below tile/ that holds tiles, but for those of partial ones: a folder's
 * first tile is a multiple of 1000. The scratch is emptied between. */
bool work_folders(struct work *w, bool (*fn)(struct work *w, struct str folder, struct err *e),
		  struct err *e);

/* "tile/0/067.p" -> the full tile tile/0/067. */
bool work_partial_folder(struct str path, struct tile *t);

#endif
