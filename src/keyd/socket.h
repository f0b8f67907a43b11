/* Private to keyd/: the socket DIR/keyd.sock, however long the path of DIR is, and who is on its other end. */
#ifndef SULH_KEYD_SOCKET_H
#define SULH_KEYD_SOCKET_H

#include "base/err.h"

/* Listens there, for this user alone; what an earlier one left is removed. -1 on an error. */
int socket_listen(const char *dir, struct err *e);

/* A connection to whoever listens there; -1, with ERR_NOTHING where nobody does. */
int socket_connect(const char *dir, struct err *e);

/* Whether the process on the other end is of this user. */
bool socket_own(int fd, struct err *e);

#endif
