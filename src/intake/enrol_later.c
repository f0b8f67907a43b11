/* What becomes of officers later: whoever goes on after a year, or has lost the password, gets another key, and the old one
 * ends; other roles; an end. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "intake/enrol_int.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "base/banned.h"

/* A later act of an officer: which key it is about, what was said of it last, and today. */
struct later {
	struct reg *r;
	struct arena *a;
	struct enrolment *x;
	struct own_keys *own;
	const struct officer_public *last;
	struct store_officer o;
	int64_t today;
	struct str roles;
	struct officer_public key; /* the new one, where there is any */
};

static bool see(struct later *w, struct err *e)
{
	bool waits = false;

	if (!enrol_keys_of(w->r, w->a, w->x->name, &w->own, e) ||
	    !enrol_newest(w->r, w->a, w->own, &w->last, &w->o, e) ||
	    !intake_today(w->r, w->a, &w->today, e))
		return false;
	if (!w->last)
		return err_set(e, ERR_NOTHING, "nobody called %.*s is enrolled", P(w->x->name));
	if (!w->o.there && !enrol_known(w->r, w->a, w->last->kid, INT64_MAX, &w->o, &waits, e))
		return false;
	if (!w->o.there)
		return err_set(e, ERR_REFUSED,
			       "what was said last of %.*s waits for the cut: run `sulh cut` first",
			       P(w->x->name));
	w->roles = w->x->roles.s ? w->x->roles : w->o.roles;
	return true;
}

static bool ended(const struct store_officer *o)
{
	return str_eq(o->act, S("retire")) || str_eq(o->act, S("suspend"));
}

/* What has been signed by tonight stays good: an end begins tomorrow or later. */
static int64_t from_tomorrow(const struct later *w, int64_t from)
{
	return from == NO_DAY || from <= w->today ? w->today + 1 : from;
}

static bool say_end(struct later *w, const char *act, int64_t from, const struct str *signers,
		    size_t n_signers, struct refusals *why, struct err *e)
{
	struct enrolment x = { .name = w->x->name, .until = NO_DAY };
	struct saying end = { .x = &x,
			      .key = w->last,
			      .act = act,
			      .from = from,
			      .roles = w->roles,
			      .signers = signers,
			      .n_signers = n_signers };

	return enrol_say(w->r, w->a, &end, w->x->from == NO_DAY, &w->x->again, why, e);
}

/* What is said of the new key; NULL: of one that is not made yet. */
static struct saying renewal(const struct later *w, const struct officer_public *key,
			     const struct str *signers, size_t n_signers)
{
	return (struct saying){ .x = w->x,
				.key = key,
				.act = "enrol",
				.renews = w->last->kid,
				.from = w->x->from == NO_DAY ? w->today : w->x->from,
				.roles = w->roles,
				.signers = signers,
				.n_signers = n_signers };
}

/* The new key and the end of the old one. */
static bool say_renewal(struct later *w, const struct officer_public *key,
			const struct str *signers, size_t n_signers, struct refusals *why,
			struct err *e)
{
	struct saying begin = renewal(w, key, signers, n_signers);
	int64_t end = from_tomorrow(w, begin.from);
	bool again;

	w->x->from = begin.from;
	w->roles = w->o.roles;
	return enrol_say(w->r, w->a, &begin, false, &again, why, e) &&
	       (ended(&w->o) || say_end(w, "retire", end, signers, n_signers, why, e));
}

static bool new_password(struct later *w, struct str *password, struct err *e)
{
	struct reg *r = w->r;
	struct str name = w->x->name;

	/* Whoever renews knows the old one; two others vouch for whoever does not. */
	if (w->x->act == OFFICER_RENEW)
		return password_of(r, w->a, name, password, e) &&
		       (keys_session(r->keys, name, *password, e) ||
			within(e, "renew the key of %.*s", P(name)));
	w->x->password = true;
	return password_other(r, w->a, name, password, e) &&
	       password_keep(r, w->a, name, *password, e);
}

static bool may_renew(const struct later *w, struct err *e)
{
	if (w->x->act == OFFICER_RECOVER)
		return true;
	if (ended(&w->o))
		return err_set(e, ERR_REFUSED,
			       "%.*s does not serve (%.*s from %.*s): enrol him or her anew",
			       P(w->x->name), P(w->o.act), P(day_text(w->a, w->o.from_day)));
	return !w->last->gone ||
	       err_set(e, ERR_REFUSED, "the key of %.*s was destroyed: enrol him or her anew",
		       P(w->x->name));
}

static bool would_renew(struct later *w, const struct str *signers, size_t n_signers,
			struct refusals *why, struct err *e)
{
	const struct saying begin = renewal(w, NULL, signers, n_signers);

	return may_renew(w, e) && enrol_would_say(w->r, w->a, &begin, why, e);
}

static bool renew(struct later *w, const struct str *signers, size_t n_signers,
		  struct refusals *why, struct err *e)
{
	struct str password;

	return new_password(w, &password, e) &&
	       enrol_another_key(w->r, w->a, w->own, w->last, password, &w->key, e) &&
	       say_renewal(w, &w->key, signers, n_signers, why, e);
}

