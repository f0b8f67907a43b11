/* The bytes of a keyring/slots-<b> file (the layout is in keyring.h), apart from files. */
#ifndef SULH_LEDGER_KEYRING_SLOTS_H
#define SULH_LEDGER_KEYRING_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define SLOT_LEN       128
#define SLOT_RECIPIENT 16
#define SLOT_STATE     48 /* eight bytes from here are all that ever changes in a slot */
#define SLOTS_MAX      65536
#define SLOTS_FILE     ((size_t)SLOT_LEN * (1 + SLOTS_MAX))

#define SLOT_FREE   'f'
#define SLOT_TAKEN  't'
#define SLOT_APART  'a' /* taken, and of a child */
#define SLOT_MERGED 'm' /* taken, and of another file of a child */

/* What a bucket's key gives; to be wiped by whoever made it. */
struct slots_keys {
	uint8_t bucket;
	uint8_t box[32], mac[32];
};
void slots_keys(const uint8_t bucket_key[32], uint8_t bucket, struct slots_keys *out);

/* A bucket's file. Slots are numbered 1..n; slot i begins at byte SLOT_LEN * i. */
struct slots {
	const struct slots_keys *keys;
	const uint8_t *bytes;
	size_t n;
};

/* Checks the header and that the file is as long as it says. False, and what is wrong as a
 * constant text. */
bool slots_read(const struct slots_keys *keys, struct str bytes, struct slots *s,
		const char **wrong);

const uint8_t *slots_at(const struct slots *s, size_t i);

/* Slot i is as it was written: subject, recipient, state and box. */
bool slots_good(const struct slots *s, size_t i);
bool slots_all_good(const struct slots *s);

/* The number of the slot with this subject, checked by nobody yet; 0 where there is none. */
size_t slots_find(const struct slots *s, const uint8_t subject[16]);

/* Opens the secret of a slot that is good. */
bool slots_secret(const struct slots *s, size_t i, uint8_t secret[32]);

void slots_put_header(const struct slots_keys *keys, size_t n, uint8_t out[SLOT_LEN]);

/* A new identity, free, as slot i. */
void slots_put_new(const struct slots_keys *keys, size_t i, uint8_t out[SLOT_LEN]);

/* Slot i of `s`, which is good, under other keys as slot o. False where its secret does not open. */
bool slots_put_moved(const struct slots *s, size_t i, const struct slots_keys *keys, size_t o,
		     uint8_t out[SLOT_LEN]);

/* Sets the state of slot i. */
void slots_put_state(const struct slots_keys *keys, size_t i, char state, uint8_t slot[SLOT_LEN]);

#endif
