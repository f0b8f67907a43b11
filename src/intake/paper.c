/* Where a case's paper stands in the status list. The certificate says it to its bearer only (object s): of one
 * that was suspended the public standing says it, of one that is provisional the object c. */
#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

struct paper_acts {
	struct store_case_act certificate, suspension; /* the newest; kind 0: none */
};

static bool note_act(void *p, const struct store_case_act *x, struct err *e)
{
	struct paper_acts *w = p;

	(void)e;
	if (x->kind == kind_certificate.code)
		*w = (struct paper_acts){ .certificate = *x };
	else if (x->kind == kind_standing.code)
		w->suspension = *x;
	return true;
}

static bool of_standing(struct reg *r, struct arena *a, const struct store_case_act *x,
			int64_t *index, struct err *e)
{
	struct entry entry;
	const struct rec *rec = intake_record(r, a, x->log, x->seq, &entry, e);

	if (!rec)
		return false;
	if (rec->kind == &kind_standing && rec_get(rec, "status_index"))
		*index = rec_get(rec, "status_index")->n;
	return true;
}

static bool of_certificate(struct reg *r, struct arena *a, const struct store_case_act *x,
			   int64_t *index, struct err *e)
{
	struct centre_body body;
	struct store_entry s;
	const struct store_log *logs;
	struct entry entry;
	size_t n;

	if (!reg_unlock(r, e) || !store_logs_kept(r->store, &logs, &n, e) ||
	    !store_entry_get(r->store, a, x->log, x->seq, &s, e) ||
	    !entry_read(a, s.bytes, &entry, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (logs[i].id != x->log)
			continue;
		if (!seal_read_act(r, a, &logs[i], &entry, s.c, &body, e))
			return false;
		if (body.clock.has_paper)
			*index = body.clock.paper;
	}
	return true;
}

bool paper_index(struct reg *r, struct arena *a, struct str case_no, int64_t *index, struct err *e)
{
	struct paper_acts acts = { 0 };

	*index = -1;
	e->kind = ERR_NONE;
	if (!store_case_acts(r->store, case_no, note_act, &acts, e))
		return false;
	if (acts.suspension.kind && acts.suspension.seq >= 0)
		return of_standing(r, a, &acts.suspension, index, e);
	return !acts.certificate.kind || acts.certificate.seq < 0 ||
	       of_certificate(r, a, &acts.certificate, index, e);
}
