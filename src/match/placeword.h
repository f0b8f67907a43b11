/*
 * A name of a place as words, and what each of them is: one that tells places apart; one that says what sort of place it is
 * (village, camp, governorate); one that stands in many names (tell, khirbet, kafr, jabal); one that tells two places of one
 * name apart (upper and lower, east and west, new and old); a number. Articles are left out. The words of several languages
 * that mean the same are one.
 */
#ifndef SULH_MATCH_PLACEWORD_H
#define SULH_MATCH_PLACEWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "match/symbol.h"

#define PLACEWORDS 12 /* of a name that are looked at */

enum placepart {
	PART_NAME,
	PART_SORT,   /* what it is */
	PART_LAND,   /* stands in many names */
	PART_SIDE,   /* tells two of one name apart */
	PART_NUMBER, /* does so, too */
};

struct placeword {
	struct symbols w; /* none for numbers */
	uint8_t part;	  /* enum placepart */
	uint8_t means;	  /* 0: nothing of the table */
	uint32_t number;  /* less than 2^24 */
	struct str text;  /* as it is written, in the text that was given */
};

struct placewords {
	size_t n;
	struct placeword w[PLACEWORDS];
	/* All but sorts, sides and numbers as one word, of the script of the first; and how many words that are. The same with
	 * sorts and sides. */
	struct symbols joined, whole;
	size_t joins, wholes;
};

/* The words of a text (UTF-8; what is not ends it). None where it has no letter of a script that is known. */
void placewords_of(struct str name, struct placewords *out);

/* The words of what placewords_of found before, put together anew: parts by what they mean, and what they are as one. */
void placewords_settle(struct placewords *x);

/* What a word means, as placeword_plain gives it; 0: it is not in the table. */
uint8_t placeword_means(struct str plain);

/* The same as English has it: "upper"; empty for 0. */
struct str placeword_meaning(uint8_t means);

/* Two meanings that cannot be said of one place: upper and lower. */
bool placeword_opposed(uint8_t x, uint8_t y);

/* Calls `fn` for each word of the table, for who tests it. */
void placeword_each(void (*fn)(void *p, struct str word, uint8_t means), void *p);

/* A word as the table has it (in `out`, of `room` bytes): small letters without accents, doubled letters once, ways of
 * writing one sound as one. Empty where there is no room. */
struct str placeword_plain(struct str word, char *out, size_t room);

#endif
