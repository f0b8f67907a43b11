/*
 * keyring/acts-<id>: which acts were signed into a log, so that none is signed into it once more (format.md section 9). Of each
 * act a keyed digest of its number, which says nothing to whoever lacks the keyring. A file is written once, as a
 * whole, and never changed: keyring/signed says which files are those of a log, and so an older one put in their place
 * is none. What an act is, others know (keyd/ops_replay.c).
 *
 *   keys: HKDF(wrap key, info "acts/mac") and HKDF(wrap key, info "acts/digest")
 *        0    16  "sulh-acts-v1\n", three zero bytes
 *       16     8  id, random; the name has it in hex
 *       24     8  n, how many digests follow
 *   block i, from 0, at 32 + 512 i
 *        0   492  41 digests, ascending, fewer in the last block; zeros up to 496
 *      496    16  HMAC(mac key, "sulh/acts/v1\0" || id || n || i as 8 bytes || bytes 0..495), its first 16 bytes
 *   digest: HMAC(digest key, the log's id8 || number of the act 16), its first 12 bytes
 *
 * The files of one log hold each digest once. New ones go into a file of their own, together with those of files that are not much
 * larger: so each log has few files, and a digest is written seldom. Digests are as good as random: a look-up reads a block or
 * two of each file.
 */
#ifndef SULH_LEDGER_KEYRING_ACTS_H
#define SULH_LEDGER_KEYRING_ACTS_H

#include "base/err.h"
#include "ledger/keyring.h"

#define ACT_DIGEST   12
#define ACTS_HEADER  32
#define ACTS_BLOCK   512
#define ACTS_DIGESTS 41 /* of a block */

struct acts;

/* The files of a log, for look-ups: they are open until the arena ends. ERR_ATTENTION for one that is missing, or not the one that
 * keyring/signed names. */
struct acts *keyring_acts(struct keyring *k, struct arena *a, const struct signed_log *l,
			  struct err *e);

void acts_digest(const struct acts *x, const uint8_t id8[8], const uint8_t act[16],
		 uint8_t digest[ACT_DIGEST]);

/* Whether one of the files has it. ERR_ATTENTION for a file that was changed. */
bool acts_has(struct acts *x, const uint8_t digest[ACT_DIGEST], bool *has, struct err *e);

/* Looks at every block of every file. */
bool acts_whole(struct acts *x, struct err *e);

/* Writes `n` more (ascending, each once, none that is there), durably, and gives in l->runs the files that are those of the log with them.
 * Nothing is that before keyring_signed_set has it; the old files stay until then. */
bool acts_add(struct acts *x, const uint8_t (*list)[ACT_DIGEST], size_t n, struct signed_log *l,
	      struct err *e);

/* Removes all other files of this sort: what no log has any more, or a crash left. */
bool keyring_acts_sweep(const struct keyring *k, struct arena *a, const struct signed_run *kept,
			size_t n, struct err *e);

/* One block: made of at most ACTS_DIGESTS digests, and read. Read gives how many there are, 0 where it is not that block of this file. */
void acts_block_put(const uint8_t key[32], const struct signed_run *run, uint64_t i,
		    const uint8_t (*list)[ACT_DIGEST], size_t n, uint8_t block[ACTS_BLOCK]);
size_t acts_block_read(const uint8_t key[32], const struct signed_run *run, uint64_t i,
		       const uint8_t block[ACTS_BLOCK]);

#endif
