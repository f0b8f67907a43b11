/* Drawings: numbers and texts in them. What they look like as XML is looked at by test/paper.py. */
#include <string.h>

#include "base/arena.h"
#include "paper/chart.h"
#include "paper/map.h"
#include "paper/qr.h"
#include "paper/svg.h"
#include "test.h"
#include "base/banned.h"

static bool in(struct str s, const char *what)
{
	return memmem(s.s, s.len, what, strlen(what));
}

static size_t times(struct str s, const char *what)
{
	size_t n = 0, len = strlen(what);

	for (size_t i = 0; i + len <= s.len; i++)
		n += !memcmp(s.s + i, what, len);
	return n;
}

static bool len_is(struct arena *a, int64_t tenths, const char *want)
{
	struct buf b = { .a = a };

	svg_len(&b, tenths);
	return str_eq(buf_text(&b), str_of(want));
}

static void texts(struct arena *a)
{
	struct buf b = { .a = a }, c = { .a = a };
	struct str lines[3];

	CHECK("tenths", len_is(a, 123, "12.3") && len_is(a, -5, "-0.5") && len_is(a, 120, "12") &&
				len_is(a, 0, "0") && len_is(a, INT64_MIN, "-922337203685477580.8"));
	svg_text(&b, S("<a href='x'>&\"\x01\xff\xef\xbf\xbf</a>"));
	CHECK("markup is text, what XML has not is left out",
	      str_eq(buf_text(&b),
		     S("&lt;a href=&#39;x&#39;&gt;&amp;&quot;\xef\xbf\xbd&lt;/a&gt;")));
	svg_id(&c, S("a\" onload=\"b-9_"));
	CHECK("ids are letters, digits, hyphens", str_eq(buf_text(&c), S("aonloadb-9")));
	CHECK("wider letters, wider text", svg_width(S("mmm"), 100) > svg_width(S("iii"), 100) &&
						   svg_width(S("حلب"), 100) > 100 &&
						   svg_width(S(""), 100) == 0);
	CHECK("a text that fits is not cut",
	      str_eq(svg_cut(a, S("Aleppo"), 100, 1000), S("Aleppo")));
	CHECK("a longer one is, between characters",
	      str_ends(svg_cut(a, S("حلب المدينة القديمة"), 100, 400), S("…")) &&
		      svg_width(svg_cut(a, S("حلب المدينة القديمة"), 100, 400), 100) <= 400);
	CHECK("lines break at blanks", svg_lines(a, S("laid down arms"), 100, 560, lines, 3) == 2 &&
					       str_eq(lines[0], S("laid down")) &&
					       str_eq(lines[1], S("arms")));
	CHECK("the last line is cut",
	      svg_lines(a, S("one two three four five six"), 100, 300, lines, 3) == 3 &&
		      str_ends(lines[2], S("…")));
	CHECK("no text, no line", svg_lines(a, S("  "), 100, 300, lines, 3) == 0);
}

static const struct str days[] = { SC("1 Dec"), SC("2 Dec"), SC("3|4 Dec") };
static const int64_t one[] = { 1, 20, 300 }, two[] = { 0, CHART_NONE, 250 };

static void charts(struct arena *a)
{
	struct chart c = { .id = S("c"),
			   .title = S("T"),
			   .desc = S("D"),
			   .days = days,
			   .n = 3,
			   .a = { S("arms"), one },
			   .b = { S("amnesty"), two },
			   .none = S("No day") };
	struct str s = chart_svg(a, &c);

	CHECK("thousands have commas, less than nothing a minus",
	      str_eq(chart_number(a, 1234567), S("1,234,567")) &&
		      str_eq(chart_number(a, -1000), S("−1,000")) &&
		      str_eq(chart_number(a, 0), S("0")) &&
		      str_eq(chart_number(a, INT64_MIN), S("−9,223,372,036,854,775,808")));
	CHECK("a chart says what it is",
	      in(s, "role=\"img\"") && in(s, "aria-labelledby=\"c-t c-d\"") &&
		      in(s, "<title id=\"c-t\">T</title>") && in(s, "<desc id=\"c-d\">D</desc>"));
	CHECK("the cursor has its numbers", in(s, "data-a=\"1 20 300\"") &&
						    in(s, "data-b=\"0 - 250\"") &&
						    in(s, "data-la=\"arms\""));
	CHECK("a day cannot divide the list of days", in(s, "data-labels=\"1 Dec|2 Dec|3/4 Dec\""));
	CHECK("two lines and a band", in(s, "class=\"l1\"") && in(s, "class=\"l2\"") &&
					      in(s, "class=\"gap\"") && !in(s, "class=\"b1\""));
	CHECK("the last values stand at the ends", in(s, ">300</tspan>") && in(s, ">250</tspan>"));
	CHECK("round steps up to a round end",
	      in(s, ">0</text>") && in(s, ">300</text>") && in(s, ">50</text>"));
	CHECK("nothing for the policy to forbid", !in(s, "style") && !in(s, " on"));
	c.b.v = NULL;
	c.per_day.v = one;
	s = chart_svg(a, &c);
	CHECK("one series, and bars", !in(s, "class=\"l2\"") && !in(s, "class=\"gap\"") &&
					      in(s, "class=\"b1\"") && !in(s, "data-b="));
	c.n = 0;
	s = chart_svg(a, &c);
	CHECK("no day is said", in(s, ">No day</text>") && !in(s, "data-chart"));
}

