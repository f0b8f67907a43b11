/*
 * Days and instants, in the proleptic Gregorian calendar. A day is a number, 0 = 1970-01-01. No
 * time-zone database is read: an instant carries its own offset from UTC.
 */
#ifndef SULH_BASE_TIME_H
#define SULH_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

#define DAY_MIN INT64_C(-25567) /* 1900-01-01 */
#define DAY_MAX INT64_C(84005)	/* 2199-12-31 */
#define NO_DAY	INT64_MIN

struct instant {
	int64_t s;	 /* seconds since 1970-01-01T00:00Z */
	int32_t minutes; /* east of UTC, -720..840 */
};

/* The one way to learn the time: a parameter, so that tests and the example have a time of their own. */
struct clock {
	int64_t (*now)(void *p); /* seconds since 1970-01-01T00:00Z */
	void *p;
};

int64_t clock_now(const struct clock *c);
extern const struct clock clock_system;

int64_t day_of(int y, int m, int d);
void day_split(int64_t day, int *y, int *m, int *d);

/* The same day of the month `months` later, the month's last day where there is no such day. */
int64_t day_add_months(int64_t day, int months);

/* "2016-12-09" within DAY_MIN..DAY_MAX, a day that exists. */
bool day_parse(struct str s, int64_t *day);
struct str day_text(struct arena *a, int64_t day);

/* RFC 3339 with seconds optional and an offset that is never left out: "2016-12-08T19:30+03:00". */
bool instant_parse(struct str s, struct instant *t);
struct str instant_text(struct arena *a, struct instant t);

/* The local calendar day of an instant, in its own offset. */
int64_t instant_day(struct instant t);

/* EDTF level 0 and 1 (ISO 8601-2) as far as records use it: YYYY, YYYY-MM, YYYY-MM-DD, each with an
 * optional ? ~ or %, and an interval of two joined by "/". */
bool edtf_ok(struct str s);

#endif
