/* Why a person is refused: which field, what was given, what would be right. The id names the message
 * for translation; `want` is its English. */
#ifndef SULH_RECORD_REFUSE_H
#define SULH_RECORD_REFUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct refusal {
	const char *id;
	struct str field, value, want;
};

struct refusals {
	struct arena *a;
	struct refusal *list;
	size_t n, room;
};

/* Adds one and returns false. */
bool refuse(struct refusals *why, const char *id, struct str field, struct str value,
	    const char *want, ...) __attribute__((format(printf, 5, 6)));

#endif
