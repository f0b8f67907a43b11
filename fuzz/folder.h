/* A folder of a target's own, made once: in memory where that can be, since on a disk each write that is to last takes longer than all
 * else. */
#ifndef SULH_FUZZ_FOLDER_H
#define SULH_FUZZ_FOLDER_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

static inline void folder_make(struct arena *a, char dir[64])
{
	const char *said = getenv("TMPDIR"), *tmp = said && strlen(said) < 32	       ? said
						    : !access("/dev/shm", W_OK | X_OK) ? "/dev/shm"
										       : "/tmp";
	struct str path = str_fmt(a, "%s/sulh-fuzz-XXXXXX", tmp);
	bool ok;

	memcpy(dir, path.s, path.len);
	dir[path.len] = 0;
	ok = mkdtemp(dir);
	assert(ok);
}

#endif
