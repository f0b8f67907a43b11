/*
 * The keyring: a folder of its own files, no database (format.md §3).
 *
 *   passphrase -> Argon2id -> KEK -> epoch key E_n -> 256 bucket keys K_b, centre key, wrap key
 *
 * Numbers are big-endian; box(key, ad, x) is nonce24 || XChaCha20-Poly1305(x) || tag16; HKDF and
 * HMAC are with SHA-256, HKDF without salt. The passphrase is taken as the bytes it is given in.
 *
 *   keyring/head, 8444 bytes, written as a whole
 *        0    16  "sulh-keyring-v1\n"
 *       16     4  Argon2id (version 1.3, one lane) passes, 1..10
 *       20     4  Argon2id memory in KiB, 8..1048576
 *       24     4  number n of the epoch, from 1
 *       28    16  salt
 *       44    72  box(KEK, bytes 0..43, E_n)
 *      116  8296  box(E_n, bytes 0..43, centre key 32 || wrap key 32 || K_00 .. K_ff 32 each)
 *     8412    32  SHA-256 of bytes 0..8411, by which damage is told from a wrong passphrase
 *
 *   keyring/slots-<b>, b = 00..ff: identities whose subject begins with that byte;
 *     128 (1 + count) bytes;
 *     keys: HKDF(K_b, info "slot/box") and HKDF(K_b, info "slot/mac")
 *     header
 *        0    16  "sulh-slots-v1\n", two zero bytes
 *       16     1  b
 *       17     3  zero
 *       20     4  count of the slots that follow
 *       24    72  zero
 *       96    32  HMAC(mac key, 0 as 4 bytes || bytes 0..95)
 *     slot i, from 1, at 128 i
 *        0    16  subject, its first byte b
 *       16    32  recipient
 *       48     1  'f' free, 't' taken, 'a' taken and apart, 'm' the same of a file that was merged into such a one
 *       49     7  HMAC(mac key, i as 4 bytes || bytes 0..48 || bytes 56..127), its first 7 bytes
 *       56    72  box(box key, i as 4 bytes || subject || recipient, secret 32)
 *     Slots are added by writing the file anew as a whole. Taking one writes bytes 48..55 in place:
 *     eight aligned bytes of one sector, which a crash leaves old or new; nothing else is ever
 *     overwritten.
 *
 *   keyring/officers: "sulh-officers-2\n" ||
 *                     box(HKDF(wrap key, info "officers"), that line, records)
 *     record, in the order of making: length of the name 1 || name || kid 4 || public key 32 ||
 *       Argon2id passes 4 || memory in KiB 4 || salt 16 || box(KEK, the record up to here, seed 32)
 *     KEK = Argon2id of the officer's own password; of a key that was destroyed all behind the public key is 0
 *     kid = first 4 bytes of SHA-256("sulh/kid/v1\0" || public key)
 *
 *   keyring/tries: "sulh-tries-v1\n" || box(HKDF(wrap key, info "tries"), that line, records)
 *     record: first 16 bytes of SHA-256(name) || wrong passwords in a row 4 || locked until 8, in
 *     seconds since 1970; the first bit of the count is set where nobody has the name (TRIES_NOBODY of them at most)
 *
 *   keyring/rights, once somebody has any: "sulh-rights-v3\n" || box(HKDF(wrap key, info "rights"), that line,
 *     latest time seen 8 || records)
 *     record: kid 4 || from 8 || until 8 || 1 where the officer stops to serve then, else 0 || kid of a
 *     relative's key 4, zeros where there is none || length of the roles 2 || roles; times in seconds since 1970
 *
 *   keyring/signed: "sulh-signed-v2\n" || box(HKDF(wrap key, info "signed"), that line,
 *     CBOR [[origin, size, root, known, [[id 8, n], ...]], ...]):
 *     of each log, which has one origin, the largest checkpoint that was signed, size 0 since its key was made; known 1
 *     where it is known which acts that holds: those of the files keyring/acts-<id> (keyring_acts.h), n each; else 0
 *
 *   keyring/journal: keyd/journal.h
 *
 *   keyring/shares, where the keyring has shares:
 *     "sulh-shares-v1\n" || set 4 || box(HKDF(shared secret, info "unlock"), all before, KEK 32) ||
 *     box(HKDF(wrap key, info "shares"), "sulh-shares-v1\n" || set, names)
 *     names: for each of the shares 1, 2, 3 the length 1 || name of who holds it
 *     a share: Bech32, readable part "sulhshare", of set 4 || share 33 (shamir.h)
 *
 *   a log's key: "sulh-log-key-v1\n" || box(HKDF(wrap key, info "log key"), that line, seed 32)
 *
 *   keyring/next/: files under the keys of a head to come (keyring_erase.h)
 *
 * A slot is durable before its identity is handed out. Everything here refuses damaged files with
 * the file's name (ERR_FAILED); nothing is ever written from what could not be read. All 256 slots
 * files, `officers`, `tries` and `signed` are there from the start: one that is missing is damage. A copy of an older
 * state of these files looks as good as the newest: after restoring one, call keyring_pool_drop.
 *
 * One process at a time: the register's lock sees to that. Within it, what only looks up may run in
 * several threads.
 */
