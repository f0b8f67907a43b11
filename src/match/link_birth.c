/* Births as lists of others write them. */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "match/birth.h"
#include "match/link_pair.h"
#include "base/banned.h"

#define LONGEST 40 /* letters of a birth */

/* Small letters are large, as in 198X. */
static int32_t plain(int32_t c)
{
	return c >= 'a' && c <= 'z' ? c - 32 : c;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_of(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += digit(s.s[i]);
	return n;
}

/* One number of a date, of at most so many digits; how many it has. */
static size_t number(struct str *s, size_t most, int *out)
{
	size_t n = 0;

	for (*out = 0; n < s->len && n < most && digit(s->s[n]); n++)
		*out = *out * 10 + s->s[n] - '0';
	*s = str_from(*s, n);
	return n;
}

static bool divides(char c)
{
	return c == '/' || c == '.' || c == '-';
}

/* The same mark both times. */
static bool mark(struct str *s, char *is)
{
	if (!s->len || !divides(s->s[0]) || (*is && *is != s->s[0]))
		return false;
	*is = s->s[0];
	*s = str_from(*s, 1);
	return true;
}

/* Day, month and year, or year, month and day. */
static bool date(struct arena *a, struct str s, struct str *out)
{
	struct birth birth;
	int first, month, last;
	size_t n = number(&s, 4, &first), m;
	char is = 0;
	bool year_first = n == 4;

	if (!n || n == 3 || !mark(&s, &is) || !number(&s, 2, &month) || !mark(&s, &is))
		return false;
	m = number(&s, 4, &last);
	if (s.len || (year_first ? m < 1 || m > 2 : m != 4))
		return false;
	*out = str_fmt(a, "%04d-%02d-%02d", year_first ? first : last, month,
		       year_first ? last : first);
	return birth_read(*out, &birth);
}

bool link_birth(struct arena *a, struct str s, struct str *out)
{
	struct buf b = { .a = a };
	struct birth birth;
	size_t n;

	s = utf8_digits(a, str_trim(s));
	*out = S("");
	for (int32_t c; b.len < LONGEST && (c = utf8_next(&s)) >= 0;)
		if (c < 0x200b || c > 0x200f) /* marks of the direction of writing */
			buf_byte(&b, plain(c) < 128 ? (uint8_t)plain(c) : '*');
	if (!digits_of(buf_text(&b)))
		return true;
	if (s.len)
		return false;
	s = buf_text(&b);
	n = digits_of(s);
	*out = s;
	if (birth_read(s, &birth) || date(a, s, out))
		return true;
	*out = n == s.len && n >= 7 && n <= 9 && strspn(str_z(a, s), "0") < n ? s : S("");
	return out->len > 0;
}
