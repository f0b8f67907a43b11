/* Who may open what is sealed, for what; what a testimony may be used for, and who never gets it. */
#include "rule/open.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static bool opens(const char *roles, const char *purpose, const struct kind *k, const char *state)
{
	struct signer reader = { .name = S("R"), .serving = true, .roles = str_of(roles) };
	struct opening o = { k, str_of(state), str_of(purpose), &reader };
	struct refusals why = { .a = a };
	bool ok = open_allows(&o, &why);

	return ok && !why.n;
}

static const char *const all_roles[] = {
	"chief",
	"authority",
	"liaison",
	"registrar",
	"panel",
	"transfer",
	"corridor_counter",
	"mine_action",
	"aid",
	"editor",
	"approver",
	"reception",
	"weapons_officer",
	"storekeeper",
	"screener",
	"certificate_officer",
	"case_worker",
	"protection",
	"adjudicator",
	"dpo",
	"auditor",
	"press",
	"monitor",
	"giver",
	"operator",
};

#define ROLES (sizeof all_roles / sizeof *all_roles)

static const char *const purposes[] = { "case_work",  "duplicate",   "appeal", "medical",
					"family",     "court_order", "audit",  "request_of_person",
					"break_glass" };

#define PURPOSES (sizeof purposes / sizeof *purposes)

/* Of all roles and purposes only these two open anything of a child. */
static bool only_protection(const struct kind *k, const char *state)
{
	for (size_t i = 0; i < ROLES; i++)
		for (size_t j = 0; j < PURPOSES; j++) {
			struct str role = str_of(all_roles[i]);
			bool may = opens(all_roles[i], purposes[j], k, state);

			if (may && !str_eq(role, S("protection")) &&
			    !(str_eq(role, S("dpo")) &&
			      str_eq(str_of(purposes[j]), S("request_of_person"))))
				return false;
		}
	return opens("protection", "case_work", k, state);
}

static void openings(void)
{
	struct signer gone = { .name = S("R"), .roles = S("panel") };
	struct opening late = { &kind_check, S("screening"), S("case_work"), &gone };
	struct opening nobody = { &kind_registration, S("granted"), S("request_of_person"), NULL };
	struct refusals why = { .a = a };

	CHECK("who works on a case opens it",
	      opens("screener", "case_work", &kind_check, "screening") &&
		      opens("panel", "case_work", NULL, "review"));
	CHECK("desks add and do not read",
	      !opens("registrar", "case_work", &kind_registration, "registered") &&
		      !opens("reception", "case_work", &kind_presentation, "presented") &&
		      !opens("weapons_officer,storekeeper", "case_work", NULL, "screening"));
	CHECK("nobody opens for what is no purpose",
	      !opens("chief", "curiosity", NULL, "screening"));
	CHECK("a purpose has its roles",
	      !opens("screener", "appeal", NULL, "under_appeal") &&
		      opens("adjudicator", "duplicate", NULL, "registered"));
	CHECK("who serves no more opens nothing", !open_allows(&late, &why));
	CHECK("once a child is referred its file is the protection officers'",
	      only_protection(&kind_registration, "child_referred") &&
		      only_protection(&kind_check, "child_referred") &&
		      only_protection(NULL, "child_referred"));
	CHECK("so the screener has lost it",
	      opens("screener", "case_work", &kind_check, "screening") &&
		      !opens("screener", "case_work", &kind_check, "child_referred"));
	CHECK("what is told of a child, and testimony, is theirs in any state",
	      only_protection(&kind_child_referral, "granted") &&
		      only_protection(&kind_testimony, ""));
	CHECK("a person's own object goes out without a name",
	      open_allows(&nobody, &(struct refusals){ .a = a }));
	nobody.case_state = S("child_referred");
	CHECK("but not a child's", !open_allows(&nobody, &(struct refusals){ .a = a }));
}

static bool shares(const char *uses, const char *never, const char *use, const char *to)
{
	struct consent c = { str_of(uses), str_of(never) };
	struct refusals why = { .a = a };
	bool ok = consent_allows(&c, str_of(use), str_of(to), &why);

	return ok == !why.n && ok;
}

static void consents(void)
{
	CHECK("what was agreed to", shares("court,history", "", "court", "COURT"));
	CHECK("each use alone", !shares("court,history", "", "un", "COURT"));
	CHECK("none is no use", !shares("none", "", "none", "COURT"));
	CHECK("who is never to have it has it never",
	      !shares("court", "STATE,PRESS", "court", "STATE"));
	CHECK("a like name is another", shares("court", "STATE", "court", "STATES"));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	openings();
	consents();
	arena_free(a);
	return done();
}
