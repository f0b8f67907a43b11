/* Who may sign what, and that it is enough of them. No right like "self-approve" exists: two
 * signatures are of two officers. */
#include "rule/decide.h"

#include <string.h>

#include "record/officer.h"
#include "rule/table.h"
#include "base/banned.h"

/* Fields that name officers by what they did: they sign, and have the role for it where one is said. */
static const struct {
	const char *field;
	const char *roles;
} named[] = {
	{ "panel_1", "panel,authority" },
	{ "panel_2", "panel,authority" },
	{ "chief", "chief" },
	{ "panel", "panel" },
	{ "by_1", "adjudicator" },
	{ "by_2", "adjudicator" },
	{ "witnesses", NULL },
};

/* Acts for which each of these roles signs, beside the kinds that say so of all their records. */
static const struct {
	const char *kind, *when, *roles;
} each_of[] = {
	{ "standing", "act=revoke", "panel,authority" }, /* states.csv K05 */
};

bool role_in(struct str roles, struct str role)
{
	while (roles.s)
		if (str_eq(str_cut(&roles, ','), role))
			return true;
	return false;
}

static bool one_of(struct str roles, const struct signer *s)
{
	while (roles.s)
		if (role_in(s->roles, str_cut(&roles, ',')))
			return true;
	return false;
}

static bool is(const struct signer *s, struct str kid)
{
	return str_eq(str_mem(s->kid, sizeof s->kid), kid);
}

static const struct signer *signer_of(const struct decide_view *v, struct str kid)
{
	for (size_t i = 0; i < v->n_signers; i++)
		if (is(&v->signers[i], kid))
			return &v->signers[i];
	return NULL;
}

/* The officers that field `name` holds: one, a list, or none where there is no such field. */
static const struct val *officers_in(const struct rec *r, const char *name, size_t *n)
{
	const struct field *f = field_by_name(r->kind, str_of(name));
	const struct val *x = f ? rec_get(r, name) : NULL;

	*n = 0;
	if (!x || (f->type != F_OFFICER && f->type != F_OFFICERS))
		return NULL;
	*n = f->type == F_OFFICER ? 1 : x->len;
	return f->type == F_OFFICER ? x : x->v;
}

/* The chief of a referral signs it beside the panel, and only there. */
static bool as_chief(const struct rec *r, const struct signer *s)
{
	size_t n;
	const struct val *chief = officers_in(r, "chief", &n);

	return n && is(s, chief->s) && role_in(s->roles, S("chief"));
}

/* Whoever witnesses signs as such, whatever he or she is else. */
static bool as_witness(const struct rec *r, const struct signer *s)
{
	size_t n;
	const struct val *list = officers_in(r, "witnesses", &n);

	for (size_t i = 0; i < n; i++)
		if (is(s, list[i].s))
			return true;
	return false;
}

/* Who keeps the store does not witness alone that what was in it is gone. */
static bool witnessed(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	size_t n, keepers = 0;

	(void)officers_in(r, "witnesses", &n);
	if (!n || !rec_is(r, "act", "destroy"))
		return true;
	for (size_t i = 0; i < v->n_signers; i++)
		keepers += as_witness(r, &v->signers[i]) &&
			   one_of(str_of(r->kind->roles), &v->signers[i]);
	return keepers < n || refuse(why, "own_store", S("witnesses"), S(""),
				     "two officers of whom one at least is no %s: whoever keeps "
				     "the store does not witness alone that it was emptied",
				     r->kind->roles);
}

/* How many sign in a role of the kind's own. */
static size_t in_role(const struct decide_view *v, const struct rec *r)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_signers; i++)
		n += one_of(str_of(r->kind->roles), &v->signers[i]) || as_chief(r, &v->signers[i]);
	return n;
}

/* Each role of the list has a signer of its own. The lists have two roles and a few signers: trying
 * all orders is a few steps. */
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

static const char *all_of(const struct rec *r)
{
	for (size_t i = 0; i < sizeof each_of / sizeof *each_of; i++)
		if (!strcmp(each_of[i].kind, r->kind->name) && rec_when(r, each_of[i].when))
			return each_of[i].roles;
	return r->kind->each_role ? r->kind->roles : NULL;
}

bool role_serving(const struct decide_view *v, struct refusals *why)
{
	size_t before = why->n;

	for (size_t i = 0; i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];

		if (!s->serving && !v->founding)
			refuse(why, "not_serving", S("as"), s->name,
			       "an officer who serves on the day of the act");
		for (size_t j = 0; j < i; j++)
			if (part_same(v, s->kid, v->signers[j].kid))
				refuse(why, "twice", S("as"), s->name,
				       "each officer once, and no two relatives");
	}
	return why->n == before;
}

/* Of the officer's own key that is vouched for anew. */
static bool own_anew(const struct rec *r, const struct signer *s)
{
	return officer_anew(r) && is(s, rec_code(r, "kid"));
}

/* Who holds the passphrase vouches, which is not seen here; the new key signs, and whoever still may. */
static bool anew_enough(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	size_t before = why->n, own = 0;

	if (v->keepers > 1)
		return refuse(why, "anew", S("as"), S(""),
			      "two officers who enrol or renew: while two serve with the roles %s "
			      "nobody is vouched for anew",
			      r->kind->roles);
	for (size_t i = 0; i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];

		if (own_anew(r, s))
			own++;
		else if (!s->serving || !one_of(str_of(r->kind->roles), s))
			refuse(why, "not_serving", S("as"), s->name,
			       "an officer who serves with one of the roles %s", r->kind->roles);
	}
	if (why->n == before && (own != 1 || v->n_signers != v->keepers + 1))
		refuse(why, "signatures", S("as"), S(""),
		       "the one officer who still serves with one of the roles %s (--as NAME)",
		       r->kind->roles);
	return why->n == before;
}

