/*
 * See log.h. Nothing below `out` is written before the entries were found to give the root, so that
 * a damaged database leaves the published files as they are.
 */
#include "ledger/log.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "ledger/log_int.h"
#include "base/banned.h"

#define HWM_MAX 128

static_assert(LOG_ENTRY_MAX == UINT16_MAX, "the length before an entry is a uint16");

/* Writing. */

struct writer {
	struct work work; /* first, so that a struct work * is a struct writer * */
	const struct log_source *src;
	bool write, reuse; /* what this pass does */
	bool reused;
};

/* Those that stand there are synced at the end, once (folder_clean). */
static bool folders_make(struct work *w, struct str path, struct err *e)
{
	for (size_t i = 0; i < path.len; i++) {
		const char *full;

		if (path.s[i] != '/')
			continue;
		full = work_path(w, str_mem(path.s, i));
		if (os_type(full) != OS_DIR && !os_mkdir(full, 0755, e))
			return false;
	}
	return true;
}

/* A folder and those it lies in: tiles that stood there were left alone, and a run that was killed may
 * have renamed them without a sync. No checkpoint may name what a power cut can take away. */
static bool folders_sync(struct work *w, struct str path, struct err *e)
{
	for (size_t n = path.len; n; n--)
		if ((n == path.len || path.s[n] == '/') &&
		    !os_sync(work_path(w, str_mem(path.s, n)), e))
			return false;
	return true;
}

/* A tile or bundle whose bytes are known now. A full one that stands there must have these bytes; a
 * partial one may be left over from entries that were never signed. */
static bool file_put(struct writer *v, struct tile t, struct str bytes, struct err *e)
{
	struct work *w = &v->work;
	struct str path = tile_path(w->scratch, t), old;
	const char *full = work_path(w, path);
	bool whole = t.width == TILE_WIDTH;

	if (os_type(full) == OS_FILE && (whole || v->write)) {
		if (!os_read(w->scratch, full, BUNDLE_MAX, &old, e))
			return false;
		if (str_eq(old, bytes))
			return true;
		if (whole)
			return err_set(e, ERR_ATTENTION,
				       "%s does not hold what the register has: nothing is written "
				       "over it; find out which of the two is right",
				       full);
	}
	if (!v->write)
		return true;
	return folders_make(w, path, e) && os_write(full, bytes, 0644, e);
}

static bool tile_put(void *p, struct tile t, const struct hash *h, struct err *e)
{
	return file_put(p, t, str_mem(h, t.width * sizeof *h), e);
}

static bool bundle_write(struct writer *v, struct tile t, struct err *e)
{
	struct work *w = &v->work;
	struct buf b = { .a = w->scratch };

	for (unsigned i = 0; i < t.width; i++) {
		uint64_t index = w->stack.size;
		struct hash leaf;
		struct str entry;

		if (!v->src->entry(v->src->p, index, &entry, e))
			return false;
		if (entry.len > LOG_ENTRY_MAX)
			return err_set(e, ERR_REFUSED,
				       "entry %llu: %zu bytes, at most %d are allowed",
				       (unsigned long long)index, entry.len, LOG_ENTRY_MAX);
		bundle_put(&b, entry);
		leaf = hash_leaf(entry);
		if (!tile_stack_add(&w->stack, &leaf, tile_put, v, e))
			return false;
	}
	return file_put(v, t, buf_text(&b), e);
}

/* Takes the leaf hashes of a full bundle from its tile instead of from the entries. */
static bool tile_reuse(struct writer *v, uint64_t n, struct err *e)
{
	struct work *w = &v->work;
	struct tile t = { 0, n, TILE_WIDTH };
	const char *full = work_path(w, tile_path(w->scratch, t));
	struct hash leaf;
	struct str old;

	if (!os_read(w->scratch, full, TILE_WIDTH * sizeof leaf, &old, e))
		return false;
	if (old.len != TILE_WIDTH * sizeof leaf)
		return err_set(e, ERR_ATTENTION, "%s is cut short: remove it and publish again",
			       full);
	for (unsigned i = 0; i < TILE_WIDTH; i++) {
		memcpy(leaf.b, old.s + i * sizeof leaf, sizeof leaf);
		if (!tile_stack_add(&w->stack, &leaf, tile_put, v, e))
			return false;
	}
	v->reused = true;
	return true;
}

