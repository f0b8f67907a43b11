/* See report.h. */
#include "press/report.h"

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

#define HEAD	 700 /* bytes of text in which a byline may stand */
#define NEAR	 4   /* tokens between a date and what tells of which sort it is */
#define HOW_DAYS 400

/* "Since 18 October, for a total of 44 days": how many days, or 0. */
static size_t days_behind(const struct sentence *s, size_t i)
{
	for (size_t k = i; k < s->n && k < i + 8; k++) {
		struct number n;

		if (number_at(s, k, &n) && n.v >= PRESS_ONE && n.v <= HOW_DAYS * PRESS_ONE &&
		    !n.fraction && !n.vague) {
			const struct hit *h = hit_at(s, n.to, W_TIME);

			return h && h->row->code.s[0] == 'd' ? (size_t)(n.v / PRESS_ONE) : 0;
		}
	}
	return 0;
}

static bool stamp_near(const struct sentence *s, const struct when *w)
{
	size_t from = w->from > NEAR ? w->from - NEAR : 0;

	for (size_t i = from; i < w->to + NEAR && i < s->n; i++)
		if (is_at(s, i, W_STAMP))
			return true;
	return false;
}

static void keep_day(struct report_state *r, const struct parsed *p, size_t k, struct when_day d)
{
	const struct sentence *s = p->s;
	const struct when *w = &p->w[k];
	struct seen_day *out;

	if (r->days == SEEN_DAYS || d.relative)
		return;
	r->day = arena_more(r->a, r->day, r->days, &r->day_room, sizeof *r->day);
	out = &r->day[r->days++];
	*out = (struct seen_day){ .d = d };
	out->start = (size_t)(s->t[w->from].s.s - r->article->text.s);
	out->end = (size_t)(s->t[w->to - 1].s.s + s->t[w->to - 1].s.len - r->article->text.s);
	out->stamp = stamp_near(s, w);
	out->head = w->sort == WHEN_ON && w->bare && out->start < HEAD;
	out->said = p->said[k];
	out->since = w->sort == WHEN_SINCE;
	if (out->since && d.d && d.m)
		out->days = days_behind(s, w->to);
}

void report_days(struct report_state *r, const struct parsed *p)
{
	for (size_t k = 0; k < p->whens; k++) {
		const struct when *w = &p->w[k];

		if (w->sort == WHEN_ON || w->sort == WHEN_SINCE || w->sort == WHEN_RANGE)
			keep_day(r, p, k, w->a);
		if (w->sort == WHEN_RANGE)
			keep_day(r, p, k, w->b);
	}
}

static bool whole(const struct seen_day *d)
{
	return d->d.y && d->d.m && d->d.d;
}

static int64_t number_of(const struct seen_day *d)
{
	return day_of(d->d.y, d->d.m, d->d.d);
}

