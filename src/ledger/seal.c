/* See seal.h. The age file itself is in age.c. */
#include "ledger/seal.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/sha.h"
#include "base/banned.h"

#define LENGTH	  4 /* bytes of the frame's length */
#define CENTRE_AD "sulh/c/v1\0"

/* Number of the highest bit set; n > 0. */
static unsigned log2_of(size_t n)
{
	unsigned e = 0;

	while (n >>= 1)
		e++;
	return e;
}

size_t seal_padded(size_t n)
{
	unsigned e;
	size_t mask;

	if (n > SEAL_MAX)
		return 0;
	for (size_t size = 512; size <= 4096; size *= 2)
		if (n <= size)
			return size;
	/* Padmé: as many low bits are zero as leaves log2(log2 n) + 1 bits of mantissa. */
	e = log2_of(n);
	mask = ((size_t)1 << (e - log2_of(e) - 1)) - 1;
	return (n + mask) & ~mask;
}

struct str seal_frame(struct arena *a, struct str body)
{
	size_t size;
	uint8_t *p;

	assert(body.len <= SEAL_BODY_MAX);
	size = seal_padded(LENGTH + body.len);
	p = arena_alloc(a, size);
	for (unsigned i = 0; i < LENGTH; i++)
		p[i] = (uint8_t)(body.len >> 8 * (LENGTH - 1 - i));
	if (body.len)
		memcpy(p + LENGTH, body.s, body.len);
	return str_mem(p, size);
}

bool seal_unframe(struct str frame, struct str *body, struct err *e)
{
	const uint8_t *p = (const uint8_t *)frame.s;
	size_t n = 0;

	if (frame.len < LENGTH || frame.len > SEAL_MAX)
		return err_set(e, ERR_FALSE, "open a sealed object: %zu bytes are no padded size",
			       frame.len);
	for (unsigned i = 0; i < LENGTH; i++)
		n = n << 8 | p[i];
	if (n > frame.len - LENGTH || seal_padded(LENGTH + n) != frame.len)
		return err_set(e, ERR_FALSE,
			       "open a sealed object: a body of %zu bytes is not padded to %zu", n,
			       frame.len);
	for (size_t i = LENGTH + n; i < frame.len; i++)
		if (p[i])
			return err_set(e, ERR_FALSE,
				       "open a sealed object: the padding is not zero");
	*body = str_mem(p + LENGTH, n);
	return true;
}

/* The frame is clear text that nobody looks at again. */
static void forget(struct str frame)
{
	key_wipe((char *)frame.s, frame.len);
}

struct str seal_centre(struct arena *a, const uint8_t key[32], struct str body)
{
	struct str frame = seal_frame(a, body);
	size_t n = frame.len + KEY_BOX_EXTRA;
	uint8_t *box;

	key_wipe_later(a, (char *)frame.s, frame.len);
	box = arena_alloc(a, n);
	key_box(key, S(CENTRE_AD), frame.s, frame.len, box);
	forget(frame);
	return str_mem(box, n);
}

bool open_centre(struct arena *a, const uint8_t key[32], struct str object, struct str *body,
		 struct err *e)
{
	size_t n;
	uint8_t *p;

	if (object.len < KEY_BOX_EXTRA || object.len - KEY_BOX_EXTRA > SEAL_MAX)
		return err_set(e, ERR_FALSE, "open a sealed object: %zu bytes are none",
			       object.len);
	n = object.len - KEY_BOX_EXTRA;
	p = arena_alloc(a, n + 1);
	key_wipe_later(a, p, n);
	if (!key_unbox(key, S(CENTRE_AD), object.s, object.len, p))
		return err_set(e, ERR_FALSE,
			       "open a sealed object: it is for another key, or was changed");
	return seal_unframe(str_mem(p, n), body, e);
}

struct str seal_person(struct arena *a, const uint8_t recipient[32], struct str body)
{
	struct str frame = seal_frame(a, body), file;

	key_wipe_later(a, (char *)frame.s, frame.len);
	file = age_encrypt(a, recipient, frame);
	forget(frame);
	return file;
}

bool open_person_as(struct arena *a, const uint8_t identity[32], const uint8_t recipient[32],
		    struct str object, struct str *body, struct err *e)
{
	struct str frame;

	if (!age_decrypt_as(a, identity, recipient, object, &frame, e) ||
	    !seal_unframe(frame, body, e))
		return within(e, "open what is sealed to a person");
	return true;
}

bool open_person(struct arena *a, const uint8_t identity[32], struct str object, struct str *body,
		 struct err *e)
{
	uint8_t recipient[32];

	age_recipient(identity, recipient);
	return open_person_as(a, identity, recipient, object, body, e);
}

struct hash seal_hash(struct str c, struct str s)
{
	const struct str objects[] = { c, s };
	struct hash h[2], seal;
	struct str both;

	/* Whoever reads a log anew does little else: side by side they take half the time or less. */
	sha_many(sha_best(2), objects, 2, h);
	both = str_mem(h, sizeof h);
	sha_many(sha_best(1), &both, 1, &seal);
	return seal;
}

struct hash seal_hash_with(struct str c, const struct hash *s)
{
	const struct hash h[2] = { hash_of(c), *s };

	return hash_of(str_mem(h, sizeof h));
}
