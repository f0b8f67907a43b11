/* Text, hex, base64, UTF-8 and numbers: one spelling each. */
#include "base/str.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "test.h"
#include "base/banned.h"

static void cutting(void)
{
	struct str rest = S("a,,b"), one = str_cut(&rest, ','), two = str_cut(&rest, ',');

	CHECK("cut at a separator",
	      str_eq(one, S("a")) && two.s && !two.len && str_eq(rest, S("b")));
	one = str_cut(&rest, ',');
	CHECK("the last piece leaves none", str_eq(one, S("b")) && !rest.s);
	rest = S("a,");
	(void)str_cut(&rest, ',');
	CHECK("a separator at the end leaves an empty piece", rest.s && !rest.len);
	CHECK("trim", str_eq(str_trim(S(" \t\r\na b\n ")), S("a b")) && !str_trim(S(" ")).len);
	CHECK("order", str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 &&
			       str_cmp(S("\xff"), S("a")) > 0 && !str_cmp(S("x"), S("x")));
	CHECK("capitals of ASCII are small letters, and nothing else is another",
	      str_eq_caseless(S("Khan al-Shih"), S("khan AL-shih")) &&
		      !str_eq_caseless(S("@[]"), S("`{}")) && !str_eq_caseless(S("ab"), S("a")) &&
		      str_eq_caseless(S("\xd9\x83"), S("\xd9\x83")) &&
		      !str_eq_caseless(S("\xd9\x83"), S("\xd9\xa3")));
	CHECK("starts and ends", str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")) &&
					 str_ends(S("abc"), S("bc")) &&
					 !str_ends(S("c"), S("bc")) && str_ends(S("c"), S("")));
}

static bool base64_is(const char *text, const char *bytes, size_t n)
{
	uint8_t out[32];
	size_t room = sizeof out;

	return base64_read(str_of(text), out, &room) && room == n && !memcmp(out, bytes, n);
}

static void base64(struct arena *a)
{
	/* RFC 4648 section 10 */
	static const char *const vectors[][2] = { { "", "" },
						  { "f", "Zg==" },
						  { "fo", "Zm8=" },
						  { "foo", "Zm9v" },
						  { "foob", "Zm9vYg==" },
						  { "fooba", "Zm9vYmE=" },
						  { "foobar", "Zm9vYmFy" } };
	static const char *const wrong[] = {
		"Z",	  "Zg",	   "Zg=",   "Zh==", "Zm9=",	"Zm8",
		"Zg==\n", " Zg==", "Zg= =", "Z-==", "Zg==Zg==", "===="
	};

	for (size_t i = 0; i < 7; i++)
		CHECK("a vector of RFC 4648",
		      base64_is(vectors[i][1], vectors[i][0], i) &&
			      str_eq(str_base64(a, vectors[i][0], i), str_of(vectors[i][1])));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint8_t out[32];
		size_t room = sizeof out;

		CHECK("another spelling of base64 is refused",
		      !base64_read(str_of(wrong[i]), out, &room));
	}
}

static void hex(struct arena *a)
{
	uint8_t out[4];

	CHECK("hex", hex_read(S("00ff10ab"), out, 4) && str_eq(str_hex(a, out, 4), S("00ff10ab")));
	CHECK("hex of another length or case is refused",
	      !hex_read(S("00ff10"), out, 4) && !hex_read(S("00ff10abcd"), out, 4) &&
		      !hex_read(S("00FF10AB"), out, 4) && !hex_read(S("00ff10ag"), out, 4));
}

