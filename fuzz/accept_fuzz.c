/*
 * What readers' programs say: the first byte is the body's size, then a header a line, in this order:
 * Accept-Language, Accept-Encoding, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, Range,
 * If-Range. A line "-" is a header that is not there.
 */
#include "web/accept.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str line(struct str *rest)
{
	struct str one = rest->s ? str_cut(rest, '\n') : *rest;

	return str_eq(one, S("-")) ? (struct str){ NULL, 0 } : one;
}

/* A time that was read is written in a way that reads the same. */
static void dates(struct arena *a, struct str s)
{
	int64_t t, again;

	if (s.s && accept_date(s, &t))
		assert(accept_date(accept_date_text(a, t), &again) && again == t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str langs[] = { SC("en"), SC("ar"), SC("ar-SY") };
	struct str rest = size ? str_mem(data + 1, size - 1) : S("");
	struct arena *a = arena_new((size_t)1024 * 1024);
	struct accept_span span = { 0, 0 };
	struct accept_conditions c;
	uint64_t whole = size ? data[0] : 0;
	bool gzip, br;
	int status;

	if (!a)
		return 0;
	assert(accept_language(line(&rest), langs, 3) < 3);
	accept_encoding(line(&rest), &gzip, &br);
	c.if_match = line(&rest);
	c.if_none_match = line(&rest);
	c.if_modified_since = line(&rest);
	c.if_unmodified_since = line(&rest);
	c.range = line(&rest);
	c.if_range = line(&rest);
	dates(a, c.if_modified_since);
	dates(a, c.if_unmodified_since);
	status = accept_judge(&c, S("\"tag\""), 784111777, whole, &span);
	assert(status == 200 || status == 206 || status == 304 || status == 412 || status == 416);
	assert(status != 206 || (span.n && span.at < whole && span.n <= whole - span.at));
	arena_free(a);
	return 0;
}
