/* The projection is disposable: everything folded anew from entries, the centre's sealed objects and the
 * drafts that wait. */
#include "intake/apart.h"
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "base/banned.h"

struct rebuilding {
	struct reg *r;
	struct arena *a;
	const struct store_log *log;
};

/* The objects are those that the entry was sealed over, not merely some that open. */
static bool sealed_as(const struct entry *x, struct str c, struct str s, struct err *e)
{
	struct hash have = seal_hash(c, s);

	return !x->seal.s || str_eq(x->seal, hash_str(&have)) ||
	       err_set(e, ERR_ATTENTION,
		       "its sealed objects are not those of its seal; restore a backup");
}

/* The objects behind a weapon entry: each is folded, and together they have the entry's seal. */
struct weighing {
	struct rebuilding *w;
	struct buf seals;
};

static bool fold_item(void *p, const uint8_t draft[16], struct str c, struct err *e)
{
	struct weighing *g = p;
	struct hash seal = seal_hash(c, (struct str){ NULL, 0 });
	struct store_item item;
	struct store_ties ties;

	buf_add(&g->seals, seal.b, sizeof seal.b);
	if (!seal_read_item(g->w->r, g->w->a, g->w->log, c, &item, &ties, e))
		return false;
	return (!memcmp(item.draft, draft, 16) ||
		err_set(e, ERR_FALSE, "object c is that of another item")) &&
	       store_fold_item(g->w->r->store, &item, e) &&
	       store_fold_ties(g->w->r->store, &ties, e);
}

static bool fold_items(struct rebuilding *w, const struct store_entry *s, const struct entry *x,
		       struct err *e)
{
	struct weighing g = { .w = w, .seals = { .a = w->a } };
	struct hash seal;

	if (!store_items(w->r->store, s->log, s->seq, fold_item, &g, e))
		return false;
	seal = hash_of(buf_text(&g.seals));
	return str_eq(x->seal, hash_str(&seal)) ||
	       err_set(e, ERR_ATTENTION,
		       "its sealed objects are not those of its seal; restore a backup");
}

/* Acts: whatever is about a person, and what is veiled. Of place kinds those that have an object s. */
static bool is_act(const struct kind *k, struct str s)
{
	return k && k->form != FORM_WEAPON && (k->form != FORM_PLACE || s.s);
}

static bool fold_act(struct rebuilding *w, const struct centre_body *body, struct err *e)
{
	return store_fold_act(w->r->store, &body->act, e) &&
	       store_fold_ties(w->r->store, &body->ties, e) && effects_refold(w->r, body, e);
}

/* Of an officer: whose key it is beside. */
static bool fold_place(struct rebuilding *w, const struct entry *x, struct str c, struct err *e)
{
	struct centre_body body;

	return seal_read_place(w->r, w->a, w->log, x, c, &body, e) &&
	       store_fold_ties(w->r->store, &body.ties, e);
}

/* Items that count as nothing stand under the code of what is veiled, which else has an object c. */
static bool is_items(const struct kind *k, const struct store_entry *s)
{
	return k && (k->form == FORM_WEAPON || (k->code == VEILED_CODE && !s->c.s));
}

/* A move of the stock, or a task for what lies in it. */
static bool fold_stock(struct rebuilding *w, const struct entry *x, struct str c, int64_t seq,
		       struct err *e)
{
	const struct rec *r = entry_fields(w->a, x);
	struct centre_body body;

	return (r || err_set(e, ERR_FALSE, "its fields cannot be read")) &&
	       seal_read_place(w->r, w->a, w->log, x, c, &body, e) &&
	       stock_fold(w->r, w->a, r, w->log->id, body.act.draft, seq, &body.ties, e);
}

