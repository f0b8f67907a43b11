/*
 * Words of names as symbols: each script has up to 31 of them, near enough to its letters that what is written one way
 * by one clerk and another way by the next differs little, and few enough that a table says what it costs to take
 * one for another (match/cost.h). Vowel signs, accents, apostrophes, doubled letters and case are gone; digraphs of
 * Latin (sh, kh, gh, th, dh, ch) and the letters that Turkish, French and scholars write for them are one symbol.
 */
#ifndef SULH_MATCH_SYMBOL_H
#define SULH_MATCH_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum script { SCRIPT_ARABIC, SCRIPT_LATIN, SCRIPTS };

#define SYMBOLS	    32 /* of a script; 0 is none */
#define SYMBOLS_MAX 24 /* of a word that are looked at */

struct symbols {
	uint8_t script; /* enum script */
	uint8_t n;
	uint8_t at[SYMBOLS_MAX];
};

/* Takes the next word off *rest: letters up to what is none. Words end where the script changes, too; letters of other
 * scripts have symbols of one of the two (match/writing.h). False at the end. *as (or NULL): the word as it is written, a
 * view into what *rest was. */
bool symbols_next(struct str *rest, struct symbols *out, struct str *as);

/* The word as letters of one byte each, for who trains and for tests: Latin a to z and S K G T D C; Arabic by the
 * letters of Buckwalter's transliteration. */
void symbols_print(const struct symbols *w, struct buf *out);

/* The other way: false where a letter is no symbol of the script. */
bool symbols_scan(struct str text, enum script script, struct symbols *out);

/* Adds the symbols of a second word (of the same script) to the first, as far as there is room. */
void symbols_join(struct symbols *to, const struct symbols *more);

uint32_t symbols_hash(const struct symbols *w);
bool symbols_eq(const struct symbols *a, const struct symbols *b);

#endif
