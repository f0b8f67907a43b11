/* What a server of this machine listens on: 127.0.0.1, and nobody else's address. */
#ifndef SULH_WEB_LISTEN_H
#define SULH_WEB_LISTEN_H

#include <stdint.h>

#include "base/err.h"

/* A socket that listens on 127.0.0.1 at *port (0: any free one; *port is set to it), for the caller to close. -1 on
 * an error. */
int listen_loopback(int64_t *port, struct err *e);

/* A connection may need a descriptor of its own and one of a file: raises the soft limit as far as it may be. What
 * is allowed is enough, if more is not. */
void listen_allow_files(void);

#endif
