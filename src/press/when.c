/* See when.h. */
#include "press/when.h"

#include <stdio.h>

#include "base/time.h"
#include "press/claim.h"
#include "press/number.h"
#include "base/banned.h"

/* A plain whole number in [min, max], 1999 among them but never 1,999. */
static int whole_at(const struct sentence *s, size_t i, int min, int max, bool ordinal)
{
	const struct token *t;
	int64_t v;

	if (i >= s->n || s->t[i].kind != T_NUMBER)
		return 0;
	t = &s->t[i];
	if (t->d.grouped || t->d.decimal ||
	    (t->d.form != DIGITS_COUNT && t->d.form != DIGITS_ORDINAL) ||
	    (t->d.form == DIGITS_ORDINAL && !ordinal))
		return 0;
	v = t->d.v / PRESS_ONE;
	return v >= min && v <= max ? (int)v : 0;
}

static int year_at(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].s.len >= 4 ? whole_at(s, i, 1900, 2199, false) : 0;
}

/* A Latin month or weekday is one only with a capital: "may" and "march" are also other words. */
static const struct hit *named(const struct sentence *s, size_t i, enum word_kind k)
{
	const struct hit *h = hit_at(s, i, k);

	return h && (s->t[i].cap || (uint8_t)s->t[i].s.s[0] >= 0x80) ? h : NULL;
}

static size_t comma(const struct sentence *s, size_t i)
{
	return mark_at(s, i, ',') || mark_at(s, i, 0x60c) ? i + 1 : i;
}

/* March 22, 2018; March 2018; March. */
static bool month_first(const struct sentence *s, size_t i, bool lone, struct when_day *out,
			size_t *to)
{
	const struct hit *h = named(s, i, W_MONTH);
	size_t at;

	if (!h)
		return false;
	out->m = (int)h->row->number;
	at = i + h->words;
	if (mark_at(s, at, '.') && s->t[at].glued && (whole_at(s, at + 1, 1, 31, true)))
		at++;
	out->d = whole_at(s, at, 1, 31, true);
	if (out->d) {
		at++;
		out->y = year_at(s, comma(s, at));
		*to = out->y ? comma(s, at) + 1 : at;
		return true;
	}
	out->y = year_at(s, comma(s, at));
	*to = out->y ? comma(s, at) + 1 : at;
	return lone || out->y;
}

/* 22 March 2018, the 22nd of March. "+328 March" is an offset of three hours and the 28th. */
static bool day_first(const struct sentence *s, size_t i, struct when_day *out, size_t *to)
{
	size_t at = i;
	int d = whole_at(s, at, 1, 31, true);
	const struct hit *h;

	if (!d && i && mark_at(s, i - 1, '+') && whole_at(s, i, 100, 1431, false)) {
		d = whole_at(s, i, 100, 1431, false) % 100;
		d = d < 1 || d > 31 ? d % 10 : d;
	}
	if (d < 1)
		return false;
	at++;
	while (is_at(s, at, W_OF))
		at++;
	h = named(s, at, W_MONTH);
	if (!h)
		return false;
	out->d = d;
	out->m = (int)h->row->number;
	at += h->words;
	out->y = year_at(s, comma(s, at));
	*to = out->y ? comma(s, at) + 1 : at;
	return true;
}

static bool relative_at(const struct sentence *s, size_t i, struct when_day *out, size_t *to)
{
	const struct hit *h = hit_at(s, i, W_DAY);

	if (!h)
		return false;
	out->relative = true;
	out->back = (int)h->row->number;
	*to = i + h->words;
	return true;
}

/* Last month, this year. */
static bool shift_at(const struct sentence *s, size_t i, struct when_day *out, size_t *to)
{
	const struct hit *h = hit_at(s, i, W_MONTHOF);
	char unit = h ? 'm' : 'y';

	h = h ? h : hit_at(s, i, W_YEAROF);
	if (!h)
		return false;
	*out = (struct when_day){ .relative = true, .back = (int)h->row->number, .unit = unit };
	*to = i + h->words;
	return true;
}

