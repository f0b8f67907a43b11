/* Reading a log's files; see log.h. Leaves and nodes are hashed in lanes, a bundle at a time. */
#include "ledger/log.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/log_int.h"
#include "ledger/sha.h"
#include "base/banned.h"

struct reader {
	struct work work; /* first, as in struct writer */
	bool (*fn)(void *p, uint64_t index, struct str entry, const struct hash *leaf,
		   struct err *e);
	void *p;
};

/* What is missing, too long or no file makes a log false; a disk that cannot be read does not. */
static bool file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
	errno = 0;
	if (os_read(a, path, max, out, e))
		return true;
	if (!errno || errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
		e->kind = ERR_FALSE;
	return false;
}

/* A full line of what is wrong: with the entries below it, where they are the tile's own. */
static bool tile_wrong(const char *path, struct tile t, const struct hash *h, struct str bytes,
		       struct err *e)
{
	uint64_t at = 0;

	while (at < t.width && (at + 1) * sizeof *h <= bytes.len &&
	       !memcmp(bytes.s + at * sizeof *h, &h[at], sizeof *h))
		at++;
	at += t.n * TILE_WIDTH;
	if (t.level)
		return err_set(e, ERR_FALSE, "%s does not hold the hashes of the entries", path);
	return err_set(e, ERR_FALSE,
		       "%s does not hold the hashes of the entries: the first that differs is that "
		       "of entry %llu",
		       path, (unsigned long long)at);
}

static bool tile_check(void *p, struct tile t, const struct hash *h, struct err *e)
{
	struct work *w = p;
	const char *full = work_path(w, tile_path(w->scratch, t));
	size_t n = t.width * sizeof *h;
	struct str bytes;

	if (!file_read(w->scratch, full, n, &bytes, e))
		return false;
	return str_eq(bytes, str_mem(h, n)) || tile_wrong(full, t, h, bytes, e);
}

/* The hashes of the leaves. What stands before an entry, the low byte of its length, was read already and
 * the bytes are our own: the byte that begins a leaf takes its place, and nothing needs to be copied. */
static void leaves_hash(char *bundle, const struct str *entries, size_t n, struct hash *leaves)
{
	struct str messages[TILE_WIDTH];

	for (size_t i = 0; i < n; i++) {
		char *leaf = bundle + (entries[i].s - bundle) - 1;

		*leaf = 0x00;
		messages[i] = str_mem(leaf, entries[i].len + 1);
	}
	sha_many(sha_best(n), messages, n, leaves);
}

static bool bundle_check(struct reader *r, struct tile t, struct err *e)
{
	struct work *w = &r->work;
	struct str bytes, entries[TILE_WIDTH];
	struct hash leaves[TILE_WIDTH];
	uint64_t first = w->stack.size;
	const char *full;

	arena_reset(w->scratch);
	full = work_path(w, tile_path(w->scratch, t));
	if (!file_read(w->scratch, full, BUNDLE_MAX, &bytes, e))
		return false;
	if (!bundle_read(bytes, t.width, entries, e))
		return within(e, "%s", full);
	leaves_hash((char *)bytes.s, entries, t.width, leaves);
	if (!tile_stack_add_many(&w->stack, leaves, t.width, tile_check, r, e))
		return false;
	for (unsigned i = 0; i < t.width; i++)
		if (!r->fn(r->p, first + i, entries[i], &leaves[i], e))
			return false;
	return true;
}

/* A folder that the size calls for: one of tiles, of folders, or of the partial tile. */
static bool folder_is_of(struct work *w, struct str path)
{
	struct tile t;
	uint64_t nodes;

	if (work_partial_folder(path, &t)) {
		nodes = tile_nodes(t.level, w->size);
		return t.n == nodes / TILE_WIDTH && nodes % TILE_WIDTH;
	}
	if (!tile_path_read(os_join(w->scratch, path, S("000")), &t))
		return false;
	nodes = tile_nodes(t.level, w->size);
	return t.n < nodes / TILE_WIDTH + !!(nodes % TILE_WIDTH);
}

