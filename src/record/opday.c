/* See opday.h. */
#include "record/opday.h"

#include "base/banned.h"

#define DAY_S INT64_C(86400)

/* Rows are in the order of their first day: the operation's own rule sees to it. */
static int32_t minutes_of(const struct rec *operation, int64_t day)
{
	const struct val *offsets = rec_get(operation, "offsets");
	int64_t minutes = 0;

	for (size_t i = 0; offsets && i < offsets->len; i++) {
		const struct val *row = offsets->v[i].v;

		if (!i || row[0].n <= day)
			minutes = row[1].n;
	}
	return (int32_t)minutes;
}

struct instant opday_end(const struct rec *operation, int64_t day)
{
	const struct val *hour = rec_get(operation, "cutoff_hour");
	struct instant t = { .minutes = minutes_of(operation, day) };

	t.s = day * DAY_S + (hour ? hour->n : 0) * 3600 - (int64_t)t.minutes * 60;
	return t;
}

int64_t opday_of(const struct rec *operation, int64_t s)
{
	/* Offsets reach from -12 to +14 hours and the cut-off from 0 to 23: the day is the calendar
	 * day of UTC, or one of the two on either side. */
	int64_t day = s / DAY_S - (s % DAY_S < 0) - 2;

	while (opday_end(operation, day).s <= s)
		day++;
	return day;
}

int64_t opday_local(const struct rec *operation, int64_t s)
{
	int32_t minutes = opday_end(operation, opday_of(operation, s)).minutes;

	return instant_day((struct instant){ s, minutes });
}

struct instant opday_midnight(const struct rec *operation, int64_t day)
{
	struct instant t = { .minutes = minutes_of(operation, day) };

	/* Which offset holds then depends on the operation day, which may already be the next. */
	for (int64_t of = day; of <= day + 1; of++) {
		t.minutes = minutes_of(operation, of);
		t.s = day * DAY_S - (int64_t)t.minutes * 60;
		if (opday_end(operation, opday_of(operation, t.s)).minutes == t.minutes)
			break;
	}
	return t;
}
