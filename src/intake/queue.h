/*
 * What waits for whom, with the reason and the limit: from the cases (rule/limit.h and the state they are in), from
 * what is public (cuts nobody attested), from lists that were told and have not confirmed (effect.h), from who opened
 * what is sealed (access.h), and from releases of captives and unsafe arms. Case numbers only. Nothing here is kept: it
 * is looked up anew each time.
 */
#ifndef SULH_INTAKE_QUEUE_H
#define SULH_INTAKE_QUEUE_H

#include "intake/register.h"

struct wait {
	struct str role;    /* whose turn it is: "panel", "panel,chief" */
	const char *what;   /* "decide" */
	struct str case_no; /* s == NULL: it is about no case */
	struct str log;	    /* the log in which it is done */
	int64_t since;	    /* calendar day; NO_DAY: not known */
	int64_t limit;	    /* the last day, or NO_DAY */
	bool overdue;
	struct str why;
};

/* Who looks at it. */
struct queue_eyes {
	struct str role; /* for officers of this role only; s == NULL: for all */
	struct str
		as; /* an officer, who signs in where there is more to tell; s == NULL: anybody */
	const struct wait
		*more; /* what waits besides: of figures, which this folder does not know */
	size_t n_more;
};
/* All that waits, oldest first; in the arena. Of whom a check was not asked yet, as of who is like a row of a list, is told to a
 * screener alone; to others how many there are. */
bool queue_list(struct reg *r, struct arena *a, const struct queue_eyes *by, struct wait **list,
		size_t *n, struct refusals *why, struct err *e);

struct store_pair;

/* For other files of intake/ that know of something that waits (the table in queue.c). */
struct queue {
	struct reg *r;
	struct arena *a;
	int64_t today; /* calendar day in the operation's zone */
	const struct rec *operation;
	const struct store_log *logs;
	size_t n_logs;
	bool screens;		  /* a screener looks */
	bool decides;		  /* one of the panel */
	int64_t newest;		  /* list in force */
	struct store_pair *pairs; /* with persons in other registers */
	size_t n_pairs;
	size_t unasked; /* checks that were not asked, of which no line was made */
	struct buf list;
};
/* Texts are kept as they are: in the queue's arena, or constant. It is overdue, too, where its limit has passed. */
void queue_add(struct queue *q, struct wait w);
struct str queue_log(const struct queue *q, int64_t log); /* its name */

#endif
