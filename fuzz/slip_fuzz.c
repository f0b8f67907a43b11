/* The text of a receipt: what is read is written again byte for byte. */
#include <assert.h>

#include "base/arena.h"
#include "intake/slip.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct str text = str_mem((const char *)data, size);
	struct err e = { 0 };
	struct slip s;

	if (!a)
		return 0;
	if (slip_read(a, text, &s, &e))
		assert(str_eq(slip_text(a, &s), text) && s.things > 0);
	else
		assert(e.kind == ERR_FALSE);
	arena_free(a);
	return 0;
}
