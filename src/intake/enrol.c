/* Officers: a role key in the keyring and an entry in the log, signed by two who serve. The first set signs
 * for itself. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/enrol_int.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "ledger/hash.h"
#include "store/store.h"
#include "base/banned.h"

static bool officer_draft(struct arena *a, const struct saying *w, struct draft **out,
			  struct refusals *why)
{
	struct draft *d = draft_new(a, kind_by_name(S("officer")));
	const struct enrolment *x = w->x;
	bool ok;

	for (size_t i = 0; i < w->n_signers && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = w->signers[i];
	if (w->anew && d->n_officers < DRAFT_OFFICERS)
		d->officers[d->n_officers++] = x->name;
	ok = draft_set(a, d, S("kid"), str_hex(a, w->key->kid, 4), why);
	ok &= draft_set(a, d, S("public_key"), str_hex(a, w->key->pub, 32), why);
	ok &= draft_set(a, d, S("roles"), w->roles, why);
	ok &= draft_set(a, d, S("from"), day_text(a, w->from), why);
	ok &= x->until == NO_DAY || draft_set(a, d, S("until"), day_text(a, x->until), why);
	ok &= draft_set(a, d, S("act"), str_of(w->act), why);
	ok &= draft_set(a, d, S("name"), x->name, why);
	ok &= !x->relative_of.s || draft_set(a, d, S("relative_of"), x->relative_of, why);
	ok &= !w->renews || draft_set(a, d, S("renews"), str_hex(a, w->renews, 4), why);
	ok &= !w->anew || draft_set(a, d, S("anew"), S("yes"), why);
	*out = d;
	return ok;
}

static bool all_in(struct str roles, struct str of)
{
	while (roles.s)
		if (!role_in(of, str_cut(&roles, ',')))
			return false;
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
		struct rec *d;

		if (list[i].kind != x->kind->code)
			continue;
		if (!entry_read(a, list[i].bytes, in, e) || !entry_known(a, in, &d, e)) {
			within(e, "officer that waits for the cut");
			return NULL;
		}
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
	*yes = o.there && !memcmp(o.public_key, key->pub, 32) &&
	       str_eq(o.act, rec_code(x, "act")) && same_roles(a, x, o.roles) &&
	       (any_day || o.from_day == rec_get(x, "from")->n) &&
	       o.until_day == (rec_get(x, "until") ? rec_get(x, "until")->n : NO_DAY);
	return true;
}

bool enrol_say(struct reg *r, struct arena *a, const struct saying *w, bool any_day, bool *again,
	       struct refusals *why, struct err *e)
{
	struct draft *d;
	struct receipt receipt;

	if (!officer_draft(a, w, &d, why))
		return err_set(e, ERR_REFUSED, "officer %.*s is refused", P(w->x->name));
	return already(r, a, d->r, w->key, any_day, again, e) &&
	       (*again || intake_accept_in(r, a, d, false, &receipt, why, e));
}

bool enrol_keys_of(struct reg *r, struct arena *a, struct str name, struct own_keys **out,
		   struct err *e)
{
	struct officer_public *all;
	size_t n;

	*out = arena_alloc(a, sizeof **out);
	if (!keys_officers(r->keys, a, &all, &n, e))
		return false;
	while (n--)
		if (str_eq(all[n].name, name))
			(*out)->list[(*out)->n++] = all[n];
	return true;
}

bool enrol_would_say(struct reg *r, struct arena *a, const struct saying *like,
		     struct refusals *why, struct err *e)
{
	struct officer_public key = { .gone = false };
	struct enrolment x = *like->x;
	struct saying w = *like;
	struct own_keys *own;
	struct receipt receipt;
	struct draft *d;
	struct hash h;
	bool ok;

	os_random(key.pub, sizeof key.pub);
	h = hash_parts((struct str[]){ S("sulh/kid/v1\0"), str_mem(key.pub, sizeof key.pub) }, 2);
	memcpy(key.kid, h.b, sizeof key.kid);
	/* Of the same file a relative may be, who has no key either. */
	if (x.relative_of.s && !enrol_keys_of(r, a, x.relative_of, &own, e))
		return false;
	if (x.relative_of.s && !own->n)
		x.relative_of = (struct str){ NULL, 0 };
	w.x = &x;
	w.key = &key;
	if (!officer_draft(a, &w, &d, why))
		return err_set(e, ERR_REFUSED, "officer %.*s is refused", P(x.name));
	if (!intake_begin(r, e))
		return false;
	ok = intake_accept_in(r, a, d, true, &receipt, why, e);
	intake_drop(r);
	return ok;
}

