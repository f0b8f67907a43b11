/* What an act brings about at once. An appeal that is upheld against a suspension ends it (rule/table.c, X43): the
 * same two sign that the paper is valid, in the same transaction, so that neither is there without the other. */
#include "intake/intake_int.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

static struct draft *lifting(struct accepting *w, int64_t index)
{
	const struct draft *of = w->d;
	struct draft *d = draft_new(w->a, &kind_standing);

	d->log = of->log;
	d->case_no = of->case_no;
	d->day = of->day;
	d->has_time = of->has_time;
	d->occurred = of->occurred;
	for (size_t i = 0; i < of->n_officers; i++)
		d->officers[d->n_officers++] = of->officers[i];
	return draft_set(w->a, d, S("act"), S("lift"), w->why) &&
			       draft_set(w->a, d, S("reason_code"), S("appeal_upheld"), w->why) &&
			       draft_set(w->a, d, S("status_index"),
					 str_fmt(w->a, "%lld", (long long)index), w->why)
		       ? d
		       : NULL;
}

bool follow(struct accepting *w, struct err *e)
{
	struct receipt receipt;
	struct draft *d;
	int64_t index;

	if (w->d->kind != &kind_appeal || !str_eq(w->act.event, S("suspension_lifted")) ||
	    !str_eq(w->paper, S("suspended")))
		return true;
	if (!paper_index(w->r, w->a, w->d->case_no, &index, e))
		return false;
	if (index < 0) {
		refuse(w->why, "not_cut", S("case"), w->d->case_no,
		       "a case whose suspension is in the log: cut it first (sulh cut)");
		return err_set(e, ERR_REFUSED, "appeal is refused");
	}
	d = lifting(w, index);
	return d && intake_accept_in(w->r, w->a, d, false, &receipt, w->why, e);
}
