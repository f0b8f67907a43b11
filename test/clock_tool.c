/*
 * sulh itself, on a machine whose clock shows $CLOCK (seconds since 1970): the C library's function is replaced
 * by the one below, so that tests reach any day without another package. The keyrings that it makes hash their
 * passphrase with next to nothing: every command that opens one would take ten times as long. With $COST=normal
 * they are as sulh makes them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/cli.h"
#include "base/banned.h"

int clock_gettime(clockid_t id, struct timespec *t)
{
	const char *set = getenv("CLOCK");
	int64_t now;

	if (syscall(SYS_clock_gettime, id, t))
		return -1;
	if (id != CLOCK_REALTIME || !set)
		return 0;
	if (!int_parse(str_of(set), 0, INT32_MAX * INT64_C(4), &now)) {
		errno = EINVAL;
		return -1;
	}
	t->tv_sec = now;
	return 0;
}

int main(int argc, char **argv)
{
	const char *cost = getenv("COST");

	return cli_main(argc, argv,
			cost && !strcmp(cost, "normal") ? KEYRING_COST_NORMAL : KEYRING_COST_TEST);
}
