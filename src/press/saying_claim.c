/* A claim of a report as the figure of a saying. */
#include "press/saying.h"

#include "base/num.h"
#include "base/time.h"
#include "press/saying_int.h"
#include "base/banned.h"

#define VALUE_MOST (INT64_C(40000000000) * PRESS_ONE)

/* Words of the schema that mean one thing here. */
static struct str alias(struct str code)
{
	static const struct {
		struct str code, as;
	} rows[] = {
		{ SC("family_members"), SC("family") }, { SC("residents"), SC("people") },
		{ SC("persons"), SC("people") },	{ SC("vehicles_armoured"), SC("armoured") },
		{ SC("evacuated"), SC("left") },	{ SC("transferred"), SC("left") },
		{ SC("departed"), SC("left") },		{ SC("recaptured"), SC("captured") },
		{ SC("liberated"), SC("captured") },	{ SC("laid_down_arms"), SC("surrendered") },
		{ SC("pardoned"), SC("amnestied") },	{ SC("wounded"), SC("injured") },
		{ SC("demined"), SC("cleared") },	{ SC("neutralised"), SC("destroyed") },
		{ SC("handed_over"), SC("handed_in") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(code, rows[i].code))
			return rows[i].as;
	return code;
}

/* YYYY-MM-DD; a month or a year is no day. */
static bool read_date(struct str s, int64_t *day)
{
	return s.len == 10 && day_parse(s, day);
}

/* "past24h", "past3d", "past3w" */
static bool read_past(struct str p, struct said_figure *f)
{
	struct str n = str_from(p, 4);
	int64_t v;

	if (!str_starts(p, S("past")) || n.len < 2 ||
	    !int_parse(str_mem(n.s, n.len - 1), 1, 3660, &v))
		return false;
	f->period = PERIOD_FLOW;
	switch (n.s[n.len - 1]) {
	case 'h':
		f->days = (int)(v + 23) / 24;
		return true;
	case 'd':
		f->days = (int)v;
		return true;
	case 'w':
		f->days = (int)v * 7;
		return true;
	default:
		f->period = PERIOD_UNSAID;
		return false;
	}
}

static void read_period(struct str p, struct said_figure *f)
{
	struct str rest = p;
	int64_t from, to;

	if (!p.len || read_past(p, f))
		return;
	if (str_eq(p, S("total")) || str_eq(p, S("to_date"))) {
		f->period = PERIOD_ALL;
	} else if (str_starts(p, S("since:"))) {
		f->period = PERIOD_SINCE;
	} else if (str_eq(p, S("daily"))) {
		f->period = PERIOD_FLOW;
		f->days = 1;
	} else if (str_eq(p, S("this_week")) || str_eq(p, S("last_week")) ||
		   str_eq(p, S("weekly"))) {
		f->period = PERIOD_FLOW;
		f->days = 7;
	} else if (str_starts(p, S("on:"))) {
		if (read_date(str_from(p, 3), &from))
			f->day = from;
	} else if (str_eq(p, S("past_few_days"))) {
		f->period = PERIOD_FLOW;
	} else if (read_date(str_cut(&rest, '.'), &from) && rest.len &&
		   read_date(str_from(rest, 1), &to) && to >= from && to - from < 3660) {
		f->period = PERIOD_FLOW;
		f->days = (int)(to - from) + 1;
		f->day = to;
	}
}

static int64_t bounded(int64_t v)
{
	return v < 0 ? 0 : v > VALUE_MOST ? VALUE_MOST : v;
}

void said_of_claim(const struct press_claim *c, int64_t day, struct said_figure *out)
{
	*out = (struct said_figure){ .value = bounded(c->value),
				     .has_hi = c->has_hi && c->value_hi > c->value,
				     .qual = c->qual,
				     .noun = alias(c->entity),
				     .event = alias(c->event),
				     .day = day,
				     .has_year = true,
				     .planned = c->stance == STANCE_PLANNED,
				     .unit = c->unit.s ? said_unit_of(c->unit) : UNIT_NONE };
	out->hi = out->has_hi ? bounded(c->value_hi) : out->value;
	/* What is seen and counted is of whoever saw it. */
	if (str_eq(c->entity, S("violations")) && c->org.len)
		out->counter = c->org;
	read_period(c->period, out);
}
