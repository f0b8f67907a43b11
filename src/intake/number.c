/* See number.h. */
#include "intake/number.h"

#include <string.h>

#include "base/arena.h"
#include "intake/file.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "keyd/keys_file.h"
#include "record/reader.h"
#include "base/banned.h"

/* Whoever did not meet the person hands nothing out: such a slip would be somebody else's who has it. */
static bool met(struct reg *r, struct arena *a, struct str case_no, const uint8_t kid[4],
		struct err *e)
{
	struct decide_view v = { 0 };

	if (!history_see(r, a, case_no, &v, e) || !kept_same(r, &v.same, &v.n_same, e))
		return false;
	for (size_t i = 0; i < v.n_past; i++) {
		const struct past_act *x = &v.past[i];

		if (!str_eq(x->kind, S("presentation")) && !str_eq(x->kind, S("registration")))
			continue;
		for (size_t j = 0; j < x->n_kids; j++)
			if (part_officer(&v, x->kids[j], kid))
				return true;
	}
	return err_value(e, ERR_REFUSED, S("as"), S(""),
			 "who presented or registered this person; others print it again "
			 "(--again), which is an opening");
}

bool intake_number(struct reg *r, struct arena *a, struct str case_no, const struct reader *by,
		   bool again, struct number *out, struct err *e)
{
	const struct store_log *logs;
	struct keys_reading why;
	struct store_case of;
	size_t n;

	if (!reg_unlock(r, e) || !store_case(r->store, a, case_no, &of, e) ||
	    !store_logs_kept(r->store, &logs, &n, e))
		return false;
	if (again ? !file_giver(r, a, by, case_no, &of, &why, e)
		  : !intake_reader(r, a, by, S(READER_SLIPS), &why, e))
		return false;
	if (!of.there)
		return err_set(e, ERR_NOTHING, "no case of this number is in this register");
	memcpy(out->subject, of.subject, sizeof out->subject);
	/* Of somebody who was erased nothing is counted. */
	if (!keys_recipient(r->keys, of.subject, out->recipient, e))
		return false;
	for (size_t i = 0; again && i < n; i++)
		if (logs[i].id == of.log)
			why.log = str_dup(a, logs[i].name);
	if (again ? !intake_opening(r, a, of.log, e) : !met(r, a, case_no, why.kid, e))
		return false;
	return keys_slip(r->keys, &why, of.subject, again, out->recipient, e);
}
