/*
 * The receipt for what was handed in, as the paper that its holder takes along. It names nobody and tells no
 * weapon. A bound one belongs to one person: the commitment is over the number and that person's subject16, which
 * stands on another paper, so that a buyer of this one holds nothing. One that is bound to nobody (anonymous hand-in)
 * says that things were handed in, and is never anybody's.
 */
#ifndef SULH_INTAKE_SLIP_H
#define SULH_INTAKE_SLIP_H

#include "base/err.h"
#include "ledger/hash.h"

struct arena;
struct reg;

#define SLIP_MAX 4096

struct slip {
	struct str log; /* origin */
	int64_t day;	/* operation day of the hand-in */
	uint8_t number[16];
	bool bound;
	struct hash commitment; /* of a bound one */
	int64_t things;
	struct hash seal; /* of the entry in the log */
	bool copy;	  /* printed again, and says so */
};

/* SHA-256("sulh/receipt/v1\0" || number || subject). */
struct hash slip_commitment(const uint8_t number[16], struct str subject);

/* The paper as text: seven lines for a program, the rest for people, in Arabic and English. */
struct str slip_text(struct arena *a, const struct slip *s);
/* Reads one; takes no other spelling than slip_text writes. ERR_FALSE. `log` is a view of the text. */
bool slip_read(struct arena *a, struct str text, struct slip *out, struct err *e);

/* The number of the receipt for these things and that holder (empty: nobody): of one that is lost it is found again, and
 * nobody guesses it who lacks the keyring. Things in any order. */
bool slip_number(struct reg *r, struct arena *a, const struct str *things, size_t n,
		 struct str subject, uint8_t number[16], struct err *e);

/* The receipt that this register gave for these things to the holder with this subject (empty: to nobody), as a copy: for
 * a paper that was lost. Nothing is recorded, since it is the same receipt; `officer` is one of those who give them, and
 * proves it by a password. ERR_NOTHING where it gave none for the first of them, ERR_REFUSED where that was not for just
 * these. Needs the keyring. */
bool slip_again(struct reg *r, struct arena *a, struct str officer, const struct str *things,
		size_t n, struct str subject, struct slip *out, struct err *e);

enum slip_state {
	SLIP_UNKNOWN, /* this register gave no receipt with such a number */
	SLIP_OTHER,   /* it did, but not this one, or not to this holder */
	SLIP_GOOD,
};
/* Whether this register gave it, to the holder with this subject (empty: to nobody). Needs the keyring. */
bool slip_check(struct reg *r, struct arena *a, const struct slip *s, struct str subject,
		enum slip_state *out, struct err *e);

#endif
