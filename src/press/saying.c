/* From tokens to figures: what stands behind a number belongs to it, what stands before it only where it must. */
#include "press/saying.h"

#include <string.h>

#include "base/time.h"
#include "press/saying_walk.h"
#include "base/banned.h"

static void clear_next(struct walk *w)
{
	w->next = (struct said_figure){ .day = NO_DAY };
}

static void end_clause(struct walk *w)
{
	w->cur = NULL;
	w->planned = w->part = w->comma = false;
	clear_next(w);
}

/* The sign between two figures, if they are to be reckoned together: both outside, or in one pair of parentheses. */
static enum said_op op_before(const struct walk *w, const struct said_figure *last)
{
	const struct token *now = token(w, w->i);

	for (size_t k = w->i; last && last->paren == now->paren && k-- > 0;) {
		const struct token *t = token(w, k);

		if (t->end <= last->start || t->start == last->start)
			break;
		if (t->paren != now->paren)
			continue;
		if (t->sign == '+' && !t->signed_up)
			return SAID_PLUS;
		if (t->sign == '-' || said_is(word(w, k), S("minus")))
			return SAID_MINUS;
		if (t->sign == '=' || AMONG(word(w, k), S("makes"), S("equals")))
			return SAID_EQUALS;
		if (said_is(word(w, k), S("plus")))
			return SAID_PLUS;
		if (t->sign == ';')
			break;
	}
	return w->part ? SAID_PART : SAID_APART;
}

/* The last figure that stands in the same parentheses, or outside as this one. */
static const struct said_figure *figure_beside(const struct walk *w, uint16_t paren)
{
	for (size_t k = w->s->n; k-- > 0;)
		if (w->s->f[k].paren == paren)
			return &w->s->f[k];
	return NULL;
}

static void add_figure(struct walk *w)
{
	const struct token *t = token(w, w->i);
	struct said_figure *f;
	bool signed_up = w->i && token(w, w->i - 1)->signed_up;

	if (w->s->n == SAYING_FIGURES) {
		w->s->more = true;
		return;
	}
	w->next.op = op_before(w, figure_beside(w, t->paren));
	f = &w->s->f[w->s->n++];
	*f = w->next;
	f->value = t->value;
	f->hi = t->hi;
	f->has_hi = t->hi > t->value;
	if (f->has_hi)
		f->qual = CLAIM_RANGE;
	if (t->plus && f->qual == CLAIM_EXACT)
		f->qual = CLAIM_OVER;
	if (t->vague && f->qual == CLAIM_EXACT)
		f->qual = CLAIM_VAGUE;
	if (w->cur && w->cur->paren == t->paren && said_is(word(w, w->i - 1), S("of")))
		w->cur->of_next = true;
	f->typical |= signed_up;
	f->was = t->was;
	f->planned = w->planned;
	f->paren = t->paren;
	f->start = t->start;
	f->end = t->end;
	w->cur = f;
	w->closed = w->comma = false;
	w->weak = f->noun.s;
	clear_next(w);
	/* "24h figure 28, 30 or 14": the period stands for those that follow. */
	w->next.period = f->period;
	w->next.days = f->days;
}

