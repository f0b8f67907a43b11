/* Values of every type of field: text to value to CBOR and back to the same text; what is wrong is refused. */
#include "record/value.h"

#include <string.h>

#include "base/arena.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static const struct field part_fields[] = {
	{ "name", 1, F_TEXT, true, PUB, .max = 20 },
	{ "n", 2, F_QTY, false, PUB },
	{ "codes", 3, F_CODE, false, PUB, "a,b" },
};
static const struct kind part = { .name = "part",
				  .form = FORM_PART,
				  .fields = part_fields,
				  .n = sizeof part_fields / sizeof *part_fields };
static const struct field name_fields[] = {
	{ "part", 1, F_CODE, true, PERSON, "ism,father,family" },
	{ "text", 2, F_TEXT, true, PERSON, .max = 60 },
	{ "script", 3, F_CODE, true, PERSON, "Arab,Latn,Cyrl,Grek,Armn,Syrc,Zyyy" },
};
static const struct kind name_kind = { .name = "name_part",
				       .form = FORM_PART,
				       .fields = name_fields,
				       .n = sizeof name_fields / sizeof *name_fields };

#define FIELD(t, ...)                                                          \
	{                                                                      \
		.name = "f", .tag = 10, .type = t, .sight = PUB, ##__VA_ARGS__ \
	}
static const struct field f_int = FIELD(F_INT, .choices = "-5..100"), f_qty = FIELD(F_QTY),
			  f_code = FIELD(F_CODE, .choices = "a,bb"),
			  f_codes = FIELD(F_CODES, .choices = "a,bb,c"),
			  f_list = FIELD(F_CODES, .choices = "list:iso3166-1-alpha-3"),
			  f_text = FIELD(F_TEXT, .max = 5), f_texts = FIELD(F_TEXTS),
			  f_bool = FIELD(F_BOOL), f_date = FIELD(F_DATE), f_day = FIELD(F_DAY),
			  f_time = FIELD(F_TIME), f_edtf = FIELD(F_EDTF),
			  f_hash = FIELD(F_HASH, .max = 4),
			  f_person = FIELD(F_HASH, .choices = "person", .max = 16),
			  f_geo = FIELD(F_GEO), f_blob = FIELD(F_BLOB),
			  f_rows = FIELD(F_ROWS, .rows = &part),
			  f_name = FIELD(F_NAME, .rows = &name_kind), f_place = FIELD(F_PLACE);

/* What stands in `again` is the one spelling; NULL: as it was typed. */
static const struct {
	const struct field *f;
	const char *text, *again;
} right[] = {
	{ &f_int, "0", NULL },
	{ &f_int, "-5", NULL },
	{ &f_int, " 100 ", "100" },
	{ &f_qty, "18000", NULL },
	{ &f_qty, "over 18000", NULL },
	{ &f_qty, "at_least 1", NULL },
	{ &f_qty, "almost 6000", NULL },
	{ &f_qty, "at_most 5", NULL },
	{ &f_qty, "as_many_as 5", NULL },
	{ &f_qty, "about 0", NULL },
	{ &f_qty, "exact 7", "7" },
	{ &f_qty, "over   7", "over 7" },
	{ &f_qty, "1000000000000", NULL },
	{ &f_code, "bb", NULL },
	{ &f_codes, "a,bb,c", NULL },
	{ &f_codes, "c, a", "c,a" },
	{ &f_list, "SYR,XXA", NULL },
	{ &f_text, "\xd8\xad\xd9\x84\xd8\xa8", NULL },
	{ &f_text, "abcde", NULL },
	{ &f_texts, "one|two words|3", NULL },
	{ &f_bool, "yes", NULL },
	{ &f_bool, "false", "no" },
	{ &f_date, "2016-12-09", NULL },
	{ &f_day, "1900-01-01", NULL },
	{ &f_time, "2016-12-08T19:30+03:00", "2016-12-08T19:30:00+03:00" },
	{ &f_time, "2016-12-08T19:30:01Z", NULL },
	{ &f_edtf, "1980/1985", NULL },
	{ &f_hash, "00ff10ab", NULL },
	{ &f_person, "00112233445566778899aabbccddeeff", NULL },
	{ &f_person, " 0011 2233-4455 6677 8899 AABB ccdd eeff",
	  "00112233445566778899aabbccddeeff" },
	{ &f_person,
	  "SULHP1:00112233445566778899AABBCCDDEEFF"
	  "FFEEDDCCBBAA99887766554433221100FFEEDDCCBBAA99887766554433221100",
	  "00112233445566778899aabbccddeeff" },
	{ &f_geo, "36.2,37.16 -90,180", "36.200000,37.160000 -90.000000,180.000000" },
	{ &f_geo, "-0.000001,-0.5", "-0.000001,-0.500000" },
	{ &f_blob, "AAEC/w==", NULL },
	{ &f_rows, "name=x n=\"over 5\" codes=b", NULL },
	{ &f_rows, "name=\"two words\"; name=y n=1", NULL },
	{ &f_name, "ism Samir, father Adel, family Al Aqqad", NULL },
	{ &f_name, "ism \xd8\xad\xd9\x84\xd8\xa8", NULL },
};