static bool stands(struct work *w, int level, uint64_t n)
{
	struct tile t = { level, n, TILE_WIDTH };

	return os_type(work_path(w, tile_path(w->scratch, t))) == OS_FILE;
}

/* Goes once over all entries; *root is what they give. */
static bool pass(struct writer *v, bool write, bool reuse, struct hash *root, struct err *e)
{
	struct work *w = &v->work;

	v->write = write;
	v->reuse = reuse;
	memset(&w->stack, 0, sizeof w->stack);
	while (w->stack.size < w->size) {
		uint64_t n = w->stack.size / TILE_WIDTH, left = w->size - w->stack.size;
		struct tile t = { TILE_ENTRIES, n,
				  left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH };

		arena_reset(w->scratch);
		if (reuse && t.width == TILE_WIDTH && stands(w, TILE_ENTRIES, n) &&
		    stands(w, 0, n)) {
			if (!tile_reuse(v, n, e))
				return false;
		} else if (!bundle_write(v, t, e)) {
			return false;
		}
	}
	*root = tile_stack_root(&w->stack);
	return tile_stack_end(&w->stack, tile_put, v, e);
}

/* Removes what a crash left of a file that was being written. */
static bool temp_remove(struct work *w, struct str path, struct err *e)
{
	struct tile t;
	struct str tile = path;

	if (!str_ends(path, S(".tmp")))
		return true;
	tile.len -= sizeof ".tmp" - 1;
	return !tile_path_read(tile, &t) || os_remove(work_path(w, path), e);
}

/* In the folder of the partial tile that is valid now: the narrower ones, and what a crash left. */
static bool partials_clean(struct work *w, struct str folder, struct tile now, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(w->scratch, work_path(w, folder), SIZE_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str path = os_join(w->scratch, folder, names[i]);
		struct tile t;

		if (!temp_remove(w, path, e))
			return false;
		if (tile_path_read(path, &t) && t.width < now.width &&
		    !os_remove(work_path(w, path), e))
			return false;
	}
	return true;
}

/* Makes all of it durable and removes superseded partial tiles. What is not ours is left for the verifier
 * to complain about. */
static bool folder_clean(struct work *w, struct str folder, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(w->scratch, work_path(w, folder), SIZE_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str path = os_join(w->scratch, folder, names[i]);
		struct tile t;
		uint64_t nodes;

		if (!temp_remove(w, path, e))
			return false;
		if (!work_partial_folder(path, &t))
			continue;
		nodes = tile_nodes(t.level, w->size);
		if (t.n < nodes / TILE_WIDTH) {
			if (!os_remove_tree(work_path(w, path), e))
				return false;
			continue;
		}
		t.width = (unsigned)(nodes % TILE_WIDTH);
		if (t.n == nodes / TILE_WIDTH &&
		    (!os_sync(work_path(w, path), e) || !partials_clean(w, path, t, e)))
			return false;
	}
	return folders_sync(w, folder, e);
}

/* Where old tiles and the root disagree, everything is compared, so that the error can name the
 * file. */
static bool write_all(struct writer *v, const struct hash *root, struct err *e)
{
	struct hash found;

	if (!pass(v, false, true, &found, e))
		return false;
	if (!hash_eq(&found, root) && v->reused && !pass(v, false, false, &found, e))
		return false;
	if (!hash_eq(&found, root))
		return err_set(e, ERR_ATTENTION,
			       "the %llu entries do not give the root that is to be signed: "
			       "nothing was written",
			       (unsigned long long)v->work.size);
	if (!os_mkdir(v->work.dir, 0755, e) || !pass(v, true, true, &found, e))
		return false;
	if (!hash_eq(&found, root))
		return err_set(e, ERR_ATTENTION, "the entries changed while they were written");
	return work_folders(&v->work, folder_clean, e);
}

bool log_write(struct arena *a, const char *out, const struct log_source *src, uint64_t size,
	       const struct hash *root, struct err *e)
{
	struct writer *v = arena_alloc(a, sizeof *v);
	bool ok;

	v->src = src;
	if (!work_init(&v->work, a, out, size, e))
		return false;
	if (setjmp(*arena_guard(v->work.scratch)))
		ok = err_set(e, ERR_FAILED, "memory is out");
	else
		ok = write_all(v, root, e);
	work_end(&v->work);
	return ok || within(e, "write log %s", out);
}

