/* Officers: a role key in the keyring and an entry in the log, signed by two who serve. The first set signs
 * for itself. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "store/store.h"
#include "base/banned.h"

static bool officer_draft(struct arena *a, const struct enrolment *x,
			  const struct officer_public *key, const struct str *signers,
			  size_t n_signers, struct draft **out, struct refusals *why)
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
	ok &= !x->relative_of.s || draft_set(a, d, S("relative_of"), x->relative_of, why);
	*out = d;
	return ok;
}

/* The key of that name; a new one where there is none yet. */
static bool has_key(struct reg *r, struct arena *a, struct enrolment *x, struct officer_public *key,
		    struct err *e)
{
	struct officer_public made;
	struct str password;
	bool ok;

	if (kept_officer(r, a, x->name, INT64_MAX, key, e))
		return true;
	if (e->kind != ERR_NOTHING || !password_new(r, a, x->name, &password, &x->password, e))
		return false;
	ok = keys_officer_make(r->keys, a, x->name, password, &made, e);
	kept_forget_officers(r);
	return ok && kept_officer(r, a, x->name, INT64_MAX, key, e);
}

static bool all_in(struct str roles, struct str of)
{
	while (roles.s) {
		struct str role = str_cut(&roles, ','), rest = of;
		bool there = false;

		while (rest.s && !there)
			there = str_eq(str_cut(&rest, ','), role);
		if (!there)
			return false;
	}
	return true;
}

/* In any order. */
static bool same_roles(struct arena *a, const struct rec *x, struct str roles)
{
	struct str own = val_text(a, field_by_name(x->kind, S("roles")), rec_get(x, "roles"));

	return all_in(own, roles) && all_in(roles, own);
}

static bool same(struct arena *a, const struct rec *x, const struct rec *y, const char *name)
{
	const struct field *f = field_by_name(x->kind, str_of(name));
	const struct val *u = rec_get(x, name), *v = rec_get(y, name);

	return !u == !v && (!u || str_eq(val_text(a, f, u), val_text(a, f, v)));
}

/* The newest about this officer that waits for a cut; NULL with *e as it was where there is none. */
static const struct rec *waiting(struct reg *r, struct arena *a, const struct rec *x, struct err *e)
{
	const struct rec *newest = NULL;
	struct store_draft *list;
	struct store_log hq;
	size_t n;

	if (!reg_log(r, a, S("hq"), &hq, e) ||
	    !store_drafts(r->store, a, hq.id, false, &list, &n, e))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct entry *in = arena_alloc(a, sizeof *in);
		const struct rec *d;

		if (list[i].kind != x->kind->code)
			continue;
		if (!entry_read(a, list[i].bytes, in, e)) {
			within(e, "officer that waits for the cut");
			return NULL;
		}
		d = entry_fields(a, in);
		if (d && same(a, x, d, "kid"))
			newest = d;
	}
	return newest;
}

/* Whether the newest that is recorded about this officer says just this (any_day: from whatever day): then somebody
 * tries again after an interruption. */
static bool already(struct reg *r, struct arena *a, const struct rec *x,
		    const struct officer_public *key, bool any_day, bool *yes, struct err *e)
{
	const struct rec *d;
	struct store_officer o;

	e->kind = ERR_NONE;
	d = waiting(r, a, x, e);
	if (d) {
		*yes = same(a, x, d, "public_key") && same(a, x, d, "act") &&
		       same_roles(a, x,
				  val_text(a, field_by_name(d->kind, S("roles")),
					   rec_get(d, "roles"))) &&
		       (any_day || same(a, x, d, "from")) && same(a, x, d, "until");
		return true;
	}
	if (e->kind != ERR_NONE || !store_officer(r->store, a, key->kid, INT64_MAX, &o, e))
		return false;
	*yes = o.there && !memcmp(o.public_key, key->pub, 32) && str_eq(o.act, S("enrol")) &&
	       same_roles(a, x, o.roles) && (any_day || o.from_day == rec_get(x, "from")->n) &&
	       o.until_day == (rec_get(x, "until") ? rec_get(x, "until")->n : NO_DAY);
	return true;
}

static bool enrol_one(struct reg *r, struct arena *a, struct enrolment *x,
		      const struct officer_public *key, const struct str *signers, size_t n_signers,
		      struct refusals *why, struct err *e)
{
	struct draft *d;
	struct receipt receipt;
	bool from_today = x->from == NO_DAY;

	if (from_today && !intake_today(r, a, &x->from, e))
		return false;
	if (!officer_draft(a, x, key, signers, n_signers, &d, why))
		return err_set(e, ERR_REFUSED, "officer %.*s is refused", P(x->name));
	return already(r, a, d->r, key, from_today, &x->again, e) &&
	       (x->again || intake_accept_in(r, a, d, false, &receipt, why, e));
}

unsigned officer_rights(struct str roles)
{
	static const char readers[] = "screener,panel,authority,certificate_officer,case_worker,"
				      "protection,adjudicator,dpo",
			  auditors[] = "dpo,auditor,chief";
	unsigned rights = 0;

	while (roles.s) {
		struct str role = str_cut(&roles, ',');

		if (all_in(role, str_of(readers)))
			rights |= KEYRING_MAY_READ;
		if (all_in(role, str_of(auditors)))
			rights |= KEYRING_MAY_AUDIT;
	}
	return rights;
}

static bool enrol_all(struct reg *r, struct arena *a, struct enrolment *list, size_t n,
		      const struct str *signers, size_t n_signers, struct refusals *why,
		      struct err *e)
{
	struct officer_public *keys = arena_array(a, n, sizeof *keys);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = has_key(r, a, &list[i], &keys[i], e);
	for (size_t i = 0; ok && i < n; i++)
		ok = enrol_one(r, a, &list[i], &keys[i], signers, n_signers, why, e);
	for (size_t i = 0; ok && i < n; i++)
		ok = keys_rights_set(r->keys, keys[i].kid, officer_rights(list[i].roles), e);
	return ok;
}

bool intake_enrol(struct reg *r, struct arena *a, struct enrolment *list, size_t n,
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
