/*
 * How two names of places agree, word by word. What counts is what tells places apart: words that many names have weigh
 * little; upper and lower, east and west, or two numbers, are two places however alike the rest is.
 */
#ifndef SULH_MATCH_PLACEMATCH_H
#define SULH_MATCH_PLACEMATCH_H

#include "match/placeword.h"

#define PLACEMATCH_SAME	 1000 /* but for case, accents, articles and the like */
#define PLACEMATCH_ALIKE 500  /* from here on spellings of one name, as a rule */

struct placematch {
	int score;	       /* 0 to PLACEMATCH_SAME */
	int8_t at[PLACEWORDS]; /* which word of the other a word agrees with, -1 none */
	bool same[PLACEWORDS]; /* letter by letter, or in meaning */
	bool joined;	       /* they agree as one word each, not word by word */
	bool opposed;	       /* upper and lower, two numbers */
	bool named;	       /* words that tell places apart are alike */
	bool other;	       /* such a word stands in place of another one */
};

/* What a word tells, by its part and its letters; `rare` is 1 for a word of one name, 0 for one that all have. */
uint16_t placematch_tells(const struct placeword *w, double rare);

/* How alike two words are, 0 to 1, by what share of what their letters tell is lost; in one script, or from one to the
 * other. */
double placematch_alike(double lost, bool one_script);

/* Compares two; `tells` of each word as placematch_tells has it. */
void placematch(const struct placewords *x, const uint16_t *x_tells, const struct placewords *y,
		const uint16_t *y_tells, struct placematch *out);

/* Whether the other name has all words of x letter by letter, one that tells places apart among them. */
bool placematch_wholly(const struct placewords *x, const struct placematch *m);

/* Scores such that a name that has all that is asked for comes before one that has another word in place of one, whatever else
 * they have: that of the former, and that of the latter. */
int placematch_before(int score);
int placematch_behind(int score);

/* The same of two texts, without knowing what other names there are. */
int placematch_texts(struct str x, struct str y);

#endif
