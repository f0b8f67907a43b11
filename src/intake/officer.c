/* Officers beside what is recorded of them (enrol.c): which keys are not two people, as the rules put it together
 * (rule/part.c), what a key may do in the keyring, and passwords. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "record/opday.h"
#include "base/banned.h"

bool officers_same(struct reg *r, struct arena *a, const struct same_person **list, size_t *n,
		   struct err *e)
{
	struct same_person *out;
	struct store_same *said;

	if (!store_same(r->store, a, &said, n, e))
		return false;
	out = arena_array(a, *n + 1, sizeof *out);
	for (size_t i = 0; i < *n; i++) {
		out[i].relative = said[i].relative;
		memcpy(out[i].a, said[i].kid, sizeof out[i].a);
		memcpy(out[i].b, said[i].other, sizeof out[i].b);
	}
	*list = out;
	return true;
}

/* Seconds since 1970 with which operation day `day` begins; of the calendar, where there is no operation yet. */
static bool begins(struct reg *r, int64_t day, int64_t *s, struct err *e)
{
	const struct rec *operation = kept_operation(r, e);

	if (!operation && e->kind != ERR_NONE)
		return false;
	*s = operation ? opday_end(operation, day - 1).s : day * 86400;
	return true;
}

bool officer_right(struct reg *r, struct str roles, int64_t from, int64_t until,
		   struct keyring_right *out, struct err *e)
{
	int64_t last = from + OFFICER_DAYS - 1;

	if (until != NO_DAY && until < last)
		last = until;
	*out = (struct keyring_right){ .roles = roles };
	return begins(r, from, &out->from, e) && begins(r, last + 1, &out->until, e);
}

bool officer_right_ends(struct reg *r, struct arena *a, const uint8_t kid[4], int64_t day,
			struct err *e)
{
	struct keyring_right x;
	int64_t end;

	if (day == NO_DAY)
		return keys_right_set(r->keys, kid,
				      &(struct keyring_right){ .roles = S(""), .ends = true }, e);
	if (!keys_right(r->keys, a, kid, &x, e) || !begins(r, day, &end, e))
		return false;
	if (!x.roles.s)
		x.roles = S("");
	x.until = x.until < end ? x.until : end;
	x.ends = true;
	return keys_right_set(r->keys, kid, &x, e);
}

bool officer_right_narrow(struct reg *r, struct arena *a, const uint8_t kid[4], struct str roles,
			  struct err *e)
{
	struct keyring_right x;
	struct buf b = { .a = a };
	struct str rest;

	if (!keys_right(r->keys, a, kid, &x, e))
		return false;
	rest = x.roles;
	while (rest.s) {
		struct str role = str_cut(&rest, ',');

		if (role.len && role_in(roles, role))
			buf_fmt(&b, "%s%.*s", b.len ? "," : "", P(role));
	}
	/* Of a key that nothing was said of, nothing is said. */
	if (!x.roles.s || b.len == x.roles.len)
		return true;
	x.roles = b.len ? buf_text(&b) : S("");
	return keys_right_set(r->keys, kid, &x, e);
}

/* Whether a change that was interrupted had come as far as the keyring: then its password is the one that serves. */
static bool changed_before(struct reg *r, struct arena *a, struct str name, struct str old,
			   struct str *password, struct err *e)
{
	struct err other = { 0 };

	if (!password_next(r, a, name, password, e) || !password->s)
		return false;
	return !keys_session(r->keys, name, old, &other) && other.kind == ERR_WRONG_KEY &&
	       keys_session(r->keys, name, *password, &other);
}

bool intake_password(struct reg *r, struct arena *a, struct str name, struct err *e)
{
	struct str old, password;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !password_of(r, a, name, &old, e))
		return false;
	if (!changed_before(r, a, name, old, &password, e)) {
		if (e->kind != ERR_NONE || !password_other(r, a, name, &password, e) ||
		    !password_begin(r, a, name, password, e) ||
		    !keys_officer_password(r->keys, name, old, password, e))
			return false;
	}
	return password_end(r, a, name, password, e) ||
	       within(e, "the password is changed, and not yet in the file of passwords: say the "
			 "same once more");
}

bool officer_today(struct reg *r, struct arena *a, struct str name, struct officer_public *who,
		   int64_t *today, struct err *e)
{
	if (!intake_today(r, a, today, e))
		return false;
	if (kept_officer(r, a, name, *today, who, e))
		return true;
	return e->kind == ERR_NOTHING &&
	       err_value(e, ERR_REFUSED, S("as"), name,
			 "the name of an officer whose key is in this keyring");
}

bool intake_sign_in(struct reg *r, struct arena *a, const struct str *names, size_t n,
		    struct err *e)
{
	struct officer_public who;
	int64_t today;

	if (!reg_unlock(r, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!officer_today(r, a, names[i], &who, &today, e) || !kept_signing(r, a, &who, e))
			return false;
	return true;
}