/* A qualifier goes with the number behind it. */
static bool take_qualifier(struct walk *w)
{
	static const struct {
		struct str first, second;
		enum press_qual qual;
	} rows[] = {
		{ SC("over"), SC(""), CLAIM_OVER },
		{ SC("above"), SC(""), CLAIM_OVER },
		{ SC("more"), SC("than"), CLAIM_OVER },
		{ SC("upwards"), SC("of"), CLAIM_OVER },
		{ SC("at"), SC("least"), CLAIM_AT_LEAST },
		{ SC("no"), SC("fewer"), CLAIM_AT_LEAST },
		{ SC("no"), SC("less"), CLAIM_AT_LEAST },
		{ SC("minimum"), SC(""), CLAIM_AT_LEAST },
		{ SC("almost"), SC(""), CLAIM_ALMOST },
		{ SC("nearly"), SC(""), CLAIM_ALMOST },
		{ SC("close"), SC("to"), CLAIM_ALMOST },
		{ SC("about"), SC(""), CLAIM_ABOUT },
		{ SC("around"), SC(""), CLAIM_ABOUT },
		{ SC("some"), SC(""), CLAIM_ABOUT },
		{ SC("roughly"), SC(""), CLAIM_ABOUT },
		{ SC("approximately"), SC(""), CLAIM_ABOUT },
		{ SC("approx"), SC(""), CLAIM_ABOUT },
		{ SC("circa"), SC(""), CLAIM_ABOUT },
		{ SC("up"), SC("to"), CLAIM_UP_TO },
		{ SC("as"), SC("many"), CLAIM_AS_MANY_AS },
		{ SC("at"), SC("most"), CLAIM_AT_MOST },
		{ SC("no"), SC("more"), CLAIM_AT_MOST },
		{ SC("not"), SC("more"), CLAIM_AT_MOST },
		{ SC("under"), SC(""), CLAIM_AT_MOST },
		{ SC("below"), SC(""), CLAIM_AT_MOST },
		{ SC("fewer"), SC("than"), CLAIM_AT_MOST },
		{ SC("less"), SC("than"), CLAIM_AT_MOST },
	};

	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		bool two = rows[k].second.len > 0;

		/* "Handed over 40" says nothing of more than 40. */
		if (said_is(rows[k].first, S("over")) &&
		    AMONG(word(w, w->i - 1), S("handed"), S("turned"), S("hand"), S("hands"),
			  S("turn"), S("given"), S("gave"), S("took"), S("taken")))
			continue;
		if (!said_is(word(w, w->i), rows[k].first) ||
		    (two && !said_is(word(w, w->i + 1), rows[k].second)))
			continue;
		/* "40 at least": nothing follows that it could go with. */
		if (two && w->cur && said_is(rows[k].first, S("at")) &&
		    token(w, w->i + 2)->type != TOKEN_NUMBER)
			w->cur->qual = rows[k].qual;
		else
			w->next.qual = rows[k].qual;
		w->i += two;
		if (AMONG(word(w, w->i + 1), S("than"), S("as")))
			w->i++;
		w->closed = true;
		return true;
	}
	return false;
}

static bool is_done(struct str x)
{
	return AMONG(x, S("complete"), S("completed"), S("finished"), S("concluded"), S("ended"),
		     S("accomplished"), S("fulfilled"));
}

static bool negated(const struct walk *w)
{
	for (size_t k = w->i; k-- > 0 && w->i - k <= 3;)
		if (token(w, k)->type != TOKEN_WORD)
			return false;
		else if (AMONG(word(w, k), S("not"), S("never"), S("no"), S("isn"), S("nor"),
			       S("far"), S("before"), S("until"), S("nothing")))
			return true;
	return false;
}

/* Words about the saying as a whole. */
static void take_stance(struct walk *w)
{
	struct str x = word(w, w->i), y = word(w, w->i + 1);
	bool not = negated(w);

	if (is_done(x))
		*(not ? &w->s->incomplete : &w->s->complete) = true;
	if (AMONG(x, S("ongoing"), S("continues"), S("continuing"), S("incomplete"),
		  S("unfinished"), S("halted"), S("suspended"), S("underway")) ||
	    (said_is(x, S("still")) && !AMONG(y, S("number"), S("total"))))
		*(not ? &w->s->complete : &w->s->incomplete) = true;
	if (AMONG(x, S("denied"), S("denies"), S("deny"), S("denial"), S("refuted"), S("refutes"),
		  S("rejected"), S("rejects"), S("dismissed"), S("untrue"), S("false"),
		  S("fabricated"), S("baseless")) ||
	    (said_is(x, S("no")) && said_is(y, S("such"))))
		w->s->denies |= !not &&!AMONG(y, S("entry"), S("access"), S("passage"), S("exit"),
					      S("permission"), S("visas"));
	w->s->copy |= AMONG(x, S("copy"), S("copied"), S("reprint"), S("reprinted"), S("repost"));
	if (AMONG(x, S("planned"), S("plan"), S("plans"), S("planning"), S("will"), S("due"),
		  S("scheduled"), S("expected"), S("intends"), S("intend"), S("intended"),
		  S("awaiting"), S("proposed"), S("target")) ||
	    (said_is(x, S("to")) && AMONG(y, S("be"), S("leave"), S("go"), S("follow"), S("come"),
					  S("surrender"), S("return")))) {
		w->planned = w->s->planned = true;
		if (w->cur)
			w->cur->planned = true;
	}
}