#ifndef SULH_LEDGER_KEYRING_H
#define SULH_LEDGER_KEYRING_H

#include "base/err.h"
#include "ledger/hash.h"
#include "ledger/log.h"

struct arena;
struct keyring;

#define KEYRING_PASSPHRASE_MAX 1024

/* How hard the passphrase is hashed. */
enum keyring_cost {
	KEYRING_COST_NORMAL /* 64 MiB, 3 passes */,
	KEYRING_COST_TEST /* 8 KiB, 1 pass: for tests only */
};

/* Makes DIR (which must not exist) with a new keyring, `head` last. The passphrase has 1 to
 * KEYRING_PASSPHRASE_MAX bytes; how good it must be, the caller decides. */
bool keyring_make(struct arena *a, const char *dir, struct str passphrase, enum keyring_cost cost,
		  struct err *e);

/* Opens it. ERR_WRONG_KEY for a wrong passphrase (told apart from a damaged head by a checksum),
 * ERR_NO_REGISTER where there is none. The keyring lives in memory that is not swapped, is wiped
 * when the arena ends, and never appears in an error. */
struct keyring *keyring_open(struct arena *a, const char *dir, struct str passphrase,
			     struct err *e);

/*
 * Shares: three people hold one each, and any two open the keyring without the passphrase. They stay good when
 * keys are replaced by an erasure; new ones make the old ones useless, but for a copy of the old `shares`.
 */
#define KEYRING_SHARES 3
/* Makes new shares for the holders, whose names are three different ones (as of officers), and gives their texts,
 * which are wiped when the arena ends and stand nowhere else. ERR_REFUSED for other names. */
bool keyring_share(struct keyring *k, struct arena *a, const struct str holders[KEYRING_SHARES],
		   struct str shares[KEYRING_SHARES], struct err *e);

/* Opens it with two shares; blanks around them are nothing. ERR_WRONG_KEY where they are no two shares of this keyring's newest
 * set, ERR_NOTHING where it has none. *who (may be NULL): the holders' names, in the order of the shares given. */
struct keyring *keyring_open_shares(struct arena *a, const char *dir, const struct str shares[2],
				    struct str who[2], struct err *e);

/* Who holds shares; ERR_NOTHING where nobody does. */
bool keyring_share_holders(struct keyring *k, struct arena *a, struct str holders[KEYRING_SHARES],
			   struct err *e);

const uint8_t *keyring_centre_key(const struct keyring *k); /* 32 bytes */

/* A person's identity in the pool. */
struct identity {
	uint8_t subject[16];   /* random */
	uint8_t recipient[32]; /* X25519 public key */
};

#define KEYRING_POOL	 256	 /* made at once when the pool is empty */
#define KEYRING_POOL_MAX 1000000 /* in one call */

/* Makes `n` identities, durable in their slots when it returns. Each bucket's file is written
 * once. */
bool keyring_pool_make(struct keyring *k, size_t n, struct err *e);

/* Takes `n` free ones, in random order, and marks them taken, durably; makes more when the pool is
 * empty. One fsync for each bucket that is touched, never more than 256. */
bool keyring_take(struct keyring *k, struct identity *out, size_t n, struct err *e);

