/*
 * A bulletin may not change the past silently (figures.csv, Q2): the rows of earlier bulletins' days, counted
 * below the sizes of the bulletin before it and again below its own, differ only where restatements in
 * between say so.
 */
#include "sync/verify_sheet.h"

#include "base/arena.h"
#include "base/time.h"
#include "figure/count.h"
#include "record/kinds.h"
#include "base/banned.h"

struct past {
	struct verify *v;
	const struct told *told, *before, *now;
	size_t n;
	const struct rec **said; /* restatements between the two, and their indices */
	uint64_t *indices;
	size_t said_n;
};

static uint64_t size_of(const struct told *t, size_t log)
{
	return t->sizes[log] == NOT_NAMED ? 0 : t->sizes[log];
}

static void collect(struct past *p)
{
	const struct vlog *hq = p->v->logs;
	const struct kept *list = LIST(struct kept, hq->kept);
	struct buf said = { .a = p->v->keep }, indices = { .a = p->v->keep };

	for (size_t i = 0; i < LIST_N(struct kept, hq->kept); i++) {
		if (list[i].index < size_of(p->before, 0) || list[i].index >= size_of(p->now, 0) ||
		    list[i].rec->kind != &kind_restatement)
			continue;
		buf_add(&said, &list[i].rec, sizeof list[i].rec);
		buf_add(&indices, &list[i].index, sizeof list[i].index);
	}
	p->said = LIST(const struct rec *, said);
	p->indices = LIST(uint64_t, indices);
	p->said_n = LIST_N(const struct rec *, said);
}

/* The bulletin lists them in order, as many as it may. */
static bool listed(const struct past *p, const struct rec *r)
{
	const struct val *list = rec_get(r, "corrections");
	size_t n = list ? list->len : 0;
	size_t want = p->said_n < COUNT_CORRECTIONS ? p->said_n : COUNT_CORRECTIONS;

	if (n != want)
		return wrong_at(
			p->v, p->now->index,
			"it lists %zu corrections, %zu restatements come since the bulletin "
			"before",
			n, p->said_n);
	for (size_t i = 0; i < n; i++) {
		uint64_t index;
		bool later;

		if (verify_target(p->v, list->v[i].s, &index, &later) != p->v->logs || later ||
		    index != p->indices[i])
			return wrong_at(p->v, p->now->index,
					"correction %zu is not restatement %llu of log hq", i + 1,
					(unsigned long long)p->indices[i]);
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

/* The first day that is touched: by entries of days that had a bulletin, or by a restatement. */
static int64_t earliest(const struct past *p)
{
	int64_t day = p->before->day + 1;

	for (size_t i = 0; i < p->v->logs_n; i++)
		earliest_of(p, i, &day);
	for (size_t i = 0; i < p->said_n; i++)
		least(&day, rec_get(p->said[i], "of_day")->n);
	return day;
}

/* False where that is listed, or with an error. */
static bool rows_below(const struct past *p, const struct told *sizes, int64_t day,
		       struct row **rows, size_t *n, struct err *e)
{
	struct count *c = verify_sum(p->v, p->now->index, sizes->sizes, day, e);

	return c && count_rows(c, rows, n, e);
}

static bool one_day(const struct past *p, int64_t day, struct err *e)
{
	struct row *was, *is;
	size_t n_was, n_is, n, k = 0, wrong;
	const struct rec **said;
	struct change *list;

	arena_reset(p->v->scratch);
	said = arena_array(p->v->scratch, p->said_n, sizeof *said);
	for (size_t i = 0; i < p->said_n; i++)
		if (rec_get(p->said[i], "of_day")->n == day)
			said[k++] = p->said[i];
	if (!rows_below(p, p->before, day, &was, &n_was, e) ||
	    !rows_below(p, p->now, day, &is, &n_is, e))
		return e->kind == ERR_NONE;
	n = count_unsaid(p->v->scratch, was, n_was, is, n_is, said, k, &list, &wrong);
	if (wrong < k)
		breaks(p->v, p->v->logs, p->now->index,
		       "bulletin: a restatement of %.*s of %.*s does not go on from what was "
		       "counted",
		       P(rec_code(said[wrong], "figure")), P(day_text(p->v->scratch, day)));
	else if (n)
		breaks(p->v, p->v->logs, p->now->index,
		       "bulletin: it changes %s at %.*s, %.*s, of %.*s from %lld to %lld, and no "
		       "restatement says so",
		       list[0].figure->code, P(list[0].place), P(period_name(list[0].period)),
		       P(day_text(p->v->scratch, day)), (long long)list[0].old,
		       (long long)list[0].new);
	return true;
}

/* Each restatement is of a day that had a bulletin. */
static bool of_bulletins(const struct past *p)
{
	for (size_t i = 0; i < p->said_n; i++) {
		size_t at = 0;

		while (at < p->n && p->told[at].day != rec_get(p->said[i], "of_day")->n)
			at++;
		if (at == p->n)
			return wrong_at(p->v, p->now->index,
					"restatement %llu is of a day without a bulletin",
					(unsigned long long)p->indices[i]);
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
	collect(&p);
	if (!listed(&p, r) || !of_bulletins(&p))
		return true;
	first = earliest(&p);
	for (size_t i = 0; i < n; i++)
		if (told[i].day >= first && !one_day(&p, told[i].day, e))
			return false;
	return true;
}
