/*
 * A bulletin may not change the past silently (figures.csv, Q2): the rows of earlier bulletins' days, counted
 * below the sizes of the bulletin before it and again below its own, differ only where restatements in
 * between say so.
 */
#include "sync/verify_sheet.h"

#include "base/arena.h"
#include "base/time.h"
#include "figure/count_restate.h"
#include "record/kinds.h"
#include "base/banned.h"

static uint64_t size_of(const struct told *t, size_t log)
{
	return t->sizes[log] == NOT_NAMED ? 0 : t->sizes[log];
}

/* Restatements between two bulletins. */
struct said {
	const struct rec **recs;
	uint64_t *indices;
	size_t n;
};

static struct said said_between(const struct verify *v, struct arena *a, const struct told *from,
				const struct told *to)
{
	const struct vlog *hq = v->logs;
	const struct kept *list = LIST(struct kept, hq->kept);
	struct buf said = { .a = a }, indices = { .a = a };

	for (size_t i = 0; i < LIST_N(struct kept, hq->kept); i++) {
		if (list[i].index < size_of(from, 0) || list[i].index >= size_of(to, 0) ||
		    list[i].rec->kind != &kind_restatement)
			continue;
		buf_add(&said, &list[i].rec, sizeof list[i].rec);
		buf_add(&indices, &list[i].index, sizeof list[i].index);
	}
	return (struct said){ LIST(const struct rec *, said), LIST(uint64_t, indices),
			      LIST_N(const struct rec *, said) };
}

struct past {
	struct verify *v;
	const struct told *told, *before, *now;
	size_t n;
	struct said said; /* between `before` and `now` */
};

/* The bulletin lists them in order, as many as it may. */
static bool listed(const struct past *p, const struct rec *r)
{
	const struct val *list = rec_get(r, "corrections");
	size_t n = list ? list->len : 0;
	size_t want = p->said.n < COUNT_CORRECTIONS ? p->said.n : COUNT_CORRECTIONS;

	if (n != want)
		return wrong_at(
			p->v, p->now->index,
			"it lists %zu corrections, %zu restatements come since the bulletin "
			"before",
			n, p->said.n);
	for (size_t i = 0; i < n; i++) {
		uint64_t index;
		bool later;

		if (verify_target(p->v, list->v[i].s, &index, &later) != p->v->logs || later ||
		    index != p->said.indices[i])
			return wrong_at(p->v, p->now->index,
					"correction %zu is not restatement %llu of log hq", i + 1,
					(unsigned long long)p->said.indices[i]);
	}
	return true;
}

static void least(int64_t *to, int64_t day)
{
	if (day < *to)
		*to = day;
}

/* The day of the record of a thing that a correction took back. */
static int64_t state_day(const struct vlog *log, uint64_t index)
{
	const struct kept_state *list = LIST(struct kept_state, log->states);
	size_t lo = 0, hi = LIST_N(struct kept_state, log->states);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list[mid].state.index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < LIST_N(struct kept_state, log->states) && list[lo].state.index == index
		       ? list[lo].state.day
		       : DAY_MAX;
}

static void earliest_of(const struct past *p, size_t at, int64_t *day)
{
	const struct vlog *log = &p->v->logs[at];
	const struct subtotal *t = LIST(struct subtotal, log->subtotals);
	const struct kept_state *s = LIST(struct kept_state, log->states);
	const struct kept_cancel *c = LIST(struct kept_cancel, log->cancels);
	uint64_t from = size_of(p->before, at), to = size_of(p->now, at);
	int64_t last = p->before->day;

	for (size_t i = 0; i < LIST_N(struct subtotal, log->subtotals); i++)
		if (t[i].end > from && t[i].end <= to && t[i].day <= last)
			least(day, t[i].from_day);
	for (size_t i = 0; i < LIST_N(struct kept_state, log->states); i++)
		if (s[i].end > from && s[i].end <= to && s[i].state.day <= last)
			least(day, s[i].state.day);
	for (size_t i = 0; i < LIST_N(struct kept_cancel, log->cancels); i++)
		if (c[i].end > from && c[i].end <= to)
			least(day, state_day(log, c[i].index));
}

/* The first day that is touched: by entries of days that had a bulletin, or by a restatement; merges apart. */
static int64_t earliest(const struct past *p)
{
	int64_t day = p->before->day + 1;

	for (size_t i = 0; i < p->v->logs_n; i++)
		earliest_of(p, i, &day);
	for (size_t i = 0; i < p->said.n; i++) {
		int64_t of = rec_get(p->said.recs[i], "of_day")->n;

		/* What merges alone change is of the last day. */
		if (of < p->before->day || !rec_get(p->said.recs[i], "merges"))
			least(&day, of);
	}
	return day;
}

