/* See refuse.h. */
#include "record/refuse.h"

#include "base/arena.h"
#include "base/banned.h"

void refuse_put(struct refusals *why, const char *id, struct str field, struct str value,
		const char *want, ...)
{
	struct str shown = err_shown(value);
	struct buf b = { .a = why->a };
	va_list ap;

	va_start(ap, want);
	buf_vfmt(&b, want, ap);
	va_end(ap);
	if (shown.len < value.len)
		value = str_fmt(why->a, "%.*s…", P(shown));
	why->list = arena_more(why->a, why->list, why->n, &why->room, sizeof *why->list);
	why->list[why->n++] = (struct refusal){ id, field, value, buf_text(&b) };
}

void refuse_within(struct refusals *why, size_t from, const char *field)
{
	for (size_t i = from; i < why->n; i++)
		why->list[i].field = str_fmt(why->a, "%s.%.*s", field, P(why->list[i].field));
}
