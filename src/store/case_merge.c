/* A file that is merged away, as a bulletin counted it: by the acts of its case that stand below the bulletin's sizes. */
#include "base/arena.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

struct file {
	const struct store_below *below;
	int64_t before; /* the step of the act that is asked of */
	int cls,
		then; /* what it counts as after the acts so far, and after those that the bulletin counts */
	bool away, away_then; /* it is merged into another */
	bool waits;	      /* that merge does, and */
	int at_merge;	      /* before it the file counted as this */
};

static bool is_below(const struct store_below *b, const struct store_case_act *x)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->logs[i].id == x->log)
			return x->seq >= 0 && x->seq < b->sizes[i];
	return false;
}

static bool follow(void *p, const struct store_case_act *x, struct err *e)
{
	struct file *f = p;

	(void)e;
	if (x->step >= f->before)
		return true;
	if (x->kind == kind_merge.code) {
		f->away = str_eq(x->event, S("merge"));
		f->waits = f->away && x->seq < 0;
		f->at_merge = f->cls;
	}
	f->cls = x->cls;
	if (is_below(f->below, x)) {
		f->then = x->cls;
		f->away_then = f->away;
	}
	return true;
}

bool store_merge(struct store *s, struct str case_no, struct str event, int64_t step,
		 const struct store_below *below, struct store_merge *out, struct err *e)
{
	struct file f = { .below = below, .before = step };
	bool merge = str_eq(event, S("merge"));

	if (!store_case_acts(s, case_no, follow, &f, e))
		return false;
	out->counted = f.then != CLASS_NONE || (!merge && f.away_then);
	out->otherwise =
		f.then != CLASS_NONE && (merge ? f.cls != f.then : f.waits && f.at_merge != f.then);
	return true;
}

bool store_merge_restated(struct store *s, int64_t log, int64_t seq, int64_t day,
			  const struct store_below *below, bool *yes, struct err *e)
{
	static const struct str events[] = { SC("merge"), SC("unmerge") };
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "look for a merge: out of memory");

	*yes = false;
	for (size_t i = 0; ok && i < 2; i++) {
		struct q q = q_of(s, SQL_ACT_AT);
		struct store_merge m;
		struct str case_no;
		int64_t step;
		bool there;

		q_int(&q, 1, kind_merge.code);
		q_text(&q, 2, events[i]);
		q_int(&q, 3, day);
		q_int(&q, 4, log);
		q_int(&q, 5, seq);
		there = q_row(&q, e);
		if (there) {
			case_no = q_get(&q, a, 0);
			step = q_get_int(&q, 2);
		}
		q_leave(&q);
		ok = e->kind == ERR_NONE &&
		     (!there || store_merge(s, case_no, events[i], step, below, &m, e));
		if (ok && there)
			*yes = m.counted;
	}
	arena_free(a);
	return ok;
}