/* Marks all free ones as taken without handing them out: after a restore they may have been
 * handed out by what was lost. */
bool keyring_pool_drop(struct keyring *k, struct err *e);

/* The recipient of a subject, and its secret. ERR_NOTHING where there is no such slot. Both also
 * serve slots that are free: after a restore, a person's slot may look so. */
bool keyring_recipient(struct keyring *k, const uint8_t subject[16], uint8_t recipient[32],
		       struct err *e);
bool keyring_identity(struct keyring *k, const uint8_t subject[16], uint8_t identity[32],
		      struct err *e);

/*
 * Role keys of officers, by name (UTF-8 without control characters, 1..120 bytes, bytewise). Each is wrapped by
 * the officer's own password: the passphrase of the keyring alone signs as nobody. An officer has one key, and
 * a second while it is renewed; at most KEYRING_OFFICERS keys in all. Names lie in the
 * arena; seeds are to be wiped by whoever gets them.
 */
#define KEYRING_OFFICERS   4096
#define OFFICER_KEYS	   3  /* of one officer at a time */
#define OFFICER_TRIES	   5  /* wrong passwords in a row, then the officer is locked */
#define OFFICER_LOCKED	   60 /* seconds, twice as long after each further one, up to */
#define OFFICER_LOCKED_MAX 86400

struct officer_public {
	struct str name;
	uint8_t kid[4], pub[32];
	bool gone; /* destroyed: the record stays, so that it is known whose the key was */
};
struct officer_key {
	struct str name;
	uint8_t kid[4];
	uint8_t seed[32];
	uint8_t pub[32];
};

/* All of them, in the order of making: of one name the newest is last. No password is needed. */
bool keyring_officer_each(struct keyring *k, struct arena *a, struct officer_public **out,
			  size_t *n, struct err *e);
/* The newest of that name. ERR_NOTHING where there is none. */
bool keyring_officer_public(struct keyring *k, struct arena *a, struct str name,
			    struct officer_public *out, struct err *e);

/* The keys of that name that the password opens, the newest first: up to OFFICER_KEYS. ERR_WRONG_KEY for a password
 * that opens none, which is counted, durably, before it is said; ERR_LOCKED, until when, where it was wrong too often:
 * then the password is not even looked at. A name that nobody has is answered alike, counted and locked alike, and
 * costs the same work as a wrong password. `now` in seconds since 1970. */
bool keyring_officer_unlock(struct keyring *k, struct arena *a, struct str name,
			    struct str password, int64_t now, struct officer_key *out, size_t *n,
			    struct err *e);

/* How much was spent on hashing officers' passwords since the keyring was opened: KiB times passes. */
uint64_t keyring_stretched(const struct keyring *k);

/* Makes a key. ERR_REFUSED for a name that is no such name or is there already, and for a password that is too
 * short (PASSWORD_MIN, ledger/password.h). */
bool keyring_officer_make(struct keyring *k, struct arena *a, struct str name, struct str password,
			  struct officer_key *out, struct err *e);
/* Another one for a name that is there; the old ones stay until they are dropped. */
bool keyring_officer_next(struct keyring *k, struct arena *a, struct str name, struct str password,
			  struct officer_key *out, struct err *e);
/* Destroys a key; that it is not there, or gone already, is fine. */
bool keyring_officer_drop(struct keyring *k, struct arena *a, const uint8_t kid[4], struct err *e);

/* Wraps the keys that `old` opens under a new password. Errors as for unlock and make. */
bool keyring_officer_password(struct keyring *k, struct arena *a, struct str name, struct str old,
			      struct str password, int64_t now, struct err *e);

/* Forgets wrong passwords: after two officers have given this one a new key. */
bool keyring_officer_forgive(struct keyring *k, struct arena *a, struct str name, struct err *e);

/*
 * What an officer may ask of whoever holds the keyring, by the key: in which roles, and in which time. Who gives it,
 * and what a role may do, others know.
 */
#define RIGHT_ROLES_MAX 400 /* bytes */

