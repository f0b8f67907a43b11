/*
 * The reader of age files and of age's keys, on any bytes. What it opens is what an honest writer
 * made, so the input is also used as a plaintext that must make the round.
 */
#include "ledger/seal.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The identity the seeds are sealed to: a fixed key, worth nothing. */
	static const uint8_t identity[32] = "sulh fuzz: a key that is not one";
	const struct str in = str_mem(data, size);
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	uint8_t recipient[32], key[32];
	struct str plain, body;
	struct err e;
	bool ok;

	if (!a || !key_start() || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	age_recipient(identity, recipient);
	if (age_decrypt(a, identity, in, &plain, &e))
		assert(plain.len < size);
	else
		assert(e.kind == ERR_FALSE && e.what[0]);
	if (open_person(a, identity, in, &body, &e))
		assert(body.len < size);
	/* A text that is read is the one that would be written. */
	if (age_identity_read(in, key))
		assert(str_eq(age_identity_text(a, key), in));
	if (age_recipient_read(in, key))
		assert(str_eq(age_recipient_text(a, key), in));
	ok = age_decrypt(a, identity, age_encrypt(a, recipient, in), &plain, &e);
	assert(ok && str_eq(plain, in));
	arena_free(a);
	return 0;
}
