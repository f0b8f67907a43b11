/* A register of which nothing is known to be in a log. */
#ifndef SULH_FUZZ_NOTHING_KNOWN_H
#define SULH_FUZZ_NOTHING_KNOWN_H

#include "record/rec.h"

static inline const struct rec *none_by_key(void *p, const char *kind, struct str key)
{
	(void)p;
	(void)kind;
	(void)key;
	return NULL;
}

static inline const struct rec *none_by_ref(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

static inline struct rec_view nothing_known(struct arena *a)
{
	return (struct rec_view){
		.by_key = none_by_key, .by_ref = none_by_ref, .before = none_by_ref, .a = a
	};
}

#endif