/* A day of an earlier bulletin; `merges`: those between it and the next one. */
struct day {
	int64_t day;
	const struct told *
		was; /* whose sizes are counted below first: the bulletin before, or the same as now */
	struct verify_merges merges;
	bool last; /* of the bulletin before: those merges are new */
};

/* NULL where that is listed, or with an error. Merges of then are in both counts, new ones where they are asked for. */
static struct count *count_below(const struct past *p, const struct told *sizes,
				 const struct day *d, bool merges, struct rows *rows, struct err *e)
{
	struct count *c = verify_sum(p->v, p->now->index, sizes->sizes, d->day, e);

	return c && (!merges || merged_add(c, d->day, d->merges.list, d->merges.n, e)) &&
			       count_rows(c, &rows->list, &rows->n, e)
		       ? c
		       : NULL;
}

static void judge(const struct past *p, const struct day *d, const struct count_past *past)
{
	struct change *list;
	size_t wrong, n = count_unsaid(p->v->scratch, past, &list, &wrong);

	if (wrong < past->n_said)
		breaks(p->v, p->v->logs, p->now->index,
		       "bulletin: a restatement of %.*s of %.*s does not go on from what was "
		       "counted, or names other merges",
		       P(rec_code(past->said[wrong], "figure")),
		       P(day_text(p->v->scratch, d->day)));
	else if (n)
		breaks(p->v, p->v->logs, p->now->index,
		       "bulletin: it changes %s at %.*s, %.*s, of %.*s from %lld to %lld%s, and no "
		       "restatement says so",
		       list[0].figure->code, P(list[0].place), P(period_name(list[0].period)),
		       P(day_text(p->v->scratch, d->day)), (long long)list[0].old,
		       (long long)list[0].new, list[0].n_merges ? " by merges" : "");
}

static bool one_day(const struct past *p, const struct day *d, struct err *e)
{
	const struct rec **said = arena_array(p->v->scratch, p->said.n, sizeof *said);
	struct count_past past = { .said = said };
	struct count *c;

	for (size_t i = 0; i < p->said.n; i++)
		if (rec_get(p->said.recs[i], "of_day")->n == d->day)
			said[past.n_said++] = p->said.recs[i];
	c = count_below(p, p->now, d, !d->last, &past.is, e);
	if (!c || !count_below(p, d->was, d, !d->last, &past.was, e))
		return e->kind == ERR_NONE;
	past.places = c;
	past.merged = past.is;
	if (d->last && d->merges.n) {
		past.merges = d->merges.list;
		past.n_merges = d->merges.n;
		if (!count_below(p, p->now, d, true, &past.merged, e))
			return e->kind == ERR_NONE;
	}
	judge(p, d, &past);
	return true;
}

/* What merges alone change of the last day is counted below one size: nothing else of it changed. */
static bool looked_at(const struct past *p, size_t at, int64_t first, struct err *e)
{
	const struct told *told = &p->told[at];
	const struct told *next = at + 1 == p->n ? p->now : told + 1;
	struct day d = { .day = told->day, .was = p->before, .last = next == p->now };
	struct merged_names names;
	struct said said;

	arena_reset(p->v->scratch);
	if (told->day < first && !d.last)
		return true;
	said = d.last ? p->said : said_between(p->v, p->v->scratch, told, next);
	names = merged_names_of(p->v->scratch, said.recs, said.n, told->day);
	if (!verify_merges(p->v, told, next, &names, &d.merges))
		return true;
	if (told->day < first) {
		/* If there are restatements, they name what is no merge. */
		if (!d.merges.n && !p->said.n)
			return true;
		d.was = p->now;
	}
	return one_day(p, &d, e);
}

/* Each restatement is of a day that had a bulletin. */
static bool of_bulletins(const struct past *p)
{
	for (size_t i = 0; i < p->said.n; i++) {
		size_t at = 0;

		while (at < p->n && p->told[at].day != rec_get(p->said.recs[i], "of_day")->n)
			at++;
		if (at == p->n)
			return wrong_at(p->v, p->now->index,
					"restatement %llu is of a day without a bulletin",
					(unsigned long long)p->said.indices[i]);
	}
	return true;
}

bool verify_past(struct verify *v, const struct told *told, size_t n, const struct told *now,
		 const struct rec *r, struct err *e)
{
	struct past p = { .v = v, .told = told, .now = now, .n = n };
	int64_t first;

	if (!n) {
		if (rec_get(r, "corrections"))
			breaks(v, v->logs, now->index, "bulletin: the first corrects nothing");
		return true;
	}
	p.before = &told[n - 1];
	p.said = said_between(v, v->keep, p.before, now);
	if (!listed(&p, r) || !of_bulletins(&p))
		return true;
	first = earliest(&p);
	for (size_t i = 0; i < n; i++)
		if (!looked_at(&p, i, first, e))
			return false;
	return true;
}
