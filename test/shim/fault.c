/*
 * A disk that fails, or a process that dies, at one exact point: preloaded, it counts the calls that
 * change files below a folder and does something at the k-th.
 *
 *   FAULT_UNDER=DIR   only paths below DIR count
 *   FAULT_AT=K        the first call that is hit, from 1; 0: none, the calls are only counted
 *   FAULT_DO=WHAT     full (ENOSPC) or io (EIO): this call and all later ones fail;
 *                     once (EIO): this call only;
 *                     short: a write takes half of its bytes, then the disk is full;
 *                     kill, term, int: the signal, before the call is done;
 *                     read (EIO): reads are counted instead, and fail from there on;
 *                     less: reads are counted, and give nothing from there on, as if the file ended;
 *                     gone: a file that is opened to be read is not there, however often it is made anew;
 *                     none: the calls are only counted
 *   FAULT_WHILE=FILE  reads are hit and counted only while there is such a file
 *   FAULT_COUNT=FILE  where the number of calls is written at the end
 *   FAULT_SYNCS=FILE  where the numbers of those that are syncs are written at the end
 *   FAULT_FAST=1      no sync is waited for: processes die, the machine does not
 *
 * A full disk lets files be removed; a death may come there as well.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static char under[PATH_MAX];
static long at, calls, syncs[8192];
static size_t n_syncs;
static const char *act = "none";
static bool fast;
static const char *gate;

/* The function of this name that the program would have called. */
static void *next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void start(void)
{
	const char *dir = getenv("FAULT_UNDER"), *k = getenv("FAULT_AT"),
		   *what = getenv("FAULT_DO");

	/* What is not there yet has no real path. */
	if (dir && !realpath(dir, under))
		(void)snprintf(under, sizeof under, "%s", dir);
	at = k ? strtol(k, NULL, 10) : 0;
	act = what ? what : "none";
	fast = getenv("FAULT_FAST") != NULL;
	gate = getenv("FAULT_WHILE");
}

static void write_numbers(const char *file, const long *list, size_t n)
{
	int fd = file ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;

	if (file && fd < 0)
		_exit(98);
	for (size_t i = 0; file && i < n; i++) {
		char text[32];
		int len = snprintf(text, sizeof text, "%ld\n", list[i]);

		if (write(fd, text, (size_t)len) != len)
			_exit(98);
	}
	if (file && close(fd))
		_exit(98);
}

__attribute__((destructor)) static void finish(void)
{
	if (!under[0])
		return;
	under[0] = 0;
	write_numbers(getenv("FAULT_COUNT"), &calls, 1);
	write_numbers(getenv("FAULT_SYNCS"), syncs, n_syncs);
}

static bool below(const char *path)
{
	size_t n = strlen(under);

	return n && !strncmp(path, under, n) && (path[n] == 0 || path[n] == '/' || path[n] == '.');
}

