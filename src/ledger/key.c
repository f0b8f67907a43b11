/* See key.h. libsodium 1.0.18 has no HKDF: it is written here over its HMAC-SHA256. */
#include "ledger/key.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/banned.h"

#define HASH_LEN crypto_auth_hmacsha256_BYTES
#define NONCE	 crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG	 crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(crypto_pwhash_argon2id_SALTBYTES == 16, "the salt");
_Static_assert(NONCE + TAG == KEY_BOX_EXTRA, "a box is its nonce, the ciphertext and its tag");

static const uint8_t *bytes(struct str s)
{
	return s.s ? (const uint8_t *)s.s : (const uint8_t *)"";
}

/* These functions of the library cannot fail; should that ever change, nothing is better than
 * bytes that look like a signature or a ciphertext. */
static void must(int result)
{
	if (result)
		abort();
}

bool key_start(void)
{
	return sodium_init() >= 0;
}

void key_public(const uint8_t seed[32], uint8_t pub[32])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	must(crypto_sign_seed_keypair(pub, secret, seed));
	sodium_memzero(secret, sizeof secret);
}

void key_sign(const uint8_t seed[32], const uint8_t pub[32], struct str msg, uint8_t sig[64])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	/* The library's secret key is the seed and the public key behind it. */
	memcpy(secret, seed, 32);
	memcpy(secret + 32, pub, 32);
	must(crypto_sign_detached(sig, NULL, bytes(msg), msg.len, secret));
	sodium_memzero(secret, sizeof secret);
}

bool key_verify(const uint8_t pub[32], struct str msg, const uint8_t sig[64])
{
	return !crypto_sign_verify_detached(sig, bytes(msg), msg.len, pub);
}

void key_mac(struct str key, const struct str *parts, size_t n, uint8_t mac[32])
{
	crypto_auth_hmacsha256_state st;

	must(crypto_auth_hmacsha256_init(&st, bytes(key), key.len));
	for (size_t i = 0; i < n; i++)
		must(crypto_auth_hmacsha256_update(&st, bytes(parts[i]), parts[i].len));
	must(crypto_auth_hmacsha256_final(&st, mac));
	sodium_memzero(&st, sizeof st);
}

uint64_t key_short(const uint8_t key[16], const void *p, size_t n)
{
	uint64_t h;

	must(crypto_shorthash_siphash24((uint8_t *)&h, p, n, key));
	return h;
}

bool key_sealing(const uint8_t pub[32], uint8_t recipient[32])
{
	return !crypto_sign_ed25519_pk_to_curve25519(recipient, pub);
}

void key_unsealing(const uint8_t seed[32], uint8_t identity[32])
{
	uint8_t pub[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];

	must(crypto_sign_seed_keypair(pub, secret, seed));
	must(crypto_sign_ed25519_sk_to_curve25519(identity, secret));
	key_wipe(secret, sizeof secret);
}

void key_derive(struct str ikm, struct str salt, struct str info, uint8_t *out, size_t n)
{
	static const uint8_t zeros[HASH_LEN];
	uint8_t prk[HASH_LEN], t[HASH_LEN];
	size_t used = 0;

	assert(n <= 255 * HASH_LEN);
	/* RFC 5869 §2.2: no salt counts as a block of zeros. */
	key_mac(salt.len ? salt : str_mem(zeros, sizeof zeros), &ikm, 1, prk);
	for (uint8_t i = 1; n; i++) {
		const struct str parts[] = { str_mem(t, used), info, str_mem(&i, 1) };
		size_t take = n < HASH_LEN ? n : HASH_LEN;

		key_mac(str_mem(prk, sizeof prk), parts, 3, t);
		memcpy(out, t, take);
		used = HASH_LEN;
		out += take;
		n -= take;
	}
	sodium_memzero(prk, sizeof prk);
	sodium_memzero(t, sizeof t);
}

void key_box(const uint8_t key[32], struct str ad, const void *p, size_t n, uint8_t *box)
{
	const uint8_t *plain = n ? p : (const uint8_t *)"";

	os_random(box, NONCE);
	must(crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, plain, n, bytes(ad),
							ad.len, NULL, box, key));
}

bool key_unbox(const uint8_t key[32], struct str ad, const void *box, size_t n, uint8_t *p)
{
	const uint8_t *u = box;
	uint8_t none[1];

	if (n < KEY_BOX_EXTRA)
		return false;
	return !crypto_aead_xchacha20poly1305_ietf_decrypt(n > KEY_BOX_EXTRA ? p : none, NULL, NULL,
							   u + NONCE, n - NONCE, bytes(ad), ad.len,
							   u, key);
}

bool key_stretch(struct str password, const uint8_t salt[16], uint32_t passes, uint32_t memory_kib,
		 uint8_t key[32])
{
	return !crypto_pwhash(key, 32, (const char *)bytes(password), password.len, salt, passes,
			      (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13);
}

bool key_eq(const void *a, const void *b, size_t n)
{
	return !sodium_memcmp(a, b, n);
}

void key_wipe(void *p, size_t n)
{
	if (n)
		sodium_memzero(p, n);
}

struct wipe {
	void *p;
	size_t n;
};

static void wipe(void *p)
{
	struct wipe *w = p;

	sodium_memzero(w->p, w->n);
}

void key_wipe_later(struct arena *a, void *p, size_t n)
{
	const struct wipe w = { p, n };

	if (n)
		arena_defer(a, wipe, arena_copy(a, &w, sizeof w));
}

#define ROOM_ALIGN 16 /* the library puts the end of what it gives at the end of a page */

void *key_room(struct arena *a, size_t n)
{
	size_t whole = (n + ROOM_ALIGN - 1) / ROOM_ALIGN * ROOM_ALIGN;
	void *p = sodium_malloc(whole);

	if (!p)
		return NULL;
	memset(p, 0, whole);
	arena_defer(a, sodium_free, p);
	return p;
}

/* An arena aligns what it hands out from the beginning of a block on. */
static void *take_room(size_t n)
{
	return n > SIZE_MAX - ROOM_ALIGN
		       ? NULL
		       : sodium_malloc((n + ROOM_ALIGN - 1) / ROOM_ALIGN * ROOM_ALIGN);
}

struct arena *key_arena(size_t limit)
{
	/* Each room is locked and has guards of its own: what one look-up takes is kept for the next. */
	static const struct arena_source rooms = { take_room, sodium_free, sodium_memzero,
						   (size_t)8 << 20 };

	return arena_new_from(limit, &rooms);
}
