/*
 * Names of persons, compared word by word: as they are written but for case, or folded (without accents and
 * articles, the variants of Arabic letters as one). This is all that whoever finds persons knows of comparing:
 * names and a query go in, words to look up by and a score come out.
 */
#ifndef SULH_MATCH_NAME_H
#define SULH_MATCH_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define NAME_WORD  80 /* bytes of a word that are looked at */
#define NAME_WORDS 24 /* words of a name that are looked at */

struct name_word {
	uint8_t written_len, folded_len; /* folded_len 0: an article */
	char written[NAME_WORD], folded[NAME_WORD];
};

/* Takes the next word off *rest; false at the end. */
bool name_next(struct str *rest, struct name_word *out);

struct name_words {
	size_t n;
	struct name_word w[NAME_WORDS];
};

/* Adds the words of a name (or of a part of one) to *out, but for articles. */
void name_words_add(struct name_words *out, struct str name);

/* Its words folded, each once and in an order of their own, with blanks between: equal for names of the same words. */
struct arena;
struct str name_folded(struct arena *a, const struct name_words *x);

/* Of how many of its words a query of `n` words must find an equal one: of all but one where it has three or
 * more. Whoever looks up every word but the last ones that may be missing, misses nobody. */
size_t name_least(size_t n);

/* By what a word is looked up: words that are equal when folded have the same. */
uint32_t name_hash(const struct name_word *w);
/* The same of the next word of *rest that is no article; false at the end. */
bool name_next_hash(struct str *rest, uint32_t *hash);

/* How well a name answers a query: 0 not at all, 1000 each word of the query as it is written and the name has no
 * other. */
#define NAME_BEST 1000
int name_score(const struct name_words *query, const struct name_words *name);

#endif
