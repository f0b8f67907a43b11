/*
 * Names of places as they are taken for the same without asking anybody (match/gazette.h finds other spellings): without case, accents, hyphens, apostrophes and articles
 * (al-, ash-, ال), with the variants of alif, hamza, ta marbuta and ya taken as one.
 */
#ifndef SULH_MATCH_PLACENAME_H
#define SULH_MATCH_PLACENAME_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* Its words without blanks, as letters: equal for spellings that differ only in what is ignored. "Khān ash-Shīḥ" gives
 * "khanshih". Empty where it has no letter of a script that is known. */
struct str placename_key(struct arena *a, struct str name);

/* There is a letter of this script in it. */
bool placename_arabic(struct str name);
bool placename_latin(struct str name);

#endif