static bool is_small(struct str x)
{
	return AMONG(x, S("the"), S("a"), S("an"), S("of"), S("in"), S("on"), S("at"), S("by"),
		     S("to"), S("from"), S("for"), S("and"), S("or"), S("with"), S("than"),
		     S("that"), S("this"), S("were"), S("was"), S("are"), S("is"), S("has"),
		     S("have"), S("had"), S("been"), S("as"), S("per"), S("day"), S("days"),
		     S("out"), S("into"), S("their"), S("its"), S("same"), S("last"), S("first"),
		     S("figure"), S("figures"), S("number"), S("new"), S("more"), S("all"),
		     S("said"), S("says"), S("not"), S("but"), S("only"), S("alone"), S("it"),
		     S("no"), S("still"), S("over"), S("typical"), S("during"), S("vs"));
}

/* The last word of a name: "Khan al-Shih" and "East Harrow" go by it. */
static struct str last_capital(const struct walk *w)
{
	size_t i = w->i;

	while (word(w, i + 1).len && word(w, i + 1).s[0] >= 'A' && word(w, i + 1).s[0] <= 'Z' &&
	       i < w->i + 3)
		i++;
	return word(w, i);
}

/* "by the southern side", "own count", "a list handed over by another": who counted. */
static void take_counter(struct walk *w)
{
	struct str x = word(w, w->i);
	struct said_figure *f = target(w);

	if (AMONG(x, S("side"), S("observers"), S("monitors"), S("delegation"), S("officers"),
		  S("mission"), S("commission")) &&
	    w->i && word(w, w->i - 1).len && !is_small(word(w, w->i - 1)))
		f->counter = word(w, w->i - 1);
	if (said_is(x, S("own")) &&
	    AMONG(word(w, w->i + 1), S("count"), S("list"), S("figures"), S("records")))
		w->next.counter = x;
	if (AMONG(x, S("list"), S("lists")) &&
	    AMONG(word(w, w->i + 1), S("handed"), S("given"), S("submitted"), S("from"), S("by"),
		  S("provided"), S("of")))
		f->other_set = true;
	if (AMONG(x, S("day")) && AMONG(word(w, w->i + 1), S("before"), S("earlier")))
		f->before = 1;
	if (AMONG(x, S("unchanged"), S("unaltered")) || (AMONG(x, S("changed")) && negated(w))) {
		f->unchanged = true;
		if (f->period == PERIOD_UNSAID)
			f->period = PERIOD_ALL;
	}
	if (AMONG(x, S("typical"), S("usual"), S("average"), S("typically")))
		w->next.typical = true;
	if (AMONG(x, S("sum"), S("sums"), S("adds"), S("add"), S("summed")))
		w->next.summed = true;
	if (w->i && AMONG(word(w, w->i - 1), S("in"), S("at"), S("from"), S("near")) && x.len > 2 &&
	    ((x.s[0] >= 'A' && x.s[0] <= 'Z') || token(w, w->i)->name) && !token(w, w->i)->paren &&
	    !said_month_of(x) && !f->where.s)
		f->where = last_capital(w);
	if (AMONG(x, S("alone"), S("only")) && w->i >= 2 && word(w, w->i - 1).len &&
	    AMONG(word(w, w->i - 2), S("in"), S("from"), S("at")))
		f->place = word(w, w->i - 1);
}

