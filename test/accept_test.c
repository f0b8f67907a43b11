/* What readers' programs say about languages, encodings, ranges and conditions. */
#include "web/accept.h"

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static const struct str langs[] = { SC("en"), SC("ar") };

static size_t language(const char *header)
{
	return accept_language(header ? str_of(header) : (struct str){ NULL, 0 }, langs, 2);
}

static void languages(void)
{
	CHECK("who says nothing gets the first language", language(NULL) == 0 && language("") == 0);
	CHECK("a language is found by its name, in any case",
	      language("ar") == 1 && language("AR") == 1);
	CHECK("a country does not matter", language("ar-SY") == 1 && language("en-GB, ar") == 0);
	CHECK("the heavier one is taken",
	      language("en;q=0.5, ar;q=0.9") == 1 && language("ar;q=0.5,en;q=0.501") == 0);
	CHECK("of two that weigh the same, the first said",
	      language("fr, ar, en") == 1 && language("fr,en,ar") == 0);
	CHECK("languages we do not have are passed over", language("ru, fr;q=0.9, ar;q=0.1") == 1);
	CHECK("any language is the first", language("*") == 0 && language("ru, *;q=0.1") == 0);
	CHECK("what is refused is not given",
	      language("en;q=0, *;q=0.1") == 1 && language("en;q=0, ar;q=0.001") == 1);
	CHECK("the nearest range counts", language("ar, ar-SY;q=0.1, en;q=0.5") == 1);
	CHECK("nonsense counts as nothing",
	      language(";;;,,,") == 0 && language("ar;q=x, en;q=0.1") == 0 &&
		      language("ar;q=2") == 0 && language("-ar") == 0 && language("*-ar") == 0 &&
		      language("arx") == 0);
	CHECK("no languages at all are fine", accept_language(S("ar"), NULL, 0) == 0);
}

static bool encodings(const char *header, bool want_gzip, bool want_br)
{
	bool gzip, br;

	accept_encoding(header ? str_of(header) : (struct str){ NULL, 0 }, &gzip, &br);
	return gzip == want_gzip && br == want_br;
}

static void packed(void)
{
	CHECK("who says nothing unpacks nothing",
	      encodings(NULL, false, false) && encodings("", false, false));
	CHECK("gzip and br are taken as said",
	      encodings("gzip", true, false) && encodings("br", false, true) &&
		      encodings("gzip, deflate, br, zstd", true, true) &&
		      encodings("X-GZIP", true, false));
	CHECK("what weighs nothing is refused", encodings("gzip;q=0, br;q=0.1", false, true) &&
							encodings("gzip;q=0.000", false, false));
	CHECK("anything is anything but what is said otherwise",
	      encodings("*", true, true) && encodings("*, br;q=0", true, false) &&
		      encodings("*;q=0, gzip", true, false));
	CHECK("words that look like it are not it",
	      encodings("gzipx, xbr, g, identity", false, false) &&
		      encodings("gzip;q=1.1", false, false));
}

static int judge(struct accept_conditions c, struct accept_span *span)
{
	*span = (struct accept_span){ 0, 0 };
	return accept_judge(&c, S("\"a\""), 784111777, 1000, span);
}

static bool ranged(const char *range, int status, uint64_t at, uint64_t n)
{
	struct accept_span span;

	return judge((struct accept_conditions){ .range = str_of(range) }, &span) == status &&
	       span.at == at && span.n == n;
}

static void ranges(void)
{
	struct accept_span span;

	CHECK("a range is what it says", ranged("bytes=0-0", 206, 0, 1) &&
						 ranged("bytes=10-19", 206, 10, 10) &&
						 ranged("Bytes=999-999", 206, 999, 1));
	CHECK("it ends where the body ends",
	      ranged("bytes=990-", 206, 990, 10) && ranged("bytes=0-99999", 206, 0, 1000) &&
		      ranged("bytes=5-99999999999999999999999", 206, 5, 995));
	CHECK("the last bytes",
	      ranged("bytes=-1", 206, 999, 1) && ranged("bytes=-5000", 206, 0, 1000));
	CHECK("behind the end there is nothing",
	      ranged("bytes=1000-", 416, 0, 0) &&
		      ranged("bytes=99999999999999999999-", 416, 0, 0) &&
		      judge((struct accept_conditions){ .range = S("bytes=-0") }, &span) == 416);
	CHECK("an empty body has no ranges",
	      accept_judge(&(struct accept_conditions){ .range = S("bytes=0-") }, S("\"a\""), 0, 0,
			   &span) == 416 &&
		      accept_judge(&(struct accept_conditions){ .range = S("bytes=-5") },
				   S("\"a\""), 0, 0, &span) == 416);
	CHECK("several ranges get all of it", ranged("bytes=0-1,5-6", 200, 0, 0));
	CHECK("what is no range gets all of it",
	      ranged("bytes=5-4", 200, 0, 0) && ranged("bytes=", 200, 0, 0) &&
		      ranged("bytes=-", 200, 0, 0) && ranged("bytes=a-b", 200, 0, 0) &&
		      ranged("bytes", 200, 0, 0) && ranged("", 200, 0, 0) &&
		      ranged("lines=0-1", 200, 0, 0) && ranged("bytes=1--2", 200, 0, 0) &&
		      ranged("bytes=0x1-2", 200, 0, 0) && ranged("bytes=5", 200, 0, 0));
	CHECK("If-Range with our tag gives the range, with another all of it",
	      judge((struct accept_conditions){ .range = S("bytes=0-1"), .if_range = S("\"a\"") },
		    &span) == 206 &&
		      judge((struct accept_conditions){ .range = S("bytes=0-1"),
							.if_range = S("\"b\"") },
			    &span) == 200);
	CHECK("a weak tag, a star or a time is not sure enough for a range",
	      judge((struct accept_conditions){ .range = S("bytes=0-1"), .if_range = S("W/\"a\"") },
		    &span) == 200 &&
		      judge((struct accept_conditions){ .range = S("bytes=0-1"),
							.if_range = S("*") },
			    &span) == 200 &&
		      judge((struct accept_conditions){ .range = S("bytes=0-1"),
							.if_range = S(
								"Sun, 06 Nov 1994 08:49:37 GMT") },
			    &span) == 200);
}