static void utf8(void)
{
	static const char *const good[] = { "",
					    "a",
					    "\xc2\x80",
					    "\xdf\xbf",
					    "\xe0\xa0\x80",
					    "\xef\xbf\xbf",
					    "\xf0\x90\x80\x80",
					    "\xf4\x8f\xbf\xbf",
					    "\xed\x9f\xbf",
					    "\xee\x80\x80" };
	static const char *const wrong[] = { "\x80",
					     "\xc0\x80",
					     "\xc1\xbf",
					     "\xe0\x9f\xbf",
					     "\xed\xa0\x80",
					     "\xf0\x8f\xbf\xbf",
					     "\xf4\x90\x80\x80",
					     "\xf5\x80\x80\x80",
					     "\xc2",
					     "\xe0\xa0",
					     "a\xff",
					     "\xc2\x41" };
	static const char *const odd[] = { "a\nb",	  "\t",		  "\x7f",
					   "\xc2\x85",	  "\xe2\x80\xae", "\xe2\x81\xa6",
					   "\xe2\x80\xa8" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK("well-formed",
		      utf8_ok(str_of(good[i])) && utf8_count(str_of(good[i])) == (i > 0));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK("not well-formed",
		      !utf8_ok(str_of(wrong[i])) && !utf8_plain(str_of(wrong[i])));
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		CHECK("well-formed but not plain",
		      utf8_ok(str_of(odd[i])) && !utf8_plain(str_of(odd[i])));
	CHECK("characters are counted", utf8_count(S("\xd8\xad\xd9\x84\xd8\xa8 a")) == 5);
}

/* Eight bytes are looked at once: whatever stands among them is seen. */
static void long_text(void)
{
	bool seen = true, counted = true;

	for (size_t i = 0; i < 40; i++) {
		char plain[40], broken[40];

		memset(plain, 'a', sizeof plain);
		memcpy(broken, plain, sizeof plain);
		broken[i] = '\x80';
		if (i + 1 < sizeof plain) {
			plain[i] = '\xc3';
			plain[i + 1] = '\xa9';
		}
		counted = counted &&
			  utf8_count(str_mem(plain, sizeof plain)) == 40 - (i + 1 < sizeof plain);
		seen = seen && utf8_ok(str_mem(plain, sizeof plain)) &&
		       !utf8_ok(str_mem(broken, sizeof broken));
	}
	CHECK("a wrong byte is seen wherever it stands", seen);
	CHECK("characters are counted wherever they stand", counted);
}

static void written(struct arena *a)
{
	struct buf b = { .a = a };
	char many[301];

	memset(many, 'x', sizeof many);
	buf_int(&b, 0);
	buf_byte(&b, ' ');
	buf_int(&b, INT64_MIN);
	buf_byte(&b, ' ');
	buf_int(&b, INT64_MAX);
	CHECK("whole numbers are written as they are",
	      str_eq(buf_text(&b), S("0 -9223372036854775808 9223372036854775807")));
	b = (struct buf){ .a = a };
	for (int i = 0; i < 300; i++)
		buf_fmt(&b, "%.*s", i, many);
	CHECK("what does not fit into the room finds more", b.len == 300 * 299 / 2);
	for (size_t i = 0; i < b.len; i++)
		b.len = b.p[i] == 'x' ? b.len : 0;
	CHECK("and is whole", b.len == 300 * 299 / 2);
}

static void numbers(void)
{
	static const char *const wrong[] = { "",
					     "-",
					     "07",
					     "+7",
					     "-0",
					     "1 ",
					     " 1",
					     "1.0",
					     "0x1",
					     "1e3",
					     "9223372036854775808",
					     "-9223372036854775809",
					     "--1" };
	int64_t v = 5;

	CHECK("the largest and the smallest number",
	      int_parse(S("9223372036854775807"), INT64_MIN, INT64_MAX, &v) && v == INT64_MAX &&
		      int_parse(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &v) &&
		      v == INT64_MIN);
	v = 5;
	CHECK("out of range is refused and changes nothing",
	      !int_parse(S("11"), 0, 10, &v) && !int_parse(S("-1"), 0, 10, &v) && v == 5);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK("another spelling of a number is refused",
		      !int_parse(str_of(wrong[i]), INT64_MIN, INT64_MAX, &v));
	CHECK("a sum", add_ok(&v, 2, 3) && v == 5);
	CHECK("a sum that does not fit",
	      !add_ok(&v, INT64_MAX, 1) && !add_ok(&v, INT64_MIN, -1) && v == 5);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	cutting();
	long_text();
	written(a);
	base64(a);
	hex(a);
	utf8();
	numbers();
	arena_free(a);
	return done();
}
