/* Why a person is refused: which field, what was given, what would be right. The id names the message
 * for translation; `want` is its English. */
#ifndef SULH_RECORD_REFUSE_H
#define SULH_RECORD_REFUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct refusal {
	const char *id;
	struct str field, value, want;
};

struct refusals {
	struct arena *a;
	struct refusal *list;
	size_t n, room;
};

/* Adds one and gives false; behind `value` a format and its arguments: what would be right. */
#define refuse(why, id, field, value, ...) \
	(refuse_put(why, id, field, value, __VA_ARGS__), err_false())

void refuse_put(struct refusals *why, const char *id, struct str field, struct str value,
		const char *want, ...) __attribute__((format(printf, 5, 6)));

/* Says of those from position `from` on that their fields lie within this one: "windows.months". */
void refuse_within(struct refusals *why, size_t from, const char *field);

#endif
