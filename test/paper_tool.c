/* Prints drawings, one a line, each after its name: `paper_tool` for those that test/paper.py looks at,
 * `paper_tool qr TEXT` for a code of one's own, `paper_tool map OUTLINE` for the outlines of a file as kept. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/outline.h"
#include "paper/chart.h"
#include "paper/map.h"
#include "paper/qr.h"
#include "base/banned.h"

#define HOSTILE S("a<script>alert('x')</script>&\"quoted\" ]]> \x01\x1b[31m \xff|\xe2\x80\xae")
#define DAYS	420

static void put(const char *name, struct str svg)
{
	struct str rest = svg;

	printf("%s ", name);
	while (rest.s) {
		struct str line = str_cut(&rest, '\n');

		printf("%.*s ", P(line));
	}
	printf("\n");
}

static const struct str few[] = { SC("20 Nov"), SC("21 Nov"), SC("22 Nov"), SC("23 Nov"),
				  SC("24 Nov"), SC("25 Nov"), SC("26 Nov"), SC("27 Nov"),
				  SC("28 Nov"), SC("29 Nov"), SC("30 Nov"), SC("1 Dec"),
				  SC("2 Dec"),	SC("3 Dec"),  SC("4 Dec"),  SC("5 Dec"),
				  SC("6 Dec"),	SC("7 Dec"),  SC("8 Dec"),  SC("9 Dec") };
static const int64_t registered[] = { 41,  63,	81,  116, 145, 162, 206, 267,  339,  427,
				      524, 647, 699, 783, 843, 934, 989, 1037, 1066, 1096 };
static const int64_t granted[] = { 30,	52,  66,  97,  121, 138, 177, 232, 298, 380,
				   471, 630, 662, 701, 742, 803, 846, 889, 921, 953 };
static const int64_t daily[] = { 41, 22,  18, 35, 29, 17, 44, 61, 72, 88,
				 97, 123, 52, 84, 60, 91, 55, 48, 29, 30 };

static struct chart usual(size_t n)
{
	return (struct chart){ .id = S("c"),
			       .title = S("Laid down arms against amnesty granted"),
			       .desc = S("laid down arms: 1,096; granted amnesty: 953"),
			       .days = few,
			       .n = n,
			       .a = { S("laid down arms"), registered },
			       .b = { S("granted amnesty"), granted },
			       .per_day = { S("laid down arms, per day"), daily },
			       .none = S("No day yet") };
}

static void charts(struct arena *a)
{
	static const int64_t huge[] = { INT64_MAX, 0, INT64_MIN + 1 }, equal[] = { 7, 7, 7 },
			     zero[] = { 0, 0, 0 },
			     gaps[] = { CHART_NONE, 5, CHART_NONE, 8, 9, CHART_NONE };
	struct chart c = usual(20);

	put("chart-usual", chart_svg(a, &c));
	c = usual(0);
	put("chart-empty", chart_svg(a, &c));
	c = usual(1);
	put("chart-one-day", chart_svg(a, &c));
	c = usual(2);
	c.b.v = c.per_day.v = NULL;
	put("chart-one-series", chart_svg(a, &c));
	c = usual(3);
	c.a.v = c.b.v = c.per_day.v = huge;
	put("chart-huge", chart_svg(a, &c));
	c.a.v = c.b.v = c.per_day.v = equal;
	put("chart-equal", chart_svg(a, &c));
	c.a.v = c.b.v = c.per_day.v = zero;
	put("chart-zero", chart_svg(a, &c));
	c = usual(6);
	c.a.v = c.per_day.v = gaps;
	put("chart-gaps", chart_svg(a, &c));
	c = usual(20);
	c.id = c.title = c.desc = c.a.name = c.b.name = c.per_day.name = HOSTILE;
	put("chart-hostile", chart_svg(a, &c));
	c = usual(20);
	c.a.name = S("الذين ألقوا السلاح وسُجّلوا في المراكز كلها");
	c.b.name = S("مُنحوا العفو");
	c.per_day.name = S("في اليوم");
	put("chart-arabic", chart_svg(a, &c));
}

static void long_chart(struct arena *a)
{
	int64_t *sum = arena_array(a, DAYS, sizeof *sum), *day = arena_array(a, DAYS, sizeof *day);
	struct str *days = arena_array(a, DAYS, sizeof *days);
	struct chart c = usual(20);

	for (size_t i = 0; i < DAYS; i++) {
		day[i] = (int64_t)(i * i * 7919 % 4099);
		sum[i] = day[i] + (i ? sum[i - 1] : 0);
		days[i] = str_fmt(a, "day %zu", i + 1);
	}
	c.a.v = sum;
	c.b.v = NULL;
	c.per_day.v = day;
	c.days = days;
	c.n = DAYS;
	put("chart-long", chart_svg(a, &c));
}

#define SIDE 6

/* Quarters like a chess board, of all classes. */
static void board(struct arena *a, const char *as, int64_t lat, int64_t lon, int64_t high,
		  int64_t wide, struct str name)
{
	struct map_area *list = arena_array(a, SIDE * SIDE, sizeof *list);
	struct map_point points[20];
	struct map m = { .id = S("m"),
			 .title = S("Quarters"),
			 .areas = list,
			 .n = SIDE * SIDE,
			 .points = points,
			 .n_points = 20,
			 .km = S("km"),
			 .m = S("m") };

	for (int64_t i = 0; i < SIDE * SIDE; i++) {
		struct position *p = arena_array(a, 5, sizeof *p);
		struct ring *r = arena_alloc(a, sizeof *r);
		int64_t s = lat + i / SIDE * high, w = lon + i % SIDE * wide;

		p[0] = p[4] = (struct position){ s, w };
		p[1] = (struct position){ s, w + wide };
		p[2] = (struct position){ s + high, w + wide };
		p[3] = (struct position){ s + high, w };
		*r = (struct ring){ p, 5, false };
		list[i] = (struct map_area){ name, S("open since 20 December"),	      r,
					     1,	   (enum map_class)(i % MAP_CLASSES), i % 7 == 0 };
	}
	for (size_t i = 0; i < 20; i++)
		points[i] = (struct map_point){ name,
						{ lat + high, lon + wide },
						(enum map_shape)(i % 4) };
	put(as, map_svg(a, &m));
}

