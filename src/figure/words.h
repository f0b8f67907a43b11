/* The words of a bulletin as people say them. In Arabic: details, units, periods, qualifiers. Figures have their own label. */
#ifndef SULH_FIGURE_WORDS_H
#define SULH_FIGURE_WORDS_H

#include "base/str.h"

/* "24 hours" of h24, "at least" of at_least; the text itself where it is a word already. */
struct str word_en(struct str word);

/* The Arabic word; the text itself where the list has none (keys of agreements and parties). */
struct str word_ar(struct str word);

#endif
