/* Entries: what is read is written the same, and judging its fields ends and is the same twice. */
#include "record/entry.h"

#include <assert.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "nothing_known.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void texts(struct arena *a, const struct rec *r)
{
	struct buf json = { .a = a };

	for (size_t i = 0; i < r->kind->n; i++) {
		if (!r->v[i].set)
			continue;
		(void)val_text(a, &r->kind->fields[i], &r->v[i]);
		val_json(a, &r->kind->fields[i], &r->v[i], &json);
	}
}

/* What is accepted says the same when it is asked again, and is written again as it was. */
static void meaning(struct arena *a, const struct rec *r, const struct entry *x,
		    const struct rec_view *view)
{
	struct state_lines lines = { .a = a };
	struct refusals why = { .a = a };
	struct str none = { NULL, 0 };
	struct entry again;

	rec_states(r, view, &lines);
	(void)rec_key(a, r, view);
	if (r->kind->form != FORM_PLACE)
		return;
	if (!entry_of(a, r, view, none, &again, &why)) /* no room for its signatures */
		return;
	again.version = x->version; /* which is judged before */
	again.seal = x->seal;
	again.id = x->id;
	assert(str_eq(entry_put(a, &again, WITHOUT(KEY_SIGNATURES)),
		      entry_put(a, x, WITHOUT(KEY_SIGNATURES))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	const struct rec_view view = nothing_known(a);
	struct refusals why = { .a = a };
	struct entry x;
	const struct rec *r;
	struct err e;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (entry_read(a, str_mem(data, size), &x, &e)) {
		const struct kind *k = kind_by_code(x.kind);

		assert(str_eq(entry_put(a, &x, 0), str_mem(data, size)));
		assert(x.n_signatures <= ENTRY_SIGNATURES);
		r = entry_fields(a, &x);
		if (r)
			texts(a, r);
		r = k ? entry_rec(a, &x, &view, &why) : NULL;
		assert(!k || !r == (why.n > 0));
		if (r)
			meaning(a, r, &x, &view);
	} else {
		assert(e.kind == ERR_FALSE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
