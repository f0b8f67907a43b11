/* A small tree of places, what is counted in it, and the rows of that. */
#ifndef SULH_TEST_COUNTS_H
#define SULH_TEST_COUNTS_H

#include "figure/count.h"
#include "test.h"

#define D INT64_C(17144) /* 2016-12-09 */

static const struct str NONE = { NULL, 0 };

static inline bool place(struct count *c, const char *code, const char *parent, const char *level,
			 int64_t area)
{
	struct count_place p = { str_of(code), str_of(code), parent ? str_of(parent) : NONE,
				 str_of(level), area };

	return count_place(c, &p);
}

static inline struct count *syria(struct arena *a, int64_t day)
{
	struct count *c = count_new(a, day, 5);
	bool ok = place(c, "sy", NULL, "country", 0) && place(c, "al", "sy", "governorate", 0) &&
		  place(c, "al-c", "al", "city", 0) && place(c, "q1", "al-c", "quarter", 500) &&
		  place(c, "q2", "al-c", "quarter", 300) &&
		  place(c, "q3", "al-c", "quarter", 200) && place(c, "q4", "al-c", "quarter", 0) &&
		  place(c, "rd", "sy", "governorate", 0);

	if (!ok)
		CHECK("places are taken, parents first", false);
	return c;
}

static inline bool add(struct count *c, const char *figure, const char *detail, const char *at,
		       int64_t n, enum qual q, int64_t from, int64_t day, int64_t entries,
		       int64_t stated)
{
	struct part p = { str_of(figure), str_of(detail), str_of(at), n, q, from, day,
			  entries,	  stated };
	struct err e = { 0 };

	return count_add(c, &p, &e);
}

struct table {
	struct row *rows;
	size_t n;
};

static inline struct table table_of(struct count *c)
{
	struct table t = { 0 };
	struct err e = { 0 };

	if (!count_rows(c, &t.rows, &t.n, &e)) {
		printf("# %s\n", e.what);
		CHECK("the rows are made", false);
	}
	return t;
}

#endif
