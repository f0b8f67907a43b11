/*
 * Letters of other scripts than Arabic and Latin, one by one, as symbols of one of these two: consonants without vowels (Hebrew,
 * Syriac) as Arabic letters, all others as Latin ones. Of scripts that nobody wrote down here each letter has two symbols of its
 * own choosing: whoever is called so is found in the same script, and in no other.
 */
#ifndef SULH_MATCH_WRITING_H
#define SULH_MATCH_WRITING_H

#include <stdint.h>

#include "match/symbol.h"

#define WRITING_FIRST 0x370 /* the first such letter */
#define WRITING_MOST  3	    /* names of symbols of a letter, and their end */

/* Names of symbols (symbols_print) of a small letter, and of which script they are; none for what is left out. False: it is no letter
 * of another script. */
bool writing_names(int32_t small, enum script *as, char out[WRITING_MOST]);

#endif
