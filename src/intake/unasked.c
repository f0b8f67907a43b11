/* See unasked.h. */
#include "intake/unasked.h"

#include "base/arena.h"
#include "intake/lists.h"
#include "rule/decide.h"
#include "base/banned.h"

bool unasked_see(struct reg *r, struct arena *a, struct str case_no, const struct decide_view *v,
		 int64_t newest, struct unasked *out, struct err *e)
{
	int64_t day, screened;

	*out = (struct unasked){ .centres = past_last(v, "registration", NULL) &&
					    !here_searched(v, &day) };
	for (size_t i = 0; i < v->n_past; i++)
		out->checks +=
			past_is(&v->past[i], "check", NULL) && here_unfollowed(v, &v->past[i]);
	if (!store_state(r->store, str_fmt(a, SCREENED "%.*s", P(case_no)), &screened, e))
		return false;
	out->lists = newest && (screened == NO_DAY || screened < newest);
	return true;
}
