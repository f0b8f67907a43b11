/*
 * Private to sync/verify*.c: signatures are checked on all processors while the reading of entries goes
 * on, and what is found is as if each had been checked where it stands.
 */
#ifndef SULH_SYNC_VERIFY_SIGN_H
#define SULH_SYNC_VERIFY_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct signing;

/* How far the reading was when a signature was met; for whoever reports that it is bad. */
struct sign_place {
	const void *log;
	uint64_t index, entries;
	uint64_t bad, unknown; /* findings so far */
	uint8_t kid[4];
};

/* Helpers are started when there is something to do, one less than there are processors; where none can
 * be started, the caller's own thread does it all. Ends with the arena, and `signing_end` before that. */
struct signing *signing_new(struct arena *a);
void signing_end(void *signing);

/* Takes a signature to be checked. `msg` must stay where it is until signing_wait; key and signature are
 * copied. */
void signing_add(struct signing *s, const uint8_t key[32], struct str msg, const uint8_t sig[64],
		 const struct sign_place *place);

/* Whether there is room for another `n` before signing_wait. */
bool signing_room(const struct signing *s, size_t n);

/* Waits until all are checked, and works along. NULL when they are good; otherwise the place of the first
 * that is not, by the order they were added in: the same at every later call. */
const struct sign_place *signing_wait(struct signing *s);

#endif
