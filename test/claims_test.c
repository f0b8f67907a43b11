/* The drawing of what was said against what was signed: nothing falls out of it, whatever the numbers are. */
#include "paper/claims.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static bool has(struct str s, const char *part)
{
	return memmem(s.s, s.len, part, strlen(part)) != NULL;
}

static size_t times(struct str s, const char *part)
{
	size_t n = 0;

	for (size_t i = 0; i + strlen(part) <= s.len; i++)
		n += !memcmp(s.s + i, part, strlen(part));
	return n;
}

static void marks(struct arena *a)
{
	const struct claims_value values[] = { { 100, 647 }, { 108, 1096 } };
	const struct claims_point points[] = { { 100, 600, CLAIMS_WARN, true, 647 },
					       { 108, 1096, CLAIMS_OK, true, 1096 },
					       { 108, 1069, CLAIMS_BAD, true, 1096 },
					       { 109, 1500, CLAIMS_INFO, false, 0 } };
	const struct claims_day days[] = { { 100, S("1 Dec") }, { 109, S("<10> Dec") } };
	struct claims c = { .id = S("c"),
			    .title = S("A & B"),
			    .desc = S("two"),
			    .values = values,
			    .n_values = 2,
			    .steps = true,
			    .points = points,
			    .n_points = 4,
			    .days = days,
			    .n_days = 2 };
	struct str s = claims_svg(a, &c);

	CHECK("each claim has a mark of its own sort",
	      has(s, "v-ok") && has(s, "v-warn") && has(s, "v-bad") && has(s, "v-info") &&
		      times(s, "class=\"claim ") == 4);
	CHECK("what is held has a tie, the rest has none", times(s, "class=\"tie\"") == 3);
	CHECK("what was signed is a line with dots",
	      times(s, "class=\"l1\"") == 1 && times(s, "class=\"e1\"") == 2);
	CHECK("texts are escaped",
	      has(s, "A &amp; B") && has(s, "&lt;10&gt; Dec") && !has(s, "<10>"));
	c.n_points = 0;
	CHECK("without a claim there is nothing to draw", !claims_svg(a, &c).len);
}

static void extremes(struct arena *a)
{
	const struct claims_point points[] = { { 0, INT64_MAX, CLAIMS_BAD, true, INT64_MIN },
					       { 0, INT64_MIN, CLAIMS_OK, true, INT64_MAX },
					       { 800000, 0, CLAIMS_INFO, false, 0 } };
	const struct claims_point one = { 5, 0, CLAIMS_OK, false, 0 };
	struct claims c = {
		.id = S("c"), .title = S("t"), .desc = S("d"), .points = points, .n_points = 3
	};
	struct str s = claims_svg(a, &c);

	CHECK("the largest and the least numbers are drawn within the frame",
	      times(s, "class=\"claim ") == 3 && !has(s, "\"-") && !has(s, "M-"));
	c.points = &one;
	c.n_points = 1;
	s = claims_svg(a, &c);
	CHECK("a single zero is drawn", times(s, "class=\"claim ") == 1 && !has(s, "\"-"));
}

int main(void)
{
	struct arena *a = arena_new(0);

	marks(a);
	extremes(a);
	arena_free(a);
	return done();
}
