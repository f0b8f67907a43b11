/* Operations with the keys of logs (keys_log.h): what is signed is what was looked at here, entry by entry. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/keys_log.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "record/weapon_sum.h"
#include "base/banned.h"

#define ORIGIN 128 /* as long as the keyring takes it */

/* A file of the log of this origin. */
static const char *log_file(const struct ops *o, struct arena *a, struct str origin,
			    const char *file, struct err *e)
{
	struct str log, operation;
	unsigned n;

	if (log_origin_read(origin, &log, &operation, &n))
		return str_z(a, str_fmt(a, "%s/log/%.*s/%s", o->dir, P(log), file));
	err_set(e, ERR_USAGE, "use a log's key: its origin is none");
	return NULL;
}

/* The public key, then what its file is to hold: the key holder itself writes nothing into the logs. */
OP(log_make)
{
	uint8_t seed[32], pub[32];
	struct buf b = { .a = a };
	const char *path = log_file(o, a, q->name, "key", e);
	struct hwm own, none = { .root = tree_root(&(struct tree){ 0 }) };
	struct str file;

	if (!path)
		return false;
	/* A log whose key is gone can never be continued. */
	if (os_type(path) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "make a log's key: %s is there already", path);
	/* So that from now on another origin of this log is none, and a note that is gone is missed. */
	if (!keyring_signed(o->keyring, a, q->name, &own, e) ||
	    (own.missing && !keyring_signed_set(o->keyring, a, q->name, &none, e)))
		return false;
	file = keyring_log_key_make(o->keyring, a, seed);
	key_public(seed, pub);
	key_wipe(seed, sizeof seed);
	buf_add(&b, pub, sizeof pub);
	buf_str(&b, file);
	out->data = buf_text(&b);
	return true;
}

static bool log_seed(struct ops *o, struct arena *a, struct str origin, uint8_t seed[32],
		     struct err *e)
{
	const char *path = log_file(o, a, origin, "key", e);

	return path && keyring_log_key(o->keyring, a, path, seed, e);
}

OP(log_public)
{
	uint8_t seed[32], pub[32];

	if (!log_seed(o, a, q->name, seed, e))
		return false;
	key_public(seed, pub);
	key_wipe(seed, sizeof seed);
	out->data = ops_give(a, pub, sizeof pub);
	return true;
}

/* What the keyring says was signed of this log. Whoever writes to the folder can put an older file there: not below what
 * was seen since the keyring was opened. */
static bool signed_of(struct ops *o, struct arena *a, struct str origin, struct ops_signed **seen,
		      struct hwm *own, struct err *e)
{
	if (!keyring_signed(o->keyring, a, origin, own, e))
		return false;
	for (*seen = o->signed_logs; *seen && !str_eq((*seen)->origin, origin);
	     *seen = (*seen)->next)
		;
	if (*seen &&
	    (own->missing || own->size < (*seen)->mark.size ||
	     (own->size == (*seen)->mark.size && !hash_eq(&own->root, &(*seen)->mark.root))))
		return err_set(e, ERR_ATTENTION,
			       "keyring/signed says less of %.*s than was signed since the keyring "
			       "was opened: put it back from a backup",
			       P(origin));
	return true;
}

static void remember(struct ops *o, struct str origin, struct ops_signed *seen,
		     const struct hwm *mark)
{
	if (!seen) {
		seen = arena_alloc(o->a, sizeof *seen);
		*seen = (struct ops_signed){ o->signed_logs, str_dup(o->a, origin), *mark };
		o->signed_logs = seen;
	}
	seen->mark = *mark;
}

static bool never_twice(const struct hwm *own, const struct checkpoint *c, struct err *e)
{
	if (own->missing || c->size > own->size ||
	    (c->size == own->size && hash_eq(&own->root, &c->root)))
		return true;
	return err_set(e, ERR_ATTENTION,
		       "sign for %.*s: the keyring has signed %llu entries of it, and this is %s: "
		       "its mark or the database was set back. Restore the database that was "
		       "published; where only the mark was changed, run `sulh log resume` with the "
		       "newest checkpoint",
		       P(c->origin), (unsigned long long)own->size,
		       c->size < own->size ? "fewer" : "another root");
}

/* Whoever has the passphrase alone says that nothing was signed yet. */
static bool is_known(const struct ops *o, const struct hwm *own, struct str origin, struct err *e)
{
	return !own->missing || o->client->here ||
	       err_set(e, ERR_ATTENTION,
		       "sign for %.*s: the keyring does not know what was signed of it: "
		       "publish once with the passphrase and without the key holder",
		       P(origin));
}

