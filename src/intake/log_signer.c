/* Who signs checkpoints of a log: the keyring (keyd/keys_log.h), which is shown first, from what was signed last on, each entry
 * with what stands behind it. */
#include "intake/intake_int.h"

#include "base/arena.h"
#include "keyd/act.h"
#include "keyd/keys_log.h"
#include "record/kinds.h"
#include "base/banned.h"

struct log_signer {
	struct reg *r;
	struct store_log log;
	uint64_t shown; /* up to there, over this connection */
};

struct showing {
	const struct log_signer *by;
	struct arena *a;	/* of what is shown at once */
	struct tree from, tree; /* before and after it */
	struct keys_log_entry list[KEYS_LOG_MAX];
	size_t n, bytes;
};

static bool show(struct showing *w, struct err *e)
{
	bool ok = !w->n ||
		  keys_log_add(w->by->r->keys, w->a, w->by->log.origin, &w->from, w->list, w->n, e);

	w->n = w->bytes = 0;
	w->from = w->tree;
	arena_reset(w->a);
	return ok;
}

static bool show_one(struct showing *w, struct keys_log_entry x, struct err *e)
{
	struct hash leaf = hash_leaf(x.entry);

	w->list[w->n++] = (struct keys_log_entry){ str_dup(w->a, x.entry), str_dup(w->a, x.object),
						   x.gone, x.s };
	w->bytes += x.entry.len + x.object.len;
	if (x.entry.len)
		tree_add(&w->tree, &leaf);
	return (w->n < KEYS_LOG_MAX && w->bytes < KEYS_LOG_BYTES) || show(w, e);
}

static bool show_item(void *p, const uint8_t draft[16], struct str c, struct err *e)
{
	(void)draft;
	return show_one(p, (struct keys_log_entry){ .entry = S(""), .object = c }, e);
}

/* Which have no object c: those about places, but for those whose day is all of them; entries of weapons, which have items;
 * and what was erased. */
static bool show_entry(void *p, const struct store_entry *x, struct err *e)
{
	struct showing *w = p;
	struct reg *r = w->by->r;
	struct keys_log_entry out = { x->bytes, S(""), false, hash_of(x->s) };
	const struct kind *k;
	struct entry read;

	if (!entry_read(w->a, x->bytes, &read, e))
		return within(e, "entry %lld cannot be read; restore a backup", (long long)x->seq);
	k = kind_by_code(read.kind);
	if (k && k->form == FORM_PLACE && !act_is_lapse(&read))
		return show_one(w, out, e);
	if (x->c.s)
		out.object = x->c;
	else if (!erase_gone(r, w->a, x->log, x->seq, &out.gone, e) ||
		 !store_items(r->store, x->log, x->seq, show_item, w, e))
		return false;
	return show_one(w, out, e);
}

static bool add_leaf(void *p, const struct store_entry *x, struct err *e)
{
	struct hash leaf = hash_leaf(x->bytes);

	(void)e;
	tree_add(p, &leaf);
	return true;
}

/* The tree of what was signed: only what was joined since has to be read again. */
static bool tree_at(const struct log_signer *by, uint64_t size, struct tree *out, struct err *e)
{
	*out = tree_common(&by->log.tree, size);
	return store_entries(by->r->store, by->log.id, (int64_t)out->size, (int64_t)size, add_leaf,
			     out, e);
}

static bool show_all(struct showing *w, const struct hwm *own, uint64_t from, uint64_t to,
		     struct err *e)
{
	const struct log_signer *by = w->by;
	struct hash root;

	if (!tree_at(by, from, &w->from, e))
		return false;
	root = tree_root(&w->from);
	if (from && !hash_eq(&root, &own->root))
		return err_set(e, ERR_ATTENTION,
			       "log %.*s: the first %llu entries are not those that were signed: "
			       "their root is another; restore the database that was published",
			       P(by->log.name), (unsigned long long)from);
	w->tree = w->from;
	return store_entries(by->r->store, by->log.id, (int64_t)from, (int64_t)to, show_entry, w,
			     e) &&
	       show(w, e);
}

