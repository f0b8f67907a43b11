/*
 * The words of a pack, each once, with the rows that may begin at it: a word of a text is looked up here once, whatever is
 * asked of it later. A word that no form has whole is known by the longest stem that it begins with. Inside the folder
 * press/ only.
 */
#ifndef SULH_PRESS_DICTIONARY_H
#define SULH_PRESS_DICTIONARY_H

#include "press/lexicon.h"

/* A row that begins at a word of a text, and how many words it takes there. */
struct hit {
	const struct pack_row *row;
	uint8_t words, kind; /* kind: the row's */
};

/* A row of several words. `next`: the second of them; NULL where it is a stem, of which `first` is the first byte. */
struct longer {
	const struct pack_row *row;
	const struct known *next;
	char first;
};

/* A bit for each kind of row. */
struct kinds {
	uint64_t bits[2];
};

static inline void kinds_add(struct kinds *to, enum word_kind k)
{
	to->bits[k / 64] |= UINT64_C(1) << (k % 64);
}

static inline bool kinds_has(const struct kinds *of, enum word_kind k)
{
	return of->bits[k / 64] >> (k % 64) & 1;
}

/* A word. The rows that may begin at it are those of the stems that it begins with, the shortest first, and then its own, in
 * the order of the pack. */
struct known {
	const char *word;
	const struct hit *hit;	     /* rows of one word */
	const struct longer *longer; /* those of several */
	const struct pack_row *const *row;
	struct kinds alone; /* of the rows of one word */
	uint64_t
		seconds; /* a bit for each second word (known_bit) and first byte of one that is a stem */
	uint8_t len, rows, hits, longers;
	bool stem;
	bool month; /* the name of a month may begin here */
};

static inline uint64_t known_bit(const struct known *k)
{
	return UINT64_C(1) << ((uintptr_t)k / sizeof *k % 64);
}

static inline uint64_t byte_bit(char c)
{
	return UINT64_C(1) << ((uint8_t)c % 64);
}

/* Makes the dictionary of a pack whose rows are all read. */
const struct dictionary *dictionary_of(struct arena *a, const struct pack *p);

/* A folded word, never NULL: what nobody knows has no rows. */
const struct known *dictionary_find(const struct dictionary *d, struct str word);

#endif
