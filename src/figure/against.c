/* Which figures a claim may be about, and the nearest of them. */
#include "figure/against.h"

#include "base/arena.h"
#include "base/time.h"
#include "figure/figures.h"
#include "figure/topics.h"
#include "base/banned.h"

#define LIKE 600 /* thousandths of the greater that the smaller of two is, where both may be one */

static enum press_qual qual_of(enum qual q)
{
	static const enum press_qual as[QUAL_COUNT] = {
		[QUAL_EXACT] = CLAIM_EXACT,	  [QUAL_OVER] = CLAIM_OVER,
		[QUAL_AT_LEAST] = CLAIM_AT_LEAST, [QUAL_ALMOST] = CLAIM_ALMOST,
		[QUAL_AT_MOST] = CLAIM_AT_MOST,	  [QUAL_AS_MANY_AS] = CLAIM_AS_MANY_AS,
		[QUAL_ABOUT] = CLAIM_ABOUT,
	};

	return as[q];
}

/* "east Ostvale" is in Ostvale: 2 for the name itself, 1 where it ends with it, 0 for another. */
static int place_is(struct str said, struct str name)
{
	struct str tail;

	if (str_eq_caseless(said, name))
		return 2;
	if (!name.len || said.len <= name.len + 1)
		return 0;
	tail = str_from(said, said.len - name.len);
	return said.s[said.len - name.len - 1] == ' ' && str_eq_caseless(tail, name);
}

/* How well a row's place is that of the claim; the operation as a whole stands for none. */
static int place_fits(const struct press_claim *c, const struct row *r)
{
	int best = 0;

	if (c->frm.len)
		return place_is(c->frm, r->place_name);
	/* No place is said: the whole operation, or else any place that has the number. */
	if (!c->places)
		return r->whole ? 2 : 1;
	/* The nearest place is named first. */
	for (size_t i = 0; i < c->places; i++) {
		int fit = place_is(c->place[i], r->place_name);

		fit = fit ? fit + 2 * (int)(c->places - i) : 0;
		best = fit > best ? fit : best;
	}
	return best;
}

static bool period_fits(const struct said_figure *f, enum period p)
{
	switch (f->period) {
	case PERIOD_FLOW:
		/* "the past few days" are some three, or all. */
		if (!f->days)
			return p == PERIOD_D3 || p == PERIOD_TOTAL;
		return (f->days == 1 && p == PERIOD_H24) || (f->days == 3 && p == PERIOD_D3);
	case PERIOD_UNSAID:
		return true;
	default:
		return p == PERIOD_TOTAL || p == PERIOD_NOW;
	}
}

static struct said_figure figure_of(const struct press_claim *c, const struct row *r,
				    const struct against_topic *t, int64_t day)
{
	int64_t most = INT64_C(40000000000);
	struct said_figure f;

	said_of_claim(c, day, &f);
	f.planned = false;
	f.qual = qual_of(r->qual);
	f.unit = t->unit;
	f.value = (r->value < 0 ? 0 : r->value > most ? most : r->value) * PRESS_ONE;
	f.hi = f.value;
	f.has_hi = false;
	f.counter = (struct str){ NULL, 0 };
	return f;
}

/* The smaller, the nearer. */
static int distance(const struct verdict *v)
{
	switch (v->kind) {
	case VERDICT_SAME:
		return 0;
	case VERDICT_ROUNDED:
	case VERDICT_BOUND_HOLDS:
		return 1;
	default:
		return v->flag ? 3 : 2;
	}
}

struct search {
	struct arena *a;
	const struct press_claim *c;
	int64_t day;
	struct saying *x, *y;
	struct against best;
	const struct against_topic *by; /* which led to it */
	int place, off;
	bool topic; /* there is a figure of such things */
};

static int64_t away(const struct verdict *v)
{
	return v->has_difference ? v->difference < 0 ? -v->difference : v->difference : 0;
}

static void try_row(struct search *s, const struct against_topic *t, const struct row *r)
{
	struct saying_about about = { .day = s->day };
	int place = place_fits(s->c, r), off;
	bool nearer;
	struct verdict v;

	/* Nothing was counted there, and a centre that is silent may have: no figure. */
	if (!place || !period_fits(&s->x->f[0], r->period) || (!r->value && r->qual != QUAL_EXACT))
		return;
	s->y->f[0] = figure_of(s->c, r, t, s->day);
	v = verdict_of(s->a, s->x, s->y, &about);
	off = distance(&v);
	if (!s->c->places && !s->c->frm.len && !r->whole && off)
		return;
	nearer = off < s->off || (off == s->off && away(&v) < away(&s->best.v));
	if (s->c->places && place != s->place ? place < s->place : !nearer)
		return;
	s->place = place;
	s->off = off;
	s->best = (struct against){ v, r };
	s->by = t;
}