bool when_day_at(const struct sentence *s, size_t i, bool lone, struct when_day *out, size_t *to)
{
	const struct hit *h;
	size_t at = i;

	*out = (struct when_day){ 0 };
	if (i >= s->n)
		return false;
	if (s->t[i].kind == T_NUMBER && s->t[i].d.form == DIGITS_DAY) {
		*out = (struct when_day){ .y = s->t[i].d.y, .m = s->t[i].d.m, .d = s->t[i].d.d };
		*to = i + 1;
		return true;
	}
	if (shift_at(s, i, out, to))
		return true;
	h = named(s, i, W_WEEKDAY);
	if (h) {
		int weekday = (int)h->row->number;

		at = i + h->words;
		if (mark_at(s, at, '.') && s->t[at].glued)
			at++;
		at = comma(s, at);
		if (!day_first(s, at, out, to) && !month_first(s, at, false, out, to)) {
			*out = (struct when_day){ 0 };
			*to = i + h->words;
		}
		out->weekday = weekday;
		return true;
	}
	if (day_first(s, i, out, to) || month_first(s, i, lone, out, to) ||
	    relative_at(s, i, out, to))
		return true;
	*out = (struct when_day){ .y = lone ? year_at(s, i) : 0 };
	*to = i + 1;
	return out->y != 0;
}

/* The beginning of 2017: the words, then a day, month or year; "the start of the year" has none. */
static size_t start_at(const struct sentence *s, size_t i, struct when_day *out, size_t *to)
{
	const struct hit *h = hit_at(s, i, W_START);
	size_t at;

	if (!h)
		return 0;
	at = i + h->words;
	while (is_at(s, at, W_OF) || (at < s->n && is_at(s, at, W_BREAK) && s->t[at].f.len <= 4))
		at++;
	if (when_day_at(s, at, true, out, to)) {
		out->start = true;
		return at;
	}
	h = hit_at(s, at, W_TIME);
	if (!h || !(h->row->code.s[0] == 'y' || h->row->code.s[0] == 'm'))
		return 0;
	*out = (struct when_day){ .start = true };
	if (h->row->code.s[0] == 'm')
		*out = (struct when_day){ .relative = true, .unit = 'm' };
	*to = at + h->words;
	return at;
}

static size_t articles(const struct sentence *s, size_t i)
{
	while (i < s->n && is_at(s, i, W_BREAK) && s->t[i].kind == T_WORD && s->t[i].f.len <= 3 &&
	       !is_at(s, i, W_OF) && !is_at(s, i, W_BE) && !is_at(s, i, W_MONTH))
		i++;
	/* Mid-November, late June, the month of May. */
	if (i + 1 < s->n && AMONG(s->t[i].f, S("mid"), S("late"), S("early"), S("month"))) {
		size_t to = i + 1;

		while (is_at(s, to, W_OF) || (mark_at(s, to, '-') && s->t[to].glued))
			to++;
		if (named(s, to, W_MONTH))
			return to;
	}
	return i;
}

static bool range_at(const struct sentence *s, size_t i, struct when *out)
{
	bool between = is_at(s, i, W_BETWEEN), bare = !between && !is_at(s, i, W_FROM);
	size_t at = bare ? i : articles(s, i + 1), to, end;

	if (!when_day_at(s, at, !bare, &out->a, &to))
		return false;
	/* "30 April to 6 May" */
	if (bare && (!out->a.d || !out->a.m || !when_day_at(s, to + 1, false, &out->b, &end) ||
		     !out->b.d || !out->b.m))
		return false;
	if (!(between ? is_at(s, to, W_AND) || mark_at(s, to, '-')
		      : is_at(s, to, W_TO) || is_at(s, to, W_UNTIL) ||
				(bare && (mark_at(s, to, '-') || mark_at(s, to, 0x2013)))))
		return false;
	at = articles(s, to + 1);
	if (!when_day_at(s, at, true, &out->b, &end)) {
		int d = whole_at(s, at, 1, 31, true);

		if (!d || !out->a.d)
			return false;
		out->b = out->a;
		out->b.d = d;
		end = at + 1;
	}
	if (!out->a.y)
		out->a.y = out->b.y;
	/* "between 3 and 9 May" is read from behind. */
	out->sort = WHEN_RANGE;
	out->from = i;
	out->to = end;
	return true;
}

