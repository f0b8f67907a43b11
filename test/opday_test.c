/* Operation days: where they end, and what a change of the clock does to them. */
#include "record/opday.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static struct rec *operation(struct arena *a, const char *hour, const char *offsets)
{
	struct rec *r = rec_new(a, &kind_operation);
	struct refusals why = { .a = a };

	CHECK("the operation is read", rec_set(a, r, S("cutoff_hour"), str_of(hour), &why) &&
					       rec_set(a, r, S("offsets"), str_of(offsets), &why));
	return r;
}

static int64_t at(const char *text)
{
	struct instant t = { 0 };

	CHECK("the instant is read", instant_parse(str_of(text), &t));
	return t.s;
}

static bool ends(struct arena *a, const struct rec *r, int64_t day, const char *want)
{
	struct str text = instant_text(a, opday_end(r, day));

	if (str_eq(text, str_of(want)))
		return true;
	printf("# %.*s, not %s\n", P(text), want);
	return false;
}

static void syria(struct arena *a)
{
	struct rec *r =
		operation(a, "18", "from=2016-03-25 minutes=180; from=2016-10-28 minutes=120");
	int64_t oct27 = day_of(2016, 10, 27), dec8 = day_of(2016, 12, 8);
	bool round = true;

	CHECK("a day ends at the cut-off in summer time",
	      ends(a, r, oct27, "2016-10-27T18:00:00+03:00"));
	CHECK("and the next, on which the clock changed, in winter time",
	      ends(a, r, oct27 + 1, "2016-10-28T18:00:00+02:00"));
	CHECK("that day has 25 hours",
	      opday_end(r, oct27 + 1).s - opday_end(r, oct27).s == 25 * 3600);
	CHECK("8 December 19:30 is day 9", opday_of(r, at("2016-12-08T19:30+02:00")) == dec8 + 1);
	CHECK("a second before the cut-off is the day itself",
	      opday_of(r, at("2016-12-08T17:59:59+02:00")) == dec8);
	CHECK("exactly at the cut-off the next day begins",
	      opday_of(r, at("2016-12-08T18:00:00+02:00")) == dec8 + 1);
	CHECK("the first hour after the last cut-off in summer time is the changed day",
	      opday_of(r, at("2016-10-27T18:30+03:00")) == oct27 + 1);
	CHECK("the hour that the clock gave back is still that day",
	      opday_of(r, at("2016-10-28T17:30+02:00")) == oct27 + 1);
	CHECK("before the first row its offset holds",
	      ends(a, r, day_of(2015, 1, 1), "2015-01-01T18:00:00+03:00"));
	for (int64_t d = oct27 - 400; d < oct27 + 400; d++) {
		int64_t end = opday_end(r, d).s;

		round &= opday_of(r, end) == d + 1 && opday_of(r, end - 1) == d;
	}
	CHECK("every instant has one day, and every day its instants", round);
}

/* Calendar days, in which the windows of decrees run. */
static void local(struct arena *a)
{
	struct rec *r =
		operation(a, "18", "from=2016-03-25 minutes=180; from=2016-10-28 minutes=120");
	struct rec *early =
		operation(a, "0", "from=2016-03-25 minutes=180; from=2016-10-29 minutes=120");
	int64_t oct27 = day_of(2016, 10, 27);
	bool round = true;

	CHECK("after the cut-off it is still the same calendar day",
	      opday_local(r, at("2016-09-27T23:59:59+03:00")) == day_of(2016, 9, 27));
	CHECK("midnight begins the next",
	      opday_local(r, at("2016-09-28T00:00+03:00")) == day_of(2016, 9, 28));
	CHECK("the last evening of summer time is of its day",
	      opday_local(r, at("2016-10-27T23:59:59+03:00")) == oct27);
	CHECK("and so is the hour that the clock gives back",
	      opday_local(r, at("2016-10-27T23:59:59+02:00")) == oct27);
	CHECK("that day ends in winter time", str_eq(instant_text(a, opday_midnight(r, oct27 + 1)),
						     S("2016-10-28T00:00:00+02:00")));
	CHECK("the day before in summer time",
	      str_eq(instant_text(a, opday_midnight(r, oct27)), S("2016-10-27T00:00:00+03:00")));
	CHECK("with a cut-off at midnight, too",
	      str_eq(instant_text(a, opday_midnight(early, oct27)),
		     S("2016-10-27T00:00:00+03:00")) &&
		      str_eq(instant_text(a, opday_midnight(early, oct27 + 3)),
			     S("2016-10-30T00:00:00+02:00")));
	for (int64_t d = oct27 - 300; d < oct27 + 300; d++) {
		int64_t begins = opday_midnight(r, d).s, other = opday_midnight(early, d).s;

		round &= opday_local(r, begins) == d && opday_local(r, begins - 1) == d - 1 &&
			 opday_local(early, other) == d && opday_local(early, other - 1) == d - 1;
	}
	CHECK("every midnight parts two calendar days", round);
}

static void far(struct arena *a)
{
	struct rec *east = operation(a, "0", "from=2016-01-01 minutes=840");
	struct rec *west = operation(a, "23", "from=2016-01-01 minutes=-720");
	int64_t day = day_of(2016, 5, 1);

	CHECK("an early cut-off far in the east lies on the day before",
	      opday_end(east, day).s == (day - 1) * 86400 + 10 * 3600);
	CHECK("a late cut-off far in the west lies on the day after",
	      opday_end(west, day).s == (day + 1) * 86400 + 11 * 3600);
	CHECK("days are found in the east",
	      opday_of(east, opday_end(east, day).s - 1) == day &&
		      opday_of(east, opday_end(east, day).s) == day + 1);
	CHECK("and in the west", opday_of(west, opday_end(west, day).s - 1) == day &&
					 opday_of(west, opday_end(west, day).s) == day + 1);
	CHECK("and before 1970", opday_of(east, opday_end(east, -9999).s) == -9998);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	syria(a);
	local(a);
	far(a);
	arena_free(a);
	return done();
}
