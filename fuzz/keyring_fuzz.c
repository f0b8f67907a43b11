/*
 * The readers of the keyring's head and slots, on any bytes: as they are, and with checksum and
 * header made right, so that what lies behind them is reached.
 */
#include "ledger/keyring_head.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "ledger/keyring_slots.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void head(struct arena *a, struct str in)
{
	static const uint8_t kek[32];
	struct keyring_secrets *secrets = arena_alloc(a, sizeof *secrets);
	struct keyring_head h;
	const char *wrong;

	if (!keyring_head_read(in, &h, &wrong)) {
		assert(wrong);
		return;
	}
	assert(h.passes >= 1 && h.passes <= 10 && h.memory >= 8 && h.memory <= 1024 * 1024);
	/* Nobody seals to this key; what the fuzzer makes up must not open. */
	assert(keyring_head_unlock(&h, kek, secrets) == KEYRING_WRONG_KEY);
}

static void head_with_checksum(struct arena *a, struct str in)
{
	uint8_t *p = arena_alloc(a, KEYRING_HEAD_LEN);
	size_t n = in.len < KEYRING_HEAD_LEN - 32 ? in.len : KEYRING_HEAD_LEN - 32;
	struct hash sum;

	if (n)
		memcpy(p, in.s, n);
	sum = hash_of(str_mem(p, KEYRING_HEAD_LEN - 32));
	memcpy(p + KEYRING_HEAD_LEN - 32, sum.b, 32);
	head(a, str_mem(p, KEYRING_HEAD_LEN));
}

static void slots(const struct slots_keys *keys, struct str in)
{
	static const uint8_t subject[16];
	struct slots s;
	const char *wrong;
	uint8_t secret[32];

	if (!slots_read(keys, in, &s, &wrong)) {
		assert(wrong);
		return;
	}
	for (size_t i = 1; i <= s.n; i++)
		if (slots_good(&s, i))
			assert(slots_secret(&s, i, secret));
	(void)slots_all_good(&s);
	assert(slots_find(&s, subject) <= s.n);
}

static void slots_with_header(struct arena *a, const struct slots_keys *keys, struct str in)
{
	size_t n = in.len / SLOT_LEN;
	uint8_t *p = arena_alloc(a, (1 + n) * SLOT_LEN);

	slots_put_header(keys, n, p);
	if (n)
		memcpy(p + SLOT_LEN, in.s, n * SLOT_LEN);
	/* The first slot gets a state that is sound, over whatever it holds. */
	if (n && p[SLOT_LEN] & 1) {
		uint8_t secret[32];
		const struct slots s = { keys, p, n };

		p[SLOT_LEN] = keys->bucket;
		slots_put_state(keys, 1, SLOT_TAKEN, p + SLOT_LEN);
		assert(slots_good(&s, 1));
		(void)slots_secret(&s, 1, secret);
		return;
	}
	slots(keys, str_mem(p, (1 + n) * SLOT_LEN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t bucket_key[32];
	const struct str in = str_mem(data, size);
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct slots_keys keys;

	if (!a || !key_start() || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	slots_keys(bucket_key, 7, &keys);
	head(a, in);
	head_with_checksum(a, in);
	slots(&keys, in);
	slots_with_header(a, &keys, in);
	arena_free(a);
	return 0;
}
