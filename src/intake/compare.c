/* See compare.h. */
#include "intake/compare.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

#define BATCH 100

struct comparing {
	struct reg *r;
	struct arena *one; /* of one batch */
	struct compare *x;
	struct refusals *why;
	uint8_t kid[4];
	int64_t today;
};

static bool compare_one(struct comparing *c, struct str case_no, struct err *e)
{
	struct accepting *w = arena_alloc(c->one, sizeof *w);
	struct draft *d = draft_new(c->one, &kind_dedup_link);

	d->case_no = case_no;
	d->officers[d->n_officers++] = c->x->officer;
	*w = (struct accepting){ .r = c->r, .a = c->one, .d = d, .why = c->why };
	if (!store_case(c->r->store, c->one, case_no, &w->of, e))
		return false;
	/* A file that is closed is protection's, and one that was merged is another's. */
	if (w->of.there && !code_in("child_referred,deceased,merged_into,erased", w->of.state)) {
		if (!search_again(w, c->kid, e) || !follow(w, e))
			return false;
		c->x->cases++;
		c->x->noted += w->n_alike;
	}
	/* Of too many at once those that are left are compared when some of them are judged. */
	return w->more_alike ||
	       store_state_set(c->r->store, str_fmt(c->one, COMPARED "%.*s", P(case_no)), c->today,
			       e);
}

/* What was compared before the one that does not go is kept. */
static bool batch(struct comparing *c, const struct str *list, size_t n, struct err *e)
{
	if (!intake_begin(c->r, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!compare_one(c, list[i], e)) {
			intake_drop(c->r);
			return false;
		}
	return intake_commit(c->r, e);
}

static bool every(struct comparing *c, const struct str *list, size_t n, struct err *e)
{
	for (size_t at = 0; at < n; at += BATCH) {
		if (c->x->progress)
			c->x->progress(c->x->p, at, n);
		arena_reset(c->one);
		if (!batch(c, list + at, n - at < BATCH ? n - at : BATCH, e))
			return false;
	}
	return true;
}

static bool may_compare(struct reg *r, struct arena *a, struct str name, uint8_t kid[4],
			struct refusals *why, struct err *e)
{
	struct signer who;

	if (!reader_find(r, a, name, &who, why, e))
		return false;
	if (!who.serving || !role_in(who.roles, S("adjudicator")))
		return refuse(why, "role", S("as"), name,
			      "an adjudicator who serves today: what is found is noted by who "
			      "compares");
	for (size_t i = 0; i < 4; i++)
		kid[i] = who.kid[i];
	return intake_sign_in(r, a, &name, 1, e);
}

bool intake_compare(struct reg *r, struct arena *a, struct compare *x, struct refusals *why,
		    struct err *e)
{
	struct comparing c = { .r = r, .one = arena_new(0), .x = x, .why = why };
	struct str *list;
	size_t n;
	bool ok;

	e->kind = ERR_NONE;
	ok = c.one || err_set(e, ERR_FAILED, "compare registrations: out of memory");
	ok = ok && reg_unlock(r, e) && may_compare(r, a, x->officer, c.kid, why, e) &&
	     intake_today(r, a, &c.today, e) &&
	     (x->all ? store_cases_of_kind(r->store, a, kind_registration.code, &list, &n, e)
		     : store_cases_offline(r->store, a, &list, &n, e)) &&
	     every(&c, list, n, e);
	arena_free(c.one);
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "person compare is refused");
	return ok;
}

bool compare_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e)
{
	struct str *list;

	return store_cases_offline(r->store, a, &list, n, e);
}
