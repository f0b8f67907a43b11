/* See xlsx_value.h. */
#include "base/xlsx_value.h"

#include <string.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/num.h"
#include "base/time.h"
#include "base/banned.h"

#define DAY_SECONDS INT64_C(86400)
#define MILLION	    INT64_C(1000000)
#define SERIAL_1900 25569 /* of 1970-01-01, days counted from 1899-12-30 */
#define SERIAL_1904 24107
#define LEAP_MISTAKE \
	60 /* ECMA-376 18.17.4.1: 1900 counts as a leap year, so 60 is a day that never was */

/* ECMA-376 18.8.30: dates and times among the built-in formats; 27 to 36 and 50 to 58 are those of East Asian
 * languages. */
bool xlsx_date_id(int64_t id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	       (id >= 50 && id <= 58);
}

/* Past what a format's code shows as it stands: "text", [Red], \x, _x, *x. */
static size_t past_plain(struct str s, size_t at)
{
	char c = s.s[at], end = c == '"' ? '"' : c == '[' ? ']' : '\0';

	if (c == '\\' || c == '_' || c == '*')
		return at + 2;
	if (!end)
		return at;
	for (at++; at < s.len && s.s[at] != end;)
		at++;
	return at + 1;
}

bool xlsx_date_code(struct str code)
{
	/* "[h]:mm" is a number of hours, no time of day: that it shows minutes makes no date of it. */
	if (code.len > 2 && code.s[0] == '[' && strchr("hHmMsS", code.s[1]))
		return false;
	for (size_t at = 0; at < code.len && code.s[at] != ';';) {
		size_t next = past_plain(code, at);

		if (next == at && code.s[at] && strchr("yYmMdDhHsS", code.s[at]))
			return true;
		at = next == at ? at + 1 : next;
	}
	return false;
}

static size_t digits(struct str *s, struct buf *b)
{
	size_t n = 0;

	while (s->len && s->s[0] >= '0' && s->s[0] <= '9') {
		buf_byte(b, (uint8_t)s->s[0]);
		*s = str_from(*s, 1);
		n++;
	}
	return n;
}

static bool take(struct str *s, char c)
{
	if (!s->len || s->s[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

/* The digits of a decimal number, and where its point stands behind the last of them (negative: that many
 * stand behind the point). */
static bool decimal(struct str s, bool *minus, struct buf *b, int64_t *point)
{
	size_t whole, fraction = 0;

	*point = 0;
	*minus = take(&s, '-');
	whole = digits(&s, b);
	if (take(&s, '.'))
		fraction = digits(&s, b);
	if (take(&s, 'e') || take(&s, 'E')) {
		(void)take(&s, '+');
		if (!int_parse(s, -400, 400, point)) {
			bool below = take(&s, '-');
			struct buf e = { .a = b->a };

			/* "E+05", as some programs write */
			while (take(&s, '0'))
				;
			if (digits(&s, &e) > 3 || s.len ||
			    (e.len && !int_parse(buf_text(&e), 0, 400, point)))
				return false;
			*point = below ? -*point : *point;
		}
		s = S("");
	}
	*point -= (int64_t)fraction;
	return whole && !s.len;
}

struct str xlsx_number(struct arena *a, struct str number)
{
	struct buf b = { .a = a };
	struct str d;
	int64_t point;
	bool minus;

	if (!decimal(number, &minus, &b, &point))
		return number;
	d = buf_text(&b);
	for (; point < 0 && d.len && d.s[d.len - 1] == '0'; point++)
		d.len--;
	if (point < 0 && d.len)
		return number;
	while (d.len && d.s[0] == '0')
		d = str_from(d, 1);
	if (!d.len)
		return S("0");
	if ((int64_t)d.len + point > 18)
		return number;
	b = (struct buf){ .a = a };
	if (minus)
		buf_byte(&b, '-');
	buf_str(&b, d);
	while (point-- > 0)
		buf_byte(&b, '0');
	return buf_text(&b);
}

bool xlsx_day(struct arena *a, struct str number, bool from_1904, struct str *out)
{
	int64_t millionths, serial, day, s;

	if (!millionths_parse(number, &millionths) || millionths < 0)
		return false;
	serial = millionths / MILLION;
	s = (millionths % MILLION * DAY_SECONDS + MILLION / 2) / MILLION;
	if (s == DAY_SECONDS) {
		s = 0;
		serial++;
	}
	day = serial - (from_1904 ? SERIAL_1904 : SERIAL_1900);
	if (!from_1904 && serial <= LEAP_MISTAKE)
		day++;
	if (day < DAY_MIN || day > DAY_MAX || (!from_1904 && serial == LEAP_MISTAKE))
		return false;
	*out = day_text(a, day);
	if (s)
		*out = str_fmt(a, "%.*sT%02d:%02d", P(*out), (int)(s / 3600), (int)(s / 60 % 60));
	if (s % 60)
		*out = str_fmt(a, "%.*s:%02d", P(*out), (int)(s % 60));
	return true;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* The character of "_x000D_" at the start; -1 where none stands there. Half of a pair stays as it is. */
static int32_t escaped(struct str s)
{
	int32_t c = 0;

	if (s.len < 7 || s.s[0] != '_' || s.s[1] != 'x' || s.s[6] != '_')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int d = hex_digit(s.s[i]);

		if (d < 0)
			return -1;
		c = c << 4 | d;
	}
	return c >= 0xd800 && c < 0xe000 ? -1 : c;
}

struct str xlsx_unescape(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	if (!text.len || !memchr(text.s, '_', text.len))
		return text;
	while (text.len) {
		int32_t c = escaped(text);

		if (c < 0) {
			buf_byte(&b, (uint8_t)text.s[0]);
		} else if (c < 0x80) {
			buf_byte(&b, (uint8_t)c);
		} else {
			if (c >= 0x800)
				buf_byte(&b, (uint8_t)(0xe0 | c >> 12));
			buf_byte(&b,
				 (uint8_t)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3f) : 0xc0 | c >> 6));
			buf_byte(&b, (uint8_t)(0x80 | (c & 0x3f)));
		}
		text = str_from(text, c < 0 ? 1 : 7);
	}
	return buf_text(&b);
}