/* A log that grows before our eyes: `tree` of what was signed when it began (`base`) and of all that was looked at since.
 * Of weapons whose entry has not come yet, the sum of the items. */
struct ops_grown {
	bool open;
	uint64_t began;
	char origin[ORIGIN];
	size_t origin_len;
	struct hwm base;
	struct tree tree;
	struct hash_run seals;
	uint8_t last_seal[32];
	int64_t n_items;
	char items[ENTRY_MAX]; /* their sum as an entry */
	size_t items_len;
};

/* Of more, the one that was begun first is forgotten, and is to be shown again. */
#define GROWN 16

struct ops_grown *ops_grown_new(struct arena *a)
{
	return arena_array(a, GROWN, sizeof(struct ops_grown));
}

void ops_grown_end(struct ops_grown *list)
{
	memset(list, 0, GROWN * sizeof *list);
}

/* That of this log; NULL where there is none. */
static struct ops_grown *grown_find(struct ops_grown *list, struct str origin)
{
	for (size_t i = 0; i < GROWN; i++)
		if (list[i].open && str_eq(str_mem(list[i].origin, list[i].origin_len), origin))
			return &list[i];
	return NULL;
}

static struct ops_grown *grown_free(struct ops_grown *list)
{
	struct ops_grown *least = &list[0];

	for (size_t i = 0; i < GROWN; i++)
		if (!list[i].open || list[i].began < least->began)
			least = &list[i];
	return least;
}

static void grown_drop(struct ops_grown *g)
{
	memset(g, 0, sizeof *g);
}

static bool same_mark(const struct hwm *x, const struct hwm *y)
{
	return x->size == y->size && hash_eq(&x->root, &y->root);
}

static struct hwm mark_of(const struct tree *t)
{
	return (struct hwm){ .size = t->size, .root = tree_root(t) };
}

/* What the log grows from: nothing, where nothing is known to be signed. */
static struct hwm base_of(const struct hwm *own)
{
	return own->missing ? mark_of(&(struct tree){ 0 }) : *own;
}

/* Goes on where this client was, or begins at what was signed: NULL where `from` is neither. */
static struct ops_grown *grow_from(struct ops_client *c, struct str origin, const struct hwm *own,
				   const struct tree *from, struct err *e)
{
	struct ops_grown *g = grown_find(c->grown, origin);
	struct hwm base = base_of(own), given = mark_of(from), there;

	if (g) {
		there = mark_of(&g->tree);
		if (same_mark(&g->base, &base) && same_mark(&there, &given))
			return g;
		grown_drop(g);
	}
	if (!same_mark(&base, &given)) {
		err_set(e, ERR_ATTENTION,
			"sign for %.*s: %llu entries of it were signed, and what is shown does not "
			"go on from these: restore the database that was published",
			P(origin), (unsigned long long)base.size);
		return NULL;
	}
	g = grown_free(c->grown);
	*g = (struct ops_grown){ .open = true,
				 .began = ++c->n_grown,
				 .origin_len = origin.len,
				 .base = base,
				 .tree = *from };
	memcpy(g->origin, origin.s, origin.len);
	return g;
}

struct adding {
	struct ops *o;
	struct arena *a;
	struct ops_grown *g;
	struct ops_looking *look;
	struct weapon_sum sum;
	bool items; /* there is a sum */
};

/* The sum of items, from one ask to the next. */
static bool items_load(struct adding *w)
{
	struct entry x;
	struct err e;

	w->items = w->g->items_len;
	if (!w->items)
		return true;
	if (!entry_read(w->a, str_mem(w->g->items, w->g->items_len), &x, &e))
		return false;
	weapon_sum_start(w->a, kind_by_code(x.kind), &w->sum);
	w->sum.deltas = x.deltas;
	w->sum.deltas.a = w->a;
	w->sum.seals = w->g->seals;
	w->sum.n = w->g->n_items;
	memcpy(w->sum.last, w->g->last_seal, sizeof w->sum.last);
	return true;
}

static bool items_keep(struct adding *w)
{
	struct ops_grown *g = w->g;
	struct entry x = { .version = ENTRY_VERSION };
	struct str bytes;

	g->items_len = 0;
	if (!w->items)
		return true;
	x.kind = w->sum.kind->code;
	x.deltas = w->sum.deltas;
	bytes = entry_put(w->a, &x, 0);
	if (bytes.len > sizeof g->items)
		return false;
	memcpy(g->items, bytes.s, bytes.len);
	g->items_len = bytes.len;
	g->seals = w->sum.seals;
	g->n_items = w->sum.n;
	memcpy(g->last_seal, w->sum.last, sizeof g->last_seal);
	return true;
}

