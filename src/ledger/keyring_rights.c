/* What officers may ask of whoever holds the keyring, by their keys (keyring.h). */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_wrap.h"
#include "base/banned.h"

#define FILE_NAME "rights"
#define RECORD	  5 /* kid, rights */

static const struct wrapped rights_file = { SC("sulh-rights-v1\n"), SC("rights"),
					    (size_t)KEYRING_OFFICERS *RECORD };

/* The records; none where nobody has any yet. */
static bool load(struct keyring *k, struct arena *a, struct str *list, struct err *e)
{
	const char *path = str_z(a, str_fmt(a, "%s/%s", k->dir, FILE_NAME));

	*list = S("");
	if (wrap_load(k, a, &rights_file, path, list, e))
		return !(list->len % RECORD) ||
		       err_set(e, ERR_FAILED, "read %s: it is not well-formed", path);
	return e->kind == ERR_NOTHING;
}

static size_t find(struct str list, const uint8_t kid[4])
{
	for (size_t i = 0; i < list.len; i += RECORD)
		if (!memcmp(list.s + i, kid, 4))
			return i;
	return list.len;
}

bool keyring_rights(struct keyring *k, struct arena *a, const uint8_t kid[4], unsigned *rights,
		    struct err *e)
{
	struct str list;
	size_t at;

	if (!load(k, a, &list, e))
		return within(e, "look up what an officer may read");
	at = find(list, kid);
	*rights = at < list.len ? (uint8_t)list.s[at + 4] : 0;
	return true;
}

bool keyring_rights_set(struct keyring *k, struct arena *a, const uint8_t kid[4], unsigned rights,
			struct err *e)
{
	struct str list;
	uint8_t *p;
	size_t at;

	if (!load(k, a, &list, e))
		return within(e, "set what an officer may read");
	at = find(list, kid);
	if (at == list.len && list.len == (size_t)KEYRING_OFFICERS * RECORD)
		return err_set(e, ERR_REFUSED,
			       "set what an officer may read: the keyring knows %d keys, no more",
			       KEYRING_OFFICERS);
	/* The same as before needs no file written anew. */
	if ((at < list.len ? (uint8_t)list.s[at + 4] : 0) == rights)
		return true;
	p = arena_alloc(a, list.len + RECORD);
	memcpy(p, list.s, list.len);
	memcpy(p + at, kid, 4);
	p[at + 4] = (uint8_t)rights;
	return wrap_save_own(k, a, &rights_file, FILE_NAME, p,
			     at == list.len ? list.len + RECORD : list.len, e) ||
	       within(e, "set what an officer may read");
}

void keyring_key_for(const struct keyring *k, struct str purpose, uint8_t key[32])
{
	key_derive(str_mem(k->secrets->wrap, 32), S(""), purpose, key, 32);
}
