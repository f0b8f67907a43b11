/* Operations with the pool, with what is sealed for the centre, and with keyed digests. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/act.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/reader.h"
#include "base/banned.h"

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

/* What desks and cuts need through the key holder. Of all else it says whether it is right (op_mac_is): a process
 * without the passphrase does not make lists of erasures, nor what erased entries counted as. */
static bool may_make(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	static const struct str all[] = { SC("sulh/mark/v1"), SC("sulh/idem/v2"),
					  SC("sulh/content/v2"), SC("sulh/draft/v2") };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(q->purpose, all[i]))
			return true;
	if (o->client->here)
		return true;
	if (str_eq(q->purpose, S("sulh/audit/v1")) && q->kid && ops_session(o, q->kid))
		return ops_holds(o, a, q->kid, READER_AUDITS, "make a digest of an audit", e);
	return err_set(e, ERR_LOCKED,
		       "the key holder makes no digest of this purpose for others: stop it (sulh "
		       "keyd stop) and give the passphrase; of an audit, give who audits");
}

bool ops_digest(struct ops *o, struct str purpose, struct str text, uint8_t mac[32], struct err *e)
{
	uint8_t room[32];

	if (!str_starts(purpose, S("sulh/")) || purpose.len > PURPOSE_MAX ||
	    text.len > KEYS_MAC_MAX)
		return err_set(e, ERR_USAGE,
			       "make a keyed digest: no such purpose, or more than %d bytes",
			       KEYS_MAC_MAX);
	key_mac(str_mem(purpose_key(o, purpose, room), 32), &text, 1, mac);
	key_wipe(room, sizeof room);
	return true;
}

OP(mac)
{
	uint8_t mac[32];

	if (!may_make(o, a, q, e) || !ops_digest(o, q->purpose, q->data, mac, e))
		return false;
	out->data = ops_give(a, mac, sizeof mac);
	return true;
}

/* The digest, then the text. */
OP(mac_is)
{
	uint8_t mac[32];

	(void)a;
	if (q->data.len < sizeof mac)
		return err_set(e, ERR_USAGE, "compare a keyed digest: none is given");
	if (!ops_digest(o, q->purpose, str_from(q->data, sizeof mac), mac, e))
		return false;
	out->n = key_eq(mac, q->data.s, sizeof mac);
	key_wipe(mac, sizeof mac);
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

bool ops_shown(struct arena *a, struct str body, struct str *out)
{
	struct read in = read_of(body.s, body.len);
	struct buf b = { .a = a };
	struct {
		int64_t key;
		struct str item;
	} kept[BODY_END];
	uint64_t n;
	size_t n_kept = 0;
	int64_t key = -1;

	if (!cbor_map(&in, BODY_END, &n))
		return false;
	while (n--) {
		struct str item;

		if (!cbor_key(&in, &key) || key < 0 || key >= BODY_END ||
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
	       (ops_shown(a, body, &out->data) ||
		err_set(e, ERR_FALSE, "open object c: its body is not well-formed"));
}