static const char *add_item(struct adding *w, struct str object, struct err *e)
{
	const char *wrong = ops_look_item(w->look, object, e);
	const struct entry *x = &w->look->x;

	if (wrong || e->kind != ERR_NONE)
		return wrong;
	if (!w->items)
		weapon_sum_start(w->a, kind_by_code(x->kind), &w->sum);
	w->items = true;
	return weapon_sum_add(&w->sum, arena_copy(w->a, x, sizeof *x))
		       ? NULL
		       : "its items are not of one kind, each once, in the order of their seals";
}

/* The entry of the items that were shown before it: it says what they come to, and no more. */
static const char *is_sum(struct adding *w, struct str bytes)
{
	struct refusals why = { .a = w->a };
	struct entry x, sum;
	struct err e;

	w->items = false;
	if (!entry_read(w->a, bytes, &x, &e) ||
	    !weapon_sum_entry(w->a, &w->sum, x.day, &sum, &why) ||
	    !str_eq(bytes, entry_put(w->a, &sum, 0)))
		return "it is not the sum of its items";
	return NULL;
}

static const char *look_at(struct adding *w, struct str bytes, struct str object, bool gone,
			   struct err *e)
{
	const struct kind *k;
	const char *wrong;
	struct entry x;

	if (w->items)
		return is_sum(w, bytes);
	if (!entry_read(w->a, bytes, &x, e)) {
		e->kind = ERR_NONE;
		return "it is no entry";
	}
	k = kind_by_code(x.kind);
	if (!w->o->client->here && act_anew(w->a, &x))
		return "an officer is vouched for anew: sign once with the passphrase and without "
		       "the key holder";
	if (!k || k->form == FORM_WEAPON)
		return k ? "it is of weapons, and its items are not there" : "it is of no kind";
	/* What nobody has any more the passphrase answers for. */
	if (!object.len && (k->form != FORM_PLACE || act_is_lapse(&x))) {
		if (!gone)
			return "its object c is not there";
		if (!w->o->client->here)
			return "its object c was erased: sign once with the passphrase and "
			       "without the key holder";
		if (k->form != FORM_PLACE)
			return NULL;
	}
	wrong = ops_look(w->look, bytes, object, e);
	return wrong;
}

static bool not_well_formed(struct str origin, struct err *e)
{
	return err_set(e, ERR_USAGE, "sign for %.*s: what is shown is not well-formed", P(origin));
}

/* "[tree before them, [[entry, object, gone], ...]]" (keys_log.h) */
static bool add_all(struct adding *w, struct str origin, struct read *in, struct err *e)
{
	uint64_t n = 0, three = 0;

	if (!cbor_array(in, KEYS_LOG_MAX, &n) || !items_load(w))
		return false;
	while (n--) {
		struct str entry, object;
		struct hash leaf;
		const char *wrong;
		int64_t gone = 0;

		if (!cbor_array(in, 3, &three) || three != 3 ||
		    !cbor_bytes(in, 0, ENTRY_MAX_LONG, &entry) ||
		    !cbor_bytes(in, 0, SEAL_MAX + 1024, &object) || !cbor_int(in, 0, 1, &gone))
			return false;
		e->kind = ERR_NONE;
		wrong = entry.len ? look_at(w, entry, object, gone, e) : add_item(w, object, e);
		if (wrong)
			return err_set(
				e, ERR_ATTENTION, "sign for %.*s: entry %llu: %s%s", P(origin),
				(unsigned long long)w->g->tree.size, wrong,
				strstr(wrong, "sign once")
					? ""
					: "; no cut makes such an entry: restore a backup from "
					  "before it");
		if (e->kind != ERR_NONE)
			return false;
		leaf = hash_leaf(entry);
		if (entry.len)
			tree_add(&w->g->tree, &leaf);
	}
	return read_end(in) && items_keep(w);
}

