/*
 * Names among the operations of keys.h: what is kept of persons in the index of the keyring, and finding them by
 * it. How much of each bucket's file counts, the register's database says.
 */
#ifndef SULH_KEYD_KEYS_NAMES_H
#define SULH_KEYD_KEYS_NAMES_H

#include "keyd/index.h"
#include "keyd/keys.h"

/* Adds records (at most KEYS_NAMES) of one bucket behind the first *upto bytes of its file; *upto is what counts
 * then, 0 where the file is lost: nothing was added, it has to be made anew. At *upto 0 it begins the file.
 * `sync`: durable when it returns. */
#define KEYS_NAMES 1000
bool keys_names_add(struct keys *k, uint8_t bucket, uint64_t *upto, const struct index_record *list,
		    size_t n, bool sync, struct err *e);

/* The same of objects s, of registrations and corrections, which are opened where the keys are and do not come
 * out. */
struct keys_naming {
	uint8_t subject[16];
	struct str case_no, object;
};
bool keys_names_read(struct keys *k, uint8_t bucket, uint64_t *upto, const struct keys_naming *list,
		     size_t n, struct err *e);

/* Who asks, and why: for the journal, before anything is released. */
struct keys_reader {
	struct str officer; /* empty: whoever has the passphrase */
	struct str purpose; /* a code of access_event.purpose */
};

/* At most `max` (KEYS_HITS) persons who answer to a name, best first. Where files are lost: which, and nobody. Whose record is
 * apart (keys_apart) only a protection officer is shown; `apart`: there is such a one, where the purpose is duplicate. A year
 * among the words is that of birth. Each who is shown counts (KEYS_SHOWN_HOUR); `near`: of this officer soon too many. ERR_REFUSED for
 * one word to which more than five persons answer. */
#define KEYS_HITS 100
struct keys_found {
	bool any_lost, lost[256];
	bool more, apart, near;
	struct index_hit *hits;
	size_t n;
};
bool keys_find(struct keys *k, struct arena *a, const struct keys_reader *by, struct str name,
	       size_t max, const uint64_t upto[256], struct keys_found *out, struct err *e);

#endif
