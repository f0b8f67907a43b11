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

/* Has the lists and the room for a query ready. */
void match_ready(struct match *m);

#endif
