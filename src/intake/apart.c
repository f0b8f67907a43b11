/* See apart.h. */
#include "intake/apart.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* What the keyring should say of whose file is, or was, closed. */
struct wanting {
	struct reg *r;
	struct arena *a;
	struct buf children; /* 16 bytes each: whose file is closed */
	bool set;	     /* and sets it so */
	struct arena *one;
};

/* Who was erased has nothing to close. */
static bool want(struct wanting *w, const uint8_t subject[16], enum keyring_apart apart,
		 struct err *e)
{
	if (apart != APART_NOT)
		buf_add(&w->children, subject, 16);
	if (!w->set || keys_apart(w->r->keys, subject, apart, e))
		return true;
	if (e->kind != ERR_NOTHING)
		return false;
	e->kind = ERR_NONE;
	return true;
}

static bool of_referred(void *p, const uint8_t subject[16], bool child, struct err *e)
{
	return want(p, subject, child ? APART_CHILD : APART_NOT, e);
}

/* A case that was merged is closed while the one in which the person goes on is a child's. */
static bool of_merged(struct wanting *w, struct str case_no, struct err *e)
{
	struct store_case c;
	bool child;

	if (!store_case(w->r->store, w->one, case_no, &c, e))
		return false;
	if (!merged_child(w->r, w->one, case_no, &child, e))
		return false;
	if (!str_eq(c.state, S("merged_into")))
		return child || want(w, c.subject, APART_NOT, e);
	return want(w, c.subject, child ? APART_MERGED : APART_NOT, e);
}

/* Those who were referred as children, and of whom nobody said later that they were none, with what was merged into their files. */
static bool look(struct wanting *w, struct err *e)
{
	struct str *list;
	size_t n;
	bool ok;

	if (!store_referrals(w->r->store, kind_child_referral.code, of_referred, w, e) ||
	    !store_cases_of_kind(w->r->store, w->a, kind_merge.code, &list, &n, e))
		return false;
	w->one = arena_new(0);
	ok = w->one || err_set(e, ERR_FAILED, "look at what was merged: out of memory");
	for (size_t i = 0; ok && i < n; i++) {
		ok = of_merged(w, list[i], e);
		arena_reset(w->one);
	}
	arena_free(w->one);
	return ok;
}

static bool children(struct reg *r, struct arena *a, struct str *out, struct err *e)
{
	struct wanting w = { .r = r, .a = a, .children = { .a = a } };

	if (!look(&w, e))
		return false;
	*out = buf_text(&w.children);
	return true;
}

bool apart_follow(struct reg *r, struct arena *a, struct err *e)
{
	struct wanting w = { .r = r, .a = a, .children = { .a = a }, .set = true };

	return look(&w, e);
}

static bool cases_of(struct reg *r, struct arena *a, struct str subjects, struct str *out,
		     struct err *e)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < subjects.len; i += 16) {
		struct str case_no;

		if (!store_case_of_subject(r->store, a, str_mem(subjects.s + i, 16), &case_no, e))
			return false;
		buf_fmt(&b, "%s%.*s", b.len ? ", " : "", P(case_no.s ? case_no : S("no case")));
	}
	*out = buf_text(&b);
	return true;
}

bool apart_look(struct reg *r, struct arena *a, struct apart_look *out, struct err *e)
{
	struct str list, open, closed;

	*out = (struct apart_look){ 0 };
	if (!reg_unlock(r, e) || !children(r, a, &list, e))
		return false;
	if (!keys_aparts(r->keys, a, list, false, &out->open, &open, e) ||
	    !keys_aparts(r->keys, a, list, true, &out->closed, &closed, e)) {
		out->untold = e->kind == ERR_LOCKED;
		return out->untold;
	}
	out->differ = out->open || out->closed;
	out->told = keys_are_here(r->keys);
	return cases_of(r, a, open, &out->of_open, e) && cases_of(r, a, closed, &out->of_closed, e);
}

static bool is_child(struct str list, const uint8_t subject[16])
{
	for (size_t i = 0; i < list.len; i += 16)
		if (!memcmp(list.s + i, subject, 16))
			return true;
	return false;
}

/* Two who serve, of protection, of whom one is not the other. */
static bool may_reopen(struct reg *r, struct arena *a, const struct str *names, size_t n,
		       struct signer *who, struct refusals *why, struct err *e)
{
	struct decide_view v = { 0 };

	if (n != 2)
		return refuse(why, "signers", S("as"), n ? names[0] : S(""),
			      "two protection officers");
	for (size_t i = 0; i < n; i++) {
		if (!reader_find(r, a, names[i], &who[i], why, e))
			return false;
		if (!who[i].serving || !role_in(who[i].roles, S("protection")))
			return refuse(why, "role", S("as"), names[i],
				      "a protection officer who serves today");
	}
	return kept_same(r, &v.same, &v.n_same, e) &&
	       (!part_same(&v, who[0].kid, who[1].kid) ||
		refuse(why, "same", S("as"), names[1],
		       "another officer than the first, and no relative"));
}

static bool log_of(struct reg *r, struct arena *a, int64_t id, struct str *name, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(r->store, a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == id)
			*name = logs[i].name;
	return true;
}

/* While it was closed it was like nobody. */
static bool compare_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e)
{
	if (!intake_begin(r, e))
		return false;
	if (names_anew(r, a, case_no, e))
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}

/* Each of the two stands in the journal of the person, and is counted in public like who opens something. */
static bool reopen(struct reg *r, struct arena *a, struct str case_no, const struct store_case *of,
		   const struct str *names, const struct signer who[2], struct err *e)
{
	struct keys_reading why = { .purpose = S("case_work") };

	if (!log_of(r, a, of->log, &why.log, e) || !intake_sign_in(r, a, names, 2, e))
		return false;
	for (size_t i = 0; i < 2; i++) {
		why.kid = who[i].kid;
		if (!intake_opening(r, a, of->log, e) ||
		    !keys_opening(r->keys, &why, of->subject, e))
			return false;
	}
	return compare_anew(r, a, case_no, e) && keys_apart(r->keys, of->subject, APART_NOT, e);
}

bool apart_reopen(struct reg *r, struct arena *a, struct str case_no, const struct str *names,
		  size_t n, struct refusals *why, struct err *e)
{
	struct signer who[2];
	struct store_case of;
	struct str list;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !store_case(r->store, a, case_no, &of, e) ||
	    !children(r, a, &list, e))
		return false;
	if (!of.there)
		refuse(why, "no_case", S("case"), case_no, "the number of a case that is here");
	else if (is_child(list, of.subject))
		refuse(why, "child", S("case"), case_no,
		       "a file that is closed without a referral on record: this one is a child's, "
		       "which "
		       "two protection officers open when the person asks for another age "
		       "(child_referral later_found_adult=yes)");
	if (!may_reopen(r, a, names, n, who, why, e) || why->n) {
		if (why->n && (e->kind == ERR_NONE || e->kind == ERR_NOTHING))
			err_set(e, ERR_REFUSED, "person reopen is refused");
		return false;
	}
	return reopen(r, a, case_no, &of, names, who, e);
}