/* A number of pieces ("20,000 doses") says nothing of kilograms. */
static bool fits(const struct against_topic *t, const struct press_claim *c)
{
	return (c->unit.len || t->unit == UNIT_NONE) && str_eq(t->entity, c->entity) &&
	       (str_eq(t->event, S(AGAINST_ANY)) || str_eq(t->event, c->event));
}

static struct verdict nothing(struct arena *a, enum verdict_kind kind, const char *rule,
			      const char *why)
{
	return (struct verdict){ .kind = kind,
				 .rule = rule,
				 .reason = str_fmt(a, "%s", why),
				 .a = 0,
				 .b = VERDICT_NO_FIGURE };
}

/* "40 left" against a thousand: it may be of a time that no figure has. */
static bool untimed(const struct search *s)
{
	int64_t ours = s->best.row->value * PRESS_ONE, said = s->x->f[0].value;
	int64_t most = ours > said ? ours : said, least = ours > said ? said : ours;

	return s->x->f[0].period == PERIOD_UNSAID && s->best.v.kind == VERDICT_DIFFERS &&
	       s->x->f[0].unit == s->y->f[0].unit && least < most / 1000 * LIKE;
}

/* A part of what a figure counts, or what it counts at one place of several, is another figure. */
static void excuse(struct search *s)
{
	bool less = s->x->f[0].value < s->best.row->value * PRESS_ONE;

	if (s->c->part_of.len && less)
		s->best.v = nothing(s->a, VERDICT_SUBSET, "part",
				    "a part, which the register counts with the rest");
	else if (!s->c->places && !s->c->frm.len)
		s->best.v =
			nothing(s->a, VERDICT_DIFFERENT_SCOPE, "place.unsaid",
				"the report names no place, and no place in the register has this "
				"number");
	else if (s->c->places > 1 && !less)
		s->best.v = nothing(s->a, VERDICT_DIFFERENT_SCOPE, "places",
				    "of several places, of which the register's figure is one");
	else if (untimed(s))
		s->best.v = nothing(s->a, VERDICT_DIFFERENT_SCOPE, "period.unsaid",
				    "the report does not say over which time, and no figure of the "
				    "register is near its number");
}

/* "People" may be tourists, and those killed may have died on a road: the number of such a claim neither confirms a figure
 * nor contradicts it. Who left by a corridor, or was brought to where people are received, is whom the figures of these count. */
static bool unsaid(const struct search *s)
{
	const struct verdict *v = &s->best.v;

	if (s->c->passage && code_in("left,evacuated,transferred", s->by->event))
		return false;

	if (!str_eq(s->by->entity, S("people")) && !str_eq(str_of(s->by->figure), S("V4")))
		return false;
	return v->flag || v->kind == VERDICT_SAME || v->kind == VERDICT_ROUNDED ||
	       v->kind == VERDICT_BOUND_HOLDS;
}

/* `named`: somebody said which figure the claim is about. */
static struct against hold(struct arena *a, const struct press_claim *c, int64_t day,
			   const struct row *rows, size_t n, bool named)
{
	struct search s = { .a = a, .c = c, .day = day, .off = 99 };
	struct press_claim placeless;
	bool local = false;

	if (c->stance == STANCE_PLANNED)
		return (struct against){ nothing(a, VERDICT_PLAN_NOT_DONE, "plan.done",
						 "a plan: the figures count what was done"),
					 NULL };
	/* The whole country is as good as no place. */
	for (size_t i = 0; i < n && c->places && !local; i++)
		local = !rows[i].whole && place_fits(c, &rows[i]) > 0;
	if (!local && !c->frm.len)
		for (size_t i = 0; i < n; i++)
			if (rows[i].whole && (!c->places || place_fits(c, &rows[i]))) {
				placeless = *c;
				placeless.places = 0;
				s.c = &placeless;
				break;
			}
	s.x = arena_alloc(a, sizeof *s.x);
	s.y = arena_alloc(a, sizeof *s.y);
	s.x->n = s.y->n = 1;
	said_of_claim(c, day, &s.x->f[0]);
	for (size_t t = 0; t < against_topics_n; t++) {
		if (!fits(&against_topics[t], c))
			continue;
		s.topic = true;
		for (size_t i = 0; i < n; i++)
			if (str_eq(str_of(rows[i].figure->code),
				   str_of(against_topics[t].figure)) &&
			    (str_eq(rows[i].detail, str_of(against_topics[t].detail)) ||
			     (str_eq(str_of(against_topics[t].detail), S(AGAINST_ANY)) &&
			      rows[i].detail.len)))
				try_row(&s, &against_topics[t], &rows[i]);
	}
	if (!s.topic)
		s.best.v = nothing(a, VERDICT_NOT_COMPARABLE, "no.figure",
				   "no figure of the register counts this");
	else if (!s.best.row)
		s.best.v = nothing(a, VERDICT_DIFFERENT_SCOPE, "no.entries",
				   "outside: no entries of such things at this place and over this "
				   "time in the register");
	else if (!named && unsaid(&s))
		s.best.v = nothing(a, VERDICT_DIFFERENT_SCOPE, AGAINST_WHO_UNSAID,
				   "the claim does not say that these are the register's");
	else if (s.best.v.flag)
		excuse(&s);
	return s.best;
}

