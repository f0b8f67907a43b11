/*
 * What a disk was told, so that tools/crash_power.py can say what it may hold when the power goes: preloaded
 * before fault.c, it writes down every call that changes files below a folder, with its bytes, and
 * every sync, in the order in which they were done.
 *
 *   FAULT_UNDER=DIR   only paths below DIR count, and the sync of the folder that DIR is in
 *   POWER_LOG=FILE    where it is written; without it nothing is
 *
 * A record: one letter, the offset or size (8 bytes), the length of the path (4), that of what follows it
 * (4), the path, and the bytes written or the new path. Numbers are little-endian. Letters: c a file is made,
 * w bytes are written, t it is cut to a size, s a file or a folder is synced, r renamed, l linked,
 * u removed, m a folder is made, d it is removed. What is mapped into memory is not seen: SQLite maps its -shm only.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static char under[PATH_MAX], above[PATH_MAX];
static int out = -1;

static void *next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void start(void)
{
	const char *dir = getenv("FAULT_UNDER"), *file = getenv("POWER_LOG");
	int (*real)(const char *, int, ...) = next("open");

	if (!dir || !file)
		return;
	/* What is not there yet has no real path. */
	if (!realpath(dir, under))
		(void)snprintf(under, sizeof under, "%s", dir);
	(void)snprintf(above, sizeof above, "%s", under);
	*strrchr(above, '/') = 0;
	out = real(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (out < 0)
		_exit(98);
}

static bool below(const char *path)
{
	size_t n = strlen(under);

	return n && !strncmp(path, under, n) && (path[n] == 0 || path[n] == '/' || path[n] == '.');
}

static void record(char what, int64_t number, const char *path, const void *more, size_t n)
{
	uint32_t path_len = (uint32_t)strlen(path), more_len = (uint32_t)n;
	struct iovec parts[] = {
		{ &what, 1 },
		{ &number, sizeof number },
		{ &path_len, sizeof path_len },
		{ &more_len, sizeof more_len },
		{ (void *)(uintptr_t)path, path_len },
		{ (void *)(uintptr_t)more, n },
	};
	size_t whole = 1 + sizeof number + 2 * sizeof path_len + path_len + n;
	int before = errno;

	if (syscall(SYS_writev, out, parts, 6) != (long)whole)
		_exit(98);
	errno = before;
}

/* The path behind a descriptor, in `path`; false where it does not count. */
static bool path_of(int fd, char path[PATH_MAX])
{
	char link[64];
	ssize_t n;

	if (out < 0 || fd == out)
		return false;
	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, PATH_MAX - 1);
	if (n <= 0)
		return false;
	path[n] = 0;
	return below(path) || !strcmp(path, above);
}

/* A path as the program gave it, from the root; false where it does not count. */
static bool full_of(const char *path, char full[PATH_MAX])
{
	char here[PATH_MAX / 2];

	if (out < 0)
		return false;
	if (path[0] == '/')
		(void)snprintf(full, PATH_MAX, "%s", path);
	else if (getcwd(here, sizeof here))
		(void)snprintf(full, PATH_MAX, "%s/%s", here, path);
	else
		return false;
	return below(full);
}

EXPORT ssize_t write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = next("write");
	ssize_t done = real(fd, p, n);
	char path[PATH_MAX];

	if (done > 0 && path_of(fd, path))
		record('w', lseek(fd, 0, SEEK_CUR) - done, path, p, (size_t)done);
	return done;
}

static ssize_t put_at(const char *name, int fd, const void *p, size_t n, off_t where)
{
	ssize_t (*real)(int, const void *, size_t, off_t) = next(name);
	ssize_t done = real(fd, p, n, where);
	char path[PATH_MAX];

	if (done > 0 && path_of(fd, path))
		record('w', where, path, p, (size_t)done);
	return done;
}

EXPORT ssize_t pwrite(int fd, const void *p, size_t n, off_t where)
{
	return put_at("pwrite", fd, p, n, where);
}

EXPORT ssize_t pwrite64(int fd, const void *p, size_t n, off_t where)
{
	return put_at("pwrite64", fd, p, n, where);
}

static int synced(const char *name, int fd)
{
	int (*real)(int) = next(name);
	int code = real(fd);
	char path[PATH_MAX];

	if (!code && path_of(fd, path))
		record('s', 0, path, NULL, 0);
	return code;
}

EXPORT int fsync(int fd)
{
	return synced("fsync", fd);
}

EXPORT int fdatasync(int fd)
{
	return synced("fdatasync", fd);
}

static int resized(const char *name, int fd, off_t n)
{
	int (*real)(int, off_t) = next(name);
	int code = real(fd, n);
	char path[PATH_MAX];

	if (!code && path_of(fd, path))
		record('t', n, path, NULL, 0);
	return code;
}

EXPORT int ftruncate(int fd, off_t n)
{
	return resized("ftruncate", fd, n);
}

EXPORT int ftruncate64(int fd, off_t n)
{
	return resized("ftruncate64", fd, n);
}

EXPORT int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = next("rename");
	int code = real(from, to);
	char old[PATH_MAX], now[PATH_MAX];

	if (!code && full_of(from, old) && full_of(to, now))
		record('r', 0, old, now, strlen(now));
	return code;
}

EXPORT int link(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = next("link");
	int code = real(from, to);
	char old[PATH_MAX], now[PATH_MAX];

	if (!code && full_of(from, old) && full_of(to, now))
		record('l', 0, old, now, strlen(now));
	return code;
}

static int on_path(const char *name, char what, const char *path)
{
	int (*real)(const char *) = next(name);
	int code = real(path);
	char full[PATH_MAX];

	if (!code && full_of(path, full))
		record(what, 0, full, NULL, 0);
	return code;
}

EXPORT int unlink(const char *path)
{
	return on_path("unlink", 'u', path);
}

EXPORT int rmdir(const char *path)
{
	return on_path("rmdir", 'd', path);
}

EXPORT int mkdir(const char *path, mode_t mode)
{
	int (*real)(const char *, mode_t) = next("mkdir");
	int code = real(path, mode);
	char full[PATH_MAX];

	if (!code && full_of(path, full))
		record('m', 0, full, NULL, 0);
	return code;
}

static int opened(const char *name, const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...) = next(name);
	char full[PATH_MAX];
	struct stat st;
	bool counts = full_of(path, full), fresh = counts && stat(full, &st);
	int fd = real(path, flags, mode);

	if (fd >= 0 && fresh && flags & O_CREAT)
		record('c', 0, full, NULL, 0);
	else if (fd >= 0 && counts && flags & O_TRUNC)
		record('t', 0, full, NULL, 0);
	return fd;
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & O_CREAT ? va_arg(ap, mode_t) : 0;
}

EXPORT int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return opened("open", path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return opened("open64", path, flags, mode);
}
