/* Which officers' keys are not two people, as it was said of them; the rules put it together (rule/part.c). */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "base/banned.h"

bool officers_same(struct reg *r, struct arena *a, const struct same_person **list, size_t *n,
		   struct err *e)
{
	struct same_person *out;
	struct store_same *said;

	if (!store_same(r->store, a, &said, n, e))
		return false;
	out = arena_array(a, *n + 1, sizeof *out);
	for (size_t i = 0; i < *n; i++) {
		out[i].relative = said[i].relative;
		memcpy(out[i].a, said[i].kid, sizeof out[i].a);
		memcpy(out[i].b, said[i].other, sizeof out[i].b);
	}
	*list = out;
	return true;
}
