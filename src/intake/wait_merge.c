/* A merge goes into the log when the newest bulletin counts the file that is merged away just as it counts now, or not at all:
 * what that bulletin said is restated by what the file counts as (figure/count_merged.h), and would be put wrong by a file that it counted
 * otherwise. What takes the merge back goes after it. */
#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* What the newest bulletin counts of each log; NULL in *sizes: there is none. */
static bool newest(struct cutting *w, struct store_below *below, struct err *e)
{
	struct store_bulletin *list;
	struct store_log *logs;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct val *heads;
	struct rec *r;
	int64_t *sizes;
	size_t n;

	*below = (struct store_below){ 0 };
	if (!store_bulletins(w->r->store, w->a, &list, &n, e) ||
	    !store_logs(w->r->store, w->a, &logs, &below->n, e))
		return false;
	if (!n)
		return true;
	r = intake_record(w->r, w->a, logs[0].id, list[n - 1].seq, x, e);
	if (!r)
		return false;
	heads = rec_get(r, "heads");
	sizes = arena_array(w->a, below->n, sizeof *sizes);
	for (size_t i = 0; i < below->n; i++)
		for (size_t k = 0; k < heads->len; k++)
			if (str_eq(heads->v[k].v[field_at(&kind_log_head, "origin")].s,
				   logs[i].origin))
				sizes[i] = heads->v[k].v[field_at(&kind_log_head, "size")].n;
	below->logs = logs;
	below->sizes = sizes;
	return true;
}

bool merge_waits(struct cutting *w, const struct ready *t, const struct store_act *act, bool *waits,
		 struct err *e)
{
	struct store_below below;
	struct store_merge m;

	*waits = false;
	if (act->kind != kind_merge.code || !t->x.deltas.n)
		return true;
	if (!newest(w, &below, e))
		return false;
	if (!below.sizes)
		return true;
	if (!store_merge(w->r->store, act->case_no, act->event, act->step, &below, &m, e))
		return false;
	*waits = m.otherwise;
	return true;
}
