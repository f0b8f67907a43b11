/* See accept.h. */
#include "web/accept.h"

#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "base/banned.h"

#define ITEMS	  64 /* of a list; nobody sends more */
#define Q_MAX	  1000
#define DAY_S	  86400
#define YEAR_BASE 70 /* two digits of a year: 70..99 are 19xx */

static bool same(struct str a, struct str b)
{
	return a.len == b.len && (!a.len || !strncasecmp(a.s, b.s, a.len));
}

/* "0.7" as 700; -1 for what is no weight. */
static int weight(struct str s)
{
	int q, unit = Q_MAX;

	if (!s.len || (s.s[0] != '0' && s.s[0] != '1') || s.len > 5 || (s.len > 1 && s.s[1] != '.'))
		return -1;
	q = (s.s[0] - '0') * Q_MAX;
	for (size_t i = 2; i < s.len; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return -1;
		unit /= 10;
		q += (s.s[i] - '0') * unit;
	}
	return q > Q_MAX ? -1 : q;
}

/* The next "value;q=0.5" of a list; false at its end. A weight that is none makes the item one of weight 0. */
static bool item(struct str *list, struct str *value, int *q)
{
	struct str one, parameter;

	if (!list->s)
		return false;
	one = str_cut(list, ',');
	*value = str_trim(str_cut(&one, ';'));
	*q = Q_MAX;
	while (one.s) {
		parameter = str_trim(str_cut(&one, ';'));
		if (parameter.len > 1 && same(str_mem(parameter.s, 2), S("q=")))
			*q = weight(str_from(parameter, 2));
	}
	*q = *q < 0 ? 0 : *q;
	return true;
}

/* How near a range of languages comes to a tag: 0 not at all, 1 "*", 2 the same language, 3 the same tag. */
static int nearness(struct str range, struct str tag)
{
	struct str of_range = str_cut(&range, '-'), of_tag = str_cut(&tag, '-');

	if (str_eq(of_range, S("*")))
		return !range.s;
	if (!of_range.len || !same(of_range, of_tag))
		return 0;
	return !range.s == !tag.s && (!range.s || same(range, tag)) ? 3 : 2;
}

/* The weight of a tag is that of the nearest range, or of the heavier of two as near; *at is its position. */
static int language_weight(struct str header, struct str tag, size_t *at)
{
	struct str range;
	int best = 0, q, found = 0;

	for (size_t i = 0; i < ITEMS && item(&header, &range, &q); i++) {
		int near = nearness(range, tag);

		if (near && (near > best || (near == best && q > found))) {
			best = near;
			found = q;
			*at = i;
		}
	}
	return found;
}

size_t accept_language(struct str header, const struct str *langs, size_t n)
{
	size_t best = 0, best_at = 0;
	int most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = 0;
		int q = language_weight(header, langs[i], &at);

		if (q > most || (q && q == most && at < best_at)) {
			most = q;
			best = i;
			best_at = at;
		}
	}
	return best;
}

void accept_encoding(struct str header, bool *gzip, bool *br)
{
	int of_gzip = -1, of_br = -1, of_any = 0, q;
	struct str name;

	for (size_t i = 0; i < ITEMS && item(&header, &name, &q); i++) {
		if (same(name, S("gzip")) || same(name, S("x-gzip")))
			of_gzip = q;
		else if (same(name, S("br")))
			of_br = q;
		else if (str_eq(name, S("*")))
			of_any = q;
	}
	*gzip = (of_gzip < 0 ? of_any : of_gzip) > 0;
	*br = (of_br < 0 ? of_any : of_br) > 0;
}

/* The next tag of a list, with its quotes; false at the end or at what is none. RFC 9110 §8.8.3 */
static bool etag_next(struct str *list, struct str *tag, bool *weak)
{
	size_t n = 1;

	while (list->len && (list->s[0] == ',' || list->s[0] == ' ' || list->s[0] == '\t'))
		*list = str_from(*list, 1);
	*weak = str_starts(*list, S("W/"));
	if (*weak)
		*list = str_from(*list, 2);
	if (!list->len || list->s[0] != '"')
		return false;
	while (n < list->len && list->s[n] != '"')
		n++;
	if (n == list->len)
		return false;
	*tag = str_mem(list->s, n + 1);
	*list = str_from(*list, n + 1);
	return true;
}

/* Whether a list names the tag, or is "*". */
static bool etag_among(struct str list, struct str etag, bool weak_too)
{
	struct str tag;
	bool weak;

	if (str_eq(str_trim(list), S("*")))
		return true;
	while (etag.s && etag_next(&list, &tag, &weak))
		if ((weak_too || !weak) && str_eq(tag, etag))
			return true;
	return false;
}

/* Digits; more than fit count as the largest number there is. */
static bool number(struct str s, uint64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
		if (__builtin_mul_overflow(*n, 10U, n) ||
		    __builtin_add_overflow(*n, (unsigned)(s.s[i] - '0'), n))
			*n = UINT64_MAX;
	}
	return s.len;
}

/* RFC 9110 §14.1.2. What is no single range of bytes counts as none. */
static int range(struct str header, uint64_t size, struct accept_span *span)
{
	struct str last = header, unit = str_cut(&last, '='), first;
	uint64_t from, to = UINT64_MAX;

	if (!last.s || !same(str_trim(unit), S("bytes")) || memchr(last.s, ',', last.len))
		return 200;
	first = str_trim(str_cut(&last, '-'));
	if (!last.s)
		return 200;
	last = str_trim(last);
	if (!first.len) {
		if (!number(last, &to))
			return 200;
		to = to < size ? to : size;
		*span = (struct accept_span){ size - to, to };
		return to ? 206 : 416;
	}
	if (!number(first, &from) || (last.len && (!number(last, &to) || to < from)))
		return 200;
	if (from >= size)
		return 416;
	to = to < size - 1 ? to : size - 1;
	*span = (struct accept_span){ from, to - from + 1 };
	return 206;
}

