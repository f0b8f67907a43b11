/*
 * Names of places, compared as people write them: without case, accents, hyphens, apostrophes and articles
 * (al-, ash-, ال), with the variants of alif, hamza, ta marbuta and ya taken as one.
 */
#ifndef SULH_MATCH_PLACENAME_H
#define SULH_MATCH_PLACENAME_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* Its words without what is ignored, one blank between them: "Khān ash-Shīḥ" gives "khan shih". */
struct str placename_words(struct arena *a, struct str name);

/* The same without blanks: equal for spellings that differ only in what is ignored. */
struct str placename_key(struct arena *a, struct str name);

/* What is left of Latin spellings of one Arabic name: consonants, doubled ones once. "Kallasa" and "Kalasseh"
 * give "kls". Empty where too little is left to tell names apart. */
struct str placename_sound(struct arena *a, struct str name);

/* Every word of `query` begins a word of `words`; both as placename_words gives them. */
bool placename_begins(struct str words, struct str query);

/* There is a letter of this script in it. */
bool placename_arabic(struct str name);
bool placename_latin(struct str name);

#endif
