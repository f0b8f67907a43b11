/* A policy that is read is exactly what would be written. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "sync/policy.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct str text = str_mem(data, size);
	struct policy p;
	struct err e = { 0 };

	if (!a || !key_start())
		return 0;
	if (policy_read(a, text, &p, &e))
		assert(str_eq(policy_text(a, &p), text) && p.logs_n > 0);
	else
		assert(e.kind == ERR_FALSE && e.what[0]);
	arena_free(a);
	return 0;
}
