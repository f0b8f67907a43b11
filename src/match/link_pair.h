/* Of link.c alone: pairs of rows that may be one person, and what they say. */
#ifndef SULH_MATCH_LINK_PAIR_H
#define SULH_MATCH_LINK_PAIR_H

#include "match/link.h"

/* How much each way of agreeing says of each field, in nats, and that a pair is one person at all. */
struct link_says {
	double says[LINK_FIELDS][LEVELS], found;
	double afar[LINK_FIELDS][LEVELS]; /* against rows that were taken by chance */
	double rows;			  /* how many could have been meant */
	bool within;			  /* one list: who bears another name is another */
};

struct link_pairs {
	struct link_pair *p;
	size_t n, room;
	uint64_t looked;
};

/* All pairs that share enough rare values, compared. y NULL: within x. Rows get to know how rare their names are. */
void link_find(struct arena *a, struct link_list *x, struct link_list *y,
	       const struct link_progress *progress, struct link_pairs *out);

/* How two rows agree, field by field. */
void link_compare(const struct link_row *x, const struct link_row *y, uint8_t level[LINK_FIELDS]);

/* Learns from the pairs; gives each its weight. */
void link_learn(struct link_pairs *pairs, const struct link_list *x, const struct link_list *y,
		struct link_says *out);
int link_weight(const struct link_says *s, const struct link_row *x, const struct link_row *y,
		const uint8_t level[LINK_FIELDS]);

#endif
