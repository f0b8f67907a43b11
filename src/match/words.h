/*
 * A name as the words that tell persons apart: articles left out, "abd", "abu" and "umm" one word with what follows,
 * "din" and "allah" one with what stands before, "bin" and the like between two words left out.
 */
#ifndef SULH_MATCH_WORDS_H
#define SULH_MATCH_WORDS_H

#include "match/symbol.h"

#define WORDS_MAX 12 /* of a name that are looked at */

struct words {
	size_t n;
	struct symbols w[WORDS_MAX];
	struct str
		as[WORDS_MAX]; /* as it is written, with what belongs to it: a view into the name */
	bool optional[WORDS_MAX]; /* many leave it out: a kunya (Abu X, Umm X), a title */
};

void words_of(struct str name, struct words *out);

#endif
