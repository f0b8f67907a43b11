/* See sums_int.h. A sum that two officers assert comes to no more than this register knows: of its month and of each later
 * one of which something was said, of its place and of each in which that lies. */
#include "intake/sums_int.h"

#include <string.h>

#include "base/arena.h"
#include "intake/places_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Whether a place lies in the scope, or is it; a scope of none has all. */
static bool in_scope(const struct places *all, struct str place, struct str scope)
{
	return !scope.s || str_eq(place, scope) ||
	       (all && place_lies_in(place_by_code(all, place), place_by_code(all, scope)));
}

/* A sum that waits for the cut was said, and takes the place of what it corrects. */
static void said_waiting(const struct places *all, struct str scope, const struct rec *r,
			 struct store_said *logged, size_t n, struct buf *found)
{
	struct store_said x = { .seq = -1,
				.figure = rec_code(r, "figure"),
				.detail = rec_get(r, "detail") ? rec_code(r, "detail") : S(""),
				.month = rec_code(r, "month"),
				.amount = rec_get(r, "amount")->n };

	for (size_t i = 0; i < n; i++)
		if (logged[i].seq == corrects_at(r))
			logged[i].figure = S("");
	if (in_scope(all, rec_get(r, "scope")->s, scope))
		buf_add(found, &x, sizeof x);
}

bool sums_said(struct reg *r, struct arena *a, struct str scope, int64_t but,
	       struct store_said **list, size_t *n, struct err *e)
{
	struct places *all = scope.s ? places_kept(r, e) : NULL;
	struct buf found = { .a = a };
	struct store_said *logged;
	struct store_draft *drafts;
	struct store_log hq;
	size_t n_logged, n_drafts;

	if ((scope.s && !all) || !store_sums_said(r->store, a, scope, &logged, &n_logged, e) ||
	    !reg_log(r, a, S("hq"), &hq, e) ||
	    !store_drafts(r->store, a, hq.id, false, &drafts, &n_drafts, e))
		return false;
	for (size_t i = 0; i < n_drafts; i++) {
		struct entry *x = arena_alloc(a, sizeof *x);
		const struct rec *of;

		if (drafts[i].kind != kind_delayed_sum.code)
			continue;
		if (!entry_read(a, drafts[i].bytes, x, e))
			return within(e, "read the sums that wait for the cut");
		of = entry_fields(a, x);
		if (!of)
			return err_set(e, ERR_ATTENTION,
				       "a delayed sum that waits for the cut cannot be read");
		said_waiting(all, scope, of, logged, n_logged, &found);
	}
	for (size_t i = 0; i < n_logged; i++)
		if (logged[i].seq != but && logged[i].figure.len)
			buf_add(&found, &logged[i], sizeof logged[i]);
	*list = (struct store_said *)(void *)found.p;
	*n = found.len / sizeof **list;
	return true;
}

bool sums_is(const struct store_said *x, struct str figure, struct str detail)
{
	return str_eq(x->figure, figure) && str_eq(x->detail, detail);
}

/* What may still be said, and the month and the place that leave no more. */
struct room {
	int64_t amount;
	bool state;
	struct str month, scope;
};

static bool room_of(struct accepting *w, struct str month, struct str scope, struct room *least,
		    struct err *e)
{
	const struct rec *r = w->d->r;
	struct str detail = rec_get(r, "detail") ? rec_code(r, "detail") : S("");
	struct room here = { .month = month, .scope = scope };
	struct sum list[SUMS_MOST];
	size_t n;

	if (!sums_but(w->r, w->a, month, scope, corrects_at(r), list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (rec_is(r, "figure", list[i].figure) && str_eq(detail, str_of(list[i].detail))) {
			here.amount = list[i].amount > 0 ? list[i].amount : 0;
			here.state = list[i].state;
		}
	if (here.amount < least->amount)
		*least = here;
	return true;
}

/* What is said of a month stands in the totals of each later one of which something was said. */
static bool room_later(struct accepting *w, struct str scope, struct room *least, struct err *e)
{
	const struct rec *r = w->d->r;
	struct str month = rec_code(r, "month"),
		   detail = rec_get(r, "detail") ? rec_code(r, "detail") : S("");
	struct store_said *said;
	size_t n;

	if (!sums_said(w->r, w->a, scope, corrects_at(r), &said, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool again = str_cmp(said[i].month, month) <= 0 ||
			     !sums_is(&said[i], rec_code(r, "figure"), detail);

		for (size_t j = 0; j < i && !again; j++)
			again = sums_is(&said[j], said[i].figure, said[i].detail) &&
				str_eq(said[j].month, said[i].month);
		if (!again && !room_of(w, said[i].month, scope, least, e))
			return false;
	}
	return true;
}

/* Of what adds up, no place in which it lies may come to more than is known of that. */
static bool room_above(struct accepting *w, struct room *least, struct err *e)
{
	struct str month = rec_code(w->d->r, "month"), scope = rec_get(w->d->r, "scope")->s;
	struct places *all = places_kept(w->r, e);
	const struct place *p = all ? place_by_code(all, scope) : NULL;

	*least = (struct room){ .amount = INT64_MAX };
	if (!all || !room_of(w, month, scope, least, e))
		return false;
	if (least->state)
		return true;
	if (!room_later(w, scope, least, e))
		return false;
	for (int i = 0; p && p->up && i < PLACES_DEPTH; i++) {
		p = p->up;
		if (!room_of(w, month, p->code, least, e) || !room_later(w, p->code, least, e))
			return false;
	}
	return true;
}

bool sums_hold(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	struct decide_view v = { 0 };
	struct room most;
	int64_t amount;

	if (r->kind != &kind_delayed_sum || w->why->n)
		return true;
	if (!kept_centres(w->r, &v, e) || !room_above(w, &most, e))
		return false;
	/* Of centres whose logs are elsewhere nothing is known here. */
	if (v.centres_here < v.centres)
		return true;
	amount = rec_get(r, "amount")->n;
	if (amount > most.amount && !rec_get(r, "beyond"))
		refuse(w->why, "beyond", S("amount"), str_fmt(w->a, "%lld", (long long)amount),
		       "%lld at most: of %.*s no more is known to this register at the end of "
		       "%.*s and was not said yet, in the log or waiting for the cut (sulh sums "
		       "--month %.*s); or `beyond`, which says where the rest is known",
		       (long long)most.amount, P(most.scope), P(most.month), P(most.month));
	else if (amount <= most.amount && rec_get(r, "beyond"))
		refuse(w->why, "beyond", S("beyond"), rec_code(r, "beyond"),
		       "nothing: all of it is known to this register");
	return !w->why->n;
}