static bool from_now(const struct later *w)
{
	return w->x->from == NO_DAY || w->x->from <= w->today + 1;
}

/* What the keyring gives no more, before it is durable that it was said: rather too little than too much. */
static bool take_rights(struct later *w, struct err *e)
{
	enum officer_act act = w->x->act;
	bool ends = act == OFFICER_SUSPEND || act == OFFICER_RETIRE, ok = true;

	for (size_t i = 0; ok && i < w->own->n; i++) {
		const uint8_t *kid = w->own->list[i].kid;

		ok = ends ? officer_right_ends(w->r, w->a, kid, from_now(w) ? NO_DAY : w->x->from,
					       e)
			  : officer_right_narrow(w->r, w->a, kid,
						 w->x->roles.s ? w->x->roles : w->o.roles, e);
	}
	return ok;
}

/* What it gives from now on. */
static bool give_right(struct later *w, struct err *e)
{
	struct enrolment *x = w->x;
	bool other = x->act == OFFICER_ROLES;
	struct keyring_right right, held;

	if (x->act == OFFICER_SUSPEND || x->act == OFFICER_RETIRE)
		return true;
	if (!officer_right(w->r, x->roles.s ? x->roles : w->o.roles, other ? w->o.since : x->from,
			   other ? w->o.until_day : x->until, &right, e))
		return false;
	if (!other)
		return keys_right_set(w->r->keys, w->key.kid, &right, e);
	/* Other roles lengthen nothing, and a suspension that is to come stays. */
	if (!keys_right(w->r->keys, w->a, w->last->kid, &held, e))
		return false;
	if (held.roles.s && held.until < right.until)
		right.until = held.until;
	right.ends = held.ends;
	return keys_right_set(w->r->keys, w->last->kid, &right, e);
}

/* What needs no signature any more, once all is durable. */
static bool afterwards(struct later *w, struct err *e)
{
	enum officer_act act = w->x->act;
	bool now = from_now(w), ok = give_right(w, e);

	if (ok && act == OFFICER_RECOVER)
		ok = keys_officer_drop(w->r->keys, w->last->kid, e) &&
		     keys_officer_forgive(w->r->keys, w->x->name, e);
	for (size_t i = 0; ok && act == OFFICER_RETIRE && now && i < w->own->n; i++)
		ok = keys_officer_drop(w->r->keys, w->own->list[i].kid, e);
	kept_forget_officers(w->r);
	return ok;
}

static bool act_on(struct later *w, const struct str *signers, size_t n_signers,
		   struct refusals *why, struct err *e)
{
	int64_t from = from_tomorrow(w, w->x->from);

	switch (w->x->act) {
	case OFFICER_RENEW:
	case OFFICER_RECOVER:
		return renew(w, signers, n_signers, why, e);
	case OFFICER_RETIRE:
		return say_end(w, "retire", from, signers, n_signers, why, e);
	case OFFICER_SUSPEND:
		return say_end(w, "suspend", from, signers, n_signers, why, e);
	case OFFICER_ROLES:
		return say_end(w, "change_roles", from, signers, n_signers, why, e);
	case OFFICER_ENROL:
		break;
	}
	return err_set(e, ERR_USAGE, "an officer is enrolled by intake_enrol");
}

/* Nobody vouches for a new password of his or her own: who types the old one may be the one for whom it was changed. */
static bool by_others(const struct later *w, const struct str *signers, size_t n_signers,
		      struct refusals *why, struct err *e)
{
	for (size_t i = 0; w->x->act == OFFICER_RECOVER && i < n_signers; i++)
		if (str_eq(signers[i], w->x->name)) {
			refuse(why, "self", S("as"), signers[i],
			       "officers other than the one who lost the password");
			return err_set(e, ERR_REFUSED, "officer %.*s is refused", P(w->x->name));
		}
	return true;
}

bool intake_officer(struct reg *r, struct arena *a, struct enrolment *x, const struct str *signers,
		    size_t n_signers, struct refusals *why, struct err *e)
{
	struct later w = { .r = r, .a = a, .x = x };
	bool key = x->act == OFFICER_RENEW || x->act == OFFICER_RECOVER;

	if (!reg_unlock(r, e) || !see(&w, e) || !by_others(&w, signers, n_signers, why, e) ||
	    (key && !would_renew(&w, signers, n_signers, why, e)) || !intake_begin(r, e))
		return false;
	if (!act_on(&w, signers, n_signers, why, e) || !take_rights(&w, e)) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && afterwards(&w, e);
}

bool intake_officers(struct reg *r, struct arena *a, struct officer_standing **list, size_t *n,
		     struct err *e)
{
	struct officer_public *all;
	bool waits;

	if (!reg_unlock(r, e) || !keys_officers(r->keys, a, &all, n, e))
		return false;
	*list = arena_array(a, *n + 1, sizeof **list);
	for (size_t i = 0; i < *n; i++) {
		struct officer_standing *s = &(*list)[i];

		s->name = all[i].name;
		s->gone = all[i].gone;
		memcpy(s->kid, all[i].kid, sizeof s->kid);
		if (!enrol_known(r, a, s->kid, INT64_MAX, &s->last, &waits, e))
			return false;
		s->waits = waits;
	}
	return true;
}
