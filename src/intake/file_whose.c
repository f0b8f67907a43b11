/* Whose file is asked for, and whether whoever asks may have it. See file.h. */
#include "intake/file.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/erase.h"
#include "intake/file_int.h"
#include "record/kinds.h"
#include "record/reader.h"
#include "base/banned.h"

static const struct str may_give = SC("dpo,case_worker");
/* A child's file is opened by nobody else (rule/open.h). */
static const struct str may_give_child = SC("dpo,protection");
/* Nor a testimony: its giver told it to them. */
static const struct str may_give_told = SC("protection");
/* Who gives neither is told so alike, whatever the case is, and whether there is one. */
static const struct str may_give_some = SC("dpo,case_worker,protection");

enum whose {
	ANYBODY,
	A_CHILD,
	A_TESTIMONY,
};

static bool gives(struct reg *r, struct arena *a, const struct reader *by, enum whose whose,
		  struct keys_reading *out, struct err *e)
{
	struct str roles = whose == A_TESTIMONY ? may_give_told
			   : whose == A_CHILD	? may_give_child
						: may_give;

	if (!intake_reader(r, a, by, roles, out, e))
		return false;
	return whose == ANYBODY || by->officer.len ||
	       err_value(e, ERR_REFUSED, S("as"), S(""),
			 "an officer with one of the roles %.*s: this is %s", P(roles),
			 whose == A_CHILD ? "a child's file" : "a testimony");
}

bool file_giver(struct reg *r, struct arena *a, const struct reader *by, struct str case_no,
		const struct store_case *of, struct keys_reading *out, struct err *e)
{
	bool child;

	if (!intake_reader(r, a, by, may_give_some, out, e) ||
	    !merged_child(r, a, case_no, &child, e) ||
	    !gives(r, a, by, child ? A_CHILD : ANYBODY, out, e))
		return false;
	return of->there || err_set(e, ERR_NOTHING, "no case of this number is in this register");
}

static bool of_case(struct filing *w, struct str case_no, const struct reader *by, struct err *e)
{
	struct store_case of;

	w->out->case_no = case_no;
	w->whose = str_fmt(w->a, "case %.*s", P(case_no));
	if (!store_case(w->r->store, w->a, case_no, &of, e))
		return false;
	return (file_giver(w->r, w->a, by, case_no, &of, &w->why, e) ||
		within(e, "%.*s", P(w->whose))) &&
	       file_case(w, &of, e);
}

static bool of_acts(struct filing *w, struct store_held *list, size_t n, const struct reader *by,
		    struct err *e)
{
	enum whose whose = ANYBODY;

	for (size_t i = 0; i < n; i++) {
		const struct kind *k = kind_by_code(list[i].kind);

		if (!k || k == &kind_testimony)
			whose = A_TESTIMONY;
		else if (k->seal[0] == 'T' && whose == ANYBODY)
			whose = A_CHILD;
	}
	return (gives(w->r, w->a, by, whose, &w->why, e) || within(e, "%.*s", P(w->whose))) &&
	       file_own(w, list, n, e);
}

/* An act in a case that is sealed to an identity of its own: a child's record, a testimony. What the act did in the
 * case is the case's. */
static bool own_in_case(struct filing *w, struct str log, int64_t seq, struct store_held *x,
			bool *yes, struct err *e)
{
	struct centre_body body = { 0 };
	struct store_entry s;
	struct store_log l;
	struct entry entry;

	*yes = false;
	if (!reg_log(w->r, w->a, log, &l, e) ||
	    !store_entry_get(w->r->store, w->a, l.id, seq, &s, e))
		return false;
	if (!s.s.s)
		return true;
	if (!entry_read(w->a, s.bytes, &entry, e) ||
	    !seal_read_act(w->r, w->a, &l, &entry, s.c, &body, e))
		return false;
	*yes = body.has_own && body.act.case_no.s;
	if (!*yes)
		return true;
	if (!store_act_held(w->r->store, w->a, body.act.draft, x, e))
		return false;
	x->subject = str_dup(w->a, str_mem(body.own, sizeof body.own));
	x->c = (struct str){ NULL, 0 };
	x->state = S("");
	return true;
}

