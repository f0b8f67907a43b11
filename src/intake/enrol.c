/* Officers: a role key in the keyring and an entry in the log, signed by two who serve. The first set signs
 * for itself. */
#include "intake/commit.h"

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

static bool officer_draft(struct arena *a, const struct enrolment *x, const struct officer_key *key,
			  const struct str *signers, size_t n_signers, struct draft **out,
			  struct refusals *why)
{
	struct draft *d = draft_new(a, kind_by_name(S("officer")));
	bool ok;

	for (size_t i = 0; i < n_signers && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = signers[i];
	ok = draft_set(a, d, S("kid"), str_hex(a, key->kid, 4), why);
	ok &= draft_set(a, d, S("public_key"), str_hex(a, key->pub, 32), why);
	ok &= draft_set(a, d, S("roles"), x->roles, why);
	ok &= draft_set(a, d, S("from"), day_text(a, x->from), why);
	ok &= x->until == NO_DAY || draft_set(a, d, S("until"), day_text(a, x->until), why);
	ok &= draft_set(a, d, S("act"), S("enrol"), why);
	ok &= draft_set(a, d, S("name"), x->name, why);
	*out = d;
	return ok;
}

static bool has_key(struct reg *r, struct arena *a, struct str name, struct officer_key *key,
		    struct err *e)
{
	if (keyring_officer(r->keys, a, name, key, e))
		return true;
	return e->kind == ERR_NOTHING && keyring_officer_make(r->keys, a, name, key, e);
}

static bool enrol_all(struct reg *r, struct arena *a, const struct enrolment *list, size_t n,
		      const struct str *signers, size_t n_signers, struct refusals *why,
		      struct err *e)
{
	struct officer_key *keys = arena_array(a, n, sizeof *keys);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = has_key(r, a, list[i].name, &keys[i], e);
	for (size_t i = 0; ok && i < n; i++) {
		struct draft *d;
		struct receipt receipt;

		ok = officer_draft(a, &list[i], &keys[i], signers, n_signers, &d, why);
		if (!ok)
			err_set(e, ERR_REFUSED, "officer %.*s is refused", P(list[i].name));
		ok = ok && intake_accept_in(r, a, d, false, &receipt, why, e);
	}
	key_wipe(keys, n * sizeof *keys);
	return ok;
}

bool intake_enrol(struct reg *r, struct arena *a, const struct enrolment *list, size_t n,
		  const struct str *signers, size_t n_signers, struct refusals *why, struct err *e)
{
	int64_t officers;
	struct store_log hq;
	bool ok;

	if (!reg_unlock(r, e) || !store_officer_count(r->store, &officers, e) ||
	    !reg_log(r, a, S("hq"), &hq, e))
		return false;
	/* Whoever verifies takes the first officers from the very start of the log. */
	if (!officers && hq.tree.size)
		return err_set(
			e, ERR_REFUSED,
			"enrol the first officers: the log of headquarters has begun without them; "
			"make a new register");
	if (!intake_begin(r, e))
		return false;
	if (!officers) {
		r->founding = list;
		r->n_founding = n;
	}
	ok = enrol_all(r, a, list, n, signers, n_signers, why, e);
	r->founding = NULL;
	r->n_founding = 0;
	if (!ok) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e);
}
