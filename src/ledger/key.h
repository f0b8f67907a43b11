/* Signatures of officers, key derivation and wiping: the thin layer over the library's
 * primitives. */
#ifndef SULH_LEDGER_KEY_H
#define SULH_LEDGER_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* Starts the cryptographic library; false where it cannot. Once, before anything else of this
 * folder. */
bool key_start(void);

/* Ed25519 (RFC 8032) from a 32-byte seed. `pub` is the one of the seed and of no other: a
 * signature made with another would give the seed away. key_verify refuses keys and points of
 * small order and second spellings of a point or of the scalar. */
void key_public(const uint8_t seed[32], uint8_t pub[32]);
void key_sign(const uint8_t seed[32], const uint8_t pub[32], struct str msg, uint8_t sig[64]);
bool key_verify(const uint8_t pub[32], struct str msg, const uint8_t sig[64]);

/* The X25519 pair of an Ed25519 pair, to seal to who signs: false where `pub` is no point of the large group. */
bool key_sealing(const uint8_t pub[32], uint8_t recipient[32]);
void key_unsealing(const uint8_t seed[32], uint8_t identity[32]);

/* HKDF-SHA256 (RFC 5869), `n` <= 255 * 32 bytes. */
void key_derive(struct str ikm, struct str salt, struct str info, uint8_t *out, size_t n);

/* HMAC-SHA256 (RFC 2104) of the parts, one after the other. */
void key_mac(struct str key, const struct str *parts, size_t n, uint8_t mac[32]);

/* SipHash-2-4, for tables of what others choose: only who has the key knows what falls together. */
uint64_t key_short(const uint8_t key[16], const void *p, size_t n);

/* XChaCha20-Poly1305: box is nonce24 || ciphertext || tag16, KEY_BOX_EXTRA bytes longer than
 * what is in it. `n` is the length of what is given: of the plaintext for key_box, of the whole
 * box for key_unbox, which refuses one that is too short or does not fit key and `ad`, and then
 * leaves no plaintext in `p`. */
#define KEY_BOX_EXTRA 40
void key_box(const uint8_t key[32], struct str ad, const void *p, size_t n, uint8_t *box);
bool key_unbox(const uint8_t key[32], struct str ad, const void *box, size_t n, uint8_t *p);

/* Argon2id, version 1.3, one lane; false where there is no memory for it. */
bool key_stretch(struct str password, const uint8_t salt[16], uint32_t passes, uint32_t memory_kib,
		 uint8_t key[32]);

/* Whether two secrets are equal, in a time that does not depend on them. */
bool key_eq(const void *a, const void *b, size_t n);

void key_wipe(void *p, size_t n);

/* Wipes `n` bytes taken from the arena when it is reset or freed. */
void key_wipe_later(struct arena *a, void *p, size_t n);

/* `n` zero bytes for keys that stay: not swapped where the system locks memory for us, between guard pages,
 * wiped and given back when the arena is reset or freed. NULL where there is no memory. */
void *key_room(struct arena *a, size_t n);

/* An arena of such memory, for what is made of secrets: all of it is wiped when the arena is reset or freed. NULL where there is
 * no memory. */
struct arena *key_arena(size_t limit);

#endif
