/*
 * The letters of a text: where a word, a run of digits or a mark begins and ends, and words in the one spelling by
 * which they are looked up. Text is well-formed UTF-8; anything else is stepped over as a mark.
 */
#ifndef SULH_PRESS_SCAN_H
#define SULH_PRESS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum scan_kind {
	SCAN_END,
	SCAN_WORD,   /* letters, with apostrophes between them */
	SCAN_DIGITS, /* digits of any of the three sets */
	SCAN_MARK,   /* one character */
	SCAN_LINE,   /* the end of a line */
};

struct scanned {
	enum scan_kind kind;
	struct str s;
	bool glued; /* no blank before it */
	bool cap;   /* begins with a capital */
	int32_t c;  /* of a mark */
};

/* Takes the next one off *rest, with the blanks before it. */
struct scanned scan_next(struct str *rest);

#define WORD_ROOM 64

/* The word as it is looked up: small letters, Latin without accents, Cyrillic without yo, Arabic without marks and with
 * one alif, ya and ha. At most WORD_ROOM bytes; a longer word is cut. Returns the length. */
size_t scan_fold(struct str word, char out[WORD_ROOM]);

/* As str_from, but the end of a text stays its end: places are told by pointers. n <= s.len. */
static inline struct str scan_from(struct str s, size_t n)
{
	return (struct str){ s.s + n, s.len - n };
}

/* The digit's value, or -1: 0-9 and both sets of Arabic digits. */
int scan_digit(int32_t c);

#endif
