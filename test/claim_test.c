/* Claims as JSON: what is written reads the same, and what is no claim is refused with its line. */
#include "press/claim.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "test.h"
#include "base/banned.h"

static const struct {
	const char *what, *text, *want; /* want: part of the error; NULL: read */
} lines[] = {
	{ "a claim of the labels is read",
	  "{\"type\":\"claim\",\"doc\":\"7\",\"start\":3,\"end\":5,\"value\":12,\"what\":\"people."
	  "left\",\"place\":[\"Ardun\"],\"qual\":\"over\"}",
	  NULL },
	{ "a place may be one text",
	  "{\"doc\":\"7\",\"value\":1.5,\"what\":\"aid.delivered\",\"place\":\"Ardun\"}", NULL },
	{ "other types are passed over", "{\"type\":\"doc\",\"doc\":\"7\"}\n\n", NULL },
	{ "a claim without a value is refused", "\n{\"doc\":\"7\",\"what\":\"people.left\"}",
	  "line 2: value" },
	{ "a claim without a document is refused", "{\"value\":1,\"what\":\"a.b\"}", "doc" },
	{ "what has two parts", "{\"doc\":\"7\",\"value\":1,\"what\":\"people\"}", "entity.event" },
	{ "a qualifier is one of a closed set",
	  "{\"doc\":\"7\",\"value\":1,\"what\":\"a.b\",\"qual\":\"many\"}", "qual" },
	{ "a stance is one of a closed set",
	  "{\"doc\":\"7\",\"value\":1,\"what\":\"a.b\",\"stance\":\"said\"}", "stance" },
	{ "a span that ends before it begins is refused",
	  "{\"doc\":\"7\",\"start\":5,\"end\":3,\"value\":1,\"what\":\"a.b\"}", "end" },
	{ "thirteen places are refused",
	  "{\"doc\":\"7\",\"value\":1,\"what\":\"a.b\",\"place\":[\"\",\"\",\"\",\"\",\"\",\"\","
	  "\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}",
	  "12" },
	{ "what is no JSON is refused", "{", "line 1" },
};

static void test_lines(struct arena *a)
{
	struct press_claim *c;
	struct err e;
	size_t n;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bool ok;

		e = (struct err){ 0 };
		ok = press_claims_read(a, str_of(lines[i].text), &c, &n, &e);
		CHECK(lines[i].what, lines[i].want ? !ok && (strstr(e.what, lines[i].want) ||
							     strstr(e.where, lines[i].want))
						   : ok);
		if (!ok)
			printf("# %s %s\n", e.what, e.where);
	}
}

static void test_round(struct arena *a)
{
	struct press_claim c = {
		.doc = S("7"),
		.id = S("7-01"),
		.surface = S("2 to 3"),
		.value = 2000000,
		.value_hi = 3500000,
		.has_hi = true,
		.qual = CLAIM_RANGE,
		.entity = S("roads"),
		.event = S("cleared"),
		.unit = S("km"),
		.frm = S("A+B"),
		.period = S("past24h"),
		.places = 1,
		.place = { S("Ardun") },
		.stance = STANCE_DENIED,
		.quoted = true,
		.at = { 4, 9, 3, 8 },
		.sentence = { 0, 20, 0, 19 },
	};
	struct press_claim *again;
	struct buf x = { .a = a }, y = { .a = a };
	struct err e = { 0 };
	size_t n;
	bool ok;

	json_open(&x, '{');
	press_claim_put(&x, &c);
	json_close(&x, '}');
	ok = press_claims_read(a, buf_text(&x), &again, &n, &e) && n == 1;
	CHECK("what is written is read", ok);
	if (!ok)
		return;
	json_open(&y, '{');
	press_claim_put(&y, again);
	json_close(&y, '}');
	CHECK("what is read is written the same", str_eq(buf_text(&x), buf_text(&y)));
	CHECK("values have no needless zeros",
	      str_eq(press_value_text(a, 1980000), S("1.98")) &&
		      str_eq(press_value_text(a, 1097000000), S("1097")) &&
		      str_eq(press_value_text(a, 333333), S("0.333333")) &&
		      str_eq(press_value_text(a, 0), S("0")));
}

int main(void)
{
	struct arena *a = arena_new(0);

	test_lines(a);
	test_round(a);
	arena_free(a);
	return done();
}
