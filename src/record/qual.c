/* See qual.h. */
#include "record/qual.h"

#include "base/banned.h"

static const struct str names[QUAL_COUNT] = {
	[QUAL_EXACT] = SC("exact"),	  [QUAL_OVER] = SC("over"),
	[QUAL_AT_LEAST] = SC("at_least"), [QUAL_ALMOST] = SC("almost"),
	[QUAL_AT_MOST] = SC("at_most"),	  [QUAL_AS_MANY_AS] = SC("as_many_as"),
	[QUAL_ABOUT] = SC("about"),
};

struct str qual_name(enum qual q)
{
	return names[q];
}

bool qual_read(struct str s, enum qual *q)
{
	for (int i = 0; i < QUAL_COUNT; i++) {
		if (str_eq(s, names[i])) {
			*q = (enum qual)i;
			return true;
		}
	}
	return false;
}

static bool lower(enum qual q)
{
	return q == QUAL_OVER || q == QUAL_AT_LEAST;
}

enum qual qual_sum(enum qual a, enum qual b)
{
	if (a == b || b == QUAL_EXACT)
		return a;
	if (a == QUAL_EXACT)
		return b;
	if (a == QUAL_ABOUT || b == QUAL_ABOUT || lower(a) != lower(b))
		return QUAL_ABOUT;
	return lower(a) ? QUAL_AT_LEAST : QUAL_AT_MOST;
}

enum qual qual_minus(enum qual q)
{
	switch (q) {
	case QUAL_OVER:
		return QUAL_ALMOST;
	case QUAL_ALMOST:
		return QUAL_OVER;
	case QUAL_AT_LEAST:
		return QUAL_AT_MOST;
	case QUAL_AT_MOST:
	case QUAL_AS_MANY_AS:
		return QUAL_AT_LEAST;
	case QUAL_EXACT:
	case QUAL_ABOUT:
	case QUAL_COUNT:
		break;
	}
	return q;
}
