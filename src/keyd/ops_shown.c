/* What is shown of a log before more of it is signed (keys_log.h): looked at entry by entry. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys_log.h"
#include "ledger/seal.h"
#include "ledger/tree.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "record/weapon_sum.h"
#include "base/banned.h"

#define ORIGIN 128 /* as long as the keyring takes it */

/* A log that grows before our eyes: `tree` of what was signed when it began (`base`) and of all that was looked at since, and
 * the acts of these. Of weapons whose entry has not come yet, the sum of the items. */
struct ops_grown {
	bool open;
	uint64_t began;
	char origin[ORIGIN];
	size_t origin_len;
	struct hwm base;
	struct tree tree;
	struct ops_replay *acts;
	uint64_t cut;	       /* behind the last cut */
	struct hash_run batch; /* leaves since then */
	struct hash_run seals;
	uint8_t last_seal[32];
	int64_t n_items;
	char items[ENTRY_MAX]; /* their sum as an entry */
	size_t items_len;
};

/* Of more, the one that was begun first is forgotten, and is to be shown again. */
#define GROWN 16

static void grown_drop(struct ops_grown *g)
{
	ops_replay_free(g->acts);
	memset(g, 0, sizeof *g);
}

static void end_all(void *p)
{
	ops_grown_end(p);
}

struct ops_grown *ops_grown_new(struct arena *a)
{
	struct ops_grown *list = arena_array(a, GROWN, sizeof *list);

	arena_defer(a, end_all, list);
	return list;
}

