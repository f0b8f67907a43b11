/*
 * Whose file is closed to all but protection officers: by what is recorded, a child's who was referred, and what
 * was merged into it; by the keyring, whose record is
 * apart (keys_apart). The two go together; where they do not, something was broken off, or somebody used a program of his or her own.
 */
#ifndef SULH_INTAKE_APART_H
#define SULH_INTAKE_APART_H

#include "intake/commit.h"

struct apart_look {
	bool told; /* the passphrase is in this process; a key holder tells only whether the two differ */
	bool untold; /* not even that: they are too few */
	bool differ;
	int64_t open,
		closed; /* children's files that others may read; files closed without a referral */
	struct str of_open, of_closed; /* their cases, separated by ", " */
};
/* Compares the two, in the arena. Needs the keyring. */
bool apart_look(struct reg *r, struct arena *a, struct apart_look *out, struct err *e);

/* Has the keyring follow what is recorded of each who was ever referred as a child, or whose file was ever merged into another. Needs the
 * passphrase in this process. */
bool apart_follow(struct reg *r, struct arena *a, struct err *e);

/* Opens to others the file of a case that is closed without a referral on record; two protection officers, no relatives, sign in by
 * their passwords, and stand in the journal. ERR_REFUSED with refusals in `why`: for a child's file too, which is opened by what is
 * recorded of the child. */
bool apart_reopen(struct reg *r, struct arena *a, struct str case_no, const struct str *names,
		  size_t n, struct refusals *why, struct err *e);

#endif