struct against against_rows(struct arena *a, const struct press_claim *c, int64_t day,
			    const struct row *rows, size_t n)
{
	return hold(a, c, day, rows, n, false);
}

bool against_value(const struct press_claim *c, const struct figure *f, int64_t *out)
{
	const struct against_topic *t = f ? against_topic_of(str_of(f->code), 0) : NULL;
	enum said_unit unit = c->unit.len ? said_unit_of(c->unit) : UNIT_NONE;
	int64_t times = 1;

	if (unit == UNIT_TONNE && t && t->unit == UNIT_KILOGRAM)
		times = 1000;
	else if (c->unit.len ? !t || unit != t->unit || unit == UNIT_NONE
			     : t && t->unit != UNIT_NONE)
		return false;
	if (__builtin_mul_overflow(c->value, times, &times) || times % PRESS_ONE)
		return false;
	*out = times / PRESS_ONE;
	return true;
}

static enum press_stance stance_of(struct str name)
{
	enum press_stance out = STANCE_ASSERTED;

	(void)press_stance_of(name, &out);
	return out;
}

/* What the claim is held against is named by its figure alone: of several details the one that is nearest. */
static struct against nearest_detail(struct arena *a, struct press_claim *c, struct str figure,
				     int64_t day, const struct row *rows, size_t n)
{
	const struct against_topic *first = against_topic_of(figure, 0), *t = first;
	struct against best = { .row = NULL };
	bool several = false;

	for (bool any = false; t; t = against_topic_of(figure, (size_t)(t - against_topics) + 1)) {
		struct against x;

		c->unit = t->unit == UNIT_NONE ? (struct str){ NULL, 0 } : said_unit_name(t->unit);
		c->entity = t->entity;
		c->event = str_eq(t->event, S(AGAINST_ANY)) ? S("") : t->event;
		/* Where the whole is a figure, it is meant, unless a part has the number. */
		several |= *first->detail && (!str_eq(str_of(t->detail), str_of(first->detail)) ||
					      (str_eq(str_of(t->detail), S(AGAINST_ANY)) && n > 1));
		x = hold(a, c, day, rows, n, true);
		if (!any || (x.row &&
			     (!best.row || distance(&x.v) < distance(&best.v) ||
			      (distance(&x.v) == distance(&best.v) && away(&x.v) < away(&best.v)))))
			best = x;
		any = true;
	}
	if (several && best.v.flag)
		best.v = nothing(a, VERDICT_DIFFERENT_SCOPE, "detail.unsaid",
				 "the claim does not say which part of the figure it is about, and "
				 "none has this number");
	return best;
}

struct against against_kept(struct arena *a, const struct rec *claim, const struct row *rows,
			    size_t n)
{
	const struct val *value = rec_get(claim, "value");
	struct str figure = rec_code(claim, "figure"), place = rec_code(claim, "place_of");
	struct row *ours = arena_array(a, n + 1, sizeof *ours);
	size_t k = 0;
	struct press_claim c = { .id = S(""),
				 .period = rec_code(claim, "period"),
				 .stance = stance_of(rec_code(claim, "stance")) };

	if (c.stance == STANCE_PLANNED)
		return hold(a, &c, NO_DAY, rows, 0, true);
	if (!against_topic_of(figure, 0) || !value || value->n < 0 ||
	    value->n > INT64_MAX / PRESS_ONE)
		return (struct against){
			nothing(a, VERDICT_NOT_COMPARABLE, "no.figure",
				"the claim names no figure of the register, or no value"),
			NULL
		};
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_of(rows[i].figure->code), figure) &&
		    (!place.len || str_eq(rows[i].place, place)))
			ours[k++] = rows[i];
	if (place.len && k) {
		c.place[0] = ours[0].place_name;
		c.places = 1;
	}
	c.value = value->n * PRESS_ONE;
	(void)press_qual_of(qual_name((enum qual)value->q), &c.qual);
	if (!value->q && rec_code(claim, "qualifier").len)
		(void)press_qual_of(rec_code(claim, "qualifier"), &c.qual);
	return nearest_detail(a, &c, figure, rec_get(claim, "published_on")->n, ours, k);
}