void ops_grown_end(struct ops_grown *list)
{
	for (size_t i = 0; i < GROWN; i++)
		grown_drop(&list[i]);
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

static bool same_mark(const struct hwm *x, const struct hwm *y)
{
	return x->size == y->size && hash_eq(&x->root, &y->root);
}

static struct hwm mark_of(const struct tree *t)
{
	return (struct hwm){ .size = t->size, .root = tree_root(t) };
}

/* What the log grows from: nothing, where nothing is known to be signed, or not which acts that holds. */
static struct hwm base_of(const struct signed_log *own)
{
	return own->known ? own->mark : mark_of(&(struct tree){ 0 });
}

/* Goes on where this client was, or begins at what was signed: NULL where `from` is neither. */
static struct ops_grown *grow_from(struct ops *o, struct str origin, const struct signed_log *own,
				   const struct tree *from, struct err *e)
{
	struct ops_client *c = o->client;
	struct ops_grown *g = grown_find(c->grown, origin);
	struct hwm base = base_of(own), given = mark_of(from), there;
	struct ops_replay *acts;

	if (g) {
		there = mark_of(&g->tree);
		if (same_mark(&g->base, &base) && same_mark(&there, &given))
			return g;
		grown_drop(g);
	}
	if (!same_mark(&base, &given)) {
		err_set(e, ERR_ATTENTION,
			"sign for %.*s: %llu entries of it were signed, and what is shown does not "
			"%s these: restore the database that was published",
			P(origin), (unsigned long long)own->mark.size,
			own->known ? "go on from" : "begin before");
		return NULL;
	}
	acts = ops_replay_new(o, e);
	if (!acts)
		return NULL;
	g = grown_free(c->grown);
	grown_drop(g);
	*g = (struct ops_grown){ .open = true,
				 .began = ++c->n_grown,
				 .origin_len = origin.len,
				 .base = base,
				 .tree = *from,
				 .acts = acts,
				 .cut = from->size };
	hash_run_start(&g->batch);
	memcpy(g->origin, origin.s, origin.len);
	return g;
}

struct adding {
	struct ops *o;
	struct arena *a;
	struct ops_grown *g;
	const struct signed_log *own;
	struct acts *acts; /* that are in the log */
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

static const char *note(struct adding *w, struct err *e)
{
	return ops_replay_note(w->o, w->g->acts, w->acts, w->look->id8, w->look->number, e);
}

static const char *add_item(struct adding *w, struct str object, struct err *e)
{
	const char *wrong = ops_look_item(w->look, object, e);
	const struct entry *x = &w->look->x;

	if (!wrong && e->kind == ERR_NONE)
		wrong = note(w, e);

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

static bool says(const struct rec *r, const char *field, uint64_t n)
{
	const struct val *v = rec_get(r, field);

	return v && (uint64_t)v->n == n;
}

/* What a cut says of the entries before it; what it should say may be missing. */
static const char *cut_wrong(struct adding *w, const struct entry *x)
{
	const struct ops_grown *g = w->g;
	const struct rec *r = entry_fields(w->a, x);
	struct hash_run run = g->batch;
	struct hash batch = hash_run_end(&run);
	const struct val *of = r ? rec_get(r, "batch") : NULL;

	return of && says(r, "first", g->cut) && says(r, "count", g->tree.size - g->cut) &&
			       str_eq(of->s, hash_str(&batch))
		       ? NULL
		       : "it is a cut, and not that of the entries before it";
}

/* An entry with what it has behind it. */
struct shown {
	struct str entry, object;
	bool gone;
	struct hash s; /* of object s */
};

/* What the entry is sealed with is what is looked at: no other act's object of the same form. */
static const char *look_sealed(struct adding *w, const struct shown *it, struct err *e)
{
	const char *wrong = ops_look(w->look, it->entry, it->object, e);
	struct hash seal;

	if (wrong || e->kind != ERR_NONE)
		return wrong;
	seal = seal_hash_with(it->object, &it->s);
	if (it->object.len && !str_eq(w->look->x.seal, hash_str(&seal)))
		return "its objects are not those of its seal";
	return note(w, e);
}

static const char *look_at(struct adding *w, const struct shown *it, struct err *e)
{
	const struct kind *k;
	const char *wrong;
	struct entry x;

	if (w->items)
		return is_sum(w, it->entry);
	if (!entry_read(w->a, it->entry, &x, e)) {
		e->kind = ERR_NONE;
		return "it is no entry";
	}
	k = kind_by_code(x.kind);
	if (!w->o->client->here && !w->look->taken && act_anew(w->a, &x))
		return "an officer is vouched for anew: sign once with the passphrase and without "
		       "the key holder";
	if (!k || k->form == FORM_WEAPON)
		return k ? "it is of weapons, and its items are not there" : "it is of no kind";
	/* What nobody has any more the passphrase answers for. */
	if (!it->object.len && (k->form != FORM_PLACE || act_is_lapse(&x))) {
		if (!it->gone)
			return "its object c is not there";
		if (!w->o->client->here)
			return "its object c was erased: sign once with the passphrase and "
			       "without the key holder";
		if (k->form != FORM_PLACE)
			return NULL;
	}
	wrong = k == &kind_cut && !w->look->taken ? cut_wrong(w, &x) : NULL;
	return wrong ? wrong : look_sealed(w, it, e);
}

static void batch_add(struct ops_grown *g, struct arena *a, struct str entry,
		      const struct hash *leaf)
{
	struct entry x;
	struct err e;

	if (entry_read(a, entry, &x, &e) && x.kind == kind_cut.code) {
		hash_run_start(&g->batch);
		g->cut = g->tree.size;
	} else {
		hash_run_add(&g->batch, hash_str(leaf));
	}
}

static bool not_well_formed(struct str origin, struct err *e)
{
	return err_set(e, ERR_USAGE, "sign for %.*s: what is shown is not well-formed", P(origin));
}

static bool shown_read(struct read *in, struct shown *it)
{
	uint64_t four = 0;
	int64_t gone = 0;
	struct str s;

	if (!cbor_array(in, 4, &four) || four != 4 ||
	    !cbor_bytes(in, 0, ENTRY_MAX_LONG, &it->entry) ||
	    !cbor_bytes(in, 0, SEAL_MAX + 1024, &it->object) || !cbor_int(in, 0, 1, &gone) ||
	    !cbor_bytes(in, 32, 32, &s))
		return false;
	it->gone = gone;
	memcpy(it->s.b, s.s, sizeof it->s.b);
	return true;
}

/* Entries that were signed already, and are shown so that it is known which acts they are: up to there they have to be
 * those. */
static bool add_leaf(struct adding *w, struct str entry, struct str origin, struct err *e)
{
	struct hash leaf = hash_leaf(entry), root;

	tree_add(&w->g->tree, &leaf);
	batch_add(w->g, w->a, entry, &leaf);
	if (!w->look->taken || w->g->tree.size < w->own->mark.size)
		return true;
	w->look->taken = false;
	root = tree_root(&w->g->tree);
	return hash_eq(&root, &w->own->mark.root) ||
	       err_set(e, ERR_ATTENTION,
		       "sign for %.*s: the first %llu entries are not those that were signed: "
		       "restore the database that was published",
		       P(origin), (unsigned long long)w->own->mark.size);
}

/* "[tree before them, [[entry, object, gone, hash of s], ...]]" (keys_log.h) */
static bool add_all(struct adding *w, struct str origin, struct read *in, struct err *e)
{
	uint64_t n = 0;

	if (!cbor_array(in, KEYS_LOG_MAX, &n) || !items_load(w))
		return false;
	while (n--) {
		struct shown it;
		const char *wrong;

		if (!shown_read(in, &it))
			return false;
		e->kind = ERR_NONE;
		wrong = it.entry.len ? look_at(w, &it, e) : add_item(w, it.object, e);
		if (wrong)
			return err_set(
				e, ERR_ATTENTION, "sign for %.*s: entry %llu: %s%s", P(origin),
				(unsigned long long)w->g->tree.size, wrong,
				strstr(wrong, "sign once")
					? ""
					: "; no cut makes such an entry: restore a backup from "
					  "before it");
		if (e->kind != ERR_NONE || (it.entry.len && !add_leaf(w, it.entry, origin, e)))
			return false;
	}
	return read_end(in) && items_keep(w);
}

/* The files that say which acts it has; what is not known is none. */
static struct acts *acts_of(struct ops *o, struct arena *a, const struct signed_log *own,
			    struct err *e)
{
	static const struct signed_log none;

	return keyring_acts(o->keyring, a, own->known ? own : &none, e);
}

OP(log_add)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct signed_log own;
	struct adding w = { .o = o, .a = a, .own = &own };
	struct tree from;
	struct str tree;
	uint64_t two = 0;
	uint8_t id8[8];

	(void)out;
	if (q->name.len > ORIGIN || !cbor_array(&in, 2, &two) || two != 2 ||
	    !cbor_bytes(&in, 8, sizeof from, &tree) || !tree_decode(tree, &from))
		return not_well_formed(q->name, e);
	if (!ops_log_signed(o, a, q->name, &own, e))
		return false;
	log_id8(q->name, id8);
	w.g = grow_from(o, q->name, &own, &from, e);
	w.acts = w.g ? acts_of(o, a, &own, e) : NULL;
	w.look = w.acts ? ops_look_start(o, a, id8, e) : NULL;
	if (!w.look)
		return false;
	w.look->taken = !own.known && w.g->tree.size < own.mark.size;
	e->kind = ERR_NONE;
	if (add_all(&w, q->name, &in, e))
		return true;
	grown_drop(w.g);
	return e->kind == ERR_NONE ? not_well_formed(q->name, e) : false;
}

bool ops_log_shown(const struct ops *o, const struct signed_log *own, const struct checkpoint *c,
		   struct err *e)
{
	const struct ops_grown *g = grown_find(o->client->grown, c->origin);
	struct hwm base = base_of(own), asked = { .size = c->size, .root = c->root }, there;

	if (same_mark(own->mark.missing ? &base : &own->mark, &asked))
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

bool ops_log_keep(struct ops *o, struct arena *a, struct str origin, const struct signed_log *own,
		  struct signed_log *next, struct err *e)
{
	struct ops_grown *g = grown_find(o->client->grown, origin);
	struct acts *acts;

	next->known = true;
	if (own->known) {
		memcpy(next->runs, own->runs, sizeof next->runs);
		next->n_runs = own->n_runs;
	}
	/* Of none of its entries nothing had to be shown. */
	if (g && g->tree.size != next->mark.size)
		g = NULL;
	acts = g ? acts_of(o, a, own, e) : NULL;
	return !g || (acts && ops_replay_keep(g->acts, a, acts, next, e));
}

void ops_log_forget(struct ops *o, struct str origin)
{
	struct ops_grown *g = grown_find(o->client->grown, origin);

	if (g)
		grown_drop(g);
}
