/*
 * What one register gives another, so that persons who came to both are found: names and years of birth, sealed to the other's index
 * key. The bytes inside the age file; what is not well-formed in just one way is refused.
 *
 *   deterministic CBOR map || mac 32
 *     0: version 1
 *     1: operation (text)
 *     2: logs [[origin, size], ...] of the register, at least one
 *     3: made, seconds since 1970
 *     4: the last day on which it may be held, days since 1970
 *     5: index key of the register that made it (32 bytes)
 *     6: rows [[subject 16, names], ...], ascending by subject; names: the body of keyd/names.h without case and mother,
 *        with at least one name, and of the birth the years alone ("1970", "1970~", "1968/1972") or nothing
 *   mac = HMAC-SHA256(age_shared of both index keys under EXCHANGE_INFO, the map): who does not have the secret of either makes no
 *   such file, though anybody may seal one
 */
#ifndef SULH_KEYD_EXCHANGE_H
#define SULH_KEYD_EXCHANGE_H

#include "keyd/names.h"
#include "ledger/hash.h"
#include "ledger/keyring_index.h"

#define EXCHANGE_INFO	 S("sulh/exchange/v1")
#define EXCHANGE_VERSION 1
#define EXCHANGE_LOGS	 64
#define EXCHANGE_ORIGIN	 128
#define EXCHANGE_ROWS	 1000000
#define EXCHANGE_FILE	 ((size_t)512 * 1024 * 1024) /* bytes of the sealed file */
#define EXCHANGE_SLICE	 ((size_t)4 * 1024 * 1024)   /* of a file, in one ask or answer */
#define EXCHANGE_MAC	 32
#define EXCHANGE_FINGER	 10 /* bytes of a fingerprint */
#define EXCHANGE_ID	 16 /* bytes by which a register is told from others, of the same digest */
#define EXCHANGE_DIGEST	 12 /* bytes of the digest of a file, in the name under which it is held */
#define EXCHANGE_HELD	 64 /* registers of which something is held at once */
#define EXCHANGE_DAYS \
	92 /* for so many at most, as record/access.c has it: 90 of a grant, and what calendars differ */

struct exchange_log {
	struct str origin;
	int64_t size;
};

struct exchange_head {
	struct str operation;
	struct exchange_log logs[EXCHANGE_LOGS];
	size_t n_logs;
	int64_t made, expires_on;
	uint8_t sender[32];
};

struct exchange {
	struct exchange_head head;
	struct index_record *rows;
	size_t n;
};

/* Takes out of what is known of a person what the other register is not told. False where no name is left. */
bool exchange_trim(struct arena *a, struct names *x);

/* The body of a row; NULL text where the names are none of exchange_trim. */
bool exchange_names_ok(const struct names *x);

/* The keys 0 to 5 alone, as they are kept beside the rows; reading as below. */
void exchange_head_put(const struct exchange_head *h, struct buf *out);
bool exchange_head_read(struct read *in, struct exchange_head *out);

/* The map; rows are sorted. And reading it: views into the bytes, rows in the arena. False with in->wrong. */
void exchange_put(const struct exchange *x, struct buf *out);
bool exchange_read(struct arena *a, struct read *in, struct exchange *out);

/* The digest of a file: SHA-256(map || mac), of what stands inside the age file. `one`: room for one row at a time, for the caller to
 * wipe. */
struct exchange_sum {
	struct hash_run run;
	struct arena *one;
};
void exchange_sum_start(struct exchange_sum *s, const struct exchange_head *h, size_t rows);
void exchange_sum_row(struct exchange_sum *s, const struct index_record *x);
struct hash exchange_sum_end(struct exchange_sum *s, const uint8_t mac[EXCHANGE_MAC]);

/* Where rows are held (ledger/keyring_list.h) the subject of each record begins with zero. What stands before them says with which byte
 * they begin there: a record of 16 zeros with that byte alone. No row has such a body. */
bool exchange_is_first(const struct index_record *x);

/* And before all of them, as CBOR [head map as bytes, mac, how many rows]; reading as above. */
struct exchange_held {
	struct exchange_head head;
	uint8_t mac[EXCHANGE_MAC];
	size_t rows;
};
void exchange_held_put(const struct exchange_held *x, struct buf *out);
bool exchange_held_read(struct read *in, struct exchange_held *out);

/* SHA-256 of an index key: its first four bytes are the reader of a grant, EXCHANGE_FINGER of them what people compare, in groups
 * of four digits. */
void exchange_id(const uint8_t recipient[32], uint8_t id[32]);
struct str exchange_finger(struct arena *a, const uint8_t recipient[32]);
struct str exchange_finger_of(struct arena *a, const uint8_t id[EXCHANGE_FINGER]);

/* The file in which the index key is handed over: lines that begin with # and one age recipient, as age itself takes it. False
 * where it is none. */
#define EXCHANGE_KEY_FILE 16384
struct str exchange_key_text(struct arena *a, const uint8_t recipient[32], struct str operation,
			     const struct exchange_log *logs, size_t n);
bool exchange_key_read(struct str text, uint8_t recipient[32]);

#endif
