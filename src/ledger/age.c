/*
 * The age v1 file (C2SP age), in exactly one shape: binary, one X25519 stanza.
 *
 * With a single stanza the header has a fixed length and one spelling, so what is read is compared
 * with what would be written, byte for byte. Plaintext is given out only when the last chunk is
 * good.
 */
#include "ledger/seal.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/read.h"
#include "ledger/bech32.h"
#include "ledger/key.h"
#include "base/banned.h"

#define VERSION_LINE "age-encryption.org/v1\n"
#define STANZA	     "-> X25519 "
#define MAC_LINE     "---"
#define B64	     43 /* 32 bytes in base64 without padding */
#define FILE_KEY     16
#define NONCE	     16
#define TAG	     16
#define CHUNK	     ((size_t)64 * 1024)
#define HEADER	     (22 + 10 + B64 + 1 + B64 + 1 + 4 + B64 + 1)
#define MACED	     (HEADER - B64 - 2) /* up to and with "---" */

_Static_assert(sizeof VERSION_LINE - 1 == 22 && sizeof STANZA - 1 == 10, "the header's length");
_Static_assert(FILE_KEY + TAG == 32, "the stanza's body is as long as a key");

/* ChaCha20-Poly1305 of `n` bytes, n + TAG at `out`. */
static void encrypt(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *p, size_t n,
		    uint8_t *out)
{
	if (crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, p, n, NULL, 0, NULL, nonce, key))
		abort();
}

/* The reverse of `n` bytes with their tag; false for bytes that were changed. */
static bool decrypt(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *p, size_t n,
		    uint8_t *out)
{
	return !crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL, p, n, NULL, 0, nonce,
							  key);
}

/* What keeps the header together. */
struct header {
	uint8_t share[32];
	uint8_t body[32]; /* the file key, wrapped */
	uint8_t mac[32];
};

/* The key that wraps the file key: from the shared secret, bound to share and recipient. */
static bool wrap_key(const uint8_t secret[32], const uint8_t point[32], const uint8_t share[32],
		     const uint8_t recipient[32], uint8_t key[32])
{
	uint8_t shared[32], salt[64];
	/* The library refuses a result of zero, that is, a point of small order. */
	bool ok = !crypto_scalarmult(shared, secret, point);

	if (ok) {
		memcpy(salt, share, 32);
		memcpy(salt + 32, recipient, 32);
		key_derive(str_mem(shared, 32), str_mem(salt, 64),
			   S("age-encryption.org/v1/X25519"), key, 32);
	}
	key_wipe(shared, sizeof shared);
	return ok;
}

static void header_mac(const uint8_t file_key[FILE_KEY], struct str maced, uint8_t mac[32])
{
	uint8_t key[32];

	key_derive(str_mem(file_key, FILE_KEY), S(""), S("header"), key, sizeof key);
	key_mac(str_mem(key, sizeof key), &maced, 1, mac);
	key_wipe(key, sizeof key);
}

static uint8_t *put(uint8_t *at, struct str s)
{
	memcpy(at, s.s, s.len);
	return at + s.len;
}

