/*
 * Names whose spellings are known: Djamel and Cemal are جمال, which no letters tell; Hasan and Husayn are two names, however
 * near. The table is made by tools/match_train of tools/match_habits.tsv and tools/match_near.tsv: a word is known here by its
 * hash (symbols_hash) alone, and is to be read, and mended, in those; a test makes the table again.
 */
#ifndef SULH_MATCH_KNOWN_H
#define SULH_MATCH_KNOWN_H

#include "match/symbol.h"

struct known_word {
	uint32_t hash;
	uint16_t name; /* a number of its own for each name; a word may be a spelling of several */
};

/* By hash. */
extern const struct known_word known_words[];
extern const size_t known_words_n;

/* Where a word stands among them, in Arabic with its article or without; known_words_n where it is not known. */
size_t known_at(const struct symbols *w);

/* The same as known_same of words that stand there. */
int known_both(size_t a, size_t b);

/* Whether two words are spellings of one name, or of two: 1 of one, -1 of two, 0 where one of them is not known. */
int known_same(const struct symbols *a, const struct symbols *b);

/* Whether two words are spellings of the same names and of no other: Salem is سالم, but Salim may be سليم, too. False where one is
 * not known. */
bool known_sure(const struct symbols *a, const struct symbols *b);

#endif
