/* See lock.h. The folder itself is locked: its files are written anew by renaming. */
#include "keyd/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/banned.h"

int lock_keyring(struct arena *a, const char *dir, bool alone, struct err *e)
{
	const char *path = str_z(a, str_fmt(a, "%s/keyring", dir));
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT) {
		err_set(e, ERR_NO_REGISTER, "open keyring %s: there is none", path);
		return -1;
	}
	if (fd >= 0 && !flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB))
		return fd;
	if (fd < 0 || errno != EWOULDBLOCK)
		err_sys(e, "lock %s", path);
	else
		err_set(e, ERR_ATTENTION,
			alone ? "keyring %s: another sulh works with it; wait for it or stop it"
			      : "keyring %s: a key holder has it: give no passphrase, or stop it "
				"(sulh keyd stop)",
			path);
	if (fd >= 0)
		close(fd);
	return -1;
}
