/*
 * What has become of the past: the rows of earlier bulletins' days, counted below the sizes that the last
 * bulletin named and again over all that is in the logs now.
 */
#include "figure/bulletin_int.h"

#include "base/arena.h"
#include "base/banned.h"

struct past {
	struct store *s;
	struct arena *a;
	int64_t cell;
	const struct store_log *logs;
	const int64_t *was; /* sizes as the last bulletin named them */
	int64_t *is;
	size_t n_logs;
	struct bulletin_said said;
	struct buf changes; /* of struct bulletin_change */
};

/* The first day that anything since the last bulletin is about, of days that had one. */
static bool earliest(struct past *w, int64_t last, int64_t *day, struct err *e)
{
	*day = last + 1;
	for (size_t i = 0; i < w->n_logs; i++) {
		int64_t first;

		if (!store_late(w->s, w->logs[i].id, w->was[i], last, &first, e))
			return false;
		if (first != NO_DAY && first < *day)
			*day = first;
	}
	for (size_t i = 0; i < w->said.n; i++) {
		const struct val *of = rec_get(w->said.recs[i], "of_day");

		if (of->n < *day)
			*day = of->n;
	}
	return true;
}

/* Restatements about a day, with where they stand. */
static size_t said_of(const struct past *w, int64_t day, const struct rec **recs, size_t *at)
{
	size_t n = 0;

	for (size_t i = 0; i < w->said.n; i++)
		if (rec_get(w->said.recs[i], "of_day")->n == day) {
			at[n] = i;
			recs[n++] = w->said.recs[i];
		}
	return n;
}

static bool compare(struct past *w, int64_t day, struct count *was, struct count *is, struct err *e)
{
	const struct rec **recs = arena_array(w->a, w->said.n, sizeof *recs);
	size_t *at = arena_array(w->a, w->said.n, sizeof *at), n_was, n_is, n, wrong;
	size_t said = said_of(w, day, recs, at);
	struct row *old, *new;
	struct change *list;

	if (!count_rows(was, &old, &n_was, e) || !count_rows(is, &new, &n_is, e))
		return false;
	n = count_unsaid(w->a, old, n_was, new, n_is, recs, said, &list, &wrong);
	if (wrong < said)
		return err_set(e, ERR_ATTENTION,
			       "the restatement in entry hq/%lld does not go on from what was "
			       "counted of %.*s",
			       (long long)w->said.seqs[at[wrong]], P(day_text(w->a, day)));
	for (size_t i = 0; i < n; i++) {
		struct bulletin_change x = { day, list[i] };

		buf_add(&w->changes, &x, sizeof x);
	}
	return true;
}

/* Days of bulletins from `first` on, both counts of each in one reading of the logs. */
static bool compare_days(struct past *w, const struct store_bulletin *list, size_t n, struct err *e)
{
	struct bulletin_target *t = arena_array(w->a, 2 * n, sizeof *t);

	for (size_t i = 0; i < 2 * n; i++)
		t[i] = (struct bulletin_target){ .c = count_new(w->a, list[i / 2].day, w->cell),
						 .sizes = i % 2 ? w->is : w->was };
	if (!bulletin_walk(w->s, w->a, w->logs, w->n_logs, t, 2 * n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!compare(w, list[i].day, t[2 * i].c, t[2 * i + 1].c, e))
			return within(e, "compare the bulletin of %.*s with what is counted now",
				      P(day_text(w->a, list[i].day)));
	return true;
}

static bool since(struct past *w, const struct store_bulletin *last, struct err *e)
{
	struct bulletin_heads h;
	struct store_log *logs;
	struct rec *r;

	if (!store_logs(w->s, w->a, &logs, &w->n_logs, e) ||
	    !bulletin_cell(w->s, w->a, &w->cell, e))
		return false;
	w->logs = logs;
	r = bulletin_rec(w->s, w->a, logs[0].id, last->seq, e);
	if (!r || !bulletin_heads_of(w->s, w->a, r, &h, e))
		return false;
	w->was = h.sizes;
	w->is = arena_array(w->a, w->n_logs, sizeof *w->is);
	for (size_t i = 0; i < w->n_logs; i++)
		w->is[i] = (int64_t)logs[i].tree.size;
	return bulletin_restatements(w->s, w->a, logs[0].id, h.sizes[0], w->is[0], &w->said, e);
}

bool bulletin_changes(struct store *s, struct arena *a, struct bulletin_change **list, size_t *n,
		      struct err *e)
{
	struct past w = { .s = s, .a = a, .changes = { .a = a } };
	struct store_bulletin *all;
	size_t n_all, at = 0;
	int64_t first;

	*n = 0;
	*list = NULL;
	if (!store_bulletins(s, a, &all, &n_all, e))
		return false;
	if (!n_all)
		return true;
	if (!since(&w, &all[n_all - 1], e) || !earliest(&w, all[n_all - 1].day, &first, e))
		return false;
	while (at < n_all && all[at].day < first)
		at++;
	if (at < n_all && !compare_days(&w, all + at, n_all - at, e))
		return false;
	*list = (struct bulletin_change *)(void *)w.changes.p;
	*n = w.changes.len / sizeof **list;
	return true;
}