/* Between 3 and 9 May 2020; 3-9 May. */
static bool short_range(const struct sentence *s, size_t i, struct when *out)
{
	size_t at = i + (is_at(s, i, W_BETWEEN) || is_at(s, i, W_FROM)), end;
	int d = whole_at(s, at, 1, 31, true);

	/* "Report no. 11 - 20 May" is of the 20th. */
	if (i && (is_at(s, i - 1, W_NOCOUNT) ||
		  (i > 1 && mark_at(s, i - 1, '.') && is_at(s, i - 2, W_NOCOUNT))))
		return false;
	if (!d ||
	    !(is_at(s, at + 1, W_AND) || is_at(s, at + 1, W_TO) || is_at(s, at + 1, W_UNTIL) ||
	      mark_at(s, at + 1, '-') || mark_at(s, at + 1, 0x2013)) ||
	    !day_first(s, at + 2, &out->b, &end) || out->b.d <= d)
		return false;
	out->a = out->b;
	out->a.d = d;
	out->sort = WHEN_RANGE;
	out->from = i;
	out->to = end;
	return true;
}

/* Since (the process began in) 2019: a few words, then a day behind "in" or "on". */
static bool clause_day(const struct sentence *s, size_t i, struct when *out)
{
	for (size_t at = i; at < s->n && at < i + 14; at++) {
		if ((s->t[at].kind == T_MARK && s->t[at].c != '-') || is_at(s, at, W_SAY))
			return false;
		if ((is_at(s, at, W_IN) || is_at(s, at, W_ON)) &&
		    when_day_at(s, articles(s, at + 1), true, &out->a, &out->to))
			return true;
	}
	return false;
}

static bool since_at(const struct sentence *s, size_t i, struct when *out)
{
	const struct hit *h = hit_at(s, i, W_SINCE);
	bool from = !h && is_at(s, i, W_FROM);
	size_t at;

	if (!h && !from)
		return false;
	at = articles(s, i + (h ? h->words : 1));
	if (!start_at(s, at, &out->a, &out->to)) {
		if (is_at(s, at, W_WINDOW))
			at++;
		if (is_at(s, at, W_ON))
			at++;
		if (!when_day_at(s, at, true, &out->a, &out->to) && !(h && clause_day(s, at, out)))
			return false;
	}
	out->row = h ? h->row : NULL;
	out->sort = WHEN_SINCE;
	out->from = i;
	return true;
}

/* A code of n of a unit: past24h, past3d, past3w. */
static void past(struct when *out, int64_t n, char unit)
{
	if (unit == 'h' && n % 24 == 0 && n > 24) {
		n /= 24;
		unit = 'd';
	} else if (unit == 'd' && n == 1) {
		n = 24;
		unit = 'h';
	}
	(void)snprintf(out->room, sizeof out->room, "past%d%c", (int)(n > 9999 ? 9999 : n), unit);
	out->sort = WHEN_CODE;
}

/* The past 24 hours, last three days, the previous week, the past few days. A number may stand before the word, too, and in
 * some languages the word behind the unit. */
