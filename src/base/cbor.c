/* See cbor.h. */
#include "base/cbor.h"

#include "base/utf8.h"
#include "base/banned.h"

static void put_head(struct buf *b, unsigned major, uint64_t v)
{
	int n = v < 24 ? 0 : v < 0x100 ? 1 : v < 0x10000 ? 2 : v < 0x100000000 ? 4 : 8;
	unsigned info = n == 0 ? (unsigned)v : n == 1 ? 24 : n == 2 ? 25 : n == 4 ? 26 : 27;

	buf_byte(b, (uint8_t)(major << 5 | info));
	while (n--)
		buf_byte(b, (uint8_t)(v >> (8 * n)));
}

void cbor_put_int(struct buf *b, int64_t v)
{
	put_head(b, v < 0, v < 0 ? (uint64_t)(-1 - v) : (uint64_t)v);
}

void cbor_put_bytes(struct buf *b, struct str s)
{
	put_head(b, 2, s.len);
	buf_str(b, s);
}

void cbor_put_text(struct buf *b, struct str s)
{
	put_head(b, 3, s.len);
	buf_str(b, s);
}

void cbor_put_array(struct buf *b, uint64_t n)
{
	put_head(b, 4, n);
}

void cbor_put_map(struct buf *b, uint64_t n)
{
	put_head(b, 5, n);
}

void cbor_put_bool(struct buf *b, bool v)
{
	buf_byte(b, v ? 0xf5 : 0xf4);
}

bool cbor_peek(struct read *r, enum cbor_type *t)
{
	if (!read_left(r))
		return read_fail(r, "the bytes end too early");
	*t = (enum cbor_type)(*r->at >> 5);
	return true;
}

static bool get_head(struct read *r, unsigned *major, uint64_t *v)
{
	static const uint64_t least[] = { 24, 0x100, 0x10000, 0x100000000 };
	struct str s;
	unsigned info;

	if (!read_bytes(r, 1, &s))
		return false;
	*major = (uint8_t)s.s[0] >> 5;
	info = s.s[0] & 31;
	*v = info;
	if (info < 24)
		return true;
	if (info > 27)
		return read_fail(r, "an indefinite length or a reserved head");
	if (!read_bytes(r, (size_t)1 << (info - 24), &s))
		return false;
	*v = 0;
	for (size_t i = 0; i < s.len; i++)
		*v = *v << 8 | (uint8_t)s.s[i];
	if (*v < least[info - 24])
		return read_fail(r, "a head that is not the shortest");
	return true;
}

bool cbor_int(struct read *r, int64_t min, int64_t max, int64_t *v)
{
	unsigned major;
	uint64_t u;

	if (!get_head(r, &major, &u))
		return false;
	if (major > 1)
		return read_fail(r, "not an integer");
	if (u > INT64_MAX)
		return read_fail(r, "an integer beyond 63 bits");
	*v = major ? -1 - (int64_t)u : (int64_t)u;
	return *v >= min && *v <= max ? true : read_fail(r, "an integer out of range");
}

static bool get_string(struct read *r, unsigned want, size_t min, size_t max, struct str *s)
{
	unsigned major;
	uint64_t n;

	if (!get_head(r, &major, &n))
		return false;
	if (major != want)
		return read_fail(r, want == 2 ? "not a byte string" : "not a text string");
	if (n < min || n > max)
		return read_fail(r, "a string of a length that is not allowed");
	return read_bytes(r, (size_t)n, s);
}

bool cbor_bytes(struct read *r, size_t min, size_t max, struct str *s)
{
	return get_string(r, 2, min, max, s);
}

bool cbor_text(struct read *r, size_t max, struct str *s)
{
	return get_string(r, 3, 0, max, s) &&
	       (utf8_ok(*s) || read_fail(r, "text that is not UTF-8"));
}

static bool get_count(struct read *r, unsigned want, uint64_t max, uint64_t *n)
{
	unsigned major;

	if (!get_head(r, &major, n))
		return false;
	if (major != want)
		return read_fail(r, want == 4 ? "not an array" : "not a map");
	/* Every element takes a byte at least: a count beyond what is left is a lie. */
	if (*n > max || *n > read_left(r))
		return read_fail(r, "too many elements");
	return true;
}

bool cbor_array(struct read *r, uint64_t max, uint64_t *n)
{
	return get_count(r, 4, max, n);
}

bool cbor_map(struct read *r, uint64_t max, uint64_t *n)
{
	return get_count(r, 5, max, n);
}

bool cbor_bool(struct read *r, bool *v)
{
	struct str s;

	if (!read_bytes(r, 1, &s))
		return false;
	*v = (uint8_t)s.s[0] == 0xf5;
	return *v || (uint8_t)s.s[0] == 0xf4 ? true : read_fail(r, "neither true nor false");
}

bool cbor_key(struct read *r, int64_t *last)
{
	int64_t k = 0;

	if (!cbor_int(r, 0, INT64_MAX, &k))
		return false;
	if (k <= *last)
		return read_fail(r, k == *last ? "a key stands twice" : "keys are not in order");
	*last = k;
	return true;
}

static bool skip(struct read *r, int depth);

static bool skip_map(struct read *r, int depth, uint64_t n)
{
	struct str last = { NULL, 0 };

	for (uint64_t i = 0; i < n; i++) {
		const uint8_t *at = r->at;
		struct str key;

		if (!skip(r, depth))
			return false;
		key = str_mem(at, (size_t)(r->at - at));
		if (i && str_cmp(last, key) >= 0)
			return read_fail(r, "keys are not in order");
		last = key;
		if (!skip(r, depth))
			return false;
	}
	return true;
}

static bool skip(struct read *r, int depth)
{
	enum cbor_type t = CBOR_TAG;
	int64_t v;
	uint64_t n;
	struct str s;
	bool b;

	if (depth <= 0)
		return read_fail(r, "nested too deep");
	if (!cbor_peek(r, &t))
		return false;
	switch (t) {
	case CBOR_UINT:
	case CBOR_NEGATIVE:
		return cbor_int(r, INT64_MIN, INT64_MAX, &v);
	case CBOR_BYTES:
		return cbor_bytes(r, 0, SIZE_MAX, &s);
	case CBOR_TEXT:
		return cbor_text(r, SIZE_MAX, &s);
	case CBOR_ARRAY:
		if (!cbor_array(r, UINT64_MAX, &n))
			return false;
		while (n--)
			if (!skip(r, depth - 1))
				return false;
		return true;
	case CBOR_MAP:
		return cbor_map(r, UINT64_MAX, &n) && skip_map(r, depth - 1, n);
	case CBOR_SIMPLE:
		return cbor_bool(r, &b);
	case CBOR_TAG:
		break;
	}
	return read_fail(r, "a tag");
}

bool cbor_skip(struct read *r, int depth, struct str *item)
{
	const uint8_t *at = r->at;

	if (r->wrong || !skip(r, depth))
		return false;
	*item = str_mem(at, (size_t)(r->at - at));
	return true;
}
