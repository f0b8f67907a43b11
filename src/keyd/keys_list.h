/*
 * Lists to screen against among the operations of keys.h: their rows lie in the keyring, sealed, and nowhere else; who is like
 * one of them is told to a screener alone, of one person at a time, and journalled as an opening of that person.
 */
#ifndef SULH_KEYD_KEYS_LIST_H
#define SULH_KEYD_KEYS_LIST_H

#include "keyd/keys.h"
#include "keyd/names.h"
#include "ledger/keyring_list.h"

#define LIST_NO	     16 /* bytes of the number of a list */
#define LIST_MOST    64 /* lists that are in force at once */
#define LIST_ALIASES (NAMES_LATIN - 1)
#define LIST_REF     40 /* bytes of what a row is called in its list */
#define LIST_SCREENS "screener"
#define LIST_KEEPS   "chief,dpo"

/* Adds rows, each the body of names.h with its name and aliases as Latin names and what it is called as the case. As
 * keyring_list_put. Without the passphrase two of LIST_KEEPS are signed in, no relatives. */
struct keys_list_part {
	struct str no;
	bool first, last;
	const struct str *bodies;
	size_t n;
};
bool keys_list_put(struct keys *k, const struct keys_list_part *x, struct err *e);
bool keys_list_drop(struct keys *k, struct str no, struct err *e);

/* A row to which a person is alike. */
struct keys_listed {
	struct str no;
	uint8_t row[16]; /* a keyed digest of all that the row says: the same in every list */
	int score;
	struct names names;
};

/* Who is screened, by whom, for the journal. */
struct keys_screening {
	const uint8_t *subject,
		*kid; /* kid: of a screener, who is signed in; NULL: whoever has the passphrase */
	struct str log;
	const struct str *lists; /* numbers of those in force */
	size_t n;
};
#define KEYS_LISTED 64
struct keys_screened {
	bool any_lost, lost[256];
	struct keys_listed *list;
	size_t n;
	size_t missing; /* lists of which the keyring has no rows */
};
/* The rows that are like what is known of the person; nobody where none is. Only then is it an opening (KEYS_OPEN_HOUR). */
bool keys_screen(struct keys *k, struct arena *a, const struct keys_screening *s,
		 const uint64_t upto[256], struct keys_screened *out, struct err *e);

#endif
