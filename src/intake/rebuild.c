/* The projection is disposable: everything folded anew from entries, the centre's sealed objects and the
 * drafts that wait. */
#include "intake/intake_int.h"

#include "base/arena.h"
#include "ledger/seal.h"
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

static bool fold_one(void *p, const struct store_entry *s, struct err *e)
{
	struct rebuilding *w = p;
	struct entry x;
	struct store_act act = { 0 };
	const struct kind *k;

	if (!entry_read(w->a, s->bytes, &x, e))
		return within(e, "rebuild: entry %lld of log %.*s", (long long)s->seq,
			      P(w->log->name));
	if (!sealed_as(&x, s->c, s->s, e))
		return within(e, "rebuild: entry %lld of log %.*s", (long long)s->seq,
			      P(w->log->name));
	k = kind_by_code(x.kind);
	if (k && k->form == FORM_PERSON &&
	    (!seal_read_act(w->r, w->a, w->log, &x, s->c, &act, e) ||
	     !store_fold_act(w->r->store, &act, e)))
		return within(e, "rebuild: entry %lld of log %.*s", (long long)s->seq,
			      P(w->log->name));
	if (!store_fold_entry(w->r->store, w->a, s->log, s->seq, &x, act.draft, e))
		return within(e, "rebuild: entry %lld of log %.*s", (long long)s->seq,
			      P(w->log->name));
	arena_reset(w->a);
	return true;
}

static bool fold_drafts(struct rebuilding *w, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_draft *list;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "rebuild: out of memory");

	ok = ok && store_drafts(w->r->store, a, w->log->id, true, &list, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		struct entry x;
		struct store_act act;

		ok = entry_read(w->a, list[i].bytes, &x, e) &&
		     sealed_as(&x, list[i].c, list[i].s, e) &&
		     seal_read_act(w->r, w->a, w->log, &x, list[i].c, &act, e) &&
		     store_fold_act(w->r->store, &act, e);
		arena_reset(w->a);
	}
	arena_free(a);
	return ok || within(e, "rebuild: a draft of log %.*s", P(w->log->name));
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
		    !fold_drafts(w, e))
			return false;
	}
	return true;
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
	arena_free(w.a);
	if (!ok) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && store_checkpoint(r->store, e);
}
