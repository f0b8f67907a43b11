/* The journal of what was opened, as officers ask for it by their names. */
#ifndef SULH_INTAKE_JOURNAL_H
#define SULH_INTAKE_JOURNAL_H

#include "intake/register.h"

/* As keys_journal, for this officer, whose password opens a session; empty: for whoever gave the passphrase.
 * ERR_REFUSED where nobody has that name. */
bool intake_journal(struct reg *r, struct arena *a, struct str officer, int64_t from,
		    struct str *lines, struct err *e);

#endif
