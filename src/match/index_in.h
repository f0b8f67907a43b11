/* Of index.c and find.c alone: how names lie in an index. */
#ifndef SULH_MATCH_INDEX_IN_H
#define SULH_MATCH_INDEX_IN_H

#include "match/dict.h"
#include "match/index.h"

#define NOBODY	  UINT32_MAX
#define SAID_MOST 512  /* what two words say is less, eighths of a nat */
#define YEARS	  512  /* of birth */
#define MARKED	  1024 /* names of a block */

struct match {
	struct arena *a, *names, *lists;
	struct dict *dict;
	const struct edit_way *way;
	uint32_t *who, *birth, *start; /* start[n] is the end of the last */
	uint32_t *word;
	size_t n, dead, room_who, room_birth, room_start, n_word, room_word;
	/* From words to names, of the first `listed`. */
	uint32_t *from, *name;
	size_t listed, listed_words;
	/* From persons to their names, of the listed, when somebody is taken out: NULL before. */
	uint32_t *owners, *owned;
	size_t buckets;
	/* Where those born in a year begin, of the listed: they lie in that order. */
	uint32_t year[YEARS + 1];
	/* Of a query, all 0 between them: by name what it got (gather.c), by block of names whether one got something; by
	 * word of the query and word of the dictionary what the first says of the second (find.c). */
	uint16_t *tally;
	uint8_t *marked;
	uint8_t *weight[WORDS_MAX];
	size_t room, room_weight;
	struct match_says says;
	struct match_mothers mothers; /* of: NULL where nobody knows */
	size_t learned;		      /* names that it was learned from */
	bool fixed;		      /* nothing is learned: for who compares */
	bool busy;		      /* a query ended before it put them back */
	struct told_kept *kept;	      /* what words of queries were told, NULL: nothing is kept */
	float sharp[SAID_MOST]; /* exp of what is said, by how much of it counts among rivals */
};

/* By how much less than it says the likelihood of a spelling counts among its rivals. */
#define SHARPNESS 0.4
#define TRUST	  0.55	/* how much of what two words say counts for them */
#define MISSING	  (-20) /* a word of the query that the name has not, at most, eighths of a nat */
#define SURPLUS	  (-6)	/* a word of the name that the query has not */
#define OPTIONAL  (-2)	/* a word that many leave out, which one of the two has not */
#define ORDER	  (-16) /* two words in another order */

/* How common the like of a word is among all names, of each script: the logarithm, eighths of a nat. `hit`: what dict_near gave
 * for it. */
void match_common(const struct match *m, const struct symbols *w, const struct dict_hit *hit,
		  size_t n, double log_of[SCRIPTS]);

/* So much rarer each word is, eighths of a nat, because few names are here and say little of what is common. */
double match_few(const struct match *m);

/* The script of most words of names: how common the like of a word is, is known best there. */
enum script match_usual(const struct match *m);

/* Has the lists and the room for a query ready. */
void match_ready(struct match *m);

#endif
