/*
 * Two names, word by word: which word of one stands for which of the other. Words are taken for each other by what both
 * together tell less how far they are apart (match/dict.h), the likeliest first; two neighbours of one name may stand for one
 * word of the other, where it is written joined.
 */
#ifndef SULH_MATCH_LIKE_H
#define SULH_MATCH_LIKE_H

#include "match/words.h"

/* Words x[at .. at + n) stand for y[of .. of + m); n or m is 1. */
struct like_pair {
	uint8_t at, n, of, m;
	uint8_t far;   /* how far apart, eighths of a nat */
	uint16_t said; /* log-likelihood ratio, eighths of a nat, more than 0 */
	uint16_t most; /* what it would be, were they the same letter by letter */
};

struct like {
	size_t n;
	struct like_pair pair[WORDS_MAX]; /* in the order of x */
	uint32_t of_x, of_y;		  /* a bit for each word that stands for one */
	bool order;			  /* those of y stand in another order */
};

void like_words(const struct words *x, const struct words *y, struct like *out);

/* Of 100, how much of what all words tell is said of both names. */
int like_share(const struct words *x, const struct words *y);

/* Of 100, how near the words of a pair are. */
int like_near(const struct like_pair *p);

/* Whether the words of a pair are spellings of one name: Samira is none of Samir, nor محمود of محمد. */
bool like_spelled(const struct words *x, const struct words *y, const struct like_pair *p);

/* Whether all words of one of the names have their like in the other. */
bool like_all(const struct words *x, const struct words *y, const struct like *l);

/* Which word is the given name: not what somebody may be called by before it. */
size_t like_given_at(const struct words *w);

/* Whether the given names agree, and another word with them: those of twins and brothers do not. The first word of each is the
 * given name; where the words stand in another order, all of one name have their like in the other. */
bool like_given(const struct words *x, const struct words *y, const struct like *l);

/* As like_given, where all else agrees and the given names alone tell twins apart: where one hand wrote both names, these are the
 * same letter by letter, or known for spellings of the same names and of no other. */
bool like_given_sure(const struct words *x, const struct words *y, const struct like *l);

#endif
