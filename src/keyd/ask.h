/*
 * Private to keyd/: what can be asked for and answered. keys.c makes asks of calls, ops*.c answers them, wire.c
 * carries both; nobody else looks at them.
 */
#ifndef SULH_KEYD_ASK_H
#define SULH_KEYD_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct err;

/* The numbers stand on the wire. */
enum keys_op {
	KEYS_TAKE = 1,
	KEYS_POOL_DROP = 2,
	KEYS_RECIPIENT = 3,
	KEYS_MAC = 4,
	KEYS_SEAL_C = 5,
	KEYS_OPEN_C = 6,
	KEYS_OFFICERS = 7,
	KEYS_OFFICER_MAKE = 8,
	KEYS_SIGN = 9,
	KEYS_LOG_MAKE = 10,
	KEYS_LOG_PUBLIC = 11,
	KEYS_LOG_SIGN = 12,
	KEYS_IDENTITY = 13,
	KEYS_SHARE = 14,
	KEYS_SESSION = 15,
	KEYS_OFFICER_NEXT = 16,
	KEYS_OFFICER_DROP = 17,
	KEYS_OFFICER_PASSWORD = 18,
	KEYS_OFFICER_FORGIVE = 19,
	KEYS_NAMES_ADD = 20,
	KEYS_NAMES_READ = 21,
	KEYS_FIND = 22,
	KEYS_OPEN_FILE = 23,
	KEYS_OPENINGS_OF = 24,
	KEYS_MAC_IS = 25,
	KEYS_LOG_SIGNED = 26,
	KEYS_SESSION_END = 27,
	KEYS_SESSIONS = 28,
	KEYS_ACTS = 29,
	KEYS_LOG_RESUME = 30,
	KEYS_LOG_ADD = 31,
	KEYS_SEARCH = 32,
	KEYS_RELATIVE = 33,
	KEYS_EXCHANGE_KEEP = 39,
	KEYS_RIGHT_SET = 40,
	KEYS_OPENING = 41,
	KEYS_OPEN_S = 42,
	KEYS_READ_C = 43,
	KEYS_OPENED = 44,
	KEYS_JOURNAL = 45,
	KEYS_RIGHT = 46,
	KEYS_APART = 47,
	KEYS_UNSEAL = 48,
	KEYS_SLIP = 49,
	KEYS_APARTS = 50,
	KEYS_HANDED = 51,
	KEYS_LIST_PUT = 52,
	KEYS_LIST_KEEP = 53,
	KEYS_SCREEN = 54,
	KEYS_LIST_SEE = 55,
	KEYS_BESIDES = 56,
	KEYS_EXCHANGE_KEY = 57,
	KEYS_EXCHANGE_MAKE = 58,
	KEYS_EXCHANGE_GIVE = 59,
	KEYS_ERASE = 60,
	KEYS_ERASE_FIND = 61,
	KEYS_SETTLE = 62,
	KEYS_EXCHANGE_TAKE = 63,
	KEYS_EXCHANGE_HELD = 64,
	KEYS_EXCHANGE_COMPARE = 65,
	KEYS_EXCHANGE_HITS = 66,
};

/* Texts are views of the caller's; which are set depends on the operation. */
struct keys_ask {
	enum keys_op op;
	struct str name;	/* of an officer, the origin of a log */
	struct str secret;	/* a password */
	struct str purpose;	/* of a MAC, of an opening */
	struct str data;	/* body, object, message */
	const uint8_t *subject; /* 16 bytes */
	const uint8_t *kid;	/* 4 bytes */
	int64_t n;
};

struct buf;
struct erase_index;
void erase_index_put(const struct erase_index *x, struct buf *out);
/* Takes what counts, and of an answer which buckets were touched. False where it is of another length. */
bool erase_index_read(struct str s, struct erase_index *x);

struct keys_answer {
	struct str data; /* in the arena of the call */
	int64_t n;
};

#define KEYS_KIDS 64

struct keys {
	struct arena *work; /* of one call; ends with the keys */
	bool (*ask)(struct keys *k, struct arena *a, const struct keys_ask *q,
		    struct keys_answer *out, struct err *e);
	void *p;
	uint8_t kids[KEYS_KIDS][4]; /* of sessions that were opened, round robin */
	size_t n_kids, next_kid;
};

struct read;
struct keys_lost;
/* How much of each bucket's file of the index counts, which goes along with what is asked of it; and which files are lost, as is
 * answered. False where that is none. */
void keys_upto_put(struct buf *b, const uint64_t upto[256]);
bool keys_lost_read(struct read *in, struct keys_lost *out);

/* Asks for what has this many bytes. The memory that it takes on the way ends here. */
bool keys_ask_fixed(struct keys *k, const struct keys_ask *q, void *to, size_t n, struct err *e);

/* Without anything behind it yet. NULL when memory is out. */
struct keys *keys_new(struct arena *a, struct err *e);

#endif
