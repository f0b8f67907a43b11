/*
 * Who may open what is sealed for a person, and for what: pure, like all rules. Nobody opens because he or she has
 * the passphrase; each opening has an officer, a purpose, and is written down before anything of it leaves.
 */
#ifndef SULH_RULE_OPEN_H
#define SULH_RULE_OPEN_H

#include "record/kind.h"
#include "record/refuse.h"

struct signer;

struct opening {
	const struct kind *kind; /* of the record; NULL: all of a person's file */
	/* As it stands now, "child_referred" while that in which the person goes on is a child's; empty: of no case. */
	struct str case_state;
	struct str purpose; /* of access_event: "case_work", "appeal", ... */
	const struct signer
		*reader; /* NULL: nobody is named, which is enough for no child's file */
};

/* Refuses a reader who does not serve, has no role for the purpose, or may not open this: of a child only protection
 * officers open anything, whoever had the case before; compartment T (children, testimony) is theirs, too. What a
 * person asks for of himself or herself is handed out in any case. */
bool open_allows(const struct opening *o, struct refusals *why);

/* What a testimony may be used for, and who may not have it, as its giver said last. Lists as text, parts separated by
 * commas; `never` are keys of parties. */
struct consent {
	struct str uses, never;
};
/* Refuses a use that was not agreed to, and a receiver who is never to have it. */
bool consent_allows(const struct consent *c, struct str use, struct str receiver,
		    struct refusals *why);

#endif
