/* Cuts that two officers on duty have not attested yet and still can. Later it is too late to say so: `log head`,
 * `doctor` and `verify` show those for ever. */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "base/banned.h"

#define ATTEST_DAYS 3 /* record/report.c: attest */

/* A cut by where it stands. */
struct cut_at {
	int64_t log, seq, day;
};

struct finding {
	struct queue *q;
	struct buf cuts, attested;
};

static bool note_cut(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct finding *w = p;
	struct entry x;
	const struct rec *r = intake_record(w->q->r, w->q->a, log, seq, &x, e);
	struct cut_at at = { log, seq, r ? r->day : 0 };

	if (!r)
		return false;
	buf_add(&w->cuts, &at, sizeof at);
	return true;
}

static bool note_attest(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct finding *w = p;
	struct cut_at at = { 0 };
	struct entry x;
	const struct rec *r = intake_record(w->q->r, w->q->a, log, seq, &x, e);
	const struct val *cut = r ? rec_get(r, "cut") : NULL;

	if (!cut || cut->s.len != REF_BYTES)
		return r != NULL;
	if (!store_entry_by_leaf(w->q->r->store, str_from(cut->s, 16), &at.log, &at.seq, e))
		return false;
	buf_add(&w->attested, &at, sizeof at);
	return true;
}

static bool attested(const struct finding *w, const struct cut_at *cut)
{
	const struct cut_at *list = (const struct cut_at *)(const void *)w->attested.p;

	for (size_t i = 0; i < w->attested.len / sizeof *list; i++)
		if (list[i].log == cut->log && list[i].seq == cut->seq)
			return true;
	return false;
}

bool queue_cuts(struct queue *q, struct err *e)
{
	struct finding w = { .q = q, .cuts = { .a = q->a }, .attested = { .a = q->a } };
	struct store *s = q->r->store;
	const struct cut_at *list;
	int64_t today;

	if (!intake_today(q->r, q->a, &today, e) ||
	    !store_records(s, kind_by_name(S("cut"))->code, today - ATTEST_DAYS, today, false,
			   note_cut, &w, e) ||
	    !store_records(s, kind_by_name(S("attest"))->code, today - ATTEST_DAYS, today, false,
			   note_attest, &w, e))
		return false;
	list = (const struct cut_at *)(const void *)w.cuts.p;
	for (size_t i = 0; i < w.cuts.len / sizeof *list; i++)
		if (!attested(&w, &list[i]))
			queue_add(q,
				  (struct wait){ .role = S("chief,panel,reception"),
						 .what = "attest",
						 .log = queue_log(q, list[i].log),
						 .since = list[i].day,
						 .limit = list[i].day + ATTEST_DAYS,
						 .why = str_fmt(q->a, "cut %.*s/%lld of %.*s",
								P(queue_log(q, list[i].log)),
								(long long)list[i].seq,
								P(day_text(q->a, list[i].day))) });
	return true;
}