/* The mark. */

static struct str hwm_text(struct arena *a, const struct hwm *h)
{
	return str_fmt(a, "%llu %.*s\n", (unsigned long long)h->size,
		       P(str_base64(a, h->root.b, sizeof h->root.b)));
}

bool hwm_of(struct arena *a, struct str text, struct hwm *h, struct err *e)
{
	struct hwm read = { 0 };
	struct str rest = text, size = str_cut(&rest, ' ');
	size_t n = sizeof read.root.b;
	int64_t count;

	if (!int_parse(size, 0, INT64_MAX, &count) ||
	    !base64_read(str_cut(&rest, '\n'), read.root.b, &n) || n != sizeof read.root.b)
		return err_set(e, ERR_ATTENTION, "it is no size and root hash");
	read.size = (uint64_t)count;
	if (!str_eq(hwm_text(a, &read), text))
		return err_set(e, ERR_ATTENTION, "it is spelt otherwise than it would be written");
	*h = read;
	return true;
}

bool hwm_read(struct arena *a, const char *path, struct hwm *h, struct err *e)
{
	struct str text;

	*h = (struct hwm){ .missing = true };
	if (!os_read(a, path, HWM_MAX, &text, e))
		return e->kind == ERR_NOTHING;
	return hwm_of(a, text, h, e) || within(e, "read %s", path);
}

bool hwm_write(struct arena *a, const char *path, const struct hwm *h, struct err *e)
{
	return os_write(path, hwm_text(a, h), 0600, e);
}

bool hwm_allows(const struct hwm *h, uint64_t size, const struct hash *root, struct err *e)
{
	if (h->missing)
		return err_set(e, ERR_ATTENTION,
			       "the mark of the largest checkpoint signed is missing: nothing is "
			       "signed until `sulh log resume`");
	if (size < h->size)
		return err_set(e, ERR_ATTENTION,
			       "the register has %llu entries, but %llu were signed: %llu are "
			       "missing; bring them back, or `sulh log resume`",
			       (unsigned long long)size, (unsigned long long)h->size,
			       (unsigned long long)(h->size - size));
	if (size && size == h->size && !hash_eq(root, &h->root))
		return err_set(e, ERR_ATTENTION,
			       "another root was signed for %llu entries: a second is never "
			       "signed; bring back the database that was published",
			       (unsigned long long)size);
	return true;
}

/* A longer log must begin with what was signed before, or it is a second history. */
static bool extends(struct arena *a, const char *out, const struct hwm *h,
		    const struct checkpoint *c, struct err *e)
{
	struct log_nodes nodes = { a, out, c->size };
	struct tree_source source = { log_node, &nodes };
	struct hash path[TREE_PROOF_MAX];
	size_t n;

	if (!h->size)
		return true;
	if (!tree_prove_consistency(&source, h->size, c->size, path, &n, e))
		return false;
	if (!tree_check_consistency(h->size, &h->root, c->size, &c->root, path, n))
		return err_set(e, ERR_ATTENTION,
			       "the first %llu of %llu entries are not those that were signed; "
			       "bring back the database that was published",
			       (unsigned long long)h->size, (unsigned long long)c->size);
	return true;
}

bool log_sign(struct arena *a, const char *out, const char *hwm_path, const struct checkpoint *c,
	      const struct note_signer *by, struct err *e)
{
	struct str path = os_join(a, str_of(out), S("checkpoint")), note;
	struct hwm old, new = { .size = c->size, .root = c->root };

	if (!str_eq(c->origin, by->vkey.name))
		return err_set(e, ERR_USAGE, "sign %s: the key is that of %.*s", path.s,
			       P(by->vkey.name));
	if (!hwm_read(a, hwm_path, &old, e) || !hwm_allows(&old, c->size, &c->root, e) ||
	    !extends(a, out, &old, c, e) || (by->ready && !by->ready(by->p, c, e)))
		return within(e, "sign %s", path.s);
	if ((old.size != new.size && !hwm_write(a, hwm_path, &new, e)) ||
	    !note_sign_by(a, checkpoint_text(a, c), by, &note, e))
		return within(e, "sign %s", path.s);
	return os_write(path.s, note, 0644, e);
}
