/* JSON that comes in: what RFC 8259 allows is read as it was meant, all else is refused by line and column. */
#include "base/jsonin.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

/* "where: what" of the error, or what was read, spelled with its types. */
static void spell(struct buf *b, const struct jsonin *v)
{
	static const char letters[] = "0bir";

	if (v->type == JSONIN_STRING) {
		buf_fmt(b, "s:%.*s", P(v->s));
	} else if (v->type < JSONIN_STRING) {
		buf_fmt(b, "%c:%.*s", letters[v->type], P(jsonin_text(a, v)));
	} else {
		buf_byte(b, v->type == JSONIN_ARRAY ? '[' : '{');
		for (size_t i = 0; i < v->len; i++) {
			if (i)
				buf_byte(b, ' ');
			if (v->type == JSONIN_OBJECT)
				buf_fmt(b, "%.*s=", P(v->v[i].key));
			spell(b, &v->v[i]);
		}
		buf_byte(b, v->type == JSONIN_ARRAY ? ']' : '}');
	}
}

static struct str read_mem(struct str text, size_t line)
{
	struct err e = { 0 };
	const struct jsonin *v = jsonin_read(a, text, line, &e);
	struct buf b = { .a = a };

	if (v)
		spell(&b, v);
	else
		buf_fmt(&b, "!%d %s: %s", (int)e.kind, e.where, e.what);
	return buf_text(&b);
}

static bool reads(const char *text, const char *want)
{
	struct str got = read_mem(str_of(text), 1);

	if (!str_eq(got, str_of(want)))
		printf("# got %.*s\n", P(got));
	return str_eq(got, str_of(want));
}

static bool refuses(const char *text, const char *where)
{
	struct str got = read_mem(str_of(text), 1), want = str_fmt(a, "!5 %s: read JSON: ", where);

	if (!str_starts(got, want))
		printf("# got %.*s\n", P(got));
	return str_starts(got, want);
}

static void values(void)
{
	CHECK("every type", reads("[null,true,false,1,-2,1.50,\"x\",[],{}]",
				  "[0: b:true b:false i:1 i:-2 r:1.50 s:x [] {}]"));
	CHECK("members in the order of the text",
	      reads("{\"b\":1,\"a\":{\"d\":2.5,\"c\":1e3},\"0\":3.25}",
		    "{b=i:1 a={d=r:2.5 c=r:1e3} 0=r:3.25}"));
	CHECK("escapes and surrogates",
	      reads("\"a\\u0062\\n\\ud83d\\ude00\"", "s:ab\n\xf0\x9f\x98\x80"));
	CHECK("digits and braces in a text are text",
	      reads("[\"1.5 [{\\\"2.5\",3.5]", "[s:1.5 [{\"2.5 r:3.5]"));
	CHECK("the largest integers", reads("[9223372036854775807,-9223372036854775808]",
					    "[i:9223372036854775807 i:-9223372036854775808]"));
	CHECK("a byte-order mark is stepped over", reads("\xef\xbb\xbf"
							 "1",
							 "i:1"));
	CHECK("CR LF and tabs are blanks", reads("[1,\r\n\t2]\r\n", "[i:1 i:2]"));
	CHECK("a real number of many digits stays as it is",
	      reads("0.1234567890123456789012345", "r:0.1234567890123456789012345"));
}