static void maps(struct arena *a)
{
	static const struct position far[] = { { INT64_MAX, INT64_MIN }, { 0, 0 } };
	static const struct ring rings[] = { { far, 2, false }, { far, 0, false } };
	struct map_area area = { S("x"), S(""), rings, 2, (enum map_class)77, true };
	struct map m = { .id = S("m"), .title = S("Quarters"), .none = S("No outlines") };

	put("map-empty", map_svg(a, &m));
	m.areas = &area;
	m.n = 1;
	put("map-nowhere", map_svg(a, &m));
	board(a, "map-board", 36200000, 37100000, 10000, 14000, S("Quarter (example)"));
	board(a, "map-globe", -90000000, -180000000, 30000000, 60000000, S("Quarter of the globe"));
	board(a, "map-tall", 10000000, 37000000, 4000000, 10, S("tall"));
	board(a, "map-flat", 36000000, 20000000, 3, 4000000, S("flat"));
	board(a, "map-dot", 36000000, 20000000, 0, 0, S("dot"));
	board(a, "map-hostile", 36200000, 37100000, 10000, 12000, HOSTILE);
	put("swatch", map_swatch(a, S("m"), MAP_CONTESTED));
	put("sign", map_sign(a, MAP_CENTRE));
}

static int map_of(struct arena *a, const char *path)
{
	struct outlines o;
	struct map_area *list;
	struct err e;
	struct str bytes;
	struct map m = { .id = S("m"), .title = S("Quarters"), .km = S("km"), .m = S("m") };

	if (!os_read(a, path, OUTLINE_MAX, &bytes, &e) || !outline_decode(a, bytes, &o, &e)) {
		fprintf(stderr, "%s\n", e.what);
		return 1;
	}
	list = arena_array(a, o.n, sizeof *list);
	for (size_t i = 0; i < o.n; i++)
		list[i] = (struct map_area){ str_fmt(a, "Quarter %.*s (example)", 2,
						     o.list[i].code.s + 8),
					     S(""),
					     o.list[i].rings,
					     o.list[i].n,
					     (enum map_class)(i * 7 % MAP_CLASSES),
					     i % 9 == 0 };
	m.areas = list;
	m.n = o.n;
	put("map", map_svg(a, &m));
	return 0;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	int rc = 0;

	if (!a)
		return 1;
	if (argc == 3 && !strcmp(argv[1], "qr")) {
		struct str svg = qr_svg(a, str_of(argv[2]), S("QR"));

		if (svg.s)
			put("qr", svg);
		rc = !svg.s;
	} else if (argc == 3 && !strcmp(argv[1], "map")) {
		rc = map_of(a, argv[2]);
	} else {
		charts(a);
		long_chart(a);
		maps(a);
		put("qr-hostile", qr_svg(a, HOSTILE, HOSTILE));
	}
	arena_free(a);
	return rc;
}
