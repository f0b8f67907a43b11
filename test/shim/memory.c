/*
 * A machine whose memory is out: preloaded, it counts the calls that ask for memory and refuses from the
 * k-th on.
 *
 *   MEMORY_AT=K      the first that is refused, from 1; 0: none
 *   MEMORY_DO=once   only that one; otherwise all later ones, too
 *   MEMORY_COUNT=FILE  where the number of calls is written at the end
 *
 * Calls before main, and those of the C library to itself, are not counted.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

/* NOLINTBEGIN(bugprone-reserved-identifier): the C library's own names. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
/* NOLINTEND(bugprone-reserved-identifier) */

static long at, calls;
static bool once, ready;

__attribute__((constructor)) static void start(void)
{
	const char *k = getenv("MEMORY_AT"), *what = getenv("MEMORY_DO");

	at = k ? strtol(k, NULL, 10) : 0;
	once = what && !strcmp(what, "once");
	ready = true;
}

__attribute__((destructor)) static void finish(void)
{
	const char *file = getenv("MEMORY_COUNT");
	char text[32];
	int fd, n;

	ready = false;
	if (!file)
		return;
	n = snprintf(text, sizeof text, "%ld\n", calls);
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, (size_t)n) != n || close(fd))
		_exit(98);
}

static bool refused(void)
{
	long now;

	if (!ready)
		return false;
	now = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	if (!at || now < at || (once && now > at))
		return false;
	errno = ENOMEM;
	return true;
}

EXPORT void *malloc(size_t n)
{
	return refused() ? NULL : __libc_malloc(n);
}

EXPORT void *calloc(size_t n, size_t size)
{
	return refused() ? NULL : __libc_calloc(n, size);
}

EXPORT void *realloc(void *p, size_t n)
{
	return refused() ? NULL : __libc_realloc(p, n);
}

/* Locked pages for keys, and what the 64 MiB of a passphrase take. */
EXPORT void *mmap(void *p, size_t n, int prot, int flags, int fd, off_t where)
{
	void *(*real)(void *, size_t, int, int, int, off_t) =
		(void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");

	return fd < 0 && refused() ? MAP_FAILED : real(p, n, prot, flags, fd, where);
}
