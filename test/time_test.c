/* Days, instants and uncertain dates. */
#include "base/time.h"

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static void days(struct arena *a)
{
	static const struct {
		const char *text;
		int64_t day;
	} known[] = {
		{ "1970-01-01", 0 },	 { "1969-12-31", -1 },	  { "1900-01-01", -25567 },
		{ "2000-02-29", 11016 }, { "2000-03-01", 11017 }, { "2016-12-09", 17144 },
		{ "2016-02-29", 16860 }, { "2038-01-19", 24855 }, { "2100-02-28", 47540 },
		{ "2100-03-01", 47541 }, { "2199-12-31", 84005 },
	};
	static const char *const wrong[] = {
		"",	      "2016-12-9",   "2016-13-01",  "2016-00-01",  "2016-02-30",
		"2015-02-29", "2100-02-29",  "1899-12-31",  "2200-01-01",  "2016-12-00",
		"2016-12-32", "2016/12/09",  "2016-12-09 ", " 2016-12-09", "+016-12-09",
		"20161209",   "2016-12-09T", "2016-1a-09",
	};
	bool each = true;
	int64_t day = 7;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		CHECK(known[i].text, day_parse(str_of(known[i].text), &day) &&
					     day == known[i].day &&
					     str_eq(day_text(a, day), str_of(known[i].text)));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(wrong[i], !day_parse(str_of(wrong[i]), &day));
	for (int64_t d = DAY_MIN; d <= DAY_MAX; d++) {
		int y, m, dd;

		day_split(d, &y, &m, &dd);
		each &= day_of(y, m, dd) == d && m >= 1 && m <= 12 && dd >= 1 && dd <= 31;
	}
	CHECK("each day from 1900 to 2199 comes back", each);
	CHECK("a month later",
	      day_add_months(day_of(2016, 1, 31), 1) == day_of(2016, 2, 29) &&
		      day_add_months(day_of(2015, 1, 31), 1) == day_of(2015, 2, 28) &&
		      day_add_months(day_of(2016, 7, 28), 3) == day_of(2016, 10, 28) &&
		      day_add_months(day_of(2016, 11, 30), 3) == day_of(2017, 2, 28) &&
		      day_add_months(day_of(1998, 10, 20), 216) == day_of(2016, 10, 20));
}

static void instants(struct arena *a)
{
	static const struct {
		const char *text;
		int64_t s;
		int minutes;
		const char *again;
	} known[] = {
		{ "1970-01-01T00:00Z", 0, 0, "1970-01-01T00:00:00Z" },
		{ "2016-12-08T19:30+03:00", 1481214600, 180, "2016-12-08T19:30:00+03:00" },
		{ "2016-12-08T16:30:00Z", 1481214600, 0, "2016-12-08T16:30:00Z" },
		{ "2016-12-08T12:00:59-04:30", 1481214659, -270, "2016-12-08T12:00:59-04:30" },
		{ "1969-12-31T23:59:59Z", -1, 0, "1969-12-31T23:59:59Z" },
		{ "2016-12-31T24:00Z", 0, 1, NULL },
		{ "2016-12-31T23:60Z", 0, 1, NULL },
		{ "2016-12-31T23:59:60Z", 0, 1, NULL },
		{ "2016-12-31T23:59", 0, 1, NULL },
		{ "2016-12-31 23:59Z", 0, 1, NULL },
		{ "2016-12-31T23:59+3:00", 0, 1, NULL },
		{ "2016-12-31T23:59+15:00", 0, 1, NULL },
		{ "2016-12-31T23:59-12:01", 0, 1, NULL },
		{ "2016-12-31T23:59z", 0, 1, NULL },
		{ "2016-12-31T23:59:00.5Z", 0, 1, NULL },
		{ "2016-12-31T23:59Z ", 0, 1, NULL },
		{ "2016-12-31", 0, 1, NULL },
		{ "", 0, 1, NULL },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct instant t = { 0, 0 };
		bool ok = instant_parse(str_of(known[i].text), &t);

		CHECK(known[i].text,
		      known[i].again ? ok && t.s == known[i].s && t.minutes == known[i].minutes &&
					       str_eq(instant_text(a, t), str_of(known[i].again))
				     : !ok);
	}
	CHECK("the local day of an instant",
	      instant_day((struct instant){ 0, -1 }) == -1 &&
		      instant_day((struct instant){ 86399, 0 }) == 0 &&
		      instant_day((struct instant){ 86399, 1 }) == 1);
}

static void uncertain(void)
{
	static const char *const right[] = {
		"1984",	      "1984~",	    "1984?",	 "1984%",	"1984-05", "1984-05~",
		"1984-05-17", "1984-02-29", "1980/1985", "1980~/1985?", "0001",	   "1984-05-17%"
	};
	static const char *const wrong[] = {
		"",	   "84",     "19840",	   "198x",	     "1984-13",
		"1984-00", "1984-5", "1983-02-29", "1984-05-17-1",   "1984-05-",
		"/1984",   "1984/",  "1984~~",	   "1984/1985/1986", "~1984",
		"1984 ",   "-1984",  "0000",	   "1984/0000"
	};

	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		CHECK(right[i], edtf_ok(str_of(right[i])));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK(wrong[i], !edtf_ok(str_of(wrong[i])));
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	days(a);
	instants(a);
	uncertain();
	arena_free(a);
	return done();
}
