/* The other make of struct keys (keys.h): the key holder `sulh keyd` on the other end of DIR/keyd.sock. */
#ifndef SULH_KEYD_REMOTE_H
#define SULH_KEYD_REMOTE_H

#include "base/err.h"

struct arena;
struct keys;

/* Keys behind the key holder of the register DIR. NULL: ERR_NOTHING where none runs, ERR_LOCKED where it is locked,
 * ERR_ATTENTION where it is of another user. The connection, and with it the officers' sessions, ends with the arena. */
struct keys *keys_remote(struct arena *a, const char *dir, struct err *e);

/* What is said to the key holder itself. ERR_NOTHING where none runs. */
struct keyd_state {
	bool unlocked;
	struct str text; /* lines for people, in the arena */
};
bool keyd_status(struct arena *a, const char *dir, struct keyd_state *out, struct err *e);
bool keyd_unlock(struct arena *a, const char *dir, struct str passphrase, struct err *e);
bool keyd_unlock_shares(struct arena *a, const char *dir, const struct str shares[2],
			struct err *e);
/* Ends the sessions of an officer, wherever they were opened: how many it were. */
bool keyd_sign_out(struct arena *a, const char *dir, struct str officer, int64_t *n, struct err *e);
bool keyd_lock(struct arena *a, const char *dir, struct err *e);
/* Returns when it has wiped what it held. */
bool keyd_stop(struct arena *a, const char *dir, struct err *e);

#endif
