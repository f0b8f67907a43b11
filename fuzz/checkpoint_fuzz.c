/* Checkpoints, origins and frontiers: what is read is written the same. */
#include "ledger/note.h"

#include <assert.h>

#include "base/arena.h"
#include "ledger/tree.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(0);
	struct str s = str_mem(p, n), log, operation;
	struct buf b = { .a = a };
	struct checkpoint c;
	struct tree t;
	unsigned number;
	struct err e;

	if (checkpoint_read(s, &c, &e))
		assert(str_eq(checkpoint_text(a, &c), s));
	if (log_origin_read(s, &log, &operation, &number))
		assert(str_eq(log_origin(a, log, operation, number), s));
	if (tree_decode(s, &t)) {
		tree_encode(&t, &b);
		assert(str_eq(buf_text(&b), s));
		tree_root(&t);
	}
	arena_free(a);
	return 0;
}
