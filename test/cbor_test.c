/*
 * CBOR against the examples of RFC 8949, Appendix A: what we write is what stands there, what we read is what was
 * meant; and all that it calls well-formed but not deterministic, or that we leave out, is refused.
 */
#include "base/cbor.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static size_t from_hex(const char *hex, uint8_t *out)
{
	size_t n = strlen(hex) / 2;

	return hex_read(str_of(hex), out, n) ? n : 0;
}

static bool is(const struct buf *b, const char *hex)
{
	uint8_t want[256];
	size_t n = from_hex(hex, want);

	return n && b->len == n && !memcmp(b->p, want, n);
}

/* Read whole, as any item. */
static bool item_ok(const char *hex)
{
	uint8_t bytes[256];
	size_t n = from_hex(hex, bytes);
	struct read r = read_of(bytes, n);
	struct str item;

	return cbor_skip(&r, 8, &item) && item.len == n && read_end(&r);
}

static const struct {
	int64_t v;
	const char *hex;
} ints[] = {
	{ 0, "00" },
	{ 1, "01" },
	{ 10, "0a" },
	{ 23, "17" },
	{ 24, "1818" },
	{ 25, "1819" },
	{ 100, "1864" },
	{ 1000, "1903e8" },
	{ 1000000, "1a000f4240" },
	{ 1000000000000, "1b000000e8d4a51000" },
	{ -1, "20" },
	{ -10, "29" },
	{ -100, "3863" },
	{ -1000, "3903e7" },
	/* the edges of each length */
	{ 255, "18ff" },
	{ 256, "190100" },
	{ 65535, "19ffff" },
	{ 65536, "1a00010000" },
	{ 4294967295, "1affffffff" },
	{ 4294967296, "1b0000000100000000" },
	{ INT64_MAX, "1b7fffffffffffffff" },
	{ INT64_MIN, "3b7fffffffffffffff" },
	{ -256, "38ff" },
	{ -257, "390100" },
};

static void integers(struct arena *a)
{
	for (size_t i = 0; i < sizeof ints / sizeof *ints; i++) {
		uint8_t bytes[16];
		size_t n = from_hex(ints[i].hex, bytes);
		struct read r = read_of(bytes, n), low = r, high = r;
		struct buf b = { .a = a };
		int64_t v = 77, x;

		cbor_put_int(&b, ints[i].v);
		CHECK(ints[i].hex, is(&b, ints[i].hex) && cbor_int(&r, INT64_MIN, INT64_MAX, &v) &&
					   v == ints[i].v && read_end(&r));
		if (v > INT64_MIN && v < INT64_MAX)
			CHECK("its bounds hold", !cbor_int(&low, v + 1, INT64_MAX, &x) &&
							 !cbor_int(&high, INT64_MIN, v - 1, &x));
	}
}

static void texts(struct arena *a)
{
	static const struct {
		const char *text, *hex;
	} list[] = {
		{ "", "60" },
		{ "a", "6161" },
		{ "IETF", "6449455446" },
		{ "\"\\", "62225c" },
		{ "\u00fc", "62c3bc" },
		{ "\u6c34", "63e6b0b4" },
		{ "\xf0\x90\x85\x91", "64f0908591" },
	};
	struct buf b = { .a = a }, empty = { .a = a };

	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		uint8_t bytes[16];
		struct read r = read_of(bytes, from_hex(list[i].hex, bytes));
		struct buf t = { .a = a };
		struct str s;

		cbor_put_text(&t, str_of(list[i].text));
		CHECK(list[i].hex, is(&t, list[i].hex) && cbor_text(&r, 16, &s) &&
					   str_eq(s, str_of(list[i].text)) && read_end(&r));
	}
	cbor_put_bytes(&b, S("\1\2\3\4"));
	cbor_put_bytes(&empty, S(""));
	CHECK("byte strings", is(&b, "4401020304") && is(&empty, "40"));
}

static void nested(struct arena *a)
{
	struct buf b = { .a = a };

	/* [1, [2, 3], [4, 5]] */
	cbor_put_array(&b, 3);
	cbor_put_int(&b, 1);
	for (int i = 0; i < 2; i++) {
		cbor_put_array(&b, 2);
		cbor_put_int(&b, 2 * i + 2);
		cbor_put_int(&b, 2 * i + 3);
	}
	CHECK("arrays in an array", is(&b, "8301820203820405"));
	b.len = 0;
	/* {1: 2, 3: 4} */
	cbor_put_map(&b, 2);
	for (int i = 1; i < 5; i++)
		cbor_put_int(&b, i);
	CHECK("a map", is(&b, "a201020304"));
	b.len = 0;
	cbor_put_bool(&b, false);
	cbor_put_bool(&b, true);
	CHECK("false and true", is(&b, "f4f5"));
	CHECK("examples are read",
	      item_ok("80") && item_ok("83010203") && item_ok("8301820203820405") &&
		      item_ok("98190102030405060708090a0b0c0d0e0f101112131415161718181819") &&
		      item_ok("a0") && item_ok("a201020304") && item_ok("a26161016162820203") &&
		      item_ok("826161a161626163") &&
		      item_ok("a56161614161626142616361436164614461656145"));
}

