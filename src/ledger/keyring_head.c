/* See keyring_head.h. */
#include "ledger/keyring_head.h"

#include <string.h>

#include "base/os.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "base/banned.h"

#define MAGIC	   "sulh-keyring-v1\n"
#define PASSES_MAX 10
#define MEMORY_MIN 8
#define MEMORY_MAX (1024 * 1024)

enum { PASSES = 16, MEMORY = 20, EPOCH = 24, SALT = 28, FRONT = 44, KEYS = 116, CHECKSUM = 8412 };

_Static_assert(sizeof(struct keyring_secrets) == 258 * 32, "the secrets are read as bytes");
_Static_assert(KEYS == FRONT + 32 + KEY_BOX_EXTRA, "the first box");
_Static_assert(CHECKSUM == KEYS + sizeof(struct keyring_secrets) + KEY_BOX_EXTRA, "the second box");
_Static_assert(KEYRING_HEAD_LEN == CHECKSUM + 32, "the checksum is last");

static uint32_t get(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void put(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

bool keyring_head_read(struct str bytes, struct keyring_head *h, const char **wrong)
{
	const uint8_t *p = (const uint8_t *)bytes.s;
	struct hash sum;

	*wrong = NULL;
	if (bytes.len != KEYRING_HEAD_LEN) {
		*wrong = "it has not the length of a keyring's head";
		return false;
	}
	sum = hash_of(str_mem(p, CHECKSUM));
	h->passes = get(p + PASSES);
	h->memory = get(p + MEMORY);
	h->epoch = get(p + EPOCH);
	memcpy(h->salt, p + SALT, sizeof h->salt);
	h->bytes = p;
	if (memcmp(sum.b, p + CHECKSUM, sizeof sum.b))
		*wrong = "its checksum is wrong";
	else if (!str_starts(bytes, S(MAGIC)))
		*wrong = "it is no keyring's head of version 1";
	else if (h->passes < 1 || h->passes > PASSES_MAX || h->memory < MEMORY_MIN ||
		 h->memory > MEMORY_MAX || !h->epoch)
		/* A head from elsewhere must not take the machine's memory. */
		*wrong = "its parameters are outside their limits";
	return !*wrong;
}

bool keyring_head_kek(const struct keyring_head *h, struct str passphrase, uint8_t kek[32])
{
	return key_stretch(passphrase, h->salt, h->passes, h->memory, kek);
}

enum keyring_unlock keyring_head_unlock(const struct keyring_head *h, const uint8_t kek[32],
					struct keyring_secrets *out)
{
	const uint8_t *p = h->bytes;
	const struct str ad = str_mem(p, FRONT);
	enum keyring_unlock result = KEYRING_UNLOCKED;
	uint8_t epoch_key[32];

	if (!key_unbox(kek, ad, p + FRONT, KEYS - FRONT, epoch_key))
		return KEYRING_WRONG_KEY;
	if (!key_unbox(epoch_key, ad, p + KEYS, CHECKSUM - KEYS, (uint8_t *)out))
		result = KEYRING_DAMAGED;
	key_wipe(epoch_key, sizeof epoch_key);
	return result;
}

void keyring_head_write(const struct keyring_head *h, const uint8_t kek[32],
			const struct keyring_secrets *secrets, uint8_t out[KEYRING_HEAD_LEN])
{
	const struct str ad = str_mem(out, FRONT);
	uint8_t epoch_key[32];
	struct hash sum;

	memcpy(out, MAGIC, PASSES);
	put(out + PASSES, h->passes);
	put(out + MEMORY, h->memory);
	put(out + EPOCH, h->epoch);
	memcpy(out + SALT, h->salt, sizeof h->salt);
	os_random(epoch_key, sizeof epoch_key);
	key_box(kek, ad, epoch_key, sizeof epoch_key, out + FRONT);
	key_box(epoch_key, ad, secrets, sizeof *secrets, out + KEYS);
	key_wipe(epoch_key, sizeof epoch_key);
	sum = hash_of(str_mem(out, CHECKSUM));
	memcpy(out + CHECKSUM, sum.b, sizeof sum.b);
}
