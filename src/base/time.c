/* See time.h. Civil-day arithmetic on eras of 400 years of 146,097 days. */
#include "base/time.h"

#include <inttypes.h>
#include <time.h>

#include "base/num.h"
#include "base/banned.h"

static int64_t system_now(void *p)
{
	struct timespec t;

	(void)p;
	return clock_gettime(CLOCK_REALTIME, &t) ? 0 : (int64_t)t.tv_sec;
}

const struct clock clock_system = { system_now, NULL };

int64_t clock_now(const struct clock *c)
{
	return c->now(c->p);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t day_of(int y, int m, int d)
{
	int64_t yy = m <= 2 ? y - 1 : y, era = floor_div(yy, 400), yoe = yy - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void day_split(int64_t day, int *y, int *m, int *d)
{
	int64_t z = day + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = (int)(yoe + era * 400 + (*m <= 2));
}

static int month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && y % 4 == 0 && (y % 100 || y % 400 == 0) ? 29 : days[m - 1];
}

int64_t day_add_months(int64_t day, int months)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	months += y * 12 + m - 1;
	y = months / 12;
	m = months % 12 + 1;
	return day_of(y, m, d < month_days(y, m) ? d : month_days(y, m));
}

/* `n` digits at position `at`, a number within [min, max]. */
static bool digits(struct str s, size_t at, size_t n, int min, int max, int *out)
{
	int v = 0;

	if (at + n > s.len)
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
		v = v * 10 + (s.s[i] - '0');
	}
	*out = v;
	return v >= min && v <= max;
}

static bool sep(struct str s, size_t at, char c)
{
	return at < s.len && s.s[at] == c;
}

bool day_parse(struct str s, int64_t *day)
{
	int y, m, d;

	if (s.len != 10 || !digits(s, 0, 4, 1900, 2199, &y) || !sep(s, 4, '-') ||
	    !digits(s, 5, 2, 1, 12, &m) || !sep(s, 7, '-') ||
	    !digits(s, 8, 2, 1, month_days(y, m), &d))
		return false;
	*day = day_of(y, m, d);
	return true;
}

struct str day_text(struct arena *a, int64_t day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return str_fmt(a, "%04d-%02d-%02d", y, m, d);
}

static bool offset_parse(struct str s, int32_t *minutes)
{
	int h, m;

	if (str_eq(s, S("Z"))) {
		*minutes = 0;
		return true;
	}
	if (s.len != 6 || (s.s[0] != '+' && s.s[0] != '-') || !digits(s, 1, 2, 0, 14, &h) ||
	    !sep(s, 3, ':') || !digits(s, 4, 2, 0, 59, &m))
		return false;
	*minutes = (s.s[0] == '-' ? -1 : 1) * (h * 60 + m);
	return *minutes >= -720 && *minutes <= 840;
}

bool instant_parse(struct str s, struct instant *t)
{
	int64_t day;
	int h, m, sec = 0;
	size_t at = 16;

	if (s.len < 17 || !day_parse(str_mem(s.s, 10), &day) || !sep(s, 10, 'T') ||
	    !digits(s, 11, 2, 0, 23, &h) || !sep(s, 13, ':') || !digits(s, 14, 2, 0, 59, &m))
		return false;
	if (sep(s, 16, ':')) {
		if (!digits(s, 17, 2, 0, 59, &sec))
			return false;
		at = 19;
	}
	if (!offset_parse(str_from(s, at), &t->minutes))
		return false;
	t->s = day * 86400 + h * 3600 + m * 60 + sec - (int64_t)t->minutes * 60;
	return true;
}

struct str instant_text(struct arena *a, struct instant t)
{
	int64_t local = t.s + (int64_t)t.minutes * 60, day = floor_div(local, 86400),
		r = local - day * 86400;
	int off = t.minutes < 0 ? -t.minutes : t.minutes;
	struct str zone =
		t.minutes ? str_fmt(a, "%c%02d:%02d", t.minutes < 0 ? '-' : '+', off / 60, off % 60)
			  : S("Z");

	return str_fmt(a, "%.*sT%02d:%02d:%02d%.*s", P(day_text(a, day)), (int)(r / 3600),
		       (int)(r / 60 % 60), (int)(r % 60), P(zone));
}

int64_t instant_day(struct instant t)
{
	return floor_div(t.s + (int64_t)t.minutes * 60, 86400);
}

static bool edtf_date(struct str s)
{
	int y, m, d;

	if (s.len && (sep(s, s.len - 1, '?') || sep(s, s.len - 1, '~') || sep(s, s.len - 1, '%')))
		s.len--;
	if (!digits(s, 0, 4, 1, 9999, &y))
		return false;
	if (s.len == 4)
		return true;
	if (!sep(s, 4, '-') || !digits(s, 5, 2, 1, 12, &m))
		return false;
	return s.len == 7 ||
	       (s.len == 10 && sep(s, 7, '-') && digits(s, 8, 2, 1, month_days(y, m), &d));
}

bool edtf_ok(struct str s)
{
	struct str rest = s, first = str_cut(&rest, '/');

	return edtf_date(first) && (!rest.s || edtf_date(rest));
}
