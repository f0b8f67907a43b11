/* See open.h. */
#include "rule/open.h"

#include <string.h>

#include "rule/decide.h"
#include "base/banned.h"

/* Desks that take people in (reception, registrar) add and do not read (product.md, promise 4). */
static const struct {
	const char *purpose, *roles;
} readers[] = {
	{ "case_work",
	  "screener,panel,chief,authority,certificate_officer,case_worker,protection" },
	{ "duplicate", "adjudicator" },
	{ "appeal", "panel,case_worker" },
	{ "medical", "case_worker,protection" },
	{ "family", "case_worker,protection" },
	{ "court_order", "dpo,chief" },
	{ "audit", "auditor,dpo" },
	{ "request_of_person", "dpo,case_worker,protection" },
	{ "break_glass", "chief,protection,dpo" },
};

/* What a child's file, and compartment T, may be opened for. */
static const struct {
	const char *purpose, *roles;
} for_children[] = {
	{ "case_work", "protection" },	 { "medical", "protection" },
	{ "family", "protection" },	 { "request_of_person", "dpo,protection" },
	{ "break_glass", "protection" },
};

static bool any_role(struct str have, const char *want)
{
	struct str rest = str_of(want);

	while (rest.s)
		if (role_in(have, str_cut(&rest, ',')))
			return true;
	return false;
}

static const char *roles_for(struct str purpose)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (str_eq(purpose, str_of(readers[i].purpose)))
			return readers[i].roles;
	return NULL;
}

static const char *roles_for_child(struct str purpose)
{
	for (size_t i = 0; i < sizeof for_children / sizeof *for_children; i++)
		if (str_eq(purpose, str_of(for_children[i].purpose)))
			return for_children[i].roles;
	return NULL;
}

bool open_allows(const struct opening *o, struct refusals *why)
{
	bool sealed_apart = o->kind && o->kind->seal[0] == 'T',
	     child = str_eq(o->case_state, S("child_referred"));
	const char *roles = roles_for(o->purpose), *apart = roles_for_child(o->purpose);

	if (!o->reader)
		return !(child || sealed_apart) ||
		       refuse(why, "missing", S("as"), S(""),
			      "the protection officer who opens it: it is told of a child, or "
			      "testimony");
	if (!o->reader->serving)
		return refuse(why, "not_serving", S("as"), o->reader->name,
			      "an officer who serves today");
	if (!roles)
		return refuse(why, "purpose", S("purpose"), o->purpose,
			      "case_work, duplicate, appeal, medical, family, court_order, audit, "
			      "request_of_person or break_glass");
	if ((child || sealed_apart) && !apart)
		return refuse(why, "apart", S("purpose"), o->purpose,
			      "case_work, medical, family, request_of_person or break_glass: what "
			      "is told of children, and testimony, is opened for nothing else");
	if (child || sealed_apart)
		roles = apart;
	if (any_role(o->reader->roles, roles))
		return true;
	return refuse(why, "role", S("as"), o->reader->name,
		      child ? "an officer with one of the roles %s: this is a child's file, which "
			      "nobody else opens any more"
			    : "an officer with one of the roles %s",
		      roles);
}

bool consent_allows(const struct consent *c, struct str use, struct str receiver,
		    struct refusals *why)
{
	size_t before = why->n;

	if (!role_in(c->uses, use) || str_eq(use, S("none")))
		refuse(why, "no_consent", S("use"), use,
		       "a use that its giver has agreed to; each is asked alone");
	if (role_in(c->never, receiver))
		refuse(why, "do_not_share", S("to"), receiver,
		       "somebody else: its giver does not want this one to have it");
	return why->n == before;
}
