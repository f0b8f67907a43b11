/*
 * Erasing persons' secrets (format.md section 9): the buckets that hold them get new keys, their files are written anew
 * without those slots, the head is written under a new epoch key, and what stood there before is overwritten.
 *
 *   keyring/next/slots-<b>, keyring/next/index-<b>: files under the keys of the head to come. The head decides: where a
 *   file in `next` fits the head's keys, it takes the place of the old one; else it never was.
 *
 * What this does not reach: copies of the old files made by whoever could read them (backups, snapshots), for whoever
 * has the passphrase, too.
 */
#ifndef SULH_LEDGER_KEYRING_ERASE_H
#define SULH_LEDGER_KEYRING_ERASE_H

#include "ledger/keyring.h"

#define ERASE_TAG 32

/* Beside the head: the keyring came from a backup, and whom it has to forget is not done. While it stands there this is
 * false (ERR_ATTENTION), and keyring_identity refuses. */
#define KEYRING_REPLAY "replay"
bool keyring_replayed(const struct keyring *k, struct err *e);
/* The same of the keyring in this folder, before it is opened. */
bool keyring_replayed_in(const char *dir, struct err *e);

/* By which a holder of copies knows whom to erase, and nobody else anybody: SHA-256("sulh/erase/v1\0" ||
 * subject). */
void erase_tag(const uint8_t subject[16], uint8_t tag[ERASE_TAG]);

/* The subjects in the keyring with one of the sorted tags, at most `n`; looks at every slot. */
bool erase_find(struct keyring *k, struct arena *a, const uint8_t (*tags)[ERASE_TAG], size_t n,
		uint8_t (**subjects)[16], size_t *found, struct err *e);

/* How many bytes of index-<b> count: as the caller knows it, and of the buckets touched what counts then. 0: it is lost,
 * and has to be made anew. */
struct erase_index {
	uint64_t upto[256];
	bool touched[256];
};

/* Erases the secrets of the subjects and what the index has of them; those that are not there are erased already. Durable, and read back, when it
 * returns; before that either all or none are gone, whatever happens. Nobody else uses the keyring meanwhile. */
bool keyring_erase(struct keyring *k, const uint8_t (*subjects)[16], size_t n,
		   struct erase_index *index, struct err *e);

/* Ends what a crash left of an erasure. For who may write, before anything else. */
bool keyring_settle(struct keyring *k, struct err *e);

#endif
