/* Operations on the role keys of officers: making, signing. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "base/banned.h"

static struct str public_part(struct arena *a, const uint8_t kid[4], const uint8_t pub[32])
{
	uint8_t both[36];

	memcpy(both, kid, 4);
	memcpy(both + 4, pub, 32);
	return ops_give(a, both, sizeof both);
}

OP(officers)
{
	struct officer_public *list;
	struct buf b = { .a = a };
	size_t n;

	(void)q;
	if (!keyring_officer_each(o->keyring, a, &list, &n, e))
		return false;
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_text(&b, list[i].name);
		cbor_put_bytes(&b, public_part(a, list[i].kid, list[i].pub));
		cbor_put_int(&b, list[i].gone);
	}
	out->data = buf_text(&b);
	return true;
}

OP(officer_make)
{
	struct officer_key key;

	if (!keyring_officer_make(o->keyring, a, q->name, q->secret, &key, e))
		return false;
	out->data = public_part(a, key.kid, key.pub);
	key_wipe(&key, sizeof key);
	return true;
}

OP(officer_next)
{
	struct officer_key key;

	if (!keyring_officer_next(o->keyring, a, q->name, q->secret, &key, e))
		return false;
	out->data = public_part(a, key.kid, key.pub);
	key_wipe(&key, sizeof key);
	return true;
}

OP(officer_drop)
{
	(void)out;
	if (!q->kid)
		return err_set(e, ERR_USAGE, "drop an officer's key: none is given");
	if (!keyring_officer_drop(o->keyring, a, q->kid, e))
		return false;
	return ops_end_key(o, a, q->kid, e);
}

/* The old password, then the new one. */
OP(officer_password)
{
	(void)out;
	return keyring_officer_password(o->keyring, a, q->name, q->secret, q->data,
					clock_now(&o->clock), e);
}

OP(officer_forgive)
{
	(void)out;
	return keyring_officer_forgive(o->keyring, a, q->name, e);
}

OP(sign)
{
	const struct ops_session *key = q->kid ? ops_session(o, q->kid) : NULL;
	uint8_t sig[64];

	/* Else it might be a checkpoint, or whatever else one day is signed with such keys. */
	if (!str_starts(q->data, S(KEYS_SIGN_ACT)) && !str_starts(q->data, S(KEYS_SIGN_ENTRY)))
		return err_set(e, ERR_USAGE, "sign as an officer: it is neither act nor entry");
	if (!key)
		return err_set(e, ERR_LOCKED, "sign as an officer: there is no session");
	if (!o->client->here && !ops_may_sign(o, a, q, e))
		return false;
	key_sign(key->seed, key->pub, q->data, sig);
	out->data = ops_give(a, sig, sizeof sig);
	return true;
}
