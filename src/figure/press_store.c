/* See press_store.h. */
#include "figure/press_store.h"

#include "base/arena.h"
#include "base/time.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

struct reading {
	struct store *s;
	struct arena *a;
	int64_t log, size;
	struct kept_maker maker;
};

static const struct rec *entry_at(struct store *s, struct arena *a, int64_t log, int64_t seq,
				  struct err *e)
{
	struct store_entry stored;
	const struct rec *r;
	struct entry x;

	if (!store_entry_get(s, a, log, seq, &stored, e) || !entry_read(a, stored.bytes, &x, e)) {
		(void)within(e, "entry hq/%lld", (long long)seq);
		return NULL;
	}
	r = entry_fields(a, &x);
	if (!r)
		(void)err_set(e, ERR_FAILED, "entry hq/%lld cannot be read", (long long)seq);
	return r;
}

/* What stands in another log, or beyond the size, is passed over. */
static bool add(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct reading *w = p;
	const struct rec *r;

	if (log != w->log || seq >= w->size)
		return true;
	r = entry_at(w->s, w->a, log, seq, e);
	if (r)
		kept_add(&w->maker, seq, r);
	return r;
}

/* One bulletin at a time, so that many take no more memory than one. */
static bool hold(const struct reading *w, struct arena *one, struct kept_list *k, struct err *e)
{
	struct str whole;

	if (!store_whole(w->s, w->a, &whole, e))
		return false;
	for (size_t i = 0; i < w->maker.n_bulletins; i++) {
		const struct kept_bulletin *b = &w->maker.bulletins[i];
		const struct val *figures;
		const struct rec *r;

		if (!kept_names(k, b))
			continue;
		r = entry_at(w->s, one, w->log, b->index, e);
		if (!r || !store_figures(w->s, one, r, &figures, e))
			return within(e, "bulletin of %.*s", P(day_text(w->a, b->day)));
		kept_hold(w->a, k, b, whole, figures);
		arena_reset(one);
	}
	return true;
}

static bool bulletins(struct reading *w, struct err *e)
{
	struct store_bulletin *list;
	struct kept_bulletin *out;
	size_t n;

	if (!store_bulletins(w->s, w->a, &list, &n, e))
		return false;
	out = arena_array(w->a, n, sizeof *out);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct kept_bulletin){ list[i].seq, list[i].day };
	w->maker = (struct kept_maker){ .a = w->a, .bulletins = out, .n_bulletins = n };
	return true;
}

static void free_arena(void *p)
{
	arena_free(p);
}

static bool hold_all(const struct reading *w, struct kept_list *k, struct err *e)
{
	struct arena *one = arena_new(0);

	if (!one)
		return err_set(e, ERR_FAILED, "read the claims: out of memory");
	arena_defer(w->a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read the claims: out of memory");
	return hold(w, one, k, e);
}

bool kept_read(struct store *s, struct arena *a, int64_t log, int64_t size, struct kept_list *out,
	       struct err *e)
{
	struct reading w = { .s = s, .a = a, .log = log, .size = size };

	*out = (struct kept_list){ 0 };
	if (!bulletins(&w, e) ||
	    !store_records(s, kind_press_claim.code, DAY_MIN, DAY_MAX, true, add, &w, e) ||
	    !store_records(s, kind_press_finding.code, DAY_MIN, DAY_MAX, true, add, &w, e))
		return false;
	kept_made(&w.maker, out);
	return !out->n_findings || hold_all(&w, out, e);
}
