/* See open.h. */
#include "rule/open.h"

#include "record/reader.h"
#include "rule/decide.h"
#include "base/banned.h"

bool open_allows(const struct opening *o, struct refusals *why)
{
	bool sealed_apart = o->kind && o->kind->seal[0] == 'T',
	     child = str_eq(o->case_state, S("child_referred"));
	const char *roles = reader_roles(o->purpose, false),
		   *apart = reader_roles(o->purpose, true);

	if (!o->reader)
		return !(child || sealed_apart) ||
		       refuse(why, "missing", S("as"), S(""),
			      "the protection officer who opens it: it is told of a child, or "
			      "testimony");
	if (!o->reader->serving)
		return refuse(why, "not_serving", S("as"), o->reader->name,
			      "an officer who serves today");
	if (reader_any(o->reader->roles, READER_NONE))
		return refuse(why, "operator", S("as"), o->reader->name,
			      "an officer who is no operator: whoever keeps the machine sees no "
			      "names");
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
	if (reader_any(o->reader->roles, roles))
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
