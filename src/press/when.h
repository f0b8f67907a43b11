/* Expressions of time: days, months and years, since and between, the past so many days, to date; and what they come to
 * once the report's own day is known. */
#ifndef SULH_PRESS_WHEN_H
#define SULH_PRESS_WHEN_H

#include "press/token.h"

/* A day as far as it is said: parts that are not said are 0. */
struct when_day {
	int y, m, d;
	int weekday; /* 1: Monday */
	bool relative;
	int back;   /* days from the report's, where relative */
	char unit;  /* 'm', 'y': back is in months or years, and nothing finer is said */
	bool start; /* the beginning of it */
};

enum when_sort { WHEN_NONE, WHEN_CODE, WHEN_ON, WHEN_SINCE, WHEN_RANGE };

struct when {
	enum when_sort sort;
	size_t from, to;
	struct str code; /* of WHEN_CODE */
	char room[16];	 /* where the code is made up: use when_code */
	struct when_day a, b;
	bool bare; /* nothing but a day stands there, without "on" or "in" */
	const struct pack_row *row;
};

/* Whether any word of the sentence tells of time. */
bool when_tells(const struct sentence *s);

/* The expression that begins at token i. */
bool when_at(const struct sentence *s, size_t i, struct when *out);

/* A day that begins at token i: *to goes behind it. Months without day, and years, only where `lone`. */
bool when_day_at(const struct sentence *s, size_t i, bool lone, struct when_day *out, size_t *to);

struct str when_code(const struct when *w);

/* As a claim has it. `report` is the day of the report or NO_DAY; `ahead`: of what is to be, so that "on Friday" is the next
 * one. s == NULL where the day cannot be known. */
struct str when_text(struct arena *a, const struct when *w, int64_t report, bool ahead);

/* One day as YYYY, YYYY-MM or YYYY-MM-DD; s == NULL where it cannot be known. */
struct str when_day_text(struct arena *a, struct when_day d, int64_t report, bool ahead);

#endif
