/* See utf8.h. */
#include "base/utf8.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

int32_t utf8_next(struct str *s)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t c;
	size_t n;
	int32_t v;

	if (!s->len)
		return -1;
	c = (uint8_t)s->s[0];
	if (c < 0x80) {
		s->s++;
		s->len--;
		return c;
	}
	n = c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
	if (!n || n > s->len)
		return -1;
	v = c & (0xff >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		uint8_t d = (uint8_t)s->s[i];

		if ((d & 0xc0) != 0x80)
			return -1;
		v = v << 6 | (d & 0x3f);
	}
	if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return -1;
	s->s += n;
	s->len -= n;
	return v;
}

/* Eight bytes at once: most texts are mostly ASCII. */
static uint64_t eight(const char *s)
{
	uint64_t x;

	memcpy(&x, s, sizeof x);
	return x;
}

#define HIGH UINT64_C(0x8080808080808080)
#define ONES UINT64_C(0x0101010101010101)

bool utf8_ok(struct str s)
{
	while (s.len) {
		while (s.len >= 8 && !(eight(s.s) & HIGH)) {
			s.s += 8;
			s.len -= 8;
		}
		if (s.len && utf8_next(&s) < 0)
			return false;
	}
	return true;
}

bool utf8_plain(struct str s)
{
	while (s.len) {
		int32_t c = utf8_next(&s);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c == 0xfeff)
			return false;
	}
	return true;
}

size_t utf8_count(struct str s)
{
	size_t n = 0, i = 0;

	/* Bytes that go on with a character have the highest bit, and not the next. */
	for (; i + 8 <= s.len; i += 8) {
		uint64_t x = eight(s.s + i);

		n += 8 - ((x >> 7 & ~(x >> 6) & ONES) * ONES >> 56);
	}
	for (; i < s.len; i++)
		n += ((uint8_t)s.s[i] & 0xc0) != 0x80;
	return n;
}

struct str utf8_digits(struct arena *a, struct str s)
{
	struct buf b = { .a = a };
	struct str rest = s;
	bool other = false;

	while (rest.len) {
		const char *at = rest.s;
		int32_t c = utf8_next(&rest);
		int32_t from = c >= 0x660 && c <= 0x669	  ? 0x660
			       : c >= 0x6f0 && c <= 0x6f9 ? 0x6f0
							  : 0;

		if (c < 0)
			return s;
		other |= from != 0;
		if (from)
			buf_byte(&b, (uint8_t)('0' + c - from));
		else
			buf_add(&b, at, (size_t)(rest.s - at));
	}
	return other ? buf_text(&b) : s;
}
