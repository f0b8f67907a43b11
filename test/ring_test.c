/* Areas and middles of boundaries, against areas known from other sources than this program. */
#include "base/ring.h"

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define RING(...)                                                          \
	{                                                                  \
		(const struct position[]){ __VA_ARGS__ },                  \
			sizeof((const struct position[]){ __VA_ARGS__ }) / \
				sizeof(struct position),                   \
			false                                              \
	}

static bool near(int64_t got, int64_t want, int64_t by)
{
	if (got < want - by || got > want + by)
		printf("# got %lld, want %lld\n", (long long)got, (long long)want);
	return got >= want - by && got <= want + by;
}

static void areas(void)
{
	/* All of the globe: WGS 84 has 510,065,621,724,088 m². */
	struct ring all =
		RING({ -90000000, -180000000 }, { -90000000, 180000000 }, { 90000000, 180000000 },
		     { 90000000, -180000000 }, { -90000000, -180000000 });
	/* A cell of one degree: 12,308,463,894 m² north of the equator (integrated numerically elsewhere). */
	struct ring equator =
		RING({ 0, 0 }, { 0, 1000000 }, { 1000000, 1000000 }, { 1000000, 0 }, { 0, 0 });
	struct ring turned =
		RING({ 0, 0 }, { 1000000, 0 }, { 1000000, 1000000 }, { 0, 1000000 }, { 0, 0 });
	struct ring both[2] = { equator,
				RING({ 250000, 250000 }, { 250000, 750000 }, { 750000, 750000 },
				     { 750000, 250000 }, { 250000, 250000 }) };
	struct ring quarter =
		RING({ 36200000, 37100000 }, { 36200000, 37110000 }, { 36210000, 37110000 },
		     { 36210000, 37100000 }, { 36200000, 37100000 });
	struct ring line = RING({ 1, 1 }, { 2, 2 }, { 1, 1 }, { 1, 1 });

	CHECK("the globe has the area that geodesists give it",
	      near(rings_m2(&all, 1), INT64_C(510065621724088), 10000));
	CHECK("a degree at the equator", near(rings_m2(&equator, 1), INT64_C(12308463894), 1));
	CHECK("the way round does not matter", rings_m2(&equator, 1) == rings_m2(&turned, 1));
	both[1].hole = true;
	CHECK("a hole is taken out", near(rings_m2(both, 2), INT64_C(12308463894) * 3 / 4, 200000));
	CHECK("a hundredth of a degree at Aleppo", near(rings_m2(&quarter, 1), 997886, 1));
	CHECK("a line has none", rings_m2(&line, 1) == 0);
}

static void middles(void)
{
	struct ring square =
		RING({ 36000000, 37000000 }, { 36000000, 38000000 }, { 37000000, 38000000 },
		     { 37000000, 37000000 }, { 36000000, 37000000 });
	struct ring three = RING({ 0, 0 }, { 0, 10 }, { 10, 0 }, { 0, 0 });
	struct ring line = RING({ 5, 6 }, { 7, 8 }, { 5, 6 }, { 5, 6 });
	struct position m = ring_middle(&square), t = ring_middle(&three), l = ring_middle(&line);

	CHECK("the middle of a square", m.lat == 36500000 && m.lon == 37500000);
	CHECK("a third of the way in a triangle, rounded", t.lat == 3 && t.lon == 3);
	CHECK("a line gives its first position", l.lat == 5 && l.lon == 6);
}

static void crossings(struct arena *a)
{
	struct ring bow = RING({ 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 }, { 0, 0 });
	struct ring square = RING({ 0, 0 }, { 0, 10 }, { 10, 10 }, { 10, 0 }, { 0, 0 });
	struct ring touch =
		RING({ 0, 0 }, { 0, 10 }, { 5, 5 }, { 10, 10 }, { 10, 0 }, { 5, 5 }, { 0, 0 });
	size_t at = 99;

	CHECK("a bow tie crosses itself", ring_crosses(a, &bow, &at) && at == 0);
	CHECK("a square does not", !ring_crosses(a, &square, &at));
	CHECK("touching is not crossing", !ring_crosses(a, &touch, &at));
	CHECK("closed", ring_closed(&square));
	square.n--;
	CHECK("and not closed", !ring_closed(&square));
}

int main(void)
{
	struct arena *a = arena_new(0);

	areas();
	middles();
	crossings(a);
	arena_free(a);
	return done();
}