static bool show_from(const struct log_signer *by, const struct hwm *own, uint64_t from,
		      uint64_t to, struct err *e)
{
	struct arena *a = arena_new(0), *hold = arena_new(0);
	bool ok = (a && hold) || err_set(e, ERR_FAILED, "show what is to be signed: out of memory");

	if (ok) {
		struct showing *w = arena_alloc(hold, sizeof *w);

		w->by = by;
		w->a = a;
		ok = show_all(w, own, from, to, e);
	}
	arena_free(a);
	arena_free(hold);
	return ok;
}

/* It was shown over this connection, and is still known there. */
static bool was_shown(struct log_signer *by, uint64_t size)
{
	struct arena *a = by->shown == size && size == by->log.tree.size ? arena_new(0) : NULL;
	struct err e;
	bool yes = a && keys_log_add(by->r->keys, a, by->log.origin, &by->log.tree, NULL, 0, &e);

	arena_free(a);
	return yes;
}

static bool ready(void *p, const struct checkpoint *c, struct err *e)
{
	struct log_signer *by = p;
	struct hwm own;
	uint64_t from;

	if (c->size > by->log.tree.size)
		return err_set(e, ERR_FAILED, "sign for %.*s: it has not so many entries",
			       P(c->origin));
	if (!keys_log_signed(by->r->keys, c->origin, &own, &from, e))
		return false;
	/* Of no more than was signed nothing has to be seen. */
	if ((!own.missing && own.size >= c->size) || was_shown(by, c->size))
		return true;
	by->shown = c->size;
	return show_from(by, &own, from, c->size, e);
}

static bool sign(void *p, struct str text, uint8_t sig[64], struct err *e)
{
	const struct log_signer *by = p;

	return keys_log_sign(by->r->keys, text, sig, e);
}

bool reg_log_signer(struct reg *r, struct arena *a, struct str name, struct note_signer *out,
		    struct err *e)
{
	struct log_signer *by = arena_alloc(a, sizeof *by);
	uint8_t pub[32];

	by->r = r;
	if (!reg_log(r, a, name, &by->log, e))
		return false;
	if (!reg_log_own(r, a, name))
		return err_set(e, ERR_REFUSED,
			       "log %.*s is a mirror: its key is not in this register", P(name));
	/* The origin that the keyring knows, whatever the database says. */
	by->log.origin = log_origin(a, name, r->operation, 1);
	if (!reg_unlock(r, e) || !keys_log_public(r->keys, by->log.origin, pub, e))
		return false;
	note_vkey_make(by->log.origin, pub, &out->vkey);
	out->ready = ready;
	out->sign = sign;
	out->p = by;
	return true;
}

static bool note_one(struct reg *r, struct arena *a, struct str name, struct err *e)
{
	const char *path = reg_hwm_path(r, a, name);
	const struct store_log *log;
	struct checkpoint c;
	struct hwm mark, own;
	struct note_signer by;
	uint8_t sig[64];

	if (!reg_log_own(r, a, name))
		return true;
	if (!reg_log_signer(r, a, name, &by, e))
		return false;
	log = &((const struct log_signer *)by.p)->log;
	c = (struct checkpoint){ log->origin, log->tree.size, tree_root(&log->tree) };
	if (!keys_log_signed(r->keys, c.origin, &own, NULL, e) || !hwm_read(a, path, &mark, e))
		return false;
	if (own.missing || own.size >= c.size)
		return true;
	return hwm_allows(&mark, c.size, &c.root, e) && by.ready(by.p, &c, e) &&
	       hwm_write(a, path, &(struct hwm){ .size = c.size, .root = c.root }, e) &&
	       by.sign(by.p, checkpoint_text(a, &c), sig, e);
}

static void unseen(struct reg *r, const char *what, struct str name, const struct err *e)
{
	r->unseen = str_fmt(r->a, "%.*s%s%s%.*s: %s", P(r->unseen), r->unseen.len ? "\n" : "", what,
			    P(name), e->what);
}

void logs_note(struct reg *r)
{
	struct arena *a = arena_new(0);
	struct store_log *logs;
	size_t n = 0;
	struct err e;

	r->unseen = S("");
	if ((!a && !err_set(&e, ERR_FAILED, "out of memory")) || !reg_unlock(r, &e) ||
	    !store_logs(r->store, a, &logs, &n, &e))
		unseen(r, "the logs", S(""), &e);
	for (size_t i = 0; i < n; i++)
		if (!note_one(r, a, logs[i].name, &e))
			unseen(r, "log ", logs[i].name, &e);
	arena_free(a);
}
