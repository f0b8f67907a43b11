/*
 * The files of a published log of which one is not as it was: the first byte says how long the log is, the second which file; then three bytes
 * say where how much of it is taken out, and the rest stands there instead. Where it is the same, all entries are read in order, and the tiles
 * prove one; where it is not, the log is false, and no proof made of its tiles holds for what is no entry.
 */
#include "ledger/log.h"

#include <assert.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/tile.h"
#include "folder.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILES 16

static struct world {
	uint64_t size;
	const char *dir;
	struct hash root;
	const char *paths[FILES];
	struct str bytes[FILES];
	size_t n;
} worlds[] = { { 0 }, { 1 }, { 2 }, { 3 }, { 255 }, { 256 }, { 257 }, { 600 } };
#define WORLDS (sizeof worlds / sizeof *worlds)

static struct arena *kept;
static char folder[64];

static void tidy(void)
{
	struct err e;

	(void)os_remove_tree(folder, &e);
}

static struct str entry_at(struct arena *a, uint64_t index)
{
	return str_fmt(a, "entry %llu of the log", (unsigned long long)index);
}

static bool give(void *p, uint64_t index, struct str *bytes, struct err *e)
{
	(void)e;
	*bytes = entry_at(p, index);
	return true;
}

static bool note(void *p, struct tile t, struct err *e)
{
	struct world *w = p;
	const char *path = str_z(kept, os_join(kept, str_of(w->dir), tile_path(kept, t)));

	assert(w->n < FILES);
	w->paths[w->n] = path;
	return os_read(kept, path, 1 << 20, &w->bytes[w->n++], e);
}

static void make(struct world *w)
{
	const struct log_source from = { give, kept };
	struct tree tree = { 0 };
	struct err e;
	bool ok;

	w->dir = str_z(kept, str_fmt(kept, "%s/%llu", folder, (unsigned long long)w->size));
	for (uint64_t i = 0; i < w->size; i++) {
		struct hash leaf = hash_leaf(entry_at(kept, i));

		tree_add(&tree, &leaf);
	}
	w->root = tree_root(&tree);
	ok = log_write(kept, w->dir, &from, w->size, &w->root, &e) &&
	     tile_each(w->size, note, w, &e);
	assert(ok);
}

static void begin(void)
{
	if (kept)
		return;
	kept = arena_new(0);
	folder_make(kept, folder);
	(void)atexit(tidy);
	for (size_t i = 0; i < WORLDS; i++)
		make(&worlds[i]);
}

struct reading {
	struct arena *a;
	uint64_t n;
};

static bool take(void *p, uint64_t index, struct str entry, const struct hash *leaf, struct err *e)
{
	struct reading *r = p;
	struct hash own = hash_leaf(entry);

	(void)e;
	assert(index == r->n++ && !memcmp(own.b, leaf->b, sizeof own.b));
	return true;
}

/* One proof that the tiles give, of an entry as it was signed. */
static void prove(struct arena *a, const struct world *w, uint64_t index, bool same)
{
	struct log_nodes nodes = { a, w->dir, w->size };
	const struct tree_source from = { log_node, &nodes };
	struct hash path[TREE_PROOF_MAX], leaf = hash_leaf(entry_at(a, index));
	struct err e = { .kind = ERR_NONE };
	size_t n = 0;
	bool made = tree_prove_inclusion(&from, index, w->size, path, &n, &e);

	assert(made || (e.kind != ERR_NONE && !same));
	if (made)
		assert(!same || tree_check_inclusion(&leaf, index, w->size, path, n, &w->root));
	leaf = hash_leaf(S("no entry of it"));
	assert(!made || !tree_check_inclusion(&leaf, index, w->size, path, n, &w->root));
}

static struct str changed(struct arena *a, struct str old, const uint8_t *data, size_t size)
{
	size_t at = old.len ? (size_t)(data[0] << 8 | data[1]) % (old.len + 1) : 0;
	size_t out = data[2] < old.len - at ? data[2] : old.len - at;
	struct buf b = { .a = a };

	buf_add(&b, old.s, at);
	buf_add(&b, data + 3, size - 3);
	buf_add(&b, old.s + at + out, old.len - at - out);
	return buf_text(&b);
}

static void run(struct arena *a, struct world *w, const uint8_t *data, size_t size)
{
	size_t which = w->n ? data[0] % w->n : 0;
	struct reading r = { .a = a };
	struct err e = { .kind = ERR_NONE };
	bool same = !w->n, ok;

	if (w->n) {
		const struct str now = changed(a, w->bytes[which], data + 1, size - 1);
		same = str_eq(now, w->bytes[which]);
		ok = os_write(w->paths[which], now, 0600, &e);
		assert(ok);
	}
	ok = log_read(a, w->dir, w->size, &w->root, take, &r, &e);
	assert(ok == same && (ok ? r.n == w->size : e.kind == ERR_FALSE && e.what[0]));
	if (w->size)
		prove(a, w, data[1] % w->size, same);
	if (w->n && !same) {
		ok = os_write(w->paths[which], w->bytes[which], 0600, &e);
		assert(ok);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	begin();
	a = arena_new((size_t)64 * 1024 * 1024);
	if (a && size > 4 && !setjmp(*arena_guard(a)))
		run(a, &worlds[data[0] % WORLDS], data + 1, size - 1);
	arena_free(a);
	return 0;
}
