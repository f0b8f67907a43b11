/* A keyring of its own, open in this process, in a folder that the test removes. */
#ifndef SULH_TEST_KEYS_HERE_H
#define SULH_TEST_KEYS_HERE_H

#include <stdlib.h>

#include "base/arena.h"
#include "keyd/keys.h"
#include "ledger/key.h"

/* NULL with *folder NULL where there is none, else where it does not open. */
static inline struct keys *keys_here(struct arena *a, const struct clock *clock,
				     const char **folder)
{
	const struct str pass = S("four words of a phrase");
	const char *tmp = getenv("TMPDIR");
	struct err e;

	*folder = NULL;
	if (!a || !key_start())
		return NULL;
	*folder = str_z(a, str_fmt(a, "%s/sulh-keys-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp((char *)(uintptr_t)*folder)) {
		*folder = NULL;
		return NULL;
	}
	return keyring_make(a, str_z(a, str_fmt(a, "%s/keyring", *folder)), pass, KEYRING_COST_TEST,
			    &e)
		       ? keys_local(a, *folder, pass, clock, &e)
		       : NULL;
}

#endif
