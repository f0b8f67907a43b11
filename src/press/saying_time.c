/* Words of time in a saying: how long, since when, of which day. */
#include "press/saying_walk.h"

#include "base/time.h"
#include "base/banned.h"

/* A number with a measure of time behind it. */
bool said_span(const struct walk *w, int *days)
{
	const struct token *t = token(w, w->i);
	struct str unit = word(w, w->i + 1);
	int64_t n = t->value / PRESS_ONE;

	if (n < 0 || n > 3660)
		return false;
	if (AMONG(unit, S("h"), S("hours"), S("hour"), S("hr"), S("hrs")))
		*days = n <= 24 ? 1 : (int)((n + 23) / 24);
	else if (AMONG(unit, S("d"), S("day"), S("days")))
		*days = (int)n;
	else if (AMONG(unit, S("week"), S("weeks")))
		*days = (int)n * 7;
	else if (AMONG(unit, S("month"), S("months")))
		*days = (int)n * 30;
	else if (AMONG(unit, S("year"), S("years")))
		*days = (int)n * 365;
	else
		return false;
	return true;
}

void said_take_span(struct walk *w, int days)
{
	struct said_figure *f = target(w);
	struct str after = word(w, w->i + 2);

	w->i++;
	w->s->span = days > w->s->span ? days : w->s->span;
	if (AMONG(after, S("before"), S("earlier"), S("ago"), S("previously"))) {
		f->before = days;
		w->i++;
	} else {
		f->period = PERIOD_FLOW;
		f->days = days;
	}
}

/* Words of time: total, daily, since, this year. */
bool said_take_period(struct walk *w)
{
	struct str x = word(w, w->i), y = word(w, w->i + 1);
	struct said_figure *f = target(w);

	if (AMONG(x, S("total"), S("totals"), S("altogether"), S("overall"), S("cumulative"),
		  S("cumulatively")) ||
	    (said_is(x, S("so")) && said_is(y, S("far"))) ||
	    (AMONG(x, S("in"), S("to")) && AMONG(y, S("all"), S("total"), S("date")))) {
		bool ahead = token(w, w->i + 1)->type == TOKEN_NUMBER || said_is(y, S("of"));

		f = ahead ? &w->next : f;
		f->period = PERIOD_ALL;
		w->i += AMONG(y, S("all"), S("total"), S("date"), S("far"));
		w->closed |= w->cur && !ahead;
	} else if (AMONG(x, S("daily"))) {
		f = token(w, w->i + 1)->type == TOKEN_NUMBER ? &w->next : f;
		f->period = PERIOD_FLOW;
		f->days = 1;
	} else if (AMONG(x, S("a"), S("per")) && AMONG(y, S("day"), S("week"), S("month"))) {
		f->period = PERIOD_FLOW;
		f->days = said_is(y, S("day")) ? 1 : said_is(y, S("week")) ? 7 : 30;
		w->i++;
	} else if (said_is(x, S("this")) && AMONG(y, S("year"), S("month"), S("week"))) {
		f->period = said_is(y, S("year")) ? PERIOD_YEAR : PERIOD_FLOW;
		f->days = said_is(y, S("year")) ? 365 : said_is(y, S("week")) ? 7 : 30;
		w->i++;
	} else if (AMONG(x, S("since"), S("from")) &&
		   (token(w, w->i + 1)->type == TOKEN_DATE ||
		    token(w, w->i + 1)->type == TOKEN_NUMBER || said_is(x, S("since")))) {
		if (f->period == PERIOD_UNSAID || f->period == PERIOD_FLOW)
			f->period = PERIOD_SINCE;
		if (token(w, w->i + 1)->type == TOKEN_DATE) {
			w->s->since = token(w, w->i + 1)->value;
			w->s->since_year = token(w, w->i + 1)->has_year;
		}
		w->i += token(w, w->i + 1)->type == TOKEN_DATE ||
			token(w, w->i + 1)->type == TOKEN_NUMBER;
		w->closed = true;
	} else {
		return false;
	}
	return true;
}

bool said_bare_year(const struct walk *w)
{
	const struct token *t = token(w, w->i);

	return t->s.len == 4 && t->value >= 1990 * PRESS_ONE && t->value <= 2050 * PRESS_ONE &&
	       !t->plus && w->i &&
	       AMONG(word(w, w->i - 1), S("in"), S("since"), S("of"), S("by"), S("until"),
		     S("from"), S("during"), S("year"), S("end"), S("early"), S("late"), S("mid"));
}

/* Between parentheses with other words, "(agency, 2 Apr)", it is the day of a publication, and no figure's. */
static bool is_imprint(const struct walk *w, const struct token *t)
{
	for (size_t k = 0; t->paren && k < w->n; k++)
		if (w->t[k].paren == t->paren && w->t[k].type == TOKEN_WORD)
			return true;
	return false;
}

void said_take_date(struct walk *w, const struct token *t)
{
	struct said_figure *f = target(w);

	w->next.qual = CLAIM_EXACT;
	if (w->s->date == NO_DAY) {
		w->s->date = t->value;
		w->s->date_year = t->has_year;
	}
	if (is_imprint(w, t))
		return;
	f->day = t->value;
	f->has_year = t->has_year;
}
