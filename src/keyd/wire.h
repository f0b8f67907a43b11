/*
 * Asks and answers between a process and the key holder, as bytes: a frame is its length (4 bytes big-endian, at most
 * WIRE_MAX) and a deterministic CBOR map.
 *
 *   ask     0: version (1), 1: operation, and where it has any 2: name, 3: secret, 4: purpose, 5: data,
 *           6: subject (16 bytes), 7: kid (4 bytes), 8: n
 *   answer  1: data, 2: n; or 3: [kind, what, where, field, value, want] of an error
 *
 * Reading gives views into the frame and refuses whatever is not exactly what writing makes.
 */
#ifndef SULH_KEYD_WIRE_H
#define SULH_KEYD_WIRE_H

#include "base/err.h"
#include "base/read.h"
#include "keyd/ask.h"

#define WIRE_MAX     ((size_t)24 * 1024 * 1024)
#define WIRE_HEAD    4
#define WIRE_VERSION 1

/* Operations of the key holder itself, beside those of enum keys_op. */
enum wire_op {
	WIRE_STATUS = 100, /* data: a line for people, n: 1 unlocked, 0 locked */
	WIRE_UNLOCK = 101, /* secret: the passphrase; or data: two shares, a line each */
	WIRE_LOCK = 102,
	WIRE_STOP = 103,
	WIRE_SIGN_OUT =
		104, /* name: of an officer, whose sessions end everywhere; n: how many it were */
};

/* The length of a frame's body by its head; false where there is none of such a length. */
bool wire_length(const uint8_t head[WIRE_HEAD], size_t *n);

/* Whole frames, in the arena. False where it would be longer than WIRE_MAX. */
bool wire_put_ask(struct arena *a, const struct keys_ask *q, struct str *frame);
bool wire_put_answer(struct arena *a, const struct keys_answer *x, struct str *frame);
struct str wire_put_error(struct arena *a, const struct err *of);

/* Bodies. False with in->wrong where they are none. An answer that is an error: *is_error, and *of. */
bool wire_read_ask(struct read *in, struct keys_ask *q);
bool wire_read_answer(struct read *in, struct keys_answer *x, bool *is_error, struct err *of);

#endif
