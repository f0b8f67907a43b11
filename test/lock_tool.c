/* Prints kinds.lock: every field of every kind with its tag, every delta list of a person kind. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "record/kind.h"
#include "base/banned.h"

int main(void)
{
	struct arena *a = arena_new(0);
	struct buf b = { .a = a };
	bool ok;

	if (!a)
		return EXIT_FAILURE;
	kinds_lock(&b);
	ok = fwrite(b.p, 1, b.len, stdout) == b.len && !fflush(stdout);
	arena_free(a);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
