/* Operations with the pool, with what is sealed for the centre, and with keyed digests. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define BODY_KEYS   31 /* of an object c; all are below this */
#define BODY_DEPTH  9
#define PURPOSE_MAX 40

static bool has_subject(const struct keys_ask *q, struct err *e)
{
	return q->subject || err_set(e, ERR_USAGE, "keys: no subject is given");
}

OP(take)
{
	struct identity *list;

	if (q->n < 1 || q->n > KEYRING_POOL_MAX)
		return err_set(e, ERR_USAGE, "take identities: 1 to %d at once", KEYRING_POOL_MAX);
	list = arena_array(a, (size_t)q->n, sizeof *list);
	out->data = str_mem(list, (size_t)q->n * sizeof *list);
	return keyring_take(o->keyring, list, (size_t)q->n, e);
}

OP(pool_drop)
{
	(void)a;
	(void)q;
	(void)out;
	return keyring_pool_drop(o->keyring, e);
}

OP(recipient)
{
	uint8_t recipient[32];

	if (!has_subject(q, e) || !keyring_recipient(o->keyring, q->subject, recipient, e))
		return false;
	out->data = ops_give(a, recipient, sizeof recipient);
	return true;
}

/* Holders and shares are lines. */
OP(share)
{
	struct str holders[KEYRING_SHARES], shares[KEYRING_SHARES], rest = q->data;
	struct buf b = { .a = a };

	for (size_t i = 0; i < KEYRING_SHARES; i++)
		holders[i] = str_cut(&rest, '\n');
	if (rest.s)
		return err_set(e, ERR_USAGE, "share the keyring: %d names of one line each",
			       KEYRING_SHARES);
	if (!keyring_share(o->keyring, a, holders, shares, e))
		return false;
	for (size_t i = 0; i < KEYRING_SHARES; i++)
		buf_fmt(&b, "%s%.*s", i ? "\n" : "", P(shares[i]));
	key_wipe_later(a, b.p, b.cap);
	out->data = buf_text(&b);
	return true;
}

/* Every record asks for the same few keys. */
static const uint8_t *purpose_key(struct ops *o, struct str purpose, uint8_t room[32])
{
	uint8_t *key = room;

	for (size_t i = 0; i < o->n_purposes; i++)
		if (str_eq(o->kept->purposes[i].purpose, purpose))
			return o->kept->purposes[i].key;
	if (o->n_purposes < OPS_PURPOSES) {
		o->kept->purposes[o->n_purposes].purpose = str_dup(o->a, purpose);
		key = o->kept->purposes[o->n_purposes++].key;
	}
	key_derive(str_mem(keyring_centre_key(o->keyring), 32), S(""), purpose, key, 32);
	return key;
}

OP(mac)
{
	uint8_t mac[32], room[32];

	if (!str_starts(q->purpose, S("sulh/")) || q->purpose.len > PURPOSE_MAX ||
	    q->data.len > KEYS_MAC_MAX)
		return err_set(e, ERR_USAGE,
			       "make a keyed digest: no such purpose, or more than %d bytes",
			       KEYS_MAC_MAX);
	key_mac(str_mem(purpose_key(o, q->purpose, room), 32), &q->data, 1, mac);
	key_wipe(room, sizeof room);
	out->data = ops_give(a, mac, sizeof mac);
	return true;
}

OP(seal_c)
{
	if (q->data.len > SEAL_BODY_MAX)
		return err_set(e, ERR_USAGE, "seal for the centre: more than %zu bytes",
			       SEAL_BODY_MAX);
	out->data = seal_centre(a, keyring_centre_key(o->keyring), q->data);
	return true;
}

/* The body without what only a reader of the case may see: the projection has the rest in clear. */
static bool without_hidden(struct arena *a, struct str body, struct str *out)
{
	struct read in = read_of(body.s, body.len);
	struct buf b = { .a = a };
	struct {
		int64_t key;
		struct str item;
	} kept[BODY_KEYS];
	uint64_t n;
	size_t n_kept = 0;
	int64_t key = -1;

	if (!cbor_map(&in, BODY_KEYS, &n))
		return false;
	while (n--) {
		struct str item;

		if (!cbor_key(&in, &key) || key < 0 || key >= BODY_KEYS ||
		    !cbor_skip(&in, BODY_DEPTH, &item))
			return false;
		if (KEYS_C_HIDDEN & 1u << key)
			continue;
		kept[n_kept].key = key;
		kept[n_kept++].item = item;
	}
	if (!read_end(&in))
		return false;
	cbor_put_map(&b, n_kept);
	for (size_t i = 0; i < n_kept; i++) {
		cbor_put_int(&b, kept[i].key);
		buf_str(&b, kept[i].item);
	}
	*out = buf_text(&b);
	return true;
}

OP(open_c)
{
	struct str body;

	return open_centre(a, keyring_centre_key(o->keyring), q->data, &body, e) &&
	       (without_hidden(a, body, &out->data) ||
		err_set(e, ERR_FAILED, "open object c: its body is not well-formed"));
}
