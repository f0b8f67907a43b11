/* Private to keyd/: the operations themselves, over an open keyring. */
#ifndef SULH_KEYD_OPS_H
#define SULH_KEYD_OPS_H

#include "base/time.h"
#include "keyd/ask.h"

struct keyring;
struct ops;

/* Operations over this keyring, of the register DIR; all of it ends with the arena. NULL when memory is out. */
struct ops *ops_new(struct arena *a, const char *dir, struct keyring *keyring,
		    const struct clock *clock, struct err *e);

/* Answers what is asked, or refuses. What is not well-formed for its operation is refused (ERR_USAGE). */
bool ops_answer(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
		struct err *e);

#endif
