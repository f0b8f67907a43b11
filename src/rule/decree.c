/* Deadlines of decrees (product.md S1): windows by category, extensions as decrees of their own. The
 * last day counts, to midnight in the operation's zone. */
#include "rule/decide.h"

#include "base/time.h"
#include "base/banned.h"

bool decree_covers(const struct decide_view *v, struct str category, int64_t local_day,
		   struct refusals *why)
{
	int64_t nearest = NO_DAY;

	/* A person associated with an armed group without arms needs no window: nothing is held
	 * against him or her. */
	if (str_eq(category, S("associated")))
		return true;
	for (size_t i = 0; i < v->n_decrees; i++) {
		const struct val *windows = rec_get(v->decrees[i], "windows");

		for (size_t j = 0; windows && j < windows->len; j++) {
			const struct val *w = windows->v[j].v;

			if (!str_eq(w[0].s, category))
				continue;
			if (local_day >= w[2].n && local_day <= w[3].n)
				return true;
			if (w[3].n > nearest)
				nearest = w[3].n;
		}
	}
	if (nearest == NO_DAY)
		return refuse(why, "not_covered", S("status_sought"), category,
			      "a category that a decree in the log covers");
	return refuse(
		why, "outside_window", S("status_sought"), category,
		"a day inside a window of a decree; the latest one for this category ends on %.*s",
		P(day_text(why->a, nearest)));
}
