/*
 * Private to figure/tally*.c: figures counted from the records, by SQL, the second of the two ways (see
 * figures.h). What each figure counts is read from the tables of kinds and figures; nothing here looks at
 * a delta, and nothing is shared with count*.c but those tables.
 */
#ifndef SULH_FIGURE_TALLY_INT_H
#define SULH_FIGURE_TALLY_INT_H

#include "figure/count.h"
#include "store/store.h"

/* A number, or a part of it until tally_merge has added them up. */
struct tally_cell {
	const struct figure *figure;
	struct str place, detail;
	enum period period;
	int64_t value;
	int64_t from; /* where the latest holds: when it begins */
	enum qual qual;
};

struct tally {
	struct store *s;
	struct arena *a;
	int64_t day;
	const struct figure *figure; /* the one that is being counted */
	struct buf cells;	     /* struct tally_cell */
	/* What happens to a row of the store on its way to a cell. */
	const struct tally_query *query;
	int64_t times; /* 1, -1, or how often an event counts */
	unsigned periods;
};

/* Asks one query and adds cells of w->figure for these periods. */
bool tally_ask(struct tally *w, struct tally_query *q, int64_t times, unsigned periods,
	       struct err *e);

/* tally_rule.c: asks for all that the rules of the kinds say of w->figure. */
bool tally_rules(struct tally *w, struct err *e);
/* Asks with each AREA rule of w->figure. */
bool tally_areas(struct tally *w, bool (*fn)(void *p, const struct tally_row *row, struct err *e),
		 void *p, struct err *e);

/* What a bulletin says of its centres: with a cut for the day, without, hours since the oldest head. */
struct tally_centres {
	int64_t reporting, silent, oldest_hours;
};

/* bulletin_agrees with all that it rests on: small_cell of the operation, and the centres (NULL: Q3 is not
 * counted, and no centre is silent). */
bool tally_agrees(struct store *s, struct arena *a, int64_t day, int64_t cell,
		  const struct tally_centres *centres, const struct row *rows, size_t n,
		  struct err *e);

#endif
