/* Of link.c alone: pairs of rows that may be one person, and what they say. */
#ifndef SULH_MATCH_LINK_PAIR_H
#define SULH_MATCH_LINK_PAIR_H

#include "match/link.h"

/* How much each way of agreeing says of each field, in nats, and that a pair is one person at all. */
struct link_says {
	double says[LINK_FIELDS][LEVELS], found;
	double afar[LINK_FIELDS][LEVELS]; /* against rows that were taken by chance */
	double usual[LINK_FIELDS][LEVELS],
		few; /* what is so before anything is seen, of whole names without how rare they are */
	double rows;  /* how many could have been meant */
	bool learned; /* false: the pairs were of no use, and it is what was thought before */
	bool within;  /* one list: who bears another name is another */
};

struct link_pairs {
	struct link_pair *p;
	size_t n, room;
	uint64_t looked;
};

/* A birth as lists write it: what birth_read takes, or day, month and year, or year, month and day, with / . or - between; digits of
 * other scripts are digits. Eight digits (a year, a month and a day; of seven or nine one slipped) stay, for slips are looked for
 * in them. What has no digits says nothing and is empty. False where it is none of these. */
bool link_birth(struct arena *a, struct str s, struct str *out);

/* A list without the rows that say the same as one before, a day of birth among it; and of each the rows of the list that it stands for, the first first. */
struct link_same {
	struct link_list few;
	uint32_t *from, *row; /* row[from[i] .. from[i + 1]) */
};

void link_same(struct arena *a, const struct link_list *l, struct link_same *out);

/* Pairs of rows of such lists (one list: y is x) as pairs of all the rows that they stand for; how many. A pair of a row with itself
 * is all that say the same. Of very many that say the same, each is a pair with the first alone. */
size_t link_all(struct arena *a, const struct link_same *x, const struct link_same *y,
		struct link_pair *p, size_t n, struct link_pair **out);

/* All pairs that share enough rare values, compared, each once; a row that stands for many with itself, too. y NULL: within x. Rows get to know how rare their names are. */
void link_find(struct arena *a, struct link_list *x, struct link_list *y,
	       const struct link_progress *progress, struct link_pairs *out);

/* Rows whose name several of the list bear get to know that it is no rarer than that. */
void link_common(struct arena *a, struct link_list *l);

/* Whether the given names of two rows are one, as far as these alone can tell. */
bool link_given_sure(const struct link_row *x, const struct link_row *y);

/* How two rows agree, field by field. */
void link_compare(const struct link_row *x, const struct link_row *y, uint8_t level[LINK_FIELDS]);

/* Learns from the pairs; gives each its weight. */
void link_learn(struct link_pairs *pairs, const struct link_list *x, const struct link_list *y,
		struct link_says *out);
int link_weight(const struct link_says *s, const struct link_row *x, const struct link_row *y,
		const uint8_t level[LINK_FIELDS]);

#endif
