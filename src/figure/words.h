/* The words of a bulletin in Arabic: details, units, periods, qualifiers. Figures have their own label. */
#ifndef SULH_FIGURE_WORDS_H
#define SULH_FIGURE_WORDS_H

#include "base/str.h"

/* The Arabic word; the text itself where the list has none (keys of agreements and parties). */
struct str word_ar(struct str word);

#endif
