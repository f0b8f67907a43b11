/* See journal.h. */
#include "intake/journal.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "base/banned.h"

/* The key of the officer's session; NULL for nobody. */
static bool session_of(struct reg *r, struct arena *a, struct str officer, const uint8_t **kid,
		       struct err *e)
{
	struct officer_public who;

	*kid = NULL;
	if (!reg_unlock(r, e))
		return false;
	if (!officer.len)
		return true;
	if (!kept_officer(r, a, officer, INT64_MAX, &who, e))
		return e->kind == ERR_NOTHING
			       ? err_value(e, ERR_REFUSED, S("as"), officer,
					   "the name of an officer whose key is in this keyring")
			       : false;
	*kid = arena_copy(a, who.kid, sizeof who.kid);
	return kept_signing(r, a, &who, e);
}

bool intake_journal(struct reg *r, struct arena *a, struct str officer, int64_t from,
		    struct str *lines, struct err *e)
{
	const uint8_t *kid;

	return session_of(r, a, officer, &kid, e) && keys_journal(r->keys, a, kid, from, lines, e);
}
