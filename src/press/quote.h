/*
 * What may be kept of a report: the words around one claim, never more than QUOTE_CHARS of them. And the names in such words that
 * may be those of persons, so that nobody keeps one without having looked.
 */
#ifndef SULH_PRESS_QUOTE_H
#define SULH_PRESS_QUOTE_H

#include "press/article.h"
#include "press/lexicon.h"

#define QUOTE_CHARS 300
#define QUOTE_NAMES 16

/* `from` and `to`: the characters of the text at which the value stands. */
struct quote {
	struct str text;
	size_t from, to;
};

/* The sentence of a claim, with single blanks between its words; of a longer one QUOTE_CHARS around the value, with … where
 * something is left out. In the arena. */
struct quote quote_of(struct arena *a, const struct article *t, const struct press_claim *c);

/* Words that somebody chose, as the same: false where they do not stand so in the article. `from` and `to` are 0 where the value of the
 * claim is not among them. */
bool quote_chosen(struct arena *a, const struct article *t, const struct press_claim *c,
		  struct str words, struct quote *out);

/* The names in a text that are those of no place, body, outlet or month of the pack and of no place of the claim: what stands
 * behind a title, and two words or more that begin with capitals. At most QUOTE_NAMES. In letters without capitals (Arabic) only
 * what stands behind a title is seen. Returns how many. */
size_t quote_names(struct arena *a, const struct pack *p, const struct press_claim *c,
		   struct str text, struct str out[QUOTE_NAMES]);

#endif