bool enrol_known(struct reg *r, struct arena *a, const uint8_t kid[4], int64_t day,
		 struct store_officer *o, bool *waits, struct err *e)
{
	struct rec *x = rec_new(a, kind_by_name(S("officer")));

	x->v[field_at(x->kind, "kid")] = (struct val){ .set = true, .s = str_mem(kid, 4) };
	e->kind = ERR_NONE;
	*waits = waiting(r, a, x, e);
	return e->kind == ERR_NONE && store_officer(r->store, a, kid, day, o, e);
}

bool enrol_newest(struct reg *r, struct arena *a, const struct own_keys *own,
		  const struct officer_public **out, struct store_officer *o, struct err *e)
{
	bool waits;

	*out = NULL;
	for (size_t i = 0; i < own->n; i++) {
		if (!enrol_known(r, a, own->list[i].kid, INT64_MAX, o, &waits, e))
			return false;
		if (o->there || waits) {
			*out = &own->list[i];
			return true;
		}
	}
	return true;
}

bool enrol_another_key(struct reg *r, struct arena *a, const struct own_keys *own,
		       const struct officer_public *last, struct str password,
		       struct officer_public *out, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < own->n && &own->list[i] != last; i++)
		ok = keys_officer_drop(r->keys, own->list[i].kid, e);
	/* A year after the last renewal the key before is of no use. */
	for (size_t i = 0; ok && last && i < own->n; i++)
		ok = own->list[i].gone || &own->list[i] <= last ||
		     keys_officer_drop(r->keys, own->list[i].kid, e);
	ok = ok && keys_officer_next(r->keys, a, own->list[0].name, password, out, e);
	kept_forget_officers(r);
	return ok;
}

/* The key to enrol somebody with: the one there is, else a new one. *renews: of the same person, earlier. */
static bool key_for(struct reg *r, struct arena *a, struct enrolment *x, struct officer_public *key,
		    uint8_t renews[4], bool *has_renews, struct err *e)
{
	const struct officer_public *last = NULL;
	struct own_keys *own;
	struct store_officer o;
	struct str password;
	bool ok;

	*has_renews = false;
	if (!enrol_keys_of(r, a, x->name, &own, e))
		return false;
	if (own->n > 1 && !enrol_newest(r, a, own, &last, &o, e))
		return false;
	if (own->n && !own->list[0].gone) {
		*key = own->list[0];
		/* An interrupted try made it, and nothing was said of it yet. */
		*has_renews = own->n > 1 && last && last != own->list;
		if (*has_renews)
			memcpy(renews, last->kid, 4);
		return true;
	}
	if (!own->n) {
		ok = password_new(r, a, x->name, &password, &x->password, e) &&
		     keys_officer_make(r->keys, a, x->name, password, key, e);
		kept_forget_officers(r);
		return ok;
	}
	if ((own->n == 1 && !enrol_newest(r, a, own, &last, &o, e)) ||
	    !password_other(r, a, x->name, &password, e) ||
	    !password_keep(r, a, x->name, password, e))
		return false;
	x->password = *has_renews = last;
	if (last)
		memcpy(renews, last->kid, 4);
	return enrol_another_key(r, a, own, last, password, key, e);
}