struct keyring_right {
	struct str
		roles; /* separated by commas; s == NULL: nothing was ever said of this key; empty: none */
	int64_t from, until; /* seconds since 1970: the roles are held from <= t < until */
	bool ends; /* from `until` on the officer does not serve: nor is a session opened */
};
/* *out in the arena. Setting refuses (ERR_REFUSED) longer roles, and more than KEYRING_OFFICERS keys. */
bool keyring_right(struct keyring *k, struct arena *a, const uint8_t kid[4],
		   struct keyring_right *out, struct err *e);
bool keyring_right_set(struct keyring *k, struct arena *a, const uint8_t kid[4],
		       const struct keyring_right *x, struct err *e);

/* Notes that the officers of two keys are relatives, as the enrolment of the one says; of a key that has a right (else ERR_REFUSED).
 * And whether two officers are, by name, with whatever keys. */
bool keyring_relative_set(struct keyring *k, struct arena *a, const uint8_t kid[4],
			  const uint8_t other[4], struct err *e);
bool keyring_relatives(struct keyring *k, struct arena *a, struct str x, struct str y, bool *yes,
		       struct err *e);

/* The later of `now` and what was ever noted here as now: a clock that goes back brings no right back. LOOK writes
 * nothing; NOW_AND_THEN notes it, durably, when RIGHT_SEEN_S have passed since the last time; NOTE at once; RESET takes
 * `now` for true, whatever was noted. */
#define RIGHT_SEEN_S 3600
enum keyring_seen { SEEN_LOOK, SEEN_NOW_AND_THEN, SEEN_NOTE, SEEN_RESET };
bool keyring_seen(struct keyring *k, struct arena *a, int64_t *now, enum keyring_seen how,
		  struct err *e);

/* HKDF(wrap key, info `purpose`), for files that others keep beside the keyring's own; to be wiped. */
void keyring_key_for(const struct keyring *k, struct str purpose, uint8_t key[32]);

/* What was signed last of the log of this origin; mark.missing: nothing by this keyring. And notes it, durably: before
 * anything is signed. ERR_REFUSED for no origin, or another than the log of this name has here. */
#define SIGNED_RUNS 16
struct signed_run {
	uint8_t id[8];
	uint64_t n;
};
struct signed_log {
	struct hwm mark;
	bool known; /* which acts it holds: those of the runs, the largest first (keyring_acts.h) */
	struct signed_run runs[SIGNED_RUNS];
	size_t n_runs;
};
bool keyring_signed(struct keyring *k, struct arena *a, struct str origin, struct signed_log *out,
		    struct err *e);
bool keyring_signed_set(struct keyring *k, struct arena *a, struct str origin,
			const struct signed_log *l, struct err *e);
/* Notes it instead of all that was noted of the log of this name. Where the file is gone or damaged, in a new one, which
 * knows of no other log; an error where it cannot be read. */
bool keyring_signed_renew(struct keyring *k, struct arena *a, struct str origin,
			  const struct signed_log *l, struct err *e);
/* Removes the files of acts that no log has any more, where it is known of each of these logs which it has; else none:
 * the file that named the others' may come back. */
bool keyring_signed_sweep(struct keyring *k, struct arena *a, const struct str *logs, size_t n,
			  struct err *e);

/* Whose record is apart: a child's, which only protection officers open; that of a file which is merged into a child's, too. It
 * stands in the slot. ERR_NOTHING where there is no such slot. */
enum keyring_apart { APART_NOT, APART_CHILD, APART_MERGED };
bool keyring_apart(struct keyring *k, const uint8_t subject[16], bool *apart, struct err *e);
bool keyring_apart_how(struct keyring *k, const uint8_t subject[16], enum keyring_apart *how,
		       struct err *e);
bool keyring_apart_set(struct keyring *k, const uint8_t subject[16], enum keyring_apart apart,
		       struct err *e);
/* All of them, 16 bytes each, in no order, in the arena. ERR_FAILED for a slot that is apart and was changed. */
bool keyring_apart_all(struct keyring *k, struct arena *a, struct str *subjects, struct err *e);

/* A log's signing seed in a file of its own, wrapped: makes one and gives what that file is to hold, and reads it. Which log it is
 * for is not in it: compare the public key with the log's vkey. */
struct str keyring_log_key_make(struct keyring *k, struct arena *a, uint8_t seed[32]);
bool keyring_log_key(struct keyring *k, struct arena *a, const char *path, uint8_t seed[32],
		     struct err *e);

#endif
