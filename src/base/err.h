/*
 * Errors are values. A function that can fail returns bool (or a pointer, NULL on error) and fills
 * `struct err`, its last parameter; each level adds what it was doing; only cli/ and web/ print.
 */
#ifndef SULH_BASE_ERR_H
#define SULH_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* The value is the exit code of the command that ends with it. */
enum err_kind {
	ERR_NONE = 0,
	ERR_FAILED = 1,	      /* the machine failed */
	ERR_USAGE = 2,	      /* the call is wrong, or a path is no such thing */
	ERR_NOTHING = 3,      /* nothing found */
	ERR_FALSE = 4,	      /* verification failed */
	ERR_REFUSED = 5,      /* a rule of the operation or of a record refuses */
	ERR_ATTENTION = 6,    /* a person has to decide or to repair first */
	ERR_NO_REGISTER = 10, /* no register here */
	ERR_LOCKED = 11,      /* the keyring is locked and there is no passphrase */
	ERR_WRONG_KEY = 12,   /* the passphrase does not open the keyring */
};

#define ERR_SHOWN 80 /* characters of what was given */

/* what: what was tried, on what, and what came of it. where: file, row, entry. field, value, want:
 * for bad input, what was given (the beginning of it) and what would be right. Texts are cut between characters, never overrun. */
struct err {
	enum err_kind kind;
	char what[640];
	char where[256];
	char field[80];
	char value[ERR_SHOWN * 4 + 8];
	char want[320];
};

/* The beginning of what was given, as far as it is shown; "…" belongs behind it where that is not all. */
struct str err_shown(struct str value);

/* Sets kind and text; gives false, so that `return err_set(...)` reads well. */
#define err_set(e, kind, ...) (err_put(e, kind, __VA_ARGS__), err_false())

/* As err_set, with ": " and the text of errno behind it. */
#define err_sys(e, ...) (err_put_sys(e, __VA_ARGS__), err_false())

/* A value that is not right: field, the value given, what would be right (a format and its arguments). */
#define err_value(e, kind, field, value, ...) \
	(err_put_value(e, kind, field, value, __VA_ARGS__), err_false())

/* Puts "<text>: " before what stands there; gives false. */
#define within(e, ...) (err_put_within(e, __VA_ARGS__), err_false())

/* Names the place (file, row, entry), unless a nearer one stands there; gives false. */
#define err_at(e, ...) (err_put_at(e, __VA_ARGS__), err_false())

/* The functions behind them. The false is visible to whoever analyses a caller: what is set only
 * on success is then known not to be used after a failure. */
static inline bool err_false(void)
{
	return false;
}

void err_put(struct err *e, enum err_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void err_put_sys(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_put_value(struct err *e, enum err_kind kind, struct str field, struct str value,
		   const char *want, ...) __attribute__((format(printf, 5, 6)));
void err_put_within(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_put_at(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
