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

/* Whether one may begin at token i: most words begin none. */
static inline bool number_begins(const struct sentence *s, size_t i)
{
	const uint64_t kinds = UINT64_C(1) << W_NUMBER | UINT64_C(1) << W_SCALE |
			       UINT64_C(1) << W_GROUP | UINT64_C(1) << W_VAGUE |
			       UINT64_C(1) << W_FRACTION | UINT64_C(1) << W_NONE;

	return i < s->n && (s->t[i].kind == T_NUMBER || (s->t[i].kinds.bits[0] & kinds));
}

/* The number expression that begins at token i. */
bool number_at(const struct sentence *s, size_t i, struct number *out);

#endif
