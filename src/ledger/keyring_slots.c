/* See keyring_slots.h. */
#include "ledger/keyring_slots.h"

#include <string.h>

#include "base/os.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define MAGIC "sulh-slots-v1\n\0"

enum { BUCKET = 16, COUNT = 20, HEADER_MAC = 96 };
enum { STATE_MAC = 49, BOX = 56 };

_Static_assert(BOX + 32 + KEY_BOX_EXTRA == SLOT_LEN, "the box ends the slot");
_Static_assert(SLOT_STATE % 8 == 0 && BOX == SLOT_STATE + 8, "the state is one aligned word");

static void put(uint8_t *p, size_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

void slots_keys(const uint8_t bucket_key[32], uint8_t bucket, struct slots_keys *out)
{
	const struct str k = str_mem(bucket_key, 32);

	out->bucket = bucket;
	key_derive(k, S(""), S("slot/box"), out->box, sizeof out->box);
	key_derive(k, S(""), S("slot/mac"), out->mac, sizeof out->mac);
}

static void header_mac(const struct slots_keys *keys, const uint8_t *header, uint8_t mac[32])
{
	const struct str parts[] = { S("\0\0\0\0"), str_mem(header, HEADER_MAC) };

	key_mac(str_mem(keys->mac, 32), parts, 2, mac);
}

static void slot_mac(const struct slots_keys *keys, size_t i, const uint8_t *slot, uint8_t mac[32])
{
	uint8_t index[4] = { 0 };
	const struct str parts[] = { str_mem(index, sizeof index), str_mem(slot, STATE_MAC),
				     str_mem(slot + BOX, SLOT_LEN - BOX) };

	put(index, i);
	key_mac(str_mem(keys->mac, 32), parts, 3, mac);
}

/* What a slot's box is bound to: its place, subject and recipient. */
struct bound {
	uint8_t b[4 + SLOT_STATE];
};

static struct bound bound_to(size_t i, const uint8_t *slot)
{
	struct bound ad;

	put(ad.b, i);
	memcpy(ad.b + 4, slot, SLOT_STATE);
	return ad;
}

void slots_put_header(const struct slots_keys *keys, size_t n, uint8_t out[SLOT_LEN])
{
	memset(out, 0, SLOT_LEN);
	memcpy(out, MAGIC, BUCKET);
	out[BUCKET] = keys->bucket;
	put(out + COUNT, n);
	header_mac(keys, out, out + HEADER_MAC);
}

bool slots_read(const struct slots_keys *keys, struct str bytes, struct slots *s,
		const char **wrong)
{
	uint8_t header[SLOT_LEN];
	size_t n;

	if (bytes.len < SLOT_LEN || bytes.len % SLOT_LEN || bytes.len > SLOTS_FILE) {
		*wrong = "it has not the length of a whole number of slots";
		return false;
	}
	/* The header has one spelling: it is what would be written for so many slots. */
	n = bytes.len / SLOT_LEN - 1;
	slots_put_header(keys, n, header);
	if (!key_eq(header, bytes.s, SLOT_LEN)) {
		*wrong = "its header was changed, or slots are missing";
		return false;
	}
	*s = (struct slots){ keys, (const uint8_t *)bytes.s, n };
	*wrong = NULL;
	return true;
}

const uint8_t *slots_at(const struct slots *s, size_t i)
{
	return s->bytes + i * SLOT_LEN;
}

bool slots_good(const struct slots *s, size_t i)
{
	const uint8_t *slot = slots_at(s, i);
	uint8_t mac[32];

	slot_mac(s->keys, i, slot, mac);
	return key_eq(mac, slot + STATE_MAC, BOX - STATE_MAC) && slot[0] == s->keys->bucket &&
	       (slot[SLOT_STATE] == SLOT_FREE || slot[SLOT_STATE] == SLOT_TAKEN ||
		slot[SLOT_STATE] == SLOT_APART || slot[SLOT_STATE] == SLOT_MERGED);
}

bool slots_all_good(const struct slots *s)
{
	for (size_t i = 1; i <= s->n; i++)
		if (!slots_good(s, i))
			return false;
	return true;
}

size_t slots_find(const struct slots *s, const uint8_t subject[16])
{
	for (size_t i = 1; i <= s->n; i++)
		if (!memcmp(slots_at(s, i), subject, SLOT_RECIPIENT))
			return i;
	return 0;
}

bool slots_secret(const struct slots *s, size_t i, uint8_t secret[32])
{
	const uint8_t *slot = slots_at(s, i);
	const struct bound ad = bound_to(i, slot);

	return key_unbox(s->keys->box, str_mem(ad.b, sizeof ad.b), slot + BOX, SLOT_LEN - BOX,
			 secret);
}

void slots_put_new(const struct slots_keys *keys, size_t i, uint8_t out[SLOT_LEN])
{
	uint8_t secret[32];
	struct bound ad;

	os_random(out, SLOT_RECIPIENT);
	out[0] = keys->bucket;
	os_random(secret, sizeof secret);
	age_recipient(secret, out + SLOT_RECIPIENT);
	ad = bound_to(i, out);
	key_box(keys->box, str_mem(ad.b, sizeof ad.b), secret, sizeof secret, out + BOX);
	key_wipe(secret, sizeof secret);
	slots_put_state(keys, i, SLOT_FREE, out);
}

bool slots_put_moved(const struct slots *s, size_t i, const struct slots_keys *keys, size_t o,
		     uint8_t out[SLOT_LEN])
{
	const uint8_t *slot = slots_at(s, i);
	uint8_t secret[32];
	struct bound ad;

	if (!slots_secret(s, i, secret))
		return false;
	memcpy(out, slot, SLOT_STATE);
	ad = bound_to(o, out);
	key_box(keys->box, str_mem(ad.b, sizeof ad.b), secret, sizeof secret, out + BOX);
	key_wipe(secret, sizeof secret);
	slots_put_state(keys, o, (char)slot[SLOT_STATE], out);
	return true;
}

void slots_put_state(const struct slots_keys *keys, size_t i, char state, uint8_t slot[SLOT_LEN])
{
	uint8_t mac[32];

	slot[SLOT_STATE] = (uint8_t)state;
	slot_mac(keys, i, slot, mac);
	memcpy(slot + STATE_MAC, mac, BOX - STATE_MAC);
}
