/* Private to keyd/: the operations themselves, over an open keyring. */
#ifndef SULH_KEYD_OPS_H
#define SULH_KEYD_OPS_H

#include "base/time.h"
#include "keyd/ask.h"

struct keyring;
struct ops;
struct ops_client;

/* Operations over this keyring, of the register DIR; all of it ends with the arena. NULL when memory is out. */
struct ops *ops_new(struct arena *a, const char *dir, struct keyring *keyring,
		    const struct clock *clock, struct err *e);

/* Somebody who asks, with the sessions of officers that were opened; ends with the arena. `here`: it is this process,
 * with the passphrase, and not another one over a socket. NULL when memory is out. */
struct ops_client *ops_client_new(struct arena *a, bool here, struct err *e);
/* How many sessions are open, and the end of all of them, or of those of one officer: how many it were. */
size_t ops_client_sessions(const struct ops_client *c);
void ops_client_end(struct ops_client *c);
size_t ops_client_end_of(struct ops_client *c, struct str name);
/* Ends what is over: sessions of officers who have stopped to serve, and, where idle is not 0, those that were not used for
 * so many seconds. */
void ops_client_see(struct ops *o, struct ops_client *c, int64_t idle);

/* The seconds of a clock that only runs forward, by which sessions grow old. */
void ops_at(struct ops *o, int64_t seconds);

/* What may be held until some day goes when that is over: to be called now and then; each answer does, too. */
void ops_exchange_daily(struct ops *o);

/* Answers what is asked, or refuses. What is not well-formed for its operation is refused (ERR_USAGE). */
bool ops_answer(struct ops *o, struct ops_client *c, struct arena *a, const struct keys_ask *q,
		struct keys_answer *out, struct err *e);

#endif
