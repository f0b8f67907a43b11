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
	struct bulletin_heads was; /* as the last bulletin named them */
	int64_t *is;
	size_t n_logs;
	struct bulletin_said said;
	struct bulletin_merges merges; /* since the last bulletin */
	struct buf changes;	       /* of struct bulletin_change */
};

/* The first day that anything since the last bulletin is about, of days that had one; merges apart. */
static bool earliest(struct past *w, int64_t last, int64_t *day, struct err *e)
{
	*day = last + 1;
	for (size_t i = 0; i < w->n_logs; i++) {
		int64_t first;

		if (!store_late(w->s, w->logs[i].id, w->was.sizes[i], last, &first, e))
			return false;
		if (first != NO_DAY && first < *day)
			*day = first;
	}
	for (size_t i = 0; i < w->said.n; i++) {
		const struct val *of = rec_get(w->said.recs[i], "of_day");

		/* What merges alone change is of the last day. */
		if (of->n < *day && (of->n < last || !rec_get(w->said.recs[i], "merges")))
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

/* A day of a bulletin: counted before, now, and now with merges as if they had been known; NULL: there are none. */
struct day {
	int64_t day;
	struct count *was, *is, *merged;
};

static bool rows_of(struct count *c, struct rows *out, struct err *e)
{
	return count_rows(c, &out->list, &out->n, e);
}

static bool compare(struct past *w, const struct day *d, struct err *e)
{
	const struct rec **recs = arena_array(w->a, w->said.n, sizeof *recs);
	size_t *at = arena_array(w->a, w->said.n, sizeof *at), n, wrong;
	struct count_past past = { .places = d->is, .said = recs, .list_merges = true };
	struct change *list;

	past.n_said = said_of(w, d->day, recs, at);
	if (!rows_of(d->was, &past.was, e) || !rows_of(d->is, &past.is, e))
		return false;
	past.merged = past.is;
	if (d->merged) {
		past.merges = w->merges.list;
		past.n_merges = w->merges.n;
		if (!merged_add(d->merged, d->day, past.merges, past.n_merges, e) ||
		    !rows_of(d->merged, &past.merged, e))
			return false;
	}
	n = count_unsaid(w->a, &past, &list, &wrong);
	if (wrong < past.n_said)
		return err_set(e, ERR_ATTENTION,
			       "the restatement in entry hq/%lld does not go on from what was "
			       "counted of %.*s",
			       (long long)w->said.seqs[at[wrong]], P(day_text(w->a, d->day)));
	for (size_t i = 0; i < n; i++) {
		struct bulletin_change x = { d->day, list[i] };

		buf_add(&w->changes, &x, sizeof x);
	}
	return true;
}

static bool compare_said(struct past *w, const struct day *d, struct err *e)
{
	return compare(w, d, e) ||
	       within(e, "compare the bulletin of %.*s with what is counted now",
		      P(day_text(w->a, d->day)));
}

/* What had been merged between a bulletin and the next one was restated of its day then: that is in both counts. */
static bool merged_then(struct past *w, const struct store_bulletin *of, const struct day *d,
			struct err *e)
{
	struct rec *one = bulletin_rec(w->s, w->a, w->logs[0].id, of[0].seq, e),
		   *next = one ? bulletin_rec(w->s, w->a, w->logs[0].id, of[1].seq, e) : NULL;
	struct bulletin_heads from, to;
	struct merged_names names;
	struct bulletin_merges m;
	struct bulletin_said said;

	if (!next || !bulletin_heads_of(w->s, w->a, one, &from, e) ||
	    !bulletin_heads_of(w->s, w->a, next, &to, e) ||
	    !bulletin_restatements(w->s, w->a, w->logs[0].id, from.sizes[0], to.sizes[0], &said, e))
		return false;
	names = merged_names_of(w->a, said.recs, said.n, d->day);
	return bulletin_merges(w->s, w->a, &from, to.sizes, d->day, &names, false, &m, e) &&
	       merged_add(d->was, d->day, m.list, m.n, e) &&
	       merged_add(d->is, d->day, m.list, m.n, e);
}

/* Days of bulletins from `first` on, all counts of each in one reading of the logs. */
static bool compare_days(struct past *w, const struct store_bulletin *list, size_t n, struct err *e)
{
	struct bulletin_target *t = arena_array(w->a, 2 * n + 1, sizeof *t);
	size_t n_targets = w->merges.n ? 2 * n + 1 : 2 * n;

	for (size_t i = 0; i < n_targets; i++)
		t[i] = (struct bulletin_target){
			.c = count_new(w->a, list[i < 2 * n ? i / 2 : n - 1].day, w->cell),
			.sizes = i % 2 || i == 2 * n ? w->is : w->was.sizes
		};
	if (!bulletin_walk(w->s, w->a, w->logs, w->n_logs, t, n_targets, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct day d = { list[i].day, t[2 * i].c, t[2 * i + 1].c, NULL };

		if (i == n - 1 && w->merges.n)
			d.merged = t[2 * n].c;
		if ((i < n - 1 && !merged_then(w, &list[i], &d, e)) || !compare_said(w, &d, e))
			return false;
	}
	return true;
}

/* Merges alone change the day of the last bulletin: what is counted of it now is what it was before. */
static bool compare_last(struct past *w, int64_t day, struct err *e)
{
	struct day d = { .day = day };

	d.was = d.is = bulletin_live_count(w->s, w->a, day, e);
	d.merged = d.was ? bulletin_live_count(w->s, w->a, day, e) : NULL;
	return d.merged && compare_said(w, &d, e);
}

static bool since(struct past *w, const struct store_bulletin *last, struct err *e)
{
	struct merged_names names;
	struct store_log *logs;
	struct rec *r;

	if (!store_logs(w->s, w->a, &logs, &w->n_logs, e) ||
	    !bulletin_cell(w->s, w->a, &w->cell, e))
		return false;
	w->logs = logs;
	r = bulletin_rec(w->s, w->a, logs[0].id, last->seq, e);
	if (!r || !bulletin_heads_of(w->s, w->a, r, &w->was, e))
		return false;
	w->is = arena_array(w->a, w->n_logs, sizeof *w->is);
	for (size_t i = 0; i < w->n_logs; i++)
		w->is[i] = (int64_t)logs[i].tree.size;
	if (!bulletin_restatements(w->s, w->a, logs[0].id, w->was.sizes[0], w->is[0], &w->said, e))
		return false;
	names = merged_names_of(w->a, w->said.recs, w->said.n, last->day);
	return bulletin_merges(w->s, w->a, &w->was, w->is, last->day, &names, true, &w->merges, e);
}

bool bulletin_changes(struct store *s, struct arena *a, struct bulletin_change **list, size_t *n,
		      struct err *e)
{
	struct past w = { .s = s, .a = a, .changes = { .a = a } };
	struct store_bulletin *all;
	size_t n_all, at = 0;
	int64_t first, last;

	*n = 0;
	*list = NULL;
	if (!store_bulletins(s, a, &all, &n_all, e))
		return false;
	if (!n_all)
		return true;
	last = all[n_all - 1].day;
	if (!since(&w, &all[n_all - 1], e) || !earliest(&w, last, &first, e))
		return false;
	while (at < n_all && all[at].day < first)
		at++;
	if (at < n_all ? !compare_days(&w, all + at, n_all - at, e)
		       : (w.merges.n || w.said.n) && !compare_last(&w, last, e))
		return false;
	*list = (struct bulletin_change *)(void *)w.changes.p;
	*n = w.changes.len / sizeof **list;
	return true;
}
