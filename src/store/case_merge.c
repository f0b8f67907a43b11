/* A file that is merged into another here, as a bulletin counted it: by the acts of its case that stand in the log with the bulletin's day or an earlier
 * one. What does not change the class of a case has no deltas, and may overtake what does: it says nothing of that. */
#include "base/arena.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

struct following {
	int64_t day, before; /* before: the step of the act that is asked of */
	struct store_file *file;
	bool later; /* there was an act that the bulletin does not count */
};

static bool follow(void *p, const struct store_case_act *x, struct err *e)
{
	struct following *w = p;
	struct store_file *f = w->file;
	bool into = x->kind == kind_merge.code && str_eq(x->event, S("merge")),
	     merge = into || (x->kind == kind_merge.code && str_eq(x->event, S("unmerge"))),
	     counts = x->cls != f->now;

	(void)e;
	if (x->step >= w->before || (!merge && !counts))
		return true;
	if (into)
		f->last = f->now;
	f->now = x->cls;
	if (x->seq < 0 || x->day > w->day) {
		w->later |= counts;
		f->merged |= merge;
		f->waiting += merge && x->seq < 0;
		return true;
	}
	f->mixed |= counts && w->later;
	if (merge) {
		f->away = into;
		return true;
	}
	f->then = x->cls;
	f->log = x->log;
	return true;
}

bool store_file(struct store *s, struct str case_no, int64_t step, int64_t day,
		struct store_file *out, struct err *e)
{
	struct following w = { .day = day, .before = step, .file = out };

	*out = (struct store_file){ 0 };
	return store_case_acts(s, case_no, follow, &w, e);
}

/* By its entry, which is public: of an act whose case was erased nothing else says it. */
static struct str kept_name(struct arena *a, int64_t log, int64_t seq)
{
	return str_fmt(a, "merge/%lld/%lld", (long long)log, (long long)seq);
}

bool store_merge_keep(struct store *s, struct arena *a, int64_t log, int64_t seq, int64_t bulletin,
		      struct err *e)
{
	return store_state_set(s, kept_name(a, log, seq), bulletin, e);
}

bool store_merge_restated(struct store *s, int64_t log, int64_t seq, int64_t day, int64_t bulletin,
			  bool *yes, struct err *e)
{
	static const struct str events[] = { SC("merge"), SC("unmerge") };
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "look for a merge: out of memory"), found = false;
	int64_t kept;

	*yes = false;
	for (size_t i = 0; ok && i < 2; i++) {
		struct q q = q_of(s, SQL_ACT_AT);
		struct store_file f;
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
		     (!there || store_file(s, case_no, step, bulletin, &f, e));
		if (ok && there)
			*yes = f.then != CLASS_NONE;
		found |= there;
	}
	if (ok && !found) {
		ok = store_state(s, kept_name(a, log, seq), &kept, e);
		*yes = ok && kept == bulletin;
	}
	arena_free(a);
	return ok;
}
