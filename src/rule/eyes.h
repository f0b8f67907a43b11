/*
 * Whether those who signed an act might: what decide asks of signers, asked again of an act whose sealed fields nobody
 * sees. A cut asks it of drafts, an audit and the doctor of what is in the logs, since a program of an officer's own asks
 * nothing.
 */
#ifndef SULH_RULE_EYES_H
#define SULH_RULE_EYES_H

#include "rule/decide.h"

struct eyes_act {
	const struct kind *kind;
	struct str event; /* as it says itself; s == NULL: none (a place, a weapon) */
	bool has_case;
	struct str state; /* of the case, after it */
	enum case_class cls;
	const struct rec *rec; /* its public fields, where it has any; else NULL */
};

/* Refuses an act that no row of the table (rule/table.h) can have let pass: which its signers might not sign, by their
 * roles, their part in the case before (v->past, v->elsewhere) or being relatives; which the case, where it stood before, has
 * no room for; or which makes something else of it. Of rows that only a sealed field tells apart one is enough. v:
 * the signers, the officers who count as one, the case before the act, approvers_gone, and of an officer's record the keepers. */
bool eyes_signed(const struct decide_view *v, const struct eyes_act *x, struct refusals *why);

/* Whether what eyes_signed says of such an act rests on the acts of the case before it, beside where the case stood. */
bool eyes_of_past(const struct kind *k, struct str event);

#endif