static bool fd_below(int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t n;

	if (!under[0])
		return false;
	(void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	if (n <= 0)
		return false;
	path[n] = 0;
	return below(path);
}

/* A path as the program gave it: from the root, or from where it runs. */
static bool path_below(const char *path)
{
	char full[PATH_MAX], here[PATH_MAX / 2];

	if (!under[0])
		return false;
	if (path[0] == '/')
		return below(path);
	if (!getcwd(here, sizeof here))
		return false;
	(void)snprintf(full, sizeof full, "%s/%s", here, path);
	return below(full);
}

/* Counts a call that does `what`; whether it is to fail, with errno set. */
static bool hit(bool removes)
{
	bool dies = !strcmp(act, "kill") || !strcmp(act, "term") || !strcmp(act, "int");
	long now;

	if ((removes && !dies) || !strcmp(act, "read") || !strcmp(act, "less") ||
	    !strcmp(act, "gone"))
		return false;
	now = ++calls;
	if (!at || now < at || !strcmp(act, "none"))
		return false;
	if (dies) {
		if (now == at)
			(void)kill(getpid(), !strcmp(act, "kill")   ? SIGKILL
					     : !strcmp(act, "term") ? SIGTERM
								    : SIGINT);
		return false;
	}
	if (!strcmp(act, "once") && now > at)
		return false;
	errno = !strcmp(act, "full") || !strcmp(act, "short") ? ENOSPC : EIO;
	return true;
}

static bool halves(size_t n)
{
	return n > 1 && !strcmp(act, "short") && calls == at;
}

/* Whether a read is to fail; -1 for an error, 0 for an end that is none, 1 for no. */
static int read_hit(int fd)
{
	bool fails = !strcmp(act, "read");

	if ((!fails && strcmp(act, "less") != 0) || !fd_below(fd))
		return 1;
	if (gate && access(gate, F_OK))
		return 1;
	if (++calls < at || !at)
		return 1;
	errno = EIO;
	return fails ? -1 : 0;
}

EXPORT ssize_t read(int fd, void *p, size_t n)
{
	ssize_t (*real)(int, void *, size_t) = next("read");
	int hits = read_hit(fd);

	return hits == 1 ? real(fd, p, n) : hits;
}

/* A server sends files without reading them itself. */
EXPORT ssize_t sendfile64(int to, int fd, off64_t *where, size_t n)
{
	ssize_t (*real)(int, int, off64_t *, size_t) = next("sendfile64");
	int hits = read_hit(fd);

	return hits == 1 ? real(to, fd, where, n) : hits;
}

EXPORT ssize_t sendfile(int to, int fd, off_t *where, size_t n)
{
	ssize_t (*real)(int, int, off_t *, size_t) = next("sendfile");
	int hits = read_hit(fd);

	return hits == 1 ? real(to, fd, where, n) : hits;
}

static ssize_t get_at(const char *name, int fd, void *p, size_t n, off_t where)
{
	ssize_t (*real)(int, void *, size_t, off_t) = next(name);
	int hits = read_hit(fd);

	return hits == 1 ? real(fd, p, n, where) : hits;
}

EXPORT ssize_t pread(int fd, void *p, size_t n, off_t where)
{
	return get_at("pread", fd, p, n, where);
}

EXPORT ssize_t pread64(int fd, void *p, size_t n, off_t where)
{
	return get_at("pread64", fd, p, n, where);
}

EXPORT ssize_t write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = next("write");

	if (!fd_below(fd) || !hit(false))
		return real(fd, p, n);
	return halves(n) ? real(fd, p, n / 2) : -1;
}

static ssize_t put_at(const char *name, int fd, const void *p, size_t n, off_t where)
{
	ssize_t (*real)(int, const void *, size_t, off_t) = next(name);

	if (!fd_below(fd) || !hit(false))
		return real(fd, p, n, where);
	return halves(n) ? real(fd, p, n / 2, where) : -1;
}

EXPORT ssize_t pwrite(int fd, const void *p, size_t n, off_t where)
{
	return put_at("pwrite", fd, p, n, where);
}

EXPORT ssize_t pwrite64(int fd, const void *p, size_t n, off_t where)
{
	return put_at("pwrite64", fd, p, n, where);
}

static int on_fd(const char *name, int fd)
{
	int (*real)(int) = next(name);
	bool counts = fd_below(fd), fails = counts && hit(false);

	if (counts && n_syncs < sizeof syncs / sizeof *syncs)
		syncs[n_syncs++] = calls;
	if (fails)
		return -1;
	return fast ? 0 : real(fd);
}

EXPORT int fsync(int fd)
{
	return on_fd("fsync", fd);
}

EXPORT int fdatasync(int fd)
{
	return on_fd("fdatasync", fd);
}

static int resize(const char *name, int fd, off_t n)
{
	int (*real)(int, off_t) = next(name);

	return fd_below(fd) && hit(false) ? -1 : real(fd, n);
}

EXPORT int ftruncate(int fd, off_t n)
{
	return resize("ftruncate", fd, n);
}

EXPORT int ftruncate64(int fd, off_t n)
{
	return resize("ftruncate64", fd, n);
}

EXPORT int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = next("rename");

	return path_below(to) && hit(false) ? -1 : real(from, to);
}

EXPORT int unlink(const char *path)
{
	int (*real)(const char *) = next("unlink");

	return path_below(path) && hit(true) ? -1 : real(path);
}

EXPORT int mkdir(const char *path, mode_t mode)
{
	int (*real)(const char *, mode_t) = next("mkdir");

	return path_below(path) && hit(false) ? -1 : real(path, mode);
}

static int opened(const char *name, const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...) = next(name);
	struct stat st;

	if (!strcmp(act, "gone") && (flags & O_ACCMODE) == O_RDONLY && path_below(path)) {
		errno = ENOENT;
		return -1;
	}
	/* Only a file that is made takes room. */
	if (flags & O_CREAT && path_below(path) && stat(path, &st) && hit(false))
		return -1;
	return real(path, flags, mode);
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
