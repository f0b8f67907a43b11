/* The bytes of what one register gives another (keyd/exchange.h). */
#include "keyd/exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static struct str body_of(const struct names *x)
{
	struct buf b = { .a = a };

	names_put(x, &b);
	return buf_text(&b);
}

static struct names somebody(const char *name, const char *born)
{
	struct names x = { .case_no = S("") };

	x.has_latin = true;
	x.latin[x.n_latin++] = str_of(name);
	x.born = born ? str_of(born) : (struct str){ NULL, 0 };
	return x;
}

static struct exchange *one_of(size_t rows)
{
	struct exchange *x = arena_alloc(a, sizeof *x);

	x->head = (struct exchange_head){
		.operation = S("op-1"), .n_logs = 1, .made = 1476093600, .expires_on = 17144
	};
	x->head.logs[0] = (struct exchange_log){ S("idlib.op-1/log/1"), 12 };
	x->rows = arena_array(a, rows + 1, sizeof *x->rows);
	for (; x->n < rows; x->n++) {
		struct names names = somebody("Samira Toubal", x->n ? NULL : "1984");

		x->rows[x->n].subject[0] = (uint8_t)x->n;
		x->rows[x->n].body = body_of(&names);
	}
	return x;
}

static struct str put(const struct exchange *x)
{
	struct buf b = { .a = a };

	exchange_put(x, &b);
	return buf_text(&b);
}

static bool reads(struct str bytes, struct exchange *out)
{
	struct read in = read_of(bytes.s, bytes.len);

	return exchange_read(a, &in, out);
}

static bool refuses(const struct exchange *x)
{
	struct exchange *out = arena_alloc(a, sizeof *out);

	return !reads(put(x), out);
}

static void test_reads(void)
{
	struct exchange *x = one_of(3), *out = arena_alloc(a, sizeof *out);

	CHECK("what was written is read",
	      reads(put(x), out) && out->n == 3 && out->head.made == x->head.made);
	CHECK("and written again the same", str_eq(put(out), put(x)));
	CHECK("nobody is a file, too", reads(put(one_of(0)), out) && !out->n);
}

/* One spelling: a bit that is another one makes other bytes of another meaning, or none. */
static void test_changed(void)
{
	struct exchange *out = arena_alloc(a, sizeof *out);
	struct str all = put(one_of(2));
	size_t taken = 0, same = 0;

	for (size_t n = 0; n < 8 * all.len; n++) {
		char *changed = arena_copy(a, all.s, all.len);

		changed[n / 8] ^= (char)(1u << n % 8);
		if (!reads(str_mem(changed, all.len), out))
			continue;
		taken++;
		same += str_eq(put(out), str_mem(changed, all.len));
	}
	CHECK("what is taken is written again as it was", taken && same == taken);
	CHECK("and that is not all of it", taken < 8 * all.len);
}

static void test_torn(void)
{
	struct exchange *out = arena_alloc(a, sizeof *out);
	struct str all = put(one_of(2));
	struct buf more = { .a = a };
	size_t taken = 0;

	for (size_t n = 0; n < all.len; n++)
		taken += reads(str_mem(all.s, n), out);
	CHECK("cut short anywhere it is refused", !taken);
	buf_str(&more, all);
	buf_byte(&more, 0);
	CHECK("and with a byte too many", !reads(buf_text(&more), out));
}

static void test_rows(void)
{
	static const char *const births[] = { "1984-05-17", "198X", "17/05/1984", "84", "" };
	static const char *const years[] = { "1984", "1984~", "1980/1984", NULL };
	struct exchange *x = one_of(2);
	struct names names;
	size_t taken = 0;

	memset(x->rows[0].subject, 9, 16);
	CHECK("rows that do not ascend are refused", refuses(x));
	x = one_of(2);
	memcpy(x->rows[1].subject, x->rows[0].subject, 16);
	CHECK("and one that is there twice", refuses(x));
	x = one_of(1);
	for (size_t i = 0; i < sizeof births / sizeof *births; i++) {
		names = somebody("Samira Toubal", births[i]);
		x->rows[0].body = body_of(&names);
		taken += !refuses(x);
	}
	CHECK("of a birth no more than years is taken", !taken);
	for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
		names = somebody("Samira Toubal", years[i]);
		x->rows[0].body = body_of(&names);
		taken += !refuses(x);
	}
	CHECK("but years are", taken == sizeof years / sizeof *years);
	names = somebody("Samira Toubal", "1984");
	names.case_no = S("7QX2-KM4T");
	x->rows[0].body = body_of(&names);
	CHECK("a case is none of the other register's business", refuses(x));
	names = somebody("Samira Toubal", "1984");
	names.mother = (struct name_parts){ .set = true };
	x->rows[0].body = body_of(&names);
	CHECK("nor is a mother", refuses(x));
	names = somebody("Sam\x1b[2Jira", "1984");
	x->rows[0].body = body_of(&names);
	CHECK("a name that steers a terminal is refused", refuses(x));
	names = somebody("", NULL);
	names.n_latin = 0;
	x->rows[0].body = body_of(&names);
	CHECK("and nobody's name", refuses(x));
}