bool role_enough(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct kind *k = r->kind;
	const char *all = all_of(r);
	size_t before = why->n;

	if (officer_anew(r))
		return anew_enough(v, r, why);
	(void)role_serving(v, why);
	for (size_t i = 0; i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];

		if ((s->serving || v->founding) && !one_of(str_of(k->roles), s) &&
		    !as_chief(r, s) && !as_witness(r, s))
			refuse(why, "role", S("as"), s->name, "an officer with one of the roles %s",
			       k->roles);
	}
	if (v->n_signers < (size_t)k->signatures ||
	    (why->n == before && in_role(v, r) < (size_t)k->signatures))
		refuse(why, "signatures", S("as"), S(""),
		       "%d signatures by officers with the roles %s (--as NAME,NAME)",
		       k->signatures, k->roles);
	if (why->n == before && all && !assign(str_of(all), v, 0))
		refuse(why, "each_role", S("as"), S(""), "one signature for each of the roles %s",
		       all);
	return why->n == before;
}

bool role_of_kind(const struct decide_view *v, const struct kind *k, struct refusals *why)
{
	bool witnesses = field_by_name(k, S("witnesses"));
	size_t before = why->n, enough = 0;

	(void)role_serving(v, why);
	for (size_t i = 0; i < v->n_signers; i++) {
		const struct signer *s = &v->signers[i];

		if (v->founding || one_of(str_of(k->roles), s))
			enough++;
		else if (!witnesses && s->serving)
			refuse(why, "role", S("as"), s->name, "an officer with one of the roles %s",
			       k->roles);
	}
	if (why->n == before && enough < (size_t)k->signatures)
		refuse(why, "signatures", S("as"), S(""),
		       "%d signatures by officers with the roles %s", k->signatures, k->roles);
	if (why->n == before && !v->founding && k->each_role && !assign(str_of(k->roles), v, 0))
		refuse(why, "each_role", S("as"), S(""), "one signature for each of the roles %s",
		       k->roles);
	return why->n == before;
}

static bool counters_sign(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	const struct field *f = field_by_name(r->kind, S("two_counts"));
	const struct val *counts = f ? rec_get(r, "two_counts") : NULL;
	size_t at = counts ? field_at(f->rows, "counter") : 0;
	bool ok = true;

	for (size_t i = 0; counts && i < counts->len; i++)
		if (!signer_of(v, counts->v[i].v[at].s))
			ok = refuse(why, "not_signed", S("two_counts"), S(""),
				    "the counts of the officers who sign (--as)");
	return ok;
}

/* Who is named as of the panel may sign as such. */
static bool judges(const struct decide_view *v, const struct rec *r, const char *field,
		   const uint8_t kid[4])
{
	bool fits;
	const struct transition *t =
		code_in("panel_1,panel_2", str_of(field)) ? life_row(v, r, false, &fits) : NULL;

	return !t || part_judges(v, t, kid);
}

bool role_named(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	bool ok = counters_sign(v, r, why);

	ok &= witnessed(v, r, why);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		struct str field = str_of(named[i].field);
		size_t n;
		const struct val *kids = officers_in(r, named[i].field, &n);

		for (size_t j = 0; j < n; j++) {
			const struct signer *s = signer_of(v, kids[j].s);

			if (!s)
				ok = refuse(why, "not_signed", field, S(""),
					    "one of the officers who sign (--as)");
			else if (named[i].roles && !one_of(str_of(named[i].roles), s))
				ok = refuse(why, "role", field, s->name,
					    "an officer with one of the roles %s", named[i].roles);
			else if (!judges(v, r, named[i].field, s->kid))
				ok = refuse(why, "acted_before", field, s->name,
					    "one who neither screened nor proposed in this case, "
					    "nor a relative of one");
		}
	}
	return ok;
}

static bool all_in(struct str roles, const struct val *list)
{
	for (size_t i = 0; i < list->len; i++)
		if (!role_in(roles, list->v[i].s))
			return false;
	return true;
}

/* Whether another key of the same officer has taken the place of this one. */
static bool renewed(const struct decide_view *v, const uint8_t kid[4])
{
	for (size_t i = 0; i < v->n_same; i++)
		if (!v->same[i].relative && !memcmp(v->same[i].b, kid, 4))
			return true;
	return false;
}

/* Who goes on after a year signs it as one of the two, with the key that still serves, and so does the end of that
 * key: else two could never renew each other. It gives nothing that the officer does not have. */
static bool goes_on(const struct decide_view *v, const struct rec *r, const struct signer *s)
{
	if (own_anew(r, s))
		return true;
	if (rec_is(r, "act", "enrol"))
		return rec_get(r, "renews") && is(s, rec_code(r, "renews")) &&
		       all_in(s->roles, rec_get(r, "roles"));
	return rec_is(r, "act", "retire") && is(s, rec_code(r, "kid")) && renewed(v, s->kid);
}

bool role_self(const struct decide_view *v, const struct rec *r)
{
	static const char *const whose[] = { "kid", "renews", "relative_of" };

	if (!field_by_name(r->kind, S("kid")) || v->founding)
		return false;
	for (size_t j = 0; j < v->n_signers; j++)
		for (size_t i = 0; i < sizeof whose / sizeof *whose; i++)
			if (rec_get(r, whose[i]) && !goes_on(v, r, &v->signers[j]) &&
			    part_same(v, v->signers[j].kid,
				      (const uint8_t *)rec_code(r, whose[i]).s))
				return true;
	return false;
}
