/* See states.h. */
#include "intake/states.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "base/banned.h"

struct reading {
	struct reg *r;
	struct arena *a;
	bool (*fn)(void *p, const struct rec *x, int64_t seq, struct err *e);
	void *p;
};

static bool read_state(void *p, int64_t log, int64_t seq, struct err *e)
{
	const struct reading *w = p;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct rec *rec = intake_record(w->r, w->a, log, seq, x, e);

	return rec && w->fn(w->p, rec, seq, e);
}

bool states_in_log(struct reg *r, struct arena *a, const struct kind *k,
		   bool (*fn)(void *p, const struct rec *x, int64_t seq, struct err *e), void *p,
		   struct err *e)
{
	struct reading w = { r, a, fn, p };

	return store_things(r->store, k->code, read_state, &w, e);
}

bool states_to_come(struct reg *r, struct arena *a, const struct kind *k,
		    bool (*fn)(void *p, const struct rec *x, int64_t seq, struct err *e), void *p,
		    struct err *e)
{
	struct store_draft *drafts;
	struct store_log hq;
	size_t n;

	if (!reg_log(r, a, S("hq"), &hq, e) ||
	    !store_drafts(r->store, a, hq.id, false, &drafts, &n, e))
		return false;
	for (size_t i = n; i-- > 0;) {
		struct entry *x = arena_alloc(a, sizeof *x);
		struct rec *rec;

		if (drafts[i].kind != k->code)
			continue;
		if (!entry_read(a, drafts[i].bytes, x, e) || !entry_known(a, x, &rec, e))
			return within(e, "read what waits for the cut: %s", k->name);
		if (!fn(p, rec, -1, e))
			return false;
	}
	return true;
}
