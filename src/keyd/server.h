/*
 * The key holder: a process that has the keyring open and answers over DIR/keyd.sock. One thread; each connection
 * is somebody of the same user, with the sessions of officers that were opened over it. Nobody is trusted further
 * than that: bounded frames, bounded times, few connections.
 *
 * It forgets all keys when nobody asked it anything for a while, or when it is told to, and is then only unlocked:
 * by the passphrase or by two of three shares. Each officer's session ends sooner, by itself, when nothing is done in his
 * or her name, and at once when the officer is suspended or retires.
 */
#ifndef SULH_KEYD_SERVER_H
#define SULH_KEYD_SERVER_H

#include "base/err.h"
#include "base/time.h"
#include "keyd/sandbox.h"

struct arena;
struct server;

#define SERVER_IDLE_MINUTES    15 /* until keys are forgotten, unless another number is given */
#define SERVER_SESSION_MINUTES 10 /* until an officer's session ends in which nothing was done */

struct server_limits {
	int64_t idle, session; /* seconds */
};

/* Takes the keyring of the register DIR for itself (ERR_ATTENTION where somebody works with it), listens, and enters
 * the sandbox. Its keys are forgotten when nobody asked for `limits->idle`. Signals that end it are to be blocked
 * before. Lives in the arena. NULL on an error. */
struct server *server_start(struct arena *a, const char *dir, const struct server_limits *limits,
			    const struct clock *clock, struct err *e);

const struct sandbox *server_sandbox(const struct server *s);

/* As its clients do. */
bool server_unlock(struct server *s, struct str passphrase, struct err *e);

/* Answers until it is told to stop or `signals`, a descriptor of signalfd(2), can be read. */
bool server_run(struct server *s, int signals, struct err *e);

#endif
