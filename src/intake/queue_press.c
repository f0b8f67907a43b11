/* What waits at the desk for the press: claims of which nothing was found yet, nor of what they copied. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/commit.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

struct desk {
	struct queue *q;
	struct buf judged; /* of int64_t: claims that have a finding, sorted when all are there */
	int64_t waiting, oldest;
};

/* The entry of headquarters' log that a reference names; -1: not set. */
static int64_t named(const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);
	uint64_t n = 0;

	if (!v || v->s.len != REF_BYTES)
		return -1;
	for (size_t i = 8; i < 16; i++)
		n = n << 8 | (uint8_t)v->s.s[i];
	return n > INT64_MAX ? -1 : (int64_t)n;
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

static int by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

static bool is_judged(const struct desk *d, int64_t claim)
{
	return d->judged.len &&
	       bsearch(&claim, d->judged.p, d->judged.len / sizeof claim, sizeof claim, by_number);
}

static bool add_waiting(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct desk *d = p;
	struct entry x;
	const struct rec *r = intake_record(d->q->r, d->q->a, log, seq, &x, e);
	int64_t from = r ? named(r, "copied_from") : -1;

	if (!r)
		return false;
	/* What came before in the log is known: a copy of what is judged is judged. */
	if (is_judged(d, seq) || (from >= 0 && is_judged(d, from)))
		return true;
	d->waiting++;
	d->oldest = d->oldest == NO_DAY || r->day < d->oldest ? r->day : d->oldest;
	return true;
}

bool queue_press(struct queue *q, struct err *e)
{
	struct desk d = { .q = q, .judged = { .a = q->a }, .oldest = NO_DAY };

	if (!store_records(q->r->store, kind_press_finding.code, DAY_MIN, DAY_MAX, true, add_judged,
			   &d, e))
		return false;
	if (d.judged.len)
		qsort(d.judged.p, d.judged.len / sizeof(int64_t), sizeof(int64_t), by_number);
	if (!store_records(q->r->store, kind_press_claim.code, DAY_MIN, DAY_MAX, true, add_waiting,
			   &d, e))
		return false;
	if (d.waiting)
		queue_add(q, (struct wait){ .role = S("press,approver"),
					    .what = "find_press",
					    .log = S("hq"),
					    .since = d.oldest,
					    .limit = NO_DAY,
					    .why = str_fmt(q->a,
							   "claims of the press that were not "
							   "compared yet: %lld (sulh press "
							   "claims)",
							   (long long)d.waiting) });
	return true;
}
