/*
 * Whether what is in the logs is what officers signed: what a cut asks of drafts (vouch.h), asked of entries, since whoever can
 * write into the database can put an entry there that no cut made.
 */
#ifndef SULH_INTAKE_VOUCH_LOG_H
#define SULH_INTAKE_VOUCH_LOG_H

#include "intake/register.h"

/* An entry that is not what officers signed. */
struct vouch_false {
	struct str log, wrong;
	int64_t seq;
	bool ruled; /* officers signed it, and the rules do not allow it */
};

/* Looks at every entry whose signatures are in its object c, and lists those that are wrong, in the arena; *seen: how many were looked at. What
 * nobody signs is taken as it is: its day has passed, and the case has gone on since. Needs the keyring. */
bool vouch_log(struct reg *r, struct arena *a, struct vouch_false **list, size_t *n, int64_t *seen,
	       struct err *e);

#endif
