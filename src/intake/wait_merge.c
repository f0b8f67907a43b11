/* A merge goes into the log where what the newest bulletin said is restated by just what the file counts as (figure/count_merged.h), or
 * is right as it is: where that bulletin counts both files, this one as now and in this log, or nothing of this one. Else it waits for the
 * next bulletin. */
#include <stdlib.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* More cases than one person was ever given. */
#define CHAIN_MAX 256

/* What it waits for. */
#define BOTH                                                                                      \
	S("merged before a bulletin counts the file as it counts now, and that into which it is " \
	  "merged")
#define AFTER S("merged, or taken apart, after what waits itself")
#define LATER S("merged on a day that has a bulletin: that goes with the cut of the next day")

struct merging {
	size_t at; /* in the list */
	struct centre_body body;
	bool goes;
};

struct merges {
	struct cutting *w;
	int64_t day; /* of the newest bulletin */
	struct merging *list;
	size_t n;
};

/* Whether the file that is kept counts, or that into which it was merged; or is a child's, whom nothing counts. */
static bool kept_counts(const struct merges *m, struct str case_no, bool *yes, struct err *e)
{
	struct cutting *w = m->w;
	struct store_file f;
	struct store_case c;

	*yes = false;
	for (int i = 0; case_no.s && i < CHAIN_MAX; i++) {
		if (!store_file(w->r->store, case_no, INT64_MAX, m->day, &f, e) ||
		    !store_case(w->r->store, w->a, case_no, &c, e))
			return false;
		if (!f.away || f.mixed) {
			*yes = !f.mixed &&
			       (f.then != CLASS_NONE ||
				(str_eq(c.state, S("child_referred")) && c.cls == CLASS_NONE));
			return true;
		}
		if (f.merged)
			return true;
		if (!merged_where(w->r, w->a, case_no, &case_no, e))
			return false;
	}
	return true;
}

static bool kept_of(const struct merges *m, const struct merging *x, struct str *case_no,
		    struct err *e)
{
	const struct store_ties *ties = &x->body.ties;

	*case_no = (struct str){ NULL, 0 };
	for (size_t i = 0; i < ties->n_marks; i++)
		if (str_eq(ties->marks[i].what, S("keep")))
			return merged_marked(m->w->r, m->w->a,
					     str_mem(ties->marks[i].mac, sizeof ties->marks[i].mac),
					     case_no, e);
	return true;
}

/* No bulletin counted both files: what goes on in another register is no mistake of a bulletin here. */
static bool is_away(const struct merging *x)
{
	return code_in("merge_away,unmerge_away", x->body.act.event);
}

/* Those before it in its case that go now. */
static size_t before_it(const struct merges *m, const struct merging *x)
{
	size_t n = 0;

	for (const struct merging *y = m->list; y < x; y++)
		n += y->goes && !is_away(y) && str_eq(y->body.act.case_no, x->body.act.case_no);
	return n;
}

static bool judge(const struct merges *m, struct merging *x, struct str *why, struct err *e)
{
	const struct store_act *act = &x->body.act;
	bool merge = str_eq(act->event, S("merge")), yes = true;
	struct store_file f;
	struct str kept;

	*why = (struct str){ NULL, 0 };
	if (!store_file(m->w->r->store, act->case_no, act->step, m->day, &f, e))
		return false;
	if (m->w->day <= m->day)
		*why = LATER;
	else if (is_away(x))
		return true;
	else if (f.waiting > before_it(m, x))
		*why = AFTER;
	else if (f.mixed)
		*why = BOTH;
	if (why->s || f.then == CLASS_NONE)
		return true;
	if (f.log != m->w->log.id || f.then != (merge ? f.now : f.last))
		yes = false;
	else if (merge && (!kept_of(m, x, &kept, e) || !kept_counts(m, kept, &yes, e)))
		return false;
	if (!yes)
		*why = BOTH;
	return true;
}

static int by_step(const void *x, const void *y)
{
	const struct merging *a = x, *b = y;

	return (a->body.act.step > b->body.act.step) - (a->body.act.step < b->body.act.step);
}

static bool merges_of(struct merges *m, struct ready *const *list, size_t n, struct err *e)
{
	m->list = arena_array(m->w->a, n + 1, sizeof *m->list);
	for (size_t i = 0; i < n; i++) {
		struct read in = read_of(list[i]->body.s, list[i]->body.len);
		struct merging *x = &m->list[m->n];

		if (list[i]->x.kind != kind_decision.code)
			continue;
		if (!seal_body_read(&in, &x->body))
			return err_set(e, ERR_FAILED, "read object c, byte %zu: %s", in.wrong_at,
				       in.wrong);
		if (x->body.act.kind != kind_merge.code)
			continue;
		x->at = i;
		m->n++;
	}
	if (m->n)
		qsort(m->list, m->n, sizeof *m->list, by_step);
	return true;
}

bool merges_wait(struct cutting *w, struct ready *const *list, size_t n, bool *waits,
		 struct str *why, struct err *e)
{
	struct merges m = { .w = w };
	struct store_bulletin *bulletins;
	size_t n_bulletins;

	if (!merges_of(&m, list, n, e) || !m.n ||
	    !store_bulletins(w->r->store, w->a, &bulletins, &n_bulletins, e))
		return e->kind == ERR_NONE;
	if (!n_bulletins)
		return true;
	m.day = bulletins[n_bulletins - 1].day;
	for (size_t i = 0; i < m.n; i++) {
		struct str one;

		if (!judge(&m, &m.list[i], &one, e))
			return false;
		m.list[i].goes = !one.s;
		waits[m.list[i].at] = one.s != NULL;
		if (one.s)
			*why = one;
	}
	return true;
}
