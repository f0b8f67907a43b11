/* The possible duplicates of one person in other registers (exchange_compare.h), and what is known of them there. */
#ifndef SULH_INTAKE_EXCHANGE_HITS_H
#define SULH_INTAKE_EXCHANGE_HITS_H

#include "intake/commit.h"
#include "keyd/keys_exchange_same.h"

enum exchange_row {
	ROW_HELD,
	ROW_NOT_THERE, /* what that register gave last says nothing of the person */
	ROW_OVER,      /* nothing of that register is held: its day is over, or it was lost */
};

struct exchange_hit {
	uint8_t other[16];  /* the subject there */
	int score;	    /* as the two were compared last */
	struct str verdict; /* the newest; empty: nobody judged since it was noted */
	struct str where;   /* the logs of that register, as they were when it was noted */
	enum exchange_row row;
	struct str operation; /* of ROW_HELD, and the names */
	struct names names;
};
struct exchange_hits {
	struct names own; /* of the person, as known here */
	struct exchange_hit *list;
	size_t n;
	size_t left, left_open; /* not shown; and of these, not judged finally */
};
/* So many at once, within what one officer is shown in an hour: first what is not judged finally, and of that what waits longest. */
#define EXCHANGE_HITS 50
/* For an adjudicator; an opening of the person's file, and of each merged into it in which somebody was noted of whom the others say
 * nothing. ERR_NOTHING where there is no such case, or nobody was noted in it. */
bool exchange_hits(struct reg *r, struct arena *a, struct str case_no, struct str officer,
		   struct exchange_hits *out, struct refusals *why, struct err *e);

#endif
