/* Lists that were told to let somebody go, and whether they confirmed it: counts and days, of nobody. Part of the
 * projection, folded from the objects c of effect notices. */
#ifndef SULH_STORE_EFFECT_H
#define SULH_STORE_EFFECT_H

#include "store/store.h"

/* One record. A confirmation is a record of its own that says the same of what was sent. */
struct store_effect {
	uint8_t draft[16];
	int64_t log;
	struct str no;				       /* empty: none */
	struct str target;			       /* "wanted_list" */
	int64_t count, sent_on, confirmed_on, refused; /* confirmed_on NO_DAY: not */
};
bool store_fold_effect(struct store *s, const struct store_effect *x, struct err *e);

/* All of them, by the day on which they were sent; of one notice the sending before the confirmation. The texts are
 * in the arena. */
bool store_effects(struct store *s, struct arena *a, struct store_effect **list, size_t *n,
		   struct err *e);

/* What is promised in acts of this kind (record/stay.c, benefit), up to a calendar day, by logs whose centres lie in
 * `scope` (s == NULL: by all): how much is overdue on that day, how much was taken back so far, and when last (NO_DAY). */
bool store_promises(struct store *s, int64_t kind, int64_t day, struct str scope, int64_t *overdue,
		    int64_t *taken_back, int64_t *last, struct err *e);

#endif