static const struct {
	const struct field *f;
	const char *text;
} wrong[] = {
	{ &f_int, "-6" },
	{ &f_int, "101" },
	{ &f_int, "1.5" },
	{ &f_int, "07" },
	{ &f_int, "+7" },
	{ &f_int, "1e3" },
	{ &f_int, "99999999999999999999" },
	{ &f_qty, "-1" },
	{ &f_qty, "1000000000001" },
	{ &f_qty, "many" },
	{ &f_qty, "over" },
	{ &f_qty, "over over 5" },
	{ &f_qty, "nearly 5" },
	{ &f_qty, "1,000" },
	{ &f_code, "A" },
	{ &f_code, "a,bb" },
	{ &f_codes, "a,a" },
	{ &f_codes, "a,,c" },
	{ &f_codes, "d" },
	{ &f_list, "SYRIA" },
	{ &f_list, "syr" },
	{ &f_text, "abcdef" },
	{ &f_text, "a\nb" },
	{ &f_text, "a\x1b[m" },
	{ &f_text, "\xff" },
	{ &f_text, "a\xe2\x80\xae" },
	{ &f_bool, "1" },
	{ &f_bool, "Yes" },
	{ &f_date, "2016-02-30" },
	{ &f_time, "2016-12-08T19:30" },
	{ &f_edtf, "80s" },
	{ &f_hash, "00ff10" },
	{ &f_hash, "00FF10AB" },
	{ &f_hash, "00ff10abcd" },
	{ &f_person, "00112233445566778899aabbccddeef" },
	{ &f_person, "00112233445566778899aabbccddeeff0" },
	{ &f_person, "0011223344556677x899aabbccddeeff" },
	{ &f_person, "SULHP1:00112233445566778899AABBCCDDEEFF" },
	{ &f_person, "6P6B-A4Q" },
	{ &f_person, "6P6B-A4QPP" },
	{ &f_person, "6P6BXA4QP" },
	{ &f_person, "6P6B-A4Q*" },
	{ &f_person, "-" },
	{ &f_geo, "90.000001,0" },
	{ &f_geo, "0,180.5" },
	{ &f_geo, "1.1234567,0" },
	{ &f_geo, "36.2" },
	{ &f_geo, "36.,1" },
	{ &f_blob, "AAEC/x==" },
	{ &f_blob, "AAE" },
	{ &f_rows, "n=1" },
	{ &f_rows, "name=x motto=y" },
	{ &f_rows, "name" },
	{ &f_rows, "name=x codes=c" },
	{ &f_name, "Samir" },
	{ &f_name, "ism" },
	{ &f_name, "ism Samir, motto x" },
};

static bool round_trip(struct arena *a, const struct field *f, struct str text, struct str again)
{
	struct refusals why = { .a = a };
	struct buf bytes = { .a = a }, bytes2 = { .a = a };
	struct val v = { 0 }, w = { 0 }, x = { 0 };
	struct read in;

	if (!val_parse(a, f, text, &v, &why) || !v.set || why.n ||
	    !str_eq(val_text(a, f, &v), again))
		return false;
	val_encode(f, &v, a, NULL, &bytes);
	in = read_of(bytes.p, bytes.len);
	if (!val_decode(a, f, &in, NULL, &w) || !read_end(&in) ||
	    !str_eq(val_text(a, f, &w), again))
		return false;
	/* Each spelling of the text is the same bytes; each shorter string of bytes is no value. */
	if (!val_parse(a, f, again, &x, &why))
		return false;
	val_encode(f, &x, a, NULL, &bytes2);
	for (size_t n = 0; n < bytes.len; n++) {
		in = read_of(bytes.p, n);
		if (val_decode(a, f, &in, NULL, &w) && read_end(&in))
			return false;
	}
	return str_eq(buf_text(&bytes), buf_text(&bytes2));
}

static struct str many(struct arena *a, const char *what, size_t n)
{
	struct buf b = { .a = a };

	while (n--)
		buf_str(&b, str_of(what));
	buf_str(&b, S("x"));
	return buf_text(&b);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		CHECK(right[i].text,
		      round_trip(a, right[i].f, str_of(right[i].text),
				 str_of(right[i].again ? right[i].again : right[i].text)));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct refusals why = { .a = a };
		struct val v;
		bool said = !val_parse(a, wrong[i].f, str_of(wrong[i].text), &v, &why) && why.n &&
			    why.list[0].want.len && str_starts(why.list[0].field, S("f"));

		printf("# refused: %zu\n", i);
		CHECK("a wrong value is refused, with its field and what would be right", said);
	}
	{
		struct refusals why = { .a = a };
		struct val v;

		CHECK("a list of the same thing two thousand times is told so once",
		      !val_parse(a, &f_texts, many(a, "x|", 2000), &v, &why) && why.n == 1);
	}
	CHECK("no text is no value",
	      round_trip(a, &f_text, S("x"), S("x")) && !round_trip(a, &f_text, S("  "), S("")));
	CHECK("a place stays text until it is looked up",
	      round_trip(a, &f_place, S("SY"), S("SY")));
	{
		struct refusals why = { .a = a };
		struct resolver none = { 0 };
		struct val v;

		CHECK("so does the number of a case that stands for its person's",
		      val_parse(a, &f_person, S(" 6p6b-a4qp"), &v, &why) &&
			      str_eq(v.s, S("6P6B-A4QP")));
		CHECK("which is nobody's where no such case is",
		      !val_resolve(a, &f_person, &v, &none, &why) && why.n == 1 &&
			      str_eq(why.list[0].field, S("f")));
	}
	arena_free(a);
	return done();
}
