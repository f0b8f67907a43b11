/*
 * Files of rows about people that are held for a while, each sealed under a key of its own, which is destroyed with it:
 *
 *   keyring/list-<name>: a list that persons are screened against. They are of people who never came here, and stand nowhere else.
 *   keyring/exchange-<name>: what another register gave of whoever is registered there.
 *
 * What a row's body says is not known here (keyd/names.h).
 *
 *   name: up to 64 digits of hex
 *        0    16  "sulh-list-v1\n" or "sulh-exch-v1\n", three zero bytes
 *       16    72  box(HKDF(wrap key, info "list" or "exchange rows"), the 16 bytes before || name, key 32)
 *       88     -  as keyring/index-00 (keyring_index.h) under HKDF(key, info "index"), places counted from here. Of a list, a
 *                 record's subject is 0 and 15 bytes of a digest of its row; of the first 16 zeros: its body is no row,
 *                 but the salt of the digest of them all (keyd/keys_list.h). Of an exchange, the first record has 16 zeros as
 *                 well, and is the head; how the others stand for what they are of says keyd/exchange.h
 *
 * The name of a list is its number and the first 16 bytes of that digest, in hex: what was loaded anew lies beside what it will
 * replace until the log says which one is in force. A list of before there were digests has its number alone, and no salt. The name
 * of an exchange is 16 bytes by which the other register is told, the last day on which it may be held, and the beginning of its
 * digest: who looks at the name knows when it goes, and a name that somebody changes opens nothing.
 */
#ifndef SULH_LEDGER_KEYRING_LIST_H
#define SULH_LEDGER_KEYRING_LIST_H

#include "ledger/keyring_index.h"

#define LIST_NAME  64 /* digits */
#define LIST_HEAD  88
#define LIST_ROWS  1000000
#define LIST_BATCH 1000 /* in one call */

enum list_family { LIST_SCREENED, LIST_EXCHANGED };

/* Adds rows to one that is being written: `first` begins it, `last` makes it durable, and puts it in place of the one of that name;
 * where it is `aside` (an exchange always, a list never), it stays beside, whole, until it is told to be kept (keyring_list_keep). Until
 * then nothing of it counts. ERR_REFUSED for a name that is none. */
struct list_part {
	bool first, last, aside;
	const struct index_record *list;
	size_t n;
};
bool keyring_list_put(struct keyring *k, enum list_family family, struct str name,
		      const struct list_part *x, struct err *e);

/* Calls fn as index_each. ERR_NOTHING where there is none of this name; ERR_FALSE where it is damaged; ERR_FAILED where
 * the machine did not read it. */
bool keyring_list_each(struct keyring *k, enum list_family family, struct str name,
		       bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e);

/* The names of those that are in place; in the arena. */
bool keyring_list_names(struct keyring *k, struct arena *a, enum list_family family,
			struct str **names, size_t *n, struct err *e);

/* Puts those of these in place that lie aside. */
bool keyring_list_place(struct keyring *k, enum list_family family, const struct str *names,
			size_t n, struct err *e);

/* The same, and destroys the keys of all others, and removes them, also what was not finished. */
bool keyring_list_keep(struct keyring *k, enum list_family family, const struct str *names,
		       size_t n, struct err *e);

/* Destroys the keys of those whose name `over` says, in place or not, and removes them. *n: how many. */
bool keyring_list_end(struct keyring *k, enum list_family family,
		      bool (*over)(void *p, struct str name), void *p, size_t *n, struct err *e);

#endif
