/* The way back where fewer than two serve who may enrol others, as when the year of their keys ended: whoever holds the
 * passphrase vouches for one, and whoever still serves. The log says so for ever (officer, field anew). */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "intake/enrol_int.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "base/banned.h"

struct anew {
	struct reg *r;
	struct arena *a;
	struct enrolment *x;
	struct own_keys *own;
	const struct officer_public *last; /* of which something was said; NULL: none */
	struct officer_public key;	   /* the new one */
};

/* Whoever has a password proves it; for who has none, one is made. */
static bool make_key(struct anew *w, struct err *e)
{
	struct enrolment *x = w->x;
	bool has = w->own->n && !w->own->list[0].gone;
	struct str password;

	if (!w->own->n)
		return password_new(w->r, w->a, x->name, &password, &x->password, e) &&
		       keys_officer_make(w->r->keys, w->a, x->name, password, &w->key, e);
	if (has && (!password_of(w->r, w->a, x->name, &password, e) ||
		    !keys_session(w->r->keys, x->name, password, e)))
		return within(e, "vouch for %.*s anew", P(x->name));
	if (!has && (!password_other(w->r, w->a, x->name, &password, e) ||
		     !password_keep(w->r, w->a, x->name, password, e)))
		return false;
	x->password = !has;
	return enrol_another_key(w->r, w->a, w->own, w->last, password, &w->key, e);
}

static bool say(struct anew *w, struct saying *s, struct refusals *why, struct err *e)
{
	bool ok = make_key(w, e);

	kept_forget_officers(w->r);
	s->key = &w->key;
	return ok && enrol_say(w->r, w->a, s, false, &w->x->again, why, e);
}

bool intake_officer_anew(struct reg *r, struct arena *a, struct enrolment *x,
			 const struct str *signers, size_t n_signers, struct refusals *why,
			 struct err *e)
{
	struct anew w = { .r = r, .a = a, .x = x };
	struct saying s = { .x = x,
			    .act = "enrol",
			    .anew = true,
			    .roles = x->roles,
			    .signers = signers,
			    .n_signers = n_signers };
	struct keyring_right right;
	struct store_officer o;

	if (!reg_unlock(r, e))
		return false;
	if (!keys_are_here(r->keys))
		return err_set(e, ERR_LOCKED,
			       "officer anew: whoever holds the passphrase vouches: stop the key "
			       "holder (sulh keyd stop) and give it");
	if (!intake_today(r, a, &x->from, e) || !enrol_keys_of(r, a, x->name, &w.own, e) ||
	    !enrol_newest(r, a, w.own, &w.last, &o, e))
		return false;
	s.from = x->from;
	s.renews = w.last ? w.last->kid : NULL;
	if (!enrol_would_say(r, a, &s, why, e) || !intake_begin(r, e))
		return false;
	if (!say(&w, &s, why, e)) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && officer_right(r, x->roles, x->from, x->until, &right, e) &&
	       keys_right_set(r->keys, w.key.kid, &right, e);
}
