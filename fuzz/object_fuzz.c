/* The body of an object c, which rebuild reads back: a map of known keys, views that lie within it. */
#include <assert.h>

#include "base/arena.h"
#include "base/read.h"
#include "intake/intake_int.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void lies_within(struct str s, const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;

	assert(!s.len || (s.s >= p && s.s + s.len <= p + size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct read in = read_of(data, size);
	struct centre_body body;
	const struct store_act *act = &body.act;

	if (seal_body_read(&in, &body)) {
		assert(in.at == in.end && !in.wrong && body.head.len == 32 && act->step >= 0);
		assert(act->case_no.len <= 160 && act->event.len <= 192 && act->state.len <= 192);
		assert(act->kind >= 0 && act->cls < CLASS_COUNT);
		/* An act, a weapon item, or a record about a place. */
		assert(act->kind ? body.has_event != !!body.entry.s
				 : !body.has_event && !body.entry.s);
		assert(body.ties.named.len % 32 == 0);
	} else {
		assert(in.wrong && in.wrong_at <= size);
	}
	lies_within(act->case_no, data, size);
	lies_within(act->event, data, size);
	if (act->state.len)
		lies_within(act->state, data, size);
	lies_within(body.head, data, size);
	lies_within(body.entry, data, size);
	lies_within(body.ties.named, data, size);
	if (body.clock.has_effect) {
		lies_within(body.clock.effect.target, data, size);
		if (body.clock.effect.no.len)
			lies_within(body.clock.effect.no, data, size);
	}
	return 0;
}
