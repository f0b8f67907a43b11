/*
 * Lists to screen against among the operations of keys.h: their rows lie in the keyring, sealed, and nowhere else; who is like
 * one of them is told to a screener alone, of one person at a time, and journalled as an opening of that person.
 */
#ifndef SULH_KEYD_KEYS_LIST_H
#define SULH_KEYD_KEYS_LIST_H

#include "keyd/keys.h"
#include "keyd/keys_names.h"
#include "keyd/names.h"
#include "ledger/hash.h"
#include "ledger/keyring_list.h"

#define LIST_NO	     16		     /* bytes of the number of a list */
#define LIST_MOST    64		     /* lists that are in force at once */
#define LIST_KEPT    (2 * LIST_MOST) /* and those that will be, with the next cut */
#define LIST_ALIASES (NAMES_LATIN - 1)
#define LIST_REF     40 /* bytes of what a row is called in its list */
#define LIST_SCREENS "screener"
#define LIST_KEEPS   "chief,dpo"

/* A list as its entry in the log names it. `rows`: the digest of its rows, of 32 bytes; s == NULL: it was loaded before lists had
 * one, and nothing shows that the rows are those. */
struct keys_list {
	struct str no, rows;
};

/* That digest: SHA-256("sulh/list/v1\0" || salt 32 || for each row: length 4 || body). The salt is random, so that nobody finds
 * out by guessing who is on a list, and lies sealed beside the rows: whoever is shown both may compute it. */
#define LIST_SALT 32
void list_sum_start(struct hash_run *r, const uint8_t salt[LIST_SALT]);
void list_sum_row(struct hash_run *r, struct str body);

/* Adds rows, each the body of names.h with its name and aliases as Latin names and what it is called as the case. As
 * keyring_list_put. Without the passphrase two of LIST_KEEPS are signed in, no relatives. */
struct keys_list_part {
	struct keys_list of;
	bool first, last;
	const uint8_t *salt;
	const struct str *bodies;
	size_t n;
};
bool keys_list_put(struct keys *k, const struct keys_list_part *x, struct err *e);

/* Destroys the rows of all lists but these. `kid`: of a screener, NULL: as keys_list_put. */
bool keys_list_keep(struct keys *k, const uint8_t *kid, const struct keys_list *list, size_t n,
		    struct err *e);

/* Whether the rows of each of these are here, and those of its digest. */
enum list_rows { LIST_RIGHT, LIST_UNBOUND, LIST_MISSING, LIST_FALSE };
bool keys_list_see(struct keys *k, struct arena *a, const struct keys_list *list, size_t n,
		   enum list_rows *out, struct err *e);

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
	const struct keys_list *lists; /* those in force */
	size_t n;
};
#define KEYS_LISTED 64
struct keys_screened {
	struct keys_lost lost;
	struct keys_listed *list;
	size_t n;
	size_t missing; /* lists of which the keyring has no rows */
	size_t gone; /* of these, those whose entry is about rows: the person is not screened against them */
};
/* The rows that are like what is known of the person; nobody where none is. Only then is it an opening (KEYS_OPEN_HOUR). ERR_FALSE
 * where the rows of a list are not those of its digest, or do not read. */
bool keys_screen(struct keys *k, struct arena *a, const struct keys_screening *s,
		 const uint64_t upto[256], struct keys_screened *out, struct err *e);

#endif
