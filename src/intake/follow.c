/* What an act brings about at once. An appeal that is upheld against a suspension ends it (rule/table.c, X43): the
 * same two sign that the paper is valid, in the same transaction, so that neither is there without the other. Whoever is
 * registered under a name that somebody has is a possible duplicate (X120), until two adjudicators have compared the two, but where
 * it was answered that they are two (X221). */
#include "intake/intake_int.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Another act of the case, of the same time and signed by the same. */
static struct draft *following(struct accepting *w, const struct kind *k)
{
	const struct draft *of = w->d;
	struct draft *d = draft_new(w->a, k);

	d->log = of->log;
	d->case_no = of->case_no;
	d->day = of->day;
	d->has_time = of->has_time;
	d->occurred = of->occurred;
	for (size_t i = 0; i < of->n_officers; i++)
		d->officers[d->n_officers++] = of->officers[i];
	return d;
}

static struct draft *lifting(struct accepting *w, int64_t index)
{
	struct draft *d = following(w, &kind_standing);

	return draft_set(w->a, d, S("act"), S("lift"), w->why) &&
			       draft_set(w->a, d, S("reason_code"), S("appeal_upheld"), w->why) &&
			       draft_set(w->a, d, S("status_index"),
					 str_fmt(w->a, "%lld", (long long)index), w->why)
		       ? d
		       : NULL;
}

/* One of whom it was answered that it is another person is noted as that, and nobody asks again; else somebody has to compare. */
static bool note_alike(struct accepting *w, struct err *e)
{
	for (size_t i = 0; i < w->n_alike; i++) {
		const struct lookalike *x = &w->alike[i];
		struct draft *d = following(w, &kind_dedup_link);
		struct receipt receipt;

		d->there = x->there;
		if (!draft_set(w->a, d, S("other"), str_hex(w->a, x->subject, 16), w->why) ||
		    !draft_set(w->a, d, S("score"), str_fmt(w->a, "%d", x->score), w->why) ||
		    !draft_set(w->a, d, S("fields"), agrees_text(w->a, x->agrees), w->why) ||
		    !draft_set(w->a, d, S("reason"), x->reason, w->why) ||
		    (x->other && !draft_set(w->a, d, S("verdict"), S("other_person"), w->why)) ||
		    !intake_accept_in(w->r, w->a, d, false, &receipt, w->why, e))
			return false;
	}
	return true;
}

bool follow(struct accepting *w, struct err *e)
{
	struct receipt receipt;
	struct draft *d;
	int64_t index;

	if (w->n_alike)
		return note_alike(w, e);
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