static bool fold_entry(struct rebuilding *w, const struct store_entry *s, struct err *e)
{
	struct entry x;
	struct centre_body body;
	const struct kind *k;
	bool act, gone = false;

	if (!entry_read(w->a, s->bytes, &x, e) ||
	    (x.seal.s && !s->c.s && !s->s.s && !erase_gone(w->r, w->a, s->log, s->seq, &gone, e)))
		return false;
	k = kind_by_code(x.kind);
	act = is_act(k, s->s) && !is_items(k, s) && !gone;
	if (gone) {
		/* What it counts as stands beside it. */
	} else if (is_items(k, s)) {
		if (!fold_items(w, s, &x, e))
			return false;
	} else if (!sealed_as(&x, s->c, s->s, e)) {
		return false;
	}
	if (k == &kind_officer && !fold_place(w, &x, s->c, e))
		return false;
	if (act) {
		if (!seal_read_act(w->r, w->a, w->log, &x, s->c, &body, e))
			return false;
		body.act.place = x.place;
		if (!x.place.s && !store_seat(w->r->store, w->a, s->log, &body.act.place, e))
			return false;
		body.act.cut = true;
		body.act.seq = s->seq;
		body.act.day = x.day;
		if (!fold_act(w, &body, e))
			return false;
	}
	if (k && stock_of_place(k) && !fold_stock(w, &x, s->c, s->seq, e))
		return false;
	return store_fold_entry(w->r->store, w->a, s->log, s->seq, &x, NULL, e);
}

static bool fold_one(void *p, const struct store_entry *s, struct err *e)
{
	struct rebuilding *w = p;

	if (!fold_entry(w, s, e))
		return within(e, "rebuild: entry %lld of log %.*s", (long long)s->seq,
			      P(w->log->name));
	arena_reset(w->a);
	return true;
}

static bool fold_draft(struct rebuilding *w, const struct store_draft *d, struct err *e)
{
	const struct kind *k = kind_by_code(d->kind);
	struct entry x;
	struct centre_body body;
	struct store_item item;
	struct store_ties ties;

	if (!entry_read(w->a, d->bytes, &x, e) || !sealed_as(&x, d->c, d->s, e))
		return false;
	if (k && k->form == FORM_WEAPON)
		return seal_read_item(w->r, w->a, w->log, d->c, &item, &ties, e) &&
		       store_fold_item(w->r->store, &item, e) &&
		       store_fold_ties(w->r->store, &ties, e);
	if (k == &kind_officer)
		return fold_place(w, &x, d->c, e);
	if (k && stock_of_place(k))
		return fold_stock(w, &x, d->c, -1, e);
	return !is_act(k, d->s) ||
	       (seal_read_act(w->r, w->a, w->log, &x, d->c, &body, e) && fold_act(w, &body, e));
}

static bool fold_drafts(struct rebuilding *w, bool sealed, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_draft *list;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "rebuild: out of memory");

	ok = ok && store_drafts(w->r->store, a, w->log->id, sealed, &list, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		ok = fold_draft(w, &list[i], e);
		arena_reset(w->a);
	}
	arena_free(a);
	return ok ||
	       within(e, "rebuild: a draft of log %.*s (sulh doctor names it)", P(w->log->name));
}

static bool fold_all(struct rebuilding *w, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_empty_projection(w->r->store, e) ||
	    !store_logs(w->r->store, w->r->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		w->log = &logs[i];
		if (!store_entries(w->r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, fold_one,
				   w, e) ||
		    !fold_drafts(w, true, e) || !fold_drafts(w, false, e))
			return false;
	}
	return true;
}

/* Many are looked at: in an arena of their own. */
static bool follow_apart(struct reg *r, struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "rebuild: out of memory");

	ok = ok && apart_follow(r, a, e);
	arena_free(a);
	return ok;
}

bool intake_rebuild(struct reg *r, struct err *e)
{
	struct rebuilding w = { .r = r };
	bool ok;

	/* Nothing new is recorded, so the marks of the logs do not matter here. */
	if (!reg_unlock(r, e) || !store_begin(r->store, e))
		return false;
	w.a = arena_new(0);
	ok = w.a || err_set(e, ERR_FAILED, "rebuild: out of memory");
	ok = ok && fold_all(&w, e);
	kept_forget(r);
	arena_free(w.a);
	if (!ok) {
		intake_drop(r);
		return false;
	}
	/* Through a key holder two protection officers would have to say it again. */
	return intake_commit(r, e) && store_checkpoint(r->store, NULL, e) &&
	       (!keys_are_here(r->keys) || follow_apart(r, e));
}
