/* See attest.h. */
#include "intake/attest.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

struct finding {
	struct reg *r;
	struct arena *a;
	int64_t only;		   /* the log; 0: all */
	struct buf cuts, attested; /* of struct cut_standing */
};

static bool note_cut(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct finding *w = p;
	struct entry x;
	const struct rec *r = intake_record(w->r, w->a, log, seq, &x, e);
	struct cut_standing at = { .log = log, .seq = seq };

	if (!r)
		return false;
	at.day = r->day;
	if (!w->only || w->only == log)
		buf_add(&w->cuts, &at, sizeof at);
	return true;
}

static bool note_ref(struct finding *w, const struct rec *r, struct err *e)
{
	const struct val *cut = rec_get(r, "cut");
	struct cut_standing at = { 0 };

	if (!cut || cut->s.len != REF_BYTES)
		return true;
	if (!store_entry_by_leaf(w->r->store, str_from(cut->s, 16), &at.log, &at.seq, e))
		return false;
	buf_add(&w->attested, &at, sizeof at);
	return true;
}

static bool note_attest(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct finding *w = p;
	struct entry x;
	const struct rec *r = intake_record(w->r, w->a, log, seq, &x, e);

	return r && note_ref(w, r, e);
}

/* Those that wait for the next cut. */
static bool note_drafts(struct finding *w, struct err *e)
{
	const struct store_log *logs;
	struct store_draft *list;
	size_t n_logs, n;

	if (!store_logs_kept(w->r->store, &logs, &n_logs, e))
		return false;
	for (size_t i = 0; i < n_logs; i++) {
		if (!store_drafts(w->r->store, w->a, logs[i].id, false, &list, &n, e))
			return false;
		for (size_t j = 0; j < n; j++) {
			struct entry x;
			struct rec *r;

			if (list[j].kind != kind_attest.code)
				continue;
			if (!entry_read(w->a, list[j].bytes, &x, e) ||
			    !entry_known(w->a, &x, &r, e) || !note_ref(w, r, e))
				return false;
		}
	}
	return true;
}

static bool is_attested(const struct finding *w, const struct cut_standing *cut)
{
	const struct cut_standing *list = (const struct cut_standing *)(const void *)w->attested.p;

	for (size_t i = 0; i < w->attested.len / sizeof *list; i++)
		if (list[i].log == cut->log && list[i].seq == cut->seq)
			return true;
	return false;
}

bool intake_cuts(struct reg *r, struct arena *a, int64_t log, int64_t from, int64_t to,
		 struct cut_standing **list, size_t *n, struct err *e)
{
	struct finding w = {
		.r = r, .a = a, .only = log, .cuts = { .a = a }, .attested = { .a = a }
	};
	int64_t today;

	if (!intake_today(r, a, &today, e) ||
	    !store_records(r->store, kind_cut.code, from, to, false, note_cut, &w, e) ||
	    !store_records(r->store, kind_attest.code, from, today, false, note_attest, &w, e) ||
	    !note_drafts(&w, e))
		return false;
	*list = (struct cut_standing *)(void *)w.cuts.p;
	*n = w.cuts.len / sizeof **list;
	for (size_t i = 0; i < *n; i++) {
		(*list)[i].attested = is_attested(&w, &(*list)[i]);
		(*list)[i].missed = !(*list)[i].attested && today - (*list)[i].day > ATTEST_DAYS;
	}
	return true;
}

static bool attest_one(struct reg *r, struct arena *a, struct str log, int64_t seq,
		       const struct str *signers, size_t n_signers, struct refusals *why,
		       struct err *e)
{
	struct draft *d = draft_new(a, &kind_attest);
	struct receipt receipt;

	for (size_t i = 0; i < n_signers && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = signers[i];
	return draft_set(a, d, S("log"), log, why) &&
	       draft_set(a, d, S("cut"), str_fmt(a, "%.*s/%lld", P(log), (long long)seq), why) &&
	       intake_accept_in(r, a, d, false, &receipt, why, e);
}

static bool attest_log(struct reg *r, struct arena *a, const struct store_log *log, int64_t today,
		       const struct str *signers, size_t n_signers, size_t *n, struct refusals *why,
		       struct err *e)
{
	struct cut_standing *list;
	size_t all;

	if (!intake_cuts(r, a, log->id, today - ATTEST_DAYS, today, &list, &all, e))
		return false;
	for (size_t i = 0; i < all; i++) {
		if (list[i].attested)
			continue;
		if (!attest_one(r, a, log->name, list[i].seq, signers, n_signers, why, e))
			return within(e, "attest cut %.*s/%lld", P(log->name),
				      (long long)list[i].seq);
		(*n)++;
	}
	return true;
}

bool intake_attest(struct reg *r, struct arena *a, struct str log, const struct str *signers,
		   size_t n_signers, size_t *n, struct refusals *why, struct err *e)
{
	struct store_log *logs, one;
	int64_t today;
	size_t n_logs;

	*n = 0;
	if ((log.s && !reg_log(r, a, log, &one, e)) || !intake_today(r, a, &today, e) ||
	    !store_logs(r->store, a, &logs, &n_logs, e) || !intake_begin(r, e))
		return false;
	for (size_t i = 0; i < n_logs; i++)
		if ((!log.s || str_eq(log, logs[i].name)) &&
		    !attest_log(r, a, &logs[i], today, signers, n_signers, n, why, e)) {
			intake_drop(r);
			return false;
		}
	return intake_commit(r, e);
}
