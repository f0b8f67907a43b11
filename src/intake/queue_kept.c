/* See queue_int.h. Of whom nothing was recorded for as long as the operation keeps such files (its field retention): what its
 * rule says is done then, erased, reviewed or handed over. */
#include "intake/queue_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "rule/table.h"
#include "store/erase.h"
#include "base/banned.h"

/* The last day on which something may have been recorded that the shortest of the rules keeps no longer. */
static int64_t shortest(const struct queue *q)
{
	const struct val *rows = rec_get(q->operation, "retention");
	size_t months = field_at(&kind_retention_rule, "months");
	int64_t day = q->today - LEFT_DAYS;

	for (size_t i = 0; rows && i < rows->len; i++) {
		int64_t by = day_add_months(q->today, -(int)rows->v[i].v[months].n);

		day = by > day ? by : day;
	}
	return day;
}

/* Whether such a file is erased at all when its time is over: what goes on, or nobody ended, waits as that. */
static bool is_erased(const struct decide_view *v)
{
	struct str state = v->case_state;

	/* What was merged here is erased with the file that is kept. */
	if (str_eq(state, S("merged_into")) && !past_went_away(v))
		return false;
	for (size_t i = 0; i < transitions_n; i++)
		if (!strcmp(transitions[i].kind, "erasure") && transitions[i].when &&
		    strstr(transitions[i].when, "retention_end") &&
		    state_among(transitions[i].from, state))
			return true;
	return false;
}

/* What the data-protection officer records, and how. `of`: the case, or an entry about somebody who has none, of whom nothing
 * is recorded that keeps it: v is NULL then. */
struct way {
	const char *what; /* NULL: nothing that can be */
	struct str how;
};

static struct way way_out(struct queue *q, struct str then, const struct decide_view *v,
			  struct str of)
{
	struct str erase = str_fmt(q->a, "sulh erase %.*s --basis retention_end", P(of));
	bool case_ = v != NULL, erased = !case_ || is_erased(v);

	if (str_eq(then, S("hand_over")))
		return (struct way){ "hand_over",
				     case_ ? S("hand it over, then step event=keep")
					   : str_fmt(q->a,
						     "hand it over, then sulh erase %.*s --basis "
						     "order",
						     P(of)) };
	if (str_eq(then, S("erase")))
		return (struct way){ erased ? "erase" : NULL, erase };
	if (!case_)
		return (struct way){ "look_or_erase", erase };
	return (struct way){ "keep_or_erase",
			     erased ? str_fmt(q->a, "step event=keep, or %.*s", P(erase))
				    : S("step event=keep") };
}

static void add_kept(struct queue *q, const struct forget_rule *rule, const struct way *way,
		     struct str case_no, int64_t log)
{
	queue_add(q,
		  (struct wait){ .role = S("dpo"),
				 .what = way->what,
				 .case_no = case_no,
				 .log = queue_log(q, log),
				 .since = rule->from,
				 .limit = NO_DAY,
				 .why = str_fmt(q->a, "%.*s is kept for %.*s: %.*s", P(rule->class),
						P(forget_span(q->a, rule)), P(way->how)) });
}

static bool one_case(struct queue *q, struct arena *scratch, struct str case_no, struct err *e)
{
	const struct rec_view records = { .operation = q->operation, .a = scratch };
	struct decide_view v = { .records = &records };
	struct forget_rule rule;
	struct store_case c;
	struct way way;

	if (!store_case(q->r->store, scratch, case_no, &c, e) ||
	    !history_case(q->r, scratch, case_no, &v, e))
		return false;
	if (!forget_rule(&v, &rule) || rule.from == NO_DAY || rule.from > q->today)
		return true;
	way = way_out(q, rule.then, &v, case_no);
	if (way.what)
		add_kept(q, &rule, &way, str_dup(q->a, case_no), c.log);
	return true;
}

/* What was said of one who has no case, and of the same thing anew; false where that is told with an earlier entry, or waits
 * for the cut. */
static bool see_own(struct queue *q, struct arena *scratch, const struct store_gone *list, size_t n,
		    struct buf *acts, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct kind *k = kind_by_code(list[i].kind);
		struct store_gone *same;
		int64_t *beside;
		size_t n_beside = 0, n_same;

		if (list[i].seq < 0)
			return false;
		buf_add(acts, &list[i], sizeof list[i]);
		if (k && k->form == FORM_PLACE &&
		    !store_erase_beside(q->r->store, scratch, list[i].log, list[i].seq, &beside,
					&n_beside, e))
			return false;
		for (size_t j = 0; j < n_beside; j++) {
			if (beside[j] < list[i].seq ||
			    !store_erase_own_at(q->r->store, scratch, list[i].log, beside[j], &same,
						&n_same, e))
				return false;
			buf_add(acts, same, n_same * sizeof *same);
		}
	}
	return true;
}

static bool one_own(struct queue *q, struct arena *scratch, const struct store_gone *list, size_t n,
		    struct err *e)
{
	const struct rec_view records = { .operation = q->operation, .a = scratch };
	struct decide_view v = { .records = &records };
	struct buf b = { .a = scratch };
	const struct store_gone *acts;
	struct forget_rule rule;
	struct past_act *past;
	struct way way;

	if (!see_own(q, scratch, list, n, &b, e))
		return e->kind == ERR_NONE;
	acts = (const struct store_gone *)(const void *)b.p;
	v.n_past = b.len / sizeof *acts;
	past = arena_array(scratch, v.n_past, sizeof *past);
	for (size_t i = 0; i < v.n_past; i++)
		past[i] = erase_past(&acts[i], i);
	v.past = past;
	if (!forget_rule(&v, &rule) || rule.from == NO_DAY || rule.from > q->today)
		return true;
	way = way_out(
		q, rule.then, NULL,
		str_fmt(scratch, "%.*s/%lld", P(queue_log(q, list->log)), (long long)list->seq));
	add_kept(q, &rule, &way, (struct str){ NULL, 0 }, list->log);
	return true;
}

/* Testimony, people on convoys, victims, those freed and sought. What a testimony's giver said later of its uses counts, too:
 * whoever erases too early is told so. */
static bool own_kept(struct queue *q, struct arena *scratch, struct err *e)
{
	struct store_gone *list;
	bool ok = true;
	size_t n;

	e->kind = ERR_NONE;
	if (!store_erase_own_all(q->r->store, q->a, &list, &n, e))
		return false;
	for (size_t from = 0, to = 1; ok && from < n; from = to++) {
		while (to < n && !memcmp(list[to].subject, list[from].subject, 16))
			to++;
		ok = one_own(q, scratch, list + from, to - from, e);
		arena_reset(scratch);
	}
	return ok;
}

bool queue_kept(struct queue *q, struct err *e)
{
	struct arena *scratch;
	struct str *list = NULL;
	size_t n = 0;
	bool ok;

	scratch = arena_new(0);
	ok = scratch || err_set(e, ERR_FAILED, "look at what is kept no longer: out of memory");
	ok = ok && store_cases_old(q->r->store, q->a, shortest(q), &list, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		ok = one_case(q, scratch, list[i], e);
		arena_reset(scratch);
	}
	ok = ok && own_kept(q, scratch, e);
	arena_free(scratch);
	return ok;
}