static int weekday_of(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

/* Whether what was said "on Friday" was said on that day or just before. */
static int fits_weekday(const struct report_state *r, int64_t day)
{
	int best = 0;

	for (size_t i = 0; i < r->days; i++) {
		int back;

		if (!r->day[i].d.weekday || r->day[i].d.m)
			continue;
		back = (weekday_of(day) - r->day[i].d.weekday + 7) % 7;
		if (back == 0 && best < 2)
			best = 2;
		if (back == 1 && best < 1)
			best = 1;
	}
	return best;
}

static void set_report(struct report_state *r, int64_t day, const char *how, struct seen_day *by)
{
	r->report = day;
	r->out->report_date = day_text(r->a, day);
	r->out->date_how = str_of(how);
	(void)by;
}

/* The date at the head of the text; of several the one on whose weekday it was said, else the earliest. */
static bool from_head(struct report_state *r, size_t *chosen)
{
	int most = -1;
	int64_t best = 0;

	for (size_t i = 0; i < r->days; i++) {
		int64_t day;
		int fit;

		if (!whole(&r->day[i]) || !r->day[i].head || r->day[i].stamp)
			continue;
		day = number_of(&r->day[i]);
		fit = fits_weekday(r, day);
		if (fit > most || (fit == most && day < best)) {
			most = fit;
			best = day;
			*chosen = i;
		}
	}
	if (most < 0)
		return false;
	set_report(r, best, "byline", &r->day[*chosen]);
	return true;
}

/* A day and a count of days since: the report is of the day they end on, in the last year that a stamp allows. */
static bool from_count(struct report_state *r, size_t *chosen)
{
	for (size_t i = 0; i < r->days; i++) {
		struct seen_day *d = &r->day[i];
		int y, m, dd;
		int64_t day;

		if (!d->days || (!d->d.y && r->bound == NO_DAY))
			continue;
		day_split(r->bound == NO_DAY ? 0 : r->bound, &y, &m, &dd);
		if (d->d.y)
			y = d->d.y;
		day = day_of(y, d->d.m, d->d.d) + (int64_t)d->days;
		if (!d->d.y && day > r->bound)
			day = day_of(y - 1, d->d.m, d->d.d) + (int64_t)d->days;
		*chosen = i;
		set_report(r, day, "reckoned", d);
		return true;
	}
	return false;
}

/* Days in the text bound the report from below; a weekday on which something was said narrows it. */
static void from_text(struct report_state *r)
{
	int64_t latest = NO_DAY, from;

	for (size_t i = 0; i < r->days; i++)
		if (whole(&r->day[i]) && !r->day[i].stamp && number_of(&r->day[i]) > latest &&
		    (r->bound == NO_DAY || number_of(&r->day[i]) <= r->bound))
			latest = number_of(&r->day[i]);
	if (latest == NO_DAY && r->bound == NO_DAY)
		return;
	if (latest == NO_DAY) {
		r->out->report_date = str_fmt(r->a, "..%.*s", P(day_text(r->a, r->bound)));
		r->out->date_how = S("stamp");
		return;
	}
	from = latest;
	for (size_t i = 0; i < r->days && from == latest; i++)
		if (r->day[i].d.weekday && !r->day[i].d.m)
			from = latest + (r->day[i].d.weekday - weekday_of(latest) + 7) % 7;
	r->near = from + 6;
	r->out->report_date =
		str_fmt(r->a, "%.*s..%.*s", P(day_text(r->a, from)), P(day_text(r->a, from + 6)));
	r->out->date_how = S("text");
}

/* The day from which another is reckoned: weekdays and "yesterday" only from the report's own, months and days of a month
 * from one that is near. */
static int64_t day_by(const struct report_state *r, const struct when_day *d)
{
	if (r->report != NO_DAY || d->relative || (d->weekday && !d->m))
		return r->report;
	return r->near != NO_DAY ? r->near : r->bound;
}

static void list_dates(struct report_state *r, size_t chosen)
{
	r->out->dates = arena_array(r->a, r->days + 1, sizeof *r->out->dates);
	for (size_t i = 0; i < r->days; i++) {
		struct seen_day *d = &r->day[i];
		struct press_date *out = &r->out->dates[r->out->n_dates];

		out->date = when_day_text(r->a, d->d, day_by(r, &d->d), false);
		if (!out->date.s)
			continue;
		out->how = d->stamp  ? S("stamp")
			   : d->head ? S("byline")
			   : d->days ? S("reckoned")
				     : S("text");
		out->at = article_span(r->article, d->start, d->end);
		out->chosen = i == chosen;
		r->out->n_dates++;
	}
}

static void find_report_day(struct report_state *r)
{
	size_t chosen = NOBODY;

	for (size_t i = 0; i < r->days; i++)
		if (whole(&r->day[i]) && r->day[i].stamp &&
		    (r->bound == NO_DAY || number_of(&r->day[i]) > r->bound))
			r->bound = number_of(&r->day[i]);
	if (!from_head(r, &chosen) && !from_count(r, &chosen))
		from_text(r);
	list_dates(r, chosen);
}

static bool is_state(const struct draft_claim *d)
{
	static const struct str states[] = { SC("controlled"), SC("held"), SC("decreased"),
					     SC("present") };

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_eq(d->c.event, states[i]))
			return true;
	return false;
}