/* What is counted: a word of the table, or else the last plural before a small word. */
static void take_noun(struct walk *w)
{
	struct str x = word(w, w->i), noun = said_noun_of(x), event = said_event_of(x);
	struct said_figure *f = w->comma ? &w->next : target(w);
	enum said_unit unit = said_unit_of(x);
	bool sq = AMONG(word(w, w->i - 1), S("sq"), S("square"));

	if (unit != UNIT_NONE && w->cur && f->unit == UNIT_NONE && x.len) {
		f->unit = sq && unit == UNIT_KM	     ? UNIT_KM2
			  : sq && unit == UNIT_METRE ? UNIT_M2
						     : unit;
		return;
	}
	/* "Killed 8 and injured 12", as Arabic has it. */
	if (event.s && f->event.s && w->cur == f && said_is(word(w, w->i - 1), S("and")) &&
	    token(w, w->i + 1)->type == TOKEN_NUMBER) {
		w->next.event = event;
		w->next.noun = noun;
		return;
	}
	if (event.s && !f->event.s)
		f->event = event;
	if (noun.s && w->weak && w->cur == f && !w->closed) {
		f->noun = noun;
		w->weak = false;
		return;
	}
	if (noun.s && f->noun.s && !str_eq(noun, f->noun) && w->cur && !f->noun2.s && !w->closed &&
	    said_noun_of(f->noun).s &&
	    AMONG(word(w, w->i - 1), S("and"), S("with"), S("their"), S("or"), S("plus")))
		f->noun2 = noun;
	/* A word of the table is surer than one that only ends in s. */
	if (noun.s && (!f->noun.s || (!w->closed && !said_noun_of(f->noun).s)))
		f->noun = w->i && AMONG(word(w, w->i - 1), S("armoured"), S("armored"))
				  ? S("armoured")
				  : noun;
	else if (!noun.s && !event.s && w->cur && !w->closed && x.len > 3 &&
		 (x.s[x.len - 1] == 's' || x.s[x.len - 1] == 'S') && !f->noun.s && !is_small(x))
		f->noun = x.s[0] >= 'A' && x.s[0] <= 'Z' ? S("people") : x;
	if (is_small(x) && f->noun.s && !AMONG(x, S("of"), S("and"), S("with"), S("their")))
		w->closed = true;
}

static bool is_part_word(const struct walk *w)
{
	struct str x = word(w, w->i), y = word(w, w->i + 1);

	return AMONG(x, S("incl"), S("including"), S("includes")) ||
	       (AMONG(x, S("of"), S("among")) &&
		AMONG(y, S("them"), S("whom"), S("which"), S("these"), S("those")));
}

static void take_word(struct walk *w)
{
	if (is_part_word(w)) {
		w->part = true;
		w->closed = true;
		return;
	}
	take_stance(w);
	if (take_qualifier(w) || said_take_period(w))
		return;
	take_counter(w);
	take_noun(w);
}

static bool is_ordinal(const struct walk *w)
{
	if (said_is(word(w, w->i - 1), S("day")) &&
	    (said_unit_of(word(w, w->i + 1)) != UNIT_NONE || said_noun_of(word(w, w->i + 1)).s ||
	     AMONG(word(w, w->i - 2), S("next"), S("same"), S("that"), S("a"), S("the"))))
		return false;
	return w->i && AMONG(word(w, w->i - 1), S("day"), S("phase"), S("stage"), S("no"),
			     S("resolution"), S("item"), S("page"), S("year"));
}

static void take_sign(struct walk *w, const struct token *t)
{
	if (t->sign == ';')
		end_clause(w);
	else if (t->sign == ':')
		w->cur = NULL;
	else if (t->sign == '%' && w->cur && w->cur->unit == UNIT_NONE)
		w->cur->unit = UNIT_PERCENT;
	else if (t->sign == '~')
		w->next.qual = CLAIM_ABOUT;
	else if (t->sign == '<')
		w->next.qual = CLAIM_AT_MOST;
	else if (t->sign == '>')
		w->next.qual = CLAIM_AT_LEAST;
	else if (t->sign == '/' && said_is(word(w, w->i + 1), S("day")) && w->cur) {
		w->cur->period = PERIOD_FLOW;
		w->cur->days = 1;
		w->cur->typical = true;
	} else if (t->sign == ',' || t->sign == '(' || t->sign == '"') {
		w->closed = true;
		w->comma |= t->sign == ',' && w->cur && t->paren == w->cur->paren;
	}
}

