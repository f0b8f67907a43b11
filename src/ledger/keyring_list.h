/*
 * keyring/list-<name>: the rows of a list that persons are screened against, sealed under a key of its own, which is destroyed with
 * the list. They are of people who never came here, and stand nowhere else. What a row's body says is not known here
 * (keyd/names.h).
 *
 *   name: the number of the list in hex
 *        0    16  "sulh-list-v1\n", three zero bytes
 *       16    72  box(HKDF(wrap key, info "list"), the 16 bytes before || name, key 32)
 *       88     -  as keyring/index-00 (keyring_index.h) under HKDF(key, info "index"), places counted from here; a
 *                 record's subject is 0 and 15 bytes of a digest of its row; of the first 16 zeros: its body is no row,
 *                 but the salt of the digest of them all (keyd/keys_list.h)
 *
 * The name is the number of the list and the first 16 bytes of that digest, in hex: what was loaded anew lies beside what it will
 * replace until the log says which one is in force. A list of before there were digests has its number alone, and no salt.
 */
#ifndef SULH_LEDGER_KEYRING_LIST_H
#define SULH_LEDGER_KEYRING_LIST_H

#include "ledger/keyring_index.h"

#define LIST_NAME  64 /* digits */
#define LIST_HEAD  88
#define LIST_ROWS  1000000
#define LIST_BATCH 1000 /* in one call */

/* Adds rows to a list that is being written: `first` begins it, `last` puts it in place of the one of that name, durably. Until
 * then nothing of it counts. ERR_REFUSED for a name that is none. */
struct list_part {
	bool first, last;
	const struct index_record *list;
	size_t n;
};
bool keyring_list_put(struct keyring *k, struct str name, const struct list_part *x, struct err *e);

/* Calls fn as index_each. ERR_NOTHING where there is no such list; ERR_FAILED where it is damaged. */
bool keyring_list_each(struct keyring *k, struct str name,
		       bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e);

/* Destroys the keys of all lists but these and removes them, also what was not finished. */
bool keyring_list_keep(struct keyring *k, const struct str *names, size_t n, struct err *e);

#endif