static bool code_is(const struct draft_claim *d, struct str code)
{
	return d->has_when && d->when.sort == WHEN_CODE && str_eq(when_code(&d->when), code);
}

static bool window(const struct draft_claim *d)
{
	return d->has_when && d->when.sort == WHEN_CODE &&
	       str_starts(when_code(&d->when), S("past"));
}

/* Whether the time of one claim holds for the next sentence, too: a day or stretch of days, and neither is a plan. */
static bool goes_on(const struct draft_claim *last, const struct draft_claim *d)
{
	bool week =
		last->when.sort == WHEN_CODE && (str_eq(when_code(&last->when), S("last_week")) ||
						 str_eq(when_code(&last->when), S("this_week")));

	if (week)
		return last->c.stance == STANCE_ASSERTED && d->c.stance == STANCE_ASSERTED;
	return (last->when.sort == WHEN_ON || last->when.sort == WHEN_RANGE) &&
	       (last->when.sort == WHEN_RANGE || last->when.a.d || last->when.a.weekday ||
		(last->when.a.relative && !last->when.a.unit)) &&
	       last->c.stance == STANCE_ASSERTED && d->c.stance == STANCE_ASSERTED;
}

/* Time that is not said again: "the same period", the sentence before in a paragraph, the day of a bulletin. */
static void carry_on(struct report_state *r)
{
	const struct draft_claim *lead = NULL, *last = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct draft_claim *d = &r->draft[i];

		if (is_state(d) && (code_is(d, S("total")) || code_is(d, S("to_date"))))
			d->has_when = false;
		if (code_is(d, S("same"))) {
			d->has_when = last && last->has_when;
			if (last)
				d->when = last->when;
		}
		/* Rows of a table look like headlines. */
		if (!d->has_when && r->cover.sort && d->sentence && !d->total &&
		    d->c.stance != STANCE_PLANNED) {
			d->when = r->cover;
			d->has_when = true;
		}
		if (d->headline)
			continue;
		if (!d->has_when && d->total) {
			d->when = (struct when){ .sort = WHEN_CODE, .code = S("total") };
			d->has_when = true;
		}
		if (!lead && window(d))
			lead = d;
		if (is_state(d) && !d->has_when) {
			last = d;
			continue;
		}
		if (!d->has_when && last && last->paragraph == d->paragraph && last->has_when &&
		    last->when.sort == WHEN_ON && d->c.value < last->c.value &&
		    str_eq(d->c.entity, last->c.entity) && str_eq(d->c.event, last->c.event) &&
		    last->sentence + 3 >= d->sentence) {
			d->when = last->when;
			d->has_when = true;
		}
		if (!d->has_when && last && last->paragraph == d->paragraph &&
		    last->sentence + 1 >= d->sentence && window(last) &&
		    (last->sentence != d->sentence || last->carried) &&
		    d->c.stance != STANCE_PLANNED) {
			d->when = last->when;
			d->has_when = d->carried = true;
		}
		/* What happened on a day goes on in the next sentence. */
		if (!d->has_when && last && last->has_when && last->paragraph == d->paragraph &&
		    (last->sentence + 1 == d->sentence ||
		     (last->sentence == d->sentence && last->carried)) &&
		    goes_on(last, d)) {
			d->when = last->when;
			d->has_when = d->carried = true;
		}
		if (!d->has_when && r->bulletin && lead && d->c.stance != STANCE_PLANNED) {
			d->when = lead->when;
			d->has_when = true;
		}
		last = d;
	}
}

