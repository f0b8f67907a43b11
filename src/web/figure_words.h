/* What the figures mean, in Arabic. The definitions that a bulletin is signed over are the English ones of
 * figure/figures.c; these are for readers. */
#ifndef SULH_WEB_FIGURE_WORDS_H
#define SULH_WEB_FIGURE_WORDS_H

#include "base/str.h"

/* Without a full stop; empty where there is none (a figure that is newer than the list). */
struct str figure_definition_ar(struct str code);

#endif