static bool since(struct str header, int64_t modified, bool *after)
{
	int64_t t;

	if (!header.s || !modified || !accept_date(header, &t))
		return false;
	*after = modified > t;
	return true;
}

int accept_judge(const struct accept_conditions *c, struct str etag, int64_t modified,
		 uint64_t size, struct accept_span *span)
{
	bool after;

	if (c->if_match.s) {
		if (!etag_among(c->if_match, etag, false))
			return 412;
	} else if (since(c->if_unmodified_since, modified, &after) && after) {
		return 412;
	}
	if (c->if_none_match.s) {
		if (etag_among(c->if_none_match, etag, true))
			return 304;
	} else if (since(c->if_modified_since, modified, &after) && !after) {
		return 304;
	}
	/* A time in If-Range is never sure enough: what is published may change twice in a second. */
	if (!c->range.s || (c->if_range.s && (str_eq(str_trim(c->if_range), S("*")) ||
					      !etag_among(c->if_range, etag, false))))
		return 200;
	return range(c->range, size, span);
}

static const struct str months[] = { SC("Jan"), SC("Feb"), SC("Mar"), SC("Apr"),
				     SC("May"), SC("Jun"), SC("Jul"), SC("Aug"),
				     SC("Sep"), SC("Oct"), SC("Nov"), SC("Dec") };
static const struct str days[] = { SC("Thu"), SC("Fri"), SC("Sat"), SC("Sun"),
				   SC("Mon"), SC("Tue"), SC("Wed") };

/* Exactly `digits` of them; a leading blank where there are two and the old form allows it. */
static bool fixed(struct str s, size_t digits, bool blank, int *n)
{
	*n = 0;
	if (s.len != digits)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (blank && !i && s.s[i] == ' ')
			continue;
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
		*n = *n * 10 + (s.s[i] - '0');
	}
	return true;
}

static int month(struct str s)
{
	for (int i = 0; i < 12; i++)
		if (str_eq(s, months[i]))
			return i + 1;
	return 0;
}

static bool moment(struct str day, int m, struct str year, struct str time, bool blank,
		   int64_t *seconds)
{
	struct str rest = time, hour = str_cut(&rest, ':'), minute = str_cut(&rest, ':');
	int y, d, h, min, s, back_y, back_m, back_d;
	int64_t at;

	if (!fixed(year, year.len == 2 ? 2 : 4, false, &y) || !fixed(day, 2, blank, &d) || !m ||
	    !d || !fixed(hour, 2, false, &h) || !fixed(minute, 2, false, &min) ||
	    !fixed(rest, 2, false, &s) || h > 23 || min > 59 || s > 60)
		return false;
	if (year.len == 2)
		y += y < YEAR_BASE ? 2000 : 1900;
	if (y < 1900 || y > 2199)
		return false;
	at = day_of(y, m, d);
	day_split(at, &back_y, &back_m, &back_d);
	if (back_d != d || back_m != m)
		return false;
	*seconds = at * DAY_S + h * 3600 + min * 60 + s;
	return true;
}

bool accept_date(struct str s, int64_t *seconds)
{
	struct str rest = str_trim(s), first = str_cut(&rest, ' '), day, name, year;

	if (!rest.s)
		return false;
	if (first.len == 4 && first.s[3] == ',') { /* Sun, 06 Nov 1994 08:49:37 GMT */
		day = str_cut(&rest, ' ');
		name = str_cut(&rest, ' ');
		year = str_cut(&rest, ' ');
		first = str_cut(&rest, ' ');
		return year.len == 4 && rest.s && str_eq(rest, S("GMT")) &&
		       moment(day, month(name), year, first, false, seconds);
	}
	if (first.len > 4 && first.s[first.len - 1] == ',') { /* Sunday, 06-Nov-94 08:49:37 GMT */
		day = str_cut(&rest, '-');
		name = rest.s ? str_cut(&rest, '-') : rest;
		year = rest.s ? str_cut(&rest, ' ') : rest;
		first = rest.s ? str_cut(&rest, ' ') : rest;
		return year.len == 2 && rest.s && str_eq(rest, S("GMT")) &&
		       moment(day, month(name), year, first, false, seconds);
	}
	/* Sun Nov  6 08:49:37 1994 */
	name = str_cut(&rest, ' ');
	if (first.len != 3 || rest.len != 16 || rest.s[2] != ' ' || rest.s[11] != ' ')
		return false;
	return moment(str_mem(rest.s, 2), month(name), str_mem(rest.s + 12, 4),
		      str_mem(rest.s + 3, 8), true, seconds);
}

struct str accept_date_text(struct arena *a, int64_t seconds)
{
	int64_t day = seconds / DAY_S - (seconds % DAY_S < 0), left = seconds - day * DAY_S;
	struct str week = days[(day % 7 + 7) % 7];
	int y, m, d;

	day_split(day, &y, &m, &d);
	return str_fmt(a, "%.*s, %02d %.*s %04d %02d:%02d:%02d GMT", P(week), d, P(months[m - 1]),
		       y, (int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60));
}
