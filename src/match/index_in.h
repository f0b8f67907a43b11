/* Of index.c and find.c alone: how names lie in an index. */
#ifndef SULH_MATCH_INDEX_IN_H
#define SULH_MATCH_INDEX_IN_H

#include "match/dict.h"
#include "match/index.h"

#define NOBODY	  UINT32_MAX
#define SAID_MOST 512 /* what two words say is less, eighths of a nat */

/* What a name got so far in a query, and of which of its words. */
struct tally {
	uint16_t got, of;
};

struct match {
	struct arena *a, *lists;
	struct dict *dict;
	const struct edit_way *way;
	uint32_t *who, *birth, *start; /* start[n] is the end of the last */
	uint32_t *word;
	size_t n, dead, room_who, room_birth, room_start, n_word, room_word;
	/* From words to names, of the first `listed`. */
	uint32_t *from, *name;
	size_t listed, listed_words;
	/* Where a query is added up: by name what it got and of which words; the names that got something. */
	struct tally *tally;
	uint32_t *touched;
	size_t room;
	float sharp[SAID_MOST]; /* exp of what is said, by how much of it counts among rivals */
};

/* By how much less than it says the likelihood of a spelling counts among its rivals. */
#define SHARPNESS 0.4
#define TRUST	  0.55	/* how much of what two words say counts for them */
#define MISSING	  (-20) /* a word of the query that the name has not, at most, eighths of a nat */
#define SURPLUS	  (-6)	/* a word of the name that the query has not */
#define ORDER	  (-16) /* two words in another order */

/* How common the like of a word is among all names, of each script: the logarithm, eighths of a nat. `hit`: what dict_near gave
 * for it. */
void match_common(const struct match *m, const struct symbols *w, const struct dict_hit *hit,
		  size_t n, double log_of[SCRIPTS]);

/* Has the lists and the room for a query ready. */
void match_ready(struct match *m);

#endif