static void take_token(struct walk *w)
{
	const struct token *t = token(w, w->i);
	int days;

	if (t->type == TOKEN_SIGN) {
		take_sign(w, t);
	} else if (t->type == TOKEN_DATE) {
		said_take_date(w, t);
	} else if (t->type == TOKEN_WORD) {
		take_word(w);
	} else if (said_span(w, &days)) {
		said_take_span(w, days);
	} else if (!is_ordinal(w) && !said_bare_year(w)) {
		add_figure(w);
	}
}

/* What the kind says of figures that do not say it. */
static void read_kind(const struct saying_about *about, struct saying *out)
{
	struct str rest = about->kind;
	bool own[SAYING_FIGURES];

	for (size_t i = 0; i < out->n; i++)
		own[i] = out->f[i].noun.s;
	while (rest.len) {
		struct str x = rest;
		size_t k = 0;
		int64_t days = 0;

		while (k < rest.len && rest.s[k] != '_' && rest.s[k] != '/' && rest.s[k] != ' ')
			k++;
		x.len = k;
		rest = str_from(rest, k < rest.len ? k + 1 : k);
		for (k = 0; k < x.len && x.s[k] >= '0' && x.s[k] <= '9' && k < 4; k++)
			days = days * 10 + (x.s[k] - '0');
		if (said_is(x, S("planned")))
			out->planned = true;
		for (size_t i = 0; i < out->n; i++) {
			struct said_figure *f = &out->f[i];

			f->planned |= said_is(x, S("planned"));
			if (k && k + 1 == x.len && f->period == PERIOD_UNSAID) {
				f->period = PERIOD_FLOW;
				f->days = x.s[k] == 'h' ? (int)(days + 23) / 24 : (int)days;
			}
			if (!f->noun.s && f->op != SAID_PART && said_noun_of(x).s)
				f->noun = said_noun_of(x);
			if (!f->event.s && said_event_of(x).s)
				f->event = said_event_of(x);
			if (f->unit == UNIT_NONE && x.len > 1 && !own[i])
				f->unit = said_unit_of(x);
		}
	}
}

/* What has children or fighters in it, and no name, is people. */
static void name_wholes(struct saying *s)
{
	struct said_figure *whole = NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct said_figure *f = &s->f[i], *of = f->of_next && i + 1 < s->n ? f + 1 : NULL;

		if (f->op == SAID_PART)
			of = whole;
		else if (f->op == SAID_APART && !f->of_next)
			whole = f;
		if (of && !of->noun.s && f->noun.s && said_whole_of(f->noun).s)
			of->noun = said_whole_of(f->noun);
	}
}

void saying_read(struct str text, const struct saying_about *about, const struct said_packs *packs,
		 struct saying *out)
{
	struct token tokens[SAYING_TOKENS];
	uint16_t at[SAYING_BYTES + 1];
	struct walk w = { .s = out, .t = tokens };

	*out = (struct saying){ .text = text, .since = NO_DAY, .date = NO_DAY };
	if (text.len > SAYING_BYTES) {
		text.len = SAYING_BYTES;
		out->more = true;
	}
	w.n = said_tokens(said_plain(text, out->room, at), packs, tokens, &out->more);
	clear_next(&w);
	for (w.i = 0; w.i < w.n; w.i++)
		take_token(&w);
	name_wholes(out);
	said_scope(out, tokens, w.n);
	for (size_t i = 0; i < out->n; i++) {
		out->f[i].start = at[out->f[i].start];
		out->f[i].end = at[out->f[i].end];
	}
	if (about->kind.s)
		read_kind(about, out);
}
