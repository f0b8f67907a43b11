/*
 * What a clock does to cases (states.csv, actor scheduler): checks that lasted 60 days go to review (C12), a deferral
 * that is over to checks (C20), nothing heard of a court brings an enquiry (C33), a person who is lost is absent
 * (C36), a provisional paper is confirmed (K03), a suspension lapses (K07). It cannot be switched off: every
 * cut does it first. What was done is done in no case twice, because the case is another one afterwards.
 */
#ifndef SULH_INTAKE_DUE_H
#define SULH_INTAKE_DUE_H

#include "intake/register.h"

struct due_act {
	const char *code;  /* the row of states.csv */
	const char *event; /* "review_due" */
	struct str case_no;
	int64_t log;
	int64_t day; /* the first on which the limit had passed */
	struct str why;
	/* A rule does not let it through: what would be right. The case waits for somebody to look; s == NULL: it was
	 * recorded. */
	struct str refused;
};

struct due_report {
	struct due_act *list;
	size_t n, refused;
};

/* In one transaction: all that is due now, or nothing. `dry`: what would be. Needs the keyring, but only where
 * something is due. The list is in the arena. */
bool intake_due(struct reg *r, struct arena *a, bool dry, struct due_report *out, struct err *e);

#endif