static void maps(struct arena *a)
{
	const struct position p[] = { { 36200000, 37100000 },
				      { 36200000, 37200000 },
				      { 36300000, 37200000 },
				      { 36300000, 37100000 },
				      { 36200000, 37100000 } };
	const struct ring r = { p, 5, false };
	const struct map_area area = { S("<b>Kallasa"), S("open"), &r, 1, MAP_OUTSIDE, true };
	const struct map_point points[] = { { S("one"), { 36250000, 37150000 }, MAP_CROSSING },
					    { S("two"), { 36250000, 37150000 }, MAP_SITE } };
	struct map m = { .id = S("m"),
			 .title = S("T"),
			 .areas = &area,
			 .n = 1,
			 .points = points,
			 .n_points = 2,
			 .km = S("km"),
			 .m = S("m") };
	struct str s = map_svg(a, &m);

	CHECK("statuses have classes", map_class_of_status(S("open")) == MAP_OPEN &&
					       map_class_of_status(S("outside")) == MAP_OUTSIDE &&
					       map_class_of_status(S("")) == MAP_NONE &&
					       map_class_of_status(S("liberated")) == MAP_NONE);
	CHECK("an area has its name, class, hatching and border",
	      in(s, "<title>&lt;b&gt;Kallasa: open</title>") && in(s, "class=\"d d-outside\"") &&
		      in(s, "fill=\"url(#m-h1)\"") && in(s, "class=\"d-new\"") && !in(s, "<b>"));
	CHECK("a degree of longitude is drawn narrower than one of latitude",
	      in(s, "viewBox=\"0 0 600 712\"") && in(s, "l532 0 0-660-532 0z"));
	CHECK("its label is in the middle", times(s, "class=\"place\"") == 1);
	CHECK("no point stands on another", times(s, "class=\"pt ") == 2 &&
						    in(s, "<title>one</title>") &&
						    !in(s, "M300 340m0-7.5"));
	CHECK("a scale", in(s, "class=\"scale\"") && in(s, ">2 km</text>"));
	m.n = 0;
	m.none = S("none here");
	CHECK("no outline is said", in(map_svg(a, &m), ">none here</text>"));
	CHECK("a swatch takes the map's pattern",
	      in(map_swatch(a, S("m"), MAP_OUTSIDE), "url(#m-h1)") &&
		      in(map_sign(a, MAP_CENTRE), "pt-centre"));
}

static void codes(struct arena *a)
{
	char *much = arena_alloc(a, QR_BYTES + 2);
	struct str s = qr_svg(a, S("https://example.org/"), S("a <code>"));

	memset(much, 'x', QR_BYTES + 1);
	CHECK("a code has a quiet border and a label",
	      in(s, "viewBox=\"-4 -4.5 33 33\"") && in(s, "aria-label=\"a &lt;code&gt;\""));
	CHECK("as much as fits", in(qr_svg(a, str_mem(much, QR_BYTES), S("")), "185 185"));
	CHECK("no more, and no empty one",
	      !qr_svg(a, str_mem(much, QR_BYTES + 1), S("")).s && !qr_svg(a, S(""), S("")).s);
}

int main(void)
{
	struct arena *a = arena_new(0);

	texts(a);
	charts(a);
	maps(a);
	codes(a);
	arena_free(a);
	return done();
}
