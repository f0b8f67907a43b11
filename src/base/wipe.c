/* See wipe.h. */
#include "base/wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"
#include "base/banned.h"

/* -1 with e->kind ERR_NONE where nothing stands there. */
static int open_old(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

	e->kind = ERR_NONE;
	if (fd < 0 && errno != ENOENT)
		err_sys(e, "wipe %s", path);
	return fd;
}

static bool zero(int fd, const char *path, struct err *e)
{
	static const char zeros[65536];
	struct stat st;
	off_t at = 0;

	if (fstat(fd, &st))
		return err_sys(e, "wipe %s", path);
	while (at < st.st_size) {
		off_t left = st.st_size - at;
		size_t some = left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros;
		ssize_t n = pwrite(fd, zeros, some, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_sys(e, "wipe %s", path);
		at += n;
	}
	return !fsync(fd) || err_sys(e, "wipe %s", path);
}

/* What stands there keeps a name until it is wiped, so that a crash leaves nothing that nobody finds. */
bool wipe_rename(const char *from, const char *to, struct err *e)
{
	char old[4096];
	int n = snprintf(old, sizeof old, "%s.old", to);

	if (n < 0 || (size_t)n >= sizeof old)
		return err_set(e, ERR_FAILED, "write %s: the path is too long", to);
	if (!wipe_remove(old, e))
		return false;
	if (link(to, old) && errno != ENOENT)
		return err_sys(e, "write %s", to);
	return os_rename(from, to, e) && wipe_remove(old, e);
}

bool wipe_write(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	char next[4096];
	int n = snprintf(next, sizeof next, "%s.new", path);

	if (n < 0 || (size_t)n >= sizeof next)
		return err_set(e, ERR_FAILED, "write %s: the path is too long", path);
	return os_write(next, bytes, mode, e) && wipe_rename(next, path, e);
}

bool wipe_remove(const char *path, struct err *e)
{
	int old = open_old(path, e);
	struct stat st;
	bool ok;

	if (old < 0)
		return e->kind == ERR_NONE;
	if (fstat(old, &st))
		ok = err_sys(e, "wipe %s", path);
	else
		ok = st.st_nlink > 1 || zero(old, path, e);
	close(old);
	return ok && os_remove(path, e);
}
