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

#define EDIT_FAR   255 /* this far or farther */
#define EDIT_LANES 64  /* words of a block */

/* EDIT_LANES words of one script and one length, the first symbols of all, then the second of all and so on; a word that
 * is not there has symbols 0. */
struct edit_block {
	uint8_t script, n;
	uint8_t at[SYMBOLS_MAX][EDIT_LANES];
};

/* How a processor does it. */
struct edit_way {
	const char *name; /* "avx512", "avx2", "plain" */
	void (*block)(const struct symbols *w, const uint8_t (*at)[EDIT_LANES], uint8_t script,
		      uint8_t n, uint8_t out[EDIT_LANES]);
};

/* The fastest way that this processor has; or the one of that name, NULL where it has not. */
const struct edit_way *edit_way(const char *name);

/* How far two words are apart. */
uint8_t edit_words(const struct symbols *a, const struct symbols *b);

#endif