OP(log_add)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct adding w = { .o = o, .a = a };
	struct ops_signed *seen;
	struct hwm own;
	struct tree from;
	struct str tree;
	uint64_t two = 0;
	uint8_t id8[8];

	(void)out;
	if (!log_file(o, a, q->name, "key", e))
		return false;
	if (q->name.len > ORIGIN || !cbor_array(&in, 2, &two) || two != 2 ||
	    !cbor_bytes(&in, 8, sizeof from, &tree) || !tree_decode(tree, &from))
		return not_well_formed(q->name, e);
	if (!signed_of(o, a, q->name, &seen, &own, e) || !is_known(o, &own, q->name, e))
		return false;
	log_id8(q->name, id8);
	w.g = grow_from(o->client, q->name, &own, &from, e);
	w.look = w.g ? ops_look_start(o, a, id8, e) : NULL;
	if (!w.look)
		return false;
	e->kind = ERR_NONE;
	if (add_all(&w, q->name, &in, e))
		return true;
	grown_drop(w.g);
	return e->kind == ERR_NONE ? not_well_formed(q->name, e) : false;
}

/* All of it was looked at, up to this size. */
static bool was_shown(const struct ops *o, const struct hwm *own, const struct checkpoint *c,
		      struct err *e)
{
	const struct ops_grown *g = grown_find(o->client->grown, c->origin);
	struct hwm base = base_of(own), asked = { .size = c->size, .root = c->root }, there;

	if (same_mark(&base, &asked))
		return true;
	if (g && !g->items_len && same_mark(&g->base, &base)) {
		there = mark_of(&g->tree);
		if (same_mark(&there, &asked))
			return true;
	}
	return err_set(e, ERR_ATTENTION,
		       "sign for %.*s: %llu entries, where %llu were signed: those between were "
		       "not shown, or are others",
		       P(c->origin), (unsigned long long)c->size, (unsigned long long)base.size);
}

/* Nothing else is signed with the key of a log than its checkpoints, none that its mark does not know, none of entries that
 * were not looked at, and never a smaller size or a second root: that the keyring remembers by itself. */
static bool may_sign(struct ops *o, struct arena *a, const struct checkpoint *c, struct err *e)
{
	const char *path = log_file(o, a, c->origin, "signed.hwm", e);
	struct hwm mark, own, new = { .size = c->size, .root = c->root };
	struct ops_signed *seen;

	if (!path || !hwm_read(a, path, &mark, e))
		return false;
	if (mark.missing || mark.size != c->size || !hash_eq(&mark.root, &c->root))
		return err_set(e, ERR_ATTENTION,
			       "sign for %.*s: its mark does not say this size and root, and it is "
			       "written before anything is signed",
			       P(c->origin));
	if (!signed_of(o, a, c->origin, &seen, &own, e) || !never_twice(&own, c, e) ||
	    !is_known(o, &own, c->origin, e) || !was_shown(o, &own, c, e) ||
	    ((own.missing || own.size != c->size) &&
	     !keyring_signed_set(o->keyring, a, c->origin, &new, e)))
		return false;
	remember(o, c->origin, seen, &new);
	return true;
}

/* Size (8 bytes, big-endian) and root; nothing where nothing was signed. */
OP(log_signed)
{
	struct ops_signed *seen;
	struct hwm own;
	uint8_t both[40];

	if (!signed_of(o, a, q->name, &seen, &own, e))
		return false;
	for (int i = 0; i < 8; i++)
		both[i] = (uint8_t)(own.size >> (8 * (7 - i)));
	memcpy(both + 8, own.root.b, 32);
	out->data = ops_give(a, both, own.missing ? 0 : sizeof both);
	return true;
}

/* Whoever has the passphrase says which checkpoint is the newest, whatever was noted until now. */
OP(log_resume)
{
	uint8_t seed[32];
	struct checkpoint c;
	struct ops_signed *seen = o->signed_logs;
	struct hwm mark;

	(void)out;
	if (!checkpoint_read(q->data, &c, e) || !log_seed(o, a, c.origin, seed, e))
		return false;
	key_wipe(seed, sizeof seed);
	mark = (struct hwm){ .size = c.size, .root = c.root };
	if (!keyring_signed_renew(o->keyring, a, c.origin, &mark, e))
		return false;
	while (seen && !str_eq(seen->origin, c.origin))
		seen = seen->next;
	remember(o, c.origin, seen, &mark);
	return true;
}

OP(log_sign)
{
	uint8_t seed[32], pub[32], sig[64];
	struct checkpoint c;

	/* The key first: of a log that has none nothing is noted. */
	if (!checkpoint_read(q->data, &c, e) || !log_seed(o, a, c.origin, seed, e))
		return false;
	if (!may_sign(o, a, &c, e)) {
		key_wipe(seed, sizeof seed);
		return false;
	}
	key_public(seed, pub);
	key_sign(seed, pub, q->data, sig);
	key_wipe(seed, sizeof seed);
	out->data = ops_give(a, sig, sizeof sig);
	return true;
}
