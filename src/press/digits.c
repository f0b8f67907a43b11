/* See digits.h. */
#include "press/digits.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "press/claim.h"
#include "press/scan.h"
#include "base/banned.h"

#define DIGITS_MOST 12 /* a trillion of anything is no count */

/* The first character, 0 at the end; *after is what follows. */
static int32_t peek(struct str s, struct str *after)
{
	int32_t c;

	*after = s;
	if (!s.len)
		return 0;
	c = utf8_next(after);
	return c < 0 ? 0 : c;
}

/* A run of digits: its value and how many; *s goes behind it. */
static int64_t run(struct str *s, size_t *n)
{
	struct str after;
	int64_t v = 0;
	int digit;

	*n = 0;
	while ((digit = scan_digit(peek(*s, &after))) >= 0) {
		if (++*n <= DIGITS_MOST)
			v = v * 10 + digit;
		*s = after;
	}
	return v;
}

static bool exists(int64_t y, int64_t m, int64_t d)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return y >= 1900 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] &&
	       (m != 2 || d < 29 || (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)));
}

/* 28.03.2017, 28/3/2017, 3/28/2017, 2017-03-28. */
static bool read_day(struct str s, struct digits *out)
{
	const char *start = s.s;
	size_t nx, ny, nz;
	int64_t x = run(&s, &nx), y, z;
	int32_t mark, again;

	mark = peek(s, &s);
	if (mark != '.' && mark != '/' && mark != '-')
		return false;
	y = run(&s, &ny);
	again = peek(s, &s);
	if (again != mark)
		return false;
	z = run(&s, &nz);
	if (nx == 4 && ny <= 2 && nz <= 2 && ny && nz && exists(x, y, z)) {
		*out = (struct digits){ .y = (int)x, .m = (int)y, .d = (int)z };
	} else if (nx <= 2 && ny && ny <= 2 && nz == 4 && exists(z, y, x)) {
		*out = (struct digits){ .y = (int)z, .m = (int)y, .d = (int)x };
	} else if (nx <= 2 && ny && ny <= 2 && nz == 4 && mark == '/' && exists(z, x, y)) {
		*out = (struct digits){ .y = (int)z, .m = (int)x, .d = (int)y };
	} else {
		return false;
	}
	out->form = DIGITS_DAY;
	out->s = (struct str){ start, (size_t)(s.s - start) };
	return true;
}

static bool read_clock(struct str s, struct digits *out)
{
	const char *start = s.s;
	size_t nx, ny;
	int64_t x = run(&s, &nx), y;

	if (nx > 2 || x > 24 || peek(s, &s) != ':')
		return false;
	y = run(&s, &ny);
	if (ny != 2 || y > 59)
		return false;
	*out = (struct digits){ .form = DIGITS_CLOCK, .s = { start, (size_t)(s.s - start) } };
	return true;
}

/* Whether three digits and no more follow; *s goes behind them. */
static bool group(struct str *s, int64_t *v)
{
	struct str rest = *s;
	size_t n;
	int64_t three = run(&rest, &n);

	if (n != 3)
		return false;
	*v = *v * 1000 + three;
	*s = rest;
	return true;
}

static bool blank(int32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x2009 || c == 0x202f;
}

/* A comma and a blank between groups, as carelessly made pages have it: "1, 097". A list is likelier but where the group begins
 * with a nought or the number before it has one digit. */
static bool torn_group(struct str *s, size_t digits, int64_t *v)
{
	struct str rest = *s, after;
	int32_t c = peek(rest, &rest);

	if (!blank(c) || (scan_digit(peek(rest, &after)) != 0 && digits != 1))
		return false;
	if (!group(&rest, v))
		return false;
	*s = rest;
	return true;
}

static bool groups_with(int32_t mark, const struct digits_style *style)
{
	switch (mark) {
	case ',':
		return !style->comma_decimal;
	case '.':
		return style->dot_groups;
	case ' ':
		return !style->no_blank;
	case '\'':
	case 0xa0:
	case 0x2009:
	case 0x202f:
	case 0x2019:
	case 0x66c:
		return true;
	default:
		return false;
	}
}

/* Groups of three behind the first digits. */
static void read_groups(struct str *s, size_t first, const struct digits_style *style,
			struct digits *out)
{
	struct str after;
	int32_t mark = peek(*s, &after);