static bool none_match(struct str header)
{
	struct accept_span span;

	return judge((struct accept_conditions){ .if_none_match = header }, &span) == 304;
}

static void conditions(void)
{
	struct accept_span span;
	struct str then = S("Sun, 06 Nov 1994 08:49:37 GMT"),
		   before = S("Sun, 06 Nov 1994 08:49:36 GMT");

	CHECK("a tag that is known is not sent again",
	      none_match(S("\"a\"")) && none_match(S("W/\"a\"")) && none_match(S("*")) &&
		      none_match(S("\"x\", \"a\"")) && none_match(S("\"x,y\",W/\"a\" , \"z\"")));
	CHECK("any other is", !none_match(S("\"x\"")) && !none_match(S("a")) &&
				      !none_match(S("\"a")) && !none_match(S("")) &&
				      !none_match(S("\"x\"\"")) && !none_match(S("\"x, \"a\"")));
	CHECK("If-Match asks for ours",
	      judge((struct accept_conditions){ .if_match = S("\"a\"") }, &span) == 200 &&
		      judge((struct accept_conditions){ .if_match = S("*") }, &span) == 200 &&
		      judge((struct accept_conditions){ .if_match = S("W/\"a\"") }, &span) == 412 &&
		      judge((struct accept_conditions){ .if_match = S("\"b\"") }, &span) == 412);
	CHECK("what did not change since is not sent again",
	      judge((struct accept_conditions){ .if_modified_since = then }, &span) == 304 &&
		      judge((struct accept_conditions){ .if_modified_since = before }, &span) ==
			      200 &&
		      judge((struct accept_conditions){ .if_modified_since = S("yesterday") },
			    &span) == 200);
	CHECK("a tag says more than a time",
	      judge((struct accept_conditions){ .if_modified_since = then,
						.if_none_match = S("\"b\"") },
		    &span) == 200);
	CHECK("If-Unmodified-Since asks that nothing changed",
	      judge((struct accept_conditions){ .if_unmodified_since = then }, &span) == 200 &&
		      judge((struct accept_conditions){ .if_unmodified_since = before }, &span) ==
			      412);
}

static void dates(struct arena *a)
{
	static const char *const wrong[] = { "",
					     "Sun",
					     "Sun, 06 Nov 1994 08:49:37",
					     "Sun, 06 Nov 1994 08:49:37 CET",
					     "Sun, 31 Feb 1994 08:49:37 GMT",
					     "Sun, 06 Nov 1994 24:49:37 GMT",
					     "Sun, 6 Nov 1994 08:49:37 GMT",
					     "Sun, 06 Now 1994 08:49:37 GMT",
					     "Sun, 06 Nov 19940 08:49:37 GMT",
					     "Sunday, 06-Nov-94",
					     "Sunday, 06",
					     "Sun Nov 06 08:49:37",
					     "Sun Nov  6 08:49:37 1994 GMT" };
	int64_t t = 0;
	bool ok = true;

	CHECK("HTTP's time is read and written",
	      accept_date(S("Sun, 06 Nov 1994 08:49:37 GMT"), &t) && t == 784111777 &&
		      str_eq(accept_date_text(a, t), S("Sun, 06 Nov 1994 08:49:37 GMT")));
	t = 0;
	CHECK("and in its two old spellings",
	      accept_date(S("Sunday, 06-Nov-94 08:49:37 GMT"), &t) && t == 784111777 &&
		      accept_date(S("Sun Nov  6 08:49:37 1994"), &t) && t == 784111777);
	CHECK("days before 1970 are days",
	      str_eq(accept_date_text(a, -1), S("Wed, 31 Dec 1969 23:59:59 GMT")));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok = ok && !accept_date(str_of(wrong[i]), &t);
	CHECK("what is no such time is refused", ok);
}

int main(void)
{
	struct arena *a = arena_new(0);

	languages();
	packed();
	ranges();
	conditions();
	dates(a);
	arena_free(a);
	return done();
}
