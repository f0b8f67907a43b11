/* What two officers find of a claim of the press: they may judge otherwise than the program does, but a number that they put beside
 * the claim is one that was signed. */
#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "record/need.h"
#include "record/press.h"
#include "store/store.h"
#include "base/banned.h"

/* Where the claim names no place it is of the whole operation, and of any place that has its number. */
static const struct val *signed_in(const struct val *figures, const struct rec *claim,
				   struct str whole, int64_t number)
{
	static const char *const columns[] = { "h24", "d3", "total", "now" };
	const struct val *value = rec_get(claim, "value"), *line = NULL;
	const struct str any = { NULL, 0 };
	struct str place = rec_code(claim, "place_of");

	if (!place.len)
		place = value->n == number ? any : whole;
	for (size_t i = 0; !line && i < sizeof columns / sizeof *columns; i++)
		line = press_line(figures, claim, place, columns[i], number);
	return line;
}

/* Whether a bulletin that the finding names has the number. */
static bool is_signed(struct accepting *w, const struct rec *claim, int64_t number, bool *yes,
		      struct err *e)
{
	const struct val *against = rec_get(w->d->r, "against"), *figures;
	struct str whole;

	*yes = false;
	if (!store_whole(w->r->store, w->a, &whole, e))
		return false;
	for (size_t i = 0; against && !*yes && i < against->len; i++) {
		const struct rec *b = w->view.v.by_ref(w->view.v.p, against->v[i].s);

		if (!b || b->kind != &kind_bulletin)
			continue;
		if (!store_figures(w->r->store, w->a, b, &figures, e))
			return false;
		*yes = figures && signed_in(figures, claim, whole, number);
	}
	return true;
}

bool finding_holds(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r, *claim;
	const struct val *difference;
	bool yes = false;
	int64_t number;

	if (r->kind != &kind_press_finding || !press_needs_number(r))
		return true;
	claim = need_ref(r, &w->view.v, "claim");
	if (claim && press_number(claim, r, &number) && !is_signed(w, claim, number, &yes, e))
		return false;
	difference = rec_get(r, "difference");
	return yes || refuse(w->why, "signed", S("difference"),
			     difference ? str_fmt(w->a, "%lld", (long long)difference->n) : S(""),
			     "the claim less a figure that the bulletin signed, or a verdict that "
			     "needs none");
}
