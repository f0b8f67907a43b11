/* See socket.h. */
#include "keyd/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/banned.h"

#define NAME	"keyd.sock"
#define BACKLOG 64

/* The address by way of a descriptor of the folder: a path of the register may be longer than an address. */
static int open_at(const char *dir, struct sockaddr_un *at, struct err *e)
{
	int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0) {
		err_sys(e, "open %s", dir);
		return -1;
	}
	*at = (struct sockaddr_un){ .sun_family = AF_UNIX };
	(void)snprintf(at->sun_path, sizeof at->sun_path, "/proc/self/fd/%d/" NAME, folder);
	return folder;
}

int socket_listen(const char *dir, struct err *e)
{
	struct sockaddr_un at;
	int folder = open_at(dir, &at, e), fd;
	mode_t old;
	bool ok;

	if (folder < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The lock of the keyring is held: nobody listens at what stands there. */
	ok = fd >= 0 && (!unlinkat(folder, NAME, 0) || errno == ENOENT);
	old = umask(0177);
	ok = ok && !bind(fd, (struct sockaddr *)&at, sizeof at) && !listen(fd, BACKLOG);
	(void)umask(old);
	if (!ok) {
		err_sys(e, "listen on %s/" NAME, dir);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	close(folder);
	return fd;
}

int socket_connect(const char *dir, struct err *e)
{
	struct sockaddr_un at;
	int folder = open_at(dir, &at, e), fd;

	if (folder < 0)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at)) {
		int why = errno;

		close(fd);
		fd = -1;
		errno = why;
	}
	if (fd < 0 && (errno == ENOENT || errno == ECONNREFUSED))
		err_set(e, ERR_NOTHING, "no key holder runs for %s (sulh keyd start)", dir);
	else if (fd < 0)
		err_sys(e, "connect to %s/" NAME, dir);
	close(folder);
	return fd;
}

bool socket_own(int fd, struct err *e)
{
	struct ucred peer;
	socklen_t n = sizeof peer;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n))
		return err_sys(e, "ask who is on the other end of the socket");
	return peer.uid == geteuid() ||
	       err_set(e, ERR_ATTENTION,
		       "the process on the other end of keyd.sock is of another user (%lu)",
		       (unsigned long)peer.uid);
}
