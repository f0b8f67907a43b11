/*
 * What object c repeats of a record for the rules (key 31): a line that names the kind, then the bytes. What is read is written
 * again as it came; what is not leaves the record as it was.
 */
#include "rule/asked.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = str_mem(data, size), name = str_cut(&body, '\n');
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	const struct kind *k = kind_by_name(name);
	struct buf again = { .a = a };
	struct rec *r;
	struct read in;
	bool ok;

	if (!a || setjmp(*arena_guard(a)) || !k || !body.s) {
		arena_free(a);
		return 0;
	}
	r = rec_new(a, k);
	in = read_of(body.s, body.len);
	ok = asked_read(a, r, &in);
	assert(ok ? in.at == in.end && !in.wrong : in.wrong && in.wrong_at <= body.len);
	for (size_t i = 0; i < k->n; i++)
		assert(!r->v[i].set || (ok && k->fields[i].sight != PUB));
	asked_put(a, r, &again);
	assert(str_eq(buf_text(&again), ok ? body : S("")));
	arena_free(a);
	return 0;
}