/* All of it, as an erasure would take it. */
static bool of_entry(struct filing *w, struct str what, const struct reader *by, struct err *e)
{
	struct erase_whom whom;
	struct store_held *list;

	if (!erase_whom(w->r, w->a, what, &whom, e))
		return false;
	if (whom.n_cases)
		return of_case(w, whom.cases[0], by, e);
	list = arena_array(w->a, whom.n_acts + 1, sizeof *list);
	for (size_t i = 0; i < whom.n_acts; i++)
		if (!store_act_held(w->r->store, w->a, whom.acts[i].draft, &list[i], e))
			return false;
	return of_acts(w, list, whom.n_acts, by, e);
}

static bool by_entry(struct filing *w, struct str what, const struct reader *by, struct err *e)
{
	struct str number = what, log = str_cut(&number, '/');
	struct store_held x;
	int64_t seq;
	bool apart;

	if (!int_parse(number, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE, "give a case, LOG/INDEX, or the number on a slip");
	w->out->entry = what;
	w->whose = str_fmt(w->a, "entry %.*s", P(what));
	if (!own_in_case(w, log, seq, &x, &apart, e))
		return false;
	return apart ? of_acts(w, &x, 1, by, e) : of_entry(w, what, by, e);
}

/* A number that somebody has is repeated on no screen. */
static bool by_slip(struct filing *w, struct str what, const struct reader *by, struct err *e)
{
	w->whose = S("whom the number is of");
	return of_entry(w, what, by, e);
}

bool intake_file(struct reg *r, struct arena *a, struct str what, const struct reader *by,
		 struct person_file *out, struct err *e)
{
	struct filing *w = arena_alloc(a, sizeof *w);
	uint8_t subject[PERSON_BYTES];

	*w = (struct filing){ .r = r, .a = a, .out = out };
	*out = (struct person_file){ .case_no = S(""), .state = S("") };
	if (!reg_unlock(r, e) || !intake_reader(r, a, by, may_give_some, &w->why, e))
		return false;
	if (person_number(what, subject))
		return by_slip(w, what, by, e);
	return memchr(what.s, '/', what.len) ? by_entry(w, what, by, e)
					     : of_case(w, case_typed(a, what), by, e);
}

/* Whoever may read no case at all does not learn whether there is this one. */
static bool file_reader(struct filing *w, const struct reader *by, const struct store_case *of,
			struct err *e)
{
	const char *roles = reader_roles(by->purpose, false),
		   *apart = reader_roles(by->purpose, true);
	bool child;

	if (!by->officer.len)
		return err_value(e, ERR_REFUSED, S("as"), S(""), "the officer who reads");
	if (!roles || !code_in(FILE_WORK, by->purpose))
		return err_value(e, ERR_REFUSED, S("purpose"), by->purpose,
				 "one of " FILE_WORK
				 ": for the person there is person file, for all else a grant");
	if (!intake_reader(w->r, w->a, by, str_of(roles), &w->why, e))
		return false;
	if (!of->there)
		return err_set(e, ERR_NOTHING, "no case of this number is in this register");
	if (!merged_child(w->r, w->a, w->out->case_no, &child, e))
		return false;
	if (!child)
		return true;
	if (!apart)
		return err_value(e, ERR_REFUSED, S("purpose"), by->purpose,
				 "case_work, by a protection officer: this is a child's file");
	return intake_reader(w->r, w->a, by, str_of(apart), &w->why, e) ||
	       within(e, "a child's file");
}

bool intake_case_read(struct reg *r, struct arena *a, struct str case_no, const struct reader *by,
		      struct person_file *out, struct err *e)
{
	struct filing *w = arena_alloc(a, sizeof *w);
	struct store_case of;

	*w = (struct filing){ .r = r, .a = a, .out = out };
	*out = (struct person_file){ .case_no = case_no,
				     .work = true,
				     .compared = str_eq(by->purpose, S("duplicate")) };
	w->whose = str_fmt(a, "case %.*s", P(case_no));
	if (!reg_unlock(r, e) || !store_case(r->store, a, case_no, &of, e))
		return false;
	return (file_reader(w, by, &of, e) || within(e, "case %.*s", P(case_no))) &&
	       file_case(w, &of, e);
}
