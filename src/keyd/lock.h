/* Private to keyd/: who works with a keyring, the key holder alone or processes that have the passphrase. */
#ifndef SULH_KEYD_LOCK_H
#define SULH_KEYD_LOCK_H

#include <stdbool.h>

struct arena;
struct err;

/* A descriptor that holds DIR/keyring, `alone` or with others that do not ask to be alone, until it is closed. -1:
 * ERR_ATTENTION where that cannot be, ERR_NO_REGISTER where there is no keyring. */
int lock_keyring(struct arena *a, const char *dir, bool alone, struct err *e);

#endif
