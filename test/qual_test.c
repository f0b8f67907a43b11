/* Qualifiers: the whole table of sums, written down by hand from format.md section 1, and its algebra. */
#include "record/qual.h"

#include "test.h"
#include "base/banned.h"

enum { X, O, L, A, M, U, B }; /* exact, over, at least, almost, at most, as many as, about */

static const int sums[QUAL_COUNT][QUAL_COUNT] = {
	{ X, O, L, A, M, U, B }, { O, O, L, B, B, B, B }, { L, L, L, B, B, B, B },
	{ A, B, B, A, M, M, B }, { M, B, B, M, M, M, B }, { U, B, B, M, M, U, B },
	{ B, B, B, B, B, B, B },
};
static const int minuses[QUAL_COUNT] = { X, A, M, O, L, L, B };

static int sum(int a, int b)
{
	return (int)qual_sum((enum qual)a, (enum qual)b);
}

int main(void)
{
	static const char *const names[] = { "exact",	"over",	      "at_least", "almost",
					     "at_most", "as_many_as", "about" };
	bool table = true, turns = true, groups = true, minus = true, read = true;
	enum qual q = QUAL_ABOUT;

	for (int a = 0; a < QUAL_COUNT; a++) {
		minus &= (int)qual_minus((enum qual)a) == minuses[a];
		read &= str_eq(qual_name((enum qual)a), str_of(names[a])) &&
			qual_read(str_of(names[a]), &q) && (int)q == a;
		for (int b = 0; b < QUAL_COUNT; b++) {
			table &= sum(a, b) == sums[a][b];
			turns &= sum(a, b) == sum(b, a);
			for (int c = 0; c < QUAL_COUNT; c++)
				groups &= sum(sum(a, b), c) == sum(a, sum(b, c));
		}
	}
	CHECK("a sum is that of the table", table);
	CHECK("the order of two makes no difference", turns);
	CHECK("nor does the grouping of three", groups);
	CHECK("what is subtracted turns around", minus);
	CHECK("each has one name", read);
	q = QUAL_ABOUT;
	CHECK("other words are none", !qual_read(S(""), &q) && !qual_read(S("Over"), &q) &&
					      !qual_read(S("at least"), &q) &&
					      !qual_read(S("over "), &q) && q == QUAL_ABOUT);
	return done();
}
