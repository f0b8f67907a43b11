/* See log_int.h. */
#include "ledger/log_int.h"

#include "base/arena.h"
#include "base/os.h"
#include "base/banned.h"

#define SCRATCH_MAX (8 * BUNDLE_MAX) /* a growing buffer leaves its former selves behind */

void work_end(void *p)
{
	struct work *w = p;

	arena_free(w->scratch);
	w->scratch = NULL;
}

bool work_init(struct work *w, struct arena *a, const char *dir, uint64_t size, struct err *e)
{
	if (size > INT64_MAX)
		return err_set(e, ERR_FALSE, "log %s: no log has %llu entries", dir,
			       (unsigned long long)size);
	w->dir = dir;
	w->size = size;
	w->scratch = arena_new(SCRATCH_MAX);
	if (!w->scratch)
		return err_set(e, ERR_FAILED, "log %s: memory is out", dir);
	arena_defer(a, work_end, w);
	return true;
}

const char *work_path(struct work *w, struct str path)
{
	return os_join(w->scratch, str_of(w->dir), path).s;
}

bool work_folders(struct work *w, bool (*fn)(struct work *w, struct str folder, struct err *e),
		  struct err *e)
{
	for (int level = TILE_ENTRIES; level < TILE_LEVELS; level++) {
		uint64_t nodes = tile_nodes(level, w->size);

		for (uint64_t n = 0; n < nodes / TILE_WIDTH + !!(nodes % TILE_WIDTH); n += 1000) {
			struct tile t = { level, n, TILE_WIDTH };
			struct str path;

			arena_reset(w->scratch);
			path = tile_path(w->scratch, t);
			path.len -= sizeof "/000" - 1;
			if (!fn(w, path, e))
				return false;
		}
	}
	return true;
}

bool work_partial_folder(struct str path, struct tile *t)
{
	if (!str_ends(path, S(".p")))
		return false;
	path.len -= 2;
	return tile_path_read(path, t);
}
