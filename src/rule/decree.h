/*
 * Decrees as data (product.md S1): who is covered, until when, and how long one may appeal. Pure: a decree is a
 * record of that kind, an extension a decree of its own that names the one it extends. All days are calendar
 * days in the operation's zone; the last one counts to midnight (record/opday.h: opday_midnight).
 */
#ifndef SULH_RULE_DECREE_H
#define SULH_RULE_DECREE_H

#include "record/rec.h"
#include "record/refuse.h"

/* A window of one decree for one category. */
struct decree_window {
	const struct rec *decree;
	struct str category;
	struct str
		also; /* what this category does beside the decree's required acts; empty: nothing */
	int64_t months, from, last_day;
	bool day_named;
};

/* Windows of a decree; `i` is below rec_get(decree, "windows")->len. */
size_t decree_windows(const struct rec *decree);
struct decree_window decree_window(const struct rec *decree, size_t i);

/* Decrees as they stand in the log, the newest record of each. */
struct decrees {
	const struct rec *const *list;
	size_t n;
};

/* The window in which somebody of the category comes on this day; of several that are open the one that ends
 * last. False: none is open. */
bool decree_open(struct decrees d, struct str category, int64_t day, struct decree_window *out);

/* The deadline as the person meets it: windows that follow each other without a day between are one. From the
 * one that is open on `day`, else the next one to come, else the last that is over. False: no decree covers
 * the category at all. */
struct decree_deadline {
	struct str category;
	int64_t from, last_day;
	struct str numbers; /* of the decrees that make it, "15/2016, 15/2016-1" */
	enum { DEADLINE_AHEAD, DEADLINE_OPEN, DEADLINE_OVER } state;
};
bool decree_deadline(struct arena *a, struct decrees d, struct str category, int64_t day,
		     struct decree_deadline *out);

/* The days that a decree gives for an appeal. Where the number is of none, the fewest that any decree gives; 15,
 * which no decree goes below, where there is none. */
int64_t decree_days(struct decrees d, struct str number);
/* The same for a person of the category who comes on `day`: of the open decrees the most favourable. */
int64_t decree_appeal_days(struct decrees d, struct str category, int64_t day);

/* The decree under which a registration falls: in whose window the person came, on one of two days (NO_DAY: none).
 * Empty: no window is needed, or none was open. */
struct str decree_number(struct decrees d, struct str category, int64_t came, int64_t day);

/* Whether `act` ("pledge", "free_captive") is required of somebody of the category who came on `day`. */
bool decree_requires(struct decrees d, struct str category, int64_t day, const char *act);

/* Whether the decree of this number, or any where the number is of none, excludes this act from an amnesty. */
bool decree_excludes(struct decrees d, struct str number, struct str act);

#endif
