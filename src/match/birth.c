/* See birth.h. */
#include "match/birth.h"

#include <stdlib.h>

#include "base/banned.h"

#define YEAR_LEAST 1700
#define YEAR_MOST  2211
#define SPAN_MOST  31

/* `n` digits, of which those from `known` on may be X: the least and the most that it may be. */
static bool digits(struct str *s, size_t n, int *least, int *most, bool x)
{
	*least = *most = 0;
	if (s->len < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s->s[i];

		if (!(c >= '0' && c <= '9') && !(x && c == 'X'))
			return false;
		*least = *least * 10 + (c == 'X' ? 0 : c - '0');
		*most = *most * 10 + (c == 'X' ? 9 : c - '0');
	}
	*s = str_from(*s, n);
	return true;
}

/* -MM or -DD, or XX. */
static bool part(struct str *s, int last, uint8_t *out)
{
	int least, most;

	*out = 0;
	if (!s->len || s->s[0] != '-')
		return true;
	*s = str_from(*s, 1);
	if (!digits(s, 2, &least, &most, true))
		return false;
	if (least != most)
		return true;
	*out = (uint8_t)least;
	return least >= 1 && least <= last;
}

static bool leap(int y)
{
	return y % 4 == 0 && (y % 100 || y % 400 == 0);
}

/* Whether one of these years has such a day; what is not known may be any. */
static bool is_day(const struct birth *b)
{
	static const uint8_t last[] = { 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool ok = b->day <= last[b->month];

	if (!ok || b->month != 2 || b->day != 29)
		return ok;
	for (int y = b->first; y <= b->last; y++)
		if (leap(y))
			return true;
	return false;
}

/* *day turns false where it has a day that there is not. */
static bool one(struct str s, struct birth *out, bool *day)
{
	int least, most;

	*out = (struct birth){ 0 };
	if (s.len && (s.s[s.len - 1] == '~' || s.s[s.len - 1] == '?' || s.s[s.len - 1] == '%')) {
		out->about = true;
		s.len--;
	}
	if (!digits(&s, 4, &least, &most, true) || !part(&s, 12, &out->month) ||
	    !part(&s, 31, &out->day) || s.len || least < YEAR_LEAST || most > YEAR_MOST)
		return false;
	out->first = (int16_t)least;
	out->last = (int16_t)most;
	*day &= is_day(out);
	return true;
}

/* Between two, each of which may be left open. */
static bool between(struct str first, struct str last, struct birth *out, bool *day)
{
	struct birth a, b;

	if (!one(first, &a, day) || !one(last, &b, day) || a.first > b.last)
		return false;
	*out = (struct birth){ .first = a.first, .last = b.last, .about = a.about || b.about };
	return true;
}

static bool parse(struct str s, struct birth *out, bool *day)
{
	struct str first, rest;
	bool ok = true;

	*out = (struct birth){ 0 };
	if (!s.len)
		return true;
	if (s.s[0] == '[' && s.s[s.len - 1] == ']') {
		rest = str_mem(s.s + 1, s.len - 2);
		first = str_cut(&rest, '.');
		ok = rest.len && rest.s[0] == '.' && between(first, str_from(rest, 1), out, day);
	} else {
		rest = s;
		first = str_cut(&rest, '/');
		ok = rest.s ? between(first, rest, out, day) : one(s, out, day);
	}
	if (ok && out->last - out->first > SPAN_MOST)
		out->last = (int16_t)(out->first + SPAN_MOST);
	if (!ok)
		*out = (struct birth){ 0 };
	return ok;
}

bool birth_read(struct str s, struct birth *out)
{
	bool day = true;

	return parse(s, out, &day);
}

bool birth_read_real(struct str s, struct birth *out)
{
	bool day = true;

	if (!parse(s, out, &day))
		return false;
	if (!day)
		*out = (struct birth){ 0 };
	return day;
}

static bool has_day(struct birth b)
{
	return b.month && b.day;
}

/* No more than the year is known of it: the first of January is what many offices write then. */
static bool year_alone(struct birth b)
{
	return !has_day(b) || (b.month == 1 && b.day == 1);
}

static bool vague(struct birth b)
{
	return b.about || b.first != b.last || year_alone(b);
}

/* Of one year each, the same. */
static enum birth_agrees same_year(struct birth a, struct birth b)
{
	if (has_day(a) && has_day(b) && a.month == b.month && a.day == b.day)
		return year_alone(a) ? BIRTH_NEW_YEAR : BIRTH_DAY;
	if (year_alone(a) || year_alone(b)) {
		if (a.month && b.month && a.month != b.month && !has_day(a) && !has_day(b))
			return BIRTH_APART;
		return BIRTH_YEAR;
	}
	if (a.month == b.month || a.day == b.day || (a.month == b.day && a.day == b.month))
		return BIRTH_PART;
	return BIRTH_APART;
}

static bool one_digit(int a, int b)
{
	int differ = 0;

	for (; a || b; a /= 10, b /= 10)
		differ += a % 10 != b % 10;
	return differ == 1;
}

enum birth_agrees birth_compare(struct birth a, struct birth b)
{
	int gap;

	if (!a.first || !b.first)
		return BIRTH_UNKNOWN;
	if (a.first == a.last && b.first == b.last && a.first == b.first)
		return same_year(a, b);
	gap = a.first > b.last ? a.first - b.last : b.first > a.last ? b.first - a.last : 0;
	if (!gap)
		return BIRTH_WITHIN;
	if (gap <= 2 && (vague(a) || vague(b)))
		return gap == 1 ? BIRTH_ONE : BIRTH_TWO;
	if (has_day(a) && has_day(b) && a.month == b.month && a.day == b.day && !year_alone(a))
		return BIRTH_DIGIT;
	if (gap > 4 && one_digit(a.first, b.first) && !year_alone(a) && !year_alone(b) &&
	    a.month == b.month)
		return BIRTH_DIGIT;
	return gap <= 4 ? BIRTH_FEW : BIRTH_OTHER;
}

int birth_says(enum birth_agrees how)
{
	static const int says[BIRTHS] = {
		[BIRTH_DAY] = 62,    [BIRTH_NEW_YEAR] = 28, [BIRTH_PART] = 36,	 [BIRTH_YEAR] = 22,
		[BIRTH_WITHIN] = 14, [BIRTH_APART] = 4,	    [BIRTH_ONE] = 10,	 [BIRTH_TWO] = 3,
		[BIRTH_DIGIT] = 4,   [BIRTH_FEW] = -20,	    [BIRTH_OTHER] = -40,
	};

	return says[how];
}

uint32_t birth_pack(struct birth b)
{
	if (!b.first)
		return 0;
	return (uint32_t)(b.first - YEAR_LEAST) << 16 | (uint32_t)(b.last - b.first) << 11 |
	       (uint32_t)b.month << 7 | (uint32_t)b.day << 2 | (uint32_t)b.about << 1 | 1;
}

struct birth birth_unpack(uint32_t p)
{
	struct birth b = { 0 };

	if (!p)
		return b;
	b.first = (int16_t)(YEAR_LEAST + (int)(p >> 16));
	b.last = (int16_t)(b.first + (int)(p >> 11 & 31));
	b.month = p >> 7 & 15;
	b.day = p >> 2 & 31;
	b.about = p >> 1 & 1;
	return b;
}
