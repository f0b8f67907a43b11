/*
 * Desks that are signed in over the API: each has a connection of its own to the key holder, over which its officers
 * opened their sessions. Whoever has a desk's token acts as the officers who signed in there; two who sign one act
 * sign in at the same desk.
 *
 * A desk ends when it is signed out, when nobody used it for DESK_IDLE_S, or when nobody has a session there any more. Each
 * officer's session ends by itself: when nothing was done in his or her name for a while (keyd/server.h), when the officer
 * signs out, is suspended or retires; and with the desk. Not for several threads at a time.
 */
#ifndef SULH_CLI_DESK_H
#define SULH_CLI_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct keys;

#define DESKS	      64
#define DESK_OFFICERS 4
#define DESK_IDLE_S   600
#define DESK_TOKEN    32 /* bytes, random */

struct desk {
	struct arena *a; /* NULL: the place is free */
	uint8_t token[DESK_TOKEN];
	struct keys *keys;
	int64_t used; /* seconds of a clock that only runs forward */
};

struct desks {
	struct desk all[DESKS];
};

/* All end with the arena. */
struct desks *desks_new(struct arena *a);

/* A new desk, with nobody at it. ERR_FAILED while no key holder runs, ERR_ATTENTION where all places are taken,
 * ERR_LOCKED where the key holder is locked. */
struct desk *desk_open(struct desks *d, const char *dir, struct err *e);

/* The one of this token, as hex; NULL where there is none, or no more. */
struct desk *desk_find(struct desks *d, struct str token);

/* Who is signed in there now, in the order of signing in: names in the arena. ERR_FAILED where the key holder is gone. */
struct desk_officers {
	struct str names[DESK_OFFICERS];
	size_t n;
};
bool desk_officers(struct desk *d, struct arena *a, struct desk_officers *out, struct err *e);

/* As keys_session; ERR_REFUSED for one officer too many. */
bool desk_sign_in(struct desk *d, struct arena *a, struct str officer, struct str password,
		  struct err *e);

/* One of them leaves; the others stay. ERR_NOTHING for one who is not there. */
bool desk_sign_out(struct desk *d, struct arena *a, struct str officer, struct err *e);

void desk_close(struct desk *d);

#endif
