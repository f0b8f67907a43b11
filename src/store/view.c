/* The projection as a record that is folded sees it: what its references name, and earlier records by key.
 * One look-up reads one entry; a record has few references, and keys do not nest deeply (record/rec.c). */
#include "store/db.h"

#include "base/arena.h"
#include "base/banned.h"

/* ERR_NOTHING is no fault of the database. */
static void note(struct fold_view *w, const struct err *e)
{
	if (e->kind != ERR_NONE && e->kind != ERR_NOTHING && w->e.kind == ERR_NONE)
		w->e = *e;
}

static const struct rec *entry_at(struct fold_view *w, int64_t log, int64_t seq)
{
	struct entry *x = arena_alloc(w->a, sizeof *x);
	struct store_entry got;
	struct err e = { 0 };
	struct rec *r;

	if (store_entry_get(w->s, w->a, log, seq, &got, &e) && entry_read(w->a, got.bytes, x, &e) &&
	    entry_known(w->a, x, &r, &e))
		return r;
	note(w, &e);
	return NULL;
}

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	struct fold_view *w = p;
	const struct kind *k = kind_by_name(str_of(kind));
	int64_t log = w->log, seq = -1;
	struct err e = { 0 };

	if (!k || !key.s)
		return NULL;
	if (!(k->hq ? store_thing_find(w->s, k->code, key, log, &log, &seq, &e)
		    : store_thing(w->s, k->code, key, log, &seq, &e)))
		note(w, &e);
	return seq >= 0 ? entry_at(w, log, seq) : NULL;
}

static const struct rec *by_ref(void *p, struct str ref)
{
	struct fold_view *w = p;
	int64_t log, seq;
	struct err e = { 0 };

	if (ref.len != REF_BYTES)
		return NULL;
	if (store_entry_by_leaf(w->s, str_from(ref, 16), &log, &seq, &e))
		return entry_at(w, log, seq);
	note(w, &e);
	return NULL;
}

static const struct rec *before(void *p, struct str ref)
{
	struct fold_view *w = p;
	int64_t log, seq, older = -1;
	struct err e = { 0 };

	if (ref.len != REF_BYTES || !store_entry_by_leaf(w->s, str_from(ref, 16), &log, &seq, &e) ||
	    !store_thing_before(w->s, log, seq, &older, &e))
		note(w, &e);
	return older >= 0 ? entry_at(w, log, older) : NULL;
}

void fold_view_init(struct fold_view *w, struct store *s, struct arena *a, int64_t log)
{
	*w = (struct fold_view){ .s = s, .a = a, .log = log };
	w->v = (struct rec_view){
		.by_key = by_key, .by_ref = by_ref, .before = before, .p = w, .a = a
	};
}
