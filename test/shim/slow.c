/*
 * A disk that takes its time: preloaded, every fsync and fdatasync waits SYNC_US microseconds more, as a disk
 * without a cache that survives a power cut would. For tools/bench-slow.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))

static struct timespec more;

__attribute__((constructor)) static void start(void)
{
	const char *text = getenv("SYNC_US");
	long us = text ? strtol(text, NULL, 10) : 0;

	if (us > 0)
		more = (struct timespec){ us / 1000000, us % 1000000 * 1000 };
}

static int after(const char *name, int fd)
{
	int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	struct timespec left = more;

	while (nanosleep(&left, &left) && errno == EINTR)
		;
	return sync(fd);
}

EXPORT int fsync(int fd);
EXPORT int fsync(int fd)
{
	return after("fsync", fd);
}

EXPORT int fdatasync(int fd);
EXPORT int fdatasync(int fd)
{
	return after("fdatasync", fd);
}
