/* A merge goes into the log when the newest bulletin counts the file that is merged away just as it counts now: what that bulletin said is
 * restated by what the file counts as (figure/count_merged.h), and would be put wrong by a file that it did not count, or counted
 * otherwise. What takes the merge back goes after it. */
#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* The last change of what a case counts as before an act. */
struct change {
	int64_t before; /* the step of that act */
	int cls;
	int64_t log, seq; /* seq -1: it waits, too */
	bool any;
};

static bool note_change(void *p, const struct store_case_act *x, struct err *e)
{
	struct change *c = p;

	(void)e;
	if (x->step >= c->before || x->cls == c->cls)
		return true;
	c->cls = x->cls;
	c->log = x->log;
	c->seq = x->seq;
	c->any = true;
	return true;
}

/* The size of a log that the newest bulletin counts; 0: none of it. *there: there is a bulletin. */
static bool counted_size(struct cutting *w, int64_t log, int64_t *size, bool *there, struct err *e)
{
	struct store_bulletin *list;
	struct store_log *logs, hq;
	const struct val *heads;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	struct rec *r;
	size_t n, n_logs;

	*size = 0;
	if (!store_bulletins(w->r->store, w->a, &list, &n, e))
		return false;
	*there = n;
	if (!n)
		return true;
	r = reg_log(w->r, w->a, S("hq"), &hq, e)
		    ? intake_record(w->r, w->a, hq.id, list[n - 1].seq, x, e)
		    : NULL;
	if (!r || !store_logs(w->r->store, w->a, &logs, &n_logs, e))
		return false;
	heads = rec_get(r, "heads");
	for (size_t i = 0; i < n_logs; i++)
		for (size_t k = 0; logs[i].id == log && k < heads->len; k++)
			if (str_eq(heads->v[k].v[field_at(&kind_log_head, "origin")].s,
				   logs[i].origin))
				*size = heads->v[k].v[field_at(&kind_log_head, "size")].n;
	return true;
}

bool merge_waits(struct cutting *w, const struct ready *t, const struct store_act *act, bool *waits,
		 struct err *e)
{
	struct change c = { .before = act->step, .seq = -1 };
	int64_t size;
	bool there;

	*waits = false;
	if (act->kind != kind_merge.code || !t->x.deltas.n)
		return true;
	if (!store_case_acts(w->r->store, act->case_no, note_change, &c, e) ||
	    !counted_size(w, c.log, &size, &there, e))
		return false;
	*waits = there && c.any && (c.seq < 0 || (str_eq(act->event, S("merge")) && c.seq >= size));
	return true;
}
