/* sulh.conf: whatever stands in it, it is an error that names its line, or an operation. */
#include "intake/register.h"

#include <assert.h>

#include "base/arena.h"
#include "ledger/note.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct reg r = { .a = a, .dir = "a folder" };
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (reg_conf(&r, str_mem(data, size), &e))
		assert(log_name_ok(r.operation));
	else
		assert(e.kind == ERR_FAILED && e.what[0]);
	arena_free(a);
	return 0;
}