struct founder {
	struct officer_public key;
	uint8_t renews[4];
	bool has_renews;
};

static bool enrol_one(struct reg *r, struct arena *a, struct enrolment *x, const struct founder *f,
		      const struct str *signers, size_t n_signers, struct refusals *why,
		      struct err *e)
{
	bool from_today = x->from == NO_DAY;
	struct saying w = { .x = x,
			    .key = &f->key,
			    .act = "enrol",
			    .renews = f->has_renews ? f->renews : NULL,
			    .roles = x->roles,
			    .signers = signers,
			    .n_signers = n_signers };

	if (from_today && !intake_today(r, a, &x->from, e))
		return false;
	w.from = x->from;
	return enrol_say(r, a, &w, from_today, &x->again, why, e);
}

/* The keyring counts relatives as one, too. */
static bool enrol_relative(struct reg *r, struct arena *a, const uint8_t kid[4], struct str name,
			   struct err *e)
{
	struct own_keys *own;

	if (!name.s)
		return true;
	return enrol_keys_of(r, a, name, &own, e) &&
	       (!own->n || keys_relative(r->keys, kid, own->list[0].kid, e));
}

/* Once all is durable: until then nobody may do more than before. */
static bool give_rights(struct reg *r, struct arena *a, const struct enrolment *list,
			const struct founder *f, size_t n, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		struct keyring_right x;

		ok = keys_right(r->keys, a, f[i].key.kid, &x, e);
		/* What was said before gave it, unless it was interrupted. */
		if (ok && !(list[i].again && x.roles.len))
			ok = officer_right(r, list[i].roles, list[i].from, list[i].until, &x, e) &&
			     keys_right_set(r->keys, f[i].key.kid, &x, e);
		ok = ok && enrol_relative(r, a, f[i].key.kid, list[i].relative_of, e);
	}
	return ok;
}

static bool enrol_all(struct reg *r, struct arena *a, struct enrolment *list, struct founder *f,
		      size_t n, const struct str *signers, size_t n_signers, struct refusals *why,
		      struct err *e)
{
	bool ok = true;

	/* Keys first: the first set signs for each other. */
	for (size_t i = 0; ok && i < n; i++)
		ok = key_for(r, a, &list[i], &f[i].key, f[i].renews, &f[i].has_renews, e);
	for (size_t i = 0; ok && i < n; i++)
		ok = enrol_one(r, a, &list[i], &f[i], signers, n_signers, why, e);
	return ok;
}

/* Of those for whom a key is to be made. */
static bool would_enrol(struct reg *r, struct arena *a, const struct enrolment *list, size_t n,
			const struct str *signers, size_t n_signers, struct refusals *why,
			struct err *e)
{
	struct own_keys *own;
	int64_t today;

	if (!intake_today(r, a, &today, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct saying w = { .x = &list[i],
					  .act = "enrol",
					  .from = list[i].from == NO_DAY ? today : list[i].from,
					  .roles = list[i].roles,
					  .signers = signers,
					  .n_signers = n_signers };

		if (!enrol_keys_of(r, a, list[i].name, &own, e) ||
		    ((!own->n || own->list[0].gone) && !enrol_would_say(r, a, &w, why, e)))
			return false;
	}
	return true;
}

bool intake_enrol(struct reg *r, struct arena *a, struct enrolment *list, size_t n,
		  const struct str *signers, size_t n_signers, struct refusals *why, struct err *e)
{
	struct founder *f = arena_array(a, n, sizeof *f);
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
	if (officers && !would_enrol(r, a, list, n, signers, n_signers, why, e))
		return false;
	if (!intake_begin(r, e))
		return false;
	if (!officers) {
		r->founding = list;
		r->n_founding = n;
	}
	ok = enrol_all(r, a, list, f, n, signers, n_signers, why, e);
	r->founding = NULL;
	r->n_founding = 0;
	if (!ok) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && give_rights(r, a, list, f, n, e);
}