static bool folder_check(struct work *w, struct str folder, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(w->scratch, work_path(w, folder), FOLDER_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str path = os_join(w->scratch, folder, names[i]);
		const char *full;
		struct tile t;

		/* Such a file was read: it is one. */
		if (tile_path_read(path, &t) && tile_is_of(t, w->size))
			continue;
		full = work_path(w, path);
		if (os_type(full) != OS_DIR || !folder_is_of(w, path))
			return err_set(e, ERR_FALSE, "%s is no part of a log of %llu entries", full,
				       (unsigned long long)w->size);
		/* That of a partial tile is not among work_folders'. */
		if (work_partial_folder(path, &t) && !folder_check(w, path, e))
			return false;
	}
	return true;
}

static bool read_all(struct reader *r, const struct hash *root, struct err *e)
{
	struct work *w = &r->work;
	struct hash found;

	while (w->stack.size < w->size) {
		uint64_t left = w->size - w->stack.size;
		struct tile t = { TILE_ENTRIES, w->stack.size / TILE_WIDTH,
				  left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH };

		if (!bundle_check(r, t, e))
			return false;
	}
	arena_reset(w->scratch);
	if (!tile_stack_end(&w->stack, tile_check, r, e))
		return false;
	found = tile_stack_root(&w->stack);
	if (!hash_eq(&found, root))
		return err_set(e, ERR_FALSE,
			       "the %llu entries do not give the root of the checkpoint",
			       (unsigned long long)w->size);
	if (!w->size && os_type(work_path(w, S("tile"))) == OS_MISSING)
		return true;
	if (os_type(work_path(w, S("tile"))) != OS_DIR)
		return err_set(e, ERR_FALSE, "%s/tile is no folder", w->dir);
	return folder_check(w, S("tile"), e) && work_folders(w, folder_check, e);
}

bool log_read(struct arena *a, const char *dir, uint64_t size, const struct hash *root,
	      bool (*fn)(void *p, uint64_t index, struct str entry, const struct hash *leaf,
			 struct err *e),
	      void *p, struct err *e)
{
	struct reader *r = arena_alloc(a, sizeof *r);
	bool ok;

	r->fn = fn;
	r->p = p;
	if (!work_init(&r->work, a, dir, size, e))
		return false;
	if (setjmp(*arena_guard(r->work.scratch)))
		ok = err_set(e, ERR_FAILED, "memory is out");
	else
		ok = read_all(r, root, e);
	work_end(&r->work);
	return ok || within(e, "read log %s", dir);
}

bool log_node(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e)
{
	const struct log_nodes *l = p;
	unsigned within_tile = level % 8, count = 1u << within_tile;
	struct tile t = { (int)(level / 8), 0, TILE_WIDTH };
	struct hash h[TILE_WIDTH];
	uint64_t nodes, first;
	struct str bytes;
	const char *full;

	if (level >= TREE_LEVELS || l->size > INT64_MAX || index >= l->size >> level)
		return err_set(e, ERR_USAGE, "log %s has no node %llu of level %u", l->dir,
			       (unsigned long long)index, level);
	first = index << within_tile;
	nodes = tile_nodes(t.level, l->size);
	t.n = first / TILE_WIDTH;
	if (t.n == nodes / TILE_WIDTH)
		t.width = (unsigned)(nodes % TILE_WIDTH);
	full = os_join(l->a, str_of(l->dir), tile_path(l->a, t)).s;
	if (!file_read(l->a, full, t.width * sizeof *h, &bytes, e))
		return false;
	if (bytes.len != t.width * sizeof *h)
		return err_set(e, ERR_FALSE, "%s is cut short", full);
	memcpy(h, bytes.s, bytes.len);
	*out = tile_fold(h + first % TILE_WIDTH, count);
	return true;
}
