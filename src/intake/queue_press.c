/* What waits at the desk for the press: claims of which nothing was found yet, nor of what they come from. */
#include <stdlib.h>

#include "base/arena.h"
#include "intake/commit.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

struct desk_claim {
	int64_t index, copied_from, source, day; /* source: at the end of the chain of copies */
};

struct desk {
	struct queue *q;
	struct buf judged; /* of int64_t: claims that have a finding */
	struct buf claims; /* of struct desk_claim */
};

/* The entry of headquarters' log that a reference names; -1: not set. */
static int64_t named(const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? ref_index(v->s) : -1;
}

static bool add_judged(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct desk *d = p;
	struct entry x;
	const struct rec *r = intake_record(d->q->r, d->q->a, log, seq, &x, e);
	int64_t claim = r ? named(r, "claim") : -1;

	if (claim >= 0)
		buf_add(&d->judged, &claim, sizeof claim);
	return r;
}

static bool add_claim(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct desk *d = p;
	struct entry x;
	const struct rec *r = intake_record(d->q->r, d->q->a, log, seq, &x, e);
	struct desk_claim c = { .index = seq, .source = seq };

	if (!r)
		return false;
	c.copied_from = named(r, "copied_from");
	c.day = r->day;
	buf_add(&d->claims, &c, sizeof c);
	return true;
}

static int by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

static int by_index(const void *x, const void *y)
{
	const struct desk_claim *a = x, *b = y;

	return by_number(&a->index, &b->index);
}

static bool is_judged(const struct desk *d, int64_t claim)
{
	return d->judged.len &&
	       bsearch(&claim, d->judged.p, d->judged.len / sizeof claim, sizeof claim, by_number);
}

/* A copy, of however many copies, is judged with its source. What a reference names came before it: so the source of that is
 * known, and no chain comes back to itself. */
static bool waits(const struct desk *d, struct desk_claim *list, size_t n, size_t i)
{
	struct desk_claim from = { .index = list[i].copied_from };
	const struct desk_claim *of = from.index >= 0 && from.index < list[i].index
					      ? bsearch(&from, list, n, sizeof *list, by_index)
					      : NULL;

	if (of)
		list[i].source = of->source;
	return !is_judged(d, list[i].index) && !is_judged(d, list[i].source);
}

bool queue_press(struct queue *q, struct err *e)
{
	struct desk d = { .q = q, .judged = { .a = q->a }, .claims = { .a = q->a } };
	struct desk_claim *list;
	int64_t waiting = 0, oldest = NO_DAY;
	size_t n;

	if (!store_records(q->r->store, kind_press_finding.code, DAY_MIN, DAY_MAX, true, add_judged,
			   &d, e) ||
	    !store_records(q->r->store, kind_press_claim.code, DAY_MIN, DAY_MAX, true, add_claim,
			   &d, e))
		return false;
	if (d.judged.len)
		qsort(d.judged.p, d.judged.len / sizeof(int64_t), sizeof(int64_t), by_number);
	list = (struct desk_claim *)(void *)d.claims.p;
	n = d.claims.len / sizeof *list;
	if (n)
		qsort(list, n, sizeof *list, by_index);
	for (size_t i = 0; i < n; i++)
		if (waits(&d, list, n, i)) {
			waiting++;
			oldest = oldest == NO_DAY || list[i].day < oldest ? list[i].day : oldest;
		}
	if (waiting)
		queue_add(q, (struct wait){ .role = S("press,approver"),
					    .what = "find_press",
					    .log = S("hq"),
					    .since = oldest,
					    .limit = NO_DAY,
					    .why = str_fmt(q->a,
							   "claims of the press that were not "
							   "compared yet: %lld (sulh press "
							   "claims)",
							   (long long)waiting) });
	return true;
}
