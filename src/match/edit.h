/*
 * How far words are apart: the least cost (match/cost.h) of turning one into the other by taking symbols for others, by
 * leaving out, putting in and swapping neighbours. One word against many, side by side: 64 lanes of AVX-512BW, 32 of AVX2,
 * or one at a time; all give the same.
 */
#ifndef SULH_MATCH_EDIT_H
#define SULH_MATCH_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/symbol.h"

#define EDIT_FAR    255 /* this far or farther */
#define EDIT_LANES  64	/* words of a block */
#define EDIT_BLOCKS 64	/* that are compared at once */

/* EDIT_LANES words of one script and one length, the first symbols of all, then the second of all and so on; a word that
 * is not there has symbols 0. */
struct edit_block {
	uint64_t there; /* which of them are, the first word's bit the lowest */
	struct {
		uint32_t id, occurs;
	} of[EDIT_LANES]; /* for whoever has them */
	uint8_t tells
		[EDIT_LANES]; /* a word is near where it is less far than this and what the other tells */
	uint8_t at[][EDIT_LANES];
};

/* Blocks to compare a word with, all of one script and of words of n symbols. */
struct edit_blocks {
	const struct edit_block *const *block;
	size_t count; /* EDIT_BLOCKS at most */
	uint8_t script, n;
};

/* A word that is near: in which block, where in it, how far it is, and what it tells. */
struct edit_near {
	uint8_t block, lane, far, tells;
};

#define EDIT_NEAR ((size_t)EDIT_BLOCKS * EDIT_LANES)

/* How a processor does it. */
struct edit_way {
	const char *name; /* "avx512", "avx2", "plain" */
	/* Which of the blocks' words are near to this one, which tells so much, in their order: how many, EDIT_NEAR at most. */
	size_t (*blocks)(const struct symbols *w, uint8_t tells, const struct edit_blocks *b,
			 struct edit_near *out);
};

/* The fastest way that this processor has; or the one of that name, NULL where it has not. */
const struct edit_way *edit_way(const char *name);

/* How far two words are apart. */
uint8_t edit_words(const struct symbols *a, const struct symbols *b);

/* The same where that is less than `most`; where it is not, `most` or more, and sooner. */
uint8_t edit_within(const struct symbols *a, const struct symbols *b, unsigned most);

#endif
