/* Private to compare*.c. */
#ifndef SULH_PRESS_COMPARE_INT_H
#define SULH_PRESS_COMPARE_INT_H

#include "press/compare.h"

struct compare_item {
	struct said_figure f;
	const struct compare_claim *of;
	size_t index;
	struct str
		root; /* "people" of children and fighters: what can be parts of each other share it */
	struct str place;     /* a key: equal where the places are */
	bool repeat;	      /* the same figure as an earlier one of its report */
	bool part;	      /* of what its report counts, and no word but that says which part */
	size_t told, flagged; /* verdicts that name it as the later one */
};

enum places { PLACES_SAME, PLACES_WITHIN, PLACES_OVERLAP, PLACES_UNSAID, PLACES_APART };

/* compare_scope.c: where, when, and of what whole. */
enum places compare_places(const struct press_claim *a, const struct press_claim *b);
struct str compare_place_key(struct arena *a, const struct press_claim *c);
bool compare_one_report(const struct compare_item *x, const struct compare_item *y);

/* Whether both are shown to be of one place, time and whole; if not, fills rule and reason with what differs (`other`) or
 * is not said. */
struct scope {
	bool one, other;
	const char *rule;
	struct str reason;
};
struct scope compare_scope(struct arena *a, const struct compare_item *x,
			   const struct compare_item *y);

/* Whether a verdict may send somebody to look, with what is known of place and time. */
bool compare_may_flag(const struct verdict *v, const struct compare_item *x,
		      const struct compare_item *y, const struct scope *s);

/* compare_parts.c: parts of one report against their whole. `tell` adds a verdict. */
struct parts {
	struct arena *a;
	const struct compare_item *items;
	void (*tell)(void *to, const struct verdict *v, const size_t *claims, size_t n);
	void *to;
};
void compare_parts(const struct parts *p, size_t from, size_t end);

#endif