	if (first > 3 || !out->v || !groups_with(mark, style))
		return;
	for (int n = 0; n < 3; n++) {
		struct str rest;

		if (peek(*s, &rest) != mark)
			return;
		if (!group(&rest, &out->v)) {
			if (mark == ',' && !n && !style->no_blank &&
			    torn_group(&rest, first, &out->v)) {
				out->grouped = true;
				*s = rest;
			}
			return;
		}
		out->grouped = true;
		*s = rest;
	}
}

/* Decimals behind a stop or comma; more than six are cut. */
static void read_decimals(struct str *s, const struct digits_style *style, struct digits *out)
{
	struct str rest, digits;
	int32_t mark = peek(*s, &rest);
	int64_t unit = PRESS_ONE;
	size_t n = 0;

	if (mark != '.' && mark != 0x66b && mark != ',')
		return;
	for (digits = rest; scan_digit(peek(digits, &digits)) >= 0; n++)
		;
	if (!n || (mark == ',' && !style->comma_decimal && (n > 2 || out->grouped)))
		return;
	out->decimal = true;
	for (size_t i = 0; i < n; i++) {
		unit /= 10;
		out->v += scan_digit(peek(rest, &rest)) * unit;
	}
	*s = rest;
}

static bool ends_word(struct str s)
{
	struct str after;
	int32_t c = peek(s, &after);

	return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xc0);
}

/* Letters that belong to the number: 22nd, 5k, 2bn. */
static void read_suffix(struct str *s, struct digits *out)
{
	static const struct {
		struct str s;
		int64_t times; /* 0: an ordinal */
	} suffixes[] = {
		{ SC("st"), 0 },       { SC("nd"), 0 },		 { SC("rd"), 0 },
		{ SC("th"), 0 },       { SC("bn"), 1000000000 }, { SC("mln"), 1000000 },
		{ SC("mn"), 1000000 }, { SC("k"), 1000 },	 { SC("K"), 1000 },
	};

	if (out->decimal && str_starts(*s, S("m")) && ends_word(scan_from(*s, 1)) &&
	    out->v < 1000 * PRESS_ONE) {
		out->v *= 1000000; /* no length in decimals is written so: 1.2m people */
		*s = scan_from(*s, 1);
		return;
	}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (!str_starts(*s, suffixes[i].s) || !ends_word(scan_from(*s, suffixes[i].s.len)))
			continue;
		*s = scan_from(*s, suffixes[i].s.len);
		if (!suffixes[i].times)
			out->form = DIGITS_ORDINAL;
		else if (out->v <= INT64_MAX / 2 / suffixes[i].times)
			out->v *= suffixes[i].times;
		return;
	}
}

struct digits digits_read(struct str s, const struct digits_style *style)
{
	struct digits d = { 0 };
	const char *start = s.s;
	size_t n;

	if (read_day(s, &d) || read_clock(s, &d))
		return d;
	d.v = run(&s, &n);
	if (n > DIGITS_MOST) {
		d.form = DIGITS_NAME;
		d.s = (struct str){ start, (size_t)(s.s - start) };
		return d;
	}
	read_groups(&s, n, style, &d);
	if (d.v > INT64_MAX / PRESS_ONE / 2) {
		d.form = DIGITS_NAME;
		d.v = 0;
	}
	d.v *= PRESS_ONE;
	read_decimals(&s, style, &d);
	read_suffix(&s, &d);
	d.s = (struct str){ start, (size_t)(s.s - start) };
	return d;
}

struct digits_style digits_style_of(struct str text, bool comma_decimal)
{
	struct digits_style style = { .dot_groups = true, .comma_decimal = comma_decimal };

	for (size_t i = 1; i + 3 < text.len; i++) {
		const char *p = memchr(text.s + i, ',', text.len - 3 - i);

		if (!p)
			break;
		i = (size_t)(p - text.s);
		if (p[-1] >= '0' && p[-1] <= '9' && p[1] >= '0' && p[1] <= '9' && p[2] >= '0' &&
		    p[2] <= '9' && p[3] >= '0' && p[3] <= '9') {
			style.dot_groups = comma_decimal;
			return style;
		}
	}
	return style;
}
