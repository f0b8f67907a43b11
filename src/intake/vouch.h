/*
 * Whether what waits for a cut is what officers signed (keyd/keys_act.h), what the rules want of such an act, and, of what
 * nobody signs, whether its day has come. A draft's MAC says only that it was made through whoever holds the keyring.
 */
#ifndef SULH_INTAKE_VOUCH_H
#define SULH_INTAKE_VOUCH_H

#include "intake/register.h"

struct vouched {
	struct str wrong;   /* as words; s == NULL: nothing */
	bool ruled;	    /* officers signed it so, and it is the rules that do not allow it */
	struct str case_no; /* s == NULL: none, or it cannot be read */
	bool sealed;	    /* what it is stands in object c */
	struct str body;    /* of object c, without what is hidden; empty: it was not looked at */
};

/* Looks at drafts of one log, of which a cut that begins at this index takes some (INT64_MAX: none is under way). False on a
 * machine's error. */
bool vouch_drafts(struct reg *r, struct arena *a, const struct store_log *log, int64_t begun,
		  const struct store_draft *list, size_t n, struct vouched *out, struct err *e);

/* What to say of such a draft: its number, its case, what is wrong, and what to do. */
struct str vouch_said(struct arena *a, const uint8_t draft[16], const struct vouched *x);

struct doubt {
	struct str log, said; /* as words */
	bool ruled;	      /* as above */
	uint8_t draft[16];
};

/* All drafts that a cut would not take, in the arena. Needs the keyring. */
bool vouch_doubts(struct reg *r, struct arena *a, struct doubt **list, size_t *n, struct err *e);

/* Removes one of them, in a transaction of its own; ERR_REFUSED for a draft that is right, ERR_NOTHING where there is
 * none. What the projection has of it goes with the next rebuild. */
bool vouch_discard(struct reg *r, struct arena *a, const uint8_t draft[16], struct err *e);

#endif