static void refused(void)
{
	static const struct {
		const char *what, *hex;
	} list[] = {
		/* Appendix A, but not of our part */
		{ "0.0", "f90000" },
		{ "1.1", "fb3ff199999999999a" },
		{ "100000.0", "fa47c35000" },
		{ "NaN", "f97e00" },
		{ "null", "f6" },
		{ "undefined", "f7" },
		{ "simple(16)", "f0" },
		{ "simple(255)", "f8ff" },
		{ "a date with a tag", "c11a514b67b0" },
		{ "a bignum", "c249010000000000000000" },
		{ "2^64-1, beyond 63 bits", "1bffffffffffffffff" },
		{ "-2^64", "3bffffffffffffffff" },
		{ "2^63", "1b8000000000000000" },
		{ "an indefinite byte string", "5f42010243030405ff" },
		{ "an indefinite text", "7f657374726561646d696e67ff" },
		{ "an indefinite array", "9f018202039f0405ffff" },
		{ "an indefinite map", "bf61610161629f0203ffff" },
		{ "a break alone", "ff" },
		/* not the shortest */
		{ "0 in two bytes", "1800" },
		{ "23 in two bytes", "1817" },
		{ "255 in three", "1900ff" },
		{ "65535 in five", "1a0000ffff" },
		{ "2^32-1 in nine", "1b00000000ffffffff" },
		{ "-1 in two", "3800" },
		{ "a length in two bytes", "580100" },
		{ "a text's length in two", "780161" },
		{ "an array's in two", "980100" },
		{ "a map's in two", "b8010000" },
		{ "false in two bytes", "f814" },
		/* not in order, twice */
		{ "keys not in order", "a203040102" },
		{ "a key twice", "a201020103" },
		{ "text keys not in order", "a2616201616102" },
		{ "a key twice deeper", "81a201020103" },
		/* reserved, cut off, not text */
		{ "reserved 28", "1c" },
		{ "reserved 30", "5e" },
		{ "a head cut off", "19" },
		{ "a head cut off later", "1b000000" },
		{ "a string cut off", "44010203" },
		{ "an array cut off", "8201" },
		{ "a map cut off", "a101" },
		{ "a length that cannot be", "5b7fffffffffffffff00" },
		{ "a count that cannot be", "9b7fffffffffffffff00" },
		{ "a map of 2^63 pairs", "bb7fffffffffffffff00" },
		{ "overlong UTF-8", "62c080" },
		{ "a surrogate", "63eda080" },
		{ "beyond Unicode", "64f4908080" },
		{ "half a character", "61c3" },
		{ "nine levels", "818181818181818181" },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		CHECK(list[i].what, *list[i].hex && !item_ok(list[i].hex));
	CHECK("a byte behind the item", !item_ok("0000") && !item_ok("8001"));
	CHECK("nothing at all", !item_ok(""));
}

static void keys(void)
{
	static const uint8_t twice[] = { 1, 1 }, back[] = { 2, 1 }, fine[] = { 1, 2 },
			     minus[] = { 0x20 };
	struct read r = read_of(twice, 2), s = read_of(back, 2), t = read_of(fine, 2),
		    u = read_of(minus, 1);
	int64_t last = -1;

	CHECK("a key twice is said", cbor_key(&r, &last) && !cbor_key(&r, &last) &&
					     !strcmp(r.wrong, "a key stands twice"));
	last = -1;
	CHECK("a key out of order is said", cbor_key(&s, &last) && !cbor_key(&s, &last) &&
						    !strcmp(s.wrong, "keys are not in order"));
	last = -1;
	CHECK("keys in order are read", cbor_key(&t, &last) && cbor_key(&t, &last) && last == 2);
	last = -1;
	CHECK("a negative key is none", !cbor_key(&u, &last));
	CHECK("after a mistake nothing is read", !cbor_key(&s, &last) && s.wrong_at <= 2);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	integers(a);
	texts(a);
	nested(a);
	refused();
	keys();
	arena_free(a);
	return done();
}
