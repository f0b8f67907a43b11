/* See compare_each.h. */
#include "intake/compare_each.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

#define BATCH 100

static bool one(struct compare_each *x, struct arena *a, struct str case_no, struct err *e)
{
	struct accepting *w = arena_alloc(a, sizeof *w);
	struct draft *d = draft_new(a, &kind_dedup_link);

	d->case_no = case_no;
	d->officers[d->n_officers++] = x->officer;
	*w = (struct accepting){ .r = x->r, .a = a, .d = d, .why = x->why };
	if (!store_case(x->r->store, a, case_no, &w->of, e))
		return false;
	if (w->of.there && !code_in(NOT_COMPARED, w->of.state)) {
		if (!x->find(x->p, w, e) || !follow(w, e))
			return false;
		x->cases++;
		x->noted += w->n_alike;
	}
	return w->more_alike || x->done(x->p, a, case_no, e);
}

static bool batch(struct compare_each *x, struct arena *a, const struct str *list, size_t n,
		  struct err *e)
{
	if (!intake_begin(x->r, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!one(x, a, list[i], e)) {
			intake_drop(x->r);
			return false;
		}
	return intake_commit(x->r, e);
}

bool compare_each(struct compare_each *x, const struct str *list, size_t n, struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "compare registrations: out of memory");

	for (size_t at = 0; ok && at < n; at += BATCH) {
		if (x->progress)
			x->progress(x->shown, at, n);
		arena_reset(a);
		ok = batch(x, a, list + at, n - at < BATCH ? n - at : BATCH, e);
	}
	arena_free(a);
	return ok;
}

bool compare_officer(struct reg *r, struct arena *a, struct str name, uint8_t kid[4],
		     struct refusals *why, struct err *e)
{
	struct signer who;

	if (!reader_find(r, a, name, &who, why, e))
		return false;
	if (!who.serving || !role_in(who.roles, S("adjudicator")))
		return refuse(why, "role", S("as"), name,
			      "an adjudicator who serves today: what is found is noted by who "
			      "compares");
	memcpy(kid, who.kid, sizeof who.kid);
	return intake_sign_in(r, a, &name, 1, e);
}
