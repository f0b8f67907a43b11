/* Who may sign what, and that it is enough of them. No right like "self-approve" exists: two signatures are
 * of two officers. */
#include "rule/decide.h"

#include <string.h>

#include "base/banned.h"

bool role_in(struct str roles, struct str role)
{
	while (roles.s)
		if (str_eq(str_cut(&roles, ','), role))
			return true;
	return false;
}

static bool may(const struct kind *k, const struct signer *s)
{
	struct str rest = str_of(k->roles);

	while (rest.s)
		if (role_in(s->roles, str_cut(&rest, ',')))
			return true;
	return false;
}

/* Each role of the list has a signer of its own. The lists have two roles and a few signers: trying all
 * orders is a few steps. */
static bool assign(struct str roles, const struct decide_view *v, unsigned used)
{
	struct str role;

	if (!roles.s)
		return true;
	role = str_cut(&roles, ',');
	for (size_t i = 0; i < v->n_signers && i < 32; i++)
		if (!(used & 1u << i) && role_in(v->signers[i].roles, role) &&
		    assign(roles, v, used | 1u << i))
			return true;
	return false;
}

bool role_enough(const struct decide_view *v, const struct kind *k, struct refusals *why)
{
	size_t before = why->n;

	for (size_t i = 0; i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];

		if (!s->serving && !v->founding)
			refuse(why, "not_serving", S("as"), s->name,
			       "an officer who serves on the day of the act");
		else if (!may(k, s))
			refuse(why, "role", S("as"), s->name, "an officer with one of the roles %s",
			       k->roles);
		for (size_t j = 0; j < i; j++)
			if (!memcmp(s->kid, v->signers[j].kid, 4))
				refuse(why, "twice", S("as"), s->name, "each officer once");
	}
	if (v->n_signers < (size_t)k->signatures)
		refuse(why, "signatures", S("as"), S(""),
		       "%d signatures by officers with the roles %s (--as NAME,NAME)",
		       k->signatures, k->roles);
	if (why->n == before && k->each_role && !assign(str_of(k->roles), v, 0))
		refuse(why, "each_role", S("as"), S(""), "one signature for each of the roles %s",
		       k->roles);
	return why->n == before;
}

bool role_self(const struct decide_view *v, const struct rec *r)
{
	const struct field *f = field_by_name(r->kind, S("kid"));
	struct str kid = f ? rec_code(r, "kid") : S("");

	for (size_t i = 0; kid.len && !v->founding && i < v->n_signers; i++)
		if (str_eq(str_mem(v->signers[i].kid, 4), kid))
			return true;
	return false;
}
