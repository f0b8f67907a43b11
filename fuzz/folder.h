/* A folder of a target's own, made once. */
#ifndef SULH_FUZZ_FOLDER_H
#define SULH_FUZZ_FOLDER_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static inline void folder_make(struct arena *a, char dir[64])
{
	const char *tmp = getenv("TMPDIR");
	bool ok;

	memcpy(dir, "/tmp/sulh-fuzz-XXXXXX", sizeof "/tmp/sulh-fuzz-XXXXXX");
	if (tmp && strlen(tmp) < 32)
		memcpy(dir, str_z(a, str_fmt(a, "%s/sulh-XXXXXX", tmp)),
		       strlen(tmp) + sizeof "/sulh-XXXXXX");
	ok = mkdtemp(dir);
	assert(ok);
}

#endif
