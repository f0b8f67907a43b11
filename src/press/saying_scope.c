/* What words far from a figure say of it: which day of the week, convoy or place of a name, and of what it is a list; and what a
 * saying says of an end, or of none at all. */
#include <stddef.h>

#include "press/saying_int.h"
#include "base/banned.h"

#define AMONG(word, ...)                                      \
	said_among(word, (const struct str[]){ __VA_ARGS__ }, \
		   sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

struct look {
	struct saying *s;
	const struct token *t;
	size_t n;
};

static struct str word(const struct look *l, size_t i)
{
	return i < l->n && l->t[i].type == TOKEN_WORD ? l->t[i].s : S("");
}

static bool number(const struct look *l, size_t i)
{
	return i < l->n && l->t[i].type == TOKEN_NUMBER;
}

static bool capital(struct str x)
{
	return x.len > 1 && x.s[0] >= 'A' && x.s[0] <= 'Z';
}

static int weekday(struct str x)
{
	static const struct str days[] = { SC("monday"),   SC("tuesday"), SC("wednesday"),
					   SC("thursday"), SC("friday"),  SC("saturday"),
					   SC("sunday") };

	for (int i = 0; i < 7; i++)
		if (said_is(x, days[i]))
			return i + 1;
	return 0;
}

static int ordinal(struct str x)
{
	static const struct str forms[] = { SC("first"),  SC("second"), SC("third"),
					    SC("fourth"), SC("fifth"),	SC("sixth") };

	for (int i = 0; i < 6; i++)
		if (said_is(x, forms[i]))
			return i + 1;
	return 0;
}

/* East, northern; the old town. */
static bool is_side(struct str x)
{
	return AMONG(x, S("east"), S("west"), S("north"), S("south"), S("eastern"), S("western"),
		     S("northern"), S("southern"), S("central"), S("rural"), S("greater"));
}

static bool is_area(struct str x)
{
	return AMONG(x, S("province"), S("governorate"), S("district"), S("region"), S("county"),
		     S("city"), S("town"), S("countryside"), S("department"), S("state"));
}

static bool is_in(struct str x)
{
	return AMONG(x, S("in"), S("at"), S("from"), S("near"));
}

/* "In east Ostvale", "in the province of Ostvale", "in Ostvale province". */
static void look_place(const struct look *l, struct said_figure *f, size_t i)
{
	size_t k = i + 1;

	if (!is_in(word(l, i)))
		return;
	k += said_is(word(l, k), S("the"));
	if (is_side(word(l, k)) && capital(word(l, k + 1))) {
		f->where_as = word(l, k);
		f->where = f->where.s ? f->where : word(l, k + 1);
	} else if (is_area(word(l, k)) && said_is(word(l, k + 1), S("of")) &&
		   capital(word(l, k + 2))) {
		f->where_as = word(l, k);
		f->where = f->where.s ? f->where : word(l, k + 2);
	} else if (capital(word(l, k)) && is_area(word(l, k + 1))) {
		f->where_as = word(l, k + 1);
	}
}

static void look_word(const struct look *l, struct said_figure *f, size_t i)
{
	struct str x = word(l, i), y = word(l, i + 1);

	if (weekday(x))
		f->weekday = weekday(x);
	if (said_is(x, S("yesterday")) && !f->before)
		f->before = 1;
	if (said_is(x, S("last")) && !f->before)
		f->before = said_is(y, S("year"))    ? 365
			    : said_is(y, S("month")) ? 30
			    : said_is(y, S("week"))  ? 7
						     : 0;
	if (AMONG(x, S("in"), S("during"), S("for")) && capital(y) && said_month_of(y))
		f->month = said_month_of(y);
	if (ordinal(x) && AMONG(y, S("convoy"), S("batch"), S("group"), S("phase"), S("wave"),
				S("stage"), S("round")))
		f->batch = ordinal(x);
	look_place(l, f, i);
}

/* What stands behind a figure and takes it to be of those who stay. */
static void look_behind(const struct look *l, struct said_figure *f, size_t i)
{
	size_t k = i + 1;

	while (k < i + 4 && (said_noun_of(word(l, k)).s ||
			     AMONG(word(l, k), S("still"), S("are"), S("people"), S("others"))))
		k++;
	if (AMONG(word(l, k), S("wait"), S("waiting"), S("remain"), S("remained"), S("stay")) &&
	    !said_is(word(l, k + 1), S("unchanged"))) {
		f->event = S("waiting");
		l->s->incomplete = true;
	}
}

/* "A rise of 150", "rose by 150". */
static void look_before(const struct look *l, struct said_figure *f, size_t i)
{
	struct str x = i > 1 ? word(l, i - 2) : S(""), y = i ? word(l, i - 1) : S("");

	f->delta = (said_is(y, S("of")) && AMONG(x, S("rise"), S("increase"), S("growth"),
						 S("fall"), S("drop"), S("decline"))) ||
		   (said_is(y, S("by")) && AMONG(x, S("rose"), S("grew"), S("increased"), S("fell"),
						 S("dropped"), S("declined")));
}

static size_t figure_at(const struct look *l, size_t i)
{
	for (size_t k = 0; k < l->s->n; k++)
		if (l->s->f[k].start == l->t[i].start)
			return k;
	return l->s->n;
}

static void look_figure(const struct look *l, size_t i, size_t from, size_t to)
{
	size_t k = figure_at(l, i);

	if (k == l->s->n)
		return;
	for (size_t m = from; m < to; m++)
		look_word(l, &l->s->f[k], m);
	look_behind(l, &l->s->f[k], i);
	look_before(l, &l->s->f[k], i);
}

/* ---- lists ---- */

static bool plain(const struct said_figure *f)
{
	return !f->paren && !f->typical && !f->was && f->op == SAID_APART && !f->of_next &&
	       f->unit == UNIT_NONE;
}

/* "120: 60 men, 50 women": the figure before the colon is the whole. */
static void look_colon(const struct look *l, size_t at, size_t to)
{
	struct saying *s = l->s;
	size_t whole = s->n, part = s->n, n = 0;

	for (size_t k = 0; k < s->n; k++) {
		const struct said_figure *f = &s->f[k];

		if (f->start < l->t[at].start)
			whole = k;
		else if (to >= l->n || f->start < l->t[to].start)
			part = n++ ? part : k;
	}
	for (size_t k = part; k < part + n && n; k++)
		if (!plain(&s->f[k]) || (s->f[k].period != PERIOD_UNSAID && whole < s->n &&
					 s->f[k].period != s->f[whole].period))
			n = 0;
	if (n >= 2 && whole < s->n && plain(&s->f[whole])) {
		s->whole = whole;
		s->part = part;
		s->n_parts = n;
	}
}

/* "60 men and 50 women, 120 in all": the last is the whole. */
static void look_total(struct saying *s)
{
	size_t last = s->n - 1;

	if (s->n < 3 || s->n_parts || s->f[last].period != PERIOD_ALL || !plain(&s->f[last]))
		return;
	for (size_t k = 0; k < last; k++)
		if (!plain(&s->f[k]) || s->f[k].period != PERIOD_UNSAID || !s->f[k].noun.s)
			return;
	s->whole = last;
	s->part = 0;
	s->n_parts = last;
}

/* ---- the saying as a whole ---- */

static bool happens_soon(const struct look *l, size_t i)
{
	for (size_t k = i + 1; k < l->n && k <= i + 6; k++)
		if (said_event_of(word(l, k)).s)
			return true;
	return false;
}

static void look_end(const struct look *l, size_t i)
{
	struct str x = word(l, i), y = word(l, i + 1), before = i ? word(l, i - 1) : S("");
	bool of = number(l, i + 1) || said_noun_of(y).s || said_noun_of(word(l, i + 2)).s ||
		  AMONG(y, S("the"), S("of"), S("have"));

	if (said_is(x, S("all")) && of && happens_soon(l, i)) {
		if (said_is(before, S("not")))
			l->s->incomplete = true;
		else if (!is_in(before) && !AMONG(before, S("of"), S("at")))
			l->s->complete = true;
	}
	if (said_is(x, S("last")) && said_is(before, S("the")) &&
	    (number(l, i + 1) || said_noun_of(y).s) && happens_soon(l, i))
		l->s->last = true;
}

/* "Nobody was killed", "no civilians were killed". */
static void look_none(const struct look *l, size_t i)
{
	struct str x = word(l, i), y = word(l, i + 1);

	if (!l->s->noun.s && said_noun_of(x).s)
		l->s->noun = said_noun_of(x);
	if (!l->s->event.s && said_event_of(x).s)
		l->s->event = said_event_of(x);
	if (!l->s->n && (AMONG(x, S("nobody"), S("none")) ||
			 (said_is(x, S("no")) &&
			  (said_noun_of(y).s || said_event_of(y).s || said_is(y, S("one"))))))
		l->s->none = true;
}

static void look_rise(const struct look *l, size_t i)
{
	struct str x = word(l, i);

	if (AMONG(x, S("rose"), S("risen"), S("grew"), S("grown"), S("increased"), S("climbed"),
		  S("up")))
		l->s->rise = 1;
	else if (AMONG(x, S("fell"), S("fallen"), S("dropped"), S("declined"), S("decreased"),
		       S("down")))
		l->s->rise = -1;
}

void said_scope(struct saying *s, const struct token *t, size_t n)
{
	struct look l = { .s = s, .t = t, .n = n };

	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && t[to].sign != ';';)
			to++;
		for (size_t i = from; i < to; i++) {
			look_end(&l, i);
			look_none(&l, i);
			look_rise(&l, i);
			if (number(&l, i))
				look_figure(&l, i, from, to);
			if (t[i].type == TOKEN_SIGN && t[i].sign == ':' && !t[i].paren &&
			    !s->n_parts)
				look_colon(&l, i, to);
		}
	}
	if (s->n)
		look_total(s);
}