static bool window_at(const struct sentence *s, size_t i, struct when *out)
{
	size_t at = i;
	const struct hit *h, *word;
	struct number n;
	bool few = false;
	int64_t many = 1;

	if (is_at(s, at, W_IN))
		at++;
	at = articles(s, at);
	word = hit_at(s, at, W_WINDOW);
	if (!word)
		return false;
	out->row = word->row;
	at += word->words;
	h = hit_at(s, at, W_FEW);
	if (h) {
		few = true;
		at += h->words;
	} else if (number_at(s, at, &n) && !n.has_hi && !n.fraction) {
		many = n.v / PRESS_ONE;
		at = n.to;
		few = n.vague;
	} else {
		const struct hit *unit = hit_at(s, at, W_TIME);

		/* "The past days": more than one is said and none is counted. */
		few = unit && !unit->row->singular;
	}
	if (mark_at(s, at, '-') && s->t[at].glued)
		at++;
	h = hit_at(s, at, W_TIME);
	if (!h)
		return false;
	out->from = i;
	out->to = at + h->words;
	if (few) {
		out->sort = WHEN_CODE;
		out->code = S("past_few_days");
		return h->row->code.s[0] == 'd' || h->row->code.s[0] == 'h';
	}
	past(out, many, h->row->code.s[0]);
	return true;
}

/* In 24 hours, within 24 hours. */
static bool hours_at(const struct sentence *s, size_t i, struct when *out)
{
	const struct hit *h;
	size_t at = i + 1;

	if (!is_at(s, i, W_IN))
		return false;
	at = articles(s, at);
	if (whole_at(s, at, 24, 24, false) != 24)
		return false;
	at++;
	if (mark_at(s, at, '-'))
		at++;
	h = hit_at(s, at, W_TIME);
	if (!h || h->row->code.s[0] != 'h')
		return false;
	past(out, 24, 'h');
	out->from = i;
	out->to = at + h->words;
	return true;
}

#define KIND(k) (UINT64_C(1) << (k))
_Static_assert(W_DAY < 64,
	       "the kinds that begin an expression of time are in the first word of bits");

/* Most tokens begin no expression of time. */
static bool may_begin(const struct sentence *s, size_t i)
{
	const uint64_t kinds = KIND(W_PERIOD) | KIND(W_WINDOW) | KIND(W_SINCE) | KIND(W_ON) |
			       KIND(W_MONTH) | KIND(W_WEEKDAY) | KIND(W_DAY) | KIND(W_FROM) |
			       KIND(W_IN) | KIND(W_BETWEEN);

	return i < s->n && (s->t[i].kind == T_NUMBER || (s->t[i].kinds.bits[0] & kinds) ||
			    is_at(s, i, W_MONTHOF) || is_at(s, i, W_YEAROF) ||
			    (is_at(s, i, W_BREAK) && kinds_has(&s->kinds, W_WINDOW)));
}

bool when_tells(const struct sentence *s)
{
	const uint64_t kinds = KIND(W_PERIOD) | KIND(W_WINDOW) | KIND(W_START) | KIND(W_MONTH) |
			       KIND(W_WEEKDAY) | KIND(W_DAY);

	return s->numbers || (s->kinds.bits[0] & kinds) || kinds_has(&s->kinds, W_MONTHOF) ||
	       kinds_has(&s->kinds, W_YEAROF);
}

bool when_at(const struct sentence *s, size_t i, struct when *out)
{
	const struct hit *h;
	size_t at = i;

	if (!may_begin(s, i))
		return false;
	*out = (struct when){ .from = i };
	/* "So far this year" is since it began. */
	h = hit_at(s, i, W_PERIOD);
	if (h && str_eq(h->row->code, S("to_date")) &&
	    shift_at(s, i + h->words, &out->a, &out->to)) {
		out->sort = WHEN_SINCE;
		if (out->a.unit == 'y' && !out->a.back)
			out->a = (struct when_day){ .start = true };
		return true;
	}

	/* "A weekly report" is a report. */
	if (h && (!is_at(s, i, W_BULLETIN) || hit_at(s, i, W_BULLETIN)->words <= h->words)) {
		*out = (struct when){ .sort = WHEN_CODE,
				      .from = i,
				      .to = i + h->words,
				      .code = h->row->code,
				      .row = h->row };
		return true;
	}
	if (shift_at(s, i, &out->a, &out->to)) {
		out->sort = WHEN_ON;
		return true;
	}
	if (window_at(s, i, out) || hours_at(s, i, out) || short_range(s, i, out) ||
	    range_at(s, i, out) || since_at(s, i, out))
		return true;
	*out = (struct when){ .from = i, .sort = WHEN_ON };
	if (is_at(s, at, W_ON) || is_at(s, at, W_IN)) {
		at = articles(s, at + 1);
		if (start_at(s, at, &out->a, &out->to))
			return true;
		return when_day_at(s, at, true, &out->a, &out->to);
	}
	out->bare = true;
	return when_day_at(s, i, false, &out->a, &out->to);
}

