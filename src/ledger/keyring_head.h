/* The bytes of keyring/head (the layout is in keyring.h), apart from files, and the keys it
 * holds. */
#ifndef SULH_LEDGER_KEYRING_HEAD_H
#define SULH_LEDGER_KEYRING_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define KEYRING_HEAD_LEN 8444

/* In memory that is not swapped; order and length are those of the head's second box. */
struct keyring_secrets {
	uint8_t centre[32];
	uint8_t wrap[32];
	uint8_t bucket[256][32];
};

/* A keyring that is open: one owner, the arena it was opened with. */
struct keyring {
	const char *dir;
	struct keyring_secrets *secrets;
	uint8_t *kek; /* 32 bytes beside them: a new epoch and new shares are made with it */
	uint32_t passes, memory; /* of the head: how hard what somebody chose is hashed */
	uint64_t stretched;	 /* passwords of officers: KiB times passes, since it was opened */
};

struct arena;
struct err;

/* An empty keyring in memory that is not swapped. NULL when there is none. */
struct keyring *keyring_new(struct arena *a, const char *dir, struct err *e);

/* Reads DIR/head into *h; its bytes lie in the arena. */
struct keyring_head;
bool keyring_head_load(struct arena *a, const char *dir, struct keyring_head *h, struct err *e);

/* Opens the head with k->kek, into k->secrets, which are only read from then on. */
bool keyring_unlock(struct keyring *k, const struct keyring_head *h, struct err *e);

/* DIR/next/<what>-<b>: what an erasure puts in place of DIR/<what>-<b> (keyring_erase.h). */
char *keyring_next_path(struct arena *a, const char *dir, const char *what, unsigned bucket);

/* Writes the officers' files of a new keyring, empty. */
bool keyring_officer_start(struct keyring *k, struct arena *a, struct err *e);
/* And that of what it signed. */
bool keyring_signed_start(const struct keyring *k, struct arena *a, struct err *e);

struct keyring_head {
	uint32_t passes, memory /* KiB */, epoch;
	uint8_t salt[16];
	const uint8_t *bytes; /* all of it */
};

/* Checks length, checksum, version and limits. False, and what is wrong as a constant text. */
bool keyring_head_read(struct str bytes, struct keyring_head *h, const char **wrong);

/* KEK of the passphrase; false when memory for it is out. */
bool keyring_head_kek(const struct keyring_head *h, struct str passphrase, uint8_t kek[32]);

enum keyring_unlock { KEYRING_UNLOCKED, KEYRING_WRONG_KEY, KEYRING_DAMAGED };
enum keyring_unlock keyring_head_unlock(const struct keyring_head *h, const uint8_t kek[32],
					struct keyring_secrets *out);

/* Wraps the secrets under a new epoch key; h->bytes is not looked at. */
void keyring_head_write(const struct keyring_head *h, const uint8_t kek[32],
			const struct keyring_secrets *secrets, uint8_t out[KEYRING_HEAD_LEN]);

#endif
