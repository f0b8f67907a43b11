/* See sound.h. */
#include "intake/sound.h"

#include <inttypes.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "ledger/seal.h"
#include "store/erase.h"
#include "base/banned.h"

static bool note_seal(void *p, const uint8_t draft[16], struct str c, struct err *e)
{
	struct hash seal = seal_hash(c, (struct str){ NULL, 0 });

	(void)draft;
	(void)e;
	buf_add(p, seal.b, sizeof seal.b);
	return true;
}

static bool objects_sound(struct store *s, struct arena *a, const struct store_entry *x,
			  struct err *e)
{
	struct buf seals = { .a = a };
	struct store_gone gone;
	struct entry entry;
	struct hash have;

	if (!entry_read(a, x->bytes, &entry, e))
		return within(e, "entry %" PRId64, x->seq);
	if (!entry.seal.s)
		return true;
	/* Items stand in the order of their seals. */
	if (!store_items(s, x->log, x->seq, note_seal, &seals, e))
		return false;
	have = seals.len ? hash_of(buf_text(&seals)) : seal_hash(x->c, x->s);
	if (str_eq(entry.seal, hash_str(&have)))
		return true;
	/* That it was erased rightly is seen by who has the keys (rebuild). */
	return (!x->c.s && !x->s.s && store_gone(s, a, x->log, x->seq, &gone, e) && gone.mac.s) ||
	       err_set(e, ERR_FALSE,
		       "entry %" PRId64 ": its sealed objects are missing or not those of its "
		       "seal; restore a backup",
		       x->seq);
}

struct rereading {
	struct store *s;
	struct arena *a; /* of one entry */
	struct tree tree;
};

static bool reread(void *p, const struct store_entry *x, struct err *e)
{
	struct rereading *w = p;
	struct hash leaf = hash_leaf(x->bytes);

	if (!str_eq(hash_str(&leaf), x->leaf))
		return err_set(e, ERR_FALSE,
			       "entry %" PRId64 " is not what was hashed; restore a backup",
			       x->seq);
	tree_add(&w->tree, &leaf);
	arena_reset(w->a);
	return objects_sound(w->s, w->a, x, e);
}

bool log_sound(struct store *s, const struct store_log *log, struct err *e)
{
	struct rereading w = { .s = s, .a = arena_new(0) };
	struct hash root;
	bool ok = w.a || err_set(e, ERR_FAILED, "out of memory");

	ok = ok && store_entries(s, log->id, 0, (int64_t)log->tree.size, reread, &w, e);
	arena_free(w.a);
	root = tree_root(&w.tree);
	if (ok && (w.tree.size != log->tree.size || !hash_eq(&root, &log->root)))
		ok = err_set(e, ERR_FALSE,
			     "its entries are not those of its root; restore a backup");
	return ok || within(e, "log %.*s", P(log->name));
}