struct str when_code(const struct when *w)
{
	return w->code.s ? w->code : str_of(w->room);
}

/* Monday is 1. 1970-01-01 was a Thursday. */
static int weekday_of(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

static bool real_day(int y, int m, int d, int64_t *day)
{
	int yy, mm, dd;

	*day = day_of(y, m, d);
	day_split(*day, &yy, &mm, &dd);
	return yy == y && mm == m && dd == d;
}

/* The year of a day or month of which only that is said: the latest that is not after the report. */
static int year_before(struct when_day d, int64_t report)
{
	int y, m, day;

	day_split(report, &y, &m, &day);
	return d.m > m || (d.m == m && d.d > day + 1) ? y - 1 : y;
}

/* The month or year so many before or after the report's. */
static struct str shifted(struct arena *a, struct when_day d, int64_t report)
{
	int y, m, dd;

	day_split(report, &y, &m, &dd);
	if (d.unit == 'y')
		return str_fmt(a, "%04d", y + d.back);
	m += y * 12 + d.back - 1;
	return str_fmt(a, "%04d-%02d", m / 12, m % 12 + 1);
}

/* A weekday of which only that is said: the latest, or the next one. */
static int64_t weekday_near(int weekday, int64_t report, bool ahead)
{
	int on = (weekday - weekday_of(report) + 7) % 7;

	return ahead ? report + (on ? on : 7) : report - (7 - on) % 7;
}

struct str when_day_text(struct arena *a, struct when_day d, int64_t report, bool ahead)
{
	int64_t day;
	int y, m, dd;
	bool needs = d.relative || (d.weekday && !d.m) || !d.y;

	if (needs && report == NO_DAY)
		return (struct str){ 0 };
	if (d.unit)
		return shifted(a, d, report);
	if (d.relative)
		return day_text(a, report + d.back);
	if (d.weekday && !d.m)
		return day_text(a, weekday_near(d.weekday, report, ahead));
	if (!d.y) {
		day_split(report, &y, &m, &dd);
		d.y = d.m ? year_before(d, report) : y;
		if (ahead && d.m && (d.y < y || (d.y == y && d.m < m)))
			d.y++;
	}
	if (d.d && d.m)
		return real_day(d.y, d.m, d.d, &day) ? day_text(a, day) : (struct str){ 0 };
	if (d.m)
		return str_fmt(a, "%04d-%02d", d.y, d.m);
	return d.start ? str_fmt(a, "%04d-01-01", d.y) : str_fmt(a, "%04d", d.y);
}

struct str when_text(struct arena *a, const struct when *w, int64_t report, bool ahead)
{
	struct str x, y;

	switch (w->sort) {
	case WHEN_CODE:
		return str_dup(a, when_code(w));
	case WHEN_ON:
	case WHEN_SINCE:
		x = when_day_text(a, w->a, report, ahead);
		return x.s ? str_fmt(a, "%s:%.*s", w->sort == WHEN_ON ? "on" : "since", P(x)) : x;
	case WHEN_RANGE:
		y = when_day_text(a, w->b, report, ahead);
		x = when_day_text(a, w->a, report, ahead);
		return x.s && y.s ? str_fmt(a, "%.*s..%.*s", P(x), P(y)) : (struct str){ 0 };
	case WHEN_NONE:
		break;
	}
	return (struct str){ 0 };
}