static void refusals(void)
{
	struct buf deep = { .a = a };
	struct str got;

	CHECK("nothing", refuses("", "line 1, column 1"));
	CHECK("cut off", refuses("{\"a\":[1,2", "line 1, column 9"));
	CHECK("a duplicate key, by line and column",
	      refuses("{\"a\":1,\n \"a\":2}", "line 2, column 4"));
	CHECK("an integer beyond 64 bits", refuses("[9223372036854775808]", "line 1, column 20"));
	CHECK("a real number beyond a double", refuses("[1e999]", "line 1, column 6"));
	CHECK("two values", refuses("1 2", "line 1, column 3"));
	CHECK("NaN", refuses("[NaN]", "line 1, column 4"));
	CHECK("a comma too many", refuses("[1,]", "line 1, column 4"));
	CHECK("a leading zero", refuses("[01]", "line 1, column 2"));
	CHECK("a NUL that is escaped", refuses("[\"a\\u0000b\"]", "line 1, column 11"));
	CHECK("half a surrogate", refuses("[\"\\ud800\"]", "line 1, column 9"));
	CHECK("bytes that are no UTF-8", refuses("[\"\xff\"]", "line 1, column 2"));
	CHECK("a comment", refuses("[1] // x", "line 1, column 5"));
	got = read_mem(str_mem("[1,\0 2]", 7), 1);
	CHECK("a byte 0", str_starts(got, S("!5 line 1, column 4: read JSON: a byte 0")));
	got = read_mem(S("[1,,2]"), 7);
	CHECK("lines are counted from where the caller says",
	      str_starts(got, S("!5 line 7, column 4")));
	for (int i = 0; i < JSONIN_DEPTH; i++)
		buf_byte(&deep, '[');
	for (int i = 0; i < JSONIN_DEPTH; i++)
		buf_byte(&deep, ']');
	CHECK("as deep as allowed", str_starts(read_mem(buf_text(&deep), 1), S("[[[")));
	deep.len = 0;
	for (int i = 0; i < 100000; i++)
		buf_byte(&deep, '[');
	CHECK("deeper than allowed",
	      str_starts(read_mem(buf_text(&deep), 1),
			 S("!5 line 1, column 33: read JSON: nested deeper")));
	deep.len = 0;
	buf_byte(&deep, '[');
	for (size_t i = 0; i < JSONIN_VALUES / 4; i++)
		buf_str(&deep, S("{},"));
	buf_str(&deep, S("{}]"));
	CHECK("too many values", str_starts(read_mem(buf_text(&deep), 1), S("!5 line 1, column ")));
	deep.p = arena_alloc(a, JSONIN_MAX + 1);
	deep.len = JSONIN_MAX + 1;
	CHECK("too long",
	      str_starts(read_mem(buf_text(&deep), 1), S("!5 : read JSON: longer than 64 MiB")));
}

static bool millionths(const char *text, int64_t want)
{
	int64_t got = 0;
	bool ok = millionths_parse(str_of(text), &got);

	if (!ok || got != want)
		printf("# %s: %lld\n", text, (long long)got);
	return ok && got == want;
}

static void numbers(void)
{
	int64_t n;
	struct err e = { 0 };

	CHECK("millionths of whole numbers",
	      millionths("36", 36000000) && millionths("-7", -7000000));
	CHECK("of fractions", millionths("36.2", 36200000) && millionths("-0.000001", -1));
	CHECK("rounded half away from zero", millionths("0.0000005", 1) &&
						     millionths("-0.0000005", -1) &&
						     millionths("0.00000049999999", 0) &&
						     millionths("36.15527319813430", 36155273));
	CHECK("with exponents", millionths("3.62e1", 36200000) && millionths("362E-1", 36200000) &&
					millionths("1e-7", 0) && millionths("0e999999999999", 0) &&
					millionths("5e-7", 1));
	CHECK("up to 64 bits", millionths("9223372036854.775807", INT64_MAX));
	CHECK("and not beyond", !millionths_parse(S("9223372036854.775808"), &n) &&
					!millionths_parse(S("1e13"), &n) &&
					!millionths_parse(S("1e999999999999999999999"), &n));
	CHECK("what is no number is none",
	      !millionths_parse(S(""), &n) && !millionths_parse(S("-"), &n) &&
		      !millionths_parse(S(".5"), &n) && !millionths_parse(S("5."), &n) &&
		      !millionths_parse(S("5e"), &n) && !millionths_parse(S("36,2"), &n) &&
		      !millionths_parse(S("+1"), &n) && !millionths_parse(S("1 "), &n));
	CHECK("of values",
	      jsonin_millionths(jsonin_read(a, S("12"), 1, &e), &n) && n == 12000000 &&
		      !jsonin_millionths(jsonin_read(a, S("\"12\""), 1, &e), &n) &&
		      !jsonin_millionths(NULL, &n) &&
		      !jsonin_millionths(jsonin_read(a, S("9223372036854775807"), 1, &e), &n));
}

int main(void)
{
	struct err e = { 0 };
	const struct jsonin *v;

	a = arena_new(0);
	values();
	refusals();
	numbers();
	v = jsonin_read(a, S("{\"a\":{\"b\":[1]}}"), 1, &e);
	CHECK("members are found", jsonin_find(jsonin_find(v, S("a")), S("b"))->len == 1);
	CHECK("and others are not",
	      !jsonin_find(v, S("b")) && !jsonin_find(NULL, S("b")) &&
		      !jsonin_find(jsonin_find(jsonin_find(v, S("a")), S("b")), S("x")));
	CHECK("types have names", !strcmp(jsonin_type_name(v), "an object") &&
					  !strcmp(jsonin_type_name(NULL), "nothing"));
	arena_free(a);
	return done();
}