static void test_head(void)
{
	struct exchange *x = one_of(1), *out = arena_alloc(a, sizeof *out);
	struct str all;
	char *later;

	x->head.n_logs = 0;
	CHECK("a file of no log is refused", refuses(x));
	x = one_of(1);
	x->head.logs[0].origin = S("a\nb");
	CHECK("and an origin of two lines", refuses(x));
	x = one_of(1);
	x->head.operation = S("");
	CHECK("and one of no operation", refuses(x));
	x = one_of(1);
	x->head.expires_on = -1;
	CHECK("and a day that is none", refuses(x));
	all = put(one_of(1));
	later = arena_copy(a, all.s, all.len);
	later[2]++;
	CHECK("and one of a later version",
	      all.s[2] == EXCHANGE_VERSION && !reads(str_mem(later, all.len), out));
}

/* A number of rows that the bytes cannot hold, in an arena that could not hold them either. */
static void test_promise(void)
{
	struct exchange *out = arena_alloc(a, sizeof *out), *x = one_of(0);
	struct arena *little = arena_new((size_t)1 << 20);
	struct str all = put(x);
	struct buf b = { .a = a };
	bool refused = false;

	buf_add(&b, all.s, all.len - 1);
	cbor_put_array(&b, EXCHANGE_ROWS);
	if (little && !setjmp(*arena_guard(little))) {
		struct read in = read_of((const char *)b.p, b.len);

		refused = !exchange_read(little, &in, out) && in.wrong;
	}
	CHECK("more rows are promised than there are: no room is taken", refused);
	arena_free(little);
}

static void test_trim(void)
{
	struct names x = somebody("Samira Toubal", "1984-05-17");

	x.case_no = S("7QX2-KM4T");
	x.mother = (struct name_parts){ .set = true, .n = 1 };
	CHECK("a day becomes a year, and case and mother stay here",
	      exchange_trim(a, &x) && str_eq(x.born, S("1984")) && !x.mother.set && !x.case_no.len);
	x = somebody("Samira Toubal", "1984~");
	CHECK("about a year stays about it", exchange_trim(a, &x) && str_eq(x.born, S("1984~")));
	x = somebody("Samira Toubal", "1980-02/1984-03");
	CHECK("years between stay years", exchange_trim(a, &x) && str_eq(x.born, S("1980/1984")));
	x = somebody("Samira Toubal", NULL);
	CHECK("what is not known stays so", exchange_trim(a, &x) && !x.born.s);
}

static void test_key(void)
{
	static const uint8_t identity[32] = { 5 };
	const struct exchange_log log = { S("idlib.op-1/log/1"), 1 };
	uint8_t key[32], back[32];
	struct str text;

	age_recipient(identity, key);
	text = exchange_key_text(a, key, S("op-1"), &log, 1);
	CHECK("the file of a key is read", exchange_key_read(text, back) && !memcmp(key, back, 32));
	CHECK("two keys are none",
	      !exchange_key_read(str_fmt(a, "%.*s%.*s", P(text), P(text)), back));
	CHECK("nor is none", !exchange_key_read(S("# nothing\n"), back));
}

static void test_shared(void)
{
	static const uint8_t one[32] = { 1 }, two[32] = { 2 }, zero[32];
	uint8_t of_one[32], of_two[32], x[32], y[32];

	age_recipient(one, of_one);
	age_recipient(two, of_two);
	CHECK("two registers have a key of both",
	      age_shared(one, of_two, EXCHANGE_INFO, x) &&
		      age_shared(two, of_one, EXCHANGE_INFO, y) && !memcmp(x, y, 32));
	CHECK("and none with a key that everybody has", !age_shared(one, zero, EXCHANGE_INFO, x));
}

int main(void)
{
	a = arena_new(0);
	if (!a || !key_start())
		return 1;
	test_reads();
	test_changed();
	test_torn();
	test_rows();
	test_head();
	test_promise();
	test_trim();
	test_key();
	test_shared();
	arena_free(a);
	return done();
}
