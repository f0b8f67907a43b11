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
	struct str path = str_fmt(a, "%s/sulh-fuzz-XXXXXX", tmp && strlen(tmp) < 32 ? tmp : "/tmp");
	bool ok;

	memcpy(dir, path.s, path.len);
	dir[path.len] = 0;
	ok = mkdtemp(dir);
	assert(ok);
}

#endif
