/*
 * Sealed objects (format.md §3): "c" under the centre key, "s" as a plain age v1 file to one
 * person's identity. Both hold the same frame: length as 4 bytes big-endian, CBOR, zeros up to a
 * padded size.
 */
#ifndef SULH_LEDGER_SEAL_H
#define SULH_LEDGER_SEAL_H

#include "base/err.h"
#include "ledger/hash.h"

struct arena;

#define SEAL_MAX      ((size_t)16 * 1024 * 1024) /* of a padded plaintext */
#define SEAL_BODY_MAX (SEAL_MAX - 4)		 /* of what goes into it */

/* Padded size for a frame of `n` bytes: 512, 1024, 2048, 4096, above that Padmé; 0 for n >
 * SEAL_MAX. */
size_t seal_padded(size_t n);

/* length || body || zeros, of a body of at most SEAL_BODY_MAX bytes (the caller sees to that);
 * unframe refuses another length than seal_padded gives, and padding that is not zero. */
struct str seal_frame(struct arena *a, struct str body);
bool seal_unframe(struct str frame, struct str *body, struct err *e);

/* Sealing takes bodies of at most SEAL_BODY_MAX bytes. What is opened lies in the arena and is
 * wiped when the arena ends. Opening gives ERR_FALSE for bytes that are not exactly what sealing
 * writes, were changed, or are for another key; *body is left alone then. */

/* c: nonce24 || XChaCha20-Poly1305 of the frame, additional data "sulh/c/v1\0". */
struct str seal_centre(struct arena *a, const uint8_t key[32], struct str body);
bool open_centre(struct arena *a, const uint8_t key[32], struct str object, struct str *body,
		 struct err *e);

/* s: the binary age v1 file (C2SP age), one X25519 stanza, STREAM of 64 KiB chunks, of the
 * frame. The recipient passes age_recipient_ok. */
struct str seal_person(struct arena *a, const uint8_t recipient[32], struct str body);
bool open_person(struct arena *a, const uint8_t identity[32], struct str object, struct str *body,
		 struct err *e);

/* The same for who has the identity's recipient at hand, as every slot of the keyring does: to compute it
 * takes nearly as long as all the rest. With another recipient nothing opens. */
bool open_person_as(struct arena *a, const uint8_t identity[32], const uint8_t recipient[32],
		    struct str object, struct str *body, struct err *e);

/* The age file itself, of any plaintext: what the two above are made of, and what `age` itself
 * writes. age_decrypt takes one spelling of the header and refuses files for several recipients. */
struct str age_encrypt(struct arena *a, const uint8_t recipient[32], struct str plain);
bool age_decrypt(struct arena *a, const uint8_t identity[32], struct str file, struct str *plain,
		 struct err *e);
bool age_decrypt_as(struct arena *a, const uint8_t identity[32], const uint8_t recipient[32],
		    struct str file, struct str *plain, struct err *e);

/* A key that the holders of two identities share, each by its own and the other's recipient, and nobody else. False for a
 * recipient that age_recipient_ok refuses. */
bool age_shared(const uint8_t identity[32], const uint8_t recipient[32], struct str info,
		uint8_t key[32]);

/* The recipient of an identity. */
void age_recipient(const uint8_t identity[32], uint8_t recipient[32]);

/* Whether one may seal to it: false for the points of small order, whose files anybody could
 * open. Ask this of every recipient that comes from outside; sealing to one of them ends the
 * program. */
bool age_recipient_ok(const uint8_t recipient[32]);

/* Bech32 of age: "age1..." and "AGE-SECRET-KEY-1...", in this case only. Reading a recipient
 * refuses what age_recipient_ok refuses. */
struct str age_recipient_text(struct arena *a, const uint8_t recipient[32]);
struct str age_identity_text(struct arena *a, const uint8_t identity[32]);
bool age_recipient_read(struct str s, uint8_t recipient[32]);
bool age_identity_read(struct str s, uint8_t identity[32]);

/* SHA-256(SHA-256(c) || SHA-256(s)); an absent object (s == NULL) counts as the empty string. */
struct hash seal_hash(struct str c, struct str s);
struct hash seal_hash_with(struct str c, const struct hash *s); /* by the hash of s */

#endif
