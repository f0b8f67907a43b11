/* Languages: texts, plurals, numbers and dates; and what compiled pages write with. */
#include "base/lang.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "test.h"
#include "web/page.h"
#include "base/banned.h"

#define ONE_S(x) (const struct msg_arg[]){ MSG_TEXT(x) }, 1

static void dates(struct arena *a)
{
	int64_t day = day_of(2016, 12, 9);

	CHECK("a date in English", str_eq(lang_day(a, LANG_EN, day), S("9 December 2016")));
	CHECK("a date in Arabic has the month as the Levant calls it",
	      str_eq(lang_day(a, LANG_AR, day), S("9 كانون الأول 2016")));
	CHECK("a weekday in English",
	      str_eq(lang_weekday(a, LANG_EN, day), S("Friday 9 December 2016")));
	CHECK("a weekday in Arabic",
	      str_eq(lang_weekday(a, LANG_AR, day), S("الجمعة 9 كانون الأول 2016")));
	CHECK("a weekday before 1970", str_eq(lang_weekday(a, LANG_EN, day_of(1969, 12, 31)),
					      S("Wednesday 31 December 1969")));
	CHECK("the first and the last day there is",
	      str_eq(lang_weekday(a, LANG_EN, DAY_MIN), S("Monday 1 January 1900")) &&
		      str_eq(lang_weekday(a, LANG_EN, DAY_MAX), S("Tuesday 31 December 2199")));
	CHECK("a short date", str_eq(lang_day_short(a, LANG_EN, day), S("9 Dec")) &&
				      str_eq(lang_day_short(a, LANG_AR, day), S("9 كانون الأول")));
	CHECK("what is no day is a number",
	      str_eq(lang_weekday(a, LANG_AR, NO_DAY), S("-9223372036854775808")) &&
		      str_eq(lang_day_short(a, LANG_EN, DAY_MAX + 1), S("84006")));
}

static void numbers(struct arena *a)
{
	CHECK("a number has commas between thousands",
	      str_eq(lang_number(a, 0), S("0")) && str_eq(lang_number(a, 999), S("999")) &&
		      str_eq(lang_number(a, 1000), S("1,000")) &&
		      str_eq(lang_number(a, 1234567), S("1,234,567")));
	CHECK("and the sign of a minus",
	      str_eq(lang_number(a, -999), S("−999")) &&
		      str_eq(lang_number(a, -1000), S("−1,000")) &&
		      str_eq(lang_number(a, INT64_MIN), S("−9,223,372,036,854,775,808")));
}

static void texts(struct arena *a)
{
	const struct msg_arg mixed[] = { MSG_NUMBER(1200), MSG_DAY(0), MSG_TEXT(S("%s")),
					 MSG_INT(1200) };

	CHECK("a text nobody marked stays as it is",
	      str_eq(msg(LANG_AR, "no such text"), S("no such text")));
	CHECK("placeholders are filled in their order",
	      str_eq(msg_fmt(a, LANG_EN, "%n on %d: %s %i", mixed, 4),
		     S("1,200 on 1 January 1970: %s 1200")));
	CHECK("or in the order their numbers say",
	      str_eq(msg_fmt(a, LANG_EN, "%4$i %3$s %2$d %1$n %1$n", mixed, 4),
		     S("1200 %s 1 January 1970 1,200 1,200")));
	CHECK("a percent sign", str_eq(msg_fmt(a, LANG_EN, "100 %%", NULL, 0), S("100 %")));
	CHECK("Latin letters are set apart in Arabic only",
	      str_eq(msg_fmt(a, LANG_AR, "<%s>", ONE_S(S("hq/1"))), S("<\u2068hq/1\u2069>")) &&
		      str_eq(msg_fmt(a, LANG_EN, "<%s>", ONE_S(S("hq/1"))), S("<hq/1>")) &&
		      str_eq(msg_fmt(a, LANG_AR, "<%s>", ONE_S(S("حلب 12"))), S("<حلب 12>")));
}

