/* What stands behind an entry: two bytes with the length of the entry, the entry, the body of its object c. What is found
 * right is bound to the entry, and signed unless nobody signs such acts. */
#include <assert.h>

#include "base/arena.h"
#include "keyd/act.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A key of nobody: no signature is right. */
static bool find(void *p, const uint8_t kid[4], uint8_t pub[32], struct err *e)
{
	(void)p;
	(void)e;
	for (size_t i = 0; i < 32; i++)
		pub[i] = (uint8_t)(kid[i % 4] + i);
	return kid[0];
}

static void look(struct arena *a, struct str bytes, struct str body)
{
	const uint8_t id8[8] = { 0 };
	const struct act_officers officers = { find, NULL, NULL };
	struct act_found found;
	struct entry x;
	struct str msg;
	struct err e = { 0 };

	if (!entry_read(a, bytes, &x, &e))
		return;
	if (!act_wrong(a, id8, &x, body, &officers, &found, &e)) {
		assert(e.kind == ERR_NONE && found.kind);
		assert(found.kind->form == FORM_PLACE ||
		       (!found.signers && act_of_program(found.kind, found.event)));
	}
	if (!place_wrong(a, id8, &x, &officers, &e))
		assert(e.kind == ERR_NONE && !x.n_signatures);
	if (act_message(a, id8, &x, FORM_PERSON, body, &msg))
		assert(msg.len > 20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	size_t n = size < 2 ? 0 : (size_t)data[0] << 8 | data[1];

	if (a && size >= 2 && n <= size - 2)
		look(a, str_mem(data + 2, n), str_mem(data + 2 + n, size - 2 - n));
	arena_free(a);
	return 0;
}
