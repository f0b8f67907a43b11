/*
 * What the projection knows of the figures that are told as delayed sums: acts, and where cases stood, at the end of a
 * calendar day. Of what waits for a cut nothing counts. `scope`: of the logs whose centres lie in this place; s == NULL:
 * of all.
 */
#ifndef SULH_STORE_SUMS_H
#define SULH_STORE_SUMS_H

#include "store/store.h"

/* Closed cases, as many as stood alike. */
struct store_stood {
	struct str now;	 /* the state */
	struct str was;	 /* the one before it, of states.csv; empty: none */
	int64_t was_cls; /* what the case counted as then (record/class.h) */
	bool in_time;	 /* the last day that was named for an appeal has not passed */
	int64_t n;
};
bool store_sums_cases(struct store *s, struct arena *a, int64_t day, struct str scope,
		      struct store_stood **list, size_t *n, struct err *e);

/* Children who were referred and were not found to be adults since. */
bool store_sums_children(struct store *s, int64_t day, struct str scope, int64_t *n, struct err *e);

/* Who is held, and since how many days the longest. */
bool store_sums_held(struct store *s, int64_t day, struct str scope, int64_t *n, int64_t *longest,
		     struct err *e);

/* Acts of a kind on days from..to, by event and by what they say (store_act.code); fn's texts live until it returns. */
bool store_sums_acts(struct store *s, int64_t kind, int64_t from, int64_t to, struct str scope,
		     bool (*fn)(void *p, struct str event, struct str code, int64_t n), void *p,
		     struct err *e);

/* Acts of a kind up to a day, in the order of each case: what they say. */
bool store_sums_codes(struct store *s, int64_t kind, int64_t day, struct str scope,
		      bool (*fn)(void *p, struct str case_no, struct str code), void *p,
		      struct err *e);

/* Heavy materiel that was handed in. */
bool store_sums_heavy(struct store *s, int64_t day, struct str scope, int64_t *n, struct err *e);

/* What delayed sums in the log have said, of places in `scope`, each alone, but for those that were corrected. */
struct store_said {
	int64_t seq;			  /* in the log of headquarters */
	struct str figure, detail, month; /* "P8", "", "2016-12" */
	int64_t amount;
};
bool store_sums_said(struct store *s, struct arena *a, struct str scope, struct store_said **list,
		     size_t *n, struct err *e);

#endif