static void plurals(struct arena *a)
{
	static const struct {
		uint64_t n;
		unsigned form;
	} arabic[] = { { 0, 0 },  { 1, 1 },   { 2, 2 },	  { 3, 3 },   { 10, 3 },	{ 11, 4 },
		       { 99, 4 }, { 100, 5 }, { 102, 5 }, { 103, 3 }, { UINT64_MAX, 4 } };
	const struct msg_arg one = MSG_NUMBER(1), many = MSG_NUMBER(-5), none = MSG_NUMBER(0);

	CHECK("one in English",
	      str_eq(msg_count(a, LANG_EN, "%n thing", "%n things", &one, 1), S("1 thing")));
	CHECK("many, also below nothing",
	      str_eq(msg_count(a, LANG_EN, "%n thing", "%n things", &many, 1), S("−5 things")));
	CHECK("none is many",
	      str_eq(msg_count(a, LANG_EN, "%n thing", "%n things", &none, 1), S("0 things")));
	for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++)
		CHECK("a form of Arabic", lang_plural[LANG_AR](arabic[i].n) == arabic[i].form);
}

/* All there is: sorted, so that it is found; no form empty. */
static void table(struct arena *a)
{
	bool sorted = true, full = true;

	(void)a;
	for (size_t i = 0; i < lang_texts_n; i++) {
		const struct lang_text *t = &lang_texts[i];
		struct str to = msg(LANG_AR, t->id);

		sorted = sorted && (!i || strcmp(lang_texts[i - 1].id, t->id) < 0);
		full = full && to.s == t->to[LANG_AR][0];
		for (size_t f = 0; f < (t->plural ? LANG_FORMS : 1); f++)
			full = full && t->to[LANG_AR][f] && *t->to[LANG_AR][f];
	}
	CHECK("texts are sorted", sorted);
	CHECK("each is found and has all its forms", full);
}

static bool url(struct arena *a, const char *before, struct str s, const char *want)
{
	struct buf b = { .a = a };
	struct page p = { &b, a, LANG_EN };

	buf_str(&b, str_of(before));
	page_url(&p, s);
	return str_eq(buf_text(&b), str_of(want));
}

static void addresses(struct arena *a)
{
	struct buf b = { .a = a };
	struct page p = { &b, a, LANG_AR };

	CHECK("a plain name", url(a, "/", S("hq-1.a_b~"), "/hq-1.a_b~"));
	CHECK("no scheme comes in", url(a, "", S("javascript:x"), "javascript%3Ax"));
	CHECK("no host comes in", url(a, "/", S("/evil"), "/%2Fevil"));
	CHECK("nor by two slashes", url(a, "", S("//evil"), "/%2Fevil"));
	CHECK("nor by a backslash", url(a, "/", S("\\evil"), "/%5Cevil"));
	CHECK("nor by nothing between two", url(a, "/", S(""), "/."));
	CHECK("nothing at the beginning stays nothing", url(a, "", S(""), ""));
	CHECK("nothing ends an attribute",
	      url(a, "/", S("\"'<>&? #%\n"), "/%22%27%3C%3E%26%3F%20%23%25%0A"));
	CHECK("other letters by their bytes", url(a, "/", S("حي"), "/%D8%AD%D9%8A"));
	page_root(&p);
	CHECK("a language's addresses", str_eq(buf_text(&b), S("/ar")));
}

static void escaping(struct arena *a)
{
	struct buf b = { .a = a };
	struct page p = { &b, a, LANG_EN };
	const struct msg_arg evil = MSG_TEXT(S("<b>\"'&"));

	page_text(&p, evil.s);
	page_t(&p, "<%s>", &evil, 1);
	CHECK("texts and what is put into them are escaped",
	      str_eq(buf_text(&b),
		     S("&lt;b&gt;&quot;&#39;&amp;&lt;&lt;b&gt;&quot;&#39;&amp;&gt;")));
}

int main(void)
{
	struct arena *a = arena_new(0);

	dates(a);
	numbers(a);
	texts(a);
	plurals(a);
	table(a);
	addresses(a);
	escaping(a);
	arena_free(a);
	return done();
}
