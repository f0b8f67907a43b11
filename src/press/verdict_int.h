/* Private to verdict*.c. */
#ifndef SULH_PRESS_VERDICT_INT_H
#define SULH_PRESS_VERDICT_INT_H

#include "press/verdict.h"

struct weigh {
	struct arena *arena;
	const struct saying *a, *b;
	const struct saying_about *about;
	struct verdict v;
};

/* Fills the verdict; gives true, so that `return judge(...)` reads well. */
bool judge(struct weigh *w, enum verdict_kind kind, bool flag, const char *rule, const char *fmt,
	   ...) __attribute__((format(printf, 5, 6)));

struct str said_value(struct arena *a, const struct said_figure *f); /* "over 1,090" */

/* Days from x to y; false where it is not said how many. */
bool days_between(const struct weigh *w, const struct said_figure *x, const struct said_figure *y,
		  int64_t *out);

/* verdict_what.c: what the two count: one thing, a part and its whole, one thing alone and with others, other things. */
enum nouns { NOUNS_ALIKE, NOUNS_PART, NOUNS_WITH, NOUNS_OTHER };

enum nouns nouns_of(const struct said_figure *a, const struct said_figure *b);
bool noun_part_of(struct str part, struct str whole);
/* Within one sort nobody is two of them: children, women and men; 0 for what has no sort. */
int noun_sort(struct str noun);

/* verdict_value.c: values alone. */
enum value_relation { VALUE_SAME, VALUE_ROUNDED, VALUE_HOLDS, VALUE_BROKEN };

enum value_relation value_relation(const struct said_figure *a, const struct said_figure *b);
bool value_thousands_lost(int64_t a, int64_t b); /* either way round */
bool value_digits_lost(int64_t a, int64_t b);
bool value_near(int64_t a, int64_t b,
		int64_t permille); /* within so many thousandths of the greater */
/* One unit of `from` in millionths of `to`; 0 where they measure different things. */
int64_t unit_factor(enum said_unit from, enum said_unit to);

/* verdict_unit.c: true where the units decide. weigh_slip asks only whether one is the other in a unit that is not named. */
bool weigh_units(struct weigh *w, const struct said_figure *a, const struct said_figure *b);
bool weigh_slip(struct weigh *w, const struct said_figure *a, const struct said_figure *b);
bool unit_is_measure(enum said_unit u); /* of mass, area or length */

/* verdict_scope.c: what tells two figures apart before their numbers are looked at; and what a verdict lacks that would
 * send somebody to look. */
bool weigh_apart(struct weigh *w, const struct said_figure *a, const struct said_figure *b);
void weigh_lacks(struct weigh *w, const struct said_figure *a, const struct said_figure *b);

/* verdict_list.c: lists with their whole, shares, what rose from one number to another, a day against two totals. */
bool weigh_lists(struct weigh *w);

/* verdict_whole.c: ends, denials and copies. */
bool weigh_whole(struct weigh *w);

/* verdict_sum.c: what is added up. True where that decides. */
bool weigh_sums(struct weigh *w);

#endif
