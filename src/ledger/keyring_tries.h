/* Wrong passwords of officers, counted in a file of the keyring (keyring.h says its layout and the limits). Private
 * to the keyring. */
#ifndef SULH_LEDGER_KEYRING_TRIES_H
#define SULH_LEDGER_KEYRING_TRIES_H

#include "base/err.h"

struct arena;
struct keyring;

/* Writes the file of a new keyring, empty. */
bool tries_start(const struct keyring *k, struct arena *a, struct err *e);

/* Whether a password of this officer is looked at. ERR_LOCKED, until when, where it is not. */
bool tries_allow(const struct keyring *k, struct arena *a, struct str name, int64_t now,
		 struct err *e);

/* Counts a wrong one, durably, and says so: always false, ERR_WRONG_KEY where the count is kept. Names that nobody has
 * (`known` false) are counted alike; of too many of them those are forgotten first whose lock ends first. */
#define TRIES_NOBODY 256
bool tries_count(const struct keyring *k, struct arena *a, struct str name, bool known, int64_t now,
		 struct err *e);

/* After a right one, or a new key. Writes nothing where there were none. */
bool tries_forget(const struct keyring *k, struct arena *a, struct str name, struct err *e);

#endif
