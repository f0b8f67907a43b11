/* A keyring of its own, open in this process, in a folder that the test removes. */
#ifndef SULH_TEST_KEYS_HERE_H
#define SULH_TEST_KEYS_HERE_H

#include <stdlib.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/rec.h"

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

/* An object s as a record has it, sealed to an identity of the pool. */
static inline struct str keys_object(struct arena *a, const struct identity *id,
				     const struct rec *r)
{
	struct buf b = { .a = a };

	cbor_put_map(&b, 3);
	cbor_put_int(&b, 1);
	cbor_put_bytes(&b, str_mem(id->subject, 16));
	cbor_put_int(&b, 10);
	rec_fields(a, r, PERSON, NULL, &b);
	cbor_put_int(&b, 17);
	cbor_put_int(&b, r->kind->code);
	return seal_person(a, id->recipient, buf_text(&b));
}

#endif
