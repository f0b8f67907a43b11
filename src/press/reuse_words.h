/* Private to reuse*.c: the words of a text as copying leaves them: without case, quotation marks and vowel signs. */
#ifndef SULH_PRESS_REUSE_WORDS_H
#define SULH_PRESS_REUSE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define REUSE_WORD 64 /* bytes of a word that count */

struct reuse_word {
	size_t start, end; /* bytes of the text */
	char folded[REUSE_WORD];
	size_t len;
};

/* The next word of the text at or behind `at`: letters and digits, an apostrophe between them left out. What is no
 * UTF-8 parts words. False where there is none. */
bool reuse_word_next(struct str text, size_t at, struct reuse_word *w);

#endif