/* Base64 and a newline. */
static uint8_t *put_line(uint8_t *at, const uint8_t b[32])
{
	char text[B64 + 1];

	sodium_bin2base64(text, sizeof text, b, 32, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	at = put(at, str_mem(text, B64));
	*at = '\n';
	return at + 1;
}

static void header_write(const struct header *h, uint8_t out[HEADER])
{
	uint8_t *at = put(out, S(VERSION_LINE STANZA));

	at = put_line(at, h->share);
	at = put_line(at, h->body);
	at = put(at, S(MAC_LINE " "));
	at = put_line(at, h->mac);
	assert(at == out + HEADER);
}

/* Steps over the literal. */
static bool expect(struct read *r, struct str lit, const char *why)
{
	struct str s;

	if (!str_starts(str_mem(r->at, read_left(r)), lit))
		return read_fail(r, why);
	return read_bytes(r, lit.len, &s);
}

static bool expect_line(struct read *r, uint8_t out[32], const char *why)
{
	struct str s;
	char padded[B64 + 1];
	size_t n = 32;

	if (!read_bytes(r, B64, &s))
		return false;
	memcpy(padded, s.s, B64);
	padded[B64] = '=';
	if (!base64_read(str_mem(padded, sizeof padded), out, &n) || n != 32)
		return read_fail(r, why);
	return expect(r, S("\n"), why);
}

static bool header_read(struct read *r, struct header *h)
{
	expect(r, S(VERSION_LINE), "it does not begin as a file of age version 1");
	expect(r, S(STANZA), "its first stanza is none for an X25519 recipient");
	expect_line(r, h->share, "the share is not 32 bytes of base64 in its one spelling");
	expect_line(r, h->body, "the wrapped key is not 32 bytes of base64 in its one spelling");
	if (str_starts(str_mem(r->at, read_left(r)), S("-> ")))
		return read_fail(r, "it has more than one stanza");
	expect(r, S(MAC_LINE " "), "the line of the header's MAC is missing");
	return expect_line(r, h->mac, "the header's MAC is not 32 bytes of base64");
}

/* Counter and last-chunk flag of the STREAM construction. */
static void chunk_nonce(uint8_t nonce[12], uint64_t i, bool last)
{
	memset(nonce, 0, 12);
	for (int at = 10; i; i >>= 8)
		nonce[at--] = (uint8_t)i;
	nonce[11] = last;
}

/* Number of chunks of a plaintext: an empty one has one, empty; no other has an empty one. */
static size_t chunks(size_t n)
{
	return n ? (n - 1) / CHUNK + 1 : 1;
}

static void payload_write(const uint8_t key[32], struct str plain, uint8_t *out)
{
	const uint8_t *p = plain.len ? (const uint8_t *)plain.s : (const uint8_t *)"";
	size_t left = plain.len, count = chunks(plain.len);
	uint8_t nonce[12];

	for (size_t i = 0; i < count; i++) {
		size_t n = left < CHUNK ? left : CHUNK;

		chunk_nonce(nonce, i, i + 1 == count);
		encrypt(key, nonce, p, n, out);
		p += n;
		left -= n;
		out += n + TAG;
	}
}

static bool payload_read(const uint8_t key[32], const uint8_t *p, size_t count, size_t len,
			 uint8_t *out)
{
	uint8_t nonce[12];

	for (size_t i = 0; i < count; i++) {
		size_t n = len < CHUNK ? len : CHUNK;

		chunk_nonce(nonce, i, i + 1 == count);
		if (!decrypt(key, nonce, p, n + TAG, out))
			return false;
		p += n + TAG;
		len -= n;
		out += n;
	}
	return true;
}

struct str age_encrypt(struct arena *a, const uint8_t recipient[32], struct str plain)
{
	static const uint8_t zero_nonce[12];
	struct header h;
	uint8_t ephemeral[32], file_key[FILE_KEY], key[32], *out;
	size_t len = HEADER + NONCE + chunks(plain.len) * TAG + plain.len;
	bool ok;

	out = arena_alloc(a, len);
	os_random(ephemeral, sizeof ephemeral);
	os_random(file_key, sizeof file_key);
	age_recipient(ephemeral, h.share);
	ok = wrap_key(ephemeral, recipient, h.share, recipient, key);
	/* A file for a point of small order would be open to everybody. */
	assert(ok);
	encrypt(key, zero_nonce, file_key, FILE_KEY, h.body);
	memset(h.mac, 0, sizeof h.mac);
	header_write(&h, out);
	header_mac(file_key, str_mem(out, MACED), h.mac);
	header_write(&h, out);
	os_random(out + HEADER, NONCE);
	key_derive(str_mem(file_key, FILE_KEY), str_mem(out + HEADER, NONCE), S("payload"), key,
		   32);
	payload_write(key, plain, out + HEADER + NONCE);
	key_wipe(ephemeral, sizeof ephemeral);
	key_wipe(file_key, sizeof file_key);
	key_wipe(key, sizeof key);
	return str_mem(out, len);
}

/* The file key, from the header; NULL or what is wrong. */
static const char *unlock(const struct header *h, const uint8_t identity[32],
			  const uint8_t recipient[32], struct str maced, uint8_t file_key[FILE_KEY])
{
	static const uint8_t zero_nonce[12];
	uint8_t key[32], mac[32];
	const char *wrong = NULL;

	if (!wrap_key(identity, h->share, h->share, recipient, key))
		return "its share is a point of small order";
	if (crypto_aead_chacha20poly1305_ietf_decrypt(file_key, NULL, NULL, h->body, sizeof h->body,
						      NULL, 0, zero_nonce, key))
		wrong = "it is not sealed to this identity, or its header was changed";
	key_wipe(key, sizeof key);
	if (wrong)
		return wrong;
	header_mac(file_key, maced, mac);
	return key_eq(mac, h->mac, sizeof mac) ? NULL : "its header was changed";
}

/* Length of the plaintext in `n` bytes of chunks; false where there are none of such a length. */
static bool plain_len(size_t n, size_t *len, size_t *count)
{
	size_t whole = n / (CHUNK + TAG), rest = n % (CHUNK + TAG);

	*count = whole + (rest != 0);
	if (!*count || (rest && rest < TAG) || (rest == TAG && whole))
		return false;
	*len = n - *count * TAG;
	return true;
}

static const char *payload_open(struct arena *a, const uint8_t file_key[FILE_KEY], struct str in,
				struct str *plain)
{
	const uint8_t *p = (const uint8_t *)in.s;
	uint8_t key[32], *out;
	size_t len, count;
	bool ok;

	if (in.len < NONCE || !plain_len(in.len - NONCE, &len, &count))
		return "it ends in the middle of a chunk";
	out = arena_alloc(a, len + 1);
	key_wipe_later(a, out, len);
	key_derive(str_mem(file_key, FILE_KEY), str_mem(p, NONCE), S("payload"), key, sizeof key);
	ok = payload_read(key, p + NONCE, count, len, out);
	key_wipe(key, sizeof key);
	if (!ok) {
		key_wipe(out, len);
		return "its contents were changed or cut off";
	}
	*plain = str_mem(out, len);
	return NULL;
}

bool age_decrypt_as(struct arena *a, const uint8_t identity[32], const uint8_t recipient[32],
		    struct str file, struct str *plain, struct err *e)
{
	struct read r = read_of(file.len ? file.s : "", file.len);
	struct header h;
	uint8_t file_key[FILE_KEY];
	const char *wrong;

	if (!header_read(&r, &h))
		return err_set(e, ERR_FALSE, "open an age file: byte %zu: %s", r.wrong_at, r.wrong);
	wrong = unlock(&h, identity, recipient, str_mem(file.s, MACED), file_key);
	if (!wrong)
		wrong = payload_open(a, file_key, str_from(file, HEADER), plain);
	key_wipe(file_key, sizeof file_key);
	return !wrong || err_set(e, ERR_FALSE, "open an age file: %s", wrong);
}

bool age_decrypt(struct arena *a, const uint8_t identity[32], struct str file, struct str *plain,
		 struct err *e)
{
	uint8_t recipient[32];

	age_recipient(identity, recipient);
	return age_decrypt_as(a, identity, recipient, file, plain, e);
}

bool age_shared(const uint8_t identity[32], const uint8_t recipient[32], struct str info,
		uint8_t key[32])
{
	uint8_t shared[32];
	bool ok = !crypto_scalarmult(shared, identity, recipient);

	if (ok)
		key_derive(str_mem(shared, 32), S(""), info, key, 32);
	key_wipe(shared, sizeof shared);
	return ok;
}

void age_recipient(const uint8_t identity[32], uint8_t recipient[32])
{
	if (crypto_scalarmult_base(recipient, identity))
		abort();
}

bool age_recipient_ok(const uint8_t recipient[32])
{
	/* Any secret does: the cofactor is cleared, so a small point gives zero with each. */
	static const uint8_t any[32] = { 1 };
	uint8_t shared[32];

	return !crypto_scalarmult(shared, any, recipient);
}

struct str age_recipient_text(struct arena *a, const uint8_t recipient[32])
{
	return bech32_text(a, S("age"), recipient, 32);
}

struct str age_identity_text(struct arena *a, const uint8_t identity[32])
{
	struct str s = bech32_text(a, S("age-secret-key-"), identity, 32);
	char *z = str_z(a, s);

	key_wipe_later(a, z, s.len);
	key_wipe((char *)s.s, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (z[i] >= 'a' && z[i] <= 'z')
			z[i] = (char)(z[i] - 'a' + 'A');
	return str_mem(z, s.len);
}

bool age_recipient_read(struct str s, uint8_t recipient[32])
{
	return bech32_read(s, S("age"), recipient, 32) && age_recipient_ok(recipient);
}

bool age_identity_read(struct str s, uint8_t identity[32])
{
	return bech32_read(s, S("AGE-SECRET-KEY-"), identity, 32);
}
