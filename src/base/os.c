/* See os.h. */
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/banned.h"

enum os_type os_type(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ? OS_MISSING : OS_OTHER;
	return S_ISREG(st.st_mode) ? OS_FILE : S_ISDIR(st.st_mode) ? OS_DIR : OS_OTHER;
}

static bool read_open(struct arena *a, int fd, const char *path, size_t max, struct str *out,
		      struct err *e)
{
	struct stat st;
	size_t n = 0, size;
	char *p;

	if (fstat(fd, &st))
		return err_sys(e, "read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_FAILED, "read %s: no regular file", path);
	if ((uint64_t)st.st_size > max)
		return err_set(e, ERR_FAILED, "read %s: %lld bytes, at most %zu are allowed", path,
			       (long long)st.st_size, max);
	size = (size_t)st.st_size;
	p = arena_alloc(a, size + 1);
	while (n < size) {
		ssize_t got = read(fd, p + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "read %s", path);
		if (!got)
			return err_set(e, ERR_FAILED,
				       "read %s: it became shorter while it was read", path);
		n += (size_t)got;
	}
	*out = (struct str){ p, size };
	return true;
}

bool os_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok;

	if (fd < 0) {
		err_sys(e, "read %s", path);
		if (errno == ENOENT || errno == ENOTDIR)
			e->kind = ERR_NOTHING;
		return false;
	}
	ok = read_open(a, fd, path, max, out, e);
	close(fd);
	return ok;
}

static bool write_all(int fd, struct str s)
{
	while (s.len) {
		ssize_t n = write(fd, s.s, s.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_from(s, (size_t)n);
	}
	return true;
}

/* The folder of `path`, "." where there is none, in `dir`. */
static bool folder_of(const char *path, char *dir, size_t size)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	if (n + 2 > size)
		return false;
	memcpy(dir, slash ? path : ".", slash ? n : 1);
	dir[slash ? n : 1] = 0;
	if (slash == path)
		memcpy(dir, "/", 2);
	return true;
}

