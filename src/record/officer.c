/* Officers: what their keys may do, from when and until when (format.md section 7). */
#include "record/officer.h"

#include "base/time.h"
#include "record/kinds.h"
#include "record/need.h"
#include "base/banned.h"

bool officer_anew(const struct rec *r)
{
	return r->kind == &kind_officer && rec_when(r, "anew=yes");
}

bool officer_left(struct str act, int64_t since, int64_t until, int64_t day)
{
	return (str_eq(act, S("enrol")) || str_eq(act, S("change_roles"))) &&
	       day - since < OFFICER_DAYS && (until == NO_DAY || day <= until);
}

static bool keeps(const struct val *roles)
{
	for (size_t i = 0; i < roles->len; i++)
		if (code_in(OFFICER_KEEPERS, roles->v[i].s))
			return true;
	return false;
}

/* Who keeps the machine, and who audits, hold no role that shows a name; in a small centre the chief keeps the machine.
 * product.md, "Who uses it". */
static void apart_rule(const struct rec *r, struct refusals *why)
{
	static const struct {
		const char *role, *beside;
	} apart[] = { { "operator", "operator,chief" }, { "auditor", "auditor" } };
	const struct val *roles = rec_get(r, "roles");

	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
		struct str other = S("");
		bool has = false;

		for (size_t j = 0; j < roles->len; j++) {
			has |= str_eq(roles->v[j].s, str_of(apart[i].role));
			if (!code_in(apart[i].beside, roles->v[j].s))
				other = roles->v[j].s;
		}
		if (has && other.len)
			refuse(why, "roles", S("roles"), other,
			       "a role that goes with %s (%s): whoever holds that sees no names",
			       apart[i].role, apart[i].beside);
	}
}

/* It begins on its own day: nothing of before is signed with it. */
static void anew_rule(const struct rec *r, struct refusals *why)
{
	if (!rec_is(r, "act", "enrol"))
		refuse(why, "anew", S("anew"), S("yes"),
		       "an act enrol: only a new key is vouched for anew");
	if (!keeps(rec_get(r, "roles")))
		refuse(why, "anew", S("roles"), S(""),
		       "one of " OFFICER_KEEPERS ": whoever may enrol others again");
	if (r->day != NO_DAY && need_amount(r, "from") != r->day)
		refuse(why, "from", S("from"), day_text(why->a, need_amount(r, "from")),
		       "%.*s, the day of the record", P(day_text(why->a, r->day)));
}

static void officer_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t from = need_amount(r, "from");

	(void)v;
	need_order(r, "from", "until", why);
	if (rec_get(r, "until") && need_amount(r, "until") - from >= OFFICER_DAYS)
		refuse(why, "until", S("until"), day_text(why->a, need_amount(r, "until")),
		       "a day up to %.*s: a key serves for %d days",
		       P(day_text(why->a, from + OFFICER_DAYS - 1)), OFFICER_DAYS);
	if (r->day != NO_DAY && !rec_is(r, "act", "enrol") && from <= r->day)
		refuse(why, "from", S("from"), day_text(why->a, from),
		       "a day after %.*s: what was signed by then stays good",
		       P(day_text(why->a, r->day)));
	/* An end may be of roles that were given together before. */
	if (rec_is(r, "act", "enrol") || rec_is(r, "act", "change_roles"))
		apart_rule(r, why);
	if (officer_anew(r))
		anew_rule(r, why);
}

static void officer_sealed_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (!rec_is(r, "act", "enrol"))
		need_unset(r, "renews", "no key that is renewed: nobody is enrolled", why);
}

static const struct field officer_fields[] = {
	{ "kid", 10, F_HASH, true, PUB, .max = 4, .help = "4 bytes, key identifier" },
	{ "public_key", 11, F_HASH, true, PUB, .help = "Ed25519" },
	{ "roles", 12, F_CODES, true, PUB, "list:roles" },
	{ "from", 13, F_DATE, true, PUB },
	{ "until", 14, F_DATE, false, PUB },
	{ "act", 15, F_CODE, true, PUB, "enrol,retire,suspend,change_roles" },
	{ "name", 16, F_TEXT, true, CENTRE, .max = 120 },
	{ "relative_of", 17, F_OFFICER, false, CENTRE,
	  .help = "conflicts of interest; checked as if one person in four-eyes acts" },
	{ "renews", 18, F_OFFICER, false, CENTRE,
	  .help = "the key of the same person that this one takes the place of" },
	{ "custody", 19, F_INT, false, PUB, "1..3",
	  .help = "1 wrapped by a password in the register (absent: this), 2 own device, 3 "
		  "hardware" },
	{ "anew", 20, F_BOOL, false, PUB,
	  .help = "vouched for by whoever holds the passphrase, since fewer than two could" },
};

const struct kind kind_officer = {
	.name = "officer",
	.code = 5,
	.label_en = "officer enrolled or retired",
	.label_ar = "موظف",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "chief,operator",
	.hq = true,
	.system = true,
	.rule = officer_rule,
	.sealed_rule = officer_sealed_rule,
	.fields = officer_fields,
	.n = sizeof officer_fields / sizeof *officer_fields,
};
