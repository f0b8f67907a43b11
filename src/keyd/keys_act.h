/* Whether what waits for a cut is what officers signed: asked of whoever holds the keyring, which knows their keys, whatever
 * stands in the database, and alone sees all that they signed (act.h). */
#ifndef SULH_KEYD_KEYS_ACT_H
#define SULH_KEYD_KEYS_ACT_H

#include "record/entry.h"

struct arena;
struct keys;

struct keys_act {
	struct str entry;  /* its bytes */
	struct str object; /* c; empty for an entry about a place, of which it is not needed */
	struct str wrong;  /* out: what is wrong with it, as words; empty: nothing */
	struct str body;   /* out: of the object, as keys_open_c; empty where that does not open */
	/* out: different officers whose signatures are right, where nothing is wrong */
	uint8_t kids[ENTRY_SIGNATURES][4];
	size_t n_kids;
};

#define KEYS_ACTS_MAX 256 /* in one ask */

/* Looks at entries of the log with this id. Nothing is released that the projection does not have, and nothing is
 * journalled. */
bool keys_acts(struct keys *k, struct arena *a, const uint8_t id8[8], struct keys_act *list,
	       size_t n, struct err *e);

#endif
