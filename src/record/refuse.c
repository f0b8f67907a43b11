/* See refuse.h. */
#include "record/refuse.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

void refuse_put(struct refusals *why, const char *id, struct str field, struct str value,
		const char *want, ...)
{
	struct buf b = { .a = why->a };
	va_list ap;

	va_start(ap, want);
	buf_vfmt(&b, want, ap);
	va_end(ap);
	if (why->n == why->room) {
		size_t room = why->room ? 2 * why->room : 8;
		struct refusal *list = arena_array(why->a, room, sizeof *list);

		if (why->n)
			memcpy(list, why->list, why->n * sizeof *list);
		why->list = list;
		why->room = room;
	}
	why->list[why->n++] = (struct refusal){ id, field, value, buf_text(&b) };
}