bool os_same(const char *x, const char *y)
{
	struct stat a, b;

	return !stat(x, &a) && !stat(y, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool os_may_write(const char *path)
{
	char dir[4096];
	struct stat st;

	if (!*path || !folder_of(path, dir, sizeof dir) || stat(dir, &st) || !S_ISDIR(st.st_mode))
		return false;
	return stat(path, &st) ? errno == ENOENT : S_ISREG(st.st_mode);
}

bool os_sync(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return err_sys(e, "open %s to sync it", path);
	ok = !fsync(fd) || err_sys(e, "sync %s", path);
	close(fd);
	return ok;
}

/* The names in the folder that `path` is in. The folder itself may be a link. */
static bool sync_folder(const char *path, struct err *e)
{
	char dir[4096];
	int fd;
	bool ok;

	if (!folder_of(path, dir, sizeof dir))
		return err_set(e, ERR_FAILED, "write %s: the path is too long", path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, "open folder %s", dir);
	ok = !fsync(fd) || err_sys(e, "fsync folder %s", dir);
	close(fd);
	return ok;
}

bool os_write(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	char temp[4096];
	int fd, n = snprintf(temp, sizeof temp, "%s.tmp", path);
	bool ok;

	if (n < 0 || (size_t)n >= sizeof temp)
		return err_set(e, ERR_FAILED, "write %s: the path is too long", path);
	fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return err_sys(e, "write %s", path);
	ok = (write_all(fd, bytes) && !fsync(fd)) || err_sys(e, "write %s", path);
	if (close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	ok = ok && os_rename(temp, path, e);
	if (!ok)
		unlink(temp);
	return ok;
}

/* In its place at once: not every medium that somebody takes along has links, by which a name is given once. */
bool os_write_new(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	bool ok;

	if (fd < 0 && errno == EEXIST)
		return err_set(e, ERR_USAGE, "write %s: something stands there already", path);
	if (fd < 0)
		return err_sys(e, "write %s", path);
	ok = (write_all(fd, bytes) && !fsync(fd)) || err_sys(e, "write %s", path);
	if (close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	ok = ok && sync_folder(path, e);
	if (!ok)
		unlink(path);
	return ok;
}

static bool copy_all(int in, int out)
{
	char piece[65536];

	for (;;) {
		ssize_t n = read(in, piece, sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if (!write_all(out, str_mem(piece, (size_t)n)))
			return false;
	}
}

bool os_copy(const char *from, const char *to, unsigned mode, struct err *e)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out;
	bool ok;

	if (in < 0)
		return err_sys(e, "read %s", from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (out < 0) {
		err_sys(e, "write %s", to);
		close(in);
		return false;
	}
	ok = (copy_all(in, out) && !fsync(out)) || err_sys(e, "copy %s to %s", from, to);
	close(in);
	if (close(out) && ok)
		ok = err_sys(e, "write %s", to);
	return ok && sync_folder(to, e);
}

bool os_rename(const char *from, const char *to, struct err *e)
{
	if (rename(from, to))
		return err_sys(e, "rename %s to %s", from, to);
	return sync_folder(to, e);
}

bool os_absolute(struct arena *a, const char *path, struct str *out, struct err *e)
{
	char room[PATH_MAX];

	if (!realpath(path, room))
		return err_sys(e, "look at %s", path);
	*out = str_dup(a, str_of(room));
	return true;
}

bool os_private(const char *path, bool *yes, struct err *e)
{
	struct stat st;

	if (stat(path, &st))
		return err_sys(e, "look at %s", path);
	*yes = st.st_uid == geteuid() && !(st.st_mode & 077);
	return true;
}

bool os_free(const char *path, int64_t *bytes, struct err *e)
{
	struct statvfs st;

	if (statvfs(path, &st))
		return err_sys(e, "look at the disk of %s", path);
	*bytes = (int64_t)st.f_bavail * (int64_t)st.f_frsize;
	return true;
}

bool os_mkdir(const char *path, unsigned mode, struct err *e)
{
	if (mkdir(path, mode) && (errno != EEXIST || os_type(path) != OS_DIR))
		return err_sys(e, "make folder %s", path);
	return sync_folder(path, e);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool os_list(struct arena *a, const char *path, size_t max, struct str **names, size_t *n,
	     struct err *e)
{
	DIR *d = opendir(path);
	struct buf b = { .a = a };
	struct dirent *f;

	*n = 0;
	if (!d)
		return err_sys(e, "list %s", path);
	while (errno = 0, (f = readdir(d))) {
		struct str name = str_of(f->d_name);

		if (str_eq(name, S(".")) || str_eq(name, S("..")))
			continue;
		if (*n == max) {
			closedir(d);
			return err_set(e, ERR_FAILED, "list %s: more than %zu names", path, max);
		}
		name = str_dup(a, name);
		buf_add(&b, &name, sizeof name);
		(*n)++;
	}
	if (errno) {
		err_sys(e, "list %s", path);
		closedir(d);
		return false;
	}
	closedir(d);
	*names = arena_copy(a, b.p, b.len);
	qsort(*names, *n, sizeof **names, by_text);
	return true;
}

bool os_remove(const char *path, struct err *e)
{
	if (unlink(path) && errno != ENOENT)
		return err_sys(e, "remove %s", path);
	return sync_folder(path, e);
}

/* One name of the open folder `fd`, which is not "." or "..", behind the path: 1; 0: there is none. */
static int any_name(int fd, char path[PATH_MAX], size_t len)
{
	alignas(struct dirent64) char room[1024];
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -1;
	while ((got = getdents64(fd, room, sizeof room)) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *f = (const void *)(room + at);
			size_t n = strlen(f->d_name);

			at += f->d_reclen;
			if (!strcmp(f->d_name, ".") || !strcmp(f->d_name, ".."))
				continue;
			if (len + n + 2 > PATH_MAX) {
				errno = ENAMETOOLONG;
				return -1;
			}
			path[len] = '/';
			memcpy(path + len + 1, f->d_name, n + 1);
			return 1;
		}
	return (int)got;
}

static bool remove_below(char path[PATH_MAX], struct err *e)
{
	size_t len = strlen(path);
	int fd, more;

	if (os_type(path) != OS_DIR)
		return !unlink(path) || errno == ENOENT || err_sys(e, "remove %s", path);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, "remove folder %s", path);
	while ((more = any_name(fd, path, len)) > 0) {
		if (!remove_below(path, e)) {
			close(fd);
			return false;
		}
		path[len] = 0;
	}
	if (more < 0)
		err_sys(e, "list %s", path);
	close(fd);
	return !more && (!rmdir(path) || err_sys(e, "remove folder %s", path));
}

/* Synced once, at the end: a disk that takes no more shall not keep anything from being removed. Nor shall memory that
 * is out: all of it is on the stack. */
bool os_remove_tree(const char *path, struct err *e)
{
	char below[PATH_MAX];
	size_t n = strlen(path);

	if (os_type(path) == OS_MISSING)
		return true;
	if (n >= sizeof below) {
		errno = ENAMETOOLONG;
		return err_sys(e, "remove %s", path);
	}
	memcpy(below, path, n + 1);
	return remove_below(below, e) && sync_folder(path, e);
}

int os_lock(const char *path, bool shared, int wait_ms, struct err *e)
{
	int fd = open(path, shared ? O_RDONLY | O_CLOEXEC : O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	const struct timespec tick = { 0, 20 * 1000 * 1000 };

	if (fd < 0) {
		err_sys(e, "lock %s", path);
		return -1;
	}
	for (;; wait_ms -= 20) {
		if (!flock(fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB))
			return fd;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		if (wait_ms <= 0) {
			err_set(e, ERR_ATTENTION,
				"lock %s: another sulh works on this folder; wait for it or stop "
				"it",
				path);
			close(fd);
			return -1;
		}
		nanosleep(&tick, NULL);
	}
	err_sys(e, "lock %s", path);
	close(fd);
	return -1;
}

void os_random(void *p, size_t n)
{
	unsigned char *u = p;

	while (n) {
		ssize_t got = getrandom(u, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			fputs("sulh: the system gives no random bytes\n", stderr);
			abort();
		}
		u += got;
		n -= (size_t)got;
	}
}

struct str os_join(struct arena *a, struct str dir, struct str name)
{
	return str_fmt(a, "%.*s/%.*s", P(dir), P(name));
}
