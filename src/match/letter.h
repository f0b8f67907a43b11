/*
 * Letters, and what is one letter to whoever looks for a name: without case and accents, the variants of Arabic
 * letters as one. Nothing here knows words.
 */
#ifndef SULH_MATCH_LETTER_H
#define SULH_MATCH_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* What a letter is worth: itself in its one spelling, small and without accents; 0 for nothing at all (vowel signs, accents of their
 * own, apostrophes, what joins or turns writing and is not seen); ' ' for everything that is no letter or digit. Digits of
 * Arabic are those of Latin. Of a joined form (a presentation form, a ligature) the first letter. */
int32_t letter_fold(int32_t c);

/* The small letter of a big one. */
int32_t letter_lower(int32_t c);

/* Whether it is a letter or a decimal digit of any script, or a mark on one. */
bool letter_is(int32_t c);

/* Whether it is a decimal digit of any script. */
bool letter_is_digit(int32_t c);

/* Whether it is a mark on the letter before: only such are worth asking the next for. */
bool letter_is_mark(int32_t c);

/* The one character that a letter and a mark behind it are (Unicode, canonical composition); 0 where there is none. */
int32_t letter_compose(int32_t letter, int32_t mark);

/* What a form that stands for other characters is (Unicode, NFKC): ﻻ is لا, ﷲ is الله, Ａ is A. Itself where it is none. */
#define LETTER_MOST 32
size_t letter_split(int32_t c, int32_t out[LETTER_MOST]);

/* Adds its UTF-8. */
void letter_put(struct buf *b, int32_t c);

/* The same to p[0..n) where there is room; gives the bytes that it takes, 0 without room. */
size_t letter_bytes(int32_t c, char *p, size_t n);

#endif
