/* See compare.h. */
#include "intake/compare.h"

#include "base/arena.h"
#include "intake/compare_each.h"
#include "record/kinds.h"
#include "base/banned.h"

struct comparing {
	struct reg *r;
	uint8_t kid[4];
	int64_t today;
};

static bool find(void *p, struct accepting *w, struct err *e)
{
	return search_again(w, ((struct comparing *)p)->kid, e);
}

static bool done(void *p, struct arena *a, struct str case_no, struct err *e)
{
	const struct comparing *c = p;

	return store_state_set(c->r->store, str_fmt(a, COMPARED "%.*s", P(case_no)), c->today, e);
}

bool intake_compare(struct reg *r, struct arena *a, struct compare *x, struct refusals *why,
		    struct err *e)
{
	struct comparing c = { .r = r };
	struct compare_each each = { .r = r,
				     .officer = x->officer,
				     .why = why,
				     .find = find,
				     .done = done,
				     .p = &c,
				     .progress = x->progress,
				     .shown = x->p };
	struct str *list;
	size_t n;
	bool ok;

	e->kind = ERR_NONE;
	ok = reg_unlock(r, e) && compare_officer(r, a, x->officer, c.kid, why, e) &&
	     intake_today(r, a, &c.today, e) &&
	     (x->all ? store_cases_of_kind(r->store, a, kind_registration.code, &list, &n, e)
		     : store_cases_offline(r->store, a, &list, &n, e)) &&
	     compare_each(&each, list, n, e);
	x->cases = each.cases;
	x->noted = each.noted;
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "person compare is refused");
	return ok;
}

bool compare_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e)
{
	struct str *list;

	return store_cases_offline(r->store, a, &list, n, e);
}
