/* Qualifiers of a number, one closed set for records, figures and press (format.md §1). */
#ifndef SULH_RECORD_QUAL_H
#define SULH_RECORD_QUAL_H

#include <stdbool.h>

#include "base/str.h"

enum qual {
	QUAL_EXACT,
	QUAL_OVER,
	QUAL_AT_LEAST,
	QUAL_ALMOST,
	QUAL_AT_MOST,
	QUAL_AS_MANY_AS,
	QUAL_ABOUT,
	QUAL_COUNT
};

struct str qual_name(enum qual q);
bool qual_read(struct str s, enum qual *q);

/* The qualifier of a sum: exact is neutral, equal stays, over and at_least give at_least, uppers mixed
 * give at_most, a lower with an upper or anything with about gives about. */
enum qual qual_sum(enum qual a, enum qual b);

/* Of a number that is subtracted: lower and upper change places. */
enum qual qual_minus(enum qual q);

#endif