static void carry_times(struct report_state *r)
{
	/* What is to be was in no past stretch of days. */
	for (size_t i = 0; i < r->n; i++) {
		struct draft_claim *d = &r->draft[i];

		if (d->has_when && d->c.stance == STANCE_PLANNED &&
		    (d->when.sort == WHEN_SINCE || window(d) || code_is(d, S("last_week"))))
			d->has_when = false;
	}
	carry_on(r);
}

/* Whether two claims say the same figure. */
static bool same_claim(const struct press_claim *x, const struct press_claim *y)
{
	return x->value == y->value && str_eq(x->entity, y->entity) && str_eq(x->event, y->event) &&
	       str_eq(x->unit.s ? x->unit : S(""), y->unit.s ? y->unit : S("")) &&
	       x->has_hi == y->has_hi;
}

static void find_repeats(struct report_state *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct draft_claim *d = &r->draft[i];
		size_t look = i > 400 ? i - 400 : 0;

		for (size_t k = look; k < i; k++) {
			struct draft_claim *o = &r->draft[k];

			if (!same_claim(&d->c, &o->c) || o->sentence == d->sentence ||
			    d->c.value < 10 * PRESS_ONE)
				continue;
			d->c.dup_of = o->c.id;
			if (!d->has_when && o->has_when && !d->headline) {
				d->when = o->when;
				d->has_when = true;
				for (size_t x = i + 1; x < r->n && r->draft[x].parent == i; x++)
					if (!r->draft[x].has_when) {
						r->draft[x].when = o->when;
						r->draft[x].has_when = true;
					}
			}
			break;
		}
	}
}

/* Who says it: the sentence itself, else whoever spoke before, else whoever speaks first. */
static void put_voices(struct report_state *r)
{
	struct voice next = { 0 };
	struct str said = S(""),
		   full = S(""); /* the last one, since most claims are of one voice */

	for (size_t i = r->n; i-- > 0;) {
		struct draft_claim *d = &r->draft[i];

		if ((!d->voice.org.len && !d->voice.speaker.len) || (d->voice.weak && next.org.len))
			d->voice = next;
		else
			next = d->voice;
	}
	if (!r->voices.last.org.len && !r->voices.last.speaker.len)
		r->voices.last.org = r->voices.first;
	for (size_t i = 0; i < r->n; i++) {
		struct draft_claim *d = &r->draft[i];

		if (!d->voice.org.len && !d->voice.speaker.len)
			d->voice = r->voices.last;
		if (d->voice.org.len && !str_eq(d->voice.org, said)) {
			said = d->voice.org;
			full = org_full(&r->voices.orgs, said);
		}
		if (d->voice.org.len)
			d->c.org = full;
		if (d->voice.speaker.len)
			d->c.speaker = d->voice.speaker;
		d->c.outlet = r->out->outlet;
		d->c.carrier = r->out->carrier;
	}
}

/* NAME-01 */
static struct str id_of(const struct report_state *r, size_t n)
{
	struct buf b = { .a = r->a };

	buf_str(&b, r->out->doc);
	buf_str(&b, n < 10 ? S("-0") : S("-"));
	buf_int(&b, (int64_t)n);
	return buf_text(&b);
}

void report_finish(struct report_state *r)
{
	find_report_day(r);
	for (size_t i = 0; i < r->n; i++)
		r->draft[i].c.id = id_of(r, i + 1);
	carry_times(r);
	find_repeats(r);
	put_voices(r);
	r->out->claims = arena_array(r->a, r->n + 1, sizeof *r->out->claims);
	for (size_t i = 0; i < r->n; i++) {
		struct draft_claim *d = &r->draft[i];

		if (d->has_when)
			d->c.period = when_text(r->a, &d->when, day_by(r, &d->when.a),
						d->c.stance == STANCE_PLANNED);
		if (d->parent != NOBODY)
			d->c.part_of = r->draft[d->parent].c.id;
		r->out->claims[r->out->n++] = d->c;
	}
}
