/* Number expressions over the tokens of a sentence: digits, words, scales, dozens, fractions, ranges, with what qualifies
 * them. */
#ifndef SULH_PRESS_NUMBER_H
#define SULH_PRESS_NUMBER_H

#include "press/claim.h"
#include "press/token.h"

struct number {
	size_t from,
		to; /* tokens of the value, the last one left out; a percent sign belongs to it */
	size_t start, after; /* with its qualifiers and articles, before and behind */
	int64_t v, hi;	     /* millionths */
	bool has_hi, fraction, vague, none, ordinal, decimal, words;
	bool total; /* "a total of" stands before */
	enum press_qual qual;
	struct str unit; /* percent and fraction; s == NULL: none */
	const struct pack_row *qual_row;
};

/* The number expression that begins at token i. */
bool number_at(const struct sentence *s, size_t i, struct number *out);

#endif
