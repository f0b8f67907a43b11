/* Names in a sentence: places, where from and where to. Inside the folder press/ only. */
#ifndef SULH_PRESS_NAME_H
#define SULH_PRESS_NAME_H

#include "press/claim.h"
#include "press/parse.h"

struct arena;

/* A name as it stands: one place or person. */
struct name {
	size_t from, to;
	struct str s;
	struct str usual; /* of the pack; len 0 */
};

/* The name that begins at token i: a row of words with capitals, or a place of the pack. */
bool name_at(const struct sentence *s, size_t i, struct name *out);

/* The name in one line, in its usual form where the pack has one. */
struct str name_plain(struct arena *a, const struct name *n);

/* The places of a mention, and for a move where from and where to. */
void name_places(struct arena *a, const struct parsed *p, size_t mention, struct press_claim *out);

#endif
